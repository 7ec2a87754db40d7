"""``caseward report NAME REVIEW --profile P --out FILE.pdf`` and ``caseward report list``.

Every document of the window can be made so: of one record, marker or pass, for one person or body, for a person's
advocate as well, and as the copy of the report that somebody reads in the room.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.commands import common
from desktop.commands.common import DONE, WRONG_USE
from desktop.errors import UserError
from desktop.markers import family, passes
from desktop.redaction.profiles import PROFILE_IDS
from desktop.reports import catalogue, choosing, draft_copies, export, family_copies
from desktop.reports.release_review import scope_of
from desktop.session import Session
from storage.records import Case, Request
from storage.store import Store


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
    parser.add_argument("--marker", default="", metavar="M", help="one marker, by its number: 3 or QM3")
    parser.add_argument("--pass", dest="pass_", default="", metavar="PASS", help="one pass: setting-up, in-progress …")
    parser.add_argument("--advocate", action="store_true", help="the copy for the advocate of whom --for names")
    parser.add_argument("--reading", action="store_true", help="the report as the one --for names reads it")
    parser.add_argument("--copy", default="", metavar="D.N", help="copy N of draft D of the report, as it is numbered")
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
        if args.copy:
            common.out(str(_draft_copy(session, case, args)))
            return DONE
        path = export.export(
            session,
            case,
            args.name,
            args.profile,
            args.out,
            recipient_id="" if args.reading else common.recipient(session, case, args.recipient),
            second_person=common.second_person(session, case, args.checked_by),
            record_id=args.item,
            tell=common.say,
            passphrase=common.seal_passphrase(args) if args.profile in export.SEALED else "",
            force=args.force,
            **_scope(session, case, args),
            **_narrowed(session, case, args),
        )
    common.out(str(path))
    return DONE


def _draft_copy(session: Session, case: Case, args: argparse.Namespace) -> Path:
    """Write one numbered copy of a draft."""
    draft_number, dot, number = args.copy.partition(".")
    if args.name != family_copies.REPORT or not (dot and draft_number.isdecimal() and number.isdecimal()):
        raise UserError(
            "A numbered copy is one of a draft of the report.",
            f"report {family_copies.REPORT} REVIEW --copy 3.2 for copy 2 of draft 3", status=WRONG_USE,
        )  # fmt: skip
    draft, copy = session.look(draft_copies.copy_numbered, case, int(draft_number), int(number))
    phrase = common.seal_passphrase(args) if args.profile in export.SEALED else ""
    return draft_copies.export_copy(
        session, case, draft, copy, args.profile, args.out, passphrase=phrase, force=args.force
    )


def _scope(session: Session, case: Case, args: argparse.Namespace) -> dict[str, Any]:
    """Whom a request or order names and its reference, for a copy to a court."""
    if args.profile != "court":
        return {}
    found = session.look(lambda store: store.find(Request, case_id=case.id))
    chosen = next((one for one in found if args.request and args.request in (one.reference, one.id)), None)
    return session.look(scope_of, args.profile, "", chosen.id if chosen else "")


def _narrowed(session: Session, case: Case, args: argparse.Namespace) -> dict[str, Any]:
    """One marker, one pass, the advocate's copy, or the words that mark a reading copy; empty where none is asked."""
    chosen: dict[str, Any] = {}
    if args.marker or args.pass_:
        chosen |= session.look(_marked, case, args.name, args.marker.casefold(), args.pass_)
    if args.advocate or args.reading:
        person = common.recipient(session, case, args.recipient)
        if not person:
            raise UserError("Nobody is named.", "Name the person with --for.", status=WRONG_USE)
        chosen |= _for_reader(args) if args.reading else {"copy_to": _advocate(session, case, person)}
    return chosen


def _marked(store: Store, case: Case, name: str, marker: str, kind: str) -> dict[str, str]:
    offer = choosing.offer(store, case, name)
    if not offer.markers:
        raise UserError("This document is not made for a marker or a pass.", "Leave that out.", status=WRONG_USE)
    markers = [one for one in offer.markers if marker in (one.casefold(), one.casefold().lstrip("qm"))]
    rounds = [one.id for one in passes.passes(store, case.id) if kind in (one.id, one.kind)]
    if (marker and not markers) or (kind and not rounds):
        kinds = ", ".join(dict.fromkeys(one.kind for one in passes.passes(store, case.id))) or "none is open yet"
        raise UserError(
            "There is no such marker or pass.",
            f"Markers: {', '.join(offer.markers)}. Passes of this review: {kinds}.", status=WRONG_USE,
        )  # fmt: skip
    found = {"marker": markers[0] if marker else "", "pass_id": rounds[-1] if kind else ""}
    return {key: value for key, value in found.items() if value}


def _advocate(session: Session, case: Case, person: str) -> str:
    found = session.look(family.advocate_of, case, person)
    if not found:
        raise UserError("No advocate is recorded for that person.", "Record one under support first.", status=WRONG_USE)
    return found


def _for_reader(args: argparse.Namespace) -> dict[str, str]:
    if args.name != family_copies.REPORT or args.profile != "publication":
        raise UserError(
            "A reading copy is the report as it will be published.",
            f"report {family_copies.REPORT} REVIEW --profile publication --reading --for PERSON", status=WRONG_USE,
        )  # fmt: skip
    return {"draft": family_copies.READING}


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
