"""Bringing a store to the shape this version of Caseward works with.

The number of the shape stands in the file itself (``PRAGMA user_version``), so that a store which is up to date is
recognised without importing alembic. All steps run in one transaction: either the store is as it was, or it is new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from storage import engine
from storage.problems import StorageProblem

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Schema:
    """A shape of the store: its number, and the folders whose scripts lead to it."""

    number: int
    scripts: tuple[Path, ...] = field(default=(HERE / "versions",))


CURRENT = Schema(2)


def upgrade(
    path: Path,
    key: bytes,
    schema: Schema = CURRENT,
    *,
    mode: str = "rw",
    at: Callable[[str], None] = lambda _step: None,
) -> None:
    """Bring the store file ``path`` to ``schema`` in one transaction; ``at`` is told of each step reached.

    Raises ``StorageProblem("migration")`` when rows would be left that point nowhere; the store is then as before.
    """
    migrating = engine.migrator(path, key, mode=mode)
    try:
        with migrating.begin() as conn:
            at("begun")
            _run_scripts(conn, schema)
            at("scripts")
            if conn.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StorageProblem(
                    "migration",
                    "The store could not be brought up to date. It is as it was.",
                    "Open it with the version of Caseward that was used before, and tell whoever supports you.",
                )
            conn.exec_driver_sql(f"PRAGMA user_version = {schema.number}")
            at("numbered")
        at("committed")
    finally:
        migrating.dispose()


def _run_scripts(conn: object, schema: Schema) -> None:
    # slow to import, and only ever needed by a store that is new or behind
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(_escaped(folder) for folder in schema.scripts))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
