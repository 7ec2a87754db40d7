"""The lines of a release review as rows of a list, and the words and keys of their answers."""

from __future__ import annotations

from desktop.reports import catalogue
from desktop.reports.release_review import STATES, Line, What
from desktop.session import Store
from views import kit

COLUMNS = (kit.Column("Where"), kit.Column("In the text"), kit.Column("On the page"), kit.Column("Decision"))
KEYS = {"this": "R", "withhold": "W", "keep": "K", "no": "N"}
WORDS = {"this": "This is …", "withhold": "Withhold", "keep": "Keep", "no": "Not a name"}
SIGNS = {
    "decide": "suggestion",
    "blocked": "error",
    "withheld": "withheld",
    "replaced": "done",
    "general": "done",
    "kept": "done",
}


def made_for(store: Store, what: What) -> tuple[tuple[str, ...], str]:
    """The audiences of a document, the usual one first, and whether it is made for one person or body."""
    if what.kind == "report":
        template = catalogue.report(store, what.id).template
        return template.profiles, template.recipient
    return ("board", "internal", "police-index", "court", "family", "event", "publication"), "none"


def row_of(line: Line) -> kit.Row:
    state = STATES[line.state]
    chip = line.printed if line.state == "replaced" else ""
    printed = "" if chip else line.printed
    places = f"{line.count} places" if line.count > 1 else ""
    tone = {"decide": "warning", "blocked": "danger"}.get(line.state, "")
    spoken = ", ".join(part for part in (state, line.where, line.what, line.printed, places) if part)
    return kit.Row(
        line.key,
        (
            kit.Cell(line.where, speak=spoken),
            kit.Cell(line.what, "" if line.state == "decide" else places),
            kit.Cell(
                printed, places if line.state == "decide" else line.why if line.state != "replaced" else "", chip=chip
            ),
            kit.Cell(state, icon=SIGNS[line.state], tone=tone),
        ),
    )
