"""Screens of casework: cases and board, people, evidence, notes, the overview of a case."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from tests.screens import PASSPHRASE, Stage, screen, settle
from tests.views.furnish import World, furnish
from views.casework.base import enter
from views.window import Frame

_WORLDS: dict[int, World] = {}


def world(stage: Stage) -> World:
    """A furnished vault, made once for a stage."""
    if id(stage) not in _WORLDS:
        if stage._session is None:
            stage._session, _ = stage.gate.create(
                stage.folder, "Board vault", "Robin Ashby", "board manager", PASSPHRASE
            )
        _WORLDS[id(stage)] = furnish(stage._session)
    return _WORLDS[id(stage)]


def inside(stage: Stage, page: str, **where: Any) -> Frame:
    """A page inside the case of the world."""
    found = world(stage)
    frame = stage.frame(session=found.session)
    enter(frame.context, found.case, "OFFICIAL-SENSITIVE")
    frame.navigate(page, **where)
    settle()
    frame.status_line.set(working="Working as board manager", backup="Backed up 3 days ago")
    return frame


def first_level(stage: Stage, page: str, **where: Any) -> Frame:
    """A page of the first level."""
    frame = stage.frame(session=world(stage).session)
    frame.navigate(page, **where)
    settle()
    return frame


@screen("casework-cases")
def cases(stage: Stage) -> None:
    first_level(stage, "cases")


@screen("casework-open-case")
def open_case(stage: Stage) -> None:
    first_level(stage, "open-case")


@screen("casework-open-case-errors")
def open_case_errors(stage: Stage) -> None:
    frame = first_level(stage, "open-case")
    page: Any = frame.page
    page.form.fields["code_name"].set_value("Tarnbeck")
    page.form.fields["children"].rows[0].fields["name"].set_value("Ivo Tarnbeck")
    page.form.fields["incident_on"].line.setText("about 20 jan 17")
    page.save()
    settle()


@screen("casework-people")
def people(stage: Stage) -> None:
    frame = inside(stage, "people", person=world(stage).mother.id)
    page: Any = frame.page
    if page.panes.mode == "one":
        page.panes.show_detail()


@screen("casework-people-list")
def people_list(stage: Stage) -> None:
    inside(stage, "people")


@screen("casework-person")
def person(stage: Stage) -> None:
    inside(stage, "person", person=world(stage).mother.id)


@screen("casework-person-below")
def person_below(stage: Stage) -> None:
    frame = inside(stage, "person", person=world(stage).mother.id)
    page: Any = frame.page
    page.scroll.verticalScrollBar().setValue(page.scroll.verticalScrollBar().maximum() // 2)
    settle()


@screen("casework-evidence")
def evidence(stage: Stage) -> None:
    frame = inside(stage, "evidence", item=world(stage).letter.id)
    page: Any = frame.page
    page.table.setFocus(Qt.FocusReason.TabFocusReason)


@screen("casework-evidence-covered")
def covered(stage: Stage) -> None:
    inside(stage, "evidence", item=world(stage).picture.id)


@screen("casework-evidence-search")
def search(stage: Stage) -> None:
    frame = inside(stage, "evidence")
    page: Any = frame.page
    page.search.set_value("appointment")
    page._narrow()
    page.panes.show_list()
    page.toggle_filter()
    settle()


@screen("casework-evidence-pages")
def pages(stage: Stage) -> None:
    frame = inside(stage, "evidence", item=world(stage).letter.id)
    page: Any = frame.page
    page.pane.switch.button("pages").click()
    settle()


@screen("casework-bring-in")
def bring_in(stage: Stage) -> None:
    from tests.views.furnish import mail, pdf

    frame = inside(stage, "bring-in")
    page: Any = frame.page
    page.bring_in(
        [
            ("scan 0042.pdf", pdf("A short letter about the clinic.\nAnd one more line.")),
            ("rota.eml", mail()),
            ("empty.pdf", b""),
        ]
    )
    settle()


@screen("casework-item")
def item(stage: Stage) -> None:
    inside(stage, "item", item=world(stage).letter.id)


@screen("casework-note")
def note(stage: Stage) -> None:
    frame = inside(stage, "note", kind="account")
    page: Any = frame.page
    page.form.fields["title"].set_value("Conversation with [Health visitor]")
    page.form.fields["text"].set_value("I had two patches from November.")
    page.ask_freeze()
    settle()


@screen("casework-note-frozen")
def note_frozen(stage: Stage) -> None:
    frame = inside(stage, "note", note=world(stage).account.id)
    page: Any = frame.page
    page.ask_correction()
    settle()


@screen("casework-meeting")
def meeting(stage: Stage) -> None:
    inside(stage, "meeting")


@screen("casework-import")
def people_import(stage: Stage) -> None:
    path = stage.folder / "people.csv"
    rows = [
        "name,kind,role,born",
        "Grace Tarnbeck,parent,Mother,1991",
        "Owain Pellbrook,professional,School nurse,",
        ",parent,,",
        "Ada Merrow,pirate,,",
    ]
    path.write_text("\n".join(rows), "utf-8")
    frame = inside(stage, "people-import")
    page: Any = frame.page
    page.file.set_value(str(path))
    page.check()
    settle()


@screen("casework-overview")
def overview(stage: Stage) -> None:
    inside(stage, "overview")


@screen("casework-case")
def case(stage: Stage) -> None:
    inside(stage, "case")


@screen("casework-board")
def board(stage: Stage) -> None:
    first_level(stage, "board")


@screen("casework-bodies")
def bodies(stage: Stage) -> None:
    first_level(stage, "bodies")


@screen("casework-access")
def access(stage: Stage) -> None:
    frame = first_level(stage, "access")
    page: Any = frame.page
    page.ask_add()
    settle()


@screen("casework-backup")
def backup(stage: Stage) -> None:
    frame = first_level(stage, "backup")
    page: Any = frame.page
    page.check()
    settle()


@screen("casework-activity")
def activity(stage: Stage) -> None:
    first_level(stage, "activity")
