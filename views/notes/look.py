"""How the plain signs of a note look while it is written: turns, questions, headings, word for word, codes, spelling.

Only the look: the text stays plain, and a changed paragraph alone is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.casework import turns
from desktop.casework.spans import Span
from desktop.qt.theme import theme

MOST = 1_000_000
"""Characters above which only the plain text is shown."""


class NoteLook(QSyntaxHighlighter):
    """Dresses paragraphs. ``ends(first, last)`` gives the marks that end in a stretch, ``room(mark)`` the width of a
    tag; ``misspelt(paragraph)`` what the spelling does not know."""

    def __init__(
        self,
        document: QTextDocument,
        spans: Callable[[int, int], Iterable[Span]],
        room: Callable[[Span], float],
    ) -> None:
        super().__init__(document)
        self._spans, self._room = spans, room
        self.misspelt: Callable[[str], Iterator[tuple[int, int]]] | None = None
        self.cursor: Callable[[], int] = lambda: -1
        self.asker = ""
        self._made: dict[str, QTextCharFormat] = {}

    def retheme(self) -> None:
        """Colours and fonts of now."""
        self._made.clear()

    def highlightBlock(self, text: str) -> None:
        if not text or self.document().characterCount() > MOST:
            return
        line = turns.read_line(text)
        if line.kind == "turn":
            self._turn(text, line)
        elif line.kind == "heading":
            self.setFormat(0, len(text), self._form("heading"))
        for start, end in turns.word_for_word(text):
            self.setFormat(_unit(text, start), _unit(text, end) - _unit(text, start), self._form("said"))
        for start, end in turns.codes_in(text):
            self._code(_unit(text, start), _unit(text, end))
        if self.misspelt is not None:
            self._spelling(text)
        self._tags(text)

    def _turn(self, text: str, line: turns.Line) -> None:
        self.setFormat(0, len(line.time), self._form("time"))
        self.setFormat(len(line.time), line.words_at - len(line.time), self._form("who"))
        if line.question or (self.asker and line.who == self.asker):
            self.setFormat(line.words_at, len(text), self._form("asked"))

    def _code(self, start: int, end: int) -> None:
        self.setFormat(start, end - start, self._form("code"))
        self.setFormat(start, 1, self._form("bracket"))
        self.setFormat(end - 1, 1, self._form("bracket"))

    def _spelling(self, text: str) -> None:
        assert self.misspelt is not None
        typing = self.cursor() - self.currentBlock().position()
        for start, end in self.misspelt(text):
            first, last = _unit(text, start), _unit(text, end)
            if first < typing <= last:
                continue  # it is being typed
            form = QTextCharFormat(self.format(first))
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            form.setUnderlineColor(theme().colour("suggestion"))
            self.setFormat(first, last - first, form)

    def _tags(self, text: str) -> None:
        at = self.currentBlock().position()
        for span in self._spans(at, at + self.currentBlock().length()):
            last = span.end - 1 - at
            if 0 <= last < self.currentBlock().length() - 1 and (room := self._room(span)):
                form = QTextCharFormat(self.format(last))
                form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                form.setFontLetterSpacing(room)
                self.setFormat(last, 1, form)

    def _form(self, name: str) -> QTextCharFormat:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> QTextCharFormat:
        form = QTextCharFormat()
        if name in ("heading", "said", "who", "code", "bracket"):
            form.setFontWeight(QFont.Weight.DemiBold)
        if name in ("time", "asked"):
            form.setForeground(theme().colour("text-muted"))
        if name == "asked":
            form.setFontItalic(True)
        if name == "code":
            form.setForeground(theme().colour("pseudonym"))
        if name == "bracket":
            form.setForeground(Qt.GlobalColor.transparent)
        return form


def _unit(text: str, at: int) -> int:
    """A place in code points as Qt counts it."""
    return at if text.isascii() else len(text[:at].encode("utf-16-le")) // 2
