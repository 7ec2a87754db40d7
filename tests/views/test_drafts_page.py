"""Copies of a draft by keys: numbered, written with their number alone, called back, and told what became of them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from desktop.reports import draft_copies
from tests.screens import settle
from tests.views import release_desk as release
from tests.views.conftest import accessible_problems
from tests.views.release_desk import CTRL, Desk, Key

office, desk = release.office, release.desk


def shown(desk: Desk) -> list[tuple[str, ...]]:
    model = desk.page.model
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_copies_are_numbered_written_called_back_and_accounted_for_by_keys(desk: Desk, tmp_path: Path) -> None:
    desk.go("drafts")
    desk.press(Key.Key_N, CTRL)
    assert desk.page.which.value(), "the first draft is begun"
    desk.press(Key.Key_N, CTRL)
    offered = set(desk.page.found.holders)
    assert offered == {desk.office.chair.id, desk.office.visitor.id}, "no child, no relative"
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return, CTRL)
    assert [(one[0], one[2]) for one in shown(desk)] == [("1 of 2", "Not written yet"), ("2 of 2", "Not written yet")]
    assert not accessible_problems(desk.page)

    desk.page.table.setFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.page.TITLE == "Release review"
    desk.press(Key.Key_E, CTRL)
    desk.type(str(tmp_path))
    desk.press(Key.Key_Return, CTRL)
    (path,) = tmp_path.glob("*.pdf")
    assert path.name.endswith("-overview-report-board-draft-1-copy-2.pdf")
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert all("Draft 1, copy 2 of 2" in text and "copy 1" not in text for text in pages)

    desk.go("drafts")
    (first, second) = shown(desk)
    assert first[2] == "Not written yet" and second[2].startswith("Out since ")
    desk.page.recall_button.click()
    desk.go("drafts")
    assert "still out" in shown(desk)[1][2] and shown(desk)[0][2] == "Not written yet"
    desk.page.table.setFocus()
    desk.press(Key.Key_End)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return, CTRL)
    assert shown(desk)[1][2].startswith("It came back on ")
    assert not desk.page.recall_button.isEnabled()


def test_the_report_itself_is_no_copy_after_one_was_looked_at(desk: Desk) -> None:
    case = desk.office.case
    draft = desk.office.session.do("b", draft_copies.begin, case)
    holder = (desk.office.chair.id,)
    (copy,) = desk.office.session.do("n", draft_copies.number_copies, case, draft, holder)
    desk.go("drafts")
    desk.page.open(copy.row.id)
    settle()
    assert desk.page.only["draft"] == "Draft 1, copy 1 of 1" and desk.page.draft_copy == copy.row.id
    desk.go("release", what="report:overview-report", profile="board")
    assert "draft" not in desk.page.only and not desk.page.draft_copy
