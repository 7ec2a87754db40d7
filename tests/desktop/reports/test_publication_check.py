"""The check before publication: each of its parts speaks up on text that was written to trip it, and only then."""

from __future__ import annotations

from typing import Any

from desktop.casework import people
from desktop.paper import document as doc
from desktop.reports import catalogue, export, filling, published_parts
from desktop.reports.setting import setting
from storage.records import PersonKind
from storage.store import Store, Work
from tests.desktop.conftest import Office
from tests.desktop.reports.test_documents import KNOWN, rows

PLAIN = "The clinic was open. The family came on most days. Staff wrote down what they saw and told the next team."


def put(office: Office, register: str, **values: Any) -> Any:
    return office.session.do("put", rows.save, office.case, KNOWN[register], values)


def section(office: Office, words: str, heading: str = "What happened", position: int = 1) -> None:
    put(office, "report_section", position=position, heading=heading, kind="case", words=words)


def told(office: Office, source: str) -> list[doc.Block]:
    def build(store: Store) -> list[doc.Block]:
        made = setting(store, office.case, "internal")
        part = next(one for one in catalogue.reports()["publication-check"].template.sections if one.source == source)
        return filling.SOURCES[source](made, part)

    return office.session.look(build)


def cells(blocks: list[doc.Block]) -> list[tuple[str, ...]]:
    return [tuple(doc.plain(cell) for cell in row) for one in blocks if isinstance(one, doc.Table) for row in one.rows]


def text(blocks: list[doc.Block]) -> str:
    return " ".join(one.text for block in blocks for one in filling.released_in(block))


def test_nothing_is_found_in_plain_words(office: Office) -> None:
    section(office, PLAIN)
    assert "None of the words" in text(told(office, "check-tone"))
    # The name of the board is an abbreviation itself, and stands on the first page.
    assert [one[0] for one in cells(told(office, "check-abbreviations"))] == ["LSCB"]
    assert "Of nobody" in text(told(office, "check-people"))
    assert "No public sources are listed" in text(told(office, "check-public"))
    reading = told(office, "check-reading")
    assert "too short" not in text(reading) and "No part is long enough" in text(reading)


def test_a_word_that_blames_is_shown_with_its_sentence_wherever_the_report_prints_it(office: Office) -> None:
    section(office, f"{PLAIN} The worker failed to ring, and Grace Tarnbeck claimed that she had.")
    finding = put(office, "finding", number=1, title="Calls are not answered.", what="A call is logged.")
    put(office, "consideration", finding=finding.id, kind="question", text="Why was this tragic visit missed?")
    put(office, "report_plan", title="a title", limitations="It is obvious that records are thin.")
    found = cells(told(office, "check-tone"))
    assert ("Section 1", "failed", "Lays blame") in [one[:3] for one in found]
    assert ("Section 1", "claimed", "Doubts what somebody said") in [one[:3] for one in found]
    assert ("Finding 1", "tragic", "Is sensational") in [one[:3] for one in found]
    assert ("Section 2", "obvious that", "Speaks from hindsight") in [one[:3] for one in found]
    where = next(one[3] for one in found if one[1] == "failed")
    assert where.startswith("The worker failed to ring") and "Tarnbeck" not in where and "clinic" not in where


def test_words_inside_other_words_are_left_alone(office: Office) -> None:
    section(office, f"{PLAIN} The unfailing claimant was merely-mouthed in Shouldham.")
    assert [one[1] for one in cells(told(office, "check-tone"))] == ["merely"]


def test_an_abbreviation_is_explained_where_a_reader_meets_it_first_or_not_at_all(office: Office) -> None:
    put(office, "glossary_term", term="IMR", meaning="Individual management review", used_in=["report"])
    words = (
        "A plan for a child in need (CIN) was made. The CIN plan ended. The CPP (child protection plan) did not. "
        "The MASH met. A hub for first calls (MASH) is a good thing. The IMRs came late. The visit to A&E was short."
    )
    section(office, words)
    found = {one[0]: one[1:] for one in cells(told(office, "check-abbreviations"))}
    assert found["CIN"] == found["CPP"] == ("Section 1", "Where it stands first")
    assert found["IMRs"] == ("Section 1", "Among the words that are used")
    assert found["MASH"] == found["A&E"] == ("Section 1", "No: write it out, or explain it")


def test_long_sentences_and_hard_parts_are_shown(office: Office) -> None:
    long = "The worker " + ", and then the worker " * 14 + "went home."
    section(office, f"{PLAIN} {PLAIN}", "An easy part", 1)
    section(office, f"{long} {PLAIN}", "A long part", 2)
    hard = "Multidisciplinary organisational configurations necessitated interdepartmental reconciliation. "
    section(office, hard * 6, "A hard part", 3)
    blocks = told(office, "check-reading")
    measured = {one[0]: one for one in cells(blocks)}
    assert measured["Section 1: An easy part"][6] == ""
    assert measured["Section 2: A long part"][6] == "Long sentence"
    assert "Hard to read" in measured["Section 3: A hard part"][6]
    listed = next(one for one in cells(blocks) if one[0] == "Section 2")
    assert int(listed[1]) > 35 and listed[2].startswith("The worker")


TELLING = (
    "Ivo Tarnbeck was a boy. He had epilepsy and his mother was Polish. "
    "Grace Tarnbeck had been cautioned for theft."
)


def test_the_matrix_names_each_person_with_the_details_that_are_left_and_where(office: Office) -> None:
    section(office, TELLING)
    (first, *_rest) = told(office, "check-people")[1:]
    assert isinstance(first, doc.Table)
    people_, rows_ = [doc.plain(one) for one in first.headings], {row[0]: row[1:] for row in cells([first])}
    child = people_.index("Child A") - 1
    assert rows_["Health"][child] == "Section 1" and rows_["Identity"][child] == "Section 1"
    assert rows_["Sex"][child] == "Section 1"
    assert rows_["Kinds together"][child].endswith("to be decided")
    assert "Tarnbeck" not in text([first])


def test_what_a_public_source_tells_too_is_shown_in_its_words(office: Office) -> None:
    put(office, "public_source", kind="press", on="2016-02-09", what="the ferry; 8 February 2016")
    section(office, f"{PLAIN} He loved the ferry.")
    found = cells(told(office, "check-public"))
    assert [(one[0], one[2]) for one in found] == [("Section 1", "the ferry")] and "2016" in found[0][1]


def test_an_author_is_no_second_person(office: Office) -> None:
    values = {"checked_on": "2016-02-20", "fit": "yes", "author": office.chair.id}
    put(office, "publication_check", **values, checker=office.visitor.id)
    assert not told(office, "check-second")
    put(office, "publication_check", **{**values, "checked_on": "2016-02-21"}, checker=office.chair.id)
    assert "are the same" in text(told(office, "check-second"))


def test_what_is_checked_is_what_is_printed(office: Office) -> None:
    """Every word of the published report stands in a part of the check, as the public reads it."""
    section(office, TELLING)
    put(office, "finding", number=1, title="Ivo Tarnbeck was not seen.", what="A visit is not a child seen.")

    def both(store: Store) -> tuple[str, str]:
        made = setting(store, office.case, "board")
        checked = " ".join(words.text for part in published_parts.published(made).parts for words in part.texts)
        ready = export.prepare(store, office.case, "overview-report", "publication")
        blocks = [one for one in ready.document.blocks if not isinstance(one, (doc.Contents, doc.PageBreak))]
        return checked, " ".join(one.text for block in blocks for one in filling.released_in(block))

    checked, printed = office.session.look(both)
    left = set(printed.split()) - set(checked.split())
    assert not left - {"Finding", "1"} and "Tarnbeck" not in checked


def test_a_person_who_may_stand_in_neither_is_no_column(office: Office) -> None:
    def add(work: Work) -> None:
        people.add_person(work, office.case.id, "Sid Barrowmoor", PersonKind.THIRD_PARTY)

    office.session.do("add", add)
    section(office, f"{PLAIN} {TELLING}")
    (first, *_rest) = told(office, "check-people")[1:]
    assert all("Barrowmoor" not in doc.plain(one) for one in first.headings)  # type: ignore[attr-defined]
