"""The documents of Plover's story, each written on the day of its step, as the script's last column but one asks.

Which they are, when and for whom is data (``resources/demo/plover-documents.toml``). Here also the five numbered copies
of the first draft, the calendar file, and the findings as data. A document that is not free stops the build.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from desktop.casework import calendar_file, case_clocks
from desktop.demonstration import words
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import text_of
from desktop.demonstration.steps_index import SEALED, write_down
from desktop.errors import UserError
from desktop.reports import catalogue, draft_copies, export
from storage.records import Case, RegisterRow, Worker

NAME = "plover-documents.toml"
HOLDERS = ("B3", "B5", "P9", "P12", "P7")
"""Who gets a numbered copy of the first draft."""
AT_THE_DESK = "2016-08-16"
"""From this day on the new manager writes the documents."""
OCCASIONS = {"02": "setting up", "59": "closing"}
"""The steps at which words that look like names are decided about, with the occasion in the list of words."""


@dataclass(frozen=True)
class Wanted:
    """A document of the story: its step, folder and moment, the report, and for whom."""

    step: str
    part: str
    at: str
    report: str
    to: tuple[str, ...]
    audience: str
    row: str
    name: str


@cache
def plan() -> tuple[Wanted, ...]:
    """Every document of the data, in order of time."""
    found = [
        Wanted(
            one["step"], part["name"], one["at"], one["report"], tuple(one.get("to", ())), one.get("as", ""),
            one.get("row", ""), one.get("name", ""),
        )
        for part in tomllib.loads(text_of(NAME))["part"]
        for one in part["document"]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at))


def written(one: Wanted) -> Callable[[Desk], dict[str, Any]]:
    """The function of a step that writes one document, for each of those it is for."""

    def work(desk: Desk) -> dict[str, Any]:
        desk.work_as("B2" if one.at > AT_THE_DESK else "B1")
        case = desk.case("Plover")
        if one.step in OCCASIONS and OCCASIONS[one.step] not in desk.facts.setdefault("words", set()):
            desk.facts["words"].add(OCCASIONS[one.step])
            words.decide(desk, case, OCCASIONS[one.step])
        for name, recipient in _recipients(desk, case, one):
            _write(desk, case, one, name, recipient)
        return {"documents": [name for name, _ in _recipients(desk, case, one)], "part": one.part}

    return work


def _recipients(desk: Desk, case: Case, one: Wanted) -> Iterator[tuple[str, str]]:
    """File names and recipient ids: a file is named after a body's code or the number of a letter, never a person."""
    stem = "-".join(part for part in (one.step, one.report, one.name) if part)
    if not one.to:
        yield stem, ""
    for at, key in enumerate(one.to, 1):
        if key in desk.bodies:
            yield f"{stem}-{key.lower()}", desk.bodies[key]
        else:
            yield (f"{stem}-{at}" if len(one.to) > 1 else stem), desk.person(case, key).id


def second_of(desk: Desk) -> str:
    """Somebody else who opens the vault, who has checked what leaves."""
    return desk.look(lambda store: next(w for w in store.find(Worker, until=None) if w.id != desk.session.worker.id)).id


def _write(desk: Desk, case: Case, one: Wanted, name: str, recipient: str) -> None:
    template = catalogue.reports()[one.report].template
    more: Mapping[str, Any] = {"record_id": one.row} if one.row else {}
    audience = one.audience or template.profiles[0]
    out = desk.exports / "plover" / one.part / f"{name}.pdf"
    second = second_of(desk)
    chosen = (desk.session, case, one.report, audience)
    phrase = SEALED if audience in export.SEALED else ""
    try:
        export.export(*chosen, out, recipient_id=recipient, second_person=second, passphrase=phrase, **more)
    except UserError as problem:
        raise RuntimeError(f"{name} is not free: {problem}{_open(desk, chosen[1:], recipient, more)}") from problem
    if phrase:
        write_down(desk, out, phrase)
    note_written(desk, out, template.about.split(":")[0], audience)


def note_written(desk: Desk, out: Path, title: str, audience: str) -> None:
    """Remember what was written, for the page that says what is where."""
    desk.facts.setdefault("written", []).append((out.relative_to(desk.exports).as_posix(), title, audience))


def _open(desk: Desk, chosen: tuple[Case, str, str], recipient: str, more: Mapping[str, Any]) -> str:
    """The words that nobody has decided about. The people of this case are invented, so they may be said."""
    ready = desk.look(lambda store: export.prepare(store, *chosen, recipient_id=recipient, **more))
    return "".join(f" [{one.why}: {one.word}]" for one in ready.suggestions)


def copies_of_draft(desk: Desk) -> dict[str, Any]:
    """Step 48: five numbered copies of the first draft, each marked with its number."""
    desk.work_as("B2")
    case = desk.case("Plover")
    ready = desk.look(lambda store: export.prepare(store, case, "overview-report", "board"))
    words.decide(desk, case, "draft")
    draft = desk.look(lambda store: store.get(RegisterRow, desk.records["draft-1"][1]))
    holders = [desk.person(case, key).id for key in HOLDERS]
    numbered = desk.do("Number the copies", draft_copies.number_copies, case, draft, holders)
    for one in numbered:
        out = desk.exports / "plover" / "3-report" / f"48-draft-1-copy-{one.number}.pdf"
        draft_copies.export_copy(desk.session, case, draft, one, "board", out)
        note_written(desk, out, "The report as a draft, numbered", "board")
    return {"copies": len(numbered), "suggestions": sorted(one.word for one in ready.suggestions)}


def recall(desk: Desk) -> dict[str, Any]:
    """The copies of the first draft are asked back and all come."""
    desk.work_as("B2")
    case = desk.case("Plover")
    draft = desk.look(lambda store: store.get(RegisterRow, desk.records["draft-1"][1]))
    asked = desk.do("Ask for the copies", draft_copies.recall, case, draft)
    for one in desk.look(draft_copies.copies, case, draft):
        desk.do("Take a copy back", draft_copies.close, case, one, "destroyed" if one.number == 3 else "returned")
    return {"asked": len(asked)}


def calendar(desk: Desk) -> dict[str, Any]:
    """Step 61: the clocks that still run, as a calendar file without names."""
    desk.work_as("B2")
    case = desk.case("Plover")
    standings = desk.look(case_clocks.standings_of, case)
    path = desk.exports / "plover" / "4-published-and-after" / "61-calendar.ics"
    note_written(desk, path, "Clocks that still run", "internal")
    calendar_file.save(path, calendar_file.calendar(case, standings, desk.clock.now()))
    return {"entries": path.read_text("utf-8").count("BEGIN:VEVENT")}


def findings_as_data(desk: Desk) -> dict[str, Any]:
    """Step 59: the findings in a form that another program reads."""
    desk.work_as("B2")
    out = desk.exports / "plover" / "4-published-and-after" / "59-findings-extract.json"
    second = second_of(desk)
    export.export(
        desk.session, desk.case("Plover"), "findings-extract", "publication", out, second_person=second
    )
    note_written(desk, out, "The findings as data", "publication")
    return {}


STEPS = [
    *((f"{one.step} {one.report} {one.name}".strip(), one.at, written(one)) for one in plan()),
    ("48 copies", "2016-09-06 19:00", copies_of_draft),
    ("48 recalled", "2016-10-03 12:00", recall),
    ("59 data", "2017-01-26 17:15", findings_as_data),
    ("61 calendar", "2017-02-23 16:30", calendar),
]
