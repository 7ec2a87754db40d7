"""Dates and times in words: the same on every computer (GOV.UK style; storage design, section 6, row 40)."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from desktop import wording
from storage.records import PartialDate


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2016, 3, 27, 0, 59, tzinfo=UTC), "27 March 2016 at 12:59am"),
        (datetime(2016, 3, 27, 1, 0, tzinfo=UTC), "27 March 2016 at 2:00am"),
        (datetime(2016, 10, 30, 0, 30, tzinfo=UTC), "30 October 2016 at 1:30am"),
        (datetime(2016, 10, 30, 1, 30, tzinfo=UTC), "30 October 2016 at 1:30am"),
        (datetime(2016, 6, 1, 23, 30, tzinfo=UTC), "2 June 2016 at 12:30am"),
        (datetime(2016, 12, 31, 12, 0), "31 December 2016 at midday"),
    ],
)
def test_a_moment_is_shown_in_uk_time_wherever_the_computer_is(
    monkeypatch: pytest.MonkeyPatch, zone: str, moment: datetime, said: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        assert wording.uk_moment(moment) == said
    time.tzset()


def test_a_line_begins_with_a_capital_and_months_keep_theirs() -> None:
    assert wording.sentence(wording.partial_date(PartialDate.from_iso("2016-03-03"))) == "3 March 2016"
    assert wording.sentence("about March 2016") == "About March 2016"
    assert wording.sentence("") == ""
