"""What a wizard shows, read in one look: a marker's rows and judgements, how far its stages are, names for its links.

Nothing here is drawn; pages hold what these functions give and go from stage to stage without asking the store again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.casework import board as boards
from desktop.casework import drafts
from desktop.markers import (
    corrections,
    judge,
    judgements,
    overview,
    passes,
    permissions,
    published_keeping,
    register_values,
    registers,
    saving,
    stages,
    warnings,
)
from desktop.markers import rows as row_service
from desktop.markers.framework import Framework, Marker
from desktop.markers.judgements import Vocabulary
from desktop.markers.published import PublishedMarker
from desktop.markers.registers import FieldKind, Register, Registers
from desktop.markers.stages import Shown, Stage, StageKind, Stages
from desktop.wording import plural
from storage.records import (
    Agency,
    Case,
    Draft,
    EvidenceLink,
    Judgement,
    MarkerPass,
    Person,
    RegisterRow,
    Row,
    SignOff,
    StageState,
    Worker,
)
from storage.store import Store, Work

PLACE = "marker"
"""What the places of a wizard's drafts begin with."""


@dataclass(frozen=True)
class Ground:
    """What all wizards of a case stand on: pack, people, bodies, passes; read when the first one is opened.

    ``own`` is the body that the board itself is.
    """

    case: Case
    framework: Framework
    registers: Registers
    stages: Stages
    vocabulary: Vocabulary
    people: tuple[Person, ...] = ()
    bodies: tuple[Agency, ...] = ()
    passes: Mapping[str, MarkerPass] = field(default_factory=dict)
    marking: str = ""
    own: str = ""


@dataclass(frozen=True)
class Opened:
    """One marker in one pass: rows by register, judgements by question, evidence by judgement, sign-off, drafts.

    ``cited`` holds the records that its evidence points at, by id. ``rows`` also holds the rows of registers that its
    fields point at and that it does not show itself. ``recorded_by`` is who was at the keyboard when it was signed off.
    """

    marker: Marker
    chosen: MarkerPass | None
    rows: Mapping[str, tuple[RegisterRow, ...]]
    judgements: Mapping[str, tuple[Judgement, ...]]
    history: tuple[Judgement, ...]
    evidence: Mapping[str, tuple[EvidenceLink, ...]]
    signed: SignOff | None
    states: Mapping[str, StageState]
    drafts: Mapping[tuple[str, str], Draft]
    published: PublishedMarker | None = None
    cited: Mapping[str, Row] = field(default_factory=dict)
    recorded_by: str = ""


def ground(store: Store, case_id: str) -> Ground:
    """The ground of a case's wizards."""
    case, board = store.get(Case, case_id), boards.board(store)
    vocabulary = judgements.load(case.framework)
    found = {term.id: passes.current(store, case_id, term.id) for term in vocabulary.passes}
    return Ground(
        case,
        corrections.framework_of(store, case),
        registers.load(case.framework, case.terminology),
        stages.load(case.framework, case.terminology),
        vocabulary,
        store.find(Person, case_id=case_id, order=["code"]),
        boards.bodies(store, case_id),
        {kind: one for kind, one in found.items() if one is not None},
        board.marking,
        board.body_id,
    )


def opened(store: Store, on: Ground, marker_id: str, kind: str, worker_id: str) -> Opened:
    """A marker as it stands in the latest pass of a kind."""
    marker = on.framework.marker(marker_id)
    chosen = passes.current(store, on.case.id, kind)
    history = store.find(Judgement, pass_id=chosen.id, marker=marker_id) if chosen else ()
    now = [one for one in history if not one.superseded_by]
    found = store.find(EvidenceLink, judgement_id=[one.id for one in now]) if now else ()
    held = {link.record_id: judge.cited_record(store, link) for link in found}
    links = tuple(judge.as_it_is(link, held[link.record_id]) for link in found)
    kept = published_keeping.kept(store, on.framework.id)
    signed = judge.signed(store, chosen.id, marker_id) if chosen else None
    return Opened(
        marker,
        chosen,
        _rows(store, on, wanted_registers(on, marker_id)),
        {q.id: tuple(one for one in now if one.question == q.id) for q in marker.questions},
        history,
        {one.id: tuple(link for link in links if link.judgement_id == one.id) for one in now},
        signed,
        {
            one.stage: one
            for one in store.find(StageState, case_id=on.case.id, marker=marker_id)
            if one.pass_id == (chosen.id if chosen else "")
        },
        {(one.place, one.record_id): one for one in _drafts(store, on.case.id, worker_id)},
        next((one for one in kept.markers if one.marker_id == marker_id), None) if kept else None,
        {key: record for key, record in held.items() if record is not None},
        _recorder(store, signed) if signed else "",
    )


def _recorder(store: Store, signed: SignOff) -> str:
    worker = store.one(Worker, id=signed.created_by)
    return ", ".join(part for part in (worker.name, worker.role) if part) if worker else ""


def gathered(store: Store, on: Ground, names: Iterable[str], worker_id: str) -> Opened:
    """Rows of some registers and the drafts that wait, for a page that is no marker's: no judgements, no pass."""
    return Opened(
        on.framework.markers[0], None, _rows(store, on, names), {}, (), {}, None, {},
        {(one.place, one.record_id): one for one in _drafts(store, on.case.id, worker_id)},
    )  # fmt: skip


def _drafts(store: Store, case_id: str, worker_id: str) -> Iterable[Draft]:
    return (
        one for one in drafts.waiting(store, worker_id) if one.case_id == case_id and one.place.startswith(f"{PLACE}.")
    )


def wanted_registers(on: Ground, marker_id: str) -> tuple[str, ...]:
    """The registers whose rows a marker's wizard shows or links to."""
    shown = {one.register for stage in on.stages.of(marker_id) for one in stage.shows}
    linked = {each.register for name in shown for each in on.registers[name].fields if each.register}
    return tuple(sorted(shown | linked))


def _rows(store: Store, on: Ground, wanted: Iterable[str]) -> dict[str, tuple[RegisterRow, ...]]:
    """Rows by register, in the order that the register asks for; all in one query."""
    names = list(wanted)
    found: dict[str, list[RegisterRow]] = {name: [] for name in names}
    for row in store.find(RegisterRow, case_id=["", on.case.id], register=names, order=["position"]):
        found[row.register].append(row)
    return {name: in_order(on.registers[name], rows) for name, rows in found.items()}


def in_order(register: Register, rows: Iterable[RegisterRow]) -> tuple[RegisterRow, ...]:
    """Rows as a list shows them: by the register's own field where it names one, else as people put them."""
    if not register.order_by:
        return tuple(rows)
    kind = register.field(register.order_by).kind
    numeric = kind in (FieldKind.NUMBER, FieldKind.DAYS)

    def key(row: RegisterRow) -> tuple[bool, Any]:
        value = row.values.get(register.order_by)
        missing = value in (None, "", [])
        return (missing, 0 if missing and numeric else value if numeric else str(value or ""))

    return tuple(sorted(rows, key=key))


# ---- names


def person_words(person: Person) -> str:
    """A person as a list offers them: code, then name."""
    return f"{person.code}, {person.name}" if person.code and person.name else person.code or person.name


def register_rows(store: Store, on: Ground, register_id: str) -> tuple[RegisterRow, ...]:
    """The rows of any register, for linking evidence."""
    return in_order(on.registers[register_id], row_service.rows(store, on.case, on.registers[register_id]))


def save_row(
    work: Work,
    case: Case,
    register: Register,
    values: Mapping[str, Any],
    row: RegisterRow | None = None,
    *,
    require: bool = False,
) -> RegisterRow:
    """Save the fields of a row that a stage shows, into the row as it stands now.

    Several stages show parts of one row, and one of them may have been saved since ``row`` was read: what it saved
    stays. A register that holds one row a case gets no second one. Raises ``FieldErrors``, also where ``saving`` knows
    a rule of its own (somebody who is not cleared, a day that hurts).
    """
    now = work.get(RegisterRow, row.id) if row else None
    if now is not None and now.deleted:
        now = None
    if now is None and register.singleton:
        now = row_service.only(work, case, register)
    saving.check(work, case, register, values, now, complete=require)
    saved = row_service.save(work, case, register, values, now, require=require)
    saving.follow(work, register, now, saved)
    return saved


def remove_row(work: Work, row: RegisterRow) -> int:
    """Put a row aside; gives how many links of evidence point at it. Raises ``UserError`` for a frozen row."""
    pointing = work.count(EvidenceLink, record_kind="RegisterRow", record_id=row.id)
    row_service.remove(work, row)
    return pointing


def pointing_words(count: int) -> str:
    """What is said when evidence pointed at a row that was removed."""
    return f"{plural(count, 'judgement rests', 'judgements rest')} on it: there it now reads “no longer here”."


@dataclass(frozen=True)
class ContactStanding:
    """A person of a parallel process or with a permission, and whether they may be spoken to today."""

    person_id: str
    standing: permissions.Standing


def contacts(store: Store, on: Ground) -> tuple[ContactStanding, ...]:
    """Everybody whom a process touches or about whom somebody was asked, those not cleared first (question 9.2)."""
    seen = warnings.snapshot(store, store.get(Case, on.case.id))
    ids = {one.text("person") for one in seen.of("contact_permission")}
    ids |= {person for one in seen.of("process") for person in one.items("persons")}
    ids |= {person.id for person in seen.people if person.witness}
    found = [ContactStanding(person, permissions.standing(seen, person)) for person in sorted(ids) if person]
    return tuple(sorted(found, key=lambda one: one.standing.cleared))


def unsupported(on: Ground, now: Opened) -> tuple[str, ...]:
    """The questions with a judgement that needs evidence, and none of its evidence is there any more."""
    return tuple(
        question
        for question, judged in now.judgements.items()
        if any(
            on.vocabulary.status(one.status).needs_evidence
            and not one.no_evidence_because
            and not judge.rests_on_something(now.evidence.get(one.id, ()))
            for one in judged
        )
    )


# ---- how far a stage is


@dataclass(frozen=True)
class Progress:
    """How far a stage is: ``not_started``, ``working``, ``complete`` or ``read``, and a sentence without names."""

    status: str
    words: str


def missing_of(on: Ground, stage: Stage, rows: Mapping[str, tuple[RegisterRow, ...]]) -> list[tuple[str, str, str]]:
    """Register, row and field of every required answer of a stage that is still open."""
    found: list[tuple[str, str, str]] = []
    for shown in stage.shows:
        register = on.registers[shown.register]
        required = [one for one in register.fields if one.required and one.id in shown.fields]
        for row in _here(shown, rows) if required else ():
            found += [
                (register.id, row.id, one.id)
                for one in required
                if row.values.get(one.id) in (None, "", []) and register_values.asked(one, row.values)
            ]
    return found


def _here(shown: Shown, rows: Mapping[str, tuple[RegisterRow, ...]]) -> tuple[RegisterRow, ...]:
    """The rows that stand and pass the filter of a stage."""
    found = current(rows.get(shown.register, ()))
    return tuple(row for row in found if register_values.matches(row, shown.where)) if shown.where else found


def current(rows: Iterable[RegisterRow]) -> tuple[RegisterRow, ...]:
    """Rows that no later row corrects."""
    kept = tuple(rows)
    corrected = {row.corrects_id for row in kept if row.corrects_id}
    return tuple(row for row in kept if row.id not in corrected) if corrected else kept


def progress(on: Ground, now: Opened) -> dict[str, Progress]:
    """How far each stage of the marker is, by stage, from what stands in the store."""
    found = on.stages.of(now.marker.id)
    left = {stage.id: len(missing_of(on, stage, now.rows)) for stage in found}
    return {stage.id: _progress(on, stage, now, left) for stage in found}


def _progress(on: Ground, stage: Stage, now: Opened, left: Mapping[str, int]) -> Progress:
    state = now.states.get(stage.id)
    if stage.kind in stages.HOLDING:
        return _of_rows(on, stage, now, left[stage.id])
    if stage.kind is StageKind.QUESTIONS:
        return _of_questions(now)
    if stage.kind is StageKind.SIGN_OFF:
        return Progress("complete", "Signed off") if now.signed else Progress("not_started", "Not signed off")
    if stage.kind is StageKind.CHECK:
        return _to_fill_in(sum(left.values())) or Progress("info", "Nothing is missing")
    if stage.kind is StageKind.DOCUMENTS:
        return Progress("info", plural(len(stage.documents), "document"))
    return Progress("read", "Read") if state and state.read else Progress("not_started", "Not read yet")


def _to_fill_in(left: int) -> Progress | None:
    return Progress("working", f"{plural(left, 'answer')} to fill in") if left else None


def _of_rows(on: Ground, stage: Stage, now: Opened, left: int) -> Progress:
    counts: list[str] = []
    for shown in stage.shows:
        register = on.registers[shown.register]
        if here := _here(shown, now.rows):
            counts.append("Begun" if register.singleton else plural(len(here), register.one, register.many))
    if not counts:
        return Progress("not_started", "Not started")
    words = counts[0] if counts[0] != "Begun" or len(counts) == 1 else counts[1]
    said = words if words != "Begun" else "Complete"
    if not _here(stage.shows[0], now.rows):
        return _to_fill_in(left) or Progress("working", said)  # what the stage is about has not been begun
    return _to_fill_in(left) or Progress("complete", said)


def _of_questions(now: Opened) -> Progress:
    looked = {
        question for question, judged in now.judgements.items() if any(one.status != "not-considered" for one in judged)
    }
    left = [
        question
        for question, judged in now.judgements.items()
        if question not in looked or any(one.status in overview.OPEN for one in judged)
    ]
    if not looked:
        return Progress("not_started", "Not considered")
    words = f"{len(looked)} of {len(now.judgements)}" + (f", {len(left)} open" if left else "")
    return Progress("working" if left else "complete", words)


def keep_state(
    work: Work,
    case_id: str,
    pass_id: str,
    marker: str,
    stage: str,
    *,
    status: str,
    cursor: str = "",
    read: bool = False,
) -> StageState:
    """Remember how far a stage is and where one was; ``stage`` "" keeps which stage of the marker one was on."""
    state = overview.stage_state(work, case_id, pass_id, marker, stage)
    kept = overview.leave_stage(work, state, status=status, cursor=cursor)
    return work.change(kept, read=True) if read and not kept.read else kept


def keep_place(
    work: Work, case_id: str, pass_id: str, marker: str, stage: str, *, cursor: str, read: bool = False
) -> StageState | None:
    """Remember which stage of a marker one is on; with ``read`` also that it was read, which is given back."""
    last = overview.stage_state(work, case_id, pass_id, marker, "")
    if last.cursor != cursor:
        overview.leave_stage(work, last, status="working", cursor=cursor)
    if not read or overview.stage_state(work, case_id, pass_id, marker, stage).read:
        return None
    return keep_state(work, case_id, pass_id, marker, stage, status="read", read=True)


def pass_to_open(on: Ground) -> str:
    """The kind of pass to begin with: the latest one that is open, else the first."""
    still = [one for one in on.passes.values() if one.closed_on is None]
    latest = max(still, key=lambda one: (one.opened_on is not None, one.opened_on, one.id), default=None)
    return latest.kind if latest else on.vocabulary.passes[0].id
