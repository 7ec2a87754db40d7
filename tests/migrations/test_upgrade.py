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

from storage import backup, engine, migrations
from storage.problems import StorageProblem
from storage.tables import load_all
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, reopen, store_of

LATER = migrations.Schema(2, (*migrations.CURRENT.scripts, Path(__file__).parents[1] / "faults" / "later"))


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


def test_there_is_one_line_of_scripts_and_its_length_is_the_number() -> None:
    scripts = [path for path in (migrations.HERE / "versions").glob("*.py") if path.name != "__init__.py"]
    assert len(scripts) == migrations.CURRENT.number


def test_a_store_behind_is_saved_and_brought_up_to_date(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "CURRENT", LATER)
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (LATER,))
    opened = reopen(folder)
    (notice,) = opened.notices
    assert (notice.code, vaults.count(opened)) == ("upgraded", 40)
    assert opened.verify().ok
    with opened.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM later").scalar() == 0
        assert conn.exec_driver_sql("SELECT colour FROM blob").all() == []
        assert conn.exec_driver_sql("PRAGMA user_version").scalar() == 2
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
    (tmp_path / "scripts" / "third.py").write_text(
        "from alembic import op\nrevision='0003'\ndown_revision='0002'\nbranch_labels=depends_on=None\n"
        f"def upgrade():\n    op.execute('CREATE TABLE half (a)')\n    {_BREAKS[how]}\n"
    )
    broken = replace(LATER, number=3, scripts=(*LATER.scripts, tmp_path / "scripts"))
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
    assert (opened.notices, vaults.count(opened), opened.verify().ok) == ((), 40, True)
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
