"""Lists A, B, D and F and the key to codes as documents and sheets, laid out from released rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop import wording
from desktop.disclosure import header as heads
from desktop.disclosure.cells import (
    GONE,
    OPEN_COLUMNS,
    PARTS,
    POLICE_COLUMNS,
    POSSIBLE_WITNESS,
    SENSITIVE_COLUMNS,
    Column,
    ListRow,
)
from desktop.disclosure.header import Header
from desktop.paper import document as doc
from desktop.paper.index_layout import index_columns, transcription_columns
from desktop.paper.sheets import Sheet, SheetColumn
from desktop.redaction.released import Released, fixed, joined
from storage.partial_date import PartialDate
from storage.records import Answer, words

OPEN_TITLE = "Index of material held by the board"
SENSITIVE_TITLE = "Material for which sensitivity is claimed"
NIL = "No items are claimed as sensitive at this version."
DATES = frozenset({"date", "period", "received"})
_WIDTHS = {
    "description": 60,
    "ref": 18,
    "owner": 26,
    "location": 28,
    "author": 30,
    "reason": 60,
    "number": 8,
    "told": 34,
}


def in_words(name: str, cell: Released) -> Released:
    """A cell as paper prints it: dates in words, everything else as it is."""
    if name not in DATES or not cell:
        return cell
    said = wording.partial_date(PartialDate.from_iso("" if cell.text == "undated" else cell.text))
    return fixed(said[0].upper() + said[1:])


def _para(label: str, cell: Released) -> tuple[doc.Text, ...]:
    return (doc.led(fixed(f"{label}:"), cell),) if cell else ()


def _look(cell: Released, look: doc.Look) -> doc.Text:
    return (doc.Run(cell, look),)


def _paper_cells(row: ListRow) -> tuple[doc.Cell, ...]:
    c = {name: in_words(name, cell) for name, cell in row.cells.items()}
    if not row.listed:
        return ((_look(c["number"], doc.Look.NUMBER),), (c["status"],), *((),) * 5, *((),) * len(POLICE_COLUMNS))
    account = (
        *_para("Account of", c["account_of"]),
        *(_para("Police statement first", c["statement_first"]) if c["account_of"] else ()),
        *_para("Told", c["told"]),
    )
    return (
        (_look(c["number"], doc.Look.NUMBER), _look(c["ref"], doc.Look.SMALL)),
        (_look(c["type"], doc.Look.STRONG), c["description"], *_para("Period", c["period"]), *account),
        (c["date"], c["author"], *_para("Received", c["received"])),
        (c["form"], *_para("Draft or final", c["status_of_document"]), *_para("Original or copy", c["original"])),
        (c["owner"], *_para("Contact", c["owner_contact"]), *_para("Position", c["owner_position"])),
        (c["location"], *_para("With police", c["police"]), *_para("Restrictions", c["restrictions"])),
        (c["status"], *_para("Since version", c["first_version"]), *_para("See", c["related"])),
        *((),) * len(POLICE_COLUMNS),
    )


FIRST = {
    Answer.YES: "Of these, police statement taken first",
    Answer.NO: "Of these, no police statement first",
    Answer.UNKNOWN: "Of these, not known which came first",
}
"""Whether the police had a statement before the account was given, as page 1 says it."""


def counts(rows: Sequence[ListRow]) -> list[tuple[str, int]]:
    """Figures of this list alone: all numbers, those listed, those not listed, by owner as printed."""
    listed = [row for row in rows if row.listed]
    figures = [("Numbers in this list", len(rows)), ("Listed", len(listed)), ("Not listed", len(rows) - len(listed))]
    owners = sorted({row.cells["owner"].text for row in listed})
    return figures + [(f"Owner: {owner}", sum(r.cells["owner"].text == owner for r in listed)) for owner in owners]


def signposts(header: Header, rows: Sequence[ListRow]) -> tuple[tuple[Released, Released], ...]:
    """What an officer looks for first, by number, read from the cells of this list alone.

    Source: domain research, section 1.5 (changes since the version held, accounts by possible witnesses, gaps).
    """
    listed = [row for row in rows if row.listed]
    gone = tuple(GONE.values())
    accounts = [row for row in listed if POSSIBLE_WITNESS in row.cells["statement_first"].text]
    chosen = [
        ("Accounts of a possible witness", accounts),
        *((said, found) for answer, said in FIRST.items() if (found := _answered(accounts, answer))),
        ("Lost, destroyed or never made", [r for r in listed if r.cells["location"].text in gone]),
    ]
    if header.version > 1:
        new = [row for row in listed if row.cells["first_version"].text == str(header.version)]
        chosen.insert(0, ("New in this version", new))
    return tuple((fixed(label), fixed(_runs([row.number for row in found]) or "None")) for label, found in chosen)


def _answered(accounts: Sequence[ListRow], answer: Answer) -> list[ListRow]:
    return [row for row in accounts if row.cells["statement_first"].text.startswith(f"{words(answer)};")]


def _runs(numbers: Sequence[int]) -> str:
    """``0002 to 0005, 0009``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a:04d}" if a == b else f"{a:04d} to {b:04d}" for a, b in runs)


def open_list(header: Header, rows: Sequence[ListRow]) -> doc.Document:
    """List A: every number of the open series, in two parts, with the block for police use."""
    figures = ", ".join(f"{label.lower()} {number}" for label, number in counts(rows)[:3])
    packs = f"No packs are out as at {header.as_at_words}."
    if header.packs_out:
        out = wording.plural(header.packs_out, "pack")
        packs = f"{out} out as at {header.as_at_words}; notes in them are not yet listed."
    blocks: list[doc.Block] = [
        doc.Title(fixed(OPEN_TITLE), fixed("Open list")),
        doc.FactsLine(header.facts()),
        doc.KeyFacts((*header.details(), *signposts(header, rows))),
        doc.Paragraph(fixed(f"{heads.ABOUT_SENSITIVE} {heads.NOT_YET_LISTED} {packs}"), style="note"),
        doc.Paragraph(fixed(f"{figures[0].upper()}{figures[1:]}."), style="note"),
    ]
    for part, title in PARTS.items():
        chosen = [row for row in rows if row.part == part]
        blocks.append(doc.Heading(fixed(f"Part {part}: {title.lower()}"), level=2, anchor=f"part{part}"))
        if chosen:
            blocks.append(doc.Register(index_columns(), [_paper_cells(row) for row in chosen]))
        else:
            blocks.append(doc.Paragraph(fixed("No items are listed in this part at this version.")))
    return _list_document(header, OPEN_TITLE, blocks)


def _list_document(header: Header, title: str, blocks: Sequence[doc.Block]) -> doc.Document:
    return doc.Document(
        title=fixed(f"{title}, {header.name}"),
        furniture=header.furniture(title),
        blocks=tuple(blocks),
        style="list",
        landscape=True,
    )


def sensitive_list(header: Header, rows: Sequence[ListRow], asked: Sequence[Released] = ()) -> doc.Document:
    """List B: series S with reasons, or a page that says positively that there is none.

    ``asked`` are open items claimed after they were issued: the cover asks police to treat them accordingly.
    """
    blocks: list[doc.Block] = [
        doc.Title(fixed(SENSITIVE_TITLE), fixed("Sensitive list: not for the defence")),
        doc.FactsLine(header.facts()),
        doc.KeyFacts(header.details()),
    ]
    if not any(row.listed for row in rows):
        blocks.append(doc.Box((doc.Paragraph(fixed(NIL), style="lead"),)))
    if asked:
        blocks.append(
            doc.Box(
                (
                    doc.Paragraph(
                        fixed(
                            "These items were listed in the open list before a claim was made. Treat them accordingly:"
                        )
                    ),
                    doc.Bullets(tuple(asked)),
                ),
                heading=fixed("Claimed after issue"),
            )
        )
    if rows:
        widths = (16, 24, 70, 34, 62, 28, 26, 12)
        names = ("number", "ref", "description", "owner", "reason", "who_may_view", "owner_contact", "status")
        titles = {column.id: column.heading for column in SENSITIVE_COLUMNS}
        columns = tuple(doc.Column((fixed(titles[name]),), width) for name, width in zip(names, widths, strict=True))
        cells = [
            tuple(
                ((row.cells[name], *_para("See", row.cells["related"])) if name == "status" else (row.cells[name],))
                for name in names
            )
            for row in rows
        ]
        blocks.append(doc.Register(columns, cells))
    return _list_document(header, SENSITIVE_TITLE, blocks)


def transcription(header: Header, rows: Sequence[ListRow]) -> doc.Document:
    """List F: item, description, location, to paste into a three-column form."""
    cells = [
        ((row.cells["ref"],), (row.cells["description"] or row.cells["status"],), (row.cells["location"],))
        for row in rows
    ]
    blocks: list[doc.Block] = [doc.Title(fixed("Transcription list")), doc.FactsLine(header.facts())]
    blocks.append(
        doc.Register(transcription_columns(), cells) if cells else doc.Paragraph(fixed("No items are listed."))
    )
    return _list_document(header, "Transcription list", blocks)


def owner_sheet(header: Header, owner: Released, rows: Sequence[ListRow]) -> doc.Document:
    """List D: one owner's items, with room for its answer on ownership and position."""
    columns = (
        doc.Column((fixed("Item"),), 26),
        doc.Column((fixed("Description"),), 92),
        doc.Column((fixed("Date"),), 30),
        doc.Column((fixed("Our record of your position"),), 38),
        doc.Column((fixed("Yours?"), fixed("Yes or no")), 20, rule="strong"),
        doc.Column((fixed("Your position and reason"),), 44),
        doc.Column((fixed("Contact"),), 23),
    )
    cells = [
        (
            (row.cells["ref"],),
            (_look(row.cells["type"], doc.Look.STRONG), row.cells["description"]),
            (in_words("date", row.cells["date"]),),
            (row.cells["owner_position"],),
            (),
            (),
            (),
        )
        for row in rows
    ]
    blocks = [
        doc.Title(joined((fixed("Items owned by"), owner), " ")),
        doc.FactsLine(header.facts()),
        doc.Paragraph(
            fixed(
                "Say for each item whether your body owns it, and what your position is: no objection to inspection, "
                "inspection only, redacted copy, object (with your reason), or requires an order. Sign and return."
            ),
            style="note",
        ),
        doc.Register(columns, cells),
        doc.SignOff(fixed("For the owner"), (fixed("Name, post and date"),), fixed(header.name)),
    ]
    return _list_document(header, "Owner's list", blocks)


def key_to_codes(header: Header, rows: Sequence[Mapping[str, Released]]) -> doc.Document:
    """Document G: who the codes are. Internal words, encrypted or by hand, never beside an index."""
    columns = (
        doc.Column((fixed("Called in the index"),), 46),
        doc.Column((fixed("Name"),), 56),
        doc.Column((fixed("Date of birth"),), 32),
        doc.Column((fixed("Role"),), 42),
        doc.Column((fixed("Agency"),), 50),
        doc.Column((fixed("Witness status as advised"),), 46),
    )
    names = ("code", "name", "born", "role", "agency", "witness")
    cells = [tuple((row[name],) for name in names) for row in rows]
    blocks: list[doc.Block] = [
        doc.Title(fixed("Key to codes"), fixed("For the named officer alone. Keep apart from every index.")),
        doc.FactsLine(header.facts()),
        doc.KeyFacts(header.details()),
        doc.Register(columns, cells) if cells else doc.Paragraph(fixed("No people are named by code in this index.")),
        doc.SignOff(fixed("Received by hand"), (fixed("Name, post and date"),), fixed(header.name)),
    ]
    return _list_document(header, "Key to codes", blocks)


def sheet_columns(columns: Sequence[Column], extra: Sequence[str] = ()) -> tuple[SheetColumn, ...]:
    """Columns of a spreadsheet: one fact each, item numbers as text so that zeros stay."""
    made = [SheetColumn(fixed(column.heading), "text", _WIDTHS.get(column.id, 20)) for column in columns]
    return tuple(made + [SheetColumn(fixed(name), "text", 18) for name in extra])


def open_sheet(rows: Sequence[ListRow]) -> Sheet:
    """List A as a sheet, with empty columns for police use."""
    return Sheet(
        fixed("Open list"),
        sheet_columns(OPEN_COLUMNS, POLICE_COLUMNS),
        [tuple(row.cells[column.id] for column in OPEN_COLUMNS) + (None,) * len(POLICE_COLUMNS) for row in rows],
    )


def sensitive_sheet(rows: Sequence[ListRow]) -> Sheet:
    """List B as a sheet; the nil sentence stands in its first row when there is none."""
    cells: list[tuple[Released | None, ...]] = [
        tuple(row.cells[column.id] for column in SENSITIVE_COLUMNS) for row in rows
    ] or [(None, None, fixed(NIL), *(None,) * (len(SENSITIVE_COLUMNS) - 3))]
    return Sheet(fixed("Sensitive list"), sheet_columns(SENSITIVE_COLUMNS), cells)


def transcription_sheet(rows: Sequence[ListRow]) -> Sheet:
    """List F as a sheet of three columns."""
    columns = (Column("ref", "Item"), Column("description", "Description"), Column("location", "Location"))
    return Sheet(
        fixed("Transcription"),
        sheet_columns(columns),
        [(row.cells["ref"], row.cells["description"] or row.cells["status"], row.cells["location"]) for row in rows],
    )


def owner_sheet_sheet(rows: Sequence[ListRow]) -> Sheet:
    """List D as a sheet with columns for the answer."""
    columns = tuple(c for c in OPEN_COLUMNS if c.id in ("ref", "type", "description", "date", "owner_position"))
    extra = ("Yours (yes or no)", "Position", "Reason", "Contact")
    return Sheet(
        fixed("Your items"),
        sheet_columns(columns, extra),
        [tuple(row.cells[column.id] for column in columns) + (None,) * len(extra) for row in rows],
    )


def header_sheet(header: Header, more: Sequence[tuple[Released, Released]] = ()) -> Sheet:
    """The facts of the issue, and ``more`` of the list itself, as a second sheet of a workbook."""
    columns = (SheetColumn(fixed("Fact"), "text", 24), SheetColumn(fixed("Value"), "text", 80))
    rows = [*header.pairs(), *more]
    rows += [(fixed("Statement"), header.statement), (fixed("Note"), fixed(heads.ABOUT_SENSITIVE))]
    return Sheet(fixed("About this list"), columns, rows)
