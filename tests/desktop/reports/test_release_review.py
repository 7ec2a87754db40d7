"""The review before a document leaves: everything in one list, decisions that hold, and nothing written while one
is open.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.casework import marks, notes, public_facts
from desktop.casework.marks import Place
from desktop.errors import FieldErrors, UserError
from desktop.markers import rows
from desktop.reports import release_review as reviews
from desktop.reports.release_review import Line, Review, What
from storage.records import Note, NoteKind
from tests.desktop.conftest import Office
from tests.desktop.reports.test_export import words_of

TEXT = (
    "Grace Tarnbeck said that Mrs Ferncastle next door had helped. Mrs Ferncastle rang on Fridays.\n\n"
    "She was seen on 14 November 2015 by Joan Hallowfen at Sallow Lane Primary School."
)


def note(office: Office, text: str = TEXT, kind: NoteKind = NoteKind.NOTE) -> tuple[Note, What]:
    made, _ = office.session.do("note", notes.write, office.case.id, kind, title="A call", text=text)
    return made, What("text", f"Note:{made.id}:text")


def reviewed(office: Office, what: What, profile: str = "board", **more: str) -> Review:
    return office.session.look(reviews.review, office.case, what, profile, **more)


def answer(office: Office, line: Line, said: str, profile: str = "board", **more: str) -> None:
    office.session.do("Decide", reviews.decide, office.case.id, profile, line, said, **more)


def waiting(review: Review) -> list[Line]:
    return [line for line in review.lines if line.state == "decide"]


def test_every_replacement_and_suggestion_is_in_one_list_with_place_and_reason(office: Office) -> None:
    _, what = note(office)
    found = reviewed(office, what)
    (open_one,) = waiting(found)
    assert (open_one.word, open_one.count, open_one.why) == ("Ferncastle", 2, "A name? Not registered")
    assert open_one.context[1] == "Ferncastle" and open_one.context[2].startswith(" next door")
    done = {line.what: line.printed for line in found.lines if line.state == "replaced"}
    assert done[f"Name of {office.mother.code}"].casefold() == "the mother"
    assert not any("Grace" in line.what or "Hallowfen" in line.what for line in found.lines)
    assert found.open == 1 and not found.ready.free


def test_not_a_name_holds_for_the_whole_review_and_can_be_undone(office: Office) -> None:
    _, what = note(office)
    _, other = note(office, "The call of Mrs Ferncastle was not passed on.")
    answer(office, waiting(reviewed(office, what))[0], "no")
    assert (
        reviewed(office, what).open == 0 and reviewed(office, other, "family", recipient_id=office.mother.id).open == 0
    )
    (kept,) = [line for line in reviewed(office, what).lines if line.state == "kept"]
    answer(office, kept, "undo")
    assert reviewed(office, other).open == 1


def test_this_is_somebody_replaces_the_word_everywhere(office: Office) -> None:
    _, what = note(office)
    answer(office, waiting(reviewed(office, what))[0], "this", subject_id=office.visitor.id)
    found = reviewed(office, what)
    assert found.open == 0
    said = " ".join(one.text for _, one in found.ready.made.told)
    assert "Ferncastle" not in said and said.casefold().count("health visitor") == 3
    with pytest.raises(FieldErrors):
        answer(office, Line("word:x", "decide", "", "x", "", "", frozenset({"this"}), "x"), "this")


def test_a_word_withheld_is_withheld_in_every_text(office: Office) -> None:
    _, what = note(office)
    _, other = note(office, "It was Mrs Ferncastle who rang.")
    answer(office, waiting(reviewed(office, what))[0], "withhold", reason="R3")
    for one in (what, other):
        said = " ".join(text.text for _, text in reviewed(office, one).ready.made.told)
        assert "Ferncastle" not in said and "[withheld]" in said


def test_keep_holds_for_these_places_and_this_audience_alone(office: Office) -> None:
    _, what = note(office)
    answer(office, waiting(reviewed(office, what))[0], "keep")
    assert reviewed(office, what).open == 0
    assert reviewed(office, what, "police-index").open == 1, "another audience is asked again"
    _, other = note(office, "Mrs Ferncastle rang.")
    assert reviewed(office, other).open == 1, "another text is asked again"


def test_a_publication_lists_each_blocked_place_and_is_not_written(office: Office, tmp_path: Path) -> None:
    made, what = note(office, "The review heard that the plan was changed because of her illness.")
    at = made.text.index("because of her illness")
    office.session.do("Withhold", marks.withhold, Place("Note", made.id, "text"), at, at + 22, "R4")
    found = reviewed(office, what, "publication")
    (blocked,) = [line for line in found.lines if line.state == "blocked"]
    assert blocked.word == "because of her illness" and blocked.can == frozenset()
    assert blocked.places[0][0] == what.id
    with pytest.raises(UserError) as refused:
        reviews.write(
            office.session, office.case, what, "publication", tmp_path / "x.pdf", second_person=office.chair.id
        )
    assert refused.value.code == "blocked" and not list(tmp_path.glob("*.pdf"))
    assert refused.value.places == (f"{what.id}, line 1, character {at + 1}: mark",)
    office.session.do("Reword", notes.save, made, text="The review heard that the plan was changed.")
    assert not [line for line in reviewed(office, what, "publication").lines if line.state == "blocked"]


def test_words_cut_out_of_their_text_are_said_to_be_and_can_be_lifted(office: Office) -> None:
    hidden = "they slept in the van behind the boatyard"
    made, source = note(office, f"She said {hidden}. Nobody asked.")
    _, other = note(office, f"In the second talk they said that {hidden}, again.")
    at = made.text.index(hidden)
    office.session.do("Withhold", marks.withhold, Place("Note", made.id, "text"), at, at + len(hidden), "R6")

    def marked_lines(what: What, profile: str) -> list[Line]:
        return [one for one in reviewed(office, what, profile).lines if one.keys and one.keys[0].endswith(":mark")]

    (own,) = marked_lines(source, "publication")
    assert own.can == frozenset() and own.why.startswith("Reword it")
    (quoted,) = marked_lines(other, "publication")
    assert quoted.why == "Quoted: it is marked in a note" and quoted.can == frozenset()
    office.session.do("Cut", notes.save, made, text="Nobody asked.")
    for profile in ("publication", "board"):
        (cut,) = marked_lines(other, profile)
        assert cut.why == "Cut out of a note where it was marked" and cut.can == {"lift"}
    answer(office, cut, "lift")
    assert not marked_lines(other, "board") and not marked_lines(other, "publication")


RARE = "The plan was read again. Ivo Tarnbeck was a quiet boy. He was deaf and Somali, and he was found in the bath."


@pytest.mark.parametrize("profile", ["publication", "family", "event"])
def test_too_much_about_one_person_stops_an_export_until_somebody_decides(
    office: Office, tmp_path: Path, profile: str
) -> None:
    _, what = note(office, RARE)
    more = {"recipient_id": office.mother.id} if profile == "family" else {}
    (line,) = [one for one in reviewed(office, what, profile, **more).lines if one.combination]
    assert line.count >= 4 and line.state == "decide" and "Tarnbeck" not in line.what
    assert all(kind in line.what for kind in ("sex", "health", "identity", "unusual event"))
    out, second = tmp_path / "x.pdf", office.chair.id
    with pytest.raises(UserError) as refused:
        reviews.write(office.session, office.case, what, profile, out, second_person=second, **more)
    assert refused.value.code == "rare" and not out.exists()
    assert [one.rsplit(": ", 1)[1] for one in refused.value.places].count("health") == 1
    assert all(one.startswith(f"{what.id}, line 1, character ") for one in refused.value.places)
    with pytest.raises(FieldErrors):
        answer(office, line, "keep", profile)
    answer(office, line, "keep", profile, reason="The family wants it told")
    assert not [one for one in reviewed(office, what, profile, **more).lines if one.combination]
    reviews.write(office.session, office.case, what, profile, out, second_person=second, **more)
    assert out.exists()
    _, other = note(office, RARE + " He was nine years old and in prison.")
    assert [one for one in reviewed(office, other, profile, **more).lines if one.combination], "a new fact asks anew"


def test_what_stands_together_only_warns_the_board(office: Office, tmp_path: Path) -> None:
    _, what = note(office, RARE)
    found = reviewed(office, what)
    (line,) = [one for one in found.lines if one.combination]
    assert found.ready.free and (line.state, line.can) == ("noted", frozenset())
    assert reviews.write(office.session, office.case, what, "board", tmp_path / "x.pdf").exists()


def test_a_document_leaves_with_the_version_of_its_profile_in_the_audit(office: Office, tmp_path: Path) -> None:
    _, what = note(office, "Grace Tarnbeck was told by Joan Hallowfen.")
    path = reviews.write(office.session, office.case, what, "board", tmp_path / "call.pdf")
    assert "Tarnbeck" not in words_of(path) and "by the health visitor." in words_of(path)
    line = next(row for row in office.session.look(lambda store: store.activity()) if row.action == "text.exported")
    assert line.detail["profile"] == "board" and len(line.detail["profile_digest"]) == 64


def test_family_needs_a_second_person_or_gives_a_draft(office: Office, tmp_path: Path) -> None:
    _, what = note(office, "Joan Hallowfen came to the house.")
    with pytest.raises(UserError) as said:
        reviews.write(office.session, office.case, what, "family", tmp_path / "x.pdf", recipient_id=office.mother.id)
    assert said.value.code == "draft" and not (tmp_path / "x.pdf").exists()
    assert "Draft" in words_of(tmp_path / "draft" / "x.pdf")
    path = reviews.write(
        office.session,
        office.case,
        what,
        "family",
        tmp_path / "x.pdf",
        recipient_id=office.mother.id,
        second_person=office.chair.id,
    )
    assert path.exists()


@pytest.mark.parametrize(
    ("kind", "profile", "hidden"),
    [
        (NoteKind.REFLECTIONS, "board", True),
        (NoteKind.ACCOUNT, "police-index", True),
        (NoteKind.ACCOUNT, "board", False),
    ],
)
def test_the_kind_of_a_note_decides_before_its_words(
    office: Office, kind: NoteKind, profile: str, hidden: bool
) -> None:
    _, what = note(office, "The rota had three gaps that winter.", kind)
    said = " ".join(text.text for _, text in reviewed(office, what, profile).ready.made.told)
    assert ("gaps" not in said) is hidden


def test_court_and_family_need_who_it_is_for(office: Office) -> None:
    _, what = note(office)
    for profile, code in (("court", "request"), ("family", "recipient")):
        with pytest.raises(UserError) as caught:
            reviewed(office, what, profile)
        assert caught.value.code == code


def test_a_source_in_the_register_of_the_review_counts_like_one_of_the_boards_list(office: Office) -> None:
    _, what = note(office, "The child died in February 2016 after a fall from a window.")
    register = rows.registers_of(office.case)["public_source"]
    values = {"kind": "press", "what": "Fall from a window; a caravan"}
    office.session.do("Add", rows.save, office.case, register, values)
    lines = [one for one in reviewed(office, what, "publication").lines if one.state == "public"]
    assert [(one.what, one.printed) for one in lines] == [("a fall from a window", "Press")]


def test_public_sources_are_held_against_a_publication(office: Office) -> None:
    _, what = note(office, "The child died in February 2016 after a fall from a window.")
    facts = ("a fall from a window",)
    office.session.do("Add", public_facts.add, "Fellmarsh Gazette, 12 March 2016", facts)
    found = reviewed(office, what, "publication")
    assert [(one.source, len(one.places)) for one in found.public] == [("Fellmarsh Gazette, 12 March 2016", 1)]
    (line,) = [one for one in found.lines if one.state == "public"]
    assert (line.what, line.printed, line.count) == (facts[0], "Fellmarsh Gazette, 12 March 2016", 1)
    assert line.context[0].endswith("after ") and not line.can
    assert reviewed(office, what, "board").public == ()
    with pytest.raises(FieldErrors):
        office.session.do("Add", public_facts.add, " ", ())
