"""Opening a wizard and going from stage to stage, on a review grown to 10,000 records, against the 100 ms allowed.

The yardstick is the limit itself: a stage that takes longer than a tenth of a second no longer feels immediate. The
ratio is of the processor time of all threads, which a busy machine does not change; the time on the clock is beside it.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

Figure = tuple[str, float, float, str]
Took = tuple[float, float]
LIMIT_MS = 100.0
RECORDS = 10_000
MATERIAL = 2_000
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
MARKERS = ("QM1", "QM2", "QM9", "QM13", "QM16")


def measure() -> list[Figure]:
    """Name, ratio to the limit, the most it may be, and the absolute figures as text."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert application is not None
    with tempfile.TemporaryDirectory(prefix="caseward-bench-") as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> list[Figure]:
    from desktop.qt.jobs import jobs
    from desktop.qt.settings import Settings
    from tests.views.markers_scene import worked_on
    from views.frame import Frame
    from views.window import Window

    office = worked_on(folder)
    _grow(office)
    settings = Settings(folder / "settings")
    window = Window(settings)
    frame = Frame(settings, session=office.session, circumstances=office.session.circumstances)
    window.show_widget(frame)
    window.resize(1366, 728)
    window.show()
    frame.enter_case(office.case.id, office.case.code_name, office.case.reference)
    try:
        opening = [_open(frame, marker) for marker in ("QM3", *MARKERS)][1:]
        moving = [each for marker in MARKERS for each in _through(frame, marker)]
    finally:
        jobs().stop_all()
        window.close()
        office.session.close()
    return [_figure("open a wizard", opening), _figure("go to another stage", moving)]


def _figure(what: str, took: list[Took]) -> Figure:
    busy = statistics.median(one[0] for one in took) * 1000
    clock, worst = (pick([one[1] for one in took]) * 1000 for pick in (statistics.median, max))
    said = f"{busy:.0f} ms of work, {clock:.0f} ms on the clock, the slowest of {len(took)} {worst:.0f} ms"
    return f"{what}, {RECORDS:,} records", busy / LIMIT_MS, 1.0, said


def _grow(office: Any) -> None:
    """Rows in every register of the review, and items of evidence, until there are ``RECORDS`` of them."""
    from desktop.markers import registers
    from storage.records import Material, RegisterRow

    known = [one for one in registers.load(office.case.framework) if one.scope == "review" and not one.singleton]
    each = (RECORDS - MATERIAL) // len(known) + 1

    def grow(work: Any) -> None:
        for register in known:
            parent = work.find(RegisterRow, register=_parent(register), limit=1) if register.parent else ()
            values = _values(register, office, parent[0].id if parent else "")
            for number in range(each):
                work.add(
                    RegisterRow(
                        case_id=office.case.id, register=register.id, values=values, text="words", position=number + 10
                    )
                )
        for number in range(MATERIAL):
            work.add(Material(case_id=office.case.id, title=f"Letter {number} about an appointment"))

    office.session.do("grow", grow)


def _parent(register: Any) -> str:
    return str(register.field(register.parent).register) if register.parent else ""


def _values(register: Any, office: Any, parent: str) -> dict[str, Any]:
    """A plausible row: every field of text, choice, date and person filled."""
    found: dict[str, Any] = {register.parent: parent} if parent else {}
    for field in register.fields:
        kind = field.kind.value
        if kind in ("text", "long_text"):
            found[field.id] = "What was said and done, in a sentence of the usual length for such a record."
        elif kind == "choice":
            found[field.id] = next(iter(field.choices()))
        elif kind in ("partial_date", "date"):
            found[field.id] = "2016-02-10"
        elif kind == "person":
            found[field.id] = office.mother.id
    return found


def _settled() -> None:
    from tests.screens import settle

    settle()


def _open(frame: Any, marker: str) -> Took:
    """From the click to the painted first stage of another marker: processor time and time on the clock, in seconds."""
    from PySide6.QtWidgets import QApplication

    frame.navigate("markers")
    _settled()
    busy, begun = time.process_time(), time.perf_counter()
    frame.navigate("marker", marker=marker, stage="read")
    while not (frame.page.view is not None and frame.page.desk.now.marker.id == marker and frame.page.view.isVisible()):
        QApplication.processEvents()
        time.sleep(0.0005)
    frame.repaint()
    took = time.process_time() - busy, time.perf_counter() - begun
    _settled()
    return took


def _through(frame: Any, marker: str) -> list[Took]:
    """Every stage of a marker, one after the other."""
    from PySide6.QtWidgets import QApplication

    frame.navigate("marker", marker=marker, stage="read")
    _settled()
    found = []
    for stage in frame.page.stages()[1:]:
        busy, begun = time.process_time(), time.perf_counter()
        frame.page.show_stage(stage.id)
        QApplication.processEvents()
        frame.page.view.repaint()
        found.append((time.process_time() - busy, time.perf_counter() - begun))
        _settled()
    return found
