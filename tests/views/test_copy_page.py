"""The page for a copy of an imported document: boxes by hand and suggested, pages that wait, copy, key and log."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from reportlab.lib.utils import ImageReader

from desktop import copies
from desktop.casework import material
from desktop.disclosure import requests
from desktop.reports import item_copies
from storage.records import Material, MaterialKind
from tests.attacks.papers import REFUSED
from tests.desktop.conftest import Office
from tests.desktop.intake.making import pdf
from tests.screens import settle
from tests.views import release_desk as release
from tests.views.release_desk import CTRL, SHIFT, Desk, Key
from tests.views.seen import drawn

office, desk = release.office, release.desk


def letter(office: Office, *pages: Any) -> Material:
    data = pdf(list(pages) or [["Grace Tarnbeck was seen today.", "The ward rang later."]])
    item = material.add_file(office.session, office.case.id, "scan.pdf", data).item
    assert item is not None
    return office.session.do("name", material.save, item, title="A letter", kind=MaterialKind.CORRESPONDENCE)


def choose(page: Any, audience: str) -> None:
    page.audience.set_value(audience)
    page.audience.changed.emit()
    settle()


def test_a_box_is_drawn_moved_and_removed_by_keys_and_by_pointer(desk: Desk) -> None:
    item = letter(desk.office)
    desk.office.session.do("r", requests.receive, desk.office.case.id, "annex_d", "Officer", date(2016, 2, 20))
    desk.go("copy", item=item.id)
    settle()
    sheet = desk.page.sheet
    sheet.setFocus()
    desk.press(Key.Key_B)
    first = sheet.boxes[0]
    desk.press(Key.Key_Right, times=3)
    desk.press(Key.Key_Down, SHIFT, times=2)
    moved = sheet.boxes[0]
    assert (moved.left, moved.top) == (first.left + 12, first.top) and moved.bottom == first.bottom + 8
    assert "box 1, R1" in sheet.accessibleName()
    paper = sheet._paper()
    start, end = (
        QPoint(int(paper.left()) + 300, int(paper.top()) + 200),
        QPoint(int(paper.left()) + 400, int(paper.top()) + 240),
    )
    desk.qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=start)
    desk.qtbot.mouseMove(sheet, end)
    desk.qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=end)
    assert len(sheet.boxes) == 2 and sheet.boxes[1].right - sheet.boxes[1].left == pytest.approx(100 / sheet._scale())
    desk.press(Key.Key_Delete)
    assert sheet.boxes == [moved]


def test_a_court_copy_is_written_with_key_log_and_passphrases_shown_once(desk: Desk, tmp_path: Path) -> None:
    item = letter(desk.office)
    desk.office.session.do(
        "r",
        requests.receive,
        desk.office.case.id,
        "annex_d",
        "Officer",
        date(2016, 2, 20),
        scope_ids=(desk.office.child.id,),
    )
    desk.go("copy", item=item.id)
    settle()
    page = desk.page
    page.second.set_value(desk.office.chair.id)
    page.folder.focus()
    desk.type(str(tmp_path / "out"))
    desk.press(Key.Key_E, CTRL)
    settle()
    names = sorted(str(one.relative_to(tmp_path / "out")) for one in (tmp_path / "out").rglob("*.pdf"))
    assert (
        len(names) == 3 and names[-1].endswith("-key.pdf") and names[1].startswith("W") and names[0].startswith("W")
    ) or names[-1].startswith("internal/")
    shown = [one.value() for one in page.progress.findChildren(type(page.folder).__mro__[1]) if hasattr(one, "line")]
    phrases = [words for words in shown if words.count("-") == 5]
    assert len(set(phrases)) == 2
    page.leave()
    assert not page.progress.findChildren(
        type(page.folder).__mro__[1], options=Qt.FindChildOption.FindDirectChildrenOnly
    )


def test_a_page_without_words_waits_until_somebody_says_so(desk: Desk, tmp_path: Path) -> None:
    item = letter(desk.office, lambda sheet: sheet.rect(72, 500, 200, 100, fill=1), ["A page with words."])
    desk.office.session.do("r", requests.receive, desk.office.case.id, "annex_d", "Officer", date(2016, 2, 20))
    desk.go("copy", item=item.id)
    settle()
    assert [page for page, _ in desk.page._waiting()] == [1]
    desk.page.second.set_value(desk.office.chair.id)
    desk.page.folder.set_value(str(tmp_path / "out"))
    desk.page.sheet.setFocus()
    desk.press(Key.Key_E, CTRL)
    assert not (tmp_path / "out").exists()
    desk.page.sheet.setFocus()
    desk.press(Key.Key_L)
    assert desk.page._waiting() == ()


def test_suggested_boxes_decide_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "can_read_pictures", lambda: True)
    box = copies.Drawn(1, 80, 90, 200, 110, suggested=True)
    monkeypatch.setattr(item_copies, "suggest_boxes", lambda *_asked: (box,))
    item = letter(desk.office, lambda sheet: sheet.rect(72, 500, 200, 100, fill=1), ["A page with words."])
    desk.office.session.do("r", requests.receive, desk.office.case.id, "annex_d", "Officer", date(2016, 2, 20))
    desk.go("copy", item=item.id)
    settle()
    page = desk.page
    for _ in range(2):  # asked twice, suggested once
        page.suggest_button.setFocus()
        desk.press(Key.Key_Space)
        settle()
    assert [(one.left, one.suggested) for one in page.sheet.boxes] == [(80, True)]
    assert "suggested box 1" in page.sheet.accessibleName()
    assert [number for number, _ in page._waiting()] == [1]
    page.sheet.setFocus()
    desk.press(Key.Key_L)
    assert page._waiting() == () and page.order().drawn == (copies.Drawn(1, 80, 90, 200, 110, "P", True, True),)
    page.turn(1)
    settle()
    assert not page.suggest_button.isVisibleTo(page)


def test_a_picture_on_a_page_is_withheld_by_rule_or_waits_for_a_person(desk: Desk) -> None:
    photograph = ImageReader(Image.effect_noise((200, 100), 80))

    def page(sheet: Any) -> None:
        sheet.drawString(72, 700, "The photograph was taken today.")
        sheet.drawImage(photograph, 100, 500, 120, 60)

    item = letter(desk.office, page, ["A page with words."])
    desk.office.session.do("r", requests.receive, desk.office.case.id, "annex_d", "Officer", date(2016, 2, 20))
    desk.go("copy", item=item.id)
    settle()
    copy = desk.page
    assert [(one.page, one.left, one.suggested) for one in copy.sheet.boxes] == [(1, pytest.approx(100, abs=1), True)]
    assert [(number, why) for number, why in copy._waiting()] == [(1, copies.Concern.SHAPES.sentence)]
    copy.sheet.setFocus()
    desk.press(Key.Key_N)
    desk.press(Key.Key_Delete)
    desk.press(Key.Key_L)
    assert copy._waiting() == () and copy.order().drawn == ()
    choose(copy, "board")
    assert copy.sheet.boxes == [] and copy._waiting() == () and copy.looked.to_look_at == ()
    assert [(one.page, one.group) for one in copy.looked.pictures] == [(1, "P")]
    choose(copy, "court")
    assert copy.sheet.boxes == [], "what was looked at is not suggested again"


@pytest.mark.parametrize("paper", ["sealed", "cut off", "no pages"])
def test_a_paper_that_cannot_be_copied_says_so_on_its_page(desk: Desk, paper: str, tmp_path: Path) -> None:
    office = desk.office
    item = material.add_file(office.session, office.case.id, "scan.pdf", REFUSED[paper]()).item
    assert item is not None, "kept all the same"
    desk.go("copy", item=item.id)
    settle()
    copy = desk.page
    copy.audience.set_value("board")
    copy.audience.changed.emit()
    settle()
    assert copy.looked is None and copy.form.summary.isVisibleTo(copy)
    assert "No copy was made. The original is kept." in " ".join(drawn(copy))
    copy.folder.set_value(str(tmp_path / "out"))
    desk.press(Key.Key_E, CTRL)
    settle()
    assert not (tmp_path / "out").exists()
