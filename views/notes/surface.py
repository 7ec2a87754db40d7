"""Where one writes: the account, the reflections beside it, and what helps at the side (look, note editor).

Three panes beside each other where there is room, two or one where there is not. Not here: keys and questions
(``keys``), saving (``base``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QSplitter, QWidget

from desktop.casework import turns
from desktop.casework.spans import Span
from desktop.qt.theme import theme
from desktop.wording import plural
from storage.records import WordDecision
from views import kit
from views.kit.layout import name_boundaries
from views.kit.nav import Entry, NavList
from views.kit.panes import panes_for
from views.notes.field import Written
from views.notes.prompts import Prompts

MOST_MARKS = 400
_SOON, _AT_LAST = 300, 1500
_TALL_ENOUGH = 30
"""Em of a window in which the keys have room under the text; they are on F1 in any."""


class Pane(QFrame):
    """One text with its heading, the question that is being asked under it, and what its keys do."""

    def __init__(self, name: str, title: str, icon: str, lead: str, field: Written) -> None:
        super().__init__()
        self.setObjectName(name)
        self.field = field
        field.label.hide()
        self.title = kit.h2(title)
        self.lead = kit.muted(lead)
        self.prompts = Prompts(field.writer)
        self.lead.setWordWrap(False)
        self.lead.setMinimumWidth(0)
        self.lead.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = kit.row(kit.icon_label(icon, "text"), self.title, space=8)
        head.addWidget(self.lead, 1)
        field.writer.setMinimumHeight(theme().px(60))
        kit.column(head, field, self.prompts, parent=self, space=4, margins=(16, 8, 8, 6))
        self.layout().setStretchFactor(field, 1)  # type: ignore[union-attr]


class Side(QWidget):
    """The topic guide, the marks in order of place, and the words of which somebody asked who is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.guide_head, self.marks_head = kit.h3("Topic guide"), kit.h3("Marks")
        self.asked_head = kit.h3("Who is this?")
        self.guide = NavList("Topic guide", [], ground="window")
        self.marks = NavList("Marks", [], ground="window")
        self.asked = NavList("Words to settle", [], ground="window")
        self.none = kit.muted("Select words and press 1 to 9 to highlight them, Ctrl+M to withhold them.")
        self.digits = kit.muted("")
        parts = [self.guide_head, self.guide, self.asked_head, self.asked, self.marks_head, self.none, self.marks,
                 self.digits]  # fmt: skip
        kit.column(kit.side_panel(*parts, space=6), parent=self, space=0)

    def show_guide(self, rows: Sequence[tuple[int, str, bool]]) -> None:
        """The questions, and which were asked."""
        entries = [
            Entry(str(number), f"{number} {words}", icon="done" if done else "not-started") for number, words, done in
            rows
        ]
        _fill(self.guide, entries)
        self.guide_head.setVisible(bool(entries))

    def show_marks(self, spans: Sequence[Span], digits: Mapping[str, str], quoted: Callable[[Span], str]) -> None:
        """The marks as lines: what each is, and its words."""
        entries = []
        for one in spans[:MOST_MARKS]:
            facts = one.facts
            what = digits.get(facts.code, "") if not facts.reason else "withheld"
            said = " · ".join(part for part in ("To check" if facts.changed else "", facts.memo, quoted(one)) if part)
            entries.append(Entry(facts.id, f"{facts.reason or facts.code} {what}".strip(), status=said))
        _fill(self.marks, entries)
        more = f", the first {MOST_MARKS} of {len(spans):,}" if len(spans) > MOST_MARKS else ""
        self.marks_head.setText(f"Marks{more}")
        self.none.setVisible(not entries)
        used = sorted({one.facts.code for one in spans if one.facts.code and not one.facts.reason})
        legend = ", ".join(f"{digit} {words}" for digit, words in digits.items() if not used or digit not in used)
        self.digits.setText(f"Keys: {legend}." if legend else "")

    def show_asked(self, rows: Sequence[WordDecision], text: str) -> None:
        """The words that wait to be settled; those of this text first."""
        here = [one for one in rows if one.word.casefold() in text.casefold()]
        _fill(self.asked, [Entry(one.id, one.word, icon="suggestion") for one in here])
        self.asked_head.setVisible(bool(here))


def _fill(shown: NavList, entries: list[Entry]) -> None:
    if shown.entries() != entries:
        kept = shown.current_id()
        shown.set_entries(entries)
        if kept:
            shown.set_current(kept)
    shown.setVisible(bool(entries))
    shown.fit_height()


class Surface(QWidget):
    """The panes. ``arranged`` when others are in sight; ``settled`` when typing paused: lists may be brought up to
    date."""

    settled = Signal()
    cramped = Signal(bool)
    """A question is asked in a window too low for it and everything else."""

    def __init__(self, main: Pane, beside: Pane | None = None) -> None:
        super().__init__()
        self.main, self.beside, self.side = main, beside, Side()
        self.two = beside is not None
        self._aside = self.quiet = False
        self._shown = "main"
        self.keys = kit.flow(space=8)
        self.keys_holder = kit.box(self.keys, margins=(16, 4, 8, 6), name="surfaceKeys")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for at, pane in enumerate(one for one in (main, beside, self.side) if one is not None):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(at, {0: 5, 1: 2}.get(at, 0))
        name_boundaries(self.splitter)
        kit.column(self.splitter, self.keys_holder, parent=self, space=0)
        self.layout().setStretchFactor(self.splitter, 1)  # type: ignore[union-attr]
        self._waiting = QElapsedTimer()
        self._waiting.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self.settled)
        for pane in self.panes():
            pane.field.writer.edited.connect(self._wait)
            pane.field.writer.marked.connect(self._wait)
            pane.prompts.changed.connect(self._arrange)
            pane.field.on_focus = lambda one=pane: self.show_pane(one)
        self._mode = ""
        self.show_keys([])

    def panes(self) -> tuple[Pane, ...]:
        """The texts there are."""
        return (self.main, self.beside) if self.beside is not None else (self.main,)

    def _wait(self) -> None:
        """Not while somebody types on: after a pause, or after a while of typing without one."""
        if not self._soon.isActive():
            self._waiting.restart()
        if not self._soon.isActive() or self._waiting.elapsed() < _AT_LAST:
            self._soon.start()

    # ---- what is in sight
    def set_two(self, two: bool) -> None:
        """Whether reflections have a place beside this text."""
        self.two = two and self.beside is not None
        if not self.two:
            self._shown = "main"
        self._arrange()

    def active(self) -> Pane:
        """The text that has the keyboard, or had it last."""
        if self.beside is not None and self.two and self._shown == "beside":
            return self.beside
        return self.main

    def show_pane(self, pane: Pane) -> None:
        """Bring a text into sight."""
        self._shown = "beside" if pane is self.beside else "main"
        self._arrange()

    def swap(self) -> Pane:
        """From the account to the reflections and back; gives the one that has the keyboard now."""
        other = self.main if self.active() is self.beside else self.beside
        if other is None or not self.two:
            other = self.main
        self.show_pane(other)
        other.field.writer.setFocus(Qt.FocusReason.OtherFocusReason)
        return other

    def toggle_side(self) -> bool:
        """Show the guide and the marks, or put them away; whether they are in sight."""
        self._aside = not self.side.isVisibleTo(self)
        self._arrange()
        return self._aside

    def set_quiet(self, quiet: bool) -> None:
        """Nothing but the text, or everything again."""
        self.quiet = quiet
        self._arrange()

    def note_focus(self, widget: QWidget | None) -> None:
        """The keyboard went somewhere: remember which text had it."""
        for pane in self.panes():
            if widget is pane.field.writer:
                self._shown = "beside" if pane is self.beside else "main"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def retheme(self) -> None:
        self._mode = ""
        self._arrange()

    def _arrange(self) -> None:
        room = panes_for(self)
        wide = room == "three"
        one = room == "one" or self.quiet
        on_side = (wide or self._aside) and not self.quiet
        beside = self.two and (self._shown == "beside" if one else wide or not self._aside or self._shown == "beside")
        main = self._shown == "main" if one and self.two else True
        if one and on_side and self._aside:
            main = beside = False
        self.main.setVisible(main)
        if self.beside is not None:
            self.beside.setVisible(beside)
        self.side.setVisible(on_side if not one else bool(self._aside and not self.quiet))
        tall = self.window().height() / theme().em()
        asking = any(pane.prompts.shown is not None for pane in self.panes())
        self.keys_holder.setVisible(not self.quiet and tall > _TALL_ENOUGH and not asking)
        self.cramped.emit(asking and tall <= _TALL_ENOUGH)
        mode = f"{main}{beside}{self.side.isVisibleTo(self)}{self.quiet}{theme().scale}{self.width()}"
        if mode != self._mode:
            self._mode = mode
            self._set_sizes()

    def _set_sizes(self) -> None:
        em, wide = theme().em(), max(self.width(), 1)
        side = round(17 * em) if self.side.isVisibleTo(self) else 0
        beside = round((wide - side) * 0.34) if self.beside is not None and self.beside.isVisibleTo(self) else 0
        sizes = [max(100, wide - side - beside)]
        if self.beside is not None:
            sizes.append(beside)
        self.splitter.setSizes([*sizes, side])

    # ---- what helps
    def show_keys(self, rows: Sequence[tuple[str, str]]) -> None:
        """The keys that are used all the time, with what they do."""
        layout = self.keys.layout()
        assert layout is not None
        kit.clear(layout)
        for cap, words in rows:
            layout.addWidget(kit.line(kit.key(cap), kit.muted(words), space=4))
        theme().dress(self.keys)

    def bring_up_to_date(self, topics: Sequence[str], digits: Mapping[str, str], asked: Sequence[WordDecision]) -> None:
        """The lists at the side, for the text that has the keyboard."""
        writer = self.active().field.writer
        text = self.main.field.writer.text()
        self.side.show_guide(turns.guide(topics, text))
        self.side.show_marks(list(writer.spans), digits, lambda one: _short(writer.words_at(one.start, one.end)))
        self.side.show_asked(asked, text)
        said = sum(1 for line in text.splitlines() for _ in turns.word_for_word(line)) if "“" in text else 0
        self.main.lead.setToolTip(plural(said, "passage") + " word for word" if said else "")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words}”" if len(words) < 44 else f"“{words[:41].rstrip()}…”"
