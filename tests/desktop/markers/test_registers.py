"""Registers as data: what is delivered holds together, and a file with a gap is refused by file and line."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.markers import registers
from desktop.markers.registers import CHOICES, LINK_TARGETS, Condition, FieldKind
from storage.records import MaterialKind

KNOWN = registers.load("scr-2016")
DATES = {FieldKind.DATE, FieldKind.PARTIAL_DATE, FieldKind.MOMENT}
SERIES = {"open", "under_consideration", "sensitive"}

MINIMAL = """
[[register]]
id = "thing"
title = "Things"
one = "thing"
many = "things"
row = "A thing."
summary = ["name"]
fields = [
  { id = "name", label = "Name", type = "text" },
  { id = "when", label = "When", type = "date", not_before = "since" },
  { id = "since", label = "Since", type = "date" },
]
"""


def _read(folder: Path, text: str) -> registers.Registers:
    (folder / "things.toml").write_text(text, encoding="utf-8")
    return registers.read("own", folder)


def test_both_scopes_are_there_and_the_board_has_its_six() -> None:
    assert {each.id for each in KNOWN.of("board")} == {
        "member", "priority", "plan_item", "earlier_review", "earlier_finding", "theme",
    }  # fmt: skip
    assert len(KNOWN.of("review")) > 150


@pytest.mark.parametrize("register", list(KNOWN), ids=lambda each: each.id)
def test_a_register_has_words_a_summary_and_fields_of_sense(register: registers.Register) -> None:
    assert register.row.endswith((".", "answer.")) and register.fields and register.summary
    for each in register.fields:
        assert each.label[:1].isupper() and not each.label.endswith((".", ":")), each.id
        assert each.id.islower()
        if each.past or each.not_before or each.after_incident:
            assert each.kind in DATES, each.id
        if each.not_before:
            assert register.field(each.not_before).kind in DATES
        if each.kind in CHOICES:
            labels = list(each.choices().values())
            assert len(labels) >= 2 and len(set(labels)) == len(labels), each.id
    if register.entry:
        assert MaterialKind(register.entry.kind) and register.entry.series in SERIES
        assert register.entry.per in ("row", "register")
        assert register.field(register.entry.when).kind in DATES
        assert {register.field(one).kind for one in register.entry.links} <= LINK_TARGETS.keys()


def test_a_register_is_more_than_one_box_of_text() -> None:
    for register in KNOWN:
        assert any(each.kind is not FieldKind.LONG_TEXT for each in register.fields), register.id


def test_a_board_register_links_to_no_case() -> None:
    for register in KNOWN.of("board"):
        for each in register.fields:
            assert not each.register or KNOWN[each.register].scope == "board", f"{register.id}.{each.id}"


def test_what_becomes_an_index_entry_does_so_when_it_is_signed_sent_or_held() -> None:
    decision = KNOWN["chair_decision"]
    assert not decision.makes_entry({"decision": "review", "decided_on": "2016-03-21"})
    assert decision.makes_entry({"signed_on": "2016-03-21"})
    assert not decision.makes_entry({"signed_on": "2016-03-21", "proof": "scan"})
    assert not KNOWN["task"].makes_entry({"title": "Book a room"})
    log = KNOWN["family_question"].entry
    assert log is not None and log.per == "register"


def test_a_decision_is_frozen_when_signed_and_its_reasons_at_once() -> None:
    assert not KNOWN["chair_decision"].frozen({"decision": "review"})
    assert KNOWN["chair_decision"].frozen({"signed_on": "2016-03-21"})
    assert KNOWN["decision_limb"].frozen({"limb": "died"})
    assert not KNOWN["task"].frozen({"done_on": "2016-03-21"})


def test_children_are_found_by_their_parent_link() -> None:
    assert {each.id for each in KNOWN.children("chair_decision")} == {
        "decision_limb", "decision_reason", "decision_alternative", "decision_advice",
    }  # fmt: skip


def test_a_condition_reads_and_holds() -> None:
    assert Condition.read("a=x|y").holds({"a": "y"}) and not Condition.read("a=x|y").holds({"a": "z"})
    assert Condition.read("a=x").holds({"a": ["w", "x"]}) and Condition.read("a!=x").holds({"a": "z"})
    assert Condition.read("a").holds({"a": "anything"}) and not Condition.read("a").holds({"a": ""})


def test_the_description_for_json_has_every_register_and_field() -> None:
    described = registers.describe("scr-2016")
    assert [each["id"] for each in described] == [each.id for each in KNOWN]
    assert sum(len(each["fields"]) for each in described) == sum(len(each.fields) for each in KNOWN)


def test_an_absent_folder_is_a_pack_without_registers(tmp_path: Path) -> None:
    assert list(registers.read("own", tmp_path / "none")) == []


def test_a_register_of_a_boards_own_is_read(tmp_path: Path) -> None:
    assert _read(tmp_path, MINIMAL)["thing"].field("when").not_before == "since"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('type = "text"', 'type = "txt"', 10, "thing.name: cannot read 'txt'"),
        ('id = "since"', 'id = "name"', 10, "two fields called 'name'"),
        ('summary = ["name"]', 'summary = ["nome"]', 8, "a field 'nome' that it does not have"),
        ('row = "A thing."\n', "", 3, "has no 'row'"),
        ('title = "Things"', 'titel = "Things"', 3, "register 'thing' has no 'title'"),
        ('label = "Since", type = "date"', 'label = "Since", type = "choice"', 12, "options belong to a choice"),
        ('label = "Since", type', 'lable = "Since", type', 12, "unknown key 'lable'"),
        (
            '"Since", type = "date"',
            '"Since", type = "record_link", register = "other"',
            12,
            "'other' that there is not",
        ),
        ("summary = [", "summary = [[", 9, "cannot be read as TOML"),
    ],
)
def test_a_gap_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(UserError) as caught:
        _read(tmp_path, MINIMAL.replace(old, new))
    if "TOML" not in words:
        assert caught.value.code == "pack"
        assert caught.value.what.startswith(f"things.toml, line {line}:"), caught.value.what
    assert re.search(re.escape(words), caught.value.what), caught.value.what


def test_two_registers_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="two registers called 'thing'"):
        _read(tmp_path, MINIMAL + MINIMAL)


def test_words_follow_the_terminology_and_the_store_does_not() -> None:
    later = registers.load("scr-2016", "cspr-2018")
    assert KNOWN["chair_decision"].title == "Chair's decision"
    assert later["chair_decision"].title == "Delegated safeguarding partner's decision"
    assert later["chair_decision"].field("decision").choices()["review"] == "Local Child Safeguarding Practice Review"
    assert [each.id for each in later] == [each.id for each in KNOWN]
    assert (
        registers.load("scr-2016", "sar")["notification"].field("body").choices()["national_panel"] == "National panel"
    )


def test_no_word_of_a_terminology_is_left_open() -> None:
    for register in KNOWN:
        words = [register.title, register.one, register.many, register.row]
        for each in register.fields:
            words += [each.label, each.hint, *each.choices().values()]
        assert not [word for word in words if "{" in word or "}" in word], register.id


def test_words_that_a_release_must_know_belong_to_a_class_of_the_profiles() -> None:
    board = tomllib.loads((files("resources") / "profiles" / "board.toml").read_text(encoding="utf-8"))
    for register in KNOWN:
        for each in register.fields:
            assert each.treatment in {"", *board["classes"]}, f"{register.id}.{each.id}"


def test_dates_of_the_review_lie_after_the_incident_and_dates_of_the_family_need_not() -> None:
    assert KNOWN["chair_decision"].field("decided_on").after_incident
    assert KNOWN["agency_return"].field("received_on").after_incident
    for register, field in (("area_history", "from_on"), ("referral_child", "born"), ("episode", "from_on")):
        assert not KNOWN[register].field(field).after_incident
    assert not any(field.after_incident for register in KNOWN.of("board") for field in register.fields)
