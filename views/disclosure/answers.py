"""What only a person can say of an item: its description, its owner, and whether sensitivity is claimed.

Nothing is filled in beforehand: what is suggested stands beside the empty field, with one key to use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.casework import drafts
from desktop.disclosure import checks, entries
from desktop.disclosure.checks import Finding
from desktop.disclosure.linter import Remark
from desktop.disclosure.starters import Starter
from desktop.session import Work
from storage.records import Draft, IndexEntry, Privilege, SensitivityClaim, words
from views import kit
from views.disclosure.description import DescriptionField
from views.disclosure.parts import Suggestion
from views.disclosure.picture import Picture
from views.page import Context
from views.release.marked_fields import MarkedFields

PLACE = "disclosure.description"
CLAIMS = {
    one.value: words(one).partition(":")[0] for one in SensitivityClaim if one is not SensitivityClaim.NOT_CONSIDERED
}
CLAIMED = (SensitivityClaim.CLAIMED.value, SensitivityClaim.HIGHLY.value)


class Answers(QWidget):
    """The fields of one entry. ``edited`` whenever something is typed or chosen."""

    edited = Signal()

    def __init__(self, *, lines: int = 2) -> None:
        super().__init__()
        self.entry: IndexEntry | None = None
        self.start = Starter("")
        self._found: Picture | None = None
        self.description = DescriptionField(lines=lines)
        self.starter = Suggestion(self.use_starter, "Alt+D", "words")
        self.owner = kit.choice("Who owns it", {}, "The body entitled to decide about disclosure", combo=True)
        self.owner_hint = Suggestion(self.use_owner, "Alt+O", "owner")
        self.claim = kit.choice(
            "Is sensitivity claimed?", CLAIMS, "Highly sensitive: discuss it before it is listed anywhere"
        )
        self.claim_hint = Suggestion(self.use_claim, "Alt+S", "answer")
        self.reason = kit.long_text(
            "Reason for the claim",
            "Which public interest would be harmed and how, for this item. A category alone is not enough",
            lines=2,
        )
        self.who = kit.text_field("Who may view it", optional=True)
        self.stays = kit.NoticeBar("warn", checks.STAYS_OPEN)
        self.form = kit.Form(
            {
                "description": self.description,
                "owner_id": self.owner,
                "claim": self.claim,
                "claim_reason": self.reason,
                "who_may_view": self.who,
            }
        )
        kit.column(
            self.form.summary,
            kit.box(self.description, self.starter, space=4),
            kit.box(self.owner, self.owner_hint, space=4),
            kit.box(self.claim, self.claim_hint, self.stays, self.reason, self.who, space=8),
            parent=self,
            space=16,
        )
        self.marked: MarkedFields | None = None
        self.description.edited.connect(self._touched)
        for field in (self.owner, self.reason, self.who):
            field.changed.connect(self._touched)
        self.claim.changed.connect(self._claim_changed)

    def let_mark(self, context: Context) -> None:
        """Words that are saved can be marked with Ctrl+M."""
        fields = {"description": self.description, "claim_reason": self.reason}
        self.marked = MarkedFields(context, fields, lambda: self.entry)

    # ---- showing
    def set_picture(self, found: Picture) -> None:
        """The bodies to choose from."""
        self._found = found
        self.owner.set_options(found.owners())

    def set_lens(self, lens: Callable[[str], Sequence[Remark]]) -> None:
        """What reads the description as it is typed."""
        self.description.set_lens(lens)

    def show_entry(self, entry: IndexEntry, start: Starter, draft: Draft | None = None) -> bool:
        """Show what is recorded; whether words of a draft stand in the description again."""
        self.entry, self.start = entry, start
        self.form.clear_errors()
        self.description.set_value(entry.description)
        self.owner.set_value(entry.owner_id)
        self.claim.set_value("" if entry.claim is SensitivityClaim.NOT_CONSIDERED else entry.claim.value)
        self.reason.set_value(entry.claim_reason)
        self.who.set_value(entry.who_may_view)
        if self.marked is not None:
            self.marked.say()
        kept = draft is not None and draft.body.get("was") == entry.description
        if draft is not None and kept:
            self.description.set_value(draft.body.get("text", ""))
        self.show_suggestions()
        return kept

    def show_suggestions(self) -> None:
        """What is suggested, beside each field that is empty."""
        entry, found = self.entry, self._found
        if entry is None or found is None:
            return
        self.starter.show_words(self.start.text if not self.description.value().strip() else "")
        self.owner_hint.show_words(found.body(entry.suggested_owner_id) if not self.owner.value() else "")
        suggested = entry.suggested_claim if not self.claim.value() else SensitivityClaim.NOT_CONSIDERED
        self.claim_hint.show_words("" if suggested is SensitivityClaim.NOT_CONSIDERED else words(suggested))
        claimed = self.claim.value() in CLAIMED
        self.stays.setVisible(claimed and bool(entry.number_open))
        self.reason.setVisible(claimed)
        self.who.setVisible(claimed)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What stops an issue stands beside its field in the words of the check, until the field is touched."""
        assert self.entry is not None
        stops = {one.field: one.sentence for one in reversed(findings) if one.level == checks.STOP}
        changed = self.changes()
        touched = {"description": "description", "owner": "owner_id", "claim": "claim"}
        for name in (touched[one] for one in changed):
            stops.pop(name, "")
        for name, field in self.form.fields.items():
            if name in stops and not (name == "description" and self.description.remarks):
                field.set_error(stops[name])
            else:
                field.clear_error()

    # ---- suggestions
    def use_starter(self) -> None:
        """Put the starter into the empty description, its open clause selected."""
        if self.entry is not None and not self.description.value().strip():
            self.insert_starter()
            self._touched()

    def insert_starter(self) -> None:
        """The same without asking whether the field is empty."""
        self.description.set_value(self.start.text)
        end = len(self.start.text)
        self.description.select(*((end, end) if self.start.complete else (self.start.start, self.start.end)))

    def use_owner(self) -> None:
        """Choose the suggested owner; it is set when the entry is saved."""
        if self.entry is not None and not self.owner.value() and self.entry.suggested_owner_id:
            self.owner.set_value(self.entry.suggested_owner_id)
            self._touched()

    def use_claim(self) -> None:
        """Choose the suggested answer; a claim goes on to its reason."""
        none = SensitivityClaim.NOT_CONSIDERED
        if self.entry is not None and not self.claim.value() and self.entry.suggested_claim is not none:
            self.claim.set_value(self.entry.suggested_claim.value)
            self._claim_changed()
            if self.claim.value() in CLAIMED:
                self.reason.focus()

    # ---- what is typed
    def changes(self) -> dict[str, Any]:
        """What differs from what is recorded: ``description``, ``owner``, ``claim`` (claim, reason, who may view)."""
        entry = self.entry
        made: dict[str, Any] = {}
        if entry is None:
            return made
        if " ".join(self.description.value().split()) != entry.description:
            made["description"] = self.description.value()
        if self.owner.value() and self.owner.value() != entry.owner_id:
            made["owner"] = self.owner.value()
        claim = self.claim.value()
        kept = "" if entry.claim is SensitivityClaim.NOT_CONSIDERED else entry.claim.value
        typed = (claim, self.reason.value().strip(), self.who.value()) if claim in CLAIMED else (claim, "", "")
        was = (kept, entry.claim_reason, entry.who_may_view) if kept in CLAIMED else (kept, "", "")
        if claim and typed != was:
            made["claim"] = typed
        return made

    def draft_body(self) -> dict[str, str] | None:
        """What a draft keeps: the words typed, and the words they would replace; None when they are the same."""
        if self.entry is None or "description" not in self.changes():
            return None
        return {"text": self.description.value(), "was": self.entry.description}

    def _touched(self) -> None:
        if self.entry is not None:
            self.show_suggestions()
            self.edited.emit()

    def _claim_changed(self) -> None:
        self.claim.clear_error()
        self._touched()


def apply_changes(work: Work, entry_id: str, changes: Mapping[str, Any]) -> IndexEntry:
    """Keep what was typed: description, owner, claim, each with its dated event; the draft is done with."""
    entry = work.get(IndexEntry, entry_id)
    if "description" in changes:
        entry = entries.describe(work, entry, changes["description"])
    if "owner" in changes:
        entry = entries.set_owner(work, entry, changes["owner"])
    if "claim" in changes:
        claim, reason, who = changes["claim"]
        privilege = entry.privilege if entry.privilege is not Privilege.NONE else None
        entry = entries.claim(
            work, entry, SensitivityClaim(claim), reason=reason, who_may_view=who, privilege=privilege
        )
    for draft in work.find(Draft, case_id=entry.case_id, place=PLACE, record_id=entry_id):
        drafts.drop(work, draft)
    return entry
