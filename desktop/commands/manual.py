"""``caseward manual [CHAPTER]``: the chapters of the manual, or one of them, on standard output."""

from __future__ import annotations

import argparse
import sys

from desktop import manual

_DONE, _WRONG_USE = 0, 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Add the command to ``subparsers``."""
    parser = subparsers.add_parser("manual", help="read the manual")
    parser.add_argument("chapter", nargs="?", default="", metavar="CHAPTER", help="a chapter; without it, their list")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the list of chapters or one chapter. Gives 0, or 2 when there is none of that name."""
    found = {one.id: one for one in manual.chapters()}
    if not args.chapter:
        sys.stdout.write("".join(f"{one.id:<14}{one.title}\n" for one in found.values()))
        return _DONE
    if args.chapter not in found:
        sys.stderr.write(f"There is no chapter “{args.chapter}”. There are: {', '.join(found)}.\n")
        return _WRONG_USE
    sys.stdout.write(found[args.chapter].text)
    return _DONE
