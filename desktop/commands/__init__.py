"""The command line: one module a command, results on standard output, words on standard error.

Here: reading arguments, calling services, exit status (DESIGN section 10): 0 done, 1 a check found something, 2 wrong
use, 3 refused with nothing written, 4 the vault cannot be opened. Not here: rules, Qt.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from desktop.errors import explain

MODULES = (
    "demo", "vault", "review", "people", "material", "item", "note", "index", "markers", "report", "redact", "release",
    "check", "pack", "manual",
)  # fmt: skip
WRONG_USE, REFUSED = 2, 3


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = argparse.ArgumentParser(
        prog="caseward", description="Casework of a safeguarding board, offline and encrypted."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in MODULES:
        importlib.import_module(f"{__name__}.{name}").add_parser(subparsers)
    return parser


def run(argv: list[str]) -> int:
    """Run one command; gives its exit status. Whatever a person can put right is said in words on standard error."""
    try:
        args = build_parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USE
    try:
        status = int(args.run(args))
        if status == REFUSED:
            _take_back(args)
        return status
    except KeyboardInterrupt:
        _take_back(args)
        sys.stderr.write("Stopped. Nothing more was written.\n")
        return REFUSED
    except BrokenPipeError:
        return 0
    except Exception as problem:
        said = explain(problem)
        if said.code != "draft":  # a sealed draft was written, and this opens it
            _take_back(args)
        sys.stderr.write("\n".join([f"{said.what} {said.do}".strip(), *(f"  {one}" for one in said.places)]) + "\n")
        return said.status


def _take_back(args: argparse.Namespace) -> None:
    """A command that was refused wrote nothing: the passphrase of a file that was never made goes too."""
    early = getattr(args, "written_early", None)
    if early is not None:
        early.unlink(missing_ok=True)
