"""Keeps the official words in the vault and gives them back, so that they stand beside ours."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.errors import UserError
from desktop.markers.published import PublishedMarker, PublishedWording, Reading
from storage.records import PublishedText
from storage.store import Store, Work

_STATEMENT, _RATIONALE = "statement", "rationale"
_BETWEEN = "\n\n"


def keep(work: Work, reading: Reading, source: str = "") -> int:
    """Keep the words of ``reading`` in place of what was there for the same markers; gives the number of markers.

    ``source`` says in a few words where the copy came from. Raises ``UserError`` when the copy was not whole: then
    nothing is kept.
    """
    if reading.wording is None:
        raise UserError(reading.summary, "Load a complete copy.", code="not-whole")
    for marker in reading.wording.markers:
        _keep_marker(work, reading.wording.framework_id, marker, source)
    return len(reading.wording.markers)


def kept(store: Store, framework_id: str) -> PublishedWording | None:
    """The official words in the vault for that framework; None when nothing was loaded yet."""
    rows: dict[str, dict[str, str]] = {}
    for row in store.find(PublishedText, framework=framework_id):
        rows.setdefault(row.marker, {})[row.part] = row.text
    markers = tuple(_marker(marker_id, parts) for marker_id, parts in rows.items())
    return PublishedWording(framework_id, markers) if markers else None


def _keep_marker(work: Work, framework_id: str, marker: PublishedMarker, source: str) -> None:
    there = {row.part: row for row in work.find(PublishedText, framework=framework_id, marker=marker.marker_id)}
    wanted = dict(_parts(marker))
    for part, text in wanted.items():
        if part in there:
            work.change(there[part], text=text, source=source)
        else:
            work.add(
                PublishedText(framework=framework_id, marker=marker.marker_id, part=part, text=text, source=source)
            )
    for part, row in there.items():
        if part not in wanted:
            work.bin(row)


def _parts(marker: PublishedMarker) -> Iterator[tuple[str, str]]:
    yield _STATEMENT, marker.statement
    yield _RATIONALE, _BETWEEN.join(marker.rationale)
    for number, text in marker.questions.items():
        yield str(number), text


def _marker(marker_id: str, parts: dict[str, str]) -> PublishedMarker:
    questions = {int(part): text for part, text in parts.items() if part.isdigit()}
    rationale = tuple(text for text in parts.get(_RATIONALE, "").split(_BETWEEN) if text)
    return PublishedMarker(marker_id, parts.get(_STATEMENT, ""), dict(sorted(questions.items())), rationale)
