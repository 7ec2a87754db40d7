"""Reports: every document a review can have, and what each is for; Enter opens its release review."""

from __future__ import annotations

from typing import Any

from desktop.qt.actions import Action
from desktop.reports import catalogue
from desktop.session import Store
from views import kit
from views.casework.base import CasePage
from views.page import Context
from views.release.audiences import SHORT

COLUMNS = (kit.Column("Document"), kit.Column("Made for"))


class ReportsPage(CasePage):
    """The list of documents."""

    TITLE = "Reports"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title="Reports",
            facts="Each is made from what the registers hold, for one audience, and checked before it leaves",
            actions=[kit.button("Decided words", lambda: context.navigate("decided"), icon="done")],
        )
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Documents", on_open=self.open, lines=2, widths_em={0: 30, 1: 22}, stretch=0
        )
        keys = kit.box(kit.muted("↑ ↓ to move · Enter to look at it before it leaves"), margins=(24, 4, 16, 6))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(keys)
        self.action(
            Action(
                "reports.decided",
                "See the decided words",
                lambda: context.navigate("decided"),
                "",
                where=self.TITLE,
                icon="done",
            )
        )

    def show_case(self, **_where: Any) -> None:
        self.look("Load the documents", _documents, done=self._show)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, rows: list[kit.Row]) -> None:
        kept = self.table.current_id()
        self.model.set_rows(rows)
        if not self.table.choose(kept) and rows:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def open(self, report_id: str) -> None:
        """Its release review."""
        self.context.navigate("release", what=f"report:{report_id}")


def _documents(store: Store) -> list[kit.Row]:
    found = []
    for report_id in catalogue.reports():
        template = catalogue.report(store, report_id).template
        made_for = ", ".join(SHORT.get(one, one) for one in template.profiles)
        need = {"person": "for one person", "agency": "for one body"}.get(template.recipient, "")
        title = template.title.replace("{", "").replace("}", "")
        found.append(kit.Row(report_id, (kit.Cell(title, template.about), kit.Cell(made_for, need))))
    return found
