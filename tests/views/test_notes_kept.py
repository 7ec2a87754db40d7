"""What is typed and not saved: kept beside what waits, offered on return in both versions; a clock that is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.casework import notes
from desktop.session import Session
from storage.records import Draft, Mark, Note
from tests.screens import settle
from tests.views.casework.conftest import *  # noqa: F403 -- its fixtures: the furnished world and a window on it
from tests.views.casework.keys import page_of
from tests.views.furnish import World
from tests.views.notes_desk import Desk
from views.kit.text import Link
from views.window import Window

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def desk(qtbot, case_window: Window, session: Session, world: World) -> Desk:
    return Desk(qtbot, case_window, session, world)


def marks_of(desk: Desk) -> list[tuple[str, str, str]]:
    rows = desk.session.look(lambda store: store.find(Mark, record_id=desk.page.record.id))
    return sorted((one.quoted, one.reason or one.code, one.memo) for one in rows)


def test_a_draft_that_waits_is_never_written_over(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("The first conversation")
    page_of(desk.window, "people")
    settle()
    desk.open(kind="account")
    assert "is not saved yet" in desk.said()
    desk.type("A second conversation")
    page_of(desk.window, "people")
    settle()
    kept = desk.session.look(lambda store: store.find(Draft, place="note"))
    assert sorted(one.body["text"]["text"] for one in kept) == ["A second conversation", "The first conversation"]


def press_link(desk: Desk, words: str) -> None:
    page = desk.window.frame().page  # type: ignore[union-attr]
    assert page is not None
    one = next(one for one in page.findChildren(Link) if one.text() == words and one.isVisible())
    one.setFocus()
    desk.key(Qt.Key.Key_Space)


def press_button(desk: Desk, words: str) -> None:
    from views.kit import Button

    page = desk.window.frame().page  # type: ignore[union-attr]
    assert page is not None
    one = next(one for one in page.findChildren(Button) if one.text().startswith(words) and one.isVisible())
    one.setFocus()
    desk.key(Qt.Key.Key_Space)


def crash_and_return(desk: Desk, note_id: str) -> None:
    """Typed, kept, and never saved or left: then the program begins again."""
    desk.open(note=note_id)
    desk.end()
    desk.type(" and typed since")
    desk.select("words")
    desk.key(Qt.Key.Key_3)
    desk.page.drafting.keep()
    settle()
    desk.page.drafting.stop()


def test_both_versions_are_shown_and_the_typed_one_goes_on(desk: Desk) -> None:
    note, _ = desk.session.do("n", notes.write, desk.world.case.id, title="T", text="Saved words")
    crash_and_return(desk, note.id)
    desk.open(note=note.id)
    assert desk.writer.text() == "Saved words"
    press_link(desk, "Look at both versions")
    settle()
    shown = desk.window.frame().page  # type: ignore[union-attr]
    from views.kit import Reader

    both = [one.toPlainText() for one in shown.findChildren(Reader)]  # type: ignore[union-attr]
    assert both == ["Saved words and typed since", "Saved words"]
    press_button(desk, "Go on with what I typed")
    settle()
    desk.page = desk.window.frame().page  # type: ignore[union-attr]
    assert desk.writer.text() == "Saved words and typed since" and len(desk.writer.spans) == 1
    desk.save()
    assert desk.page.record.text == "Saved words and typed since" and marks_of(desk) == [("words", "3", "")]
    assert desk.session.look(lambda store: store.find(Draft, place="note")) == ()


def test_keeping_what_is_saved_can_be_taken_back(desk: Desk) -> None:
    note, _ = desk.session.do("n", notes.write, desk.world.case.id, title="T", text="Saved words")
    crash_and_return(desk, note.id)
    page_of(desk.window, "kept")
    press_button(desk, "Keep what is saved")
    settle()
    assert desk.session.look(lambda store: store.find(Draft, place="note")) == ()
    press_link(desk, "Bring it back")
    settle()
    (draft,) = desk.session.look(lambda store: store.find(Draft, place="note"))
    assert draft.body["text"]["text"] == "Saved words and typed since"


def test_what_was_kept_is_offered_as_soon_as_one_is_back(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("when the power failed")
    desk.page.drafting.keep()
    settle()
    desk.page.drafting.stop()
    frame = desk.window.frame()
    assert frame is not None
    again = type(frame)(frame.settings, session=desk.session)
    desk.window.show_widget(again)
    again.navigate("cases")
    settle()
    assert "1 piece of writing is kept" in desk.said()
    press_link(desk, "Look at it")
    press_button(desk, "Go on with what I typed")
    settle()
    assert again.case_id == desk.world.case.id
    assert again.page.field.value() == "when the power failed"  # type: ignore[union-attr]


@pytest.mark.parametrize("years", [-3, 3])
def test_a_clock_wrong_by_years_is_said_and_nothing_is_lost(desk: Desk, monkeypatch, years: int) -> None:
    from datetime import timedelta

    around = desk.session.circumstances
    off = type("Off", (type(around),), {"now": lambda self: type(around).now(self) + timedelta(days=366 * years)})()
    monkeypatch.setattr(desk.session, "circumstances", off)
    monkeypatch.setattr(desk.window.frame(), "circumstances", off)
    desk.open(kind="account")
    assert "Put the clock right" in desk.said()
    desk.type("Typed with a wrong clock")
    desk.page.drafting.keep()
    settle()
    note = desk.save()
    assert desk.session.look(lambda store: store.get(Note, note.id)).text == "Typed with a wrong clock"


def test_a_draft_is_not_called_saved(desk: Desk) -> None:
    desk.open(kind="account")
    said = []
    frame = desk.window.frame()
    assert frame is not None
    kept = frame.status_line.set_saved
    frame.status_line.set_saved = lambda words: (said.append(words), kept(words))  # type: ignore[method-assign]
    desk.type("not saved yet")
    desk.page.drafting.keep()
    settle()
    assert said and all(one.startswith("Draft kept at") for one in said)
