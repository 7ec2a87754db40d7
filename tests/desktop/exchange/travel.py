"""A board and its packs, for the tests of this folder: sending out, opening, giving back, in few words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from desktop.exchange import borrowing, packs, returning
from desktop.exchange.packs import PackOrder
from desktop.exchange.returning import Returned
from desktop.session import Session
from storage.circumstances import FixedCircumstances, SystemCircumstances
from storage.keys import CHEAP
from storage.records import Pack
from tests.desktop.conftest import Office

PASSPHRASE = "four quiet herons wading"
DUE = date(2016, 6, 30)


class Laptop(FixedCircumstances):
    """A computer of its own: its clock stands where it likes, its ids are nobody else's."""

    def new_id(self) -> str:
        """A fresh id."""
        return SystemCircumstances().new_id()


class Trips:
    """Numbers the files of a test."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.folder = office.folder
        self.count = 0

    def path(self, ending: str = ".caseward-pack") -> Path:
        """A fresh path."""
        self.count += 1
        return self.folder / f"file{self.count}{ending}"

    def out(self, kind: str = "working", **fields: Any) -> tuple[Pack, Path]:
        """Send a pack out."""
        target = self.path()
        order = PackOrder(self.office.case.id, kind, **({"borrower": "Ada Corwell", "expires": DUE} | fields))
        return packs.send_out(self.office.session, order, target, PASSPHRASE, argon=CHEAP), target

    def unpack(self, file: Path, circumstances: FixedCircumstances | None = None) -> Session:
        """Open a pack on another computer."""
        return borrowing.unpack(file, self.path(".caseward"), PASSPHRASE, circumstances=circumstances or Laptop())

    def back(self, pack: Session, **options: Any) -> Returned:
        """Give a pack back and take it in."""
        return returning.bring_in(self.office.session, borrowing.give_back(pack, self.path()), **options)
