"""Screens of the disclosure index, on a case with items at every stage."""

from __future__ import annotations

from typing import Any

from tests.desktop.conftest import Office
from tests.screens import Stage, screen, settle
from tests.views.disclosure_scene import furnished
from views.frame import Frame

_offices: dict[int, Office] = {}


def office_of(stage: Stage) -> Office:
    """The scene, made once for a stage."""
    if id(stage) not in _offices:
        folder = stage.folder / "disclosure"
        folder.mkdir()
        _offices[id(stage)] = furnished(folder)
        stage._session = stage._session or _offices[id(stage)].session
    return _offices[id(stage)]


def frame_of(stage: Stage, page_id: str, **where: Any) -> Frame:
    """A frame inside the case of the scene."""
    office = office_of(stage)
    frame = Frame(stage.settings, session=office.session, circumstances=office.session.circumstances)
    stage.window.show_widget(frame)
    frame.enter_case(office.case.id, office.case.code_name, office.case.reference, "OFFICIAL-SENSITIVE")
    frame.navigate(page_id, **where)
    settle()
    frame.status_line.set(backup="Backed up 3 days ago")
    return frame


@screen("disclosure-1-index")
def index(stage: Stage) -> None:
    frame_of(stage, "disclosure")


@screen("disclosure-2-entry-blocks")
def entry(stage: Stage) -> None:
    frame = frame_of(stage, "disclosure")
    frame.page.checks.next()
    settle()


@screen("disclosure-3-candidates")
def candidates(stage: Stage) -> None:
    frame = frame_of(stage, "disclosure", section="candidates")
    frame.page.panes.show_detail()


@screen("disclosure-4-decision")
def decision(stage: Stage) -> None:
    frame = frame_of(stage, "disclosure", section="candidates")
    frame.page.panes.show_detail()
    frame.page.entry.take("leave_out")
    settle()


@screen("disclosure-5-describe")
def describe(stage: Stage) -> None:
    frame_of(stage, "describe")
    settle()


@screen("disclosure-6-issue")
def issue(stage: Stage) -> None:
    frame_of(stage, "issue")
    settle()


@screen("disclosure-7-trial")
def trial(stage: Stage) -> None:
    frame = frame_of(stage, "issue")
    frame.page.try_out()
    settle(12)


@screen("disclosure-8-versions")
def versions(stage: Stage) -> None:
    frame_of(stage, "issues")


@screen("disclosure-9-proceedings")
def proceedings(stage: Stage) -> None:
    frame_of(stage, "proceedings")


@screen("disclosure-a-requests")
def requests(stage: Stage) -> None:
    frame_of(stage, "requests")


@screen("disclosure-b-owners")
def owners(stage: Stage) -> None:
    frame_of(stage, "owner-lists")


@screen("disclosure-c-key")
def key(stage: Stage) -> None:
    frame_of(stage, "key")


@screen("disclosure-d-post")
def post(stage: Stage) -> None:
    frame = frame_of(stage, "proceedings")
    frame.page._appoint(frame.page.found.proceedings[0])
    settle()


@screen("disclosure-e-internal")
def internal(stage: Stage) -> None:
    frame = frame_of(stage, "internal-list")
    frame.page.show_pages()
    settle(12)
