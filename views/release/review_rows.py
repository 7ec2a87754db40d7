"""The lines of a release review as rows of a list, and the words and keys of their answers."""

from __future__ import annotations

from desktop.reports import catalogue
from desktop.reports.release_review import STATES, Line, Review, What
from desktop.session import Store
from desktop.wording import plural
from views import kit

COLUMNS = (kit.Column("Where"), kit.Column("In the text"), kit.Column("On the page"), kit.Column("Decision"))
KEYS = {"this": "R", "withhold": "W", "keep": "K", "no": "N", "lift": "L"}
WORDS = {"this": "This is …", "withhold": "Withhold", "keep": "Keep", "no": "Not a name", "lift": "No longer withheld"}
SIGNS = {
    "decide": "suggestion",
    "blocked": "error",
    "withheld": "withheld",
    "replaced": "done",
    "general": "done",
    "kept": "done",
    "public": "link",
    "noted": "info",
}


def made_for(store: Store, what: What) -> tuple[tuple[str, ...], str]:
    """The audiences of a document, the usual one first, and whether it is made for one person or body."""
    if what.kind == "report":
        template = catalogue.report(store, what.id).template
        return template.profiles, template.recipient
    return ("board", "internal", "police-index", "court", "family", "event", "publication"), "none"


def standing(found: Review) -> tuple[str, str]:
    """How a document stands: the kind of notice and its words."""
    blocked, decide = found.counts.get("blocked", 0), found.counts.get("decide", 0)
    said = []
    if blocked:
        said.append(
            f"{plural(blocked, 'place')} to reword. A published text withholds nothing: Enter goes to the sentence."
        )
    if decide:
        said.append(f"{plural(decide, 'question')} to decide. The file can be written once each has an answer.")
    if found.public:
        sources = "; ".join(one.source for one in found.public[:3])
        said.append(f"It shares facts with {plural(len(found.public), 'public source')}: {sources}.")
    if found.ready.unconfirmed:
        left = "; ".join(found.ready.unconfirmed)
        said.append(f"Left out, because nobody has compared it with its source yet: {left}. Confirm it on Reports.")
    words = " ".join(said) or "Nothing is open. The file can be written."
    return "error" if blocked else "warn" if said else "info", words


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
