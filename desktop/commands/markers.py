"""``caseward markers [--json]``: the framework with its clusters, markers, questions, stages, fields and registers.

Reads the packs alone; no vault is opened. The keys of the JSON are part of the interface (design, section 10).
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from desktop.markers import framework, judgements, registers, stages
from desktop.markers.framework import Framework, Marker, Point, Reference
from desktop.wording import plural

_DONE, _WRONG_USE = 0, 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser("markers", help="list the framework of quality markers")
    parser.add_argument("--json", action="store_true", help="write everything as JSON")
    parser.add_argument("--framework", default="", metavar="ID", help="another framework than the usual one")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the framework. Gives 0, or 2 when there is none of that id; raises ``UserError`` on a broken pack."""
    try:
        chosen = framework.load(args.framework)
    except KeyError:
        known = ", ".join(framework.available())
        sys.stderr.write(f"There is no framework “{args.framework}”. There are: {known}.\n")
        return _WRONG_USE
    if args.json:
        json.dump(described(chosen), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("\n".join(_lines(chosen)) + "\n")
    return _DONE


def described(chosen: Framework) -> dict[str, Any]:
    """The framework, its words of judgement, its stages and registers as JSON values."""
    words = judgements.load(chosen.id)
    tables = registers.describe(chosen.id)
    return {
        "framework": {
            "id": chosen.id, "name": chosen.name, "short_name": chosen.short_name, "date": chosen.date,
            "publisher": chosen.publisher, "depth": chosen.depth, "notice": chosen.notice, "digest": chosen.digest,
            "markers": chosen.marker_count, "questions": chosen.question_count,
        },
        "frameworks": list(framework.available()),
        "clusters": [{"id": c.id, "name": c.name, "markers": list(c.marker_ids)} for c in chosen.clusters],
        "markers": [_marker(marker) for marker in chosen.markers],
        "questions": [
            {"id": q.id, "marker": m.id, "number": q.number, "section": q.section, "text": q.text}
            for m in chosen.markers
            for q in m.questions
        ],
        "passes": [{"id": term.id, "label": term.label} for term in words.passes],
        "perspectives": [{"id": term.id, "label": term.label} for term in words.perspectives],
        "statuses": [{"id": status.id, "label": status.label} for status in words.statuses],
        "stages": stages.describe(chosen.id),
        "registers": [table | {"fields": [field["id"] for field in table["fields"]]} for table in tables],
        "fields": [{"register": table["id"]} | field for table in tables for field in table["fields"]],
    }  # fmt: skip


def _marker(marker: Marker) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": marker.id, "number": marker.number, "short_name": marker.short_name, "cluster": marker.cluster_id,
        "pages": marker.pages, "statement": marker.statement, "rationale": list(marker.rationale),
        "lists": [{"id": each.id, "title": each.title, "points": list(each.points)} for each in marker.lists],
        "questions": [question.id for question in marker.questions],
        "obstacles": _points(marker.obstacles),
        "knowledge": {"none_identified": marker.knowledge_none, "references": _references(marker.knowledge)},
        "guidance": {"none_identified": marker.guidance_none, "references": _references(marker.guidance)},
    }  # fmt: skip
    # Where the source has no such section, nothing is said about it: not even an empty list.
    return made | ({"equality": _points(marker.equality)} if marker.equality else {})


def _points(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    return [{"id": point.id, "number": point.number, "text": point.text} for point in points]


def _references(references: tuple[Reference, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id, "text": each.text, "source": each.source.title, "publisher": each.source.publisher,
            "date": each.source.date, "place": each.place, "checked": each.checked, "checked_by": each.checked_by,
        }
        for each in references
    ]  # fmt: skip


def _lines(chosen: Framework) -> list[str]:
    lines = [f"{chosen.name}, {chosen.date}"]
    lines += [f"{plural(chosen.marker_count, 'marker')}, {plural(chosen.question_count, 'question')}"]
    for cluster in chosen.clusters:
        lines += ["", cluster.name]
        for marker_id in cluster.marker_ids:
            marker = chosen.marker(marker_id)
            lines.append(f"  {marker.id:<5} {marker.short_name}")
            lines += [f"        {question.id:<6} {question.text}" for question in marker.questions]
    return lines
