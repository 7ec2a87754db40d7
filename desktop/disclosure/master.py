"""The internal master list (E): every entry with its facts and reasons. On screen; written on request alone.

It holds what no issue may: reasons, held-over items, series S, internal titles. Written encrypted and marked on each
page, by a person who asked for it, never by an issue (DESIGN section 7).
"""

from __future__ import annotations

from pathlib import Path

from desktop import wording
from desktop.casework import board as boards
from desktop.casework import cast as casts
from desktop.casework.cast import CasePseudonyms
from desktop.disclosure import entries, files
from desktop.disclosure.cells import prefix_of
from desktop.disclosure.files import Made
from desktop.errors import UserError
from desktop.paper import document as doc
from desktop.paper import pdf, sealed
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, fixed, joined
from desktop.session import Session
from storage.records import Agency, Case, EntryEvent, IndexEntry, words
from storage.store import Store

COLUMNS = (
    ("Item", 33),
    ("What it is", 60),
    ("For the list", 62),
    ("Owner and position", 44),
    ("Claim", 38),
    ("Decisions", 36),
)


def write_master(session: Session, case_id: str, out: Path, passphrase: str) -> Path:
    """Write the list as an encrypted PDF. Raises ``UserError`` when the file is there, when its folder holds an index,
    or when no passphrase is given.
    """
    if not passphrase:
        raise UserError("The internal list is written encrypted.", "Let Caseward make a passphrase for it.", status=2)
    files.keep_apart(out, "internal list", "The internal list never goes out with one.")
    if out.exists():
        raise UserError(f"{out.name} is already there, so nothing was written.", "Choose another name.")
    document = session.look(master_list, case_id)
    made = Made(out.parent.name, out.name, sealed.encrypt_pdf(pdf.lay_out(document), passphrase))
    session.do("Write the internal list", lambda work: work.audit("index.master", case_id))
    return files.write([made], out.parent.parent)[0]


def pages(session: Session, case_id: str) -> Made:
    """The list as it stands, to be looked at in memory and never written; the look is in the audit."""
    document = session.look(master_list, case_id)
    session.do("Look at the internal list", lambda work: work.audit("index.master_shown", case_id))
    return Made("", name_of(session.look(lambda store: store.get(Case, case_id))), pdf.lay_out(document))


def name_of(case: Case) -> str:
    """The name of its file."""
    return f"{case.reference}-E-internal.pdf"


def master_list(store: Store, case_id: str) -> doc.Document:
    """The list as a document, with real names (profile internal)."""
    case = store.get(Case, case_id)
    record = boards.board(store)
    releaser = casts.releaser(store, case, "internal", CasePseudonyms(store, case_id))
    bodies = {body.id: body for body in store.find(Agency, deleted=None)}
    rows = [_row(store, case, releaser, bodies, entry) for entry in entries.entries(store, case_id)]
    columns = tuple(doc.Column((fixed(heading),), width) for heading, width in COLUMNS)
    body: doc.Block = doc.Register(columns, rows) if rows else doc.Paragraph(fixed("The case has no entries yet."))
    return doc.Document(
        title=fixed(f"Internal index, {case.reference}"),
        furniture=doc.Furniture(
            marking=fixed(record.marking),
            reference=fixed(case.reference),
            version=fixed("Internal"),
            as_at=fixed(f"As at {wording.uk_moment(store.circumstances.now())}"),
            board=releaser.release(record.name, kind="name"),
            short_title=fixed("Internal index"),
            note=fixed("Internal: names people, never leaves the business unit"),
        ),
        blocks=(doc.Title(fixed("Internal index"), fixed("Every entry with its reasons")), body),
        style="list",
        landscape=True,
    )


def _row(
    store: Store, case: Case, releaser: Releaser, bodies: dict[str, Agency], entry: IndexEntry
) -> tuple[tuple[doc.Text, ...], ...]:
    def said(text: str) -> Released:
        return releaser.release(text, kind="cell") if text else fixed("")

    owner = bodies.get(entry.owner_id)
    numbers = [fixed(entries.reference(prefix_of(case), entry))]
    if entry.number_open and entry.number_sensitive:
        numbers.append(fixed(f"S{entry.number_sensitive:04d}"))
    held = (fixed("Held over: "), said(entry.held_over_reason)) if entry.held_over_reason else ()
    listing = (
        fixed(words(entry.listing)),
        *((fixed(": "), said(entry.listing_reason)) if entry.listing_reason else ()),
    )
    cells: tuple[tuple[Released, ...], ...] = (
        tuple(numbers),
        (fixed(words(entry.kind)), said(entry.title), said(entry.description_internal), fixed(entry.extent)),
        (joined(listing), joined(held), said(entry.description)),
        (
            said(owner.name) if owner else fixed("No owner"),
            fixed(words(entry.owner_position)),
            said(entry.owner_position_reason),
        ),
        (fixed(words(entry.claim)), said(entry.claim_reason), fixed(words(entry.status)), said(entry.status_note)),
        tuple(_event(releaser, event) for event in entries.history(store, entry.id)),
    )
    # A cell holds what there is; an empty line would only push the next fact away.
    return tuple(tuple(words_ for words_ in cell if words_) for cell in cells)


def _event(releaser: Releaser, event: EntryEvent) -> Released:
    day = fixed(wording.uk_date(event.on) if event.on else "")
    what = fixed(event.happened.replace("_", " "))
    parts = [day, what, *((releaser.release(event.reason, kind="cell"),) if event.reason else ())]
    return joined(parts, ", ")
