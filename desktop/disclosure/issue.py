"""Issuing one series of the index: checked, numbered, laid out, read back, frozen in the store, then written to disk.

N and S are two publications (DESIGN section 7): each call makes a version of one of them, from entries of that one,
and nothing about the other enters its files. Nothing is written when anything stands in the way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.casework import board as boards
from desktop.casework import cast as casts
from desktop.casework.cast import CasePseudonyms
from desktop.disclosure import checks, files
from desktop.disclosure import entries as index
from desktop.disclosure.cells import CellMaker, ListRow
from desktop.disclosure.checks import Finding
from desktop.disclosure.files import Made
from desktop.disclosure.header import Header, make_header
from desktop.errors import UserError
from desktop.redaction.release import Releaser
from desktop.session import Session
from storage.records import (
    Case,
    IndexEntry,
    Issue,
    IssueFile,
    IssueLog,
    IssueRow,
    Person,
    Proceeding,
    ProceedingContact,
    Series,
    Worker,
)
from storage.store import Store, Work

PROFILE = "police-index"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Order:
    """What a person asks to have issued. ``proof_id`` is the item that shows who authorised it."""

    case_id: str
    series: Series
    proceeding_id: str = ""
    recipient_id: str = ""
    as_at: datetime | None = None
    authorised_by: str = ""
    proof_id: str = ""
    passphrase: str = ""
    packs_out: int = 0


@dataclass(frozen=True)
class Trial:
    """A version laid out but not issued: rows, header, files with folder and name, and what the checks found."""

    order: Order
    case: Case
    header: Header
    rows: tuple[ListRow, ...]
    numbers: dict[str, int]
    files: tuple[Made, ...]
    findings: tuple[Finding, ...]
    suggestions: int
    held: Issue | None
    book: CasePseudonyms
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of issuing it."""
        return not checks.stops(self.findings) and not self.suggestions and not self.header.draft


def try_out(
    session: Session,
    order: Order,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Trial:
    """The whole job with nothing kept: what would go out, and what stands in its way."""
    return _laid_out(session.look(_gather, order, session.worker), progress, cancelled)


def _laid_out(trial: Trial, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Trial:
    made = files.make(
        trial.header, trial.rows, trial.facts["previous"], trial.facts, progress=progress, cancelled=cancelled
    )
    files.read_back(made, trial.facts["secrets"])
    return dataclasses.replace(trial, files=tuple(made))


def issue(
    session: Session,
    order: Order,
    out: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    force: bool = False,
) -> tuple[Issue, tuple[Path, ...]]:
    """Issue a version and write its files under ``out``; ``force`` overwrites files of the same names.

    Raises ``UserError`` when a check stops it, a suggestion is undecided, nobody else authorised it (then a draft is
    written to ``out/draft``), a name was found in a finished file, or a file of that name exists.
    """
    # Refused before anything is laid out: nobody waits for pages to be told what is missing.
    trial = session.look(_gather, order, session.worker)
    _refuse_if_stopped(trial)
    trial = _laid_out(trial, progress, cancelled)
    if trial.header.draft:
        files.write(trial.files, out / "draft")
        raise UserError(
            "Nobody else has authorised this, so only a draft was written.",
            "Name a second person and the proof, then issue it.",
            code="draft",
        )
    if not force:
        files.must_be_free(trial.files, out)
    record = session.do(f"Issue {trial.header.name}", _freeze, trial)
    return record, files.write(trial.files, out)


def _refuse_if_stopped(trial: Trial) -> None:
    stops = checks.stops(trial.findings)
    if stops:
        items = len({finding.entry_id for finding in stops})
        raise UserError(
            f"Nothing was issued: {items} {'item needs' if items == 1 else 'items need'} something first.",
            "Run the checks, mend each item or hold it over with a reason.",
            code="stopped",
        )
    if trial.suggestions:
        count = trial.suggestions
        raise UserError(
            f"Nothing was issued: {count} {'word looks' if count == 1 else 'words look'} like names nobody registered.",
            "Decide about each one, then issue it.",
            code="suggestions",
        )


def _gather(store: Store, order: Order, worker: Worker) -> Trial:
    case = store.get(Case, order.case_id)
    proceeding = _proceeding(store, order)
    recipient = _recipient(store, order, proceeding)
    book = CasePseudonyms(store, case.id)
    releaser = engine(store, case, book)
    findings = checks.check(store, case, releaser, order.series, order.as_at)
    chosen = checks.listable(store, case.id, order.series, order.as_at)
    maker = CellMaker(store, case, releaser)
    numbers = number(store, chosen, order.series)
    chosen.sort(key=lambda entry: numbers[entry.id])
    held = latest(store, proceeding.id, order.series)
    version = held.version + 1 if held else 1
    maker.prepare(chosen, numbers if order.series is Series.OPEN else {})
    previous = issued_cells(store, held)
    rows = rows_of(maker, chosen, numbers, order.series, previous, version)
    findings += tuple(checks.boxed(rows))
    header = make_header(
        store,
        maker,
        proceeding,
        recipient,
        series=order.series,
        version=version,
        as_at=order.as_at or store.circumstances.now(),
        prepared=worker.role or "Business unit",
        authorised=_authoriser(store, order, worker),
        packs_out=order.packs_out,
        draft=_is_draft(store, order, worker),
    )
    facts = files.facts(store, case, releaser, maker, order.series, chosen, rows, held, previous)
    facts["passphrase"] = order.passphrase
    order = dataclasses.replace(order, proceeding_id=proceeding.id, recipient_id=recipient.id)
    return Trial(order, case, header, rows, numbers, (), findings, len(releaser.suggestions), held, book, facts)


def engine(store: Store, case: Case, book: CasePseudonyms) -> Releaser:
    """The redaction engine as every index of a case uses it: bodies that own an item may be named."""
    owners = tuple({entry.owner_id for entry in store.find(IndexEntry, case_id=case.id) if entry.owner_id})
    return casts.releaser(store, case, PROFILE, book, owners=owners)


def rows_of(
    maker: CellMaker,
    chosen: Sequence[IndexEntry],
    numbers: Mapping[str, int],
    series: Series,
    previous: Mapping[int, Mapping[str, str]] | None,
    version: int,
) -> tuple[ListRow, ...]:
    """The rows of a list: a number that stood in ``previous`` (its cells as issued) keeps its first version."""
    make = maker.open_row if series is Series.OPEN else maker.sensitive_row
    found = []
    for entry in chosen:
        number_ = numbers[entry.id]
        before = (previous or {}).get(number_)
        found.append(make(entry, number_, int(before["first_version"]) if before else version))
    return tuple(found)


def issued_cells(store: Store, held: Issue | None) -> dict[int, dict[str, str]] | None:
    """The cells of an issue by number, or None when there is none."""
    return {row.number: row.cells for row in store.find(IssueRow, issue_id=held.id)} if held else None


def number(store: Store, chosen: Sequence[IndexEntry], series: Series) -> dict[str, int]:
    """The number of each entry: the one it has, else the next ones in the order of listing: there is no hole."""
    attribute = "number_open" if series is Series.OPEN else "number_sensitive"
    numbers = {entry.id: getattr(entry, attribute) for entry in chosen if getattr(entry, attribute)}
    case_id = chosen[0].case_id if chosen else ""
    taken = [getattr(entry, attribute) for entry in store.find(IndexEntry, case_id=case_id, deleted=None)]
    following = max(taken, default=0)
    for entry in sorted((e for e in chosen if e.id not in numbers), key=_listing_order):
        following += 1
        numbers[entry.id] = following
    return numbers


def _listing_order(entry: IndexEntry) -> tuple[int, tuple[str, str], str]:
    return (index.part_of_index(entry), entry.doc_date.sort_key, entry.working_ref)


def latest(store: Store, proceeding_id: str, series: Series) -> Issue | None:
    """The latest issue of a series in a proceeding."""
    return next(iter(store.find(Issue, proceeding_id=proceeding_id, series=series, order=["-version"], limit=1)), None)


def _proceeding(store: Store, order: Order) -> Proceeding:
    if order.proceeding_id:
        return store.get(Proceeding, order.proceeding_id)
    found = [one for one in store.find(Proceeding, case_id=order.case_id) if one.closed_on is None]
    if len(found) != 1:
        raise UserError(
            "Say which proceeding this index is for." if found else "No proceeding is recorded for this case.",
            "Name one of those recorded." if found else "Record the proceeding and who receives its index.",
            status=2,
        )
    return found[0]


def _recipient(store: Store, order: Order, proceeding: Proceeding) -> ProceedingContact:
    if order.recipient_id:
        return store.get(ProceedingContact, order.recipient_id)
    found = [
        one for one in store.find(ProceedingContact, proceeding_id=proceeding.id) if one.receives and not one.until
    ]
    if len(found) != 1:
        raise UserError("Say who receives this index.", "Record one recipient in post, or name one of them.", status=2)
    return found[0]


def settle(store: Store, case_id: str, proceeding_id: str = "", recipient_id: str = "") -> tuple[str, str]:
    """The proceeding and recipient meant where there is one of each; raises ``UserError`` where there is not."""
    order = Order(case_id, Series.OPEN, proceeding_id, recipient_id)
    proceeding = _proceeding(store, order)
    return proceeding.id, _recipient(store, order, proceeding).id


def write_owner_lists(session: Session, order: Order, out: Path, *, force: bool = False) -> tuple[Path, ...]:
    """List D alone, outside an issue: for asking owners before anything is issued."""
    trial = session.look(_gather, order, session.worker)
    _refuse_if_named(trial)
    made = files.owner_lists(trial.header, trial.rows, trial.facts)
    if not made:
        raise UserError("No accepted item has an owner yet, so there is nothing to send.", "Set owners first.")
    files.read_back(made, trial.facts["secrets"])
    if not force:
        files.must_be_free(made, out)
    session.do("Write the owners' lists", lambda work: work.audit("index.owners", order.case_id))
    return files.write(made, out)


def _refuse_if_named(trial: Trial) -> None:
    if any(finding.always for finding in trial.findings):
        raise UserError(
            "A description holds a name, so nothing was written.", "Run the checks and use codes.", code="stopped"
        )


def _authoriser(store: Store, order: Order, worker: Worker) -> str:
    if not order.authorised_by or order.authorised_by == worker.id:
        return ""
    person = store.one(Person, id=order.authorised_by)
    other = store.one(Worker, id=order.authorised_by)
    if worker.name and worker.name.casefold() in {one.name.casefold() for one in (person, other) if one}:
        return ""  # the one who prepares it stands in the register too: that is no second person
    return (person.role if person else "") or (other.role if other else "") or "Second person"


def _is_draft(store: Store, order: Order, worker: Worker) -> bool:
    second = bool(_authoriser(store, order, worker)) and bool(order.proof_id)
    return boards.board(store).two_people and not second


def _freeze(work: Work, trial: Trial) -> Issue:
    if (
        number(work, checks.listable(work, trial.case.id, trial.order.series, trial.order.as_at), trial.order.series)
        != trial.numbers
    ):
        raise UserError("The list changed while it was being laid out, so nothing was issued.", "Issue it again.")
    header, order = trial.header, trial.order
    record = work.add(
        Issue(
            case_id=trial.case.id,
            proceeding_id=order.proceeding_id,
            series=order.series,
            version=header.version,
            as_at=header.as_at,
            issued_at=work.circumstances.now(),
            recipient_id=order.recipient_id,
            prepared_by=work.worker,
            authorised_by=order.authorised_by,
            proof_id=order.proof_id,
            facts={"profile": trial.facts["profile_digest"], "lock": trial.facts["lock_digest"]},
        )
    )
    if trial.held and trial.held.status == "issued":
        work.change(trial.held, status="superseded")
    _freeze_rows(work, record, trial)
    for made in trial.files:
        blob = work.add_blob(made.data)
        work.add(
            IssueFile(
                case_id=record.case_id,
                issue_id=record.id,
                folder=made.folder,
                name=made.name,
                blob_id=blob.id,
                sha256=blob.sha256,
                size=blob.size,
            )
        )
    work.add(
        IssueLog(
            case_id=record.case_id, issue_id=record.id, on=work.circumstances.today(), recipient=order.recipient_id
        )
    )
    trial.book.save(work)
    work.audit("index.issued", record.id, series=order.series.value, version=header.version)
    return record


def _freeze_rows(work: Work, record: Issue, trial: Trial) -> None:
    attribute = "number_open" if trial.order.series is Series.OPEN else "number_sensitive"
    for position, row in enumerate(trial.rows):
        entry = work.get(IndexEntry, row.entry_id)
        work.change(entry, **{attribute: row.number})
        work.add(
            IssueRow(
                case_id=record.case_id,
                issue_id=record.id,
                entry_id=row.entry_id,
                number=row.number,
                position=position,
                cells=row.frozen() | {"listed": "yes" if row.listed else "no"},
            )
        )


def issues(store: Store, case_id: str) -> tuple[Issue, ...]:
    """Every issue of a case, newest first."""
    return store.find(Issue, case_id=case_id, order=["-issued_at"])


def print_again(session: Session, record: Issue, out: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the files of a past version again, byte for byte as they were issued."""

    def stored(store: Store) -> list[Made]:
        rows = store.find(IssueFile, issue_id=record.id)
        return [Made(row.folder, row.name, store.blob(row.blob_id)) for row in rows]

    made = session.look(stored)
    if not force:
        files.must_be_free(made, out)
    session.do("Print a past version", lambda work: work.audit("index.printed", record.id))
    return files.write(made, out)
