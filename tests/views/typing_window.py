"""The window in which the scripted user types: ``python -m tests.views.typing_window FOLDER PASSPHRASE CASE SPEAKER``.

A real window on a real vault, with autosave, the idle clock and a search that runs all the time. What was kept of an
earlier life is taken up again. Says ``ready`` when the text has the keyboard and ``saved`` when the note is in the
store.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop import session as sessions
from desktop.casework import shown
from desktop.qt.idle import IdleLock
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.session import Session
from views.casework.base import enter
from views.frame import Frame
from views.window import Window


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Typing:
    """One life of the window."""

    def __init__(self, application: QApplication, session: Session, case_id: str, speaker: str, folder: Path) -> None:
        self.session, self.speaker = session, speaker
        theme().apply()
        self.window = Window(Settings(folder / "settings"))
        self.frame = Frame(self.window.settings, session=session)
        self.window.show_widget(self.frame)
        self.window.show()
        self.idle = IdleLock(self.window, minutes=1)
        self.idle.locked.connect(lambda reason: say(f"locked {reason}"))
        self.idle.start(application)
        enter(self.frame.context, *session.look(shown.case_and_marking, case_id))
        self.frame.navigate("kept")
        self._go_on = QTimer(self.window, interval=100)
        self._go_on.timeout.connect(self._begin)
        self._go_on.start()
        self._searching = QTimer(self.window, interval=300)
        self._searching.timeout.connect(self._search)
        self._searching.start()

    def _begin(self) -> None:
        page: Any = self.frame.page
        if self.frame._visit.page_id == "kept":
            if page.header.facts.text().startswith("Everything"):
                self.frame.navigate("note", kind="account", title="A talk", speaker_ids=(self.speaker,))
            elif page._found:
                page.go_on(page._found[0])
        elif page.field.writer.hasFocus() and page.keys.speakers and not page.drafting._looking:
            self._go_on.stop()
            QTimer.singleShot(300, lambda: say(f"ready {len(page.field.writer.text())}"))
            page.context.bus.changed.connect(lambda change: self._changed(page, change))

    def _changed(self, page: Any, change: Any) -> None:
        if "Note" in change.kinds:
            QTimer.singleShot(1000, lambda: say("saved"))

    def _search(self) -> None:
        session = self.session
        self.frame.context.run(
            self.window, "Search", lambda _task: session.look(lambda store: store.search("november rota"))
        )


def main(folder: str, passphrase: str, case_id: str, speaker: str) -> int:
    application = QApplication([])
    session = sessions.unlock(Path(folder), passphrase)
    life = Typing(application, session, case_id, speaker, Path(folder).parent)
    assert life.window.isVisible()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
