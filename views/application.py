"""The window's life: unlock or first run, work, lock, and starting afresh.

Order at lock (engineering, finding 11): cover, drafts committed, work cancelled, clipboard taken back, vault closed,
children ended, then a new image of the process. Unlocking comes back to the same place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.qt import place
from desktop.qt.collecting import Collector
from desktop.qt.event_mode import COVER_MINUTES, TEXT_SCALE
from desktop.qt.gate import Gate, RecentVault, warm
from desktop.qt.idle import IdleLock, SystemLock
from desktop.qt.jobs import Operation, jobs
from desktop.qt.presenting import presenting
from desktop.qt.relaunch import relaunch, taken_from
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from storage.circumstances import Circumstances, SystemCircumstances
from views.frame import Frame, Visit
from views.presence import Presence
from views.unlock import UnlockPage
from views.window import Window

if TYPE_CHECKING:
    from desktop.session import Session

WARMING = "Get ready"


@dataclass(frozen=True)
class Opened:
    """What is known of a vault when it opens: the place kept in it, whether it is an event pack, the board's own idle
    minutes.
    """

    kept: dict[str, Any] = field(default_factory=dict)
    event_pack: bool = False
    board_minutes: int = 60


class Caseward(QObject):
    """One run of the window. ``restart`` is what replaces the process at lock; tests give their own."""

    def __init__(
        self,
        application: QApplication,
        *,
        settings: Settings | None = None,
        circumstances: Circumstances | None = None,
        restart: Callable[[str, str], object] = relaunch,
    ) -> None:
        super().__init__()
        self.application = application
        self.settings = settings or Settings()
        self.circumstances = circumstances or SystemCircumstances()
        self._restart = restart
        self.gate = Gate(self.settings, self.circumstances)
        self.session: Session | None = None
        self._locking = False
        self._in_event = False
        self._board_minutes = 60
        self._dress()
        self.window = Window(self.settings)
        self.window.minimised.connect(self._minimised)
        self.idle = IdleLock(self, minutes=self.settings.get("idle_minutes"), circumstances=self.circumstances)
        self.idle.locked.connect(self.lock)
        self.idle.rested.connect(self._rested)
        self.window.watch(self.idle)
        self.system = SystemLock(self, lambda: int(self.window.winId()))
        self.system.heard.connect(self.idle.lock_now)
        self.settings.on_change(self._setting_changed)
        application.aboutToQuit.connect(self.close)
        application.commitDataRequest.connect(self.keep_all)

    def _dress(self) -> None:
        settings = self.settings
        theme().set(wish=settings.get("theme"), scale=settings.get("text_scale"), density=settings.get("density"))
        theme().follow()

    def _setting_changed(self, key: str) -> None:
        value = self.settings.get(key)
        frame = self.window.frame()
        if key in ("idle_minutes", "event_idle_minutes"):
            self._set_idle()
        elif key in ("presenting", "event_mode") and frame is not None and frame.presence is not None:
            self._show_openly(frame.presence, key, bool(value))
        elif key in ("theme", "text_scale", "density"):
            wishes: dict[str, Any] = {{"theme": "wish", "text_scale": "scale", "density": "density"}[key]: value}
            QTimer.singleShot(0, lambda: theme().set(**wishes))

    def _show_openly(self, presence: Presence, key: str, on: bool) -> None:
        if key == "presenting":
            presence.set(on)
        elif on:
            presence.event_mode.begin()
        else:
            presence.event_mode.end()

    def _set_idle(self) -> None:
        """Minutes without use until the lock, and until the cover."""
        event = self._in_event
        minutes = self.settings.get("event_idle_minutes" if event else "idle_minutes")
        self.idle.set_minutes(minutes if event else min(minutes, self._board_minutes))
        self.idle.set_cover(COVER_MINUTES if event else 0)

    def _event_changed(self, on: bool) -> None:
        self._in_event = on
        self._set_idle()
        kept = self.settings.get("text_scale")
        theme().set(scale=max(kept, TEXT_SCALE) if on else kept)

    # ---- what is seen
    def start(self, vault_id: str = "", reason: str = "") -> None:
        """Show the first page and the window."""
        vault = self.gate.find(vault_id) if vault_id else None
        recent = [one for one in self.gate.recent() if one.there]
        if vault is not None or recent:
            self.show_unlock(vault or recent[0], reason=reason)
        else:
            self.show_first_run()
        self.window.show()
        QTimer.singleShot(500, self.system.listen)
        QTimer.singleShot(100, self._warm)

    def _warm(self) -> None:
        """Have the store ready by the time the passphrase is typed."""
        Operation(self, WARMING, lambda _task: warm()).on_failed(lambda _error: None).run()

    def show_unlock(self, vault: RecentVault, *, reason: str = "") -> None:
        """The unlock page for one vault."""
        page = UnlockPage(self.gate, vault, reason=reason, notice=self.settings.notice)
        page.opened.connect(self.open)
        page.first_run.connect(self.show_first_run)
        self.window.show_widget(page)
        page.focus_first()

    def show_first_run(self, start: str = "") -> None:
        """Making, opening or restoring a vault."""
        from views.first_run import FirstRun

        page = FirstRun(self.gate, start=start, notice=self.settings.notice)
        page.opened.connect(self.open)
        page.unlock.connect(self.show_unlock)
        self.window.show_widget(page)
        page.focus_first()

    def open(self, session: Session) -> None:
        """A vault is open: show the frame, come back to where one was, watch for use."""
        self.session = session
        frame = Frame(self.settings, session=session, circumstances=self.circumstances)
        frame.hold()
        frame.lock_wanted.connect(self.lock)
        frame.cover_wanted.connect(self.cover)
        assert frame.presence is not None
        frame.presence.event_mode.changed.connect(self._event_changed)
        self.window.show_widget(frame)
        self.idle.start(self.application)
        operation: Operation[Opened] = Operation(frame, "Come back", lambda _task: self._look(session))
        operation.on_done(lambda opened: self._begin(frame, opened))
        operation.on_failed(lambda _error: self._begin(frame, Opened())).run()
        Operation(frame, "Come back", lambda _task: pack_words(session)).on_done(
            lambda said: frame.say_pack(*said)
        ).run()

    def _look(self, session: Session) -> Opened:
        """On a thread: where one was, whether this is an event, and the codes if they are shown from the start."""
        from desktop.exchange.borrowing import here
        from storage.records import Board

        pack = session.look(here)
        board = session.look(lambda store: store.one(Board))
        event = pack is not None and pack.kind == "event"
        if event or self.settings.get("presenting") or self.settings.get("event_mode"):
            presenting().prepare()
        return Opened(place.kept(session), event, board.idle_minutes if board else 60)

    def _begin(self, frame: Frame, opened: Opened) -> None:
        """Codes and event mode before the first page, so that no name is seen on the way."""
        presence = frame.presence
        if presence is None:
            return
        self._board_minutes = opened.board_minutes
        self._set_idle()
        wish = frame.release()
        if opened.event_pack or self.settings.get("event_mode"):
            presence.event_mode.begin(pack=opened.event_pack)
            presence.ask_for_code(lambda: self._arrive(frame, opened.kept, wish))
            return
        presenting().set(bool(self.settings.get("presenting")))
        self._arrive(frame, opened.kept, wish)

    def _arrive(self, frame: Frame, kept: dict[str, Any], wish: Visit) -> None:
        if not _went(frame, wish) and not frame.go_to_place(kept):
            first = next((spec.id for spec in frame.specs.values() if spec.level == "board"), "settings")
            frame.navigate(first)
        for notice in frame.session.vault.notices if frame.session is not None else ():
            frame.notice(f"{notice.what} {notice.do}".strip(), "warn", "", None)

    # ---- cover and lock
    def cover(self) -> None:
        """Cover the window; without an event code nothing could take a cover away, so it locks."""
        frame = self.window.frame()
        presence = frame.presence if frame is not None else None
        if presence is not None and presence.event_mode.code is not None:
            self.window.cover_up(presence.event_mode.code)
        else:
            self.lock("asked")

    def _rested(self) -> None:
        if self.session is not None and not self.window.covered:
            self.cover()

    def lock(self, reason: str = "asked") -> None:
        """Lock: nothing is asked and nothing typed is lost."""
        if self.session is None or self._locking:
            return
        self._locking = True
        vault_id = self.session.vault.vault_id
        self._keep()
        self._let_go()
        self.window.cover()
        self.close()
        self._restart(vault_id, reason)

    def keep_all(self, _manager: object = None) -> None:
        """Keep drafts and the place: the computer logs off, restarts or shuts down and asks every program."""
        self._keep()

    def _keep(self) -> None:
        """Drafts and the place, committed before the vault closes; a failure never holds the lock open."""
        frame = self.window.frame()
        if frame is None or self.session is None:
            return
        try:
            frame.keep_drafts()
            place.keep(self.session, frame.place())
        except Exception as problem:  # whatever a page does wrong, the vault must close
            self.settings.notice = f"A draft could not be kept ({type(problem).__name__})."

    def close(self) -> None:
        """End the work, take the clipboard back, close the vault. May be called twice."""
        self.idle.stop(self.application)
        self._let_go()
        jobs().stop_all(final=self._locking)
        if self.session is not None:
            self.session.close()
            self.session = None

    def _let_go(self) -> None:
        """What the page in the window holds outside itself: before it is covered and gone."""
        inside = self.window.centralWidget()
        let_go = getattr(inside, "let_go", None)
        if let_go is not None:
            let_go()
        if isinstance(inside, Frame):
            inside.bus.detach()
            inside.clipboard.clear()

    def _minimised(self) -> None:
        if self.settings.get("lock_on_minimise"):
            self.lock("minimised")


def _went(frame: Frame, wish: Visit) -> bool:
    """To where somebody wanted to go; whether that was somewhere, and they are there now."""
    if wish.page_id:
        frame.navigate(wish.page_id, **wish.where)
    return bool(wish.page_id) and frame.place()["page"] == wish.page_id


def pack_words(session: Session) -> tuple[str, str]:
    """What the status line says of a vault that is a pack, and a warning when it is overdue; empty for any other."""
    from desktop.exchange import borrowing
    from desktop.wording import uk_date

    here = session.look(borrowing.here)
    if here is None:
        return "", ""
    due = uk_date(here.expires)
    late = f"This pack was due back on {due}. You can go on working; hand it back soon." if here.expired else ""
    return f"{here.kind.capitalize()} pack, due back on {due}", late


def run(argv: list[str]) -> int:
    """Open the window and stay until it is closed; gives the exit status. ``argv`` is without the program's name."""
    vault_id, reason = taken_from(os.environ)
    application = QApplication([sys.argv[0], *argv])
    application.setApplicationName("Caseward")
    application.setDesktopFileName("caseward")
    application.setQuitOnLastWindowClosed(True)
    collector = Collector(application)
    caseward = Caseward(application)
    caseward.start(vault_id, reason)
    status = application.exec()
    caseward.close()
    collector.stop()
    return int(status)
