"""``caseward people import`` and ``people list``."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import wording
from desktop.casework import board, cast, people
from desktop.commands import common
from desktop.commands.common import DONE
from desktop.errors import UserError
from desktop.redaction.people import cast_from_csv
from storage.records import words


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("people", help="the register of people and bodies")
    actions = parser.add_subparsers(dest="action", required=True)
    bring = actions.add_parser("import", help="bring people in from a CSV file")
    common.vault_options(bring)
    bring.add_argument("review", metavar="REVIEW")
    bring.add_argument("file", type=Path, metavar="FILE.csv")
    bring.set_defaults(run=bring_in)
    listing = actions.add_parser("list", help="list people and bodies by code")
    common.vault_options(listing, json_too=True)
    listing.add_argument("review", metavar="REVIEW")
    listing.set_defaults(run=list_people)


def bring_in(args: argparse.Namespace) -> int:
    """Import a people file; who is there already is left alone."""
    try:
        data = args.file.read_bytes()
    except OSError as problem:
        raise UserError("The people file could not be read.", "Check its name.", status=2) from problem
    found = cast_from_csv(data)
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        added, bodies = session.do("Import people", cast.import_cast, case.id, found)
    left = len(found) - added - bodies
    common.out(f"{wording.plural(added, 'person', 'people')} and {wording.plural(bodies, 'body', 'bodies')} added")
    if left:
        common.say(f"{wording.plural(left, 'row')} named somebody who is already there and changed nothing.")
    return DONE


def list_people(args: argparse.Namespace) -> int:
    """List codes, roles and kinds. Names are printed: the vault's holder asked for them."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        found = session.look(people.people, case.id)
        bodies = session.look(board.bodies, case.id)
    if args.json:
        rows = [{"code": p.code, "name": p.name, "kind": p.kind.value, "role": p.role, "id": p.id} for p in found]
        rows += [
            {"code": b.short_code, "name": b.name, "kind": b.kind.value, "role": b.type_words, "id": b.id}
            for b in bodies
        ]
        common.as_json(rows)
        return DONE
    for person in found:
        common.out(f"{person.code}\t{person.name}\t{words(person.kind)}")
    for body in bodies:
        common.out(f"{body.short_code}\t{body.name}\t{words(body.kind)}")
    return DONE
