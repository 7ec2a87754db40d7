"""One group event: the plan, who sits in the room with whom, the start, what was said, and what it left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.markers import bookings, conversations, events
from desktop.markers.events import Concern
from desktop.markers.wizard import Ground
from desktop.qt.actions import Action
from desktop.wording import plural
from storage.records import Material, Note, RegisterRow
from views import kit
from views.kit import InlineForm, TicksField
from views.page import Context
from views.people.conversation_page import ORIGINALS
from views.people.parts import clearance_bars, note_card
from views.people.room import RowPage

PLAN = (
    "title", "planned_for", "place", "purpose", "output", "is_not", "attendees", "facilitators", "agenda",
    "prior_material", "who_sees_notes", "ground_rules", "quiet_room", "wellbeing_lead", "seating", "recording_ban",
    "disclosures", "police_topics", "police_agreed_on", "not_cleared_because",
)  # fmt: skip
CONCERNS = {
    "hierarchy": "Hierarchy", "conflict": "Conflict", "witness": "Clearance or witness status",
    "family_link": "Link to the family",
}  # fmt: skip
RESULTS = {
    "none": "Nothing found", "stays": "Stays, with care", "moved": "Heard individually instead",
    "opted_out": "Opted out",
}  # fmt: skip


class EventPage(RowPage):
    """An event to plan, to hold, or as it was held."""

    TITLE = "Group event"
    REGISTERS = ("event", "composition_check", "check_in", "original_lodged", "feedback")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        start = ("group-event.start", "Start the event", self.ask_start, "F5")
        self.action(Action(*start, where=self.TITLE, icon="present", why_not=self._why_not_start))
        self.action(Action("group-event.save", "Save the plan", self.save, "Ctrl+S", where=self.TITLE, listed=False))

    @staticmethod
    def facts(store: Any, ground: Ground, where: Mapping[str, Any]) -> dict[str, Any]:
        if not where.get("row"):
            return {}
        row = store.get(RegisterRow, str(where["row"]))
        return {
            "row": row,
            "concerns": events.concerns(store, ground.case, row.id),
            "unclear": bookings.clearance(store, ground.case, row.values.get("attendees") or ()),
            "notes": [found for one in row.values.get("notes") or () if (found := store.one(Note, id=one))],
            "items": [found for one in row.values.get("materials") or () if (found := store.one(Material, id=one))],
        }

    @property
    def row(self) -> RegisterRow | None:
        """The event, or None while a new one is planned."""
        return self.found.get("row") if self.found else None

    def build(self) -> None:
        self.standing = kit.box(space=6)
        self.ask = kit.box(space=8)
        self.ask.hide()
        self.composition = kit.box(space=8)
        self.left = kit.box(space=10)
        for one in (self.standing, self.ask, self.composition):
            self.column.addWidget(one)
        self.column.addWidget(kit.section_head("Plan"))
        self.plan = self.add_form("event", PLAN, self.row, **({} if self.row else {"state": "planned"}))
        self.plan.saved.connect(self._planned)
        words = "Save the plan" if self.row else "Save the event"
        save = kit.button(words, self.save, role="main", icon="done", key="Ctrl+S")
        self.column.addWidget(kit.flow(save))
        self.composition.setVisible(self.row is not None)
        if self.row is None:
            QTimer.singleShot(0, self.plan.focus_first)
            return
        self.column.addWidget(self.left)
        self.column.addWidget(kit.section_head("Afterwards"))
        self.after = self.add_form("event", ("materials", "follow_ups", "wellbeing"), self.row)
        self.column.addWidget(kit.flow(kit.button("Save", self.after.save, icon="done", name="Save: afterwards")))
        self.add_list("check_in", without=("conversation",), event=self.row.id)
        self.column.addWidget(kit.flow(kit.link("Feedback of those who came", self._feedback)))

    def redraw(self) -> None:
        row = self.row
        back = ("Conversations", lambda: self.context.navigate("conversations", **({"row": row.id} if row else {})))
        if row is None:
            self.header.set(title="Plan an event", back=back)
            return
        state = str(row.values.get("state", ""))
        planned, came = state == "planned", row.values.get("came") or ()
        facts = {"planned": "Planned", "held": "Held", "moved": "Moved", "cancelled": "Cancelled"}.get(state, "")
        self.header.set(
            title=str(row.values.get("title") or "Group event"),
            facts=" · ".join(part for part in (facts, f"{len(came)} came" if came else "") if part), back=back,
            actions=self._buttons(planned, bool(came)),
        )  # fmt: skip
        layout = self.standing.layout()
        kit.clear(layout)
        for bar in clearance_bars(self.found["unclear"], self.codes()) if planned else ():
            layout.addWidget(bar)
        self._composition()
        self._left()

    def _buttons(self, planned: bool, begun: bool) -> list[QWidget]:
        if not planned:
            return []
        if begun:
            return [kit.button("It was held", self._held, role="main", icon="done")]
        return [kit.button("Start", self.ask_start, role="main", icon="present", key="F5")]

    # ---- who sits in the room
    def _composition(self) -> None:
        layout = self.composition.layout()
        kit.clear(layout)
        layout.addWidget(kit.section_head("Who sits in the room with whom"))
        found: tuple[Concern, ...] = self.found["concerns"]
        if not found:
            layout.addWidget(kit.state("Nothing to look at among those who are invited", icon="done"))
        for one in found:
            code = self.codes().get(one.person_id, "Somebody")
            other = self.codes().get(one.with_id, "")
            said = f"{one.sentence} ({other})" if other else one.sentence
            result = RESULTS.get(one.decided, "")
            press = kit.button("Decide" if not result else "Change", lambda c=one: self.ask_decide(c), icon="edit",
                               name=f"Decide: {code}, {CONCERNS[one.kind]}")  # fmt: skip
            head = kit.flow(kit.chip(code), kit.label(CONCERNS[one.kind], "strong"))
            state = kit.state(result, icon="done") if result else kit.state("Not decided yet", tone="warning")
            layout.addWidget(kit.card(head, kit.label(said), kit.flow(state, press)))

    def ask_decide(self, concern: Concern) -> None:
        """What is done about one concern."""
        code = self.codes().get(concern.person_id, "Somebody")
        fields: dict[str, Any] = {
            "result": kit.choice("Result", RESULTS, value=concern.decided or ""),
            "alternative": kit.text_field("What is offered instead", optional=True, em=30),
            "talk_on": kit.text_field("Day of a conversation instead", "For example, 4/7/16 at 10am", optional=True,
                                      em=18),
            "not_cleared_because": kit.long_text("Why that is booked although not cleared", optional=True, lines=2),
        }  # fmt: skip

        def keep(form: InlineForm) -> None:
            values = form.values(needed=("result",))
            self._act(
                "Decide about a concern", events.decide, concern.kind, concern.person_id, values["result"], form=form,
                alternative=values["alternative"], talk_on=values["talk_on"], despite=values["not_cleared_because"],
            )  # fmt: skip

        self._show_ask(InlineForm(f"{code}: {CONCERNS[concern.kind]}", fields, "Save", keep, self._close_ask,
                                  lead=concern.sentence))  # fmt: skip

    # ---- what it left
    def _left(self) -> None:
        layout = self.left.layout()
        kit.clear(layout)
        layout.addWidget(kit.section_head("Notes, flip-charts and photographs"))
        for note in self.found["notes"]:
            title = "Reflections, a separate record" if note.kind.value == "reflections" else "Note"
            layout.addWidget(note_card(title, note, lambda one: self.context.navigate("note", note=one.id)))
        items = self.found["items"]
        if items:
            layout.addWidget(kit.label(plural(len(items), "flip-chart or photograph", "flip-charts and photographs")))
        buttons = [
            kit.button("Write a note", self.ask_note, icon="note"),
            kit.button("Write reflections", lambda: self.ask_note(reflections=True), icon="reflection"),
            kit.button("Lodge a flip-chart or paper", self.ask_original, icon="add"),
            kit.button("Bring in photographs", lambda: self.context.navigate("bring-in"), icon="import"),
        ]
        layout.addWidget(kit.flow(*buttons))

    def ask_note(self, *, reflections: bool = False) -> None:
        """A note, or reflections apart from it."""
        title = "Write reflections" if reflections else "Write a note"
        words = "Your reflections" if reflections else "What was said"
        fields: dict[str, Any] = {"text": kit.long_text(words, lines=6)}

        def keep(form: InlineForm) -> None:
            self._act(title, events.note, form.values()["text"], form=form, reflections=reflections)

        self._show_ask(InlineForm(title, fields, "Save", keep, self._close_ask))

    def ask_original(self) -> None:
        """A flip-chart, notebook or recording that came into the board's keeping."""
        fields: dict[str, Any] = {
            "kind": kit.choice("What it is", ORIGINALS, value="flip_chart"),
            "person": kit.choice("Lodged by", self.codes(), combo=True),
            "location": kit.text_field("Where it is kept", em=24),
        }

        def keep(form: InlineForm) -> None:
            values = form.values(needed=("kind", "person"))
            self._act("Lodge an original", conversations.keep_original, values["kind"], values["person"], form=form,
                      location=values["location"])  # fmt: skip

        self._show_ask(InlineForm("Lodge an original", fields, "Lodge it", keep, self._close_ask))

    def _feedback(self) -> None:
        assert self.row is not None
        self.context.navigate("feedback", event=self.row.id)

    # ---- holding it
    def _why_not_start(self) -> str:
        if self.row is None:
            return "Save the event first."
        return "" if self.row.values.get("state") == "planned" else "It is no longer an event to come."

    def ask_start(self) -> None:
        """Who came, the script and the sheet."""
        assert self.row is not None
        wanted = list(self.row.values.get("attendees") or ())
        fields: dict[str, Any] = {
            "came": TicksField("Who came", {one: self.codes().get(one, "") for one in wanted}, value=wanted),
            "script_version": kit.text_field("Version of the opening script read", em=8),
            "sheet_version": kit.text_field("Version of the information sheet given", optional=True, em=8),
        }
        if self.found["unclear"]:
            fields["not_cleared_because"] = kit.long_text("Why it goes ahead although not cleared", lines=2)

        def begin(form: InlineForm) -> None:
            values = form.values()
            self._act("Start an event", events.start, form=form, came=values["came"],
                      script_version=values["script_version"], sheet_version=values["sheet_version"],
                      despite=values.get("not_cleared_because", ""))  # fmt: skip

        self._show_ask(InlineForm("Start the event", fields, "Start", begin, self._close_ask))

    def _held(self) -> None:
        self._act("An event was held", events.finish)

    # ---- saving
    def save(self) -> None:
        """Save the plan; errors stand beside their fields."""
        self.plan.save(require=True)

    def _planned(self, row: RegisterRow) -> None:
        if self._where.get("row") != row.id:
            self.context.notice("The event is planned.")
            self.context.navigate("group-event", row=row.id)
