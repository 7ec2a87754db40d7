"""Plain text that is written, with marks that stay with their words at every key (look, section 6; checklist 26 to 30).

The text is plain and the marks are offsets beside it. Not here: where both are kept (``field``), what the keys of a
page do (``keys``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCursor,
    QTextDocumentFragment,
)

from desktop.casework import spans as places
from desktop.casework import turns
from desktop.casework.marks import REASONS
from desktop.casework.spans import Facts, Span, Spans
from desktop.qt.presenting import CANNOT, presenting
from desktop.qt.theme import theme
from views.kit.reader import Mark, Reader, hatch, tag_words
from views.notes.look import MOST, NoteLook
from views.notes.steps import Steps

LONGEST = MOST
"""Characters that can be written here; a longer paste is refused in words and stays on the clipboard."""
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Writer(Reader):
    """A text and its marks under the keyboard.

    ``edited`` after every change of words or marks; ``marked`` when the marks are others; ``refused(why)`` when a
    paste is not taken; ``copied`` when case text went to the clipboard; ``turned(name, again)`` after undo and redo.
    """

    edited = Signal()
    marked = Signal()
    refused = Signal(str)
    copied = Signal()
    turned = Signal(str, bool)
    AFTER = 5

    def __init__(self, name: str, new_id: Callable[[], str]) -> None:
        super().__init__(name)
        self._new_id = new_id
        self.setReadOnly(False)
        self.setUndoRedoEnabled(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextEditorInteraction)
        self.spans = Spans()
        self._quiet = True
        self.steps = Steps(self.document(), lambda: self.spans, lambda: self.textCursor().position())
        self.look = NoteLook(self.document(), self._ending, self._room)
        self.look.cursor = lambda: self.textCursor().position() if self.hasFocus() else -1
        self.found: list[tuple[int, int]] = []
        self.document().contentsChange.connect(self._changed)
        self.document().contentsChanged.connect(self._told_of_change)
        self._quiet = False
        self._lead()

    # ---- the text as a whole
    def show_text(self, text: str, marks: Sequence[Span] = ()) -> None:  # type: ignore[override]
        """Another text with its marks (code points); nothing before it can be undone."""
        seen = presenting().shown_as_long(text)
        with self._silent():
            self.setUndoRedoEnabled(False)
            self.spans = places.to_units(text, marks)
            self._kept = text if seen != text else None
            self.setReadOnly(self.withheld)
            self.setPlainText(seen)
            self._lead()
            self.setUndoRedoEnabled(True)
        self.steps.forget()
        self.found = []
        self.marked.emit()
        if self.withheld:
            self.refused.emit(CANNOT)

    @property
    def withheld(self) -> bool:
        """Whether what is kept is seen with codes, while presenting: then its words cannot be changed."""
        return self._kept is not None

    def _may_change(self) -> bool:
        if self.withheld:
            self.refused.emit(CANNOT)
        return not self.withheld

    def text(self) -> str:
        """The words."""
        return self.toPlainText()

    def points(self) -> tuple[Span, ...]:
        """The marks, in code points of the text."""
        return places.to_points(self.text(), self.spans)

    def take(self, marks: Sequence[Span]) -> None:
        """Marks as they are kept now, after saving; undo goes on over them."""
        self.spans = places.to_units(self.text(), marks)
        self._dress_again()

    @contextmanager
    def _silent(self) -> Iterator[None]:
        was, self._quiet = self._quiet, True
        quiet, self.steps.quiet = self.steps.quiet, True
        try:
            yield
        finally:
            self._quiet, self.steps.quiet = was, quiet

    def _changed(self, at: int, removed: int, added: int) -> None:
        if self._quiet or self.steps.quiet:
            return
        last = self.document().characterCount() - 1
        if at + added > last:  # Qt counts the end of the last paragraph in when all of it changes
            removed, added = removed - (at + added - last), last - at
        self.spans.edited(at, max(0, removed), added)

    def _told_of_change(self) -> None:
        if not self._quiet:
            self.edited.emit()

    # ---- writing at the cursor
    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of undo, called ``name``."""
        with self.steps.step(name):
            yield

    def write(self, words: str, name: str) -> None:
        """Put words where the cursor is, over what is selected, as one step."""
        if not self._may_change():
            return
        with self.step(name):
            self.textCursor().insertText(words)
        self.ensureCursorVisible()

    def line_before(self) -> str:
        """The paragraph up to the cursor."""
        cursor = self.textCursor()
        return str(cursor.block().text())[: cursor.positionInBlock()]

    def begin_line(self, words: str, name: str) -> None:
        """Begin a line with ``words``: here if this one is empty or only a turn nobody has said anything in, else
        below."""
        if not self._may_change():
            return
        with self.step(name):
            cursor = self.textCursor()
            if cursor.hasSelection():
                cursor.setPosition(cursor.selectionEnd())
            line = str(cursor.block().text())
            read = turns.read_line(line)
            if not line.strip() or (read.kind == "turn" and not line[read.words_at :].strip()):
                cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(words)
            else:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                cursor.insertText("\n" + words)
            self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def quote(self) -> bool:
        """Word for word: marks of quotation round what is selected, or open or close one here; whether one is open
        now."""
        cursor = self.textCursor()
        if cursor.hasSelection() and (words := cursor.selectedText().strip("“” ")):
            self.write(f"“{words}”", "Word for word")
            return False
        opened = turns.open_quotation(self.line_before())
        self.write("”" if opened else "“", "Word for word")
        return not opened

    def replace_span(self, start: int, end: int, words: str, name: str) -> None:
        """Other words for a stretch (Qt's positions), as one step; the cursor stays where it was."""
        if not self._may_change():
            return
        with self.step(name):
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(words)

    # ---- marks
    def chosen(self) -> tuple[int, int]:
        """The selected stretch without white space at its ends, in Qt's positions; start equals end where nothing is.
        """
        cursor = self.textCursor()
        words, start = cursor.selectedText(), cursor.selectionStart()
        left = len(words) - len(words.lstrip())
        bare = words.strip()
        wide = len(bare.encode("utf-16-le", "surrogatepass")) // 2
        return start + left, start + left + wide

    def words_at(self, start: int, end: int) -> str:
        """The words of a stretch."""
        if self._kept is not None:
            return self._kept.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le")
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")

    def highlight(self, digit: str) -> bool:
        """1 to 9 on what is selected; the same again takes it away. Whether anything was selected."""
        start, end = self.chosen()
        if start == end:
            return False
        there = self.spans.find(start, end, digit)
        with self.step(f"Highlight {digit}"):
            if there:
                self.spans.remove(there)
            else:
                self.spans.add(start, end, Facts(self._new_id(), code=digit))
        self._dress_again()
        return True

    def withhold(self, start: int, end: int, reason: str) -> None:
        """Withhold a stretch for a reason."""
        with self.step(f"Withhold {reason}"):
            self.spans.add(start, end, Facts(self._new_id(), reason=reason))
        self._dress_again()

    def set_memo(self, mark_id: str, words: str) -> None:
        """A memo on a mark."""
        found = self.spans.named(mark_id)
        if found is not None:
            with self.step("Memo"):
                self.spans.change(mark_id, replace(found.facts, memo=words))
            self._dress_again()

    def remove_mark(self, mark_id: str) -> None:
        """Take a mark away; undo brings it back."""
        if self.spans.named(mark_id) is not None:
            with self.step("Remove a mark"):
                self.spans.remove(mark_id)
            self._dress_again()

    def mark_at_cursor(self) -> Span | None:
        """The smallest mark that holds the cursor or the selection."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        held = [one for one in self.spans.within(start - 1, end + 1) if one.start <= start and end <= one.end]
        return min(held, key=lambda one: one.end - one.start, default=None)

    def next_mark(self, *, backwards: bool = False) -> str:
        """Select the words of the next or previous mark; its id, or nothing."""
        found = self.spans.next_from(self.textCursor().selectionStart(), backwards=backwards)
        if found is not None:
            self.select(found.start, found.end)
        return found.facts.id if found is not None else ""

    def go_to(self, mark_id: str) -> None:
        found = self.spans.named(mark_id)
        if found is not None:
            self.select(found.start, found.end)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, start: int, end: int) -> None:
        """Select a stretch and bring it into sight."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _dress_again(self) -> None:
        """Marks are others: their tags want room, and whoever lists them wants to know."""
        with self._silent():
            self.look.rehighlight()
        self.viewport().update()
        self.setAccessibleDescription(f"{len(self.spans)} marks" if len(self.spans) else "")
        self.marked.emit()
        self.edited.emit()

    # ---- spelling
    def set_spelling(self, misspelt: Callable[[str], Iterator[tuple[int, int]]] | None) -> None:
        """Underline what ``misspelt`` finds in a paragraph, or nothing."""
        self.look.misspelt = misspelt
        with self._silent():
            self.look.rehighlight()

    def next_misspelt(self) -> str:
        """Select the next word that the spelling does not know, from the cursor and round the end; the word."""
        if self.look.misspelt is None:
            return ""
        block = self.textCursor().block()
        after = self.textCursor().selectionEnd() - block.position()
        for _ in range(self.document().blockCount() + 1):
            text = str(block.text())
            for start, end in self.look.misspelt(text):
                first, last = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, end))
                if first >= after:
                    self.select(block.position() + first, block.position() + last)
                    return text[start:end]
            after = 0
            block = block.next() if block.next().isValid() else self.document().begin()
        return ""

    # ---- undo
    def turn(self, *, again: bool = False) -> str:
        """Undo or redo one step; its name, or nothing."""
        name = self.steps.redo() if again else self.steps.undo()
        if name:
            self._dress_again()
        self.turned.emit(name, again)
        return name

    # ---- keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.turn()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.turn(again=True)
        elif event.modifiers() in _PLAIN and event.text() and event.text() in "123456789" and self._selected():
            self.highlight(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _PLAIN:
            if self._may_change():
                self._enter()
        elif event.key() == Qt.Key.Key_Tab and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._may_change():
                self.textCursor().insertText("\t")
        else:
            copies = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut)
            super().keyPressEvent(event)
            if copies:
                self.copied.emit()

    def _selected(self) -> bool:
        start, end = self.chosen()
        return start != end

    def _enter(self) -> None:
        cursor = self.textCursor()
        line = str(cursor.block().text())
        begin = "" if cursor.hasSelection() or not cursor.atBlockEnd() else turns.continued(line)
        if begin is None:
            with self.step("End the list"):
                cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
        else:
            cursor.insertText("\n" + begin)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # ---- paste
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain words only, however they were dressed; more than a note holds is refused and stays where it was."""
        words = source.text() if source.hasText() else QTextDocumentFragment.fromHtml(source.html()).toPlainText()
        if len(words) + self.document().characterCount() > LONGEST:
            self.refused.emit(
                f"This is {len(words):,} characters, more than a note can hold, so nothing was pasted. "
                "Save it as a file and bring it in: it then has an index entry of its own."
            )
            return
        if not self._may_change():
            return
        words = turns.pasted(words)
        start, end = self.textCursor().selectionStart(), self.textCursor().selectionEnd()
        held = [(self.words_at(one.start, one.end), one.facts) for one in self.spans.within(start, end)]
        with self.step("Paste"):
            self.textCursor().insertText(words)
            self._marks_again(start, words, held)
        self.ensureCursorVisible()

    def _marks_again(self, start: int, words: str, held: Sequence[tuple[str, Facts]]) -> None:
        """Words that were pasted over with themselves keep their marks, for a person to look at."""
        for quoted, facts in held:
            at = words.find(quoted)
            if at >= 0 and self.spans.named(facts.id) is None:
                first = start + len(words[:at].encode("utf-16-le")) // 2
                self.spans.add(first, first + len(quoted.encode("utf-16-le")) // 2, replace(facts, changed=True))

    # ---- the look of it
    def retheme(self) -> None:
        with self._silent():
            self.document().setDefaultFont(theme().font("reading"))
            self.look.retheme()
            self._lead()
            self._measure()
            self.look.rehighlight()
        self.viewport().update()

    def _lead(self) -> None:
        """The leading belongs to no step of undo: it joins the one before, or there is none."""
        if not hasattr(self, "steps"):
            return
        with self._silent():
            fresh = not self.document().isUndoAvailable()
            self.document().setUndoRedoEnabled(not fresh)
            super()._lead()
            self.document().setUndoRedoEnabled(True)

    def _make_room(self) -> None:
        """The look gives the tags room."""

    def _ground(self) -> None:
        """Grounds are painted, for what is in sight alone."""

    def _ending(self, first: int, last: int) -> list[Span]:
        return list(self.spans.within(first, last))

    def _room(self, span: Span) -> float:
        mark = as_mark(span)
        words = tag_words(mark)
        return self._tag_width(mark, words) + theme().px(3) if words else 0

    def _in_sight(self) -> tuple[int, int]:
        """The stretch of text that is in sight: whole paragraphs."""
        top = self.verticalScrollBar().value()
        first, last = self._block_at(top), self._block_at(top + self.viewport().height())
        return first.position(), last.position() + last.length()

    def _block_at(self, height: float) -> QTextBlock:
        """The paragraph at a height of the document, by halving."""
        document, layout = self.document(), self.document().documentLayout()
        low, high = 0, document.blockCount() - 1
        while low < high:
            middle = (low + high + 1) // 2
            if layout.blockBoundingRect(document.findBlockByNumber(middle)).top() <= height:
                low = middle
            else:
                high = middle - 1
        return document.findBlockByNumber(low)

    def paintEvent(self, event: QPaintEvent) -> None:
        first, last = self._in_sight()
        drawn = [(as_mark(one), self._boxes(one.start, one.end)) for one in self.spans.within(first, last)]
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark, boxes in drawn:
            self._paint_ground(painter, mark, boxes)
        for start, end in self.found:
            if start < last and first < end:
                for box in self._boxes(start, end):
                    painter.fillRect(box, theme().colour("accent-soft"))
        for start, end in self._codes_in_sight(first, last):
            for box in self._boxes(start, end):
                self._paint_code(painter, box.adjusted(theme().px(3), 0, 0, 0))
        painter.end()
        super(Reader, self).paintEvent(event)
        painter = QPainter(self.viewport())
        for mark, boxes in drawn:
            if boxes:
                self._paint_mark(painter, mark, boxes)
        painter.end()

    def _paint_ground(self, painter: QPainter, mark: Mark, boxes: Sequence[QRectF]) -> None:
        lit = mark.kind == "highlight"
        brush = QBrush(theme().colour("highlight")) if lit else hatch(wide=mark.kind == "withheld")
        for box in boxes:
            painter.fillRect(box, brush)

    def _codes_in_sight(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        block = self.document().findBlock(first)
        while block.isValid() and block.position() < last:
            text = str(block.text())
            if "[" in text and len(text) < 20_000:
                for start, end in turns.codes_in(text):
                    units = (len(text[:at].encode("utf-16-le")) // 2 for at in (start, end))
                    yield tuple(block.position() + at for at in units)  # type: ignore[misc]
            block = block.next()


def as_mark(span: Span) -> Mark:
    """A mark as it is drawn and said."""
    facts = span.facts
    kind = "highlight" if not facts.reason else "changed" if facts.changed else "withheld"
    said = ", ".join(part for part in (REASONS.get(facts.reason, ""), facts.memo) if part)
    return Mark(span.start, span.end, kind, facts.reason or facts.code, said, facts.id)
