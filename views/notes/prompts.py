"""Questions asked under the text while one writes: who, as whom, which memo, find. One line each; Enter answers, Esc
goes back to the very place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.casework.written import Known, with_codes
from desktop.qt.theme import theme
from views import kit
from views.kit.nav import Entry, NavList
from views.kit.said import TypedLine
from views.notes.writer import Writer


class Prompts(QWidget):
    """The place below a text where one question at a time is asked; the keyboard goes back to the text."""

    changed = Signal()

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer
        self._column = kit.column(parent=self, space=0)
        self.shown: QWidget | None = None
        self.hide()

    def ask(self, prompt: QWidget) -> None:
        """Ask; what was asked before is put away."""
        kit.clear(self._column)
        self.shown = prompt
        self._column.addWidget(prompt)
        theme().dress(self)
        self.show()
        self.changed.emit()
        prompt.open()  # type: ignore[attr-defined]

    def close_(self) -> None:
        """Nothing is asked any more; the cursor is where it was."""
        had = self.shown is not None
        kit.clear(self._column)
        self.shown = None
        self.hide()
        self.changed.emit()
        if had:
            self._writer.setFocus(Qt.FocusReason.OtherFocusReason)


class Prompt(QWidget):
    """One question. Enter in a line answers, Esc does not."""

    def __init__(self, title: str, on_cancel: Callable[[], None]) -> None:
        super().__init__()
        self._on_cancel = on_cancel
        self.setAccessibleName(title)
        self.title = kit.h3(title)

    def put(self, *items: QWidget) -> None:
        """Lay it out under its title."""
        close = kit.button("Cancel", self._on_cancel, role="plain", key="Esc")
        head = kit.row(space=8)
        head.addWidget(self.title, 1)
        head.addWidget(close)
        kit.column(kit.card(head, *items, space=6), parent=self, space=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer()
        else:
            super().keyPressEvent(event)

    def open(self) -> None:
        """Put the keyboard where the answer goes."""

    def answer(self) -> None:
        """Enter was pressed."""


class PersonPrompt(Prompt):
    """Somebody of the register, by a few letters of the code; the name beside it only where names may be shown."""

    MOST = 6

    def __init__(
        self,
        title: str,
        known: Sequence[Known],
        on_choose: Callable[[Known], None],
        on_cancel: Callable[[], None],
        *,
        names: bool,
    ) -> None:
        super().__init__(title, on_cancel)
        self._known, self._on_choose, self._names = known, on_choose, names
        self.line = QLineEdit()
        self.line.setAccessibleName("Code or role")
        self.list = NavList("People", self._entries(""), ground="raised")
        self.list.went.connect(lambda _id: self.answer())
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        said = "Nobody of the register is called so. Select the words and press Ctrl+R to register them."
        self.none = kit.muted(said)
        self.put(self.line, self.list, self.none)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self._filter("")

    def _entries(self, typed: str) -> list[Entry]:
        found = with_codes(self._known, typed, names=self._names)[: self.MOST]
        return [Entry(one.id, one.code, right=one.name if self._names else "") for one in found]

    def _filter(self, typed: str) -> None:
        entries = self._entries(typed)
        self.list.set_entries(entries)
        self.list.setVisible(bool(entries))
        self.none.setVisible(not entries)
        if entries:
            self.list.set_current(entries[0].id)
            self.list.fit_lines(len(entries))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                ids = [one.id for one in self._entries(self.line.text())]
                if ids:
                    at = ids.index(self.list.current_id()) if self.list.current_id() in ids else 0
                    self.list.set_current(ids[(at + step) % len(ids)])
                return True
        return super().eventFilter(watched, event)

    def open(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        chosen = next((one for one in self._known if one.id == self.list.current_id()), None)
        if chosen is not None and self.list.isVisibleTo(self):
            self._on_choose(chosen)


class ChoicePrompt(Prompt):
    """One of a few lines: arrow keys and Enter."""

    def __init__(
        self, title: str, entries: Sequence[Entry], on_choose: Callable[[str], None], on_cancel: Callable[[], None]
    ) -> None:
        super().__init__(title, on_cancel)
        self._on_choose = on_choose
        self.list = NavList(title, entries, ground="raised")
        self.list.went.connect(on_choose)
        self.put(self.list)

    def open(self) -> None:
        first = self.list.entries()
        self.list.set_current(first[0].id)
        self.list.fit_lines(6)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        if self.list.current_id():
            self._on_choose(self.list.current_id())


class LinePrompt(Prompt):
    """One line of words."""

    def __init__(
        self,
        title: str,
        label: str,
        value: str,
        on_answer: Callable[[str], None],
        on_cancel: Callable[[], None],
        *,
        lead: str = "",
    ) -> None:
        super().__init__(title, on_cancel)
        self._on_answer = on_answer
        self.line = TypedLine(value)
        self.line.setAccessibleName(label)
        self.put(*([kit.muted(lead)] if lead else []), self.line)

    def open(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def answer(self) -> None:
        self._on_answer(" ".join(self.line.text().split()))


class RegisterPrompt(Prompt):
    """The selected words become a person, body or place of the register: two fields."""

    def __init__(
        self, kinds: dict[str, str], on_answer: Callable[[str, str], None], on_cancel: Callable[[], None]
    ) -> None:
        super().__init__("Register the selected words", on_cancel)
        self._on_answer = on_answer
        self.kind = kit.choice("What they are", kinds, combo=True, value="professional")
        self.role = kit.text_field("Role, or what it is", em=20)
        self.role.line.setPlaceholderText("health visitor, grandmother, school")
        self.put(kit.columns(self.kind, self.role, least_em=9, space=16))

    def open(self) -> None:
        self.kind.focus()

    def answer(self) -> None:
        if not self.kind.value():
            self.kind.set_error("Choose what they are")
        else:
            self._on_answer(self.kind.value(), self.role.value())


class FindPrompt(Prompt):
    """Find in the text: Enter goes on, Shift+Enter back, round the end. What is found is lit."""

    MOST = 5_000

    def __init__(self, writer: Writer, on_cancel: Callable[[], None], value: str = "") -> None:
        super().__init__("Find in this text", self._end)
        self._writer, self._then = writer, on_cancel
        self.line = TypedLine(value)
        self.line.setAccessibleName("Find in this text")
        self.said = kit.muted("")
        self.put(self._row())
        self._at = -1
        self.line.textChanged.connect(lambda _words: self._look())

    def _row(self) -> QWidget:
        holder = QWidget()
        line = kit.row(parent=holder, space=12)
        line.addWidget(self.line, 1)
        line.addWidget(self.said)
        return holder

    def open(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if back and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(-1)
        else:
            super().keyPressEvent(event)

    def answer(self) -> None:
        self.go(1)

    def _look(self) -> None:
        """Where the words stand, capitals or not, as the document counts."""
        words, document = self.line.text(), self._writer.document()
        places: list[tuple[int, int]] = []
        cursor = QTextCursor(document)
        while words and len(places) < self.MOST:
            cursor = document.find(words, cursor)
            if cursor.isNull():
                break
            places.append((cursor.selectionStart(), cursor.selectionEnd()))
        self._writer.found = places
        self._writer.viewport().update()
        self._at = -1
        self._say()

    def go(self, step: int) -> None:
        """To the next or previous place; the keyboard stays here."""
        places = self._writer.found
        if not places:
            return
        if self._at < 0:
            at = self._writer.textCursor().selectionStart()
            later = [number for number, (start, _end) in enumerate(places) if start >= at]
            self._at = (later[0] if later else 0) if step > 0 else (later[0] - 1 if later else len(places) - 1)
        else:
            self._at += step
        self._at %= len(places)
        self._writer.select(*places[self._at])
        self._say()

    def _say(self) -> None:
        total = len(self._writer.found)
        if not self.line.text():
            self.said.setText("")
        elif not total:
            self.said.setText("Not in this text")
        else:
            self.said.setText(f"{self._at + 1} of {total}" if self._at >= 0 else f"{total} found")

    def _end(self) -> None:
        self._writer.found = []
        self._writer.viewport().update()
        self._then()
