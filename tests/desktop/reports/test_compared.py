"""What two exports of one document tell together: every difference, once, with all its places; and who is who."""

from __future__ import annotations

from desktop.casework import notes, people
from desktop.reports import release_review as reviews
from desktop.reports.compared import NAMES, Learned, learned
from desktop.reports.release_review import What
from desktop.reports.setting import Setting
from storage.records import NoteKind, PersonKind
from storage.store import Store
from tests.desktop.conftest import Office

TEXT = (
    "Ivo Tarnbeck was aged 2 when Joan Hallowfen saw him at Sallow Lane Primary School. Ivo was well.\n\n"
    "Grace Tarnbeck had two older brothers. Ivo was seen again, aged 2."
)


def note(office: Office, text: str, kind: NoteKind = NoteKind.NOTE) -> What:
    made, _ = office.session.do("note", notes.write, office.case.id, kind, title="A call", text=text)
    return What("text", f"Note:{made.id}:text")


def compared(office: Office, what: What, one: str, other: str) -> list[tuple[str, str]]:
    def both(store: Store) -> tuple[Learned, ...]:
        made = [
            reviews.build(
                store, office.case, what, each, recipient_id=office.mother.id if each == "family" else ""
            ).made
            for each in (one, other)
        ]
        return learned(*made)

    return [(each.first, each.second) for each in office.session.look(both)]


def test_each_difference_stands_once_with_its_places(office: Office) -> None:
    found = compared(office, note(office, TEXT), "internal", "event")
    assert len(found) == len(set(found))
    assert {first for first, _ in found} >= {"Ivo Tarnbeck", "Ivo", "Joan Hallowfen", "2", "two older brothers"}


def test_what_is_only_more_general_in_one_is_listed(office: Office) -> None:
    found = compared(office, note(office, TEXT), "board", "event")
    assert ("2", "aged 1 to 4") in found and ("two older brothers", "siblings") in found


def test_what_only_one_of_them_is_told_is_listed(office: Office) -> None:
    what = note(office, "He said the loft was cold.", NoteKind.ACCOUNT)
    found = compared(office, what, "board", "event")
    assert "loft" in " ".join(one for one, _ in found) and "[withheld]" in found[0][1]
    assert compared(office, what, "board", "board") == []


def test_two_pseudonyms_of_one_child_can_be_joined(office: Office) -> None:
    text = "Ivo Tarnbeck met Mara Tarnbeck and Otis Tarnbeck."
    for name in ("Mara Tarnbeck", "Otis Tarnbeck"):
        office.session.do("person", people.add_person, office.case.id, name, PersonKind.SUBJECT_CHILD)
    what = note(office, text)

    def both(store: Store) -> tuple[Setting, Setting, tuple[Learned, ...]]:
        first, second = (reviews.build(store, office.case, what, one).made for one in ("board", "event"))
        return first, second, learned(first, second)

    first, second, found = office.session.look(both)
    held, other = first.releaser.pseudonyms, second.releaser.pseudonyms
    named = {one: (held[one], other[one]) for one in held}
    differ = {pair for pair in named.values() if pair[0] != pair[1]}
    assert len(named) == 3 and differ, "the draws of these two audiences differ"
    assert {(one.first, one.second) for one in found if NAMES in one.places} == differ
    assert len(found) == len(differ), "in the text they are the same differences"
