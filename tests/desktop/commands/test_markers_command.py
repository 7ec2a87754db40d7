"""``caseward markers``: lists the framework for people and, with ``--json``, for scripts."""

from __future__ import annotations

import argparse
import json

import pytest

from desktop.commands import markers


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    markers.add_parser(parser.add_subparsers())
    args = parser.parse_args(["markers", *arguments])
    return int(args.run(args))


def test_json_holds_the_whole_framework(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["framework"]["id"] == "scr-2016"
    assert (len(told["clusters"]), len(told["markers"]), len(told["questions"])) == (3, 18, 107)
    assert {marker["id"] for marker in told["markers"] if "equality" in marker} == {"QM4", "QM12", "QM14"}
    assert {question["marker"] for question in told["questions"]} == {marker["id"] for marker in told["markers"]}
    first = told["markers"][0]
    assert first["knowledge"] == {"none_identified": True, "references": []}
    assert {"source", "place", "date", "checked"} <= first["guidance"]["references"][0].keys()
    assert {"stages", "registers", "fields"} <= told.keys()
    of_registers = {(table["id"], field) for table in told["registers"] for field in table["fields"]}
    assert of_registers == {(field["register"], field["id"]) for field in told["fields"]}


def test_another_framework_fits_the_same_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--json", "--framework", "sar-2022") == 0
    told = json.loads(capsys.readouterr().out)
    assert (len(told["markers"]), told["questions"], told["framework"]["depth"]) == (15, [], "names")


def test_the_list_for_people_names_clusters_markers_and_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "18 markers, 107 questions"
    assert sum(line.startswith("        ") for line in lines) == 107
    assert "Running the review" in lines


def test_an_unknown_framework_is_wrong_use_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--framework", "scr-1999") == 2
    told = capsys.readouterr()
    assert told.out == "" and "scr-2016, sar-2022" in told.err
