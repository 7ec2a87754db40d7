"""Fonts that say nothing of their letters stop a page; print too small to see does not stop the program."""

from __future__ import annotations

import pikepdf
import pytest

from desktop import copies, intake
from desktop.copies import burning
from desktop.copies.survey import Concern
from desktop.errors import UserError
from desktop.redaction.gate_drawing import blind_pages
from tests.benchmarks.facsimile import record
from tests.desktop.copies.letters import releaser
from tests.desktop.intake.making import changed, pdf

PLAIN = pdf([["Kieran Ashdown was seen in the clinic."]])


def _numbered(document: pikepdf.Pdf) -> None:
    """Call the letters of every font by numbers alone, as programs do that make a font of the signs they need."""
    for held in document.objects:
        if isinstance(held, pikepdf.Dictionary) and str(held.get("/Subtype", "")) == "/Type1":
            names = [pikepdf.Name(f"/g{code}") for code in range(65, 123)]
            held.Encoding = pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array([65, *names]))


BLIND = changed(PLAIN, _numbered)


def test_a_page_whose_letters_cannot_be_known_waits_for_a_person() -> None:
    assert blind_pages(PLAIN) == frozenset() and blind_pages(BLIND) == {0}
    assert copies.survey(PLAIN).pages[0].concern is None
    looked = copies.survey(BLIND)
    assert looked.pages[0].concern in (Concern.FONT, Concern.NO_TEXT)
    with pytest.raises(UserError):
        copies.facsimile(BLIND, looked, copies.withheld(looked, releaser()))


def test_no_transcript_is_made_of_it() -> None:
    copies.require_letters(PLAIN, intake.read(PLAIN).text.split("\f"))
    with pytest.raises(UserError, match="Page 1 uses a font that does not say which letters"):
        copies.require_letters(BLIND, intake.read(BLIND).text.split("\f"))


def test_signs_without_letters_are_counted_on_the_page_alone() -> None:
    note = "\n[Comment or form field] " + "plain words " * 40
    copies.require_letters(PLAIN, ["Plain words of a page" + note])
    with pytest.raises(UserError, match="Page 2 uses a font"):
        copies.require_letters(PLAIN, ["Plain words", "\ue001\ue002 words" + note])


def test_a_file_whose_fonts_cannot_be_looked_at_makes_no_transcript() -> None:
    with pytest.raises(UserError, match="Page 1 uses a font"):
        copies.require_letters(b"%PDF-1.7 nothing", ["Words"])


def test_a_file_whose_fonts_cannot_be_looked_at_is_blind() -> None:
    assert blind_pages(b"%PDF-1.7 nothing") is None


def test_print_smaller_than_its_tolerance_ends() -> None:
    tiny = [(72.0 + at * 0.3, 100.0, 72.2 + at * 0.3, 100.3) for at in range(2)]
    words = burning._Words(tiny)
    box = burning._wide_enough(tiny[0], False, words, (595.0, 842.0))
    assert box[2] - box[0] >= burning.LEAST_WIDTH - 1


def _lying(document: pikepdf.Pdf) -> None:
    """Give every font a map that says another letter than the one drawn."""
    swapped = "".join(f"<{code:02x}> <{65 + (code - 65 + 7) % 26:04x}>\n" for code in range(65, 91))
    swapped += "".join(f"<{code:02x}> <{97 + (code - 97 + 7) % 26:04x}>\n" for code in range(97, 123))
    for held in list(document.objects):
        if isinstance(held, pikepdf.Dictionary) and str(held.get("/Subtype", "")) == "/Type1":
            said = f"1 begincodespacerange <00> <ff> endcodespacerange 52 beginbfchar {swapped}endbfchar"
            held.ToUnicode = document.make_stream(said.encode("ascii"))


def test_a_font_that_says_other_letters_than_it_draws_is_blind() -> None:
    """Readers of text take "Rplyhu" where everybody sees "Kieran"."""
    data = changed(PLAIN, _lying)
    assert "Kieran" not in intake.read(data).text and blind_pages(data) == {0}
    assert copies.survey(data).pages[0].concern is Concern.FONT
    with pytest.raises(UserError, match="Page 1 uses a font"):
        copies.require_letters(data, intake.read(data).text.split("\f"))


def _all_x(document: pikepdf.Pdf) -> None:
    """Let every letter of a font of its own be read as x."""
    for held in list(document.objects):
        if isinstance(held, pikepdf.Dictionary) and "/ToUnicode" in held:
            said = "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> [" + "<0078>" * 256
            held.ToUnicode = document.make_stream(f"{said}] endbfrange".encode("ascii"))


def test_a_font_that_calls_every_letter_the_same_is_blind() -> None:
    plain = record(1)
    assert blind_pages(plain) == frozenset()
    data = changed(plain, _all_x)
    assert "xxxx" in intake.read(data).text and blind_pages(data) == {0}
