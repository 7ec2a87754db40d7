"""The documents beside the demonstration (closing check 1 of the script): there, whole, tagged, and about nobody."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from desktop.casework import cast as casts
from desktop.demonstration import chronology, contents, steps_documents
from desktop.demonstration.steps_documents import Wanted
from desktop.demonstration.steps_index import SEALED
from desktop.redaction import leak_gate
from desktop.redaction.leak_gate import SecretSet
from desktop.reports import catalogue
from desktop.session import Session
from storage.records import Case, Person
from tests.demo_vault import demo_built, demo_session
from tests.desktop.paper.samples import failures_of

# The first test of a worker may have to wait until the demonstration is built.
pytestmark = pytest.mark.timeout(600)
PLAN = steps_documents.plan()
MORE = {"48-draft-1-copy-1", "48-draft-1-copy-2", "48-draft-1-copy-3", "48-draft-1-copy-4", "48-draft-1-copy-5",
        "52-report-draft-3"}  # fmt: skip
SHEETS = {"1-setting-up/01-recovery-sheet", "2-running/47-recovery-sheet"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    opened = demo_session(tmp_path_factory.mktemp("demo"))
    yield opened
    opened.close()


def files_of(one: Wanted) -> list[Path]:
    folder = demo_built().exports / "plover" / one.part
    names = demo_built().facts(f"{one.step} {one.report} {one.name}".strip())["documents"]
    return [folder / f"{name}.pdf" for name in names]


def audience(one: Wanted) -> str:
    return one.audience or catalogue.reports()[one.report].template.profiles[0]


def opened(path: Path) -> pikepdf.Pdf:
    """A document, the sealed ones with what the page beside them says."""
    sealed = {file for one in PLAN if audience(one) == "internal" for file in files_of(one)}
    return pikepdf.open(path, password=SEALED) if path in sealed else pikepdf.open(path)


@cache
def words_of(path: Path) -> str:
    plain = io.BytesIO()
    with opened(path) as document:
        document.save(plain)
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=plain.getvalue(), capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_every_document_of_the_story_is_there_and_nothing_else() -> None:
    exports = demo_built().exports
    wanted = {path.relative_to(exports).as_posix() for one in PLAN for path in files_of(one)}
    there = {
        path.relative_to(exports).as_posix()
        for part in {one.part for one in PLAN} for path in (exports / "plover" / part).glob("*.pdf")
    }  # fmt: skip
    more = {*(f"3-report/{name}" for name in MORE), *SHEETS}
    assert there - wanted == {f"plover/{name}.pdf" for name in more} and wanted <= there
    assert len(there) > 80
    page = (exports / contents.NAME).read_text("utf-8")
    assert [path for path in there if Path(path).name not in page] == []


def test_every_document_opens_and_is_tagged() -> None:
    for path in sorted((demo_built().exports / "plover").rglob("[0-9][0-9]-*.pdf")):
        with opened(path) as document:
            assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root, path.name
            assert str(document.Root.Lang) == "en-GB", path.name


def test_each_kind_of_document_of_the_story_is_accessible() -> None:
    """Those made by hand for the story too, and every list of the index; copies of scanned pages have a transcript."""
    kinds: dict[str, Path] = {}
    for path in sorted((demo_built().exports / "plover").rglob("*.pdf")):
        if not {"court", "archive"} & set(path.relative_to(demo_built().exports / "plover").parts):
            kinds.setdefault(re.sub(r"[\d.]+|-[A-Z]{3,}$", "", path.stem), path)
    assert len(kinds) > 60
    assert [path.name for path in kinds.values() if failures_of(path, SEALED)] == []


def found_in(session: Session, chosen: list[Wanted]) -> list[str]:
    """Which of the files hold what their reader may not have."""
    case = session.look(lambda store: store.find(Case, code_name="Plover"))[0]
    cast = session.look(casts.cast_of, case.id)
    people = {person.id for person in session.look(lambda store: store.find(Person, case_id=case.id))}
    leaks = []
    for one in chosen:
        profile = session.look(casts.profile, audience(one))
        for path, to in zip(files_of(one), one.to or ("",), strict=True):
            recipient = demo_recipient(session, case, to) if to else ""
            assert recipient in people | {""} or one.to
            held = SecretSet.from_cast(cast, profile, recipient=recipient)
            if leak_gate.check(path.read_bytes(), "pdf", held, file_name=path.name):
                leaks.append(path.name)
    return leaks


def demo_recipient(session: Session, case: Case, key: str) -> str:
    name = {"F1": "Grace Tarnbeck", "F2": "Łukasz Wierzbęk", "F4": "May Ashvale", "C3": "Linus Ashvale"}.get(key, "")
    found = session.look(lambda store: store.find(Person, case_id=case.id, name=name)) if name else ()
    return found[0].id if found else ""


def test_nobody_is_named_to_whoever_may_not_know(session: Session) -> None:
    close = [one for one in PLAN if audience(one) in ("publication", "family", "event")]
    assert len(close) > 12
    assert found_in(session, close) == []


@pytest.mark.long
def test_nobody_of_the_whole_cast_is_named_in_any_document(session: Session) -> None:
    assert found_in(session, [one for one in PLAN if audience(one) != "internal"]) == []


def test_letters_to_one_parent_say_nothing_of_where_the_other_lives() -> None:
    mother, father = files_of(next(one for one in PLAN if one.report == "family-letter"))
    assert "Ivo" in words_of(mother) and "Ropewalk" not in words_of(mother)
    assert "Ivo" in words_of(father) and "Saltmarsh" not in words_of(father)
    assert "Ropewalk" not in words_of(father), "an address that is kept safe stands on no letter, its owner's neither"


def test_sections_are_filled_on_the_day_of_each_document() -> None:
    hollow = []
    for one in PLAN:
        sections = catalogue.reports()[one.report].template.sections
        empty = [section.empty for section in sections if section.empty and "{" not in section.empty]
        for path in files_of(one):
            said = [words for words in empty if " ".join(words.split()) in words_of(path)]
            if said:
                hollow.append((path.name, said))
    assert hollow == []


def test_the_combined_chronology_prints_every_event_and_a_box_for_what_is_marked() -> None:
    words = words_of(files_of(next(one for one in PLAN if one.report == "combined-chronology"))[0])
    neighbour = sum("T1" in one.people for one in chronology.events())
    assert words.count("[withheld") == 17 + neighbour, "and nobody who is not part of this stands beside an event"
    told = [one for one in chronology.events() if not one.withheld and "{" not in one.marked]
    first = [one.words.split()[0:4] for one in told]
    assert sum(" ".join(one) in words for one in first) > 0.9 * len(first)


def test_the_decision_of_the_chair_is_one_page_and_each_body_has_a_letter_of_its_own() -> None:
    with opened(files_of(next(one for one in PLAN if one.report == "chair-decision"))[0]) as document:
        assert len(document.pages) == 1
    letters = [words_of(path) for one in PLAN if one.report == "letter-initiating" for path in files_of(one)]
    bodies = ("National Panel of Independent Experts", "Ofsted", "Department for Education")
    assert [[body for body in bodies if body in words] for words in letters] == [[body] for body in bodies]
    assert not any("under investigation for" in words for words in letters), "a reason that is held back is not told"


def test_the_audit_page_tells_who_came_and_who_went() -> None:
    words = words_of(files_of(next(one for one in PLAN if one.report == "audit-page"))[0])
    assert all(name in words for name in ("Ruth Ellerby", "Dev Pellow", "Jo Merriden"))
    assert "Took a way into the vault away" in words and "Hallowfen" not in words


def test_a_document_made_twice_says_what_has_changed_since() -> None:
    for report in ("terms-of-reference", "publication-runbook", "assurance-report", "marker-record"):
        first, second = [files_of(one)[0] for one in PLAN if one.report == report][:2]
        assert words_of(first) != words_of(second), report


def test_the_marker_record_stands_for_each_pass() -> None:
    records = [files_of(one)[0] for one in PLAN if one.report == "marker-record"]
    assert len(records) == 3
    sizes = []
    for path in records:
        with opened(path) as document:
            sizes.append(len(document.pages))
    assert min(sizes) > 5
