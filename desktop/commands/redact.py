"""``caseward redact``: a redacted copy of an imported PDF, as pixels or as a transcript, without a vault.

The copy is checked before it gets its name. Counts and pages go to standard error, never words (DESIGN section 10).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop import copies, intake
from desktop.commands import audience
from desktop.copies import Drawn
from desktop.copies.survey import Survey
from desktop.errors import UserError
from desktop.redaction.leak_gate import refuse_existing, write_checked, write_checked_pages
from desktop.redaction.release import Place, Releaser
from desktop.redaction.secrets_of import SecretSet
from desktop.redaction.suggestions import Suggestion
from desktop.wording import plural

_TRANSCRIPT_FIRST = ("publication", "family", "event")
_ORIGINAL = "original"

PageOf = Callable[[str, int], str]
"""Says where a place is, from what the releaser calls the text and the offset in it."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("redact", help="a redacted copy of a PDF")
    parser.add_argument("file", type=Path, metavar="FILE.pdf", help="the PDF to copy; it is not changed")
    audience.add_options(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.pdf", help="the copy")
    parser.add_argument("--transcript", action="store_true", help="set its words afresh instead of copying its pages")
    parser.add_argument("--strict", action="store_true", help="write nothing while anything is open; exit 3")
    parser.add_argument("--force", action="store_true", help="overwrite OUT.pdf")
    parser.add_argument("--json", action="store_true", help="write counts as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the copy. 0 nothing open, 1 written with something to look at, 3 nothing written."""
    options = audience.chosen(args)
    data = audience.read(args.file)
    refuse_existing(args.out, args.force)
    releaser = Releaser(
        options.cast, options.profile, recipient=options.recipient, scope=options.scope, order=options.order
    )
    secrets = SecretSet.from_cast(options.cast, options.profile, recipient=options.recipient, scope=options.scope)
    if args.transcript:
        return _transcript(args, data, releaser, secrets)
    return _facsimile(args, data, releaser, secrets, options.profile.id)


def _transcript(args: argparse.Namespace, data: bytes, releaser: Releaser, secrets: SecretSet) -> int:
    from desktop.paper.pdf import lay_out

    reading = intake.read(data, args.file.name)
    if reading.kind is not intake.Kind.PDF or not reading.readable:
        raise UserError(reading.reason.removeprefix("Kept. ") or "That is not a PDF.", "No copy was made.")
    copies.require_letters(data, [reading.text[page.start : page.end] for page in reading.pages])
    document = copies.transcript(reading, releaser)
    for note in reading.notes:
        sys.stderr.write(note + "\n")
    open_ones = _open(args, releaser, lambda where, _start: where)
    write_checked(args.out, lay_out(document), "pdf", secrets, ours=True, force=args.force)
    return _told(args, len(reading.pages), releaser, open_ones)


def _facsimile(args: argparse.Namespace, data: bytes, releaser: Releaser, secrets: SecretSet, profile_id: str) -> int:
    if profile_id in _TRANSCRIPT_FIRST:
        sys.stderr.write(
            "Someone who knows everyone in the case may tell from a picture of a page who was meant. For this audience "
            "a transcript is safer: add --transcript.\n"
        )
    with copies.copier() as worker:
        looked = copies.survey(data, worker=worker)
        withheld = copies.withheld(looked, releaser, where=_ORIGINAL)
        unread = copies.over_unread(looked)
        open_ones = _open(args, releaser, lambda _where, start: f"page {_page_at(looked, start)}")
        open_ones |= _unread(args, unread)
        boxes = copies.signed(unread, releaser.profile)
        write_checked_pages(
            args.out,
            lambda sink: copies.write_facsimile(sink, data, looked, withheld, drawn=boxes, worker=worker),
            secrets,
            facsimile=True,
            force=args.force,
        )
    return _told(args, len(looked.pages), releaser, open_ones)


def _unread(args: argparse.Namespace, boxes: Sequence[Drawn]) -> bool:
    """Says which pictures and drawn letters are withheld, because nobody looked at them (DESIGN section 10)."""
    if boxes:
        what = plural(len(boxes), "picture or drawing", "pictures or drawings")
        sys.stderr.write(f"{what} withheld, because nobody has looked at {'it' if len(boxes) == 1 else 'them'}:\n")
        _say_pages(Counter(f"page {box.page}: picture" for box in boxes))
        if args.strict:
            raise UserError("Nothing was written, because of --strict.", "Draw boxes on these pages in the window.")
    return bool(boxes)


def _page_at(looked: Survey, offset: int) -> int:
    return next((page.number for page in looked.pages if offset <= page.end), len(looked.pages))


def _open(args: argparse.Namespace, releaser: Releaser, page_of: PageOf) -> bool:
    """Says what is open; raises ``UserError`` where nothing may be written because of it."""
    undecided = releaser.to_decide
    suggestions = releaser.suggestions
    _say("withheld here that a person must decide", undecided, page_of)
    if suggestions:
        total = sum(each.count for each in suggestions)
        sys.stderr.write(f"{plural(len(suggestions), 'suggestion')} at {plural(total, 'place')}:\n")
        _say_pages(
            Counter(f"{page_of(where, start)}: {each.why}" for each in suggestions for where, start, _ in each.places)
        )
    if args.strict and (undecided or suggestions):
        raise UserError("Nothing was written, because of --strict.", "Register or reject what is listed above.")
    return bool(undecided or suggestions)


def _say(words: str, places: Sequence[Place], page_of: PageOf) -> None:
    if places:
        sys.stderr.write(f"{plural(len(places), 'place')} {words}:\n")
        _say_pages(Counter(f"{page_of(place.where, place.start)}: {place.class_id}" for place in places))


def _say_pages(counted: Counter[str]) -> None:
    for line, count in counted.items():
        sys.stderr.write(f"  {line}{f' ({count} times)' if count > 1 else ''}\n")


def _told(args: argparse.Namespace, pages: int, releaser: Releaser, open_ones: bool) -> int:
    replaced = len(releaser.replacements)
    suggestions: tuple[Suggestion, ...] = releaser.suggestions
    if args.json:
        result = {
            "pages": pages,
            "places": replaced,
            "suggestions": sum(each.count for each in suggestions),
            "transcript": bool(args.transcript),
        }
        json.dump(result, sys.stdout, sort_keys=True)
        sys.stdout.write("\n")
    else:
        sys.stderr.write(f"{plural(pages, 'page')} copied, {plural(replaced, 'place')} withheld or replaced.\n")
    return 1 if open_ones else 0
