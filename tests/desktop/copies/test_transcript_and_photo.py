"""The transcript: released words set afresh. Photographs: pixels alone."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from desktop import copies, intake
from desktop.copies import Drawn
from desktop.copies.transcript import paragraphs
from desktop.errors import UserError
from desktop.paper.document import Heading, Paragraph
from desktop.paper.pdf import lay_out
from desktop.redaction.leak_gate import check
from desktop.redaction.profiles import load
from desktop.redaction.secrets_of import SecretSet
from tests.desktop.copies.letters import LETTER, SECOND, SECRETS, cast, everything, letter, releaser
from tests.desktop.intake.making import pdf, photograph, picture
from tests.desktop.paper.samples import failures


def words_of(document: object) -> str:
    blocks = getattr(document, "blocks", ())
    return "\n".join(block.text.text for block in blocks if isinstance(block, (Paragraph, Heading)))


def test_a_transcript_holds_released_words_page_by_page() -> None:
    document = copies.transcript(intake.read(letter()), releaser("family"))
    words = words_of(document)
    assert "Page 1 of the original" in words and "Page 2 of the original" in words
    assert "Second page without anybody." in words
    assert not any(secret in words for secret in SECRETS)
    made = lay_out(document)
    assert failures(made) == []
    assert check(made, "pdf", SecretSet.from_cast(cast(), load("family")), ours=True) == ()
    assert not any(secret.encode() in everything(made) for secret in SECRETS)


def test_a_name_broken_over_a_line_is_found() -> None:
    words = words_of(copies.transcript(intake.read(letter([LETTER])), releaser("family")))
    assert "Ashdown" not in words and "in the last month." in words


def test_a_page_without_text_is_said_and_nothing_else_is_made_up() -> None:
    def blank(paper: canvas.Canvas) -> None:
        paper.rect(100, 100, 300, 300, fill=1)

    words = words_of(copies.transcript(intake.read(pdf([SECOND, blank])), releaser()))
    assert "This page has no text that can be read. Nothing of it is here." in words
    with pytest.raises(UserError) as refused:
        copies.transcript(intake.read(pdf([blank])), releaser())
    assert refused.value.code == "no-words"


def test_lines_become_paragraphs() -> None:
    text = (
        "Minutes of the meeting\n\nThe health visitor was seen at home with the mother and\n"
        "said that all was well.\nThe next visit is planned for the first week of the month.\n• one thing\n• another.\n"
        "Another line of the same length as those above, with a word that ends in a hy-\nphen stays\n"
    )
    assert list(paragraphs(text)) == [
        "Minutes of the meeting",
        "The health visitor was seen at home with the mother and said that all was well.",
        "The next visit is planned for the first week of the month.",
        "• one thing",
        "• another.",
        "Another line of the same length as those above, with a word that ends in a hy-phen stays",
    ]


def test_a_photograph_loses_what_the_camera_wrote() -> None:
    original = photograph()
    assert b"Lumiere" in original
    made = copies.photo(original)
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size) == ("JPEG", (300, 400))
        assert not image.getexif() and "icc_profile" not in image.info and "comment" not in image.info
        assert image.convert("L").getpixel((150, 20)) < 60  # type: ignore[operator]
    assert b"Lumiere" not in made and b"Exif" not in made


def test_boxes_on_a_photograph_are_burned_in() -> None:
    made = copies.photo(picture("PNG", size=(400, 300)), drawn=[Drawn(1, 225, 75, 262.5, 112.5)], lossless=True)
    with Image.open(io.BytesIO(made)) as image:
        grey = image.convert("L")
        assert grey.crop((300, 100, 350, 150)).getextrema() == (0, 0)
        assert grey.getpixel((298, 98)) == 255 and grey.getpixel((353, 153)) == 255
