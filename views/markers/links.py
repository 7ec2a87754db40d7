"""Choosing records: the lists that link fields share, and boxes to choose one or several from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desktop.markers.citing import Choice
from desktop.qt.presenting import shown
from views import kit
from views.kit.fields import Field

Index = QModelIndex | QPersistentModelIndex
GONE = "A record that is no longer here"
LOADING = "Being looked up"


class Choices(QAbstractListModel):
    """Records to choose from, shared by every box that offers them; line 0 chooses nothing."""

    def __init__(self, found: Iterable[Choice] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loaded = found is not None
        self._choices = list(found or ())
        self._at = {one.id: at for at, one in enumerate(self._choices, 1)}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self._choices) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._choices[index.row() - 1] if index.row() else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _line(one) if one else "Choose one"
        return (one.id if one else "") if role == Qt.ItemDataRole.UserRole else None

    def set_choices(self, found: Iterable[Choice]) -> None:
        """Other records; boxes keep what they have chosen."""
        self.beginResetModel()
        self._choices = list(found)
        self._at = {one.id: at for at, one in enumerate(self._choices, 1)}
        self.loaded = True
        self.endResetModel()

    def line_of(self, record_id: str) -> int:
        """The line of a record; 0 for none, -1 when it is not among them."""
        return self._at.get(record_id, -1) if record_id else 0

    def id_at(self, line: int) -> str:
        """The record of a line."""
        return self._choices[line - 1].id if 0 < line <= len(self._choices) else ""

    def words(self, record_id: str) -> str:
        """What a record is called here."""
        at = self._at.get(record_id, 0)
        if at:
            return shown(self._choices[at - 1].words)
        return GONE if self.loaded else LOADING

    def __len__(self) -> int:
        return len(self._choices)


def _line(one: Choice) -> str:
    return shown(f"{one.words} · {one.second}" if one.second else one.words)


class LinkBox(QComboBox):
    """One record of a list. With ``search`` one types a part of its name and takes it from what is found."""

    picked = Signal(str)

    def __init__(self, model: Choices, *, search: bool = False) -> None:
        super().__init__()
        self._choices, self._id = model, ""
        self.setModel(model)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        listed = self.view()
        assert listed is not None
        listed.setAccessibleName("Choices")
        if search:
            self._make_searchable()
        model.modelReset.connect(self._again)
        self.activated.connect(self._taken)
        self._again()

    def _make_searchable(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self._choices, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found = completer.popup()
        assert found is not None
        found.setAccessibleName("Found")
        self.setCompleter(completer)
        line = self.lineEdit()
        assert line is not None
        line.editingFinished.connect(self._typed)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(shown(name))
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(shown(name))

    def record(self) -> str:
        """The record that is chosen, or an empty string."""
        return self._id

    def set_record(self, record_id: str) -> None:
        """Choose without telling."""
        self._id = record_id
        self._again()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it never changes an answer in passing."""
        event.ignore()

    def _again(self) -> None:
        at = self._choices.line_of(self._id)
        self.blockSignals(True)
        self.setCurrentIndex(at)
        if at < 0:
            self.setPlaceholderText(self._choices.words(self._id))
        if self.isEditable():
            self.setEditText(self.itemText(at) if at > 0 else "" if at == 0 else self._choices.words(self._id))
        self.blockSignals(False)

    def _taken(self, line: int) -> None:
        if self._choices.id_at(line) != self._id:
            self._id = self._choices.id_at(line)
            self.picked.emit(self._id)
        self._again()

    def _typed(self) -> None:
        """What was typed counts when it is exactly one of the records; else the choice stays as it was."""
        typed = self.currentText().strip()
        found = self.findText(typed, Qt.MatchFlag.MatchFixedString) if typed else 0
        if found >= 0:
            self._taken(found)
        else:
            self._again()


class LinkField(Field):
    """One record."""

    def __init__(
        self, words: str, model: Choices, hint: str = "", *, optional: bool = False, search: bool = False
    ) -> None:
        self._box = LinkBox(model, search=search)
        said = hint or ("Type a part of its name" if search else "")
        super().__init__(words, self._box, said, optional=optional)
        self._box.picked.connect(lambda _id: self.changed.emit())

    def value(self) -> str:
        return self._box.record()

    def set_value(self, value: Any) -> None:
        self._box.set_record(str(value or ""))


class LinksField(Field):
    """Several records: the chosen ones as lines that can be taken away, and a box that adds one."""

    def __init__(
        self, words: str, model: Choices, hint: str = "", *, optional: bool = False, search: bool = False
    ) -> None:
        self._choices, self._ids = model, list[str]()
        self._holder = QWidget()
        self._lines = kit.column(space=4)
        self._box = LinkBox(model, search=search)
        kit.column(self._lines, self._box, parent=self._holder, space=6)
        super().__init__(
            words, self._holder, hint or "Choose one at a time; each is added to the list", optional=optional
        )
        self._box.setAccessibleName(f"{words}: add one")
        self._holder.setFocusProxy(self._box)
        self._box.picked.connect(self._add)
        model.modelReset.connect(self._draw)

    def value(self) -> list[str]:
        return list(self._ids)

    def set_value(self, value: Any) -> None:
        self._ids = list(value or ())
        self._draw()

    def controls(self) -> tuple[QWidget, ...]:
        return (self._box,)

    def _add(self, record_id: str) -> None:
        self._box.set_record("")
        if record_id and record_id not in self._ids:
            self._ids.append(record_id)
            self._draw()
            self.changed.emit()

    def _remove(self, record_id: str) -> None:
        self._ids.remove(record_id)
        self._draw()
        self._box.setFocus()
        self.changed.emit()

    def _draw(self) -> None:
        kit.clear(self._lines)
        for record_id in self._ids:
            self._lines.addWidget(_chosen(self._choices.words(record_id), partial(self._remove, record_id)))


def _chosen(words: str, on_remove: Callable[[], None]) -> QWidget:
    holder = QWidget()
    line = kit.row(parent=holder, space=8)
    line.addWidget(kit.label(words), 1)
    line.addWidget(kit.icon_button("close", f"Take away {words}", on_remove))
    return holder
