"""Screens of event mode: its page before and after the code, the cover with and without its field, people as codes."""

from __future__ import annotations

from desktop.qt.event_code import EventCode
from desktop.qt.presenting import presenting
from tests.screens import Stage, screen, settle
from tests.views.screens_casework import inside, world


def _calm(stage: Stage) -> None:
    """Whatever a screen turned on is off for the next one."""
    presenting().detach()
    presenting().attach(world(stage).session)


@screen("event-mode")
def before(stage: Stage) -> None:
    inside(stage, "event-mode")


@screen("event-mode-on")
def begun(stage: Stage) -> None:
    frame = inside(stage, "event-mode")
    assert frame.presence is not None
    frame.presence.event_mode.set_code("480217")
    frame.presence.event_mode.begin()
    settle()
    frame.status_line.set(battery="Battery 64 %")
    _calm(stage)


@screen("event-people")
def people(stage: Stage) -> None:
    frame = inside(stage, "people", person=world(stage).mother.id)
    assert frame.presence is not None
    frame.presence.set(True)
    settle()
    _calm(stage)


@screen("event-note")
def note(stage: Stage) -> None:
    frame = inside(stage, "item", item=world(stage).letter.id)
    assert frame.presence is not None
    frame.presence.set(True)
    settle()
    _calm(stage)


@screen("event-cover")
def cover(stage: Stage) -> None:
    inside(stage, "note", kind="account")
    stage.window.cover_up(EventCode("480217"))


@screen("event-cover-code")
def cover_code(stage: Stage) -> None:
    inside(stage, "note", kind="account")
    stage.window._cover = None
    stage.window.cover_up(EventCode("480217"))
    assert stage.window._cover is not None
    stage.window._cover._ask()
