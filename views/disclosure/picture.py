"""What the pages of the index show of a case, read from the store in one look; no widget here."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.casework import access, board, codes
from desktop.disclosure import checks, coverage, entries, requests
from desktop.disclosure.checks import Finding
from desktop.disclosure.overview import Overview, overview
from desktop.session import Session, Store
from desktop.wording import partial_date
from storage.records import (
    Agency,
    Board,
    Case,
    EntryStatus,
    IndexEntry,
    Issue,
    Listing,
    Person,
    Proceeding,
    ProceedingContact,
    Request,
    Series,
    Worker,
    words,
)
from views.kit import Cell, Row

OPEN, SENSITIVE, CANDIDATES = "N", "S", "candidates"
SECTIONS = {OPEN: "Open", SENSITIVE: "Sensitive", CANDIDATES: "Candidates"}


@dataclass(frozen=True)
class Picture:
    """A case's index as it stands. ``findings`` are filled in by ``with_checks``; until then ``checked`` is false."""

    case: Case
    board: Board
    entries: tuple[IndexEntry, ...]
    bodies: Mapping[str, Agency]
    people: Mapping[str, Person]
    workers: Mapping[str, Worker]
    issues: tuple[Issue, ...]
    proceedings: tuple[Proceeding, ...]
    contacts: tuple[ProceedingContact, ...]
    requests: tuple[Request, ...]
    to_describe: int
    today: date
    overviews: Mapping[str, Overview] = field(default_factory=dict)

    @property
    def checked(self) -> bool:
        """Whether the checks have been run on this picture."""
        return bool(self.overviews)

    def by_id(self) -> dict[str, IndexEntry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.entries}

    def reference(self, entry: IndexEntry) -> str:
        """What an entry is called."""
        return entries.reference(self.case.reference, entry)

    def short(self, entry: IndexEntry) -> str:
        """``N0117``, ``S0003`` or ``W0042``: the reference without that of the case."""
        return self.reference(entry).removeprefix(f"{self.case.reference}-")

    def number(self, entry: IndexEntry) -> str:
        """``0117`` in a list of one series; a candidate keeps its working reference."""
        number = entry.number_open or entry.number_sensitive
        return f"{number:04d}" if number else entry.working_ref

    def body(self, body_id: str) -> str:
        """A body's name, with its successor where there is one."""
        found = self.bodies.get(body_id)
        if found is None:
            return ""
        successor = self.bodies.get(found.successor_id)
        return f"{found.name} (now {successor.name})" if successor else found.name

    def owners(self) -> dict[str, str]:
        """The bodies to choose from, by name."""
        return {one.id: one.name for one in sorted(self.bodies.values(), key=lambda one: one.name.casefold())}

    def codes(self) -> dict[str, str]:
        """The codes of the people to choose from."""
        return {one.id: one.code for one in sorted(self.people.values(), key=lambda one: one.code.casefold())}

    def who(self, worker_id: str) -> str:
        """Who decided, in words: the role of a worker, or of a person of the register."""
        worker, person = self.workers.get(worker_id), self.people.get(worker_id)
        if worker is not None:
            return worker.role or worker.name
        return (person.role or person.code) if person is not None else worker_id

    def last_issue(self, series: Series) -> Issue | None:
        """The version of a series that went out last."""
        return next((one for one in self.issues if one.series is series), None)

    def findings_of(self, entry_id: str) -> tuple[Finding, ...]:
        """What the checks found about one entry, in either series."""
        return tuple(f for one in self.overviews.values() for f in one.findings if f.entry_id == entry_id)

    def suggested_in(self, entry_id: str) -> tuple[str, ...]:
        """Words of an entry that look like names."""
        return tuple(s.word for one in self.overviews.values() for s in one.suggested if entry_id in s.entry_ids)


def picture(store: Store, case_id: str) -> Picture:
    """The picture of a case, without its checks."""
    return Picture(
        case=store.get(Case, case_id),
        board=board.board(store),
        entries=entries.entries(store, case_id),
        bodies={one.id: one for one in board.bodies(store, case_id)},
        people={one.id: one for one in store.find(Person, case_id=case_id)},
        workers={one.id: one for one in access.workers(store)},
        issues=store.find(Issue, case_id=case_id, order=["-issued_at", "-version"]),
        proceedings=store.find(Proceeding, case_id=case_id),
        contacts=store.find(ProceedingContact, case_id=case_id, order=["-since"]),
        requests=requests.requests(store, case_id),
        to_describe=len(coverage.to_describe(store, case_id)),
        today=store.circumstances.today(),
    )


def with_checks(session: Session, before: Picture) -> Picture:
    """``before`` with the checks of both series."""

    def ask(store: Store) -> dict[str, Overview]:
        return {one.value: overview(store, before.case.id, one) for one in (Series.OPEN, Series.SENSITIVE)}

    return dataclasses.replace(before, overviews=session.look(ask))


# ---- where an entry belongs and how it stands
def section_of(entry: IndexEntry) -> str:
    """The list in which an entry is shown: open, sensitive, or with the candidates."""
    if entry.number_sensitive and not entry.number_open:
        return SENSITIVE
    if entry.number_open:
        return OPEN
    if entry.listing is not Listing.ACCEPTED:
        return CANDIDATES
    return SENSITIVE if checks.is_claimed(entry) else OPEN


def belongs(entry: IndexEntry, section: str) -> bool:
    """Whether an entry stands in a list; one claimed after it was issued stands in both series."""
    if section == SENSITIVE and entry.number_sensitive:
        return True
    if section == SENSITIVE and entry.number_open and entry.listing is Listing.ACCEPTED:
        return checks.is_claimed(entry)
    return section_of(entry) == section


def stands(found: Picture, entry: IndexEntry) -> str:
    """The state in one or two words (look, section 7)."""
    if entry.status is not EntryStatus.ACTIVE:
        return words(entry.status)
    if entry.listing is Listing.LEFT_OUT:
        return "Not for listing"
    if entry.held_over_reason:
        return "Held over"
    if entry.listing is Listing.CANDIDATE:
        return "To decide"
    if not found.checked:
        return ""
    if found.suggested_in(entry.id):
        return "Blocks"
    levels = {finding.level for finding in found.findings_of(entry.id)}
    return "Blocks" if checks.STOP in levels else "Warns" if levels else "Ready"


def facts_line(entry: IndexEntry) -> str:
    """``Letter, 2 pages, 3 March 2016``."""
    when = partial_date(entry.doc_date) if entry.doc_date.known else ""
    return ", ".join(part for part in (words(entry.kind), entry.extent, when) if part)


_SIGNS = {
    "Not for listing": ("cannot-start", "muted"),
    "Held over": ("clock", ""),
    "To decide": ("suggestion", "warning"),
}


def row_of(found: Picture, entry: IndexEntry, section: str) -> Row:
    """One line of the list."""
    state = stands(found, entry)
    icon, tone = _SIGNS.get(state, ("", ""))
    said = codes.unwrap(entry.description) or f"{entry.title or words(entry.kind)} (no description yet)"
    number = found.number(entry)
    if section == SENSITIVE and entry.number_sensitive:
        number = f"{entry.number_sensitive:04d}"
    return Row(
        entry.id,
        (
            Cell(number, order=number),
            Cell(said, facts_line(entry), tone="" if entry.description else "muted"),
            Cell(state, icon=icon, tone=tone),
        ),
    )


# ---- filters
Test = Callable[[Picture, IndexEntry], bool]
FILTERS: dict[str, tuple[str, Test]] = {
    "changed": ("Changed since the last version", lambda p, e: any(e.id in o.changed for o in p.overviews.values())),
    "blocks": ("Blocks", lambda p, e: stands(p, e) == "Blocks"),
    "warns": ("Warns", lambda p, e: stands(p, e) == "Warns"),
    "undescribed": ("No description", lambda _p, e: not e.description),
    "unowned": ("No owner", lambda _p, e: not e.owner_id),
    "held": ("Held over", lambda _p, e: bool(e.held_over_reason)),
    "left_out": ("Not for listing", lambda _p, e: e.listing is Listing.LEFT_OUT),
    "gone": ("Withdrawn, lost, destroyed or never made", lambda _p, e: e.status is not EntryStatus.ACTIVE),
}


def chosen(found: Picture, section: str, filters: Sequence[str]) -> list[IndexEntry]:
    """The entries of a list that meet every filter. ``owner:ID`` and ``kind:VALUE`` filter by owner and kind; what is
    not for listing is shown only when it is asked for."""
    kept = [entry for entry in found.entries if belongs(entry, section)]
    if section == CANDIDATES and "left_out" not in filters:
        kept = [entry for entry in kept if entry.listing is not Listing.LEFT_OUT]
    for name in filters:
        what, _, value = name.partition(":")
        if what == "owner":
            kept = [entry for entry in kept if entry.owner_id == value]
        elif what == "kind":
            kept = [entry for entry in kept if entry.kind.value == value]
        else:
            kept = [entry for entry in kept if FILTERS[name][1](found, entry)]
    return kept


def filter_words(found: Picture, name: str) -> str:
    """What a filter in force says."""
    what, _, value = name.partition(":")
    if what == "owner":
        return f"Owner: {found.body(value)}"
    if what == "kind":
        kind = next((words(e.kind) for e in found.entries if e.kind.value == value), value)
        return f"Kind: {kind}"
    if name == "changed":
        held = found.last_issue(Series.OPEN)
        return f"Changed since version {held.version}" if held else FILTERS[name][0]
    return FILTERS[name][0]


@dataclass(frozen=True)
class Group:
    """Findings of one code: what they are, the entries, and where each leads."""

    level: str
    code: str
    words: str
    places: tuple[tuple[str, str], ...]
    """Entry id and field, in the order of the list."""


_SHORT = {
    "no-owner": "owner missing",
    "claim-open": "claim not considered",
    "claim-pending": "claim under consideration",
    "name": "a name or number in a text",
    "duplicate": "the same bytes twice",
    "owner-board": "board as owner of what it was given",
    "stays-open": "claimed after it was issued",
    "owner-unconfirmed": "owner not yet confirmed",
    "position-awaited": "owner’s position awaited",
    "no-location": "no place to inspect it",
    "no-hash": "on paper, no hash",
    "not-told": "what the speaker was told",
    "owner-succeeded": "owner has a successor",
    "undecided": "candidate not decided",
    "description-empty": "description missing",
    "description-short": "description too short",
    "description-long": "description too long",
    "description-generic": "description says too little",
    "description-form-code": "form code alone",
    "description-acronym": "acronym not written out",
    "description-tone": "opinion in a description",
}


def grouped(one: Overview) -> tuple[Group, ...]:
    """The findings of a series by code, stops first; words that look like names stand first of all."""
    places: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for word in one.suggested:
        for entry_id in word.entry_ids or ("",):
            places[checks.STOP, "suggestion"].append((entry_id, f"word:{word.word}"))
    for finding in one.findings:
        places[finding.level, finding.code].append((finding.entry_id, finding.field))
    said = _SHORT | {"suggestion": "a word that looks like a name"}
    return tuple(
        Group(level, code, said.get(code, code.replace("-", " ")), tuple(dict.fromkeys(where)))
        for (level, code), where in places.items()
    )
