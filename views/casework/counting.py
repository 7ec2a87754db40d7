"""Figures beside the places of a case; what they need is loaded when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.session import Session


def people(session: Session, case_id: str) -> str:
    """How many people the register of a case holds."""
    from storage.records import Person

    return f"{session.look(lambda store: store.count(Person, case_id=case_id)):,}"


def evidence(session: Session, case_id: str) -> str:
    """How many items a case holds."""
    from desktop.casework.evidence import Filters, count

    return f"{session.look(count, case_id, Filters(), ''):,}"
