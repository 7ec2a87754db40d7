"""Where one was when the vault was locked, kept inside it, so that unlocking comes back to the same spot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.session import Session
    from storage.records import Draft
    from storage.store import Store, Work

PLACE = "window"


def keep(session: Session, place: Mapping[str, Any]) -> None:
    """Write the place of the one at work; blocks, at lock only."""
    from storage.records import Draft

    if session.vault.read_only:
        return

    def service(work: Work) -> None:
        kept = _find(work, session.worker.id)
        body = dict(place)
        if kept is None:
            work.add(Draft(place=PLACE, record_id=session.worker.id, body=body))
        elif kept.body != body:
            work.change(kept, body=body)

    session.do("Keep the place", service)


def kept(session: Session) -> dict[str, Any]:
    """The place of the one at work, or nothing."""
    found = session.look(lambda store: _find(store, session.worker.id))
    return dict(found.body) if found is not None else {}


def _find(store: Store, worker: str) -> Draft | None:
    from storage.records import Draft

    return store.one(Draft, place=PLACE, record_id=worker)
