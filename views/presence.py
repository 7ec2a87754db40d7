"""What a frame does while others can see its screen: presenting, event mode, what the status line says of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, SignalInstance

from desktop.qt.actions import Action, Actions
from desktop.qt.event_mode import EventMode
from desktop.qt.jobs import Operation
from desktop.qt.presenting import presenting
from desktop.qt.settings import Settings
from views.cover import KEY
from views.kit.header import StatusLine

PRESENT_KEY = "Ctrl+Shift+C"


class Screen(Protocol):
    """What presence asks of the frame that shows the pages."""

    settings: Settings
    registry: Actions
    status_line: StatusLine
    cover_wanted: SignalInstance

    def navigate(self, page_id: str, **where: Any) -> None:
        """Go to a page."""

    def notice(self, words: str, kind: str, action: str, on_action: Callable[[], None] | None) -> None:
        """Show a bar at the top of the page in sight."""

    def keep_drafts(self) -> None:
        """Have every page keep what is typed."""

    def make_anew(self) -> None:
        """Make the page in sight again."""


class Presence(QObject):
    """The switch of one frame. Pages are made anew when it turns, with what was typed kept as drafts."""

    def __init__(self, screen: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._then: Callable[[], object] | None = None
        self.event_mode = EventMode(self)
        self.event_mode.changed.connect(self._event_changed)
        self.event_mode.battery_told.connect(self._battery)
        presenting().changed.connect(self._redress)
        screen.status_line.present.clicked.connect(self.turn)
        self._register()
        self._say()

    def _register(self) -> None:
        screen = self._screen
        for action_id, title, run, key in (
            ("present", "Show codes instead of names, or names again", self.turn, PRESENT_KEY),
            ("cover", "Cover the window", screen.cover_wanted.emit, KEY),
        ):
            icon = "present" if action_id == "present" else "eye-off"
            screen.registry.register(Action(action_id, title, run, key, icon=icon))

    # ---- presenting
    def turn(self) -> None:
        """The other way round; in event mode it stays on."""
        if presenting().on and self.event_mode.on:
            self._screen.notice("Codes stay on in event mode. End event mode to show names.", "info", "", None)
            return
        self._screen.settings.set("presenting", not presenting().on)
        self.set(bool(self._screen.settings.get("presenting")))

    def set(self, on: bool) -> None:
        """Show codes, or names; the codes are made on a thread, then everything in sight is made anew."""
        on = on or self.event_mode.on
        if on == presenting().on:
            return
        if not on:
            self._to(False)
            return
        operation = Operation(self, "Get codes ready", lambda _task: presenting().prepare())
        operation.on_done(lambda _none: self._to(True)).run()

    def _to(self, on: bool) -> None:
        """Drafts first: a page that cannot keep what is typed must not be thrown away for another look."""
        try:
            self._screen.keep_drafts()
        except Exception:
            words = "What you are typing could not be kept as a draft, so nothing was changed. Save it, then try again."
            self._screen.notice(words, "error", "", None)
            return
        presenting().set(on or self.event_mode.on)

    def _redress(self, on: bool) -> None:
        self._say()
        self._screen.make_anew()
        words = "Codes are shown instead of names." if on else "Names are shown again."
        self._screen.notice(words, "info", "", None)

    # ---- event mode
    def ask_for_code(self, then: Callable[[], object]) -> None:
        """Show the page where the code is set; ``then()`` afterwards, with or without one."""
        self._then = then
        self._screen.navigate("event-mode")

    def take_then(self) -> Callable[[], object] | None:
        """What was to be done after the code, once."""
        then, self._then = self._then, None
        return then

    def _event_changed(self, on: bool) -> None:
        if on:
            self._to(True)
        else:
            self.set(bool(self._screen.settings.get("presenting")))
        self._say()

    def _battery(self, words: str, warning: str) -> None:
        self._screen.status_line.set(battery=words)
        if warning:
            self._screen.notice(warning, "warn", "", None)

    def _say(self) -> None:
        on = presenting().on
        words = ("Event mode: codes shown" if self.event_mode.on else "Codes shown") if on else "Names shown"
        self._screen.status_line.set_present(words, on=on)

    def let_go(self) -> None:
        """The vault closes: codes, names and the event code leave memory."""
        presenting().changed.disconnect(self._redress)
        self.event_mode.close()
        presenting().detach()
