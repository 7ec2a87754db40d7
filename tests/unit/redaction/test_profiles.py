"""The seven profiles, cell by cell, against the table as it was agreed."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.redaction.profiles import CLASSES, PROFILE_IDS, all_profiles, edited, from_toml, load

# Columns: publication, board, police-index, court, family, event, internal.
TABLE = """
child_name        | P | P | P | K* | own/P | P | K
sibling_name      | R | P | P | K*/P | own/R | R | K
parent_name       | R | R | R | K* | own/R | R | K
wider_family_name | R | R | R | K*/R | own/R | R | K
other_adult_name  | R | R | R | K*/R | R | R | K
professional_name | R | R | R | K* | R | R | K
professional_role | K | K | K | K | K | K | K
rare_role         | G | K | K | K | K | G | K
office_name       | K | K | R | K | K | K | K
agency_name       | G | K | K | K | K | K | K
unit_name         | G | K | K | K | G | G | K
school            | G | P | K if owner/P | K* | own/G | P | K
health_place      | G | P | K if owner/P | K | own/G | P | K
place             | G | G | G | K* | own/W | G | K
area_authority    | K | K | K | K | K | K | K
address           | X | W | W | K*/W | own/W | W | K
safe_place        | X | W | W | W | W | W | hidden until asked
locator           | X | W | W | K*/W | own/W | W | K
contact           | X | W | W | K*/W | own/W | W | K
office_contact    | K | K | K | K | K | K | K
event_date        | G | K | K | K | K | K | K
incident_date     | G | K | K | K | K | K | K
clock_time        | G | K | K | K | K | K | K
process_date      | K | K | K | K | K | K | K
dob               | X | W | W | K*/W | own/W | W | K
age               | G | K | K | K | K | G | K
sibling_pattern   | D | K | G | K | K | G | K
health            | D | K | G | K* | own/W | W | K
identity          | D | K | W | K*/W | own/W | W | K
offence           | D | K | G | K*/W | own/W | W | K
public_fact       | K | K | K | K | K | K | K
employment        | X | W | W | W | W | W | K
third_party       | X | W | W | W | W | W | K
legal_advice      | X | E | E | W | W | W | K
family_court      | X | W | E | W | W | W | K
sensitive_text    | X | W | list B only | W | W | W | K
reflection        | X | W | E | E | W | W | K
account           | D | R | E | K | own/W | own/W | K
family_words      | D | K | E | K | own/D | W | K
case_number       | X | W | W | K*/W | own/W | W | K
proceeding_ref    | D | K | K | K | G | G | K
file_name         | item ref | item ref | item ref | item ref | item ref | item ref | K
picture           | X | W | W | K | own/W | W | K
public_link       | D | K | K | K | K | W | K
suggestion        | X | D | D | D | D | D | shown
"""
# How the words of a cell stand in a file; what they add (hidden until asked, list B only) is a note beside it.
WORDS = {
    "hidden until asked": "K",
    "shown": "K",
    "list B only": "W",
    "item ref": "ref",
    "K if owner/P": "owner/P",
    "K*": "K*/P",
}
ROWS = {
    line.split("|")[0].strip(): [cell.strip() for cell in line.split("|")[1:]] for line in TABLE.strip().splitlines()
}


def test_the_table_names_every_class() -> None:
    assert list(ROWS) == list(CLASSES)
    assert all(len(cells) == len(PROFILE_IDS) for cells in ROWS.values())


@pytest.mark.parametrize("profile_id", PROFILE_IDS)
@pytest.mark.parametrize("class_id", CLASSES)
def test_each_cell(profile_id: str, class_id: str) -> None:
    agreed = ROWS[class_id][PROFILE_IDS.index(profile_id)]
    assert load(profile_id).treatment(class_id).text == WORDS.get(agreed, agreed)


def test_publication_withholds_nothing_and_has_no_box() -> None:
    assert not any("W" in treatment.text for treatment in load("publication").treatments.values())
    assert load("publication").marks == "X"


@pytest.mark.parametrize(
    ("profile_id", "marks", "order", "passage", "scope", "groups", "second", "encrypted", "recipient", "rare"),
    [
        ("publication", "X", set(), set(), set(), "never", "always", "no", "none", "stop"),
        ("board", "W", set(), set(), set(), "none", "no", "offered", "optional", "warn"),
        ("police-index", "W", set(), set(), set(), "none", "issue", "offered", "required", "warn"),
        ("court", "W", {"R3", "R4", "R5", "R9", "R12"}, {"R6", "R7", "R8", "R10"}, {"R1", "R2"}, "letter", "always",
        "always", "request", "warn"),
        ("family", "W", set(), set(), set(), "words", "always", "offered", "required", "stop"),
        ("event", "W", set(), set(), set(), "none", "no", "no", "event", "stop"),
        ("internal", "K", set(), set(), set(), "code", "no", "always", "none", "warn"),
    ],
)  # fmt: skip
def test_settings(profile_id: str, marks: str, order: set[str], passage: set[str], scope: set[str], groups: str,
    second: str,
                  encrypted: str, recipient: str, rare: str) -> None:  # fmt: skip
    profile = load(profile_id)
    assert (profile.marks, profile.lifted_by_order, profile.lifted_by_passage, profile.lifted_by_scope) == (
        marks,
        order,
        passage,
        scope,
    )
    assert (profile.groups, profile.second_person, profile.encrypted, profile.recipient, profile.rare) == (
        groups,
        second,
        encrypted,
        recipient,
        rare,
    )
    assert profile.rare_limit == 4


def test_boxes_are_exactly_these() -> None:
    assert [load("board").box(group) for group in "PLO"] == ["[withheld]"] * 3
    assert [load("court").box(group) for group in "PLO"] == ["[withheld P]", "[withheld L]", "[withheld O]"]
    assert [load("family").box(group) for group in "PLO"] == [
        "[withheld: personal information]", "[withheld: restricted by law]", "[withheld: other]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "line", "word"),
    [
        (('age = "K"', 'agee = "K"'), True, "agee"),
        (('age = "K"\n', ""), True, "age"),
        (('age = "K"', 'age = "Q"'), True, "age"),
        (('age = "K"', 'age = "own"'), True, "age"),
        (('groups = "none"', 'groups = "some"'), True, "groups"),
        (("version = 1", "version = one"), True, "TOML"),
        (('who = "', 'colour = "red"\nwho = "'), True, "colour"),
        (('marks = "W"', 'marks = "V"'), True, "marks"),
    ],
)
def test_a_faulty_file_is_refused_with_name_and_line(change: tuple[str, str], line: bool, word: str) -> None:
    source = load("board").source
    faulty = source.replace(*change, 1)
    assert faulty != source
    with pytest.raises(UserError) as refused:
        from_toml(faulty, name="ours.toml")
    assert "ours.toml, line " in refused.value.what
    assert word in refused.value.what


def test_the_line_is_the_right_one() -> None:
    source = load("board").source
    number = next(index for index, text in enumerate(source.splitlines(), 1) if text.startswith("age ="))
    with pytest.raises(UserError) as refused:
        from_toml(source.replace('age = "K"', 'age = "Q"'), name="x")
    assert f"line {number}," in refused.value.what


def test_an_edited_copy_has_its_own_id_version_and_digest() -> None:
    board = load("board")
    copy = edited(board, new_id="our-board", title='Our "board"', changes={"age": "G", "health": "K*/W"})
    assert (copy.id, copy.title, copy.version) == ("our-board", 'Our "board"', 2)
    assert copy.treatment("age").text == "G"
    assert copy.treatment("health").text == "K*/W"
    assert copy.digest != board.digest
    unchanged = set(CLASSES) - {"age", "health"}
    assert all(copy.treatment(class_id) == board.treatment(class_id) for class_id in unchanged)
    with pytest.raises(UserError):
        edited(load("publication"), new_id="x", title="x", changes={"dob": "W"})


def test_a_class_nobody_knows_is_withheld_and_in_publication_blocked() -> None:
    assert [profile.treatment("of_tomorrow").code for profile in all_profiles()] == ["X", "W", "W", "W", "W", "W", "W"]
