"""Write THIRD-PARTY.txt from run.lock: ``python installer/licences.py`` after the locks were remade.

The licence of each package is what its own metadata says; where that is silent, offers a choice or the package is
not for this system, the answer stands here. A test compares the file with the lock.
"""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

INSTALLER = Path(__file__).resolve().parent
ROOT = INSTALLER.parent
OUTPUT = ROOT / "THIRD-PARTY.txt"

# Package -> the licence it is used under, read in the package itself.
READ_BY_HAND = {
    "backports-tarfile": "MIT",  # Python before 3.12
    "colorama": "BSD-3-Clause",  # Windows
    "defusedxml": "PSF-2.0",
    "importlib-metadata": "Apache-2.0",  # Python before 3.12
    "jaraco-classes": "MIT",
    "jeepney": "MIT",  # Linux
    "lazy-importer": "Apache-2.0",  # Python before 3.12
    "nltk": "Apache-2.0",
    "olefile": "BSD-2-Clause",
    "pyahocorasick": "BSD-3-Clause AND public domain",
    "pycryptodomex": "BSD-2-Clause AND public domain",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",
    "pyphen": "MPL-1.1, chosen of GPL-2.0-or-later, LGPL-2.1-or-later and MPL-1.1",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "pywin32-ctypes": "BSD-3-Clause",  # Windows
    "reportlab": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",  # Linux
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
    "zipp": "MIT",  # Python before 3.12
}

# What the packages carry inside, and what Caseward brings itself.
CARRIED = (
    ("SQLCipher (in sqlcipher3)", "BSD-3-Clause; its notice stands below"),
    ("SQLite (in sqlcipher3)", "public domain"),
    ("OpenSSL 3 (in sqlcipher3, cryptography and pikepdf)", "Apache-2.0; Copyright The OpenSSL Project Authors"),
    ("Qt 6 (in PySide6-Essentials and shiboken6)", "LGPL-3.0-only; Copyright The Qt Company Ltd and contributors"),
    ("qpdf (in pikepdf)", "Apache-2.0"),
    ("PDFium (in pypdfium2)", "BSD-3-Clause AND Apache-2.0, and the licences that travel in the package"),
    ("libxml2 and libxslt (in lxml)", "MIT"),
    ("Gentium Book Plus (resources/fonts)", "OFL-1.1; licence beside the fonts"),
    ("Caseward Sans, made from Source Sans 3 (resources/fonts)", "OFL-1.1; licence beside the fonts"),
    ("Words chosen from SCOWL (resources/terminology/words)", "free to use and to change; its notice stands below"),
)

HEAD = """\
What Caseward stands on
=======================

Caseward itself is under the MIT licence (LICENSE). It uses the packages below, in these versions, unchanged. The full
text of each licence travels in the package itself (the folder NAME-VERSION.dist-info of the environment) and in the
folder "licences" of a frozen build. The GNU licences and SQLCipher's are in installer/notices.

Qt is used under the GNU Lesser General Public License, version 3. It is linked as separate library files, which you
may replace with your own build of the same version: in the environment under PySide6/Qt, in a frozen build in its
folder _internal/PySide6/Qt. Its source code is what The Qt Company publishes for that version.
pikepdf is used under the Mozilla Public License 2.0; its source is published with each version.

This file is made by installer/licences.py and compared with the lock by a test.
"""


def locked(lock: Path = INSTALLER / "run.lock") -> list[tuple[str, str]]:
    """Package and exact version of each entry of a lock; one package may have two, for different computers."""
    return re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)


def licence(package: str) -> str:
    """The licence a package is used under; raises LookupError when nobody knows it."""
    if package in READ_BY_HAND:
        return READ_BY_HAND[package]
    try:
        metadata = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        raise LookupError(f"{package} is not installed here: read its licence and add it to READ_BY_HAND") from None
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    if not said or "\n" in said or len(said) > 60:
        raise LookupError(f"{package} does not say its licence plainly: read it and add it to READ_BY_HAND")
    return said


def written(lock: Path = INSTALLER / "run.lock") -> str:
    """The whole of THIRD-PARTY.txt."""
    packages = [f"{name} {version}: {licence(name)}" for name, version in sorted(locked(lock))]
    carried = [f"{name}: {terms}" for name, terms in CARRIED]
    notice, words = (
        (INSTALLER / "notices" / f"{name}.txt").read_text(encoding="utf-8") for name in ("sqlcipher", "scowl")
    )
    parts = [
        HEAD,
        "Packages\n--------\n\n" + "\n".join(packages) + "\n",
        "Carried inside them, and by Caseward\n------------------------------------\n\n" + "\n".join(carried) + "\n",
        "SQLCipher\n---------\n\n" + notice,
        "SCOWL\n-----\n\n" + words,
    ]
    return "\n".join(parts)


def licence_files() -> list[tuple[str, str]]:
    """For the frozen build: (file, folder to put it in) of each licence text that installed packages carry."""
    found = []
    for name in sorted({name for name, _ in locked()}):
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        texts = [f for f in files if re.search(r"licen[cs]e|copying|notice", str(f), re.IGNORECASE)]
        found += [(str(f.locate()), f"licences/{name}") for f in texts if ".dist-info" in str(f)]
    notices = sorted((INSTALLER / "notices").glob("*.txt"))
    return [*found, *((str(path), "licences") for path in notices)]


if __name__ == "__main__":
    OUTPUT.write_text(written(), encoding="utf-8")
