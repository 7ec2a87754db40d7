"""``caseward item``: show items, and describe, own, claim, position, accept, hold, leave out or withdraw one."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from desktop.commands import common
from desktop.commands.common import DONE, WRONG_USE
from desktop.disclosure import entries, linter
from desktop.disclosure.cells import prefix_of
from desktop.errors import UserError
from desktop.session import Session
from storage.records import (
    Case,
    EntryStatus,
    IndexEntry,
    OwnerPosition,
    Privilege,
    SensitivityClaim,
    words,
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("item", help="items of the index")
    actions = parser.add_subparsers(dest="action", required=True)
    show = _action(actions, "show", show_items, item="?")
    show.add_argument("--json", action="store_true")
    describe = _action(actions, "describe", act(_describe))
    describe.add_argument("text", metavar="TEXT", help="the external description, people by code in brackets")
    own = _action(actions, "own", act(_own))
    own.add_argument("body", metavar="BODY")
    own.add_argument("--confirmed", action="store_true", help="the owner has confirmed it")
    claim = _action(actions, "claim", act(_claim))
    claim.add_argument("claim", choices=[one.value for one in SensitivityClaim])
    claim.add_argument("--privilege", choices=[one.value for one in Privilege])
    position = _action(actions, "position", act(_position))
    position.add_argument("position", choices=[one.value for one in OwnerPosition])
    _action(actions, "accept", act(_accept))
    _action(actions, "hold", act(_hold))
    _action(actions, "leave-out", act(_leave_out))
    withdraw = _action(actions, "withdraw", act(_withdraw))
    withdraw.add_argument("--as", dest="status", default="withdrawn", choices=[one.value for one in EntryStatus])
    withdraw.add_argument("--instead", default="", metavar="ITEM", help="the item that stands in its place")


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    item: str | None = None,
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name)
    common.vault_options(parser)
    parser.add_argument("review", metavar="REVIEW")
    parser.add_argument("item", metavar="ITEM", nargs=item)
    parser.add_argument("--reason", default="")
    parser.add_argument("--by", default="", metavar="PERSON")
    parser.set_defaults(run=run)
    return parser


def show_items(args: argparse.Namespace) -> int:
    """One item in full, or all of them a line each."""
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        found = [common.entry_of(session, case, args.item)] if args.item else session.look(entries.entries, case.id)
        if args.json:
            common.as_json([_facts(case, entry) for entry in found])
        elif args.item:
            for name, value in _facts(case, found[0]).items():
                common.out(f"{name}\t{value}")
        else:
            for entry in found:
                common.out("\t".join(str(value) for value in list(_facts(case, entry).values())[:6]))
    return DONE


def _facts(case: Case, entry: IndexEntry) -> dict[str, str | bool]:
    return {
        "reference": entries.reference(prefix_of(case), entry),
        "type": words(entry.kind),
        "listing": words(entry.listing),
        "status": words(entry.status),
        "claim": words(entry.claim),
        "description": entry.description,
        "owner": entry.owner_id,
        "owner_confirmed": str(entry.owner_confirmed_on or ""),
        "position": words(entry.owner_position),
        "date": entry.doc_date.iso,
        "extent": entry.extent,
        "held_over": entry.held_over_reason,
        "sha256": entry.sha256,
    }


Act = Callable[[Session, Case, IndexEntry, argparse.Namespace], IndexEntry]


def act(step: Act) -> Callable[[argparse.Namespace], int]:
    """A command that takes one decision about one item and prints where it stands."""

    def run(args: argparse.Namespace) -> int:
        with common.open_vault(args) as session:
            case = common.case_of(session, args.review)
            entry = common.entry_of(session, case, args.item)
            saved = step(session, case, entry, args)
        common.out(f"{entries.reference(prefix_of(case), saved)}\t{words(saved.listing)}\t{words(saved.status)}")
        return DONE

    return run


def _describe(session: Session, _case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    saved = session.do("Describe an item", entries.describe, entry, args.text)
    for remark in linter.lint(saved.description):
        common.say(f"{remark.level}: {remark.sentence}")
    return saved


def _own(session: Session, case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    body = common.body_called(session, case, args.body)
    saved = session.do("Set the owner", entries.set_owner, entry, body.id, by=args.by)
    if args.confirmed:
        today = session.circumstances.today()
        saved = session.do("Confirm the owner", entries.confirm_owner, saved, args.by or body.id, today)
    return saved


def _claim(session: Session, _case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    privilege = Privilege(args.privilege) if args.privilege else None
    decision = SensitivityClaim(args.claim)
    return session.do(
        "Decide about sensitivity", entries.claim, entry, decision, reason=args.reason, by=args.by, privilege=privilege
    )


def _position(session: Session, _case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    today = session.circumstances.today()
    decision = OwnerPosition(args.position)
    return session.do(
        "Record the owner's position", entries.set_position, entry, decision, today, reason=args.reason, by=args.by
    )


def _accept(session: Session, _case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    return session.do("Accept an item", entries.accept, entry, by=args.by)


def _hold(session: Session, _case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    return session.do("Hold an item over", entries.hold_over, entry, args.reason, by=args.by)


def _leave_out(session: Session, _case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    return session.do("Leave an item out", entries.leave_out, entry, args.reason, by=args.by)


def _withdraw(session: Session, case: Case, entry: IndexEntry, args: argparse.Namespace) -> IndexEntry:
    status = EntryStatus(args.status)
    other = common.entry_of(session, case, args.instead).id if args.instead else ""
    if status is EntryStatus.ACTIVE and not args.reason:
        raise UserError("Say why the item stands again.", "Add --reason TEXT.", status=WRONG_USE)
    return session.do("Withdraw an item", entries.set_status, entry, status, args.reason, by=args.by, other_id=other)
