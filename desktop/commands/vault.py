"""``caseward new``, ``verify``, ``backup`` and ``restore``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from desktop import session as sessions
from desktop.casework import board, entries
from desktop.commands import common
from desktop.commands.common import DONE, FOUND, WRONG_USE
from desktop.errors import UserError
from desktop.session import Session
from storage import backup, restoring, verifying
from storage.circumstances import SystemCircumstances
from storage.records import Case


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the four commands."""
    new = subparsers.add_parser("new", help="make a vault")
    new.add_argument("folder", type=Path, metavar="VAULT")
    new.add_argument("--passphrase-file", metavar="FILE")
    new.add_argument("--name", default="Board manager", help="who opens it")
    new.add_argument("--role", default="Board manager", help="in which role")
    new.add_argument("--recovery-out", type=Path, metavar="FILE", help="write the 24 recovery words here, mode 0600")
    new.add_argument("--board", default="", metavar="NAME", help="the board that keeps the vault")
    new.add_argument("--mailbox", default="", metavar="ADDRESS", help="the board's e-mail address")
    new.set_defaults(run=make)
    verify = subparsers.add_parser("verify", help="check a vault from end to end")
    verify.add_argument("vault", type=Path, metavar="VAULT")
    verify.add_argument("--passphrase-file", metavar="FILE")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=check)
    save = subparsers.add_parser("backup", help="write a verified backup")
    save.add_argument("vault", type=Path, metavar="VAULT")
    save.add_argument("to", type=Path, metavar="TO")
    save.add_argument("--passphrase-file", metavar="FILE")
    save.set_defaults(run=write_backup)
    back = subparsers.add_parser("restore", help="bring a backup back")
    back.add_argument("source", type=Path, metavar="FROM")
    back.add_argument("vault", type=Path, metavar="VAULT")
    back.add_argument("--passphrase-file", metavar="FILE")
    back.set_defaults(run=bring_back)


def make(args: argparse.Namespace) -> int:
    """Make a vault; its recovery words go to a terminal or to ``--recovery-out``, nowhere else."""
    if args.recovery_out is None and not sys.stdout.isatty():
        raise UserError(
            "There is no terminal to show the recovery words at.", "Add --recovery-out FILE.", status=WRONG_USE
        )
    if args.recovery_out is not None:
        common.must_be_new(args.recovery_out)
    chosen = common.passphrase(args.passphrase_file, "New passphrase: ")
    session, words = sessions.create(args.folder, chosen, args.name, args.role)
    if args.board:
        session.do("Save the board", board.save_board, name=args.board, mailbox=args.mailbox)
    session.close()
    if args.recovery_out is not None:
        descriptor = os.open(args.recovery_out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(" ".join(words) + "\n")
    else:
        for number, word in enumerate(words, 1):
            common.out(f"{number:2d} {word}")
    return DONE


def check(args: argparse.Namespace) -> int:
    """Verify store, audit, blobs, search and that every record has its entry; exit 1 when something is found."""
    with common.open_vault(args) as session:
        report = verifying.verify(session.vault)
        missing = session.look(lambda store: sum(len(entries.without_entry(store, c.id)) for c in store.find(Case)))
    found = list(report.findings) + ([f"{missing} records have no index entry"] if missing else [])
    if args.json:
        common.as_json({"ok": not found, "findings": found, "without_entry": missing, "counts": report.counts})
    else:
        for line in found or ["The vault is sound: pages, references, files, search, audit and index were checked."]:
            common.out(line)
    return FOUND if found else DONE


def write_backup(args: argparse.Namespace) -> int:
    """Write a backup and open it again before it gets its name."""
    with common.open_vault(args) as session:
        report = backup.make(session.vault, args.to, actor=session.worker.id)
    common.out(str(report.path))
    return DONE


def bring_back(args: argparse.Namespace) -> int:
    """Restore a backup as a vault."""
    chosen = common.passphrase(args.passphrase_file)
    around = SystemCircumstances()
    vault = restoring.restore(args.source, args.vault, chosen, circumstances=around)
    session: Session = sessions.open_with(vault, around)
    session.close()
    common.out(str(args.vault))
    return DONE
