"""A report with marked words is not published until they are reworded, and each place is listed, never its words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.casework import cases, marks, notes
from desktop.casework.marks import Place
from desktop.markers import registers, rows
from desktop.session import Session
from storage.records import RegisterRow
from tests.desktop.command_desk import PASSPHRASE, PEOPLE, Desk, furnished

KNOWN = registers.load("scr-2016")
SHED = "the children stayed in a shed on the allotments"
SECTION = f"Help came late in spring. A neighbour said {SHED} until June.\n\nNobody asked where they went to school."
FINDING = "It was known for weeks that the children stayed in a\u00a0shed, on the allotments, and nobody wrote it down."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with furnished(tmp_path) as made:
        made.done("review", "add", "--name", "Plover", "--reference", "SCR-2016-01")
        made.done("people", "import", "Plover", made.file("people.csv", PEOPLE))
        yield made


def opened(desk: Desk) -> Session:
    return sessions.unlock(desk.vault, PASSPHRASE)


def publish(desk: Desk, out: Path) -> tuple[int, str]:
    people = ("--profile", "publication", "--checked-by", "Margaret Stanehope")
    said = desk("report", "overview-report", "Plover", *people, "--out", out)
    return said.status, said.err


def test_a_report_waits_until_every_marked_place_is_reworded(desk: Desk, tmp_path: Path) -> None:
    session = opened(desk)
    case = session.look(cases.case_called, "Plover")
    section: RegisterRow = session.do(
        "s", rows.save, case, KNOWN["report_section"],
        {"position": 1, "heading": "what happened", "kind": "case", "words": SECTION},
    )  # fmt: skip
    finding: RegisterRow = session.do(
        "f", rows.save, case, KNOWN["finding"], {"number": 1, "title": "News travels by chance", "what": FINDING}
    )
    place = Place("RegisterRow", section.id, "words")
    for words, reason in ((SHED, "R6"), ("where they went to school", "R1")):
        at = SECTION.index(words)
        session.do("mark", marks.withhold, place, at, at + len(words), reason)
    session.close()
    out = tmp_path / "report.pdf"

    status, err = publish(desk, out)
    assert status == 3 and not list(tmp_path.glob("**/*.pdf"))
    places = re.findall(r"^ *(Section|Finding) 1, .*line \d+, character \d+: mark$", err, re.MULTILINE)
    assert sorted(places) == ["Finding", "Section", "Section"], err
    assert not re.search("shed|allotment|school", err)

    session = opened(desk)
    with_less = SECTION.replace(f" A neighbour said {SHED} until June.", "")
    with_less = with_less.replace("where they went to school", "more")
    session.do("reword", rows.save, case, KNOWN["report_section"], {**section.values, "words": with_less}, section)
    session.close()
    status, err = publish(desk, out)
    assert status == 3 and "Finding 1" in err, "what is quoted elsewhere must be reworded as well"
    assert err.count("Section 1") == 1, "what was written in place of marked words is looked at by a person"

    session = opened(desk)
    values = {**finding.values, "what": "It was known for weeks where they stayed, and nobody wrote it down."}
    session.do("reword", rows.save, case, KNOWN["finding"], values, finding)
    (left,) = session.look(marks.of, place)
    assert left.drifted and with_less[left.start : left.end] == "more"
    session.do("Remove a mark", marks.remove, left.id)
    session.close()
    status, err = publish(desk, out)
    assert status == 0, err
    told = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, check=True, text=True).stdout
    assert "Nobody asked more." in told and not re.search(r"\bshed|allotment|withheld", told)


def test_every_audience_gets_the_box_and_internal_gets_the_words(desk: Desk, tmp_path: Path) -> None:
    session = opened(desk)
    case = session.look(cases.case_called, "Plover")
    note, _ = session.do("n", notes.write, case.id, title="A call", text=f"He said {SHED}.")
    at = note.text.index(SHED)
    session.do("mark", marks.withhold, Place("Note", note.id, "text"), at, at + len(SHED), "R9")
    values = {"number": 1, "title": "News travels by chance", "what": FINDING}
    session.do("f", rows.save, case, KNOWN["finding"], values)
    session.close()
    out = tmp_path / "findings.json"
    desk.done("report", "findings-extract", "Plover", "--profile", "board", "--out", out)
    assert "[withheld]" in out.read_text() and "shed" not in out.read_text()
