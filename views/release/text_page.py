"""One text of a record with its marks: words of findings, narratives and descriptions are withheld here by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.changes import ChangeSet
from desktop.markers import texts
from desktop.markers.texts import TextShown
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.wording import plural
from views import kit
from views.casework.base import CasePage
from views.page import Context
from views.release.marking import Marking, margin


class TextPage(CasePage):
    """A text to read and mark, the list of its marks beside it, and the way to where its words are written."""

    TITLE = "Marks of a text"
    KINDS = frozenset({"Mark", "RegisterRow", "Judgement", "EvidenceLink", "IndexEntry", "Note", "Meeting", "Material"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: TextShown | None = None
        self._place: Place | None = None
        self._wanted: tuple[int, int, str] = (0, 0, "")
        self.which = kit.choice("Text", {}, combo=True)
        self.which.changed.connect(self._other)
        self.reader = kit.Reader("The text")
        self.marking = Marking(context, self.reader, least=4)
        self.side = QWidget()
        self.side_column = kit.column(parent=self.side, space=8)
        left = kit.box(self.marking, self.reader, space=4)
        left.layout().setStretch(1, 1)
        around = kit.scroll(kit.box(self.which, self.side, None, space=8, margins=(16, 8, 16, 16)))
        self.panes = kit.Panes(detail=kit.scroll(left), side=around, side_name="Texts and marks", head=self.header)
        self.body.addWidget(self.panes, 1)
        for action_id, title, run, key, icon in (
            ("withhold", "Withhold the selected words", self.marking.ask_reason, "Ctrl+M", "withheld"),
            ("write", "Change the words", self.write, "Ctrl+D", "edit"),
        ):
            self.action(Action(f"text.{action_id}", title, run, key, where=self.TITLE, icon=icon))

    # ---- visits
    def show_case(
        self, *, place: str = "", start: str = "", end: str = "", selected: str = "", **_where: Any
    ) -> None:
        self._place = marks.place_called(place) or self._place
        self._wanted = (int(start or 0), int(end or 0), selected)
        self.reload()

    def place(self) -> Mapping[str, Any]:
        return {"place": self._place.name} if self._place else {}

    def refresh(self, change: ChangeSet) -> None:
        self.reload()

    def retheme(self) -> None:
        """The words stay in sight, however large they are: the page scrolls before they are gone."""
        self.reader.setMinimumHeight(theme().px(120))

    def focus_first(self) -> None:
        self.reader.setFocus()

    def reload(self) -> None:
        """Read the text and its marks."""
        if self._place is not None:
            self.look("Load a text", texts.shown, self.context.case, self._place, done=self._show)

    def _show(self, found: TextShown) -> None:
        self.found = found
        # The header throws its buttons away each time it is set.
        write = kit.button("Change the words", self.write, icon="edit", key="Ctrl+D")
        self.header.set(
            title=found.title,
            facts=found.texts.get(found.place.field, ""),
            back=("Back", self.context.back),
            actions=[write] if found.page in self.context.pages() else [],
        )
        self.which.set_options(dict(found.texts))
        self.which.set_value(found.place.field)
        self.which.setVisible(len(found.texts) > 1)
        self.marking.show_text(found.place, found.text, found.marks)
        self._show_marks(found)
        self._select(found)
        theme().dress(self)

    def _show_marks(self, found: TextShown) -> None:
        kit.clear(self.side_column)
        self.side_column.addWidget(kit.section_head(f"{plural(len(found.marks), 'mark')} in the text"))
        if not found.marks:
            self.side_column.addWidget(kit.muted("Select words with Shift and the arrow keys; Ctrl+M withholds them."))
        for one in margin(found.marks, self.reader.go_to, self.marking.open_mark):
            self.side_column.addWidget(one)
        self.side_column.addStretch(1)

    def _select(self, found: TextShown) -> None:
        """What was selected where one came from; there the reason is asked for at once."""
        (start, end, selected), self._wanted = self._wanted, (0, 0, "")
        if selected and found.text[start:end] != selected:
            start = found.text.find(selected)
            end = start + len(selected)
        if not 0 <= start < end <= len(found.text):
            return
        self.reader.choose(start, end)
        if selected:
            self.marking.ask_reason()

    # ---- other texts, and where they are written
    def _other(self) -> None:
        name = str(self.which.value() or "")
        if self._place is not None and name and name != self._place.field:
            self._place = Place(self._place.kind, self._place.record_id, name)
            self.reload()

    def write(self) -> None:
        """Go to where the words are written."""
        if self.found is not None and self.found.page in self.context.pages():
            self.context.navigate(self.found.page, **self.found.where)
