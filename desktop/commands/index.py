"""``caseward index``: check, issue, show, owners, key."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from desktop.casework.cast import CasePseudonyms
from desktop.commands import common
from desktop.commands.common import DONE, FOUND, WRONG_USE
from desktop.disclosure import checks, entries, issue, key, master, proceedings
from desktop.disclosure.cells import prefix_of
from desktop.disclosure.header import KINDS
from desktop.disclosure.issue import Order
from desktop.errors import UserError
from desktop.exchange import packs
from desktop.session import Session
from storage.records import Case, Issue, Proceeding, ProceedingContact, Series, words
from storage.store import Store, Work


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("index", help="the disclosure index")
    actions = parser.add_subparsers(dest="action", required=True)
    check = _action(actions, "check", check_index)
    check.add_argument("--series", choices=["N", "S"], default="N")
    check.add_argument("--json", action="store_true")
    out = _action(actions, "issue", issue_index)
    out.add_argument("--series", choices=["N", "S"], required=True)
    out.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    out.add_argument(
        "--as-at", default="", metavar="WHEN", help="ISO date or time that is printed; later material is left out"
    )
    out.add_argument("--authorised-by", default="", metavar="PERSON")
    out.add_argument("--proof", default="", metavar="ITEM")
    _to(out)
    common.seal_options(out)
    common.force_option(out)
    about = _action(actions, "proceeding", record_proceeding)
    about.add_argument("name", metavar="NAME", help="what the proceeding is called in this office")
    about.add_argument("--kind", choices=list(KINDS), default="criminal")
    about.add_argument("--operation", default="", help="the name police gave it")
    about.add_argument("--to", required=True, metavar="PERSON", help="who receives the index, by name")
    about.add_argument("--post", default="Disclosure officer", help="the post that is printed")
    about.add_argument("--body", required=True, metavar="BODY", help="the body that is printed")
    show = _action(actions, "show", show_index)
    show.add_argument("--version", default="", metavar="N2")
    show.add_argument("--out", type=Path, metavar="FOLDER")
    show.add_argument("--proceeding", default="", metavar="NAME")
    show.add_argument("--json", action="store_true")
    common.force_option(show)
    owners = _action(actions, "owners", owner_lists)
    owners.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    _to(owners)
    common.force_option(owners)
    codes = _action(actions, "key", issue_key)
    codes.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    _to(codes)
    common.seal_options(codes)
    common.force_option(codes)
    internal = _action(actions, "internal", write_internal)
    internal.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    common.seal_options(internal)


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name)
    common.vault_options(parser)
    parser.add_argument("review", metavar="REVIEW")
    parser.set_defaults(run=run)
    return parser


def _to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--proceeding", default="", metavar="NAME")
    parser.add_argument("--to", default="", metavar="RECIPIENT")


def check_index(args: argparse.Namespace) -> int:
    """Findings by item and field, never the words; exit 1 when one stops an issue."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        found = session.look(run_checks, case, Series(args.series))
    if args.json:
        common.as_json(
            [{"level": f.level, "code": f.code, "item": f.reference, "field": f.field, "do": f.sentence} for f in found]
        )
    else:
        for one in found:
            common.out(f"{one.level}\t{one.reference}\t{one.field}\t{one.sentence}")
    return FOUND if checks.stops(found) else DONE


def run_checks(store: Store, case: Case, series: Series) -> tuple[checks.Finding, ...]:
    """The checks of a series of a case."""
    return checks.check(store, case, issue.engine(store, case, CasePseudonyms(store, case.id)), series)


def record_proceeding(args: argparse.Namespace) -> int:
    """Record a proceeding and who receives its index; another officer of a recorded one follows the last."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        session.look(packs.require_board)

        def record(work: Work) -> Proceeding:
            made = next(
                (p for p in work.find(Proceeding, case_id=case.id) if p.name.casefold() == args.name.casefold()), None
            )
            made = made or proceedings.open_proceeding(work, case.id, args.name, args.kind, operation=args.operation)
            today = work.circumstances.today()
            proceedings.appoint(
                work, made, "disclosure_officer", args.to, args.post, args.body, since=today, receives=True
            )
            return made

        session.do("Record a proceeding", record)
    common.out(f"{args.name}\t{args.post}, {args.body}")
    return DONE


def issue_index(args: argparse.Namespace) -> int:
    """Issue a version and print the files that were written."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        session.look(packs.require_board)
        proceeding, recipient = _proceeding_and_recipient(session, case, args)
        series = Series(args.series)
        order = Order(
            case_id=case.id,
            series=series,
            proceeding_id=proceeding,
            recipient_id=recipient,
            as_at=_moment(args.as_at),
            authorised_by=common.second_person(session, case, args.authorised_by),
            proof_id=common.material_of(session, case, args.proof).id if args.proof else "",
            passphrase=common.seal_passphrase(args) if series is Series.SENSITIVE else "",
            packs_out=session.look(packs.out_now, case.id) if series is Series.OPEN else 0,
        )
        _, paths = issue.issue(session, order, args.out, force=args.force)
    for path in paths:
        common.out(str(path))
    return DONE


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise UserError("The time could not be read.", "Write it like 2016-05-13T17:00.", status=WRONG_USE) from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _proceeding_and_recipient(session: Session, case: Case, args: argparse.Namespace) -> tuple[str, str]:
    def find(store: Store) -> tuple[str, str]:
        proceeding = next(
            (
                p.id
                for p in store.find(Proceeding, case_id=case.id)
                if args.proceeding.casefold() in (p.name.casefold(), p.id)
            ),
            "",
        )
        recipient = next(
            (
                one.id
                for one in store.find(ProceedingContact, case_id=case.id)
                if args.to.casefold() in (one.name.casefold(), one.post.casefold(), one.id) and one.until is None
            ),
            "",
        )
        return proceeding, recipient

    proceeding, recipient = session.look(find)
    if (args.proceeding and not proceeding) or (args.to and not recipient):
        raise UserError("No proceeding or recipient of that name is recorded.", "Record it first.", status=WRONG_USE)
    return proceeding, recipient


def show_index(args: argparse.Namespace) -> int:
    """The entries as they stand, or a past version byte for byte."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        if args.version:
            return _show_version(session, case, args)
        found = session.look(entries.entries, case.id)
    rows = [
        {
            "reference": entries.reference(prefix_of(case), entry),
            "type": words(entry.kind),
            "listing": words(entry.listing),
            "status": words(entry.status),
            "description": entry.description,
        }
        for entry in found
    ]
    if args.json:
        common.as_json(rows)
    else:
        for row in rows:
            common.out("\t".join(row.values()))
    return DONE


def _show_version(session: Session, case: Case, args: argparse.Namespace) -> int:
    if args.out is None:
        raise UserError("Say where the past version is to be written.", "Add --out FOLDER.", status=WRONG_USE)
    wanted = args.version.upper()
    records = [
        one
        for one in session.look(issue.issues, case.id)
        if f"{one.series.value}{one.version}" == wanted and one.series is not Series.KEY
    ]
    chosen = _of_proceeding(session, records, args.proceeding)
    for path in issue.print_again(session, chosen, args.out, force=args.force):
        common.out(str(path))
    return DONE


def _of_proceeding(session: Session, records: list[Issue], name: str) -> Issue:
    def named(store: Store) -> dict[str, str]:
        return {one.id: store.get(Proceeding, one.proceeding_id).name for one in records}

    names = session.look(named)
    chosen = [one for one in records if not name or names[one.id].casefold() == name.casefold()]
    if len(chosen) != 1:
        raise UserError("No single issue has that version.", "Name the proceeding with --proceeding.", status=WRONG_USE)
    return chosen[0]


def owner_lists(args: argparse.Namespace) -> int:
    """One list an owner, outside an issue."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        proceeding, recipient = _proceeding_and_recipient(session, case, args)
        order = Order(case_id=case.id, series=Series.OPEN, proceeding_id=proceeding, recipient_id=recipient)
        paths = issue.write_owner_lists(session, order, args.out, force=args.force)
    for path in paths:
        common.out(str(path))
    return DONE


def issue_key(args: argparse.Namespace) -> int:
    """The key to codes, encrypted."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        proceeding, recipient = _proceeding_and_recipient(session, case, args)
        proceeding, recipient = session.look(issue.settle, case.id, proceeding, recipient)
        common.must_be_new(args.out, args.force)
        sealed = common.seal_passphrase(args)
        key.issue_key(session, case.id, proceeding, recipient, args.out, sealed, force=args.force)
    common.out(str(args.out))
    return DONE


def write_internal(args: argparse.Namespace) -> int:
    """The internal list with every reason, encrypted: it never leaves the business unit."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        common.must_be_new(args.out, force=False)
        master.write_master(session, case.id, args.out, common.seal_passphrase(args))
    common.out(str(args.out))
    return DONE
