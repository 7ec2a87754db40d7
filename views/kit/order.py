"""Tab goes through a window in reading order: as things stand in their layouts, not as they happened to be made.

Qt's own order is the one in which widgets came into the window, so that a row added to a form, or a bar of buttons
made before its fields, would come at the wrong time (interface check-list 25).
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QSplitter, QWidget


def in_order(root: QWidget, *, hidden: bool = False) -> Iterator[QWidget]:
    """Every widget in sight below ``root``, each before what it holds, in the order of the layouts; ``hidden`` gives
    those out of sight too."""
    for one in _below(root):
        if hidden or one.isVisible():
            yield one
            yield from in_order(one, hidden=hidden)


def _below(widget: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    if isinstance(widget, QSplitter):
        found = [widget.widget(at) for at in range(widget.count())]
    elif (layout := widget.layout()) is not None:
        found = list(_laid_out(layout, own_widgets(widget)))
    known = set(found)
    return found + [one for one in own_widgets(widget) if one not in known]


def own_widgets(parent: QWidget) -> list[QWidget]:
    """The widgets that stand in ``parent`` itself, in the order in which they came."""
    return [one for one in parent.children() if isinstance(one, QWidget) and not one.isWindow()]


def laid_out(layout: QLayout, among: list[QWidget]) -> list[QWidget | QLayout]:
    """What ``layout`` holds itself, in its order: inner layouts, and those of the widgets ``among``.

    ``itemAt`` would do, but Python keeps what it gives (a QLayoutItem) after Qt has thrown it away, and takes the next
    widget that Qt makes at the same place in memory for it.
    """
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    at = {one: layout.indexOf(one) for one in [*among, *inner]}
    return sorted((one for one, place in at.items() if place >= 0), key=at.__getitem__)


def _laid_out(layout: QLayout, among: list[QWidget]) -> Iterator[QWidget]:
    for one in laid_out(layout, among):
        if isinstance(one, QLayout):
            yield from _laid_out(one, among)
        else:
            yield one


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops at a widget."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.focusProxy() is None
    )


def step(window: QWidget, forward: bool) -> bool:
    """Give the keyboard to the next stop, or the one before; at the end it comes round. Whether there was one.

    What has the keyboard may just have been hidden: then its neighbour takes it, and not the start of the window.
    """
    every = list(in_order(window))
    at = QApplication.focusWidget()
    if at not in every:
        every = [one for one in in_order(window, hidden=True) if one is at or one.isVisible()]
    here = every.index(at) if at in every else len(every)
    turned = every[here + 1 :] + every[: here + 1] if forward else [*every[:here][::-1], *every[here:][::-1]]
    chosen = next((one for one in turned if is_stop(one)), None)
    if chosen is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    chosen.setFocus(reason)
    return True
