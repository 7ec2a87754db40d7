"""Official statements of a document: who compared each with its source; one that nobody has is left out and says so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.qt.theme import theme
from desktop.reports import choosing
from desktop.reports.choosing import Statement
from views import kit

if TYPE_CHECKING:
    from views.casework.base import CasePage


class Statements(QWidget):
    """The statements, each with its source; the board confirms one once, for all documents."""

    def __init__(self, page: CasePage, found: Sequence[Statement]) -> None:
        super().__init__()
        self._page = page
        self._forms: dict[str, QWidget] = {}
        parts: list[QWidget] = [kit.section_head("Law and guidance in it")]
        if any(not one.checked_by for one in found):
            parts.append(
                kit.NoticeBar(
                    "warn",
                    "Nobody has compared some of these with their source. They are left out until the board confirms "
                    "them, once for all documents.",
                )
            )
        for one in found:
            checked = f"checked by {one.checked_by}" if one.checked_by else "not checked"
            lines: list[QWidget] = [kit.label(one.title), kit.muted(f"{one.source} · {checked}")]
            if not one.checked_by:
                lines.append(
                    kit.row_left(
                        kit.button("Confirm", partial(self.ask, one), icon="done", name=f"Confirm: {one.title}")
                    )
                )
                self._forms[one.clock_id] = kit.box(space=0)
                lines.append(self._forms[one.clock_id])
            parts.append(kit.box(*lines, space=4))
        kit.column(*parts, parent=self, space=10)

    def ask(self, one: Statement) -> None:
        """Ask who compared it."""
        fields = {"by": kit.text_field("Who compared it with its source", em=22)}
        holder = self._forms[one.clock_id]

        def keep(form: kit.InlineForm) -> None:
            self._page.do(
                "Confirm a statement",
                choosing.confirm,
                self._page.context.case,
                one.clock_id,
                str(form.values()["by"]),
                failed=form.form.show,
            )

        def close() -> None:
            kit.clear(holder.layout())

        close()
        form = kit.InlineForm("Confirm it", fields, "It says so", keep, close)
        holder.layout().addWidget(form)
        theme().dress(form)
        fields["by"].focus()

