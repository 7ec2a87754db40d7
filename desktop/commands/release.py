"""``caseward release``: a text as one audience may read it, without a vault.

The released text goes to standard output; counts and positions, never words, to standard error (DESIGN section 10;
profiles, section 5).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from desktop.commands import audience
from desktop.errors import UserError
from desktop.redaction.gate_bytes import decoded
from desktop.redaction.leak_gate import has_box
from desktop.redaction.release import Place, Releaser
from desktop.redaction.suggestions import Suggestion
from desktop.wording import plural, position

_TEXT_ENDS = {"", ".txt", ".md", ".text", ".csv", ".log"}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("release", help="released text on standard output")
    parser.add_argument("file", type=Path, metavar="FILE", help="a text file, or - for standard input")
    audience.add_options(parser)
    parser.add_argument("--strict", action="store_true", help="write nothing while anything is open; exit 3")
    parser.add_argument("--json", action="store_true", help="write text, places and counts as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Release the text. 0 nothing open, 1 something to look at, 3 nothing written."""
    options = audience.chosen(args)
    text = _text(args.file)
    releaser = Releaser(
        options.cast, options.profile, recipient=options.recipient, scope=options.scope, order=options.order
    )
    released = releaser.release(text)
    places = (*releaser.blocked, *releaser.to_decide)
    suggestions = releaser.suggestions
    for line in _said(text, places, suggestions):
        sys.stderr.write(line + "\n")
    open_ones = bool(places or suggestions)
    if open_ones and args.strict:
        sys.stderr.write("Nothing was written, because of --strict.\n")
        return 3
    if args.json:
        json.dump(
            _as_json(released.text, text, places, suggestions), sys.stdout, ensure_ascii=False, indent=2, sort_keys=True
        )
        sys.stdout.write("\n")
    else:
        sys.stdout.write(released.text)
    return 1 if open_ones or (options.profile.published and has_box(released.text)) else 0


def _text(path: Path) -> str:
    if str(path) == "-":
        data = sys.stdin.buffer.read()
    elif path.suffix.lower() not in _TEXT_ENDS:
        raise UserError(
            "That is not a text file.", "For a PDF use caseward redact; for others save the text as .txt.", status=2
        )
    else:
        data = audience.read(path)
    if b"%PDF-" in data[:1024] or data.startswith(b"PK\x03\x04"):
        raise UserError(
            "That is not a text file.", "For a PDF use caseward redact; for others save the text as .txt.", status=2
        )
    return decoded(data)


def _said(text: str, places: tuple[Place, ...], suggestions: tuple[Suggestion, ...]) -> list[str]:
    """Counts and positions, never the words."""
    lines = []
    for code, words in (("X", "must be reworded before this can be published"), ("D", "must be decided by a person")):
        held = [place for place in places if place.code == code]
        if held:
            lines.append(f"{plural(len(held), 'place')} {words}:")
            lines += [f"  {position(text, place.start)}: {place.class_id}" for place in held]
    if suggestions:
        total = sum(each.count for each in suggestions)
        lines.append(f"{plural(len(suggestions), 'suggestion')} at {plural(total, 'place')}:")
        lines += [f"  {position(text, start)}: {each.why}" for each in suggestions for _, start, _ in each.places]
    return lines


def _as_json(
    released: str, text: str, places: tuple[Place, ...], suggestions: tuple[Suggestion, ...]
) -> dict[str, object]:
    return {
        "text": released,
        "places": [
            {"class": place.class_id, "at": position(text, place.start), "code": place.code} for place in places
        ],
        "suggestions": [
            {"why": each.why, "count": each.count, "at": [position(text, start) for _, start, _ in each.places]}
            for each in suggestions
        ],
    }
