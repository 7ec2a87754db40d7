"""Nothing is destroyed under a hold, before its time, or while a copy is out; what was destroyed stays in the index."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.casework import cases, item_form, marks, material
from desktop.disclosure import proceedings
from desktop.errors import FieldErrors, UserError
from storage import engine, verifying
from storage.records import Case, EntryStatus, IndexEntry, Material
from tests.desktop.conftest import Office


def brought_in(office: Office) -> Material:
    result = material.add_file(office.session, office.case.id, "x.txt", b"words")
    assert result.item is not None
    return result.item


def case_of(office: Office) -> Case:
    return office.session.look(lambda store: store.get(Case, office.case.id))


def release(office: Office) -> None:
    office.session.do("release", cases.release_hold, case_of(office), "Written advice", "Legal adviser")


def destroy(office: Office, item: Material, authority: str = "Independent chair") -> None:
    office.session.do("destroy", item_form.dispose, item.id, authority, "Shredded, cross-cut")


def plain_text(office: Office) -> str:
    """The rows of every table of the open vault, decrypted."""
    raw = engine.connect(office.session.vault.store, office.session.vault.keys.database)
    every = [name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tables = [name for name in every if not name.startswith(("search_words", "search_parts", "search_text"))]
    found = "".join(str(row) for name in [*tables, "search_text"] for row in raw.execute(f'SELECT * FROM "{name}"'))
    raw.close()
    return found


def test_a_recorded_proceeding_places_a_hold_and_only_a_person_releases_it(office: Office) -> None:
    assert case_of(office).hold and case_of(office).hold_reason == proceedings.HELD
    release(office)
    office.session.do("second", proceedings.open_proceeding, office.case.id, "The inquest", "inquest")
    assert not case_of(office).hold


def test_a_disposal_is_refused_under_a_hold(office: Office) -> None:
    item = brought_in(office)
    with pytest.raises(UserError, match="A preservation hold stands"):
        destroy(office, item)
    assert office.session.look(lambda store: store.get(Material, item.id)).deleted is False


def test_a_disposal_is_refused_before_its_time_and_while_a_copy_is_out(office: Office, tmp_path: Path) -> None:
    release(office)
    item = brought_in(office)
    item = office.session.do("keep", material.save, item, retain_until=date(2041, 5, 3))
    with pytest.raises(UserError, match="not to be destroyed before 3 May 2041"):
        destroy(office, item)
    item = office.session.do("keep", material.save, item, retain_until=None)
    material.lend(office.session, item, tmp_path, "Opened with a player", "Analyst")
    with pytest.raises(UserError, match="out on loan"):
        destroy(office, item)


def test_what_was_destroyed_stays_in_the_index_and_is_nowhere_else(office: Office) -> None:
    release(office)
    result = material.add_file(office.session, office.case.id, "x.txt", b"An unmistakable heronry was seen.")
    assert result.item is not None
    item = office.session.do("name", material.save, result.item, title="About a heronry of herons", remarks="heronry")
    text = office.session.look(material.text_of, item)
    assert text is not None
    place = marks.Place("MaterialText", text.id, "text")
    office.session.do("mark", marks.withhold, place, 3, 24, "R3", "about the heronry")
    with pytest.raises(FieldErrors) as missing:
        destroy(office, item, authority=" ")
    assert set(missing.value.errors) == {"authority"}
    assert "heronry" in plain_text(office)
    destroy(office, item)
    entry = office.session.look(lambda store: store.one(IndexEntry, record_id=item.id))
    assert entry is not None and entry.status is EntryStatus.DESTROYED
    assert entry.status_note.startswith("Shredded, cross-cut, ") and "Independent chair" in entry.status_note
    assert entry.disposal.startswith("Independent chair; Shredded") and entry.sha256 == item.sha256
    left = plain_text(office)
    assert left.count("heronry") == left.count("About a heronry of herons"), "the title of the entry, which stays"
    assert verifying.verify(office.session.vault).ok


def test_nothing_takes_a_disposal_back(office: Office) -> None:
    release(office)
    item = brought_in(office)
    destroy(office, item)
    assert office.session.undo_name == ""
    with pytest.raises(UserError, match="nothing to undo"):
        office.session.undo()
    assert office.session.look(lambda store: store.get(Material, item.id)).deleted
