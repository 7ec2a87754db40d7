"""A framework of quality markers as data: clusters, markers, questions, obstacles, equality points, references.

Everything comes from a pack under ``resources/markers`` (or a folder of the board's own); no name and no count is in
code, so that another set of markers fits without a change (design, section 8). Wording is ours; the published words
are the board's own to load (``desktop.markers.published``).
"""

from __future__ import annotations

import importlib.resources
from functools import lru_cache

from desktop.markers.framework_reading import read_framework
from desktop.markers.framework_shapes import Cluster, Framework, Marker, Point, PointList, Question, Reference, Source
from desktop.pack_file import Folder, PackFile

__all__ = [
    "Cluster",
    "Framework",
    "Marker",
    "Point",
    "PointList",
    "Question",
    "Reference",
    "Source",
    "available",
    "default_id",
    "load",
    "load_folder",
    "packs_folder",
]


def packs_folder() -> Folder:
    """Where the packs that come with Caseward are."""
    return importlib.resources.files("resources") / "markers"


def available() -> tuple[str, ...]:
    """The ids of the frameworks that come with Caseward, in the order to offer them."""
    return PackFile.read(packs_folder(), "index.toml").top.texts("order")


def default_id() -> str:
    """The id of the framework used when a board has chosen none."""
    return PackFile.read(packs_folder(), "index.toml").top.text("default")


def load(framework_id: str = "") -> Framework:
    """The framework of that id that comes with Caseward; the default one for ``""``.

    Raises ``UserError`` naming file and line when the pack has a gap, and ``KeyError`` when there is no such pack.
    """
    wanted = framework_id or default_id()
    if wanted not in available():
        raise KeyError(wanted)
    return _shipped(wanted)


@lru_cache(maxsize=8)
def _shipped(framework_id: str) -> Framework:
    return load_folder(packs_folder() / framework_id)


def load_folder(folder: Folder) -> Framework:
    """Read a framework from ``folder``, whole or not at all.

    Raises ``UserError`` naming file and line for anything missing, doubled, empty, unknown or other than the pack
    counts it.
    """
    return read_framework(folder)
