"""The last stages of a wizard: check your answers, sign off, documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import terminology
from desktop.errors import UserError
from desktop.markers import judge, register_values, stages, wizard
from desktop.markers.registers import Field as Declared
from desktop.markers.registers import FieldKind, Register
from desktop.markers.stages import Stage
from desktop.wording import plural, uk_date
from storage.partial_date import PartialDate
from storage.records import RegisterRow
from views import kit
from views.markers import documents
from views.markers.fields import RadioField, ReadField
from views.markers.links import LinkField
from views.markers.stage_view import StageView

MOST = 12
"""Rows of one register that are written out before the rest is counted."""
DECIDED = Declared("decided_on", "Decided on", FieldKind.DATE)


class CheckStage(StageView):
    """Everything recorded under the marker, with links to change it and what is still open."""

    def build(self) -> None:
        self._missing()
        self._left = [one for one in self.desk.ground.stages.of(self.stage.marker) if one.kind in stages.HOLDING]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._more)
        self._timer.start(0)

    def _more(self) -> None:
        """One stage after the other, so that the page is there at once however much was recorded."""
        self.layout_.takeAt(self.layout_.count() - 1)
        if self._left:
            self._stage(self._left.pop(0))
        else:
            self._timer.stop()
            self._questions()
        self.layout_.addStretch(1)

    def _missing(self) -> None:
        ground, now = self.desk.ground, self.desk.now
        links: list[QWidget] = []
        left = 0
        for stage in ground.stages.of(self.stage.marker):
            for register_id, row_id, field in wizard.missing_of(ground, stage, now.rows):
                left += 1
                if len(links) >= MOST:
                    continue
                words = register_values.ask(ground.registers[register_id].field(field))
                go = self._way(stage.id, register=register_id, row=row_id, field=field)
                links.append(kit.link(f"{words} ({stage.title})", go))
        self.layout_.addWidget(kit.section_head("Still open"))
        if left > len(links):
            links.append(kit.muted(f"and {left - len(links)} more, each on its stage"))
        if links:
            self.layout_.addWidget(kit.box(*links, space=2))
        else:
            self.layout_.addWidget(kit.label("No required answer is missing."))

    def _way(self, stage_id: str, **where: str) -> Callable[[], None]:
        return lambda: self.desk.go_to(stage_id, **where)

    def _stage(self, stage: Stage) -> None:
        ground = self.desk.ground
        link = f"Change: {stage.title}"
        head = kit.section_head(stage.title, "Change", self._way(stage.id))
        for one in head.findChildren(kit.Link):
            one.setAccessibleName(link)
        self.layout_.addWidget(head)
        for shown in stage.shows:
            register = ground.registers[shown.register]
            found = wizard.current(self.desk.rows(register.id))
            rows = [row for row in found if not shown.where or register_values.matches(row, shown.where)]
            if register.singleton and rows:
                self.layout_.addWidget(self._facts(register, shown.fields, rows[0]))
            else:
                self._rows(stage, register, rows)

    def _facts(self, register: Register, names: tuple[str, ...], row: RegisterRow) -> QWidget:
        pairs: list[tuple[str, str | QWidget]] = []
        for name in names:
            field = register.field(name)
            words = register_values.shown(field, row.values.get(name), self.desk.name)
            if words:
                pairs.append((field.label, words if len(words) < 900 else words[:899].rstrip() + "…"))
            elif field.required and register_values.asked(field, row.values):
                pairs.append((field.label, kit.label(register_values.ask(field), role="warning")))
        return kit.facts_list(pairs, name_em=13) if pairs else kit.muted("Nothing yet")

    def _rows(self, stage: Stage, register: Register, rows: list[RegisterRow]) -> None:
        if not rows:
            self.layout_.addWidget(kit.muted(f"{register.title.rstrip('?')}: none"))
            return
        lines: list[QWidget] = [kit.h3(f"{register.title} ({len(rows)})")]
        for row in rows[:MOST]:
            lines.append(
                kit.link(self.desk.summary(register, row), self._way(stage.id, register=register.id, row=row.id))
            )
        if len(rows) > MOST:
            lines.append(kit.muted(f"and {len(rows) - MOST} more"))
        self.layout_.addWidget(kit.box(*lines, space=2))

    def _questions(self) -> None:
        now, vocabulary = self.desk.now, self.desk.ground.vocabulary
        labels = {one.id: one.label for one in vocabulary.statuses}
        people = {one.id: one.label for one in vocabulary.perspectives}
        self.layout_.addWidget(kit.section_head("Questions", "Change", self._way("questions")))
        bare = wizard.unsupported(self.desk.ground, now)
        for question in now.marker.questions:
            judged = now.judgements.get(question.id, ())
            words = " · ".join(
                f"{people.get(one.perspective, '')}: {labels.get(one.status, one.status)}" for one in judged
            )
            link = kit.link(f"{question.number} {question.text}", self._way("questions", question=question.id))
            self.layout_.addWidget(kit.box(link, kit.muted(words or "Not considered"), space=0))
            if question.id in bare:
                said = "What it rests on is no longer here. Link other evidence, or say why there is none."
                self.layout_.addWidget(kit.label(said, "caption", "warning"))


class SignOffStage(StageView):
    """Who decided, in which role, with which proof; or the sign-off that stands, and opening it again."""

    def build(self) -> None:
        self.holder = QWidget()
        self.inside = kit.column(parent=self.holder, space=12)
        self.layout_.addWidget(self.holder)
        self._show()

    def _show(self) -> None:
        kit.clear(self.inside)
        now = self.desk.now
        if now.chosen is None:
            self.inside.addWidget(kit.label("This pass is not open yet. Open it on the stage “Questions”."))
        elif now.signed is not None:
            self._signed()
        else:
            self._form()

    def open_things(self) -> list[str]:
        """What is still open, in sentences."""
        ground, now = self.desk.ground, self.desk.now
        found = []
        missing = sum(len(wizard.missing_of(ground, one, now.rows)) for one in ground.stages.of(self.stage.marker))
        if missing:
            found.append(f"{plural(missing, 'required answer is', 'required answers are')} missing")
        looked = [q for q, judged in now.judgements.items() if any(one.status != "not-considered" for one in judged)]
        left = len(now.judgements) - len(looked)
        if left:
            found.append(f"{plural(left, 'question', 'questions')} not considered in this pass")
        bare = len(wizard.unsupported(ground, now))
        if bare:
            found.append(f"{plural(bare, 'judgement rests', 'judgements rest')} on nothing that is still here")
        return found

    def _form(self) -> None:
        self.left = self.open_things()
        self.person = LinkField("Decided by", self.desk.choices("Person"), "A person of the register")
        self.role = kit.text_field("Role held on that day")
        self.day = ReadField(DECIDED, DECIDED.label, "Empty: today", optional=True)
        self.proof = RadioField("Proof", judge.PROOFS)
        self.item = LinkField("Where the proof is", self.desk.choices("Material"), optional=True, search=True)
        self.reason = kit.long_text("Why it is signed off with this still open", lines=2)
        fields = {"decided_by": self.person, "decided_role": self.role, "decided_on": self.day,
                  "proof_kind": self.proof,                  "proof_id": self.item, "reason": self.reason}  # fmt: skip
        self.form = kit.Form(fields)
        self.inside.addWidget(self.form.summary)
        if self.left:
            bar = kit.NoticeBar(
                "warn", "; ".join(self.left) + ".", "Check your answers", lambda: self.desk.go_to("check")
            )
            self.inside.addWidget(bar)
        for one in (self.person, self.role, self.day, self.proof, self.item):
            self.inside.addWidget(one)
        if self.left:
            self.inside.addWidget(self.reason)
        self._sheet()
        recorded = self.desk.context.session.worker
        self.inside.addWidget(
            kit.muted(
                f"Recorded by {recorded.name}, {recorded.role}. Without proof it reads “recorded, proof awaited”."
            )
        )
        self.inside.addWidget(
            kit.row_left(
                kit.button("Sign off", self._sign, role="", icon="sign-off", name=f"Sign off {self.stage.marker}")
            )
        )

    def _sheet(self) -> None:
        """The sheet to be signed, and the digits by which it finds this record when it is scanned back."""
        self.inside.addWidget(
            kit.muted(f"What is signed ends in {self.digits()}. The sheet to be signed carries the same 12 digits.")
        )
        sheet = documents.Paper(documents.SHEET, "")
        write = kit.button(
            "Print the sheet to be signed", lambda: documents.write(self.desk, sheet), role="plain", icon="print"
        )
        self.inside.addWidget(kit.row_left(write))

    def digits(self) -> str:
        """The last 12 digits of the hash of what stands now."""
        now = self.desk.now
        judged = [one for views in now.judgements.values() for one in views]
        pass_id = now.chosen.id if now.chosen else ""
        return judge.digest_of(pass_id, now.marker.id, judged, now.evidence)[-12:]

    def _sign(self) -> None:
        errors: dict[str, str] = {}
        if not self.person.value():
            errors["decided_by"] = "Select who decided"
        if not self.role.value():
            errors["decided_role"] = "Enter the role held on that day"
        if not self.proof.value():
            errors["proof_kind"] = "Select the proof, or that there is none yet"
        if self.left and not self.reason.value().strip():
            errors["reason"] = "Write why it is signed off with this still open"
        on: date | None = None
        try:
            kept = register_values.normalise(DECIDED, self.day.value())
            on = PartialDate.from_iso(kept).first_day if kept else None
        except ValueError as wrong:
            errors["decided_on"] = str(wrong)
        if errors:
            self.form.show_errors(errors)
            return
        proof = self.proof.value()
        self.desk.do(
            f"Sign off {self.stage.marker}",
            judge.sign_off,
            self.desk.now.chosen,
            self.stage.marker,
            self.person.value(),
            self.role.value(),
            proof_kind="" if proof == "none" else proof,
            proof_id=self.item.value(),
            reason=self.reason.value() if self.left else "",
            on=on,
            done=lambda _made: self._done(),
            failed=lambda error: self.form.show(error),
        )

    def _done(self) -> None:
        self.desk.context.saved()
        self.desk.reload(self._again)

    def _again(self) -> None:
        self._show()
        self.focus_first()
        self.changed.emit()

    def _signed(self) -> None:
        one = self.desk.now.signed
        assert one is not None
        proof = judge.PROOFS.get(one.proof_kind, judge.AWAITED)
        place = self.desk.name("Material", one.proof_id) if one.proof_id else ""
        pairs: list[tuple[str, str | QWidget]] = [
            ("Decided by", self.desk.name("Person", one.decided_by) or one.decided_by), ("Role", one.decided_role),
            ("Decided on", uk_date(one.decided_on) if one.decided_on else ""),
            ("Recorded by", self.desk.now.recorded_by),
            ("Proof", f"{proof}: {place}" if place else proof), ("What was signed ends in", one.digest[-12:]),
        ]  # fmt: skip
        if one.reason:
            pairs.append(("Signed with this open", one.reason))
        self.inside.addWidget(kit.state("Complete" if one.proof_kind else judge.AWAITED))
        if one.digest and one.digest[-12:] != self.digits():
            self.inside.addWidget(
                kit.NoticeBar("warn", "Judgements or evidence changed since this was signed. Open it to sign anew.")
            )
        self.inside.addWidget(kit.facts_list([pair for pair in pairs if pair[1]]))
        if not one.proof_kind:
            self._ask_proof()
        self._ask_reopen()

    def _ask_proof(self) -> None:
        """The signed sheet has come back."""
        kinds = {key: words for key, words in judge.PROOFS.items() if key != "none"}
        self.proof = RadioField("Proof", kinds)
        self.item = LinkField("Where the proof is", self.desk.choices("Material"), optional=True, search=True)
        self.proof_form = kit.Form({"proof_kind": self.proof, "proof_id": self.item})
        self.inside.addWidget(kit.section_head("Add the proof"))
        for one in (self.proof_form.summary, self.proof, self.item):
            self.inside.addWidget(one)
        add = kit.button("Add the proof", self._add_proof, icon="done", name=f"Add the proof of {self.stage.marker}")
        self.inside.addWidget(kit.row_left(add))
        self._sheet()

    def _add_proof(self) -> None:
        self.desk.do(
            "Add the proof",
            judge.add_proof,
            self.desk.now.signed,
            self.proof.value(),
            self.item.value(),
            done=lambda _made: self._done(),
            failed=lambda error: self.proof_form.show(error),
        )

    def _ask_reopen(self) -> None:
        self.why = kit.long_text("Why it is opened again", lines=2)
        self.form = kit.Form({"reason": self.why})
        self.inside.addWidget(kit.section_head("Open it again"))
        self.inside.addWidget(self.form.summary)
        self.inside.addWidget(self.why)
        self.inside.addWidget(
            kit.row_left(kit.button("Open again", self._reopen, icon="unlock", name=f"Open {self.stage.marker} again"))
        )

    def _reopen(self) -> None:
        def failed(error: UserError) -> None:
            self.form.show(error)

        self.desk.do(
            "Open a marker again",
            judge.reopen,
            self.desk.now.signed,
            self.why.value(),
            done=lambda _made: self._done(),
            failed=failed,
        )

    def refresh(self) -> None:
        if self.desk.now.signed is not None:
            self._show()


class DocumentsStage(StageView):
    """The papers that this marker yields, as far as Caseward can write them."""

    def build(self) -> None:
        labels = terminology.load(self.desk.ground.case.terminology).labels
        for one in documents.listed(self.stage.documents, labels):
            write = kit.button("Write", self._way(one), icon="print", name=f"Write: {one.title}")
            words = kit.box(kit.label(one.title, "strong"), *([kit.muted(one.about)] if one.about else []), space=0)
            line = QWidget()
            layout = kit.row(parent=line, space=12)
            layout.addWidget(words, 1)
            layout.addWidget(write)
            self.layout_.addWidget(line)
            self.layout_.addWidget(kit.rule())

    def _way(self, paper: documents.Paper) -> Callable[[], Any]:
        return lambda: documents.write(self.desk, paper)
