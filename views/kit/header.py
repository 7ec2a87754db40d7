"""The head of a page, the status line, lists of facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.qt.announce import announce
from desktop.qt.theme import theme
from views.kit.buttons import Button, icon_button
from views.kit.layout import FlowLayout, clear, column, row, spaced
from views.kit.panes import is_low
from views.kit.text import IconLabel, Label, Link, h1, link, muted


class PageHeader(QFrame):
    """Back link and place, the one h1, a line of facts; actions at the right, the main one last.

    The actions go below where they do not fit beside the title, and the facts take the whole width where they do not
    fit beside the actions. In a window that is low for its text, back link, title and facts share a line.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self._crumb = QWidget()
        self._crumb_row: QHBoxLayout = row(parent=self._crumb, space=6)
        self._crumb.hide()
        self.title = h1()
        self.facts = muted("")
        self._actions = QWidget()
        self._flow = FlowLayout(self._actions, 8)
        self._words: QVBoxLayout = column(space=0)
        self._line: QHBoxLayout = row(space=12)
        self._below: QHBoxLayout = row(margins=(0, 8, 0, 0))
        self._outer: QVBoxLayout = column(parent=self, space=0)
        self._line.addLayout(self._words, 1)
        for layout in (self._line, self._below):
            self._outer.addLayout(layout)
        self._shape: _Shape | None = None
        self._filling = False
        self.fit()

    def set(
        self,
        *,
        title: str,
        facts: str = "",
        actions: Sequence[QWidget] | None = None,
        back: tuple[str, Callable[[], None]] | None = None,
        place: str = "",
    ) -> None:
        """Say where one is. ``actions`` left out keeps the ones there are."""
        self.title.setText(title)
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self._set_crumb(back, place)
        if actions is not None:
            self._filling = True  # half filled it would fit beside the title, and make the window wider for good
            self._actions.hide()
            clear(self._flow)
            for action in actions:
                self._flow.addWidget(action)
                action.ensurePolished()  # its true width is needed now, to know whether it fits beside the title
            self._filling = False
            self._shape = None
        self.fit()

    def set_facts(self, words: str) -> None:
        """Another line of facts."""
        self.facts.setText(words)
        self.facts.setVisible(bool(words))
        self.fit()

    def _set_crumb(self, back: tuple[str, Callable[[], None]] | None, place: str) -> None:
        clear(self._crumb_row)
        if back is not None:
            self._crumb_row.addWidget(IconLabel("back", "text-muted", 16))
            to = link(back[0], back[1], kind="caption-link")
            to.setAccessibleName(f"Back to {back[0]}")
            self._crumb_row.addWidget(to)
        if place:
            self._crumb_row.addWidget(Label(f"· {place}" if back else place, "caption", "muted"), 1)
        else:
            self._crumb_row.addStretch(1)
        self._crumb.setVisible(bool(back or place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def retheme(self) -> None:
        self.fit()

    def fit(self) -> None:
        """Take the shape that this width, and the height of the window, leave room for."""
        if self._filling:
            return
        gap = theme().px(12)
        need = self._flow.sizeHint().width() + 2 * gap if self._flow.count() else 0
        crumb = self._crumb.sizeHint().width() + gap if not self._crumb.isHidden() else 0
        title = theme().text_width(self.title.text(), "page")
        facts = theme().text_width(self.facts.text(), "caption") + gap if not self.facts.isHidden() else 0
        room = self.width() - theme().px(48)
        stacked = bool(need) and room - need < title
        beside = room if stacked else room - need
        low = is_low(self)
        crumb_in_line = low and 0 < crumb < beside - title
        facts_in_line = low and 0 < facts < beside - title - crumb * crumb_in_line
        facts_across = not facts_in_line and (crumb_in_line or (not stacked and facts > beside))
        shape = _Shape(low, bool(need), stacked, crumb_in_line, facts_in_line, facts_across)
        if shape != self._shape:
            self._shape = shape
            self._arrange(shape)

    def _arrange(self, shape: _Shape) -> None:
        parts = (self._crumb, self.title, self.facts, self._actions)
        for layout in (self._words, self._line, self._below, self._outer):
            for part in parts:
                layout.removeWidget(part)
        spaced(self._outer, 0, (24, 4, 24, 4) if shape.low else (24, 10, 24, 8))
        spaced(self._below, 0, (0, 8 if shape.stacked else 0, 0, 0))
        middle = Qt.AlignmentFlag.AlignVCenter
        if shape.crumb_in_line:
            self._line.insertWidget(0, self._crumb, 0, middle)
        else:
            self._words.addWidget(self._crumb)
        self._words.addWidget(self.title)
        if shape.facts_in_line:
            self._line.addWidget(self.facts, 0, middle)
        elif shape.facts_across:
            self._outer.insertWidget(1, self.facts)
        else:
            self._words.addWidget(self.facts)
        self.facts.setWordWrap(not shape.facts_in_line)
        self._actions.setVisible(shape.actions)
        if shape.stacked:
            self._below.addWidget(self._actions)
            self._actions.setSizePolicy(_flowing())
        else:
            self._line.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
            self._actions.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


@dataclass(frozen=True)
class _Shape:
    """How the head of a page is put together."""

    low: bool
    actions: bool
    stacked: bool
    crumb_in_line: bool
    facts_in_line: bool
    facts_across: bool


def _flowing() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


class StatusLine(QFrame):
    """Saved at, who is working, last backup, facts of the page, marking. Text, spoken when it changes.

    When there is no room, ``Saved`` and the marking stay longest (look, section 3).
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self._sign = IconLabel("done", "text-muted", 17)
        self.saved = _short("Saved")
        self.working = _short()
        self.backup = _short()
        self.battery = _short()
        self.facts = _short()
        self.present = Link("", lambda: None, "caption-link")
        self.present.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.present.hide()
        self.marking = _short("", "caption-strong", "")
        self.marking.setAccessibleDescription("Protective marking")
        layout = row(self._sign, self.saved, parent=self, space=8, margins=(24, 4, 24, 4))
        self._gapped = (self.present, self.battery, self.working, self.backup, self.facts)
        for one in self._gapped:
            layout.addWidget(one)
            layout.addSpacing(8)  # after it: what is left out at the left must not push the rest from the margin
        layout.addStretch(1)
        layout.addWidget(self.marking)
        self.set_saved("")

    def set_saved(self, words: str) -> None:
        """``Saved at 10:32am``, or why not."""
        self.saved.setText(words)
        bad = words.startswith("Not saved")
        self._sign.show_icon("warning" if bad else "done", "warning" if bad else "text-muted")
        self._sign.setVisible(bool(words))
        announce(self, words, urgent=bad)
        self._fit()

    def set(
        self,
        *,
        working: str | None = None,
        backup: str | None = None,
        battery: str | None = None,
        facts: str | None = None,
        marking: str | None = None,
    ) -> None:
        """Change some of the others."""
        pairs = (
            (self.working, working), (self.backup, backup), (self.battery, battery), (self.facts, facts),
            (self.marking, marking),
        )  # fmt: skip
        for widget, words in pairs:
            if words is not None:
                widget.setText(words)
        self._fit()

    def set_present(self, words: str, *, on: bool) -> None:
        """The switch of presenting: what is shown now."""
        self.present.setText(words)
        self.present.setAccessibleName(f"{words}. {'Show names again' if on else 'Show codes instead of names'}")
        self.present.setToolTip(self.present.accessibleName())
        announce(self, words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        self.setMinimumHeight(theme().px(30))
        self._fit()

    def _fit(self) -> None:
        room = self.width() - theme().px(48 + 17 + 24)
        wanted = (self.marking, self.saved, self.present, self.battery, self.working, self.backup, self.facts)
        fits: dict[Label | Link, bool] = {}
        for widget in wanted:
            kind = str(widget.property("type"))
            need = theme().text_width(widget.text(), kind) + theme().px(24)
            fits[widget] = bool(widget.text()) and (need <= room or widget in (self.marking, self.saved, self.present))
            room -= need if widget.text() else 0
        for widget, shown in sorted(fits.items(), key=lambda pair: pair[1]):
            widget.setVisible(shown)  # hidden ones first: all at once would for a moment be wider than the window


def _short(words: str = "", kind: str = "caption", role: str = "muted") -> Label:
    return Label(words, kind, role, wrap=False)


class FactsList(QWidget):
    """Names and values in two columns, or below each other when it is narrow."""

    def __init__(self, facts: Sequence[tuple[str, str | QWidget]] = (), *, name_em: float = 8.5) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        spaced(self._grid, 4, (0, 0, 0, 0))
        self._name_em = name_em
        self._pairs: list[tuple[QWidget, QWidget]] = []
        self._narrow: bool | None = None
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[tuple[str, str | QWidget]]) -> None:
        """Other facts."""
        clear(self._grid)
        self._pairs = []
        for name, value in facts:
            shown = value if isinstance(value, QWidget) else Label(value)
            if isinstance(shown, QLabel):
                shown.setAccessibleName(f"{name}: {shown.text()}" if shown.text() else name)
            self._pairs.append((Label(name, "body", "muted"), shown))
        self._narrow = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def retheme(self) -> None:
        self._narrow = None
        self._arrange()

    def _arrange(self) -> None:
        narrow = 0 < self.width() < (self._name_em + 12) * theme().em()
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for at, (name, value) in enumerate(self._pairs):
            self._grid.removeWidget(name)
            self._grid.removeWidget(value)
            down = at * 2
            self._grid.addWidget(name, down, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, down + 1 if narrow else down, 0 if narrow else 1)
            name.setFixedWidth(16_777_215) if narrow else name.setFixedWidth(round(self._name_em * theme().em()))
            if narrow:
                name.setMinimumWidth(0)
        self._grid.setColumnStretch(0, 1 if narrow else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 1)


def facts_list(facts: Sequence[tuple[str, str | QWidget]], *, name_em: float = 8.5) -> FactsList:
    """Facts with their names."""
    return FactsList(facts, name_em=name_em)


class ActionBar(QFrame):
    """Buttons that stay in view under a stage that scrolls, with a word at the right.

    In a window that is low for its text they are words alone where that spares a line.
    """

    def __init__(self, *buttons: QWidget, words: str = "") -> None:
        super().__init__()
        self.setObjectName("actionBar")
        holder = QWidget()
        self._holder, self._buttons = holder, list[QWidget]()
        self._flow = FlowLayout(holder, 8)
        for one in buttons:
            self.add(one)
        holder.setSizePolicy(_flowing())
        self.words = Label(words, "caption", "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = row(parent=self, space=12, margins=(24, 8, 24, 8))
        layout.addWidget(holder, 3)
        layout.addWidget(self.words, 1)
        self.words.setVisible(bool(words))

    def add(self, button: QWidget) -> None:
        """One more button at the end."""
        self._buttons.append(button)
        self._flow.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def moveEvent(self, event: QMoveEvent) -> None:  # it stands at the bottom: the height of the window changed
        super().moveEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        shown = [one for one in self._buttons if not one.isHidden()]
        gaps = self._flow.spacing() * (len(shown) - 1)
        full, least = (gaps + sum(_wide(one, bare) for one in shown) for bare in (False, True))
        bare = is_low(self) and least <= self._holder.width() < full
        for one in self._buttons:
            if isinstance(one, Button):
                one.set_bare(bare)


def _wide(button: QWidget, bare: bool) -> int:
    return (button.size_when(bare) if isinstance(button, Button) else button.sizeHint()).width()


def section_head(words: str, action: str = "", on_action: Callable[[], None] | None = None) -> QWidget:
    """A heading within a panel with a small link at the right, and a hairline."""
    from views.kit.layout import rule
    from views.kit.text import h2

    holder = QWidget()
    top = row(space=8)
    top.addWidget(h2(words), 1)
    if action and on_action is not None:
        top.addWidget(link(action, on_action, kind="caption-link"), 0, Qt.AlignmentFlag.AlignBottom)
    column(top, rule(), parent=holder, space=2)
    return holder


__all__ = [
    "ActionBar", "FactsList", "PageHeader", "StatusLine", "facts_list", "icon_button", "section_head",
]  # fmt: skip
