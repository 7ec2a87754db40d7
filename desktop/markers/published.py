"""Reads the board's own copy of the published markers, so that the official words can stand beside ours.

The text comes in already taken out of its PDF or page, with form feeds between pages where they are known. A marker is
taken whole (statement, rationale, every numbered question) or not at all, and a document of several markers only when
every marker of the framework is whole; the report says marker by marker what was found (design, section 8).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.errors import UserError
from desktop.markers.framework_shapes import Framework, Marker
from desktop.markers.published_sections import Body, Signs, bodies, signs_for
from desktop.wording import listed, plural


@dataclass(frozen=True)
class PublishedMarker:
    """The official words of one marker; ``questions`` maps the published number to its text."""

    marker_id: str
    statement: str
    questions: dict[int, str]
    rationale: tuple[str, ...]


@dataclass(frozen=True)
class PublishedWording:
    """The official words that were found, all of them whole, and the framework that they belong to."""

    framework_id: str
    markers: tuple[PublishedMarker, ...]

    def marker(self, marker_id: str) -> PublishedMarker | None:
        """The words of that marker, or None where they are not part of this copy."""
        return next((marker for marker in self.markers if marker.marker_id == marker_id), None)


@dataclass(frozen=True)
class MarkerReport:
    """What was found of one marker. ``recognised`` says how: by "number", "name", "words", or "chosen" by a person."""

    marker_id: str
    short_name: str
    found: bool
    recognised: str = ""
    statement: bool = False
    rationale: bool = False
    questions_found: tuple[int, ...] = ()
    questions_missing: tuple[int, ...] = ()
    questions_extra: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything that belongs to the marker is there and nothing more."""
        return (
            self.found
            and self.statement
            and self.rationale
            and bool(self.questions_found)
            and not self.questions_missing
            and not self.questions_extra
        )

    @property
    def sentence(self) -> str:
        """The report in one or two sentences."""
        name = f"{self.marker_id} {self.short_name}"
        if not self.found:
            return f"{name}: not found."
        parts = [f"{name}: {plural(len(self.questions_found), 'question')} found"]
        parts += [] if self.statement else ["no statement"]
        parts += [] if self.rationale else ["no rationale"]
        if self.questions_missing:
            parts.append(f"missing {_numbers(self.questions_missing)}")
        if self.questions_extra:
            parts.append(f"not expected: {_numbers(self.questions_extra)}")
        return " ".join([f"{'; '.join(parts)}.", *self.notes])


@dataclass(frozen=True)
class Reading:
    """The result of reading a copy. ``wording`` is None when it was not whole: then nothing may be loaded."""

    wording: PublishedWording | None
    reports: tuple[MarkerReport, ...]
    single: bool
    summary: str

    def sentences(self) -> tuple[str, ...]:
        """The summary and then a line for each marker."""
        return (self.summary, *(report.sentence for report in self.reports))


@dataclass
class _Found:
    reports: list[MarkerReport] = field(default_factory=list)
    markers: list[PublishedMarker] = field(default_factory=list)


def read(text: str, framework: Framework, *, marker_id: str = "") -> Reading:
    """Read ``text`` against ``framework``; ``marker_id`` is what a person says that a single page is.

    Raises ``UserError`` when there are no words in it, or no marker.
    """
    if not re.search(r"[^\W\d_]{2}", text):
        raise UserError(
            "There are no words in this file that Caseward can read. It may be a scan.",
            "Use a copy in which text can be selected, or a text file.",
            code="no-text",
        )
    signs = signs_for(framework.id)
    parts = bodies(text, signs)
    if not parts:
        raise UserError(
            f"No quality marker was found in this file, set out as in {framework.name}.",
            "Check that it is the published document or the page of one marker.",
            code="no-marker",
        )
    if len(parts) == 1:
        return _single(parts[0], framework, signs, marker_id)
    return _several(parts, framework)


def _several(parts: Sequence[Body], framework: Framework) -> Reading:
    best: dict[int, Body] = {}
    for part in parts:
        if part.number not in best or len(part.questions) > len(best[part.number].questions):
            best[part.number] = part
    found = _Found()
    for marker in framework.markers:
        body = best.get(marker.number)
        if body is None:
            found.reports.append(MarkerReport(marker.id, marker.short_name, found=False))
            continue
        found.reports.append(_report(marker, body, "number"))
        found.markers.append(_published(marker, body))
    strange = sorted(number for number in best if number not in {marker.number for marker in framework.markers})
    whole = all(report.whole for report in found.reports) and not strange
    wanting = [report.marker_id for report in found.reports if not report.whole]
    if whole:
        questions = sum(len(report.questions_found) for report in found.reports)
        summary = f"Found whole: {plural(len(found.markers), 'marker')} with {plural(questions, 'question')}."
    elif wanting:
        summary = f"Nothing was loaded, because {listed(wanting)} could not be found whole."
    else:
        summary = f"Nothing was loaded, because {framework.name} has no marker {_numbers(strange)}."
    return Reading(
        PublishedWording(framework.id, tuple(found.markers)) if whole else None, tuple(found.reports), False, summary
    )


def _single(body: Body, framework: Framework, signs: Signs, chosen: str) -> Reading:
    marker, how = _which(body, framework, signs, chosen)
    if marker is None:
        raise UserError(
            "The page does not say which marker it is, and its words do not settle it.",
            "Choose the marker, then load the page again.",
            code="which-marker",
        )
    report = _report(marker, body, how)
    wording = PublishedWording(framework.id, (_published(marker, body),)) if report.whole else None
    name = f"{marker.id} {marker.short_name}"
    if wording is None:
        summary = f"Nothing was loaded, because {name} could not be found whole."
    else:
        summary = f"This page holds one marker, {name}. The others stay as they are."
    return Reading(wording, (report,), True, summary)


def _report(marker: Marker, body: Body, how: str) -> MarkerReport:
    expected = tuple(question.number for question in marker.questions)
    numbers = tuple(sorted(body.questions))
    if not expected:
        expected = tuple(range(1, max(numbers, default=0) + 1))
    notes = list(body.notes)
    if how == "words":
        notes.append("The page has no marker number: it was recognised by its words.")
    return MarkerReport(
        marker_id=marker.id, short_name=marker.short_name, found=True, recognised=how,
        statement=bool(body.statement), rationale=bool(body.rationale), questions_found=numbers,
        questions_missing=tuple(number for number in expected if number not in numbers),
        questions_extra=tuple(number for number in numbers if number not in expected), notes=tuple(notes),
    )  # fmt: skip


def _published(marker: Marker, body: Body) -> PublishedMarker:
    return PublishedMarker(marker.id, body.statement, dict(sorted(body.questions.items())), body.rationale)


def _which(body: Body, framework: Framework, signs: Signs, chosen: str) -> tuple[Marker | None, str]:
    """The marker that a single page is: as chosen, by its number, by its name, or by its words."""
    if chosen:
        return framework.marker(chosen), "chosen"
    for marker in framework.markers:
        if body.number == marker.number:
            return marker, "number"
    names = {signs.name_key(marker.short_name): marker for marker in framework.markers}
    for line in body.before:
        if signs.name_key(line) in names:
            return names[signs.name_key(line)], "name"
    return _by_words(body, framework), "words"


def _by_words(body: Body, framework: Framework) -> Marker | None:
    """The marker whose words in our wording the page shares most, rare words counting most; None when it is close."""
    ours = {marker.id: _words(_our_words(marker)) for marker in framework.markers}
    theirs = _words(" ".join((body.statement, *body.rationale, *body.questions.values())))
    candidates = [m for m in framework.markers if len(m.questions) == len(body.questions)] or list(framework.markers)
    scores = []
    for marker in candidates:
        shared = ours[marker.id] & theirs
        weight = sum(1 / sum(word in words for words in ours.values()) for word in shared)
        scores.append((weight / (len(ours[marker.id]) ** 0.5 or 1), marker))
    scores.sort(key=lambda pair: pair[0], reverse=True)
    if not scores or scores[0][0] == 0 or (len(scores) > 1 and scores[0][0] < scores[1][0] * 1.25):
        return None
    return scores[0][1]


def _our_words(marker: Marker) -> str:
    listed_points = (point for entry in marker.lists for point in entry.points)
    asked = (question.text for question in marker.questions)
    return " ".join((marker.short_name, marker.statement, *marker.rationale, *listed_points, *asked))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]{4,}", text.lower()))


def _numbers(numbers: Sequence[int]) -> str:
    return listed([str(number) for number in numbers])
