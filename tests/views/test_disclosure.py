"""The disclosure index by real keys: describe, decide, check, issue, and read from disk what was written."""

# ruff: noqa: F811 -- pytest gives fixtures by name
from __future__ import annotations

import csv
import io
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.disclosure import checks, entries
from desktop.disclosure import issue as issuing
from storage.records import Draft, Listing, Privilege, Relation, SensitivityClaim, Series
from tests.desktop.disclosure import making
from tests.screens import settle
from tests.views.disclosure_desk import Desk, desk, office, words_of  # noqa: F401 -- fixtures
from tests.views.disclosure_scene import letter, letters, ready
from views.disclosure.picture import grouped

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key


def test_an_empty_index_says_what_belongs_here(desk: Desk) -> None:
    desk.go("disclosure")
    assert "No items in the open list yet" in words_of(desk.page)
    assert desk.page.entry.entry_id == ""


def test_owner_and_claim_are_never_filled_in_and_one_key_uses_what_is_suggested(desk: Desk) -> None:
    item = letter(desk.office, 1)
    desk.go("disclosure", section="candidates", entry=item.id)
    pane = desk.page.entry
    assert pane.answers.owner.value() == "" and pane.answers.claim.value() == ""
    assert "Quillham General Hospital" in pane.answers.owner_hint.words.text()
    desk.press(Key.Key_S, CTRL)
    assert desk.entry(item.id).owner_id == "", "what is suggested does not count by itself"
    desk.press(Key.Key_O, ALT)
    desk.press(Key.Key_S, CTRL)
    assert desk.entry(item.id).owner_id == desk.office.hospital.id
    assert desk.entry(item.id).claim is SensitivityClaim.NOT_CONSIDERED
    assert desk.events(item.id) == ["owner_set"]


def test_describe_accept_check_and_issue_by_keys(desk: Desk, tmp_path: Path) -> None:
    """The whole way: three letters from the worklist to the files on disk."""
    items = [letter(desk.office, at) for at in (1, 2, 3)]
    proof = making.proof(desk.office)
    desk.go("describe")
    for at in (1, 2, 3):
        desk.type(f"appointment number {at} at the clinic in spring 2015")
        desk.press(Key.Key_Return, CTRL)
    assert "Nothing waits for a description" in words_of(desk.page)
    assert all(desk.entry(one.id).description for one in items)
    desk.press(Key.Key_6, CTRL)
    desk.page.section.button("candidates").setFocus()
    desk.press(Key.Key_Space)
    for _ in items:
        desk.page.list.table.setFocus()
        desk.press(Key.Key_O, ALT)
        next(iter(desk.page.entry.answers.claim.controls())).setFocus()
        desk.press(Key.Key_Space)
        desk.press(Key.Key_Return, CTRL)
    assert [desk.entry(one.id).listing for one in items] == [Listing.ACCEPTED] * 3
    assert {desk.entry(one.id).claim for one in items} == {SensitivityClaim.NONE}
    assert not [f for f in desk.page.found.overviews["N"].findings if f.level == "stop"]
    desk.page.issue_button.setFocus()
    desk.press(Key.Key_Return)
    page = desk.page
    assert page.TITLE == "Issue of the index"
    page.second.set_value(desk.office.chair.id)
    page.proof.set_value(proof.id)
    page.folder.focus()
    desk.type(str(tmp_path / "out"))
    desk.press(Key.Key_Return, CTRL)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out/open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    assert [row["Ref"] for row in rows] == [f"SCR-2016-01-N000{at}" for at in (1, 2, 3)]
    assert "appointment number 2" in rows[1]["Description"]
    assert rows[0]["Owner"] == "Quillham General Hospital"
    assert "Version 1 is issued" in words_of(page)


def test_forty_items_by_keys_alone(desk: Desk) -> None:
    letters(desk.office, 40)
    desk.go("describe")
    assert "1 of 40" in desk.page.header.facts.text()
    for at in range(40):
        field = desk.page.answers.description.text
        assert desk.at() is field
        assert field.textCursor().selectedText() == "…", "the open clause is selected, so that typing fills it"
        desk.type(f"clinic visit {at} and what was agreed")
        desk.press(Key.Key_Return, CTRL)
    done = [one for one in desk.all() if one.description]
    assert len(done) == 40
    assert done[7].description.endswith("about clinic visit 7 and what was agreed")
    assert done[7].description.startswith("Letter from Quillham General Hospital of 2 March 2015")
    read = [
        line
        for line in desk.office.session.look(lambda store: store.activity(limit=500))
        if line.action == "material.viewed"
    ]
    assert len(read) >= 40, "each reading is in the audit"


def test_an_open_clause_is_not_kept_and_a_marked_word_asks_twice(desk: Desk) -> None:
    item = letter(desk.office, 1)
    desk.go("describe")
    desk.press(Key.Key_Return, CTRL)
    assert desk.entry(item.id).description == ""
    assert "still open" in desk.page.answers.description.error
    desk.type("Grace Tarnbeck and the clinic")
    desk.press(Key.Key_Return, CTRL)
    assert desk.entry(item.id).description == ""
    assert "Take out the name" in desk.page.answers.description.error
    assert desk.page.answers.description.text.textCursor().selectedText() == "Grace Tarnbeck"
    desk.type("Mother")
    desk.press(Key.Key_Return, CTRL)
    assert "about [Mother] and the clinic" in desk.entry(item.id).description, "a code is kept in brackets"


def test_skipping_keeps_words_as_a_draft_and_comes_round_again(desk: Desk) -> None:
    letter(desk.office, 1), letter(desk.office, 2)
    desk.go("describe")
    first = desk.page.current
    desk.type("half a thought")
    desk.press(Key.Key_Down, ALT)
    assert desk.page.current != first
    desk.press(Key.Key_Up, ALT)
    assert desk.page.current == first
    assert "half a thought" in desk.page.answers.description.value()
    assert desk.entry(first).description == ""


def test_remarks_stand_under_the_field_and_f8_goes_through_them(desk: Desk) -> None:
    item = ready(desk.office, 1, "Letter about Ferncastle and a RIC of the clinic in March 2015")
    desk.go("disclosure", entry=item.id, field="description")
    field = desk.page.entry.answers.description
    assert {one.code for one in field.remarks} == {"suggestion", "acronym"}
    assert len(field.marks.places) == 2
    assert field.text.textCursor().selectedText() == "Ferncastle"
    desk.press(Key.Key_F8)
    assert field.text.textCursor().selectedText() == "RIC"
    desk.press(Key.Key_F8, SHIFT)
    assert field.text.textCursor().selectedText() == "Ferncastle"


def test_a_finding_leads_to_its_field_by_one_key(desk: Desk) -> None:
    item = letter(desk.office, 1)
    do = desk.office.session.do
    saved = do("describe", entries.describe, item, "Letter of the hospital about an appointment in March 2015")
    do("accept", entries.accept, saved)
    desk.go("disclosure")
    groups = [one.words for one in grouped(desk.page.found.overviews["N"])]
    assert "owner missing" in groups and "claim not considered" in groups
    desk.press(Key.Key_F7)
    assert desk.page.entry.entry_id == item.id
    assert desk.page.entry.answers.owner.box.hasFocus()
    desk.press(Key.Key_F7)
    assert desk.at() in desk.page.entry.answers.claim.controls()


def test_decisions_ask_their_reason_and_can_be_undone(desk: Desk) -> None:
    item = letter(desk.office, 1)
    desk.go("disclosure", section="candidates", entry=item.id)
    desk.page.entry.take("leave_out")
    settle()
    desk.press(Key.Key_Return, CTRL)
    form = desk.page.entry._form
    assert form is not None and form.form.fields["reason"].error == "Enter why this is not for listing"
    form.form.fields["reason"].focus()
    desk.type("Outside the scope note")
    desk.press(Key.Key_Return, CTRL)
    assert desk.entry(item.id).listing is Listing.LEFT_OUT
    assert desk.page.isAncestorOf(desk.at()), "the keyboard is not lost when the form goes"
    desk.frame.registry.trigger("undo")
    settle()
    assert desk.entry(item.id).listing is Listing.CANDIDATE


def test_a_change_elsewhere_leaves_a_form_in_which_somebody_types_alone(desk: Desk) -> None:
    item = letter(desk.office, 1)
    desk.go("disclosure", section="candidates", entry=item.id)
    desk.page.entry.take("leave_out")
    settle()
    desk.type("Outside the sco")
    desk.office.session.do("elsewhere", entries.save, desk.entry(item.id), holder="Business unit")
    settle()
    desk.type("pe note")
    desk.press(Key.Key_Return, CTRL)
    assert desk.entry(item.id).listing_reason == "Outside the scope note"
    assert desk.entry(item.id).holder == "Business unit"


def test_a_claim_needs_its_reason_beside_the_field(desk: Desk) -> None:
    item = ready(desk.office, 1, "Letter of the hospital about an appointment in March 2015")
    desk.go("disclosure", entry=item.id)
    claim = desk.page.entry.answers.claim
    claim.set_value("claimed")
    claim.changed.emit()
    desk.press(Key.Key_S, CTRL)
    assert "A category alone is not enough" in desk.page.entry.answers.reason.error
    desk.page.entry.answers.reason.focus()
    desk.type(making.REASON)
    desk.press(Key.Key_S, CTRL)
    assert desk.entry(item.id).claim is SensitivityClaim.CLAIMED
    assert desk.entry(item.id).privilege is Privilege.NONE


def test_several_at_once_has_no_owner_and_no_claim(desk: Desk) -> None:
    chosen = [ready(desk.office, at, f"Letter of the hospital about appointment {at} in spring 2015") for at in (1, 2)]
    desk.go("disclosure")
    desk.page.list.table.setFocus()
    desk.press(Key.Key_A, CTRL)
    desk.page.list.bulk_button.setFocus()
    desk.press(Key.Key_Return)
    form = desk.page.list._form
    assert set(form.form.fields) == {"location", "owner_contact", "retention_class", "retain_until", "controller_ids"}
    assert set(form.form.fields) == entries.BULK
    desk.type("Strong room, by appointment")
    desk.press(Key.Key_Return, CTRL)
    assert {desk.entry(one.id).location for one in chosen} == {"Strong room, by appointment"}


def test_words_typed_at_a_lock_come_back(desk: Desk) -> None:
    item = ready(desk.office, 1, "Letter of the hospital about an appointment in March 2015")
    desk.go("disclosure", entry=item.id, field="description")
    desk.press(Key.Key_End, CTRL)
    desk.type(", with two enclosures")
    desk.page.draft()
    kept = desk.office.session.look(lambda store: store.find(Draft, record_id=item.id))
    assert kept and kept[0].body["text"].endswith("two enclosures")
    assert "enclosures" not in desk.entry(item.id).description
    place = dict(desk.page.place())
    desk.page.entry.shown = None  # as a new process begins
    desk.go("disclosure", **place)
    assert desk.page.entry.answers.description.value().endswith("two enclosures")
    desk.press(Key.Key_S, CTRL)
    assert desk.entry(item.id).description.endswith("two enclosures")
    assert not desk.office.session.look(lambda store: store.find(Draft, record_id=item.id))


def _issue(desk: Desk, folder: Path, series: Series) -> None:
    issuing.issue(desk.office.session, making.order(desk.office, series), folder)


def _rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8-sig"))))


def test_a_claim_after_the_issue_leaves_the_open_entry_and_the_page_says_so(desk: Desk, tmp_path: Path) -> None:
    item = ready(desk.office, 1, "Letter of the hospital about an appointment in March 2015")
    _issue(desk, tmp_path / "first", Series.OPEN)
    desk.go("disclosure", section="N", entry=item.id)
    assert checks.STAYS_OPEN not in words_of(desk.page)
    desk.tab_to("Is sensitivity claimed?: None claimed")
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Space)
    assert checks.STAYS_OPEN in words_of(desk.page)
    desk.tab_to("Reason for the claim")
    desk.type(making.REASON)
    desk.press(Key.Key_S, CTRL)
    assert any("claimed after it was issued" in one.text() for one in desk.page.findChildren(QAbstractButton))
    _issue(desk, tmp_path / "second", Series.OPEN)
    _issue(desk, tmp_path / "third", Series.SENSITIVE)
    now = desk.entry(item.id)
    assert (now.claim, now.number_open, now.number_sensitive) == (SensitivityClaim.CLAIMED, 1, 1)
    printed = [
        _rows_of(tmp_path / folder / "open", f"{desk.office.case.reference}-N{version}-A.csv")[0]["Description"]
        for version, folder in enumerate(("first", "second"), 1)
    ]
    assert printed[0] == printed[1] != ""


def test_an_item_no_longer_claimed_gets_the_next_open_number(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, "Letter of the hospital about an appointment in March 2015")
    item = ready(desk.office, 2, "Letter about where the child now lives", claim=SensitivityClaim.CLAIMED)
    _issue(desk, tmp_path / "first", Series.OPEN)
    _issue(desk, tmp_path / "second", Series.SENSITIVE)
    desk.go("disclosure", section="S", entry=item.id)
    desk.tab_to("Is sensitivity claimed?: Claimed")
    desk.press(Key.Key_Left)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_S, CTRL)
    _issue(desk, tmp_path / "third", Series.OPEN)
    now = desk.entry(item.id)
    assert (now.claim, now.number_open, now.number_sensitive) == (SensitivityClaim.NONE, 2, 1)
    changes = _rows_of(tmp_path / "third" / "open", f"{desk.office.case.reference}-N2-C.csv")
    assert [(row["Item"][-5:], row["What"]) for row in changes] == [("N0002", "Added")]


def test_a_block_is_said_to_be_one_and_an_item_is_split_from_it_by_keys(desk: Desk) -> None:
    block = ready(desk.office, 1, "Appointment letters of the hospital from January to June 2015, as one block")
    desk.go("disclosure", section="N", entry=block.id)
    desk.tab_to("Change: What it is")
    desk.press(Key.Key_Return)
    desk.tab_to("Stands for several items: Yes")
    desk.press(Key.Key_Space)
    desk.tab_to("Items in the block")
    desk.type("14")
    desk.press(Key.Key_Return, CTRL)
    now = desk.entry(block.id)
    assert (now.is_block, now.block_quantity) == (True, 14)
    desk.tab_to("Split")
    desk.press(Key.Key_Return)
    desk.tab_to("What the new item is")
    desk.type("Split")
    desk.tab_to("Title, internal")
    desk.type("Letter of 3 March")
    desk.press(Key.Key_Return, CTRL)
    parts = [one for one in desk.all() if one.parent_id == block.id]
    assert [(one.relation, one.title, one.listing) for one in parts] == [
        (Relation.SPLIT, "Letter of 3 March", Listing.CANDIDATE)
    ]
    assert desk.events(block.id)[-1] == "split" and desk.entry(block.id).is_block
