"""Ways into a vault: several people, recovery words, changing and removing them, and a new key for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from storage import audit, backup, header, keys, recovery, rotation, slots, vault, verifying
from storage.keys import SlotKind
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import OTHER, PASSPHRASE, SYSTEM, reopen

THIRD = "seven copper kettles singing"


def code(folder: Path, passphrase: str) -> str:
    """How opening goes."""
    try:
        reopen(folder, passphrase).close()
    except StorageProblem as problem:
        return problem.code
    return "open"


def test_two_people_each_open_with_their_own(folder: Path) -> None:
    opened = reopen(folder)
    second = slots.add_passphrase(opened, OTHER, actor="w1")
    assert [slot.kind for slot in slots.listed(opened)] == [SlotKind.PASSPHRASE, SlotKind.RECOVERY, SlotKind.PASSPHRASE]
    assert all(slot.created for slot in slots.listed(opened))
    opened.close()
    opened = reopen(folder, OTHER)
    assert opened.slot_id == second
    with opened.reading() as conn:
        row = audit.rows(conn, 1)[0]
    assert (row.actor, row.action, row.object_id) == ("w1", "slot.added", second)
    opened.close()
    assert code(folder, PASSPHRASE) == "open"


def test_a_passphrase_that_someone_has_cannot_be_given_to_another(folder: Path) -> None:
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        slots.add_passphrase(opened, PASSPHRASE)
    assert problem.value.code == "taken"
    opened.close()


def test_changing_a_passphrase(folder: Path) -> None:
    opened = reopen(folder)
    old = opened.slot_id
    with pytest.raises(StorageProblem) as problem:
        slots.change_passphrase(opened, "not this one", OTHER)
    assert problem.value.code == "wrong-passphrase"
    with pytest.raises(StorageProblem) as problem:
        slots.change_passphrase(opened, PASSPHRASE, "short")
    assert problem.value.code == "weak-passphrase"
    new = slots.change_passphrase(opened, PASSPHRASE, OTHER)
    assert new != old
    assert old not in [slot.id for slot in slots.listed(opened)]
    opened.close()
    assert (code(folder, OTHER), code(folder, PASSPHRASE)) == ("open", "wrong-passphrase")


def test_the_copy_of_the_key_file_does_not_keep_a_removed_slot(folder: Path) -> None:
    opened = reopen(folder)
    slots.change_passphrase(opened, PASSPHRASE, OTHER)
    opened.close()
    (folder / header.NAME).unlink()
    assert (code(folder, PASSPHRASE), code(folder, OTHER)) == ("wrong-passphrase", "open")


def test_the_last_passphrase_stays(folder: Path) -> None:
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        slots.remove(opened, opened.slot_id)
    assert problem.value.code == "last-passphrase"
    second = slots.add_passphrase(opened, OTHER)
    slots.remove(opened, opened.slot_id)
    with pytest.raises(StorageProblem):
        slots.remove(opened, second)
    with pytest.raises(StorageProblem) as problem:
        slots.remove(opened, "nobody")
    assert problem.value.code == "no-slot"
    opened.close()
    assert (code(folder, OTHER), code(folder, PASSPHRASE)) == ("open", "wrong-passphrase")


def test_a_disk_that_loses_the_key_file_keeps_the_old_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = reopen(folder)
    before = opened.header

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(header, "write", full)
        with pytest.raises(StorageProblem) as problem:
            slots.add_passphrase(opened, OTHER, argon=keys.CHEAP)
    assert problem.value.code == "full"
    assert opened.header == before
    opened.close()
    assert (code(folder, PASSPHRASE), code(folder, OTHER)) == ("open", "wrong-passphrase")


# --- recovery words -------------------------------------------------------------------------------------------


def test_recovery_words_open_the_vault(folder: Path, words: tuple[str, ...]) -> None:
    """Fault 44: whole, or the first four letters, in any case, numbered or not."""
    assert len(words) == recovery.COUNT
    typings = (
        " ".join(words),
        "\n".join(word[:4].upper() for word in words),
        ", ".join(f"{number}. {word}" for number, word in enumerate(words, 1)),
    )
    for typed in typings:
        opened = vault.open_with_recovery(folder, typed, circumstances=SYSTEM)
        assert vaults.count(opened) == 40
        opened.close()


def test_the_words_of_another_vault_do_not_open_it(folder: Path) -> None:
    with pytest.raises(StorageProblem) as problem:
        vault.open_with_recovery(folder, " ".join(recovery.new_words()), circumstances=SYSTEM)
    assert problem.value.code == "wrong-passphrase"


def test_new_recovery_words_end_the_old_ones(folder: Path, words: tuple[str, ...]) -> None:
    opened = reopen(folder)
    fresh = slots.new_recovery_words(opened)
    assert [slot.kind for slot in slots.listed(opened)].count(SlotKind.RECOVERY) == 1
    opened.close()
    vault.open_with_recovery(folder, " ".join(fresh), circumstances=SYSTEM).close()
    with pytest.raises(StorageProblem):
        vault.open_with_recovery(folder, " ".join(words), circumstances=SYSTEM)


LIST = Mnemonic("english").wordlist


@settings(max_examples=60)
@given(
    seed=st.binary(min_size=32, max_size=32), place=st.integers(0, 23), wrong=st.text("abcdxyz", min_size=3, max_size=9)
)
def test_a_word_that_is_not_on_the_list_is_named(seed: bytes, place: int, wrong: str) -> None:
    """Fault 44."""
    words = Mnemonic("english").to_mnemonic(seed).split()
    if wrong in LIST or (len(wrong) >= 4 and any(word.startswith(wrong) for word in LIST)):
        return
    words[place] = wrong
    with pytest.raises(StorageProblem) as problem:
        recovery.read_words(" ".join(words))
    assert f"Word {place + 1}, “{wrong}”" in problem.value.what


@settings(max_examples=60)
@given(seed=st.binary(min_size=32, max_size=32), first=st.integers(0, 23), second=st.integers(0, 23))
def test_words_in_another_order_are_noticed(seed: bytes, first: int, second: int) -> None:
    """Fault 44: by the checksum, but for one order in 256, which then does not open the vault."""
    words = Mnemonic("english").to_mnemonic(seed).split()
    changed = list(words)
    changed[first], changed[second] = words[second], words[first]
    try:
        read = recovery.read_words(" ".join(changed))
    except StorageProblem as problem:
        assert "order" in problem.do
        assert changed != words
    else:
        assert (recovery.secret_of(read) == seed) == (changed == words)


def test_too_few_words_are_counted() -> None:
    with pytest.raises(StorageProblem, match="There are 3 words, and a recovery sheet has 24"):
        recovery.read_words("abandon ability able")


def test_four_letters_tell_every_word_apart() -> None:
    assert len({word[:4] for word in LIST}) == len(LIST) == 2048


# --- a new key for all ----------------------------------------------------------------------------------------


def test_after_a_rotation_only_those_named_open_it(folder: Path, words: tuple[str, ...], tmp_path: Path) -> None:
    opened = reopen(folder)
    second = slots.add_passphrase(opened, OTHER)
    third = slots.add_passphrase(opened, THIRD)
    first, old_key, old_store = opened.slot_id, opened.keys.database, opened.store
    saved = backup.make(opened, tmp_path)
    came = rotation.rotate(opened, {first: PASSPHRASE, third: THIRD}, actor="w1")
    assert second in came.dropped
    assert opened.keys.database != old_key
    assert not old_store.exists()
    vaults.fill(opened, 10, first=500)
    report = verifying.verify(opened)
    assert report.ok, report.findings
    assert vaults.count(opened) == 50
    assert {first, third} < {slot.id for slot in slots.listed(opened)}
    opened.close()
    assert [code(folder, each) for each in (PASSPHRASE, OTHER, THIRD)] == ["open", "wrong-passphrase", "open"]
    vault.open_with_recovery(folder, " ".join(came.words), circumstances=SYSTEM).close()
    with pytest.raises(StorageProblem):
        vault.open_with_recovery(folder, " ".join(words), circumstances=SYSTEM)
    assert backup.check(saved.path, OTHER).counts["search_text"] == 40


def test_a_rotation_with_a_wrong_passphrase_changes_nothing(folder: Path) -> None:
    opened = reopen(folder)
    before = vaults.fingerprint(folder)
    for wrong, expected in (({opened.slot_id: "wrong"}, "wrong-passphrase"), ({}, "last-passphrase")):
        with pytest.raises(StorageProblem) as problem:
            rotation.rotate(opened, wrong)
        assert problem.value.code == expected
    assert vaults.fingerprint(folder) == before
    opened.close()


def test_a_damaged_store_is_not_given_a_new_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.opening.CHECKED_AT_OPENING", 0)
    vaults.damage(folder, "search_parts_data")
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        rotation.rotate(opened, {opened.slot_id: PASSPHRASE})
    assert problem.value.code == "damaged"
    opened.close()
    assert len(list(folder.glob("*.db*"))) == 1
    assert code(folder, PASSPHRASE) == "open"


def test_the_audit_is_verified_across_two_rotations(folder: Path) -> None:
    opened = reopen(folder)
    for round_ in range(2):
        rotation.rotate(opened, {opened.slot_id: PASSPHRASE})
        vaults.fill(opened, 10, first=600 + 10 * round_)
    with opened.reading() as conn:
        assert audit.verify(conn, opened.keys.audit, opened.header.anchor) == []
        assert audit.verify(conn, bytes(32), opened.header.anchor) != []
    opened.close()


def test_calibration_keeps_the_floor_and_the_ceiling() -> None:
    least, most = keys.calibrate(0.0), keys.calibrate(1000.0)
    assert least == keys.FLOOR
    assert (most.memory, most.passes, most.lanes) == (512 * 1024, 3, 4)
    least.check()
    most.check()
