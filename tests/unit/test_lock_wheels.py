"""No computer that Caseward supports has to build a package: each one locked has a wheel (DESIGN, section 11)."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.tags import compatible_tags, cpython_tags, mac_platforms, parse_tag

from tests.unit.test_lock import locked, versions

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
Wheels = dict[str, dict[str, list[str]]]


def _glibc(newest: int) -> list[str]:
    modern = [f"manylinux_2_{minor}_x86_64" for minor in range(newest, 4, -1)]
    return [*modern, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"]


# Computer -> the platforms a wheel for it may name, and how it answers the markers of a lock.
COMPUTERS = {
    "Windows x64": (["win_amd64"], "win32", "Windows", "AMD64", "nt"),
    "Linux x86-64, glibc 2.34": (_glibc(34), "linux", "Linux", "x86_64", "posix"),
    "macOS 14, Apple silicon": (list(mac_platforms((14, 0), "arm64")), "darwin", "Darwin", "arm64", "posix"),
    "macOS 15, Intel": (list(mac_platforms((15, 0), "x86_64")), "darwin", "Darwin", "x86_64", "posix"),
}


CASES = list(itertools.product(("run", "test", "freeze"), COMPUTERS, PYTHONS))


def _environment(computer: str, python: tuple[int, int]) -> dict[str, str]:
    _, sys_platform, system, machine, os_name = COMPUTERS[computer]
    return {
        "sys_platform": sys_platform,
        "platform_system": system,
        "platform_machine": machine,
        "os_name": os_name,
        "python_version": f"{python[0]}.{python[1]}",
        "python_full_version": f"{python[0]}.{python[1]}.7",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


def _without_wheel(lock: str, computer: str, python: tuple[int, int], wheels: Wheels) -> list[str]:
    platforms = COMPUTERS[computer][0]
    accepted = set(cpython_tags(python, platforms=platforms)) | set(
        compatible_tags(python, f"cp{python[0]}{python[1]}", platforms)
    )
    missing = []
    for name, version, marker in locked(lock):
        if marker and not Marker(marker).evaluate(_environment(computer, python)):
            continue
        if not any(accepted & parse_tag(tag) for tag in wheels[name][version]):
            missing.append(f"{name} {version}")
    return missing


@pytest.fixture(scope="module")
def wheels() -> Wheels:
    return json.loads((INSTALLER / "wheels.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("lock", "computer", "python"), CASES)
def test_every_package_has_a_wheel(lock: str, computer: str, python: tuple[int, int], wheels: Wheels) -> None:
    assert _without_wheel(lock, computer, python, wheels) == []


def test_a_package_without_a_wheel_would_be_noticed(wheels: Wheels) -> None:
    (version,) = versions("run", "pikepdf")
    later = [tag for tag in wheels["pikepdf"][version] if "macosx_14" not in tag]
    poorer = {**wheels, "pikepdf": {version: later}}
    assert _without_wheel("run", "macOS 14, Apple silicon", (3, 11), poorer) == [f"pikepdf {version}"]
    assert _without_wheel("run", "Windows x64", (3, 11), poorer) == []
