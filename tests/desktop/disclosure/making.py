"""Items that are ready to be issued, and an order to issue them."""

from __future__ import annotations

from pathlib import Path

from desktop.casework import material
from desktop.disclosure import entries
from desktop.disclosure.issue import Order
from storage.records import IndexEntry, Material, MaterialKind, SensitivityClaim, Series
from tests.desktop.conftest import Office

REASON = "Real risk of serious prejudice to the safety of a family member whose new address it gives"
PASSPHRASE = "amber-otter-window-cedar-salt-lane"


def item(office: Office, number: int, *, kind: MaterialKind = MaterialKind.CORRESPONDENCE) -> IndexEntry:
    """A letter from the hospital, not yet decided about."""
    result = material.add_file(
        office.session,
        office.case.id,
        f"{number}.txt",
        f"letter {number}".encode(),
        kind=kind,
        from_agency_id=office.hospital.id,
    )
    assert result.entry is not None
    return result.entry


def ready(
    office: Office, number: int, *, claim: SensitivityClaim = SensitivityClaim.NONE, description: str = ""
) -> IndexEntry:
    """An item with everything that the checks ask for."""
    do = office.session.do
    said = description or f"Letter of the hospital about appointment number {number} in the spring of 2015"
    entry = do("describe", entries.describe, item(office, number), said, location="Board office, by appointment")
    entry = do("own", entries.set_owner, entry, office.hospital.id)
    reason = REASON if claim is SensitivityClaim.CLAIMED else ""
    entry = do("claim", entries.claim, entry, claim, reason=reason)
    return do("accept", entries.accept, entry)


def proof(office: Office) -> Material:
    """The signed sheet of the second person; set aside from the list."""
    result = material.add_file(office.session, office.case.id, "sheet.txt", b"signed")
    assert result.item is not None and result.entry is not None
    office.session.do("leave out", entries.leave_out, result.entry, "The signed sheet of an issue")
    return result.item


def order(office: Office, series: Series = Series.OPEN, proof_id: str = "") -> Order:
    """An order that a second person authorised."""
    return Order(
        case_id=office.case.id,
        series=series,
        authorised_by=office.chair.id,
        proof_id=proof_id or proof(office).id,
        passphrase=PASSPHRASE,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
