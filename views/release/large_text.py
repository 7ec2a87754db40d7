"""Pages taller than the window in large text: all of them scrolls, the head too, and the keyboard stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QWidget

from desktop.qt.theme import theme
from views.page import Page

_MOST = (1 << 24) - 1  # what Qt takes for no limit
LARGE = 1.5
"""From this scale on the head of a page scrolls with the rest."""


def is_large() -> bool:
    """Whether the text is so large that a page needs the whole window for one thing."""
    return theme().scale >= LARGE


def place_head(page: Page, inside: QWidget) -> None:
    """Put the head of ``page`` into what scrolls in large text, and back above it otherwise."""
    layout = (inside if is_large() else page).layout()
    assert isinstance(layout, QBoxLayout)
    if layout.indexOf(page.header) < 0:
        layout.insertWidget(0, page.header)
    # In what scrolls its buttons wrap; their width in one row must not become the width of the window.
    policy = page.header.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored if is_large() else QSizePolicy.Policy.Preferred)
    page.header.setSizePolicy(policy)


def of_height(widget: QWidget, height: int) -> None:
    """In large text a list has a height of its own, so that what belongs to it stands below it in sight; in pixels of
    the look."""
    widget.setMinimumHeight(theme().px(height) if is_large() else 0)
    widget.setMaximumHeight(theme().px(height) if is_large() else _MOST)


class InSight(QObject):
    """Brings what stands around a widget into sight of ``pane`` when the keyboard comes to it, by whatever way, and
    keeps it there while the page grows."""

    def __init__(self, pane: QScrollArea, widget: QWidget, *around: QWidget) -> None:
        super().__init__(widget)
        self._pane, self._widget, self._around = pane, widget, (*around, widget)
        widget.installEventFilter(self)
        pane.widget().installEventFilter(self)
        self._soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for the keyboard and for another height of the page."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Resize):
            self._soon()
        return False

    def _soon(self) -> None:
        QTimer.singleShot(0, self, self._show)  # things have their places by then

    def _show(self) -> None:
        if self._widget.hasFocus():
            for one in self._around:
                if one.isVisible():
                    self._pane.ensureWidgetVisible(one, 0, 0)
