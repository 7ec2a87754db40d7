"""Due dates by calendar and by working days, and the words for how things stand with them."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.casework import terminology
from desktop.casework.clocks import Holding, Standing, WorkingDays, add_months, due, standing, standings
from desktop.casework.terminology import Force
from desktop.errors import UserError
from resources import BUILD_YEAR
from storage.partial_date import PartialDate, Precision

SCR = terminology.load("scr-2015")
ENGLAND = WorkingDays()


def _on(year: int, month: int, day: int) -> PartialDate:
    return PartialDate.exact(date(year, month, day))


# --- working days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nation", "start", "expected"),
    [
        # Easter 2016: Good Friday everywhere, Easter Monday not in Scotland.
        ("england", date(2016, 3, 23), date(2016, 4, 1)),
        ("wales", date(2016, 3, 23), date(2016, 4, 1)),
        ("northern-ireland", date(2016, 3, 23), date(2016, 4, 1)),
        ("scotland", date(2016, 3, 23), date(2016, 3, 31)),
        # 2 January is a holiday in Scotland alone; 12 July in Northern Ireland alone; 30 November in Scotland alone.
        ("england", date(2019, 12, 31), date(2020, 1, 8)),
        ("scotland", date(2019, 12, 31), date(2020, 1, 9)),
        ("northern-ireland", date(2018, 7, 9), date(2018, 7, 17)),
        ("england", date(2018, 7, 9), date(2018, 7, 16)),
        ("scotland", date(2018, 11, 26), date(2018, 12, 4)),
        # Christmas and New Year on Sundays: 26 and 27 December and 2 January are holidays.
        ("england", date(2016, 12, 23), date(2017, 1, 4)),
    ],
)
def test_five_working_days_follow_the_bank_holidays_of_the_nation(nation: str, start: date, expected: date) -> None:
    found = due(SCR.clock("notify-incident"), PartialDate.exact(start), WorkingDays(nation))
    assert found.first == found.last == expected


def test_a_boards_own_closures_are_not_working_days() -> None:
    closed = WorkingDays(closures=frozenset({date(2016, 3, 8), date(2016, 3, 12)}))
    clock = SCR.clock("notify-incident")
    assert due(clock, _on(2016, 3, 3), ENGLAND).last == date(2016, 3, 10)
    assert due(clock, _on(2016, 3, 3), closed).last == date(2016, 3, 11)


def test_an_unknown_nation_is_refused() -> None:
    with pytest.raises(KeyError):
        WorkingDays("mercia")


@given(st.dates(date(2015, 1, 1), date(2027, 6, 1)), st.integers(0, 60), st.sampled_from(["england", "scotland"]))
def test_working_days_there_and_back(start: date, count: int, nation: str) -> None:
    days = WorkingDays(nation)
    end = days.move(start, count)
    assert sum(days.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)) == count
    assert count == 0 or days.works(end)
    if days.works(start):
        assert days.move(end, -count) == start


def test_a_clock_that_runs_past_the_known_bank_holidays_says_so() -> None:
    last = date(BUILD_YEAR + 1, 12, 31)
    clock = SCR.clock("notify-incident")
    assert ENGLAND.known_until == last
    assert due(clock, PartialDate.exact(last - timedelta(days=20)), ENGLAND).warning == ""
    late = due(clock, PartialDate.exact(last - timedelta(days=2)), ENGLAND)
    assert late.last is not None and late.last > last
    assert late.warning.startswith(f"Bank holidays after 31 December {BUILD_YEAR + 1} are not known for certain.")
    assert due(SCR.clock("complete"), PartialDate.exact(last), ENGLAND).warning == ""


# --- calendar -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "start", "expected"),
    [
        ("decide", date(2016, 1, 31), date(2016, 2, 29)),
        ("complete", date(2016, 8, 31), date(2017, 2, 28)),
        ("complete", date(2016, 3, 21), date(2016, 9, 21)),
        ("online", date(2016, 2, 29), date(2017, 2, 28)),
        ("reasons-to-panel", date(2016, 12, 24), date(2017, 1, 7)),
        ("copy-to-panel", date(2016, 11, 3), date(2016, 10, 27)),
        ("response", date(2016, 11, 3), date(2016, 11, 3)),
    ],
)
def test_days_and_months_of_the_calendar(clock: str, start: date, expected: date) -> None:
    found = due(SCR.clock(clock), PartialDate.exact(start), ENGLAND)
    assert found.exact and found.last == expected


def test_working_days_before_an_event() -> None:
    clock = terminology.load("cspr-2018").clock("copy-to-panel")
    assert due(clock, _on(2019, 4, 24), ENGLAND).last == date(2019, 4, 11)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-30, 30))
def test_months_never_skip_a_month(start: date, months: int) -> None:
    moved = add_months(start, months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day <= start.day


def test_a_date_that_is_not_exact_gives_two_days_and_none_gives_none() -> None:
    clock = SCR.clock("complete")
    found = due(clock, PartialDate.month(2016, 3), ENGLAND)
    assert (found.first, found.last, found.exact) == (date(2016, 9, 1), date(2016, 9, 30), False)
    assert found.words == "between 1 September 2016 and 30 September 2016"
    nothing = due(clock, PartialDate(), ENGLAND)
    assert (nothing.first, nothing.exact) == (None, False)
    assert nothing.words == "counts from the day that the review was initiated"


# --- how things stand -----------------------------------------------------------------------------------------------


def _stand(today: date, done: PartialDate | None = None, why: str = "", clock: str = "complete") -> Standing:
    return standing(due(SCR.clock(clock), _on(2016, 3, 21), ENGLAND), today=today, done=done, explanation=why)


@pytest.mark.parametrize(
    ("today", "done", "why", "holding", "words"),
    [
        (date(2016, 5, 1), None, "", Holding.RUNNING, "21 September 2016"),
        (date(2016, 9, 18), None, "", Holding.DUE, "in 3 days"),
        (date(2016, 9, 20), None, "", Holding.DUE, "in 1 day"),
        (date(2016, 9, 21), None, "", Holding.DUE, "today"),
        (date(2016, 9, 25), None, "", Holding.LATE, "4 days late: say why"),
        (date(2016, 9, 25), None, " ", Holding.LATE, "4 days late: say why"),
        (date(2016, 9, 25), None, "The trial.", Holding.LATE_EXPLAINED, "4 days late, explained"),
        (date(2016, 12, 1), _on(2016, 9, 21), "", Holding.DONE, "done in time"),
        (date(2016, 12, 1), _on(2016, 9, 22), "", Holding.DONE_LATE, "done 1 day late: say why"),
        (date(2016, 12, 1), _on(2016, 9, 22), "Snow.", Holding.DONE_LATE_EXPLAINED, "done 1 day late, explained"),
    ],
)
def test_words_for_how_a_clock_stands(
    today: date, done: PartialDate | None, why: str, holding: Holding, words: str
) -> None:
    stands = _stand(today, done, why)
    assert (stands.holding, stands.words) == (holding, words)
    assert stands.needs_words == words.endswith("say why")


def test_doubt_about_a_date_counts_in_favour() -> None:
    about = due(SCR.clock("complete"), PartialDate(Precision.MONTH, "2016-03"), ENGLAND)
    assert standing(about, today=date(2016, 9, 29)).holding is Holding.RUNNING
    assert standing(about, today=date(2016, 10, 2)).words == "2 days late: say why"
    assert _stand(date(2017, 1, 1), done=PartialDate.month(2016, 9)).holding is Holding.DONE


def test_what_has_to_stay_is_late_only_when_it_ended_early() -> None:
    assert _stand(date(2016, 6, 1), clock="online").words == "21 March 2017"
    assert _stand(date(2017, 3, 21), clock="online").words == "kept long enough"
    assert _stand(date(2018, 1, 1), _on(2017, 4, 1), clock="online").holding is Holding.DONE
    early = _stand(date(2018, 1, 1), _on(2017, 3, 11), clock="online")
    assert early.words == "ended 10 days early: say why" and early.needs_words
    explained = _stand(date(2018, 1, 1), _on(2017, 3, 11), "A court order.", "online")
    assert explained.words == "ended 10 days early, explained"


def test_no_word_of_failure_is_ever_used() -> None:
    for offset in range(-10, 11):
        for why in ("", "Because."):
            words = _stand(date(2016, 9, 21) + timedelta(days=offset), None, why).words
            assert not any(bad in words for bad in ("breach", "fail", "overdue", "missed"))


def test_all_clocks_of_a_case_with_those_that_wait_at_the_end() -> None:
    events = {"aware": _on(2016, 3, 1), "incident-notified": _on(2016, 3, 7), "decided": _on(2016, 4, 20)}
    stands = standings(SCR, events, ENGLAND, today=date(2016, 4, 21), explanations={"decide": "Waited for a return."})
    by_id = {one.due.clock.id: one for one in stands}
    assert by_id["notify-incident"].words == "done in time"
    assert by_id["decide"].words == "done 13 days late, explained"
    assert by_id["tell-decision"].words == "in 6 days"
    waiting = [one.holding is Holding.WAITING for one in stands]
    assert waiting == sorted(waiting) and by_id["complete"].holding is Holding.WAITING


# --- terminologies as data ------------------------------------------------------------------------------------------


def test_three_terminologies_name_the_same_things_differently() -> None:
    loaded = [terminology.load(each) for each in terminology.available()]
    assert [one.id for one in loaded] == ["scr-2015", "cspr-2018", "sar"]
    assert [one.label("board_short") for one in loaded] == ["LSCB", "partnership", "SAB"]
    assert [one.label("panel_short") for one in loaded] == ["National Panel", "Panel", ""]
    assert terminology.load() is loaded[0]
    assert len({frozenset(one.labels) - {"panel", "panel_short"} for one in loaded}) == 1
    with pytest.raises(KeyError):
        terminology.load("scr-1999")
    with pytest.raises(KeyError):
        loaded[2].clock("rapid-review")


def test_nothing_unchecked_is_shown_as_statutory() -> None:
    clocks = [clock for each in terminology.available() for clock in terminology.load(each).clocks]
    assert any(clock.claimed is Force.STATUTORY for clock in clocks)
    assert not any(clock.checked for clock in clocks)
    assert {clock.force for clock in clocks} == {Force.TARGET}
    assert all(clock.source and clock.place and clock.date for clock in clocks)


def _spoilt(tmp_path: Path, old: str, new: str) -> Path:
    shutil.copytree(Path(str(terminology.terminologies_folder())), tmp_path / "t")
    path = tmp_path / "t" / "sar.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path / "t"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "months"', 'unit = "moons"', "“unit” is one of: working days, days, months."),
        ('claimed = "target"', 'claimed = "law"', "“claimed” is one of"),
        ("offset = 6", 'offset = "6"', "“offset” needs a whole number"),
        ("checked = false", "checked = true", "“checked_by”"),
        ("done = ", "finish = ", "“finish” is not a word"),
        ('board = "Safeguarding Adults Board"', "", "“board” needs some text"),
        ("chair = ", "chairman = ", "“chairman” is not a word"),
    ],
)
def test_a_terminology_with_a_gap_is_refused_by_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(UserError) as problem:
        terminology.read(_spoilt(tmp_path, old, new), "sar.toml")
    assert said in problem.value.what and problem.value.what.startswith("sar.toml, line ")


def test_a_limit_that_somebody_checked_is_shown_for_what_it_is(tmp_path: Path) -> None:
    folder = _spoilt(tmp_path, 'claimed = "target"', 'claimed = "statutory"\nchecked_by = "Marian Osei"')
    path = folder / "sar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("checked = false", "checked = true"), encoding="utf-8")
    assert terminology.read(folder, "sar.toml").clock("complete").force is Force.STATUTORY
