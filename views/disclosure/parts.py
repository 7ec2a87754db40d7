"""Parts that several pages of the index use: a suggestion with its key, moments as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.wording import LONDON, read_date
from views import kit


class Suggestion(QWidget):
    """``Suggested: …`` beside an empty field, with one key to accept; it counts only when a person does."""

    def __init__(self, on_accept: Callable[[], None], key: str, what: str) -> None:
        super().__init__()
        self._what = what
        self.words = kit.label("", "caption", "muted")
        self.accept = kit.button("Use it", on_accept, icon="done", key=key)
        self._line = kit.row(self.words, parent=self, space=8)
        self._line.setStretch(0, 1)
        self._line.addWidget(self.accept)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show what is suggested, or nothing."""
        self.words.setText(f"Suggested: {words}")
        self.accept.setAccessibleName(f"Use the suggested {self._what}: {words}")
        self.setVisible(bool(words))


def read_moment(typed: str, now: datetime) -> datetime | None:
    """``3 May 2017`` (the end of that day in the UK) or ``3 May 2017 at 10:30``; nothing typed is None. Raises
    ValueError for anything else and for what lies ahead of ``now``."""
    if not typed.strip():
        return None
    day_words, _, time_words = typed.partition(" at ")
    day = read_date(day_words)
    if day.precision.value != "exact" or day.first_day is None:
        raise ValueError(typed)
    clock = time.fromisoformat(time_words.strip().zfill(5)) if time_words.strip() else time(23, 59, 59)
    moment = datetime.combine(day.first_day, clock, ZoneInfo(LONDON))
    if day.first_day > now.astimezone(ZoneInfo(LONDON)).date():
        raise ValueError(typed)
    return min(moment, now.astimezone(ZoneInfo(LONDON)))
