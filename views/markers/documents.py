"""The documents that a stage names, as far as the room of reports has them."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from views.markers.desk import Desk

TEMPLATES = "desktop.reports.templates"
PAGE = "reports"


@dataclass(frozen=True)
class Paper:
    """A document that can be written: the id of its report, its title, and a line about it."""

    id: str
    title: str
    about: str = ""


def listed(names: Iterable[str]) -> tuple[Paper, ...]:
    """Those of the named documents that there are, in the order named."""
    if importlib.util.find_spec(TEMPLATES) is None:
        return ()
    known = importlib.import_module(TEMPLATES).shipped()
    return tuple(Paper(name, known[name].title, known[name].about) for name in names if name in known)


def write(desk: Desk, report_id: str) -> None:
    """Go to the page of reports with that one chosen and this marker as its subject."""
    context = desk.context
    if PAGE in context.pages():
        context.navigate(PAGE, case=desk.ground.case.id, report=report_id, marker=desk.now.marker.id)
