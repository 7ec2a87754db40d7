"""The key to codes (G): who the people of an index are, for one named officer, by hand or encrypted.

It never lies in the folder, bundle or message of an index (profiles, section 6), is versioned with the codes it
explains and has a receipt of its own.
"""

from __future__ import annotations

from pathlib import Path

from desktop import wording
from desktop.casework import cast as casts
from desktop.casework.cast import CasePseudonyms
from desktop.disclosure import checks, files, lists
from desktop.disclosure.cells import CellMaker
from desktop.disclosure.files import Made
from desktop.disclosure.header import Header, make_header
from desktop.disclosure.issue import PROFILE, latest
from desktop.errors import UserError
from desktop.paper import pdf, sealed
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, fixed
from desktop.redaction.secrets_of import SecretSet
from desktop.session import Session
from storage.records import (
    Case,
    IndexEntry,
    Issue,
    IssueFile,
    Person,
    Proceeding,
    ProceedingContact,
    Series,
    WitnessStatus,
    words,
)
from storage.store import Store, Work


def issue_key(
    session: Session,
    case_id: str,
    proceeding_id: str,
    recipient_id: str,
    out: Path,
    passphrase: str,
    *,
    force: bool = False,
) -> Issue:
    """Write the key as an encrypted PDF to ``out`` and keep it as a version of its own.

    Raises ``UserError`` when the folder holds an index, or the officer is not named.
    """
    files.keep_apart(out, "key", "The key is handed over apart.")
    header, rows, book, internal = session.look(_gather, case_id, proceeding_id, recipient_id, session.worker.role)
    clear = pdf.lay_out(lists.key_to_codes(header, rows))
    made = Made("key", out.name, sealed.encrypt_pdf(clear, passphrase), clear)
    files.read_back([made], internal)
    if out.exists() and not force:
        raise UserError(f"{out.name} is already there, so nothing was written.", "Choose another name.")

    def keep(work: Work) -> Issue:
        record = _keep(work, case_id, proceeding_id, recipient_id, header, made)
        book.save(work)
        return record

    record = session.do("Issue the key to codes", keep)
    out.write_bytes(made.data)
    return record


def _keep(work: Work, case_id: str, proceeding_id: str, recipient_id: str, header: Header, made: Made) -> Issue:
    """The key as a version of its own, with the file as it leaves."""
    record = work.add(
        Issue(
            case_id=case_id,
            proceeding_id=proceeding_id,
            series=Series.KEY,
            version=header.version,
            as_at=header.as_at,
            issued_at=work.circumstances.now(),
            recipient_id=recipient_id,
            prepared_by=work.worker,
        )
    )
    blob = work.add_blob(made.data)
    work.add(
        IssueFile(
            case_id=case_id,
            issue_id=record.id,
            folder="key",
            name=made.name,
            blob_id=blob.id,
            sha256=blob.sha256,
            size=blob.size,
        )
    )
    work.audit("key.issued", record.id, version=header.version)
    return record


def _gather(
    store: Store, case_id: str, proceeding_id: str, recipient_id: str, role: str
) -> tuple[Header, list[dict[str, Released]], CasePseudonyms, SecretSet]:
    case = store.get(Case, case_id)
    proceeding = store.get(Proceeding, proceeding_id)
    recipient = store.get(ProceedingContact, recipient_id)
    book = CasePseudonyms(store, case_id)
    coded = casts.releaser(store, case, PROFILE, book)
    plain = casts.releaser(store, case, "internal", book)
    maker = CellMaker(store, case, coded)
    chosen = checks.listable(store, case_id, Series.OPEN)
    maker.prepare(chosen, {})
    last = latest(store, proceeding_id, Series.KEY)
    header = make_header(
        store,
        CellMaker(store, case, plain),
        proceeding,
        recipient,
        series=Series.KEY,
        version=last.version + 1 if last else 1,
        as_at=store.circumstances.now(),
        prepared=role or "Business unit",
        authorised="Not required",
    )
    named = _named_in(store, chosen)
    rows = [_row(coded, plain, person) for person in store.find(Person, case_id=case_id) if person.id in named]
    rows.sort(key=lambda row: row["code"].text)
    return header, rows, book, SecretSet.none()


def _named_in(store: Store, chosen: list[IndexEntry]) -> set[str]:
    """People whom the entries name by code, as speaker, author or in words."""
    found = {one for entry in chosen for one in (*entry.speaker_ids, entry.author_id) if one}
    if not chosen:
        return found
    for person in store.find(Person, case_id=chosen[0].case_id):
        if any(f"[{person.code}]" in entry.description for entry in chosen):
            found.add(person.id)
    return found


def _row(coded: Releaser, plain: Releaser, person: Person) -> dict[str, Released]:
    agency = plain.name(person.agency_id) if person.agency_id else fixed("")
    witness = words(person.witness_status)
    if person.witness_status is not WitnessStatus.NONE_KNOWN and person.witness_advised_on.known:
        witness += f", advised {wording.partial_date(person.witness_advised_on)}"
    return {
        "code": coded.name(person.id),
        "name": plain.name(person.id),
        "born": fixed(wording.partial_date(person.born) if person.born.known else "Not known"),
        "role": plain.release(person.role, kind="cell"),
        "agency": agency,
        "witness": fixed(witness),
    }
