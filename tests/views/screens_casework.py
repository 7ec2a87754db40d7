"""Screens of casework: cases and board, people, evidence, notes, the overview of a case."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from tests.screens import PASSPHRASE, Stage, screen, settle
from tests.views.furnish import World, furnish
from views.casework.base import enter
from views.frame import Frame

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


TALK = "\n".join(
    (
        "10:21am Lead reviewer: Q1 What did a normal week look like for you that winter?",
        "10:21am [{code}]: I had two patches from November. We were three short and nobody said which visits could "
        "wait, so I chose myself.",
        "10:24am [{code}]: I knew about the hospital letter because the surgery rang me. “It never came to my tray.”",
        "10:26am Lead reviewer: Q3 How would you have found out if nobody had rung?",
        "10:27am [{code}]: I would not. The two systems do not talk. We used to meet at the clinic on Fridays and "
        "that stopped when the building closed.",
        "# Working together",
        "- rota of November",
        "- who rang whom",
        "10:32am [{code}]: I asked my manager about a joint visit in ",
    )
)
GUIDE = ("A normal week", "Knowing about the letter", "Joint working", "Supervision", "What would help today")


def _talk(stage: Stage) -> Any:
    made = world(stage)
    page: Any = inside(
        stage, "note", kind="account", title=f"Conversation with [{made.visitor.code}]", topics=GUIDE,
        speaker_ids=(made.visitor.id,), script="version 2", on="2 June 2016",
    ).page  # fmt: skip
    settle()
    text = TALK.format(code=made.visitor.code)
    writer = page.field.writer
    writer.insertPlainText(text)
    short, talk = "We were three short and nobody said which visits could wait", "The two systems do not talk"
    for words, digit in ((short, "5"), (talk, "3")):
        writer.select(text.index(words), text.index(words) + len(words))
        writer.highlight(digit)
    at = text.index("the clinic")
    writer.withhold(at, at + len("the clinic"), "R3")
    writer.set_memo(next(one.facts.id for one in writer.spans if one.facts.code == "3"), "Ask who decided")
    writer.moveCursor(QTextCursor.MoveOperation.End)
    page.reflections.show_text("10:22am Workload came up before the family did. Compare with the rota for November.\n\n"
                               "10:25am Second person to say that the letter went by telephone.")  # fmt: skip
    page.keys.bring_up_to_date()
    settle()
    page.drafting.stop()
    page.reflecting.stop()
    return page


@screen("casework-note")
def note(stage: Stage) -> None:
    _talk(stage)


@screen("casework-note-about")
def note_about(stage: Stage) -> None:
    page = _talk(stage)
    page.show_view("about")
    page.ask_freeze()
    settle()


@screen("casework-note-person")
def note_person(stage: Stage) -> None:
    page = _talk(stage)
    page.keys.insert_person()
    settle()


@screen("casework-note-register")
def note_register(stage: Stage) -> None:
    page = _talk(stage)
    text = page.field.writer.text()
    at = text.index("my manager")
    page.field.writer.select(at, at + len("my manager"))
    page.keys.register()
    settle()


@screen("casework-note-kept")
def note_kept(stage: Stage) -> None:
    page = _talk(stage)
    page.save()
    settle()
    page.field.writer.insertPlainText("November, and nobody answered.")
    page.drafting.keep()
    settle()
    page.drafting.stop()
    stage.window.frame().navigate("kept")  # type: ignore[union-attr]
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
