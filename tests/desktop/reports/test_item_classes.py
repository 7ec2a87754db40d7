"""What each audience gets of a whole item, by its kind and by what its entry claims (profiles, section 2)."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.casework import entries as kept_entries
from desktop.casework import material, notes
from desktop.disclosure import entries, requests
from desktop.errors import UserError
from desktop.reports import item_copies
from desktop.reports.item_copies import Order
from desktop.reports.release_review import What, build
from storage.records import IndexEntry, Material, MaterialKind, Note, NoteKind, Privilege, Request, SensitivityClaim
from tests.desktop.conftest import Office
from tests.desktop.intake.making import pdf

WORDS = "Ivo Tarnbeck told them of the loft, and the clinic wrote it down."
REASON = "It would show who spoke to police in confidence, and nobody in that street would ring them again."
PROFILES = ("publication", "board", "police-index", "court", "family", "event")
SENSITIVE = ("X", "[withheld]", "[withheld]", "[withheld L]", "[withheld: restricted by law]", "[withheld]")
ADVICE = (
    "X", "Correspondence with a legal adviser", "Correspondence with a legal adviser", "[withheld L]",
    "[withheld: restricted by law]", "[withheld]",
)  # fmt: skip
COURT = ("X", "[withheld]", "A document of family court proceedings", *SENSITIVE[3:])
THOUGHTS = ("X", "[withheld]", "Notes of a reviewer", "Notes of a reviewer", "[withheld: other]", "[withheld]")
FAMILY = ("D", "loft", "A record of the words of a family member", "loft", "D", "[withheld]")


def item(office: Office, kind: MaterialKind) -> Material:
    made = office.session.do("thing", material.add_thing, office.case.id, title="A paper", kind=kind)
    thing = made[0] if isinstance(made, tuple) else made
    office.session.do("words", material.type_text, thing, WORDS)
    return thing


def entry(office: Office, record: Material | Note) -> IndexEntry:
    found = office.session.look(kept_entries.entry_of, record)
    assert found is not None
    return found


def claimed(office: Office, record: Material | Note, claim: SensitivityClaim) -> None:
    office.session.do("claim", entries.claim, entry(office, record), claim, reason=REASON, by="chair")


def request(office: Office, **more: object) -> Request:
    day = date(2016, 2, 20)
    return office.session.do("ask", requests.receive, office.case.id, "annex_h", "The court", day, **more)


def told(office: Office, what: What, profile: str, request_id: str = "") -> str:
    asked = {"court": {"request_id": request_id}, "family": {"recipient_id": office.mother.id}}.get(profile, {})
    ready = office.session.look(build, office.case, what, profile, **asked)
    if ready.blocked:
        return "X"
    return "D" if ready.to_decide else " ".join(said.text for _, said in ready.made.told)


def check(office: Office, what: What, expected: tuple[str, ...]) -> None:
    asked = request(office).id
    for profile, words in zip(PROFILES, expected, strict=True):
        said = told(office, what, profile, asked)
        assert (said == words) or (words == "loft" and "the loft" in said), profile
        assert words == "loft" or "loft" not in said


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MaterialKind.LEGAL_ADVICE, ADVICE), (MaterialKind.COURT_DOCUMENT, COURT), (MaterialKind.ANALYSIS, THOUGHTS),
        (MaterialKind.FAMILY_CONTACT, FAMILY),
    ],
)  # fmt: skip
def test_an_item_by_its_kind(office: Office, kind: MaterialKind, expected: tuple[str, ...]) -> None:
    check(office, What("item", item(office, kind).id), expected)


@pytest.mark.parametrize("claim", [SensitivityClaim.CLAIMED, SensitivityClaim.UNDER_CONSIDERATION])
def test_a_sensitive_item_leaves_to_nobody(office: Office, claim: SensitivityClaim) -> None:
    paper = item(office, MaterialKind.CORRESPONDENCE)
    assert "loft" in told(office, What("item", paper.id), "board")
    claimed(office, paper, claim)
    check(office, What("item", paper.id), SENSITIVE)
    written, _ = office.session.do("note", notes.write, office.case.id, NoteKind.NOTE, title="A call", text=WORDS)
    claimed(office, written, claim)
    check(office, What("text", f"Note:{written.id}:text"), SENSITIVE)


def test_of_several_classes_the_strictest_holds(office: Office) -> None:
    paper = item(office, MaterialKind.LEGAL_ADVICE)
    claimed(office, paper, SensitivityClaim.CLAIMED)
    assert told(office, What("item", paper.id), "board") == "[withheld]", "not even that there is advice"
    letter = item(office, MaterialKind.CORRESPONDENCE)
    office.session.do("privilege", entries.save, entry(office, letter), privilege=Privilege.LITIGATION)
    assert told(office, What("item", letter.id), "police-index") == "Correspondence with a legal adviser"


def test_an_order_lifts_a_claim_where_it_names_the_item_and_never_privilege(office: Office) -> None:
    paper, advice = (item(office, kind) for kind in (MaterialKind.COURT_DOCUMENT, MaterialKind.LEGAL_ADVICE))
    claimed(office, paper, SensitivityClaim.CLAIMED)
    named = tuple(entry(office, one).id for one in (paper, advice))
    what = What("item", paper.id)
    assert told(office, what, "court", request(office, entry_ids=named).id) == "[withheld L]", "no order"
    assert told(office, what, "court", request(office, order_reference="FD16").id) == "[withheld L]", "not named"
    order = request(office, order_reference="FD16", entry_ids=named).id
    assert "the loft" in told(office, what, "court", order)
    assert told(office, What("item", advice.id), "court", order) == "[withheld L]"


def test_the_giver_of_family_words_reads_them(office: Office) -> None:
    paper = item(office, MaterialKind.FAMILY_CONTACT)
    office.session.do("from", material.save, paper, from_person_id=office.mother.id)
    assert "the loft" in told(office, What("item", paper.id), "family")


def test_nor_do_copies_of_its_pages_leave(office: Office) -> None:
    made = material.add_file(office.session, office.case.id, "scan.pdf", pdf([[WORDS]]))
    assert made.item is not None
    wanted = Order(made.item.id, "board")
    assert item_copies.look_at(office.session, office.case, wanted).survey.pages
    claimed(office, made.item, SensitivityClaim.HIGHLY)
    with pytest.raises(UserError) as refused:
        item_copies.look_at(office.session, office.case, wanted)
    assert refused.value.code == "existence" and "claimed as sensitive" in refused.value.do
    assert item_copies.look_at(office.session, office.case, Order(made.item.id, "internal")).survey.pages
