"""Screens of release: the review before a document leaves, decided words, audiences, public sources, copies, marks."""

from __future__ import annotations

from typing import Any

from desktop.casework import cast as casts
from desktop.casework import marks, notes, public_facts
from desktop.casework.marks import Place
from desktop.markers import registers, rows
from desktop.reports import draft_copies
from tests.screens import Stage, screen, settle
from tests.views.screens_casework import first_level, inside, world

NOTE = (
    "Grace Tarnbeck said that Mrs Ferncastle next door had helped with lifts, and that this had stopped. "
    "She was open about how hard the "
    "winter had been.\n\nJoan Hallowfen had two patches from November. They were three short and nobody "
    "said which visits could wait. "
    "She used to meet colleagues at the clinic on Fridays and that stopped when the building "
    "closed.\n\nIvo was seen on 14 November 2015. "
    "The hospital letter was not passed on, because Grace rang from 01632 960 018 and nobody took a "
    "message. Mrs Ferncastle rang too."
)
_NOTES: dict[int, str] = {}


def a_note(stage: Stage) -> str:
    """A conversation with marks on it, made once for a stage; its id."""
    found = world(stage)
    if id(stage) not in _NOTES:
        made, _ = found.session.do("note", notes.write, found.case.id, title="A telephone call", text=NOTE)
        place = Place("Note", made.id, "text")
        for words, reason in (("at the clinic on Fridays", "R3"), ("nobody took a message", "R9")):
            at = NOTE.index(words)
            found.session.do("mark", marks.withhold, place, at, at + len(words), reason)
        at = NOTE.index("three short")
        found.session.do("mark", marks.highlight, place, at, at + 11, "4", "workload")
        found.session.do("word", casts.decide_word, found.case.id, "Fridays", "not_a_name")
        facts = ("14 November 2015",)
        found.session.do("public", public_facts.add, "Fellmarsh Gazette, 12 March 2016", facts)
        _NOTES[id(stage)] = made.id
    return _NOTES[id(stage)]


@screen("release-review")
def review(stage: Stage) -> None:
    frame = inside(stage, "release", what=f"text:Note:{a_note(stage)}:text", profile="police-index")
    page: Any = frame.page
    settle()
    page.table.setFocus()
    settle()


@screen("release-publication")
def publication(stage: Stage) -> None:
    frame = inside(stage, "release", what=f"text:Note:{a_note(stage)}:text", profile="publication")
    settle()
    frame.page.table.setFocus()


@screen("release-who")
def who(stage: Stage) -> None:
    frame = inside(stage, "release", what=f"text:Note:{a_note(stage)}:text", profile="board")
    page: Any = frame.page
    settle()
    page.answer("this")
    settle()


@screen("release-compare")
def comparing(stage: Stage) -> None:
    frame = inside(stage, "release", what=f"text:Note:{a_note(stage)}:text", profile="board")
    page: Any = frame.page
    settle()
    page.compare()
    page.comparison.other.set_value("event")
    page.comparison._compare()
    settle()


@screen("release-text")
def a_text(stage: Stage) -> None:
    """A finding with a mark, and the reason being asked for another."""
    found = world(stage)
    values = {"number": 1, "title": "News of a missed visit travels by chance", "what": NOTE, "in_case": "As told."}
    register = registers.load("scr-2016")["finding"]
    row = found.session.do("finding", rows.save, found.case, register, values)
    place = Place("RegisterRow", row.id, "what")
    at = NOTE.index("three short and nobody said")
    found.session.do("mark", marks.withhold, place, at, at + 27, "R9")
    frame = inside(stage, "text", place=place.name, start="0", end="14", selected="Grace Tarnbeck")
    settle()
    assert frame.page is not None


@screen("release-decided")
def decided(stage: Stage) -> None:
    a_note(stage)
    inside(stage, "decided")


@screen("release-drafts")
def drafts(stage: Stage) -> None:
    found = world(stage)
    if not found.session.look(draft_copies.drafts, found.case):
        draft = found.session.do("draft", draft_copies.begin, found.case)
        readers = found.session.look(draft_copies.holders, found.case)
        first, *_ = found.session.do(
            "number", draft_copies.number_copies, found.case, draft, [one.id for one in readers[:3]]
        )
        found.session.do("sent", draft_copies._sent, found.case, first)
    inside(stage, "drafts")


@screen("release-reports")
def reports(stage: Stage) -> None:
    inside(stage, "reports")


@screen("release-audiences")
def audiences(stage: Stage) -> None:
    a_note(stage)
    frame = first_level(stage, "profiles", profile="event")
    page: Any = frame.page
    page.table.setFocus()
    page.change("place")
    settle()


@screen("release-public")
def public(stage: Stage) -> None:
    a_note(stage)
    frame = first_level(stage, "public-facts")
    page: Any = frame.page
    page.ask("")
    settle()


@screen("release-marks")
def marked(stage: Stage) -> None:
    frame = inside(stage, "evidence", item=a_note(stage))
    page: Any = frame.page
    settle()
    page.panes.show_detail()
    page.pane.reader.setFocus()
    settle()


@screen("release-reason")
def reason(stage: Stage) -> None:
    frame = inside(stage, "evidence", item=a_note(stage))
    page: Any = frame.page
    settle()
    page.panes.show_detail()
    cursor = page.pane.reader.textCursor()
    at = NOTE.index("how hard the winter")
    cursor.setPosition(at)
    cursor.setPosition(at + 19, cursor.MoveMode.KeepAnchor)
    page.pane.reader.setTextCursor(cursor)
    page.pane.marking.ask_reason()
    settle()


@screen("release-shown-as")
def shown_as(stage: Stage) -> None:
    frame = inside(stage, "evidence", item=a_note(stage))
    page: Any = frame.page
    settle()
    page.panes.show_detail()
    page.pane.marking.shown_as.set_value("board")
    page.pane.marking._show_as()
    settle()


@screen("release-copy")
def copying(stage: Stage) -> None:
    from datetime import date

    from desktop.disclosure import requests

    found = world(stage)
    if not found.session.look(requests.requests, found.case.id):
        found.session.do(
            "request",
            requests.receive,
            found.case.id,
            "annex_d",
            "Officer in the case",
            date(2016, 6, 1),
            scope_ids=(found.child.id,),
        )
    frame = inside(stage, "copy", item=found.letter.id)
    page: Any = frame.page
    settle()
    settle()
    page.sheet.add_box()
    page.sheet.setFocus()
    settle()
