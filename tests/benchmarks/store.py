"""Store and search at 100,000 notes against the same code on an unencrypted file, side by side in one run.

The yardstick is the same build of SQLite without a key: same schema, same indexes, same settings. Saving and finding
go through the same functions; what differs is encryption, the writer thread, the audit and its anchor.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mnemonic import Mnemonic
from sqlalchemy import Connection, Engine, create_engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from storage import engine, keys, search, vault
from storage.circumstances import SystemCircumstances
from storage.tables import load_all

NOTES = 100_000
BATCH = 1_000
CASES = 20
SEARCHES = 300
SINGLE = 100
Figure = tuple[str, float, float, str]


def measure(notes: int = NOTES) -> list[Figure]:
    """Name, ratio to the yardstick, the most it may be, and the absolute figures as text."""
    folder = Path(tempfile.mkdtemp(prefix="caseward-bench-"))
    opened, _ = vault.create(
        folder / "bench.caseward", "river cloud seven anchor", circumstances=SystemCircumstances(), argon=keys.CHEAP
    )
    plain = _plain(folder / "plain.db")
    try:
        return [*_saving(opened, plain, notes), *_searching(opened, plain)]
    finally:
        opened.close()
        plain.dispose()
        shutil.rmtree(folder)


def _plain(path: Path) -> Engine:
    """The same schema in an unencrypted file, with the same settings."""

    def connect() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        for pragma in (*engine.PRAGMAS, "journal_mode = WAL"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    made = create_engine("sqlite://", module=sqlcipher, creator=connect, pool_size=2, hide_parameters=True)
    event.listen(made, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
    with made.begin() as conn:
        load_all().create_all(conn)
    return made


def _saving(opened: vault.OpenVault, plain: Engine, notes: int) -> list[Figure]:
    """Batch after batch into one and the other, so that both meet the same machine."""
    texts = _texts(notes)
    ours = theirs = 0.0
    for start in range(0, notes, BATCH):

        def batch(conn: Connection, start: int = start) -> None:
            for number in range(start, start + BATCH):
                _put(conn, number, texts[number])

        def audited(conn: Connection, batch: Callable[[Connection], None] = batch) -> None:
            batch(conn)
            opened.audit(conn, "bench", "notes.added")

        theirs += _seconds(lambda batch=batch: _in_transaction(plain, batch))  # type: ignore[misc]
        ours += _seconds(lambda audited=audited: opened.write(audited))  # type: ignore[misc]
    text = f"{ours:.1f} s for {notes:,} notes, unencrypted {theirs:.1f} s"
    return [("save notes in batches of 1,000", ours / theirs, 1.5, text), *_single(opened, plain, notes)]


def _single(opened: vault.OpenVault, plain: Engine, notes: int) -> list[Figure]:
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(notes, notes + SINGLE):

        def one(conn: Connection, number: int = number) -> None:
            _put(conn, number, "One note more")

        turns = [
            (theirs, lambda one=one: _in_transaction(plain, one)),
            (ours, lambda one=one: opened.write(one)),
        ]
        for times, work in turns if number % 2 else turns[::-1]:
            times.append(_seconds(work))
    text = f"{_middle(ours) * 1000:.1f} ms each, unencrypted {_middle(theirs) * 1000:.1f} ms"
    return [("save one note", _middle(ours) / _middle(theirs), 1.5, text)]


def _searching(opened: vault.OpenVault, plain: Engine) -> list[Figure]:
    ours: list[float] = []
    theirs: list[float] = []
    queries = _queries()
    for _ in range(2):  # the first round warms both
        ours.clear()
        theirs.clear()
        with opened.reading() as mine, plain.connect() as other:
            for query, case in queries:
                found = _seconds(lambda q=query, c=case: search.find(other, q, case_id=c))  # type: ignore[misc]
                theirs.append(found)
                ours.append(_seconds(lambda q=query, c=case: search.find(mine, q, case_id=c)))  # type: ignore[misc]
    late = sorted(ours)[int(len(ours) * 0.95)] * 1000
    text = f"{_middle(ours) * 1000:.1f} ms in the middle, 95th percentile {late:.1f} ms"
    return [
        ("search", sum(ours) / sum(theirs), 1.5, text),
        ("search, 95th percentile against 50 ms", late / 50, 1.0, f"{late:.1f} ms"),
    ]


def _put(conn: Connection, number: int, text: str) -> None:
    search.put(conn, case_id=f"case-{number % CASES}", kind="Note", record_id=f"n{number}", field="body", text=text)


def _texts(notes: int) -> list[str]:
    """Notes of about 60 words: a few words in most of them, most words in few, and a name that is rare."""
    chance = random.Random(7)
    words = Mnemonic("english").wordlist
    common = (
        "the",
        "of",
        "and",
        "to",
        "in",
        "was",
        "that",
        "he",
        "she",
        "had",
        "for",
        "said",
        "home",
        "school",
        "visit",
    )
    made = []
    for number in range(notes):
        rare = [words[min(int(chance.paretovariate(0.35)), len(words)) - 1] for _ in range(35)]
        body = rare + [chance.choice(common) for _ in range(25)]
        chance.shuffle(body)
        made.append(" ".join(body) + f" Zoë O’Brien {number}" if number % 7 == 0 else " ".join(body))
    return made


def _queries() -> list[tuple[str, str]]:
    chance = random.Random(11)
    words = Mnemonic("english").wordlist
    made = []
    for number in range(SEARCHES):
        shape = number % 6
        word = chance.choice(words)
        query = (
            word,
            f"{word} {chance.choice(words)}",
            word[:3],
            word[1:5],
            f"o'brien {chance.randrange(1000)}",
            chance.choice(("the school", "visit", "home visit", "zoe")),
        )[shape]
        made.append((query, f"case-{chance.randrange(CASES)}" if number % 2 else ""))
    return made


def _in_transaction(plain: Engine, batch: Callable[[Connection], None]) -> None:
    with plain.begin() as conn:
        batch(conn)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    for name, ratio, limit, text in measure():
        print(f"{name}: {ratio:.2f} (at most {limit}); {text}")
