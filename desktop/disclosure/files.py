"""The files of one issue: made in memory, read back by the leak gate, then written under their names.

``open/`` gets A, C and F with the manifest, ``owners/`` one list D an owner, ``sensitive/`` list B as an encrypted PDF
and a sealed bundle. No file tells of another folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as resource_files
from pathlib import Path
from typing import Any

from desktop.casework.quoted import under_marks
from desktop.disclosure import delta, lists
from desktop.disclosure.cells import CellMaker, ListRow, item_ref
from desktop.disclosure.delta import Difference
from desktop.disclosure.header import Header
from desktop.errors import UserError
from desktop.paper import document as doc
from desktop.paper import pdf, sealed, sheets
from desktop.redaction import leak_gate
from desktop.redaction.release import Releaser
from desktop.redaction.released import fixed
from desktop.redaction.secrets_of import SecretSet
from storage.records import (
    Agency,
    Case,
    IndexEntry,
    Issue,
    Material,
    Series,
)
from storage.store import Store

Progress = Callable[[int, int, str], None]
MANIFEST_FORMAT = "caseward-index-manifest-1"
STEPS = {
    Series.OPEN: ("Open list", "Changes", "Transcription list", "Owners' lists", "Manifest", "Reading every file back"),
    Series.SENSITIVE: ("Sensitive list", "Sealed bundle", "Reading every file back"),
}


@dataclass(frozen=True)
class Made:
    """A finished file that is not on disk yet. ``clear`` holds it before encryption and ``parts`` what is inside a
    bundle: that is what the gate reads."""

    folder: str
    name: str
    data: bytes
    clear: bytes = b""
    parts: tuple[Made, ...] = ()


def facts(
    store: Store,
    case: Case,
    releaser: Releaser,
    maker: CellMaker,
    series: Series,
    chosen: Sequence[IndexEntry],
    rows: Sequence[ListRow],
    held: Issue | None,
    previous: dict[int, dict[str, str]] | None,
) -> dict[str, Any]:
    """Everything that making the files needs from the store, so that no transaction stays open while they are made."""
    bodies = {body.id: body for body in store.find(Agency, deleted=None)}
    profile = releaser.profile
    names = tuple(item.file_name for item in store.find(Material, case_id=case.id) if item.file_name)
    return {
        "previous": previous,
        "since": held.version if held else 0,
        "series": series,
        "profile_digest": profile.digest,
        "lock_digest": lock_digest(),
        "secrets": SecretSet.from_cast(
            releaser.cast, profile, owners=tuple(releaser.audience.owners), names=names,
            withheld=under_marks(store, case.id, releaser.audience),
        ),
        "items": [_item(case, series, entry, row) for entry, row in zip(chosen, rows, strict=True)],
        "owners": {
            one: (maker.body(one), bodies[one].short_code) for one in {row.owner_id for row in rows} if one in bodies
        },
        "asked": [
            fixed(row.cells["related"].text.removeprefix("See ")) for row in rows if row.cells["related"] and row.listed
        ]
        if series is Series.SENSITIVE
        else [],
    }


@cache
def lock_digest() -> str:
    """SHA-256 of the list of parts this program was built from (THIRD-PARTY stands for the lock in a built one)."""
    version = resource_files("resources").joinpath("build.txt")
    return hashlib.sha256(version.read_bytes()).hexdigest() if version.is_file() else ""


def _item(case: Case, series: Series, entry: IndexEntry, row: ListRow) -> dict[str, Any]:
    return {
        "item": row.cells["number"].text,
        "ref": item_ref(case, series, row.number),
        "bytes": entry.size if row.listed else 0,
        "sha256": entry.sha256 if row.listed else "",
        "hashed_at": entry.hashed_at.isoformat(timespec="seconds") if entry.hashed_at and row.listed else "",
    }


def make(
    header: Header,
    rows: Sequence[ListRow],
    previous: Any,
    known: dict[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Made]:
    """All files of one issue. ``progress`` hears of steps, ``cancelled`` is asked between pages."""
    step = _Steps(STEPS[header.series], progress, cancelled)
    changed = delta.differences(previous, rows, header.series) if previous is not None else None
    if header.series is Series.OPEN:
        return _open(header, rows, changed, known, step)
    return _sensitive(header, rows, changed, known, step)


class _Steps:
    def __init__(self, names: Sequence[str], progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self.names, self.progress, self.cancelled = names, progress, cancelled
        self.at = 0

    def next(self) -> None:
        if self.progress and self.at < len(self.names):
            self.progress(self.at, len(self.names), self.names[self.at])
        self.at += 1

    def lay_out(self, document: doc.Document) -> bytes:
        return pdf.lay_out(document, cancelled=self.cancelled)


def _open(
    header: Header, rows: Sequence[ListRow], changed: Sequence[Difference] | None, known: dict[str, Any], step: _Steps
) -> list[Made]:
    name = header.name
    made: list[Made] = []

    def trio(letter: str, document: doc.Document, sheet: sheets.Sheet) -> None:
        made.append(Made("open", f"{name}-{letter}.pdf", step.lay_out(document)))
        about = lists.header_sheet(header, lists.signposts(header, rows))
        made.append(Made("open", f"{name}-{letter}.xlsx", sheets.xlsx((sheet, about), title=fixed(name))))
        made.append(Made("open", f"{name}-{letter}.csv", sheets.csv(sheet)))

    step.next()
    trio("A", lists.open_list(header, rows), lists.open_sheet(rows))
    step.next()
    if changed is not None:
        trio("C", delta.changes_list(header, known["since"], changed), delta.changes_sheet(changed))
    step.next()
    trio("F", lists.transcription(header, rows), lists.transcription_sheet(rows))
    step.next()
    made += _owners(header, rows, known, step)
    step.next()
    made.append(
        Made("open", f"{name}-manifest.json", _manifest(header, known, [m for m in made if m.folder == "open"]))
    )
    step.next()
    return made


def _owners(header: Header, rows: Sequence[ListRow], known: dict[str, Any], step: _Steps) -> list[Made]:
    made: list[Made] = []
    for owner_id, (owner, code) in sorted(known["owners"].items(), key=lambda pair: pair[1][1]):
        own = [row for row in rows if row.owner_id == owner_id and row.listed]
        if own:
            stem = f"{header.case.reference}-D-{code}"
            made.append(Made("owners", f"{stem}.pdf", step.lay_out(lists.owner_sheet(header, owner, own))))
            sheet = lists.owner_sheet_sheet(own)
            made.append(Made("owners", f"{stem}.xlsx", sheets.xlsx((sheet,), title=fixed(stem))))
    return made


def owner_lists(header: Header, rows: Sequence[ListRow], known: dict[str, Any]) -> list[Made]:
    """List D alone, one document and sheet an owner."""
    return _owners(header, rows, known, _Steps((), None, None))


def _sensitive(
    header: Header, rows: Sequence[ListRow], changed: Sequence[Difference] | None, known: dict[str, Any], step: _Steps
) -> list[Made]:
    name = f"{header.name}-B"
    passphrase = known["passphrase"]
    if not passphrase:
        raise UserError(
            "The sensitive list needs a passphrase.", "Let Caseward make one and hand it over apart.", status=2
        )
    step.next()
    document = lists.sensitive_list(header, rows, known["asked"])
    if changed is not None:
        more = delta.changes_list(header, known["since"], changed).blocks[2:]
        title = doc.Heading(fixed(f"Changes since version {known['since']}"), level=2, anchor="changes")
        document = doc.Document(
            document.title, document.furniture, (*document.blocks, title, *more), "list", landscape=True
        )
    clear = step.lay_out(document)
    # The manifest tells what is handed over: whoever gets the sealed file can check that one.
    listed = [Made("sensitive", f"{name}.pdf", sealed.encrypt_pdf(clear, passphrase), clear)]
    sheet = lists.sensitive_sheet(rows)
    inside = {
        f"{name}.xlsx": sheets.xlsx((sheet, lists.header_sheet(header)), title=fixed(name)),
        f"{name}.csv": sheets.csv(sheet),
    }
    held = [Made("sensitive", key, value) for key, value in inside.items()]
    inside[f"{header.name}-manifest.json"] = _manifest(header, known, [*held, *listed])
    step.next()
    parts = tuple(Made("sensitive", key, value) for key, value in inside.items())
    made = [*listed, Made("sensitive", f"{name}.zip", sealed.sealed_zip(inside, passphrase), parts=parts)]
    step.next()
    return made


def _manifest(header: Header, known: dict[str, Any], made: Iterable[Made]) -> bytes:
    return sheets.manifest(
        {
            "format": MANIFEST_FORMAT,
            "review": header.case.reference,
            "series": header.series.value,
            "version": header.version,
            "as_at": header.as_at.isoformat(timespec="seconds"),
            "items": known["items"],
            "files": [{"name": one.name, "sha256": hashlib.sha256(one.data).hexdigest()} for one in made],
        }
    )


def read_back(made: Sequence[Made], secrets: SecretSet) -> None:
    """Read every file again by the leak gate. Raises ``UserError`` naming files and channels, never the words."""
    found: list[str] = []
    for one in made:
        for part in one.parts or (one,):
            kind = leak_gate.kind_of(part.name)
            for finding in leak_gate.check(part.clear or part.data, kind, secrets, ours=True, file_name=part.name):
                found.append(f"{part.name} ({finding.channel})")
    if found:
        raise UserError(
            f"A finished file held what must not go out, so nothing was issued: {', '.join(sorted(set(found))[:5])}.",
            "Run the checks on the descriptions and names of this case.",
            code="leak",
        )


def must_be_free(made: Iterable[Made], out: Path) -> None:
    """Raises ``UserError`` when a file of one of the names exists: nothing is overwritten."""
    for one in made:
        if (out / one.folder / one.name).exists():
            raise UserError(f"{one.name} is already in that folder, so nothing was written.", "Choose another folder.")


def keep_apart(out: Path, what: str, rule: str) -> None:
    """Raises ``UserError`` when ``out`` would stand in a folder that holds an index, or beside one."""
    folder = out.resolve().parent
    beside = [folder, *folder.parents][:2]
    if folder.name in ("open", "sensitive", "owners") or any(
        (one / name).is_dir() for one in beside for name in ("open", "sensitive")
    ):
        raise UserError(
            f"That folder holds an index, so the {what} was not written there.",
            f"Choose a folder that holds no index. {rule}",
            code=f"{what}-beside-index",
        )


def write(made: Sequence[Made], out: Path) -> tuple[Path, ...]:
    """Write the files under ``out``, each in full or not at all."""
    paths: list[Path] = []
    for one in made:
        folder = out / one.folder
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{one.name}.partial"
        partial.write_bytes(one.data)
        path = folder / one.name
        partial.replace(path)
        paths.append(path)
    return tuple(paths)
