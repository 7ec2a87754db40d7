"""Turns the files of a pack into a ``Framework`` and refuses one with a gap, naming file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from desktop.markers.framework_shapes import Cluster, Framework, Marker, Point, PointList, Question, Reference, Source
from desktop.pack_file import Folder, PackFile, Table

FULL, NAMES = "full", "names"
_TOP = (
    "id", "name", "short_name", "date", "publisher", "depth", "prefix", "notice", "marker_count", "question_count",
    "cluster", "marker", "source",
)  # fmt: skip
_MARKER = (
    "id", "number", "short_name", "pages", "statement", "rationale", "knowledge_none", "guidance_none", "list",
    "question", "obstacle", "equality", "knowledge", "guidance",
)  # fmt: skip


def read_framework(folder: Folder) -> Framework:
    """The framework in ``folder``; raises ``UserError`` (see ``framework.load_folder``)."""
    file = PackFile.read(folder, "framework.toml")
    top = file.top
    top.only(_TOP)
    depth = top.text("depth")
    if depth not in (FULL, NAMES):
        top.refuse(f"“depth” is either {FULL} or {NAMES}.", "depth")
    clusters = _clusters(top)
    sources = _sources(top)
    entries = _entries(top, clusters)
    files = [file]
    markers = []
    for entry in entries:
        if depth == NAMES:
            markers.append(_name_only(entry, clusters))
            continue
        part = PackFile.read(folder, entry.text("file"))
        files.append(part)
        markers.append(_marker(part.top, entry, clusters, sources))
    _check_order(top, entries, markers)
    framework = Framework(
        id=top.text("id"), name=top.text("name"), short_name=top.text("short_name"), date=top.text("date"),
        publisher=top.text("publisher"), depth=depth, prefix=top.text("prefix"),
        notice=top.text("notice", optional=True), clusters=clusters, markers=tuple(markers),
        sources=tuple(sources.values()), digest=_digest(files),
    )  # fmt: skip
    if framework.question_count != top.whole("question_count"):
        top.refuse(
            f"the pack says {top.whole('question_count')} questions, and its markers hold {framework.question_count}.",
            "question_count",
        )
    return framework


def _clusters(top: Table) -> tuple[Cluster, ...]:
    clusters: list[Cluster] = []
    for table in top.tables("cluster"):
        table.only(("id", "name", "markers"))
        cluster = Cluster(table.text("id"), table.text("name"), table.texts("markers"))
        if cluster.id in [known.id for known in clusters]:
            table.refuse(f"there are two clusters “{cluster.id}”.", "id")
        placed = [marker_id for known in clusters for marker_id in known.marker_ids]
        for at, marker_id in enumerate(cluster.marker_ids):
            if marker_id in placed or marker_id in cluster.marker_ids[:at]:
                table.refuse(f"{marker_id} is placed in a cluster twice.", "markers")
        clusters.append(cluster)
    if not clusters:
        top.refuse("the pack has no cluster.")
    return tuple(clusters)


def _sources(top: Table) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for table in top.tables("source"):
        table.only(("id", "title", "publisher", "date"))
        source = Source(table.text("id"), table.text("title"), table.text("publisher"), table.text("date"))
        if source.id in sources:
            table.refuse(f"there are two sources “{source.id}”.", "id")
        sources[source.id] = source
    return sources


def _entries(top: Table, clusters: Sequence[Cluster]) -> tuple[Table, ...]:
    """The ``[[marker]]`` tables of the framework file, checked against its own count and its clusters."""
    entries = top.tables("marker")
    seen: set[str] = set()
    placed = [marker_id for cluster in clusters for marker_id in cluster.marker_ids]
    for entry in entries:
        entry.only(("id", "file", "name", "questions", "obstacles", "equality"))
        marker_id = entry.text("id")
        if marker_id in seen:
            entry.refuse(f"there are two markers {marker_id}.", "id")
        if marker_id not in placed:
            entry.refuse(f"{marker_id} is in no cluster.", "id")
        seen.add(marker_id)
    said = top.whole("marker_count")
    if len(entries) != said:
        extra = entries[said].path if len(entries) > said else ("marker_count",)
        top.refuse(f"the pack says {said} markers, and it lists {len(entries)}.", *extra)
    for at, cluster in enumerate(clusters):
        for marker_id in cluster.marker_ids:
            if marker_id not in seen:
                top.refuse(f"{marker_id} is in a cluster but is not listed as a marker.", "cluster", at, "markers")
    return entries


def _cluster_id(marker_id: str, clusters: Sequence[Cluster]) -> str:
    return next(cluster.id for cluster in clusters if marker_id in cluster.marker_ids)


def _name_only(entry: Table, clusters: Sequence[Cluster]) -> Marker:
    marker_id = entry.text("id")
    return Marker(
        id=marker_id, number=_number(entry, marker_id), short_name=entry.text("name"),
        cluster_id=_cluster_id(marker_id, clusters), pages="", statement="", rationale=(), lists=(), questions=(),
        obstacles=(), equality=(), knowledge=(), guidance=(), knowledge_none=False, guidance_none=False,
    )  # fmt: skip


def _number(entry: Table, marker_id: str) -> int:
    found = re.search(r"(\d+)$", marker_id)
    if found is None:
        entry.refuse(f"the id {marker_id} does not end in a number.", "id")
    return int(found[1])


def _check_order(top: Table, entries: Sequence[Table], markers: Sequence[Marker]) -> None:
    prefix = top.text("prefix")
    for at, (entry, marker) in enumerate(zip(entries, markers, strict=True), 1):
        if marker.number != at or marker.id != f"{prefix}{at}":
            entry.refuse(f"{prefix}{at} is expected here, and it says {marker.id}.", "id")


def _marker(top: Table, entry: Table, clusters: Sequence[Cluster], sources: dict[str, Source]) -> Marker:
    top.only(_MARKER)
    marker_id = entry.text("id")
    if top.text("id") != marker_id:
        top.refuse(f"the framework calls this marker {marker_id}, and the file says {top.text('id')}.", "id")
    number = top.whole("number")
    if number != _number(entry, marker_id):
        top.refuse(f"the number of {marker_id} is not {number}.", "number")
    _count(top, entry, "question", entry.whole("questions"))
    _count(top, entry, "obstacle", entry.whole("obstacles"))
    _count(top, entry, "equality", entry.whole("equality"))
    return Marker(
        id=marker_id, number=number, short_name=top.text("short_name"), cluster_id=_cluster_id(marker_id, clusters),
        pages=top.text("pages"), statement=top.text("statement"), rationale=top.texts("rationale"),
        lists=_lists(top, number), questions=_questions(top, number),
        obstacles=_points(top, number, "obstacle", "o"), equality=_points(top, number, "equality", "e"),
        knowledge=_references(top, number, "knowledge", sources),
        guidance=_references(top, number, "guidance", sources),
        knowledge_none=top.flag("knowledge_none"), guidance_none=top.flag("guidance_none"),
    )  # fmt: skip


def _count(top: Table, entry: Table, kind: str, said: int) -> None:
    """Numbers run from 1 without a gap up to what the framework says; the first that does not is named."""
    tables = top.tables(kind)
    for at, table in enumerate(tables, 1):
        number = table.whole("number")
        if number < at:
            table.refuse(f"{kind} {number} is there twice.", "number")
        if number > at:
            table.refuse(f"{kind} {at} is missing before this one.", "number")
        if number > said:
            table.refuse(
                f"the framework says {said} of “{kind}” for {entry.text('id')}, and this is one more.", "number"
            )
    if len(tables) < said:
        last = (kind, len(tables) - 1) if tables else ()
        top.refuse(f"{kind} {len(tables) + 1} is missing: the framework says {said} for {entry.text('id')}.", *last)


def _questions(top: Table, marker: int) -> tuple[Question, ...]:
    found = []
    for table in top.tables("question"):
        table.only(("number", "text", "section"))
        number = table.whole("number")
        found.append(Question(f"{marker}.{number}", number, table.text("text"), table.text("section", optional=True)))
    return tuple(found)


def _points(top: Table, marker: int, kind: str, letter: str) -> tuple[Point, ...]:
    found = []
    for table in top.tables(kind):
        table.only(("number", "text"))
        number = table.whole("number")
        found.append(Point(f"{marker}.{letter}{number}", number, table.text("text")))
    return tuple(found)


def _lists(top: Table, marker: int) -> tuple[PointList, ...]:
    found: list[PointList] = []
    for table in top.tables("list"):
        table.only(("id", "title", "points"))
        made = PointList(f"{marker}.{table.text('id')}", table.text("title"), table.texts("points"))
        if made.id in [known.id for known in found]:
            table.refuse(f"there are two lists “{table.text('id')}”.", "id")
        found.append(made)
    return tuple(found)


def _references(top: Table, marker: int, kind: str, sources: dict[str, Source]) -> tuple[Reference, ...]:
    """The references of ``kind``. Either there are some or the pack says that the source identified none.

    Both may hold: a source can say that it identified none and still point at something near.
    """
    tables = top.tables(kind)
    if not tables and not top.flag(f"{kind}_none"):
        top.refuse(f"“{kind}” is missing. If the source says that it identified none, write {kind}_none = true.")
    _count_on(tables, kind)
    found = []
    for table in tables:
        table.only(("number", "text", "source", "place", "checked", "checked_by"))
        source = sources.get(table.text("source"))
        if source is None:
            table.refuse(f"the source “{table.text('source')}” is not listed in framework.toml.", "source")
        checked, by = table.flag("checked"), table.text("checked_by", optional=True)
        if checked and not by:
            table.refuse("“checked” needs the name of who checked it in “checked_by”.", "checked")
        number = table.whole("number")
        found.append(
            Reference(
                f"{marker}.{kind[0]}{number}", number, table.text("text"), source, table.text("place"), checked, by
            )
        )
    return tuple(found)


def _count_on(tables: Sequence[Table], kind: str) -> None:
    for at, table in enumerate(tables, 1):
        if table.whole("number") != at:
            table.refuse(f"{kind} {at} is expected here, and it says {table.whole('number')}.", "number")


def _digest(files: Sequence[PackFile]) -> str:
    """SHA-256 over the names and texts of the pack's files, as hex."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.name}\n{len(file.text)}\n{file.text}".encode())
    return whole.hexdigest()
