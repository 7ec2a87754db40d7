"""The muted word beside Markers in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.session import Session


def markers(session: Session, case_id: str) -> str:
    """How many markers there are in the framework of a case."""
    from desktop.markers import framework
    from storage.records import Case

    found = session.look(lambda store: store.get(Case, case_id))
    return str(framework.load(found.framework).marker_count)
