"""Words to keep: the table of recovery words, what to do with them, and words offered as a passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.qt.gate import offered_words
from desktop.qt.theme import theme
from views import kit


class Offer(QFrame):
    """Words offered as a passphrase, shown only when asked for."""

    def __init__(self, use: Callable[[str], object]) -> None:
        super().__init__()
        self._use = use
        self.shown = kit.label("", "strong")
        self.shown.setAccessibleName("Offered words")
        self._take = kit.button("Use these words", self._taken)
        self._take.hide()
        self.offer = kit.button("Offer me five words", self._offer)
        kit.column(kit.flow(self.offer, self._take), self.shown, parent=self, space=4)
        self.shown.hide()

    def _offer(self) -> None:
        self.shown.setText(offered_words())
        self.shown.setAccessibleName(f"Offered words: {self.shown.text()}")
        self.shown.show()
        self._take.show()
        self.offer.setText("Offer other words")
        self.offer.updateGeometry()

    def _taken(self) -> None:
        self._use(self.shown.text())


class WordTable(QFrame):
    """The 24 words in order down four columns, fewer where it is narrow."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("well")
        self.setAccessibleName("Recovery words")
        self._words = words
        self.hidden = False
        self._grid = QGridLayout(self)
        kit.spaced(self._grid, 8, (16, 12, 16, 12))
        self._cells: list[tuple[kit.Label, kit.Label]] = []
        for number, word in enumerate(words, 1):
            shown = kit.label(word, "lead", wrap=False)
            shown.setAccessibleName(f"Word {number}: {word}")
            self._cells.append((kit.label(str(number), "caption", "muted", wrap=False), shown))
        self._columns = 0
        self._arrange()

    def set_hidden(self, hidden: bool) -> None:
        """Dots instead of words."""
        self.hidden = hidden
        for at, (_number, shown) in enumerate(self._cells):
            shown.setText("•••••" if hidden else self._words[at])
            shown.setAccessibleName(f"Word {at + 1}: {'hidden' if hidden else self._words[at]}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def retheme(self) -> None:
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        em = self.width() / theme().em()
        columns = 4 if em >= 40 else 2 if em >= 20 else 1
        if columns == self._columns:
            return
        self._columns = columns
        down = -(-len(self._cells) // columns)
        for at, (number, shown) in enumerate(self._cells):
            across, line = at // down, at % down
            for widget, place in ((number, across * 2), (shown, across * 2 + 1)):
                self._grid.removeWidget(widget)
                self._grid.addWidget(widget, line, place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for place in range(8):
            self._grid.setColumnStretch(place, 1 if place % 2 and place < columns * 2 else 0)


def do_and_do_not() -> QWidget:
    """What to do with the words and what not."""
    do = (
        "write them down or print them, in this order",
        "seal the sheet and put it in the board’s safe",
        "record who can open that safe",
    )
    do_not = (
        "photograph them or type them into another program",
        "keep the sheet with this laptop",
        "rely on one person’s memory",
    )
    parts = []
    for title, lines in (("Do", do), ("Do not", do_not)):
        points = [kit.label(f"•  {words}") for words in lines]
        parts.append(kit.box(kit.h2(title), *points, space=4))
    return kit.columns(*parts)
