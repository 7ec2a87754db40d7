"""Case text on the clipboard: marked secret, taken back after 30 seconds and at lock if it is still ours.

Marks that clipboard managers respect: storage design, section 2.5. A foreign manager may still keep a copy; the
manual says so.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 30
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": b"\x00\x00\x00\x00",
    "CanUploadToCloudClipboard": b"\x00\x00\x00\x00",
    "Clipboard Viewer Ignore": b"1",
    "org.nspasteboard.ConcealedType": b"1",
}


class CaseClipboard(QObject):
    """Copies text and takes it back."""

    def __init__(self, parent: QObject | None = None, *, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._ours = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self.clear)

    def copy(self, text: str) -> None:
        """Put ``text`` on the clipboard, marked as secret."""
        data = QMimeData()
        data.setText(text)
        for name, value in _MARKS.items():
            data.setData(name, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._ours = _digest(text)
        self._timer.start()

    def adopt(self) -> None:
        """Mark and later take back what a text box has just copied by itself."""
        self.copy(QGuiApplication.clipboard().text())

    def clear(self) -> bool:
        """Take it back if nobody has copied anything else since; whether it was ours."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        ours = bool(self._ours) and _digest(clipboard.text()) == self._ours
        self._ours = b""
        if ours:
            clipboard.clear()
        return ours


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
