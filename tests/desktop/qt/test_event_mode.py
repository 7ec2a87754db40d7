"""Event mode without widgets: the code of the day, the battery from a real folder, cover and lock by the clock."""

from __future__ import annotations

import ctypes
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.qt import power
from desktop.qt.event_code import TRIES, EventCode, mistake
from desktop.qt.event_mode import EventMode
from desktop.qt.idle import IdleLock
from desktop.qt.power import Battery
from desktop.qt.windows_lock import Message, WindowsLock
from storage.circumstances import FixedCircumstances


def supply(folder: Path, name: str, **facts: object) -> Path:
    """A supply as the kernel shows it: one small file a fact."""
    there = folder / name
    there.mkdir(parents=True, exist_ok=True)
    for fact, value in facts.items():
        (there / fact).write_text(f"{value}\n")
    return there


def test_three_wrong_codes_and_nothing_fits_any_more() -> None:
    code = EventCode("480217")
    assert code.fits("480217") and not code.fits("480218")
    assert code.left == TRIES - 1
    assert code.fits("480217") and code.left == TRIES
    assert not any(code.fits(wrong) for wrong in ("000000", "", "48021"))
    assert code.left == 0 and not code.fits("480217")


def test_a_code_is_kept_as_a_slow_hash_alone() -> None:
    kept = vars(EventCode("480217"))
    assert "480217" not in repr(kept)
    assert EventCode("480217")._hash != EventCode("480217")._hash


@pytest.mark.parametrize(
    ("digits", "again", "field"),
    [("48021", "48021", "code"), ("48o217", "48o217", "code"), ("111111", "111111", "code"),
     ("345678", "345678", "code"), ("987654", "987654", "code"), ("480217", "480271", "again"),
     ("480217", "480217", "")],
)  # fmt: skip
def test_what_is_wrong_with_a_new_code(digits: str, again: str, field: str) -> None:
    assert list(mistake(digits, again)) == ([field] if field else [])


def test_the_batteries_of_the_computer_are_read_together(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online=0)
    supply(tmp_path, "BAT0", type="Battery", capacity=80, energy_full=30_000_000, status="Discharging")
    supply(tmp_path, "BAT1", type="Battery", capacity=20, energy_full=10_000_000, status="Unknown")
    supply(tmp_path, "hid-mouse", type="Battery", scope="Device", capacity=3, status="Discharging")
    assert power.from_folder(tmp_path) == Battery(65, True)
    assert power.from_folder(tmp_path / "nowhere") is None
    assert power.from_folder(supply(tmp_path / "mains", "AC", type="Mains").parent) is None


def test_windows_says_255_where_it_does_not_know() -> None:
    assert power._from_windows((0, 42)) == Battery(42, True)
    assert power._from_windows((1, 100)) == Battery(100, False)
    assert power._from_windows((255, 255)) is None


def test_the_battery_is_told_once_at_each_limit_and_again_after_a_charge(qapp, tmp_path: Path) -> None:
    there = supply(tmp_path, "BAT0", type="Battery", capacity=60, status="Discharging")
    event = EventMode(power_folder=tmp_path)
    told: list[tuple[str, str]] = []
    event.battery_told.connect(lambda words, warning: told.append((words, warning)))
    event.begin()
    for capacity in (25, 24, 10, 9):
        (there / "capacity").write_text(str(capacity))
        event.read_battery()
    assert [words for words, _ in told] == [f"Battery {one} %" for one in (60, 25, 24, 10, 9)]
    warnings = [warning for _, warning in told]
    assert [bool(one) for one in warnings] == [False, True, False, True, False]
    assert warnings[1] == "The battery is at 25 %. Plug it in."
    (there / "status").write_text("Charging")
    event.read_battery()
    assert told[-1] == ("Battery 9 %, plugged in", "")
    (there / "status").write_text("Discharging")
    event.read_battery()
    assert told[-1][1].startswith("The battery is at 9 %.")
    event.close()


@pytest.mark.parametrize(
    ("message", "wparam", "reason"),
    [(0x2B1, 7, "system"), (0x2B1, 2, "system"), (0x2B1, 8, ""), (0x218, 4, "sleep"), (0x218, 7, ""), (0x100, 7, "")],
)
def test_what_windows_tells_a_window_of_its_session(message: int, wparam: int, reason: str) -> None:
    heard: list[str] = []
    told = Message(0, message, wparam, 0)
    made = WindowsLock(heard.append)
    assert made.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told)) == (False, 0)
    assert made.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(told)) == (False, 0)
    assert heard == ([reason] if reason else [])


def test_event_mode_of_a_pack_does_not_end_and_the_code_goes_with_it(qapp) -> None:
    event = EventMode(power_folder=Path("/nowhere"))
    event.begin(pack=True)
    assert not event.end() and event.on
    chosen = EventMode(power_folder=Path("/nowhere"))
    chosen.begin()
    chosen.set_code("480217")
    assert chosen.end() and not chosen.on and chosen.code is None
    event.close()


def test_cover_after_two_minutes_and_lock_after_forty_five(qapp) -> None:
    around = FixedCircumstances()
    idle = IdleLock(minutes=45, circumstances=around)
    idle.set_cover(2)
    heard: list[tuple[int, str]] = []
    idle.rested.connect(lambda: heard.append((second, "cover")))
    idle.locked.connect(lambda reason: heard.append((second, reason)))
    idle.start(qapp)
    second = 0
    for _ in range(46 * 6):
        second += 10
        around.moment += timedelta(seconds=10)
        idle.tick()
    assert heard == [(120, "cover"), (45 * 60, "idle")]
    idle.stop(qapp)
