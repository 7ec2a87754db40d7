"""Bringing a store up to date: the same shape as a new one, all or nothing, and never without a backup."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2 as sqlcipher

from storage import backup, engine, migrations, verifying
from storage.problems import StorageProblem
from storage.records import Note
from storage.tables import load_all
from storage.tables.mapping import to_values
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, reopen, store_of

LATER = migrations.Schema(3, (*migrations.CURRENT.scripts, Path(__file__).parents[1] / "faults" / "later"))


def _shape(rows: list[tuple[str, str]]) -> dict[str, str]:
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows if name != "alembic_version"}


def test_the_scripts_lead_to_the_shape_of_the_model(tmp_path: Path) -> None:
    key = bytes(range(32))
    migrations.upgrade(tmp_path / "store.db", key, mode="rwc")
    connection = engine.connect(tmp_path / "store.db", key)
    query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    by_scripts = _shape(connection.execute(query).fetchall())
    assert connection.execute("PRAGMA user_version").fetchone() == (migrations.CURRENT.number,)
    connection.close()
    fresh = create_engine("sqlite://", module=sqlcipher)
    with fresh.begin() as conn:
        load_all().create_all(conn)
        by_model = _shape([tuple(row) for row in conn.exec_driver_sql(query)])
    fresh.dispose()
    assert by_scripts == by_model
    assert {"search_words", "audit_no_update", "blob", "ix_search_text_record"} <= set(by_model)


ADDED = {
    2: {
        "note": (
            "conversation_id", "topics", "script", "shown_ids", "shown_words", "originals", "original_ids",
            "originals_words",
        ),
        "loan": ("purpose", "sha256"),
    }
}  # fmt: skip
"""What each step after the first brought: a store without it stands for one of that time."""


def _as_it_was(path: Path, key: bytes, number: int) -> None:
    """Take everything out of a store that came after shape ``number``."""
    connection = engine.connect(path, key)
    for step, tables in ADDED.items():
        for table, columns in tables.items() if step > number else ():
            for column in columns:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("UPDATE alembic_version SET version_num = ?", (f"{number:04}",))
    connection.execute(f"PRAGMA user_version = {number}")
    connection.commit()
    connection.close()


def test_each_step_brings_an_older_store_to_the_shape_of_a_new_one(tmp_path: Path) -> None:
    key = bytes(range(32))
    query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    migrations.upgrade(tmp_path / "new.db", key, mode="rwc")
    new = engine.connect(tmp_path / "new.db", key)
    shape = _shape(new.execute(query).fetchall())
    new.close()
    for number in range(1, migrations.CURRENT.number):
        path = tmp_path / f"from-{number}.db"
        migrations.upgrade(path, key, mode="rwc")
        connection = engine.connect(path, key)
        row = to_values(Note(id="a", case_id="c", title="Kept", text="Words", speaker_ids=("p", "q"), revision=3))
        names = ", ".join(f'"{name}"' for name in row)
        connection.execute(f"INSERT INTO note ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
        connection.commit()
        connection.close()
        _as_it_was(path, key, number)
        migrations.upgrade(path, key)
        connection = engine.connect(path, key)
        assert _shape(connection.execute(query).fetchall()) == shape
        (values,) = connection.execute(f"SELECT {names} FROM note").fetchall()
        assert dict(zip(row, values, strict=True)) == row
        connection.close()


def test_a_column_that_the_model_no_longer_names_is_never_dropped(tmp_path: Path) -> None:
    key = bytes(range(32))
    path = tmp_path / "store.db"
    migrations.upgrade(path, key, mode="rwc")
    connection = engine.connect(path, key)
    connection.execute("ALTER TABLE note ADD COLUMN older TEXT")
    connection.commit()
    connection.close()
    _as_it_was(path, key, 1)
    with pytest.raises(LookupError, match="older"):
        migrations.upgrade(path, key)


def test_there_is_one_line_of_scripts_and_its_length_is_the_number() -> None:
    scripts = [path for path in (migrations.HERE / "versions").glob("*.py") if path.name != "__init__.py"]
    assert len(scripts) == migrations.CURRENT.number


def test_a_store_behind_is_saved_and_brought_up_to_date(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "CURRENT", LATER)
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (LATER,))
    opened = reopen(folder)
    (notice,) = opened.notices
    assert (notice.code, vaults.count(opened)) == ("upgraded", 40)
    assert verifying.verify(opened).ok
    with opened.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM later").scalar() == 0
        assert conn.exec_driver_sql("SELECT colour FROM blob").all() == []
        assert conn.exec_driver_sql("PRAGMA user_version").scalar() == LATER.number
    vaults.fill(opened, 10, first=100)
    opened.close()
    (saved,) = (folder / backup.FOLDER).iterdir()
    assert saved.name in notice.do
    assert backup.check(saved, PASSPHRASE).counts["search_text"] == 40
    opened = reopen(folder)
    assert (opened.notices, vaults.count(opened)) == ((), 50)
    opened.close()


_BREAKS = {
    "constraint": "op.execute(\"INSERT INTO store_fact VALUES ('vault_id', 'twice')\")",
    "references": "op.execute(\"INSERT INTO blob_chunk VALUES ('nothing', 0, x'00')\")",
    "mistake": "raise KeyError('x')",
}


@pytest.mark.parametrize("how", sorted(_BREAKS))
def test_a_step_that_fails_leaves_all_as_it_was(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Fault 49: rolled back whole; the sentence names the backup."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "fourth.py").write_text(
        "from alembic import op\nrevision='0004'\ndown_revision='0003'\nbranch_labels=depends_on=None\n"
        f"def upgrade():\n    op.execute('CREATE TABLE half (a)')\n    {_BREAKS[how]}\n"
    )
    broken = replace(LATER, number=4, scripts=(*LATER.scripts, tmp_path / "scripts"))
    before = store_of(folder).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "CURRENT", broken)
        patch.setattr(migrations.upgrade, "__defaults__", (broken,))
        with pytest.raises(StorageProblem) as problem:
            reopen(folder)
    assert problem.value.code == "migration"
    assert "as it was" in problem.value.what
    assert list((folder / backup.FOLDER).glob("*.caseward-backup"))
    assert store_of(folder).read_bytes() == before
    opened = reopen(folder)
    assert (opened.notices, vaults.count(opened), verifying.verify(opened).ok) == ((), 40, True)
    opened.close()


def test_a_store_behind_is_not_changed_when_asked_to_read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "CURRENT", LATER)
    before = vaults.fingerprint(folder)
    with pytest.raises(StorageProblem) as problem:
        reopen(folder, read_only=True)
    assert problem.value.code == "read-only"
    assert vaults.fingerprint(folder) == before


def test_a_store_up_to_date_opens_without_alembic(folder: Path) -> None:
    script = (
        "import sys;from pathlib import Path;from tests.storage import vaults\n"
        "vaults.reopen(Path(sys.argv[1])).close()\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('alembic', 'keyring')])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
