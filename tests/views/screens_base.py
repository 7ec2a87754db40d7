"""Screens of what needs no page of a case: first run, unlock, settings, and the parts of the kit on one page."""

# ruff: noqa: E501, SIM905 -- invented sentences stay in one piece

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.qt.gate import RecentVault
from tests.screens import Stage, screen, settle
from views import kit
from views.first_run import FirstRun
from views.page import Context, Page, PageSpec
from views.unlock import UnlockPage

WORDS = tuple(
    "orchard lamp gentle river copper window seven harvest pencil meadow anchor bridge cotton silver ladder thunder "
    "garden velvet marble pigeon canvas island butter quiet".split()
)


@screen("first-run-1-welcome")
def welcome(stage: Stage) -> None:
    stage.show(FirstRun(stage.gate))


@screen("first-run-2-who")
def who(stage: Stage) -> None:
    page = FirstRun(stage.gate, start="create")
    stage.show(page)
    page._show_who()


@screen("first-run-3-words")
def words(stage: Stage) -> None:
    page = FirstRun(stage.gate)
    page._words = WORDS
    stage.show(page)
    page._show_words()


@screen("first-run-4-check")
def check(stage: Stage) -> None:
    page = FirstRun(stage.gate)
    page._words, page._asked = WORDS, (3, 8, 15, 20)
    stage.show(page)
    page._show_check()
    settle()
    kit_errors = next(one for one in page.findChildren(kit.ErrorSummary))
    kit_errors.show_errors([("Enter word 8 as it stands on the sheet", lambda: None)])


@screen("first-run-5-restore")
def restore(stage: Stage) -> None:
    stage.show(FirstRun(stage.gate, start="restore"))


@screen("unlock")
def unlock(stage: Stage) -> None:
    page = UnlockPage(stage.gate, RecentVault("x", Path("/vaults/Business unit laptop 2.caseward")), reason="idle")
    stage.show(page)
    page.passphrase.line.setText("orchard lamp gentle")
    page.passphrase.caps.show()
    page.focus_first()


@screen("settings")
def settings(stage: Stage) -> None:
    frame = stage.frame()
    frame.navigate("settings")


class KitList(Page):
    """A list, an entry and checks, as the disclosure page lays them out; invented content."""

    TITLE = "Disclosure index"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        series = kit.Segmented({"N": "Open 121", "S": "Sensitive 3"}, "Series")
        self.header.set(
            title="Disclosure index",
            facts="Version 2 issued 2 March 2017 to Wexcombe Constabulary · 8 changes since",
            actions=[
                series, kit.button("Preview pages", lambda: None, icon="eye"),
                kit.button("Issue version 3", lambda: None, role="main", icon="disclosure"),
            ],
        )  # fmt: skip
        self.panes = kit.Panes(
            list_=self._list(), detail=self._detail(), side=self._side(), list_name="List, 8 of 121",
            side_name="2 block, 2 warn", list_em=25, side_em=19, head=self.header,
        )  # fmt: skip
        self.body.addWidget(self.panes, 1)

    def _list(self) -> QWidget:
        columns = [kit.Column("Item", "item"), kit.Column("Description for issue", "what"), kit.Column("Stands at", "at")]
        cell = kit.Cell
        data = [
            ("0121", "Note of a conversation with a health visitor", "Note, 6 pages", "Ready"),
            ("0120", "Reviewer’s reflections on a conversation", "Note, 1 page", "Ready"),
            ("0119", "Covering letter to an agency report", "Letter, 1 page", "Warns"),
            ("0118", "Draft agenda, circulated in error", "Withdrawn, stays listed", "Withdrawn"),
            ("0117", "Agency chronology, contacts 2014 to 2016", "Spreadsheet, 412 rows", "Blocks"),
            ("0116", "Attachment to item 115: staffing rota", "Spreadsheet", "Ready"),
            ("0115", "E-mail with one attachment", "E-mail", "Blocks"),
        ]
        rows = [kit.Row(item, (cell(item), cell(what, second), cell(state))) for item, what, second, state in data]
        self.model = kit.ListModel(columns, rows)
        self.table = kit.table(self.model, name="Entries", widths_em={0: 4, 1: 13, 2: 7.5}, lines=3, stretch=1)
        self.table.choose("0117")
        chips = kit.FilterChips()
        chips.show_filters({"changed": "Changed since version 2"})
        chips.set_count(8, 121)
        return kit.box(kit.box(chips, margins=(16, 8, 16, 4)), self.table, space=0)

    def _detail(self) -> QWidget:
        text = kit.long_text(
            "Description for issue", lines=2, limit=600,
            value="Agency chronology of contacts with the family, January 2014 to March 2016, drawn from the Ferncastle file",
        )  # fmt: skip
        owner = kit.choice("Who owns it", {"b": "The board", "x": "Children’s services"}, combo=True, value="b")
        date = kit.date_field("Date of the meeting", "For example, 3/5/17 or about May 2017")
        date.line.setText("about 20 jan 17")
        how = kit.choice("How it was held", {"p": "In person", "t": "By phone", "w": "In writing"}, value="p")
        facts = kit.facts_list(
            [
                ("Type", "Chronology, agency"), ("Author", kit.flow(kit.chip("Team Manager 1", lambda: None), kit.label("children’s services"))),
                ("Held at", "Board’s secure store, by appointment"), ("Sensitivity", "None claimed"),
            ]
        )  # fmt: skip
        text.set_error("Take out the name in “Ferncastle file”, or use its code")
        owner.set_error("Choose the agency that supplied it; the board did not make it")
        top = kit.line(kit.series("N"), kit.h2("SCR03-N0117"), kit.button("Previous", lambda: None, icon="back"))
        inner = kit.box(top, text, owner, facts, kit.rule(), date, how, None, margins=(16, 12, 16, 16))
        return kit.scroll(inner)

    def _side(self) -> QWidget:
        progress = kit.ProgressPanel(
            "Trial issue", ["A open list", "B sensitive list, separate file", "C changes since version 2", "Each file read back"],
            unit="Page", note="The whole job, nothing kept",
        )  # fmt: skip
        progress.bar.setRange(0, 21)
        progress.bar.setValue(13)
        progress.where.setText("Page 13 of 21")
        progress.left.setText("about 8 seconds")
        progress._mark_until("C changes since version 2")
        return kit.side_panel(
            kit.section_head("Before version 3 can go out"),
            kit.box(kit.link("Blocks: a name in a description", lambda: None), kit.muted("N0117"), space=0),
            kit.state("Every record has an entry"),
            kit.card(progress),
            kit.muted("For: disclosure officer, Wexcombe Constabulary"),
        )


class KitReader(Page):
    """A reader with every mark, the true page beside it."""

    TITLE = "Evidence"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title="Letter, missed appointments", facts="124 items · each one has its own index entry", back=("Evidence", lambda: None),
            place="Letters", actions=[kit.button("New note", lambda: None, icon="note", key="Ctrl+N")],
        )  # fmt: skip
        text = (
            "I saw Child A with Mother in clinic today. This was the third appointment offered; two were not kept. I understand "
            "that the letters went to the address the family had left in December.\nMother told me that Mrs Ferncastle next door had "
            "been helping with lifts, and that this had stopped. 😀 The result of one test, reported separately, does not change this."
        )
        spans = [
            ("third appointment offered; two were not kept", "highlight", "4"), ("the address the family had left in December", "withheld", "R3"),
            ("Mrs Ferncastle", "suggestion", "?"), ("The result of one test", "changed", "R5"), ("Child A", "code", ""), ("Mother", "code", ""),
        ]  # fmt: skip
        marks = [
            kit.Mark(text.index(words), text.index(words) + len(words), kind, tag, words, str(at))
            for at, (words, kind, tag) in enumerate(spans)
        ]
        self.reader = kit.Reader("Letter")
        self.reader.show_text(text, marks)
        self.preview = kit.Preview(_paper)
        self.body.addWidget(kit.Panes(detail=self.reader, side=self.preview, side_em=30, side_name="True page"), 1)
        self.preview.open(6)
        self.notices.add("2 suggestions to decide. The file can be written once each has an answer.", "warn")


def _paper(page: int, width: int) -> QImage:
    picture = QImage(width, int(width * 1.414), QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    painter = QPainter(picture)
    painter.drawText(40, 60, f"OFFICIAL-SENSITIVE    page {page + 1}")
    painter.end()
    return picture


class KitEmpty(Page):
    """A list with nothing in it."""

    TITLE = "People"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.body.addWidget(
            kit.empty("The people of this review", "Children, family and professionals stand here with their codes.", "Add a person", lambda: None)
        )


SPECS = {
    spec.id: spec
    for spec in (
        PageSpec("overview", "Overview", "overview", f"{__name__}:KitEmpty", "case", 1, "Ctrl+1"),
        PageSpec("markers", "Markers", "markers", f"{__name__}:KitEmpty", "case", 2, "Ctrl+2"),
        PageSpec("people", "People", "people", f"{__name__}:KitEmpty", "case", 3, "Ctrl+3"),
        PageSpec("evidence", "Evidence", "evidence", f"{__name__}:KitReader", "case", 4, "Ctrl+4"),
        PageSpec("analysis", "Analysis", "analysis", f"{__name__}:KitEmpty", "case", 5, "Ctrl+5"),
        PageSpec("disclosure", "Disclosure", "disclosure", f"{__name__}:KitList", "case", 6, "Ctrl+6"),
        PageSpec("reports", "Reports", "reports", f"{__name__}:KitEmpty", "case", 7, "Ctrl+7"),
        PageSpec("settings", "Settings", "settings", "views.settings_page:SettingsPage"),
    )
}


def kit_frame(stage: Stage, page: str) -> Any:
    """A frame inside an invented case, on a page made of parts."""
    frame = stage.frame(SPECS)
    frame.enter_case("case", "Larch", "SCR-2016-03", "OFFICIAL-SENSITIVE")
    frame.navigation.set_counts({"markers": "18", "people": "23", "evidence": "124", "disclosure": "2 to do"})
    frame.navigate(page)
    frame.status_line.set(working="Working as board manager", backup="Backed up 3 days ago")
    frame.status_line.set_saved("Saved at 10:32am")
    return frame


@screen("kit-list")
def kit_list(stage: Stage) -> None:
    frame = kit_frame(stage, "disclosure")
    settle()
    frame.page.table.setFocus()
    if frame.page.panes.mode == "one":
        frame.page.panes.show_detail()


@screen("kit-reader")
def kit_reader(stage: Stage) -> None:
    kit_frame(stage, "evidence")


@screen("kit-empty")
def kit_empty(stage: Stage) -> None:
    kit_frame(stage, "people")


@screen("palette")
def palette(stage: Stage) -> None:
    frame = kit_frame(stage, "people")
    settle()
    frame.palette_box.open()
    frame.palette_box.line.setText("go")


@screen("keys")
def keys(stage: Stage) -> None:
    frame = kit_frame(stage, "people")
    settle()
    frame.keys.open()


@screen("manual")
def manual(stage: Stage) -> None:
    frame = stage.frame()
    frame.navigate("manual", chapter="index")
