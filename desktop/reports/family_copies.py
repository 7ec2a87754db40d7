"""Copies for the family: what one copy tells about each other member, and the report as somebody reads it.

A copy is made for one person (``export`` refuses anything else) and what that person may not know is withheld by the
profile. ``tells`` says it back before anything leaves: for each other member of the family, what stands in this copy
and what was kept out. The reading copy of the report is the text that will be published, whoever reads it. The page of
the family and the demonstration call ``tells`` and ``reading_copy``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.markers.family import KIN
from desktop.redaction.profiles import CLASSES
from desktop.reports import export
from desktop.reports.export import Ready
from desktop.session import Session
from desktop.wording import plural
from storage.records import Case, Person

READING = "Reading copy: read here, not taken away"
REPORT = "overview-report"


@dataclass(frozen=True)
class Fact:
    """One kind of thing about somebody: its class in words, how it stands in the copy, and in how many places.

    ``how`` is ``as it is``, ``withheld`` or the words printed instead.
    """

    what: str
    how: str
    count: int

    @property
    def words(self) -> str:
        """The fact as a line."""
        printed = {"as it is": "printed as it is", "withheld": "withheld"}.get(self.how, f"printed as “{self.how}”")
        return f"{self.what[:1].upper()}{self.what[1:]}: {printed}, in {plural(self.count, 'place')}"


@dataclass(frozen=True)
class Told:
    """What a copy tells about one other member of the family: what is printed, and what is kept out."""

    person_id: str
    printed: tuple[Fact, ...]
    kept_out: tuple[Fact, ...]

    @property
    def silent(self) -> bool:
        """Whether the copy says nothing of that person."""
        return not self.printed


def tells(ready: Ready) -> tuple[Told, ...]:
    """What the copy tells about each member of the family but its recipient, by code; silence is said as well."""
    made = ready.made
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for person_id, what, how in (*_kept(ready), *_replaced(ready), *_linked(ready)):
        counts.setdefault(person_id, Counter())[what, how] += 1
    others = [one for one in made.people.values() if one.kind in KIN and one.id != made.recipient_id]
    return tuple(_told(one, counts.get(one.id, Counter())) for one in sorted(others, key=lambda each: each.code))


def _told(person: Person, counts: Counter[tuple[str, str]]) -> Told:
    facts = [Fact(what, how, count) for (what, how), count in sorted(counts.items())]
    return Told(
        person.id,
        tuple(one for one in facts if one.how != "withheld"),
        tuple(one for one in facts if one.how == "withheld"),
    )


def _kept(ready: Ready) -> Iterable[tuple[str, str, str]]:
    """What stands as it is: found in a text, and not replaced there by anything."""
    made = ready.made
    gone: dict[str, list[tuple[int, int]]] = {}
    for one in made.releaser.replacements:
        gone.setdefault(one.where, []).append((one.start, one.end))
    for called, _ in made.told:
        for start, end, subjects, class_id, code in made.releaser.looked(made.texts[called][1]):
            replaced = any(left < end and start < right for left, right in gone.get(called, ()))
            if code == "K" and not replaced:
                yield from ((one, _class_words(class_id), "as it is") for one in subjects)


def _replaced(ready: Ready) -> Iterable[tuple[str, str, str]]:
    for one in ready.made.releaser.replacements:
        how = "withheld" if one.printed.startswith("[withheld") else one.printed
        yield from ((subject, _class_words(one.class_id), how) for subject in one.subjects)


def _linked(ready: Ready) -> Iterable[tuple[str, str, str]]:
    """Named as a link of a register: a supporter, an advocate, a child in the title."""
    made = ready.made
    for person_id, said in [*made.named, *(made.children if "children" in made.filled else ())]:
        if said:
            yield person_id, "name", said.text if said.spans else "as it is"


def _class_words(class_id: str) -> str:
    if class_id.endswith("_name"):
        return "name"
    return CLASSES.get(class_id, class_id).replace("_", " ")


def reading_copy(session: Session, case: Case, person_id: str, out: Path, *, second_person: str, **more: Any) -> Path:
    """Write the report as ``person_id`` reads it: the publication text, marked as a reading copy on every page.

    It is the same for everybody, so nothing in it depends on who reads it; who was shown it stands in the register
    ``report_sharing``. Raises ``UserError`` as every publication does.
    """
    session.look(lambda store: store.get(Person, person_id))
    return export.export(
        session, case, REPORT, "publication", out, second_person=second_person, draft=READING, **more
    )
