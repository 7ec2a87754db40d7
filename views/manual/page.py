"""The manual: chapters by title, narrowed by words, and the chapter one is on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop import manual
from desktop.manual import Block
from desktop.qt.actions import Action
from desktop.wording import plural
from views import kit
from views.page import Context, Page

READING_EM = 43
"""A line of reading and the margins beside it."""


class ManualPage(Page):
    """What Caseward does and how, offline like everything else."""

    TITLE = "Manual"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(title=self.TITLE, back=("Back", context.back))
        self.find = kit.text_field("Find in the manual", em=20)
        self.find.changed.connect(self._narrow)
        self.count = kit.muted("")
        self.model = kit.ListModel((kit.Column("Chapter"),))
        self.table = kit.table(
            self.model, name="Chapters", on_current=self.show_chapter, on_open=self._read, widths_em={0: 20}, stretch=0
        )
        self.text = QWidget()
        self._column = kit.column(parent=self.text, space=8, margins=(24, 16, 24, 24))
        self.scroll = kit.scroll(kit.measure(self.text, READING_EM))
        side = kit.box(self.find, self.count, space=6, margins=(16, 12, 16, 8))
        self.panes = kit.Panes(list_=kit.box(side, self.table, space=0), detail=self.scroll, list_name="Chapters")
        self.body.addWidget(self.panes, 1)
        self.action(Action("manual.find", "Find in the manual", self.find.focus, "Ctrl+F", where=self.TITLE))
        self._narrow()

    def arrive(self, *, chapter: str = "", **_where: Any) -> None:
        """Open at a chapter, if one is named."""
        if chapter:
            self.table.choose(chapter)

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self) -> None:
        wanted = str(self.find.value() or "")
        found = [one for one in manual.chapters() if one.holds(wanted)]
        kept = self.table.current_id()
        self.model.set_rows([kit.Row(one.id, (kit.Cell(one.title),)) for one in found])
        total = plural(len(manual.chapters()), "chapter")
        self.count.setText(f"{len(found)} of {total}" if found else f"No chapter holds “{wanted}”. Try other words.")
        if not self.table.choose(kept) and found:
            self.table.choose(found[0].id)

    def show_chapter(self, chapter_id: str) -> None:
        """Show a chapter from its beginning."""
        chapter = next((one for one in manual.chapters() if one.id == chapter_id), None)
        if chapter is None:
            return
        kit.clear(self._column)
        self._column.addWidget(kit.h2(chapter.title))
        for block in chapter.blocks:
            self._column.addWidget(_shown(block))
        self._column.addStretch(1)
        self.scroll.setAccessibleName(chapter.title)
        self.scroll.verticalScrollBar().setValue(0)

    def _read(self, _chapter_id: str) -> None:
        self.panes.show_detail()
        self.scroll.setFocus(Qt.FocusReason.OtherFocusReason)


def _shown(block: Block) -> QWidget:
    if block.kind == "heading":
        return kit.box(kit.h3(block.words), margins=(0, 8, 0, 0))
    words = f"• {block.words}" if block.kind == "item" else block.words
    made = kit.label(words, "reading")
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made

