"""Word and Excel: everything that holds words, deleted and hidden ones too."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from desktop.intake import Kind
from tests.desktop.intake.conftest import Read
from tests.desktop.intake.making import document, replaced, workbook

_W = nsdecls("w")


def tracked(word: Any) -> None:
    word.add_paragraph("The first line.")
    word.element.body.insert(
        1,
        parse_xml(
            f'<w:p {_W}><w:r><w:t xml:space="preserve">Seen with Kier</w:t></w:r>'
            '<w:del w:id="1" w:author="R. Oduya"><w:r><w:delText>an</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="R. Oduya"><w:r><w:t>a</w:t></w:r></w:ins>'
            '<w:r><w:t xml:space="preserve"> at home.</w:t></w:r></w:p>'
        ),
    )


def test_deleted_text_counts_as_text(read: Read) -> None:
    reading = read(document(tracked), "minutes.docx")
    assert reading.kind is Kind.WORD
    assert "Seen with Kiera at home." in reading.text
    assert "[Before a tracked change] Seen with Kieran at home." in reading.text
    assert "1 paragraph with tracked changes. Words that were deleted are part of the text." in reading.notes
    assert reading.authors == ("Imogen Vale",)


def test_tables_headers_comments_and_boxes(read: Read) -> None:
    def fill(word: Any) -> None:
        section = word.sections[0]
        section.header.paragraphs[0].text = "OFFICIAL header words"
        section.footer.paragraphs[0].text = "footer words"
        table = word.add_table(2, 3)
        for column, words in enumerate(("date", "who", "what")):
            table.cell(0, column).text = words
        table.cell(1, 0).merge(table.cell(1, 1)).text = "merged words"
        table.cell(1, 2).text = "last"
        paragraph = word.add_paragraph("Anchor of a comment")
        word.add_comment(paragraph.runs, text="a remark in the margin", author="R. Oduya")
        paragraph._p.append(
            parse_xml(
                f'<w:r {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r>"
                "<w:t>boxed words</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
                "<w:txbxContent><w:p><w:r><w:t>boxed words</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            )
        )

    reading = read(document(fill))
    lines = reading.text.split("\n")
    assert "date\twho\twhat" in lines
    assert "merged words\tlast" in lines
    assert "[Header] OFFICIAL header words" in lines
    assert "[Footer] footer words" in lines
    assert "[Comment by R. Oduya] a remark in the margin" in lines
    assert reading.text.count("boxed words") == 1
    assert "1 comment in the margin is part of the text." in reading.notes


def test_footnotes_and_hidden_words(read: Read) -> None:
    def fill(word: Any) -> None:
        word.add_paragraph("Body").add_run(" hidden words").font.hidden = True

    reading = read(document(fill))
    assert "Body hidden words" in reading.text
    assert "Words that are hidden in Word are part of the text." in reading.notes


def test_a_damaged_word_document_is_kept(read: Read) -> None:
    whole = document(tracked)
    for data in (whole[: len(whole) // 2], replaced(whole, "word/document.xml", lambda xml: xml[:200])):
        reading = read(data, "minutes.docx")
        assert (reading.kind, reading.readable) == (Kind.WORD, False)
        assert "damaged" in reading.reason


def test_every_sheet_with_what_is_hidden(read: Read) -> None:
    reading = read(workbook(), "contacts.xlsx")
    assert (reading.kind, reading.extent.rows) == (Kind.SPREADSHEET, 6)
    assert [page.title for page in reading.pages] == ["Contacts", "Old list"]
    assert "2016-02-01\tHealth visitor [Comment by R. Oduya: seen alone]\t2" in reading.text
    assert "hidden row words" in reading.text
    assert "words of the hidden sheet" in reading.text
    assert "[=SUM(C3:C4)]" in reading.text
    assert "There are 1 hidden sheet, 1 hidden row and 1 hidden column; all of it is in the text." in [
        note.replace("There is", "There are") for note in reading.notes
    ]
    assert any(note.startswith("1 cell with a formula") for note in reading.notes)
    assert any(note.startswith("1 merged area") for note in reading.notes)


def test_the_last_value_of_a_formula_is_read_too(read: Read) -> None:
    def cached(xml: bytes) -> bytes:
        assert b"<f>SUM(C3:C4)</f><v />" in xml or b"<f>SUM(C3:C4)</f><v/>" in xml or b"<f>SUM(C3:C4)</f><v></v>" in xml
        for empty in (b"<v />", b"<v></v>", b"<v/>"):
            xml = xml.replace(b"<f>SUM(C3:C4)</f>" + empty, b"<f>SUM(C3:C4)</f><v>5</v>")
        return xml

    assert "5 [=SUM(C3:C4)]" in read(replaced(workbook(), "xl/worksheets/sheet1.xml", cached)).text


def test_a_damaged_spreadsheet_is_kept(read: Read) -> None:
    reading = read(replaced(workbook(), "xl/workbook.xml", lambda xml: b"<nonsense"), "contacts.xlsx")
    assert (reading.kind, reading.readable) == (Kind.SPREADSHEET, False)
