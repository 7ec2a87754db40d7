"""Marks in a text that is being written: Ctrl+M saves it and withholds what is selected; hatched while one types on.

The marks move with the words by themselves when the text is saved (``desktop.casework.marks``). Not here: reading a
text (``marking``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.qt.theme import theme
from desktop.wording import plural
from storage.records import Mark
from views import kit
from views.kit.reader import hatch, utf16_offsets
from views.release.marking import ReasonList, margin

if TYPE_CHECKING:
    from views.casework.base import WorkPage


class EditorMarks(QObject):
    """Marks of one field of a form. ``save(then)`` saves the form and calls ``then()`` when it is saved."""

    def __init__(self, page: WorkPage, box: QPlainTextEdit, save: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(page)
        self._page, self._box, self._save = page, box, save
        self.place: Place | None = None
        self.panel = QWidget()
        self._column = kit.column(parent=self.panel, space=6)
        self.rows: tuple[Mark, ...] = ()
        self._asking = False

    def show(self, place: Place | None) -> None:
        """The marks of a record that is there; none of a new one."""
        self.place = place
        if place is None:
            self._shown(())
        else:
            self._page.look("Load the marks", marks.of, place, done=self._shown)

    def _shown(self, rows: tuple[Mark, ...]) -> None:
        self.rows = rows
        offsets = utf16_offsets(self._box.toPlainText())
        chosen = []
        for row in rows:
            if row.end >= len(offsets):
                continue
            form = QTextCharFormat()
            form.setBackground(hatch(wide=not row.drifted) if row.reason else theme().colour("highlight"))
            pick = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._box.document())
            cursor.setPosition(offsets[row.start])
            cursor.setPosition(offsets[row.end], QTextCursor.MoveMode.KeepAnchor)
            pick.cursor, pick.format = cursor, form  # type: ignore[attr-defined]
            chosen.append(pick)
        self._box.setExtraSelections(chosen)
        if self._asking:
            return
        kit.clear(self._column)
        if rows:
            self._column.addWidget(kit.muted(f"{plural(len(rows), 'mark')} in the text. They stay with their words."))
            self._column.addWidget(kit.flow(*margin(rows, self.go_to, self.remove, "Remove"), space=8))
        theme().dress(self.panel)

    def go_to(self, mark_id: str) -> None:
        """Select the words under a mark."""
        at = next((number for number, row in enumerate(self.rows) if row.id == mark_id), -1)
        chosen = self._box.extraSelections()
        if 0 <= at < len(chosen):
            self._box.setTextCursor(chosen[at].cursor)  # type: ignore[attr-defined]
            self._box.setFocus()

    def remove(self, mark_id: str) -> None:
        """Take a mark away; undo brings it back."""
        self._page.do("Remove a mark", marks.remove, mark_id, done=lambda _row: self.show(self.place))

    def ask_reason(self) -> None:
        """Ctrl+M: save, then ask why the selected words are withheld."""
        cursor = self._box.textCursor()
        if not cursor.hasSelection():
            self._page.context.notice("Select the words to withhold with Shift and the arrow keys first.", "info")
            return
        text = self._box.toPlainText()
        units = utf16_offsets(text)
        start, end = units.index(cursor.selectionStart()), units.index(cursor.selectionEnd())
        self._save(lambda: self._ask(start, end))

    def _ask(self, start: int, end: int) -> None:
        if self.place is None:
            return
        place = self.place
        self._asking = True
        kit.clear(self._column)
        reasons = ReasonList(lambda: self._back())

        def taken(reason: str) -> None:
            self._page.do("Withhold words", marks.withhold, place, start, end, reason, done=lambda _row: self._back())

        reasons.taken.connect(taken)
        self._column.addWidget(reasons)
        theme().dress(self.panel)
        reasons.open()

    def _back(self, _done: Any = None) -> None:
        self._asking = False
        self._box.setFocus()
        self.show(self.place)
