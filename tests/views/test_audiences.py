"""Audiences, worked by keys: a treatment changed, what cannot be, the number of rare facts."""

# ruff: noqa: F811 -- pytest gives fixtures by name
from __future__ import annotations

from desktop.casework import cast as casts
from tests.views.release_desk import CTRL, Desk, Key, desk, office  # noqa: F401 -- fixtures


def test_a_treatment_is_changed_by_keys_and_the_version_counts(desk: Desk) -> None:
    desk.go("profiles", profile="event")
    desk.page.table.choose("place")
    desk.page.table.setFocus()
    desk.press(Key.Key_Return)
    before = desk.office.session.look(casts.profile, "event")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return, CTRL)
    after = desk.office.session.look(casts.profile, "event")
    assert after.version == before.version + 1 and after.treatment("place") != before.treatment("place")
    assert "your board’s edition" in desk.page.about.text()
    desk.page.restore_button.setFocus()
    desk.press(Key.Key_Space)
    assert desk.office.session.look(casts.profile, "event").digest == before.digest


def test_what_no_edition_changes_says_so_and_the_number_of_facts_is_changed_by_keys(desk: Desk) -> None:
    desk.go("profiles", profile="event")
    desk.page.table.choose("safe_place")
    desk.page.table.setFocus()
    desk.press(Key.Key_Return)
    assert not desk.page.ask_box.isVisible()
    desk.page.change_number()
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Return, CTRL)
    held = desk.office.session.look(casts.profile, "event")
    assert (held.rare_limit, held.version) == (5, 2)
