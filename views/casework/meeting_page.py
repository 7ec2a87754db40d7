"""A meeting with its minutes: each version that is circulated stays as it went out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.casework import note_form, written
from desktop.casework.marks import Place
from desktop.casework.note_form import MeetingShown
from desktop.casework.spans import Span
from desktop.session import Store
from desktop.wording import partial_date, uk_moment
from storage.records import Meeting
from views import kit
from views.notes.base import WrittenPage
from views.notes.field import Written
from views.notes.surface import Pane

PLAIN = ("title", "on", "place", "attended", "apologies")
Opened = tuple[MeetingShown, tuple[Span, ...]]


class MeetingPage(WrittenPage):
    """Record a meeting, or go on with its minutes."""

    TITLE = "Meeting"
    PLACE = "meeting"
    SAVE = "Save the minutes"
    TEXT = "minutes"
    FINISH = "Mark as circulated"
    ABOUT_WORDS = "About the meeting"

    def make_text(self) -> Written:
        return Written("Minutes", self.context.clock.new_id)

    def make_pane(self) -> Pane:
        return Pane("accountPane", "Minutes", "meeting", "Kept encrypted as you type.", self.field)

    def build_fields(self) -> None:
        self.add("title", kit.text_field("What meeting it was", "For example, Second meeting of the panel", em=34))
        self.add("on", kit.date_field("When", "For example, 3/5/17 or about May 2017", optional=True))
        self.add("place", kit.text_field("Where", optional=True, em=24))
        self.add("attended", kit.long_text("Who was there", "By code, or by post", optional=True, lines=2))
        self.add("apologies", kit.text_field("Apologies", optional=True, em=34))

    def facts_shown(self) -> None:
        attended = self.form.fields["attended"].value() if "attended" in self.form.fields else ""
        self.keys.speakers = tuple(
            one.code for one in self.keys.around.people if f"[{one.code}]".casefold() in attended.casefold()
        )
        self.keys.asker = "Chair"
        self.keys.show_keys()

    # ---- visits
    def show_case(self, *, meeting: str = "", bring: str = "", **_where: Any) -> None:
        self._close_ask()
        self.record = None
        self.header.set(title="Minutes" if meeting else "Record a meeting", back=("Evidence", self.back))
        if meeting:
            self.look("Load the minutes", _opened, meeting, done=lambda found: self._show(found, bring))
        else:
            self.begin_new({}, view="about", bring=bring)

    def _show(self, found: Opened, bring: str = "") -> None:
        shown, marks = found
        meeting = shown.meeting
        self.record = meeting
        self.fill({name: getattr(meeting, name) for name in PLAIN})
        self.field.show_text(meeting.minutes, marks, meeting.id)
        facts = [f"Version {meeting.version}", partial_date(meeting.on)]
        self.header.set(title=meeting.title, facts=" · ".join(facts), back=("Evidence", self.back))
        self.set_frozen(shown if meeting.frozen else None)
        self.begin_with(meeting, bring=bring)

    def fill_frozen(self, shown: MeetingShown) -> None:
        meeting = shown.meeting
        when = uk_moment(meeting.circulated_at) if meeting.circulated_at else ""
        self.frozen_head(
            f"Circulated on {when}. This version stays as it went out.",
            [("Where", meeting.place), ("Who was there", meeting.attended), ("Apologies", meeting.apologies)],
            meeting.minutes,
        )
        if shown.later is not None:
            later = shown.later
            go = kit.link(
                f"Go to version {later.version}", lambda: self.context.navigate("meeting", meeting=later.id)
            )
            self.frozen_column.addWidget(go)
        else:
            self.frozen_column.addWidget(
                kit.row_left(kit.button("Start the next version", self._next_version, icon="version"))
            )

    # ---- saving
    def save_values(self, values: dict[str, Any], then: Callable[[Any], None]) -> None:
        meeting_id = self.record.id if self.record else ""
        self.do(
            "Change the minutes" if meeting_id else "Record a meeting", written.keep_meeting, self.context.case,
            meeting_id, values, self.field.text_kept(), done=then, failed=self.refused,
        )  # fmt: skip

    def _saved(self, kept: tuple[Meeting, tuple[Span, ...]]) -> None:
        meeting, marks = kept
        self.went_on(meeting, marks)
        self.header.set(title=meeting.title, facts=f"Version {meeting.version}", back=("Evidence", self.back))

    def ask_circulate(self) -> None:
        """Say what it means before it is done."""
        lead = (
            "This version stays as it went out and cannot be changed or undone. What is amended later is a version "
            "of its own, with its own index entry."
        )
        self.ask_for_good("Mark as circulated", lead, self._circulate)

    ask_finish = ask_circulate

    def _circulate(self, kept: tuple[Meeting, tuple[Span, ...]]) -> None:
        self._saved(kept)
        self.do("Circulate the minutes", note_form.circulate, kept[0].id, done=self._circulated, failed=self.refused)

    def _circulated(self, meeting: Meeting) -> None:
        self._close_ask()
        self.look("Load the minutes", _opened, meeting.id, done=self._show)

    def _next_version(self) -> None:
        self.do(
            "Start the next version of minutes", note_form.next_version, self.record.id,
            done=lambda made: self.context.navigate("meeting", meeting=made.id),
        )  # fmt: skip


def _opened(store: Store, meeting_id: str) -> Opened:
    return note_form.meeting(store, meeting_id), written.spans_of(store, Place("Meeting", meeting_id, "minutes"))
