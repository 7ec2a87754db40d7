"""From a bare computer to version 2 of the index in a real window, by keys that the X server sends. Run inside
``dbus-run-session``; what the window shows is read as a screen reader reads it, from outside.

``argv``: the reader's Python, a folder that holds what comes in, and one to work in. Pictures of the way go to the
folder that ``FIRST_LIGHT_SHOTS`` names, if it does. Prints JSON: what the window wrote to its standard error, every
title it had, what of the vault was found in its memory open and locked, and how it ended: it is made to crash while
the vault is open.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from desktop import session as sessions
from tests.views.atspi_journey import Eyes, give_focus, keys, start_display, unlock

PASSPHRASE = "marsh lantern quiet harbour"
PATIENCE = 90.0


class Hands:
    """Two hands on a keyboard and the ears of a screen reader; there is no mouse."""

    def __init__(self, eyes: Eyes, display: str) -> None:
        self.eyes, self.display = eyes, display
        self.shots, self.count = os.environ.get("FIRST_LIGHT_SHOTS", ""), 0
        self.titles = set[str]()

    def press(self, *chords: str) -> None:
        """Press keys one after the other, each with what is held down beside it."""
        keys("key", "--delay", "5", *chords)
        time.sleep(0.02)

    def type(self, words: str) -> None:
        """Type words."""
        keys("type", "--delay", "3", "--", words)

    def at(self) -> tuple[str, str, str]:
        """Role, name and text of what has the keyboard."""
        for attempt in range(500):
            found = self.eyes.focus()
            if found and found[3]:
                return found[0], found[1].replace("&", ""), found[2]
            if attempt > 20:  # given back without a word to what had it before
                for row in self.eyes.read():
                    if "FOCUSED" in row[4] and row[1] != "list item":
                        return row[1], row[2].replace("&", ""), ""
            time.sleep(0.02)
        raise AssertionError(f"nothing has the keyboard: {self.eyes.focus()}")

    def shows(self) -> str:
        """All that shows, a line each."""
        rows = self.eyes.read()
        self.titles |= {row[2] for row in rows if row[1] == "frame"}
        return "\n".join(row[2] for row in rows if row[2])

    def until(self, what: Callable[[], object] | str, seconds: float = PATIENCE) -> None:
        """Wait until something is so, or until words are to be seen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (what in self.shows()) if isinstance(what, str) else what():
                return
            time.sleep(0.05)
        self.shot("stuck")
        raise AssertionError(f"waited for {what}: {self.eyes.focus()} in {self.shows()}")

    def tab_to(self, name: str, most: int = 90) -> tuple[str, str, str]:
        """Tab until the control called ``name`` has the keyboard; an ellipsis at its end stands for anything."""
        seen = []
        for _ in range(most):
            at = self.at()
            called = at[1].removesuffix(" (optional)").split(":")[0]
            if name in (called, at[1]) or (name.endswith("…") and at[1].startswith(name[:-1])):
                return at
            seen.append(at[1])
            self.press("Tab")
        self.shot("stuck")
        raise AssertionError(f"{name} was not reached by Tab: {seen}")

    def fill(self, name: str, words: str) -> None:
        """Put words into a field instead of what is there."""
        role, *_ = self.tab_to(name)
        assert role in ("text", "entry", "password text"), (name, role)
        self.press("ctrl+a")
        self.type(words)

    def choose(self, name: str, words: str) -> None:
        """Choose from a list by the first letters, as the list stands open."""
        role, *_ = self.tab_to(name)
        assert role == "combo box", (name, role)
        self.press("alt+Down")
        self.until(lambda: self.at()[0] != "combo box")
        self.press("Home")
        time.sleep(0.5)
        for _ in range(60):
            here = self.at()
            if here[1].startswith(words):
                self.press("Return")
                return self.until(lambda: self.at()[0] == "combo box")
            self.press("Down")
            self.until(lambda here=here: self.at() != here)
        raise AssertionError((name, self.at()))

    def push(self, name: str) -> None:
        """Press the button of that name."""
        self.tab_to(name)
        self.press("Return")

    def tick(self, name: str) -> None:
        """Press space on what has that name."""
        self.tab_to(name)
        self.press("space")

    def go(self, words: str, title: str) -> None:
        """Find anything, by a few letters, and come to the page of that title."""
        self.press("ctrl+k")
        self.until(lambda: self.at()[:2] == ("text", "Find anything"))
        self.type(words)
        self.until(lambda: self.at()[2] == words)
        self.press("Return")
        self.until(lambda: f"Page {title}" in self.shows() or title in self.shows())

    def shot(self, name: str) -> None:
        """A picture for whoever looks at the way; tests take none."""
        if self.shots:
            from PIL import ImageGrab

            self.count += 1
            ImageGrab.grab(xdisplay=self.display).save(f"{self.shots}/{self.count:02d}-{name}.png")


def new_vault(hands: Hands, folder: Path) -> None:
    """First run: the vault, its first person, the recovery words and four of them typed back."""
    hands.push("Make a vault")
    hands.fill("Folder to keep it in", str(folder))
    hands.push("Continue")
    hands.fill("Your name", "Ruth Ellerby")
    hands.fill("Passphrase", PASSPHRASE)
    hands.fill("Passphrase again", PASSPHRASE)
    hands.shot("who")
    hands.push("Make the vault")
    hands.until("Word 24: ")
    words = dict(re.findall(r"(?m)^Word (\d+): (\w+)$", hands.shows()))
    hands.shot("words")
    hands.tick("I have the 24 words on paper")
    hands.push("Continue to the check")
    hands.until(lambda: "Word 24: " not in hands.shows())
    asked = re.findall(r"(?m)^Word (\d+)$", hands.shows())
    for number in sorted(set(asked), key=int):
        hands.fill(f"Word {number}", words[number][:4])
    hands.shot("typed-back")
    hands.press("Return")
    hands.until("Lock now")


def board_and_case(hands: Hands) -> None:
    """The board's details, a body, and a case from a referral with two children."""
    hands.go("Go to Board details", "Board details")
    hands.fill("Name of the board", "Fellmarsh Local Safeguarding Children Board")
    hands.fill("Contact for disclosure officers", "Board manager")
    hands.fill("Mailbox", "board@example.org")
    hands.press("ctrl+s")
    hands.until("The details are saved")
    hands.shot("board")
    hands.go("Go to Bodies", "Bodies")
    hands.press("ctrl+n")
    hands.fill("Name", "Quillham General Hospital")
    hands.choose("Kind", "Hospital")
    hands.fill("Short code", "HOSP")
    hands.fill("Mailbox", "records@example.org")
    hands.press("ctrl+s")
    hands.until("is saved")
    hands.shot("bodies")
    hands.go("Go to Cases", "Cases")
    hands.press("ctrl+n")
    hands.fill("Code name", "Plover")
    hands.fill("Reference", "SCR-2016-01")
    hands.fill("Full name", "Mina Tarnbeck")
    hands.push("Add another child")
    hands.fill("Full name", "Tom Tarnbeck")
    hands.fill("What happened, in short", "The younger child was brought to hospital.")
    hands.shot("referral")
    hands.press("ctrl+s")
    hands.until("Import people.csv")
    hands.shot("people")


def people(hands: Hands, file: Path) -> None:
    """The people of the case from a file."""
    hands.push("Import people.csv")
    hands.fill("The file", str(file))
    hands.press("Return")
    hands.until(lambda: hands.at()[1].startswith("Import 4"))
    hands.shot("people-import")
    hands.press("Return")
    hands.until("were added")


def files(hands: Hands, folder: Path, subjects: list[str]) -> None:
    """A folder of files comes in; each is named and described, one after the other."""
    hands.press("ctrl+4")
    hands.until("Bring in files")
    hands.press("ctrl+i")
    hands.until("Or a whole folder")
    hands.choose("From which body", "Quillham")
    hands.fill("Or a whole folder", str(folder))
    hands.press("Return")
    for subject in subjects:
        hands.until(lambda: hands.at()[1:] == ("Title", ""))
        hands.type(f"Letter about {subject}")
        hands.choose("Kind", "Letter")
        hands.fill("Date of the item", "3/3/15")
        hands.tab_to("Description for issue")
        hands.type(f"{subject} offered to the child and the answer to it")
        hands.shot("described")
        hands.press("ctrl+Return")
        time.sleep(0.3)


def note(hands: Hands) -> None:
    """A note of a call."""
    hands.press("ctrl+4")
    hands.until("Bring in files")
    hands.press("ctrl+n")
    hands.tab_to("What was said")
    hands.type("Joan Hallowfen rang about the visit in May.")
    hands.press("ctrl+d")
    hands.fill("Title", "Telephone call with the health visitor")
    hands.fill("When", "2/6/16")
    hands.shot("note")
    hands.press("ctrl+s")
    time.sleep(1)
    hands.shot("note-kept")


def to_list(hands: Hands, name: str) -> None:
    """One of the three lists of the index, by arrows."""
    hands.press("ctrl+6")
    hands.until("Disclosure index")
    hands.tab_to("List…")
    hands.press("Home")
    for _ in range(4):
        if hands.at()[1] == f"List: {name}":
            return
        hands.press("Right")
    raise AssertionError(hands.at())


def in_sight(hands: Hands) -> str:
    """The working number over the entry beside the list."""
    numbers = [row[2] for row in hands.eyes.read() if row[1] == "label" and re.fullmatch(r"W\d{4}", row[2])]
    return str(numbers[-1]) if numbers else ""


def decide(hands: Hands, *numbers: str) -> None:
    """Each candidate: its owner, whether sensitivity is claimed, and that it is for the list."""
    to_list(hands, "Candidates")
    hands.until("To decide")
    hands.tab_to("Entries…")
    hands.press("Home")
    for number in numbers:
        for _ in range(8):
            hands.until(lambda: in_sight(hands))
            if in_sight(hands) == number:
                break
            hands.press("alt+Down")
            time.sleep(0.3)
        hands.until("Suggested: Quillham")
        hands.press("alt+o")
        hands.tab_to("Is sensitivity claimed?…")
        hands.press("space")
        hands.shot("decided")
        hands.press("ctrl+Return")
        hands.until(f"{number}: accepted for the list")


def proceeding(hands: Hands) -> None:
    """The trial, and the officer who receives the index."""
    hands.press("ctrl+6")
    hands.until("Disclosure index")
    hands.tab_to("Also about this index")
    hands.press("Home", "Down", "Down", "Return")
    hands.until("Record a proceeding")
    hands.push("Record a proceeding")
    hands.fill("What it is called in this office", "The trial")
    hands.choose("Kind", "Criminal")
    hands.fill("Operation name", "Lapwing")
    hands.press("ctrl+Return")
    hands.until("The proceeding is recorded")
    hands.push("Record who took up a post")
    hands.choose("Which post", "Disclosure")
    hands.fill("Name", "Ines Corrow")
    hands.fill("Post as it is printed", "Disclosure officer")
    hands.fill("Force, office or court", "Fellmarsh Constabulary")
    hands.tick("Receives the index?")
    hands.shot("officer")
    hands.press("ctrl+Return")
    hands.until("Ines Corrow")
    hands.shot("proceedings")


def a_proof(hands: Hands, folder: Path) -> None:
    """The signed sheet of the chair comes in; it is not for the list."""
    hands.press("ctrl+4")
    hands.until("Bring in files")
    hands.press("ctrl+i")
    hands.fill("Or a whole folder", str(folder))
    hands.press("Return")
    hands.until(lambda: hands.at()[1:] == ("Title", ""))
    hands.type("Signed sheet of the chair")
    hands.choose("Kind", "Decision")
    hands.push("Leave it for later")
    hands.until(lambda: hands.at()[1] != "Leave it for later")


def withdraw(hands: Hands) -> None:
    """The first item of the open list is withdrawn, with a reason."""
    to_list(hands, "Open")
    hands.tab_to("Entries…")
    hands.press("Home")
    hands.until("N0001")
    hands.push("Withdraw")
    hands.until(lambda: hands.at()[0] == "text")
    hands.type("Listed in error")
    hands.press("ctrl+Return")
    hands.until("withdrawn")


def issue(hands: Hands, folder: Path, version: int) -> None:
    """Try it out, then issue it."""
    hands.press("ctrl+6")
    hands.until("Disclosure index")
    hands.push(f"Issue version {version}")
    hands.until("Issue of the index")
    hands.choose("Who else authorised it", "Independent chair")
    hands.choose("What shows it", "W0005 Signed")
    hands.fill("Folder for the files", str(folder))
    hands.shot("issue")
    hands.press("ctrl+t")
    hands.until("Page 1 of")
    hands.shot("trial")
    hands.press("ctrl+Return")
    hands.until(lambda: (folder / "open").is_dir())
    hands.until("is issued")
    hands.shot("issued")


def walk(hands: Hands, given: Path, folder: Path) -> None:
    """The whole way."""
    hands.press("Tab")
    new_vault(hands, folder)
    board_and_case(hands)
    people(hands, given / "people.csv")
    files(hands, given / "first", ["a first appointment", "a second appointment", "a change of consultant"])
    note(hands)
    proceeding(hands)
    a_proof(hands, given / "proof")
    decide(hands, "W0001", "W0002", "W0003")
    issue(hands, folder / "v1", 1)
    files(hands, given / "second", ["a third appointment", "a fourth appointment", "transport to the clinic"])
    decide(hands, "W0006", "W0007", "W0008")
    withdraw(hands)
    issue(hands, folder / "v2", 2)


def in_memory(process: int, secrets: dict[str, bytes]) -> list[str]:
    """Which of the secrets stand in what a process can write to. Raises PermissionError where it may not be read."""
    found = set()
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text("ascii", "replace").splitlines():
            place, rights, *_ = line.split()
            start, end = (int(one, 16) for one in place.split("-"))
            if not rights.startswith("rw"):
                continue
            try:
                memory.seek(start)
                held = memory.read(end - start)
            except OSError:  # what a driver maps cannot be read so
                continue
            found |= {name for name, secret in secrets.items() if secret in held}
    return sorted(found)


def lock(hands: Hands) -> None:
    """Lock, and wait for the process to have started itself anew."""
    hands.press("ctrl+l")
    hands.until(lambda: "Passphrase" in hands.shows() and "Lock now" not in hands.shows())


def memory_open_and_locked(hands: Hands, process: int, folder: Path) -> dict[str, list[str]] | None:
    """What of the vault is in the window's memory while it is open and once it is locked; None where nobody may look.

    The key is asked of the vault itself, by this process, while the window is locked.
    """
    lock(hands)
    session = sessions.unlock(next(folder.glob("**/vault.json")).parent, PASSPHRASE)
    key = session.vault.keys.database
    session.close()
    secrets = {"key": key, "key in hexadecimal": key.hex().encode(), "passphrase": PASSPHRASE.encode()}
    for name, words in (("note", "Joan Hallowfen rang about"), ("name", "Tarnbeck")):
        secrets |= {name: words.encode(), f"{name} in the window": words.encode("utf-16-le")}
    unlock(hands.eyes, PASSPHRASE)
    hands.until("Lock now")
    hands.press("ctrl+4")
    hands.until("Telephone call")
    hands.go("Go to People", "People")
    hands.until("Tarnbeck")
    try:
        opened = in_memory(process, secrets)
    except PermissionError:
        return None
    lock(hands)
    locked = in_memory(process, secrets)
    unlock(hands.eyes, PASSPHRASE)
    return {"open": opened, "locked": locked}


def main(python: str, given: Path, folder: Path) -> int:
    """The journey on a display of its own."""
    server, display = start_display()
    os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    window = subprocess.Popen([sys.executable, "-m", "desktop"], stderr=subprocess.PIPE)
    eyes = Eyes(python)
    hands = Hands(eyes, display)
    try:
        eyes.until("Welcome to Caseward")
        give_focus()
        walk(hands, given, folder)
        memory = memory_open_and_locked(hands, window.pid, folder)
    finally:
        eyes.close()
        window.send_signal(signal.SIGABRT)
        errors = window.communicate(timeout=20)[1].decode("utf-8", "replace")
        server.terminate()
        server.wait(20)
    print(json.dumps({"errors": errors, "titles": sorted(hands.titles), "memory": memory, "ended": window.returncode}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
