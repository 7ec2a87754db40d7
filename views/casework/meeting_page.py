"""A meeting with its minutes: each version that is circulated stays as it went out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import note_form
from desktop.casework.note_form import MeetingShown
from desktop.wording import partial_date, uk_moment
from storage.records import Meeting
from views import kit
from views.casework.base import FormPage
from views.disclosure.parts import InlineForm
from views.page import Context

PLAIN = ("title", "on", "place", "attended", "apologies", "minutes")


class MeetingPage(FormPage):
    """Record a meeting, or go on with its minutes."""

    TITLE = "Meeting"
    PLACE = "meeting"
    SAVE = "Save the minutes"

    def __init__(self, context: Context) -> None:
        self._meeting: Meeting | None = None
        super().__init__(context)
        self.circulate_button = kit.button("Mark as circulated", self.ask_circulate, icon="export")
        self.bar.layout().itemAt(0).widget().layout().addWidget(self.circulate_button)

    def build(self) -> None:
        self.add("title", kit.text_field("What meeting it was", "For example, Second meeting of the panel", em=34))
        self.add("on", kit.date_field("When", "For example, 3/5/17 or about May 2017", optional=True))
        self.add("place", kit.text_field("Where", optional=True, em=24))
        self.add("attended", kit.long_text("Who was there", "By code, or by post", optional=True, lines=2))
        self.add("apologies", kit.text_field("Apologies", optional=True, em=34))
        self.add(
            "minutes",
            kit.long_text("Minutes", "Kept as you type, encrypted, every few seconds.", optional=True, lines=10),
        )
        self.frozen_box = QWidget()
        self.frozen_column = kit.column(parent=self.frozen_box, space=12)
        self.fields_column.addWidget(self.frozen_box)
        self.ask_box = QWidget()
        self.ask_column = kit.column(parent=self.ask_box, space=8)
        self.fields_column.addWidget(self.ask_box)

    # ---- visits
    def show_case(self, *, meeting: str = "", **_where: Any) -> None:
        self._meeting = None
        self._close_ask()
        self.header.set(title="Minutes" if meeting else "Record a meeting", back=("Evidence", self.back))
        if meeting:
            self.look("Load the minutes", note_form.meeting, meeting, done=self._show)
            return
        self._set_frozen(None)
        self.fill({})
        self.drafting.begin("")
        QTimer.singleShot(0, self.form.fields["title"].focus)

    def _show(self, shown: MeetingShown) -> None:
        meeting = shown.meeting
        self._meeting = meeting
        self.fill({name: getattr(meeting, name) for name in PLAIN})
        facts = [f"Version {meeting.version}", partial_date(meeting.on)]
        self.header.set(title=meeting.title, facts=" · ".join(facts), back=("Evidence", self.back))
        self._set_frozen(shown if meeting.frozen else None)
        if not meeting.frozen:
            self.drafting.begin(meeting.id)
            QTimer.singleShot(0, self.form.fields["minutes"].focus)

    def _set_frozen(self, shown: MeetingShown | None) -> None:
        for field in self.form.fields.values():
            field.setVisible(shown is None)
        self.save_button.setVisible(shown is None)
        self.circulate_button.setVisible(shown is None)
        self.cancel_button.setText("Cancel" if shown is None else "Back to the evidence")
        self.frozen_box.setVisible(shown is not None)
        if shown is None:
            return
        kit.clear(self.frozen_column)
        meeting = shown.meeting
        when = uk_moment(meeting.circulated_at) if meeting.circulated_at else ""
        self.frozen_column.addWidget(kit.NoticeBar("info", f"Circulated on {when}. This version stays as it went out."))
        facts = [("Where", meeting.place), ("Who was there", meeting.attended), ("Apologies", meeting.apologies)]
        self.frozen_column.addWidget(kit.facts_list([(name, said) for name, said in facts if said]))
        self.frozen_column.addWidget(kit.label(meeting.minutes, "reading"))
        if shown.later is not None:
            later = shown.later.id
            self.frozen_column.addWidget(
                kit.link(
                    f"Go to version {shown.later.version}", lambda: self.context.navigate("meeting", meeting=later)
                )
            )
        else:
            self.frozen_column.addWidget(
                kit.row_left(kit.button("Start the next version", self._next_version, icon="version"))
            )

    # ---- saving
    def save(self) -> None:
        self._save(self._saved)

    def _save(self, then: Any) -> None:
        if self._meeting is not None and self._meeting.frozen:
            return
        self.form.clear_errors()
        values = self.values()
        if values is None:
            return
        meeting_id = self._meeting.id if self._meeting else ""
        self.do(
            "Change the minutes" if meeting_id else "Record a meeting",
            note_form.keep_meeting,
            self.context.case,
            meeting_id,
            values,
            done=then,
            failed=self.refused,
        )

    def _saved(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self.drafting.drop()
        self.drafting.begin(meeting.id, offer=False)
        self.header.set(title=meeting.title, facts=f"Version {meeting.version}", back=("Evidence", self.back))
        self.context.saved()

    def ask_circulate(self) -> None:
        """Say what it means before it is done."""
        self._close_ask()
        lead = (
            "This version stays as it went out and cannot be changed or undone. What is amended later is a version "
            "of its own, with its own index entry."
        )
        form = InlineForm(
            "Mark as circulated",
            {},
            "Mark as circulated now",
            lambda _form: self._save(self._circulate),
            self._close_ask,
            lead=lead,
        )
        self.ask_column.addWidget(form)
        self.ask_box.show()
        form.focus_first()

    def _circulate(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self.drafting.drop()
        self.do("Circulate the minutes", note_form.circulate, meeting.id, done=self._circulated, failed=self.refused)

    def _circulated(self, meeting: Meeting) -> None:
        self._close_ask()
        self.look("Load the minutes", note_form.meeting, meeting.id, done=self._show)

    def _next_version(self) -> None:
        assert self._meeting is not None
        self.do(
            "Start the next version of minutes",
            note_form.next_version,
            self._meeting.id,
            done=lambda made: self.context.navigate("meeting", meeting=made.id),
        )

    def _close_ask(self) -> None:
        kit.clear(self.ask_column)
        self.ask_box.hide()

    def back(self) -> None:
        """To the list, at this meeting."""
        self.context.navigate("evidence", **({"item": self._meeting.id} if self._meeting else {}))

    def cancel(self) -> None:
        self.drafting.drop()
        self.back()
