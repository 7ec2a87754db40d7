"""The note that goes with a pack: what was handed to whom, until when, and what was agreed about it; signed by both."""

from __future__ import annotations

from desktop import wording
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed
from desktop.reports.filling import source
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import Pack

_KINDS = {
    "working": "Working pack: the whole record of one review, with names",
    "event": "Event pack: what one event needs, in codes",
}
_AGREED = (
    "The pack is one encrypted file with a passphrase of its own. The passphrase is told apart from it and kept apart "
    "from it.",
    "It is opened in Caseward alone, on a computer whose disk is encrypted. Nothing is copied out of it.",
    "It comes back by the day named here, unless the board renews it. What is written in it is evidence: nothing is "
    "thrown away.",
    "Notebooks, recordings and papers are originals: they are lodged with the board, and a declaration says which "
    "there were.",
    "A lost laptop, stick or passphrase is told to the board at once.",
)  # fmt: skip


@source("pack-note")
def pack_note(made: Setting, _section: Section) -> list[doc.Block]:
    """The pack chosen, or the one that was handed out last."""
    found = made.store.find(Pack, case_id=made.case.id, order=["out_at"])
    chosen = [one for one in found if one.id == made.record_id] or list(found[-1:])
    if not chosen:
        return [doc.Paragraph(fixed("No pack has been handed out."))]
    return [
        doc.KeyFacts(tuple(_facts(made, chosen[0]))),
        doc.Heading(fixed("What was agreed")),
        doc.Bullets(tuple(fixed(one) for one in _AGREED)),
    ]


def _facts(made: Setting, pack: Pack) -> list[tuple[Released, Released]]:
    where = f"Pack/{pack.id}"
    facts = [
        (fixed("Kind"), fixed(_KINDS[pack.kind])),
        (fixed("Handed to"), made.say(pack.borrower, f"{where}/borrower", spoken="To whom a pack went")),
    ]
    if pack.purpose:
        facts.append((fixed("For"), made.say(pack.purpose, f"{where}/purpose", spoken="What a pack is for")))
    if pack.out_at:
        facts.append((fixed("Handed over"), fixed(wording.uk_moment(pack.out_at))))
    if pack.expires:
        facts.append((fixed("Due back"), fixed(wording.uk_date(pack.expires))))
    return facts
