"""The facsimile: nothing of the original in it, boxes where the names were at every rotation, pages that must wait."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pdf_redaction_check
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from desktop import copies, intake
from desktop.copies import Concern, Drawn
from desktop.errors import UserError
from desktop.redaction.leak_gate import check
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from desktop.redaction.secrets_of import SecretSet
from tests.desktop.copies.letters import LETTER, SECOND, SECRETS, cast, copied, everything, letter, releaser, seen, text
from tests.desktop.intake.making import changed, pdf


def scan(paper: canvas.Canvas) -> None:
    buffer = io.BytesIO()
    Image.radial_gradient("L").save(buffer, "PNG")
    buffer.seek(0)
    paper.drawImage(ImageReader(buffer), 0, 0, 595, 842)


def test_no_secret_in_any_layer(tmp_path: Path) -> None:
    made = copied(letter())
    layers = everything(made)
    for secret in SECRETS:
        for form in (secret.encode(), secret.encode("utf-16-be"), secret.encode("utf-16-le")):
            assert form not in layers
    assert check(made, "pdf", SecretSet.from_cast(cast(), load("court")), ours=True, facsimile=True) == ()
    path = tmp_path / "copy.pdf"
    path.write_bytes(made)
    report, _ = pdf_redaction_check.analyze(path, list(SECRETS))
    assert [finding for finding in report.findings if finding.severity.value == "critical"] == []


def test_a_pseudonym_that_collides_stops_no_copy_that_prints_none() -> None:
    page = pdf([["Kieran Ashdown met Child A there, and spoke of the plan."]])
    looked = copies.survey(page)
    board = Releaser(cast(), load("board"))
    with pytest.raises(UserError) as stopped:
        Releaser(cast(), load("board")).release(looked.text)
    assert stopped.value.code == "collision"
    held = copies.withheld(looked, board)
    assert [looked.text[one.start : one.end] for one in held] == ["Kieran Ashdown"]
    made = copies.facsimile(page, looked, held)
    assert "Kieran" not in text(made, 2) and "plan" in text(made, 2)


@pytest.mark.needs("pdftotext")
def test_another_reader_finds_the_words_that_stay_and_no_other() -> None:
    said = subprocess.run(["pdftotext", "-", "-"], input=copied(letter()), capture_output=True, check=True).stdout
    words = set(said.decode().split())
    assert {"Hospital", "Second", "stands."} <= words
    assert not {"Kieran", "Ashdown", "Ffoulkes", "Kieran's"} & words


def test_first_page_says_how_it_was_made() -> None:
    first = " ".join(text(copied(letter()), 1).split())
    assert "a document of 2 pages" in first
    assert "drawing every page anew as pixels" in first
    assert "A transcript of this document" in first
    assert "transcript" not in text(copied(letter(), transcript=False), 1)
    assert "P stands for personal information, L stands for a restriction by law and O stands for" in first
    looked = copies.survey(letter())
    board = copies.facsimile(letter(), looked, copies.withheld(looked, releaser("board")))
    assert "letter," not in text(board, 1)


def boxes_of(data: bytes, page: int, words: str) -> list[tuple[float, float, float, float]]:
    return [box for lines in intake.page_text_boxes(data, page).find(words) for box in lines]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_names_are_under_solid_boxes_at_every_rotation(turn: int, cropped: bool) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = turn
        if cropped:
            document.pages[0].CropBox = [30, 400, 560, 830]

    data = changed(letter(), change)
    made = copied(data)
    before, after = seen(data, 1), seen(made, 2)
    assert abs(before.width - after.width) <= 1 and abs(before.height - after.height) <= 1
    scale = 200 / 72
    for name in ("Kieran", "Ashdown", "Ffoulkes", "943 476 5919"):
        places = boxes_of(data, 1, name)
        assert places
        for box in places:
            cut = after.crop(tuple(round(edge * scale) for edge in box))  # type: ignore[arg-type]
            assert cut.getextrema() == (0, 0)
    for kept in ("Hospital letter", "Plan: review"):
        (box,) = boxes_of(data, 1, kept)
        cut = after.crop(tuple(round(edge * scale) for edge in box))  # type: ignore[arg-type]
        assert cut.getextrema() == (0, 255)


def runs_of_black(picture: Image.Image, row: int) -> list[int]:
    """Lengths in pixels of the stretches of black along a row."""
    line = picture.crop((0, row, picture.width, row + 1)).tobytes()
    return [len(run) for run in line.replace(b"\xff", b" ").split() if len(run) > 30]


def test_every_box_is_at_least_the_constant_and_has_a_clean_edge() -> None:
    data = letter()
    made = seen(copied(data), 2)
    widths = []
    for name in ("Kieran", "Ffoulkes", "943 476 5919"):
        for box in boxes_of(data, 1, name):
            widths += runs_of_black(made, round((box[1] + box[3]) / 2 * 200 / 72))
    assert widths and min(widths) >= 140 * 200 / 72
    assert set(made.tobytes()) == {0, 255}


def test_a_short_name_and_a_long_one_leave_the_same_pixels() -> None:
    def page(name: str) -> bytes:
        return letter([["The nurse met", f"{name}", "and nobody else on that day."]])

    first = copied(page("Kieran Ashdown"))
    second = copied(page("Kiz"))
    assert seen(first, 2).tobytes() == seen(second, 2).tobytes()
    assert text(first, 2) == text(second, 2)


def test_the_same_pages_give_the_same_bytes() -> None:
    assert copied(letter()) == copied(letter())


def test_comments_and_form_fields_that_are_seen_are_read_too() -> None:
    def add(document: pikepdf.Pdf) -> None:
        appearance = document.make_stream(b"BT /F1 12 Tf 2 6 Td (Kieran Ashdown) Tj ET")
        appearance.Type, appearance.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        appearance.BBox = [0, 0, 200, 20]
        appearance.Resources = document.pages[0].Resources
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[72, 300, 272, 320],
            Contents="Kieran Ashdown",
            DA="/F1 12 Tf",
            F=4,
            AP=pikepdf.Dictionary(N=appearance),
        )
        document.pages[0].Annots = document.make_indirect([document.make_indirect(note)])

    data = changed(letter([SECOND]), add)
    made = copied(data)
    assert b"Kieran" not in everything(made)
    cut = seen(made, 2).crop((210, 1456, 450, 1498))
    assert cut.getextrema() == (0, 0)


def test_words_under_an_old_box_are_not_brought_back() -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.drawString(72, 700, "Seen by Doctor Unregistered in the clinic")
        paper.rect(110, 695, 120, 18, fill=1)
        paper.setFillColorRGB(1, 1, 1)
        paper.drawString(72, 600, "white words")

    words = text(copied(pdf([draw])), 2)
    assert "clinic" in words
    assert "Doctor" not in words and "white" not in words


def test_pages_without_text_wait_for_a_person() -> None:
    data = pdf([LETTER, scan, lambda paper: None])
    looked = copies.survey(data)
    assert [page.concern for page in looked.pages] == [None, Concern.NO_TEXT, None]
    assert [page.number for page in copies.to_review(looked)] == [2]
    with pytest.raises(UserError) as refused:
        copied(data)
    assert refused.value.code == "to-review" and "1 of 3 pages first: 2." in refused.value.what
    assert copied(data, reviewed={2})
    box = Drawn(2, 100, 100, 300, 200, "P")
    made = seen(copied(data, drawn=[box]), 3)
    assert made.crop((290, 290, 800, 550)).getextrema()[0] < 5
    middle = made.crop((500, 300, 800, 540)).getextrema()
    assert middle[1] < 30  # compressed as shades, yet solid


def test_a_scan_with_words_laid_under_it_waits_too() -> None:
    def recognised(paper: canvas.Canvas) -> None:
        scan(paper)
        writing = paper.beginText(72, 700)
        writing.setTextRenderMode(3)
        writing.textLine("K1eran was seen at home by the nurse")
        paper.drawText(writing)

    looked = copies.survey(pdf([recognised]))
    assert looked.pages[0].concern is Concern.PICTURE


@pytest.mark.parametrize("way", ["in strips", "in a form", "turned"])
def test_a_scan_is_known_however_it_is_stored(way: str) -> None:
    def store(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        bits = document.make_stream(
            bytes(8), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8, Height=8,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1,
        )  # fmt: skip
        drawing = {
            "in strips": b"".join(b"q 595 0 0 100 0 %d cm /Scan Do Q " % (100 * at) for at in range(8)),
            "in a form": b"q 595 0 0 842 0 0 cm /Form Do Q",
            "turned": b"q 0 842 -595 0 595 0 cm /Scan Do Q",
        }[way]
        form = document.make_stream(b"/Scan Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.BBox, form.Resources = [0, 0, 1, 1], pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=bits))
        page.Resources.XObject = pikepdf.Dictionary(Scan=bits, Form=form)
        page.contents_add(drawing, prepend=True)

    assert copies.survey(changed(letter([SECOND]), store)).pages[0].concern is Concern.PICTURE


def test_a_locked_or_damaged_pdf_is_refused_with_a_sentence() -> None:
    locked = changed(letter(), lambda document: None, encryption=pikepdf.Encryption(owner="a", user="b", R=6))
    with pytest.raises(UserError, match="needs its password"):
        copies.survey(locked)
    with pytest.raises(UserError, match="damaged"):
        copies.survey(letter()[:400])


def test_progress_is_told_and_cancelling_stops_everything() -> None:
    data = pdf([LETTER] * 30)
    looked = copies.survey(data)
    told: list[tuple[int, int]] = []
    copies.facsimile(data, looked, (), progress=lambda done, of: told.append((done, of)))
    assert told == [(number, 30) for number in range(1, 31)]
    with pytest.raises(copies.Cancelled):
        copies.facsimile(data, looked, (), cancelled=lambda: True)


def test_a_document_by_two_children_is_the_same_as_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([[f"Page {number}", *LETTER] for number in range(26)])
    by_two = copied(data)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert copied(data) == by_two
    assert "Page 25" in text(by_two, 27)


def test_a_page_of_colours_keeps_its_shades() -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.drawString(72, 700, "Kieran Ashdown in a page with colours and many other words here")
        paper.setFillColorRGB(0.4, 0.6, 0.9)
        paper.rect(72, 400, 200, 100, stroke=0, fill=1)

    made = seen(copied(pdf([draw])), 2)
    assert 120 < made.getpixel((400, 1050)) < 180  # type: ignore[operator]


def test_a_name_that_is_read_but_stands_nowhere_is_not_let_through() -> None:
    data = letter([LETTER])
    looked = copies.survey(data)
    blank = looked.text.index("\n")
    with pytest.raises(UserError) as refused:
        copies.facsimile(data, looked, [copies.Withheld(blank, blank + 1)])
    assert refused.value.code == "cannot-cover"
