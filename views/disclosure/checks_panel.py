"""``Before version 3 can go out``: stops and warnings, each leading to its field by one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.casework import codes
from desktop.disclosure import checks
from desktop.qt.theme import theme
from desktop.wording import plural
from storage.records import Series
from views import kit
from views.disclosure.picture import Group, Picture, grouped
from views.kit import layout_of

REFERENCES = 6


class ChecksPanel(QWidget):
    """``went(entry id, field)`` for the entry a finding is about;
    ``decided(word, decision)`` about a word that looks like a name."""

    went = Signal(str, str)
    decided = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Checks")
        self._at = -1
        self._places: list[tuple[str, str]] = []
        self._at_group: dict[str, int] = {}
        self.heading = kit.h2("Checks")
        self._body = kit.box(space=0)
        kit.column(self.heading, self._body, parent=self, space=6)

    def show_picture(self, found: Picture, series: Series) -> None:
        """Show what stands in the way of the next version of a series."""
        layout = layout_of(self._body)
        kit.clear(layout)
        one = found.overviews.get(series.value)
        if one is None:
            self.heading.setText("Checks")
            layout.addWidget(kit.muted("Being checked…"))
            return
        name = "Version" if series is Series.OPEN else "Sensitive version"
        self.heading.setText(f"Before {name.lower()} {one.version} can go out")
        groups = grouped(one)
        self._places = [place for group in groups for place in group.places if place[0]]
        for group in groups:
            layout.addWidget(kit.rule())
            layout.addWidget(self._line(found, group))
            if group.code == "suggestion":
                for word in one.suggested:
                    layout.addWidget(self._word(word.word))
        layout.addWidget(kit.rule())
        layout.addWidget(self._sound(found))
        theme().dress(self)

    def _line(self, found: Picture, group: Group) -> QWidget:
        stops = group.level == checks.STOP
        entries = found.by_id()
        places = [place for place in group.places if place[0] in entries]
        said = f"{'Blocks' if stops else 'Warns'}: {group.words}"
        link = kit.link(said, partial(self._go_in, group))
        refs = list(dict.fromkeys(found.short(entries[one]) for one, _field in places))
        shown = ", ".join(refs[:REFERENCES]) + (f" and {len(refs) - REFERENCES} more" if len(refs) > REFERENCES else "")
        link.setAccessibleName(f"{said}, {plural(len(refs), 'item')}: {shown}")
        sign = kit.icon_label("error" if stops else "warning", "danger" if stops else "warning", 18)
        words = kit.box(link, kit.muted(shown), space=0)
        line = kit.line(sign, words, space=8, margins=(0, 5, 0, 5))
        layout = layout_of(line)
        layout.setAlignment(sign, _top())
        layout.setStretch(1, 1)
        return line

    def _word(self, word: str) -> QWidget:
        """A word that looks like a name: the decision that it is none, here, for the whole review."""
        button = kit.link("It is not a name", lambda: self.decided.emit(word, "not_a_name"), kind="caption-link")
        button.setAccessibleName(f"“{word}” is not a name")
        return kit.box(kit.muted(f"“{codes.unwrap(word)}”"), button, space=0, margins=(26, 0, 0, 5))

    def _sound(self, found: Picture) -> QWidget:
        numbered = [entry for entry in found.entries if entry.number_open]
        sign = kit.icon_label("done", "text", 18)
        second = f"{plural(len(found.entries), 'entry', 'entries')}, {plural(len(numbered), 'number')} given, no gaps"
        line = kit.line(
            sign,
            kit.box(kit.label("Every record has an entry"), kit.muted(second), space=0),
            space=8,
            margins=(0, 5, 0, 5),
        )
        layout = layout_of(line)
        layout.setAlignment(sign, _top())
        layout.setStretch(1, 1)
        return line

    def counts(self, found: Picture, series: Series) -> tuple[int, int]:
        """How many items block and warn."""
        one = found.overviews.get(series.value)
        if one is None:
            return 0, 0
        stops = {f.entry_id for f in one.findings if f.level == checks.STOP} | {
            e for s in one.suggested for e in s.entry_ids
        }
        return len(stops), len({f.entry_id for f in one.findings if f.level != checks.STOP} - stops)

    def next(self, by: int = 1) -> None:
        """Go to the next or last finding, round the end."""
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self.went.emit(*self._places[self._at])

    def _go_in(self, group: Group) -> None:
        """The first item of a finding; pressed again, the next one."""
        places = [place for place in group.places if place[0]]
        if not places:
            return
        at = self._at_group.get(group.code, -1) + 1
        self._at_group[group.code] = at
        place = places[at % len(places)]
        self._at = self._places.index(place)
        self.went.emit(*place)


def _top() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignTop
