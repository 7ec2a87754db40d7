"""A question is answered: judgements with reasons, evidence, counter-evidence and dissent; history is kept.

Two perspectives on one question in one pass stand side by side and are never merged (DESIGN section 8).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.casework.notes import clean
from desktop.errors import FieldErrors, UserError
from desktop.markers import judgements
from desktop.markers.framework import Framework
from storage.problems import StorageProblem
from storage.records import EvidenceLink, Judgement, MarkerPass, Row, SignOff
from storage.store import Store, Work

PROOFS = {
    "signed_sheet": "A signed sheet, scanned back",
    "mail": "An e-mail",
    "minute": "A minute",
    "in_application": "In the application",
    "none": "No proof yet",
}
"""What shows that somebody decided (DESIGN section 8)."""
AWAITED = "Recorded, proof awaited"

WRITTEN = ("narrative", "counter_evidence", "no_evidence_because", "not_applicable_because", "dissent", "action")


@dataclass(frozen=True)
class Cited:
    """One piece of evidence as a person gives it: any record and the place in it."""

    record_kind: str
    record_id: str
    place: str = ""
    shows: str = ""
    strength: str = ""
    counter: bool = False
    confidential: bool = False
    publishable: bool = False


def judge(
    work: Work,
    chosen: MarkerPass,
    framework: Framework,
    question: str,
    perspective: str,
    status: str,
    *,
    evidence: tuple[Cited, ...] = (),
    on: date | None = None,
    **fields: Any,
) -> Judgement:
    """Judge a question in a pass from a perspective; what stood before is superseded, never changed. Two judgements
    from one perspective stand where two copies of a case each made one: the next takes the place of both, with their
    evidence.

    Raises ``FieldErrors`` when the status asks for something that is missing, ``UserError`` for a closed pass.
    """
    if chosen.closed_on:
        raise UserError("This pass is closed.", "Open a new pass to judge again.")
    marker = f"{framework.prefix}{question.split('.')[0]}"
    framework.question(question)
    fields = {name: clean(value) if name in WRITTEN else value for name, value in fields.items()}
    earlier = tuple(one for one in views(work, chosen.id, question) if one.perspective == perspective)
    kept = tuple(link for one in earlier for link in evidence_of(work, one.id))
    supported = any(not one.counter for one in evidence) or rests_on_something(kept)
    _must_be_complete(framework.id, status, fields, has_evidence=supported)
    made = work.add(
        Judgement(
            case_id=chosen.case_id,
            pass_id=chosen.id,
            marker=marker,
            question=question,
            perspective=perspective,
            status=status,
            considered_on=on or work.circumstances.today(),
            supersedes_id=earlier[-1].id if earlier else "",
            **fields,
        )
    )
    for one in earlier:
        work.change(one, superseded_by=made.id)
    for link in kept:
        _carry(work, made, link)
    for cited in evidence:
        cite(work, made, cited)
    return made


def rests_on_something(links: Iterable[EvidenceLink]) -> bool:
    """Whether any evidence speaks for a judgement and is still there: a row that was taken away supports nothing."""
    return any(not (one.counter or one.record_gone) for one in links)


def _must_be_complete(framework_id: str, status: str, fields: dict[str, Any], *, has_evidence: bool) -> None:
    rule = judgements.load(framework_id).status(status)
    errors: dict[str, str] = {}
    if rule.needs_narrative and not fields.get("narrative", "").strip():
        errors["narrative"] = "Write what you judge and why"
    if rule.needs_evidence and not has_evidence and not fields.get("no_evidence_because", "").strip():
        errors["evidence"] = "Link what this rests on, or say why there is no evidence"
    if rule.needs_reason and not fields.get("not_applicable_because", "").strip():
        errors["not_applicable_because"] = "Say why this question does not arise here"
    if rule.needs_revisit and not fields.get("revisit_on"):
        errors["revisit_on"] = "Enter when to look at this again"
    if errors:
        raise FieldErrors(errors)


def views(store: Store, pass_id: str, question: str) -> tuple[Judgement, ...]:
    """The judgements of all perspectives on a question that stand side by side."""
    return store.find(Judgement, pass_id=pass_id, question=question, superseded_by="", order=["perspective"])


def cite(work: Work, judgement: Judgement, cited: Cited) -> EvidenceLink:
    """Link evidence to a judgement. Raises ``UserError`` when the record is not there."""
    try:
        work.any_record(cited.record_kind, cited.record_id)
    except (StorageProblem, StopIteration) as problem:
        raise UserError("What you linked is not in this vault.", "Choose it from the list again.") from problem
    return work.add(
        EvidenceLink(
            case_id=judgement.case_id,
            judgement_id=judgement.id,
            record_kind=cited.record_kind,
            record_id=cited.record_id,
            place=cited.place,
            shows=cited.shows,
            strength=cited.strength,
            counter=cited.counter,
            confidential=cited.confidential,
            publishable=cited.publishable,
        )
    )


def _carry(work: Work, judgement: Judgement, link: EvidenceLink) -> None:
    """The same link under the judgement that takes the earlier one's place, with all that was said of it."""
    work.add(
        EvidenceLink(
            case_id=judgement.case_id,
            judgement_id=judgement.id,
            record_kind=link.record_kind,
            record_id=link.record_id,
            place=link.place,
            shows=link.shows,
            strength=link.strength,
            counter=link.counter,
            confidential=link.confidential,
            publishable=link.publishable,
            record_gone=link.record_gone,
        )
    )


def uncite(work: Work, link: EvidenceLink) -> None:
    """Take a link away from a judgement. Raises ``UserError`` when the judgement is signed."""
    if work.get(Judgement, link.judgement_id).frozen:
        raise UserError("This judgement is signed, so its evidence stays.", "Judge again to change what it rests on.")
    work.bin(link)


def evidence_of(store: Store, judgement_id: str) -> tuple[EvidenceLink, ...]:
    """The evidence of a judgement, counter-evidence last; a record that was put aside, wherever that was, says so."""
    links = (
        as_it_is(link, cited_record(store, link)) for link in store.find(EvidenceLink, judgement_id=judgement_id)
    )
    return tuple(sorted(links, key=lambda link: link.counter))


def cited_record(store: Store, link: EvidenceLink) -> Row | None:
    """What a piece of evidence points at; None in a pack that does not hold it."""
    try:
        return store.any_record(link.record_kind, link.record_id)
    except (StorageProblem, StopIteration):
        return None


def as_it_is(link: EvidenceLink, record: Row | None) -> EvidenceLink:
    """A link that says whether the record it points at was put aside; what a pack does not hold is not gone."""
    gone = record is not None and record.deleted and not link.record_gone
    return replace(link, record_gone=True) if gone else link


def digest(store: Store, pass_id: str, marker: str) -> str:
    """``digest_of`` for a marker as it stands in the store."""
    judged = store.find(Judgement, pass_id=pass_id, marker=marker, superseded_by="")
    return digest_of(pass_id, marker, judged, {one.id: evidence_of(store, one.id) for one in judged})


def digest_of(
    pass_id: str, marker: str, judged: Iterable[Judgement], evidence: Mapping[str, Iterable[EvidenceLink]]
) -> str:
    """The SHA-256 of what a sign-off is about: every judgement of a marker that stands in a pass, with its evidence.

    Its last 12 digits stand on the sheet to be signed, by which a scanned sheet finds its record (DESIGN section 8).
    """
    told: list[list[Any]] = [[pass_id, marker]]
    for one in sorted(judged, key=lambda each: (each.question, each.perspective)):
        links = sorted(
            [link.record_kind, link.record_id, link.place, link.shows, link.counter]
            for link in evidence.get(one.id, ())
        )
        told.append([*(str(getattr(one, name)) for name in _SIGNED), links])
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()


_SIGNED = (
    "question", "perspective", "status", "narrative", "counter_evidence", "no_evidence_because",
    "not_applicable_because", "declined", "dissent", "action", "revisit_on", "considered_on",
)  # fmt: skip
"""The fields of a judgement that a person signs for."""


def sign_off(
    work: Work,
    chosen: MarkerPass,
    marker: str,
    decided_by: str,
    role: str,
    *,
    proof_kind: str,
    proof_id: str = "",
    **more: Any,
) -> SignOff:
    """Sign a marker off in a pass: who decided, in which role, on what day, with which proof.

    The hash of what is signed is kept with it. A sign-off without proof reads "recorded, proof awaited".
    Raises ``FieldErrors`` when nobody is named.
    """
    if not decided_by.strip() or not role.strip():
        raise FieldErrors({"decided_by": "Enter who decided and in which role"})
    return work.add(
        SignOff(
            case_id=chosen.case_id,
            subject_kind="marker",
            subject_id=marker,
            pass_id=chosen.id,
            decided_by=decided_by,
            decided_role=role,
            decided_on=more.pop("on", None) or work.circumstances.today(),
            proof_kind=proof_kind,
            proof_id=proof_id,
            digest=digest(work, chosen.id, marker),
            **more,
        )
    )


def add_proof(work: Work, signed_off: SignOff, proof_kind: str, proof_id: str = "") -> SignOff:
    """The proof of a sign-off has come: the same decision, with its proof; the record that awaited it stays.

    Raises ``FieldErrors`` when no kind of proof is chosen.
    """
    if not proof_kind:
        raise FieldErrors({"proof_kind": "Select the proof"})
    return work.add(replace(signed_off, id="", proof_kind=proof_kind, proof_id=proof_id))


def reopen(work: Work, signed: SignOff, reason: str) -> SignOff:
    """Open a signed marker again, with a reason; both stand in its history."""
    if not reason.strip():
        raise FieldErrors({"reason": "Enter why it is opened again"})
    today = work.circumstances.today()
    return work.add(
        replace(
            signed, id="", proof_kind="", proof_id="", digest="", decided_on=today, reason=reason, reopened=True
        )
    )


def signed(store: Store, pass_id: str, marker: str) -> SignOff | None:
    """The sign-off that stands for a marker in a pass, or None."""
    found = store.find(
        SignOff, pass_id=pass_id, subject_kind="marker", subject_id=marker, order=["-created_at", "-id"], limit=1
    )
    return found[0] if found and not found[0].reopened else None
