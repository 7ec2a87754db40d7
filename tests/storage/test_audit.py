"""The audit: it cannot be changed from within, and a change from without is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from storage import audit
from storage.opened import OpenVault
from tests.storage.vaults import fill, reopen


def _without_triggers(opened: OpenVault, *statements: str) -> None:
    """Change the audit as somebody would who has the key and no scruples."""

    def change(conn) -> None:  # type: ignore[no-untyped-def]
        for name in ("audit_no_update", "audit_no_delete"):
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            conn.exec_driver_sql(statement)

    anchor = opened.header.anchor
    opened.write(change)
    opened.header = opened.header.__class__(**{**vars(opened.header), "anchor": anchor})


def _findings(opened: OpenVault) -> list[str]:
    with opened.reading() as conn:
        return audit.verify(conn, opened.keys.audit, opened.header.anchor)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "REPLACE INTO audit SELECT * FROM audit"]
)
def test_rows_are_never_changed(folder: Path, statement: str) -> None:
    opened = reopen(folder)
    with pytest.raises(DBAPIError, match="append-only"):
        opened.write(lambda conn: conn.exec_driver_sql(statement).close())
    assert _findings(opened) == []
    opened.close()


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE audit SET actor = 'x' WHERE seq = 3", "Row 3 of the audit was altered."),
        ("UPDATE audit SET at = '2020' WHERE seq = 1", "Row 1 of the audit was altered."),
        ("UPDATE audit SET detail = '{}', action = 'y' WHERE seq = 5", "Row 5 of the audit was altered."),
        ("DELETE FROM audit WHERE seq IN (2, 3)", "The audit has a gap: rows 2 to 3 are missing."),
        ("DELETE FROM audit WHERE seq = 1", "The audit has a gap: rows 1 to 1 are missing."),
        ("DELETE FROM audit WHERE seq >= 4", "The last 2 changes are missing: the audit ends at 3, and had come to 5."),
        ("DELETE FROM audit WHERE seq = 5", "The last change is missing: the audit ends at 4, and had come to 5."),
    ],
)
def test_what_was_done_to_it_is_located(folder: Path, statement: str, finding: str) -> None:
    """Fault 60: edited, removed, tail cut."""
    opened = reopen(folder)
    assert _findings(opened) == []
    _without_triggers(opened, statement)
    assert finding in _findings(opened)
    opened.close()


def test_a_tail_written_again_is_found_by_the_anchor(folder: Path) -> None:
    """Fault 60: even with the audit key, for the anchor stands elsewhere."""
    opened = reopen(folder)
    anchor = opened.header.anchor
    _without_triggers(opened, "DELETE FROM audit WHERE seq = 5")
    opened.write(lambda conn: opened.audit(conn, "someone", "else", "happened"))
    with opened.reading() as conn:
        assert audit.verify(conn, opened.keys.audit) == []
        assert len(audit.verify(conn, opened.keys.audit, anchor)) == 1
    opened.close()


def test_rows_come_newest_first_and_in_pages(folder: Path) -> None:
    opened = reopen(folder)
    fill(opened, 30, first=100)
    with opened.reading() as conn:
        page = audit.rows(conn, 3)
        assert [row.seq for row in page] == [8, 7, 6]
        assert [row.seq for row in audit.rows(conn, 2, before=page[-1].seq)] == [5, 4]
        assert [row.seq for row in audit.rows(conn, object_id="n110")] == [7]
        assert (page[0].actor, page[0].action, page[0].detail) == ("tester", "note.added", {})
        assert page[0].at.tzinfo is not None
        assert audit.count(conn) == 8
    opened.close()


def test_a_write_that_fails_leaves_no_row(folder: Path) -> None:
    opened = reopen(folder)
    anchor = opened.header.anchor

    def fail(conn) -> None:  # type: ignore[no-untyped-def]
        opened.audit(conn, "tester", "never")
        raise ValueError

    with pytest.raises(ValueError):
        opened.write(fail)
    assert opened.header.anchor == anchor
    assert _findings(opened) == []
    opened.close()
