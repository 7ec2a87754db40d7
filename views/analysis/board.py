"""The chain drawn: a column a kind of step, and lines from each step to those that rest on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.markers.chain import Chain, Column, Step
from desktop.qt.theme import theme
from views import kit
from views.analysis.card import StepCard

MOST = 8
"""Cards of a column before the rest waits behind ``Show all``; those on the chosen path come first."""
GAP = 18


class ChainBoard(QWidget):
    """All columns beside each other. ``chosen(id)`` when one comes to a card."""

    chosen = Signal(str)

    def __init__(self, on_open: Callable[[str], None]) -> None:
        super().__init__()
        self._on_open = on_open
        self.chain: Chain | None = None
        self.cards: dict[str, StepCard] = {}
        self._order: dict[str, list[str]] = {}
        self._open: set[str] = set()
        self._current = ""
        self._row = kit.row(parent=self, space=GAP, margins=(24, 12, 24, 24))

    def show_chain(self, chain: Chain, current: str) -> None:
        """Draw a chain; ``current`` is the step that is chosen, if it is still there."""
        self.chain = chain
        self._current = current if chain.step(current) else ""
        self._draw()

    def choose(self, step_id: str) -> None:
        """Show the path of a step."""
        if self.chain is None or step_id == self._current:
            return
        self._current = step_id
        if step_id in self.cards:
            self._mark()
        else:
            self._draw()
        self.chosen.emit(step_id)

    def focus_step(self, step_id: str) -> None:
        """Put the keyboard on a card, bringing it up if it waits behind ``Show all``."""
        step = self.chain.step(step_id) if self.chain else None
        if step is not None and step_id not in self.cards:
            self._open.add(step.column)
            self._draw()
        card = self.cards.get(step_id) or next(iter(self.cards.values()), None)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.choose(card.step.id)

    # ---- building
    def _draw(self) -> None:
        assert self.chain is not None
        had_keyboard = any(card.hasFocus() for card in self.cards.values())
        for card in self.cards.values():
            card.blockSignals(True)  # Qt hands the keyboard from card to card as they go; only a person chooses
        kit.clear(self._row)
        self.cards.clear()
        self._order.clear()
        for column in self.chain.plan.columns:
            holder = QWidget()
            self._row.addWidget(holder, 1)
            self._column(kit.column(parent=holder, space=8), column, self.chain.of(column.id))
        self._mark()
        if had_keyboard and self._current in self.cards:
            self.cards[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def _column(self, into: QVBoxLayout, column: Column, steps: tuple[Step, ...]) -> None:
        head = kit.row(kit.h3(column.title), None, space=4)
        head.addWidget(kit.label(f"{len(steps):,}", "caption", "muted", wrap=False))
        into.addLayout(head)
        into.addWidget(kit.rule(strong=True))
        shown = steps if column.id in self._open else self._first(steps)
        self._order[column.id] = [step.id for step in shown]
        for step in shown:
            card = StepCard(step, column.icon, self._spoken(column, step), self._on_open)
            card.entered.connect(self.choose)
            card.moved.connect(self._move)
            self.cards[step.id] = card
            into.addWidget(card)
        if not steps:
            into.addWidget(kit.muted(f"No {column.one} yet"))
        if len(steps) > MOST:
            less = column.id in self._open
            words = f"Show {MOST}" if less else f"Show all {len(steps):,}"
            link = kit.link(words, lambda: self._turn(column.id), kind="caption-link")
            link.setAccessibleName(f"{words}: {column.title}")
            into.addWidget(link)
        into.addStretch(1)

    def _first(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The first few in their order, those on the chosen path before others."""
        path = self.chain.path(self._current) if self.chain and self._current else frozenset()
        wanted = {step.id for step in sorted(steps, key=lambda step: step.id not in path)[:MOST]}
        return tuple(step for step in steps if step.id in wanted)

    def _turn(self, column_id: str) -> None:
        self._open ^= {column_id}
        self._draw()
        first = next(iter(self._order[column_id]), "")
        self.focus_step(first)

    def _spoken(self, column: Column, step: Step) -> str:
        assert self.chain is not None
        parts = [f"{column.title}: {step.words}", step.second]
        for lead, others in (("rests on", self.chain.before(step.id)), ("leads to", self.chain.after(step.id))):
            if others:
                parts.append(f"{lead} {'; '.join(other.words for other in others)}")
        return ", ".join(part for part in parts if part)

    def _mark(self) -> None:
        assert self.chain is not None
        path = self.chain.path(self._current) if self._current else frozenset()
        for step_id, card in self.cards.items():
            on_path = step_id in path
            card.mark(on_path=on_path, chosen=step_id == self._current, faint=bool(path) and not on_path)
        self.update()

    def _move(self, step_id: str, way: str) -> None:
        """Up and down within a column; sideways to a step it is linked with, else to the nearest column with any."""
        assert self.chain is not None
        step = self.chain.step(step_id)
        if step is None:
            return
        here = self._order[step.column]
        if way in ("up", "down"):
            at = here.index(step_id) + (1 if way == "down" else -1)
            target = here[at] if 0 <= at < len(here) else ""
        else:
            linked = self.chain.before(step_id) if way == "left" else self.chain.after(step_id)
            near = sorted(linked, key=lambda one: abs(self._at(one.column) - self._at(step.column)))
            target = next((one.id for one in near if one.id in self.cards), "") or self._beside(step.column, way)
        if target:
            self.focus_step(target)

    def _at(self, column_id: str) -> int:
        return list(self._order).index(column_id)

    def _beside(self, column_id: str, way: str) -> str:
        columns = list(self._order)
        at = columns.index(column_id)
        rest = columns[at + 1 :] if way == "right" else columns[:at][::-1]
        return next((self._order[one][0] for one in rest if self._order[one]), "")

    # ---- drawing
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def retheme(self) -> None:
        if self.chain is not None:
            self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.chain is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = self.chain.path(self._current) if self._current else frozenset()
        for on_path in (False, True):
            painter.setPen(QPen(theme().colour("accent" if on_path else "edge"), 2.5 if on_path else 1))
            for start, end in self.chain.drawn:
                if start in self.cards and end in self.cards and ({start, end} <= path) is on_path:
                    painter.drawPath(self._line(self.cards[start], self.cards[end]))

    def _line(self, start: StepCard, end: StepCard) -> QPainterPath:
        """From the right edge of one card to the left edge of the other."""
        first = QPointF(start.mapTo(self, QPoint(start.width(), start.height() // 2)))
        last = QPointF(end.mapTo(self, QPoint(0, end.height() // 2)))
        bend = max(theme().px(GAP) / 2, (last.x() - first.x()) / 2)
        path = QPainterPath(first)
        path.cubicTo(first + QPointF(bend, 0), last - QPointF(bend, 0), last)
        return path
