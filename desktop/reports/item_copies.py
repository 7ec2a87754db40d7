"""Copies of imported pages: boxes burned in, the key to their letters, and the log that stays in the house.

Here: looking at a document, what is withheld in it for an audience, the copy, its key and its redaction log, and
the line in
the item's history (DESIGN section 5; profiles, section 4). Not here: pixels (``desktop.copies``), transcripts
(``release_review``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop import copies, intake, wording
from desktop.casework import cast as casts
from desktop.casework import entries, marks, material
from desktop.casework.marks import Place as Text
from desktop.casework.quoted import Passages, under_marks
from desktop.copies import Drawn, Survey, Withheld
from desktop.errors import UserError
from desktop.isolation import Worker
from desktop.paper import document as doc
from desktop.paper import pdf, sealed
from desktop.redaction import marks as spans
from desktop.redaction.leak_gate import write_checked
from desktop.redaction.marks import GROUPS
from desktop.redaction.profiles import CLASSES, GROUP_WORDS
from desktop.redaction.released import Released, fixed
from desktop.redaction.secrets_of import SecretSet
from desktop.redaction.treatment import group_of
from desktop.reports.item_class import about_whom, class_of
from desktop.reports.release_review import note_copy, scope_of
from desktop.reports.setting import Setting, setting
from desktop.session import Session
from storage.records import Case, Mark, Material, Request
from storage.records import Worker as Person
from storage.store import Store, Work

ORIGINAL = "original"
TRANSCRIPT_FIRST = ("publication", "family", "event")
SEALED = ("court", "internal")
WIDTH_WARNING = (
    "Someone who knows everyone in the case may tell from a picture of a page who was meant. For this "
    "audience a transcript is "
    "safer."
)


@dataclass(frozen=True)
class Order:
    """A copy that is wanted. ``drawn`` are boxes by hand, ``reviewed`` pages somebody has looked at, ``reasons`` why,
    one for each; ``passages`` marks that the order names and lifts one by one.
    """

    item_id: str
    profile: str
    recipient_id: str = ""
    request_id: str = ""
    second_person: str = ""
    drawn: tuple[Drawn, ...] = ()
    reviewed: frozenset[int] = frozenset()
    passages: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """An item as it was looked at for an audience: its pages, what is withheld by itself, and what must be decided.

    ``pictures`` are withheld by rule; ``to_look_at`` are boxes over pictures that this audience may have once a person
    has looked at them.
    """

    survey: Survey
    data: bytes = field(repr=False)
    withheld: tuple[Withheld, ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()
    suggestions: tuple[tuple[str, int, int], ...] = ()
    warning: str = ""
    pictures: tuple[Drawn, ...] = ()
    to_look_at: tuple[Drawn, ...] = ()

    def page_of(self, offset: int) -> int:
        """The number of the page where an offset of the text stands."""
        return next((page.number for page in self.survey.pages if offset <= page.end), len(self.survey.pages))


@dataclass(frozen=True)
class Made:
    """What was written: the copy, its key where it has letters, and the log that stays here; with their passphrases."""

    copy: Path
    key: Path | None
    log: Path | None
    passphrase: str = ""
    log_passphrase: str = ""


def look_at(
    session: Session,
    case: Case,
    order: Order,
    *,
    worker: Worker | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Looked:
    """Look at every page of an item in a child, and find what this audience may not read.

    Raises ``UserError`` for an item without pages, of a kind that this audience does not get, or without the request
    or person the audience needs; ``copies.Cancelled``.
    """
    item = session.look(lambda store: store.get(Material, order.item_id))
    if item.media_type != "application/pdf" or not item.blob_id:
        raise UserError(
            "Only the pages of a PDF can be copied with boxes.",
            "Make a transcript, or save it as PDF first.",
            code="not-pdf",
        )
    session.look(_may_have, case, item, order)
    data = session.look(lambda store: store.blob(item.blob_id))
    looked = copies.survey(data, worker=worker, progress=progress, cancelled=cancelled)
    return session.look(_find, case, item, order, looked, data)


def _may_have(store: Store, case: Case, item: Material, order: Order) -> None:
    audience = _engine(store, case, order).releaser.audience
    whole = class_of(store, item, audience)
    about = about_whom(store, item)
    if whole and audience.codes([(one, whole) for one in about or ("",)]) not in ("K", "R"):
        raise UserError(
            "This audience gets no copy of the pages of this item.", _WITHOUT_COPY.get(whole, _WHOLE), code="existence"
        )


_WHOLE = "Make a transcript: it shows what this audience is told of the item."
_WITHOUT_COPY = {
    "legal_advice": "Legal advice leaves only with a recorded waiver.",
    "sensitive_text": "It is claimed as sensitive, or may be: only an order that names it lifts that.",
    "family_court": "It is from family proceedings: only leave of the court, in an order that names it, lifts that.",
}


def _find(store: Store, case: Case, item: Material, order: Order, looked: Survey, data: bytes) -> Looked:
    engine = _engine(store, case, order).releaser
    found = copies.withheld(looked, engine, where=ORIGINAL, marks=_marks(store, item, looked))
    made = Looked(looked, data, found, warning=WIDTH_WARNING if order.profile in TRANSCRIPT_FIRST else "")
    kept = engine.audience.code(copies.PICTURE) == "K"
    unread = copies.over_unread(looked, suggested=kept)
    made = replace(made, to_look_at=unread) if kept else replace(made, pictures=unread)
    waiting = tuple(
        (made.page_of(place.start), CLASSES.get(place.class_id, place.class_id)) for place in engine.to_decide
    )
    words = [(one.word, start, end) for one in engine.suggestions for _, start, end in one.places]
    return replace(made, waiting=waiting, suggestions=tuple(words))


def _engine(store: Store, case: Case, order: Order) -> Setting:
    scope = scope_of(store, order.profile, order.recipient_id, order.request_id)
    if order.passages:
        scope["passages"] = (*scope.get("passages", ()), *order.passages)
    return setting(store, case, order.profile, recipient_id=order.recipient_id, **scope)


def _marks(store: Store, item: Material, looked: Survey) -> tuple[spans.Mark, ...]:
    """The marks of an item's words on the words of its pages; what they quote of other texts the engine finds."""
    kept = material.text_of(store, item)
    own = marks.for_release(store, Text("MaterialText", kept.id, "text")) if kept else ()
    if not kept or not own:
        return ()
    before = [at for at, sign in enumerate(kept.text) if not sign.isspace()]
    after = [at for at, sign in enumerate(looked.text) if not sign.isspace()]
    same = [kept.text[at] for at in before] == [looked.text[at] for at in after]
    if not same:
        return spans.moved(own, kept.text, looked.text)[0]
    place = dict(zip(before, after, strict=True))
    moved = []
    for one in own:
        solid = [place[at] for at in range(one.start, one.end) if at in place]
        if solid:
            moved.append(replace(one, start=solid[0], end=solid[-1] + 1))
    return tuple(moved)


def make(
    session: Session,
    case: Case,
    order: Order,
    looked: Looked,
    folder: Path,
    *,
    worker: Worker | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Made:
    """Write the copy into ``folder``, checked, sealed where the audience needs it, with key and log for a court.

    Raises ``UserError`` while a page waits for a person, a place or word for a decision, or a second person for a
    name; then nothing is written.
    """
    profile = session.look(casts.profile, order.profile)
    _refuse(session, order, looked, profile.second_person == "always")
    item = session.look(lambda store: store.get(Material, order.item_id))
    stem = _stem(session.look(lambda store: entries.entry_of(store, item)), order)
    if (folder / f"{stem}-copy.pdf").exists():
        raise UserError("A copy of that name is in the folder already.", "Choose another folder.", code="exists")
    data = copies.facsimile(
        looked.data,
        looked.survey,
        looked.withheld,
        drawn=copies.signed((*order.drawn, *looked.pictures), profile),
        reviewed=order.reviewed,
        worker=worker,
        progress=progress,
        cancelled=cancelled,
    )
    secrets, papers = session.look(_papers, case, item, order, looked)
    phrase = sealed.new_passphrase() if profile.encrypted == "always" else ""
    inner = sealed.new_passphrase() if papers else ""
    folder.mkdir(parents=True, exist_ok=True)
    copy = _write(folder / f"{stem}-copy.pdf", data, secrets, phrase, facsimile=True)
    key = log = None
    if papers:
        key = _write(folder / f"{stem}-key.pdf", pdf.lay_out(papers[0]), secrets, phrase)
        inside = folder / "internal"
        inside.mkdir(exist_ok=True)
        log = _write(inside / f"{stem}-redaction-log.pdf", pdf.lay_out(papers[1]), SecretSet.none(), inner)
    session.do("Copy an item", _note, case, item, order, profile.digest, len(data))
    return Made(copy, key, log, phrase, inner)


def suggest_boxes(session: Session, case: Case, order: Order, looked: Looked, page: int) -> tuple[Drawn, ...]:
    """Boxes where a program reads words in the picture of a page that this audience may not have; none are decided.

    For a page whose words cannot be read otherwise, where ``copies.can_read_pictures``. Raises ``UserError`` where the
    page cannot be drawn or read.
    """
    with intake.view(looked.data) as viewing:
        picture = viewing.render(page, round(viewing.size(page)[0] * copies.PICTURE_RESOLUTION / 72))
        scale = picture.width / viewing.size(page)[0]
    seen = copies.seen_words(picture)
    engine = session.look(_engine, case, order).releaser
    return copies.suggested(seen, engine, page=page, scale=scale)


def _refuse(session: Session, order: Order, looked: Looked, two: bool) -> None:
    if two and order.second_person in ("", session.worker.id):
        raise UserError(
            "Somebody else must have checked this copy before it leaves.",
            "Name who checked it.",
            field="second_person",
            code="second",
        )
    if pages_waiting(looked, order.reviewed, order.drawn):
        raise UserError(
            "Some pages wait for a person to look at them.", "Go to each one and say that you have.", code="to-review"
        )
    if looked.waiting or looked.suggestions:
        count = len(looked.waiting) + len(looked.suggestions)
        raise UserError(
            f"Nothing was written: {wording.plural(count, 'place')} {'waits' if count == 1 else 'wait'} for a "
            f"decision.",
            "Open the release review of its words and decide each one.",
            code="undecided",
        )


def _stem(entry: Any, order: Order) -> str:
    ref = entry.working_ref if entry else order.item_id[:8]
    return f"{ref}-{order.profile}"


def _write(path: Path, data: bytes, secrets: SecretSet, phrase: str, *, facsimile: bool = False) -> Path:
    final = sealed.encrypt_pdf(data, phrase) if phrase else data
    write_checked(path, final, "pdf", secrets, facsimile=facsimile, checked=data)
    return path


def _note(work: Work, case: Case, item: Material, order: Order, digest: str, size: int) -> None:
    request = work.one(Request, id=order.request_id) if order.request_id else None
    where = request.reference if request else order.profile
    note_copy(work, case.id, item.id, order.profile, where=where, hash_before=item.sha256)
    work.audit(
        "item.copied",
        item.id,
        profile=order.profile,
        profile_digest=digest,
        request=order.request_id,
        checked_by=order.second_person,
        boxes=len(order.drawn),
        size=size,
    )


# --- key and log


def _papers(
    store: Store, case: Case, item: Material, order: Order, looked: Looked
) -> tuple[SecretSet, tuple[doc.Document, ...]]:
    made = _engine(store, case, order)
    audience = made.releaser.audience
    secrets = SecretSet.from_cast(
        made.releaser.cast,
        made.releaser.profile,
        recipient=order.recipient_id,
        scope=tuple(audience.scope),
        withheld=under_marks(store, case.id, audience),
        names=tuple(one.file_name for one in store.find(Material, case_id=case.id) if one.file_name),
    )
    if made.releaser.profile.groups != "letter":
        return secrets, ()
    request = store.get(Request, order.request_id)
    entry = entries.entry_of(store, item)
    ref = entry.working_ref if entry else ""
    return secrets, (_key(made, ref, request), _log(store, case, item, order, looked, ref, request))


def _key(made: Setting, ref: str, request: Request) -> doc.Document:
    """What the letters in the boxes mean: it goes with the copy, and says nothing of any one box."""
    title = fixed("Key to the letters in the boxes")
    facts = (
        (fixed("Item"), fixed(ref)),
        (fixed("Request"), fixed(request.reference)),
        *((fixed(letter), fixed(_capital(said))) for letter, said in GROUP_WORDS.items()),
    )
    blocks = (
        doc.Title(title),
        doc.Paragraph(
            fixed("Where words are withheld in the copy, the letter in the box says to which group the reason belongs.")
        ),
        doc.KeyFacts(facts),
        doc.Paragraph(
            fixed("All boxes have the same least width, so that their width tells nothing about what they cover.")
        ),
    )
    return doc.Document(title, made.furniture(title), blocks, style="report")


def _log(
    store: Store, case: Case, item: Material, order: Order, looked: Looked, ref: str, request: Request
) -> doc.Document:
    """Internal: every box with page, reason, author and checker. It never goes with the copy."""
    made = setting(store, case, "internal")
    title = fixed("Redaction log")
    names = {one.id: one.role or one.name for one in store.find(Person)}
    checker = fixed(names.get(order.second_person, "")) or made.name("Person", order.second_person)
    facts = [
        (fixed("Item"), fixed(ref)),
        (fixed("SHA-256 of the original"), fixed(item.sha256)),
        (fixed("Request"), fixed(request.reference)),
        (fixed("Order"), made.say(request.order_reference, "Order") or fixed("None")),
        (fixed("In scope"), _listed([made.name("Person", one) for one in request.scope_ids]) or fixed("Nobody")),
        (fixed("Checked by"), checker or fixed("Nobody")),
        (
            fixed("Pages looked at by a person"),
            fixed(", ".join(str(one) for one in sorted(order.reviewed)) or "None needed it"),
        ),
    ]
    rows = [*_automatic(store, case, item, order, looked, names), *_by_hand(order)]
    rows.sort(key=lambda row: int(row[0].text))
    head = tuple(fixed(one) for one in ("Page", "Group", "Reason", "By", "When"))
    blocks = (
        doc.Title(title, fixed("Internal. Never in one folder or message with the copy.")),
        doc.KeyFacts(tuple(facts)),
        doc.Table(head, tuple(rows), (1, 1, 5, 3, 3)) if rows else doc.Paragraph(fixed("Nothing was withheld.")),
    )
    return doc.Document(title, made.furniture(title), blocks, style="report")


def _automatic(
    store: Store, case: Case, item: Material, order: Order, looked: Looked, names: dict[str, str]
) -> list[tuple[Released, ...]]:
    engine = _engine(store, case, order).releaser
    held = {one.id: one for one in store.find(Mark, case_id=case.id)}
    own = _marks(store, item, looked.survey)
    copies.withheld(looked.survey, engine, where=ORIGINAL, marks=own)
    here = (*own, *Passages(store, case.id).in_text(looked.survey.text))
    rows = []
    for one in engine.replacements:
        page = looked.page_of(one.start)
        if one.class_id != "mark":
            said, group = CLASSES.get(one.class_id, one.class_id), group_of(one.class_id)
            rows.append(_row(page, group, _capital(said), "by rule", ""))
            continue
        for mark in here:
            if mark.start < one.end and one.start < mark.end and (row := held.get(mark.id)):
                when = wording.uk_moment(row.created_at) if row.created_at else ""
                reason = (
                    f"{row.reason}, {spans.REASONS[row.reason]}" if row.reason in spans.REASONS else "a word withheld"
                )
                rows.append(_row(page, GROUPS.get(mark.reason, "P"), reason, names.get(row.created_by, ""), when))
    return rows


def _by_hand(order: Order) -> list[tuple[Released, ...]]:
    rows = []
    for at, box in enumerate(order.drawn):
        code = order.reasons[at] if at < len(order.reasons) else ""
        said = f"{code}, {spans.REASONS[code]}" if code in spans.REASONS else "A box drawn by hand"
        rows.append(_row(box.page, box.group, said, "suggested, looked at" if box.suggested else "by hand", ""))
    return rows


def _row(page: int, group: str, reason: str, who: str, when: str) -> tuple[Released, ...]:
    return tuple(fixed(one) for one in (str(page), group or "–", reason, who, when))


def _listed(parts: Sequence[Released]) -> Released:
    from desktop.redaction.released import joined

    return joined([one for one in parts if one], ", ")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def pages_waiting(looked: Looked, reviewed: Collection[int], drawn: Sequence[Drawn]) -> tuple[tuple[int, str], ...]:
    """Pages that a person must look at, and why."""
    left = copies.to_review(looked.survey, reviewed=reviewed, drawn=(*drawn, *looked.pictures))
    return tuple((page.number, page.concern.sentence) for page in left if page.concern)
