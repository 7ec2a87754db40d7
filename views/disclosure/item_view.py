"""The item behind an entry: its words, or its pages drawn from memory; nothing of a picture before it is asked for."""

from __future__ import annotations

import re

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop import intake
from desktop.disclosure import reading
from desktop.disclosure.reading import Opened
from desktop.intake.viewing import Viewing
from desktop.qt.theme import theme
from desktop.wording import plural
from views import kit
from views.page import Context


class ItemView(QWidget):
    """Words or pages of one item; the reading is audited when it is opened."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._opened: Opened | None = None
        self._wanted = ""
        self._viewing: Viewing | None = None
        self.switch = kit.Segmented({"words": "Words", "pages": "Pages"}, "Show")
        self.switch.chosen.connect(self._switch)
        self.facts = kit.muted("")
        top = kit.row(self.facts, self.switch, space=12, margins=(16, 8, 16, 8))
        top.setStretch(0, 1)
        self.reader = kit.Reader("Words of the item")
        self.preview = kit.Preview(note="As it came in")
        self.shelter = kit.empty("", "Nothing of it is shown before you ask.", "Show it", self._unshelter, icon="eye")
        self.nothing = kit.empty("There is nothing to read here", "")
        self.stack = kit.PageStack()
        for one in (self.reader, self.preview, self.shelter, self.nothing):
            self.stack.addWidget(one)
        layout = kit.column(top, kit.rule(), self.stack, parent=self, space=0)
        layout.setStretch(2, 1)

    def open(self, entry_id: str) -> None:
        """Open the item of an entry; what was shown before is let go at once."""
        self.let_go()
        self._wanted = entry_id
        session = self.context.session
        self.context.run(self, "Read the item", lambda _task: reading.open_item(session, entry_id), self._show)

    def let_go(self) -> None:
        """Show nothing; end the child that drew pages."""
        self._opened, self._wanted = None, ""
        self.reader.show_text("")
        viewing, self._viewing = self._viewing, None
        if viewing is not None:
            viewing.close()

    def _show(self, opened: Opened) -> None:
        if opened.entry.id != self._wanted:
            return
        self._opened = opened
        self.switch.setVisible(bool(opened.text and opened.blob_id))
        self.switch.set_value("words" if opened.text else "pages")
        said = [opened.entry.title, plural(len(opened.text.split()), "word") if opened.text else ""]
        self.facts.setText(" · ".join(part for part in said if part))
        if opened.sheltered:
            heading = next(iter(self.shelter.findChildren(kit.Label)))
            heading.setText(opened.sheltered)
            self.stack.setCurrentWidget(self.shelter)
        else:
            self._show_it()

    def _unshelter(self) -> None:
        self._show_it()
        (self.reader if self.stack.currentWidget() is self.reader else self.preview.sheet).setFocus()

    def _switch(self, _which: str) -> None:
        self._show_it()

    def _show_it(self) -> None:
        opened = self._opened
        if opened is None:
            return
        if not opened.text and not opened.blob_id:
            self.nothing.why.setText(opened.remark)
            self.stack.setCurrentWidget(self.nothing)
        elif self.switch.value() == "words":
            # A paragraph has its own space below: empty lines would double it.
            self.reader.show_text(re.sub(r"\n(?:[ \t]*\n)+", "\n", opened.text).strip())
            theme().dress(self.reader)
            self.stack.setCurrentWidget(self.reader)
        else:
            self.stack.setCurrentWidget(self.preview)
            self._draw(opened)

    def _draw(self, opened: Opened) -> None:
        session = self.context.session

        def start(_task: object) -> Viewing:
            viewing = intake.view(reading.pages_of(session, opened))
            try:
                _ = viewing.page_count
            except BaseException:
                viewing.close()
                raise
            return viewing

        def ready(viewing: Viewing) -> None:
            if self._opened is not opened:
                viewing.close()
                return
            if self._viewing is not None:
                self._viewing.close()
            self._viewing = viewing
            self.preview.open(viewing.page_count, lambda page, width: picture(viewing, page, width))

        self.context.run(self, "Draw the pages", start, ready)


def picture(viewing: Viewing, page: int, width: int) -> QImage:
    """One page (from 0) as a picture; called on a thread."""
    pixels = viewing.render(page + 1, width)
    return QImage(pixels.data, pixels.width, pixels.height, pixels.width * 3, QImage.Format.Format_RGB888).copy()
