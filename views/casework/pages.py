"""The pages of casework, for the catalogue."""

from __future__ import annotations

from typing import Any

from views.casework import counting
from views.page import PageSpec

_ROOM = "views.casework"


def _spec(page_id: str, title: str, icon: str, make: str, **more: Any) -> PageSpec:
    return PageSpec(page_id, title, icon=icon, make=f"{_ROOM}.{make}", **more)


CASEWORK: tuple[PageSpec, ...] = (
    _spec("cases", "Cases", "overview", "cases_page:CasesPage", level="board", order=1),
    _spec("open-case", "Open a case", "add", "open_case_page:OpenCasePage", under="cases"),
    _spec("people", "People", "people", "people_page:PeoplePage", level="case", order=3, shortcut="Ctrl+3", count=counting.people),
    _spec("person", "Add a person", "person", "person_page:PersonPage", under="people"),
    _spec("evidence", "Evidence", "evidence", "evidence_page:EvidencePage", level="case", order=4, shortcut="Ctrl+4", count=counting.evidence),
    _spec("bring-in", "Bring in files", "import", "bring_in_page:BringInPage", under="evidence"),
    _spec("item", "Item details", "sheet", "item_page:ItemPage", under="evidence"),
)
