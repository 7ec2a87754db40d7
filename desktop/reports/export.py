"""A document leaves: released, laid out, read back, then written; and every refusal with the places it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import wording
from desktop.casework.quoted import under_marks
from desktop.errors import UserError
from desktop.markers import family, register_values
from desktop.paper import pdf, sealed
from desktop.paper.document import Document
from desktop.redaction import leak_gate
from desktop.redaction.leak_gate import write_checked
from desktop.redaction.quasi import Combination
from desktop.redaction.release import Place
from desktop.redaction.secrets_of import SecretSet
from desktop.reports import circulated, overview_report, rare
from desktop.reports.catalogue import Entry, report
from desktop.reports.circulated import Given
from desktop.reports.loose_texts import WHOLE
from desktop.reports.setting import Setting, setting
from desktop.reports.templates import Template
from desktop.session import Session
from storage.records import Case, Material, Person, RegisterRow
from storage.store import Store, Work

SECOND_PERSON = frozenset({"publication", "court", "family"})
SEALED = frozenset({"court", "internal"})


@dataclass(frozen=True)
class Ready:
    """A document as it would leave, and what a person must still decide: places by reference, never words.

    ``rare`` are people who could be recognised by what is left of them, ``noted`` those of whom this audience is only
    warned; ``unconfirmed`` official statements that were left out because nobody has checked them.
    """

    made: Setting
    document: Document
    blocked: tuple[Place, ...]
    to_decide: tuple[Place, ...]
    suggestions: tuple[Any, ...]
    rare: tuple[Combination, ...] = ()
    noted: tuple[Combination, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    data: bytes = b""

    @property
    def free(self) -> bool:
        """Whether nothing stands in its way."""
        return not (self.blocked or self.to_decide or self.suggestions or self.rare)


def prepare(store: Store, case: Case, report_id: str, profile: str, *, recipient_id: str = "", **more: Any) -> Ready:
    """Build a document and say what stands in its way. ``record_id`` chooses one row where a template is about one.

    Raises ``UserError`` for an audience it is not made for, or for a row that there is not.
    """
    entry = report(store, report_id)
    _must_fit(entry.template, profile, recipient_id)
    _must_be_one(store, case, profile, recipient_id, str(more.get("copy_to", "")))
    if more.get("record_id"):
        more["record_id"] = _record(store, case, entry.template, str(more["record_id"]))
    if report_id in overview_report.FROZEN and not more.get("draft"):
        more.setdefault("version", overview_report.version(store, case))
    made = setting(store, case, profile, recipient_id=recipient_id, **more)
    entry.build(made)
    # Letters and ordinals are settled by the first making; what counts is the second, which knows them all.
    second = setting(store, case, profile, recipient_id=recipient_id, **more)
    second.releaser.prepare(made.heard)
    document = entry.build(second)
    return _ready(entry, second, document)


def _ready(entry: Entry, made: Setting, document: Document) -> Ready:
    return as_ready(made, document, data=entry.data(made) if entry.data else b"")


def as_ready(made: Setting, document: Document, *, data: bytes = b"") -> Ready:
    """A document just made from ``made``, with everything that stands in its way."""
    engine = made.releaser
    found = rare.combinations(made)  # first: it asks the engine what people are called
    stops = tuple(one for one in found if one.stops)
    noted = tuple(one for one in found if not one.stops)
    return Ready(
        made, document, engine.blocked, engine.to_decide, engine.suggestions, stops, noted, tuple(made.unconfirmed),
        data,
    )  # fmt: skip


def _must_fit(template: Template, profile: str, recipient_id: str) -> None:
    if profile not in template.profiles:
        raise UserError(
            "This document is not made for that audience.", f"Choose: {', '.join(template.profiles)}.", status=2
        )
    if (template.recipient != "none" or profile == "family") and not recipient_id:
        raise UserError("This document is made for one person or body.", "Name who it is for.", status=2)


def _must_be_one(store: Store, case: Case, profile: str, recipient_id: str, copy_to: str) -> None:
    """A copy under ``family`` is for one person of the case, never for a household or a group; one that goes to an
    advocate as well follows that person's, word for word."""
    if profile != "family":
        return
    if store.one(Person, id=recipient_id, case_id=case.id) is None:
        raise UserError(
            "A copy for the family is made for one person of the case.", "Name that person; others get their own.",
            status=2,
        )  # fmt: skip
    if copy_to and copy_to != family.advocate_of(store, case, recipient_id):
        raise UserError(
            "That person is not the advocate of the one this copy is for.", "Record the advocate under support first.",
            status=2,
        )  # fmt: skip


def _record(store: Store, case: Case, template: Template, wanted: str) -> str:
    """The id of a row, given that id or its place in the register (from 1)."""
    found = store.find(RegisterRow, case_id=case.id, register=template.record, order=["position"])
    offered = (row for row in found if register_values.matches(row, template.record_where))
    for at, row in enumerate(offered, 1):
        if wanted in (row.id, str(at)):
            return row.id
    raise UserError("There is no such record.", "Name it by its place in the register: 1, 2, …", status=2)


def refuse(ready: Ready) -> None:
    """Raises ``UserError`` status 3 with the places when something must be decided or reworded first."""
    made = ready.made
    if ready.blocked:
        raise UserError(
            f"Nothing was written: {len(ready.blocked)} places must be reworded for publication.",
            "Open the list of places and change the sentences.",
            code="blocked",
            places=[_place(made, one.where, one.start, one.class_id) for one in ready.blocked],
        )
    if ready.to_decide or ready.suggestions:
        count = len(ready.to_decide) + len(ready.suggestions)
        asked = [_place(made, one.where, one.start, one.class_id) for one in ready.to_decide]
        asked += [_place(made, where, at, one.why) for one in ready.suggestions for where, at, _ in one.places]
        raise UserError(
            f"Nothing was written: {count} places wait for a person to decide.",
            "Open the release review and decide each one.",
            code="undecided",
            places=asked,
        )
    if ready.rare:
        kinds = "; ".join(rare.kinds_words(one) for one in ready.rare)
        told = dict(made.told)
        raise UserError(
            f"Nothing was written: somebody could be recognised by details that stand together ({kinds}).",
            "Make them more general, or decide that they may stand.",
            code="rare",
            places=[
                f"{_where(made, each.where)}, {wording.position(told[each.where].text, each.start)}: {each.aspect}"
                for one in ready.rare
                for each in one.aspects
            ],
        )


def _tell(ready: Ready, tell: Callable[[str], None]) -> None:
    """What is no obstacle, and yet to be known."""
    for line in ready.unconfirmed:
        tell(f"Left out, because nobody has checked it: {line}.")
    for one in ready.noted:
        tell(f"Somebody could be recognised by details that stand together: {rare.kinds_words(one)}.")


def _where(made: Setting, name: str) -> str:
    """The reference of a text: the record and field it is kept in as people find them, or the part of the document."""
    words = made.texts.get(name, ("", ""))[0]
    return (words if words != WHOLE else "") or name.partition("#")[0] or "Head or foot"


def _place(made: Setting, name: str, at: int, what: str) -> str:
    return f"{_where(made, name)}, {wording.position(made.texts.get(name, ('', ''))[1], at)}: {what}"


def secrets_for(store: Store, ready: Ready) -> SecretSet:
    """What must not be found in the finished file."""
    made = ready.made
    audience = made.releaser.audience
    names = tuple(item.file_name for item in store.find(Material, case_id=made.case.id) if item.file_name)
    return SecretSet.from_cast(
        made.releaser.cast,
        made.releaser.profile,
        recipient=made.recipient_id,
        scope=tuple(audience.scope),
        withheld=under_marks(store, made.case.id, audience),
        names=names,
    )


def export(
    session: Session,
    case: Case,
    report_id: str,
    profile: str,
    out: Path,
    *,
    recipient_id: str = "",
    second_person: str = "",
    passphrase: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    tell: Callable[[str], None] | None = None,
    force: bool = False,
    kept: str = "",
    then: Callable[[Work, Given], object] | None = None,
    **more: Any,
) -> Path:
    """Write a document as PDF (or as JSON where it has data and ``out`` ends so); it is in the audit with its profile.
    Where two people are needed and nobody else is named, a draft goes to ``draft/`` beside it and ``UserError`` says
    so. ``tell`` is given a sentence for each official statement that was left out, before anything is written. ``kept``
    and ``then`` are those of ``deliver``; a template may say by itself as what it is kept.

    Raises ``UserError`` status 3 for anything undecided, blocked or found by the leak gate; then there is no file.
    """
    template = session.look(report, report_id).template
    copied = bool(more.get("draft"))
    alone = second_person in ("", session.worker.id)
    draft = not copied and alone and (profile in SECOND_PERSON or template.two_people)
    if draft:
        more["draft"] = "Draft: not checked by a second person"

    def build(store: Store) -> Ready:
        return prepare(store, case, report_id, profile, recipient_id=recipient_id, **more)

    if not (draft or copied or profile in circulated.INSIDE):
        kept = kept or template.entry
    return deliver(
        session, build, out, f"report:{report_id}", draft=draft, copied=copied, second_person=second_person,
        passphrase=passphrase, progress=progress, cancelled=cancelled, tell=tell, force=force, kept=kept,
        then=then,
    )  # fmt: skip


def deliver(
    session: Session,
    build: Callable[[Store], Ready],
    out: Path,
    what: str,
    *,
    draft: bool = False,
    copied: bool = False,
    second_person: str = "",
    passphrase: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    tell: Callable[[str], None] | None = None,
    force: bool = False,
    kept: str = "",
    then: Callable[[Work, Given], object] | None = None,
) -> Path:
    """Write what ``build`` makes, checked, as ``export`` does. ``what`` names it in the audit: ``report:`` and an id;
    ``draft`` says that nobody else has checked it, ``copied`` that it is a numbered draft copy. ``kept`` is the kind
    of material as which it is kept because it is given to somebody; ``then`` keeps it (``circulated.keep`` is usual).
    """

    def ask(store: Store) -> tuple[Ready, SecretSet]:
        ready = build(store)
        return ready, secrets_for(store, ready)

    ready, secrets = session.look(ask)
    refuse(ready)
    if tell:
        _tell(ready, tell)
    path = out.parent / "draft" / out.name if draft else out
    path.parent.mkdir(parents=True, exist_ok=True)
    final, kind, checked = _bytes(ready, out, passphrase, progress, cancelled)
    published = ready.made.profile == "publication" and not draft and not copied
    given = circulated.read(ready.document, checked, kept) if kept and kind == "pdf" else None
    write_checked(path, final, kind, secrets, published=published, force=force, checked=checked)

    def noted(work: Work) -> None:
        _note(work, ready, what, "" if draft else second_person)
        if given is not None:
            then(work, given) if then else circulated.keep(work, ready.made.case.id, given)

    session.do("Export a document", noted)
    if draft:
        raise UserError(
            "A second person has not checked this, so only a draft was written.",
            "Name the person who checked it and export again.",
            code="draft",
        )
    return path


def _bytes(
    ready: Ready,
    out: Path,
    passphrase: str,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[bytes, str, bytes]:
    """The bytes to write, their kind for the gate, and the same bytes before they are sealed."""
    if out.suffix.casefold() == ".json":
        if not ready.data:
            raise UserError("This document is made as PDF only.", "Choose a file name that ends in .pdf.", status=2)
        if passphrase:
            raise UserError("Data is not sealed.", "Write it without a passphrase, or write the pages.", status=2)
        return ready.data, leak_gate.kind_of(out.name), ready.data
    data = pdf.lay_out(ready.document, progress=progress, cancelled=cancelled)
    return (sealed.encrypt_pdf(data, passphrase) if passphrase else data), "pdf", data


def _note(work: Work, ready: Ready, what: str, second_person: str) -> None:
    """What left, for whom, under which version of the profile: kept for good."""
    made = ready.made
    made.book.save(work)
    kind, _, name = what.partition(":")
    profile = made.releaser.profile
    work.audit(
        f"{kind}.exported", made.case.id, **{kind: name}, profile=made.profile, profile_digest=profile.digest,
        profile_version=profile.version, checked_by=second_person,
    )  # fmt: skip
