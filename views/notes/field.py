"""A text with its marks as a field of a form: what is saved, and what a draft keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QTextCursor

from desktop.casework.spans import Facts, Span
from desktop.casework.written import TextKept
from views.kit.fields import Field
from views.notes.writer import Writer


class Written(Field):
    """A text that is written on the page. ``value`` gives its words, ``text_kept`` words and marks."""

    def __init__(self, words: str, new_id: Callable[[], str]) -> None:
        self.writer = Writer(words, new_id)
        super().__init__(words, self.writer)
        self._began_with: frozenset[str] = frozenset()
        self.record_id = ""
        self.writer.edited.connect(self.changed)
        self.on_focus: Callable[[], None] = lambda: None

    def value(self) -> str:
        return self.writer.text()

    def set_value(self, value: Any) -> None:
        """Words alone; marks come with ``show_text``."""
        self.show_text(str(value or ""))

    def show_text(self, text: str, marks: Sequence[Span] = (), record_id: str = "") -> None:
        """A text with its marks, as it is kept."""
        self.writer.show_text(text, marks)
        self.record_id = record_id
        self._began_with = frozenset(one.facts.id for one in marks)

    def saved(self, marks: Sequence[Span], record_id: str = "") -> None:
        """It was saved, with these marks; what was typed meanwhile stays, and so does undo."""
        self.record_id = record_id or self.record_id
        self._began_with |= {one.facts.id for one in marks}

    def text_kept(self) -> TextKept:
        """Words and marks as they can be saved."""
        points = self.writer.points()
        return TextKept(self.writer.text(), points, self._began_with | {one.facts.id for one in points}, self.record_id)

    def kept(self) -> dict[str, Any]:
        """Words and marks as a draft keeps them."""
        marks = [
            [one.start, one.end, one.facts.id, one.facts.reason, one.facts.code, one.facts.memo, one.facts.changed,
             one.facts.about]
            for one in self.writer.points()
        ]  # fmt: skip
        return {"text": self.writer.text(), "marks": marks, "began_with": sorted(self._began_with)}

    def put_kept(self, value: Any) -> None:
        """What a draft kept; a draft of an earlier version holds the words alone."""
        if not isinstance(value, dict):
            self.set_value(value)
            return
        self.writer.show_text(str(value.get("text", "")), marks_of(value))
        self._began_with |= frozenset(value.get("began_with", ()))
        self.writer.moveCursor(QTextCursor.MoveOperation.End)

    def focus(self) -> None:
        self.on_focus()
        super().focus()


def words_of(value: Any) -> str:
    """The words of what a draft kept of a text."""
    return str(value.get("text", "")) if isinstance(value, dict) else str(value or "")


def marks_of(value: Any) -> list[Span]:
    """The marks of what a draft kept of a text."""
    kept = value.get("marks", ()) if isinstance(value, dict) else ()
    return [
        Span(int(start), int(end), Facts(str(mark_id), str(reason), str(code), str(memo), bool(changed), str(about)))
        for start, end, mark_id, reason, code, memo, changed, about in kept
    ]
