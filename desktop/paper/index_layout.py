"""The columns of the disclosure index on paper (look, section 9): two facts in a cell are two paragraphs.

Widths are millimetres of a landscape A4 page with margins of 12 mm.
"""

from __future__ import annotations

from desktop.paper.document import Column, words


def index_columns(*, police_use: bool = True) -> tuple[Column, ...]:
    """The columns of list A. Without ``police_use`` (an owner's schedule) the description takes their room."""
    spare = 0.0 if police_use else 53.0
    columns = (
        Column((words("Item"),), 20),
        Column((words("Type and description"),), 56 + spare),
        Column((words("Date of document"), words("Author")), 31),
        Column((words("Form, extent"), words("Draft or final")), 26),
        Column((words("Owner and contact"), words("Owner’s position")), 37),
        Column((words("Where it can be seen"), words("Already with police")), 29),
        Column((words("Status"), words("Since version")), 21),
    )
    return columns + _police() if police_use else columns


def _police() -> tuple[Column, ...]:
    group = words("For police use")
    return (
        Column((words("Inspected"),), 15, group, "strong"),
        Column((words("Relevant"), words("Y / N")), 13.5, group, "hair"),
        Column((words("MG6C or D no."),), 11.5, group, "hair"),
        Column((words("Remarks"),), 13, group, "hair"),
    )


def transcription_columns() -> tuple[Column, ...]:
    """The three columns of list F, from which an officer copies: number, description, where it can be seen."""
    return (
        Column((words("Item"),), 36),  # a whole reference on one line: it is copied from here
        Column((words("Description"),), 167),
        Column((words("Where it can be seen"),), 70),
    )
