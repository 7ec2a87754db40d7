"""What stands above every list of one issue: who made it, for whom, of which version, as at when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop import wording
from desktop.casework import board as boards
from desktop.disclosure.cells import CellMaker, prefix_of
from desktop.paper.document import Furniture
from desktop.redaction.released import Released, fixed, joined
from storage.records import Board, Case, Proceeding, ProceedingContact, Series
from storage.store import Store

ABOUT_SENSITIVE = (
    "Material for which sensitivity is claimed, whether or not there is any, is never part of this list. "
    "It is listed and handed over apart."
)
NOT_YET_LISTED = "Material may have been received that is not yet listed."
SERIES_TITLE = {Series.OPEN: "Open list", Series.SENSITIVE: "Sensitive list", Series.KEY: "Key to codes"}


@dataclass(frozen=True)
class Header:
    """The released facts of one issue. ``version`` is the number in its own series."""

    case: Case
    series: Series
    version: int
    as_at: datetime
    issued_on: str
    board: Released
    contact: Released
    recipient: Released
    proceeding: Released
    references: tuple[tuple[str, Released], ...]
    marking: str
    scope: Released
    statement: Released
    prepared: Released
    authorised: Released
    packs_out: int = 0
    draft: bool = False

    @property
    def name(self) -> str:
        """``SCR-2016-03-N2``: begins the name of every file of the issue."""
        return f"{prefix_of(self.case)}-{self.series.value}{self.version}"

    @property
    def as_at_words(self) -> str:
        """``3 March 2016 at 10:32am``."""
        return wording.uk_moment(self.as_at)

    def furniture(self, short_title: str) -> Furniture:
        """Head and foot of every page."""
        signed = joined((fixed("Prepared by: "), self.prepared, fixed(" · Authorised by: "), self.authorised))
        return Furniture(
            marking=fixed(self.marking),
            reference=fixed(self.case.reference),
            version=fixed(f"{self.series.value} version {self.version}{' draft' if self.draft else ''}"),
            as_at=fixed(f"As at {self.as_at_words}"),
            board=self.board,
            short_title=fixed(short_title),
            foot=(self.statement,),
            signed=signed,
            note=fixed("Draft: not issued") if self.draft else None,
        )

    def facts(self) -> tuple[Released, ...]:
        """The facts line under the title."""
        parts = [
            fixed(f"Review {self.case.code_name}, {self.case.reference}"),
            fixed(f"Version {self.version}, {'drawn up' if self.draft else 'issued'} {self.issued_on}"),
            fixed(f"Material known to the business unit as at {self.as_at_words}"),
        ]
        if self.recipient:
            parts.append(joined((fixed("For"), self.recipient), " "))
        return tuple(parts)

    def details(self) -> tuple[tuple[Released, Released], ...]:
        """What the facts line does not say, for the first page."""
        said = ("Review", "List", "Version", "As at", "For", "Prepared by", "Authorised by")
        return tuple(pair for pair in self.pairs() if pair[0].text not in said)

    def pairs(self) -> tuple[tuple[Released, Released], ...]:
        """Every fact with its label, for the first page and the first sheet."""
        rows = [
            ("Review", fixed(f"{self.case.code_name}, {self.case.reference}")),
            ("List", fixed(SERIES_TITLE[self.series])),
            ("Version", fixed(f"{self.series.value} version {self.version}, {self.issued_on}")),
            ("As at", fixed(self.as_at_words)),
            ("Proceeding", self.proceeding),
            *self.references,
            ("For", self.recipient),
            ("Board's contact", self.contact),
            ("Scope", self.scope),
            ("Prepared by", self.prepared),
            ("Authorised by", self.authorised),
        ]
        return tuple((fixed(label), value) for label, value in rows if value)


def make_header(
    store: Store,
    maker: CellMaker,
    proceeding: Proceeding,
    recipient: ProceedingContact | None,
    *,
    series: Series,
    version: int,
    as_at: datetime,
    prepared: str,
    authorised: str,
    packs_out: int = 0,
    draft: bool = False,
) -> Header:
    """The header of one issue, every fact released like a cell."""
    record = boards.board(store)
    contacts = store.find(ProceedingContact, proceeding_id=proceeding.id)
    spoc = next((one for one in contacts if one.role == "spoc" and one.until is None), None)
    return Header(
        case=maker.case,
        series=series,
        version=version,
        as_at=as_at,
        issued_on=wording.uk_date(store.circumstances.today()),
        board=maker.body(record.body_id) or maker.text(record.name),
        contact=_contact(maker, spoc, record),
        recipient=_post(maker, recipient),
        proceeding=fixed(f"{KINDS.get(proceeding.kind, 'Proceeding')}"),
        references=tuple(_references(maker, proceeding)),
        marking=proceeding.marking or record.marking,
        scope=maker.text(proceeding.scope_note, "scope_note"),
        statement=maker.text(proceeding.standing_statement or record.standing_statement, "standing_statement"),
        prepared=maker.text(prepared, "prepared_by"),
        authorised=maker.text(authorised or "Not yet authorised", "authorised_by"),
        packs_out=packs_out,
        draft=draft,
    )


KINDS = {
    "criminal": "Criminal investigation or trial",
    "inquest": "Inquest",
    "civil": "Civil claim",
    "family": "Family proceedings",
    "regulator": "Professional regulator",
    "other": "Other proceeding",
}


def _references(maker: CellMaker, proceeding: Proceeding) -> Iterable[tuple[str, Released]]:
    """References of the proceeding stand in the header by rule (profiles: proceeding_ref is kept there)."""
    for label, value in (
        ("Operation", proceeding.operation),
        ("Crime number", proceeding.crime_number),
        ("URN", proceeding.urn),
        ("Court number", proceeding.court_number),
        ("Coroner's reference", proceeding.coroner_ref),
    ):
        if value:
            yield label, maker.releaser.release(value, whole_class="proceeding_ref", kind="cell", where="header")


def _post(maker: CellMaker, contact: ProceedingContact | None) -> Released:
    if contact is None:
        return fixed("")
    return maker.text(", ".join(filter(None, (contact.post, contact.body))), "recipient")


def _contact(maker: CellMaker, spoc: ProceedingContact | None, record: Board) -> Released:
    post = spoc.post if spoc else record.contact.strip() or "Business unit"
    mailbox = (spoc.mailbox if spoc else "") or record.mailbox
    return maker.text(", ".join(filter(None, (post, mailbox, record.phone))), "contact")
