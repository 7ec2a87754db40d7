"""The few words that the page itself says, in the languages of the documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of furniture and forms."""

    page: str
    continued: str
    signed: str
    name: str
    date: str
    reference: str
    digest: str


_ENGLISH = Wording(
    page="Page {number} of {count}",
    continued="(continued)",
    signed="Signed",
    name="Name",
    date="Date",
    reference="Reference",
    digest="Last 12 digits of the hash of what is signed",
)
_WELSH = Wording(
    page="Tudalen {number} o {count}",
    continued="(parhad)",
    signed="Llofnod",
    name="Enw",
    date="Dyddiad",
    reference="Cyfeirnod",
    digest="12 digid olaf hash yr hyn a lofnodir",
)


def wording(language: str) -> Wording:
    """The words for ``en-GB`` or ``cy-GB``."""
    return _WELSH if language.startswith("cy") else _ENGLISH
