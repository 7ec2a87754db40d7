"""The recovery sheet on paper: drawn straight to the printer, no file, nothing kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from desktop.qt.tokens import tokens


def print_sheet(parent: QWidget, name: str, words: Sequence[str]) -> None:
    """Ask for a printer, without stopping the window, and print the words on one page."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Recovery sheet")
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Print the recovery sheet")
    dialog.accepted.connect(lambda: _draw(printer, name, words))
    dialog.open()


def _draw(printer: object, name: str, words: Sequence[str]) -> None:
    painter = QPainter(printer)  # type: ignore[call-overload]
    page = QRectF(painter.viewport())
    unit = page.height() / 100

    def put(text: str, x: float, y: float, points: float, *, bold: bool = False) -> None:
        font = QFont(tokens().family_screen)
        font.setPointSizeF(points)
        font.setBold(bold)
        painter.setFont(font)
        painter.drawText(
            QRectF(x * page.width(), y * unit, page.width() * 0.9, unit * 12), Qt.TextFlag.TextWordWrap, text
        )

    put("Recovery words", 0.05, 4, 24, bold=True)
    put(f"Vault: {name}", 0.05, 10, 12)
    put(
        "These 24 words, in this order, open the vault without a passphrase. Keep this sheet in the board's safe.",
        0.05,
        14,
        12,
    )
    down = -(-len(words) // 2)
    for at, word in enumerate(words):
        put(f"{at + 1}   {word}", 0.08 + 0.45 * (at // down), 24 + 4.5 * (at % down), 16)
    put("Sealed on:                              By:                              Who can open the safe:", 0.05, 84, 12)
    painter.end()
