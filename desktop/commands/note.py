"""``caseward note add``: keep a text file as a note with its entry."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import wording
from desktop.casework import notes
from desktop.commands import common
from desktop.commands.common import DONE
from desktop.errors import UserError
from storage.records import NoteKind, PartialDate


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("note", help="notes")
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="keep a text file as a note")
    common.vault_options(add)
    add.add_argument("review", metavar="REVIEW")
    add.add_argument("file", type=Path, metavar="FILE")
    add.add_argument("--kind", choices=[kind.value for kind in NoteKind], default=NoteKind.NOTE.value)
    add.add_argument("--title", default="")
    add.add_argument("--on", default="", help="date, as you would write it")
    add.set_defaults(run=add_note)


def add_note(args: argparse.Namespace) -> int:
    """Keep the note; prints the working reference of its entry."""
    try:
        text = args.file.read_text(encoding="utf-8")
    except OSError as problem:
        raise UserError("The file could not be opened.", "Check its name.", status=2) from problem
    except UnicodeDecodeError as problem:
        raise UserError(
            "The file could not be read as text.", "Save it as UTF-8 text, or bring it in as material."
        ) from problem
    try:
        on = wording.read_date(args.on) if args.on else PartialDate()
    except ValueError as problem:
        raise UserError("The date could not be read.", "Write it like 3 May 2016 or May 2016.", status=2) from problem
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        _, entry = session.do(
            "Add a note", notes.write, case.id, NoteKind(args.kind), title=args.title, text=text, on=on
        )
    common.out(entry.working_ref)
    return DONE
