"""Search: words, beginnings, parts, folded letters, odd texts, and that what is deleted is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage import search, verifying
from storage.folding import fold, fold_with_places
from storage.opened import OpenVault
from tests.storage import vaults
from tests.storage.vaults import reopen

TEXTS = {
    "a": "Łukasz Ng lives at Straße 5 with Zoë O’Brien.",
    "b": "Health visitor notes about the Featherstonehaugh family",
    "c": "Wales and whales; the keeper of the lighthouse in Søndervig",
    "d": "Nguyễn Thị Đào was seen on 2 June",
    "e": "Æthelred met MÜLLER at the Ægir café",
}


@pytest.fixture
def opened(folder: Path) -> Iterator[OpenVault]:
    """A vault with those texts, a and c in case 1, the others in case 2."""
    opened = reopen(folder)

    def fill(conn) -> None:  # type: ignore[no-untyped-def]
        conn.exec_driver_sql("DELETE FROM search_text")
        for name, text in TEXTS.items():
            case = "case-1" if name in "ac" else "case-2"
            kind = "Note" if name in "ab" else "Material"
            search.put(conn, case_id=case, kind=kind, record_id=name, field="body", text=text)

    opened.write(fill)
    yield opened
    opened.close()


def found(opened: OpenVault, query: str, **options: object) -> str:
    """The names of the texts that are found, in order."""
    with opened.reading() as conn:
        return "".join(hit.record_id for hit in search.find(conn, query, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("lukasz", "a"), ("ŁUKASZ", "a"), ("łuk", "a"), ("ng", "ad"), ("Ng lives", "a"), ("strasse", "a"), ("zoe", "a"),
        ("zoë", "a"), ("o'brien", "a"), ("O’Brien", "a"), ("brien", "a"), ("stoneh", "b"), ("feather", "b"),
        ("family health", "b"), ("whales", "c"), ("wal", "c"), ("hales", "c"), ("sondervig", "c"), ("nguyen", "d"),
        ("dao", "d"), ("muller", "e"), ("aethel", "e"), ("cafe", "e"), ("2 june", "d"), ("nobody", ""),
        ("thi dao", "d"),
        ("whales nobody", ""), ("lighthouse", "c"), ("ighthous", "c"), ("5", "a"),
    ],
)  # fmt: skip
def test_what_is_typed_finds_what_is_meant(opened: OpenVault, query: str, names: str) -> None:
    assert sorted(found(opened, query)) == sorted(names)


def test_whole_words_come_before_beginnings_and_parts(opened: OpenVault) -> None:
    def add(conn) -> None:  # type: ignore[no-untyped-def]
        for name, text in (("x", "unwalled garden"), ("y", "walled garden"), ("z", "the wall")):
            search.put(conn, case_id="c", kind="Note", record_id=name, field="body", text=text)

    opened.write(add)
    assert found(opened, "wall") == "zyx"
    assert found(opened, "wall", limit=1) == "z"
    assert found(opened, "wall", limit=0) == ""


def test_narrowed_to_a_case_and_to_kinds(opened: OpenVault) -> None:
    assert found(opened, "the", case_id="case-1") == "c"
    assert sorted(found(opened, "ng", case_id="case-2")) == ["d"]
    assert found(opened, "ng", kinds=["Material"]) == "d"
    assert found(opened, "ng", kinds=["Note", "Material"], case_id="case-1") == "a"
    assert found(opened, "ng", kinds=["Letter"]) == ""


def test_a_snippet_shows_where(opened: OpenVault) -> None:
    long = "word " * 400 + "Then Łukasz came. " + "more " * 400

    def add(conn) -> None:  # type: ignore[no-untyped-def]
        search.put(conn, case_id="c", kind="Note", record_id="long", field="body", text=long)

    opened.write(add)
    with opened.reading() as conn:
        (hit,) = search.find(conn, "lukasz came", case_id="c")
    assert [hit.snippet[start:end] for start, end in hit.ranges] == ["Łukasz", "came"]
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 200


def test_a_field_is_replaced_and_dropped(opened: OpenVault) -> None:
    opened.write(
        lambda conn: search.put(conn, case_id="case-1", kind="Note", record_id="a", field="body", text="Entirely other")
    )
    assert (found(opened, "lukasz"), found(opened, "entirely")) == ("", "a")
    opened.write(lambda conn: search.put(conn, case_id="x", kind="Note", record_id="a", field="title", text="Second"))
    opened.write(lambda conn: search.drop(conn, "a", "body"))
    assert (found(opened, "entirely"), found(opened, "second")) == ("", "a")
    opened.write(lambda conn: search.put(conn, case_id="x", kind="Note", record_id="a", field="title", text=" "))
    assert found(opened, "second") == ""
    opened.write(lambda conn: search.drop(conn, "b"))
    assert found(opened, "feather") == ""


def test_a_deleted_name_is_in_no_index(opened: OpenVault) -> None:
    """What is erased leaves every segment at once."""

    def segments(word: str) -> int:
        with opened.reading() as conn:
            return sum(
                word.encode() in block
                for name in ("search_words", "search_parts")
                for block in conn.exec_driver_sql(f"SELECT block FROM {name}_data").scalars()
            )

    assert segments("eatherstonehaugh") + segments("eat") >= 2
    opened.write(lambda conn: search.drop(conn, "b"))
    assert segments("eatherstonehaugh") == 0
    assert segments("nehaugh") == 0


_ODD = (
    '"', '"unbalanced', "a AND", "NEAR(", "NEAR(a b, 2)", "col:x", "*", "-", "^a", "a*", "(", ")", "+", "{", "}",
    "x" * 100_000, "a\x00b", "\ud83d", "' OR 1=1 --", "%", "_", "\\", "\u202e", " ", "", "AND", "OR", "NOT", "body : x",
    '"a" OR "b"', ".", "،", "¨", "\U0001f426", "a " * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("query", _ODD, ids=range(len(_ODD)))
def test_no_text_is_an_error(opened: OpenVault, query: str) -> None:
    """Fault 51."""
    found(opened, query)
    found(opened, query, case_id="case-1", kinds=["Note"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
@example(query="ǰ")
@example(query="ΐ ﬃ")
def test_any_text_is_found_when_it_was_put(opened: OpenVault, query: str) -> None:
    """Fault 51: whatever was typed into a note and has a letter in it is found by typing it again."""
    opened.write(lambda conn: search.put(conn, case_id="q", kind="Note", record_id="q", field="body", text=query))
    with opened.reading() as conn:
        hits = search.find(conn, query, case_id="q")
    for hit in hits:
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.ranges)
    if query.isascii() and any(word.isalnum() for word in query.split()) and len(query.split()) == 1:
        assert [hit.record_id for hit in hits] == ["q"]


def test_an_index_out_of_step_is_made_afresh_and_said(opened: OpenVault) -> None:
    """Fault 50."""
    assert verifying.verify(opened).ok
    opened.write(
        lambda conn: conn.exec_driver_sql(
            "INSERT INTO search_parts(search_parts, rowid, body) "
            "SELECT 'delete', id, body FROM search_source WHERE body LIKE '%whales%'"
        ).close()
    )
    assert found(opened, "hales") == ""
    report = verifying.verify(opened)
    assert report.search
    assert found(opened, "hales") == "c"
    assert verifying.verify(opened).ok
    with opened.reading() as conn:
        actions = list(conn.exec_driver_sql("SELECT action FROM audit").scalars())
    assert "search.rebuilt" in actions


@given(text=st.text(max_size=60))
def test_places_lead_back_to_the_letters(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert fold(folded) == fold(fold(folded))
    if places is not None:
        assert len(places) == len(folded)
        assert places == sorted(places)
        assert all(0 <= place < len(text) for place in places)
    else:
        assert len(folded) == len(text)


def test_the_notes_of_a_whole_vault_are_found(folder: Path) -> None:
    opened = reopen(folder)
    assert len(found(opened, "lighthouse keeper", limit=100)) > 40
    assert vaults.count(opened) == 40
    opened.close()
