"""A scripted user at the keyboard of a real window types a conversation at 120 words a minute, and the power fails.

Autosave, search and the idle clock run meanwhile. Whenever the process is killed, at most five seconds are missing; in
the end every character is in the store.
"""

from __future__ import annotations

import os
import queue
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.casework import cases, people
from storage import keys as vault_keys
from storage.records import Draft, Note, PersonKind
from tests.views.atspi_journey import give_focus, keys, start_display
from tests.views.conftest import PASSPHRASE

ROOT = Path(__file__).parents[2]
DELAY = 0.1
"""Seconds a key: 120 words of five letters a minute."""
LOSS = 5.0
TURN = re.compile(r"(?m)^\d{1,2}:\d\d[ap]m (?:\[[^\]]+\]|[\w ]+): ")
SPOKEN = (
    "she said that the letter never came to my tray and nobody rang about the visit in november because the rota was "
    "short again and we did not know which of the families could wait until the clinic opened on friday"
)


class Typist:
    """Types turns of a few words each, begun with the keys of the speakers; keeps what was typed, key by key."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._words = SPOKEN.split()
        self.typed = ""
        self.begun = 0.0
        self.pending = ""

    def _next(self) -> str:
        return " ".join(self._dice.choices(self._words, k=self._dice.randint(4, 9))).capitalize() + "."

    def turn(self, gone: threading.Event) -> None:
        """A speaker's key and a sentence."""
        if gone.is_set():
            return
        keys("key", self._dice.choice(("F2", "F3")))
        self.typed += "\n<turn>" if self.typed else "<turn>"
        self.pending, self.begun = self._next(), time.monotonic()
        subprocess.run(
            ["xdotool", "type", "--delay", str(round(DELAY * 1000)), self.pending], check=False, timeout=60
        )
        if not gone.is_set():
            self.typed += self.pending
            self.pending = ""

    def sent(self, at: float) -> int:
        """How many keys had been pressed by a moment."""
        return len(self.typed) + min(len(self.pending), int((at - self.begun) / DELAY) + 1)


def plain(text: str) -> str:
    """A text with the beginnings of its turns made alike."""
    return TURN.sub("<turn>", text)


class Life:
    """One run of the window, until it is killed or ended."""

    def __init__(self, folder: Path, case_id: str, speaker: str, display: str) -> None:
        around = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.views.typing_window", str(folder), PASSPHRASE, case_id, speaker],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=around,
        )  # fmt: skip
        self.gone, self.killed_at = threading.Event(), 0.0
        self._said: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        end = time.monotonic() + 40
        while not self.wait_for("ready", 1.0):
            assert time.monotonic() < end and self.process.poll() is None, "the text never had the keyboard"
            give_focus()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line)

    def wait_for(self, word: str, seconds: float = 20.0) -> bool:
        """Whether the window says a word within so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                if self._said.get(timeout=left).startswith(word):
                    return True
            except queue.Empty:
                return False
        return False

    def kill_after(self, seconds: float) -> threading.Timer:
        """Kill it then, wherever it is."""

        def kill() -> None:
            self.killed_at = time.monotonic()
            self.process.send_signal(signal.SIGKILL)
            self.gone.set()

        timer = threading.Timer(seconds, kill)
        timer.start()
        return timer

    def end(self) -> None:
        self.process.kill()
        self.process.wait(20)
        self._listener.join(20)
        if self.process.stdout is not None:
            self.process.stdout.close()


def made(folder: Path) -> tuple[str, str]:
    """A vault with a case and somebody who speaks."""
    session, _ = sessions.create(folder, PASSPHRASE, "Lead Reviewer", "lead reviewer", argon=vault_keys.CHEAP)
    case = session.do("Open a case", cases.open_case, "Plover", "SCR-2016-01")
    person = session.do(
        "Add a person", people.add_person, case.id, "Ines Corrow", PersonKind.PROFESSIONAL, role="health visitor"
    )
    session.close()
    return case.id, person.id


def kept(folder: Path, kind: type[Draft] | type[Note]) -> str:
    """What the store holds of the text."""
    session = sessions.unlock(folder, PASSPHRASE)
    try:
        found = session.look(lambda store: store.find(kind, order=["-updated_at"]))
        rows = [one for one in found if not isinstance(one, Draft) or one.place == "note"]
        assert len(rows) == 1
        row = rows[0]
        return row.text if isinstance(row, Note) else str(row.body["text"]["text"])
    finally:
        session.close()


def type_and_kill(folder: Path, seconds: float, lives: int, seed: int) -> list[float]:
    """The whole journey; gives the seconds that were missing after each kill."""
    case_id, speaker = made(folder)
    dice, typist, missing = random.Random(seed), Typist(seed), []
    server, display = start_display()
    os.environ["DISPLAY"] = display
    life = None
    try:
        for number in range(lives + 1):
            life = Life(folder, case_id, speaker, display)
            share = seconds / (lives + 1)
            end = time.monotonic() + share
            last = number == lives
            timer = None if last else life.kill_after(share * dice.uniform(0.6, 1.0))
            while not life.gone.is_set() and time.monotonic() < end + (0 if last else 60):
                typist.turn(life.gone)
            if timer is not None:
                timer.join()
                life.end()
                missing.append(_lost(folder, typist, life.killed_at))
        assert life is not None
        keys("key", "ctrl+s")
        assert life.wait_for("saved"), "the note was not saved"
        life.end()
        assert plain(kept(folder, Note)) == typist.typed, "every character is in the store"
        return missing
    finally:
        if life is not None:
            life.end()
        server.terminate()
        server.wait(20)


def _lost(folder: Path, typist: Typist, at: float) -> float:
    """Seconds of typing that a kill cost; the typist goes on from what was kept, as a person would."""
    sent, held = typist.sent(at), plain(kept(folder, Draft))
    assert (typist.typed + typist.pending).startswith(held), "what was kept is what was typed, from its beginning"
    typist.typed, typist.pending = held, ""
    return max(0, sent - len(held)) * DELAY


@pytest.mark.needs("Xvfb", "xdotool")
@pytest.mark.leaves("**/*")
@pytest.mark.timeout(180)
def test_the_power_fails_while_somebody_types(tmp_path: Path, own_home: Path, monkeypatch) -> None:
    monkeypatch.setenv("DISPLAY", "")
    missing = type_and_kill(tmp_path / "Board vault.caseward", seconds=14, lives=1, seed=7)
    assert len(missing) == 1 and max(missing) <= LOSS


@pytest.mark.long
@pytest.mark.needs("Xvfb", "xdotool")
@pytest.mark.leaves("**/*")
@pytest.mark.timeout(2400)
def test_a_conversation_of_twenty_minutes_is_typed_through_power_cuts(tmp_path: Path, own_home, monkeypatch) -> None:
    monkeypatch.setenv("DISPLAY", "")
    missing = type_and_kill(tmp_path / "Board vault.caseward", seconds=20 * 60, lives=8, seed=random.randrange(1000))
    assert len(missing) == 8 and max(missing) <= LOSS, missing
