"""Every document of the catalogue for every audience it is made for: accessible, small, without a box where published.

A new template is covered without a line here; a new place that lays out pages must be entered."""

from __future__ import annotations

import ast
import importlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from desktop import session as sessions
from desktop.casework import cases, people
from desktop.markers.registers import Field, Register
from desktop.paper import pdf
from desktop.redaction.released import SpanKind
from desktop.reports import export, family_copies, filling, templates
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.store import Work
from tests.desktop.conftest import PASSPHRASE, Office, furnish
from tests.desktop.reports import furnishing
from tests.desktop.reports.test_documents import case_of, ready_for

SHIPPED = templates.shipped()
EVERY = [(one, profile) for one in sorted(SHIPPED) for profile in SHIPPED[one].profiles]
PUBLISHED = [one for one, profile in EVERY if profile == "publication"]
STREET = "14 Reed Walk, Fellmarsh, QX3 7LN"
BASE, A_PAGE = 150_000, 400_000
"""A document has its fonts once; from there it grows by at most 0.4 MB a page (issue on redaction and reports)."""


class Laden(furnishing.Furnisher):
    """Writes where somebody lives into every text of every register."""

    def value(self, register: Register, field: Field) -> Any:
        made = super().value(register, field)
        return f"{made}, at {STREET}" if isinstance(made, str) and made.startswith("words on") else made


def _lay(office: Office) -> None:
    def fill(work: Work) -> None:
        people.save_person(work, office.mother, entitled=(office.child.id,))
        people.add_address(work, office.mother, STREET)
        Laden(work, office).all()

    office.session.do("fill", fill)


def _filled(office: Office) -> None:
    office.session.do("furnish", furnishing.furnish_registers, office)


def _opened(folder: Path, fill: Any) -> Iterator[Office]:
    session, _ = sessions.create(
        folder / "board.caseward", PASSPHRASE, "Ruth Ellerby", "Board manager",
        circumstances=FixedCircumstances(), argon=CHEAP,
    )  # fmt: skip
    try:
        office = furnish(session, folder)
        fill(office)
        yield replace(office, case=session.look(cases.case_called, office.case.reference))
    finally:
        session.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A case in which every register holds something; nothing changes it."""
    yield from _opened(tmp_path_factory.mktemp("every"), _filled)


@pytest.fixture(scope="module")
def laden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A case in which every text tells where somebody lives; nothing changes it."""
    yield from _opened(tmp_path_factory.mktemp("laden"), _lay)


def _made(office: Office, report_id: str, profile: str, **more: Any) -> export.Ready:
    if profile == "court":
        more |= {"order": "Order of 20 February 2016", "scope": (office.child.id,)}
    return ready_for(office, report_id, profile, **more)


def _boxes(ready: export.Ready) -> list[str]:
    told = [one for block in ready.document.blocks for one in filling.released_in(block)]
    return [span.kind.value for one in told for span in one.spans if span.kind is SpanKind.WITHHELD]


def _must_be_right(data: bytes) -> None:
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert not [failure.rule_id for failure in report.failures]
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(data) <= BASE + A_PAGE * len(document.pages)
        assert str(document.Root.Lang) == "en-GB" and document.Root.MarkInfo.Marked


@pytest.mark.parametrize(("report_id", "profile"), EVERY)
def test_a_document_is_accessible_for_each_audience(filled: Office, report_id: str, profile: str) -> None:
    ready = _made(filled, report_id, profile)
    _must_be_right(pdf.lay_out(ready.document))
    furniture = ready.document.furniture
    assert furniture.reference.text == "SCR-2016-01" and furniture.as_at.text.startswith("As at ")
    if profile == "publication":
        assert not _boxes(ready) and not furniture.marking


@pytest.mark.parametrize(
    ("report_id", "more"),
    [
        ("overview-report", {"draft": "Draft 3, copy 7 of 12", "version": "Draft 3"}),
        ("overview-report", {"draft": family_copies.READING}),
        ("marker-record", {"marker": "QM9"}),
        ("interview-record", {"record_id": "1"}),
    ],
)
def test_a_document_made_with_a_choice_is_accessible_too(
    filled: Office, report_id: str, more: dict[str, Any]
) -> None:
    _must_be_right(pdf.lay_out(_made(filled, report_id, SHIPPED[report_id].profiles[0], **more).document))


@pytest.mark.parametrize("report_id", PUBLISHED)
def test_what_is_published_holds_no_withheld_box_whatever_was_written(laden: Office, report_id: str) -> None:
    """Either nothing of the kind is printed, or the places are listed and no file is made (profiles, section 1)."""
    ready = _made(laden, report_id, "publication")
    assert ready.blocked or not _boxes(ready)
    assert all(STREET.split(",")[0] not in one.text for block in ready.document.blocks
               for one in filling.released_in(block))  # fmt: skip


# What lays out pages, and the tests that hold it to the same

LAID_OUT = {
    "desktop/reports/export.py": "tests.desktop.reports.test_every_document",
    "desktop/reports/item_copies.py": "tests.desktop.reports.test_item_copies",
    "desktop/disclosure/files.py": "tests.desktop.disclosure.test_twins",
    "desktop/disclosure/master.py": "tests.desktop.disclosure.test_master",
    "desktop/disclosure/key.py": "tests.desktop.disclosure.test_twins",
    "desktop/commands/redact.py": "tests.desktop.copies.test_transcript_and_photo",
    "desktop/exchange/archive.py": "tests.desktop.reports.test_every_document",
    "desktop/demonstration/papers.py": "tests.desktop.demonstration.test_documents",
    "desktop/demonstration/recovery_sheet.py": "tests.desktop.demonstration.test_documents",
}
"""Modules that make pages, and the test module that looks at what they make."""


def test_no_page_is_made_anywhere_else() -> None:
    found = set()
    for path in sorted(Path("desktop").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "lay_out" in text else ():
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == "lay_out":
                    found.add(path.as_posix())
    assert found == set(LAID_OUT)
    for module in set(LAID_OUT.values()):
        assert any(name.startswith("test_") for name in vars(importlib.import_module(module)))


def test_the_case_is_the_one_that_was_filled(filled: Office) -> None:
    assert case_of(filled).reference == filled.case.reference
