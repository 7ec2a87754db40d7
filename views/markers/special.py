"""Stages that a form cannot do alone: they show what their registers say together, above the registers themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import coverage as coverage_service
from desktop.disclosure.coverage import Coverage
from desktop.markers import register_values, wizard
from desktop.markers.stages import Shown
from desktop.markers.wizard import ContactStanding
from desktop.wording import listed, plural, uk_date
from storage.records import RegisterRow
from views import kit
from views.markers.desk import Desk
from views.markers.register_view import RegisterView, RowsBelow
from views.markers.stage_view import HoldingStage
from views.markers.worksheet import Worksheet

MOST = 12
"""Things that are drawn out before the list below has to do."""


class SpecialStage(HoldingStage):
    """What pages of their own have in common."""

    def register_words(self, register: str, field: str, row: RegisterRow) -> str:
        """A value of a row in words."""
        return register_values.shown(
            self.desk.ground.registers[register].field(field), row.values.get(field), self.desk.name
        )

    def rows(self, register: str, **wanted: str) -> list[RegisterRow]:
        """The rows of a register that stand, with these values."""
        found = wizard.current(self.desk.rows(register))
        return [row for row in found if all(row.values.get(name) == value for name, value in wanted.items())]

    def more(self, rows: Sequence[RegisterRow]) -> None:
        """Say that there are more than are drawn here."""
        if len(rows) > MOST:
            self.lead_column.addWidget(kit.muted(f"and {len(rows) - MOST} more, in the list below"))

    def open_link(self, register: str, row: RegisterRow, words: str) -> kit.Link:
        """A link to a row below."""
        return kit.link(words, lambda: self.go_to(register=register, row=row.id))


def signed_line(words: str, *, icon: str = "warning", role: str = "warning") -> QWidget:
    """A sentence with a sign before it."""
    line = QWidget()
    layout = kit.row(parent=line, space=8)
    layout.addWidget(kit.icon_label(icon, role, 17))
    layout.addWidget(kit.label(words), 1)
    return line


class ChairDecisionStage(SpecialStage):
    """The chair's record: each limb of the criteria with its finding and evidence; frozen when it is signed."""

    def lead(self) -> None:
        self.lead_column.addWidget(
            kit.card(
                kit.h3("When the chair signs"),
                kit.label(
                    "Record who decided, on what authority and when. Once the day of signing is filled in and saved, "
                    "the record is kept as it is: if the matter is looked at again, that is a new record beside "
                    "this one."
                ),
            )
        )

    def add_register(self, shown: Shown) -> RowsBelow:
        return self.hold(RegisterView(self.desk, shown, self.stage.shows, make_child=_limbs))


def _limbs(desk: Desk, shown: Shown, row_id: str) -> RowsBelow | None:
    """The limbs of the criteria as a worksheet: each is found met, not met or uncertain, none is left out."""
    if shown.register != "decision_limb":
        return None
    return Worksheet(desk, shown, "limb", parent_row=row_id, title="Each limb of the criteria")


class FactorWorksheetStage(SpecialStage):
    """Every factor of the marker weighed, and the paragraph on proportionality that follows from them."""

    def add_register(self, shown: Shown) -> RowsBelow:
        return self.hold(Worksheet(self.desk, shown, "topic"))

    def lead(self) -> None:
        register = self.desk.ground.registers["factor"]
        weights = register.field("weight").choices()
        parts: list[QWidget] = [kit.h3("For the terms of reference: why this review is proportionate")]
        any_ = False
        for weight, words in weights.items():
            rows = self.rows("factor", weight=weight)
            if rows:
                any_ = True
                said = "; ".join(_factor_words(self, row) for row in rows)
                parts.append(kit.label(f"Weighed as {words.lower()}: {said}.", "reading"))
        if not any_:
            parts.append(kit.muted("The paragraph is put together here as factors are weighed."))
        scopes = self.desk.ground.stages.where("scope", "proportionality", marker=self.stage.marker)
        if scopes:
            parts.append(kit.link("Write it into the terms of reference", lambda: self.desk.go_to(scopes[0].id)))
        self.lead_column.addWidget(kit.card(*parts))


def _factor_words(stage: SpecialStage, row: RegisterRow) -> str:
    topic = stage.register_words("factor", "topic", row)
    effect = stage.register_words("factor", "effect", row) or stage.register_words("factor", "consideration", row)
    return f"{topic[:1].lower()}{topic[1:]}" + (f" ({effect.rstrip('.')})" if effect else "")


class ProcessesStage(SpecialStage):
    """Processes beside the review, where the terms of reference deal with each, and who may be spoken to now."""

    def lead(self) -> None:
        self.contacts = QWidget()
        self.contacts_column = kit.column(parent=self.contacts, space=6)
        self.lead_column.addWidget(self._table())
        self.lead_column.addWidget(self.contacts)
        self.desk.look(
            "Look at who may be spoken to", wizard.contacts, self.desk.ground, done=self._contacts, owner=self.contacts
        )

    def _table(self) -> QWidget:
        rows: list[QWidget] = []
        for row in self.rows("process")[:MOST]:
            kind, stage = (self.register_words("process", name, row) for name in ("kind", "stage"))
            scope = self.register_words("process", "scope_paragraph", row)
            unchanged = self.register_words("process", "scope_unchanged_because", row)
            where = f"terms of reference, {scope}" if scope else f"no change: {unchanged}" if unchanged else ""
            link = self.open_link("process", row, f"{kind}: {stage.lower()}")
            said = (
                kit.muted(where)
                if where
                else kit.label("Where do the terms of reference deal with it?", "caption", "warning")
            )
            rows.append(kit.box(link, said, space=0))
        if not rows:
            rows.append(kit.muted("No process is recorded yet."))
        return kit.card(kit.h3("In the terms of reference"), *rows)

    def _contacts(self, found: Sequence[ContactStanding]) -> None:
        kit.clear(self.contacts_column)
        if not found:
            return
        parts: list[QWidget] = [kit.h3("Who may be spoken to, as things stand")]
        for one in found[:MOST]:
            parts.append(self._contact(one))
        self.contacts_column.addWidget(kit.card(*parts))

    def _contact(self, one: ContactStanding) -> QWidget:
        code = self.desk.name("Person", one.person_id)
        words = f"{code}: may be spoken to" if one.standing.cleared else f"{code}: {one.standing.reason}"
        icon, role = ("done", "text") if one.standing.cleared else ("warning", "warning")
        parts: list[QWidget] = [signed_line(words, icon=icon, role=role)]
        where = self.desk.ground.stages.where("contact_permission", marker=self.stage.marker)
        if where and not one.standing.cleared:
            ask = "Check it again" if one.standing.stale else "Record the answer"
            row_id = one.standing.row_id
            link = kit.link(ask, self._to_permission(where[0].id, row_id), kind="caption-link")
            link.setAccessibleName(f"{ask}: {code}")
            parts.append(kit.row_left(link))
        return kit.box(*parts, space=0)

    def _to_permission(self, stage_id: str, row_id: str) -> Callable[[], None]:
        return lambda: self.desk.go_to(
            stage_id, register="contact_permission", row=row_id, field="rechecked_on" if row_id else ""
        )


class CoverageStage(SpecialStage):
    """Whether every record that belongs in the index has its entry, and what has happened since the last version."""

    def lead(self) -> None:
        self.facts = QWidget()
        self.facts_column = kit.column(parent=self.facts, space=8)
        self.lead_column.addWidget(self.facts)
        self.desk.look(
            "Look at the index", coverage_service.coverage, self.desk.ground.case.id, done=self._show, owner=self.facts
        )

    def _show(self, found: Coverage) -> None:
        kit.clear(self.facts_column)
        self.facts_column.addWidget(coverage_card(found))
        if "disclosure" in self.desk.context.pages():
            link = kit.link(
                "Go to the index", lambda: self.desk.context.navigate("disclosure", case=self.desk.ground.case.id)
            )
            self.facts_column.addWidget(kit.row_left(link))


def coverage_card(found: Coverage) -> QWidget:
    """The coverage of the index in facts."""
    last = found.last_open
    issued = "no version issued yet"
    if last is not None:
        issued = f"version {last.version}" + (f", {uk_date(last.issued_at.date())}" if last.issued_at else "")
    missing = "none" if not found.missing else plural(found.missing, "record has", "records have") + " no entry"
    pairs: list[tuple[str, str | QWidget]] = [
        ("Entries", f"{found.records:,}"),
        ("Records without one", missing),
        ("To decide", f"{found.candidates:,}"),
        ("On the lists", f"{found.accepted:,}"),
        ("Left out", f"{found.left_out:,}"),
        ("Not described", f"{found.undescribed:,}"),
        ("Without an owner", f"{found.unowned:,}"),
        ("Owner not confirmed", f"{found.owners_unconfirmed:,}"),
        ("Last issued", issued),
        ("New since then", f"{found.since_last:,}"),
    ]
    return kit.card(kit.h3("Coverage of the index"), kit.facts_list(pairs, name_em=10))


class EvidenceChainStage(SpecialStage):
    """Each finding as a chain: how it showed, what speaks for and against each claim, and what has no evidence yet."""

    def lead(self) -> None:
        findings = self.rows("finding")
        if not findings:
            self.lead_column.addWidget(kit.muted("The chain of each finding is drawn here once there is a finding."))
        for row in findings[:MOST]:
            self.lead_column.addWidget(self._chain(row))
        self.more(findings)

    def _chain(self, row: RegisterRow) -> QWidget:
        claims = self.desk.ground.registers["finding_evidence"].field("claim").choices()
        number, title = row.values.get("number"), self.register_words("finding", "title", row)
        parts: list[QWidget] = [
            self.open_link("finding", row, f"Finding {number}: {title}" if number else title or "Finding")
        ]
        for claim, words in claims.items():
            found = self.rows("finding_evidence", finding=row.id, claim=claim)
            against = [one for one in found if one.values.get("counter") == "yes"]
            sources = {self.register_words("finding_evidence", "source_type", one).lower() for one in found}
            if not found:
                parts.append(signed_line(f"{words}: no evidence yet"))
                continue
            said = f"{words}: {len(found) - len(against)} for, {len(against)} against, from {listed(sorted(sources))}"
            parts.append(signed_line(said, icon="link", role="text-muted"))
        links = [
            plural(len(row.values.get(name) or ()), one)
            for name, one in (("episodes", "episode"), ("factors", "factor"))
            if row.values.get(name)
        ]
        questions = self.rows("consideration", finding=row.id)
        links.append(plural(len(questions), "question or recommendation", "questions and recommendations"))
        parts.append(kit.muted(" · ".join(links)))
        return kit.card(*parts, space=6)


class RunbookStage(SpecialStage):
    """The steps of publication day in the order of the clock, each marked done with one key."""

    def lead(self) -> None:
        steps = sorted(self.rows("runbook_step"), key=lambda row: str(row.values.get("at") or "~"))
        if not steps:
            return
        left = sum(not row.values.get("done_at") for row in steps)
        parts: list[QWidget] = [
            kit.h3(f"The day: {plural(left, 'step')} to do" if left else "The day: every step is done")
        ]
        parts += [self._step(row) for row in steps]
        self.lead_column.addWidget(kit.card(*parts))

    def _step(self, row: RegisterRow) -> QWidget:
        when, what, who = (self.register_words("runbook_step", name, row) for name in ("at", "what", "owner"))
        done = self.register_words("runbook_step", "done_at", row)
        line = QWidget()
        layout = kit.row(parent=line, space=12)
        layout.addWidget(kit.icon_label("done" if done else "not-started", "text" if done else "text-muted", 17))
        said = " · ".join(one for one in (when, who, f"done {done}" if done else "") if one)
        layout.addWidget(kit.box(kit.label(what, "strong"), kit.muted(said), space=0), 1)
        if not done:
            layout.addWidget(kit.button("Mark as done", lambda: self._done(row), name=f"Mark as done: {what}"))
        return line

    def _done(self, row: RegisterRow) -> None:
        register = self.desk.ground.registers["runbook_step"]

        def saved(_row: Any) -> None:
            self.refresh()
            self.changed.emit()

        moment = self.desk.context.clock.now()
        self.desk.save_row(register, {"done_at": moment}, row, saved, self.desk.context.show_error)


class MeasuresStage(SpecialStage):
    """Was it done, and did it make a difference: measures of output and of outcome apart, for each action."""

    def lead(self) -> None:
        actions = self.rows("action")
        for action in actions[:MOST]:
            name = self.register_words("action", "reference", action) or "Action"
            words = self.register_words("action", "description", action)
            sides = [self._side(action, kind, title) for kind, title in self._kinds().items()]
            parts = (self.open_link("action", action, f"{name}: {words}"), kit.columns(*sides, least_em=13, space=16))
            self.lead_column.addWidget(kit.card(*parts))
        self.more(actions)

    def _kinds(self) -> dict[str, str]:
        return dict(self.desk.ground.registers["measure"].field("kind").choices())

    def _side(self, action: RegisterRow, kind: str, title: str) -> QWidget:
        parts: list[QWidget] = [kit.h3(title)]
        measures = self.rows("measure", action=action.id, kind=kind)
        for one in measures:
            parts.append(self.open_link("measure", one, self.register_words("measure", "measure", one) or "Measure"))
            results = sorted(
                self.rows("measure_result", measure=one.id), key=lambda row: str(row.values.get("on") or "")
            )
            if results:
                last = results[-1]
                said = [self.register_words("measure_result", name, last) for name in ("on", "result", "judgement")]
                parts.append(kit.muted(" · ".join(words for words in said if words)))
            else:
                parts.append(kit.muted("No result yet"))
        if not measures:
            parts.append(signed_line("Not measured yet"))
        return kit.box(*parts, space=4)


STAGES: dict[str, type[HoldingStage]] = {
    "chair-decision": ChairDecisionStage,
    "factor-worksheet": FactorWorksheetStage,
    "parallel-processes": ProcessesStage,
    "index-coverage": CoverageStage,
    "evidence-chain": EvidenceChainStage,
    "publication-runbook": RunbookStage,
    "two-measures": MeasuresStage,
}
"""The pages that stages name, by id."""
