"""A copy of an imported document for somebody: its pages looked at, boxes drawn by hand, then copy, key and log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop import copies, intake
from desktop.casework import shown
from desktop.copies import Drawn
from desktop.errors import FieldErrors, UserError
from desktop.qt.actions import Action
from desktop.qt.jobs import Operation, Task
from desktop.qt.theme import theme
from desktop.redaction.marks import GROUPS, REASONS
from desktop.reports import item_copies
from desktop.reports.item_copies import WIDTH_WARNING, Looked, Made, Order
from desktop.session import Store
from desktop.wording import plural
from storage.records import Case, Material
from views import kit
from views.casework.base import CasePage
from views.page import Context
from views.release.audiences import SHORT, Around, around
from views.release.box_sheet import BoxSheet, HandBox

AUDIENCES = ("court", "board", "family", "event", "publication", "internal")
Box = tuple[float, float, float, float]


class CopyPage(CasePage):
    """One item. Nothing is written before every page that needs it was looked at."""

    TITLE = "Copy of an item"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.item: Material | None = None
        self.case: Case | None = None
        self.around: Around | None = None
        self.looked: Looked | None = None
        self.reviewed: set[int] = set()
        self.page = 1
        self._viewing: Any = None
        self._busy = False
        self._build()

    # ---- put together
    def _build(self) -> None:
        self.audience = kit.choice("For whom", {one: SHORT[one] for one in AUDIENCES}, combo=True, value="court")
        self.audience.changed.connect(self._audience_changed)
        self.request = kit.choice(
            "Which request or order it answers",
            {},
            "A line of the requests register; it says who is in scope",
            combo=True,
        )
        self.request.changed.connect(self.look_at)
        self.person = kit.choice("For which person", {}, combo=True)
        self.person.changed.connect(self.look_at)
        self.second = kit.choice("Who else checked it", {}, "Somebody other than you", combo=True)
        self.folder = kit.FolderField(
            "Folder for the files", "The copy and its key; the log goes into a folder named internal"
        )
        self.warning = kit.NoticeBar("warn", WIDTH_WARNING)
        self.stands = kit.box(space=6)
        self.progress = kit.box(space=6)
        self.form = kit.Form(
            {
                "profile": self.audience,
                "request_id": self.request,
                "recipient_id": self.person,
                "second_person": self.second,
                "folder": self.folder,
            }
        )
        inner = kit.box(
            self.form.summary,
            self.audience,
            self.request,
            self.person,
            self.warning,
            kit.section_head("How it stands"),
            self.stands,
            self.progress,
            kit.section_head("Where it goes"),
            self.second,
            self.folder,
            None,
            space=12,
            margins=(24, 12, 20, 20),
        )
        self.fields_pane = kit.scroll(inner)
        self.before = kit.icon_button("back", "Previous page", lambda: self.turn(-1))
        self.after = kit.icon_button("next", "Next page", lambda: self.turn(1))
        self.where = kit.label("", wrap=False)
        self.box_button = kit.button("Draw a box", self._draw_box, icon="add", key="B")
        self.seen_button = kit.button("I have looked at this page", self.seen, icon="eye", key="L")
        self.suggest_button = kit.button("Suggest boxes", self.suggest, icon="search")
        reasons = {code: f"{code} {words}" for code, words in REASONS.items()}
        self.reason = kit.choice("Reason of the box", reasons, combo=True, value="R1")
        self.reason.label.hide()
        self.reason.changed.connect(lambda: self.sheet.set_reason(self.reason.value() or "R1"))
        self.keys = kit.muted(
            "Drag, or B and the arrow keys; Shift makes it larger, N goes to the next, Delete removes it."
        )
        tools = (self.box_button, self.reason, self.suggest_button, self.seen_button)
        bar = kit.flow(self.before, self.where, self.after, *tools, space=8)
        self.sheet = BoxSheet()
        self.sheet.changed.connect(self._say)
        self.sheet.turned.connect(self.turn)
        self.sheet_scroll = kit.scroll(self.sheet, ground="well")
        right = kit.box(kit.box(bar, self.keys, space=4, margins=(16, 8, 16, 8)), self.sheet_scroll, space=0)
        right.layout().setStretch(1, 1)
        self.panes = kit.Panes(list_=self.fields_pane, detail=right, list_name="The copy", list_em=25)
        self.body.addWidget(self.panes, 1)
        self.action(Action("copy.write", "Write the copy", self.write, "Ctrl+E", where=self.TITLE, icon="export"))
        self.action(Action("copy.seen", "I have looked at this page", self.seen, "L", where=self.TITLE, icon="eye"))

    # ---- visits
    def show_case(self, *, item: str = "", **_where: Any) -> None:
        self._let_pages_go()
        self.sheet.boxes.clear()
        self.reviewed.clear()
        self.looked = None
        worker, case_id = self.context.session.worker.id, self.context.case

        def load(store: Store) -> tuple[Material, Case, Around]:
            return store.get(Material, item), shown.case_and_marking(store, case_id)[0], around(store, case_id, worker)

        self.look("Load an item", load, done=lambda got: self._loaded(*got))

    def _loaded(self, item: Material, case: Case, found: Around) -> None:
        self.item, self.case, self.around = item, case, found
        self.header.set(
            title=self.TITLE,
            facts=item.title or "Item without a title",
            back=("Evidence", lambda: self.context.navigate("evidence", item=item.id)),
            actions=[
                kit.button("Transcript instead", self.transcript, icon="sheet"),
                kit.button("Write the copy", self.write, role="main", icon="export", key="Ctrl+E"),
            ],
        )
        self.request.set_options(found.requests)
        self.person.set_options(found.family)
        self.second.set_options(found.second)
        if len(found.requests) == 1:
            self.request.set_value(next(iter(found.requests)))
        theme().dress(self)
        self._audience_changed()

    def place(self) -> Mapping[str, Any]:
        return {"item": self.item.id if self.item else ""}

    def leave(self) -> None:
        self._let_pages_go()
        kit.clear(self.progress.layout())

    def draft(self) -> None:
        self.leave()

    def let_go(self) -> None:
        self._let_pages_go()
        super().let_go()

    def focus_first(self) -> None:
        self.audience.focus()

    def _audience_changed(self) -> None:
        profile = self.audience.value()
        self.request.setVisible(profile == "court")
        self.person.setVisible(profile == "family")
        self.warning.setVisible(profile in item_copies.TRANSCRIPT_FIRST)
        self.look_at()

    # ---- looking
    def order(self) -> Order:
        """What is asked for, as it stands."""
        boxes = self.sheet.boxes
        drawn = tuple(
            Drawn(
                *(one.page, one.left, one.top, one.right, one.bottom),
                *(GROUPS[one.reason], one.suggested),
                grows=one.suggested,
            )
            for one in boxes
        )
        profile = self.audience.value()
        assert self.item is not None
        return Order(
            self.item.id,
            profile,
            self.person.value() if profile == "family" else "",
            self.request.value() if profile == "court" else "",
            self.second.value(),
            drawn,
            frozenset(self.reviewed),
            reasons=tuple(one.reason for one in boxes),
        )

    def look_at(self) -> None:
        """Look at every page for this audience, with progress; boxes by hand stay."""
        if self.item is None or self.case is None or self._busy:
            return
        self.form.clear_errors()
        self.looked = None
        session, case, order = self.context.session, self.case, self.order()

        def work(task: Task) -> Looked:
            def progress(done: int, total: int) -> None:
                task.step(done, total, f"Page {done} of {total}")

            try:
                return item_copies.look_at(session, case, order, progress=progress, cancelled=lambda: task.cancelled)
            except copies.Cancelled:
                task.check()
                raise

        self._begin("Looking at the pages", work, self._looked_at)

    def _begin(self, title: str, work: Any, done: Any) -> None:
        self._busy = True
        panel = kit.ProgressPanel(title)
        kit.clear(self.progress.layout())
        self.progress.layout().addWidget(kit.card(panel))
        theme().dress(self.progress)
        operation: Operation[Any] = Operation(self, title, work)
        panel.follow(operation)
        operation.on_done(lambda got: self._end(done, got)).on_failed(lambda error: self._end(self._failed, error))
        operation.on_cancelled(
            lambda: self._end(lambda _none: self.context.notice("Stopped. Nothing was written."), None)
        ).run()

    def _end(self, then: Any, got: Any) -> None:
        self._busy = False
        kit.clear(self.progress.layout())
        then(got)

    def _failed(self, error: UserError) -> None:
        if error.field in self.form.fields:
            self.form.show_errors({error.field: f"{error.what} {error.do}".strip()})
        else:
            self.form.show(error)
        self._say()

    def _looked_at(self, looked: Looked) -> None:
        self.looked = looked
        reason = self.sheet.reason
        shown = [HandBox(one.page, *one.box, reason, suggested=True) for one in looked.to_look_at]
        self.sheet.propose(shown, self.reviewed)
        self._say()
        if self._viewing is None:
            self.context.run(self, "Draw the pages", lambda _task: intake.view(looked.data), self._open_pages)
        else:
            self._draw()

    # ---- pages
    def _open_pages(self, viewing: Any) -> None:
        if self._viewing is not None or self.looked is None:
            viewing.close()
            return
        self._viewing = viewing
        self.page = 1
        self._draw()

    def _let_pages_go(self) -> None:
        viewing, self._viewing = self._viewing, None
        self.sheet.show_page(1, (595, 842), QImage(), ())
        if viewing is not None:
            viewing.close()

    def turn(self, by: int) -> None:
        """Another page."""
        if self.looked is not None and 1 <= self.page + by <= len(self.looked.survey.pages):
            self.page += by
            self._draw()

    def _draw(self) -> None:
        looked, viewing, number = self.looked, self._viewing, self.page
        if looked is None or viewing is None:
            return
        total = len(looked.survey.pages)
        self.where.setText(f"Page {number} of {total}")
        self.before.setEnabled(number > 1)
        self.after.setEnabled(number < total)
        wide = max(200, round(min(self.sheet_scroll.viewport().width() - theme().px(48), 900 * theme().scale)))

        def render(_task: Task) -> tuple[QImage, tuple[Box, ...]]:
            pixels = viewing.render(number, wide)
            shape = QImage(pixels.data, pixels.width, pixels.height, pixels.width * 3, QImage.Format.Format_RGB888)
            return shape.copy(), _covered(viewing, looked, number)

        def drawn(got: tuple[QImage, tuple[Box, ...]]) -> None:
            if number == self.page and self._viewing is viewing:
                page = looked.survey.pages[number - 1]
                self.sheet.show_page(number, (page.width, page.height), *got)
                self._say()

        self.context.run(self, "Draw the page", render, drawn)

    def _draw_box(self) -> None:
        self.sheet.setFocus()
        self.sheet.add_box()

    def seen(self) -> None:
        """This page was looked at; the next that waits comes."""
        if self.looked is None:
            return
        self.reviewed.add(self.page)
        self._say()
        waiting = [page for page, _why in self._waiting()]
        if waiting:
            self.page = next((one for one in waiting if one > self.page), waiting[0])
            self._draw()

    def suggest(self) -> None:
        """Read the picture of this page, and put boxes where words may have to go: the page waits all the same."""
        looked, case, number = self.looked, self.case, self.page
        if looked is None or case is None or self._busy:
            return
        session, order, reason = self.context.session, self.order(), self.sheet.reason

        def work(_task: Task) -> tuple[HandBox, ...]:
            found = item_copies.suggest_boxes(session, case, order, looked, number)
            return tuple(HandBox(one.page, *one.box, reason, suggested=True) for one in found)

        def done(boxes: tuple[HandBox, ...]) -> None:
            if self.looked is looked and self.page == number:
                self.sheet.suggest(boxes)
                self.context.notice(f"{plural(len(boxes), 'box', 'boxes')} suggested. Look at the whole page.")

        self._begin("Reading the picture of the page", work, done)

    def _waiting(self) -> tuple[tuple[int, str], ...]:
        return item_copies.pages_waiting(self.looked, self.reviewed, self.order().drawn) if self.looked else ()

    # ---- how it stands
    def _say(self) -> None:
        layout = self.stands.layout()
        kit.clear(layout)
        looked = self.looked
        if looked is None:
            layout.addWidget(kit.muted("Say for whom the copy is; then its pages are looked at."))
            theme().dress(self.stands)
            return
        lines: list[QWidget] = [
            kit.label(
                f"{plural(len(looked.survey.pages), 'page')}, "
                f"{plural(len(looked.withheld) + len(looked.pictures), 'place')} withheld by rule or mark"
            )
        ]
        if self.sheet.boxes:
            lines.append(kit.label(f"{len(self.sheet.boxes)} drawn by hand"))
        for page, why in self._waiting()[:6]:
            lines.append(kit.state(f"Page {page} {why}", icon="warning", tone="warning"))
            lines.append(kit.link(f"Look at page {page}", lambda one=page: self._to(one)))
        if looked.suggestions or looked.waiting:
            count = len(looked.suggestions) + len(looked.waiting)
            lines.append(kit.state(f"{plural(count, 'place')} to decide", icon="warning", tone="warning"))
            lines.append(kit.link("Decide in the release review of its words", self.transcript))
        if len(lines) <= 2 and not self._waiting() and not looked.suggestions:
            lines.append(kit.state("Nothing waits", icon="done"))
        for one in lines:
            layout.addWidget(one)
        here = any(page == self.page for page, _ in self._waiting())
        self.seen_button.setEnabled(here)
        self.suggest_button.setVisible(here and copies.can_read_pictures())
        theme().dress(self.stands)

    def _to(self, page: int) -> None:
        self.page = page
        self._draw()
        self.sheet.setFocus()

    def transcript(self) -> None:
        """The words set afresh instead: their release review."""
        if self.item is not None:
            profile = self.audience.value()
            self.context.navigate(
                "release",
                what=f"item:{self.item.id}",
                profile=profile,
                recipient=self.person.value(),
                request=self.request.value(),
            )

    # ---- writing
    def write(self) -> None:
        """Write copy, key and log, or say what stands in the way."""
        looked, case = self.looked, self.case
        if looked is None or case is None or self._busy:
            self.look_at()
            return
        self.form.clear_errors()
        try:
            folder = self.folder.folder()
        except FieldErrors as problem:
            self.form.show(problem)
            return
        session, order = self.context.session, self.order()

        def work(task: Task) -> Made:
            def progress(done: int, total: int) -> None:
                task.step(done, total, f"Page {done} of {total}")

            try:
                return item_copies.make(
                    session, case, order, looked, folder, progress=progress, cancelled=lambda: task.cancelled
                )
            except copies.Cancelled:
                task.check()
                raise

        self._begin("Writing the copy", work, self._written)

    def _written(self, made: Made) -> None:
        files = [one for one in (made.copy, made.key, made.log) if one]
        parts: list[QWidget] = [kit.state(f"{plural(len(files), 'file')} written", kind="section", icon="done")]
        parts += [kit.label(one.name if one is not made.log else f"internal/{one.name}", "caption") for one in files]
        secrets = [
            (
                "Passphrase of the copy and its key, shown once",
                made.passphrase,
                "Hand it over another way than the files",
            )
        ]
        secrets.append(
            ("Passphrase of the redaction log, shown once", made.log_passphrase, "The log stays in the house")
        )
        for words, phrase, hint in secrets:
            if phrase:
                field = kit.text_field(words, hint)
                field.set_value(phrase)
                field.line.setReadOnly(True)
                parts.append(field)
        parts.append(kit.muted("It stands in the history of the item."))
        self.progress.layout().addWidget(kit.card(*parts, space=8))
        theme().dress(self.progress)
        self.context.notice("The copy is written and checked.")


def _covered(viewing: Any, looked: Looked, number: int) -> tuple[Box, ...]:
    """Where words of a page are withheld by rule or mark, line by line."""
    page = looked.survey.pages[number - 1]
    boxes = viewing.boxes(number)
    found: list[Box] = []
    for one in looked.withheld:
        start, end = max(one.start, page.start) - page.start, min(one.end, page.end) - page.start
        if start < end:
            found += boxes.lines(start, end)
    return tuple(found + [one.box for one in looked.pictures if one.page == number])


__all__ = ["CopyPage", "HandBox"]
