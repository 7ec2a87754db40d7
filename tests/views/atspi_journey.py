"""A journey on a real display, by keys, read over AT-SPI: unlock, lock, unlock again. Run inside ``dbus-run-session``.

``argv``: the reader's Python, the passphrase. Prints JSON: what was read on each page and the process ids.
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


def read(python: str) -> list[Any]:
    """What a screen reader finds in the window now; nothing while the window changes under its eyes."""
    done = subprocess.run([python, READER, "Caseward"], capture_output=True, text=True, timeout=40, check=False)
    found: list[Any] = json.loads(done.stdout) if done.returncode == 0 else []
    return found


def read_until(python: str, name: str) -> list[Any]:
    """Read until a name is there, up to 20 s."""
    rows: list[Any] = []
    end = time.monotonic() + 20
    while time.monotonic() < end:
        rows = read(python)
        if any(row[2] == name for row in rows):
            return rows
        time.sleep(0.3)
    return rows


def keys(*words: str) -> None:
    """Press keys as a person does."""
    subprocess.run(["xdotool", *words], check=True, timeout=20)


def give_focus() -> None:
    """Give the window the keyboard, as a window manager would; there is none here."""
    keys("search", "--sync", "--onlyvisible", "--name", "^Caseward$", "windowfocus", "--sync")
    time.sleep(0.3)


def main(python: str, passphrase: str, titles: str = "") -> int:
    """The journey; ``titles`` are pages to go to and read afterwards, with a bar between."""
    server, display = start_display()
    os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    window = subprocess.Popen([sys.executable, "-m", "desktop"], stderr=subprocess.PIPE)
    result: dict[str, Any] = {"pid": window.pid}
    try:
        read_until(python, "Passphrase")
        give_focus()
        result["unlock"] = read(python)
        keys("type", "--delay", "20", passphrase)
        keys("key", "Return")
        result["work"] = read_until(python, "Lock now, Ctrl L")
        keys("key", "ctrl+l")
        result["locked"] = read_until(python, "Passphrase")
        result["alive"] = window.poll() is None
        give_focus()
        keys("type", "--delay", "20", passphrase)
        keys("key", "Return")
        result["again"] = read_until(python, "Lock now, Ctrl L")
        result["pages"] = {}
        for title in filter(None, titles.split("|")):
            keys("key", "ctrl+k")
            read_until(python, "Find anything")
            keys("type", "--delay", "15", title)
            time.sleep(0.3)
            keys("key", "Return")
            result["pages"][title] = read_until(python, title)
            if title == "Cases":
                keys("key", "Down")
                keys("key", "Return")
                result["pages"]["Overview"] = read_until(python, "Overview")
    finally:
        window.terminate()
        result["errors"] = window.communicate(timeout=20)[1].decode("utf-8", "replace")
        server.terminate()
        server.wait(20)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
