"""The recovery sheet as a page: the 24 words, in order, and room to say who sealed it and where it lies.

The window prints such a sheet and keeps nothing of it. The demonstration has no printer, so its sheets are files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop import wording
from desktop.demonstration import VAULT_NAME
from desktop.demonstration.desk import Desk
from desktop.paper import document as doc
from desktop.paper import pdf
from desktop.redaction.released import fixed

_TITLE = fixed("Recovery words")
_WHAT = (
    "These words, in this order, open the vault when no passphrase does. Whoever has them can read everything in it. "
    "Print this sheet, seal it in an envelope, keep it in the board's safe, and destroy the file."
)


def sheet(vault: str, words: Sequence[str], on: date) -> doc.Document:
    """The sheet of one vault as made on a day: words that no case knows, so that nothing of them is released."""
    half = -(-len(words) // 2)
    numbered = [f"{at}   {word}" for at, word in enumerate(words, 1)]
    rows = tuple((fixed(left), fixed(right)) for left, right in zip(numbered[:half], numbered[half:], strict=True))
    heads = (fixed("First half"), fixed("Second half"))
    furniture = doc.Furniture(
        marking=fixed("OFFICIAL-SENSITIVE"), reference=fixed(vault), version=fixed(""),
        as_at=fixed(f"As at {wording.uk_date(on)}"), board=fixed("Caseward"), short_title=_TITLE,
    )  # fmt: skip
    blocks: tuple[doc.Block, ...] = (
        doc.Title(_TITLE, fixed(f"Vault: {vault}")),
        doc.Paragraph(fixed(_WHAT), style="lead"),
        doc.Table(heads, rows, (1, 1)),
        doc.SignOff(fixed("Sealed by"), (fixed("Sealed and put into the safe"), fixed("Seen by a second person")),
                    fixed(vault)),
    )  # fmt: skip
    return doc.Document(_TITLE, furniture, blocks, style="report")


def write(desk: Desk, name: str, words: Sequence[str]) -> None:
    """Lay the sheet of the demonstration's vault beside it, in place of the print."""
    out = desk.exports / "plover" / f"{name}.pdf"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pdf.lay_out(sheet(VAULT_NAME, words, desk.day)))
    desk.facts.setdefault("written", []).append(
        (out.relative_to(desk.exports).as_posix(), "Recovery sheet, in place of the print", "internal")
    )
