"""The markers of a case: by cluster, each in three passes; passes opened, closed and compared; what needs an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.changes import ChangeSet
from desktop.markers import overview, passes, wizard
from desktop.markers import warnings as warning_service
from desktop.markers.flags import Flag
from desktop.markers.overview import Cell
from desktop.markers.wizard import Ground
from desktop.qt.theme import theme
from desktop.wording import plural, uk_date
from storage.records import MarkerPass
from views import kit
from views.casework.base import CasePage
from views.page import Context

NARROW_EM = 40


class MarkersPage(CasePage):
    """Where each marker stands in each pass. Nothing on it is a score."""

    TITLE = "Markers"
    KINDS = frozenset({"Judgement", "MarkerPass", "SignOff", "RegisterRow"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ground: Ground | None = None
        self._cells: Mapping[tuple[str, str], Cell] = {}
        self.flags: tuple[Flag, ...] = ()
        self.grid = MarkerGrid(lambda marker, kind: self.context.navigate("marker", marker=marker, pass_=kind))
        self.side = QWidget()
        self.side_column = kit.column(parent=self.side, space=16)
        middle = kit.scroll(kit.box(self.grid, None, margins=(24, 12, 24, 24)))
        self.panes = kit.Panes(
            detail=middle, side=kit.side_panel(self.side), side_name="Passes and warnings", side_em=21
        )
        self.body.addWidget(self.panes, 1)
        pages = self.context.pages()
        ways = {
            "clocks": ("Clocks", "clock"),
            "passes": ("Compare passes", "compare"),
            "published": ("Load published wording", "import"),
        }
        actions = [
            kit.button(words, partial(self.context.navigate, page), icon=icon)
            for page, (words, icon) in ways.items()
            if page in pages
        ]
        self.header.set(title=self.TITLE, actions=actions)

    def show_case(self, **_where: Any) -> None:
        case_id = self.context.case

        def read(store: Any) -> tuple[Ground, Mapping[tuple[str, str], Cell]]:
            ground = wizard.ground(store, case_id)
            kinds = tuple(one.id for one in ground.vocabulary.passes)
            return ground, overview.overview(store, case_id, ground.framework, kinds)

        self.look("Load the markers", read, done=self._got)

    def refresh(self, _change: ChangeSet) -> None:
        self.show_case()

    def _got(self, found: tuple[Ground, Mapping[tuple[str, str], Cell]]) -> None:
        self._ground, self._cells = found
        framework = self._ground.framework
        counts = (plural(framework.marker_count, "marker"), plural(framework.question_count, "question"))
        self.header.set_facts(f"{framework.name} · {', '.join(counts)}")
        self.grid.show_cells(self._ground, self._cells)
        self._show_side()
        self.look("Look at the warnings", warning_service.warnings, self._ground.case, done=self._flagged)

    def _flagged(self, flags: tuple[Flag, ...]) -> None:
        self.flags = flags
        counts: dict[str, int] = {}
        for flag in flags:
            counts[flag.marker] = counts.get(flag.marker, 0) + 1
        self.grid.show_warnings(counts)
        self._show_side()

    # ---- the side
    def _show_side(self) -> None:
        assert self._ground is not None
        kit.clear(self.side_column)
        self.side_column.addWidget(kit.section_head("Passes"))
        for term in self._ground.vocabulary.passes:
            self.side_column.addWidget(self._pass(term.id, term.label, term.hint))
        self.side_column.addWidget(
            kit.section_head(f"Needs an answer ({len(self.flags)})" if self.flags else "Needs an answer")
        )
        if not self.flags:
            self.side_column.addWidget(kit.muted("Nothing is waiting."))
        for flag in self.flags[:20]:
            link = kit.link(flag.sentence, partial(self._answer, flag))
            self.side_column.addWidget(kit.box(link, kit.muted(f"{flag.marker}, question {flag.question}"), space=0))
        if len(self.flags) > 20:
            self.side_column.addWidget(kit.muted(f"and {len(self.flags) - 20} more, each beside its marker"))
        self.side_column.addStretch(1)

    def _answer(self, flag: Flag) -> None:
        assert self._ground is not None
        if flag.record:
            self.context.navigate("disclosure", entry=flag.subject_id)
            return
        stages = self._ground.stages.where(flag.register, flag.field, marker=flag.marker)
        stages = stages or self._ground.stages.where(flag.register)
        where = {"register": flag.register, "row": flag.row_id, "field": flag.field}
        if stages:
            self.context.navigate("marker", marker=stages[0].marker, stage=stages[0].id, **where)

    def _pass(self, kind: str, label: str, hint: str) -> QWidget:
        assert self._ground is not None
        chosen = self._ground.passes.get(kind)
        parts: list[QWidget] = [kit.h3(label)]
        if chosen is None or chosen.closed_on is not None:
            closed = f"Closed on {uk_date(chosen.closed_on)}." if chosen and chosen.closed_on else hint
            words = "Open again" if chosen else "Open"
            parts += [
                kit.muted(closed),
                kit.row_left(kit.button(words, lambda: self._open(kind), name=f"{words}: {label}")),
            ]
        else:
            since = f"Open since {uk_date(chosen.opened_on)}" if chosen.opened_on else "Open"
            close = kit.button("Close", lambda: self._close(chosen), name=f"Close: {label}")
            parts += [kit.muted(since), kit.row_left(close)]
        return kit.box(*parts, space=4)

    def _open(self, kind: str) -> None:
        self.do("Open a pass", passes.open_pass, self.context.case, kind, done=lambda _made: self.show_case())

    def _close(self, chosen: MarkerPass) -> None:
        def closed(_made: object) -> None:
            self.show_case()
            self.context.notice(
                "The pass was closed. What was judged in it stays as it is.",
                "info",
                "Undo",
                lambda: self.context.actions.trigger("undo"),
            )

        self.do("Close a pass", passes.close_pass, chosen, done=closed)

    def focus_first(self) -> None:
        self.grid.focus_first()


class MarkerGrid(QWidget):
    """A line a marker with a cell a pass; when it is narrow the cells stand below the name."""

    def __init__(self, on_open: Any) -> None:
        super().__init__()
        self._on_open = on_open
        self._grid = QGridLayout(self)
        kit.spaced(self._grid, 6, (0, 0, 0, 0))
        self._ground: Ground | None = None
        self._cells: Mapping[tuple[str, str], Cell] = {}
        self._warnings: Mapping[str, int] = {}
        self.links: dict[str, kit.Link] = {}
        self._narrow: bool | None = None

    def show_cells(self, ground: Ground, cells: Mapping[tuple[str, str], Cell]) -> None:
        """Show how the markers stand."""
        self._ground, self._cells = ground, cells
        self._draw()

    def show_warnings(self, counts: Mapping[str, int]) -> None:
        """How many things of each marker need an answer."""
        if counts != self._warnings:
            self._warnings = counts
            self._draw()

    def focus_first(self) -> None:
        """Put the keyboard on the first marker."""
        if self.links:
            next(iter(self.links.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self._ground is not None and self._is_narrow() is not self._narrow:
            self._draw()

    def retheme(self) -> None:
        if self._ground is not None:
            self._draw()

    def _is_narrow(self) -> bool:
        return self.width() < NARROW_EM * theme().em()

    def _draw(self) -> None:
        focused = next((marker for marker, link in self.links.items() if link.hasFocus()), "")
        kit.clear(self._grid)
        self.links.clear()
        self._narrow = self._is_narrow()
        assert self._ground is not None
        passes_ = self._ground.vocabulary.passes
        line = 0
        if not self._narrow:
            for at, term in enumerate(passes_):
                self._grid.addWidget(kit.label(term.label, "caption-strong", "muted"), 0, at + 2)
            line = 1
        for cluster in self._ground.framework.clusters:
            self._grid.addWidget(kit.section_head(cluster.name), line, 0, 1, len(passes_) + 2)
            line += 1
            for marker_id in cluster.marker_ids:
                line = self._marker(marker_id, line)
        self._grid.setColumnStretch(1, 3)
        for at in range(len(passes_)):
            self._grid.setColumnStretch(at + 2, 0 if self._narrow else 2)
        if focused in self.links:
            self.links[focused].setFocus()

    def _marker(self, marker_id: str, line: int) -> int:
        assert self._ground is not None
        marker = self._ground.framework.marker(marker_id)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(kit.label(marker_id, role="muted", wrap=False), line, 0, top)
        link = kit.link(marker.short_name, lambda: self._on_open(marker_id, ""))
        link.setAccessibleName(f"{marker_id} {marker.short_name}. {self._spoken(marker_id)}")
        self.links[marker_id] = link
        words: list[QWidget] = [link]
        if count := self._warnings.get(marker_id, 0):
            warned = QWidget()
            inside = kit.row(kit.icon_label("warning", "warning", 16), parent=warned, space=6)
            inside.addWidget(kit.label(f"{count} to answer" if count > 1 else "1 to answer", "caption", "warning"), 1)
            words.append(warned)
        self._grid.addWidget(kit.box(*words, space=0), line, 1, top)
        for at, term in enumerate(self._ground.vocabulary.passes):
            cell = self._cells[marker_id, term.id]
            shown = self._cell(cell, term.label if self._narrow else "")
            if self._narrow:
                self._grid.addWidget(shown, line + at + 1, 1)
            else:
                self._grid.addWidget(shown, line, at + 2, top)
        line += len(self._ground.vocabulary.passes) + 1 if self._narrow else 1
        self._grid.addWidget(kit.rule(), line, 0, 1, len(self._ground.vocabulary.passes) + 2)
        return line + 1

    def _spoken(self, marker_id: str) -> str:
        assert self._ground is not None
        return ". ".join(
            f"{one.label}: {_words(self._cells[marker_id, one.id])}" for one in self._ground.vocabulary.passes
        )

    def _cell(self, cell: Cell, before: str) -> QWidget:
        words = _words(cell)
        holder = QWidget()
        inside = kit.row(parent=holder, space=6)
        icon, role = ("not-started", "muted") if not cell.looked_at else ("working", "") if cell.open else ("done", "")
        if cell.signed:
            icon = "sign-off"
        inside.addWidget(kit.icon_label(icon, "text-muted", 16), 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(kit.label(f"{before}: {words}" if before else words, role=role), 1)
        return holder


def _words(cell: Cell) -> str:
    return f"{cell.words}, signed" if cell.signed else cell.words
