"""``vault.json``: key slots, the name of the live store, the audit anchor, and a MAC over all of it.

Replacing this file is the one commit point of creation, rotation and restore. A copy, ``vault.json.bak``, is kept in
step. It holds no name, no date of birth of the vault and no count of cases: only what is needed to find the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from storage import files
from storage.keys import Slot
from storage.problems import StorageProblem

FORMAT = "caseward-vault-1"
NAME = "vault.json"
COPY = "vault.json.bak"
SIZE_LIMIT = 64 * 1024
_STORE_NAME = re.compile(r"store(-[0-9a-f]{16})?\.db")


@dataclass(frozen=True)
class Anchor:
    """How far the audit had come: its last number and MAC. Kept outside the database, so that a rollback shows."""

    seq: int = 0
    mac: str = ""


@dataclass(frozen=True)
class Kept:
    """A store that rotation or restore replaced: its file, when (ISO, UTC), why, and its own key file if it has one."""

    store: str
    since: str
    why: str
    header: str = ""


@dataclass(frozen=True)
class Header:
    """The content of ``vault.json``."""

    vault_id: str
    store: str
    slots: tuple[Slot, ...]
    anchor: Anchor = Anchor()
    kept: tuple[Kept, ...] = ()
    mac: str = ""

    def sealed(self, key: bytes) -> Header:
        """The same with its MAC under the header key ``key``."""
        return replace(self, mac=self._mac(key))

    def is_genuine(self, key: bytes) -> bool:
        """Whether the MAC fits: nothing was added, removed or changed since Caseward wrote it."""
        return hmac.compare_digest(self.mac, self._mac(key))

    def slot(self, slot_id: str) -> Slot:
        """The slot of that id; raises ``StorageProblem("no-slot")``."""
        for slot in self.slots:
            if slot.id == slot_id:
                return slot
        raise StorageProblem("no-slot", "That way of opening the vault is no longer there.")

    def to_bytes(self) -> bytes:
        """The file's bytes."""
        return json.dumps(self._content() | {"mac": self.mac}, indent=1, sort_keys=True).encode()

    def _content(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "vault_id": self.vault_id,
            "store": self.store,
            "slots": [slot.to_json() for slot in self.slots],
            "anchor": vars(self.anchor),
            "kept": [vars(kept) for kept in self.kept],
        }

    def _mac(self, key: bytes) -> str:
        text = json.dumps(self._content(), sort_keys=True, separators=(",", ":"))
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def parse(data: bytes) -> Header:
    """Read the bytes of a key file.

    Raises ``StorageProblem("header-damaged")`` for anything that Caseward did not write, ``"newer"`` for a format of
    a later version.
    """
    if len(data) > SIZE_LIMIT:
        raise damaged()
    try:
        content = json.loads(data.decode("utf-8"))
        if content["format"] != FORMAT and str(content["format"]).startswith("caseward-vault-"):
            raise StorageProblem(
                "newer", "This vault was made by a later version of Caseward.", "Open it with that version."
            )
        header = Header(
            vault_id=_text(content["vault_id"]),
            store=_text(content["store"]),
            slots=tuple(Slot.from_json(slot) for slot in content["slots"]),
            anchor=Anchor(int(content["anchor"]["seq"]), _text(content["anchor"]["mac"])),
            kept=tuple(Kept(**{k: _text(v) for k, v in kept.items()}) for kept in content["kept"]),
            mac=_text(content["mac"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged() from None
    if content["format"] != FORMAT or not _is_safe(header):
        raise damaged()
    return header


def read(folder: Path) -> tuple[Header, bool]:
    """The key file of ``folder``, and whether it had to be taken from the copy.

    Raises ``StorageProblem``: ``missing`` (no such folder), ``no-header``, ``header-damaged``, ``newer``,
    ``no-permission``.
    """
    if not folder.is_dir():
        raise StorageProblem("missing", f"There is no vault at {folder}.", "Check the path, or restore a backup.")
    try:
        return read_file(folder / NAME), False
    except FileNotFoundError:
        if not (folder / COPY).exists():
            raise StorageProblem(
                "no-header",
                f"{folder} has no {NAME}. Without it the store cannot be opened by anyone.",
                f"Put back {NAME} from a backup of this vault, or restore the backup.",
            ) from None
    except StorageProblem as problem:
        if problem.code != "header-damaged" or not (folder / COPY).exists():
            raise
    return read_file(folder / COPY), True


def read_file(path: Path) -> Header:
    """Read one key file, never more than the size limit; raises ``FileNotFoundError`` and as ``parse``."""
    try:
        with path.open("rb") as file:
            return parse(file.read(SIZE_LIMIT + 1))
    except PermissionError:
        raise files.no_permission(path) from None
    except IsADirectoryError:
        raise damaged() from None


def write(folder: Path, header: Header, *, copy: bool = True) -> None:
    """Replace the key file; with ``copy`` its copy too (always after a change of slots or store)."""
    files.write_atomically(folder / NAME, header.to_bytes())
    if copy:
        files.write_atomically(folder / COPY, header.to_bytes())


def damaged() -> StorageProblem:
    """The problem for a key file that cannot be read."""
    return StorageProblem(
        "header-damaged",
        "The vault's key file, vault.json, is damaged or is not one.",
        "Put back vault.json from a backup of this vault, or restore the backup.",
    )


def _is_safe(header: Header) -> bool:
    """Whether the names in it stay inside the folder."""
    names = [header.store, *(kept.store for kept in header.kept)]
    others = [kept.header for kept in header.kept if kept.header]
    return all(_STORE_NAME.fullmatch(name) for name in names) and all(
        re.fullmatch(r"kept-[0-9a-f]{16}\.json", name) for name in others
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value
