"""Stages to read: what a marker asks and why, known obstacles, equality points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.markers import corrections
from desktop.markers.framework import Point, Reference
from desktop.qt.theme import theme
from views import kit
from views.markers.desk import Desk
from views.markers.stage_view import HoldingStage, StageView

NOT_CHECKED = "not checked against its source yet"
NONE = "None was identified: the published marker says so."


class ReadStage(StageView):
    """Statement, reasons, lists, questions, what is known and what guidance says, each with its source."""

    def build(self) -> None:
        marker, published = self.desk.now.marker, self.desk.now.published
        self._beside("Statement", (marker.statement,), (published.statement,) if published else (), kind="lead")
        self._beside("Why it matters", marker.rationale, published.rationale if published else ())
        for points in marker.lists:
            self._head(points.title)
            self.layout_.addWidget(_numbered(points.points))
        self._questions()
        self._references("What is known", marker.knowledge, marker.knowledge_none)
        self._references("What law and guidance say", marker.guidance, marker.guidance_none)

    def _head(self, words: str) -> None:
        self.layout_.addWidget(kit.section_head(words))

    def _beside(self, title: str, ours: Sequence[str], official: Sequence[str], kind: str = "reading") -> None:
        """Our words, and the published ones beside them where the board has loaded its copy."""
        self._head(title)
        mine = kit.box(*(kit.label(words, kind) for words in ours), space=8)
        if not official:
            self.layout_.addWidget(mine)
            return
        own = kit.box(kit.h3("In our words"), mine, space=4)
        theirs = kit.box(kit.h3("As published"), *(kit.label(words, "reading") for words in official), space=4)
        self.layout_.addWidget(kit.columns(own, theirs, least_em=17))

    def _questions(self) -> None:
        marker, published = self.desk.now.marker, self.desk.now.published
        self._head("Questions")
        section = ""
        for question in marker.questions:
            if question.section != section:
                section = question.section
                self.layout_.addWidget(kit.h3(section))
            line = kit.row(space=10)
            line.addWidget(kit.label(str(question.number), "strong", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            words: list[QWidget] = [kit.label(question.text)]
            official = published.questions.get(question.number, "") if published else ""
            if official:
                words.append(kit.muted(f"As published: {official}"))
            line.addWidget(kit.box(*words, space=2), 1)
            self.layout_.addLayout(line)

    def _references(self, title: str, references: Sequence[Reference], none: bool) -> None:
        if not references and not none:
            return
        self._head(title)
        if none:
            self.layout_.addWidget(kit.label(NONE))
        for one in references:
            self.layout_.addWidget(Statement(self.desk, one))


class Statement(QWidget):
    """What a source says, where, whether somebody compared it; the board may put it right."""

    def __init__(self, desk: Desk, one: Reference) -> None:
        super().__init__()
        self.desk, self.one = desk, one
        checked = f"checked by {one.checked_by}" if one.checked else NOT_CHECKED
        parts = (one.source.title, one.source.publisher, one.source.date, one.place)
        source = ", ".join(part for part in parts if part)
        self.slot = kit.column(space=8)
        words = "Confirm or correct" if not one.checked else "Correct"
        link = kit.link(words, self.ask, kind="caption-link")
        link.setAccessibleName(f"{words}: {one.text}")
        kit.column(kit.label(one.text), kit.muted(f"{source} · {checked}"), link, self.slot, parent=self, space=2)

    def ask(self) -> None:
        """A form in place."""
        self.close_form()
        fields = {
            "text": kit.long_text("What it says", "In our own words", lines=2),
            "place": kit.text_field("Page or section", em=30),
            "by": kit.text_field("Who compared it with its source", optional=True, em=22),
        }
        fields["text"].set_value(self.one.text)
        fields["place"].set_value(self.one.place)
        lead = "This review keeps the words it has. Other words hold for reviews begun from now on."
        self.form = kit.InlineForm("Confirm or correct", fields, "Save", self._save, self.close_form, lead=lead)
        self.slot.addWidget(self.form)
        theme().dress(self.form)
        self.form.focus_first()

    def close_form(self) -> None:
        """Put the form away."""
        kit.clear(self.slot)

    def _save(self, form: kit.InlineForm) -> None:
        values = {name: str(value) for name, value in form.values().items()}
        self.desk.do(
            "Correct a statement",
            corrections.correct,
            self.desk.ground.framework.id,
            self.one,
            done=lambda _made: self.desk.framework_changed.emit(),
            failed=form.form.show,
            **values,
        )


def _numbered(points: Sequence[str]) -> QWidget:
    lines = []
    for words in points:
        line = QWidget()
        layout = kit.row(parent=line, space=8)
        layout.addWidget(kit.label("–", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(kit.label(words), 1)
        lines.append(line)
    return kit.box(*lines, space=4)


def points(found: Sequence[Point]) -> QWidget:
    """Points with their published order."""
    lines = []
    for point in found:
        line = QWidget()
        layout = kit.row(parent=line, space=10)
        layout.addWidget(kit.label(str(point.number), "strong", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(kit.label(point.text), 1)
        lines.append(line)
    return kit.box(*lines, space=8)


class ObstaclesStage(StageView):
    """What has got in the way elsewhere."""

    def build(self) -> None:
        self.layout_.addWidget(points(self.desk.now.marker.obstacles))


class EqualityStage(HoldingStage):
    """Equality points, and the registers that say what was arranged."""

    def lead(self) -> None:
        self.lead_column.addWidget(points(self.desk.now.marker.equality))
