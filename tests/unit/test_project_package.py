"""The Debian package: what it installs and where, from a small stand-in for the frozen folder."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.needs("dpkg-deb")
def test_the_package_keeps_to_its_own_folder(tmp_path: Path) -> None:
    build = _module(ROOT / "installer" / "deb" / "build.py")
    build.FROZEN = tmp_path / "caseward"
    build.FROZEN.mkdir()
    (build.FROZEN / "caseward").write_text("program")
    assert build.main() == 0
    (package,) = tmp_path.glob("caseward_*_amd64.deb")
    listing = subprocess.check_output(["dpkg-deb", "--contents", str(package)], text=True)
    files = {line.split()[5].removeprefix("./") for line in listing.splitlines() if not line.startswith("d")}
    assert files == {
        "opt/caseward/caseward",
        "usr/bin/caseward",
        "usr/share/applications/caseward.desktop",
        "usr/share/icons/hicolor/scalable/apps/caseward.svg",
        "usr/share/doc/caseward/copyright",
    }
    assert all(" root/root " in line for line in listing.splitlines())
    depends = subprocess.check_output(["dpkg-deb", "--field", str(package), "Depends"], text=True)
    wanted = _module(ROOT / "installer" / "bootstrap.py").WINDOW_LIBRARIES.values()
    assert set(wanted) <= set(re.findall(r"[\w.+-]+", depends)), "the window needs the same libraries however it comes"


def test_without_a_frozen_folder_it_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = _module(ROOT / "installer" / "deb" / "build.py")
    build.FROZEN = tmp_path / "caseward"
    assert build.main() == 3
    assert "pyinstaller" in capsys.readouterr().err


def test_the_frozen_build_carries_data_and_notices() -> None:
    spec = (ROOT / "installer" / "caseward.spec").read_text(encoding="utf-8")
    compile(spec, "caseward.spec", "exec")
    for needed in ('"resources"', '"storage/migrations"', "THIRD-PARTY.txt", "licence_files()", "libqgtk3"):
        assert needed in spec
    sources = {Path(source).name for source, _ in _module(ROOT / "installer" / "licences.py").licence_files()}
    assert {"sqlcipher.txt", "lgpl-3.0.txt", "gpl-3.0.txt", "openssl.txt"} <= sources
