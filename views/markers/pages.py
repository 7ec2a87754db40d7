"""The pages of the markers, for the catalogue."""

from __future__ import annotations

from typing import Any

from views.markers import counting
from views.page import PageSpec

_ROOM = "views.markers"


def _spec(page_id: str, title: str, icon: str, make: str, **more: Any) -> PageSpec:
    return PageSpec(page_id, title, icon=icon, make=f"{_ROOM}.{make}", **more)


MARKERS: tuple[PageSpec, ...] = (
    _spec(
        "markers",
        "Markers",
        "markers",
        "list_page:MarkersPage",
        level="case",
        order=2,
        shortcut="Ctrl+2",
        count=counting.markers,
    ),
    _spec("marker", "Quality marker", "markers", "wizard_page:WizardPage", under="markers"),
    _spec("clocks", "Clocks", "clock", "clocks_view:ClocksPage", under="markers"),
    _spec("passes", "Compare passes", "compare", "passes_page:PassesPage", under="markers"),
    _spec("published", "Load published wording", "import", "published_page:PublishedPage", under="markers"),
)
