"""The documents that a stage names, and the way to where they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.markers.registers import FieldKind
from desktop.reports import choosing, templates
from views.markers.desk import Desk

PAGE = "reports"
SHEET = "marker-record"
"""The document that ends in the sheet to be signed, where it is made for one marker in one pass."""


@dataclass(frozen=True)
class Paper:
    """A document that can be written: the id of its report, its title, a line about it, whom it is for (``person``,
    ``agency`` or ``none``), and the register of which it may be about one row.
    """

    id: str
    title: str
    about: str = ""
    recipient: str = "none"
    record: str = ""


def listed(names: Iterable[str], labels: Mapping[str, str]) -> tuple[Paper, ...]:
    """Those of the named documents that there are, in the order named."""
    known = templates.shipped()
    return tuple(
        Paper(name, choosing.title_of(one, labels), one.about, one.recipient, one.record)
        for name in names
        if (one := known.get(name)) is not None
    )


def write(desk: Desk, paper: Paper) -> None:
    """Go to the page of reports with that one chosen: filled with the case, this marker and its pass, and with the row,
    the person or the body that was looked at last."""
    chosen = desk.now.chosen
    kind = {"person": FieldKind.PERSON, "agency": FieldKind.AGENCY}.get(paper.recipient)
    desk.context.navigate(
        PAGE,
        case=desk.ground.case.id,
        report=paper.id,
        marker=desk.now.marker.id,
        pass_id=chosen.id if chosen else "",
        recipient=desk.about(kind) if kind else "",
        record=desk.seen(paper.record) if paper.record else "",
    )
