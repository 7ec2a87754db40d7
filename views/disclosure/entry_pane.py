"""One entry: its description, owner and claim, every other field by group, decisions as small forms, its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.casework import drafts
from desktop.disclosure import entries
from desktop.errors import UserError
from desktop.qt.theme import theme
from desktop.session import Work
from desktop.wording import uk_date, uk_moment
from storage.records import Continuity, Draft, EntryEvent, IndexEntry, Listing, SensitivityClaim, words
from views import kit
from views.casework.parts import to_met
from views.disclosure import facts
from views.disclosure.answers import PLACE, Answers, apply_changes
from views.disclosure.decisions import BY_ID, DECISIONS, HAPPENED, Decision
from views.disclosure.picture import Picture, facts_line, stands
from views.disclosure.shown import Shown, read_entry
from views.kit import InlineForm, fill, layout_of
from views.page import Context, Page


class EntryPane(QWidget):
    """``stepped(-1 or 1)`` for the entry before or after this one; ``saved(entry id)`` when something was decided."""

    stepped = Signal(int)
    saved = Signal(str)

    def __init__(self, page: Page, context: Context) -> None:
        super().__init__()
        self.page, self.context = page, context
        self.found: Picture | None = None
        self.shown: Shown | None = None
        self._lens: Callable[[str], Any] | None = None
        self._form: InlineForm | None = None
        self._wanted = self._wanted_field = ""
        self._build()

    # ---- building
    def _build(self) -> None:
        self.head = kit.line(space=8)
        self.reference = kit.h2("")
        self.previous = kit.button("Previous", lambda: self.stepped.emit(-1), icon="back", name="Previous item")
        self.next = kit.button("Next", lambda: self.stepped.emit(1), name="Next item")
        self.next.end_icon = "next"
        for one, key in ((self.previous, "Alt+Up"), (self.next, "Alt+Down")):
            one.setToolTip(f"{one.accessibleName()} ({key})")
        self._sign_holder = kit.line(space=0)
        top = kit.row(self._sign_holder, self.reference, space=8)
        top.setStretch(1, 1)
        top.addWidget(self.previous)
        top.addWidget(self.next)
        self.about = kit.muted("")
        self.state = kit.line(space=12)
        self.answers = Answers()
        self.answers.let_mark(self.context)
        self.answers.edited.connect(self._touched)
        self.form = self.answers.form
        self.decide = kit.box(space=8)
        self.groups = kit.box(space=20)
        inner = kit.box(
            kit.box(self.about, self.state, space=2),
            self.answers,
            self.decide,
            self.groups,
            None,
            space=16,
            margins=(20, 4, 20, 20),
        )
        self.pane = kit.scroll(inner)
        head = kit.box(top, margins=(20, 10, 20, 4))
        self.save = kit.button("Save", self.save_now, role="", icon="done", key="Ctrl+S")
        self.accept = kit.button("Accept for the list", lambda: self.take("accept"), icon="sign-off", key="Ctrl+Return")
        bar = kit.frame("actionBar")
        kit.row(kit.flow(self.save, self.accept), parent=bar, space=8, margins=(20, 6, 20, 6))
        self._whole = QWidget()
        layout = kit.column(head, self.pane, bar, parent=self._whole, space=0)
        layout.setStretch(1, 1)
        self._nothing = kit.empty(
            "No item is open", "Choose one in the list. Its description, owner and every other field stand here."
        )
        self._whole.hide()
        both = kit.column(self._nothing, self._whole, parent=self, space=0)
        both.setStretch(1, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(4000)
        self._timer.timeout.connect(self._keep_draft)

    # ---- showing
    def set_picture(self, found: Picture) -> None:
        """The case as it now stands."""
        self.found = found
        self.answers.set_picture(found)
        if self.shown is not None:
            self._show_state()

    def set_lens(self, lens: Callable[[str], Any]) -> None:
        """What reads the description as it is typed."""
        self._lens = lens
        self.answers.set_lens(lens)

    @property
    def entry_id(self) -> str:
        """The entry in sight, or nothing."""
        return self.shown.entry.id if self.shown is not None else ""

    def show_nothing(self) -> None:
        """No entry is open."""
        self.shown = None
        self._whole.hide()
        self._nothing.show()

    def open(self, entry_id: str, field: str = "") -> None:
        """Show an entry; ``field`` is where the keyboard goes. What is typed in the one before is saved first."""
        if self.dirty and self.entry_id != entry_id:
            self.save_now(then=lambda: self.open(entry_id, field))
            return
        self._wanted, self._wanted_field = entry_id, field
        case_id, session = self.context.case, self.context.session
        self.context.run(self, "Open the entry", lambda _task: session.look(read_entry, case_id, entry_id), self._read)

    def _read(self, shown: Shown) -> None:
        """Two looks may come back in either order: the one that was wanted last is shown."""
        if shown.entry.id == self._wanted:
            self._show(shown)

    def _show(self, shown: Shown, *, force: bool = False) -> None:
        if self.found is None or shown.entry.case_id != self.context.case:
            return
        other = self.shown is None or self.shown.entry.id != shown.entry.id
        if not other and not force:
            self.answers.entry = shown.entry
            if self.dirty or self._form is not None:  # what is being typed stays
                self.shown = shown
                self._show_state()
                return
        self.shown = shown
        self._nothing.hide()
        self._whole.show()
        entry = shown.entry
        self.put_away()
        if self.answers.show_entry(entry, shown.starter, shown.draft):
            self.context.notice("Words that were not saved yet were kept, and stand in the description again.", "info")
        self._show_state()
        if other:
            self.pane.verticalScrollBar().setValue(0)
        if self._wanted_field:
            QTimer.singleShot(0, partial(self.focus_field, self._wanted_field))
            self._wanted_field = ""

    def _show_state(self) -> None:
        assert self.shown is not None and self.found is not None
        entry, found = self.shown.entry, self.found
        self.reference.setText(found.reference(entry))
        series = "S" if entry.number_sensitive and not entry.number_open else "N" if entry.number_open else ""
        fill(self._sign_holder, [kit.series(series)] if series else [])
        self._sign_holder.setVisible(bool(series))
        self.about.setText(facts_line(entry))
        said = stands(found, entry)
        parts: list[QWidget] = [kit.state(said)] if said else []
        if entry.held_over_reason:
            parts.append(kit.muted(f"Waits because: {entry.held_over_reason}"))
        if self.shown.met is not None:
            parts.append(to_met(self.context, self.shown.met))
        fill(self.state, parts)
        self.accept.setVisible(entry.listing is not Listing.ACCEPTED)
        self.answers.show_suggestions()
        self._show_errors()
        if self._form is None:  # a small form in which somebody types is never built anew
            at = self.window().focusWidget()
            here = at is not None and (self.decide.isAncestorOf(at) or self.groups.isAncestorOf(at))
            self._show_decisions()
            self._show_groups()
            if here:  # the keyboard is never lost to what was built anew
                next(iter(self.decide.findChildren(kit.Button)), self.save).setFocus(Qt.FocusReason.OtherFocusReason)
        theme().dress(self)

    def _show_errors(self) -> None:
        """What stops an issue stands beside its field; what only warns is in the panel."""
        assert self.shown is not None
        entry = self.shown.entry
        stands_listed = entry.listing is Listing.ACCEPTED and not entry.held_over_reason
        self.answers.show_findings(self.shown.findings if stands_listed else ())

    def _show_decisions(self) -> None:
        assert self.shown is not None
        entry = self.shown.entry
        buttons = [
            kit.button(one.title, partial(self.take, one.id))
            for one in DECISIONS
            if one.id != "accept" and one.when(entry)
        ]
        fill(self.decide, [kit.section_head("Decisions"), kit.flow(*buttons)])

    def _show_groups(self) -> None:
        assert self.shown is not None and self.found is not None
        entry, parts = self.shown.entry, []
        for group in facts.GROUPS:
            if group.id == "account" and not entry.speaker_ids and not entry.terms:
                shown: list[tuple[str, str]] = [("Account of", "Nobody: it is not an account")]
            else:
                shown = facts.shown(group, entry, self.found)
            if group.id == "copies":
                shown += facts.hash_facts(entry)
                shown += [(uk_date(one.at.date()) if one.at else "", _continuity(one)) for one in self.shown.continuity]
            if group.id == "acts":
                shown += [(uk_date(e.on) if e.on else "", self._event(e)) for e in self.shown.events if _is_act(e)]
            head = kit.section_head(group.title, "Change", partial(self.change, group))
            for link in head.findChildren(kit.Link):
                link.setAccessibleName(f"Change: {group.title}")
            parts.append(kit.box(head, kit.facts_list(shown, name_em=10), space=6, name=f"group-{group.id}"))
        history = [
            (uk_date(e.on) if e.on else "", self._event(e)) for e in reversed(self.shown.events) if not _is_act(e)
        ]
        parts.append(
            kit.box(
                kit.section_head("History of decisions"),
                kit.facts_list(history or [("", "Nothing was decided yet")], name_em=10),
                space=6,
            )
        )
        fill(self.groups, parts)

    def _event(self, event: EntryEvent) -> str:
        assert self.found is not None
        said = HAPPENED.get(event.happened, event.happened.replace("_", " ").capitalize())
        more = {
            "owner_set": lambda: self.found.body(event.facts.get("owner", "")),
            "claim_set": lambda: words(SensitivityClaim(event.facts["claim"])),
            "position_set": lambda: str(event.facts.get("position", "")).replace("_", " "),
            "status_set": lambda: str(event.facts.get("status", "")).replace("_", " "),
        }.get(event.happened, lambda: "")()
        parts = [
            f"{said}: {more}" if more else said,
            event.reason,
            event.facts.get("schedule", ""),
            event.facts.get("note", ""),
        ]
        by = self.found.who(event.decided_by)
        return " · ".join(part for part in (*parts, f"by {by}" if by else "") if part)

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field by its name in the record; groups are opened for the ones inside them."""
        if name.startswith("word:"):
            name = "description"
        if name == "description" and self.answers.description.next_place():
            return
        if name in self.form.fields and self.form.fields[name].isVisibleTo(self):
            self.form.fields[name].focus()
        elif name in ("owner_confirmed_on", "owner_position"):
            self.take("confirm" if name == "owner_confirmed_on" else "position")
        elif name == "listing":
            self.accept.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == "status":
            self.take("duplicate")
        else:
            group = next((g for g in facts.GROUPS if any(s.name == name and not s.shown for s in g.specs)), None)
            if group is not None:
                self.change(group, name)
            else:
                self.answers.description.focus()

    # ---- what is typed
    @property
    def dirty(self) -> bool:
        """Whether something is typed or chosen that is not saved."""
        return self.shown is not None and bool(self.answers.changes())

    def _touched(self) -> None:
        if self.shown is not None:
            self._show_errors()
            self._timer.start()

    def use_suggestion(self, which: str) -> None:
        """Accept what stands beside an empty field: ``description``, ``owner`` or ``claim``."""
        answers = self.answers
        {"description": answers.use_starter, "owner": answers.use_owner, "claim": answers.use_claim}[which]()

    def save_now(self, then: Callable[[], None] | None = None) -> None:
        """Save what is typed; ``then`` follows when it is safe. Errors stand beside their fields, words are kept."""
        if self.shown is None:
            return
        changes, entry_id = self.answers.changes(), self.shown.entry.id
        if not changes:
            self.context.saved() if then is None else then()
            return
        self._timer.stop()
        case_id, session = self.context.case, self.context.session

        def work_on(_task: Any) -> Shown:
            session.do("Describe and decide about an item", apply_changes, entry_id, changes)
            return session.look(read_entry, case_id, entry_id)

        def done(shown: Shown) -> None:
            if self.entry_id == shown.entry.id:
                self._show(shown, force=self.answers.changes() == changes)
            self.saved.emit(entry_id)
            if then is not None:
                then()

        self.context.run(self, "Save the entry", work_on, done, self.form.show)

    def confirm(self) -> None:
        """What Ctrl+Return means: save the small form that is open, else accept the item for the list."""
        if self._form is not None:
            self._form.save.click()
        else:
            self.take("accept")

    # ---- small forms
    def take(self, decision_id: str) -> None:
        """Open the form of a decision, or take it at once where it asks nothing."""
        if self.shown is None or self.found is None:
            return
        decision = BY_ID[decision_id]
        if not decision.when(self.shown.entry):
            self.context.notice(
                f"{decision.title}: this is so already, or an item with a number cannot be treated so.", "info"
            )
            return
        fields = decision.fields(self.found, self.shown.entry)
        if not fields:
            self.save_now(then=lambda: self._act(decision, {}))
            return
        form = InlineForm(
            decision.title,
            fields,
            decision.save,
            lambda one: self._save_decision(decision, one),
            self.put_away,
            lead=decision.lead,
            danger=decision_id in ("withdraw", "destroyed"),
        )
        self._bring(form, self.decide)

    def change(self, group: facts.Group, field: str = "") -> None:
        """Change the fields of a group in place."""
        if self.shown is None or self.found is None:
            return
        fields = {spec.name: facts.make_field(spec, self.shown.entry, self.found) for spec in group.editable}
        form = InlineForm(group.title, fields, "Save", lambda one: self._save_group(group, one), self.put_away)
        holder = self.groups.findChild(QWidget, f"group-{group.id}")
        assert isinstance(holder, QWidget)
        self._bring(form, holder)
        if field in fields:
            QTimer.singleShot(0, fields[field].focus)

    def _bring(self, form: InlineForm, holder: QWidget) -> None:
        self.put_away()
        self._form = form
        layout = layout_of(holder)
        if holder is not self.decide:
            for one in holder.findChildren(kit.FactsList):
                one.hide()
        layout.addWidget(form)
        theme().dress(form)
        form.show()
        form.focus_first()
        QTimer.singleShot(0, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        if self._form is not None:
            self.pane.ensureWidgetVisible(self._form, 0, theme().px(16))

    def put_away(self) -> None:
        """Close the small form; the keyboard goes back to what opened it."""
        form, self._form = self._form, None
        if form is None:
            return
        had = form.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        holder = form.parentWidget()
        form.hide()
        form.setParent(None)
        form.deleteLater()
        if holder is not None:
            for one in holder.findChildren(kit.FactsList):
                one.show()
            if had:
                first = next(iter(holder.findChildren(kit.Button)), None) or next(
                    iter(holder.findChildren(kit.Link)), None
                )
                (first or self.answers.description.text).setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_decision(self, decision: Decision, form: InlineForm) -> None:
        try:
            values = form.values(needed=decision.needed)
        except UserError as problem:
            form.form.show(problem)
            return
        self.save_now(then=lambda: self._act(decision, values, form))

    def _act(self, decision: Decision, values: Mapping[str, Any], form: InlineForm | None = None) -> None:
        assert self.shown is not None
        entry_id = self.shown.entry.id

        def service(work: Work) -> None:
            decision.act(work, work.get(IndexEntry, entry_id), values)

        self._run(decision.title, service, entry_id, form, decision.done, undo=decision.undo)

    def _save_group(self, group: facts.Group, form: InlineForm) -> None:
        assert self.shown is not None
        try:
            fields = facts.to_record(group, form.values())
        except UserError as problem:
            form.form.show(problem)
            return
        entry_id = self.shown.entry.id
        self._run(
            f"Change {group.title.lower()}",
            lambda work: entries.save(work, work.get(IndexEntry, entry_id), **fields),
            entry_id,
            form,
            "",
        )

    def _run(
        self,
        name: str,
        service: Callable[[Work], Any],
        entry_id: str,
        form: InlineForm | None,
        done_words: str,
        *,
        undo: bool = True,
    ) -> None:
        case_id, session = self.context.case, self.context.session

        def work_on(_task: Any) -> Shown:
            session.do(name, service)
            return session.look(read_entry, case_id, entry_id)

        def done(shown: Shown) -> None:
            self.put_away()
            if self.entry_id == entry_id:
                self._show(shown)
            if done_words and self.found is not None:
                said = f"{self.found.short(shown.entry)}: {done_words[:1].lower()}{done_words[1:]}"
                can = undo and session.undo_name == name
                self.context.notice(
                    said, "info", "Undo" if can else "", (lambda: self.context.actions.trigger("undo")) if can else None
                )
            self.saved.emit(entry_id)

        failed = form.form.show if form is not None else None
        self.context.run(self, name, work_on, done, failed)

    # ---- drafts
    def _keep_draft(self) -> None:
        """A few seconds after the last key: the words are kept encrypted, not yet saved as the description."""
        body = self.answers.draft_body()
        if body is None or self.context.session.vault.read_only:
            return
        entry_id, case_id, session = self.entry_id, self.context.case, self.context.session
        self.context.run(
            self,
            "Keep a draft",
            lambda _task: session.do("Keep a draft", drafts.keep, case_id, PLACE, body, entry_id),
            self._kept_draft,
        )

    def _kept_draft(self, draft: Draft) -> None:
        if self.shown is not None and self.shown.entry.id == draft.record_id:
            self.shown = Shown(**{**vars(self.shown), "draft": draft})

    def draft_now(self) -> None:
        """At lock: on this thread, asking nothing."""
        body = self.answers.draft_body()
        if body is not None and not self.context.session.vault.read_only:
            self.context.session.do("Keep a draft", drafts.keep, self.context.case, PLACE, body, self.entry_id)


def _is_act(event: EntryEvent) -> bool:
    return event.happened.startswith(("police_", "court_"))


def _continuity(one: Continuity) -> str:
    parts = (one.happened.capitalize(), one.where, one.why, one.condition)
    at = uk_moment(one.at).partition(" at ")[2] if one.at else ""
    return " · ".join(part for part in (*parts, at) if part)
