"""``caseward report NAME REVIEW --profile P --out FILE.pdf`` and ``caseward report list``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.commands import common
from desktop.commands.common import DONE, WRONG_USE
from desktop.errors import UserError
from desktop.redaction.profiles import PROFILE_IDS
from desktop.reports import catalogue, export
from desktop.reports.release_review import scope_of
from desktop.session import Session
from storage.records import Case, Request


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("report", help="write a document of a review")
    common.vault_options(parser, json_too=True)
    parser.add_argument("name", metavar="NAME", help="a document, or list")
    parser.add_argument("review", metavar="REVIEW", nargs="?")
    parser.add_argument("--profile", choices=PROFILE_IDS)
    parser.add_argument("--for", dest="recipient", default="", metavar="PERSON")
    parser.add_argument("--checked-by", default="", metavar="PERSON", help="the second person, where two are needed")
    parser.add_argument("--item", default="", metavar="N", help="one record, by its place in its register: 1, 2, …")
    parser.add_argument("--request", default="", metavar="REF", help="the request or order a copy for a court answers")
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help="or FILE.json, where a document has data")
    parser.add_argument("--force", action="store_true")
    common.seal_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the documents, or write one."""
    if args.name == "list":
        return _list(args)
    if not (args.review and args.profile and args.out):
        raise UserError(
            "Name the review, the audience and the file.", "REVIEW --profile P --out FILE.pdf", status=WRONG_USE
        )
    common.must_be_new(args.out, args.force)
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        path = export.export(
            session,
            case,
            args.name,
            args.profile,
            args.out,
            recipient_id=common.recipient(session, case, args.recipient),
            second_person=common.second_person(session, case, args.checked_by),
            record_id=args.item,
            tell=common.say,
            passphrase=common.seal_passphrase(args) if args.profile in export.SEALED else "",
            force=args.force,
            **_scope(session, case, args),
        )
    common.out(str(path))
    return DONE


def _scope(session: Session, case: Case, args: argparse.Namespace) -> dict[str, Any]:
    """Whom a request or order names and its reference, for a copy to a court."""
    if args.profile != "court":
        return {}
    found = session.look(lambda store: store.find(Request, case_id=case.id))
    chosen = next((one for one in found if args.request and args.request in (one.reference, one.id)), None)
    return session.look(scope_of, args.profile, "", chosen.id if chosen else "")


def _list(args: argparse.Namespace) -> int:
    found = catalogue.reports().values()
    if args.json:
        common.as_json(
            [
                {"id": e.id, "about": e.template.about, "profiles": e.template.profiles, "for": e.template.recipient}
                for e in found
            ]
        )
        return DONE
    for entry in found:
        common.out(f"{entry.id}\t{', '.join(entry.template.profiles)}\t{entry.template.about}")
    return DONE
