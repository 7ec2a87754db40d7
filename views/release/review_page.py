"""Release review: to whom, every replacement and open question in one list, the true pages, then the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.casework import shown
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.paper import pdf
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.redaction.profiles import Profile
from desktop.reports import release_review as reviews
from desktop.reports.release_review import STATES, Line, Review, What
from desktop.session import Store
from desktop.wording import plural
from views import kit
from views.page import Context
from views.release.answering import Answering
from views.release.audiences import SHORT, WIDEST, Around, around
from views.release.comparing import Comparison
from views.release.large_text import InSight, is_large, of_height, place_head
from views.release.places import go_to
from views.release.review_rows import COLUMNS, KEYS, WORDS, made_for, row_of, standing
from views.release.true_pages import TruePages
from views.release.writing import Writing


class ReleasePage(Answering):
    """One document, one audience, one list."""

    TITLE = "Release review"
    KINDS = frozenset(
        {
            "WordDecision",
            "Person",
            "NameForm",
            "Mark",
            "Note",
            "Meeting",
            "RegisterRow",
            "Judgement",
            "ProfileCopy",
            "Extra",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.what = What("", "")
        self.profile = ""
        self.recipient = self.request = ""
        self.only: dict[str, str] = {}
        self.draft_copy = ""
        self.around: Around | None = None
        self.found: Review | None = None
        self._offered: tuple[str, ...] = ()
        self._needs = "none"
        self._shown = "all"
        self._answered: set[str] = set()
        self._making = self._again = False
        self.writing = Writing(self)
        self._build()

    # ---- put together
    def _build(self) -> None:
        self._head("Write the file")
        self.audience = kit.Segmented(SHORT, "Shown to")
        self.audience.chosen.connect(lambda key: self.to_audience(key))
        self.audience_box = kit.choice("Shown to", SHORT, combo=True)
        self.audience_box.changed.connect(lambda: self.to_audience(self.audience_box.value() or self.profile))
        self.version = kit.label("", role="muted", wrap=False)
        self.what_it_does = kit.link("What it does", lambda: self.context.navigate("profiles", profile=self.profile))
        self.person = kit.choice("For whom", {}, combo=True)
        self.person.changed.connect(self._person_chosen)
        self.asked = kit.choice("Which request or order it answers", {}, combo=True)
        self.asked.changed.connect(self._person_chosen)
        self.shown_to = kit.label("Shown to", "strong", wrap=False)
        self.pages_button = kit.button("See the pages", lambda: self.panes.show_detail(), icon="eye")
        self.pages_button.hide()
        top = kit.flow(self.shown_to, self.audience, self.version, self.what_it_does, self.pages_button, space=12)
        self.tools = kit.box(self.audience_box, top, self.person, self.asked, space=8, margins=(24, 8, 24, 8))
        self.bar = kit.NoticeBar("warn", "")
        self.chips = kit.FilterChips("Which lines")
        self.chips.toggled.connect(lambda key, on: self._narrow(key if on else "all"))
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model,
            name="What was replaced and what is open",
            on_open=self.read,
            on_current=self._moved,
            widths_em={0: 7, 1: 9, 2: 12.5, 3: 8},
            lines=2,
            stretch=1,
        )
        self.answers = kit.box(space=6, margins=(24, 8, 16, 12))
        self.ask_box = kit.box(space=8, margins=(24, 0, 16, 0))
        self.below = kit.scroll(kit.box(self.ask_box, self.answers, space=0))
        self.below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.bar_box = kit.box(self.bar, space=0)
        left = kit.box(self.bar_box, kit.box(self.chips, margins=(24, 8, 16, 8)), self.table, self.below, space=0)
        left.layout().setStretch(2, 3)
        left.layout().setStretch(3, 2)
        self.preview = TruePages(self.context)
        self.comparison = Comparison(self)
        self.comparison.hide()
        right = kit.box(self.comparison, self.preview, space=0)
        right.layout().setStretch(1, 1)
        self.inside = kit.box(self.tools, kit.rule(), space=0)
        self.panes = kit.Panes(
            list_=left, detail=right, side=None, list_name="List", list_em=40, head=self.tools
        )
        self.panes.arranged.connect(lambda mode, _pane: self.pages_button.setVisible(mode == "one"))
        self.pages_button.setVisible(self.panes.mode == "one")
        self.inside.layout().addWidget(self.panes)
        self.pane = kit.scroll(self.inside)  # in large text the head and the audiences alone fill a page
        self.body.addWidget(self.pane, 1)
        InSight(self.pane, self.table, self.below)
        self.retheme()
        self._actions_of_page()

    def retheme(self) -> None:
        """Seven audiences side by side where they fit, else in a list; in large text the whole page scrolls."""
        large = is_large()
        wide = not large and self.audience.sizeHint().width() < WIDEST
        place_head(self, self.inside)
        self.inside.layout().setStretchFactor(self.panes, 1)
        of_height(self.table, 160)
        of_height(self.below, 165)
        self.audience_box.setVisible(not wide)
        self.audience.setVisible(wide)
        self.shown_to.setVisible(wide)

    def _head(self, write: str) -> None:
        """The header throws its buttons away each time it is set."""
        self.compare_button = kit.button("Compare with another audience", self.compare, icon="compare")
        self.write_button = kit.button(write, self.writing.ask, role="main", icon="export", key="Ctrl+E")
        title = self.found.title if self.found else " "
        self.header.set(
            title=self.TITLE, facts=title, back=self._crumb(), actions=[self.compare_button, self.write_button]
        )

    def _actions_of_page(self) -> None:
        for answer, key in KEYS.items():
            title = {
                "this": "This is somebody",
                "withhold": "Withhold it",
                "keep": "Keep it as it is",
                "no": "It is not a name",
                "lift": "It is no longer withheld",
            }[answer]
            self.action(
                Action(
                    f"release.{answer}",
                    title,
                    lambda one=answer: self.answer(one),
                    key,
                    where=self.TITLE,
                    why_not=lambda one=answer: self._why_not(one),
                )
            )
        self.action(
            Action(
                "release.undo",
                "Undo a decision made before",
                lambda: self.answer("undo"),
                "Delete",
                where=self.TITLE,
                why_not=lambda: self._why_not("undo"),
            )
        )
        self.action(Action("release.next", "Go to the next open question", self.next_open, "F8", where=self.TITLE))
        self.action(
            Action("release.write", "Write the file", self.writing.ask, "Ctrl+E", where=self.TITLE, icon="export")
        )
        self.action(
            Action(
                "release.decided", "See the decided words", lambda: self.context.navigate("decided"), where=self.TITLE
            )
        )

    # ---- visits
    def show_case(
        self, *, what: str = "", profile: str = "", recipient: str = "", request: str = "", **where: Any
    ) -> None:
        """``record``, ``marker`` and ``pass_id`` narrow a document; ``copy_to`` is the advocate its copy is for;
        ``draft_copy`` is a numbered copy of a draft, and ``draft`` what stands on each of its pages."""
        if what and what != self.what.name:
            self.what, self.found, self.profile = What.called(what), None, ""
            self.recipient = self.request = ""
        if what:
            names = {"record_id": "record"} | {name: name for name in ("marker", "pass_id", "copy_to", "draft")}
            self.only = {inside: str(where[name]) for inside, name in names.items() if where.get(name)}
            self.draft_copy = str(where.get("draft_copy", ""))
        self.recipient, self.request = recipient or self.recipient, request or self.request
        self._making = self._again = False
        self.close_ask()
        worker = self.context.session.worker.id

        def load(store: Store) -> tuple[Around, tuple[str, ...], str]:
            return around(store, self.context.case, worker), *made_for(store, self.what)

        def loaded(got: tuple[Around, tuple[str, ...], str]) -> None:
            self.around, self._offered, self._needs = got
            self.audience_box.set_options({key: SHORT[key] for key in self._offered})
            for key in SHORT:
                self.audience.button(key).setVisible(key in self._offered)
            wanted = profile or self.profile
            self.to_audience(wanted if wanted in self._offered else self._offered[0])

        self.look("Load the audiences", load, done=loaded)

    def place(self) -> Mapping[str, Any]:
        only = {name: self.only.get(name, "") for name in ("marker", "pass_id", "copy_to", "draft")}
        return {
            "what": self.what.name,
            "profile": self.profile,
            "recipient": self.recipient,
            "request": self.request,
            "record": self.only.get("record_id", ""),
            "draft_copy": self.draft_copy,
            **only,
        }

    def _chosen(self) -> dict[str, Any]:
        """What the page of reports is filled with when one goes back."""
        return {name: value for name, value in self.place().items() if name not in ("what", "request") and value}

    def leave(self) -> None:
        self._making = self._again = False
        self.new_turn()
        self.preview.let_go()
        self.close_ask()

    def let_go(self) -> None:
        self.preview.let_go()
        super().let_go()

    def focus_first(self) -> None:
        self.table.setFocus()

    def refresh(self, change: ChangeSet) -> None:
        self.reload()

    # ---- the audience
    def to_audience(self, profile: str) -> None:
        """Show the same document as another audience would get it."""
        self.profile = profile
        self.audience.set_value(profile)
        self.audience_box.set_value(profile)
        self.comparison.hide()
        assert self.around is not None
        self.person.setVisible(self.for_somebody(profile))
        self.asked.setVisible(profile == "court")
        one_body = self._needs == "agency" and profile != "family"
        self.person.set_options(
            self.around.bodies if one_body else self.around.family if self._needs == "none" else self.around.everyone
        )
        self.asked.set_options(self.around.requests)
        self.person.set_value(self.recipient)
        self.asked.set_value(self.request)
        self.reload()

    def for_somebody(self, profile: str) -> bool:
        """Whether this document is made for one person or body under an audience."""
        return profile == "family" or self._needs != "none"

    def _person_chosen(self) -> None:
        self.recipient, self.request = self.person.value(), self.asked.value()
        self.reload()

    def reload(self) -> None:
        """Make the document and its list again; once more where something was decided meanwhile."""
        if self.around is None or not self.profile:
            return
        if self._making:
            self._again = True
            return
        self._making, self._again = True, False
        profile, recipient, request, what = self.profile, self.recipient, self.request, self.what
        case_id, session, for_somebody = self.context.case, self.context.session, self.for_somebody(profile)
        only = dict(self.only)

        def make() -> tuple[Review, bytes]:
            def ask(store: Store) -> Review:
                case = shown.case_and_marking(store, case_id)[0]
                who = recipient if for_somebody else ""
                asked = request if profile == "court" else ""
                return reviews.review(store, case, what, profile, recipient_id=who, request_id=asked, **only)

            found = session.look(ask)
            return found, pdf.lay_out(found.ready.document)

        self.new_turn()
        self.work("Make the release review", make, done=lambda got: self._made(*got), failed=self._cannot)

    def _made(self, found: Review, data: bytes) -> None:
        self._making = False
        if self._again:
            self.reload()
        else:
            self._show(found, data)

    def _cannot(self, error: UserError) -> None:
        self._making = False
        if self._again:
            self.reload()
            return
        self.found = None
        self.preview.let_go()
        self.model.set_rows([])
        self._set_bar("warn", f"{error.what} {error.do}".strip())
        self._head("Write the file")
        self.chips.show_kinds({})
        kit.clear(self.answers.layout())
        if error.code == "recipient":
            self.person.focus()
        elif error.code == "request":
            self.asked.focus()

    # ---- the list
    def _show(self, found: Review, data: bytes) -> None:
        self.found = found
        self._answered.clear()
        made: Profile = found.ready.made.releaser.profile
        self.version.setText(f"Version {made.version} of this audience")
        self._head(f"Write the file: {found.open} to decide" if found.open else "Write the file")
        self._say_how_it_stands(found)
        counts = {"all": f"All {len(found.lines)}"} | {
            key: f"{STATES[key]} {number}" for key, number in found.counts.items() if number
        }
        self._shown = self._shown if self._shown in counts else "all"
        self.chips.show_kinds(counts, self._shown)
        self._fill()
        self.preview.open_file(data)
        theme().dress(self)

    def _crumb(self) -> tuple[str, Any]:
        if self.what.kind == "report":
            return ("Reports", lambda: self.context.navigate("reports", report=self.what.id, **self._chosen()))
        return ("Evidence", self.context.back)

    def _say_how_it_stands(self, found: Review) -> None:
        self._set_bar(*standing(found))

    def _set_bar(self, kind: str, words: str) -> None:
        layout = self.bar_box.layout()
        assert layout is not None
        kit.clear(layout)
        fresh = self.bar = kit.NoticeBar(kind, words)
        layout.addWidget(fresh)
        theme().dress(fresh)

    def _narrow(self, key: str) -> None:
        self._shown = key
        if self.found is not None:
            counts = {"all": f"All {len(self.found.lines)}"} | {
                k: f"{STATES[k]} {n}" for k, n in self.found.counts.items() if n
            }
            self.chips.show_kinds(counts, key)
        self._fill()
        self.table.setFocus()

    def _fill(self) -> None:
        kept, row = self.table.current_id(), self.table.currentIndex().row()
        lines = [one for one in self._open_lines() if self._shown in ("all", one.state)]
        order = {"blocked": 0, "decide": 1}
        lines.sort(key=lambda one: order.get(one.state, 2))
        self.model.set_rows([row_of(one) for one in lines])
        if lines and not self.table.choose(kept):
            self.table.setCurrentIndex(self.model.index(min(max(0, row), len(lines) - 1), 0))
        self._show_answers()

    def _open_lines(self) -> list[Line]:
        """The lines but those answered since the list was made: a long document takes a while to be made again."""
        return [one for one in (self.found.lines if self.found else ()) if one.key not in self._answered]

    def line(self) -> Line | None:
        """The line one is on."""
        wanted = self.table.current_id()
        return next((one for one in self.found.lines if one.key == wanted), None) if self.found else None

    def _moved(self, _key: str) -> None:
        self.close_ask()
        self._show_answers()

    def _show_answers(self) -> None:
        layout = self.answers.layout()
        kit.clear(layout)
        line = self.line()
        if line is None:
            return
        buttons: list[QWidget] = [
            kit.button(WORDS[one], lambda one=one: self.answer(one), key=KEYS[one], name=f"{WORDS[one]}: {line.what}")
            for one in WORDS
            if one in line.can
        ]
        if "undo" in line.can:
            buttons.append(kit.button("Undo this decision", lambda: self.answer("undo"), icon="undo", key="Delete"))
        if line.state == "blocked" or line.places:
            buttons.append(
                kit.button("Go to the text", lambda: self.read(line.key), role="plain", icon="next", key="Return")
            )
        layout.addWidget(kit.flow(*buttons))
        before, words, after = line.context
        if words or before:
            layout.addWidget(kit.muted(f"{line.where}: {plural(line.count, 'place')}" if line.count else line.where))
            layout.addWidget(kit.label(f"{before}«{words}»{after}", "reading"))
        theme().dress(self.answers)

    def waiting(self) -> set[str]:
        """The keys of the lines that wait for an answer."""
        return {one.key for one in self._open_lines() if one.state in ("decide", "blocked")}

    def next_open(self) -> None:
        """The next line that waits for an answer, round the end."""
        rows = [self.model.row_id(self.model.index(at, 0)) for at in range(self.model.rowCount())]
        waiting = self.waiting()
        at = self.table.currentIndex().row()
        found = next((key for key in [*rows[at + 1 :], *rows[: at + 1]] if key in waiting), "")
        if found:
            self.table.choose(found)
            self.table.setFocus()

    def read(self, _key: str) -> None:
        """Go to the text in which the place stands."""
        line = self.line()
        if line is not None and line.places and not go_to(self, line.places[0]):
            self.context.notice("This is no text of its own: change what the document is made from.", "info")

    # ---- another audience
    def compare(self) -> None:
        """What one could learn by holding two exports of this."""
        if self.found is not None:
            self.comparison.open(self.found, self._offered)
            self.panes.show_detail()
