"""The locks: no address, everything by hash, in step with pyproject.toml and with each other."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "installer"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("run", "test", "freeze")


def text(lock: str) -> str:
    return (INSTALLER / f"{lock}.lock").read_text(encoding="utf-8")


def locked(lock: str) -> list[tuple[str, str, str]]:
    """Package, version and marker of each entry; a package may have one version here and another there."""
    return re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)(?: ; ([^\\\n]+?))? \\$", text(lock), re.MULTILINE)


def versions(lock: str, package: str) -> list[str]:
    return [version for name, version, _ in locked(lock) if name == package]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_and_no_path_of_a_machine(lock: str) -> None:
    assert not re.search(r"https?:|file:|--index|--find-links|--extra|--trusted|^\s*#.*\s/", text(lock), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_exact_and_hashed(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n|^\s*#.*\n?", "", text(lock), flags=re.MULTILINE).strip())
    assert len(entries) == len(locked(lock)) > 30
    for entry in entries:
        assert re.match(r"[a-z0-9_.-]+==\S+( ; [^\\]+)? \\\n", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_each_lock_says_how_it_is_remade(lock: str) -> None:
    assert "python installer/locks.py" in "".join(text(lock).splitlines()[:2])


def test_the_other_locks_hold_the_run_lock() -> None:
    for other in ("test", "freeze"):
        assert set(locked("run")) <= set(locked(other))


def test_what_pyproject_asks_for_is_locked_within_its_range() -> None:
    groups = PROJECT["dependency-groups"]
    wanted = {
        "run": [*PROJECT["project"]["dependencies"], *groups["setup"]],
        "test": groups["test"],
        "freeze": groups["freeze"],
    }
    for lock, lines in wanted.items():
        for line in lines:
            requirement = Requirement(line)
            held = versions(lock, canonicalize_name(requirement.name))
            assert any(requirement.specifier.contains(version) for version in held), f"{line}; {lock}.lock has {held}"
            # Without a marker the range is for every computer, so every entry must keep to it.
            assert requirement.marker or all(requirement.specifier.contains(version) for version in held), line


def test_the_lock_brings_what_builds_caseward() -> None:
    (asked,) = (Requirement(line) for line in PROJECT["build-system"]["requires"])
    (held,) = versions("run", asked.name)
    assert asked.specifier.contains(held)


def test_tools_for_testing_stay_out_of_what_users_run() -> None:
    assert not {"pytest", "hypothesis", "mypy", "ruff", "faker", "pyinstaller", "uv"} & {
        name for name, _, _ in locked("run")
    }


def test_the_list_of_wheels_is_of_these_locks() -> None:
    wheels = json.loads((INSTALLER / "wheels.json").read_text(encoding="utf-8"))
    listed = {(name, version) for name, by_version in wheels.items() for version in by_version}
    assert listed == {(name, version) for lock in LOCKS for name, version, _ in locked(lock)}
