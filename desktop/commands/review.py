"""``caseward review add`` and ``review list``."""

from __future__ import annotations

import argparse

from desktop.casework import cases
from desktop.commands import common
from desktop.commands.common import DONE
from storage.records import words


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("review", help="open and list cases")
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="open a case as a referral")
    common.vault_options(add)
    add.add_argument("--name", required=True, help="code name: neutral words, no surname")
    add.add_argument("--reference", required=True, help="for example SCR-2016-03")
    add.set_defaults(run=add_review)
    listing = actions.add_parser("list", help="list the cases")
    common.vault_options(listing, json_too=True)
    listing.set_defaults(run=list_reviews)


def add_review(args: argparse.Namespace) -> int:
    """Open a case."""
    with common.open_vault(args) as session:
        case = session.do("Open a case", cases.open_case, args.name, args.reference)
    common.out(f"{case.reference}\t{case.code_name}")
    return DONE


def list_reviews(args: argparse.Namespace) -> int:
    """List every case, a line each."""
    with common.open_vault(args) as session:
        found = session.look(cases.cases)
        counts = {case.id: session.look(cases.counts, case.id) for case in found}
    if args.json:
        common.as_json(
            [{"reference": c.reference, "name": c.code_name, "stage": c.stage.value} | counts[c.id] for c in found]
        )
        return DONE
    for case in found:
        common.out(f"{case.reference}\t{case.code_name}\t{words(case.stage)}\t{counts[case.id]['entries']} entries")
    return DONE
