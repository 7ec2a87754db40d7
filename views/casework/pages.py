"""The pages of casework, for the catalogue."""

from __future__ import annotations

from typing import Any

from views.casework import counting
from views.page import PageSpec

_ROOM = "views.casework"


def _spec(page_id: str, title: str, icon: str, make: str, **more: Any) -> PageSpec:
    return PageSpec(page_id, title, icon=icon, make=f"{_ROOM}.{make}", **more)


CASEWORK: tuple[PageSpec, ...] = (
    _spec("cases", "Cases", "evidence", "cases_page:CasesPage", level="board", order=1),
    _spec("open-case", "Open a case", "add", "open_case_page:OpenCasePage", under="cases"),
    _spec("board", "Board details", "edit", "board_details_page:BoardDetailsPage", level="board", order=2),
    _spec("bodies", "Bodies", "agency", "bodies_page:BodiesPage", level="board", order=3),
    _spec("access", "Who can open it", "shield", "access_page:AccessPage", level="board", order=4),
    _spec("backup", "Backup and checks", "backup", "backup_page:BackupPage", level="board", order=5),
    _spec("activity", "Activity", "clock", "activity_page:ActivityPage", level="board", order=6),
    _spec("overview", "Overview", "overview", "overview_page:OverviewPage", level="case", order=1, shortcut="Ctrl+1"),
    _spec("case", "Case details", "edit", "case_page:CaseDetailsPage", under="overview"),
    _spec(
        "people",
        "People",
        "people",
        "people_page:PeoplePage",
        level="case",
        order=3,
        shortcut="Ctrl+3",
        count=counting.people,
    ),
    _spec("person", "Add a person", "person", "person_page:PersonPage", under="people"),
    _spec(
        "evidence",
        "Evidence",
        "evidence",
        "evidence_page:EvidencePage",
        level="case",
        order=4,
        shortcut="Ctrl+4",
        count=counting.evidence,
    ),
    _spec("bring-in", "Bring in files", "import", "bring_in_page:BringInPage", under="evidence"),
    _spec("people-import", "Import people.csv", "import", "people_import_page:PeopleImportPage", under="people"),
    PageSpec("note", "Write a note", icon="note", make="views.notes.page:NotePage", under="evidence"),
    PageSpec("kept", "Kept while you typed", icon="clock", make="views.notes.kept_page:KeptPage"),
    _spec("meeting", "Record a meeting", "meeting", "meeting_page:MeetingPage", under="evidence"),
    _spec("item", "Item details", "sheet", "item_page:ItemPage", under="evidence"),
)
