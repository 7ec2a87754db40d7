"""Stages as data: every marker has its wizard, every register and field is on a stage, and gaps are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.markers import framework, registers, stages
from desktop.markers.registers import FieldKind
from desktop.markers.stages import StageKind

KNOWN = registers.load("scr-2016")
SHOWN = stages.load("scr-2016")
SPECIAL = {
    "QM2": {"chair-decision"}, "QM6": {"factor-worksheet"}, "QM9": {"parallel-processes", "index-coverage"},
    "QM13": {"evidence-chain"}, "QM17": {"publication-runbook"}, "QM18": {"two-measures"},
}  # fmt: skip


def _framework_or_skip() -> framework.Framework:
    return framework.load("scr-2016")


def test_every_marker_of_the_framework_has_a_wizard_and_no_other() -> None:
    pack = _framework_or_skip()
    assert list(SHOWN.markers) == [marker for cluster in pack.clusters for marker in cluster.marker_ids]


@pytest.mark.parametrize("marker", SHOWN.markers)
def test_a_wizard_begins_with_reading_and_ends_with_documents(marker: str) -> None:
    kinds = [stage.kind for stage in SHOWN.of(marker)]
    assert kinds[0] is StageKind.READ
    assert kinds[-4:] == [StageKind.QUESTIONS, StageKind.CHECK, StageKind.SIGN_OFF, StageKind.DOCUMENTS]
    assert StageKind.OBSTACLES in kinds
    assert "marker-record" in SHOWN.documents(marker)


def test_equality_stands_where_the_framework_has_it_and_nowhere_else() -> None:
    pack = _framework_or_skip()
    for marker in SHOWN.markers:
        has = any(stage.kind is StageKind.EQUALITY for stage in SHOWN.of(marker))
        assert has is bool(pack.marker(marker).equality), marker


def test_every_question_has_a_stage_of_its_marker() -> None:
    pack = _framework_or_skip()
    for marker in SHOWN.markers:
        named = {question for stage in SHOWN.of(marker) for question in stage.questions}
        assert named == {question.id for question in pack.marker(marker).questions}, marker


def test_no_register_and_no_field_is_without_a_stage() -> None:
    for register in KNOWN:
        for field in register.fields:
            assert SHOWN.where(register.id, field.id), f"{register.id}.{field.id}"


@pytest.mark.parametrize("marker", SHOWN.markers)
def test_no_marker_is_a_bare_box_of_text(marker: str) -> None:
    kinds = {
        KNOWN[shown.register].field(field).kind
        for stage in SHOWN.of(marker)
        for shown in stage.shows
        for field in shown.fields
    }
    assert len(kinds - {FieldKind.TEXT, FieldKind.LONG_TEXT}) >= 4


def test_special_pages_stand_where_a_form_cannot_do_it() -> None:
    found: dict[str, set[str]] = {}
    for stage in SHOWN:
        if stage.page:
            assert stage.kind is StageKind.PAGE
            found.setdefault(stage.marker, set()).add(stage.page)
    assert found == SPECIAL


def test_a_child_register_stands_on_a_stage_with_its_parent() -> None:
    for register in KNOWN:
        if register.parent:
            parent = register.field(register.parent).register
            assert any({parent, register.id} <= {shown.register for shown in stage.shows} for stage in SHOWN), (
                register.id
            )


def test_one_store_is_seen_from_several_markers() -> None:
    for register in ("statement", "communication", "notification", "contact_permission", "finding", "action"):
        assert len({stage.marker for stage in SHOWN.where(register)}) >= 2, register


def test_a_filter_that_fills_a_new_row_uses_answers_that_exist() -> None:
    for stage in SHOWN:
        for shown in stage.shows:
            for field, values in shown.where.items():
                assert values <= set(KNOWN[shown.register].field(field).choices())


def test_the_description_for_json_has_every_stage() -> None:
    assert [(each["marker"], each["id"]) for each in stages.describe("scr-2016")] == [(s.marker, s.id) for s in SHOWN]


MINE = """marker = "QM1"
documents = ["marker-record"]

[[stage]]
id = "referral"
kind = "form"
title = "The referral"
about = "What came in."
shows = [
  { register = "referral", fields = ["reference"] },
]
"""


def _read(folder: Path, text: str) -> stages.Stages:
    (folder / "qm01.toml").write_text(text, encoding="utf-8")
    return stages.read("own", folder, KNOWN)


def test_stages_of_a_boards_own_are_read(tmp_path: Path) -> None:
    assert _read(tmp_path, MINE).stage("QM1", "referral").shows[0].fields == ("reference",)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('register = "referral"', 'register = "referal"', 5, "a register 'referal' that there is not"),
        ('"reference"', '"refrence"', 5, "referral.refrence, a field that there is not"),
        ('kind = "form"', 'kind = "forms"', 5, "a kind 'forms' that there is not"),
        ('kind = "form"', 'kind = "read"', 5, "cannot show registers"),
        ('about = "What came in."\n', "", 5, "has no 'about'"),
        ('register = "referral", fields = ["reference"]', 'register = "delay"', 5, "a register with many rows"),
        ('marker = "QM1"', "", 2, "needs the id of one marker"),
    ],
)
def test_a_gap_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(UserError) as caught:
        _read(tmp_path, MINE.replace(old, new))
    assert caught.value.what.startswith(f"qm01.toml, line {line}:") and words in caught.value.what
