"""What opening does besides opening: refuse what is newer, bring up what is older, compare the audit with its anchor,
let go of stores whose time has come.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from storage import audit, backup, header, migrations
from storage.circumstances import Circumstances
from storage.header import Kept
from storage.opened import OpenVault, Unlocked
from storage.opening import Access, Inspection, VaultNotice
from storage.problems import StorageProblem

KEPT_AFTER_RESTORE = timedelta(days=30)


def require_known(schema: int) -> None:
    """Raise ``StorageProblem("newer")`` for a store that a later Caseward has brought up to date."""
    if schema > migrations.CURRENT.number:
        raise StorageProblem(
            "newer", "This vault was used with a later version of Caseward.", "Open it with that version."
        )


def bring_up_to_date(
    folder: Path, unlocked: Unlocked, inspection: Inspection, circumstances: Circumstances
) -> list[VaultNotice]:
    """Save a verified backup in the vault, then change the store to today's shape; tells where the backup is.

    Raises ``StorageProblem``: ``read-only`` when the vault cannot be written, ``migration`` when a step failed (the
    store is then as before).
    """
    if inspection.access is not Access.WRITE:
        raise StorageProblem(
            "read-only",
            "This vault was made by an earlier version of Caseward and has to be brought up to date first.",
            "Move it to a disk where you may write, then open it again.",
        )
    saved = backup.before_upgrade(folder, unlocked, circumstances)
    try:
        migrations.upgrade(folder / unlocked.header.store, unlocked.keys.database)
    except StorageProblem:
        raise
    except Exception as error:
        raise StorageProblem(
            "migration",
            f"The store could not be brought up to date ({type(error).__name__}). It is as it was.",
            f"A backup was saved as {saved.name}. Open the vault with the earlier version of Caseward.",
        ) from None
    return [VaultNotice("upgraded", "The vault was brought up to date.", f"A backup was saved as {saved.name}.")]


def after_opening(vault: OpenVault, unlocked: Unlocked, *, asked_read_only: bool) -> None:
    """Compare the audit with its anchor, make the key file and its copy good, and let go of old stores."""
    notices = list(vault.notices)
    if vault.read_only and not asked_read_only and not any(n.code == "damaged-pages" for n in notices):
        notices.append(VaultNotice("read-only", "This vault is open for reading only: its folder cannot be written."))
    with vault.reading() as conn:
        findings = audit.against_anchor(conn, vault.header.anchor)
        missing = audit.head(conn).seq < vault.header.anchor.seq
    for finding in findings:
        code = "changes-missing" if missing else "store-replaced"
        notices.append(
            VaultNotice(
                code, finding, "If nobody restored an older copy, look at the activity list and the latest backup."
            )
        )
    if unlocked.from_copy:
        notices.append(
            VaultNotice("header-copy", "vault.json was missing or damaged. Its copy was used and has been put back.")
        )
    vault.notices = tuple(notices)
    if not vault.read_only:
        _put_right(vault, findings, from_copy=unlocked.from_copy)


def _put_right(vault: OpenVault, findings: list[str], *, from_copy: bool) -> None:
    if findings:
        anchor = vault.header.anchor
        vault.write(lambda conn: vault.audit(conn, "", "anchor.mismatch", "", {"anchor": anchor.seq}))
    kept = [one for one in vault.header.kept if not _let_go(vault, one)]
    gone = len(kept) < len(vault.header.kept)
    copy_behind = not _copy_is_current(vault)
    if gone or from_copy or copy_behind:
        vault.set_header(replace(vault.header, kept=tuple(kept)))


def _copy_is_current(vault: OpenVault) -> bool:
    """Whether the copy of the key file names the same slots and store (its anchor may be behind)."""
    try:
        copy = header.read_file(vault.folder / header.COPY)
    except (OSError, StorageProblem):
        return False
    return (copy.store, copy.slots, copy.kept) == (vault.header.store, vault.header.slots, vault.header.kept)


def _let_go(vault: OpenVault, kept: Kept) -> bool:
    """Remove a replaced store when its time has come: at once after a rotation, after 30 days after a restore."""
    if kept.why == "restored" and vault.circumstances.now() - datetime.fromisoformat(kept.since) < KEPT_AFTER_RESTORE:
        return False
    for name in (kept.store, kept.store + "-wal", kept.store + "-shm", kept.header):
        if name:
            with contextlib.suppress(OSError):
                (vault.folder / name).unlink(missing_ok=True)
    return True
