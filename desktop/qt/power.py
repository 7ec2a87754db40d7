"""How full the battery is: read from the system where it tells without starting a program.

Linux: ``/sys/class/power_supply`` (the kernel's ``sysfs-class-power``). Windows: ``GetSystemPowerStatus``. On macOS
only a program (``pmset``) tells it, and Caseward starts none, so the battery is not shown there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LINUX = Path("/sys/class/power_supply")
LOW, VERY_LOW = 25, 10


@dataclass(frozen=True)
class Battery:
    """``percent`` 0 to 100, and whether it is being used up."""

    percent: int
    draining: bool

    @property
    def words(self) -> str:
        """As the status line says it."""
        return f"Battery {self.percent} %" if self.draining else f"Battery {self.percent} %, plugged in"

    def warning(self, said: int = 100) -> tuple[int, str]:
        """The limit that was passed and a sentence, if it is lower than what was ``said`` before; else 100 and nothing.

        The limits are 25 and 10 per cent, on battery only.
        """
        limit = next((one for one in (VERY_LOW, LOW) if self.percent <= one), 100)
        if not self.draining or limit >= said:
            return 100, ""
        do = "Plug it in now: what you type is kept, but the screen may go dark." if limit < LOW else "Plug it in."
        return limit, f"The battery is at {self.percent} %. {do}"


def battery(folder: Path = LINUX) -> Battery | None:
    """The battery of this computer, or None where there is none or it is not told. ``folder`` is where Linux tells."""
    return _from_windows(_windows_status()) if sys.platform == "win32" else from_folder(folder)


def from_folder(folder: Path) -> Battery | None:
    """As Linux tells it: the batteries of the computer itself together, not those of a mouse or a telephone."""
    now = full = 0.0
    draining = False
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return None
    for supply in supplies:
        if _fact(supply, "type") != "Battery" or _fact(supply, "scope") == "Device":
            continue
        size = _number(supply, "energy_full") or _number(supply, "charge_full") or 1.0
        capacity = _number(supply, "capacity")
        if capacity is None:
            continue
        now, full = now + size * min(capacity, 100) / 100, full + size
        draining = draining or _fact(supply, "status") == "Discharging"
    return Battery(round(100 * now / full), draining) if full else None


def _fact(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _number(supply: Path, name: str) -> float | None:
    try:
        return float(_fact(supply, name))
    except ValueError:
        return None


def _windows_status() -> tuple[int, int]:
    """``ACLineStatus`` and ``BatteryLifePercent`` of SYSTEM_POWER_STATUS; 255 where Windows does not know."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("line", ctypes.c_ubyte), ("flag", ctypes.c_ubyte), ("percent", ctypes.c_ubyte),
            ("system", ctypes.c_ubyte), ("left", ctypes.c_uint32), ("whole", ctypes.c_uint32),
        ]  # fmt: skip

    status = Status(255, 255, 255, 0, 0, 0)
    kernel: Any = getattr(ctypes, "windll", None)
    if kernel is None or not kernel.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return 255, 255
    return int(status.line), int(status.percent)


def _from_windows(status: tuple[int, int]) -> Battery | None:
    line, percent = status
    return Battery(percent, line == 0) if percent <= 100 else None
