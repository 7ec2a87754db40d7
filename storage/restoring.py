"""Putting a backup back: as a new store file beside the old one, taken over by one replacement of ``vault.json``.

The store that was live is kept for 30 days, together with its own key file.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from storage import backup, bundle, engine, files, header, vault
from storage.circumstances import Circumstances
from storage.header import Header, Kept
from storage.lock import VaultLock
from storage.opened import At, OpenVault, Unlocked, new_store_name, new_token, nowhere, settle
from storage.problems import StorageProblem


def restore(
    source: Path, folder: Path, passphrase: str, *, circumstances: Circumstances, actor: str = "", at: At = nowhere
) -> OpenVault:
    """Restore the backup ``source`` as the vault ``folder`` and open it.

    ``folder`` is a new one, or the vault the backup was made of, damaged or not. ``passphrase`` is one of the time of
    the backup. Raises ``StorageProblem``: as ``backup.check``, ``other-vault``, ``in-use``, ``full``; the vault that
    was there is then as before.
    """
    unlocked = backup.unlock(source, passphrase)
    try:
        files.make_private_folder(folder)
    except OSError:
        raise files.no_permission(folder) from None
    lock = VaultLock(folder, circumstances)
    lock.acquire()
    try:
        files.sweep(folder)
        live = _live(folder, unlocked.header)
        head = _put_in_place(source, folder, unlocked, live, circumstances, at)
        restored = Unlocked(head, unlocked.keys, unlocked.slot_id, False)
        opened = vault.open_store(folder, restored, lock, circumstances, read_only=False)
    except OSError:
        lock.release()
        raise StorageProblem("full", "The backup could not be restored.", "Make room on the disk.") from None
    except BaseException:
        lock.release()
        raise
    lock.opened(opened.slot_id)
    detail = {"seq": unlocked.header.anchor.seq, "replaced": live.anchor.seq if live else 0}
    opened.write(lambda conn: opened.audit(conn, actor, "vault.restored", opened.vault_id, detail))
    return opened


def _live(folder: Path, saved: Header) -> Header | None:
    """The key file that is there now, None when there is none that can be read; refuses another vault's."""
    try:
        live = header.read(folder)[0]
    except StorageProblem as problem:
        if problem.code in ("no-header", "header-damaged"):
            return None
        raise
    if live.vault_id != saved.vault_id:
        raise StorageProblem(
            "other-vault", "This backup was made of another vault.", "Restore it to a new folder instead."
        )
    return live


def _put_in_place(
    source: Path, folder: Path, unlocked: Unlocked, live: Header | None, circumstances: Circumstances, at: At
) -> Header:
    name = new_store_name()
    partial = folder / (name + files.PARTIAL)
    try:
        bundle.unpack_store(source, partial)
        at("unpacked")
        backup.require_sound(partial, unlocked.keys, unlocked.header.anchor)
        _back_to_log(partial, unlocked.keys.database)
        settle(partial)
        at("checked")
        files.replace_durably(partial, folder / name)
        at("named")
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    kept = _keep(folder, live, circumstances)
    at("kept")
    head = replace(unlocked.header, store=name, kept=kept).sealed(unlocked.keys.header)
    header.write(folder, head)
    at("header")
    return head


def _back_to_log(partial: Path, key: bytes) -> None:
    """Into write-ahead mode before it is live, so that a rollback journal beside a live store is never its own."""
    writing = engine.writer(partial, key)
    try:
        with writing.begin():
            pass
    finally:
        writing.dispose()


def _keep(folder: Path, live: Header | None, circumstances: Circumstances) -> tuple[Kept, ...]:
    if live is None or not (folder / live.store).exists():
        return live.kept if live else ()
    own = f"kept-{new_token()}.json"
    files.write_atomically(folder / own, live.to_bytes())
    return (*live.kept, Kept(live.store, circumstances.now().isoformat(), "restored", own))
