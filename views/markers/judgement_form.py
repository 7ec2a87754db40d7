"""One judgement on one question from one perspective."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.markers import judge, register_values, wizard
from desktop.markers.framework import Question
from desktop.markers.judgements import Status
from desktop.markers.registers import Field as Declared
from desktop.markers.registers import FieldKind
from storage.partial_date import PartialDate
from storage.records import Judgement
from views import kit
from views.markers.desk import Desk
from views.markers.evidence import EvidenceList, cited_from
from views.markers.fields import RadioField, ReadField
from views.markers.links import LinkField
from views.markers.row_form import SECONDS
from views.release.marked_fields import MarkedFields

REVISIT = Declared("revisit_on", "Look at it again on", FieldKind.DATE)
CONSIDERED = Declared("considered_on", "Considered on", FieldKind.DATE, "Empty: today")


class JudgementForm(QWidget):
    """Status, reasons, evidence. ``saved`` after a save; what is typed is kept as a draft until then."""

    saved = Signal()

    def __init__(self, desk: Desk, question: Question, perspective: str) -> None:
        super().__init__()
        self.desk, self.question, self.perspective = desk, question, perspective
        self.dirty = False
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_draft)
        self._build()
        self.show_judgement()

    def _build(self) -> None:
        statuses = self.desk.ground.vocabulary.statuses
        self.status = RadioField("Status", {one.id: one.label for one in statuses})
        self.hint = kit.muted("")
        self.narrative = kit.long_text("What you judge, and why", lines=4)
        self.not_applicable = kit.long_text("Why the question does not arise here", lines=2)
        self.declined = kit.CheckField("Considered and declined: this is the answer")
        self.evidence = EvidenceList(self.desk, self._touched)
        self.no_evidence = kit.long_text(
            "No evidence, because", "This is an answer, if there is a reason", optional=True, lines=2
        )
        self.counter = kit.long_text("What speaks against it, or complicates it", optional=True, lines=2)
        self.dissent = kit.long_text("Who sees it otherwise, and how", optional=True, lines=2)
        self.action = kit.long_text("What follows from it", optional=True, lines=2)
        self.revisit = ReadField(REVISIT, REVISIT.label, "", optional=True)
        self.considered = ReadField(CONSIDERED, CONSIDERED.label, CONSIDERED.hint, optional=True)
        self.discussed = LinkField("Discussed at", self.desk.choices("Meeting"), optional=True)
        named = {
            "status": self.status, "narrative": self.narrative, "not_applicable_because": self.not_applicable,
            "declined": self.declined, "no_evidence_because": self.no_evidence, "counter_evidence": self.counter,
            "dissent": self.dissent, "action": self.action, "revisit_on": self.revisit,
            "considered_on": self.considered,
            "discussed_at": self.discussed,
        }  # fmt: skip
        self.form = kit.Form(named)
        kit.column(
            self.form.summary,
            kit.box(self.status, self.hint, space=4),
            self.narrative,
            self.not_applicable,
            self.declined,
            self.evidence,
            self.no_evidence,
            self.counter,
            self.dissent,
            self.action,
            kit.columns(self.revisit, self.considered),
            self.discussed,
            parent=self,
            space=16,
        )
        self.marked = MarkedFields(self.desk.context, named, lambda: self.standing, self.save)
        for field in named.values():
            field.changed.connect(self._touched)

    # ---- showing
    @property
    def standing(self) -> Judgement | None:
        """The judgement that stands from this perspective."""
        judged = self.desk.now.judgements.get(self.question.id, ())
        return next((one for one in judged if one.perspective == self.perspective), None)

    @property
    def _place(self) -> str:
        chosen = self.desk.now.chosen
        return f"{wizard.PLACE}.judge.{chosen.id if chosen else ''}.{self.perspective}"

    def show_judgement(self) -> None:
        """Show the judgement that stands, or what was typed and not saved."""
        one = self.standing or Judgement(status="")
        body: dict[str, Any] = {
            name: getattr(one, name) for name in self.form.fields if name not in ("revisit_on", "considered_on")
        }
        body["revisit_on"] = one.revisit_on.isoformat() if one.revisit_on else ""
        body["considered_on"] = ""
        draft = self.desk.draft_of(self._place, self.question.id)
        body |= draft or {}
        for name, field in self.form.fields.items():
            field.set_value(body.get(name, ""))
        links = self.desk.now.evidence.get(one.id, ()) if one.id else ()
        self.evidence.show_links(links, cited_from(body.get("evidence", ())))
        self.dirty = draft is not None
        self.marked.say()
        self._ask()

    def _chosen(self) -> Status | None:
        return next((one for one in self.desk.ground.vocabulary.statuses if one.id == self.status.value()), None)

    def _ask(self) -> None:
        """Show what the status asks for."""
        chosen = self._chosen()
        self.hint.setText(chosen.hint if chosen else "")
        self.hint.setVisible(chosen is not None)
        self.not_applicable.setVisible(bool(chosen and chosen.needs_reason) or bool(self.not_applicable.value()))
        self.no_evidence.setVisible(bool(chosen and chosen.needs_evidence) or bool(self.no_evidence.value()))

    def _touched(self) -> None:
        self.dirty = True
        self._ask()
        if not self._timer.isActive():
            self._timer.start()

    # ---- keeping
    def typed(self) -> dict[str, Any]:
        """What stands in the fields."""
        body = {name: field.kept() for name, field in self.form.fields.items()}
        return body | {"evidence": self.evidence.raw()}

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self._timer.stop()
        if self.dirty:
            self.desk.keep_draft(self._place, self.question.id, self.typed())

    def leave(self) -> None:
        """Another question or stage is shown: what is typed is kept until it is saved."""
        self.keep_draft()
        self.dirty = False

    def keep_now(self) -> None:
        """Before the vault closes."""
        self._timer.stop()
        if self.dirty:
            self.dirty = False
            if self.desk.draft_of(self._place, self.question.id) != self.typed():
                self.desk.keep_draft_now(self._place, self.question.id, self.typed())

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save the judgement; an earlier one stays in the history."""
        chosen = self.desk.now.chosen
        if not self.dirty or chosen is None:
            if then is not None:
                then()
            return
        values = self._values()
        if values is None:
            return
        self._timer.stop()
        on, status = values.pop("considered_on"), values.pop("status")

        def done(_made: Judgement) -> None:
            self.dirty = False
            self.form.clear_errors()
            self.desk.drop_draft(self._place, self.question.id)
            self.desk.context.saved()
            self.desk.reload(lambda: self._after(then))

        self.desk.do(
            f"Judge question {self.question.id}",
            judge.judge,
            chosen,
            self.desk.ground.framework,
            self.question.id,
            self.perspective,
            status,
            evidence=tuple(self.evidence.pending),
            on=on,
            done=done,
            failed=self._failed,
            **values,
        )

    def _after(self, then: Callable[[], None] | None) -> None:
        self.saved.emit()
        if then is not None:
            then()

    def _failed(self, error: UserError) -> None:
        if isinstance(error, FieldErrors) and "evidence" in error.errors:
            error = FieldErrors({("no_evidence_because" if k == "evidence" else k): v for k, v in error.errors.items()})
        self.form.show(error)
        self.keep_draft()

    def _values(self) -> dict[str, Any] | None:
        errors: dict[str, str] = {}
        values: dict[str, Any] = {name: field.value() for name, field in self.form.fields.items()}
        for declared in (REVISIT, CONSIDERED):
            try:
                values[declared.id] = _day(declared, values[declared.id])
            except ValueError as wrong:
                errors[declared.id] = str(wrong)
        if not values["status"]:
            errors["status"] = "Select a status"
        if errors:
            self.form.show_errors(errors)
            return None
        return values


def _day(declared: Declared, typed: str) -> date | None:
    kept = register_values.normalise(declared, typed)
    return PartialDate.from_iso(kept).first_day if kept else None
