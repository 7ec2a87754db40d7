"""A board manager's way through the window by keyboard alone: from a bare computer to version 2 of the index."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.qt.settings import Settings
from tests.screens import settle
from tests.views.test_atspi import ROOT, qt_aside, reader_python
from views.application import Caseward

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
Key = Qt.Key
CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


class Hands:
    """Two hands on a keyboard; there is no mouse."""

    def __init__(self, qtbot: Any, run: Caseward) -> None:
        self.qtbot, self.run = qtbot, run
        self.shots, self.count = os.environ.get("FIRST_LIGHT_SHOTS", ""), 0

    @property
    def window(self) -> QWidget:
        return self.run.window

    @property
    def at(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    @property
    def page(self) -> Any:
        frame = self.run.window.frame()
        return frame.page if frame is not None else None

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            self.qtbot.keyClick(self.at, key, modifier)
        settle()

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(self.at, words)

    def name(self) -> str:
        at = self.at
        return at.accessibleName() or getattr(at, "text", lambda: "")()

    def tab_to(self, name: str, most: int = 90) -> QWidget:
        """Tab until the control called ``name`` has the keyboard."""
        seen = []
        for _ in range(most):
            if self.name().removesuffix(" (optional)").split(":")[0] == name or self.name() == name:
                return self.at
            if name.endswith("…") and self.name().startswith(name[:-1]):
                return self.at
            seen.append(self.name())
            self.qtbot.keyClick(self.at, Key.Key_Tab)
        raise AssertionError(f"{name} was not reached by Tab: {seen}")

    def fill(self, name: str, words: str) -> None:
        """Put words into a field instead of what is there; a choice is made by its first letters."""
        field = self.tab_to(name)
        if isinstance(field, QComboBox):
            self.type(words.split()[0])  # a space would open the list
            for _ in range(field.count()):  # letters typed too slowly count each by itself
                if field.currentText().startswith(words):
                    return
                self.press(Key.Key_Down)
            raise AssertionError((name, field.currentText()))
        assert isinstance(field, (QLineEdit, QPlainTextEdit)), (name, type(field))
        self.press(Key.Key_A, CTRL)
        self.type(words)

    def push(self, name: str) -> None:
        """Press the button called ``name``."""
        self.tab_to(name)
        self.press(Key.Key_Return)

    def tick(self, name: str) -> None:
        self.tab_to(name)
        self.press(Key.Key_Space)

    def go(self, words: str) -> None:
        """Find anything, by a few letters."""
        self.press(Key.Key_K, CTRL)
        self.type(words)
        settle()
        self.press(Key.Key_Return)

    def shot(self, name: str) -> None:
        """A picture for whoever looks at the way; tests take none."""
        if self.shots:
            self.count += 1
            self.window.grab().save(f"{self.shots}/{self.count:02d}-{name}.png")

    def notice(self, words: str) -> None:
        """Wait for a notice that says so."""
        self.until(lambda: words in " ".join(bar.label.text() for bar in self.page.notices.bars()))

    def until(self, what: Any, timeout: int = 40_000) -> None:
        self.qtbot.waitUntil(lambda: bool(what()), timeout=timeout)
        settle()


@pytest.fixture
def hands(qtbot: Any, tmp_path: Path) -> Iterator[Hands]:
    run = Caseward(QApplication.instance(), settings=Settings(tmp_path / "settings"), restart=lambda *_how: None)
    run.system.listen = lambda: False
    run.window.setMinimumSize(0, 0)
    run.window.resize(1366, 728)
    with qtbot.waitActive(run.window):
        run.start()
        run.window.activateWindow()
    yield Hands(qtbot, run)
    run.close()
    run.window.hide()
    QApplication.instance().aboutToQuit.disconnect(run.close)
    run.window.deleteLater()
    settle()


def new_vault(hands: Hands, folder: Path) -> None:
    hands.shot("welcome")
    hands.push("Make a vault")
    hands.fill("Folder to keep it in", str(folder))
    hands.shot("where")
    hands.push("Continue")
    hands.fill("Your name", "Ruth Ellerby")
    hands.fill("Passphrase", "marsh lantern quiet harbour")
    hands.fill("Passphrase again", "marsh lantern quiet harbour")
    hands.shot("who")
    hands.push("Make the vault")
    first = hands.window.centralWidget()
    hands.until(lambda: bool(first._words))
    words = first._words
    hands.shot("words")
    hands.tick("I have the 24 words on paper")
    hands.push("Continue to the check")
    for number in first._asked:
        hands.fill(f"Word {number}", words[number - 1][:4])
    hands.shot("typed-back")
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.page is not None)


PEOPLE = """id,name,kind,role,aliases,born
1,Ivo Tarnbeck,subject_child,,Ivvy,2013-07-09
2,Grace Tarnbeck,parent,Mother,,
3,Joan Hallowfen,professional,Health visitor,,
4,Margaret Stanehope,office_holder,Independent chair,,
"""
NAMES = ("Tarnbeck", "Ivvy", "Hallowfen", "Stanehope", "Ellerby", "Corrow")


def board_and_case(hands: Hands) -> None:
    hands.go("Go to Board details")
    hands.fill("Name of the board", "Fellmarsh Local Safeguarding Children Board")
    hands.fill("Contact for disclosure officers", "Board manager")
    hands.fill("Mailbox", "board@example.org")
    hands.shot("board")
    hands.press(Key.Key_S, CTRL)
    hands.notice("The details are saved")
    hands.go("Go to Bodies")
    hands.press(Key.Key_N, CTRL)
    hands.fill("Name", "Quillham General Hospital")
    hands.fill("Kind", "Hospital")
    hands.fill("Short code", "HOSP")
    hands.fill("Mailbox", "records@example.org")
    hands.press(Key.Key_S, CTRL)
    hands.notice("is saved")
    hands.shot("bodies")
    hands.go("Go to Cases")
    hands.press(Key.Key_N, CTRL)
    hands.fill("Code name", "Plover")
    hands.fill("Reference", "SCR-2016-01")
    hands.fill("Full name", "Mina Tarnbeck")
    hands.push("Add another child")
    hands.fill("Full name", "Tom Tarnbeck")
    hands.fill("What happened, in short", "The younger child was brought to hospital.")
    hands.shot("referral")
    hands.press(Key.Key_S, CTRL)
    hands.until(lambda: hands.page.TITLE == "People")
    hands.shot("people")


def people(hands: Hands, folder: Path) -> None:
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    hands.push("Import people.csv")
    hands.fill("The file", str(folder / "people.csv"))
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.name().startswith("Import 4"))
    hands.shot("people-import")
    hands.press(Key.Key_Return)
    hands.notice("were added")


def files(hands: Hands, folder: Path, names: list[str]) -> None:
    """A folder of files comes in; each is named and described, one after the other."""
    folder.mkdir()
    for at, name in enumerate(names):
        (folder / f"Ivo Tarnbeck {at}.txt").write_text(f"Dear Grace Tarnbeck, {name} for Ivvy", encoding="utf-8")
    hands.press(Key.Key_4, CTRL)
    hands.press(Key.Key_I, CTRL)
    hands.shot("bring-in")
    hands.fill("From which body", "Quillham")
    hands.fill("Or a whole folder", str(folder))
    hands.press(Key.Key_Return)
    for name in names:
        hands.until(lambda: hands.name() == "Title" and hands.at.text() == "", 5000)
        hands.type(f"Letter about {name}")
        hands.fill("Kind", "Letter")
        hands.fill("Date of the item", "3/3/15")
        hands.tab_to("Description for issue")
        settle()
        hands.type(f"{name} offered to the child and the answer to it")
        hands.shot("described")
        hands.press(Key.Key_Return, CTRL)
    hands.until(lambda: not hands.page.describing.isVisible())
    hands.shot("all-described")


def note(hands: Hands) -> None:
    hands.press(Key.Key_4, CTRL)
    hands.press(Key.Key_N, CTRL)
    hands.tab_to("What was said")
    hands.type("Joan Hallowfen rang about the visit in May.")
    hands.press(Key.Key_D, CTRL)
    hands.fill("Title", "Telephone call with the health visitor")
    hands.fill("When", "2/6/16")
    hands.shot("note")
    hands.press(Key.Key_S, CTRL)
    hands.until(lambda: "Telephone call" in hands.page.header.title.text())


def a_proof(hands: Hands, folder: Path) -> None:
    """The signed sheet of the chair comes in; it is not for the list."""
    folder.mkdir()
    (folder / "sheet.txt").write_text("Signed", encoding="utf-8")
    hands.press(Key.Key_4, CTRL)
    hands.press(Key.Key_I, CTRL)
    hands.fill("Or a whole folder", str(folder))
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.name() == "Title")
    hands.type("Signed sheet of the chair")
    hands.fill("Kind", "Decision")
    hands.push("Leave it for later")


def to_list(hands: Hands, section: str) -> None:
    """One of the three lists of the index, by arrows."""
    hands.tab_to("List")
    for _ in range(3):
        if hands.page.section.value() != section:
            hands.press(Key.Key_Right)
    assert hands.page.section.value() == section


def decide(hands: Hands, how_many: int) -> None:
    """Each candidate: its owner, whether sensitivity is claimed, and that it is for the list."""
    hands.press(Key.Key_6, CTRL)
    to_list(hands, "candidates")
    hands.until(lambda: hands.page.list.ids)
    hands.tab_to("Entries…")
    hands.press(Key.Key_Home)
    for _ in range(how_many):
        hands.until(lambda: hands.page.entry.shown is not None)
        while not hands.page.entry.shown.entry.description:
            here = hands.page.entry.shown.entry.id
            hands.press(Key.Key_Down, ALT)
            hands.until(lambda here=here: hands.page.entry.shown.entry.id != here, 5000)
        before = hands.page.entry.entry_id
        hands.press(Key.Key_O, ALT)
        hands.tab_to("Is sensitivity claimed?…")
        hands.press(Key.Key_Space)
        hands.shot("decided")
        hands.press(Key.Key_Return, CTRL)
        hands.until(lambda before=before: hands.page.entry.entry_id != before)
    hands.shot("candidates-left")


def proceeding(hands: Hands) -> None:
    hands.go("Go to Disclosure")
    hands.tab_to("Also about this index")
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Down, times=2)
    hands.press(Key.Key_Return)
    hands.shot("proceedings-empty")
    hands.push("Record a proceeding")
    hands.fill("What it is called in this office", "The trial")
    hands.fill("Kind", "Criminal")
    hands.fill("Operation name", "Lapwing")
    hands.press(Key.Key_Return, CTRL)
    hands.notice("The proceeding is recorded")
    hands.push("Record who took up a post")
    hands.fill("Which post", "Disclosure")
    hands.fill("Name", "Ines Corrow")
    hands.fill("Post as it is printed", "Disclosure officer")
    hands.fill("Force, office or court", "Fellmarsh Constabulary")
    hands.tab_to("Receives the index?")
    hands.press(Key.Key_Space)
    hands.shot("officer")
    hands.press(Key.Key_Return, CTRL)
    settle()
    hands.shot("proceedings")


def withdraw(hands: Hands) -> None:
    """The first item of the open list is withdrawn, with a reason."""
    hands.press(Key.Key_6, CTRL)
    to_list(hands, "N")
    hands.tab_to("Entries…")
    hands.press(Key.Key_Home)
    hands.until(lambda: hands.page.entry.shown is not None and hands.page.entry.shown.entry.number_open == 1)
    hands.push("Withdraw")
    hands.type("Listed in error")
    hands.press(Key.Key_Return, CTRL)
    hands.notice("withdrawn")


def issue(hands: Hands, folder: Path, version: int) -> Path:
    hands.press(Key.Key_6, CTRL)
    hands.push(f"Issue version {version}")
    hands.until(lambda: hands.page.TITLE == "Issue of the index" and hands.page.found is not None)
    hands.fill("Who else authorised it", "Independent chair")
    proof = hands.tab_to("What shows it")
    assert isinstance(proof, QComboBox)
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Down, times=next(at for at in range(proof.count()) if "Signed" in proof.itemText(at)))
    hands.fill("Folder for the files", str(folder))
    hands.shot("issue")
    hands.press(Key.Key_T, CTRL)
    hands.until(lambda: hands.page.trial is not None and not hands.page.pages.preview.sheet.picture.isNull())
    hands.shot("trial")
    hands.press(Key.Key_Return, CTRL)
    hands.until(lambda: (folder / "open").is_dir() and hands.page._operation is None)
    hands.shot("issued")
    return folder / "open"


def rows(folder: Path, version: int, letter: str) -> list[dict[str, str]]:
    text = (folder / f"SCR-2016-01-N{version}-{letter}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_from_first_run_to_the_second_version_by_keys_alone(hands: Hands, tmp_path: Path) -> None:
    new_vault(hands, tmp_path)
    board_and_case(hands)
    people(hands, tmp_path)
    files(hands, tmp_path / "first", ["a first appointment", "a second appointment", "a change of consultant"])
    note(hands)
    proceeding(hands)
    a_proof(hands, tmp_path / "proof")
    decide(hands, 3)
    first = issue(hands, tmp_path / "v1", 1)
    assert [row["Item no"] for row in rows(first, 1, "A")] == ["0001", "0002", "0003"]
    files(hands, tmp_path / "second", ["a third appointment", "a fourth appointment", "transport to the clinic"])
    decide(hands, 3)
    withdraw(hands)
    second = issue(hands, tmp_path / "v2", 2)
    assert [row["Item no"] for row in rows(second, 2, "A")] == [f"{number:04d}" for number in range(1, 7)]
    changes = {(row["Item"][-5:], row["What"]) for row in rows(second, 2, "C")}
    assert changes == {("N0001", "Not listed"), ("N0004", "Added"), ("N0005", "Added"), ("N0006", "Added")}
    printed = b"".join(path.read_bytes() for path in tmp_path.glob("v*/**/*.csv"))
    assert not [name for name in NAMES if name.encode() in printed]


def _given(folder: Path) -> Path:
    """What comes in, its own names being names of people."""
    for pile in ("first", "second", "proof"):
        (folder / pile).mkdir(parents=True)
        for at in range(1 if pile == "proof" else 3):
            text = f"Dear Grace Tarnbeck, the {pile} letter {at} for Ivvy"
            (folder / pile / f"Ivo Tarnbeck {at}.txt").write_text(text, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return folder


@pytest.mark.needs("Xvfb", "xdotool", "dbus-run-session")
@pytest.mark.leaves("**/*")
def test_the_same_way_by_the_keys_of_a_real_display_leaves_no_name_anywhere(tmp_path: Path, own_home: Path) -> None:
    given, out = _given(tmp_path / "given"), tmp_path / "out"
    out.mkdir()
    walk = str(Path(__file__).with_name("first_light_keys.py"))
    command = ["dbus-run-session", "--", sys.executable, walk, reader_python(), str(given), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=580, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert [row["Item no"] for row in rows(out / "v1" / "open", 1, "A")] == ["0001", "0002", "0003"]
    changes = {(row["Item"][-5:], row["What"]) for row in rows(out / "v2" / "open", 2, "C")}
    assert changes == {("N0001", "Not listed"), ("N0004", "Added"), ("N0005", "Added"), ("N0006", "Added")}
    assert said["ended"] == -signal.SIGABRT and not list(ROOT.glob("core*"))  # row 61: no dump
    assert qt_aside(said["errors"]) == [] and said["titles"] == ["Caseward"]
    if said["memory"] is not None:  # storage design, section 6, row 62
        assert {"name in the window"} <= set(said["memory"]["open"]) and said["memory"]["locked"] == []
    left = [path for top in (out, own_home) for path in top.rglob("*") if path.is_file()]
    assert {"settings.json", "vault.json"} <= {path.name for path in left}
    assert sum(path.name.startswith("store-") for path in left) > 0
    spelled = [(name, name.lower().encode(code)) for name in NAMES for code in ("utf-8", "utf-16-le", "utf-16-be")]
    found = [(path.name, name) for path in left for name, secret in spelled if secret in path.read_bytes().lower()]
    assert found == [] and not [name for name in NAMES if any(name in str(path) for path in left)]
