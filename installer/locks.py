"""Remake the locks: ``python installer/locks.py`` writes run.lock, test.lock, freeze.lock and wheels.json.

A maintainer's tool; nobody else needs it or the network. The locks hold names, exact versions and SHA-256 sums,
never an address: where packages come from is the business of pip's own configuration. wheels.json lists, for each
locked package, the tags of the wheels there are, so that a test can ask without a network whether a computer that
Caseward supports would have to build something (uv's universal resolution does not ask).

With ``--upgrade`` versions move up as far as pyproject.toml lets them; without, what is locked stays. Then read
PINS.md: it says what to try again after a pin has moved.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

INSTALLER = Path(__file__).resolve().parent
ROOT = INSTALLER.parent

# Lock -> the dependency groups of pyproject.toml it holds beside the dependencies themselves.
LOCKS = {"run": ("setup",), "test": ("setup", "test"), "freeze": ("setup", "freeze")}
REMADE_BY = "python installer/locks.py"


def compile_lock(output: Path, groups: tuple[str, ...], options: list[str]) -> None:
    """Let uv resolve for every system and Python from 3.11 on; raises CalledProcessError when it cannot."""
    chosen = [argument for group in groups for argument in ("--group", group)]
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--no-config", "--custom-compile-command", REMADE_BY, *options, *chosen, "pyproject.toml"]
    subprocess.run([*command, "--output-file", str(output)], cwd=ROOT, check=True)


def of_interest(tag: str) -> bool:
    """Whether a computer that Caseward supports could ever install a wheel with this tag."""
    python, abi, platform = tag.split("-")
    systems = ("any", "win_amd64", "macosx", "x86_64")
    plain = not python.startswith("pp") and not abi.endswith("t") and "musl" not in platform
    return plain and any(name in platform for name in systems)


def wheel_tags(pylock: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """From a standard lock (PEP 751): package -> version -> tags of its wheels (``cp311-cp311-win_amd64``), sorted."""
    found: dict[str, dict[str, list[str]]] = {}
    for package in pylock["packages"]:
        names = [wheel.get("name") or wheel["url"].rsplit("/", 1)[-1] for wheel in package.get("wheels", [])]
        tags = {"-".join(name.removesuffix(".whl").split("-")[-3:]) for name in names}
        found.setdefault(package["name"], {})[package["version"]] = sorted(filter(of_interest, tags))
    return dict(sorted(found.items()))


def remake(options: list[str]) -> None:
    """Write the three locks, the later two held to the versions of the first, and the wheels there are for them."""
    for name, groups in LOCKS.items():
        held = [] if name == "run" else ["--constraints", str(INSTALLER / "run.lock")]
        compile_lock(INSTALLER / f"{name}.lock", groups, ["--generate-hashes", *held, *options])
    with tempfile.TemporaryDirectory() as folder:
        pylock = Path(folder, "pylock.toml")
        held = [argument for name in LOCKS for argument in ("--constraints", str(INSTALLER / f"{name}.lock"))]
        compile_lock(pylock, ("setup", "test", "freeze"), ["--format", "pylock.toml", *held])
        tags = wheel_tags(tomllib.loads(pylock.read_text(encoding="utf-8")))
    text = json.dumps(tags, indent=1, ensure_ascii=False)
    (INSTALLER / "wheels.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    remake(sys.argv[1:])
