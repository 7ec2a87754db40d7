"""The chain of the analysis: read from registers, followed both ways, linked and taken apart again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.casework import notes
from desktop.errors import UserError
from desktop.markers import chain as chains
from desktop.markers import registers, rows
from desktop.markers.chain import Chain
from storage.records import RegisterRow
from tests.desktop.conftest import Office


def save(office: Office, register: str, **values: Any) -> RegisterRow:
    known = registers.load(office.case.framework)[register]
    return office.session.do("row", rows.save, office.case, known, values)


@pytest.fixture
def written(office: Office) -> dict[str, str]:
    """Two threads of analysis: one from a note to a question, one that ends at its factor."""
    note, _ = office.session.do("note", notes.write, office.case.id, title="Talk with a nurse", text="Words.")
    first = save(office, "episode", title="Three missed appointments", appraisal="mixed", explanation="Nobody saw all.")
    second = save(office, "episode", title="The winter rota", appraisal="adequate")
    event = save(office, "episode_event", episode=first.id, on="2016-03-03", what="A letter went astray", note=note.id)
    factor = save(
        office, "contributory_factor", episode=first.id, code="systems", polarity="hindered", words="No shared record"
    )
    loose = save(
        office, "contributory_factor", episode=second.id, code="workload", polarity="hindered", words="Vacant posts"
    )
    finding = save(
        office, "finding", number=2, title="News travels by chance", what="It depends on a call.", kind="explanatory",
        in_case="Three letters.", episodes=[first.id], factors=[factor.id],
    )  # fmt: skip
    asked = save(office, "consideration", finding=finding.id, kind="question", text="How would you know?")
    save(
        office, "finding_evidence", finding=finding.id, claim="generality", source_type="audit", counter="yes",
        shows="One surgery has an alert.",
    )  # fmt: skip
    ids = {"note": note, "first": first, "second": second, "event": event, "factor": factor, "loose": loose}
    return {name: row.id for name, row in (ids | {"finding": finding, "asked": asked}).items()}


def chain_of(office: Office) -> Chain:
    found = office.session.look(chains.read, office.case.id)
    assert found is not None
    return found


def test_steps_stand_in_their_columns_with_their_facts(office: Office, written: dict[str, str]) -> None:
    chain = chain_of(office)
    assert [len(chain.of(one.id)) for one in chain.plan.columns] == [1, 1, 2, 2, 1, 1]
    source, finding = chain.step(written["note"]), chain.step(written["finding"])
    assert source is not None and (source.kind, source.second) == ("Note", "W0001")
    assert finding is not None and (finding.words, finding.second) == ("2 News travels by chance", "Explanatory")


def test_a_path_is_all_that_a_step_rests_on_and_all_that_rests_on_it(
    office: Office, written: dict[str, str]
) -> None:
    chain = chain_of(office)
    thread = {written[name] for name in ("note", "event", "first", "factor", "finding", "asked")}
    assert chain.path(written["factor"]) == thread
    assert chain.path(written["loose"]) == {written["loose"], written["second"]}
    assert [step.id for step in chain.before(written["event"])] == [written["note"]]
    straight = (written["first"], written["finding"])
    assert straight in chain.pairs and straight not in chain.drawn, "the way over the factor says the same"
    office.session.do("unlink", chains.unlink, office.case.id, written["factor"], written["finding"])
    assert straight in chain_of(office).drawn


def test_what_the_registers_say_of_a_finding_is_told_with_what_stands_against_it(
    office: Office, written: dict[str, str]
) -> None:
    told = office.session.look(chains.told, office.case.id, written["finding"])
    assert [(one.title, one.texts) for one in told] == [
        ("In this case, and beyond it", ("Three letters.",)), ("Against it", ("One surgery has an alert.",))
    ]  # fmt: skip
    assert office.session.look(chains.told, office.case.id, written["note"]) == ()


def test_two_steps_are_linked_in_the_field_that_holds_it_and_undo_takes_it_back(
    office: Office, written: dict[str, str]
) -> None:
    do = office.session.do
    do("link", chains.link, office.case.id, written["loose"], written["finding"])
    assert written["loose"] in chain_of(office).path(written["asked"])
    office.session.undo()
    assert written["loose"] not in chain_of(office).path(written["asked"])
    do("link", chains.link, office.case.id, written["finding"], written["second"])
    do("unlink", chains.unlink, office.case.id, written["second"], written["finding"])
    assert written["second"] not in chain_of(office).path(written["finding"])
    assert written["first"] in chain_of(office).path(written["finding"])


def test_a_field_that_holds_one_step_is_not_overwritten(office: Office, written: dict[str, str]) -> None:
    do = office.session.do
    with pytest.raises(UserError, match="linked to another step already"):
        do("link", chains.link, office.case.id, written["event"], written["second"])
    do("unlink", chains.unlink, office.case.id, written["event"], written["first"])
    do("link", chains.link, office.case.id, written["event"], written["second"])
    assert written["loose"] in chain_of(office).path(written["note"])


def test_steps_that_have_nothing_to_do_with_each_other_cannot_be_linked(
    office: Office, written: dict[str, str]
) -> None:
    for pair in (("note", "finding"), ("event", "factor"), ("asked", "asked")):
        with pytest.raises(UserError, match="cannot be linked"):
            office.session.do("link", chains.link, office.case.id, *(written[name] for name in pair))
    with pytest.raises(UserError, match="cannot be linked"):
        office.session.do("unlink", chains.unlink, office.case.id, written["loose"], written["finding"])
    assert {step.id for step in chain_of(office).partners(written["loose"])} == {written["first"], written["finding"]}


def test_a_framework_without_a_chain_has_none() -> None:
    assert chains.plan("sar-2022") is None
    assert chains.plan("scr-2016") is not None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('register = "episode_event"\nwords = "what"', 'register = "episode_events"\nwords = "what"', 'id = "event"'),
        ('second = "appraisal"', 'second = "apraisal"', 'id = "episode"'),
        ('to = "asked"', 'to = "board"', 'to = "board"'),
        ('fields = ["shows"]', 'fields = ["show"]', 'title = "Against it"'),
    ],
)
def test_a_plan_with_a_mistake_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    text = Path("resources/markers/scr-2016/chain.toml").read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new)
    (tmp_path / "chain.toml").write_text(changed, encoding="utf-8")
    number = changed[: changed.index(line)].count("\n") + 1
    with pytest.raises(UserError, match=rf"chain\.toml, line {number}: "):
        chains.read_plan(tmp_path, registers.load("scr-2016"))
