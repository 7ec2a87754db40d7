"""The manual keeps up with what it describes: commands and their options, exit statuses, keys of files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from desktop import manual
from desktop.commands import build_parser, run
from desktop.commands.markers import described
from desktop.markers import framework
from desktop.redaction import people

EVERYWHERE = {"--help", "--vault", "--passphrase-file", "--json", "--force", "--by", "--reason"}
"""Options that the chapter explains once for all commands."""


def commands(parser: argparse.ArgumentParser, path: str = "caseward") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield path, parser
    for one in below:
        for name, child in one.choices.items():
            yield from commands(child, f"{path} {name}")


def chapter(chapter_id: str) -> manual.Chapter:
    return next(one for one in manual.chapters() if one.id == chapter_id)


@pytest.mark.parametrize("path", [path for path, _ in commands(build_parser())])
def test_every_command_is_described_with_its_options(path: str) -> None:
    parser = dict(commands(build_parser()))[path]
    told = [line for line in chapter("commands").text.splitlines() if f"`{path} " in f"{line} " or f"`{path}`" in line]
    assert told, path
    options = {action.option_strings[-1] for action in parser._actions if action.option_strings} - EVERYWHERE
    assert {option for option in options if not any(option in line for line in told)} == set()


def test_what_holds_for_all_commands_is_said_once() -> None:
    text = chapter("commands").text
    for option in EVERYWHERE - {"--help"}:
        assert f"`{option}`" in text
    for status in "01234":
        assert f"- `{status}` " in text


def test_every_key_that_other_programs_may_read_is_listed() -> None:
    text = chapter("files").text
    keys = {"format", "review", "series", "version", "as_at", "items", "files"}
    keys |= {"item", "ref", "bytes", "sha256", "hashed_at", "name", "channel", "place"}
    keys |= set(described(framework.load())) | set(people.COLUMNS) | set(people.CLASS_OF_KIND)
    assert {key for key in keys if f"`{key}`" not in text} == set()


def test_a_chapter_is_read_whole_or_refused() -> None:
    read = manual.read("03-small.md", "# Small\n\nOne *thing*.\n\n## More\n\n- `caseward`\n")
    assert (read.id, read.title) == ("small", "Small")
    assert [(one.kind, one.words) for one in read.blocks] == [
        ("text", "One “thing”."), ("heading", "More"), ("item", "caseward")
    ]  # fmt: skip
    assert read.holds("thing CASEWARD") and not read.holds("thing other")
    for wrong in ("Small\n", "# Small\n\n1. One\n", "# Small\n\n> Said\n"):
        with pytest.raises(ValueError, match="03-small"):
            manual.read("03-small.md", wrong)


def test_the_command_prints_the_list_a_chapter_or_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manual"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(manual.chapters()) == 10
    assert run(["manual", "files"]) == 0
    assert capsys.readouterr().out.startswith("# Files and their keys\n")
    assert run(["manual", "nothing"]) == 2
    assert "There is no chapter “nothing”" in capsys.readouterr().err
