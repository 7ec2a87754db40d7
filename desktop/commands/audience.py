"""Options of the commands that need people, a profile and an audience, without a vault."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.redaction.people import Cast, cast_from_csv
from desktop.redaction.profiles import PROFILE_IDS, Profile, load


@dataclass(frozen=True)
class Chosen:
    """What the options say, checked."""

    people: bytes
    cast: Cast
    profile: Profile
    recipient: str
    scope: tuple[str, ...]
    order: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--people``, ``--profile``, ``--for``, ``--scope``, ``--order``."""
    parser.add_argument("--people", type=Path, required=True, metavar="FILE.csv", help="people, bodies and places")
    parser.add_argument("--profile", required=True, choices=PROFILE_IDS, help="the audience")
    parser.add_argument("--for", dest="recipient", default="", metavar="ID", help="the person the copy is for")
    parser.add_argument("--scope", default="", metavar="ID,ID", help="people in the scope of the request (court)")
    parser.add_argument("--order", default="", metavar="REF", help="reference of the order (court)")


def read(path: Path) -> bytes:
    """The bytes of a file. Raises ``UserError`` (status 2) when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UserError(
            f"{path.name} could not be read ({type(problem).__name__}).", "Check its name.", status=2
        ) from None


def chosen(args: argparse.Namespace) -> Chosen:
    """Read and check the options. Raises ``UserError`` (status 2) for an id that no row has."""
    people = read(args.people)
    cast = cast_from_csv(people)
    scope = tuple(part.strip() for part in args.scope.split(",") if part.strip())
    for option, ids in (("--for", (args.recipient,) if args.recipient else ()), ("--scope", scope)):
        if any(cast.get(subject_id) is None for subject_id in ids):
            raise UserError(
                f"{option} names an id that no row of the people file has.", "Use ids of its id column.", status=2
            )
    return Chosen(people, cast, load(args.profile), args.recipient, scope, args.order)
