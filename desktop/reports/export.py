"""A document leaves: released, laid out, read back, then written; and every refusal with the places it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.errors import UserError
from desktop.paper import pdf, sealed
from desktop.paper.document import Document
from desktop.redaction.leak_gate import write_checked
from desktop.redaction.release import Place
from desktop.redaction.secrets_of import SecretSet
from desktop.reports.catalogue import report
from desktop.reports.setting import Setting, setting
from desktop.session import Session
from storage.records import Case, Mark, Material
from storage.store import Store, Work

SECOND_PERSON = frozenset({"publication", "court", "family"})
SEALED = frozenset({"court", "internal"})


@dataclass(frozen=True)
class Ready:
    """A document as it would leave, and what a person must still decide: places by reference, never words."""

    made: Setting
    document: Document
    blocked: tuple[Place, ...]
    to_decide: tuple[Place, ...]
    suggestions: tuple[Any, ...]

    @property
    def free(self) -> bool:
        """Whether nothing stands in its way."""
        return not (self.blocked or self.to_decide or self.suggestions)


def prepare(store: Store, case: Case, report_id: str, profile: str, *, recipient_id: str = "", **more: Any) -> Ready:
    """Build a document and say what stands in its way. Raises ``UserError`` for an audience it is not made for."""
    entry = report(store, report_id)
    template = entry.template
    if profile not in template.profiles:
        raise UserError(
            "This document is not made for that audience.", f"Choose: {', '.join(template.profiles)}.", status=2
        )
    needs = template.recipient != "none" or profile == "family"
    if needs and not recipient_id:
        raise UserError("This document is made for one person or body.", "Name who it is for.", status=2)
    made = setting(store, case, profile, recipient_id=recipient_id, **more)
    entry.build(made)
    # Letters and ordinals are settled by the first making; what counts is the second, which knows them all.
    second = setting(store, case, profile, recipient_id=recipient_id, **more)
    second.releaser.prepare(made.heard)
    document = entry.build(second)
    engine = second.releaser
    return Ready(second, document, engine.blocked, engine.to_decide, engine.suggestions)


def refuse(ready: Ready) -> None:
    """Raises ``UserError`` status 3 when something must be decided or reworded first."""
    if ready.blocked:
        raise UserError(
            f"Nothing was written: {len(ready.blocked)} places must be reworded for publication.",
            "Open the list of places and change the sentences.",
            code="blocked",
        )
    if ready.to_decide or ready.suggestions:
        count = len(ready.to_decide) + len(ready.suggestions)
        raise UserError(
            f"Nothing was written: {count} places wait for a person to decide.",
            "Open the release review and decide each one.",
            code="undecided",
        )


def secrets_for(store: Store, ready: Ready) -> SecretSet:
    """What must not be found in the finished file."""
    made = ready.made
    names = tuple(item.file_name for item in store.find(Material, case_id=made.case.id) if item.file_name)
    under = tuple(mark.quoted for mark in store.find(Mark, case_id=made.case.id) if mark.reason and mark.quoted)
    audience = made.releaser.audience
    return SecretSet.from_cast(
        made.releaser.cast,
        made.releaser.profile,
        recipient=made.recipient_id,
        scope=tuple(audience.scope),
        withheld=under if made.profile != "internal" else (),
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
    force: bool = False,
    **more: Any,
) -> Path:
    """Write a document as PDF; it is in the audit with its profile. Where two people are needed and nobody else is
    named, a draft goes to ``draft/`` beside it and ``UserError`` says so.

    Raises ``UserError`` status 3 for anything undecided, blocked or found by the leak gate; then there is no file.
    """
    draft = profile in SECOND_PERSON and second_person in ("", session.worker.id)
    if draft:
        more["draft"] = "Draft: not checked by a second person"

    def build(store: Store) -> tuple[Ready, SecretSet]:
        ready = prepare(store, case, report_id, profile, recipient_id=recipient_id, **more)
        return ready, secrets_for(store, ready)

    ready, secrets = session.look(build)
    refuse(ready)
    data = pdf.lay_out(ready.document, progress=progress, cancelled=cancelled)
    path = out.parent / "draft" / out.name if draft else out
    path.parent.mkdir(parents=True, exist_ok=True)
    final = sealed.encrypt_pdf(data, passphrase) if passphrase else data
    published = profile == "publication" and not draft
    write_checked(path, final, "pdf", secrets, published=published, force=force, checked=data)
    session.do("Export a document", _note, ready, case, report_id, profile)
    if draft:
        raise UserError(
            "A second person has not checked this, so only a draft was written.",
            "Name the person who checked it and export again.",
            code="draft",
        )
    return path


def _note(work: Work, ready: Ready, case: Case, report_id: str, profile: str) -> None:
    ready.made.book.save(work)
    digest = ready.made.releaser.profile.digest
    work.audit("report.exported", case.id, report=report_id, profile=profile, profile_digest=digest)
