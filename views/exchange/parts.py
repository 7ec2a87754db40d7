"""Parts of the pages of packs: boxes to tick one by one, a text with what was added and taken out, a secret shown
once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from desktop.exchange.comparing import ADDED, REMOVED, Piece
from desktop.qt.presenting import shown
from desktop.qt.theme import theme
from views import kit
from views.kit.said import Said

NAMED = "named"
"""A piece of a text that it is about: underlined and bold."""
SIGNS = {ADDED: "+ ", REMOVED: "− "}


class SideText(Said, QTextEdit):
    """One side of a difference to read: added words are underlined and bold after a plus, words taken out are struck
    through after a minus. The signs are in the text, so that they are read aloud too."""

    MOST_LINES = 14

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._pieces: tuple[Piece, ...] = ()
        self.setObjectName("reader")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show a text in pieces; nothing at all is said in words."""
        self._pieces = tuple(replace(one, text=shown(one.text)) for one in pieces)
        self._write()
        said = " ".join(f"{_SPOKEN.get(one.kind, '')}{one.text.strip()}" for one in self._pieces)
        self.setAccessibleDescription(said or "Nothing")

    def retheme(self) -> None:
        self._write()

    def _write(self) -> None:
        self.clear()
        self.document().setDefaultFont(theme().font("reading"))
        cursor = QTextCursor(self.document())
        if not self._pieces:
            cursor.insertText("Nothing", self._form("text-muted"))
        for piece in self._pieces:
            self._write_piece(cursor, piece)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.updateGeometry()

    def _write_piece(self, cursor: QTextCursor, piece: Piece) -> None:
        """A piece with its sign; the space around it is not marked, and the sign never touches the word before."""
        plain, words = self._form("text"), piece.text.strip()
        if piece.kind not in SIGNS or not words:
            cursor.insertText(piece.text, self._form_of(piece))
            return
        before, after = piece.text.partition(words)[0], piece.text.rpartition(words)[2]
        cursor.insertText(before or ("" if cursor.atBlockStart() else " "), plain)
        cursor.insertText(f"{SIGNS[piece.kind]}{words}", self._form_of(piece))
        cursor.insertText(after, plain)

    def _form(self, role: str) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(theme().colour(role))
        return form

    def _form_of(self, piece: Piece) -> QTextCharFormat:
        if piece.kind == ADDED:
            form = self._form("accent")
            form.setFontUnderline(True)
            form.setFontWeight(QFont.Weight.Bold)
            return form
        if piece.kind == REMOVED:
            form = self._form("danger")
            form.setFontStrikeOut(True)
            return form
        form = self._form("text")
        if piece.kind == NAMED:
            form.setFontUnderline(True)
            form.setFontWeight(QFont.Weight.Bold)
        return form

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        tall = min(round(self.document().size().height()), self.MOST_LINES * line)
        return QSize(theme().px(160), max(tall, 2 * line) + 2 * theme().px(6))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self.sizeHint().height())


_SPOKEN = {ADDED: "added: ", REMOVED: "taken out: "}


class ShownOnce(QFrame):
    """A passphrase shown once: written down, then put away; never copied, never saved."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = kit.column(parent=self, space=10, margins=(16, 12, 16, 16))
        self.hide()

    def show_secret(self, title: str, secret: str, lead: str) -> None:
        """Show it."""
        self.forget()
        shown = kit.label(secret, "lead")
        shown.setAccessibleName(f"Passphrase: {secret}")
        away = kit.button("I have written it down: put it away", self.forget, icon="done")
        for one in (kit.h2(title), shown, kit.label(lead), kit.row_left(away)):
            self._column.addWidget(one)
        self.show()
        away.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Put it away for good."""
        kit.clear(self._column)
        self.hide()
