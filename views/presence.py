"""What a frame does while others can see its screen: presenting, event mode, what the status line says of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.qt.actions import Action
from desktop.qt.event_mode import EventMode
from desktop.qt.jobs import Operation
from desktop.qt.presenting import presenting
from views.cover import KEY

if TYPE_CHECKING:
    from views.window import Frame

PRESENT_KEY = "Ctrl+Shift+C"


class Presence(QObject):
    """The switch of one frame. Pages are made anew when it turns, with what was typed kept as drafts."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._then: Callable[[], object] | None = None
        self.event = EventMode(self)
        self.event.changed.connect(self._event_changed)
        self.event.battery_told.connect(self._battery)
        presenting().changed.connect(self._redress)
        frame.status_line.present.clicked.connect(self.turn)
        self._register()
        self._say()

    def _register(self) -> None:
        frame = self._frame
        for action_id, title, run, key in (
            ("present", "Show codes instead of names, or names again", self.turn, PRESENT_KEY),
            ("cover", "Cover the window", frame.cover_wanted.emit, KEY),
        ):
            icon = "present" if action_id == "present" else "eye-off"
            frame.actions.register(Action(action_id, title, run, key, icon=icon))

    # ---- presenting
    def turn(self) -> None:
        """The other way round; in event mode it stays on."""
        if presenting().on and self.event.on:
            self._frame.notice("Codes stay on in event mode. End event mode to show names.", "info", "", None)
            return
        self._frame.settings.set("presenting", not presenting().on)
        self.set(bool(self._frame.settings.get("presenting")))

    def set(self, on: bool) -> None:
        """Show codes, or names; the codes are made on a thread, then everything in sight is made anew."""
        on = on or self.event.on
        if on == presenting().on:
            return
        if not on:
            self._to(False)
            return
        operation = Operation(self._frame, "Get codes ready", lambda _task: presenting().prepare())
        operation.on_done(lambda _none: self._to(True)).run()

    def _to(self, on: bool) -> None:
        """Drafts first: a page that cannot keep what is typed must not be thrown away for another look."""
        try:
            self._frame.keep_drafts()
        except Exception:
            words = "What you are typing could not be kept as a draft, so nothing was changed. Save it, then try again."
            self._frame.notice(words, "error", "", None)
            return
        presenting().set(on or self.event.on)

    def _redress(self, on: bool) -> None:
        self._say()
        self._frame.make_anew()
        words = "Codes are shown instead of names." if on else "Names are shown again."
        self._frame.notice(words, "info", "", None)

    # ---- event mode
    def ask_for_code(self, then: Callable[[], object]) -> None:
        """Show the page where the code is set; ``then()`` afterwards, with or without one."""
        self._then = then
        self._frame.navigate("event-mode")

    def take_then(self) -> Callable[[], object] | None:
        """What was to be done after the code, once."""
        then, self._then = self._then, None
        return then

    def _event_changed(self, on: bool) -> None:
        if on:
            self._to(True)
        else:
            self.set(bool(self._frame.settings.get("presenting")))
        self._say()

    def _battery(self, words: str, warning: str) -> None:
        self._frame.status_line.set(battery=words)
        if warning:
            self._frame.notice(warning, "warn", "", None)

    def _say(self) -> None:
        on = presenting().on
        words = ("Event mode: codes shown" if self.event.on else "Codes shown") if on else "Names shown"
        self._frame.status_line.set_present(words, on=on)

    def let_go(self) -> None:
        """The vault closes: codes, names and the event code leave memory."""
        presenting().changed.disconnect(self._redress)
        self.event.close()
        presenting().detach()
