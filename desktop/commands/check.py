"""``caseward check``: the leak gate on a file from anywhere. Findings by channel and place, never the secret."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from desktop.commands import audience
from desktop.commands.common import passphrase
from desktop.redaction.gate_child import check_apart
from desktop.redaction.leak_gate import kind_of


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("check", help="read a finished file for what must not be in it")
    parser.add_argument("file", type=Path, metavar="FILE", help="PDF, XLSX, CSV, DOCX, JSON, ICS, ZIP or text")
    audience.add_options(parser)
    parser.add_argument("--file-passphrase-file", metavar="FILE", help="passphrase of a sealed file")
    parser.add_argument("--json", action="store_true", help="write the findings as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the file. 0 nothing found, 1 findings (a file that cannot be read is one)."""
    options = audience.chosen(args)
    kind = kind_of(args.file)
    secret = passphrase(args.file_passphrase_file) if args.file_passphrase_file else ""
    findings = check_apart(
        audience.read(args.file), kind, options.people, profile_id=options.profile.id, recipient=options.recipient,
        scope=options.scope, file_name=args.file.name, passphrase=secret, published=options.profile.published,
    )  # fmt: skip
    if args.json:
        json.dump([{"channel": each.channel, "place": each.place} for each in findings], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{finding.channel}: {finding.place}\n")
    sys.stderr.write(f"{len(findings)} findings.\n" if len(findings) != 1 else "1 finding.\n")
    return 1 if findings else 0
