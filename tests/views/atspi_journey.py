"""A journey on a real display, by keys, read over AT-SPI: unlock, every page, lock, unlock again. Run inside
``dbus-run-session``.

``argv``: the reader's Python, the passphrase, the pages with a bar between: what the palette calls each, and what it
calls itself. Prints JSON: what was read on each page, what was announced, and whether the process lived on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

READER = str(Path(__file__).with_name("atspi_reader.py"))
LOCK = "Lock now, Ctrl L"


def start_display() -> tuple[subprocess.Popen[bytes], str]:
    """An X server of our own on a number it chooses."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x800x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    number = b""
    while not number.endswith(b"\n"):
        number += os.read(read, 16)
    return server, f":{number.decode().strip()}"


class Eyes:
    """The reading process, which stays."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, READER, "Caseward"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _ask(self, line: str) -> list[Any]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer: list[Any] = json.loads(self._process.stdout.readline())
        return answer

    def read(self) -> list[Any]:
        """What a screen reader finds in the window now."""
        return self._ask("read")

    def said(self) -> list[str]:
        """What was announced since the last time."""
        return self._ask("said")

    def focus(self) -> list[Any]:
        """What has the keyboard: role, name, text, whether it has it still."""
        return self._ask("focus")

    def until(self, *names: str, seconds: float = 20) -> list[Any]:
        """Read until all ``names`` are there, up to some seconds."""
        rows: list[Any] = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.read()
            if set(names) <= {row[2] for row in rows if "SHOWING" in row[4]}:
                return rows
            time.sleep(0.1)
        return rows

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.communicate(timeout=20)


def keys(*words: str) -> None:
    """Press keys as a person does."""
    subprocess.run(["xdotool", *words], check=True, timeout=20)


def give_focus() -> None:
    """Give the window the keyboard, as a window manager would; there is none here."""
    keys("search", "--sync", "--onlyvisible", "--name", "^Caseward$", "windowfocus", "--sync")
    time.sleep(0.3)


def unlock(eyes: Eyes, passphrase: str) -> list[Any]:
    """From the unlock page into the window; gives what was read before."""
    eyes.until("Passphrase")
    give_focus()
    before = eyes.read()
    keys("type", "--delay", "10", passphrase)
    keys("key", "Return")
    eyes.until(LOCK)
    return before


def visit(eyes: Eyes, title: str, name: str) -> list[Any]:
    """A page by the palette, as it stands when it has come up."""
    keys("key", "ctrl+k")
    eyes.until("Find anything", seconds=5)
    keys("type", "--delay", "5", f"Go to {title}")
    time.sleep(0.15)
    keys("key", "Return")
    return eyes.until(name, seconds=8)


def settled(eyes: Eyes) -> list[list[object]]:
    """A reading in which every line of a list has its words: lists fill while the window comes up."""
    for _ in range(20):
        rows = eyes.read()
        if any(row[2] == "Settings" for row in rows) and all(row[2] for row in rows if row[1] == "list item"):
            break
        time.sleep(0.25)
    return rows


def main(python: str, passphrase: str, titles: str) -> int:
    """The journey."""
    server, display = start_display()
    os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    window = subprocess.Popen([sys.executable, "-m", "desktop"], stderr=subprocess.PIPE)
    eyes = Eyes(python)
    result: dict[str, Any] = {"pid": window.pid, "pages": {}, "said": {}}
    try:
        result["unlock"] = unlock(eyes, passphrase)
        result["work"] = eyes.read()
        eyes.said()
        for title, _, name in (one.partition("=") for one in titles.split("|")):
            result["pages"][title] = visit(eyes, title, name)
            result["said"][title] = eyes.said()
            if title == "Cases":
                keys("key", "Down")
                keys("key", "Return")
                result["pages"]["Overview"] = eyes.until("Overview", "Disclosure index")
        keys("key", "ctrl+k")
        keys("type", "--delay", "5", "Undo the last change")
        keys("key", "Return")
        eyes.until("There is nothing to undo.", seconds=5)
        result["said"]["Undo"] = eyes.said()
        keys("key", "ctrl+l")
        result["locked"] = unlock(eyes, passphrase)
        result["alive"] = window.poll() is None
        result["again"] = settled(eyes)
    finally:
        eyes.close()
        window.terminate()
        result["errors"] = window.communicate(timeout=20)[1].decode("utf-8", "replace")
        server.terminate()
        server.wait(20)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
