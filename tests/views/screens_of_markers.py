"""Screens of the markers: their list, and every stage of every wizard on a case that is being worked on."""

from __future__ import annotations

from typing import Any

from desktop.markers import stages
from storage.records import RegisterRow
from tests.desktop.conftest import Office
from tests.screens import Stage, screen, settle
from tests.views.markers_scene import analysed, worked_on
from views.frame import Frame

FRAMEWORK = "scr-2016"
_offices: dict[int, Office] = {}


def office_of(stage: Stage) -> Office:
    """The scene, made once for a stage."""
    if id(stage) not in _offices:
        folder = stage.folder / "markers"
        folder.mkdir()
        _offices[id(stage)] = worked_on(folder)
        stage._session = stage._session or _offices[id(stage)].session
    return _offices[id(stage)]


def frame_of(stage_: Stage, page_id: str, **where: Any) -> Frame:
    """A frame inside the case of the scene."""
    office = office_of(stage_)
    frame = Frame(stage_.settings, session=office.session, circumstances=office.session.circumstances)
    stage_.window.show_widget(frame)
    frame.enter_case(office.case.id, office.case.code_name, office.case.reference, "OFFICIAL-SENSITIVE")
    frame.navigate(page_id, **where)
    settle()
    frame.status_line.set(backup="Backed up 3 days ago")
    return frame


@screen("markers-list")
def markers_list(stage: Stage) -> None:
    frame_of(stage, "markers")


@screen("analysis")
def analysis(stage: Stage) -> None:
    office = office_of(stage)
    if not office.session.look(lambda store: store.count(RegisterRow, case_id=office.case.id, register="episode")):
        analysed(office.session, office.case)
    frame_of(stage, "analysis")


@screen("markers-clocks")
def clocks(stage: Stage) -> None:
    frame_of(stage, "clocks")


@screen("markers-passes")
def passes_compared(stage: Stage) -> None:
    frame_of(stage, "passes")


@screen("markers-published")
def published(stage: Stage) -> None:
    frame_of(stage, "published")


def _add(marker: str, number: int, stage_id: str) -> None:
    @screen(f"wizard-{marker.lower()}-{number:02}-{stage_id}")
    def one(stage: Stage) -> None:
        frame = frame_of(stage, "marker", marker=marker, stage=stage_id)
        frame.page._look_at_flags()
        settle()


for _marker in stages.load(FRAMEWORK).markers:
    for _number, _stage in enumerate(stages.load(FRAMEWORK).of(_marker), 1):
        _add(_marker, _number, _stage.id)


@screen("wizard-open-row")
def open_row(stage: Stage) -> None:
    frame = frame_of(stage, "marker", marker="QM9", stage="liaison")
    view = frame.page.view.views[0]
    view.open(view.rows()[0].id)


@screen("wizard-new-row-with-errors")
def errors(stage: Stage) -> None:
    frame = frame_of(stage, "marker", marker="QM9", stage="processes")
    view = frame.page.view.views[0]
    view.add()
    view.form.fields["added_on"].line.setText("the day before yesterday")
    view.form._touched()
    view.save()


@screen("wizard-judgement")
def judgement(stage: Stage) -> None:
    frame_of(stage, "marker", marker="QM9", stage="questions", question="9.2")


@screen("wizard-evidence")
def evidence(stage: Stage) -> None:
    frame = frame_of(stage, "marker", marker="QM9", stage="questions", question="9.1")
    frame.page.view.link_evidence()
    frame.page.view.form.evidence.picker.choose("RegisterRow", "liaison")
    frame.page.pane.verticalScrollBar().setValue(700)
