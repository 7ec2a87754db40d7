"""THIRD-PARTY.txt says what the lock holds, and nothing in it forbids giving Caseward away under the MIT licence."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.test_lock import locked

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "THIRD-PARTY.txt").read_text(encoding="utf-8")
WELCOME = {
    "MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0", "MPL-1.1",
    "LGPL-3.0-only", "Zlib", "CNRI-Python", "public domain",
}  # fmt: skip


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "installer" / "licences.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed() -> list[tuple[str, str, str]]:
    section = TEXT.split("Packages\n--------\n")[1].split("\n\nCarried")[0]
    return re.findall(r"^(\S+) (\S+): (.+)$", section, re.MULTILINE)


def test_it_lists_what_the_run_lock_holds() -> None:
    assert [row[:2] for row in listed()] == sorted((name, version) for name, version, _ in locked("run"))


def test_it_is_what_the_generator_writes(generator: ModuleType) -> None:
    assert generator.written() == TEXT


def test_every_licence_is_one_caseward_can_stand_on() -> None:
    for name, _, terms in listed():
        assert any(term in WELCOME for term in re.split(r" AND | OR |, chosen of .*", terms) if term), (
            f"{name}: {terms}"
        )
        assert "AGPL" not in terms, name


def test_notices_that_must_travel_are_there() -> None:
    for words in (
        "ZETETIC LLC",
        "OpenSSL",
        "GNU Lesser General Public License, version 3",
        "Gentium",
        "Source Sans",
        "OFL-1.1",
    ):
        assert words in TEXT
    assert (ROOT / "installer" / "notices" / "sqlcipher.txt").read_text(encoding="utf-8") in TEXT
    assert len(list((ROOT / "resources" / "fonts").glob("OFL*.txt"))) == 2


@pytest.mark.parametrize("module", ["fitz", "pymupdf", "borb", "names_dataset"])
def test_packages_that_caseward_cannot_carry_are_absent(module: str) -> None:
    assert importlib.util.find_spec(module) is None
