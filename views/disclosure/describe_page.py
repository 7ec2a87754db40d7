"""The worklist: what an item holds beside the field that describes it; one key keeps the words and goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import drafts
from desktop.changes import ChangeSet
from desktop.disclosure import coverage, entries, starters
from desktop.disclosure.linter import STOP
from desktop.disclosure.overview import Lens
from desktop.disclosure.starters import OPEN, Starter
from desktop.qt.actions import Action
from desktop.qt.announce import announce
from desktop.qt.theme import theme
from desktop.session import Store, Work
from desktop.wording import plural
from storage.records import Draft, IndexEntry, Listing
from views import kit
from views.disclosure import picture as pictures
from views.disclosure.answers import PLACE, Answers, apply_changes
from views.disclosure.item_view import ItemView
from views.disclosure.picture import Picture, facts_line
from views.page import Context, Page

UNFINISHED = "Finish the words: the selected part is still open"


@dataclass(frozen=True)
class Waiting:
    """One entry of the worklist with its starter and what was typed before."""

    entry: IndexEntry
    start: Starter
    draft: Draft | None


def read_one(store: Store, entry_id: str) -> Waiting:
    """An entry as the worklist shows it."""
    entry = store.get(IndexEntry, entry_id)
    draft = store.one(Draft, case_id=entry.case_id, place=PLACE, record_id=entry_id)
    return Waiting(entry, starters.starter(store, entry), draft)


class DescribePage(Page):
    """Forty items in twenty minutes by keyboard is the measure."""

    TITLE = "To describe"
    KINDS = frozenset({"Person", "Agency", "WordDecision"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._case = ""
        self.ids: list[str] = []
        self.done_ids: set[str] = set()
        self.at = -1
        self._warned = ""
        self._found: Picture | None = None
        self._saving = False
        self.item = ItemView(context)
        self.answers = Answers(lines=4)
        self.answers.let_mark(context)
        self.answers.edited.connect(self._edited)
        self.header.set(title=self.TITLE, back=("Disclosure index", self._back), facts=" ")
        self._build()
        self._register()

    def _build(self) -> None:
        self.reference = kit.h2("")
        self.about = kit.muted("")
        self.keys = kit.muted("F8 goes to the next marked place. Codes of people stand in brackets, as in [Mother A].")
        self.also = kit.check("Accept each for the list as well")
        self.keep = kit.button("Keep and go on", self.keep_and_go_on, role="main", icon="done", key="Ctrl+Return")
        self.skip = kit.button("Skip", lambda: self.step(1), key="Alt+Down", name="Skip to the next item")
        self.back = kit.button("Back", lambda: self.step(-1), key="Alt+Up", name="Back to the item before")
        inner = kit.box(
            kit.box(self.reference, self.about, space=0),
            self.answers,
            self.keys,
            None,
            space=14,
            margins=(20, 12, 20, 16),
        )
        bar = kit.frame("actionBar")
        kit.row(kit.flow(self.keep, self.skip, self.back, self.also), parent=bar, margins=(20, 6, 20, 6))
        self._side = QWidget()
        self._pane = kit.scroll(inner)
        layout = kit.column(self._pane, bar, parent=self._side, space=0)
        layout.setStretch(0, 1)
        self.panes = kit.Panes(list_=self.item, detail=self._side, list_name="The item", list_em=30)
        self.panes.arranged.connect(lambda mode, _shown: self.header.setVisible(mode != "one"))
        self.all_done = kit.empty(
            "Nothing waits for a description",
            "Whatever comes into this case is described here: the item at the left, the words for issue beside it.",
            "Go to the index",
            self._back,
            icon="disclosure",
        )
        self.all_done.hide()
        self.body.addWidget(self.panes, 1)
        self.body.addWidget(self.all_done, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(4000)
        self._timer.timeout.connect(self._keep_draft)

    def _register(self) -> None:
        def add(name: str, title: str, run: Any, key: str) -> None:
            self.action(Action(f"describe.{name}", title, run, key, "To describe"))

        add("keep", "Keep the words and go on", self.keep_and_go_on, "Ctrl+Return")
        add("skip", "Skip to the next item", lambda: self.step(1), "Alt+Down")
        add("back", "Back to the item before", lambda: self.step(-1), "Alt+Up")
        add("starter", "Use the suggested words", self.answers.use_starter, "Alt+D")
        add("owner", "Use the suggested owner", self.answers.use_owner, "Alt+O")
        add("claim", "Use the suggested answer on sensitivity", self.answers.use_claim, "Alt+S")
        add("item", "Read the item, or come back to the words", self._to_item, "F6")

    # ---- coming and going
    def arrive(self, **where: Any) -> None:
        self._case = self.context.case or str(where.get("case", ""))
        first = str(where.get("entry", ""))
        session, case_id = self.context.session, self._case

        def ask(_task: object) -> tuple[Picture, list[str], Lens]:
            def look(store: Store) -> tuple[Picture, list[str], Lens]:
                waiting = [entry.id for entry in coverage.to_describe(store, case_id)]
                return pictures.picture(store, case_id), waiting, Lens(store, case_id)

            return session.look(look)

        self.context.run(self, "Load the worklist", ask, lambda got: self._got(*got, first))

    def _got(self, found: Picture, waiting: list[str], lens: Lens, first: str) -> None:
        self._found = found
        self.answers.set_picture(found)
        self.answers.set_lens(lens.remarks)
        self.ids = waiting if first in waiting or not first else [first, *waiting]
        self.done_ids = set()
        self.at = -1
        if self.ids:
            self._go(self.ids.index(first) if first in self.ids else 0)
        self._show_whether()

    def _show_whether(self) -> None:
        left = [one for one in self.ids if one not in self.done_ids]
        self.panes.setVisible(bool(left))
        self.all_done.setVisible(not left)
        if not left:
            self.item.let_go()
            self.header.setVisible(True)
            said = f"{plural(len(self.done_ids), 'item')} described" if self.done_ids else ""
            self.header.set(title=self.TITLE, back=("Disclosure index", self._back), facts=said)
            if self.all_done.button is not None:
                self.all_done.button.setFocus()

    def focus_first(self) -> None:
        self.answers.description.focus()

    def leave(self) -> None:
        self._keep_draft()
        self.item.let_go()

    def let_go(self) -> None:
        self.item.let_go()
        super().let_go()

    def draft(self) -> None:
        body = self.answers.draft_body()
        if body is not None and self._typed_more() and not self.context.session.vault.read_only:
            self.context.session.do("Keep a draft", drafts.keep, self._case, PLACE, body, self.current)
        self.item.let_go()

    def place(self) -> Mapping[str, Any]:
        return {"entry": self.current}

    def refresh(self, _change: ChangeSet) -> None:
        session, case_id = self.context.session, self._case
        self.context.run(
            self,
            "Read the register",
            lambda _task: session.look(Lens, case_id),
            lambda lens: self.answers.set_lens(lens.remarks),
        )

    def _back(self) -> None:
        self.context.navigate("disclosure", **({"entry": self.current} if self.current else {}))

    # ---- one item
    @property
    def current(self) -> str:
        """The entry in sight, or nothing."""
        return self.ids[self.at] if 0 <= self.at < len(self.ids) else ""

    def _go(self, at: int) -> None:
        self.at = at
        self._warned = ""
        entry_id, session = self.current, self.context.session
        self.item.open(entry_id)
        self.context.run(self, "Open the entry", lambda _task: session.look(read_one, entry_id), self._show)

    def _show(self, waiting: Waiting) -> None:
        entry, found = waiting.entry, self._found
        if entry.id != self.current or found is None:
            return
        kept = self.answers.show_entry(entry, waiting.start, waiting.draft)
        if not kept and not entry.description:
            # What the record itself says stands there to be finished: the clause that only a person knows is selected.
            self.answers.insert_starter()
            self.answers.show_suggestions()
        self.reference.setText(found.reference(entry))
        self.about.setText(facts_line(entry))
        said = f"{self.at + 1} of {len(self.ids)}"
        done = f" · {len(self.done_ids)} described" if self.done_ids else ""
        self.header.set(title=self.TITLE, back=("Disclosure index", self._back), facts=f"{said}{done}")
        self.panes.show_detail()
        self.panes.set_list_words(f"The item ({said})")
        self._pane.verticalScrollBar().setValue(0)
        theme().dress(self._side)
        if self.isVisible():
            self.answers.description.focus()
        announce(self, f"{said}. {found.short(entry)}, {facts_line(entry)}")
        self._saving = False

    def _to_item(self) -> None:
        if self.item.isAncestorOf(self.window().focusWidget() or self):
            self.panes.show_detail()
            self.answers.description.focus()
        else:
            if self.panes.mode == "one":
                self.panes.show_list()
            current = self.item.stack.currentWidget()
            target = self.item.reader if current is self.item.reader else self.item.preview.sheet
            (self.item.shelter.button or target if current is self.item.shelter else target).setFocus()

    def step(self, by: int) -> None:
        """Skip, or go back; what was typed is kept as a draft."""
        if self._saving or not self.ids:
            return
        self._keep_draft()
        order = [*range(len(self.ids))]
        left = [at for at in order if self.ids[at] not in self.done_ids]
        if by > 0:
            following = [at for at in left if at > self.at] or [at for at in left if at < self.at]
            if following:
                if following[0] < self.at:
                    self.context.notice(f"From the beginning again: {plural(len(left), 'item')} left.", "info")
                self._go(following[0])
        elif self.at > 0:
            self._go(self.at - 1)

    # ---- keeping
    def keep_and_go_on(self) -> None:
        """Keep the words (and owner, claim, listing where they were decided) and go on to the next item."""
        if self._saving or not self.current or self.answers.entry is None or self.answers.entry.id != self.current:
            return
        description = self.answers.description
        words = description.value()
        if OPEN in words or not words.strip():
            description.set_error(UNFINISHED if words.strip() else "Enter a description that says what the item holds")
            at = words.find(OPEN)
            description.select(at, at + 1) if at >= 0 else description.focus()
            announce(description, description.error, urgent=True)
            return
        stops = [one for one in description.remarks if one.level == STOP]
        if stops and self._warned != words:
            self._warned = words
            description.set_error(f"{stops[0].sentence}. To keep it as it is for now, press Ctrl+Return again")
            description.next_place()
            announce(description, description.error, urgent=True)
            return
        self._save()

    def _save(self) -> None:
        self._saving = True
        self._timer.stop()
        entry_id, changes, also = self.current, self.answers.changes(), self.also.isChecked()
        session = self.context.session

        def service(work: Work) -> None:
            entry = apply_changes(work, entry_id, changes)
            if also and entry.listing is Listing.CANDIDATE:
                entries.accept(work, entry)

        self.context.run(
            self,
            "Describe an item",
            lambda _task: session.do("Describe an item", service),
            lambda _none: self._kept(entry_id),
            self._refused,
        )

    def _refused(self, error: Any) -> None:
        self._saving = False
        self.answers.form.show(error)

    def _kept(self, entry_id: str) -> None:
        self.done_ids.add(entry_id)
        left = [at for at, one in enumerate(self.ids) if one not in self.done_ids]
        if not left:
            self._saving = False
            self._show_whether()
            return
        self._go(next((at for at in left if at > self.at), left[0]))

    # ---- drafts
    def _typed_more(self) -> bool:
        """Whether there is more than the starter: that is made again anyway."""
        typed = self.answers.description.value().strip()
        return bool(typed) and typed != self.answers.start.text

    def _edited(self) -> None:
        self.answers.description.clear_error()
        self._timer.start()

    def _keep_draft(self) -> None:
        self._timer.stop()
        body = self.answers.draft_body()
        if body is None or not self._typed_more() or self._saving or self.context.session.vault.read_only:
            return
        entry_id, case_id, session = self.current, self._case, self.context.session
        self.context.run(
            self, "Keep a draft", lambda _task: session.do("Keep a draft", drafts.keep, case_id, PLACE, body, entry_id)
        )
