"""``caseward material import``: one result line a file, printed when that file is safely stored."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop import intake
from desktop.casework import material
from desktop.commands import common
from desktop.commands.common import DONE, FOUND
from desktop.wording import plural
from storage.records import MaterialKind, Origin


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("material", help="bring files in")
    actions = parser.add_subparsers(dest="action", required=True)
    bring = actions.add_parser("import", help="bring files in")
    common.vault_options(bring)
    bring.add_argument("review", metavar="REVIEW")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.add_argument("--from", dest="body", default="", metavar="BODY", help="the body it came from")
    bring.add_argument("--kind", choices=[kind.value for kind in MaterialKind])
    bring.add_argument("--origin", choices=[origin.value for origin in Origin])
    bring.set_defaults(run=bring_in)


def bring_in(args: argparse.Namespace) -> int:
    """Bring the files in; exit 1 when one of them could not be kept."""
    bad = False
    with common.open_vault(args) as session, intake.reader() as worker:
        case = common.case_of(session, args.review)
        fields: dict[str, Any] = {}
        if args.body:
            fields["from_agency_id"] = common.body_called(session, case, args.body).id
        if args.kind:
            fields["kind"] = MaterialKind(args.kind)
        if args.origin:
            fields["origin"] = Origin(args.origin)
        for number, path in enumerate(args.files, 1):
            result = material.add_file(session, case.id, path.name, path, worker=worker, **fields)
            bad = bad or result.problem is not None
            common.out(_line(number, result))
    return FOUND if bad else DONE


def _line(number: int, result: material.FileResult) -> str:
    """The result of a file by its place on the command line: names of files can be names of people."""
    if result.problem or result.entry is None:
        said = result.problem.what if result.problem else "Not kept."
        return f"file {number}\tnot kept\t{said}"
    parts = [f"file {number}", result.entry.working_ref, "kept"]
    if result.attachments:
        parts.append(f"with {plural(len(result.attachments), 'attachment')}")
    if result.same_as:
        parts.append("same bytes as another item")
    return "\t".join([*parts, *result.notes])
