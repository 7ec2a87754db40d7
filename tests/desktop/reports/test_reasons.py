"""Every reason for a mark under every audience, on the words themselves and where they are quoted (profiles, 4)."""

from __future__ import annotations

import pytest

from desktop.casework import cast as casts
from desktop.casework import marks, notes
from desktop.casework.marks import Place
from desktop.errors import UserError
from desktop.markers import texts
from desktop.redaction.marks import GROUPS
from desktop.redaction.profiles import GROUP_WORDS
from desktop.reports.setting import setting
from storage.records import Mark
from tests.desktop.conftest import Office

PASSAGES = {
    "R1": "herons were nesting beneath seven bridges", "R2": "otters crossed every frozen stream twice",
    "R3": "badgers dug tunnels under both orchards", "R4": "lambs kept falling through broken hedges",
    "R5": "foxes stole eleven chickens before dawn", "R6": "ravens circled around chimneys each evening",
    "R7": "swallows returned earlier than anybody expected", "R8": "beavers flooded three meadows near Easter",
    "R9": "martens climbed along slippery branches", "R10": "weasels chased rabbits across stubble",
    "R11": "lapwings landed beside rusting tractors", "R12": "curlews vanished over distant mudflats",
}  # fmt: skip
TEXT = " ".join(f"Then {passage}." for passage in PASSAGES.values())
QUOTED = "We read that {}, as was said."
PLAIN = ("publication", "board", "police-index", "event")
ORDER = {"R3", "R4", "R5", "R9", "R12"}
ONE_BY_ONE = {"R6", "R7", "R8", "R10"}


@pytest.fixture
def marked(office: Office) -> dict[str, Mark]:
    """A note with a passage for every reason; those of R1 and R2 are about the mother."""
    note, _ = office.session.do("note", notes.write, office.case.id, title="All", text=TEXT)
    place, made = Place("Note", note.id, "text"), {}
    for code, passage in PASSAGES.items():
        at = TEXT.index(passage)
        made[code] = office.session.do("mark", marks.withhold, place, at, at + len(passage), code)
        if code in ("R1", "R2"):
            made[code] = office.session.do("about", marks.change, made[code].id, about=office.mother.id)
    return made


def said(office: Office, made: dict[str, Mark], profile: str, **more: object) -> dict[str, tuple[str, str]]:
    """For each reason its passage as an audience gets it: where it was marked, and where it is quoted."""
    whole = ("Note", made["R1"].record_id, "text")

    def ask(store):
        at = setting(store, office.case, profile, **more)
        own = at.say(TEXT, marked=whole).text.split("Then ")[1:]
        quoted = [at.say(QUOTED.format(one)).text for one in PASSAGES.values()]
        return dict(zip(PASSAGES, zip(map(str.strip, own), quoted, strict=True), strict=True))

    return office.session.look(ask)


@pytest.mark.parametrize("profile", PLAIN)
def test_every_reason_is_one_and_the_same_box(office: Office, marked: dict[str, Mark], profile: str) -> None:
    for own, quoted in said(office, marked, profile).values():
        assert own == "[withheld]." and quoted == "We read that [withheld], as was said."


def test_a_family_is_told_the_group_in_words(office: Office, marked: dict[str, Mark]) -> None:
    for code, (own, quoted) in said(office, marked, "family", recipient_id=office.mother.id).items():
        box = f"[withheld: {GROUP_WORDS[GROUPS[code]]}]"
        assert (own, quoted) == (f"{box}.", f"We read that {box}, as was said.")


def test_internal_shows_the_words(office: Office, marked: dict[str, Mark]) -> None:
    for code, (own, quoted) in said(office, marked, "internal").items():
        assert own == f"{PASSAGES[code]}." and quoted == QUOTED.format(PASSAGES[code])


def test_a_court_without_an_order_gets_the_letter_of_the_group(office: Office, marked: dict[str, Mark]) -> None:
    for code, (own, quoted) in said(office, marked, "court").items():
        box = f"[withheld {GROUPS[code]}]"
        assert (own, quoted) == (f"{box}.", f"We read that {box}, as was said.")


@pytest.mark.parametrize("how", ["scope", "order", "passages"])
def test_a_court_lifts_what_scope_order_or_passage_names_and_nothing_else(
    office: Office, marked: dict[str, Mark], how: str
) -> None:
    given, lifted = {
        "scope": ({"scope": (office.mother.id,)}, {"R1", "R2"}),
        "order": ({"order": "CC/7"}, ORDER),
        "passages": ({"passages": (marked["R6"].id, marked["R11"].id)}, {"R6"}),
    }[how]
    for code, (own, quoted) in said(office, marked, "court", **given).items():
        assert (own == f"{PASSAGES[code]}.") is (code in lifted), code
        assert (quoted == QUOTED.format(PASSAGES[code])) is (code in lifted), code


def test_the_reasons_that_can_be_lifted_are_those_of_the_table(office: Office) -> None:
    court = office.session.look(casts.profile, "court")
    assert court.lifted_by_scope == {"R1", "R2"} and court.lifted_by_order == ORDER
    assert court.lifted_by_passage == ONE_BY_ONE


def test_a_mark_outside_its_text_stops_the_document_and_names_the_text(office: Office) -> None:
    note, _ = office.session.do("note", notes.write, office.case.id, title="Short", text="Some words.")
    place = Place("Note", note.id, "text")
    mark = office.session.do("mark", marks.withhold, place, 0, 4, "R1")
    office.session.do("damage", lambda work: work.change(mark, start=40, end=60))

    def ask(store):
        return setting(store, office.case, "board").say("Some words.", marked=("Note", note.id, "text"))

    with pytest.raises(UserError, match="outside its text") as refused:
        office.session.look(ask)
    assert refused.value.places == (f"{place.name}: mark",) and "words" not in str(refused.value.places)
    shown = office.session.look(texts.shown, office.case.id, place)
    assert [one.id for one in shown.marks] == [mark.id], "it is in the list beside the text, where it can be removed"
