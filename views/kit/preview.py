"""The true pages: pictures of the file's own pages, drawn by whoever is given the bytes; always white paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.qt.jobs import Operation
from desktop.qt.presenting import NO_PICTURES, presenting
from desktop.qt.theme import theme
from views.kit.buttons import icon_button
from views.kit.layout import column, row, scroll
from views.kit.said import Said
from views.kit.text import Label

Render = Callable[[int, int], QImage]


class _Sheet(Said, QWidget):
    """One page on a well."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Page")
        self.picture = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, picture: QImage) -> None:
        """Another page."""
        self.picture = picture
        ratio = self.devicePixelRatioF()
        self.setMinimumHeight(round(picture.height() / ratio) + theme().px(32) if not picture.isNull() else 0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("sunken"))
        if self.picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        wide, tall = round(self.picture.width() / ratio), round(self.picture.height() / ratio)
        at = QRect((self.width() - wide) // 2, theme().px(16), wide, tall)
        painter.drawImage(at, self.picture)
        painter.setPen(theme().colour("focus" if self.hasFocus() else "line"))
        painter.drawRect(at)


class Preview(QWidget):
    """Page by page. ``render(page from 0, width in px) -> QImage`` runs on a thread; the pictures are never kept on
    disk.
    """

    def __init__(
        self, render: Render | None = None, *, note: str = "The true page: this is what the file will hold"
    ) -> None:
        super().__init__()
        self._render = render
        self._pages, self._page, self._drawn_width = 0, 0, 0
        self._operation: Operation[QImage] | None = None
        self._before = icon_button("back", "Previous page", lambda: self.go(self._page - 1))
        self._after = icon_button("next", "Next page", lambda: self.go(self._page + 1))
        self._where = Label("", "body", wrap=False)
        self._note = Label(note, "caption", "muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = row(self._before, self._where, self._after, space=8, margins=(24, 6, 16, 6))
        top.addWidget(self._note, 1)
        self.sheet = _Sheet()
        self._instead = Label(NO_PICTURES, "body", "muted")
        self._instead.setVisible(presenting().on)
        self._scroll = scroll(self.sheet, ground="well")
        column(top, self._instead, self._scroll, parent=self, space=0)
        self.sheet.installEventFilter(self)
        self._scroll.viewport().installEventFilter(self)

    def open(self, pages: int, render: Render | None = None, *, page: int = 0) -> None:
        """Show a document of ``pages`` pages from ``page`` on."""
        self._render = render or self._render
        self._pages = pages
        self.go(page)

    def go(self, page: int) -> None:
        """Show a page, counted from 0; outside the document nothing happens."""
        if not 0 <= page < self._pages or self._render is None or presenting().on:
            return
        self._page = page
        self._where.setText(f"Page {page + 1} of {self._pages}")
        self._before.setEnabled(page > 0)
        self._after.setEnabled(page < self._pages - 1)
        self.sheet.setAccessibleName(self._where.text())
        render, width = self._render, self._width()
        self._drawn_width = width
        if self._operation is not None:
            self._operation.cancel()
        self._operation = Operation(self, "Draw the page", lambda _task: render(page, width))
        self._operation.on_done(lambda picture: self._drawn(page, picture)).run()

    def _width(self) -> int:
        inside = self._scroll.viewport().width() - theme().px(48)
        return max(200, round(min(inside, 900 * theme().scale) * self.devicePixelRatioF()))

    def _drawn(self, page: int, picture: QImage) -> None:
        if page == self._page:
            self.sheet.show_picture(picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is not self.sheet and self._pages:
            if abs(self._width() - self._drawn_width) > 8:
                self.go(self._page)
            return False
        if watched is self.sheet and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_PageDown:
                self.go(self._page + 1)
                return True
            if event.key() == Qt.Key.Key_PageUp:
                self.go(self._page - 1)
                return True
        return super().eventFilter(watched, event)
