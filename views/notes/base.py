"""What notes and minutes have in common: a text that is written, facts about it on a second view, and a moment from
which nothing in it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import clock_doubt
from desktop.qt.actions import Action
from storage.records import Meeting, Note
from views import kit
from views.casework.form_page import FormPage
from views.kit import InlineForm
from views.notes.field import Written
from views.notes.keys import WritingKeys
from views.notes.surface import Pane, Surface

WRITE, ABOUT = "write", "about"


class WrittenPage(FormPage):
    """A page on which one text is written. Its record is ``record``, None while it is new."""

    TEXT = "text"
    FINISH = "Save as an account"
    ABOUT_WORDS = "About it"

    def build(self) -> None:
        self.record: Any = None
        self._heads: list[QWidget] = []
        self._came_from = WRITE
        self.field = self.make_text()
        self.form.fields[self.TEXT] = self.field
        self.field.changed.connect(self.touched)
        self.surface = Surface(self.make_pane(), self.make_beside())
        self.keys = WritingKeys(self, self.surface, self.ask, self.put_away)
        self._build_views()
        self.build_fields()
        self.frozen_box = QWidget()
        self.frozen_column = kit.column(parent=self.frozen_box, space=12)
        self.fields_column.addWidget(self.frozen_box)
        self.ask_box = QWidget()
        self.ask_column = kit.column(parent=self.ask_box, space=8)
        self.ask_box.hide()
        self.fields_column.addWidget(self.ask_box)
        self.finish_button = kit.button(self.FINISH, self.ask_finish, icon="account")
        self.bar.add(self.finish_button)
        self.action(
            Action(f"{self.PLACE}.about", f"Show what is known {self.ABOUT_WORDS.lower()}", self.turn_over, "Ctrl+D",
                   where=self.TITLE, icon="sheet")
        )  # fmt: skip

    def _build_views(self) -> None:
        self.stack = kit.PageStack()
        self.body.removeWidget(self.scroll)
        self.stack.addWidget(self.surface)
        self.stack.addWidget(self.scroll)
        self.body.insertWidget(0, self.stack, 1)
        self.views = kit.Segmented({WRITE: "Write", ABOUT: self.ABOUT_WORDS}, "View")
        self.views.button(ABOUT).setToolTip("Ctrl+D")
        self.views.chosen.connect(self.show_view)
        self.bar.add(self.views)

    # ---- what a page adds
    def make_text(self) -> Written:
        """The field that is written."""
        return Written("What was said", self.context.clock.new_id)

    def make_pane(self) -> Pane:
        """Its pane."""
        raise NotImplementedError

    def make_beside(self) -> Pane | None:
        """A second text beside it, which is a record of its own."""
        return None

    def build_fields(self) -> None:
        """The facts, on the second view."""

    def facts_shown(self) -> None:
        """The facts are others: speakers and questions follow."""

    def section(self, title: str, lead: str = "") -> None:
        """A heading between facts; it goes with them when the record is frozen."""
        head = kit.section_head(title)
        self._heads.append(head)
        self.fields_column.addWidget(head)

    # ---- the two views
    def show_view(self, view: str) -> None:
        """``write`` or ``about``."""
        self.views.set_value(view)
        self.stack.setCurrentWidget(self.surface if view == WRITE else self.scroll)
        if view == WRITE:
            self.facts_shown()
            self.surface.active().field.writer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first = next((one for one in self.form.fields.values() if one is not self.field), None)
            if first is not None:
                first.focus()

    def turn_over(self) -> None:
        """From the text to the facts and back."""
        if self.views.isVisibleTo(self):
            self.show_view(ABOUT if self.stack.currentWidget() is self.surface else WRITE)

    def focus_first(self) -> None:
        if self.stack.currentWidget() is self.surface:
            self.surface.active().field.writer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def begin_new(self, values: Mapping[str, Any], *, view: str = WRITE, bring: str = "") -> None:
        """A record that is not there yet."""
        self.record = None
        self.set_frozen(None)
        self.fill(values)
        self.show_view(view)
        self.drafting.begin("", bring=bring)
        QTimer.singleShot(0, self.focus_first)
        self._keep_up()

    def begin_with(self, record: Any, *, bring: str = "") -> None:
        """A record to go on with; its fields are filled."""
        self.record = record
        if not record.frozen:
            self.show_view(WRITE)
            self.drafting.begin(record.id, bring=bring)
            QTimer.singleShot(0, self.focus_first)
        self._keep_up()

    def _keep_up(self) -> None:
        self.keys.load()
        self.facts_shown()
        self.look("Look at the clock", clock_doubt.doubt, done=self._doubted)

    def _doubted(self, words: str) -> None:
        if words:
            self.context.notice(words, "warn")

    def set_frozen(self, shown: Any) -> None:
        """As it stands for good, or to be written."""
        frozen = shown is not None
        for field in self.form.fields.values():
            if field is not self.field:
                field.setVisible(not frozen)
        for one in (self.save_button, self.finish_button, self.views, *self._heads):
            one.setVisible(not frozen)
        self.cancel_button.setText("Back to the evidence" if frozen else "Cancel")
        self.frozen_box.setVisible(frozen)
        if frozen:
            kit.clear(self.frozen_column)
            self.fill_frozen(shown)
            self.stack.setCurrentWidget(self.scroll)

    def fill_frozen(self, shown: Any) -> None:
        """The record as it stands."""

    def frozen_head(self, words: str, facts: Sequence[tuple[str, str]], text: str) -> None:
        """What every frozen record shows: since when, the facts, the text."""
        self.frozen_column.addWidget(kit.NoticeBar("info", words))
        self.frozen_column.addWidget(kit.facts_list([(name, said) for name, said in facts if said]))
        self.frozen_column.addWidget(kit.label(text, "reading"))

    def type_again(self, body: Mapping[str, Any]) -> None:
        super().type_again(body)
        self.facts_shown()

    # ---- saving
    def save(self) -> None:
        self._save(self._saved)

    def _save(self, then: Callable[[Any], None]) -> None:
        if self.record is not None and self.record.frozen:
            return
        self.form.clear_errors()
        values = self.values()
        if values is None:
            self.show_view(ABOUT)
            return
        values.pop(self.TEXT)
        self.save_values(values, then)

    def save_values(self, values: dict[str, Any], then: Callable[[Any], None]) -> None:
        """Hand over what is to be saved."""

    def _saved(self, kept: Any) -> None:
        """Saved: the draft goes; what was typed meanwhile does not."""

    def refused(self, error: Any) -> None:
        wrong = set(getattr(error, "errors", {}))
        if wrong - {self.TEXT}:
            self.show_view(ABOUT)
        super().refused(error)
        if wrong and not wrong - {self.TEXT}:
            self.context.notice(f"{error.errors[self.TEXT]}.", "error")

    def went_on(self, record: Note | Meeting, marks: Sequence[Any]) -> None:
        """After saving: the same page goes on with the record, undo and cursor as they were."""
        self.record = record
        self.field.saved(marks, record.id)
        self.drafting.drop()
        self.drafting.begin(record.id, offer=False)
        if self.field.value() != getattr(record, self.TEXT):
            self.drafting.touched()
        self.context.saved()

    # ---- finishing
    def ask_finish(self) -> None:
        """Say what it means before it is done."""

    def ask(self, form: InlineForm) -> None:
        """A question below the facts, where there is always room; afterwards one is back where one was."""
        self._close_ask()
        self._came_from = WRITE if self.stack.currentWidget() is self.surface else ABOUT
        self.views.set_value(ABOUT)
        self.stack.setCurrentWidget(self.scroll)
        self.ask_column.addWidget(form)
        self.ask_box.show()
        form.focus_first()
        QTimer.singleShot(0, form, lambda: self.scroll.ensureWidgetVisible(form))

    def put_away(self) -> None:
        """The question is put away; one is back where one was."""
        self._close_ask()
        if self.views.isVisibleTo(self):
            self.show_view(self._came_from)

    def ask_for_good(self, title: str, lead: str, act: Callable[[Any], None]) -> None:
        """A step that cannot be undone, with what it means."""
        self.ask(
            InlineForm(title, {}, f"{title} now", lambda _form: self._save(act), self.put_away, lead=lead)
        )

    def _close_ask(self) -> None:
        kit.clear(self.ask_column)
        self.ask_box.hide()

    # ---- coming and going
    def compare(self, draft_id: str) -> None:  # type: ignore[override]
        """Both versions beside each other."""
        self.context.navigate("kept", draft=draft_id)

    def back(self) -> None:
        """To the list, at this record."""
        self.context.navigate("evidence", **({"item": self.record.id} if self.record else {}))

    def cancel(self) -> None:
        self.drafting.drop()
        self.back()

    def kept_ids(self) -> list[str]:
        """The drafts of what stands on the page and is not saved."""
        return [self.drafting.kept_id]

    def place(self) -> Mapping[str, Any]:
        """The same record, with what was typed into it put back at once."""
        bring = " ".join(filter(None, self.kept_ids()))
        return ({self.PLACE: self.record.id} if self.record else {}) | ({"bring": bring} if bring else {})

    def leave(self) -> None:
        self.keys.set_quiet(False)
        super().leave()
