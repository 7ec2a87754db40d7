"""First paint of the window against a bare PySide6 window, and a table of 100,000 rows against one of 1,000.

Each start is a fresh process, ours and the bare one in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

Figure = tuple[str, float, float, str]
ROUNDS = 5
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
_BARE = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
"""
_FILTER = """
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWindow():
            QTimer.singleShot(0, lambda: (print(time.time() - float(sys.argv[1])), application.quit()))
            application.removeEventFilter(self)
        return False
watcher = Painted()
application.installEventFilter(watcher)
"""
_BARE_WINDOW = """
application = QApplication([])
window, inside = QMainWindow(), QWidget()
window.setCentralWidget(inside)
layout = QVBoxLayout(inside)
for widget in (QLabel("Unlock the vault"), QLabel("Passphrase"), QLineEdit(), QPushButton("Unlock")):
    layout.addWidget(widget)
window.resize(1366, 728)
window.show()
application.exec()
"""
_OURS_WINDOW = """
from views.application import Caseward
application = QApplication([])
caseward = Caseward(application, restart=lambda *how: None)
caseward.system.listen = lambda: False
caseward.start()
application.exec()
"""


def measure() -> list[Figure]:
    """Name, ratio to the yardstick, the most it may be, and the absolute figures as text."""
    return [_first_paint(), _long_table()]


def _first_paint() -> Figure:
    bare_code = _BARE + _BARE_WINDOW.replace("window.show()", _FILTER + "window.show()")
    ours_code = _BARE + _OURS_WINDOW.replace("caseward.start()", _FILTER + "caseward.start()")
    bare, ours = [], []
    with tempfile.TemporaryDirectory(prefix="caseward-bench-") as home:
        for _ in range(ROUNDS + 1):  # the first round compiles, as installing does, and is not counted
            bare.append(_start(bare_code, home))
            ours.append(_start(ours_code, home))
    plain, own = statistics.median(bare[1:]), statistics.median(ours[1:])
    return "first paint of the window", own / plain, 2.0, f"{own * 1000:.0f} ms against {plain * 1000:.0f} ms"


def _start(code: str, home: str) -> float:
    around = {**os.environ, "XDG_CONFIG_HOME": home, "HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
    around.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = repr(time.time())
    done = subprocess.run(
        [sys.executable, "-c", code, begun], capture_output=True, text=True, env=around, timeout=60, check=True
    )
    return float(done.stdout.strip().splitlines()[-1])


def _long_table() -> Figure:
    """Loading and scrolling through a table, 100,000 rows against 1,000: rows are fetched, never all held."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert application is not None
    short, _ = _scroll_through(1_000)
    long, held = _scroll_through(100_000)
    text = f"{long * 1000:.0f} ms against {short * 1000:.0f} ms for 40 places, {held:,} of 100,000 rows held"
    return "table of 100,000 rows against 1,000", long / short, 2.0, text


def _scroll_through(total: int) -> tuple[float, int]:
    from PySide6.QtWidgets import QApplication

    from desktop.qt.jobs import jobs
    from desktop.qt.theme import theme
    from views import kit

    theme().apply()

    def window(first: int, many: int) -> list[kit.Row]:
        last = min(first + many, total)
        return [kit.Row(str(at), (kit.Cell(f"N{at:06}", "Letter"), kit.Cell("Ready"))) for at in range(first, last)]

    def settle() -> None:
        QApplication.processEvents()
        while jobs().running:
            QApplication.processEvents()
        QApplication.processEvents()

    model = kit.PagedModel([kit.Column("Item"), kit.Column("Stands at")], lambda: total, window)
    table = kit.table(model, name="Entries", lines=2)
    table.resize(800, 600)
    table.show()
    begun = time.perf_counter()
    model.reload()
    settle()
    bar = table.verticalScrollBar()
    for place in range(40):
        bar.setValue(bar.maximum() * place // 40)
        settle()
    gone = time.perf_counter() - begun
    held = model.rows_in_memory
    table.close()
    return gone, held
