"""What a computer remembers of a person's wishes: one JSON file, never case data.

A schema with defaults, a title and a plain explanation for each (the settings page is made from it). Keys that this
version does not know are kept as they are; a damaged file is renamed and said.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

FILE_NAME = "settings.json"


@dataclass(frozen=True)
class Setting:
    """One wish: its key in the file, default, title, explanation, section; allowed values with their words, or a range.

    Without a section it is not shown on the settings page (sizes of the window, vaults last opened).
    """

    key: str
    default: Any
    title: str = ""
    explain: str = ""
    section: str = ""
    values: tuple[tuple[Any, str], ...] = ()
    low: int = 0
    high: int = 0
    risky: str = ""

    def fits(self, value: Any) -> bool:
        """Whether ``value`` may stand for this setting."""
        if self.values:
            return any(type(value) is type(known) and value == known for known, _ in self.values)
        if self.high:
            return type(value) is int and self.low <= value <= self.high
        return isinstance(value, type(self.default))


SCHEMA: tuple[Setting, ...] = (
    Setting(
        "theme", "system", "Theme", "High contrast has a black or a white ground.", "Look",
        values=(
            ("system", "Follow this computer"), ("light", "Light"), ("dark", "Dark"),
            ("high-contrast", "High contrast, black"), ("high-contrast-light", "High contrast, white"),
        ),
    ),
    Setting(
        "text_scale", 100, "Text size", "Ctrl and plus, Ctrl and minus, Ctrl and 0 change it too.", "Look",
        values=((100, "100 %"), (110, "110 %"), (125, "125 %"), (150, "150 %"), (175, "175 %"), (200, "200 %")),
    ),
    Setting(
        "density", "regular", "Rows and buttons", "Roomy rows are easier to point at.", "Look",
        values=(("regular", "Regular"), ("roomy", "Roomy")),
    ),
    Setting(
        "idle_minutes", 10, "Lock after this many minutes without use",
        "From 1 to 60, never longer than the board’s own time. A notice appears 30 seconds before; any key stays.",
        "Locking",
        low=1, high=60, risky="A long time leaves the vault open when you walk away.",
    ),
    Setting(
        "lock_on_minimise", False, "Lock when the window is minimised", "", "Locking",
        values=((False, "No"), (True, "Yes")),
    ),
    Setting(
        "presenting", False, "Presenting: codes instead of names",
        "For a screen that others can see. Always on in event mode.", "Events",
        values=((False, "Names"), (True, "Codes")),
    ),
    Setting(
        "event_mode", False, "Event mode",
        "Larger text, codes, the battery, a cover after 2 minutes without use. Always on in an event pack.", "Events",
        values=((False, "Off"), (True, "On")),
    ),
    Setting(
        "event_idle_minutes", 45, "In event mode, lock after this many minutes without use", "From 1 to 60.", "Events",
        low=1, high=60,
    ),
    Setting(
        "single_letter_keys", True, "Single letters as keys in lists",
        "For example R to replace. Turn it off if you dictate or type by switch.", "Keys",
        values=((True, "On"), (False, "Off")),
    ),
    Setting(
        "backup_reminder_days", 7, "Remind me of a backup after this many days", "From 1 to 30.", "Backup",
        low=1, high=30,
    ),
    Setting(
        "spelling", True, "Check the spelling of what is written",
        "Shift+F7 goes to the next word it does not know. What you teach it stays in the vault.", "Writing",
        values=((True, "On"), (False, "Off")),
    ),
    Setting("geometry", ""),
    Setting("splitters", {}),
    Setting("vaults", []),
    Setting("slots", {}),
)  # fmt: skip
KNOWN = {setting.key: setting for setting in SCHEMA}


def settings_folder() -> Path:
    """Where this computer keeps the file."""
    return Path(platformdirs.user_config_dir("caseward", appauthor=False))


class Settings:
    """The file, read once and written at each change. ``notice`` says what was wrong with it, if anything."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or settings_folder()) / FILE_NAME
        self.notice = ""
        self._listeners: list[Callable[[str], None]] = []
        self._values: dict[str, Any] = self._read()

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            return self._set_aside()
        return found if isinstance(found, dict) else self._set_aside()

    def _set_aside(self) -> dict[str, Any]:
        aside = self.path.with_suffix(".damaged.json")
        with suppress(OSError):
            self.path.replace(aside)
        self.notice = (
            f"Your settings could not be read, so they are back to the defaults. The old file is kept as {aside.name}."
        )
        return {}

    def get(self, key: str) -> Any:
        """The value of ``key``: the one kept, if it fits the schema, else the default. Raises KeyError if unknown."""
        setting = KNOWN[key]
        value = self._values.get(key, setting.default)
        return value if setting.fits(value) else setting.default

    def set(self, key: str, value: Any) -> None:
        """Keep ``value``. Raises KeyError for an unknown key, ValueError for a value outside the schema."""
        if not KNOWN[key].fits(value):
            raise ValueError(key)
        if self._values.get(key) == value:
            return
        self._values[key] = value
        self._write()
        for listener in tuple(self._listeners):
            listener(key)

    def reset(self, key: str) -> None:
        """Back to the default."""
        self.set(key, KNOWN[key].default)

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call ``listener(key)`` after each change."""
        self._listeners.append(listener)

    def _write(self) -> None:
        """Whole file beside, then in its place; a disk that refuses is said, never raised: no wish is worth a crash."""
        beside = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.write_text(json.dumps(self._values, indent=1, sort_keys=True), "utf-8")
            beside.chmod(0o600)
            beside.replace(self.path)
        except OSError:
            self.notice = "Your settings could not be saved on this computer. They hold until you close Caseward."
