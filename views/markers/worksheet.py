"""A register as a worksheet: one line for each answer of a field, filled in place, none of them to be added by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.markers import register_values, wizard
from desktop.markers.stages import Shown
from storage.records import RegisterRow
from views import kit
from views.markers.desk import Desk
from views.markers.register_view import RowsBelow
from views.markers.row_form import RowForm

NOT_YET = "Not considered yet"


class Line(QWidget):
    """One answer: its words, how it stands, and its form when it is opened."""

    def __init__(self, sheet: Worksheet, option: str, words: str, at: int = 0) -> None:
        super().__init__()
        self.sheet, self.option, self.at = sheet, option, at
        self.form: RowForm | None = None
        self.state = kit.muted("")
        self.button = kit.button("Fill in", self.toggle, icon="edit", name=f"Fill in: {words}")
        head = kit.row(space=12)
        head.addWidget(kit.box(kit.h3(words), self.state, space=0), 1)
        head.addWidget(self.button)
        self.slot = kit.column(space=8)
        kit.column(head, self.slot, kit.rule(), parent=self, space=6)
        self.words = words
        self.fill()

    @property
    def row(self) -> RegisterRow | None:
        """The row of this answer, if there is one."""
        found = self.sheet.rows_of(self.option)
        return found[self.at] if self.at < len(found) else None

    def fill(self) -> None:
        """Say how it stands."""
        row = self.row
        register, desk = self.sheet.register, self.sheet.desk
        shown = [
            register_values.shown(field, row.values.get(field.id), desk.name)
            for field in register.fields
            if row is not None and field.id in self.sheet.names
        ]
        said = " · ".join(one if len(one) < 160 else one[:159].rstrip() + "…" for one in shown if one)
        self.state.setText(said or NOT_YET)

    def toggle(self) -> None:
        """Open or close the form."""
        if self.form is not None:
            self.form.leave()
            self.close_form()
            self.button.setFocus()
        else:
            self.open()

    def open(self, *, focus: bool = True) -> None:
        """Open the form."""
        if self.form is not None:
            return
        sheet = self.sheet
        self.form = RowForm(
            sheet.desk,
            sheet.register,
            sheet.names,
            self.row,
            preset=sheet.preset(self.option, self.row),
            place=sheet.place_of(self.option),
        )
        self.form.saved.connect(lambda _row: sheet.saved(self))
        save = kit.button("Save", self.form.save, icon="done", name=f"Save: {self.words}")
        self.slot.addWidget(kit.card(self.form, kit.row_left(save), space=12))
        self.button.setText("Close")
        self.button.updateGeometry()
        self.button.setAccessibleName(f"Close: {self.words}")
        if focus:
            self.form.focus_first()

    def close_form(self) -> None:
        """Put the form away."""
        self.form = None
        kit.clear(self.slot)
        self.button.setText("Fill in")
        self.button.setAccessibleName(f"Fill in: {self.words}")


class Worksheet(RowsBelow):
    """One line for each answer that the field ``key`` offers; a row is made when its line is filled in."""

    def __init__(
        self, desk: Desk, shown: Shown, key: str, *, parent_row: str = "", title: str = "", titled: bool = True
    ) -> None:
        super().__init__()
        self.desk, self.shown, self.key, self._parent_row = desk, shown, key, parent_row
        self.register = desk.ground.registers[shown.register]
        self.names = [name for name in shown.fields if name not in (key, self.register.parent)]
        self.lines: list[Line] = []
        for option, words in self.register.field(key).choices().items():
            # Two copies may each have filled in the same line: both rows are shown, none is hidden behind the other.
            for at in range(max(1, len(self.rows_of(option)))):
                self.lines.append(Line(self, option, words if not at else f"{words} (another)", at))
        heading = kit.h3(title or self.register.title) if parent_row else kit.h2(title or self.register.title)
        kit.column(*((heading,) if titled else ()), *self.lines, parent=self, space=8)
        for one in self.lines:
            if one.at == 0 and desk.draft_of(f"{wizard.PLACE}.{self.register.id}{self.place_of(one.option)}", "new"):
                one.open(focus=False)

    def rows_of(self, option: str) -> list[RegisterRow]:
        """The rows that hold an answer."""
        found = wizard.current(self.desk.rows(self.register.id))
        return [
            row
            for row in found
            if row.values.get(self.key) == option
            and (not self._parent_row or row.values.get(self.register.parent) == self._parent_row)
        ]

    def preset(self, option: str, row: RegisterRow | None) -> Mapping[str, Any]:
        """What a new row is filled with."""
        found: dict[str, Any] = {self.key: option}
        if self._parent_row:
            found[self.register.parent] = self._parent_row
        return found if row is None else {}

    def place_of(self, option: str) -> str:
        """Where drafts of a line are kept."""
        return "".join(f".{part}" for part in (self._parent_row, option) if part)

    def saved(self, line: Line) -> None:
        """A line was saved."""
        line.fill()
        self.changed.emit()

    def fill(self) -> None:
        for one in self.lines:
            one.fill()

    def leave(self) -> None:
        for one in self.lines:
            if one.form is not None:
                one.form.leave()

    def keep_now(self) -> None:
        for one in self.lines:
            if one.form is not None:
                one.form.keep_now()

    def go_to(self, register: str, row_id: str, field: str) -> bool:
        if register != self.register.id:
            return False
        line = next((one for one in self.lines if one.row is not None and one.row.id == row_id), None)
        line = line or next((one for one in self.lines if one.row is None), None)
        if line is None:
            return False
        line.open()
        assert line.form is not None
        return line.form.go_to(field) if field else True
