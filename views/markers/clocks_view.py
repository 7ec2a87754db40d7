"""The clocks of a case: what is due, what is late and why, on a page of its own and beside stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.casework import calendar_file, case_clocks, checked
from desktop.casework.checked import Length
from desktop.casework.clocks import Holding, Standing
from desktop.casework.terminology import Clock, Force, Unit
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.theme import theme
from desktop.wording import plural, read_date, uk_date
from storage.records import Case
from views import kit
from views.casework.base import CasePage
from views.markers import files
from views.page import Context

Found: TypeAlias = tuple[Case, tuple[Standing, ...], tuple[date, ...], dict[str, Length]]

FORCE = {Force.STATUTORY: "Statutory", Force.LOCAL: "Local", Force.TARGET: "Target"}
ASKS = frozenset({Holding.LATE, Holding.DONE_LATE, Holding.ENDED_EARLY})
EXPLAINED = frozenset({Holding.LATE_EXPLAINED, Holding.DONE_LATE_EXPLAINED, Holding.ENDED_EARLY_EXPLAINED})
ORDER = (
    ("Needs words", ASKS),
    ("Running", frozenset({Holding.RUNNING, Holding.DUE, Holding.KEEP})),
    ("Explained", EXPLAINED),
    ("Not begun", frozenset({Holding.WAITING})),
    ("Done", frozenset({Holding.DONE})),
)


def facts(one: Standing) -> str:
    """What stands behind a clock: its force and source, checked or not."""
    clock = one.due.clock
    by = f"checked by {clock.checked_by}" if clock.checked else "not checked against its source"
    return f"{FORCE[clock.force]} · {clock.source}, {clock.place} · {by}"


def line(one: Standing, *, sources: bool = True) -> QWidget:
    """A clock: its title, when, and what it rests on."""
    icon, role = ("warning", "warning") if one.needs_words else ("clock", "text-muted")
    if one.holding is Holding.DONE:
        icon = "done"
    holder = QWidget()
    layout = kit.row(parent=holder, space=8)
    layout.addWidget(kit.icon_label(icon, role, 17), 0, Qt.AlignmentFlag.AlignTop)
    words = one.words[:1].upper() + one.words[1:]
    parts: list[QWidget] = [
        kit.label(one.due.clock.title, "strong"),
        kit.label(words, role="warning" if one.needs_words else ""),
    ]
    if one.due.last is not None and one.holding is not Holding.RUNNING and one.words != one.due.words:
        parts.append(kit.muted(f"Due {one.due.words}"))
    if one.explanation:
        parts.append(kit.muted(f"Why: {one.explanation}"))
    if one.due.warning:
        parts.append(kit.muted(one.due.warning))
    if sources:
        parts.append(kit.muted(facts(one)))
    layout.addWidget(kit.box(*parts, space=0), 1)
    return holder


def plural_of(length: Length) -> str:
    """A length in words: 10 working days."""
    return plural(length.offset, length.unit.value.removesuffix("s"))


class ClocksPanel(QWidget):
    """The clocks that run or are late, for a side panel."""

    def __init__(self, look: Callable[..., None], case: Case, on_all: Callable[[], None]) -> None:
        super().__init__()
        self._on_all = on_all
        self.inside = kit.column(parent=self, space=8)
        look("Look at the clocks", case_clocks.standings_of, case, done=self._got, owner=self)

    def _got(self, found: Sequence[Standing]) -> None:
        self.inside.addWidget(kit.section_head("Clocks", "All", self._on_all))
        running = [one for one in found if one.holding not in (Holding.WAITING, Holding.DONE)]
        for one in running:
            self.inside.addWidget(line(one, sources=False))
        if not running:
            self.inside.addWidget(kit.muted("No clock is running."))


class ClocksPage(CasePage):
    """Every clock of a case; words on what was late; days on which the board is closed; the calendar file."""

    TITLE = "Clocks"
    KINDS = frozenset({"Case", "RegisterRow", "Extra"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.standings: tuple[Standing, ...] = ()
        self._case: Case | None = None
        self._lengths: dict[str, Length] = {}
        self.header.set(
            title=self.TITLE,
            back=("Markers", lambda: context.navigate("markers")),
            actions=[kit.button("Save as a calendar", self.ask_calendar, role="main", icon="export")],
        )
        inner = QWidget()
        self.column = kit.column(parent=inner, space=16, margins=(24, 16, 24, 24))
        self.body.addWidget(kit.scroll(kit.measure(inner, 56)), 1)
        self.words: dict[str, kit.LongText] = {}

    def show_case(self, **_where: Any) -> None:
        case_id = self.context.case

        def read(store: Any) -> Found:
            case = store.get(Case, case_id)
            standings = case_clocks.standings_of(store, case)
            ids = [one.due.clock.id for one in standings]
            own = {one: checked.lengths(store, case.terminology, one)[-1:] for one in ids}
            lengths = {name: found[0] for name, found in own.items() if found}
            return case, standings, case_clocks.closures(store), lengths

        self.look("Look at the clocks", read, done=self._got)

    def refresh(self, _change: ChangeSet) -> None:
        if not any(one.value().strip() for one in self.words.values()):
            self.show_case()

    def _got(self, found: Found) -> None:
        self._case, self.standings, closed, self._lengths = found
        kit.clear(self.column)
        self.words.clear()
        late = sum(one.needs_words for one in self.standings)
        facts_line = f"{plural(len(self.standings), 'clock')}" + (f", {late} late without a word on it" if late else "")
        self.header.set_facts(facts_line)
        for title, holding in ORDER:
            here = [one for one in self.standings if one.holding in holding]
            if here:
                self.column.addWidget(kit.section_head(title))
                for one in here:
                    self.column.addWidget(line(one))
                    if not one.due.clock.checked:
                        self.column.addWidget(self._unchecked(one))
                    if one.holding in ASKS | EXPLAINED:
                        self.column.addWidget(self._why(one))
        self.column.addWidget(self._closures(closed))
        self.column.addStretch(1)

    def _unchecked(self, one: Standing) -> QWidget:
        """A limit that nobody compared with its source is a target; the board says once that it is as it stands."""
        clock, slot = one.due.clock, kit.column(space=8)

        def close() -> None:
            kit.clear(slot)

        def keep(form: kit.InlineForm) -> None:
            by = str(form.values()["by"])
            assert self._case is not None
            self.do(
                "Confirm a time limit",
                checked.confirm,
                self._case.terminology,
                clock.id,
                by,
                done=lambda _made: self._kept(),
                failed=form.form.show,
            )

        def ask() -> None:
            close()
            fields = {"by": kit.text_field("Who compared it with its source", em=22)}
            form = kit.InlineForm("Confirm it", fields, "It says so", keep, close)
            slot.addWidget(form)
            theme().dress(form)
            form.focus_first()

        def correct() -> None:
            close()
            form = self._correction(clock, close)
            slot.addWidget(form)
            theme().dress(form)
            form.focus_first()

        links = [kit.link("Confirm", ask, kind="caption-link"), kit.link("Correct", correct, kind="caption-link")]
        for link in links:
            link.setAccessibleName(f"{link.text()}: {clock.title}")
        parts: list[QWidget] = [kit.flow(*links, space=16)]
        if own := self._lengths.get(clock.id):
            parts.insert(0, kit.muted(f"{plural_of(own)} for cases begun since {uk_date(own.at)} ({own.by})"))
        return kit.box(*parts, slot, space=4, margins=(25, 0, 0, 0))

    def _correction(self, clock: Clock, close: Callable[[], None]) -> kit.InlineForm:
        """Another length, for cases begun from now on."""
        own = self._lengths.get(clock.id)
        units = {unit.value: unit.value[:1].upper() + unit.value[1:] for unit in Unit}
        fields = {
            "offset": kit.number_field("Length", "It holds for cases begun from now on; this one keeps what it has",
                                       high=checked.LONGEST, value=own.offset if own else clock.offset),
            "unit": kit.choice("Counted in", units, value=(own.unit if own else clock.unit).value),
            "by": kit.text_field("Who compared it with its source", em=22),
        }  # fmt: skip

        def keep(form: kit.InlineForm) -> None:
            said = form.values()
            assert self._case is not None
            self.do(
                "Correct a time limit", checked.correct, self._case.terminology, clock.id, offset=int(said["offset"]),
                unit=str(said["unit"]), by=str(said["by"]), done=lambda _made: self._kept(), failed=form.form.show,
            )  # fmt: skip

        return kit.InlineForm("Put its length right", fields, "Keep this length", keep, close)

    def _why(self, one: Standing) -> QWidget:
        clock = one.due.clock
        field = kit.long_text("Why, in a sentence", "A difference to be explained; nobody is blamed by it", lines=2)
        form = kit.Form({"late": field})
        words = "Save why" if not one.explanation else "Save other words"
        self.words[clock.id] = field

        def keep() -> None:
            self.do(
                "Explain a clock",
                case_clocks.explain,
                self.context.case,
                clock.id,
                field.value(),
                done=lambda _done: self._kept(),
                failed=form.show,
            )

        save = kit.button(words, keep, icon="done", name=f"{words}: {clock.title}")
        return kit.box(form.summary, field, kit.row_left(save), space=8, margins=(25, 0, 0, 0))

    def _kept(self) -> None:
        self.context.saved()
        self.show_case()

    def _closures(self, closed: Sequence[date]) -> QWidget:
        self.closed = kit.long_text(
            "Days on which the board is closed, beside bank holidays",
            "One day a line, for example 24 December 2016. They count for every case.",
            value="\n".join(uk_date(day) for day in closed),
            lines=3,
        )
        self.closed_form = kit.Form({"closed": self.closed})
        save = kit.button("Save these days", self.save_closures, icon="done")
        return kit.box(
            kit.section_head("Working days"), self.closed_form.summary, self.closed, kit.row_left(save), space=8
        )

    def save_closures(self) -> None:
        """Keep the days on which the board is closed."""
        days: list[date] = []
        for typed in self.closed.value().splitlines():
            if not typed.strip():
                continue
            try:
                day = read_date(typed)
            except ValueError:
                day = read_date("")
            if day.first_day is None or day.first_day != day.last_day:
                self.closed_form.show_errors({"closed": "Enter whole dates, one a line, such as 24 December 2016"})
                return
            days.append(day.first_day)
        self.do(
            "Change the board’s closed days", case_clocks.set_closures, tuple(days), done=lambda _done: self._kept()
        )

    # ---- the calendar
    def ask_calendar(self) -> None:
        """Ask where to put the calendar."""
        if self._case is not None:
            name = f"{self._case.reference}-clocks.ics"
            files.ask_save(self, "Save the clocks as a calendar", name, "Calendars (*.ics)", self.save_calendar)

    def save_calendar(self, path: Path) -> None:
        """Put the clocks into a calendar file."""
        case, standings, now = self._case, self.standings, self.context.clock.now()
        assert case is not None

        def saved(_path: Path) -> None:
            self.context.notice("The calendar was saved. Its entries carry the reference and no names.")

        def failed(error: UserError) -> None:
            self.context.show_error(error)

        self.work(
            "Save the calendar",
            lambda: calendar_file.save(path, calendar_file.calendar(case, standings, now)),
            done=saved,
            failed=failed,
        )
