"""Group events: who sits in the room with whom is looked at before, what was read, who came, and what it left.

The registers ``event`` and ``composition_check`` are the one store (marker 11, question 6). A concern is shown, never
acted upon: a person decides, and then somebody may be heard individually instead. Pages, packs and the demonstration
call ``bookings.book(..., register_id="event")``, ``concerns``, ``decide``, ``start``, ``note`` and ``finish``;
flip-charts and photographs come in as files (``keep_item``) or things (``conversations.keep_original``), an index
entry each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.casework import notes
from desktop.errors import FieldErrors
from desktop.markers import bookings, conversations, rows, warnings
from desktop.markers.flags_snapshot import Seen, Snapshot
from desktop.redaction.normalise import key
from storage.records import Case, Note, NoteKind, PartialDate, Person, PersonKind, RegisterRow
from storage.store import Store, Work

REGISTER = "event"
FAMILY = frozenset(
    {PersonKind.SUBJECT_CHILD, PersonKind.SIBLING, PersonKind.PARENT, PersonKind.WIDER_FAMILY, PersonKind.OTHER_ADULT}
)
_TIERS = ("frontline", "first_line", "middle", "senior")


@dataclass(frozen=True)
class Concern:
    """Something about who sits in the room. ``kind`` is an option of ``composition_check``; ``with_id`` the other one.

    ``decided`` is the result that a person has recorded for it, or nothing.
    """

    kind: str
    person_id: str
    sentence: str
    with_id: str = ""
    decided: str = ""


def concerns(store: Store, case: Case, event_id: str) -> tuple[Concern, ...]:
    """What to look at before an event, those still open first: witnesses, managers beside staff, conflicts, family."""
    row = store.get(RegisterRow, event_id)
    seen = warnings.snapshot(store, case)
    who = bookings.people_of(rows.registers_of(case)[REGISTER], row.values)
    found = [
        *_witnesses(seen, who),
        *_hierarchy(seen, who),
        *_conflicts(seen, who),
        *_family(store, case, who),
    ]
    checks = {
        (str(one.values.get("concern")), str(one.values.get("person"))): str(one.values.get("result", ""))
        for one in rows.rows(store, case, rows.registers_of(case)["composition_check"])
        if one.values.get("event") == event_id
    }
    told = [Concern(c.kind, c.person_id, c.sentence, c.with_id, checks.get((c.kind, c.person_id), "")) for c in found]
    return tuple(sorted(told, key=lambda one: bool(one.decided)))


def _witnesses(seen: Snapshot, who: Iterable[str]) -> Iterator[Concern]:
    named = {one.id for one in seen.people if one.witness}
    unsafe = {one.person_id: one.reason for one in bookings.not_cleared(seen, who)}
    for person in who:
        if person in unsafe:
            yield Concern("witness", person, unsafe[person])
        elif person in named:
            yield Concern("witness", person, "Police named this person as a possible witness or suspect.")


def _hierarchy(seen: Snapshot, who: Iterable[str]) -> Iterator[Concern]:
    known = {row.text("person"): row for row in seen.of("practitioner")}
    here = [known[one] for one in who if one in known]
    for manager in here:
        below = [one for one in here if _below(one, manager)]
        if below:
            sentence = "Sits with people of the same body who report upwards to somebody of this tier."
            yield Concern("hierarchy", manager.text("person"), sentence, below[0].text("person"))


def _below(staff: Seen, manager: Seen) -> bool:
    if staff is manager or not staff.text("agency") or staff.text("agency") != manager.text("agency"):
        return False
    tiers = [_TIERS.index(one.text("tier")) if one.text("tier") in _TIERS else -1 for one in (staff, manager)]
    return 0 <= tiers[0] < tiers[1]


def _conflicts(seen: Snapshot, who: Iterable[str]) -> Iterator[Concern]:
    known = {row.text("person"): row for row in seen.of("practitioner")}
    declared = {row.text("person") for row in seen.of("conflict") if row.text("kind") in ("relation", "other")}
    for person in who:
        row = known.get(person)
        if row and row.text("manager_conflict") == "yes":
            yield Concern("conflict", person, "Has a conflict with their line manager.")
        elif person in declared:
            yield Concern("conflict", person, "Declared an interest or a relation.")


def _family(store: Store, case: Case, who: Iterable[str]) -> Iterator[Concern]:
    every = {one.id: one for one in store.find(Person, case_id=case.id)}
    family = [one for one in every.values() if one.kind in FAMILY]
    for person in (every[one] for one in who if one in every):
        if person.kind in FAMILY:
            yield Concern("family_link", person.id, "Is registered as family or as somebody close to it.")
            continue
        same = next((one for one in family if _surname(one) and _surname(one) == _surname(person)), None)
        if same is not None:
            sentence = "Shares a surname with somebody of the family. Say whether they are related."
            yield Concern("family_link", person.id, sentence, same.id)


def _surname(person: Person) -> str:
    words = key(person.name).split()
    return words[-1] if len(words) > 1 else ""


def decide(
    work: Work, case: Case, event_id: str, kind: str, person_id: str, result: str, *, alternative: str = "",
    talk_on: str = "", despite: str = "",
) -> RegisterRow:  # fmt: skip
    """Record what was decided about a concern. ``moved`` and ``opted_out`` take the person off the event.

    With ``moved`` and ``talk_on`` a conversation is booked in its place, under the rule of every booking: raises
    ``UserError`` (``not-cleared``) and records nothing when that person may not be spoken to.
    """
    known = rows.registers_of(case)
    event = work.get(RegisterRow, event_id)
    if result == "moved" and not (alternative.strip() or talk_on):
        raise FieldErrors({"alternative": "Enter what they are offered instead, or the day of a conversation"})
    if talk_on and result == "moved":
        bookings.book(
            work, case, {"people": [person_id], "kind": "practitioner", "planned_for": talk_on,
                         "purpose": event.values.get("purpose", ""), "agenda": event.values.get("agenda", "")},
            despite=despite,
        )  # fmt: skip
        alternative = alternative or "A conversation of their own"
    if result in ("moved", "opted_out"):
        left = [one for one in event.values.get("attendees") or () if one != person_id]
        rows.save(work, case, known[REGISTER], {"attendees": left}, event)
    values = {"event": event_id, "concern": kind, "person": person_id, "result": result, "alternative": alternative,
              "checked_on": work.circumstances.today().isoformat()}  # fmt: skip
    earlier = next(
        (
            one
            for one in rows.rows(work, case, known["composition_check"])
            if (one.values.get("event"), one.values.get("concern"), one.values.get("person"))
            == (event_id, kind, person_id)
        ),
        None,
    )
    return rows.save(work, case, known["composition_check"], values, earlier)


def start(
    work: Work, case: Case, event_id: str, *, script_version: str, came: Iterable[str], sheet_version: str = "",
    despite: str = "",
) -> RegisterRow:  # fmt: skip
    """Begin an event: who came is checked once more. Raises ``UserError`` (``not-cleared``) or ``FieldErrors``."""
    row = bookings.planned(work, event_id)
    there = tuple(came)
    bookings.must_be_cleared(work, case, there, despite, "It was not begun.")
    errors = {}
    if not script_version.strip():
        errors["script_version"] = "Enter which version of the opening script was read"
    if not there:
        errors["came"] = "Tick who came"
    if errors:
        raise FieldErrors(errors)
    values: dict[str, Any] = {"script_version": script_version, "came": list(there)}
    if sheet_version.strip():
        values["sheet_version"] = sheet_version
    if despite.strip():
        values["not_cleared_because"] = despite.strip()
    return rows.save(work, case, rows.registers_of(case)[REGISTER], values, row)


def note(work: Work, case: Case, event_id: str, text: str, *, reflections: bool = False) -> Note:
    """Keep a note of an event, or a facilitator's reflections on it: a record and an index entry of its own."""
    row = work.get(RegisterRow, event_id)
    kind = NoteKind.REFLECTIONS if reflections else NoteKind.ACCOUNT
    held = list(row.values.get("notes") or ())
    title = str(row.values.get("title", "")) or "Group event"
    made, _ = notes.write(
        work, case.id, kind, title=f"Reflections: {title}" if reflections else title, text=text,
        on=PartialDate.exact(work.circumstances.today()), parent_id=held[0] if reflections and held else "",
        told=conversations.opening(
            str(row.values.get("script_version", "")), str(row.values.get("sheet_version", "")),
            work.circumstances.now(),
        ).strip() if row.values.get("script_version") and not reflections else "",
    )  # fmt: skip
    rows.list_also(work, case, row, "notes", made.id)
    return made


def keep_item(work: Work, case: Case, event_id: str, item_id: str) -> RegisterRow:
    """List an item (a photograph of a flip-chart, a paper) that was brought in among what an event left."""
    return rows.list_also(work, case, work.get(RegisterRow, event_id), "materials", item_id)


def finish(work: Work, case: Case, event_id: str, **facts: Any) -> RegisterRow:
    """An event was held: ``facts`` are fields of its row (follow_ups, wellbeing)."""
    return conversations.finish(work, case, event_id, **facts)
