"""The number beside the disclosure line of the navigation; what it needs is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.session import Session


def to_do(session: Session, case_id: str) -> str:
    """``2 to do``: candidates nobody decided about and items without a description."""
    from storage.records import IndexEntry, Listing

    found = session.look(lambda store: store.find(IndexEntry, case_id=case_id))
    waiting = sum(
        one.listing is Listing.CANDIDATE or (one.listing is Listing.ACCEPTED and not one.description) for one in found
    )
    return f"{waiting:,} to do" if waiting else ""
