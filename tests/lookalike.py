"""Makes documents that look like a published set of markers, in our own words and with the faults such copies have.

The words are those of our pack with one word exchanged throughout, so that a test can tell what came out of the
document from what the pack holds. What a reader should find is in ``printed`` and the pack; nothing is random.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from desktop.markers.framework import Framework, Marker

HEAD = "Markers of Good Inquiries"
SECOND_HEAD = "An aid to talking about what makes an inquiry good"
QUESTIONS_HEADING = "How might you know whether this quality marker is being met?"


def printed(text: str) -> str:
    """Our words as the look-alike prints them."""
    return text.replace("review", "inquiry").replace("Review", "Inquiry")


@dataclass(frozen=True)
class Faults:
    """What is wrong with a copy. ``width`` and ``page_lines`` in characters and lines; 0 page lines is no page."""

    width: int = 88
    page_lines: int = 0
    form_feeds: bool = False
    heads: bool = True
    lost_bullets: bool = False
    lone_bullets: bool = False
    lost_numbers: bool = False
    numbered_rationale: bool = False
    odd_characters: bool = False
    no_blank_lines: bool = False
    missing: tuple[tuple[str, int], ...] = ()
    added: tuple[tuple[str, int, str], ...] = ()
    without: tuple[str, ...] = ()


CLEAN = Faults()


def document(framework: Framework, faults: Faults = CLEAN) -> str:
    """The whole look-alike: contents, overview, then each marker with its sections."""
    lines = ["About this document", "", f"It holds {framework.marker_count} markers.", ""]
    for marker in framework.markers:
        lines += [f"{marker.number}. {marker.short_name}"]
    lines += ["", "Overview", ""]
    for marker in framework.markers:
        lines += [f"QM {marker.number}", marker.short_name, *_wrap("A short label for the table.", faults), ""]
    for marker in framework.markers:
        if marker.id not in faults.without:
            lines += _marker(marker, faults)
    if faults.no_blank_lines:
        lines = [line for line in lines if line]
    return _odd("\n".join(_paginated(lines, faults)), faults)


def _marker(marker: Marker, faults: Faults) -> list[str]:
    lines = ["", *_wrap(f"Quality Marker {marker.number}: {printed(marker.short_name)}", faults)]
    lines += [*_wrap(f"Quality statement: {printed(marker.statement)}", faults), "Rationale"]
    for paragraph in marker.rationale:
        lines += [*_wrap(printed(paragraph), faults), ""]
    if faults.numbered_rationale:
        lines += ["Three things have to be kept in mind:", "1. the first of them", "2. the second of them"]
        lines += ["3. Is the third of them a question?", ""]
    for points in marker.lists:
        lines += [*_bullets((printed(points.title) + ":", *map(printed, points.points)), faults), ""]
    lines += [*_wrap(QUESTIONS_HEADING, faults), *questions(marker, faults), ""]
    lines += ["Knowledge base", *_bullets([printed(item.text) for item in marker.knowledge], faults), ""]
    if marker.equality:
        lines += ["Equality and diversity", *_bullets([printed(item.text) for item in marker.equality], faults), ""]
    lines += [*_wrap("Link to statutory guidance and what inspectors look for", faults)]
    lines += [*_bullets([printed(item.text) for item in marker.guidance], faults), "", "Tackling some common trouble"]
    return [*lines, *_bullets([printed(item.text) for item in marker.obstacles], faults)]


def questions(marker: Marker, faults: Faults) -> list[str]:
    """The numbered questions as lines, with those left out and those added."""
    asked = [(question.number, printed(question.text)) for question in marker.questions]
    asked = [pair for pair in asked if (marker.id, pair[0]) not in faults.missing]
    asked += [(number, text) for marker_id, number, text in faults.added if marker_id == marker.id]
    lines: list[str] = []
    for number, text in asked:
        lines += _wrap(text if faults.lost_numbers else f"{number}. {text}", faults)
        lines += [""] if faults.lost_numbers else []
    return lines


def _wrap(text: str, faults: Faults) -> list[str]:
    return textwrap.wrap(text, faults.width, break_long_words=False)


def _bullets(items: list[str] | tuple[str, ...], faults: Faults) -> list[str]:
    if faults.lost_bullets:
        return [line for item in items for line in _wrap(item, faults)]
    if faults.lone_bullets:
        return [line for item in items for line in ("•", "", *_wrap(item, faults), "")]
    return [line for item in items for line in _wrap(f"• {item}", faults)]


def _paginated(lines: list[str], faults: Faults) -> list[str]:
    """Page heads and numbers wherever a page happens to end, in mid-sentence too."""
    if not faults.page_lines:
        return lines
    made: list[str] = []
    for page, start in enumerate(range(0, len(lines), faults.page_lines), 1):
        made += lines[start : start + faults.page_lines]
        made += ["", str(page)]
        opening = "\f" if faults.form_feeds else ""
        made += [f"{opening}{HEAD}", "", SECOND_HEAD, ""] if faults.heads else [opening]
    return made


def _odd(text: str, faults: Faults) -> str:
    """Characters as a bad conversion leaves them: ligatures, wrong no-break spaces, soft hyphens, bullets of a font."""
    if not faults.odd_characters:
        return text
    text = text.replace("fi", "ﬁ").replace("•", "\uf0b7").replace(" and ", "Ā\u00a0and ")
    return text.replace("inquiry", "in\u00adquiry").replace("\n", "\r\n")


def web_page(marker: Marker, *, named: bool = True) -> str:
    """The page of one marker as text out of a browser: no number, no heading of the rationale, lists lost."""
    lines = ["Skip to content", "", printed(marker.short_name) if named else "", "", "Quality MarkersĀ\u00a0", ""]
    lines += ["Quality statement", "", printed(marker.statement), "", ""]
    lines += [line for paragraph in marker.rationale for line in (printed(paragraph), "")]
    lines += [line for points in marker.lists for line in (printed(points.title) + ":", "")]
    lines += [QUESTIONS_HEADING, ""]
    lines += [f"  {question.number}. {printed(question.text)}" for question in marker.questions]
    return "\n".join([*lines, "", "Knowledge base", "", "Link to statutory guidance and what inspectors look for"])


def markdown_page(marker: Marker) -> str:
    """The page of one marker as a saved article with headings and bold marks."""
    lines = ["## Markers", "", f"### Quality Marker {marker.number}: {printed(marker.short_name)}", ""]
    lines += [f"**Quality statement:** {printed(marker.statement)}", "", "#### Rationale", ""]
    lines += [line for paragraph in marker.rationale for line in (printed(paragraph), "")]
    lines += [f"#### {QUESTIONS_HEADING}", ""]
    lines += [f"{question.number}. {printed(question.text)}" for question in marker.questions]
    return "\n".join([*lines, "", "## Knowledge base", "", "- Something.", "", "## Tackling some common trouble"])
