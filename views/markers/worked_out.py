"""Panels that say what rows come to: days between dates, what a version changed or a paper says otherwise, who was
heard, words of hindsight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.markers import hindsight, statement_check, wizard, worked_out
from desktop.markers.hindsight import Place
from desktop.markers.registers import Register, RowLike
from desktop.markers.stages import Stage
from desktop.markers.statement_check import Carried
from desktop.markers.worked_out import Changed, Heard
from desktop.wording import plural
from storage.records import RegisterRow
from views import kit
from views.markers.desk import Desk

MOST = 12
PAIRS = 2
"""Versions that are compared with the one before; the rest stand in the list."""


def days(desk: Desk, stage: Stage) -> QWidget:
    """The days between the dates of the stage's form."""
    parts: list[QWidget] = [kit.section_head("Days between")]
    for shown in stage.shows:
        register = desk.ground.registers[shown.register]
        for row in wizard.current(desk.rows(register.id)) if register.counted else ():
            for one in worked_out.days_between(register, row.values):
                parts.append(kit.box(kit.muted(f"{one.first} to {_small(one.last)}"), kit.label(one.words), space=0))
    if len(parts) == 1:
        parts.append(kit.muted("Counted as soon as two of the dates are known."))
    return kit.box(*parts, space=6)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def versions(desk: Desk, stage: Stage) -> QWidget:
    """What each version says otherwise than the one before."""
    parts: list[QWidget] = [kit.section_head("What changed")]
    for shown in stage.shows:
        register = desk.ground.registers[shown.register]
        found = worked_out.versions(register, wizard.current(desk.rows(register.id)))
        for older, newer in reversed(list(pairwise(found))[-PAIRS:]):
            parts.append(_changes(desk, register, older, newer))
    if len(parts) == 1:
        parts.append(kit.muted("Shown here once there are two versions."))
    return kit.box(*parts, space=10)


def _changes(desk: Desk, register: Register, older: RowLike, newer: RowLike) -> QWidget:
    title = f"Version {newer.values['version']} against version {older.values['version']}"
    parts: list[QWidget] = [kit.h3(title)]
    found = worked_out.changes(register, older, newer, desk.name)
    for one in found:
        parts.append(_changed(one))
    if not found:
        parts.append(kit.muted("The text is the same."))
    return kit.box(*parts, space=8)


def _changed(one: Changed) -> QWidget:
    parts: list[QWidget] = [kit.label(one.label, "strong")]
    for name, words in (("Taken out", one.gone), ("New", one.new)):
        if words:
            parts.append(kit.box(kit.muted(name), *(kit.label(said) for said in words), space=0))
    return kit.box(*parts, space=4)


class HeardPanel(QWidget):
    """Body by body, or tier by tier, how many of those listed were heard; read on a thread."""

    def __init__(self, desk: Desk, _stage: Stage, *, by: str) -> None:
        super().__init__()
        self._desk = desk
        field = desk.ground.registers["practitioner"].field(by)
        self._by, self._choices = field.label, field.choices()
        self.inside = kit.column(kit.section_head(f"Heard so far, by {_small(field.label)}"), parent=self, space=6)
        desk.look("Count who was heard", worked_out.heard_in, desk.ground.case, by, done=self._show, owner=self)

    def _show(self, found: Sequence[Heard]) -> None:
        pairs: list[tuple[str, str | QWidget]] = [(self._name(one.id), one.words) for one in found]
        self.inside.addWidget(
            kit.facts_list(pairs, name_em=10) if pairs else kit.muted("No practitioner is listed yet.")
        )

    def _name(self, key: str) -> str:
        return self._choices.get(key) or self._desk.name("Agency", key) or f"{self._by} not recorded"


class HindsightPanel(QWidget):
    """Words of hindsight in the analysis and the report: each is a question, answered in the register below."""

    def __init__(self, desk: Desk, stage: Stage) -> None:
        super().__init__()
        self._desk, self._stage = desk, stage
        self.inside = kit.column(kit.section_head("Words that may judge by hindsight"), parent=self, space=10)
        desk.look("Look for words of hindsight", hindsight.places, desk.ground.case, done=self._show, owner=self)

    def _show(self, found: Sequence[Place]) -> None:
        waiting = [one for one in found if not one.answered]
        for one in waiting[:MOST]:
            self.inside.addWidget(self._line(one))
        if len(waiting) > MOST:
            self.inside.addWidget(kit.muted(f"and {len(waiting) - MOST} more"))
        said = "None was found" if not found else f"{plural(len(found) - len(waiting), 'place')} answered"
        self.inside.addWidget(kit.muted(f"{said}, in episodes, factors, findings and the report."))

    def _line(self, one: Place) -> QWidget:
        words = f"“{one.phrase}” · {one.where}"
        link = kit.link(words, lambda: self._answer(one))
        link.setAccessibleName(f"Answer: {words}")
        line = QWidget()
        layout = kit.row(parent=line, space=8)
        layout.addWidget(kit.icon_label("help", "text-muted", 17), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(link, 1)
        return line

    def _answer(self, one: Place) -> None:
        """Open the answer to a place; the first time it is made, with phrase and place filled in."""
        if one.answer:
            self._open(one.answer)
            return
        register = self._desk.ground.registers[hindsight.ANSWERS]
        values = {"phrase": one.phrase, "place": one.where, "response": "open"}
        self._desk.save_row(register, values, None, self._made, self._desk.context.show_error)

    def _made(self, row: RegisterRow) -> None:
        self._desk.stage_changed.emit()
        self._open(row.id)

    def _open(self, row_id: str) -> None:
        self._desk.go_to(self._stage.id, register=hindsight.ANSWERS, row=row_id, field="response")


class StatementPanel(QWidget):
    """Paper by paper, whether the statement of purpose stands in it word for word, and what it says otherwise."""

    def __init__(self, desk: Desk, stage: Stage) -> None:
        super().__init__()
        self._desk, self._stage = desk, stage
        self.inside = kit.column(kit.section_head("In the papers"), parent=self, space=10)
        desk.look(
            "Compare papers with the statement",
            statement_check.carried,
            desk.ground.case,
            done=self._show,
            owner=self,
        )

    def _show(self, found: Sequence[Carried]) -> None:
        for one in found[:MOST]:
            self.inside.addWidget(self._line(one))
        if not found:
            self.inside.addWidget(kit.muted("Compared as soon as a paper is recorded and its item is linked."))

    def _line(self, one: Carried) -> QWidget:
        go = self._desk.go_to
        link = kit.link(
            one.document or "A paper",
            lambda: go(self._stage.id, register=statement_check.USES, row=one.row_id, field="difference"),
        )
        said = "word for word" if one.same else "says it otherwise" if one.read else "link the item to compare it"
        parts: list[QWidget] = [link, kit.muted(said)]
        for ours, theirs in one.lacking:
            parts.append(kit.box(kit.muted("Not there"), kit.label(ours), space=0))
            if theirs:
                parts.append(kit.box(kit.muted("There instead"), kit.label(theirs), space=0))
        return kit.box(*parts, space=2)
