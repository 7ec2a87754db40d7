"""Buttons, switches and filter chips."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from desktop.qt.presenting import shown
from desktop.qt.theme import theme
from views.kit.layout import FlowLayout, row
from views.kit.said import Said, without_mnemonic
from views.kit.text import Label

_INK = {"main": "accent-text", "plain": "accent", "danger": "danger"}
_GAP = 6


class Button(Said, QPushButton):
    """A verb and what it acts on, with an icon before and its key after, if it has them."""

    def __init__(
        self, words: str, on_press: Callable[[], None] | None = None, *, role: str = "", icon: str = "", key: str = ""
    ) -> None:
        super().__init__(shown(words))
        self._icon, self._key = icon, key
        self.end_icon = ""
        self._bare = False
        if role:
            self.setProperty("role", role)
        self.setProperty("type", "strong" if role == "main" else "body")
        self.setFont(theme().font(str(self.property("type"))))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            self.setToolTip(f"{words} ({key})")
        if on_press is not None:
            self.clicked.connect(lambda: on_press())

    def set_icon(self, icon: str) -> None:
        """Another icon before the words."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Words alone, without icon and key, or all of it again."""
        if bare is not self._bare:
            self._bare = bare
            self.updateGeometry()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def _font_kind(self) -> str:
        return "strong" if self.isChecked() or self.property("role") == "main" else "body"

    def _words(self) -> str:
        return without_mnemonic(self.text())

    def _widths(self, bare: bool) -> tuple[int, int, int, int]:
        """Room for icon, words (always as if bold, so that nothing moves), key, end icon; gaps included."""
        kind = "strong" if self.isCheckable() or self.property("role") == "main" else "body"
        icon = theme().px(20 + (_GAP if self.text() else 0)) if self._icon and not bare else 0
        words = round(theme().text_width(self._words(), kind)) + 2 if self.text() else 0
        key = (
            round(theme().text_width(self._key_words(), "caption")) + theme().px(10 + _GAP + 2)
            if self._key and not bare
            else 0
        )
        end = theme().px(16 + _GAP) if self.end_icon else 0
        return icon, words, key, end

    def _key_words(self) -> str:
        return self._key.replace("+", " ")

    def sizeHint(self) -> QSize:
        return self.size_when(self._bare)

    def size_when(self, bare: bool) -> QSize:
        """The size it asks for as words alone, or with all of it."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        wanted = QSize(sum(self._widths(bare)), theme().px(20))
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, wanted, self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retheme(self) -> None:
        self.setFont(theme().font(self._font_kind()))
        self.updateGeometry()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text-off"
        if self.isChecked() and self.property("seg"):
            return "accent-text"
        if self.isChecked() and self.property("chip"):
            return "accent"
        return _INK.get(str(self.property("role") or ""), "text")

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._paint_inner_edge(painter)
        self._paint_contents(painter)

    def _paint_inner_edge(self, painter: QPainter) -> None:
        filled = self.property("role") == "main" or (self.property("seg") and self.isChecked())
        if self.hasFocus() and filled:
            painter.setPen(QPen(theme().colour("focus-edge"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), 2, 2)

    def _paint_contents(self, painter: QPainter) -> None:
        icon, words, key, end = self._widths(self._bare)
        at = (self.width() - icon - words - key - end) // 2
        if self.property("align") == "left":
            at = theme().px(8)
        middle, ink = self.height() // 2, self._ink()
        if icon:
            self._paint_icon(painter, self._icon, at, middle, ink, 20)
            at += icon
        painter.setPen(theme().colour(ink))
        painter.setFont(theme().font(self._font_kind()))
        room = QRect(at, 0, words + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words())
        at += words
        if key:
            self._paint_key(painter, at + theme().px(_GAP + 2), middle)
            at += key
        if self.end_icon:
            self._paint_icon(painter, self.end_icon, at + theme().px(_GAP), middle, ink, 16)

    def _paint_icon(self, painter: QPainter, icon: str, left: int, middle: int, ink: str, size: int) -> None:
        painter.drawPixmap(left, middle - theme().px(size) // 2, theme().icons.pixmap(icon, ink, size))

    def _paint_key(self, painter: QPainter, left: int, middle: int) -> None:
        kind = "caption"
        wide = round(theme().text_width(self._key_words(), kind)) + theme().px(10)
        tall = theme().px(20)
        cap = QRectF(left + 0.5, middle - tall / 2 + 0.5, wide - 1, tall - 1)
        main = self.property("role") == "main"
        painter.setPen(QPen(theme().colour("accent-text" if main else "line"), 1))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(theme().colour("accent-text" if main else "text-muted"))
        painter.setFont(theme().font(kind))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key_words())


def button(
    words: str,
    on_press: Callable[[], None] | None = None,
    *,
    role: str = "",
    icon: str = "",
    key: str = "",
    name: str = "",
) -> Button:
    """A button: ``role`` main (one a page), danger or plain; ``name`` where the words alone do not name the object."""
    made = Button(words, on_press, role=role, icon=icon, key=key)
    if name:
        made.setAccessibleName(name)
    return made


def icon_button(icon: str, name: str, on_press: Callable[[], None] | None = None) -> Button:
    """A button of an icon alone, for back, next, close and more; ``name`` is spoken and shown as tool tip."""
    made = Button("", on_press, role="icon", icon=icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


class Segmented(Said, QWidget):
    """One of two to seven, all in sight. ``chosen(key)`` when it changes; arrow keys move."""

    chosen = Signal(str)

    def __init__(self, options: Mapping[str, str], name: str, value: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        layout = row(parent=self, space=0)
        last = len(options) - 1
        for at, (key, words) in enumerate(options.items()):
            one = Button(words)
            one.setCheckable(True)
            one.setAccessibleName(f"{name}: {words}")
            where = "only" if not last else "first" if at == 0 else "last" if at == last else "middle"
            one.setProperty("seg", where)
            self._buttons[key] = one
            self._group.addButton(one, at)
            layout.addWidget(one)
        self._group.setExclusive(True)
        self.set_value(value or next(iter(options)))
        self._group.idClicked.connect(lambda _id: self.chosen.emit(self.value()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def value(self) -> str:
        """The key of the chosen one."""
        return next((key for key, one in self._buttons.items() if one.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose without telling."""
        self._buttons[key].setChecked(True)

    def set_words(self, key: str, words: str) -> None:
        """Other words on one of them, such as a count."""
        self._buttons[key].setText(words)
        self._buttons[key].updateGeometry()

    def button(self, key: str) -> Button:
        """The button of one key."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if not by:
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        wanted = keys[(keys.index(self.value()) + by) % len(keys)]
        self._buttons[wanted].setFocus(Qt.FocusReason.TabFocusReason)
        self._buttons[wanted].click()


class FilterChips(Said, QWidget):
    """Filters in force, taken off one by one, or kinds to choose from; with ``12 of 214`` beside them.

    ``removed(key)`` when one is taken off, ``toggled(key, on)`` when a kind is chosen or left.
    """

    removed = Signal(str)
    toggled = Signal(str, bool)

    def __init__(self, name: str = "Filters") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, 8)
        self._count = Label("", "caption", "muted", wrap=False)
        layout = row(parent=self, space=8)
        layout.addWidget(self._holder, 1)
        layout.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        self._chips: dict[str, Button] = {}

    def show_filters(self, filters: Mapping[str, str]) -> None:
        """Show ``Kind: letter`` and the like, each with a cross."""
        self._empty()
        for key, words in filters.items():
            one = self._add(key, words)
            one.end_icon = "close"
            one.setAccessibleName(f"Take off the filter {words}")
            one.clicked.connect(lambda _on=False, taken=key: self.removed.emit(taken))

    def show_kinds(self, kinds: Mapping[str, str], chosen: str = "") -> None:
        """Show kinds to choose from; ``chosen`` is pressed."""
        self._empty()
        for key, words in kinds.items():
            one = self._add(key, words)
            one.setCheckable(True)
            one.setChecked(key == chosen)
            one.set_icon("done" if key == chosen else "")
            one.toggled.connect(lambda on, pressed=one: pressed.set_icon("done" if on else ""))
            one.clicked.connect(lambda on, pressed=key: self.toggled.emit(pressed, on))

    def set_count(self, shown: int, total: int) -> None:
        """``12 of 214``."""
        self._count.setText(f"{shown:,} of {total:,}")

    def _empty(self) -> None:
        for one in self._chips.values():
            self._flow.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._chips.clear()

    def _add(self, key: str, words: str) -> Button:
        one = Button(words)
        one.setProperty("chip", "true")
        self._flow.addWidget(one)
        self._chips[key] = one
        one.show()
        return one
