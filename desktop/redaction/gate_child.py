"""The leak gate for a file from outside, run in a child process (DESIGN section 5).

Here: ``check_apart``, and the function the child runs. Files of our own making are read in place (``leak_gate``).
"""

from __future__ import annotations

from typing import Any

from desktop.isolation import Answer, IsolationFailure, Limits, Worker
from desktop.redaction.leak_gate import Finding, check
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.secrets_of import SecretSet


def check_apart(
    data: bytes, kind: str, people: bytes, *, profile_id: str, recipient: str = "", scope: tuple[str, ...] = (),
    file_name: str = "", passphrase: str = "", published: bool = False, limits: Limits | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Findings about ``data``, read in a child. ``people`` are the bytes of a ``people.csv`` that was read already.

    A child that dies, or takes too long or too much, is a finding "cannot read".
    """
    arguments = {
        "kind": kind, "profile": profile_id, "recipient": recipient, "scope": list(scope), "file_name": file_name,
        "passphrase": passphrase, "published": published,
    }  # fmt: skip
    with Worker(limits) as worker:
        answer = worker.call("desktop.redaction.gate_child:checked", arguments, data, people)
    if isinstance(answer, IsolationFailure):
        return (Finding("cannot read", f"the reader stopped ({answer.kind.value})"),)
    assert isinstance(answer, Answer)
    return tuple(Finding(str(channel), str(place)) for channel, place in answer.value)


def checked(arguments: dict[str, Any], frames: list[bytes]) -> tuple[list[list[str]], list[bytes]]:
    """In the child: ``frames`` are the file and the people."""
    secrets = SecretSet.from_cast(
        cast_from_csv(frames[1]), load(arguments["profile"]), recipient=arguments["recipient"], scope=arguments["scope"]
    )
    findings = check(
        frames[0], arguments["kind"], secrets, published=arguments["published"], file_name=arguments["file_name"],
        passphrase=arguments["passphrase"], facsimile=False,
    )  # fmt: skip
    return [[finding.channel, finding.place] for finding in findings], []
