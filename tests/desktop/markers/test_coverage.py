"""What each of the questions must capture: every item has its typed field, on a stage of its marker, to be cited."""

from __future__ import annotations

import csv
import dataclasses
from collections import defaultdict
from importlib.resources import files

import pytest

import storage.records
from desktop.markers import framework, registers, stages
from desktop.markers.registers import FieldKind

KNOWN = registers.load("scr-2016")
SHOWN = stages.load("scr-2016")
RECORD = "record:"

with (files("resources") / "markers" / "scr-2016" / "coverage.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
QUESTIONS = sorted({row["question"] for row in ROWS}, key=lambda each: [int(part) for part in each.split(".")])


def _of(question: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["question"] == question]


def test_every_question_of_the_framework_is_covered_and_no_other() -> None:
    pack = framework.load("scr-2016")
    numbered = [
        question.id
        for cluster in pack.clusters
        for marker in cluster.marker_ids
        for question in pack.marker(marker).questions
    ]
    assert numbered == QUESTIONS
    assert len(QUESTIONS) == 107


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_item_has_a_field_on_a_stage_of_its_marker(question: str) -> None:
    for row in _of(question):
        marker, _, stage_id = row["stage"].partition("/")
        assert marker == f"QM{question.split('.')[0]}"
        stage = SHOWN.stage(marker, stage_id)
        assert question in stage.questions or stage.kind is stages.StageKind.EQUALITY, row
        if row["register"].startswith(RECORD):
            kind = row["register"].removeprefix(RECORD)
            assert row["field"] in {each.name for each in dataclasses.fields(getattr(storage.records, kind))}, row
            assert kind in stage.records, row
        else:
            assert KNOWN[row["register"]].has(row["field"]), row
            assert any(s.register == row["register"] and row["field"] in s.fields for s in stage.shows), row


@pytest.mark.parametrize("question", QUESTIONS)
def test_parts_are_fields_of_their_own(question: str) -> None:
    """Prose stands for one item alone, and no question rests on one box of text."""
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    typed = 0
    for row in _of(question):
        free = (
            not row["register"].startswith(RECORD)
            and KNOWN[row["register"]].field(row["field"]).kind is FieldKind.LONG_TEXT
        )
        assert row["kind"] == ("free text" if free else "typed"), row
        typed += not free
        if free:
            items[row["register"], row["field"]].add(row["item"])
    assert typed >= 1
    assert not [key for key, names in items.items() if len(names) > 1]


def test_no_line_stands_twice() -> None:
    lines = [tuple(row.values()) for row in ROWS]
    assert len(lines) == len(set(lines))


def test_every_field_can_be_cited() -> None:
    """A row of any register is a record with an id of its own; an item names its field as the place in it."""
    link = {each.name for each in dataclasses.fields(storage.records.EvidenceLink)}
    assert {"record_kind", "record_id", "place", "shows"} <= link
    assert {"id", "register", "values"} <= {each.name for each in dataclasses.fields(storage.records.RegisterRow)}


@pytest.mark.parametrize("marker", SHOWN.markers)
def test_most_of_what_a_marker_records_is_asked_for_by_a_question(marker: str) -> None:
    """A register that no item of any marker names would be a form for its own sake."""
    named = {row["register"] for row in ROWS}
    shown = {each.register for stage in SHOWN.of(marker) for each in stage.shows}
    assert not {each for each in shown - named if not KNOWN[each].parent and KNOWN[each].scope == "review"} - {
        "access_need", "decision", "decision_option", "dissent",
    }  # fmt: skip
