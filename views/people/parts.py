"""Parts that the pages of this room use: who is not cleared, a note as a card, parts of a page that wrap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.casework.codes import unwrap
from desktop.markers.bookings import NotCleared
from desktop.wording import plural, uk_moment
from storage.records import Note
from views import kit


def clearance_bars(unclear: Iterable[NotCleared], codes: Mapping[str, str]) -> list[QWidget]:
    """A warning for each person who is not cleared, by code."""
    return [kit.NoticeBar("warn", f"{codes.get(one.person_id, 'Somebody')}: {one.reason}") for one in unclear]


def note_card(title: str, note: Note, on_open: Callable[[Note], None]) -> QWidget:
    """A note in a few lines, with the way to all of it."""
    words = len(note.text.split())
    facts = [plural(words, "word")]
    if note.frozen_at is not None:
        facts.append(f"kept as it is since {uk_moment(note.frozen_at)}")
    if note.form == "correction" and note.present:
        facts.append(f"agreed by: {unwrap(note.present)}")
    first = note.text.strip().split("\n\n", 1)[0]
    shown = first if len(first) <= 240 else f"{first[:239].rstrip()}…"
    link = kit.link("Open it", lambda: on_open(note))
    link.setAccessibleName(f"Open it: {title}")
    return kit.card(kit.h3(title), kit.muted(" · ".join(facts)), kit.label(unwrap(shown)), kit.row_left(link))


class Tabs(QWidget):
    """One of several parts of a page, each in sight, wrapping where it is narrow. ``chosen(key)`` when it changes."""

    chosen = Signal(str)

    def __init__(self, options: Mapping[str, str], name: str, value: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys = list(options)
        buttons: list[QWidget] = []
        for at, (key, words) in enumerate(options.items()):
            one = kit.button(words, lambda key=key: self.chosen.emit(key), name=f"{name}: {words}")
            one.setCheckable(True)
            one.setProperty("chip", "true")
            one.setChecked(key == value)
            self._group.addButton(one, at)
            buttons.append(one)
        self._group.setExclusive(True)
        kit.column(kit.flow(*buttons, space=6), parent=self, space=0)

    def value(self) -> str:
        """The key of the part in sight."""
        at = self._group.checkedId()
        return self._keys[at] if at >= 0 else ""

    def button(self, key: str) -> kit.Button:
        """The button of a part."""
        return self._group.button(self._keys.index(key))
