"""Screens of conversations, events, family and feedback."""

from __future__ import annotations

from typing import Any

from tests.screens import Stage, screen, settle
from tests.views.people_scene import Scene, furnish_people
from tests.views.screens_casework import inside, world
from views.frame import Frame

_SCENES: dict[int, Scene] = {}


def scene(stage: Stage) -> Scene:
    """The scene of a stage, made once."""
    if id(stage) not in _SCENES:
        found = world(stage)
        _SCENES[id(stage)] = furnish_people(found.session, found)
    return _SCENES[id(stage)]


def at(stage: Stage, page: str, **where: Any) -> Frame:
    """A page in the furnished case."""
    scene(stage)
    frame = inside(stage, page, **where)
    settle()
    return frame


@screen("people-conversations")
def conversations(stage: Stage) -> None:
    at(stage, "conversations")


@screen("people-conversation-held")
def held(stage: Stage) -> None:
    at(stage, "conversation", row=scene(stage).held)


@screen("people-conversation-not-cleared")
def not_cleared(stage: Stage) -> None:
    frame = at(stage, "conversation", row=scene(stage).blocked)
    page: Any = frame.page
    page.ask_start()
    settle()


@screen("people-conversation-new")
def new(stage: Stage) -> None:
    at(stage, "conversation", row="")


@screen("people-event")
def event(stage: Stage) -> None:
    at(stage, "group-event", row=scene(stage).event)


@screen("people-family")
def family(stage: Stage) -> None:
    at(stage, "family", person=world(stage).mother.id)


@screen("people-family-questions")
def questions(stage: Stage) -> None:
    at(stage, "family", person=world(stage).mother.id, tab="questions")


@screen("people-family-copies")
def copies(stage: Stage) -> None:
    frame = at(stage, "family", person=world(stage).mother.id, tab="copies")
    page: Any = frame.page
    page.look_at("family-answers")
    settle()


@screen("people-feedback")
def feedback(stage: Stage) -> None:
    frame = at(stage, "feedback")
    page: Any = frame.page
    page.enter_forms()
    settle()
