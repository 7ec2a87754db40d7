"""Findings written as data from the release review, by keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.markers import rows
from tests.views import release_desk as release
from tests.views.release_desk import CTRL, Desk, Key
from views.kit import InlineForm

office, desk = release.office, release.desk


def test_findings_are_written_as_data_by_keys_and_never_sealed(desk: Desk, tmp_path: Path) -> None:
    def finding(work: Any) -> None:
        values = {"number": 1, "title": "Calls are not answered.", "what": "A call is logged.",
                  "prevalence_numbers": "in most records"}  # fmt: skip
        rows.save(work, desk.office.case, rows.registers_of(desk.office.case)["finding"], values)

    desk.office.session.do("finding", finding)
    desk.go("release", what="report:findings-extract", profile="board")
    desk.press(Key.Key_E, CTRL)
    desk.type(str(tmp_path))
    form = desk.page.ask_box.findChildren(InlineForm)[0]
    form.form.fields["form"].set_value("json")
    form.form.fields["seal"].set_value("yes")
    desk.press(Key.Key_Return, CTRL)
    assert not list(tmp_path.glob("*.json")), "the file would lie there in clear"
    form.form.fields["seal"].set_value("no")
    desk.press(Key.Key_Return, CTRL)
    (path,) = tmp_path.glob("*-findings-extract-board.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["findings"][0]["prevalence_numbers"] == "in most records"
