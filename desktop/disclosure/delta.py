"""List C: what changed since the version that this recipient holds. Added, changed, not listed; nothing else.

The reason why a number is no longer listed stands in the internal list alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.disclosure.cells import OPEN_COLUMNS, SENSITIVE_COLUMNS, Column, ListRow
from desktop.disclosure.header import Header
from desktop.disclosure.lists import _list_document, in_words, sheet_columns
from desktop.paper import document as doc
from desktop.paper.sheets import Sheet
from desktop.redaction.released import Released, fixed, kept
from storage.records import Series

SILENT = frozenset({"number", "ref", "first_version"})


@dataclass(frozen=True)
class Difference:
    """One line of list C: ``kind`` is Added, Changed or Not listed."""

    ref: Released
    kind: str
    field: str
    old: Released
    new: Released


def differences(
    before: Mapping[int, Mapping[str, str]], rows: Sequence[ListRow], series: Series
) -> tuple[Difference, ...]:
    """What a holder of the cells ``before`` (by number, as they were issued) has to know, by number."""
    columns = OPEN_COLUMNS if series is Series.OPEN else SENSITIVE_COLUMNS
    found: list[Difference] = []
    for row in rows:
        old = before.get(row.number)
        ref = row.cells["ref"]
        if old is None:
            found.append(Difference(ref, "Added", "", fixed(""), row.cells["description"] or row.cells["status"]))
        elif not row.listed:
            if old.get("status") != row.cells["status"].text:
                found.append(Difference(ref, "Not listed", "", fixed(""), row.cells["status"]))
        else:
            found += [
                Difference(ref, "Changed", column.heading, kept(old.get(column.id, "")), row.cells[column.id])
                for column in columns
                if column.id not in SILENT and old.get(column.id, "") != row.cells[column.id].text
            ]
    return tuple(found)


def changes_list(header: Header, since: int, found: Sequence[Difference]) -> doc.Document:
    """List C as a document."""
    blocks: list[doc.Block] = [
        doc.Title(fixed(f"Changes since version {since}")),
        doc.FactsLine(header.facts()),
        doc.KeyFacts(tuple((fixed(label), fixed(str(number))) for label, number in counted(found))),
    ]
    if found:
        columns = (
            doc.Column((fixed("Item"),), 30),
            doc.Column((fixed("What"),), 22),
            doc.Column((fixed("Field"),), 40),
            doc.Column((fixed("Was"),), 90),
            doc.Column((fixed("Is"),), 91),
        )
        cells = [((d.ref,), (fixed(d.kind),), (fixed(d.field),), (_said(d, d.old),), (_said(d, d.new),)) for d in found]
        blocks.append(doc.Register(columns, cells))
    else:
        blocks.append(doc.Paragraph(fixed(f"Nothing has changed since version {since}.")))
    return _list_document(header, f"Changes since version {since}", blocks)


_BY_HEADING = {column.heading: column.id for column in (*OPEN_COLUMNS, *SENSITIVE_COLUMNS)}


def _said(difference: Difference, cell: Released) -> Released:
    return in_words(_BY_HEADING.get(difference.field, ""), cell) or fixed("(empty)" if difference.field else "")


def counted(found: Sequence[Difference]) -> tuple[tuple[str, int], ...]:
    """The three counts: numbers added, numbers changed, numbers no longer listed."""

    def numbers(kind: str) -> int:
        return len({difference.ref.text for difference in found if difference.kind == kind})

    return (("Added", numbers("Added")), ("Changed", numbers("Changed")), ("Not listed", numbers("Not listed")))


def changes_sheet(found: Sequence[Difference]) -> Sheet:
    """List C as a sheet."""
    columns = tuple(Column(name, name) for name in ("Item", "What", "Field", "Was", "Is"))
    return Sheet(
        fixed("Changes"),
        sheet_columns(columns),
        [(d.ref, fixed(d.kind), fixed(d.field), d.old, d.new) for d in found],
    )
