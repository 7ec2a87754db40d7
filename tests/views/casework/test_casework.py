"""A board at work by real keys: a case from a referral, its people, its files, notes, and what undo brings back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from desktop.casework import cases, evidence, people
from desktop.qt.theme import theme
from desktop.session import Session
from storage.records import Case, IndexEntry, Material, Note, NoteKind, Person
from tests.screens import clipped, settle
from tests.views.casework.keys import CTRL, choose, frame_of, notice_words, page_of, press, tab_to, type_
from tests.views.conftest import accessible_problems
from tests.views.furnish import World, mail, pdf
from views.casework.base import enter
from views.kit.text import Link
from views.window import Window


def test_a_case_is_opened_from_a_referral_by_keys_alone(qtbot, window: Window, session: Session) -> None:
    assert frame_of(window).page.TITLE == "Cases"
    press(qtbot, Qt.Key.Key_N, CTRL)
    tab_to(qtbot, "Code name")
    type_(qtbot, "Plover")
    tab_to(qtbot, "Reference")
    type_(qtbot, "SCR-2016-01")
    tab_to(qtbot, "Full name")
    type_(qtbot, "Ivo Tarnbeck")
    tab_to(qtbot, "Born")
    type_(qtbot, "9/7/13")
    tab_to(qtbot, "Add another child")
    press(qtbot, Qt.Key.Key_Space)
    type_(qtbot, "Nell Tarnbeck")
    tab_to(qtbot, "Date of the incident")
    type_(qtbot, "about 20 jan 17")
    press(qtbot, Qt.Key.Key_S, CTRL)
    settle()
    case = session.look(cases.cases)[0]
    assert (case.code_name, case.incident_on.iso) == ("Plover", "about 2017-01-20")
    children = session.look(cases.children, case.id)
    assert {one.name for one in children} == {"Ivo Tarnbeck", "Nell Tarnbeck"}
    assert frame_of(window).case_id == case.id, "it enters the case"
    assert frame_of(window).page.TITLE == "People"


def test_mistakes_in_a_referral_stand_beside_their_fields_and_nothing_typed_is_lost(
    qtbot, window: Window, session: Session
) -> None:
    page = page_of(window, "open-case")
    page.form.fields["code_name"].focus()
    type_(qtbot, "Tarnbeck")
    page.form.fields["children"].focus()
    type_(qtbot, "Ivo Tarnbeck")
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert "name from this form" in page.form.fields["code_name"].error
    assert "letters, digits and hyphens" in page.form.fields["reference"].error
    assert page.form.summary.hasFocus()
    assert page.form.fields["code_name"].value() == "Tarnbeck"
    assert session.look(lambda store: store.count(Case)) == 0
    assert session.look(lambda store: store.count(Person)) == 0


def test_enter_opens_a_case_and_the_switch_shows_no_name_of_a_person(qtbot, world: World, window: Window) -> None:
    page = page_of(window, "cases")
    assert page.table.hasFocus()
    page.table.choose(world.case.id)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    frame = frame_of(window)
    assert frame.case_id == world.case.id
    assert frame.page.TITLE == "Overview"
    assert "Tarnbeck" not in frame.navigation.switch.accessibleName()
    assert window.windowTitle() == "Caseward"


def test_a_person_is_added_with_names_numbers_and_an_address_by_keys(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page_of(case_window, "people")
    press(qtbot, Qt.Key.Key_N, CTRL)
    tab_to(qtbot, "Full name")
    type_(qtbot, "Owain Pellbrook")
    choose(qtbot, "What they are to the case", "Prof")
    tab_to(qtbot, "Role now")
    type_(qtbot, "School nurse")
    tab_to(qtbot, "Add a name")
    press(qtbot, Qt.Key.Key_Space)
    type_(qtbot, "Owen Pellbrook")
    tab_to(qtbot, "Add a number")
    press(qtbot, Qt.Key.Key_Space)
    box = tab_to(qtbot, "Kind")
    assert isinstance(box, QComboBox)
    tab_to(qtbot, "Number")
    type_(qtbot, "943 476 5918")
    page = frame_of(case_window).page
    assert "check digit" in page.form.fields["numbers"].rows[0].fields["value"].echo.text()
    press(qtbot, Qt.Key.Key_S, CTRL)
    settle()
    found = next(one for one in session.look(people.people, world.case.id) if one.name == "Owain Pellbrook")
    assert found.role == "School nurse"
    assert found.code.startswith("School nurse")
    shown = session.look(lambda store: store.search("Owen", case_id=world.case.id))
    assert [hit.kind for hit in shown] == ["NameForm"]
    assert frame_of(case_window).page.table.current_id() == found.id, "it comes back to the person"


def test_a_witness_status_needs_the_day_it_was_advised(qtbot, case_window: Window, world: World) -> None:
    page = page_of(case_window, "person", person=world.visitor.id)
    page.form.fields["witness_status"].set_value("suspect")
    page.form.fields["name"].focus()
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert page.form.fields["witness_advised_on"].error == "Enter when police advised this status"


def test_a_safe_place_is_hidden_until_somebody_asks(qtbot, case_window: Window, world: World) -> None:
    from views.casework.parts import Hidden

    page = page_of(case_window, "people", person=world.mother.id)
    hidden = page.detail.findChildren(Hidden)
    assert len(hidden) == 1
    assert "The Elms" not in hidden[0].label.text()
    assert "The Elms" not in " ".join(one.text() for one in page.detail.findChildren(type(hidden[0].label)))
    hidden[0].button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert "The Elms" in hidden[0].label.text()
    press(qtbot, Qt.Key.Key_Return)
    assert "The Elms" not in hidden[0].label.text()


def test_removing_a_person_is_undone_by_one_key_and_said(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "people", person=world.mother.id)
    page._remove(world.mother)
    settle()
    assert "was removed" in notice_words(case_window)
    assert world.mother.id not in {one.id for one in session.look(people.people, world.case.id)}
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_Z, CTRL)
    settle()
    assert world.mother.id in {one.id for one in session.look(people.people, world.case.id)}
    assert f"Undone: remove {world.mother.code}" in notice_words(case_window)


def test_somebody_who_gave_an_account_stays_in_the_register(
    case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "people", person=world.visitor.id)
    page._remove(world.visitor)
    settle()
    assert "stay in the register" in notice_words(case_window)
    assert world.visitor.id in {one.id for one in session.look(people.people, world.case.id)}


def test_rows_of_a_people_file_that_cannot_be_read_are_named_and_the_others_come_in(
    qtbot, case_window: Window, session: Session, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = [
        "name,kind,role",
        "Grace Tarnbeck,parent,Mother",
        "Owain Pellbrook,professional,School nurse",
        ",parent,",
        "Ada Merrow,pirate,",
    ]
    path.write_text("\n".join(rows), "utf-8")
    page = page_of(case_window, "people-import")
    page.file.focus()
    type_(qtbot, str(path))
    press(qtbot, Qt.Key.Key_Return)
    assert [one.split(",")[0] for one in page._found.problems] == ["Row 4", "Row 5"]
    assert "Ada Merrow" not in " ".join(page._found.problems), "a cell is never repeated"
    assert page.anyway.value() == (), "a duplicate is offered, not imposed"
    assert page.import_button.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    names = [one.name for one in session.look(people.people, world.case.id)]
    assert names.count("Owain Pellbrook") == 1
    assert names.count("Grace Tarnbeck") == 1


def test_a_namesake_in_a_people_file_comes_in_when_ticked(
    case_window: Window, session: Session, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,kind,role\nGrace Tarnbeck,parent,Stepmother\n", "utf-8")
    page = page_of(case_window, "people-import")
    page.file.set_value(str(path))
    page.check()
    settle()
    page.anyway.set_value([one.id for one in page._found.cast])
    page.bring_in()
    settle()
    names = [one.name for one in session.look(people.people, world.case.id)]
    assert names.count("Grace Tarnbeck") == 2


def test_files_come_in_one_result_each_and_are_described_with_one_key(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "bring-in")
    same = pdf("3 March 2016\n\nTo the practice", 1)
    page.bring_in([("a.pdf", same), ("b.pdf", same), ("rota.eml", mail()), ("empty.pdf", b"")])
    qtbot.waitUntil(lambda: page._operation is None, timeout=20_000)
    settle()
    said = [row.cells[1].text for row in page._rows]
    assert said[0].startswith("Kept as W")
    assert "The same bytes are here already" in said[1]
    assert "1 attachment" in said[2]
    describing = page.describing
    assert describing.title.line.hasFocus()
    assert describing.title.value() == "", "the name of a file never becomes a title"
    type_(qtbot, "Letter to the practice")
    choose(qtbot, "Kind", "Letter")
    describing._rename()
    settle()
    assert describing.description.value().startswith("Letter")
    first = describing._item
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert describing.description.error, "the open clause has to be finished"
    text = describing.description
    assert text.text.textCursor().selectedText() == "…", "and is marked"
    type_(qtbot, "the clinic appointments that were offered in spring 2016")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    entry = session.look(lambda store: store.one(IndexEntry, record_id=first))
    assert entry.description.endswith("about the clinic appointments that were offered in spring 2016")
    assert describing._item != first, "it goes on to the next by itself"


def test_a_second_copy_can_be_taken_away_and_brought_back(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "bring-in")
    data = pdf("The same words", 1)
    page.bring_in([("a.pdf", data), ("b.pdf", data)])
    qtbot.waitUntil(lambda: page._operation is None, timeout=20_000)
    settle()
    before = session.look(lambda store: store.count(Material, case_id=world.case.id))
    page.table.setFocus()
    page.table.choose("2")
    settle()
    assert page.again.isVisible()
    page._take_away()
    settle()
    assert session.look(lambda store: store.count(Material, case_id=world.case.id)) == before - 1
    frame_of(case_window).registry.trigger("undo")
    settle()
    assert session.look(lambda store: store.count(Material, case_id=world.case.id)) == before


def test_words_are_found_in_the_text_of_a_file_with_a_piece_around_them(
    qtbot, case_window: Window, world: World
) -> None:
    page = page_of(case_window, "evidence")
    page.search.focus()
    type_(qtbot, "joint visit")
    qtbot.waitUntil(lambda: page.filters.words == "joint visit", timeout=3000)
    settle()
    assert page.model.rowCount() == 1
    row = page.model.row_at(0)
    assert row.id == world.letter.id
    assert "joint visit" in row.cells[1].second
    page.search.set_value("zzzz")
    page._narrow()
    settle()
    assert page.none.isVisible()
    assert "Looked in" in page.none.text()


def test_filters_narrow_the_list_and_are_taken_off_one_by_one(case_window: Window, world: World) -> None:
    page = page_of(case_window, "evidence")
    total = page.model.rowCount()
    page.by_distressing.setChecked(True)
    page._narrow()
    settle()
    assert [page.model.row_at(at).id for at in range(page.model.rowCount())] == [world.picture.id]
    page._take_off("distressing")
    settle()
    assert page.model.rowCount() == total
    page.by_since.line.setText("3/3/16")
    page.by_until.line.setText("3/3/16")
    page._narrow()
    settle()
    assert [page.model.row_at(at).id for at in range(page.model.rowCount())] == [world.letter.id]


def test_a_distressing_picture_stays_covered_until_asked_for_and_again_afterwards(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "evidence", item=world.picture.id)
    pane = page.pane
    assert pane.is_covered
    assert pane.preview.sheet.picture.isNull()
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert pane.covered.button.hasFocus()
    assert world.picture.id not in session.look(evidence.read_by, world.case.id, session.worker.id)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not pane.preview.sheet.picture.isNull(), timeout=10_000)
    qtbot.waitUntil(
        lambda: world.picture.id in session.look(evidence.read_by, world.case.id, session.worker.id), timeout=3000
    )
    page._chosen(world.letter.id)
    page.table.choose(world.letter.id)
    settle()
    assert pane.preview.sheet.picture.isNull(), "what was drawn is forgotten"
    page.table.choose(world.picture.id)
    settle()
    assert pane.is_covered


def test_a_note_is_kept_as_a_draft_and_offered_again(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "evidence")
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL)
    page = frame_of(case_window).page
    page.form.fields["text"].focus()
    type_(qtbot, "She rang twice that week.")
    undo = session.undo_name
    page.drafting.keep()
    settle()
    assert "Draft kept at" in frame_of(case_window).status_line.saved.text()
    assert session.undo_name == undo, "a draft is no step of undo"
    assert session.look(lambda store: store.count(Note, case_id=world.case.id)) == 2
    page.form.fields["text"].set_value("")
    page = page_of(case_window, "people")
    page = page_of(case_window, "note")
    settle()
    assert "is not saved yet" in notice_words(case_window)
    body = session.look(lambda store: store.search("rang twice"))
    assert body == [], "a draft is not searched"
    link = next(one for one in page.notices.bars()[0].findChildren(Link) if one.text() == "Bring it back")
    link.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert page.form.fields["text"].value() == "She rang twice that week."


def test_an_account_is_frozen_and_corrected_beside_the_original(
    qtbot, case_window: Window, session: Session, world: World
) -> None:
    page = page_of(case_window, "note", kind="account")
    page.form.fields["title"].focus()
    type_(qtbot, "Call with the school")
    page.form.fields["text"].focus()
    type_(qtbot, "We wrote twice.")
    page.ask_freeze()
    settle()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    note = session.look(lambda store: store.one(Note, title="Call with the school"))
    assert note is not None and note.frozen
    assert page.frozen_box.isVisible()
    assert not page.form.fields["text"].isVisible()
    page.ask_correction()
    type_(qtbot, "We wrote once and rang once.")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    beside = session.look(lambda store: store.find(Note, parent_id=note.id))
    assert [one.text for one in beside] == ["We wrote once and rang once."]
    assert session.look(lambda store: store.get(Note, note.id)).text == "We wrote twice."


def test_a_conversation_without_a_note_is_declared(case_window: Window, session: Session, world: World) -> None:
    page = page_of(case_window, "note", kind="never_made")
    page.form.fields["title"].set_value("Talk in the corridor")
    page.form.fields["text"].set_value("A talk in the corridor on 3 May 2016. No note was made of it.")
    page.save()
    settle()
    entry = session.look(lambda store: store.find(IndexEntry, case_id=world.case.id, title="Talk in the corridor"))
    assert [one.status.value for one in entry] == ["never_made"]


def test_minutes_that_were_circulated_get_a_next_version(case_window: Window, session: Session, world: World) -> None:
    from storage.records import Meeting

    meeting = session.look(lambda store: store.find(Meeting, case_id=world.case.id))[0]
    page = page_of(case_window, "meeting", meeting=meeting.id)
    page._save(page._circulate)
    settle()
    assert session.look(lambda store: store.get(Meeting, meeting.id)).frozen
    page._next_version()
    settle()
    found = session.look(lambda store: store.find(Meeting, case_id=world.case.id))
    assert sorted(one.version for one in found) == [1, 2]


def test_an_original_is_lent_with_a_warning_and_the_loan_stays_open_until_its_end(
    case_window: Window, session: Session, world: World, tmp_path: Path
) -> None:
    from storage.records import Loan

    page = page_of(case_window, "item", item=world.letter.id)
    page._ask_lend()
    form = page.loans.itemAt(0).widget()
    form.form.fields["to"].set_value("The board's IT officer")
    form.form.fields["reason"].set_value("To hear it with another program")
    form.form.fields["folder"].set_value(str(tmp_path))
    page._lend(form)
    settle()
    written = [one.name for one in tmp_path.iterdir() if one.suffix == ".pdf"]
    assert written == ["W0001.pdf"], "named by its reference, never by its own name"
    overview = page_of(case_window, "overview")
    assert "Record the end of a loan" in [one.text() for one in overview.side.findChildren(Link)]
    loan = session.look(lambda store: store.one(Loan, material_id=world.letter.id))
    assert loan is not None and loan.ended_at is None


def test_every_page_of_casework_can_be_read_aloud(case_window: Window, world: World, stray: list[str]) -> None:
    visits = [
        ("cases", {}), ("open-case", {}), ("board", {}), ("bodies", {}), ("access", {}), ("backup", {}), ("activity",
        {}),
    ]  # fmt: skip
    problems = {}
    for page_id, where in visits:
        page_of(case_window, page_id, **where)
        problems[page_id] = accessible_problems(case_window)
    enter(frame_of(case_window).context, world.case, "OFFICIAL-SENSITIVE")
    inside = [
        ("overview", {}), ("case", {}), ("people", {"person": world.mother.id}), ("person",
        {"person": world.mother.id}),
        ("people-import", {}), ("evidence", {"item": world.letter.id}), ("item", {"item": world.letter.id}),
        ("note", {"note": world.account.id}), ("meeting", {}), ("bring-in", {}),
    ]  # fmt: skip
    for page_id, where in inside:
        page_of(case_window, page_id, **where)
        problems[page_id] = accessible_problems(case_window)
    assert {key: found for key, found in problems.items() if found} == {}
    assert stray == [], "nothing comes up as a window of its own"


def test_every_page_fits_a_small_screen_with_text_twice_as_large(case_window: Window, world: World) -> None:
    theme().set(scale=200)
    case_window.resize(1280, 720)
    too_large = {}
    for page_id, where in [
        ("cases", {}), ("open-case", {}), ("board", {}), ("bodies", {}), ("access", {}), ("backup", {}), ("activity",
        {}),
        ("overview", {"case": world.case.id}), ("case", {}), ("people", {"person": world.mother.id}),
        ("person", {"person": world.mother.id}), ("people-import", {}), ("evidence", {"item": world.letter.id}),
        ("evidence", {"item": world.picture.id}), ("item", {"item": world.letter.id}), ("note", {}),
        ("note", {"note": world.account.id}), ("meeting", {}), ("bring-in", {}),
    ]:  # fmt: skip
        page = page_of(case_window, page_id, **where)
        least = frame_of(case_window).minimumSizeHint()
        if least.width() > 1280 or least.height() > 720:
            too_large[page_id] = (least.width(), least.height())
        found = clipped(page)
        if found:
            too_large[f"{page_id}, clipped"] = found
    assert too_large == {}
    assert case_window.size().toTuple() == (1280, 720)


def test_no_note_kind_is_without_words(case_window: Window) -> None:
    page = page_of(case_window, "note")
    box = page.form.fields["kind"].box
    assert box.count() == len(NoteKind) + 1
