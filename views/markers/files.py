"""Asking for a file to open or a place to save to; nothing is read or written here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.qt.presenting import shown

Chosen = Callable[[Path], None]


def ask_open(over: QWidget, title: str, kinds: str, on_chosen: Chosen) -> QFileDialog:
    """A dialog for one file that is there."""
    dialog = QFileDialog(over.window(), shown(title))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    return _open(dialog, on_chosen)


def ask_save(over: QWidget, title: str, name: str, kinds: str, on_chosen: Chosen) -> QFileDialog:
    """A dialog for a new file; ``name`` is offered."""
    dialog = QFileDialog(over.window(), shown(title))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.selectFile(shown(name))
    return _open(dialog, on_chosen)


def _open(dialog: QFileDialog, on_chosen: Chosen) -> QFileDialog:
    dialog.setObjectName("fileDialog")
    dialog.fileSelected.connect(lambda path: on_chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
