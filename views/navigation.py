"""The side navigation: wordmark, the case one is in, its seven places, and find, settings, lock below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from desktop.qt.presenting import shown
from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from views.kit.buttons import Button
from views.kit.layout import column, row, rule
from views.kit.nav import Entry, NavList
from views.kit.sign import Sign, paint_sign
from views.kit.text import Label
from views.page import PageSpec


class SignButton(Button):
    """Our sign as the button at the top of the rail that opens the navigation full."""

    def __init__(self, on_press: Callable[[], None]) -> None:
        super().__init__("", on_press, role="icon")

    def _paint_contents(self, painter: QPainter) -> None:
        side = theme().px(24)
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        paint_sign(painter, side, 24, "accent")


class CaseSwitch(QPushButton):
    """Code name and reference of the case; pressed, it leads to all cases and the board."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "switch")
        self.name, self.reference = "", ""
        self.setAccessibleName("Cases and board")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_case(self, name: str, reference: str) -> None:
        """The case to show."""
        self.name, self.reference = name, reference
        self.setAccessibleName(shown(f"{name}, {reference}. Go to cases and board"))
        self.setToolTip("Go to cases and board")
        self.update()

    def retheme(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        room = self.rect().adjusted(theme().px(10), theme().px(5), -theme().px(30), -theme().px(5))
        half = room.height() // 2
        for kind, role, words, top in (
            ("strong", "text", self.name, 0),
            ("caption", "text-muted", self.reference, half),
        ):
            painter.setFont(theme().font(kind))
            painter.setPen(theme().colour(role))
            line = painter.fontMetrics().elidedText(shown(words), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room.left(), room.top() + top, room.width(), half, Qt.AlignmentFlag.AlignVCenter, line)
        size = theme().px(20)
        at = self.width() - size - theme().px(8)
        painter.drawPixmap(at, (self.height() - size) // 2, theme().icons.pixmap("down", "text", 20))


class SideNavigation(QFrame):
    """``went(id)`` for a place, ``find`` or ``lock``; ``board_wanted`` for the first level. A rail of icons when
    narrow.
    """

    went = Signal(str)
    board_wanted = Signal()

    def __init__(self, specs: Mapping[str, PageSpec]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAccessibleName("Main")
        self._specs = specs
        self._counts: dict[str, str] = {}
        self._rail = False
        self._opened_full = False
        self._case = False
        self._current = ""
        self.sign = Sign()
        self._wordmark = Label("Caseward", "section", wrap=False)
        self._menu = SignButton(self._toggle_full)
        self.switch = CaseSwitch()
        self.switch.clicked.connect(lambda: self.board_wanted.emit())
        self.switch.hide()
        self.places = NavList("Places")
        self.below = NavList("Tools")
        self.below.fit_height()
        for one in (self.places, self.below):
            one.went.connect(self._went)
        brand = row(self.sign, self._wordmark, None, space=8, margins=(14, 0, 10, 8))
        brand.insertWidget(0, self._menu)
        self._brand = brand
        holder = QWidget()
        column(self.switch, parent=holder, space=0, margins=(10, 0, 10, 10))
        self._switch_holder = holder
        layout: QVBoxLayout = column(parent=self, space=0, margins=(0, 12, 0, 6))
        layout.addLayout(brand)
        layout.addWidget(holder)
        layout.addWidget(self.places, 1)
        layout.addWidget(rule())
        layout.addWidget(self.below)
        self._fill()

    # ---- what is shown
    def _fill(self) -> None:
        level = "case" if self._case else "board"
        entries = [
            Entry(spec.id, spec.title, spec.icon, right=self._counts.get(spec.id, ""))
            for spec in self._specs.values()
            if spec.level == level
        ]
        self.places.set_entries(entries)
        tools = []
        if not self._short():
            tools.append(Entry("find", "Find anything", "search", right="Ctrl K"))
            if "settings" in self._specs:
                tools.append(Entry("settings", "Settings", "settings"))
        tools.append(Entry("lock", "Lock now", "lock", right="Ctrl L"))
        self.below.set_entries(tools)
        self.set_current(self._current)

    def set_counts(self, counts: Mapping[str, str]) -> None:
        """The muted words at the right."""
        if dict(counts) != self._counts:
            self._counts = dict(counts)
            self._fill()

    def enter_case(self, name: str, reference: str) -> None:
        """Show the places of a case."""
        if not self._case:
            self._counts = {}
        self._case = True
        self.switch.show_case(name, reference)
        self._fill()
        self._arrange()

    def leave_case(self) -> None:
        """Show the first level."""
        self._case, self._counts = False, {}
        self._fill()
        self._arrange()

    def case_words(self, case_id: str) -> dict[str, Any]:
        """What a kept place needs to come back into the case."""
        return {"id": case_id, "name": self.switch.name, "reference": self.switch.reference} if case_id else {}

    def set_current(self, page_id: str) -> None:
        """Light the line of a page."""
        self._current = page_id
        self.places.set_current(page_id)
        self.below.set_current(page_id)

    def _went(self, entry_id: str) -> None:
        if self._rail and self._opened_full:
            self._toggle_full()
        if entry_id in ("find", "lock"):
            QWidget.setFocus(self.sender() if isinstance(self.sender(), QWidget) else self)
            self.set_current(self._current)
        self.went.emit(entry_id)

    # ---- full or rail
    def set_rail(self, rail: bool) -> None:
        """A rail of icons, or full."""
        if rail != self._rail:
            self._rail = rail
            self._opened_full = False
        self._arrange()

    def _toggle_full(self) -> None:
        self._opened_full = not self._opened_full
        self._arrange()

    def retheme(self) -> None:
        self._arrange()

    def _short(self) -> bool:
        """A rail with no room for all: places and lock stay; the rest is in the navigation opened full."""
        narrow = self._rail and not self._opened_full
        return narrow and self.height() < theme().em() * (9 + 2.25 * (3 + len(self._specs)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_if_changed()

    def _fill_if_changed(self) -> None:
        if self._short() is not (len(self.below.entries()) == 1):
            self._fill()

    def _arrange(self) -> None:
        narrow = self._rail and not self._opened_full
        em = tokens().layout["rail_width_em" if narrow else "nav_width_em"]
        self.setFixedWidth(round(em * theme().em()))
        self._menu.setVisible(self._rail)
        words = "Close the navigation" if self._opened_full else "Open the navigation"
        self._menu.setAccessibleName(words)
        self._menu.setToolTip(words)
        self.sign.setVisible(not self._rail)
        self._wordmark.setVisible(not narrow)
        self.switch.setVisible(self._case and not narrow)
        self._switch_holder.setVisible(self._case and not narrow)
        for one in (self.places, self.below):
            one.set_rail(narrow)
        self._brand.setProperty("margins", [10, 0, 0, 8] if narrow else [14, 0, 10, 8])
        theme().dress_layout(self._brand)
        self._fill_if_changed()

    def entries(self) -> list[Entry]:
        """The lines of the places, for tests."""
        return self.places.entries()
