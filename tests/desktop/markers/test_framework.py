"""The framework as data: what the packs hold, and that a pack with a gap is refused by file and line."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.errors import UserError
from desktop.markers import framework, judgements
from desktop.pack_file import PackFile

SET = framework.load("scr-2016")
SHIPPED = Path(str(framework.packs_folder()))


# --- what is there --------------------------------------------------------------------------------------------------


def test_the_set_of_2016_is_complete() -> None:
    assert [len(m.questions) for m in SET.markers] == [3, 9, 2, 4, 3, 4, 5, 7, 8, 7, 8, 9, 11, 7, 5, 7, 4, 4]
    assert [len(m.obstacles) for m in SET.markers] == [3, 2, 2, 1, 4, 6, 6, 3, 3, 9, 6, 7, 5, 6, 6, 2, 1, 5]
    assert {m.id: len(m.equality) for m in SET.markers if m.equality} == {"QM4": 5, "QM12": 4, "QM14": 1}
    assert [len(c.marker_ids) for c in SET.clusters] == [5, 8, 5]
    assert (SET.marker_count, SET.question_count, sum(len(m.obstacles) for m in SET.markers)) == (18, 107, 77)


def test_none_was_identified_only_where_the_source_says_so() -> None:
    assert [m.id for m in SET.markers if m.knowledge_none] == ["QM1", "QM3", "QM15", "QM16", "QM17"]
    assert [m.id for m in SET.markers if m.guidance_none] == ["QM3"]
    for marker in SET.markers:
        assert bool(marker.knowledge) != marker.knowledge_none
        assert marker.guidance


def test_every_reference_says_where_it_comes_from_and_none_claims_to_be_checked() -> None:
    references = [r for m in SET.markers for r in (*m.knowledge, *m.guidance)]
    assert all(r.source.title and r.source.date and r.place for r in references)
    assert not any(r.checked or r.checked_by for r in references)
    assert {r.source.id for r in references} == {s.id for s in SET.sources}


def test_everything_is_found_by_its_id() -> None:
    ids = [i.id for m in SET.markers for i in (*m.questions, *m.obstacles, *m.equality, *m.knowledge, *m.guidance)]
    assert len(ids) == len(set(ids))
    assert SET.question("9.5") is SET.marker("QM9").question(5)
    assert SET.cluster_of("QM9").id == "running" == SET.marker("QM9").cluster_id
    for wanted in (lambda: SET.marker("QM19"), lambda: SET.question("9.9"), lambda: framework.load("no-such-pack")):
        with pytest.raises(KeyError):
            wanted()


def test_questions_ask_and_no_text_is_given_twice() -> None:
    texts = [i.text for m in SET.markers for i in (*m.questions, *m.obstacles, *m.equality)]
    assert len(texts) == len(set(texts))
    assert all("?" in q.text for m in SET.markers for q in m.questions)


def test_factors_of_a_commission_are_lists_that_a_worksheet_can_use() -> None:
    lists = {points.id: len(points.points) for m in SET.markers for points in m.lists}
    assert lists == {
        "2.weighing": 8, "6.specified": 5, "6.case-factors": 3, "6.context-factors": 7, "9.balance": 5, "10.kinds": 3,
        "10.sources": 6, "13.requirements": 5,
    }  # fmt: skip


def test_a_second_framework_differs_in_number_and_names() -> None:
    adults = framework.load("sar-2022")
    assert (adults.marker_count, adults.question_count) == (15, 0)
    assert adults.marker("QM14").short_name != SET.marker("QM14").short_name
    assert adults.cluster_of("QM15").id == "outputs"
    assert framework.available() == ("scr-2016", "sar-2022") and framework.load() is SET


def test_words_of_judgement() -> None:
    words = judgements.load()
    assert [s.label for s in words.statuses] == [
        "Not considered", "Working on it", "Met", "Partly met", "Not met", "Not applicable", "Cannot judge yet",
    ]  # fmt: skip
    assert words.status("met").needs_evidence and words.status("not-applicable").needs_reason
    assert words.status("cannot-judge").needs_revisit
    assert [s.id for s in words.statuses if not s.needs_narrative] == ["not-considered"]
    assert [p.id for p in words.passes] == ["setting-up", "in-progress", "looking-back"]
    assert len(words.perspectives) == 4
    icons = SHIPPED.parent / "icons"
    assert all((icons / f"{status.sign}.svg").is_file() for status in words.statuses)
    with pytest.raises(KeyError):
        words.status("scored")


# --- a pack with a gap: file, text, replacement, what is said, lines below the replaced text (None: elsewhere) ----


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack that a test may spoil."""
    return Path(shutil.copytree(SHIPPED / "scr-2016", tmp_path / "pack"))


def _spoil(pack: Path, name: str, old: str, new: str) -> int:
    """Exchange the first ``old`` by ``new``; gives the line at which it was."""
    text = (pack / name).read_text(encoding="utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def _first(name: str, pattern: str) -> str:
    found = re.search(pattern, (SHIPPED / "scr-2016" / name).read_text(encoding="utf-8"), re.M)
    assert found
    return found[0]


def _question(name: str, number: int) -> str:
    return _first(name, rf"^\[\[question\]\]\nnumber = {number}\ntext = .*\n")


GAPS: dict[str, tuple[str, str, str, str, int | None]] = {
    "a question in the middle is missing": ("qm02.toml", _question("qm02.toml", 4), "", "question 4 is missing", 2),
    "the last question is missing": ("qm13.toml", _question("qm13.toml", 11), "", "question 11 is missing", -4),
    "a question is there twice": (
        "qm09.toml",
        "[[question]]\nnumber = 6",
        "[[question]]\nnumber = 5",
        "question 5 is there twice",
        1,
    ),
    "one question too many": (
        "qm03.toml",
        "[[obstacle]]",
        '[[question]]\nnumber = 3\ntext = "More?"\n\n[[obstacle]]',
        "one more",
        1,
    ),
    "an obstacle is missing": (
        "qm17.toml",
        _first("qm17.toml", r"^\[\[obstacle\]\]\nnumber = 1\ntext = .*\n"),
        "",
        "obstacle 1 is missing",
        None,
    ),
    "an equality section that the source does not have": (
        "qm01.toml",
        "[[guidance]]",
        '[[equality]]\nnumber = 1\ntext = "x"\n\n[[guidance]]',
        "says 0 of “equality”",
        1,
    ),
    "an empty text": (
        "qm05.toml",
        _first("qm05.toml", r"^statement = .*$"),
        'statement = " "',
        "“statement” needs some text",
        0,
    ),
    "an empty paragraph": ("qm05.toml", "rationale = [", 'rationale = ["",', "empty text in its list", 0),
    "a number that is text": (
        "qm05.toml",
        "[[question]]\nnumber = 1",
        '[[question]]\nnumber = "1"',
        "needs a whole number",
        1,
    ),
    "an unknown word": ("qm08.toml", "short_name", "shrt_name", "“shrt_name” is not a word", 0),
    "an unknown word in a question": (
        "qm08.toml",
        "[[question]]\n",
        "[[question]]\nscore = 3\n",
        "“score” is not a word",
        1,
    ),
    "knowledge left out in silence": (
        "qm03.toml",
        "knowledge_none = true",
        "knowledge_none = false",
        "“knowledge” is missing",
        None,
    ),
    "a source that is not listed": ("qm01.toml", 'source = "wt2015"', 'source = "wt2018"', "“wt2018” is not listed", 0),
    "checked by nobody": ("qm01.toml", "checked = false", "checked = true", "“checked_by”", 0),
    "the file of another marker": ("qm01.toml", 'id = "QM1"', 'id = "QM2"', "the file says QM2", 0),
    "text that is not TOML": (
        "qm01.toml",
        "knowledge_none = true",
        "knowledge_none = yes",
        "cannot be read as TOML",
        0,
    ),
    "a marker in no cluster": ("framework.toml", '"QM4", "QM5"]', '"QM4"]', "QM5 is in no cluster", None),
    "a marker in two clusters": (
        "framework.toml",
        '["QM6", ',
        '["QM5", "QM6", ',
        "QM5 is placed in a cluster twice",
        0,
    ),
    "a cluster with a marker too many": (
        "framework.toml",
        '"QM17", "QM18"]',
        '"QM17", "QM18", "QM19"]',
        "QM19 is in a cluster but",
        0,
    ),
    "a total that is not the sum": (
        "framework.toml",
        "question_count = 107",
        "question_count = 106",
        "says 106 questions",
        0,
    ),
    "a marker listed twice": (
        "framework.toml",
        '[[marker]]\nid = "QM5"',
        '[[marker]]\nid = "QM4"',
        "two markers QM4",
        1,
    ),
    "seventeen markers": (
        "framework.toml",
        "marker_count = 18",
        "marker_count = 17",
        "says 17 markers, and it lists 18",
        None,
    ),
    "a file that is not there": (
        "framework.toml",
        'file = "qm07.toml"',
        'file = "qm70.toml"',
        "no file qm70.toml",
        None,
    ),
}


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS.keys())
def test_a_pack_with_a_gap_is_refused_by_file_and_line(pack: Path, gap: tuple[str, str, str, str, int | None]) -> None:
    name, old, new, said, offset = gap
    line = _spoil(pack, name, old, new)
    with pytest.raises(UserError) as problem:
        framework.load_folder(pack)
    assert said in problem.value.what
    if offset is not None:
        assert problem.value.what.startswith(f"{name}, line {line + offset}:")


def test_nineteen_markers_are_refused_at_the_nineteenth(pack: Path) -> None:
    shutil.copy(pack / "qm18.toml", pack / "qm19.toml")
    entry = '[[marker]]\nid = "QM19"\nfile = "qm19.toml"\nquestions = 4\nobstacles = 5\nequality = 0\n\n[[source]]'
    _spoil(pack, "framework.toml", '"QM18"]', '"QM18", "QM19"]')
    line = _spoil(pack, "framework.toml", "[[source]]", entry)
    with pytest.raises(UserError, match="the pack says 18 markers, and it lists 19") as problem:
        framework.load_folder(pack)
    assert problem.value.what.startswith(f"framework.toml, line {line}:")


def test_a_board_may_correct_its_own_copy_and_the_stamp_changes(pack: Path) -> None:
    assert framework.load_folder(pack) == SET
    _spoil(pack, "qm01.toml", "checked = false", 'checked = true\nchecked_by = "Marian Osei"')
    corrected = framework.load_folder(pack)
    assert corrected.marker("QM1").guidance[0].checked_by == "Marian Osei"
    assert corrected.digest != SET.digest


def test_a_framework_of_any_size_fits_without_code(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_text(
        'id = "small"\nname = "Small set"\nshort_name = "Small"\ndate = "2030"\npublisher = "A board"\ndepth = "full"\n'
        'prefix = "S"\nmarker_count = 1\nquestion_count = 2\n[[cluster]]\nid = "all"\nname = "All"\nmarkers = ["S1"]\n'
        '[[marker]]\nid = "S1"\nfile = "s1.toml"\nquestions = 2\nobstacles = 0\nequality = 0\n',
        encoding="utf-8",
    )
    (tmp_path / "s1.toml").write_text(
        'id = "S1"\nnumber = 1\nshort_name = "Start"\npages = "1"\nstatement = "It starts."\nrationale = ["So."]\n'
        "knowledge_none = true\nguidance_none = true\n"
        '[[question]]\nnumber = 1\ntext = "Is it?"\nsection = "For leaders"\n'
        '[[question]]\nnumber = 2\ntext = "Was it?"\nsection = "For practitioners"\n',
        encoding="utf-8",
    )
    small = framework.load_folder(tmp_path)
    assert [q.section for q in small.marker("S1").questions] == ["For leaders", "For practitioners"]
    assert small.question("1.2").text == "Was it?" and small.sources == ()


def test_a_file_that_is_not_utf8_is_told_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_bytes(b'id = "x"\nname = "Caf\xe9"\n')
    with pytest.raises(UserError, match=r"framework\.toml, line 2: the text is not UTF-8"):
        framework.load_folder(tmp_path)


def test_lines_of_nested_tables_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        '[[stage]]\nid = "a"\n[[stage.field]]\nid = "x"\n[[stage]]\nid = "b"\n[[stage.field]]\nid = "y"\nlabel = "Y"\n',
        encoding="utf-8",
    )
    file = PackFile.read(tmp_path, "a.toml")
    assert file.line("stage", 1, "field", 0, "label") == 9
    assert file.line("stage", 0, "field", 0, "id") == 4
    assert file.line("stage", 1) == 5


# --- our words are ours ---------------------------------------------------------------------------------------------

RUN = 8


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("’", "").replace("'", ""))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _texts(value: Any, key: str = "") -> Iterator[str]:
    """Every text of parsed data but the names of documents, which are facts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for name, inner in value.items() if name != "source" for text in _texts(inner, name))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _texts(inner, key))


def test_our_wording_shares_no_run_of_words_with_the_published_one() -> None:
    folder = os.environ.get("CASEWARD_PUBLISHED", "")
    if not folder:
        pytest.skip("CASEWARD_PUBLISHED names no folder with the published markers as text to compare our wording with")
    theirs = {run for path in Path(folder).glob("*.txt") for run in _runs(path.read_text(encoding="utf-8"))}
    assert theirs
    shared = {
        (path.name, " ".join(run))
        for path in sorted((SHIPPED / "scr-2016").rglob("*.toml"))
        for text in _texts(tomllib.loads(path.read_text(encoding="utf-8")))
        for run in _runs(text)
        if run in theirs
    }
    assert not shared
