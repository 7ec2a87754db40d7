"""Panels beside a stage that are computed from other records; a stage names them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.disclosure import coverage as coverage_service
from desktop.disclosure.coverage import Coverage
from desktop.markers import wizard
from desktop.wording import plural
from views import kit
from views.markers.clocks_view import ClocksPanel
from views.markers.desk import Desk

Make = Callable[[Desk], QWidget]


def clocks(desk: Desk) -> QWidget:
    """The clocks that run or are late."""
    return ClocksPanel(desk.look, desk.ground.case, lambda: desk.context.navigate("clocks"))


def audiences(desk: Desk) -> QWidget:
    """Audience by audience, how many were told; those whom nobody has told stand out."""
    register = desk.ground.registers["communication"]
    rows = wizard.current(desk.rows("communication"))
    parts: list[QWidget] = [kit.section_head("Audience by audience")]
    for key, words in register.field("audience").choices().items():
        told = [row for row in rows if row.values.get("audience") == key]
        line = QWidget()
        layout = kit.row(parent=line, space=8)
        sent = [row for row in told if row.values.get("sent_on")]
        reason = any(row.values.get("not_told_because") for row in told)
        empty = not sent and not reason
        layout.addWidget(kit.icon_label("warning" if empty else "done", "warning" if empty else "text-muted", 17))
        said = plural(len(sent), "message") if sent else "not told, with a reason" if reason else "nobody told yet"
        layout.addWidget(kit.box(kit.label(words), kit.muted(said), space=0), 1)
        parts.append(line)
    return kit.box(*parts, space=6)


def factor_chart(desk: Desk) -> QWidget:
    """How often each kind of factor was found, the most frequent first: a table, not a score."""
    rows = wizard.current(desk.rows("contributory_factor"))
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row.values.get("code", ""))] = counts.get(str(row.values.get("code", "")), 0) + 1
    labels = desk.ground.registers["contributory_factor"].field("code").choices()
    order = sorted((key for key in counts if key in labels), key=lambda key: (-counts[key], labels[key]))
    pairs: list[tuple[str, str | QWidget]] = [(labels[key], str(counts[key])) for key in order]
    body = kit.facts_list(pairs, name_em=11) if pairs else kit.muted("No factor is recorded yet.")
    return kit.box(kit.section_head("Factors found"), body, space=6)


class _Coverage(QWidget):
    """Facts of the index that are read on a thread."""

    def __init__(self, desk: Desk, title: str, names: tuple[tuple[str, str], ...], page: str, words: str) -> None:
        super().__init__()
        self._names, self._page, self._words, self._desk = names, page, words, desk
        self.inside = kit.column(kit.section_head(title), parent=self, space=6)
        desk.look("Look at the index", coverage_service.coverage, desk.ground.case.id, done=self._show, owner=self)

    def _show(self, found: Coverage) -> None:
        pairs: list[tuple[str, str | QWidget]] = [(words, f"{getattr(found, name):,}") for name, words in self._names]
        self.inside.addWidget(kit.facts_list(pairs, name_em=10))
        if self._page in self._desk.context.pages():
            self.inside.addWidget(kit.link(self._words, lambda: self._desk.context.navigate(self._page)))


def index_coverage(desk: Desk) -> QWidget:
    """The index in four figures."""
    names = (
        ("records", "Entries"),
        ("missing", "Records without one"),
        ("candidates", "To decide"),
        ("since_last", "Not issued yet"),
    )
    return _Coverage(desk, "The index", names, "disclosure", "Go to the index")


def index_owners(desk: Desk) -> QWidget:
    """Owners of the index."""
    names = (("unowned", "Without an owner"), ("owners_unconfirmed", "Owner not confirmed"))
    return _Coverage(desk, "Owners of the index", names, "owner-lists", "Go to the owners’ lists")


PANELS: dict[str, Make] = {
    "clocks": clocks,
    "audiences": audiences,
    "factor-chart": factor_chart,
    "index-coverage": index_coverage,
    "index-owners": index_owners,
}
"""The panels that stages name, by id."""
