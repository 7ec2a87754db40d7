"""A document leaves, or does not: audiences, refusals, drafts, templates as data."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from desktop.errors import FieldErrors, UserError
from desktop.markers import framework as frameworks
from desktop.markers import judge, passes
from desktop.reports import catalogue, export, template_words, templates
from tests.desktop.conftest import Office

FRAME = frameworks.load("scr-2016")
WHOLE = 'id = "x"\ntitle = "t"\nabout = "a"\nstyle = "list"\nprofiles = ["board"]\n[[section]]\n'


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def judged(office: Office, narrative: str) -> None:
    chosen = office.session.do("open", passes.open_pass, office.case.id, "setting-up")
    office.session.do("judge", judge.judge, chosen, FRAME, "1.1", "chair", "working", narrative=narrative)


def test_the_marker_record_for_the_board_names_nobody(office: Office, tmp_path: Path) -> None:
    judged(office, "Grace Tarnbeck was told by the health visitor, and more is to come")
    out = export.export(office.session, office.case, "marker-record", "board", tmp_path / "record.pdf")
    text = words_of(out)
    assert "QM1 Referral" in text and "Tarnbeck" not in text
    assert "more is to come" in text


def test_a_document_is_refused_for_an_audience_it_is_not_made_for(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not made for that audience"):
        export.export(office.session, office.case, "marker-record", "publication", tmp_path / "x.pdf")


def test_an_undecided_word_stops_it_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    judged(office, "The call of Mrs Ferncastle was not passed on")
    with pytest.raises(UserError) as caught:
        export.export(office.session, office.case, "marker-record", "board", tmp_path / "x.pdf")
    assert caught.value.code == "undecided"
    assert not (tmp_path / "x.pdf").exists()


def test_every_shipped_template_reads_and_names_registers_and_fields_that_exist() -> None:
    from desktop.markers import registers

    known = registers.load("scr-2016")
    for template in templates.shipped().values():
        for section in template.sections:
            if section.register:
                register = known[section.register]
                for field in (*section.fields, *section.where):
                    assert register.has(field), (template.id, section.register, field)
            assert not section.source or section.source in catalogue.filling.SOURCES, template.id


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("id = 1 =", "cannot be read"),
        ('id = "x"', "has no title"),
        ('id = "x"\ntitle = "t"\nabout = "a"\nstyle = "odd"\nprofiles = ["board"]\n[[section]]\ntext = "x"', "style"),
        (WHOLE + 'text = "{who}"', "{who}"),
        (WHOLE + 'odd = "x"', "odd"),
    ],
)
def test_a_template_with_a_gap_is_refused_by_name(toml: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        templates.read(toml, "mine.toml")
    assert "mine.toml" in caught.value.what and said in caught.value.what


def test_a_board_edits_the_words_and_goes_back(office: Office) -> None:
    words = {"title": "Our own record", "1.text": "Made by {board}.\n\nRead it with care."}
    office.session.do("edit", catalogue.edit, "marker-record", words)
    mine = office.session.look(catalogue.report, "marker-record").template
    assert mine.title == "Our own record"
    assert mine.sections[0].text == ("Made by {board}.", "Read it with care.")
    assert mine.sections[0].heading == "How to read this record"
    office.session.do("restore", catalogue.restore, "marker-record")
    assert office.session.look(catalogue.report, "marker-record").template.title == "Marker record"


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [("title", " ", "Enter the words"), ("1.text", "For {who}", "{who}"), ("1.text", "For {board", "Close each")],
)
def test_words_that_cannot_be_used_are_said_beside_their_place(
    office: Office, place: str, text: str, said: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        office.session.do("edit", catalogue.edit, "marker-record", {place: text})
    assert said in caught.value.errors[place]
    assert office.session.look(catalogue.edited, "marker-record") is None


def test_words_that_drop_what_is_filled_in_say_so() -> None:
    shipped = templates.shipped()["family-letter"]
    place = next(one for one in template_words.places(shipped, shipped) if "{reviewer}" in one.text)
    mine = template_words.changed(shipped, {place.place: place.text.replace("{reviewer}", "One of us")})
    now = {one.place: one for one in template_words.places(mine, shipped)}
    assert now[place.place].lost == ("reviewer",)
    assert not place.lost


def test_a_record_of_one_marker_in_one_pass_ends_with_the_sheet_to_be_signed(office: Office, tmp_path: Path) -> None:
    judged(office, "Enough was written down.")
    chosen = office.session.look(passes.current, office.case.id, "setting-up")
    out = export.export(
        office.session, office.case, "marker-record", "internal", tmp_path / "one.pdf",
        passphrase="", marker="QM1", pass_id=chosen.id,
    )  # fmt: skip
    text = words_of(out)
    mark = office.session.look(judge.digest, chosen.id, "QM1")[-12:]
    assert "QM1 Referral" in text and "QM2" not in text
    assert mark in text.replace(" ", "") and "QM1, setting up" in text
    assert judge.AWAITED not in text
    office.session.do("sign", judge.sign_off, chosen, "QM1", "nobody", "independent chair", proof_kind="")
    again = words_of(
        export.export(
            office.session,
            office.case,
            "marker-record",
            "internal",
            tmp_path / "two.pdf",
            marker="QM1",
            pass_id=chosen.id,
        )
    )
    assert judge.AWAITED in again and mark in again.replace(" ", "")
