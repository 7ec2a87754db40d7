"""The gate: making, opening, recovering and restoring vaults for the window, which never sees the store.

Everything here blocks and is called in an ``Operation``. What is known of a vault before it is open is an id, a
folder and the slot last used on this computer; a person's name never stands outside the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.qt.settings import Settings
from storage.circumstances import Circumstances, SystemCircumstances
from storage.problems import StorageProblem

if TYPE_CHECKING:
    from desktop.session import Session

# The store is imported where it is needed, not here: the first paint must not wait for it.
SUFFIX = ".caseward"
RECENT = 8


@dataclass(frozen=True)
class RecentVault:
    """A vault opened on this computer before: its id and where it was. ``there`` is whether the folder still is."""

    vault_id: str
    folder: Path

    @property
    def name(self) -> str:
        """The folder's name without its ending."""
        return self.folder.name.removesuffix(SUFFIX)

    @property
    def there(self) -> bool:
        """Whether a vault is still in that place."""
        return (self.folder / "vault.json").is_file()


def warm() -> None:
    """Import what opening a vault needs, on a thread, while the passphrase is being typed."""
    from importlib import import_module

    for module in ("desktop.session", "storage.migrations", "storage.backup"):
        import_module(module)


class Gate:
    """Ways into a vault."""

    def __init__(self, settings: Settings, circumstances: Circumstances | None = None) -> None:
        self._settings = settings
        self._around = circumstances or SystemCircumstances()

    # ---- what is remembered on this computer
    def recent(self) -> list[RecentVault]:
        """Vaults opened here before, the latest first."""
        found = []
        for entry in self._settings.get("vaults"):
            if isinstance(entry, dict) and isinstance(entry.get("folder"), str):
                found.append(RecentVault(str(entry.get("id", "")), Path(entry["folder"])))
        return found

    def find(self, vault_id: str) -> RecentVault | None:
        """The vault of an id, if it was opened here before."""
        return next((vault for vault in self.recent() if vault.vault_id == vault_id), None)

    def remember(self, session: Session) -> None:
        """Put an open vault first, and note the slot that opened it."""
        vault = session.vault
        mine = {"id": vault.vault_id, "folder": str(vault.folder)}
        others = [
            {"id": known.vault_id, "folder": str(known.folder)}
            for known in self.recent()
            if known.vault_id != vault.vault_id and known.folder != vault.folder
        ]
        self._settings.set("vaults", [mine, *others][:RECENT])
        self._settings.set("slots", {**self._settings.get("slots"), vault.vault_id: vault.slot_id})

    def forget(self, folder: Path) -> None:
        """Take a vault off the list; the vault itself stays where it is."""
        kept = [vault for vault in self.recent() if vault.folder != folder]
        self._settings.set("vaults", [{"id": vault.vault_id, "folder": str(vault.folder)} for vault in kept])

    # ---- ways in
    def create(
        self, parent: Path, name: str, worker: str, role: str, passphrase: str
    ) -> tuple[Session, tuple[str, ...]]:
        """Make the vault ``parent/name.caseward`` with one person; gives the session and the 24 recovery words."""
        from desktop import session as sessions

        made = sessions.create(parent / f"{name}{SUFFIX}", passphrase, worker, role, circumstances=self._around)
        self.remember(made[0])
        return made

    def unlock(self, folder: Path, passphrase: str, *, vault_id: str = "") -> Session:
        """Open with a passphrase, trying first the slot last used here. Raises StorageProblem."""
        from desktop import session as sessions

        slots = self._settings.get("slots")
        session = sessions.unlock(
            folder, passphrase, circumstances=self._around, prefer_slot=str(slots.get(vault_id, ""))
        )
        self.remember(session)
        return session

    def recover(self, folder: Path, words: str) -> Session:
        """Open with the recovery words. Raises StorageProblem."""
        from desktop import session as sessions
        from storage import vault as vaults

        opened = vaults.open_with_recovery(folder, words, circumstances=self._around)
        session = sessions.open_with(opened, self._around)
        self.remember(session)
        return session

    def open_with_keyring(self, folder: Path) -> Session:
        """Open with the key kept by this computer's keyring. Raises StorageProblem."""
        from desktop import session as sessions
        from storage import vault as vaults

        opened = vaults.open_with_keyring(folder, circumstances=self._around)
        session = sessions.open_with(opened, self._around)
        self.remember(session)
        return session

    def restore(self, source: Path, parent: Path, name: str, passphrase: str) -> Session:
        """Restore a backup into ``parent/name.caseward`` and open it. Raises StorageProblem."""
        from desktop import session as sessions
        from storage import restoring

        opened = restoring.restore(source, parent / f"{name}{SUFFIX}", passphrase, circumstances=self._around)
        session = sessions.open_with(opened, self._around)
        self.remember(session)
        return session

    def open_pack(self, file: Path, parent: Path, name: str, passphrase: str) -> Session:
        """Unpack a pack into ``parent/name.caseward`` and open it. Raises UserError and StorageProblem."""
        from desktop.exchange import borrowing

        session = borrowing.unpack(file, parent / f"{name}{SUFFIX}", passphrase, circumstances=self._around)
        self.remember(session)
        return session

    def check_folder(self, parent: str, name: str) -> str:
        """What is wrong with keeping a vault called ``name`` in ``parent``, or nothing."""
        if not parent or not Path(parent).is_absolute():
            return "Choose a folder"
        if not Path(parent).is_dir():
            return "Choose a folder that exists"
        if name and (Path(parent) / f"{name}{SUFFIX}").exists():
            return "There is a vault of that name in this folder already. Choose another name or folder"
        return ""

    def build_demonstration(self, folder: Path, step: Callable[[int, int, str], None]) -> Session:
        """Build the demonstration in ``folder`` and open it. Raises UserError when the folder holds a vault."""
        from desktop.demonstration.opening import build_session

        session = build_session(folder, step)
        self.remember(session)
        return session


def check_name(name: str) -> str:
    """What is wrong with the name of a vault's folder, or nothing. It stands on the disk in clear, so no person's
    name.
    """
    if not name:
        return "Enter a name for the vault"
    if any(sign in name for sign in '\\/:*?"<>|') or name.startswith("."):
        return 'Leave out these characters in the name: \\ / : * ? " < > |'
    return "Shorten the name to 60 characters or fewer" if len(name) > 60 else ""


def check_passphrase(passphrase: str) -> str:
    """What is wrong with a new passphrase, or nothing (the store's own rule)."""
    from storage.passphrases import check_strength

    try:
        check_strength(passphrase)
    except StorageProblem as weak:
        return f"{weak.what} {weak.do}"
    return ""


def offered_words() -> str:
    """A fresh passphrase of words drawn by the system's secrets, never by anything repeatable."""
    from storage.passphrases import suggest

    return suggest()


def wrong_words(typed: Sequence[str], kept: Sequence[str], asked: Sequence[int]) -> list[int]:
    """The numbers (from 1) of the words typed back that are not the ones kept; case and spaces do not count, and the
    first four letters are enough, as they are at unlocking."""
    given = zip(asked, (words.strip().lower() for words in typed), strict=True)
    return [number for number, words in given if not _is_word(words, kept[number - 1].lower())]


def _is_word(typed: str, kept: str) -> bool:
    return typed == kept or (len(typed) >= 4 and kept.startswith(typed))


def asked_numbers(total: int = 24, count: int = 4) -> tuple[int, ...]:
    """Which recovery words to type back, one from each quarter, drawn by chance, in order."""
    import secrets

    part = total // count
    return tuple(at * part + secrets.randbelow(part) + 1 for at in range(count))
