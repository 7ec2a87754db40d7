"""What every stage is, and the stages that hold forms and registers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.markers.stages import Shown, Stage
from views import kit
from views.markers.desk import Desk
from views.markers.register_view import RegisterView, RowsBelow, parent_of
from views.markers.row_form import RowForm
from views.markers.worksheet import Worksheet


class StageView(QWidget):
    """One stage. ``changed`` when something was saved, so that the stepper and the warnings are looked at again."""

    changed = Signal()
    SAVES = False

    def __init__(self, desk: Desk, stage: Stage) -> None:
        super().__init__()
        self.desk, self.stage = desk, stage
        self.setAccessibleName(stage.title)
        self.layout_: QVBoxLayout = kit.column(parent=self, space=16)
        self.build()
        self.layout_.addStretch(1)

    def build(self) -> None:
        """Put the stage together."""

    def save(self, then: Any) -> None:
        """Save and go on: ``then()`` when it is saved."""
        then()

    def leave(self) -> None:
        """Another stage is shown."""

    def keep_now(self) -> None:
        """The vault closes: keep what is typed."""

    def go_to(self, *, register: str = "", row: str = "", field: str = "", question: str = "") -> None:
        """Go to one place of the stage."""

    def place(self) -> dict[str, str]:
        """What brings one back here."""
        return {}

    def refresh(self) -> None:
        """Rows or judgements were read again."""

    def focus_first(self) -> None:
        """Put the keyboard into the first control."""
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self) and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return


class HoldingStage(StageView):
    """A stage of forms and registers. A register that holds one row is a form; rows of a child stand under theirs."""

    SAVES = True

    def build(self) -> None:
        self.forms: list[RowForm] = []
        self.views: list[RowsBelow] = []
        self.lead_column = kit.column(space=12)
        self.layout_.addLayout(self.lead_column)
        self.lead()
        self.changed.connect(self.draw_lead)
        self.desk.row_saved.connect(self._row_saved)
        for shown in self.tops():
            if self.desk.ground.registers[shown.register].singleton:
                self.add_form(shown)
            else:
                self.add_register(shown)

    def lead(self) -> None:
        """What a page of its own shows before its registers."""

    def draw_lead(self) -> None:
        """The same again, after something was saved."""
        kit.clear(self.lead_column)
        self.lead()

    def tops(self) -> list[Shown]:
        """The registers that do not belong to another one shown here."""
        shown = {one.register for one in self.stage.shows}
        known = self.desk.ground.registers
        return [one for one in self.stage.shows if parent_of(known[one.register]) not in shown - {one.register}]

    def add_form(self, shown: Shown) -> RowForm:
        """The form of the one row of a register."""
        register = self.desk.ground.registers[shown.register]
        rows = self.desk.rows(register.id)
        if len(self.stage.shows) > 1:
            self.layout_.addWidget(kit.h2(register.title))
        if shown.note:
            self.layout_.addWidget(kit.muted(shown.note))
        form = RowForm(self.desk, register, shown.fields, rows[0] if rows else None)
        form.saved.connect(lambda _row: self.changed.emit())
        self.forms.append(form)
        self.layout_.addWidget(form)
        for child in self.stage.shows:
            if parent_of(self.desk.ground.registers[child.register]) == register.id and rows:
                self.hold(RegisterView(self.desk, child, self.stage.shows, parent_row=rows[0].id, depth=1))
        return form

    def add_register(self, shown: Shown) -> RowsBelow:
        """A list of rows; a worksheet where every answer of a choice is to be filled in."""
        register = self.desk.ground.registers[shown.register]
        titled = register.title != self.stage.title
        if register.worksheet:
            return self.hold(Worksheet(self.desk, shown, register.worksheet, titled=titled))
        return self.hold(RegisterView(self.desk, shown, self.stage.shows, titled=titled))

    def hold(self, view: RowsBelow) -> RowsBelow:
        """Take rows up: they are saved, filled and gone to with the stage."""
        view.changed.connect(self.changed)
        self.views.append(view)
        self.layout_.addWidget(view)
        return view

    def _row_saved(self, register: str) -> None:
        """A row was saved, here or by the stage before: forms of the same row show it."""
        for form in self.forms:
            if form.register.id == register and (rows := self.desk.rows(register)):
                form.take(rows[0])

    def save(self, then: Any) -> None:
        waiting = [*self.forms, *(view.form for view in self.all_views() if view.form is not None)]

        def next_one() -> None:
            if waiting:
                waiting.pop(0).save(next_one)
            else:
                then()

        next_one()

    def all_views(self) -> list[RowsBelow]:
        """The registers here, with those under open rows."""
        found: list[RowsBelow] = []
        left: list[RowsBelow] = list(self.views)
        while left:
            found.append(left.pop(0))
            left += found[-1].below
        return found

    def leave(self) -> None:
        for form in self.forms:
            form.leave()
        for view in self.views:
            view.leave()

    def keep_now(self) -> None:
        for form in self.forms:
            form.keep_now()
        for view in self.views:
            view.keep_now()

    def go_to(self, *, register: str = "", row: str = "", field: str = "", question: str = "") -> None:
        for form in self.forms:
            if form.register.id == register and (not field or form.go_to(field)):
                return
        for view in self.views:
            if view.go_to(register, row, field):
                return

    def place(self) -> dict[str, str]:
        return next((found for view in self.views if (found := view.place())), {})

    def refresh(self) -> None:
        for view in self.all_views():
            view.fill()
        self.draw_lead()
