"""Commands as a person or a script gives them: run in this process, with what they wrote to each stream."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop import session as sessions
from desktop.casework import board
from desktop.commands import run
from storage.keys import CHEAP

PASSPHRASE = "marsh lantern quiet harbour"
PEOPLE = """id,name,kind,role,aliases,born
1,Ivo Tarnbeck,subject_child,,Ivvy,2013-07-09
2,Grace Tarnbeck,parent,Mother,,
3,Joan Hallowfen,professional,Health visitor,,
4,Margaret Stanehope,office_holder,Independent chair,,
5,Quillham General Hospital,agency,the hospital,,
"""
NAMES = ("Tarnbeck", "Ivvy", "Hallowfen", "Stanehope")


@dataclass(frozen=True)
class Said:
    """What a command left: its exit status, its result and its words."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The result as lines of fields."""
        return [line.split("\t") for line in self.out.splitlines()]


@dataclass(frozen=True)
class Desk:
    """A folder with a vault and a file that holds its passphrase."""

    folder: Path
    log: list[Said] = field(default_factory=list)

    @property
    def vault(self) -> Path:
        return self.folder / "board.caseward"

    @property
    def key(self) -> Path:
        return self.folder / "passphrase"

    def plain(self, *words: object) -> Said:
        """Run a command exactly as given."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run([str(word) for word in words])
        self.log.append(Said(status, out.getvalue(), err.getvalue()))
        return self.log[-1]

    def __call__(self, *words: object) -> Said:
        """Run a command on the vault with its passphrase."""
        return self.plain(*words, "--vault", self.vault, "--passphrase-file", self.key)

    def done(self, *words: object) -> Said:
        """The same, which must succeed."""
        said = self(*words)
        assert said.status == 0, said
        return said

    def file(self, name: str, text: str, mode: int = 0o644) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path


@contextlib.contextmanager
def furnished(folder: Path) -> Iterator[Desk]:
    """A desk whose vault holds a board, made cheaply: only ``caseward new`` measures what a passphrase may cost."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(folder)
    desk.file("passphrase", PASSPHRASE + "\n", 0o600)
    session, _ = sessions.create(desk.vault, PASSPHRASE, "Ruth Ellerby", "Board manager", argon=CHEAP)
    session.do("board", board.save_board, name="Fellmarsh LSCB", mailbox="board@example.org", two_people=True)
    session.close()
    yield desk


def make_ready(desk: Desk, item: str, description: str) -> None:
    """Everything that the checks ask for about one item, by command."""
    desk.done("item", "describe", "Plover", item, description)
    desk.done("item", "own", "Plover", item, "Quillham General Hospital", "--confirmed")
    desk.done("item", "claim", "Plover", item, "none")
    desk.done("item", "position", "Plover", item, "inspection_only")
    desk.done("item", "accept", "Plover", item)
