"""Lists that lead somewhere: the side navigation, task lists of stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.qt.presenting import presenting, shown
from desktop.qt.theme import theme
from views.kit.said import Said
from views.kit.text import state_sign, tone_role

Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Entry:
    """One line: its id, words, icon, a muted word at the right (a count, a key), or a status sentence below."""

    id: str
    words: str
    icon: str = ""
    right: str = ""
    status: str = ""
    heading: bool = False

    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.words, self.right, self.status) if part)


def _as_shown(entries: Sequence[Entry]) -> list[Entry]:
    """Lines as they may be seen."""
    if not presenting().on:
        return list(entries)
    return [replace(one, words=shown(one.words), right=shown(one.right), status=shown(one.status)) for one in entries]


class EntryModel(QAbstractListModel):
    """Entries in order."""

    def __init__(self, entries: Sequence[Entry] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries = _as_shown(entries)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.spoken()
        return entry if role == _ENTRY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.entries[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Other entries."""
        self.beginResetModel()
        self.entries = _as_shown(entries)
        self.endResetModel()


class _EntryDelegate(QStyledItemDelegate):
    """Bar, bold and paper ground for the current one; ring when the list has the keyboard."""

    def __init__(self, view: NavList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(_ENTRY)
        if entry.heading:
            return QSize(10, theme().px(30))
        if entry.status:
            body = QFontMetrics(theme().font("body")).lineSpacing()
            caption = QFontMetrics(theme().font("caption")).lineSpacing()
            words, status = self._view.lines_of(entry)
            return QSize(10, body * words + caption * status + theme().px(10))
        return QSize(10, theme().px(44 if theme().density == "roomy" else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and not entry.heading
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = rect.adjusted(0, 0, -theme().px(6) if not entry.status else 0, 0)
        if self._view.rail:
            shown = rect
        if chosen:
            painter.fillRect(shown, theme().colour(self._view.chosen_ground))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme().colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver and not entry.heading:
            painter.fillRect(shown, theme().colour("sunken"))
        self._paint_entry(painter, shown, entry, chosen)
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 3))
            painter.drawRect(QRectF(shown).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> None:
        if entry.heading:
            painter.setFont(theme().font("caption-strong"))
            painter.setPen(theme().colour("text-muted"))
            painter.drawText(rect.adjusted(theme().px(16), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, entry.words)
            return
        size = theme().px(20)
        ink = "accent" if chosen and not entry.status else "text-muted"
        icon = entry.icon
        if entry.status and not icon:
            icon, tone = state_sign(entry.status)
            ink = tone_role(tone) if tone == "warning" else "text-muted"
        left = rect.left() + theme().px(15)
        top = rect.center().y() - size // 2 if not entry.status else rect.top() + theme().px(6)
        if self._view.rail:
            left = rect.center().x() - size // 2 + 1
        if icon:
            painter.drawPixmap(left, top, theme().icons.pixmap(icon, ink, 20))
        if self._view.rail:
            return
        words = rect.adjusted(left - rect.left() + theme().px(30), 0, -theme().px(10), 0)
        if entry.status:
            self._paint_two_lines(painter, words, entry, chosen)
        else:
            self._paint_one_line(painter, words, entry, chosen)

    def _paint_one_line(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> None:
        if entry.right:
            font = theme().font("caption")
            wide = QFontMetrics(font).horizontalAdvance(entry.right)
            painter.setFont(font)
            painter.setPen(theme().colour("text-muted"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry.right)
            rect = rect.adjusted(0, 0, -wide - theme().px(6), 0)
        font = theme().font("strong" if chosen else "body")
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        words = QFontMetrics(font).elidedText(entry.words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_two_lines(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> None:
        font = theme().font("strong" if chosen else "body")
        metrics = QFontMetrics(font)
        flags = Qt.TextFlag.TextWordWrap.value
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        top = QRect(rect.left(), rect.top() + theme().px(4), rect.width(), rect.height())
        taken = painter.boundingRect(top, flags, entry.words).height()
        painter.drawText(top, flags, entry.words)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text-muted"))
        room = QRect(rect.left(), top.top() + max(taken, metrics.lineSpacing()), rect.width(), rect.height())
        painter.drawText(room, flags, entry.status)


class NavList(Said, QListView):
    """A list to go by. ``went(id)`` when a line is chosen by pointer, Enter or (with ``follow``) by arrow."""

    went = Signal(str)

    def __init__(
        self, name: str, entries: Sequence[Entry] = (), *, ground: str = "window", follow: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("navList" if ground == "window" else "plainList")
        self.setAccessibleName(name)
        self._lines: dict[tuple[str, str, int], int] = {}
        self.rail = False
        self.chosen_ground = "surface" if ground == "window" and not follow else "accent-soft"
        self._follow = follow
        self._entries = EntryModel(entries, self)
        self.setModel(self._entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._go)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)

    def lines_of(self, entry: Entry) -> tuple[int, int]:
        """Lines that the words (as if bold, so that nothing moves) and the status of an entry need at this width."""
        room = max(60, self.viewport().width() - theme().px(55))
        return self._lines_in(entry.words, "strong", room), self._lines_in(entry.status, "caption", room)

    def _lines_in(self, words: str, kind: str, room: int) -> int:
        where = (words, kind, room)
        if where not in self._lines:
            metrics = QFontMetrics(theme().font(kind))
            bounds = metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap.value, words)
            self._lines[where] = max(1, round(bounds.height() / metrics.lineSpacing()))
        return self._lines[where]

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Other lines; the current one stays current if it is still there."""
        kept = self.current_id()
        self._quiet = True
        self._lines.clear()
        self._entries.set_entries(entries)
        self._quiet = False
        self.set_current(kept)
        self.updateGeometry()

    def entries(self) -> list[Entry]:
        """The lines."""
        return list(self._entries.entries)

    def set_rail(self, rail: bool) -> None:
        """Icons alone; their names are tool tips and are spoken."""
        self.rail = rail
        fixed = self.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Fixed
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if rail or fixed else needed)
        self.viewport().update()

    def current_id(self) -> str:
        """The current line."""
        index = self.currentIndex()
        return self._entries.entries[index.row()].id if index.isValid() else ""

    def set_current(self, entry_id: str) -> None:
        """Mark a line as the current one, without going there."""
        found = next((at for at, entry in enumerate(self._entries.entries) if entry.id == entry_id), -1)
        self._quiet = True
        if found >= 0:
            self.setCurrentIndex(self._entries.index(found))
        else:
            self.selectionModel().clear()
        self._quiet = False

    def fit_lines(self, most: int) -> None:
        """Be as tall as the lines that are there, at most ``most`` of them; less where the window is too low."""
        lines, line = min(most, len(self._entries.entries)), self.sizeHintForRow(0)
        self.setMaximumHeight(line * lines + theme().px(8))
        self.setMinimumHeight(line * min(lines, 2) + theme().px(8))

    def fit_height(self) -> None:
        """Be as tall as the lines, for a list within something that scrolls."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width words break into other lines, and the list is as tall as its lines again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = sum(self.sizeHintForRow(at) for at in range(self._entries.rowCount()))
        return QSize(theme().px(180), rows + 2)

    def minimumSizeHint(self) -> QSize:
        fixed = self.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Fixed
        return QSize(theme().px(40), self.sizeHint().height() if fixed else theme().px(36))

    def retheme(self) -> None:
        self._lines.clear()
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _go(self, index: Index) -> None:
        if index.isValid() and not self._entries.entries[index.row()].heading:
            self.went.emit(self._entries.entries[index.row()].id)

    def _moved(self, now: Index, _before: Index) -> None:
        if self._follow and not self._quiet and now.isValid():
            self._go(now)


class TaskList(NavList):
    """Stages or tasks, in any order: sign, name, status sentence (look, section 5); arrows go through them."""

    def __init__(self, name: str, entries: Sequence[Entry] = ()) -> None:
        super().__init__(name, entries, ground="window", follow=True)
