"""On Windows: hear the session lock or the computer go to sleep.

``WTSRegisterSessionNotification`` sends WM_WTSSESSION_CHANGE to the window, WM_POWERBROADCAST comes by itself; both
arrive as native messages of Qt's event loop (storage design, section 2.4). Not run on other systems, where the messages
are read from a structure made by a test.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter

WM_WTSSESSION_CHANGE, WM_POWERBROADCAST = 0x02B1, 0x0218
PBT_APMSUSPEND = 0x4
_SESSION_ENDS = frozenset({0x2, 0x4, 0x6, 0x7})  # console disconnected (user switched), remote gone, log-off, lock


class Message(ctypes.Structure):
    """The beginning of MSG: all that is read of it."""

    _fields_ = [
        ("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    ]  # fmt: skip


def reason_of(message: int, wparam: int) -> str:
    """Why to lock: ``system``, ``sleep``, or nothing for a message that is none of these."""
    if message == WM_WTSSESSION_CHANGE and wparam in _SESSION_ENDS:
        return "system"
    return "sleep" if message == WM_POWERBROADCAST and wparam == PBT_APMSUSPEND else ""


class WindowsLock(QAbstractNativeEventFilter):
    """Passes ``reason`` to ``heard``; swallows nothing."""

    def __init__(self, heard: Callable[[str], object]) -> None:
        super().__init__()
        self._heard = heard

    def listen(self, window: int) -> bool:
        """Ask Windows to tell this window of its session; whether it will."""
        libraries: Any = getattr(ctypes, "windll", None)
        if libraries is None:
            return False
        return bool(libraries.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), 0))

    def nativeEventFilter(self, kind: Any, message: Any) -> tuple[bool, int]:
        """Look at one native message."""
        if bytes(kind) in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            told = Message.from_address(int(message))
            if reason := reason_of(told.message, told.wparam):
                self._heard(reason)
        return False, 0
