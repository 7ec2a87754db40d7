"""Panels that count: days between dates, what a version changed, who was heard, words of hindsight to be answered."""

from __future__ import annotations

from desktop.session import Session
from storage.records import Material, MaterialText, Person, RegisterRow
from tests.screens import settle
from tests.views.conftest import accessible_problems
from tests.views.test_markers_sheets import links, put, said
from tests.views.test_markers_wizard import case_of, frame, open_at, scene, session  # noqa: F401
from views.frame import Frame


def test_the_days_between_incident_and_referral_are_counted_as_dates_are_saved(
    frame: Frame,  # noqa: F811
    session: Session,  # noqa: F811
) -> None:
    page = open_at(frame, "QM1", "time")
    form = page.view.forms[0]
    form.fields["incident_on"].line.setText("22 January 2016")
    form.fields["reported_on"].line.setText("1 February 2016")
    form.fields["referred_on"].line.setText("8 February 2016")
    form._touched()
    form.save()
    settle()
    words = said(page.panel)
    assert {"Incident to local authority aware", "7 days", "Incident to referral made", "17 days"} <= set(words)
    assert accessible_problems(page.panel) == []


def test_two_versions_of_the_terms_of_reference_are_compared(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "scope", version=8, breadth="Health and school. No others.", proportionality="As weighed.")
    put(session, "scope", version=9, breadth="Health and school. Housing too.", proportionality="As weighed.")
    page = open_at(frame, "QM6", "scope")
    words = said(page.panel)
    assert "Version 9 against version 8" in words
    at = words.index("Version 9 against version 8")
    assert words[at + 1 : at + 6] == ["Breadth", "Taken out", "No others.", "New", "Housing too."]


def test_agencies_show_how_many_of_their_people_were_heard(frame: Frame, session: Session) -> None:  # noqa: F811
    person = session.look(lambda store: store.find(Person))[0]
    put(session, "practitioner", person=person.id, tier="middle")
    put(session, "event", people=[person.id], came=[person.id], state="held", title="Day with practitioners")
    page = open_at(frame, "QM10", "hearing")
    settle()
    words = said(page.panel)
    assert words[words.index("Middle manager") + 1] == "1 of 1 heard"
    assert "Agency not recorded" in words


def test_a_word_of_hindsight_leads_to_its_answer(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "finding", number=4, title="Alerts", what="They should have known.")
    page = open_at(frame, "QM13", "hindsight")
    settle()
    (link,) = [one for one in links(page.panel) if "should have" in one.text()]
    assert link.text() == "“should have” · Finding 4, What the finding is"
    link.click()
    settle()
    answer = session.look(lambda store: store.one(RegisterRow, register="language_check"))
    assert answer is not None
    assert (answer.values["phrase"], answer.values["response"]) == ("should have", "open")
    view = next(one for one in page.view.views if one.register.id == "language_check")
    assert view.form is not None and view.form.row.id == answer.id
    view.form.fields["response"].set_value("reworded")
    view.form._touched()
    view.form.save()
    settle()
    assert not [one for one in links(page.panel) if "should have" in one.text()]
    assert any("1 place answered" in one for one in said(page.panel))


def test_a_paper_that_says_the_purpose_otherwise_shows_the_difference(frame: Frame, session: Session) -> None:  # noqa: F811
    case = case_of(session)
    item = session.do("item", lambda work: work.add(Material(case_id=case.id, title="Press lines")))
    text = "This review is there to learn. It will find who is to blame."
    session.do("words", lambda work: work.add(MaterialText(case_id=case.id, material_id=item.id, text=text)))
    words = "This review is there to learn. It will not find who is to blame."
    statement = put(session, "purpose_statement", version=3, text=words)
    put(session, "statement_use", statement=statement.id, document="press", material=item.id)
    page = open_at(frame, "QM5", "statement")
    settle()
    told = said(page.panel)
    at = told.index("says it otherwise")
    assert told[at + 1 : at + 5] == [
        "Not there", "It will not find who is to blame.", "There instead", "It will find who is to blame.",
    ]  # fmt: skip
    assert accessible_problems(page.panel) == []
