"""A field for a folder or a file of this computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import FieldErrors
from desktop.qt.presenting import shown
from views.kit.buttons import button
from views.kit.fields import Field
from views.kit.layout import row
from views.kit.said import TypedLine


class FolderField(Field):
    """A folder, typed or chosen; ``files`` lets a file be chosen instead."""

    def __init__(self, words: str, hint: str = "", *, value: str = "", files: str = "") -> None:
        self.line = TypedLine(value)
        self._files = files
        holder = QWidget()
        layout = row(parent=holder, space=4)
        layout.addWidget(self.line, 1)
        what = "file" if files else "folder"
        self.choose = button("Choose", self._choose, name=f"Choose the {what}: {words}")
        layout.addWidget(self.choose)
        super().__init__(words, holder, hint)
        holder.setAccessibleName("")
        self.label.setBuddy(self.line)
        self.line.setAccessibleName(words)
        self.line.textEdited.connect(lambda _text: self.changed.emit())

    def controls(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> str:
        return self.line.text().strip()

    def folder(self) -> Path:
        """The folder for files that are written: one that is there, or one inside it. Raises ``FieldErrors`` for
        ``folder``."""
        path = Path(self.value()).expanduser()
        if not self.value():
            raise FieldErrors({"folder": "Choose the folder for the files"})
        if not path.is_absolute() or not path.parent.is_dir():
            raise FieldErrors({"folder": "Choose a folder that is there, or one inside it"})
        return path

    def set_value(self, value: object) -> None:
        self.line.setText(str(value or ""))

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), shown(self.words), self.value())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile if self._files else QFileDialog.FileMode.Directory)
        if self._files:
            dialog.setNameFilter(self._files)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.set_value(path)
        self.changed.emit()
