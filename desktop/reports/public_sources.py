"""What is public already, and where a document tells the same: whoever holds both can put them together.

Source: profiles, section 3. Not here: the board's own list (``casework.public_facts``), the comparison (``jigsaw``).
"""

from __future__ import annotations

import re

from desktop import wording
from desktop.casework import public_facts
from desktop.markers import register_values
from desktop.redaction.jigsaw import PublicItem, public_matches
from desktop.reports.setting import Setting


def items(made: Setting) -> tuple[PublicItem, ...]:
    """What is public already: the sources of this review's register, then the board's own list."""
    found: list[PublicItem] = []
    if "public_source" not in made.registers:
        return public_facts.items(made.store)
    register = made.registers["public_source"]
    for row in made.rows(register):
        what = str(row.values.get("what", ""))
        day = register_values.day_of(row.values.get("on"))
        facts = [one.strip() for one in re.split(r"[;\n]", what) if one.strip()]
        label = register_values.shown(register.field("kind"), row.values.get("kind"))
        found.append(PublicItem(f"{label} {wording.partial_date(day)}" if day else label, tuple(facts)))
    return (*found, *public_facts.items(made.store))


def shared(made: Setting, item: PublicItem) -> tuple[tuple[str, int, int], ...]:
    """Where the document, as its audience reads it, tells what a public source tells too."""
    return tuple(
        (where, start, end)
        for where, said in made.told
        for match in public_matches(said.text, [item])
        for start, end in match.places
    )
