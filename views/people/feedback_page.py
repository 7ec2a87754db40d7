"""Feedback: rounds, quick entry of forms by the keyboard, themes, and what may be told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.markers import feedback, rows
from desktop.markers.feedback import Summary
from desktop.markers.wizard import Ground
from desktop.qt.actions import Action
from desktop.wording import plural
from storage.records import RegisterRow
from views import kit
from views.kit import TicksField
from views.markers.register_view import RegisterView
from views.page import Context
from views.people.room import RoomPage

RULE = (
    "While fewer than 5 forms came back no figure is given. A count of 1 or 2 reads “fewer than 3”, and what would let "
    "somebody work it out is left open too."
)
KEYS = "Type 1 to 5 in each line: the keyboard goes on by itself. Ctrl+Return keeps the form and begins the next."


class Quick(QWidget):
    """One form as it is typed from paper: five digits, words, themes. ``keep(answers, words, themes)`` takes it."""

    def __init__(self, labels: Mapping[str, str], themes: Mapping[str, str], keep: Any) -> None:
        super().__init__()
        self.setAccessibleName("Enter a form")
        self._keep = keep
        self.answers = {name: kit.text_field(words, em=3) for name, words in labels.items()}
        self.words = kit.long_text("In their own words", optional=True, lines=2)
        self.themes = TicksField("Themes it raises", themes)
        self.form = kit.Form({**self.answers, "words": self.words, "themes": self.themes})
        self.button = kit.button("Keep this form", self.keep, role="main", icon="done", key="Ctrl+Return")
        kit.column(
            kit.card(kit.muted(KEYS), self.form.summary, kit.columns(*self.answers.values(), least_em=9, space=12),
                     self.words, self.themes,
                     kit.flow(self.button), space=8),
            parent=self, space=0,
        )  # fmt: skip
        self.themes.setVisible(bool(themes))  # now that it stands in something: alone it would be a window
        for at, field in enumerate(self.answers.values()):
            field.line.setMaxLength(1)
            field.line.textEdited.connect(lambda typed, here=at: self._on(here, typed))

    def _on(self, at: int, typed: str) -> None:
        if typed in tuple("12345"):
            following = [*self.answers.values(), self.words]
            following[at + 1].focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.keep()
            return
        super().keyPressEvent(event)

    def keep(self) -> None:
        """Hand the form over."""
        answers = {name: field.value().strip() for name, field in self.answers.items()}
        self._keep(answers, self.words.value(), self.themes.value())

    def begin(self) -> None:
        """An empty form, the keyboard in its first line."""
        self.form.clear_errors()
        for field in self.answers.values():
            field.set_value("")
        self.words.set_value("")
        self.themes.set_value(())
        next(iter(self.answers.values())).focus()


class FeedbackPage(RoomPage):
    """Rounds of feedback of a case."""

    TITLE = "Feedback"
    REGISTERS = ("feedback", "feedback_theme", "feedback_form", "event")

    def __init__(self, context: Context) -> None:
        self._round = ""
        self.rounds: RegisterView | None = None
        super().__init__(context)
        enter = ("feedback.enter", "Enter forms", self.enter_forms, "Ctrl+E")
        self.action(Action(*enter, where=self.TITLE, icon="edit", why_not=self._why_not_enter))

    @staticmethod
    def facts(store: Any, ground: Ground, _where: Mapping[str, Any]) -> dict[str, Summary]:
        found = rows.rows(store, ground.case, ground.registers["feedback"])
        return {one.id: feedback.summary(store, ground.case, (one,)) for one in found}

    def build(self) -> None:
        assert self.desk is not None
        event = str(self._where.get("event", ""))
        self.rounds = self.add_list("feedback", children=("feedback_theme",), **({"event": event} if event else {}))
        self.rounds.table.current.connect(self._chosen)
        self.rounds.changed.connect(self.read_again)
        links = [
            kit.link("Print the form", lambda: self._release("feedback-form")),
            kit.link("Write what people said", lambda: self._release("feedback-summary")),
        ]
        self.column.addWidget(kit.flow(*links, space=16))
        self.entry = kit.box(space=8)
        self.column.addWidget(self.entry)
        self.told = kit.box(space=8)
        self.column.addWidget(self.told)
        self._round = self.rounds.table.current_id()

    def focus_first(self) -> None:
        if self.rounds is not None:
            (self.rounds.table if self._rounds() else self.rounds.add_button).setFocus()

    def _rounds(self) -> tuple[RegisterRow, ...]:
        return self.desk.rows("feedback") if self.desk else ()

    def _chosen(self, round_id: str) -> None:
        self._round = round_id
        if self.found is not None:
            self._tell()

    def redraw(self) -> None:
        self.header.set(
            title=self.TITLE, facts=plural(len(self._rounds()), "round") if self._rounds() else "",
            back=("People", lambda: self.context.navigate("people")),
            actions=[kit.button("Enter forms", self.enter_forms, role="main", icon="edit", key="Ctrl+E")],
        )  # fmt: skip
        self._round = self._round or self.rounds.table.current_id()
        self._tell()

    def _tell(self) -> None:
        """What may be told of the chosen round, as a document would print it."""
        layout = self.told.layout()
        kit.clear(layout)
        summary: Summary | None = (self.found or {}).get(self._round)
        if summary is None:
            return
        layout.addWidget(kit.section_head("What may be told of this round"))
        layout.addWidget(kit.label(summary.rate))
        if summary.statements:
            pairs = [
                (one.words, f"{one.agree or '–'} mostly or fully, {one.not_agree or '–'} less")
                for one in summary.statements
            ]
            layout.addWidget(kit.facts_list(pairs, name_em=16))
        for one in summary.themes:
            said = f": {one.mentions}" if one.mentions else ""
            layout.addWidget(kit.label(f"{one.row.values.get('theme', '')}{said}"))
        layout.addWidget(kit.muted(RULE))

    def _release(self, report: str) -> None:
        self.context.navigate("release", what=f"report:{report}")

    # ---- entry
    def _why_not_enter(self) -> str:
        return "" if self._rounds() else "Add a round first: who was asked, and how many forms went out."

    def enter_forms(self) -> None:
        """The quick entry for the chosen round."""
        assert self.desk is not None and self.rounds is not None
        # A list that is just being read again shows none as chosen for a moment.
        self._round = self.rounds.table.current_id() or self._round
        if self._round not in {one.id for one in self._rounds()}:
            self.context.notice(self._why_not_enter() or "Choose a round in the list first.", "warn")
            return
        register = self.desk.ground.registers["feedback_form"]
        labels = {name: register.field(name).label for name in feedback.SCALE}
        themes = {one.id: str(one.values.get("theme", "")) for one in self.desk.rows("feedback_theme")
                  if one.values.get("feedback") == self._round}  # fmt: skip
        kit.clear(self.entry.layout())
        self.quick = Quick(labels, themes, self._keep)
        self.entry.layout().addWidget(kit.section_head("Enter forms"))
        self.entry.layout().addWidget(self.quick)
        self.quick.begin()

    def _keep(self, answers: dict[str, str], words: str, themes: tuple[str, ...]) -> None:
        assert self.desk is not None

        def kept(_row: RegisterRow) -> None:
            self.context.saved()
            self.quick.begin()
            self.read_again()

        def failed(error: UserError) -> None:
            self.quick.form.show(error)

        self.do("Enter a form", feedback.enter, self.desk.ground.case, self._round, answers, words=words, themes=themes,
                done=kept, failed=failed)  # fmt: skip
