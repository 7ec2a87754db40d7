"""One to three panes by the width in em: list and detail beside each other, or one at a time (look, section 3)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QWidget

from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from views.kit.buttons import Button, button
from views.kit.layout import FlowLayout, column, name_boundaries


def panes_for(widget: QWidget) -> str:
    """How many panes there is room for, ``three``, ``two`` or ``one``; the rules of the look count the window."""
    em = widget.window().width() / theme().em()
    if em >= tokens().layout["wide_em"]:
        return "three"
    return "two" if em >= tokens().layout["middle_em"] else "one"


def is_low(widget: QWidget) -> bool:
    """Whether the window of ``widget`` is low for its text, so that little may stand above and below what is read."""
    return widget.window().height() < tokens().layout["low_em"] * theme().em()


class Panes(QWidget):
    """``list_ | detail | side``. From 80 em all (the side panel from there too), from 58 em list and detail, below
    one pane.

    ``remembered(sizes)`` when the person drags a boundary, ``arranged(mode, pane)`` when other panes are in sight.
    Whatever is not in sight has a button that brings it up in place. ``head``, the head of the page, gives its room to
    the detail where there is one pane only.
    """

    remembered = Signal(list)
    arranged = Signal(str, str)

    def __init__(
        self,
        *,
        detail: QWidget,
        list_: QWidget | None = None,
        side: QWidget | None = None,
        list_name: str = "List",
        side_name: str = "More",
        list_em: float = 0,
        side_em: float = 20,
        head: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._head = head
        self._list, self._detail, self._side = list_, detail, side
        self._list_em = list_em or tokens().layout["list_min_em"]
        self._side_em = side_em
        self._shown = "list" if list_ is not None else "detail"
        self._mode = ""
        self._told = ("", "")
        self._bar = QWidget()
        flow = FlowLayout(self._bar, 8)
        self._to_list = button(list_name, self.show_list, icon="back")
        self._to_side = button(side_name, self.toggle_side, icon="sheet")
        self._to_side.setCheckable(True)
        for one in (self._to_list, self._to_side):
            flow.addWidget(one)
        column_ = column(parent=self, space=0)
        holder = QWidget()
        column(self._bar, parent=holder, space=0, margins=(24, 8, 24, 4))
        self._bar_holder = holder
        column_.addWidget(holder)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for pane in (list_, detail, side):
            if pane is not None:
                self.splitter.addWidget(pane)
        name_boundaries(self.splitter)
        self.splitter.splitterMoved.connect(lambda _at, _index: self.remembered.emit(self.splitter.sizes()))
        column_.addWidget(self.splitter, 1)
        self._arrange()

    def set_list_words(self, words: str) -> None:
        """The button back to the list, such as ``List, 8 of 121``."""
        self._to_list.setText(words)
        self._to_list.updateGeometry()

    def set_side_words(self, words: str) -> None:
        """The button to the side panel, such as ``2 block, 2 warn``."""
        self._to_side.setText(words)
        self._to_side.updateGeometry()

    def show_detail(self) -> None:
        """Show the detail where there is one pane only."""
        self._shown = "detail"
        self._arrange()

    def show_list(self) -> None:
        """Back to the list where there is one pane only; the keyboard goes there."""
        self._shown = "list" if self._list is not None else "detail"
        self._arrange()
        if self._list is not None:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_side(self) -> None:
        """Show the side panel in place, or put it away again; the keyboard comes back to its button."""
        self._shown = "detail" if self._shown == "side" else "side"
        self._arrange()

    @property
    def mode(self) -> str:
        """``three``, ``two`` or ``one`` panes."""
        return self._mode

    @property
    def shown(self) -> str:
        """Which pane has the room where there is one only: ``list``, ``detail`` or ``side``."""
        return self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def retheme(self) -> None:
        self._mode = ""
        self._arrange()

    def _arrange(self) -> None:
        mode = panes_for(self)
        one = mode == "one"
        side_beside = mode == "three"
        if self._shown == "side" and side_beside:
            self._shown = "detail"
        aside = self._shown == "side"
        if self._list is not None:
            self._list.setVisible(self._shown == "list" or not one)
        self._detail.setVisible((self._shown == "detail" or self._list is None) and not aside if one else not aside)
        if self._side is not None:
            self._side.setVisible(side_beside or aside)
        self._to_list.setVisible(one and self._list is not None and self._shown != "list")
        self._to_side.setVisible(self._side is not None and not side_beside and not (one and self._shown == "list"))
        self._to_side.setChecked(aside)
        if self._head is not None:
            self._head.setVisible(not one or self._shown == "list")
        if (mode, self._shown) != self._told:
            self._told = (mode, self._shown)
            self.arranged.emit(mode, self._shown)
        self._bar_holder.setVisible(self._to_list.isVisibleTo(self._bar) or self._to_side.isVisibleTo(self._bar))
        if mode != self._mode:
            self._mode = mode
            self._set_sizes()

    def _set_sizes(self) -> None:
        em = theme().em()
        if self._list is not None:
            self._list.setMinimumWidth(round(min(self._list_em, 14) * em) if self._mode != "one" else 0)
        wide = max(self.width(), 1)
        sizes = []
        if self._list is not None:
            sizes.append(round(self._list_em * em))
        side = round(self._side_em * em) if self._side is not None and self._mode == "three" else 0
        sizes.append(max(100, wide - sum(sizes) - side))
        if self._side is not None:
            sizes.append(side or wide)
        self.splitter.setSizes(sizes)
        for at in range(self.splitter.count()):
            self.splitter.setStretchFactor(at, 1 if self.splitter.widget(at) is self._detail else 0)

    def side_button(self) -> Button:
        """The button that brings the side panel up."""
        return self._to_side
