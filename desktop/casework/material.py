"""Material comes in, is described, lent, viewed and accounted for; original bytes are kept as received."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import intake, wording
from desktop.casework import entries
from desktop.errors import FieldErrors, UserError, explain
from desktop.isolation import Worker
from desktop.session import Session
from storage.records import (
    Case,
    Continuity,
    EntryStatus,
    IndexEntry,
    Loan,
    Mark,
    Material,
    MaterialKind,
    MaterialText,
    Medium,
    Origin,
    Relation,
)
from storage.store import Store, Work

Progress = Callable[[int, int, str], None]
KIND_OF_FILE = {
    "mail": MaterialKind.EMAIL,
    "image": MaterialKind.PHOTOGRAPH,
    "audio": MaterialKind.NOTE_AUDIO,
}
MEDIUM_OF_FILE = {"audio": Medium.AUDIO, "video": Medium.VIDEO, "image": Medium.PHOTO}


@dataclass(frozen=True)
class _File:
    """A file as it was read, and the files inside it."""

    name: str
    data: bytes
    reading: intake.Reading
    parts: tuple[_File, ...] = ()


@dataclass(frozen=True)
class FileResult:
    """What became of one file: ``item`` is kept, or ``problem`` says why not. ``same_as`` are items of equal bytes."""

    name: str
    item: Material | None = None
    entry: IndexEntry | None = None
    attachments: tuple[Material, ...] = ()
    same_as: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: UserError | None = None


def add_files(
    session: Session,
    case_id: str,
    files: Iterable[tuple[str, bytes | Path]],
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    **fields: Any,
) -> list[FileResult]:
    """Bring files in one by one, each safely stored before the next; one bad file does not stop the rest."""
    chosen = list(files)
    results: list[FileResult] = []
    with intake.reader() as worker:
        for at, (name, source) in enumerate(chosen):
            if cancelled and cancelled():
                break
            if progress:
                progress(at, len(chosen), f"File {at + 1} of {len(chosen)}")
            results.append(add_file(session, case_id, name, source, worker=worker, **fields))
    return results


def add_file(
    session: Session,
    case_id: str,
    name: str,
    source: bytes | Path,
    *,
    worker: Worker | None = None,
    **fields: Any,
) -> FileResult:
    """Bring in one file: kept, hashed, read in a child process, indexed, in one transaction.

    A file that Caseward cannot read is kept all the same. Only one that cannot be had at all is a ``problem``.
    """
    try:
        data = source if isinstance(source, bytes) else _bytes_of(source)
        file = _read(name, data, worker)
        return session.do("Bring in a file", _keep, case_id, file, fields)
    except OSError:
        return FileResult(
            name,
            problem=UserError("The file could not be read from its disk.", "Check the disk and bring it in again."),
        )
    except Exception as problem:  # one file's trouble is that file's result
        return FileResult(name, problem=explain(problem))


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size >= 1_000_000_000:
        raise UserError(
            "The file is larger than 1 GB, which is more than one item can hold.",
            "Split it with the program that made it and bring in the parts.",
        )
    return path.read_bytes()


def _read(name: str, data: bytes, worker: Worker | None, depth: int = 0) -> _File:
    reading = intake.read(data, name, worker=worker, depth=depth)
    parts = tuple(_read(part.name, part.data, worker, depth + 1) for part in reading.parts)
    return _File(name, data, reading, parts)


def _keep(work: Work, case_id: str, file: _File, fields: dict[str, Any]) -> FileResult:
    item, entry = _keep_one(work, case_id, file, fields)
    same = tuple(one.id for one in work.find(Material, case_id=case_id, sha256=item.sha256) if one.id != item.id)
    attachments: list[Material] = []
    _keep_parts(work, item, file, fields, attachments)
    return FileResult(file.name, item, entry, tuple(attachments), same, _said(file.reading))


def _keep_parts(work: Work, parent: Material, file: _File, fields: dict[str, Any], kept: list[Material]) -> None:
    shared = {
        key: fields[key] for key in ("origin", "from_agency_id", "from_person_id", "received_on") if key in fields
    }
    for part in file.parts:
        inside = shared | {"parent_id": parent.id, "relation": Relation.ATTACHMENT}
        item, _ = _keep_one(work, parent.case_id, part, inside)
        kept.append(item)
        _keep_parts(work, item, part, fields, kept)


def _said(reading: intake.Reading) -> tuple[str, ...]:
    return (*reading.notes, *((reading.reason,) if reading.reason else ()))


def _keep_one(work: Work, case_id: str, file: _File, fields: dict[str, Any]) -> tuple[Material, IndexEntry]:
    reading, blob = file.reading, work.add_blob(file.data)
    given: dict[str, Any] = {
        "kind": KIND_OF_FILE.get(reading.kind.value, MaterialKind.OTHER),
        "origin": Origin.AGENCY if fields.get("from_agency_id") else Origin.GENERATED,
        "received_on": work.circumstances.today(),
        "medium": MEDIUM_OF_FILE.get(reading.kind.value, Medium.ELECTRONIC),
    }
    if reading.kind.value == "mail" and reading.dates:
        given["doc_date"] = reading.dates[0].value
    item = work.add(
        Material(
            **(given | fields),
            case_id=case_id,
            pages=reading.extent.pages,
            rows=reading.extent.rows,
            seconds=round(reading.extent.seconds),
            file_name=file.name,
            media_type=reading.media_type,
            blob_id=blob.id,
            size=blob.size,
            sha256=blob.sha256,
            hashed_at=work.circumstances.now(),
            readable=reading.readable,
            read_notes=_said(reading),
        )
    )
    if reading.text:
        text = MaterialText(case_id=case_id, material_id=item.id, text=reading.text, page_starts=reading.page_starts)
        work.add(dataclasses.replace(text, method="taken out"))
    happened(work, item.case_id, item.id, "received", hash_after=item.sha256)
    return item, entries.follow(work, item)


def keep_made(
    work: Work, /, case_id: str, name: str, data: bytes, reading: intake.Reading, **fields: Any
) -> tuple[Material, IndexEntry]:
    """Keep a file that Caseward made and somebody was given, in the unit of work that notes that it left."""
    return _keep_one(work, case_id, _File(name, data, reading), fields | {"origin": Origin.GENERATED})


def add_thing(
    work: Work, /, case_id: str, kind: MaterialKind, title: str, **fields: Any
) -> tuple[Material, IndexEntry]:
    """Keep the record of something that is no file: paper, a notebook, an object."""
    if not title.strip():
        raise FieldErrors({"title": "Enter what it is"})
    fields.setdefault("medium", Medium.PAPER)
    fields.setdefault("received_on", work.circumstances.today())
    item = work.add(Material(case_id=case_id, kind=kind, title=title.strip(), **fields))
    happened(work, case_id, item.id, "received")
    return item, entries.follow(work, item)


def save(work: Work, /, item: Material, **fields: Any) -> Material:
    """Save fields of an item; its entry keeps step. Bytes and hash never change."""
    if {"blob_id", "sha256", "size"} & fields.keys():
        raise UserError("The bytes of an item never change.", "Bring the other file in as an item of its own.")
    saved = work.change(item, **fields)
    entries.follow(work, saved)
    return saved


def text_of(store: Store, item: Material) -> MaterialText | None:
    """The words of an item: typed by a person where they did, else those taken out."""
    found = store.find(MaterialText, material_id=item.id, order=["-created_at"])
    return next((text for text in found if text.method == "typed"), found[0] if found else None)


def type_text(work: Work, item: Material, text: str) -> MaterialText:
    """Keep words that a person typed from a scan or picture; what was taken out stays beside them."""
    earlier = work.one(MaterialText, material_id=item.id, method="typed")
    if earlier:
        return work.change(earlier, text=text)
    return work.add(MaterialText(case_id=item.case_id, material_id=item.id, text=text, method="typed"))


def view(session: Session, item: Material) -> bytes:
    """The original bytes, for viewing inside the application from memory; the viewing is in the audit."""
    session.do("View an item", lambda work: work.audit("material.viewed", item.id))
    return session.look(lambda store: store.blob(item.blob_id))


def verify_bytes(store: Store, item: Material) -> bool:
    """Whether the bytes kept still have the hash they came in with."""
    return not item.blob_id or hashlib.sha256(store.blob(item.blob_id)).hexdigest() == item.sha256


def happened(work: Work, /, case_id: str, record_id: str, what: str, **facts: Any) -> Continuity:
    """Add a line to the history of an item: who, when, where, why, condition, hashes."""
    facts.setdefault("who", work.worker)
    return work.add(
        Continuity(case_id=case_id, record_id=record_id, at=work.circumstances.now(), happened=what, **facts)
    )


def continuity(store: Store, record_id: str) -> tuple[Continuity, ...]:
    """The history of an item, oldest first."""
    return store.find(Continuity, record_id=record_id)


def lend(session: Session, item: Material, folder: Path, reason: str, to: str) -> tuple[Loan, Path]:
    """Write a plaintext copy of an original for a program outside, under the item's reference, as an open loan.

    Raises ``FieldErrors`` without a reason, ``UserError`` when the file is there already.
    """
    if not reason.strip() or not to.strip():
        raise FieldErrors({"reason": "Enter who will open it, with what, and why"})
    entry = session.look(lambda store: entries.entry_of(store, item))
    stem = entry.working_ref if entry else item.id
    path = folder / f"{stem}{Path(item.file_name).suffix.lower()[:8]}"
    if path.exists():
        raise UserError("A file of that name is already in the folder.", "Choose another folder.")
    data = session.look(lambda store: store.blob(item.blob_id))

    def record(work: Work) -> Loan:
        happened(work, item.case_id, item.id, "lent", where="outside the store", why=reason, hash_before=item.sha256)
        work.audit("material.lent", item.id)
        return work.add(
            Loan(case_id=item.case_id, material_id=item.id, reason=reason, to=to, lent_at=work.circumstances.now())
        )

    loan = session.do("Lend an item", record)
    path.write_bytes(data)
    path.chmod(0o600)
    return loan, path


def end_loan(work: Work, loan: Loan, how: str) -> Loan:
    """Record that a loan came back or was destroyed. Raises ``FieldErrors`` without how."""
    if not how.strip():
        raise FieldErrors({"ended_how": "Enter whether the copy was returned or destroyed, and how"})
    happened(work, loan.case_id, loan.material_id, "returned", why=how)
    return work.change(loan, ended_at=work.circumstances.now(), ended_how=how)


def open_loans(store: Store, case_id: str) -> tuple[Loan, ...]:
    """Loans whose end is not recorded."""
    return tuple(loan for loan in store.find(Loan, case_id=case_id) if loan.ended_at is None)


def dispose(work: Work, case: Case, item: Material, authority: str, method: str) -> None:
    """Record that an item was destroyed: its entry stays and says so, its bytes and words are erased from the store.

    That cannot be taken back (``session``); backups made before still hold it, until they are put aside themselves.
    Raises ``UserError`` while a preservation hold stands, while its time of keeping has not passed, or while a copy of
    it is out on loan; ``FieldErrors`` without authority and method.
    """
    today = work.circumstances.today()
    if case.hold:
        raise UserError("A preservation hold stands on this case, so nothing was destroyed.", "Release the hold first.")
    if item.retain_until and today < item.retain_until:
        raise UserError(
            f"This is not to be destroyed before {wording.uk_date(item.retain_until)}.",
            "Keep it until then, or change the date with a reason in the remarks.",
        )
    if any(loan.ended_at is None for loan in work.find(Loan, material_id=item.id)):
        raise UserError("A copy of it is out on loan.", "Record the end of the loan first.")
    missing = {"authority": authority, "method": method}
    errors = {name: _NEEDED[name] for name, said in missing.items() if not said.strip()}
    if errors:
        raise FieldErrors(errors)
    happened(work, case.id, item.id, "destroyed", why=authority, condition=method)
    entry = entries.entry_of(work, item)
    if entry:
        said = f"{method.strip()}, {wording.uk_date(today)}; authorised by {authority.strip()}"
        kept = f"{authority}; {method}; {today.isoformat()}"
        entries.declare(work, entry, EntryStatus.DESTROYED, said, disposal=kept)
    _erase(work, item)


def _erase(work: Work, item: Material) -> None:
    """Leave of an item what its entry needs, its hash among it; no byte, word or quotation."""
    texts = work.find(MaterialText, material_id=item.id)
    for mark in work.find(Mark, record_id=[text.id for text in texts]) if texts else ():
        work.bin(work.change(mark, quoted="", memo=""))
    for text in texts:
        work.bin(work.change(text, text="", page_starts=()))
    if item.blob_id:
        work.remove_blob(item.blob_id)
    work.bin(work.change(item, blob_id="", title="", remarks="", file_name=""))


_NEEDED = {
    "authority": "Enter who authorised the disposal, by role",
    "method": "Enter how it was destroyed",
}
