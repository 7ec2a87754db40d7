"""Presenting: every page of the catalogue on a vault full of canaries, read by every way there is; no name anywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop import session as sessions
from desktop.casework import board, marks, notes, people
from desktop.casework.marks import Place
from desktop.markers import stages
from desktop.qt.presenting import NO_PICTURES, presenting
from storage import records as kinds
from storage.records import (
    Agency,
    BodyKind,
    FormKind,
    IndexEntry,
    Issue,
    Material,
    Meeting,
    Note,
    NoteKind,
    PartialDate,
    Person,
    PersonKind,
    Row,
)
from storage.store import Work
from tests.desktop.conftest import PASSPHRASE, Office
from tests.screens import settle
from tests.views import markers_scene
from tests.views.disclosure_scene import furnished
from tests.views.seen import everything
from views import catalogue, kit
from views.frame import Frame
from views.markers import files
from views.window import Window

CANARY = "Zephyrine Quaggleworth"
SAID = f" {CANARY} of 17 Umbercroft Walk, Thistledene, telephone 01632 960447, seen at Umberdale Nursery by Zeffy Quag"
FORBIDDEN = (
    "zephyr", "quagg", "zeffy", "umbercr", "thistledene", "960447", "umberd", "tarnb", "ivvy", "hallowf", "stanehope",
    "quillham", "sallow lane", "corrow", "varley",
)  # fmt: skip
TEXTS = frozenset(
    (
        "text", "title", "told", "present", "minutes", "attended", "apologies", "summary", "remarks", "extent_note",
        "description_internal", "description", "author_role", "recipients", "original_location", "location",
        "owner_contact", "owner_confirmed_by", "claim_reason", "status_note", "terms", "listing_reason",
        "held_over_reason", "narrative", "counter_evidence", "no_evidence_because", "dissent", "action", "discussed_at",
        "memo", "reason", "note", "where", "why", "who", "source", "shows", "response", "scope", "scope_note",
        "requester", "file_name", "privilege_holder", "restrictions", "place", "relation", "public_source",
        "witness_advised_by", "condition", "declaration", "purpose", "name", "hold_reason",
    )
)  # fmt: skip
"""Fields of free text: each gets the canary's name, address, number and alias."""


def register_canary(office: Office) -> tuple[Person, Agency]:
    """A person and a body who occur nowhere else."""
    do, case = office.session.do, office.case.id
    nursery = do("body", board.add_body, "Umberdale Nursery", BodyKind.SCHOOL, type_words="a nursery")
    person = do(
        "person", people.add_person, case, CANARY, PersonKind.PROFESSIONAL, role="Playworker", agency_id=nursery.id,
        born=PartialDate.from_iso("1971-10-13"), aliases=[(FormKind.ALIAS, "Zeffy Quag")],
    )  # fmt: skip
    do("number", people.add_identifier, person, "nhs", "943 476 5919")
    do("address", people.add_address, person, "17 Umbercroft Walk, Thistledene TD4 4XX")
    do("contact", people.add_contact, person, "phone", "01632 960447")
    return person, nursery


def name_everywhere(office: Office) -> int:
    """Put the canary into every field of free text that may still be changed; gives how many."""

    def write(work: Work) -> int:
        changed = 0
        for kind in vars(kinds).values():
            if not (isinstance(kind, type) and issubclass(kind, Row)) or kind is Row or kind in _NAMED:
                continue
            for record in work.find(kind):
                new = _with_canary(record)
                locked = record.APPEND_ONLY or (record.frozen and not set(new) <= record.LIVE)
                if new and not locked:
                    work.change(record, **new)
                    changed += len(new)
        return changed

    return office.session.do("name", write)


_NAMED = (
    Person, Agency, kinds.NameForm, kinds.Identifier, kinds.Address, kinds.Contact, kinds.ProfileCopy, kinds.Mark,
    kinds.WordDecision, kinds.ProceedingContact, kinds.Worker,
)  # fmt: skip
"""Where names belong, or where the words are no prose."""


def _with_canary(record: Row) -> dict[str, Any]:
    names = [field.name for field in dataclasses.fields(record) if field.name in TEXTS]
    names = [name for name in names if type(getattr(record, name)) is str]  # not a word of a vocabulary
    if isinstance(record, kinds.Draft | kinds.Board):
        return {}
    new: dict[str, Any] = {name: getattr(record, name) + SAID for name in names}
    if isinstance(record, kinds.RegisterRow):
        new["values"] = record.values | {key: f"{value}{SAID}" for key, value in record.values.items() if _prose(value)}
    return new


def _prose(value: object) -> bool:
    return isinstance(value, str) and " " in value


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One case with an issued index, registers of markers, notes and a meeting, all of them full of the canary."""
    made = furnished(tmp_path_factory.mktemp("canary"))
    markers_scene.work_on(made, made.chair.id)
    register_canary(made)
    do, case = made.session.do, made.case.id
    do("note", notes.write, case, NoteKind.ACCOUNT, title=f"Talk with {CANARY}", text=f"She said:{SAID}.",
       on=PartialDate.from_iso("2016-06-02"), speaker_ids=(made.visitor.id,), told=SAID)  # fmt: skip
    do("meeting", notes.minute, case, title=f"Meeting about {CANARY}", on=PartialDate.from_iso("2016-05-18"),
       minutes=SAID, attended=SAID)  # fmt: skip
    assert name_everywhere(made) > 200
    made.session.close()
    return made


@pytest.fixture
def office(ground: Office) -> Iterator[Office]:
    """The same, open."""
    folder = ground.session.vault.folder
    opened = sessions.unlock(folder, PASSPHRASE, circumstances=ground.session.circumstances)
    yield dataclasses.replace(ground, session=opened)
    opened.close()


@pytest.fixture
def frame(qtbot, settings, office) -> Iterator[Frame]:
    window = Window(settings)
    window.resize(1366, 728)
    made = Frame(settings, session=office.session, circumstances=office.session.circumstances)
    window.show_widget(made)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.enter_case(office.case.id, office.case.code_name, office.case.reference, "OFFICIAL-SENSITIVE")
    yield made
    made.let_go()
    window.hide()
    window.deleteLater()
    settle()


def present(frame: Frame) -> None:
    """Turn it on by its key, and wait for it."""
    frame.presence.set(True)
    settle()
    assert presenting().on


def visit(frame: Frame, office: Office, page_id: str, **where: Any) -> None:
    """Go to a page, in the case unless it is of the board."""
    if catalogue.specs()[page_id].level == "board":
        frame.leave_case()
    else:
        frame.enter_case(office.case.id, office.case.code_name, office.case.reference, "OFFICIAL-SENSITIVE")
    frame.navigate(page_id, **where)
    settle()


def in_sight(frame: Frame) -> Iterator[tuple[str, str]]:
    """What the page in sight, the frame around it and other windows show and say."""
    assert frame.page is not None
    return everything(frame.page, frame.navigation, frame.status_line, frame.countdown, frame.palette_box, frame.keys)


def names_in(seen: Iterable[tuple[str, str]]) -> list[str]:
    """Every place of what was seen in which something registered stands."""
    found = []
    for where, words in seen:
        low = words.casefold()
        found += [f"{where}: {name} in {words[:90]!r}" for name in FORBIDDEN if name in low]
    return found


def visits(office: Office) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every page of the catalogue, and those that show one record on a record."""
    for spec in catalogue.PAGES:
        yield spec.id, {}
    look = office.session.look
    one = {
        kind: look(lambda store, kind=kind: store.find(kind, deleted=None))[-1]
        for kind in (Note, Meeting, Material, IndexEntry, Person, Issue)
    }
    yield "person", {"person": one[Person].id}
    yield "people", {"person": one[Person].id}
    yield "note", {"note": one[Note].id}
    yield "note", {"kind": "account"}
    yield "meeting", {"meeting": one[Meeting].id}
    for page in ("item", "evidence", "copy"):
        yield page, {"item": one[Material].id}
    yield "evidence", {"item": one[Note].id}
    yield "disclosure", {"entry": one[IndexEntry].id}
    yield "issues", {"record": one[Issue].id}
    yield "release", {"what": f"text:Note:{one[Note].id}:text"}
    yield "release", {"what": "report:overview"}
    yield "profiles", {"profile": "event"}


@pytest.mark.timeout(300)
def test_no_page_shows_or_says_a_name_while_presenting(frame, office) -> None:
    present(frame)
    code = next(one.code for one in office.session.look(people.people, office.case.id) if one.name == CANARY)
    with_code: dict[str, int] = {}
    for page_id, where in visits(office):
        visit(frame, office, page_id, **where)
        seen = list(in_sight(frame))
        assert names_in(seen) == [], (page_id, where)
        with_code[page_id] = with_code.get(page_id, 0) + sum(code in words for _, words in seen)
    assert sum(map(bool, with_code.values())) > 12


@pytest.mark.long
@pytest.mark.timeout(600)
def test_no_stage_of_a_wizard_shows_a_name_while_presenting(frame, office) -> None:
    present(frame)
    for stage in stages.load("scr-2016"):
        visit(frame, office, "marker", marker=stage.marker, stage=stage.id)
        assert names_in(in_sight(frame)) == [], (stage.marker, stage.id)


def test_without_presenting_the_same_reading_finds_the_names(frame, office) -> None:
    frame.navigate("people")
    settle()
    ways = {one.partition(":")[0].partition(".")[0] for one in names_in(in_sight(frame))}
    assert {"drawn", "spoken", "Table"} <= ways
    note = next(one for one in office.session.look(lambda store: store.find(Note, deleted=None)) if CANARY in one.title)
    frame.navigate("note", note=note.id)
    settle()
    assert {"drawn", "spoken"} <= {one.partition(":")[0] for one in names_in(in_sight(frame))}


def test_what_is_typed_stays_and_what_names_somebody_cannot_be_overwritten(qtbot, frame, office) -> None:
    person = next(one for one in office.session.look(people.people, office.case.id) if one.name == CANARY)
    present(frame)
    visit(frame, office, "person", person=person.id)
    field = frame.page.form.fields["name"]
    assert field.line.isReadOnly() and "Quagg" not in field.line.displayText() and field.value() == CANARY
    role = frame.page.form.fields["remarks"]
    role.focus()
    qtbot.keyClicks(role.text, "Works on Tuesdays")
    assert role.value() == "Works on Tuesdays"
    qtbot.keyClick(frame.window().focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    saved = office.session.look(lambda store: store.get(Person, person.id))
    assert (saved.name, saved.remarks) == (CANARY, "Works on Tuesdays")


@pytest.mark.leaves("config/QtProject.conf")
def test_a_file_dialog_takes_no_name_from_the_page(frame, office) -> None:
    present(frame)
    title = f"Save the notes of {CANARY}"
    dialog: QFileDialog = files.ask_save(frame, title, f"{CANARY}.ics", "All (*)", lambda _to: None)
    try:
        shown = [dialog.windowTitle(), *dialog.selectedFiles()]
        assert names_in(("dialog", words) for words in shown) == []
        assert "Playworker" in dialog.windowTitle()
    finally:
        dialog.close()


def test_notices_and_pictures_hold_to_it_too(frame, office) -> None:
    present(frame)
    frame.navigate("people")
    frame.notice(f"{CANARY} was added.", "info", "", None)
    assert "Playworker" in frame.page.notices.bars()[0].label.text()
    preview = kit.Preview(lambda _page, _width: pytest.fail("a page was drawn while presenting"))
    preview.open(3)
    settle()
    assert NO_PICTURES in [label.text() for label in preview.findChildren(kit.Label)]
    preview.deleteLater()


def test_the_key_turns_it_and_brings_back_the_place_and_what_was_typed(qtbot, frame, office) -> None:
    person = office.mother
    visit(frame, office, "person", person=person.id)
    field = frame.page.form.fields["remarks"]
    field.focus()
    qtbot.keyClicks(field.text, "half a sent")
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(frame.window().focusWidget(), Qt.Key.Key_C, modifiers)
    settle()
    assert presenting().on and frame.settings.get("presenting")
    assert frame.page.TITLE and frame._visit.page_id == "person"
    bar = next(one for one in frame.page.notices.bars() if "was kept and is not saved yet" in one.label.text())
    bar.findChild(kit.Link).click()
    assert frame.page.form.fields["remarks"].value() == "half a sent"
    assert "Codes shown" in frame.status_line.present.text()
    qtbot.keyClick(frame.window().focusWidget(), Qt.Key.Key_C, modifiers)
    settle()
    assert not presenting().on and not frame.settings.get("presenting")
    assert frame.page.form.fields["name"].line.displayText() == "Grace Tarnbeck"


def test_somebody_registered_a_moment_ago_is_a_code_at_once(frame, office) -> None:
    present(frame)
    words = "Said by Ottoline Vexworthy"
    assert presenting().shown(words) == words
    office.session.do("person", people.add_person, office.case.id, "Ottoline Vexworthy", PersonKind.PROFESSIONAL,
                      role="Dentist")  # fmt: skip
    assert "Vexworthy" not in presenting().shown(words) and "entist" in presenting().shown(words)


def test_words_of_the_window_stay_though_somebody_is_called_so(frame, office) -> None:
    do, professional = office.session.do, PersonKind.PROFESSIONAL
    mark = do("person", people.add_person, office.case.id, "Mark Settings", professional, role="Nurse")
    present(frame)
    ours = catalogue.specs()["settings"].title
    assert presenting().shown(ours) == "Settings"
    typed = "".join(list(ours))
    assert presenting().shown(typed) == mark.code
    assert presenting().shown("".join(list(NO_PICTURES))) == NO_PICTURES


def test_marks_hold_their_place_under_codes(frame, office) -> None:
    text = f"Nell met {CANARY} and Zeffy Quag at the nursery, then went home."
    at = text.index("nursery")
    present(frame)
    reader = kit.Reader()
    reader.show_text(text, [kit.Mark(at, at + 7, "highlight", id="m")])
    reader.go_to("m")
    assert reader.textCursor().selectedText() == "nursery" and reader.selection() == (at, at + 7)
    assert reader.toPlainText() == text
    assert names_in([("reader", reader.document().toPlainText())]) == []
    reader.deleteLater()


def test_words_under_a_mark_are_not_for_the_room_wherever_they_are_quoted(frame, office) -> None:
    hidden = "they slept in the van behind the boatyard"
    note, _ = office.session.do("note", notes.write, office.case.id, title="A call", text=f"She said {hidden} then.")
    at = note.text.index(hidden)
    place = Place("Note", note.id, "text")
    present(frame)
    assert presenting().shown(note.text) == note.text
    mark = office.session.do("Withhold words", marks.withhold, place, at, at + len(hidden), "R6")
    assert presenting().shown(note.text) == "She said [withheld] then."
    assert presenting().shown("“…in the van behind the boatyard…”") == "“…[withheld]…”"
    long = presenting().shown_as_long(note.text)
    assert len(long) == len(note.text) and "boatyard" not in long
    assert presenting().shown(f"{CANARY} told us {hidden}.").endswith(" told us [withheld].")
    office.session.do("Remove a mark", marks.remove, mark.id)
    assert presenting().shown(note.text) == note.text


@pytest.mark.parametrize(
    "cut",
    ["The nursery wrote twice in the spring and named Zephyr", "She moved to 17 Umbercr…", "Ask at 17 Umbercroft…",
     "…gleworth was told of it", "… Walk, Thistledene TD4 4XX, where they", "Reached on 01632 9604…"],
)  # fmt: skip
def test_a_form_that_a_list_has_cut_short_is_a_form(frame, office, cut) -> None:
    present(frame)
    seen = presenting().shown(cut).casefold()
    assert not [part for part in ("zephyr", "umbercr", "gleworth", "walk", "01632", "9604") if part in seen]
