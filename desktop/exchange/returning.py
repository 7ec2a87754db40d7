"""Taking a pack back: what is refused and why, the backup that comes first, one transaction, the update with it.

Whatever goes wrong, nothing was brought in and the file can be taken back later. Times are never compared but the
board's own day with the day that the register says.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from desktop import wording
from desktop.errors import UserError
from desktop.exchange import backups, contents, packs, updates
from desktop.exchange import journey as journeys
from desktop.exchange.contents import EVENT
from desktop.exchange.merging import Merged, Merger
from desktop.exchange.updates import Difference
from desktop.session import Session
from storage import packing, travelling
from storage.header import Header
from storage.opened import Unlocked, nowhere
from storage.problems import StorageProblem
from storage.records import Case, Pack, PackTrip
from storage.store import Store, Work
from storage.travelling import Key

At = Callable[[str], None]
_UNKNOWN = "This pack is not in the register of this vault. Nothing was brought in."


@dataclass(frozen=True)
class Returned:
    """What a return did. ``again`` says that this very state of the pack was taken back before."""

    pack: Pack
    new: int = 0
    changed: int = 0
    conflicts: int = 0
    names: int = 0
    drafts: int = 0
    notices: tuple[str, ...] = ()
    backup: Path | None = None
    update: Path | None = None
    again: bool = False


def bring_in(
    session: Session,
    file: Path,
    *,
    passphrase: str = "",
    override: str = "",
    update_to: Path | None = None,
    at: At = nowhere,
) -> Returned:
    """Merge a pack that came back; with ``update_to`` write the board's changes for it to that file.

    ``passphrase`` is asked only when the pack's recovery words were changed out there. ``override`` is the reason why
    a pack that is expired or closed is let in, kept with the return. ``at`` is told each step once it is done (opened,
    backup, merged, committed, update); what it raises up to merged leaves everything as it was. Raises ``UserError``
    with the codes not-a-pack, half-copied, own-backup, unknown-pack, other-vault, altered, expired, closed, newer,
    wrong-passphrase; nothing was brought in then.
    """
    with _opened(session, file, passphrase) as (pack, found):
        at("opened")
        return _bring_in(session, pack, found, override, update_to, at)


@contextmanager
def _opened(session: Session, file: Path, passphrase: str) -> Iterator[tuple[Pack, packing.Returned]]:
    """The line of the register and the store of a pack's file. Raises ``UserError`` as ``bring_in``."""
    try:
        head = packing.header_of(file)
        if head.vault_id == session.vault.vault_id:
            raise UserError("This is a backup of this vault.", "Choose the pack that came back.", code="own-backup")
        pack = session.look(lambda store: store.one(Pack, vault_id=head.vault_id))
        if pack is None:
            _explain_stranger(session, head, file, passphrase)
        unlocked = _unlock(pack, head, passphrase)
        with packing.opened(file, unlocked, session.vault) as found:
            yield pack, found
    except StorageProblem as problem:
        # Of the pack's file, not of the vault that is open: exit status 3, nothing was written.
        raise UserError(problem.what, problem.do, code=problem.code) from problem


def changes_for(session: Session, file: Path, target: Path, *, passphrase: str = "") -> Path | None:
    """Write the board's changes for a pack once more, such as after its differences were decided. ``file`` is the one
    that was taken back last; gives ``target``, or None when the pack has everything already.

    Raises ``UserError`` as ``bring_in`` and with the code not-last for a file that holds something else.
    """
    with _opened(session, file, passphrase) as (pack, found):
        journey = _journey(session, pack, found)
        if not journey.again or pack.kind == EVENT or pack.status != "out":
            raise UserError(
                "This is not what came back last from a pack that is out.",
                "Take the pack back first; the board’s changes for it are written with it.",
                code="not-last",
            )

        held = _held(found.store, (*contents.lent(pack.case_id), *contents.shown(pack.case_id)))
        differences = session.look(updates.plan, found.store, pack, held)
        if not differences:
            return None

        def note(work: Work) -> PackTrip:
            generation = 1 + max(trip.generation for trip in packs.trips(work, pack.id))
            return updates.record(work, pack, differences, generation)

        trip = session.do("Write the board’s changes for a pack", note)
        updates.write(session, pack, trip, differences, found.unlocked, target)
    return target


def _unlock(pack: Pack, head: Header, passphrase: str) -> Unlocked:
    try:
        known = packing.unlock_with_words(head, pack.recovery)
        return known or packing.unlock_with_passphrase(head, passphrase)
    except StorageProblem as problem:
        raise packing.altered() if problem.code == "header-altered" else problem from None


def _explain_stranger(session: Session, head: Header, file: Path, passphrase: str) -> NoReturn:
    """Say why a pack that the register does not know is refused; with its passphrase it can be told exactly."""
    if passphrase:
        with packing.opened(file, packing.unlock_with_passphrase(head, passphrase), session.vault) as found:
            manifest = travelling.fact(found.store, packs.FACT)
        if not manifest:
            raise UserError("This file is not a pack.", "Choose the file that came back.", code="not-a-pack")
        if manifest["vault_id"] != session.vault.vault_id:
            raise UserError(
                "This pack was made by another vault. Nothing was brought in.",
                "Take it back in the vault that it came from.",
                code="other-vault",
            )
    raise UserError(
        _UNKNOWN,
        "It was made by another vault, or this vault was restored from a backup that is older than the pack. Take it "
        "back where it was made.",
        code="unknown-pack",
    )


def _journey(session: Session, pack: Pack, found: packing.Returned) -> journeys.Journey:
    if travelling.fact(found.store, packs.FACT) != pack.manifest:
        raise packing.altered()
    return journeys.of(found.store, session.look(packs.trips, pack.id))


def _bring_in(
    session: Session, pack: Pack, found: packing.Returned, override: str, update_to: Path | None, at: At
) -> Returned:
    journey = _journey(session, pack, found)
    if journey.again:
        return Returned(pack, again=True, notices=("This pack was taken back before. Nothing has changed.",))
    reason = _require_allowed(session, pack, override)
    session.do("Tidy the search", travelling.tidy)  # after a return that was cut short
    saved = backups.before(session, f"pack {pack.returns + 1}")
    at("backup")
    wanted = update_to is not None
    merged, kept, update = session.do("Take a pack back", _merge, pack, found, journey, reason, wanted, at)
    at("committed")
    session.forget_steps()
    session.do("Tidy the search", travelling.tidy)
    notices = _notices(session, found, merged, pack)
    if update_to is not None and update is not None:
        updates.write(session, kept, update[0], update[1], found.unlocked, update_to)
        at("update")
    return Returned(
        kept, len(merged.new), len(merged.changed), merged.conflicts, merged.names, merged.drafts, notices, saved,
        update_to if update else None,
    )  # fmt: skip


def _require_allowed(session: Session, pack: Pack, override: str) -> str:
    """The reason to keep with the return. Raises ``UserError`` for a pack whose time has come, unless there is one."""
    today = session.circumstances.today()
    if pack.status != "out":
        if not override.strip():
            raise UserError(
                "This pack is closed, and this file holds something that has not come back. Nothing was brought in.",
                "Say why it is to be brought in all the same, and take it back again.",
                code="closed",
            )
        return override.strip()
    if pack.expires is not None and pack.expires < today:
        if not override.strip():
            raise UserError(
                f"This pack was due back on {wording.uk_date(pack.expires)}. Nothing was brought in.",
                "Say why it is to be brought in all the same, or renew it, and take it back again.",
                code="expired",
            )
        return override.strip()
    return ""


def _merge(
    work: Work,
    pack: Pack,
    found: packing.Returned,
    journey: journeys.Journey,
    reason: str,
    with_update: bool,
    at: At,
) -> tuple[Merged, Pack, tuple[PackTrip, list[Difference]] | None]:
    generation = 1 + max(trip.generation for trip in packs.trips(work, pack.id))
    with _uncollected():
        merged = Merger(work, found.store, pack, journey, generation).run()
    seq, mac = travelling.audit_head(found.store)
    counts: dict[str, Any] = {"new": len(merged.new), "changed": len(merged.changed), "conflicts": merged.conflicts}
    work.add(
        PackTrip(
            case_id=pack.case_id, pack_id=pack.id, generation=generation, way="back", seq=seq, mac=mac,
            sha256=found.sha256, override=reason, counts=counts | {"names": merged.names, "kinds": _kinds(merged)},
        )
    )  # fmt: skip
    now, closing = work.circumstances.now(), pack.kind == EVENT and pack.status == "out"
    kept = work.get(Pack, pack.id)
    kept = work.change(kept, returns=kept.returns + 1, last_return_at=now)
    if closing:
        kept = work.change(kept, status="closed", closed_at=now, closed_by=work.worker)
    work.audit("pack.back", pack.id, sha256=found.sha256, override=bool(reason), **counts)
    update = None
    if with_update and pack.kind != EVENT and kept.status == "out":
        held = merged.digests | _held(found.store, contents.shown(kept.case_id))
        differences = updates.plan(work, found.store, kept, held)
        update = updates.record(work, kept, differences, generation + 1), differences
    at("merged")
    return merged, kept, update


@contextmanager
def _uncollected() -> Iterator[None]:
    """A merge makes many values and no cycles: looking for cycles among all that a window holds is left until after
    it (a tenth of its time, measured)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _kinds(merged: Merged) -> dict[str, int]:
    """How many new records of each kind came in; an index entry stands with its record."""
    return dict(Counter(kind for kind, _ in merged.new if kind != "IndexEntry"))


def _held(theirs: Store, scopes: contents.Scopes) -> dict[Key, str]:
    """The digest of everything of those kinds and cases that the pack holds."""
    return {
        (kind.__name__, record_id): digest
        for kind, case_ids in scopes
        for record_id, digest in travelling.unlike(theirs, kind, case_ids, {})[0].items()
    }


def _notices(session: Session, found: packing.Returned, merged: Merged, pack: Pack) -> tuple[str, ...]:
    said: list[str] = []
    if found.upgraded:
        said.append("The pack was used with an earlier version of Caseward. A copy of it was brought up to date first.")
    if merged.drafts:
        said.append(f"{wording.plural(merged.drafts, 'text')} that had not been saved came in as drafts.")
    others = [one for one in found.store.find(Case) if one.id != pack.case_id]
    if others:
        said.append(f"{wording.plural(len(others), 'case')} opened in the pack stayed there: open it in the vault.")
    last = max((line.at for line in found.store.activity(limit=1)), default=session.circumstances.now())
    if abs((last - session.circumstances.now()).days) > 1 and (pack.out_at is None or last < pack.out_at):
        said.append("The clock of the laptop was wrong. Times of what was written there are as it showed them.")
    return tuple(said)
