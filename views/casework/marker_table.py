"""Where each marker stands in each pass: how many of its questions were looked at and which are open. Never a rank."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.markers.overview import Cell
from desktop.wording import plural
from views import kit
from views.casework.overview_facts import Facts
from views.page import Context


class MarkerTable(QWidget):
    """Markers by cluster and the passes beside them, in reading order for a screen reader: one sentence a marker."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName("Quality markers")
        self._column = kit.column(parent=self, space=0, margins=(24, 12, 24, 24))
        self._links: list[QWidget] = []

    def show_facts(self, facts: Facts) -> None:
        """The table afresh; the keyboard stays on the marker it was on."""
        kept = next((at for at, link in enumerate(self._links) if link.hasFocus()), -1)
        kit.clear(self._column)
        self._links = []
        self._column.addWidget(self._grid(facts))
        self._column.addStretch(1)
        if 0 <= kept < len(self._links):
            self._links[kept].setFocus()

    def focus_first(self) -> bool:
        """The keyboard on the first marker, if markers lead anywhere."""
        if self._links:
            self._links[0].setFocus()
        return bool(self._links)

    def _grid(self, facts: Facts) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        kit.spaced(grid, 0, (0, 0, 0, 0))
        for at, head in enumerate(("", "Quality marker", *(one.label for one in facts.passes))):
            grid.addWidget(kit.label(head, "caption-strong", "muted"), 0, at)
        line = 1
        across = 2 + len(facts.passes)
        for cluster in facts.framework.clusters:
            grid.addWidget(
                kit.box(kit.h3(cluster.name), kit.rule(strong=True), space=4, margins=(0, 14, 0, 0)), line, 0, 1, across
            )
            line += 1
            for marker_id in cluster.marker_ids:
                self._marker(grid, line, facts, marker_id)
                grid.addWidget(kit.rule(), line + 1, 0, 1, across)
                line += 2
        for at in range(across):
            grid.setColumnStretch(at, 0 if at == 0 else 3 if at == 1 else 2)
        return holder

    def _marker(self, grid: QGridLayout, line: int, facts: Facts, marker_id: str) -> None:
        marker = facts.framework.marker(marker_id)
        grid.addWidget(kit.box(kit.label(marker.id, "body", "muted", wrap=False), margins=(0, 4, 12, 4)), line, 0)
        said = "; ".join(f"{one.label}: {facts.cells[marker_id, one.id].words}" for one in facts.passes)
        name: QWidget
        if "marker" in self._context.pages():
            name = kit.link(marker.short_name, lambda: self._context.navigate("marker", marker=marker_id))
            self._links.append(name)
        else:
            name = kit.label(marker.short_name)
        name.setAccessibleName(f"{marker.id}, {marker.short_name}. {said}")
        grid.addWidget(kit.box(name, margins=(0, 4, 12, 4)), line, 1, Qt.AlignmentFlag.AlignVCenter)
        for at, one in enumerate(facts.passes):
            grid.addWidget(kit.box(_cell(facts.cells[marker_id, one.id]), margins=(0, 4, 8, 4)), line, 2 + at)


def _cell(cell: Cell) -> QWidget:
    if not cell.looked_at:
        return kit.state("Not considered", icon="not-started", tone="muted")
    icon = "sign-off" if cell.signed else "working" if cell.open else "done"
    state = kit.state(cell.words + (", signed" if cell.signed else ""), icon=icon)
    state.setToolTip(
        f"Open: {', '.join(cell.open)}" if cell.open else plural(cell.questions, "question") + " looked at"
    )
    return state
