"""Editions of an audience at work: each treatment that a date can be given prints what it says."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.casework import cast as casts
from desktop.casework import profiles
from storage.store import Store
from tests.desktop.conftest import Office

TEXT = "Seen on 14 March 2015 at 15:20, aged 1. Died on 7 February 2016. Meeting of 16 March 2015."
PLAIN = {
    "event_date": "14 March 2015", "clock_time": "at 15:20", "age": "aged 1.", "incident_date": "7 February 2016",
    "process_date": "16 March 2015",
}  # fmt: skip
GENERAL = {
    "event_date": "in March 2015", "clock_time": "in the afternoon", "age": "aged 1 to 4.",
    "incident_date": "in February 2016", "process_date": "of March 2015",
}  # fmt: skip


@pytest.mark.parametrize("code", ["K", "G", "D", "W", "E", "X"])
@pytest.mark.parametrize("class_id", list(PLAIN))
def test_each_treatment_of_a_date(office: Office, class_id: str, code: str) -> None:
    changes = dict.fromkeys(PLAIN, "K") | {class_id: code}
    office.session.do("edit", profiles.edit, "event", changes)

    def released(store: Store) -> tuple[str, list[str], list[str]]:
        engine = casts.releaser(
            store, office.case, "event", casts.CasePseudonyms(store, office.case.id),
            event_dates=[date(2015, 3, 14)], process_dates=[date(2015, 3, 16)], incident_dates=[date(2016, 2, 7)],
            period=(date(2014, 1, 1), date(2016, 2, 28)),
        )  # fmt: skip
        said = engine.release(TEXT).text
        return said, [one.class_id for one in engine.to_decide], [one.class_id for one in engine.blocked]

    said, to_decide, blocked = office.session.look(released)
    assert all(words in said for other, words in PLAIN.items() if other != class_id)
    assert (PLAIN[class_id] in said) == (code == "K")
    assert (GENERAL[class_id] in said) == (code == "G")
    assert ("[withheld]" in said) == (code not in "KG")
    assert (to_decide, blocked) == ([class_id] * (code == "D"), [class_id] * (code == "X"))
