"""The archive of a review and the return of originals: plain copies in a folder that a person picked, after a warning.

An archive opens without Caseward: originals under their item references, issued lists as they were sent, every record
as JSON and CSV, ``SHA256SUMS`` that ``sha256sum -c`` checks, a manifest and a page of plain words. It is written whole
and read back before it gets its name; it stays open in the register of loans until somebody records what became of it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import wording
from desktop.casework import entries, material
from desktop.errors import FieldErrors, UserError
from desktop.paper import pdf
from desktop.reports import export
from desktop.reports.catalogue import reports
from desktop.reports.templates import Template
from desktop.session import Session
from storage import records as kinds
from storage import travelling
from storage.records import Agency, Case, Issue, IssueFile, Loan, Material, Row
from storage.store import Store, Work

FORMAT = "caseward-archive-1"
MANIFEST, SUMS, READ_ME = "manifest.json", "SHA256SUMS", "READ-ME.txt"
ARCHIVE, RETURN, INSIDE = "archive", "return", "internal"
LEFT_OUT: dict[type[Row], frozenset[str]] = {kinds.Pack: frozenset({"recovery"}), kinds.Worker: frozenset({"slot_id"})}
"""Fields that open something: never written in clear."""
NOT_KEPT: frozenset[type[Row]] = frozenset({kinds.Draft})
"""Kinds that are no part of the record: what was typed and never saved."""
Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Plan:
    """What an archive will hold, for the warning before it is written."""

    items: int
    size: int
    records: int
    open_packs: int
    hold: bool


@dataclass(frozen=True)
class Written:
    """A folder that was written, how many files are in it, and its lines in the register of loans."""

    folder: Path
    files: int
    loans: tuple[Loan, ...]


def plan(store: Store, case_id: str) -> Plan:
    """What is there to be archived of a case."""
    case, items = store.get(Case, case_id), _originals(store, case_id)
    records = sum(store.count(kind, case_id=case_id) for kind in _kinds())
    out = store.count(kinds.Pack, case_id=case_id, status="out")
    return Plan(len(items), sum(one.size for one in items), records, out, case.hold)


def _kinds() -> tuple[type[Row], ...]:
    return tuple(kind for kind in travelling.kinds() if kind not in NOT_KEPT)


def _originals(store: Store, case_id: str) -> list[Material]:
    return [one for one in store.find(Material, case_id=case_id) if one.blob_id]


def write(session: Session, case_id: str, parent: Path, to: str, reason: str, step: Step | None = None) -> Written:
    """Write the archive of a case into a new folder of ``parent``.

    Raises ``FieldErrors`` without a folder, a receiver or a reason, ``UserError`` when it cannot be written or does not
    read back as it was; no folder is left then.
    """
    _check(parent, to, reason)
    case = session.look(lambda store: store.get(Case, case_id))
    stem = f"{_safe(case.reference)} archive {session.circumstances.today().isoformat()}"
    sums, data = session.look(_write_folder, case, parent / stem, step or _quiet)

    def record(work: Work) -> tuple[Loan, ...]:
        for item in _originals(work, case_id):
            material.happened(work, case_id, item.id, "exported", where="archive", why=reason, hash_before=item.sha256)
        now, sha256 = work.circumstances.now(), hashlib.sha256(data).hexdigest()
        work.audit("archive.written", case_id, files=len(sums), sha256=sha256)
        loan = Loan(case_id=case_id, purpose=ARCHIVE, reason=reason, to=to, lent_at=now, sha256=sha256)
        return (work.add(loan),)

    return _recorded(session, "Write an archive", parent / stem, len(sums), record)


def _recorded(
    session: Session, name: str, folder: Path, files: int, record: Callable[[Work], tuple[Loan, ...]]
) -> Written:
    try:
        loans = session.do(name, record)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    session.forget_steps()
    return Written(folder, files, loans)


def _check(parent: Path, to: str, reason: str) -> None:
    errors: dict[str, str] = {}
    if not to.strip():
        errors["to"] = "Enter who receives it"
    if not reason.strip():
        errors["reason"] = "Enter why, and who authorised it"
    if not parent.is_dir():
        errors["folder"] = "Choose a folder that exists"
    if errors:
        raise FieldErrors(errors)


def _write_folder(store: Store, case: Case, folder: Path, step: Step) -> tuple[dict[str, str], bytes]:
    """Every file of the archive, read back; gives their hashes and the manifest."""
    if folder.exists():
        raise UserError("There is already an archive of today in that folder.", "Choose another folder.", code="exists")
    making = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(making, ignore_errors=True)
    try:
        sums = _put_files(making, _files(store, case), _count(store, case), step)
        manifest = _manifest(store, case, sums, making)
        sums |= _put_files(making, [(MANIFEST, manifest), (READ_ME, _read_me(case, store, sums))], 0, _quiet)
        (making / SUMS).write_text("".join(f"{sha}  {name}\n" for name, sha in sorted(sums.items())), encoding="utf-8")
        found = check(making)
        if found:
            raise UserError("What was written did not read back as it was.", "Try another disk.", code="backup")
        making.rename(folder)
    except OSError:
        raise UserError("The archive could not be written.", "Make room on the disk.", field="folder") from None
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return sums, manifest


def _count(store: Store, case: Case) -> int:
    return len(_originals(store, case.id)) + len(_issued(store, case)) + 2 * len(_kinds()) + 1 + len(_documents())


def _quiet(_done: int, _total: int, _words: str) -> None:
    pass


def _put_files(folder: Path, files: Iterable[tuple[str, bytes]], total: int, step: Step) -> dict[str, str]:
    sums: dict[str, str] = {}
    for number, (name, data) in enumerate(files, 1):
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o600)
        sums[name] = hashlib.sha256(data).hexdigest()
        step(number, max(total, number), "")
    return sums


def _files(store: Store, case: Case) -> Iterator[tuple[str, bytes]]:
    for item in _originals(store, case.id):
        yield f"originals/{item_name(store, item)}", store.blob(item.blob_id)
    for name, blob_id in _issued(store, case):
        yield name, store.blob(blob_id)
    for kind in _kinds():
        rows = [_shown(kind, row) for row in travelling.rows(store, kind, [case.id])]
        if kind in (kinds.Worker, kinds.Agency, kinds.Board):
            rows += [_shown(kind, row) for row in travelling.rows(store, kind, [""])]
        if rows:
            yield f"records/{kind.__name__}.json", _json(rows)
            yield f"records/{kind.__name__}.csv", _csv(rows)
    yield "records/audit.json", _json(_audit(store))
    for report_id in _documents():
        data = _laid_out(store, case, report_id)
        if data:
            yield f"documents/{report_id}.pdf", data


def _documents() -> list[str]:
    """Every document that is made for those inside, which is whom an archive is kept for."""
    return [one.id for one in reports().values() if INSIDE in one.template.profiles]


def _laid_out(store: Store, case: Case, report_id: str) -> bytes:
    """A document as it stands today; nothing for one that is for a person or a row that there is not (``left_out``)."""
    try:
        return pdf.lay_out(export.prepare(store, case, report_id, INSIDE).document)
    except UserError:
        return b""


def left_out(sums: Iterable[str]) -> list[dict[str, str]]:
    """The documents that are not among the files of an archive, with the reason in plain words."""
    there = set(sums)
    gone = [one.template for one in reports().values() if f"documents/{one.id}.pdf" not in there]
    return [{"document": one.id, "about": one.about, "why": _why(one)} for one in gone]


def _why(template: Template) -> str:
    if template.recipient == "person":
        return "made for one person at a time, who is named in it"
    if template.recipient == "agency":
        return "made for one body at a time"
    if INSIDE not in template.profiles:
        return "made for readers outside the business unit alone"
    return "could not be made from what is recorded: Reports says why"


def _issued(store: Store, case: Case) -> list[tuple[str, str]]:
    """The files of every issue as they were sent: name in the archive, blob."""
    found: list[tuple[str, str]] = []
    for issue in store.find(Issue, case_id=case.id):
        for one in store.find(IssueFile, issue_id=issue.id):
            found.append((f"issued/{issue.id[-6:]}/{one.folder}/{Path(one.name).name}", one.blob_id))
    return found


def item_name(store: Store, item: Material) -> str:
    """The name of an original outside the store: its item reference, and the ending of its form."""
    entry = entries.entry_of(store, item)
    stem = entries.short_ref(entry) if entry else item.id
    return f"{stem}{Path(item.file_name).suffix.lower()[:8]}"


def _shown(kind: type[Row], row: dict[str, Any]) -> dict[str, Any]:
    """A record as it is written down: lists and tables unpacked, without what opens something."""
    left = LEFT_OUT.get(kind, frozenset())
    return {name: _unpacked(value) for name, value in row.items() if name not in left}


def _unpacked(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value


def _json(rows: Any) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """The same facts, a line a record; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    sheet = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\r\n")
    sheet.writeheader()
    sheet.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: Any) -> str:
    said = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@") else said


def _audit(store: Store) -> list[dict[str, Any]]:
    lines, before = list[dict[str, Any]](), 0
    while found := store.activity(limit=5_000, before=before):
        lines += [
            {"seq": one.seq, "at": one.at.isoformat(), "actor": one.actor, "action": one.action,
             "object_id": one.object_id, "detail": one.detail, "mac": one.mac} for one in found
        ]  # fmt: skip
        before = found[-1].seq
    return lines[::-1]


def _manifest(store: Store, case: Case, sums: dict[str, str], folder: Path) -> bytes:
    items = [
        {"item": item_name(store, one).partition(".")[0], "file": f"originals/{item_name(store, one)}",
         "title": one.title, "bytes": one.size, "sha256": one.sha256} for one in _originals(store, case.id)
    ]  # fmt: skip
    seq, mac = travelling.audit_head(store)
    files = [
        {"name": name, "bytes": (folder / name).stat().st_size, "sha256": sha} for name, sha in sorted(sums.items())
    ]
    return _json({
        "format": FORMAT, "review": case.reference, "as_at": store.circumstances.now().isoformat(),
        "audit": {"seq": seq, "mac": mac}, "items": items, "files": files, "documents_left_out": left_out(sums),
    })  # fmt: skip


def _read_me(case: Case, store: Store, sums: Iterable[str]) -> bytes:
    day = wording.uk_date(store.circumstances.today())
    lines = (
        f"Archive of the review {case.reference}, written on {day}.",
        "",
        "It can be read without Caseward. Nothing in it is encrypted: keep it as the originals would be kept.",
        "",
        "originals/   each item as it was received, under its reference in the index",
        "issued/      each list that was issued, as it was sent",
        "documents/   the documents of the review as they stood on that day, with names, as PDF",
        "records/     every record of the review, one kind a file, as JSON and as CSV (UTF-8)",
        f"{MANIFEST}  what is here, with sizes and SHA-256",
        f"{SUMS}   the same sums for a checker: sha256sum -c {SUMS}",
        "",
        "Dates are ISO 8601, times UTC. A record is named by its id; fields that end in _id point at another.",
        "",
        *_not_there(sums),
    )
    return ("\n".join(lines) + "\n").encode()


def _not_there(sums: Iterable[str]) -> list[str]:
    gone = left_out(sums)
    if not gone:
        return ["Every document that can be made of a review is in documents/."]
    lead = "These documents are not in documents/. What they were made from stands in records/; a version that was"
    more = "given to somebody and kept stands in originals/."
    told = (f"{one['document']}: {one['about']}. Left out because it is {one['why']}." for one in gone)
    return [lead, more, "", *told]


def check(folder: Path) -> tuple[str, ...]:
    """Read an archive again: what is missing, altered or was added, in sentences; nothing when it is whole."""
    found, known = list[str](), set[str]()
    if not (folder / SUMS).is_file():
        return (f"There is no {SUMS} in this folder.",)
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        sha, _, name = line.partition("  ")
        known.add(name)
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing.")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha:
            found.append(f"{name} was altered.")
    there = {str(one.relative_to(folder).as_posix()) for one in folder.rglob("*") if one.is_file()}
    return (*found, *(f"{name} was added." for name in sorted(there - known - {SUMS})))


# Return of originals


def owners(store: Store, case_id: str) -> dict[str, str]:
    """The bodies that items of a case came from, with how many, by id."""
    counted: dict[str, int] = {}
    for item in _originals(store, case_id):
        if item.from_agency_id:
            counted[item.from_agency_id] = counted.get(item.from_agency_id, 0) + 1
    bodies = {one.id: one.name for one in store.find(Agency, case_id=["", case_id])}
    return {key: f"{bodies.get(key, 'A body')}, {wording.plural(count, 'item')}" for key, count in counted.items()}


def give_back(session: Session, case_id: str, body_id: str, parent: Path, to: str, reason: str) -> Written:
    """Write copies of every item that came from a body into a new folder of ``parent``, to be returned to it; each
    stays open until its return is recorded. Raises as ``write``."""
    _check(parent, to, reason)
    case = session.look(lambda store: store.get(Case, case_id))
    folder = parent / f"{_safe(case.reference)} return {session.circumstances.today().isoformat()}"
    items = [one for one in session.look(_originals, case_id) if one.from_agency_id == body_id]
    if not items:
        raise FieldErrors({"body": "Choose a body from which there are items"})

    def copies(store: Store) -> int:
        if folder.exists():
            raise UserError("There is already a return of today in that folder.", "Choose another.", field="folder")
        try:
            files = ((item_name(store, one), store.blob(one.blob_id)) for one in items)
            return len(_put_files(folder, files, 0, _quiet))
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise UserError("The copies could not be written.", "Make room on the disk.", field="folder") from None

    def record(work: Work) -> tuple[Loan, ...]:
        now = work.circumstances.now()
        for item in items:
            material.happened(work, case_id, item.id, "exported", where="return", why=reason, hash_before=item.sha256)
            work.audit("material.returned-copy", item.id)
        return tuple(
            work.add(Loan(case_id=case_id, material_id=one.id, purpose=RETURN, reason=reason, to=to, lent_at=now))
            for one in items
        )

    return _recorded(session, "Write copies to return", folder, session.look(copies), record)


# What became of it


def open_ones(store: Store, case_id: str) -> tuple[Loan, ...]:
    """Archives and returns of which nobody has recorded what became, oldest first."""
    found = store.find(Loan, case_id=case_id, order=["lent_at"])
    return tuple(one for one in found if one.ended_at is None and one.purpose in (ARCHIVE, RETURN))


def end(work: Work, /, loan_ids: Iterable[str], how: str) -> None:
    """Record what became of archives and returned copies: handed over, to whom, or destroyed.

    Raises ``FieldErrors`` without it.
    """
    if not how.strip():
        raise FieldErrors({"how": "Enter whether it was handed over or destroyed, when, and who signed for it"})
    for loan_id in loan_ids:
        loan = work.get(Loan, loan_id)
        if loan.purpose == ARCHIVE:
            work.audit("archive.ended", loan.case_id)
            work.change(loan, ended_at=work.circumstances.now(), ended_how=how.strip())
        else:
            material.end_loan(work, loan, how.strip())


def _safe(reference: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in reference)
