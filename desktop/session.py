"""The open vault: who is working, units of work, undo, and what a person may do.

Every change of the store is a named operation run by ``Session.do`` on the store's one writer thread and told to
``Session.listeners`` afterwards; every reading is ``Session.look``. Services are plain functions that take a
``Work`` or a ``Store`` first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from desktop.changes import ChangeSet, Listeners
from desktop.errors import UserError
from storage import vault as vaults
from storage.circumstances import Circumstances, SystemCircumstances
from storage.keys import Argon
from storage.records import Draft, IndexEntry, Material, Row, StageState, Worker
from storage.store import Change, Store, Work

__all__ = ["Session", "Step", "Store", "Work", "create", "may", "open_with", "unlock"]

P = ParamSpec("P")
T = TypeVar("T")
UNDO_DEPTH = 100
FOLLOWERS: list[Callable[[Work], None]] = []
"""Run at the end of every unit of work, inside it: what must keep step with a change wherever it was made."""


@dataclass(frozen=True)
class Step:
    """A named operation that can be taken back."""

    name: str
    changes: tuple[Change, ...]


def may(worker: Worker, action: str) -> bool:
    """Whether ``worker`` may do ``action``: everyone with a passphrase of their own may do everything but as somebody
    whose time has ended. One function, so that a board that wants finer rules has one place to put them."""
    return bool(action) and worker.until is None


class Session:
    """One person at work in one open vault."""

    def __init__(self, vault: vaults.OpenVault, worker: Worker, circumstances: Circumstances) -> None:
        self.vault = vault
        self.worker = worker
        self.circumstances = circumstances
        self.listeners = Listeners()
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    def do(self, name: str, service: Callable[Concatenate[Work, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``service`` as the operation ``name``: all of it is saved, or nothing. Gives what it gives."""
        self._must_be_allowed(name)
        work, result = self._run(lambda work: service(work, *args, **kwargs))
        # A draft or a place is no step of its own: undo goes back over what was saved, not over what was typed or seen.
        saved = tuple(change for change in work.changes if not isinstance(change.after, Draft | StageState))
        if saved:
            self._redo.clear()
            self._remember(Step(name, saved))
        if work.changes:
            self._tell(name, work)
        return result

    def look(self, service: Callable[Concatenate[Store, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``service`` on one snapshot of the store; it cannot write."""
        with self.vault.reading() as connection:
            return service(Store(connection, self.circumstances), *args, **kwargs)

    @property
    def undo_name(self) -> str:
        """The operation that undo would take back, or nothing."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """The operation that redo would bring back, or nothing."""
        return self._redo[-1].name if self._redo else ""

    def undo(self) -> str:
        """Take back the latest operation; gives its name.

        Raises ``UserError`` when there is none, or something in it was changed, issued or signed since.
        """
        return self._turn(self._undo, self._redo, "Undo")

    def redo(self) -> str:
        """Bring back what was undone last; gives its name."""
        return self._turn(self._redo, self._undo, "Redo")

    def forget_steps(self) -> None:
        """What was done so far stays done: nothing of it can be taken back or brought back (after a merge)."""
        self._undo.clear()
        self._redo.clear()

    def close(self) -> None:
        """Finish the writer and close the vault; the session cannot be used afterwards."""
        self._undo.clear()
        self._redo.clear()
        self.vault.close()

    def _must_be_allowed(self, name: str) -> None:
        if self.vault.read_only:
            raise UserError(
                "This vault is open for reading only, so nothing was saved.",
                "Copy the vault to a disk you can write to and open it there.",
                code="read-only",
            )
        if not may(self.worker, name):
            raise UserError(
                "You no longer work in this vault.", "Ask the board manager to add you again.", code="may-not"
            )

    def _run(self, service: Callable[[Work], T]) -> tuple[Work, T]:
        def unit(connection: object) -> tuple[Work, T]:
            work = Work(connection, self.circumstances, self.worker.id, self.vault.keys.audit)  # type: ignore[arg-type]
            result = service(work)
            for follow in FOLLOWERS:
                follow(work)
            return work, result

        return self.vault.write(unit)

    def _remember(self, step: Step) -> None:
        # Lines of a history stay when the change they tell of is taken back.
        changes = tuple(change for change in step.changes if not type(change.after).APPEND_ONLY)
        if not all(_can_be_undone(change) for change in changes):
            self._undo.clear()
        elif changes:
            self._undo.append(Step(step.name, changes))
            del self._undo[:-UNDO_DEPTH]

    def _turn(self, source: list[Step], target: list[Step], word: str) -> str:
        if not source:
            raise UserError(f"There is nothing to {word.lower()}.", code="nothing")
        step = source.pop()
        work, _ = self._run(lambda work: [_reverse(work, change) for change in reversed(step.changes)])
        target.append(Step(step.name, tuple(work.changes)))
        self._tell(f"{word} {step.name[0].lower()}{step.name[1:]}", work)
        return step.name

    def _tell(self, name: str, work: Work) -> None:
        kinds = frozenset(type(change.after).__name__ for change in work.changes)
        self.listeners.tell(ChangeSet(name, kinds, frozenset(change.after.id for change in work.changes)))


def _can_be_undone(change: Change) -> bool:
    after = change.after
    numbered = isinstance(after, IndexEntry) and bool(after.number_open or after.number_sensitive)
    erased = isinstance(after, Material) and isinstance(change.before, Material) and (
        bool(change.before.blob_id) and not after.blob_id
    )
    return not (after.frozen or numbered or erased)


def _reverse(work: Work, change: Change) -> Row:
    now = work.get(type(change.after), change.after.id)
    if now.revision != change.after.revision:
        raise UserError(
            "It was changed again since, so it cannot be undone.", "Change it back by hand.", code="moved-on"
        )
    if change.before is None:
        return work.bin(now)
    return work.put_back(change.before, now)


def create(
    folder: Path,
    passphrase: str,
    name: str,
    role: str,
    *,
    circumstances: Circumstances | None = None,
    argon: Argon | None = None,
) -> tuple[Session, tuple[str, ...]]:
    """Make a vault with one person in it; gives the open session and the 24 recovery words.

    ``argon`` fixes the cost of the passphrase instead of measuring this computer: for tests and the demonstration.
    """
    around = circumstances or SystemCircumstances()
    vault, words = vaults.create(folder, passphrase, circumstances=around, argon=argon)
    first = Worker(name=name, role=role, slot_id=vault.slot_id, slot_kind="passphrase", since=around.today())
    session = Session(vault, first, around)
    session.worker = session.do("Create the vault", lambda work: work.add(first))
    session._undo.clear()
    return session, words


def open_with(vault: vaults.OpenVault, circumstances: Circumstances) -> Session:
    """A session in a vault opened by any slot; recovery words and keyring open it for the vault's first person."""
    session = Session(vault, Worker(name="", role=""), circumstances)
    workers = session.look(lambda store: store.find(Worker))
    mine = [worker for worker in workers if worker.slot_id == vault.slot_id] or [w for w in workers if w.until is None]
    session.worker = mine[0] if mine else session.worker
    if not vault.read_only:
        session.do("Unlock", lambda work: work.audit("vault.unlocked", vault.slot_id))
    return session


def unlock(
    folder: Path,
    passphrase: str,
    *,
    circumstances: Circumstances | None = None,
    prefer_slot: str = "",
    read_only: bool = False,
) -> Session:
    """Open a vault with a passphrase. Raises ``StorageProblem`` for whatever is in the way."""
    around = circumstances or SystemCircumstances()
    vault = vaults.open_vault(folder, passphrase, circumstances=around, prefer_slot=prefer_slot, read_only=read_only)
    return open_with(vault, around)
