"""The documents that the stages of the wizards name, for Plover: written on the days of the script.

Each is made for its usual audience. A place that a person must decide is decided as on the release review; a document
that is still not free is left out and named in the facts of its step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.casework import cast as casts
from desktop.demonstration.desk import Desk
from desktop.errors import UserError
from desktop.reports import catalogue, export
from storage.records import Case, Worker

FOLDER = "documents"
BODIES, FAMILY, STAFF = ("HOSP", "FCS"), ("F1", "F2"), ("P6",)
REASON = "A word of the trade"
NOT_THIS_CASE = frozenset({"letter-not-initiating"})
"""A letter for the other outcome of the decision."""
PLAN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "setting up",
        "2016-07-01 16:00",
        (
            "referral-acknowledgement", "delay-note", "recommendation", "minutes", "chair-decision",
            "letter-initiating", "member-notification", "coroner-notification", "preservation-instruction",
            "purpose-statement", "terms-of-reference", "governance-statement", "agency-pack", "liaison-note",
            "family-letter", "family-leaflet", "family-answers", "practitioner-invitation", "information-sheet",
            "interview-record",
        ),
    ),
    ("running", "2016-08-02 16:00", ("delay-notice", "progress-report", "combined-chronology")),
    ("draft", "2016-10-20 18:00", ("feedback-summary", "family-comments", "publication-check")),
    (
        "outcome",
        "2016-11-08 16:00",
        ("board-response", "action-table", "publication-decision", "letter-publication", "learning-briefing"),
    ),
    (
        "publication",
        "2017-03-02 16:00",
        ("overview-report", "findings-extract", "how-we-got-here", "publication-runbook", "deposit-sheet"),
    ),
    (
        "looking back",
        "2018-03-01 16:00",
        ("assurance-report", "annual-report-extract", "lessons", "marker-record"),
    ),
)  # fmt: skip


def written(ids: tuple[str, ...]) -> Callable[[Desk], dict[str, Any]]:
    """The function of a step that writes documents; its facts name those written and those not free."""

    def work(desk: Desk) -> dict[str, Any]:
        desk.work_as("B1")
        case = desk.case("Plover")
        second = desk.look(lambda store: next(one for one in store.find(Worker) if one.id != desk.session.worker.id))
        made, held = [], {}
        for report_id in ids:
            for name, recipient in _recipients(desk, case, report_id):
                problem = _write(desk, case, report_id, name, recipient, second.id)
                if problem:
                    held[name] = problem
                else:
                    made.append(name)
        return {"documents": made, "held": held}

    return work


def _recipients(desk: Desk, case: Case, report_id: str) -> list[tuple[str, str]]:
    """File names and recipient ids: a letter for each person or body, else one document."""
    kind = catalogue.reports()[report_id].template.recipient
    if kind == "agency":
        return [(f"{report_id}-{code}", desk.bodies[code]) for code in BODIES]
    if kind == "person":
        staff, young = report_id == "practitioner-invitation", report_id == "family-leaflet"
        keys = STAFF if staff else ("C3",) if young else FAMILY[:1] if report_id != "family-letter" else FAMILY
        return [(f"{report_id}-{at}", desk.person(case, key).id) for at, key in enumerate(keys, 1)]
    return [(report_id, "")]


def _write(desk: Desk, case: Case, report_id: str, name: str, recipient: str, second: str) -> str:
    """Write one document; gives why it was not written, or nothing."""
    template = catalogue.reports()[report_id].template
    more: dict[str, Any] = {"record_id": "1"} if template.record else {}
    profile = template.profiles[0]
    out = desk.exports / "plover" / FOLDER / f"{name}.pdf"
    for again in (False, True):
        if again:
            _decide_words(desk, case, report_id, profile, recipient, more)
        try:
            export.export(
                desk.session, case, report_id, profile, out, recipient_id=recipient, second_person=second, **more
            )
        except UserError as problem:
            held = problem.code or problem.what
            if held != "undecided":
                break
        else:
            return ""
    return held


def _decide_words(desk: Desk, case: Case, report_id: str, profile: str, recipient: str, more: dict[str, Any]) -> None:
    """Decide about words that only look like names: once for the whole review."""
    ready = desk.look(lambda store: export.prepare(store, case, report_id, profile, recipient_id=recipient, **more))
    words = sorted({one.word for one in ready.suggestions if one.why == "name"})
    if words:
        desk.do("Decide about words", _not_names, case.id, words)


def _not_names(work: Any, case_id: str, words: list[str]) -> None:
    for word in words:
        casts.decide_word(work, case_id, word, "not_a_name", reason=REASON)


STEPS = [(f"documents, {name}", at, written(ids)) for name, at, ids in PLAN]
