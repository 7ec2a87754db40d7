"""What several commands need: the vault and its passphrase, the case, output that overwrites nothing."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop import session as sessions
from desktop.casework import cases
from desktop.disclosure import entries
from desktop.disclosure.cells import prefix_of
from desktop.errors import UserError
from desktop.session import Session
from storage.records import Agency, Case, IndexEntry, Material, Person, Worker
from storage.store import Store

DONE, FOUND, WRONG_USE, REFUSED, CANNOT_OPEN = 0, 1, 2, 3, 4


def vault_options(parser: argparse.ArgumentParser, *, json_too: bool = False) -> None:
    """Add the options of a command that opens a vault."""
    parser.add_argument("--vault", type=Path, help="the vault's folder, NAME.caseward")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", help="read the passphrase from FILE, or - for standard input"
    )
    if json_too:
        parser.add_argument("--json", action="store_true", help="write the result as JSON")


@contextmanager
def open_vault(args: argparse.Namespace, *, read_only: bool = False) -> Iterator[Session]:
    """Open the vault of ``--vault`` for as long as the command runs."""
    if args.vault is None:
        raise UserError("Name the vault.", "Add --vault NAME.caseward.", status=WRONG_USE)
    session = sessions.unlock(args.vault, passphrase(args.passphrase_file), read_only=read_only)
    for notice in session.vault.notices:
        sys.stderr.write(f"{notice.what} {notice.do}\n")
    try:
        yield session
    finally:
        session.close()


def passphrase(source: str | None, prompt: str = "Passphrase: ") -> str:
    """The passphrase from a file, standard input or a prompt, never from an argument.

    Raises ``UserError``: status 3 for a file that others can read, 2 without a terminal to ask at.
    """
    if source == "-":
        return sys.stdin.readline().rstrip("\n")
    if source:
        path = Path(source)
        if os.name == "posix" and path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UserError("Other people can read the passphrase file.", f"Make it yours alone: chmod 600 {path.name}")
        try:
            return path.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError) as problem:
            raise UserError("The passphrase file could not be read.", "Check its name.", status=WRONG_USE) from problem
    if not sys.stdin.isatty():
        raise UserError(
            "There is no terminal to ask for the passphrase at.", "Add --passphrase-file.", status=WRONG_USE
        )
    return getpass.getpass(prompt)


def case_of(session: Session, name: str) -> Case:
    """The case called ``name``."""
    return session.look(cases.case_called, name)


def entry_of(session: Session, case: Case, reference: str) -> IndexEntry:
    """The entry of a case by number (N0012, SCR-2016-03-N0012), working reference (W0003) or id.

    Raises ``UserError`` when there is none.
    """
    wanted = reference.upper()
    for entry in session.look(entries.entries, case.id):
        called = entries.reference(prefix_of(case), entry).upper()
        if wanted in (called, called.removeprefix(f"{prefix_of(case).upper()}-"), entry.working_ref, entry.id.upper()):
            return entry
    raise UserError("No item of this case has that reference.", "List them with: item show REVIEW", status=WRONG_USE)


def body_called(session: Session, case: Case, name: str) -> Agency:
    """The body with that name, short code or id. Raises ``UserError`` when there is none."""
    from desktop.casework.board import bodies

    for body in session.look(bodies, case.id):
        if name.casefold() in (body.name.casefold(), body.short_code.casefold(), body.id):
            return body
    raise UserError("No body has that name or code.", "List them with: people list REVIEW", status=WRONG_USE)


def second_person(session: Session, case: Case, name: str) -> str:
    """The id of a person of the register, or of the vault, by name, code or role; empty for nobody."""

    def find(store: Store) -> str:
        wanted = name.casefold()
        for person in store.find(Person, case_id=case.id):
            if wanted in (person.name.casefold(), person.code.casefold(), person.role.casefold(), person.id):
                return person.id
        for worker in store.find(Worker):
            if wanted in (worker.name.casefold(), worker.role.casefold(), worker.id) and worker.until is None:
                return worker.id
        return ""

    found = session.look(find) if name else ""
    if name and not found:
        raise UserError(
            "Nobody of that name or role is in the register.", "Add them with: people import", status=WRONG_USE
        )
    return found


def recipient(session: Session, case: Case, name: str) -> str:
    """The id of the person or body a document is for; empty when none is named."""
    if not name:
        return ""
    try:
        return second_person(session, case, name)
    except UserError:
        return body_called(session, case, name).id


def material_of(session: Session, case: Case, reference: str) -> Material:
    """The material behind an item's reference."""
    entry = entry_of(session, case, reference)
    if entry.record_kind != "Material":
        raise UserError("That item is not a file or thing.", "Name one that was brought in.", status=WRONG_USE)
    return session.look(lambda store: store.get(Material, entry.record_id))


def out(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(line + "\n")


def say(line: str) -> None:
    """A line of words for the person."""
    sys.stderr.write(line + "\n")


def as_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """The result as JSON."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def force_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that overwrites a file of the same name."""
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")


def must_be_new(path: Path, force: bool | None = None) -> None:
    """Raises ``UserError`` when ``path`` exists and may not be overwritten; None where nothing ever overwrites it."""
    if path.exists() and not force:
        do = "Choose another name." if force is None else "Choose another name, or add --force."
        raise UserError(f"{path.name} is already there, so nothing was written.", do)


def seal_options(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the passphrase of a sealed file goes."""
    parser.add_argument(
        "--seal-out", type=Path, metavar="FILE", help="write the sealed file's passphrase here, mode 0600"
    )


def seal_passphrase(args: argparse.Namespace) -> str:
    """A fresh passphrase for a sealed file, given to ``--seal-out`` or shown once on a terminal.

    Raises ``UserError`` status 2 when there is neither.
    """
    from desktop.paper.sealed import new_passphrase

    made = new_passphrase()
    if args.seal_out is not None:
        must_be_new(args.seal_out)
        descriptor = os.open(args.seal_out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(made + "\n")
        args.written_early = args.seal_out
    elif sys.stderr.isatty():
        say(f"Passphrase of the sealed file, shown once: {made}")
    else:
        raise UserError(
            "There is no terminal to show the sealed file's passphrase at.", "Add --seal-out FILE.", status=WRONG_USE
        )
    return made
