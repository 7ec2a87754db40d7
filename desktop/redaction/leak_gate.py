"""The leak gate: a finished file is read independently before it gets its name.

Here: ``check``, which reads every layer of a file and says where a secret, an unreadable part or an unknown structure
is, and ``write_checked``, the only way a released file reaches a disk. A finding names channel and place, never the
secret nor its length. "Cannot read" is a finding. In each run a planted canary must be seen through every reader.
Source: redaction design, section 5; DESIGN section 5. Not here: readers (``gate_pdf``, ``gate_parts``).
"""

from __future__ import annotations

import os
import secrets as chance
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import BinaryIO

from desktop.errors import UserError
from desktop.redaction import gate_parts, gate_pdf
from desktop.redaction.channels import CANARY, DEEPEST, CannotRead, Channel, Options, from_bytes
from desktop.redaction.gate_readings import files_in, readings
from desktop.redaction.normalise import normalise
from desktop.redaction.secrets_of import SecretSet

_MOST = 1_000
"""Findings after which a file is not read on: it is full of what must not leave."""
_ROWS = 20
"""Rows that are named of those read at once."""
KINDS = ("pdf", "xlsx", "csv", "json", "docx", "text", "zip", "ics")
_ENDS = {
    ".pdf": "pdf", ".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv", ".json": "json", ".docx": "docx", ".txt": "text",
    ".md": "text", ".zip": "zip", ".ics": "ics", ".html": "text", ".eml": "text", ".rtf": "text", ".xml": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that must not be: ``channel`` says in which layer, ``place`` where in it. Never what."""

    channel: str
    place: str


def kind_of(name: str | PurePath) -> str:
    """The kind of a file by the end of its name. Raises ``UserError`` (status 2) for one the gate cannot read."""
    kind = _ENDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise UserError(
            "Caseward cannot check a file of that kind.",
            "It checks PDF, XLSX, CSV, DOCX, JSON, ICS, ZIP and text.",
            status=2,
        )
    return kind


def check(
    data: bytes | Path,
    kind: str,
    secrets: SecretSet,
    *,
    ours: bool = False,
    published: bool = False,
    facsimile: bool = False,
    file_name: str = "",
    passphrase: str = "",
) -> tuple[Finding, ...]:
    """Everything wrong with a file, in order, each once; an empty tuple is a pass.

    ``data`` is the file or, of a PDF, where it is: then it is not held in memory. ``ours`` holds the file to the
    structure that Caseward writes; ``published`` forbids the withheld box; ``facsimile`` allows pages that are
    pictures; ``file_name`` is the name it will get.
    """
    options = Options(ours=ours, facsimile=facsimile, passphrase=passphrase)
    findings = set(_control(kind))
    judged: set[int] = set()
    try:
        for channel in _opened(_channels(data, kind, options), options):
            findings.update(_judge(channel, secrets, judged, published=published))
            if len(findings) >= _MOST:
                break
    except CannotRead as problem:
        findings.add(Finding("cannot read", problem.place))
    if file_name and secrets.holds(PurePath(file_name).stem):
        findings.add(Finding("file name", "name"))
    return tuple(sorted(findings))


def _channels(data: bytes | Path, kind: str, options: Options) -> Iterator[Channel]:
    if kind == "pdf":
        return gate_pdf.channels(data, options, nested=_nested)
    if isinstance(data, Path):
        data = data.read_bytes()
    if kind in (*KINDS, *gate_parts.INNER_KINDS):
        return gate_parts.channels(data, kind, options, nested=_nested)
    raise UserError("Caseward cannot check a file of that kind.", f"Use one of: {', '.join(KINDS)}.", status=2)


def _opened(channels: Iterable[Channel], options: Options) -> Iterator[Channel]:
    """``channels`` with what stands in the files inside them, packed or in base64."""
    for channel in channels:
        if channel.text or channel.problem:
            yield channel
        deeper = options.deeper() if options.depth < DEEPEST else options
        for data in (channel.inner,) if channel.inner else files_in(channel.text):
            for found in _opened(_nested(data, "", options), deeper):
                yield found if found.problem else replace(found, name=channel.name, place=channel.place)


def _nested(data: bytes, name: str, options: Options) -> Iterator[Channel]:
    """A file inside a file: read as what it is by its first bytes. One that cannot be read is a problem, not an end."""
    kind = gate_parts.sniffed(data, name)
    try:
        for channel in _channels(data, kind, options.deeper()):
            yield channel.within(" in an inner file")
    except CannotRead as problem:
        yield Channel("cannot read", f"{problem.place} in an inner file", problem=True)
        yield from (each.within(" in an inner file") for each in from_bytes("part", "a part", data) if not each.inner)


def _judge(channel: Channel, secrets: SecretSet, judged: set[int], *, published: bool) -> Iterator[Finding]:
    """Findings about a channel. ``judged`` holds texts that were judged already and are clean: many stand twice."""
    if channel.problem:
        yield Finding(channel.name, channel.place)
        return
    same = hash((channel.text, channel.in_bytes))
    if same in judged:
        return
    for text, in_bytes in readings(channel.text, in_bytes=channel.in_bytes):
        if secrets.holds(text, in_bytes=in_bytes):
            yield from (Finding(channel.name, place) for place in _rows(channel, secrets) or (channel.place,))
            break
    else:
        judged.add(same)
    if published and not channel.in_bytes and has_box(channel.text):
        yield Finding("withheld box in a published file", channel.place)


def _rows(channel: Channel, secrets: SecretSet) -> list[str]:
    """The first rows of a table that hold a secret by themselves."""
    rows = enumerate(channel.text.splitlines() if channel.row else (), channel.row)
    named = (f"row {at}" for at, row in rows if any(secrets.holds(one) for one, _ in readings(row)))
    return list(islice(named, _ROWS))


def has_box(text: str) -> bool:
    """Whether the opening of a withheld box stands in ``text``, however its letters are spaced."""
    if "[" not in text and "［" not in text:
        return False
    return "[withheld" in "".join(normalise(text).level.lower().replace("\x02", "").split())


def _control(kind: str) -> Iterator[Finding]:
    """A planted name must be seen in each layer of a small file of the same kind, read by the same readers."""
    wanted, data = gate_pdf.canary() if kind == "pdf" else gate_parts.canary(kind)
    seen: set[str] = set()
    try:
        for channel in _channels(data, kind, Options()):
            if any(CANARY_KEY in normalise(text).words for text, _ in readings(channel.text)):
                seen.add(channel.name)
    except CannotRead:
        seen.clear()
    for name in wanted - seen:
        yield Finding("the check itself does not see", name)


CANARY_KEY = normalise(CANARY).words


# Writing


def write_checked(
    path: Path,
    data: bytes,
    kind: str,
    secrets: SecretSet,
    *,
    ours: bool = True,
    published: bool = False,
    facsimile: bool = False,
    force: bool = False,
    checked: bytes | None = None,
) -> None:
    """Check ``data`` and only then give it its name: a temporary file in the same folder, flushed, ``os.replace``.

    ``checked`` is what to read where ``data`` is sealed (an encrypted PDF is checked before it is sealed). Raises
    ``UserError`` with channels and places on a finding; then no file is left, under any name.
    """
    findings = check(
        data if checked is None else checked,
        kind,
        secrets,
        ours=ours,
        published=published,
        facsimile=facsimile,
        file_name=path.name,
    )
    if findings:
        raise refused(findings)
    write_whole(path, data, force=force)


def write_checked_pages(
    path: Path, write: Callable[[BinaryIO], None], secrets: SecretSet, *, facsimile: bool = False, force: bool = False
) -> int:
    """Let ``write`` make a PDF page by page in a nameless file beside ``path``, check that, and only then name it.

    Gives its size. Raises as ``write_checked`` does; whatever ``write`` raises leaves no file either.
    """
    refuse_existing(path, force)
    with _nameless(path) as temporary:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        size = temporary.stat().st_size
        if findings := check(temporary, "pdf", secrets, ours=True, facsimile=facsimile, file_name=path.name):
            raise refused(findings)
        os.replace(temporary, path)  # noqa: PTH105 - the one call that is atomic on every platform
    return size


def refuse_existing(path: Path, force: bool) -> None:
    """Raise ``UserError`` where ``path`` is taken and may not be overwritten."""
    if path.exists() and not force:
        raise UserError("A file of that name is there already.", "Choose another name, or add --force.", code="exists")


@contextmanager
def _nameless(path: Path) -> Iterator[Path]:
    """A name beside ``path`` for a file that is not finished; nothing is left under it."""
    temporary = path.with_name(f".caseward-{chance.token_hex(8)}.part")
    try:
        yield temporary
    except OSError as problem:
        raise UserError(
            f"The file could not be written ({type(problem).__name__}).",
            "Check that the folder exists, has room and may be written to.",
            code="write",
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def refused(findings: Sequence[Finding]) -> UserError:
    """The error for a file that did not pass."""
    places = "; ".join(f"{finding.channel}, {finding.place}" for finding in findings[:10])
    more = f" and {len(findings) - 10} more" if len(findings) > 10 else ""
    return UserError(
        f"The file was not written, because the check of the finished file found something that must not leave: "
        f"{places}{more}.",
        "Look at these places, reword or register what stands there, and export again.",
        code="leak",
    )


def write_whole(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write all of a file or nothing. Raises ``UserError`` when it exists (without ``force``) or cannot be written."""
    refuse_existing(path, force)
    with _nameless(path) as temporary:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105 - the one call that is atomic on every platform


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings in each channel: all that a log may hold."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.channel] = counts.get(finding.channel, 0) + 1
    return counts
