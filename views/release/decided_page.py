"""Decided words: everything people have decided about names and places of a review, in one list, each to be undone."""

from __future__ import annotations

from typing import Any

from desktop.changes import ChangeSet
from desktop.qt.actions import Action
from desktop.reports import release_review as reviews
from desktop.session import Store
from desktop.wording import plural, uk_moment
from storage.records import Person, WordDecision, Worker
from views import kit
from views.casework.base import CasePage
from views.page import Context
from views.release.audiences import SHORT

COLUMNS = (
    kit.Column("Word", key="word"),
    kit.Column("Decision", key="decision"),
    kit.Column("Holds for"),
    kit.Column("Who and when"),
)


class DecidedPage(CasePage):
    """Delete or the button undoes the decision one is on."""

    TITLE = "Decided words"
    KINDS = frozenset({"WordDecision"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.undo_button = kit.button("Undo this decision", self.undo, icon="undo", key="Delete")
        self.header.set(title=self.TITLE, facts=" ", back=("Reports", self._back), actions=[self.undo_button])
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Decided words", lines=2, widths_em={0: 14, 1: 14, 2: 13, 3: 18}, stretch=0
        )
        empty = kit.empty(
            "Nothing is decided yet",
            "What is decided in a release review stands here: what is not a name, who a word means, what may "
            "stay. Undone here, it is asked again.",
        )
        self.list = kit.ListOrEmpty(self.table, empty)
        self.body.addWidget(self.list, 1)
        self.action(Action("decided.undo", "Undo this decision", self.undo, "Delete", where=self.TITLE, icon="undo"))

    def show_case(self, **_where: Any) -> None:
        self.look("Load the decisions", _rows, self.context.case, done=self._show)

    def refresh(self, change: ChangeSet) -> None:
        self.show_case()

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.undo_button).setFocus()

    def _back(self) -> None:
        self.context.navigate("reports")

    def _show(self, rows: list[kit.Row]) -> None:
        at = self.table.currentIndex().row()
        self.model.set_rows(rows)
        self.header.set_facts(f"{plural(len(rows), 'decision')} · what is undone is asked again")
        self.undo_button.setEnabled(bool(rows))
        if rows:
            self.table.setCurrentIndex(self.model.index(min(max(0, at), len(rows) - 1), 0))

    def undo(self) -> None:
        """Take the decision back."""
        if decision := self.table.current_id():
            self.do("Undo a decision about a word", reviews.take_back, decision)


def _rows(store: Store, case_id: str) -> list[kit.Row]:
    people = {one.id: one for one in store.find(Person, case_id=case_id)}
    workers = {one.id: one.role or one.name for one in store.find(Worker)}
    return [_row(one, people, workers) for one in reviews.decided(store, case_id)]


def _row(one: WordDecision, people: dict[str, Person], workers: dict[str, str]) -> kit.Row:
    when = uk_moment(one.created_at) if one.created_at else ""
    holds = "The whole review" if not one.profile else f"{SHORT.get(one.profile, one.profile)} alone"
    word = one.word.replace(",", ", ").replace("_", " ") if one.decision == "combination" else one.word
    reason = one.reason
    return kit.Row(
        one.id,
        (
            kit.Cell(word or "A place"),
            kit.Cell(reviews.decision_words(people, one), reason),
            kit.Cell(holds, "these places" if one.place else ""),
            kit.Cell(workers.get(one.created_by, ""), when),
        ),
    )
