"""The key file missing, damaged or altered: never opened by guess, never more than 64 KB read."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import header, keys
from storage.problems import StorageProblem
from tests.storage.vaults import PASSPHRASE, codes, refused


def test_the_key_file_is_missing_and_its_copy_is_used(folder: Path) -> None:
    """Fault 8."""
    (folder / header.NAME).unlink()
    assert codes(folder) == ["header-copy"]
    assert (folder / header.NAME).exists()
    assert codes(folder) == []


def test_the_key_file_is_damaged_and_its_copy_is_used(folder: Path) -> None:
    """Fault 9."""
    (folder / header.NAME).write_bytes(b"")
    assert codes(folder) == ["header-copy"]


def test_the_key_file_and_its_copy_are_missing(folder: Path) -> None:
    """Fault 8: what happened and how to go on is said; nothing pretends (fault 68)."""
    (folder / header.NAME).unlink()
    (folder / header.COPY).unlink()
    problem = refused(folder)
    assert problem.code == "no-header"
    assert "cannot be opened by anyone" in problem.what
    assert "backup" in problem.do


def test_there_is_no_vault(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.caseward").code == "missing"
    assert list(tmp_path.iterdir()) == []


_GOOD = (
    b'{"format": "caseward-vault-1", "vault_id": "a", "store": "store-0123456789abcdef.db", "slots": [], '
    b'"anchor": {"seq": 0, "mac": ""}, "kept": [], "mac": ""}'
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xef\xbb\xbf" + _GOOD,
        _GOOD[:-10],
        _GOOD.replace(b"store-0123456789abcdef.db", b"../../etc/passwd"),
        _GOOD.replace(b'"slots": []', b'"slots": [{}]'),
        _GOOD.replace(b'"slots": []', b'"slots": 7'),
        _GOOD.replace(b'"seq": 0', b'"seq": "x"'),
        b"[" * 100_000,
        _GOOD + b" " * header.SIZE_LIMIT,
        bytes(range(256)),
        "{}".encode("utf-16"),
    ],
)
def test_a_key_file_that_is_none(data: bytes) -> None:
    """Fault 9."""
    header.parse(_GOOD)
    with pytest.raises(StorageProblem) as problem:
        header.parse(data)
    assert problem.value.code == "header-damaged"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 3000), value=st.binary(min_size=0, max_size=8), cut=st.booleans())
def test_a_key_file_changed_anywhere(template, place: int, value: bytes, cut: bool) -> None:  # type: ignore[no-untyped-def]
    """Fault 9, 10: read as it was, or refused with a sentence."""
    good = (template[0] / header.NAME).read_bytes()
    place %= len(good)
    changed = good[:place] + value + (b"" if cut else good[place + len(value) :])
    try:
        header.parse(changed)
    except StorageProblem as problem:
        assert problem.code in ("header-damaged", "newer")


def test_a_key_file_of_one_gigabyte(folder: Path) -> None:
    """Fault 9: no more than 64 KB of it is read."""
    for name in (header.NAME, header.COPY):
        with (folder / name).open("r+b") as file:
            file.truncate(1_000_000_000)
    started = time.monotonic()
    assert refused(folder).code == "header-damaged"
    assert time.monotonic() - started < 1


def _edit(folder: Path, change: object) -> None:
    for name in (header.NAME, header.COPY):
        content = json.loads((folder / name).read_bytes())
        change(content)  # type: ignore[operator]
        (folder / name).write_text(json.dumps(content))


def test_a_slot_taken_out_of_the_key_file(folder: Path) -> None:
    """Fault 10."""
    _edit(folder, lambda content: content["slots"].pop())
    assert refused(folder).code == "header-altered"


def test_a_slot_added_to_the_key_file(folder: Path) -> None:
    """Fault 10: even one that would open."""
    _edit(folder, lambda content: content["slots"].append(content["slots"][1] | {"id": "f" * 16}))
    assert refused(folder).code == "header-altered"


def test_the_anchor_in_the_key_file_put_back(folder: Path) -> None:
    """Fault 10."""
    _edit(folder, lambda content: content.update(anchor={"seq": 0, "mac": ""}))
    assert refused(folder).code == "header-altered"


@pytest.mark.parametrize(
    "argon",
    [
        {"memory": 8 * 1024 * 1024, "passes": 1, "lanes": 1},
        {"memory": 65536, "passes": 1_000_000, "lanes": 1},
        {"memory": 65536, "passes": 1, "lanes": 1000},
        {"memory": 16, "passes": 1, "lanes": 1},
        {"memory": 65536, "passes": 0, "lanes": 1},
        None,
    ],
)
def test_work_outside_the_limits_is_refused_before_it_is_done(folder: Path, argon: object) -> None:
    """Fault 11, 12."""
    _edit(folder, lambda content: content["slots"][0].update(argon=argon))
    started = time.monotonic()
    assert refused(folder).code == "header-altered"
    assert time.monotonic() - started < 1


def test_work_made_less_does_not_open(folder: Path) -> None:
    """Fault 12: within the limits the slot's own seal tells."""
    _edit(folder, lambda content: content["slots"][0]["argon"].update(memory=20480))
    assert refused(folder).code == "wrong-passphrase"


def test_a_slot_moved_to_another_vault_does_not_open(folder: Path) -> None:
    head = header.read(folder)[0]
    slot = head.slots[0]
    assert keys.unwrap(slot, head.vault_id, keys.secret_of(PASSPHRASE))
    assert keys.unwrap(slot, "another", keys.secret_of(PASSPHRASE)) is None
    assert keys.unwrap(replace(slot, id="another"), head.vault_id, keys.secret_of(PASSPHRASE)) is None
    assert asdict(slot)["wrapped"] not in repr(keys.derive(keys.new_vault_key(), "x"))
