"""A small form in place of a dialog, and boxes that are filled anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from views.kit.answers import read_days
from views.kit.buttons import button
from views.kit.fields import Field
from views.kit.layout import card, clear, column, flow
from views.kit.notices import Form
from views.kit.text import h3, muted


class InlineForm(QWidget):
    """A small form in place: heading, errors, fields, Save and Cancel. Ctrl+Return saves, Esc puts it away."""

    def __init__(
        self,
        title: str,
        fields: Mapping[str, Field],
        save: str,
        on_save: Callable[[InlineForm], None],
        on_cancel: Callable[[], None],
        *,
        lead: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__()
        self.form = Form(fields)
        self._on_save, self._on_cancel = on_save, on_cancel
        self.save = button(
            save, lambda: on_save(self), role="danger" if danger else "", icon="done", key="Ctrl+Return"
        )
        self.save.setToolTip("")
        self.cancel = button("Cancel", on_cancel, role="plain", key="Esc")
        items: list[Any] = [h3(title)]
        if lead:
            items.append(muted(lead))
        items += [self.form.summary, *fields.values(), flow(self.save, self.cancel)]
        column(card(*items, space=10), parent=self, space=0)
        self.setAccessibleName(title)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._on_save(self)
            return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        first = next(iter(self.form.fields.values()), None)
        if first is not None:
            first.focus()
        else:
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self, *, needed: Iterable[str] = ()) -> dict[str, Any]:
        """The values; errors of dates are raised as ``FieldErrors``."""
        return read_days(self.form.fields, needed=needed)


class Asking(QWidget):
    """The place of a page where a small form comes up; one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.form: InlineForm | None = None
        self._column = column(parent=self, space=0)
        self.hide()

    def ask(self, form: InlineForm) -> None:
        """Bring ``form`` up, in place of another, and put the keyboard into it."""
        self.close_form()
        self.form = form
        self._column.addWidget(form)
        self.show()
        form.focus_first()

    def close_form(self) -> None:
        """Put the form away."""
        clear(self._column)
        self.form = None
        self.hide()


def layout_of(widget: QWidget) -> Any:
    """The layout of a widget that has one."""
    layout = widget.layout()
    assert layout is not None
    return layout


def fill(holder: QWidget, parts: Iterable[QWidget]) -> None:
    """Put other things into a box of ours; in a line they stand at the left."""
    layout = layout_of(holder)
    clear(layout)
    for one in parts:
        layout.addWidget(one)
    if isinstance(layout, QHBoxLayout):
        layout.addStretch(1)


__all__ = ["InlineForm", "fill", "layout_of"]
