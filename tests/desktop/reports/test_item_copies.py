"""Copies of imported pages for a court: sealed copy, key to its letters, log that stays, and what refuses to leave."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.casework import marks, material
from desktop.casework.marks import Place
from desktop.copies import Drawn
from desktop.disclosure import requests
from desktop.errors import UserError
from desktop.reports import item_copies
from desktop.reports.item_copies import Looked, Order
from desktop.reports.release_review import What, build
from storage.records import Continuity, Material, MaterialKind
from tests.desktop.conftest import Office
from tests.desktop.copies.test_blind_fonts import BLIND
from tests.desktop.intake.making import pdf
from tests.desktop.paper.samples import failures_of

PAGE = [
    "Letter of 3 March 2016", "", "Ivo Tarnbeck was seen with Grace Tarnbeck in the clinic today by Joan Hallowfen.",
    "The plan for the winter was agreed with the ward and is not to be told to anyone.",
]  # fmt: skip


def letter(office: Office) -> Material:
    result = material.add_file(office.session, office.case.id, "scan.pdf", pdf([PAGE, ["Nothing more on this page."]]))
    assert result.item is not None
    return office.session.do("name", material.save, result.item, title="A letter", kind=MaterialKind.CORRESPONDENCE)


def order(office: Office, item: Material, **more: object) -> Order:
    request = office.session.do(
        "request",
        requests.receive,
        office.case.id,
        "annex_d",
        "Officer in the case",
        date(2016, 2, 20),
        scope_ids=(office.child.id,),
    )
    fields = {"profile": "court", "request_id": request.id, "second_person": office.chair.id} | more
    return Order(item.id, **fields)  # type: ignore[arg-type]


def looked_at(office: Office, wanted: Order) -> Looked:
    return item_copies.look_at(office.session, office.case, wanted)


def words(path: Path, passphrase: str = "") -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path, password=passphrase or None) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_no_words_leave_that_were_taken_from_fonts_that_hide_their_letters(office: Office) -> None:
    result = material.add_file(office.session, office.case.id, "blind.pdf", BLIND)
    assert result.item is not None
    item = office.session.do("name", material.save, result.item, title="B", kind=MaterialKind.CORRESPONDENCE)
    kept = office.session.look(material.text_of, item)
    whats = [What("item", item.id), What("text", Place("MaterialText", kept.id, "text").name)]
    for what in whats:
        with pytest.raises(UserError) as refused:
            office.session.look(build, office.case, what, "board")
        assert refused.value.code == "blind-font" and "type their words" in refused.value.do
    office.session.do("Type", material.type_text, item, "Ivo Tarnbeck was seen in the clinic.")
    said = office.session.look(build, office.case, whats[0], "board")
    assert "clinic" in said.made.told[-1][1].text


def test_a_court_copy_comes_with_key_and_log_and_stands_in_the_history(office: Office, tmp_path: Path) -> None:
    item = letter(office)
    text = office.session.look(material.text_of, item)
    at = text.text.index("The plan for the winter")
    office.session.do("Withhold", marks.withhold, Place("MaterialText", text.id, "text"), at, at + 23, "R7")
    word = text.text.index("ward")  # one ordinary word: no quotation elsewhere, and withheld here all the same
    office.session.do("Withhold", marks.withhold, Place("MaterialText", text.id, "text"), word, word + 4, "R4")
    wanted = order(office, item)
    wanted = Order(**{**vars(wanted), "drawn": (Drawn(2, 72, 60, 200, 90, "P"),), "reasons": ("R3",)})
    made = item_copies.make(office.session, office.case, wanted, looked_at(office, wanted), tmp_path)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made.copy.read_bytes()))
    copy = words(made.copy, made.passphrase)
    assert "Ivo Tarnbeck" in copy, "the child is in the scope of the request"
    assert "Grace" not in copy and "Hallowfen" not in copy and "plan for the winter" not in copy
    assert "ward" not in copy
    assert "Restricted by law" in words(made.key, made.passphrase)  # type: ignore[arg-type]
    assert failures_of(made.key, made.passphrase) == [] and made.log is not None  # type: ignore[arg-type]
    assert failures_of(made.log, made.log_passphrase) == []
    log = words(made.log, made.log_passphrase)
    assert "R7, restricted by a court or by statute" in log and "R3, about someone" in log and "Ivo Tarnbeck" in log
    assert made.log.parent.name == "internal" and made.log_passphrase != made.passphrase
    happened = office.session.look(lambda store: store.find(Continuity, record_id=item.id))
    assert [(one.happened, one.where) for one in happened][-1] == ("exported", "R001")


def test_a_court_copy_needs_a_request_and_a_second_person(office: Office, tmp_path: Path) -> None:
    item = letter(office)
    with pytest.raises(UserError) as caught:
        looked_at(office, Order(item.id, "court"))
    assert caught.value.code == "request"
    wanted = order(office, item, second_person="")
    with pytest.raises(UserError) as caught:
        item_copies.make(office.session, office.case, wanted, looked_at(office, wanted), tmp_path)
    assert caught.value.code == "second" and not list(tmp_path.rglob("*.pdf"))


def test_a_page_without_words_waits_for_a_person(office: Office, tmp_path: Path) -> None:
    def scan(sheet: Canvas) -> None:
        sheet.rect(72, 500, 200, 100, fill=1)

    result = material.add_file(office.session, office.case.id, "scan.pdf", pdf([scan]))
    assert result.item is not None
    wanted = order(office, result.item)
    looked = looked_at(office, wanted)
    assert [page for page, _ in item_copies.pages_waiting(looked, (), ())] == [1]
    with pytest.raises(UserError) as caught:
        item_copies.make(office.session, office.case, wanted, looked, tmp_path)
    assert caught.value.code == "to-review" and not list(tmp_path.rglob("*.pdf"))
    wanted = Order(**{**vars(wanted), "reviewed": frozenset({1})})
    assert item_copies.make(office.session, office.case, wanted, looked, tmp_path).copy.exists()


def test_legal_advice_gives_no_copy(office: Office) -> None:
    item = letter(office)
    office.session.do("kind", material.save, item, kind=MaterialKind.LEGAL_ADVICE)
    with pytest.raises(UserError) as caught:
        looked_at(office, order(office, item))
    assert caught.value.code == "existence"
