"""One conversation: who is cleared, the plan, the start, account and reflections apart, originals, and afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework.codes import unwrap
from desktop.markers import bookings, conversations
from desktop.markers.conversations import ConversationShown
from desktop.markers.wizard import Ground
from desktop.qt.actions import Action
from desktop.wording import listed, plural, uk_date
from storage.records import Note, RegisterRow
from views import kit
from views.kit import InlineForm, TicksField
from views.page import Context
from views.people.parts import clearance_bars, note_card
from views.people.room import RowPage

PLAN = (
    "people", "kind", "planned_for", "place", "mode", "purpose", "output", "is_not", "facilitators", "agenda",
    "prior_material", "who_sees_notes", "not_cleared_because", "date_because",
)  # fmt: skip
AFTER = ("notation", "shown", "audio", "typed_by", "typed_on", "signed_on", "follow_ups", "wellbeing")
ORIGINALS = {
    "notebook": "Notebook", "loose_notes": "Loose notes", "audio": "Recording", "photographs": "Photographs",
    "flip_chart": "Flip-chart",
}  # fmt: skip


class ConversationPage(RowPage):
    """A conversation to plan, to hold, or as it was held."""

    TITLE = "Conversation"
    REGISTERS = ("conversation", "check_in", "invitation", "original_lodged", "not_kept")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        start = ("conversation.start", "Start the conversation", self.ask_start, "F5")
        self.action(Action(*start, where=self.TITLE, icon="present", why_not=self._why_not_start))
        self.action(Action("conversation.save", "Save the plan", self.save, "Ctrl+S", where=self.TITLE, listed=False))
        self.action(
            Action(
                "conversation.reflect", "Write reflections", self.reflect, "F9", where=self.TITLE, icon="reflection",
                why_not=self._why_not_kept,
            )
        )  # fmt: skip

    @staticmethod
    def facts(store: Any, ground: Ground, where: Mapping[str, Any]) -> ConversationShown | None:
        return conversations.shown(store, ground.case, str(where["row"])) if where.get("row") else None

    @property
    def row(self) -> RegisterRow | None:
        """The conversation, or None while a new one is planned."""
        return self.found.row if self.found else None

    # ---- put together
    def build(self) -> None:
        self.standing = kit.box(space=6)
        self.column.addWidget(self.standing)
        self.ask = kit.box(space=8)
        self.column.addWidget(self.ask)
        self.ask.hide()
        self.before = kit.box(space=8)
        self.kept_box = kit.box(space=12)
        planned = self.row is None or self.row.values.get("state") == "planned"
        if not planned:
            self.column.addWidget(self.kept_box)
        self.column.addWidget(kit.section_head("Plan"))
        self.plan = self.add_form("conversation", PLAN, self.row, **({} if self.row else {"state": "planned"}))
        self.plan.saved.connect(self._planned)
        save = kit.button("Save the booking" if self.row is None else "Save the plan", self.save, role="main",
                          icon="done", key="Ctrl+S")  # fmt: skip
        self.column.addWidget(kit.flow(save))
        if self.row is None:
            QTimer.singleShot(0, self.plan.focus_first)
            return
        self.column.addWidget(self.before)
        if planned:
            self.column.addWidget(self.kept_box)
        self.column.addWidget(kit.section_head("Afterwards"))
        self.after = self.add_form("conversation", AFTER, self.row)
        self.column.addWidget(kit.flow(kit.button("Save", self.after.save, icon="done", name="Save: afterwards")))
        note = "How everybody was afterwards: the participant, and whoever held, typed and read it."
        self.add_list("check_in", note=note, without=("event",), conversation=self.row.id)

    def redraw(self) -> None:
        row = self.row
        if row is None:
            self.header.set(title="Book a conversation", back=self._back())
            return
        codes = [one.code for one in self.found.people]
        state = {"planned": "Planned", "held": "Held", "moved": "Moved", "cancelled": "Cancelled"}
        facts = [state.get(str(row.values.get("state")), "")]
        self.header.set(
            title=f"Conversation with {listed(codes)}" if codes else "Conversation",
            facts=" · ".join(part for part in facts if part), back=self._back(), actions=self._buttons(),
        )  # fmt: skip
        planned = row.values.get("state") == "planned"
        self._standing(planned)
        self._before()
        self._kept()

    def _back(self) -> tuple[str, Any]:
        where = {"row": self.row.id} if self.row else {}
        return "Conversations", lambda: self.context.navigate("conversations", **where)

    def _buttons(self) -> list[QWidget]:
        assert self.row is not None
        if self.row.values.get("state") != "planned":
            return []
        if self.row.values.get("account"):
            return [kit.button("It was held", self.ask_finish, role="main", icon="done")]
        return [
            kit.button("Cancel it", self.cancel, role="plain", icon="bin"),
            kit.button("Move it", self.ask_move, icon="clock"),
            kit.button("Start", self.ask_start, role="main", icon="present", key="F5"),
        ]

    def _standing(self, planned: bool) -> None:
        layout = self.standing.layout()
        kit.clear(layout)
        for bar in clearance_bars(self.found.not_cleared, self.codes()) if planned else ():
            layout.addWidget(bar)
        if planned and not self.found.not_cleared:
            layout.addWidget(kit.state("Cleared to be spoken to today", icon="done"))
        self.standing.setVisible(planned)

    def _before(self) -> None:
        layout = self.before.layout()
        kit.clear(layout)
        layout.addWidget(kit.section_head("Before it starts"))
        pairs: list[tuple[str, str | QWidget]] = []
        for person in self.found.people:
            sent = self.found.invited.get(person.id)
            version = f"Information sheet version {sent.values.get('sheet_version', '')}" if sent else ""
            day = "" if not sent or not sent.values.get("sent_on") else ", sent"
            pairs.append((person.code, f"{version}{day}" if sent else "No invitation recorded"))
        layout.addWidget(kit.facts_list(pairs, name_em=11))
        if self.found.topics:
            layout.addWidget(kit.h3("Topics"))
            layout.addWidget(kit.facts_list([(one.key, one.text) for one in self.found.topics], name_em=3))
        write = [
            kit.link("Write the invitation", lambda: self._release("practitioner-invitation")),
            kit.link("Write the information sheet", lambda: self._release("information-sheet")),
            kit.link("Write the opening script", lambda: self._release("opening-script")),
        ]
        layout.addWidget(kit.flow(*write, space=16))

    def _release(self, report: str) -> None:
        people = [one.id for one in self.found.people]
        self.context.navigate("release", what=f"report:{report}", recipient=people[0] if people else "")

    # ---- what was said
    def _kept(self) -> None:
        layout = self.kept_box.layout()
        kit.clear(layout)
        kept = self.found.kept
        layout.addWidget(kit.section_head("What was said"))
        if kept.account is None:
            declared = bool(kept.declarations)
            layout.addWidget(
                kit.state("No notes were made: declared", icon="done")
                if declared
                else kit.muted("The account opens when the conversation starts.")
            )
            if not declared:
                no_notes = kit.button("Declare that no notes were made", self.ask_no_notes, icon="cannot-judge")
                layout.addWidget(kit.flow(no_notes))
        else:
            self._notes(layout)
        layout.addWidget(kit.section_head("Originals"))
        for one in kept.originals:
            kind = ORIGINALS.get(str(one.values.get("kind", "")), "Original")
            layout.addWidget(kit.label(f"{kind}, kept at: {one.values.get('location', '')}"))
        if not kept.originals:
            layout.addWidget(kit.muted("No notebook, recording or paper was lodged yet."))
        layout.addWidget(kit.flow(kit.button("Lodge an original", self.ask_original, icon="add")))
        self.kept_box.setVisible(self.row is not None)

    def _notes(self, layout: Any) -> None:
        kept = self.found.kept
        layout.addWidget(note_card("Account", kept.account, self._open_note))
        for one in kept.transcripts:
            layout.addWidget(note_card("Transcript", one, self._open_note))
        for one in kept.others:
            layout.addWidget(note_card("Note", one, self._open_note))
        for one in kept.corrections:
            layout.addWidget(note_card("Correction, beside the account", one, self._open_note))
        buttons = [
            kit.button("Put a correction beside it", self.ask_correction, icon="edit"),
            kit.button("Add a transcript", self.ask_transcript, icon="note"),
        ]
        layout.addWidget(kit.flow(*buttons))
        layout.addWidget(kit.section_head("Your reflections, a separate record"))
        for one in kept.reflections:
            layout.addWidget(note_card("Reflections", one, self._open_note))
        reflect = kit.button("Write reflections", self.reflect, icon="reflection", key="F9")
        layout.addWidget(kit.flow(reflect))
        if kept.shown:
            layout.addWidget(kit.section_head("Documents shown"))
            titles = [unwrap(one.title) or "An item without a title" for one in kept.shown]
            layout.addWidget(kit.label(f"{plural(len(titles), 'document')}: {listed(titles)}"))

    def _open_note(self, note: Note) -> None:
        self.context.navigate("note", note=note.id)

    # ---- saving
    def save(self) -> None:
        """Save the plan; errors stand beside their fields."""
        self.plan.save(require=True)

    def _planned(self, row: RegisterRow) -> None:
        if self._where.get("row") != row.id:
            self.context.notice("The conversation is booked.")
            self.context.navigate("conversation", row=row.id)

    def _done(self) -> None:
        self._close_ask()
        self.context.saved()
        self.read_again(self._again)

    # ---- asking
    def _why_not_start(self) -> str:
        if self.row is None:
            return "Save the booking first."
        return "" if self.row.values.get("state") == "planned" else "It is no longer a booking to come."

    def ask_start(self) -> None:
        """The opening script, the sheet, who else is there; why, when somebody is not cleared."""
        assert self.row is not None
        if self.row.values.get("account"):
            self._open_note(self.found.kept.account)
            return
        sheet = next((str(one.values.get("sheet_version", "")) for one in self.found.invited.values() if one), "")
        present = self.row.values.get("present") or ()
        with_whom = {one.id for one in self.found.people}
        others = {one: code for one, code in self.codes().items() if one not in with_whom}
        fields: dict[str, Any] = {
            "script_version": kit.text_field("Version of the opening script read", em=8),
            "sheet_version": kit.text_field("Version of the information sheet given", optional=True, em=8, value=sheet),
            "present": TicksField("Who else is there", others, value=present),
        }
        lead = "What the person was told is the first line of the account, which is kept from now on."
        if self.found.not_cleared:
            fields["not_cleared_because"] = kit.long_text("Why it goes ahead although not cleared", lines=2)
            lead = f"{self.found.not_cleared[0].reason} {lead}"

        def begin(form: InlineForm) -> None:
            values = form.values()
            self._act(
                "Start a conversation", conversations.start, form=form, script_version=values["script_version"],
                sheet_version=values["sheet_version"], present=values["present"],
                despite=values.get("not_cleared_because", ""),
            )  # fmt: skip

        self._show_ask(InlineForm("Start the conversation", fields, "Start", begin, self._close_ask, lead=lead))

    def ask_move(self) -> None:
        """Another day; the old booking stays as moved."""
        day = kit.text_field("New day and time", "For example, 4/7/16 at 10am", em=18)
        fields: dict[str, Any] = {"planned_for": day}
        if self.found.not_cleared:
            fields["not_cleared_because"] = kit.long_text("Why it is booked although not cleared today", lines=2)

        def move(form: InlineForm) -> None:
            values = form.values()
            assert self.row is not None and self.desk is not None
            self.do(
                "Move a conversation", bookings.move, self.desk.ground.case, self.row.id, values["planned_for"],
                despite=values.get("not_cleared_because", ""),
                done=lambda made: self.context.navigate("conversation", row=made.id), failed=form.form.show,
            )  # fmt: skip

        self._show_ask(InlineForm("Move the conversation", fields, "Move it", move, self._close_ask))

    def cancel(self) -> None:
        """It will not take place."""
        self._act("Cancel a conversation", bookings.cancel)

    def ask_finish(self) -> None:
        """It is over."""
        fields: dict[str, Any] = {
            "follow_ups": kit.long_text("Follow-ups", optional=True, lines=2),
            "wellbeing": kit.long_text("How the participant was afterwards", optional=True, lines=2),
        }

        def held(form: InlineForm) -> None:
            self._act("A conversation was held", conversations.finish, form=form, **form.values())

        self._show_ask(InlineForm("The conversation was held", fields, "Save", held, self._close_ask))

    def ask_no_notes(self) -> None:
        """That no note was made is a declaration by somebody, and an entry of the index."""
        fields: dict[str, Any] = {
            "person": kit.choice("Declared by", self.codes(), combo=True),
            "why": kit.long_text("Why no note was made", lines=2),
        }

        def declare(form: InlineForm) -> None:
            values = form.values(needed=("person",))
            name = "Declare that no notes were made"
            self._act(name, conversations.declare_no_notes, values["person"], values["why"], form=form)

        lead = "That is an entry of the index of its own."
        self._show_ask(InlineForm("No notes were made", fields, "Declare it", declare, self._close_ask, lead=lead))

    def ask_correction(self) -> None:
        """The participant's words beside the account."""
        fields: dict[str, Any] = {
            "text": kit.long_text("The correction", "What should be read differently, and how", lines=4),
            "agreed": kit.text_field("Agreed by", "Whose account it is, and when they agreed", em=24),
        }

        def keep(form: InlineForm) -> None:
            values = form.values(needed=("agreed",))
            self._act("Correct an account", conversations.correct, values["text"], values["agreed"], form=form)

        lead = "The account is kept as it is from then on; the correction stands beside it, with an entry of its own."
        self._show_ask(InlineForm("Put a correction beside it", fields, "Save the correction", keep, self._close_ask,
                                  lead=lead))  # fmt: skip

    def ask_transcript(self) -> None:
        """Words typed from a recording."""
        fields: dict[str, Any] = {"text": kit.long_text("The transcript", lines=8, limit=0)}

        def keep(form: InlineForm) -> None:
            self._act("Keep a transcript", conversations.transcribe, form.values()["text"], form=form)

        self._show_ask(InlineForm("Add a transcript", fields, "Save the transcript", keep, self._close_ask))

    def ask_original(self) -> None:
        """A notebook, recording or paper that came into the board's keeping."""
        fields: dict[str, Any] = {
            "kind": kit.choice("What it is", ORIGINALS),
            "person": kit.choice("Lodged by", self.codes(), combo=True),
            "location": kit.text_field("Where it is kept", em=24),
        }

        def keep(form: InlineForm) -> None:
            values = form.values(needed=("kind", "person"))
            self._act(
                "Lodge an original", conversations.keep_original, values["kind"], values["person"], form=form,
                location=values["location"],
            )  # fmt: skip

        day = uk_date(self.context.clock.today())
        lead = f"Lodged on {day}. It is an item and an index entry of its own."
        self._show_ask(InlineForm("Lodge an original", fields, "Lodge it", keep, self._close_ask, lead=lead))

    def _why_not_kept(self) -> str:
        return "" if self.found and self.found.kept.account else "There is no account of this conversation yet."

    def reflect(self) -> None:
        """The reviewer's own thoughts: a record of their own."""
        fields: dict[str, Any] = {"text": kit.long_text("Your reflections", lines=5)}

        def keep(form: InlineForm) -> None:
            self._act("Keep reflections", conversations.reflect, form.values()["text"], form=form)

        lead = "Your own thoughts, never part of the account. They have an index entry of their own."
        save = "Save the reflections"
        self._show_ask(InlineForm("Write reflections", fields, save, keep, self._close_ask, lead=lead))
