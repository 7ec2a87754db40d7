"""``caseward demo``: build the demonstration, an invented review, with every document exported beside it."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from desktop import demonstration
from desktop.commands import common
from desktop.commands.common import DONE, WRONG_USE
from desktop.errors import UserError


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="build the demonstration: an invented review, with its documents")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--today", default="", metavar="DATE", help="the day it is made on, as an ISO date")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=build)


def build(args: argparse.Namespace) -> int:
    """Build it and print where it is and what opens it. Refused where the folder holds a vault."""
    from desktop.demonstration.builder import build as build_demonstration
    from desktop.demonstration.steps_index import SEALED

    report = build_demonstration(args.folder, today=_day(args.today), progress=_said if sys.stderr.isatty() else None)
    documents = sorted(path for path in report.exports.rglob("*") if path.is_file())
    if args.json:
        common.as_json(
            {
                "vault": str(report.vault),
                "passphrase": demonstration.PASSPHRASE,
                "administrator_passphrase": demonstration.ADMINISTRATOR_PASSPHRASE,
                "sealed_passphrase": SEALED,
                "seconds": round(report.seconds, 1),
                "documents": [path.relative_to(args.folder).as_posix() for path in documents],
            }
        )
        return DONE
    common.out(f"Vault\t{report.vault}")
    common.out(f"Passphrase, board manager\t{demonstration.PASSPHRASE}")
    common.out(f"Passphrase, administrator\t{demonstration.ADMINISTRATOR_PASSPHRASE}")
    common.out(f"Passphrase of the sealed documents\t{SEALED}")
    for path in documents:
        common.out(f"Document\t{path}")
    return DONE


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise UserError("The date could not be read.", "Write it like 2026-10-01.", status=WRONG_USE) from problem


def _said(done: int, total: int, words: str) -> None:
    sys.stderr.write(f"\r{done + 1} of {total}: {words:<24}")
    sys.stderr.write("\n" if done + 1 == total else "")
