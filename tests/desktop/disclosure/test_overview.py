"""How the next version stands, words that are still being typed, and the audited reading of an item."""

from __future__ import annotations

from pathlib import Path

from desktop.casework import cast, material, notes
from desktop.disclosure import checks, entries, issue, overview, reading
from storage.records import IndexEntry, MaterialKind, NoteKind, Series
from tests.desktop.conftest import Office
from tests.desktop.disclosure import making


def seen(office: Office, series: Series = Series.OPEN) -> overview.Overview:
    return office.session.look(overview.overview, office.case.id, series)


def test_before_the_first_issue_nothing_has_changed_and_version_one_is_next(office: Office) -> None:
    making.ready(office, 1)
    found = seen(office)
    assert (found.version, found.listed, found.changed, found.held) == (1, 1, frozenset(), None)
    assert not found.stopped


def test_the_changes_are_those_of_list_c(office: Office, tmp_path: Path) -> None:
    one, two = making.ready(office, 1), making.ready(office, 2)
    issue.issue(office.session, making.order(office), tmp_path)
    assert seen(office).changed == frozenset()
    again = office.session.look(lambda store: store.get(IndexEntry, one.id))
    office.session.do(
        "describe", entries.describe, again, "Letter of the hospital about transport to the clinic in May 2015"
    )
    three = making.ready(office, 3)
    assert seen(office).changed == {one.id, three.id}
    assert two.id not in seen(office).changed
    assert seen(office).version == 2


def test_a_word_that_looks_like_a_name_stops_until_somebody_says_it_is_none(office: Office) -> None:
    entry = making.ready(
        office, 1, description="Letter of the hospital about the Ferncastle clinic in the spring of 2015"
    )
    found = seen(office)
    assert [(one.word, one.entry_ids) for one in found.suggested] == [("Ferncastle", (entry.id,))]
    assert found.stopped and not checks.stops(found.findings)
    office.session.do("decide", cast.decide_word, office.case.id, "Ferncastle", "not_a_name")
    assert not seen(office).stopped


def test_the_lens_reads_as_the_checks_do_and_places_are_those_of_the_text(office: Office) -> None:
    making.ready(office, 1)
    lens = office.session.look(overview.Lens, office.case.id)
    text = "  Letter from Quillham General Hospital to Grace Tarnbeck about Ferncastle and a RIC"
    found = {one.code: text[one.start : one.end] for one in lens.remarks(text)}
    assert found == {"name": "Grace Tarnbeck", "suggestion": "Ferncastle", "acronym": "RIC"}
    assert lens.remarks(f"Letter about [{office.mother.code}] and an appointment in the spring of 2015") == ()
    assert office.mother.code in lens.codes()


def test_one_entry_is_looked_at_whether_or_not_it_would_be_listed(office: Office) -> None:
    entry = making.item(office, 1)
    found = office.session.look(overview.look_at, office.case.id, entry)
    assert {one.field for one in checks.stops(found)} == {"description", "owner_id", "claim"}


def test_reading_an_item_gives_its_words_and_is_in_the_audit(office: Office) -> None:
    entry = making.item(office, 1)
    opened = reading.open_item(office.session, entry.id)
    assert opened.text.strip() == "letter 1"
    lines = office.session.look(lambda store: store.activity(object_id=entry.record_id))
    assert [line.action for line in lines if line.action == "material.viewed"] == ["material.viewed"]
    assert office.session.undo_name != "Read an item", "reading is no step that could be undone"


def test_a_picture_and_what_is_distressing_stay_sheltered(office: Office) -> None:
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    result = material.add_file(office.session, office.case.id, "a.png", png, kind=MaterialKind.PHOTOGRAPH)
    assert result.entry is not None
    assert reading.open_item(office.session, result.entry.id).sheltered == "This item is a picture."
    _, entry = office.session.do(
        "note", notes.write, office.case.id, NoteKind.NOTE, text="Hard to read", distressing=True
    )
    assert "distressing" in reading.open_item(office.session, entry.id).sheltered


def test_what_is_no_file_says_that_there_is_nothing_to_read(office: Office) -> None:
    _, entry = office.session.do("thing", material.add_thing, office.case.id, MaterialKind.OTHER, "A notebook")
    opened = reading.open_item(office.session, entry.id)
    assert not opened.text and "nothing to read here" in opened.remark
