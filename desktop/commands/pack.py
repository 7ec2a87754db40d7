"""``caseward pack``: out, in, list; open and back in the vault of the one who borrowed it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from desktop import wording
from desktop.commands import common
from desktop.commands.common import DONE, FOUND, WRONG_USE
from desktop.errors import UserError
from desktop.exchange import borrowing, packs, returning
from desktop.exchange.packs import EVENT, PackOrder
from desktop.session import Session
from storage.packing import SUFFIX
from storage.records import Case, Person, RegisterRow
from storage.store import Store


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("pack", help="working packs and event packs")
    actions = parser.add_subparsers(dest="action", required=True)
    out = actions.add_parser("out", help="write a pack and enter it in the register")
    common.vault_options(out)
    out.add_argument("review", metavar="REVIEW")
    out.add_argument("--kind", choices=[packs.WORKING, EVENT], required=True)
    out.add_argument("--to", required=True, metavar="PERSON", help="who takes it")
    out.add_argument("--expires", required=True, metavar="DATE", help="when it is due back")
    out.add_argument("--out", type=Path, required=True, metavar="FILE")
    out.add_argument("--purpose", default="")
    out.add_argument("--event", default="", metavar="EVENT", help="the event or conversation, by title or id")
    out.add_argument(
        "--tick", action="append", default=[], metavar="ITEM", help="legal advice or reflections that may go along"
    )
    common.seal_options(out)
    out.set_defaults(run=send_out)
    back = actions.add_parser("in", help="take a pack back, or the board's changes into a pack")
    common.vault_options(back, json_too=True)
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--file-passphrase-file", metavar="FILE", help="the pack's passphrase, when it is asked for")
    back.add_argument("--override", default="", metavar="REASON", help="let an expired or closed pack in")
    back.add_argument("--update-out", type=Path, metavar="FILE", help="where the board's changes for it are written")
    back.set_defaults(run=bring_in)
    lines = actions.add_parser("list", help="the register of packs out, due and back")
    common.vault_options(lines, json_too=True)
    lines.add_argument("review", nargs="?", default="", metavar="REVIEW")
    lines.set_defaults(run=list_packs)
    unpack = actions.add_parser("open", help="unpack a pack to the folder NAME.caseward")
    unpack.add_argument("file", type=Path, metavar="FILE")
    unpack.add_argument("folder", type=Path, metavar="VAULT")
    unpack.add_argument("--passphrase-file", metavar="FILE")
    unpack.set_defaults(run=open_pack)
    give = actions.add_parser("back", help="write the file to hand over; --vault names the pack's folder")
    common.vault_options(give)
    give.add_argument("--out", type=Path, required=True, metavar="FILE")
    give.set_defaults(run=give_back)


def send_out(args: argparse.Namespace) -> int:
    """Write a pack; its passphrase goes to ``--seal-out`` or is shown once."""
    common.must_be_new(args.out, force=False)
    with common.open_vault(args) as session:
        case = common.case_of(session, args.review)
        borrower, person_id = _borrower(session, case, args.to)
        order = PackOrder(
            case.id, args.kind, borrower, _day(args.expires), person_id, args.purpose,
            ticked=tuple(_record_of(session, case, one) for one in args.tick),
            event_id=session.look(_event, case, args.event) if args.kind == EVENT else "",
        )  # fmt: skip
        session.look(packs.check, order)
        pack = packs.send_out(session, order, args.out, common.seal_passphrase(args))
    common.say(f"Out to the borrower, due back on {wording.uk_date(order.expires)}.")
    common.out(f"{args.out}\t{pack.manifest['records']}")
    return DONE


def _borrower(session: Session, case: Case, name: str) -> tuple[str, str]:
    """The borrower's name, and their id where they are in the register: found by code or role, their name is used."""

    def find(store: Store) -> tuple[str, str]:
        wanted = name.casefold()
        for person in store.find(Person, case_id=case.id):
            if wanted in (person.name.casefold(), person.code.casefold(), person.role.casefold(), person.id):
                return person.name, person.id
        return name, ""

    return session.look(find)


def _record_of(session: Session, case: Case, reference: str) -> str:
    return common.entry_of(session, case, reference).record_id


def _event(store: Store, case: Case, name: str) -> str:
    """The event or conversation meant; the one that is planned when none is named, empty when none is planned."""
    rows = [*store.find(RegisterRow, case_id=case.id, register="event")]
    rows += store.find(RegisterRow, case_id=case.id, register="conversation")
    if name:
        chosen = [one for one in rows if name.casefold() in (one.id, str(one.values.get("title", "")).casefold())]
    else:
        chosen = [one for one in rows if one.register == "event" and one.values.get("state") == "planned"]
    if len(chosen) > 1 or (name and not chosen):
        raise UserError("No single event has that title.", "Name it with --event, by its id.", status=WRONG_USE)
    return chosen[0].id if chosen else ""


def _day(text: str) -> date:
    try:
        day = wording.read_date(text).first_day
    except ValueError:
        day = None
    if day is None:
        raise UserError("The date could not be read.", "Write it like 30 June 2016.", status=WRONG_USE)
    return day


def bring_in(args: argparse.Namespace) -> int:
    """Take a pack back; in a pack, take the board's changes. Exit 1 when something waits for a decision."""
    with common.open_vault(args) as session:
        if session.look(borrowing.here) is not None:
            taken = borrowing.take_update(session, args.file)
            _tell(args, {"new": taken.new, "changed": taken.changed, "left": taken.left, "again": taken.again})
            return FOUND if taken.left else DONE
        secret = common.passphrase(args.file_passphrase_file) if args.file_passphrase_file else ""
        update_to = args.update_out or _beside(args.file)
        done = returning.bring_in(
            session, args.file, passphrase=secret, override=args.override, update_to=update_to
        )
    for notice in done.notices:
        common.say(notice)
    counts = {"new": done.new, "changed": done.changed, "differences": done.conflicts, "names": done.names}
    _tell(args, counts | {"again": done.again, "update": str(done.update) if done.update else ""})
    return FOUND if done.conflicts or done.names else DONE


def _beside(file: Path) -> Path:
    """A free name beside the pack's file for the update that goes back with it."""
    number = 1
    while (target := file.with_name(f"{file.stem}-update{number}{SUFFIX}")).exists():
        number += 1
    return target


def _tell(args: argparse.Namespace, counts: dict[str, object]) -> None:
    if args.json:
        common.as_json(counts)
        return
    for name, value in counts.items():
        common.out(f"{name}\t{value}")


def list_packs(args: argparse.Namespace) -> int:
    """A line each: kind, borrower, state, due, returns, open differences, names to settle."""
    with common.open_vault(args) as session:
        case_id = common.case_of(session, args.review).id if args.review else ""
        lines = session.look(packs.register, case_id)
    rows = [
        {
            "id": line.pack.id, "kind": line.pack.kind, "to": line.pack.borrower, "state": line.pack.status,
            "due": str(line.due or ""), "overdue": line.overdue, "returns": line.pack.returns,
            "differences": line.conflicts, "names": line.names,
        }
        for line in lines
    ]  # fmt: skip
    if args.json:
        common.as_json(rows)
    else:
        for row in rows:
            common.out("\t".join(str(value) for value in row.values()))
    return DONE


def open_pack(args: argparse.Namespace) -> int:
    """Unpack a pack to a folder that is not there yet."""
    session = borrowing.unpack(args.file, args.folder, common.passphrase(args.passphrase_file))
    folder = session.vault.folder
    session.close()
    common.out(str(folder))
    return DONE


def give_back(args: argparse.Namespace) -> int:
    """Write the file to hand over; the pack stays usable."""
    with common.open_vault(args) as session:
        path = borrowing.give_back(session, args.out)
    common.out(str(path))
    return DONE
