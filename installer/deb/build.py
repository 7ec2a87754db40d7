"""Pack the frozen folder as a Debian package: ``build.py`` writes dist/caseward_VERSION_amd64.deb."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "dist" / "caseward"

# What the window needs of the system, as installer/bootstrap.py asks for it.
DEPENDS = (
    "libc6 (>= 2.34), libegl1, libgl1, libdbus-1-3, libfontconfig1, libxkbcommon0, libglib2.0-0 | libglib2.0-0t64, "
    "libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxkbcommon-x11-0"
)
MENU_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Caseward
Comment=Casework, quality markers and disclosure index for safeguarding boards
Exec=caseward
Icon=caseward
Categories=Office;
Terminal=false
"""


def control(version: str, kilobytes: int) -> str:
    """The package's description."""
    return (
        f"Package: caseward\nVersion: {version}\nArchitecture: amd64\nMaintainer: The Caseward authors\n"
        f"Installed-Size: {kilobytes}\nDepends: {DEPENDS}\nSection: misc\nPriority: optional\n"
        "Description: Offline casework for safeguarding boards\n"
        " One encrypted vault, a wizard for each quality marker, an index for disclosure\n"
        " and documents in which nothing survives that should be withheld.\n"
    )


def lay_out(tree: Path, version: str) -> None:
    """Fill ``tree`` with what the package installs; raises FileNotFoundError when there is no frozen folder."""
    shutil.copytree(FROZEN, tree / "opt" / "caseward", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "caseward").symlink_to("/opt/caseward/caseward")
    menu = tree / "usr" / "share" / "applications"
    menu.mkdir(parents=True)
    (menu / "caseward.desktop").write_text(MENU_ENTRY, encoding="utf-8")
    icons = tree / "usr" / "share" / "icons" / "hicolor" / "scalable" / "apps"
    icons.mkdir(parents=True)
    shutil.copy(ROOT / "resources" / "icons" / "shield.svg", icons / "caseward.svg")
    notices = tree / "usr" / "share" / "doc" / "caseward"
    notices.mkdir(parents=True)
    notices.joinpath("copyright").write_text(
        (ROOT / "LICENSE").read_text(encoding="utf-8") + "\n" + (ROOT / "THIRD-PARTY.txt").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(version, kilobytes), encoding="utf-8")


def main() -> int:
    """Build the package beside the frozen folder; 3 when that folder is not there."""
    if not FROZEN.is_dir():
        print(
            "There is no dist/caseward. Make it first: pyinstaller --noconfirm installer/caseward.spec", file=sys.stderr
        )
        return 3
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    output = FROZEN.parent / f"caseward_{version}_amd64.deb"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        tree.mkdir(mode=0o755)
        lay_out(tree, version)
        subprocess.run(["dpkg-deb", "--build", "--root-owner-group", "-Zxz", str(tree), str(output)], check=True)
    print(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
