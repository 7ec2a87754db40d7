"""Controls whose words, tool tips and spoken names are what may be shown now (``desktop.qt.presenting``).

Every control of the kit takes its words through ``Said``; a control of a page that is not of the kit calls ``shown``.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.qt.presenting import presenting, shown


def without_mnemonic(words: str) -> str:
    """The words of a button as they are seen: ``&`` before a letter only names its key, ``&&`` is one ``&``."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Said:
    """Stands before a Qt class: what is set on it is what may be seen."""

    def setText(self, words: str) -> None:
        super().setText(shown(words))  # type: ignore[misc]

    def setToolTip(self, words: str) -> None:
        super().setToolTip(shown(words))  # type: ignore[misc]

    def setAccessibleName(self, words: str) -> None:
        super().setAccessibleName(shown(words))  # type: ignore[misc]

    def setAccessibleDescription(self, words: str) -> None:
        super().setAccessibleDescription(shown(words))  # type: ignore[misc]


class TypedLine(Said, QLineEdit):
    """A line to type in. ``text`` is what is kept; words that name somebody are seen as codes and cannot be changed
    while presenting, what is typed now stands as it is typed.
    """

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.on_withheld: Callable[[bool], None] = lambda _withheld: None
        self._kept: str | None = None
        self.setText(words)

    def setText(self, words: str) -> None:
        seen = presenting().shown_as_long(words)
        self._kept = words if seen != words else None
        self.setReadOnly(self._kept is not None)
        QLineEdit.setText(self, seen)
        self.on_withheld(self.withheld)

    def clear(self) -> None:
        self.setText("")

    def text(self) -> str:
        return QLineEdit.text(self) if self._kept is None else self._kept

    @property
    def withheld(self) -> bool:
        """Whether what is kept is not what is seen."""
        return self._kept is not None


class TypedText(Said, QPlainTextEdit):
    """The same for text of several lines; every character stays in its place."""

    _kept: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.on_withheld: Callable[[bool], None] = lambda _withheld: None

    def setPlainText(self, words: str) -> None:
        seen = presenting().shown_as_long(words)
        self._kept = words if seen != words else None
        self.setReadOnly(self._kept is not None)
        super().setPlainText(seen)
        self.on_withheld(self.withheld)

    def clear(self) -> None:
        self.setPlainText("")

    def toPlainText(self) -> str:
        return super().toPlainText() if self._kept is None else self._kept

    @property
    def withheld(self) -> bool:
        """Whether what is kept is not what is seen."""
        return self._kept is not None
