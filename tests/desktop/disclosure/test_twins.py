"""The twin rule for the index: vaults that differ in their secrets alone give the same lists, sheets and manifests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pyzipper

from desktop import session as sessions
from desktop.casework import material, notes, people
from desktop.disclosure import entries, issue, key
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import IndexEntry, MaterialKind, NoteKind, SensitivityClaim, Series
from tests.desktop.conftest import PASSPHRASE, Office, furnish
from tests.desktop.disclosure import making
from tests.desktop.paper.samples import failures, failures_of


class Cast(NamedTuple):
    """Names of one case: the child, its mother, a worker."""

    child: str
    mother: str
    worker: str


FIRST = Cast("Ivo Tarnbeck", "Grace Tarnbeck", "Joan Hallowfen")
OTHERS = Cast("Bartholomew St James-Õun", "Xiu Li", "Ffion ap Rhŷs-Llewelyn Ibbotson")


def _office(folder: Path, cast: Cast) -> Office:
    session, _ = sessions.create(
        folder / "board.caseward", PASSPHRASE, "Ruth Ellerby", "Board manager",
        circumstances=FixedCircumstances(), argon=CHEAP,
    )  # fmt: skip
    office = furnish(session, folder)
    for person, name in ((office.child, cast.child), (office.mother, cast.mother), (office.visitor, cast.worker)):
        session.do("rename", people.save_person, person, name=name)
    return office


def _described(office: Office, entry: IndexEntry | None, claim: SensitivityClaim = SensitivityClaim.NONE) -> IndexEntry:
    assert entry is not None
    do = office.session.do
    entry = do("author", lambda work: work.change(entry, author_id=office.visitor.id))
    entry = do("describe", entries.describe, entry, "Paper about appointments in the spring of 2015", location="Office")
    entry = do("own", entries.set_owner, entry, office.hospital.id)
    reason = making.REASON if claim is SensitivityClaim.CLAIMED else ""
    return do("accept", entries.accept, do("claim", entries.claim, entry, claim, reason=reason))


def _history(office: Office, cast: Cast, out: Path) -> dict[str, bytes]:
    """Three kinds of record full of names, two versions of N and one of S, and every file that was written."""
    do, order = office.session.do, making.order(office)
    for number, claim in enumerate((SensitivityClaim.NONE, SensitivityClaim.NONE, SensitivityClaim.CLAIMED)):
        brought = material.add_file(
            office.session, office.case.id, f"{cast.mother} {number}.txt", f"letter {number}".encode(),
            kind=MaterialKind.CORRESPONDENCE, title=f"{cast.worker} about {cast.child}",
            from_person_id=office.visitor.id, from_agency_id=office.hospital.id,
        )  # fmt: skip
        _described(office, brought.entry, claim)
    told = f"{cast.mother} said that {cast.worker} came to see {cast.child.split()[0]}."
    _, entry = do("note", notes.write, office.case.id, NoteKind.NOTE, title=f"Call of {cast.mother}", text=told)
    written = _described(office, entry)
    issue.issue(office.session, order, out / "1")
    do("withdraw", entries.withdraw, office.session.look(lambda store: store.get(IndexEntry, written.id)), "In error")
    brought = material.add_file(office.session, office.case.id, f"{cast.child}.txt", b"one more", title=cast.child)
    _described(office, brought.entry)
    issue.issue(office.session, order, out / "2")
    issue.issue(office.session, making.order(office, Series.SENSITIVE, order.proof_id), out / "3")
    return making.tree(out)


def _opened(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files without their seals, which differ by chance each time."""
    found: dict[str, bytes] = {}
    for name, data in files.items():
        if name.endswith(".zip"):
            with pyzipper.AESZipFile(io.BytesIO(data)) as bundle:
                bundle.setpassword(making.PASSPHRASE.encode())
                # Of a sealed file the manifest tells the hash, which differs with the seal.
                found |= {f"{name}/{one}": bundle.read(one) for one in bundle.namelist() if "manifest" not in one}
        elif "/sensitive/" in name:
            with pikepdf.open(io.BytesIO(data), password=making.PASSPHRASE) as document:
                clear = io.BytesIO()
                document.save(clear, static_id=True, encryption=False)
            found[name] = clear.getvalue()
        else:
            found[name] = data
    return found


def _key(office: Office, cast: Cast, path: Path) -> str:
    """The words of a key to codes, with its names left out."""
    args = (office.session, office.case.id, office.proceeding.id, office.officer.id)
    path.parent.mkdir(parents=True)
    key.issue_key(*args, path, making.PASSPHRASE)
    assert failures_of(path, making.PASSPHRASE) == []
    document = pypdfium2.PdfDocument(path, password=making.PASSPHRASE)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    assert cast.worker in text, "a key tells who is behind a code"
    return text.replace(cast.worker, "NAME")


def test_every_list_of_twins_is_the_same_to_the_byte(tmp_path: Path) -> None:
    made, keys = [], []
    for cast in (FIRST, OTHERS):
        folder = tmp_path / cast.worker[:4]
        folder.mkdir()
        office = _office(folder, cast)
        try:
            made.append(_opened(_history(office, cast, folder / "out")))
            keys.append(_key(office, cast, folder / "apart" / "key.pdf"))
        finally:
            office.session.close()
    first, second = made
    assert set(first) == set(second)
    written = {Path(name).stem.rsplit("-", 1)[-1] for name in first}
    assert {"A", "C", "F", "HOSP", "manifest", "B"} <= written, written
    assert [name for name, data in first.items() if name.endswith(".pdf") and failures(data)] == []
    assert {Path(name).suffix for name in first} >= {".pdf", ".xlsx", ".csv", ".json"}
    assert [name for name in first if first[name] != second[name]] == []
    assert keys[0] == keys[1]
