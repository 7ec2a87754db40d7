"""A vault: a folder with key slots (``vault.json``) and one encrypted store. Creating it, opening it, using it.

Order of opening: lock, key file, slot, MAC of the key file, look at the store without changing it, open, bring up to
date, compare the audit with its anchor (storage findings, section 3.2). Whatever goes wrong raises ``StorageProblem``
and leaves the vault as it was.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DBAPIError

from storage import audit, engine, files, header, keyring_slot, keys, migrations, opening, recovery
from storage.circumstances import Circumstances
from storage.header import Anchor, Header
from storage.keys import Argon, SlotKind, VaultKeys
from storage.lock import VaultLock
from storage.opening import Access, VaultNotice
from storage.passphrases import check_strength
from storage.problems import StorageProblem
from storage.tables.system import facts
from storage.writer import Writer

if TYPE_CHECKING:
    from storage import slots

T = TypeVar("T")
Progress = Callable[[int, int], None]
At = Callable[[str], None]
SUFFIX = ".caseward"
RESERVE = "reserve"
RESERVE_BYTES = 32 * 1024 * 1024
_LOW_ON_DISK = 1024 * 1024 * 1024


def nowhere(_step: str) -> None:
    """The default of every ``at``: nobody is told of the steps."""


@dataclass(frozen=True)
class Unlocked:
    """What a slot gave: the genuine key file, the keys, which slot, and whether the key file was the copy."""

    header: Header
    keys: VaultKeys
    slot_id: str
    from_copy: bool


class OpenVault:
    """An open vault. Thread-safe; everything on disk goes through it. Made by the functions of this module."""

    def __init__(
        self,
        folder: Path,
        unlocked: Unlocked,
        lock: VaultLock,
        inspection: opening.Inspection,
        circumstances: Circumstances,
    ) -> None:
        self.folder = folder
        self.circumstances = circumstances
        self.slot_id = unlocked.slot_id
        self.notices: tuple[VaultNotice, ...] = inspection.notices
        self.read_only = inspection.access is not Access.WRITE
        self.header = unlocked.header
        self.keys = unlocked.keys
        self.header_lock = threading.RLock()
        self._access = inspection.access
        self._lock = lock
        self._links: list[audit.Link] = []  # of the transaction that is running
        self._anchor_late = False
        self._writing: Engine | None = None
        self._writer: Writer | None = None
        self._closed = False
        self._open_engines()

    @property
    def vault_id(self) -> str:
        """The random id of the vault."""
        return self.header.vault_id

    @property
    def store(self) -> Path:
        """The live store file."""
        return self.folder / self.header.store

    def write(self, fn: Callable[[Connection], T]) -> T:
        """Run ``fn`` in one transaction on the writer thread and give back what it gives.

        Committed when it returns, rolled back when it raises (the exception comes through). Raises ``StorageProblem``
        (``read-only``, ``full``, ``io``, ``busy``, ``damaged``, ``closed``); the vault stays usable after each.
        """
        return self.on_writer(lambda: self._transaction(fn))

    def on_writer(self, job: Callable[[], T]) -> T:
        """Run ``job`` between two transactions on the writer thread: for work on the whole store."""
        if self.read_only or self._writer is None:
            if self._closed:
                raise closed()
            raise StorageProblem(
                "read-only", "This vault is open for reading only.", "Move it to a disk where you may write."
            )
        return self._writer.run(job)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that reads one unchanging snapshot and cannot write; for one thread at a time."""
        return self._snapshot()

    def audit(
        self, conn: Connection, actor: str, action: str, object_id: str = "", detail: dict[str, Any] | None = None
    ) -> audit.Link:
        """Add a row to the audit in the transaction of a ``write``; ids and field names only, never case text."""
        link = audit.append(
            conn,
            self.keys.audit,
            at=self.circumstances.now(),
            actor=actor,
            action=action,
            object_id=object_id,
            detail=detail or {},
        )
        self._links.append(link)
        return link

    def fact(self, name: str) -> str:
        """One of the store's facts about itself, or empty text."""
        with self.reading() as conn:
            return conn.execute(select(facts.c.value).where(facts.c.name == name)).scalar() or ""

    def slots(self) -> tuple[slots.SlotInfo, ...]:
        """The ways into the vault, in the order they were made."""
        from storage import slots

        return slots.listed(self)

    def add_passphrase(self, passphrase: str, *, actor: str = "") -> str:
        """Let one more passphrase open the vault; gives its slot id (see ``slots.add_passphrase``)."""
        from storage import slots

        return slots.add_passphrase(self, passphrase, actor=actor)

    def change_passphrase(self, old: str, new: str, *, actor: str = "") -> str:
        """Replace one passphrase by another; gives the new slot id (see ``slots.change_passphrase``)."""
        from storage import slots

        return slots.change_passphrase(self, old, new, actor=actor)

    def new_recovery_words(self, *, actor: str = "") -> tuple[str, ...]:
        """24 new words in place of the old ones (see ``slots.new_recovery_words``)."""
        from storage import slots

        return slots.new_recovery_words(self, actor=actor)

    def add_keyring(self, *, actor: str = "") -> str:
        """Let this computer's keyring open the vault; gives the slot id (see ``slots.add_keyring``)."""
        from storage import slots

        return slots.add_keyring(self, actor=actor)

    def remove_slot(self, slot_id: str, *, actor: str = "") -> None:
        """Take a way in away, never the last passphrase (see ``slots.remove``)."""
        from storage import slots

        slots.remove(self, slot_id, actor=actor)

    def set_header(self, changed: Header, *, copy: bool = True) -> None:
        """Seal ``changed`` and make it the key file of this vault; raises ``StorageProblem("full")``."""
        with self.header_lock:
            sealed = changed.sealed(self.keys.header)
            try:
                header.write(self.folder, sealed, copy=copy)
            except OSError:
                raise StorageProblem(
                    "full", "The key file could not be written. Nothing was changed.", "Make room on the disk."
                ) from None
            self.header = sealed

    def close(self) -> None:
        """Finish what is being written, close every connection and let go of the lock. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._close_engines()
        self._lock.release()

    def reopen(self, changed: Header, changed_keys: VaultKeys) -> None:
        """Go over to another store and keys (after a rotation); called on the writer thread."""
        self._dispose()
        self.header, self.keys = changed, changed_keys
        self._make_engines()

    def _open_engines(self) -> None:
        self._make_engines()
        if not self.read_only:
            self._writer = Writer()

    def _make_engines(self) -> None:
        alone = self._access is Access.FILE_ALONE
        mode = "ro" if self.read_only else "rw"
        self._reading = engine.reader(self.store, self.keys.database, mode=mode, immutable=alone)
        if not self.read_only:
            self._writing = engine.writer(self.store, self.keys.database)

    def _close_engines(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(StorageProblem):
                self._writer.run(self._finish)
            self._writer.close()
        self._dispose()

    def _finish(self) -> None:
        if self._anchor_late:
            self._write_anchor()
        with contextlib.suppress(DBAPIError):
            self.checkpoint()

    def checkpoint(self) -> None:
        """Copy the log into the main file and empty it; on the writer thread."""
        assert self._writing is not None
        with contextlib.closing(self._writing.raw_connection()) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _dispose(self) -> None:
        self._reading.dispose()
        if self._writing is not None:
            self._writing.dispose()

    def _transaction(self, fn: Callable[[Connection], T]) -> T:
        assert self._writing is not None
        self._links.clear()
        try:
            with self._writing.begin() as conn:
                result = fn(conn)
        except DBAPIError as error:
            problem = engine.explain(error)
            if problem is None:
                raise
            self._after(problem)
            raise problem from None
        if self._links:
            self._write_anchor()
        self._keep_reserve()
        return result

    def _write_anchor(self) -> None:
        """After the commit: a head that is ahead of the anchor is accepted, one that is behind is an alarm."""
        with self.header_lock:
            anchor = Anchor(self._links[-1].seq, self._links[-1].mac) if self._links else self.header.anchor
            self.header = replace(self.header, anchor=anchor).sealed(self.keys.header)
            try:
                header.write(self.folder, self.header, copy=False)
                self._anchor_late = False
            except OSError:
                self._anchor_late = True  # the change is safe; the anchor follows with the next one

    def _after(self, problem: StorageProblem) -> None:
        if problem.code == "full":
            with contextlib.suppress(OSError):
                (self.folder / RESERVE).unlink()

    def _keep_reserve(self) -> None:
        """Once the disk gets low, hold back some of it: without, not even a deletion could be saved when it is full."""
        with contextlib.suppress(OSError):
            path = self.folder / RESERVE
            free = shutil.disk_usage(self.folder).free
            if 4 * RESERVE_BYTES < free < _LOW_ON_DISK and not path.exists():
                files.write_atomically(path, bytes(RESERVE_BYTES))

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        if self._closed:
            raise closed()
        with self._reading.connect() as conn:
            try:
                yield conn
            except DBAPIError as error:
                problem = engine.explain(error)
                if problem is None:
                    raise
                if problem.code == "damaged":
                    conn.invalidate()  # after one damaged page the connection refuses every other
                raise problem from None


def closed() -> StorageProblem:
    """The problem for whoever uses a vault after it was closed."""
    return StorageProblem("closed", "The vault is locked.", "Unlock it, then try again.")


def create(
    folder: Path, passphrase: str, *, circumstances: Circumstances, argon: Argon | None = None, at: At = nowhere
) -> tuple[OpenVault, tuple[str, ...]]:
    """Make a vault at ``folder`` and open it; gives it with its 24 recovery words, which are nowhere else.

    ``argon`` is measured on this computer unless given (tests give ``keys.CHEAP``). Raises ``StorageProblem``:
    ``exists``, ``weak-passphrase``, ``network``, ``no-permission``, ``full``.
    """
    check_strength(passphrase)
    _require_free(folder)
    words = recovery.new_words()
    argon = argon or keys.calibrate()
    vault_key, vault_id, store = keys.new_vault_key(), new_token() + new_token(), new_store_name()
    secrets = ((SlotKind.PASSPHRASE, keys.secret_of(passphrase)), (SlotKind.RECOVERY, recovery.secret_of(words)))
    slots = tuple(keys.wrap(vault_key, vault_id, kind, secret, argon) for kind, secret in secrets)
    derived = keys.derive(vault_key, vault_id)
    head = Header(vault_id, store, slots).sealed(derived.header)
    try:
        files.make_private_folder(folder)
    except OSError:
        raise files.no_permission(folder) from None
    lock = VaultLock(folder, circumstances)
    lock.acquire()
    try:
        files.sweep(folder)
        _make_store(folder, head, derived.database, circumstances, at)
        vault = _open_store(folder, Unlocked(head, derived, slots[0].id, False), lock, circumstances, read_only=False)
    except OSError:
        lock.release()
        raise StorageProblem("full", f"The vault could not be written to {folder}.", "Choose another disk.") from None
    except BaseException:
        lock.release()
        raise
    vault.write(lambda conn: vault.audit(conn, "", "vault.created", vault_id))
    return vault, words


def open_vault(
    folder: Path,
    passphrase: str,
    *,
    circumstances: Circumstances,
    prefer_slot: str = "",
    progress: Progress | None = None,
    read_only: bool = False,
    wait: float = 0.0,
) -> OpenVault:
    """Open the vault with a person's passphrase.

    The slot ``prefer_slot`` is tried first, then the others; ``progress`` is told (tried, all). ``wait`` seconds are
    allowed for the lock. Raises ``StorageProblem``: ``missing``, ``in-use``, ``wait``, ``wrong-passphrase``, and those
    of ``header.read`` and ``opening.inspect``; ``newer`` for a store of a later Caseward.
    """

    def unlock(head: Header) -> tuple[bytes, str] | None:
        chosen = [slot for slot in head.slots if slot.kind is SlotKind.PASSPHRASE]
        chosen.sort(key=lambda slot: slot.id != prefer_slot)
        secret = keys.secret_of(passphrase)
        for number, slot in enumerate(chosen):
            if progress:
                progress(number, len(chosen))
            vault_key = keys.unwrap(slot, head.vault_id, secret) if secret else None
            if vault_key:
                return vault_key, slot.id
        return None

    wrong = StorageProblem(
        "wrong-passphrase", "The passphrase was not recognised.", "Check caps lock and the keyboard, then try again."
    )
    return _open(folder, unlock, wrong, circumstances, read_only=read_only, wait=wait)


def open_with_recovery(folder: Path, words: str, *, circumstances: Circumstances, wait: float = 0.0) -> OpenVault:
    """Open the vault with the words of its recovery sheet (``recovery.read_words`` says how they may be typed)."""
    secret = recovery.secret_of(recovery.read_words(words))
    wrong = StorageProblem(
        "wrong-passphrase", "These are not the recovery words of this vault.", "Look for a newer sheet."
    )
    return _open(folder, lambda head: _try_kind(head, SlotKind.RECOVERY, secret), wrong, circumstances, wait=wait)


def open_with_keyring(folder: Path, *, circumstances: Circumstances, wait: float = 0.0) -> OpenVault:
    """Open the vault with the key in this computer's keyring; raises ``StorageProblem("keyring")`` when it cannot."""

    def unlock(head: Header) -> tuple[bytes, str] | None:
        if not any(slot.kind is SlotKind.KEYRING for slot in head.slots):
            return None
        secret = keyring_slot.fetch(head.vault_id)
        return _try_kind(head, SlotKind.KEYRING, secret) if secret else None

    return _open(folder, unlock, keyring_slot.unavailable(), circumstances, counts=False, wait=wait)


def new_store_name() -> str:
    """A fresh name for a store file."""
    return f"store-{new_token()}.db"


def new_token() -> str:
    """16 random hex digits, for names that stand in clear."""
    return keys.new_vault_key().hex()[:16]


def _try_kind(head: Header, kind: SlotKind, secret: bytes) -> tuple[bytes, str] | None:
    for slot in head.slots:
        if slot.kind is kind and (vault_key := keys.unwrap(slot, head.vault_id, secret)):
            return vault_key, slot.id
    return None


def _open(
    folder: Path,
    unlock: Callable[[Header], tuple[bytes, str] | None],
    wrong: StorageProblem,
    circumstances: Circumstances,
    *,
    read_only: bool = False,
    counts: bool = True,
    wait: float = 0.0,
) -> OpenVault:
    if not folder.is_dir():
        header.read(folder)
    lock = VaultLock(folder, circumstances)
    lock.acquire(wait)
    try:
        head, from_copy = header.read(folder)
        lock.check_wait()
        found = unlock(head)
        if found is None:
            if counts:
                lock.wrong_try()
            raise wrong
        derived = keys.derive(found[0], head.vault_id)
        if not head.is_genuine(derived.header):
            raise StorageProblem(
                "header-altered",
                "The passphrase is right, but vault.json was changed by something other than Caseward.",
                "Put back vault.json from a backup of this vault, or restore the backup.",
            )
        unlocked = Unlocked(head, derived, found[1], from_copy)
        vault = _open_store(folder, unlocked, lock, circumstances, read_only=read_only or not lock.held)
    except BaseException:
        lock.release()
        raise
    lock.opened(vault.slot_id)
    return vault


def _open_store(
    folder: Path, unlocked: Unlocked, lock: VaultLock, circumstances: Circumstances, *, read_only: bool
) -> OpenVault:
    from storage import upkeep

    may_write = not read_only and not files.is_network(folder) and files.writable(folder)
    if may_write:
        files.sweep(folder)
    inspection = opening.inspect(folder, unlocked.header, unlocked.keys.database, may_write=may_write)
    upkeep.require_known(inspection.schema)
    extra: list[VaultNotice] = []
    if inspection.schema < migrations.CURRENT.number:
        extra += upkeep.bring_up_to_date(folder, unlocked, inspection, circumstances)
    vault = OpenVault(folder, unlocked, lock, inspection, circumstances)
    try:
        vault.notices += tuple(extra + opening.look_around(folder, unlocked.header))
        upkeep.after_opening(vault, unlocked, asked_read_only=read_only and lock.held)
    except BaseException:
        vault.close()
        raise
    return vault


def _require_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any([*folder.glob("store*.db"), *folder.glob("vault.json*")])):
        raise StorageProblem("exists", f"There is already a vault at {folder}.", "Choose another name.")
    if files.is_network(folder):
        raise StorageProblem(
            "network", "A vault cannot be kept on a network drive.", "Choose a folder on this computer."
        )


def _make_store(folder: Path, head: Header, key: bytes, circumstances: Circumstances, at: At) -> None:
    """Write a complete store under a partial name, check that it is encrypted, and commit it by the key file."""
    partial = folder / (head.store + files.PARTIAL)
    files.create_private(partial)
    migrations.upgrade(partial, key, mode="rwc", at=at)
    writing = engine.writer(partial, key)
    with writing.begin() as conn:
        set_fact(conn, "vault_id", head.vault_id)
        set_fact(conn, "created", circumstances.now().isoformat())
        for slot in head.slots:
            set_fact(conn, f"slot:{slot.id}", circumstances.now().isoformat())
    writing.dispose()
    settle(partial)
    at("store-made")
    files.replace_durably(partial, folder / head.store)
    at("store-named")
    header.write(folder, head)
    at("header")


def settle(path: Path) -> None:
    """Make sure of a finished store file: encrypted, and on the disk."""
    with path.open("rb") as file:
        if file.read(16) == engine.PLAIN_HEADER:
            raise RuntimeError("the store is not encrypted")
    files.sync_file(path)


def set_fact(conn: Connection, name: str, value: str) -> None:
    """Set one of the store's facts about itself."""
    statement = upsert(facts).values(name=name, value=value)
    conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
