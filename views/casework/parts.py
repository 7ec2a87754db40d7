"""Parts of casework's pages: values that stay hidden until somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.casework.codes import unwrap
from desktop.casework.met import Met
from views import kit
from views.page import Context

MET = {"conversation": "conversation", "event": "group-event"}
"""The page of each kind of meeting with somebody."""


def to_met(context: Context, met: Met, kind: str = "link") -> QWidget:
    """A link to the conversation or event that a record came out of."""
    return kit.link(unwrap(met.words), lambda: context.navigate(MET[met.register], row=met.row_id), kind=kind)


class Hidden(QWidget):
    """Words that stay hidden until somebody asks for them, with why they are hidden."""

    def __init__(self, words: str, why: str, on_shown: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._words, self._why, self._on_shown = words, why, on_shown
        self.shown = False
        self.label = kit.label(why, role="muted")
        self.button = kit.button("Show", self.toggle, role="plain", icon="eye", name=f"Show: {why}")
        line = kit.row(self.label, parent=self, space=8)
        line.setStretch(0, 1)
        line.addWidget(self.button)

    def toggle(self) -> None:
        """Show or hide again."""
        self.shown = not self.shown
        self.label.setText(self._words if self.shown else self._why)
        self.label.set_role("" if self.shown else "muted")
        self.button.setText("Hide" if self.shown else "Show")
        self.button.set_icon("eye-off" if self.shown else "eye")
        self.button.setAccessibleName(f"{self.button.text()}: {self._why}")
        if self.shown and self._on_shown is not None:
            self._on_shown()
