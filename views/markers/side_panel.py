"""Beside every stage: what needs an answer, how its questions were judged, the published words, computed panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.markers.flags import Flag
from desktop.markers.stages import Stage
from views import kit
from views.markers.desk import Desk
from views.markers.panels import PANELS

MOST = 12


class SidePanel(QWidget):
    """Fills the panel for a stage."""

    def __init__(self, desk: Desk, go: Callable[..., None]) -> None:
        super().__init__()
        self._desk, self._go = desk, go
        self.flags: tuple[Flag, ...] = ()
        self.inside = kit.column(parent=self, space=16)

    def show_stage(self, stage: Stage) -> None:
        """Show what belongs to a stage: its own warnings, its judgements, then what waits elsewhere."""
        kit.clear(self.inside)
        here = [one for one in self.flags if any(shown.register == one.register for shown in stage.shows)]
        rest = [one for one in self.flags if one not in here]
        if here:
            self._needs("Needs an answer here", here)
        for panel in stage.panels:
            if panel in PANELS:
                self.inside.addWidget(PANELS[panel](self._desk, stage))
        for question_id in stage.questions:
            self._judgement(question_id)
        if rest or not here:
            self._needs("Needs an answer elsewhere" if here else "Needs an answer", rest)
        self.inside.addStretch(1)

    def _needs(self, title: str, found: Sequence[Flag]) -> None:
        self.inside.addWidget(kit.section_head(title))
        if not found:
            self.inside.addWidget(kit.muted("Nothing is waiting here."))
            return
        groups: dict[str, list[Flag]] = {}
        for flag in found:
            groups.setdefault(flag.sentence, []).append(flag)
        lines = [self._line(same) for same in list(groups.values())[:MOST]]
        self.inside.addWidget(kit.box(*lines, space=10))

    def _line(self, same: Sequence[Flag]) -> QWidget:
        """One sentence for flags that say the same, with a link to the first of them."""
        flag = same[0]
        times = f" ({len(same)} times)" if len(same) > 1 else ""
        parts: list[QWidget] = [kit.link(f"{flag.sentence}{times}", lambda: self._to(flag))]
        codes = [
            kit.chip(about)
            for one in same[:4]
            if one.subject_id and (about := self._desk.name("Person", one.subject_id))
        ]
        if codes:
            parts.append(kit.flow(*codes, space=4))
        parts.append(kit.muted(f"Question {flag.question} · {flag.do}"))
        line = QWidget()
        layout = kit.row(parent=line, space=8)
        layout.addWidget(kit.icon_label("warning", "warning", 17), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(kit.box(*parts, space=2), 1)
        return line

    def _to(self, flag: Flag) -> None:
        if flag.record:
            self._desk.context.navigate("disclosure", case=self._desk.ground.case.id, entry=flag.subject_id)
            return
        marker = self._desk.now.marker.id
        stages = self._desk.ground.stages.where(flag.register, flag.field, marker=marker)
        stages = stages or self._desk.ground.stages.where(flag.register, marker=marker)
        if stages:
            self._go(stages[0].id, register=flag.register, row=flag.row_id, field=flag.field)

    def _judgement(self, question_id: str) -> None:
        now, vocabulary = self._desk.now, self._desk.ground.vocabulary
        question = next((one for one in now.marker.questions if one.id == question_id), None)
        if question is None:
            return
        judged = now.judgements.get(question_id, ())
        labels = {one.id: one.label for one in vocabulary.statuses}
        people = {one.id: one.label for one in vocabulary.perspectives}
        parts: list[QWidget] = [kit.h3(f"Judgement, question {question.number}"), kit.label(question.text)]
        for one in judged:
            parts.append(kit.muted(people.get(one.perspective, "")))
            parts.append(kit.state(labels.get(one.status, one.status)))
        if not judged:
            parts.append(kit.state("Not considered"))
        parts.append(kit.link(f"Judge question {question.number}", lambda: self._go("questions", question=question_id)))
        self.inside.addWidget(kit.card(*parts, space=6))
        official = now.published.questions.get(question.number, "") if now.published else ""
        if official:
            self.inside.addWidget(kit.box(kit.h3("As published"), kit.muted(official), space=2))
