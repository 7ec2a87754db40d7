"""The board's own edition of an audience: class by class, every version kept, nothing softened in silence."""

from __future__ import annotations

import pytest

from desktop.casework import cast as casts
from desktop.casework import profiles
from desktop.errors import UserError
from desktop.redaction.profiles import PROFILE_IDS, load
from tests.desktop.conftest import Office


def test_an_edition_holds_at_once_and_keeps_the_ones_before(office: Office) -> None:
    first = office.session.do("edit", profiles.edit, "event", {"place": "W"})
    second = office.session.do("edit", profiles.edit, "event", {"age": "W", "place": "W"})
    assert (first.version, second.version) == (load("event").version + 1, load("event").version + 2)
    held = office.session.look(casts.profile, "event")
    assert held.digest == second.digest and held.treatment("place").code == held.treatment("age").code == "W"
    kept = office.session.look(profiles.versions, "event")
    assert [profile.digest for _, profile in kept] == [second.digest, first.digest]
    office.session.do("restore", profiles.restore, "event")
    assert office.session.look(casts.profile, "event").digest == load("event").digest
    third = office.session.do("edit", profiles.edit, "event", {"place": "P"})
    assert third.version == second.version + 1, "a number is never used twice"


def test_the_engine_uses_the_edition(office: Office) -> None:
    def said() -> str:
        book = casts.CasePseudonyms
        return office.session.look(
            lambda store: (
                casts.releaser(store, office.case, "board", book(store, office.case.id))
                .release("Sallow Lane Primary School")
                .text
            )
        )

    assert "School" in said()
    office.session.do("edit", profiles.edit, "board", {"school": "W"})
    assert said() == "[withheld]"


@pytest.mark.parametrize(
    ("profile", "changes"), [("publication", {"age": "W"}), ("board", {"hats": "K"}), ("board", {"age": "Q"})]
)
def test_what_cannot_be_is_refused_and_nothing_changes(office: Office, profile: str, changes: dict[str, str]) -> None:
    with pytest.raises(UserError):
        office.session.do("edit", profiles.edit, profile, changes)
    assert not office.session.look(profiles.is_edited, profile)


def test_every_treatment_of_the_seven_has_words(office: Office) -> None:
    for one in office.session.look(profiles.current):
        assert one.id in PROFILE_IDS
        for class_id in one.class_ids:
            offered = profiles.choices(one, class_id)
            assert all(profiles.treatment_words(code) for code in offered) and len(set(offered)) == len(offered)
            assert not (one.published and "W" in offered)


@pytest.mark.parametrize(
    ("profile", "class_id", "code"),
    [
        ("publication", "dob", "G"), ("publication", "address", "K"), ("publication", "legal_advice", "E"),
        ("publication", "suggestion", "D"), ("board", "safe_place", "K"), ("family", "safe_place", "own/W"),
        ("event", "suggestion", "K"), ("court", "file_name", "K"),
    ],
)  # fmt: skip
def test_no_edition_tells_what_must_never_be_told(office: Office, profile: str, class_id: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        office.session.do("edit", profiles.edit, profile, {class_id: code})
    assert refused.value.code == "fixed" and not office.session.look(profiles.is_edited, profile)
    assert code not in profiles.choices(load(profile), class_id)


def test_a_class_is_offered_what_means_something_for_it() -> None:
    classes = ("event_date", "child_name", "account", "contact")
    offered = {one: set(profiles.choices(load("board"), one)) for one in classes}
    assert offered["event_date"] == {"K", "G", "D", "W", "X"} and "P" in offered["child_name"]
    assert {"E", "R"} <= offered["account"] and not offered["contact"] & {"P", "R", "E"}


def test_the_number_of_rare_facts_is_a_setting(office: Office) -> None:
    made = office.session.do("edit", profiles.edit, "event", {}, 3)
    assert (made.rare_limit, made.version) == (3, load("event").version + 1)
    assert office.session.look(casts.profile, "event").rare_limit == 3
    with pytest.raises(UserError):
        office.session.do("edit", profiles.edit, "event", {}, 1)
    assert office.session.do("edit", profiles.edit, "event", {"age": "W"}).rare_limit == 3, "and in the next edition"
    row = next(one for one in office.session.look(lambda store: store.activity()) if one.action == "profile.edited")
    assert row.detail["version"] == made.version + 1
