"""A register on a stage: its rows as a list, one of them open in place, and the rows that belong to it beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.markers import judge, register_values, wizard
from desktop.markers.registers import Register
from desktop.markers.stages import Shown
from desktop.qt.theme import theme
from storage.records import RegisterRow
from views import kit
from views.kit.tables import Table
from views.markers.desk import Desk
from views.markers.row_form import NEW, RowForm

PROOF = "proof"
"""The field of a decision that holds the signed sheet, mail or minute (DESIGN section 8)."""
MOST_ROWS = 8
"""Rows in sight before the list scrolls by itself."""


class RowsBelow(QWidget):
    """Rows of a register that stand in some form on a stage. ``changed`` after each save or removal."""

    changed = Signal()
    form: RowForm | None = None
    below: Sequence[RowsBelow] = ()

    def fill(self) -> None:
        """Show the rows as they stand."""

    def leave(self) -> None:
        """Save or keep what is typed here and beneath."""

    def keep_now(self) -> None:
        """The same before the vault closes."""

    def go_to(self, register: str, row_id: str, field: str) -> bool:
        """Open a row and go to a field of it; whether it is here."""
        return False

    def place(self) -> dict[str, str]:
        """Which row is open."""
        return {}


MakeChild = Callable[[Desk, Shown, str], RowsBelow | None]
"""Given the desk, a child register and the row it belongs to: what draws it, or None for a list."""


class FittedTable(Table):
    """A list as tall as its rows, up to ``MOST_ROWS``. ``removing`` when Delete is pressed."""

    removing = Signal()

    def _height(self) -> int:
        return self.rows_height(MOST_ROWS)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current_id():
            self.removing.emit()
            return
        super().keyPressEvent(event)


def parent_of(register: Register) -> str:
    """The register whose rows a register's rows belong to."""
    return register.field(register.parent).register if register.parent else ""


def preset_of(register: Register, where: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """What the filter of a stage fills into a new row: a field that may hold one value alone."""
    found: dict[str, Any] = {}
    for name, wanted in where.items():
        if len(wanted) == 1:
            value = next(iter(wanted))
            found[name] = [value] if register.field(name).many else value
    return found


class RegisterView(RowsBelow):
    """Rows of one register that pass a filter, as a list with one of them open in place."""

    def __init__(
        self,
        desk: Desk,
        shown: Shown,
        children: Iterable[Shown] = (),
        *,
        parent_row: str = "",
        depth: int = 0,
        make_child: MakeChild | None = None,
        titled: bool = True,
    ) -> None:
        super().__init__()
        self.desk, self.shown, self.level = desk, shown, depth
        self._make_child = make_child
        self.register = desk.ground.registers[shown.register]
        self._below = tuple(children)
        self._mine = [one for one in self._below if parent_of(desk.ground.registers[one.register]) == self.register.id]
        self._parent_row = parent_row
        self.form: RowForm | None = None
        self.below: list[RowsBelow] = []
        self._title, self._titled = self.register.title, titled
        self._build()
        self.fill()
        self._open_draft()

    def _build(self) -> None:
        self.add_button = kit.button(f"Add {_a(self.register.one)}", self.add, icon="add")
        head = kit.row(space=8)
        self.title = kit.h2(self._title) if not self.level else kit.h3(self._title)
        head.addWidget(self.title, 1)
        layout = kit.column(head, parent=self, space=6)
        if not self._titled:
            self.title.hide()  # the stage has the same title
        if self.shown.note:
            layout.addWidget(kit.muted(self.shown.note))
        self.none = kit.muted(self.register.row)
        layout.addWidget(self.none)
        columns = [
            kit.Column(self.register.one[:1].upper() + self.register.one[1:], "what"),
            kit.Column("Stands at", "at"),
        ]
        self.model = kit.ListModel(columns)
        self.table = FittedTable(self.model, self._title, {0: 16, 1: 11}, lines=2, stretch=0)
        self.table.opened.connect(self.open)
        self.table.removing.connect(self.remove)
        layout.addWidget(self.table)
        self.change_button = kit.button("Open", lambda: self.open(self.table.current_id()), icon="edit")
        self.remove_button = kit.button("Remove", self.remove, role="plain", icon="bin")
        layout.addWidget(kit.flow(self.add_button, self.change_button, self.remove_button))
        self.slot = kit.column(space=8)
        layout.addLayout(self.slot)

    # ---- the list
    def rows(self) -> tuple[RegisterRow, ...]:
        """The rows shown here."""
        found = self.desk.rows(self.register.id)
        if self.shown.where:
            found = tuple(row for row in found if register_values.matches(row, self.shown.where))
        if self._parent_row:
            found = tuple(row for row in found if row.values.get(self.register.parent) == self._parent_row)
        return found

    def fill(self) -> None:
        """Show the rows as they stand."""
        kept = self.table.current_id()
        rows = self.rows()
        corrected = {row.corrects_id for row in rows if row.corrects_id}
        self.model.set_rows([self._line(row, row.id in corrected) for row in rows])
        self.title.setText(f"{self._title} ({len(rows)})" if rows else self._title)
        for one in (self.table, self.change_button, self.remove_button):
            one.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.table.updateGeometry()
        if not self.table.choose(kept) and rows:
            self.table.choose(rows[0].id)
        name = self.register.one
        self.change_button.setAccessibleName(f"Open the chosen {name}")
        self.remove_button.setAccessibleName(f"Remove the chosen {name}")

    def _line(self, row: RegisterRow, corrected: bool) -> kit.Row:
        parts = [
            words
            for name in self.register.summary
            if name != self.register.parent
            and (words := register_values.shown(self.register.field(name), row.values.get(name), self.desk.name))
        ]
        first = parts[0] if parts else self.register.one[:1].upper() + self.register.one[1:]
        second = " · ".join(_short(one) for one in parts[1:])
        open_fields = [
            name for name in register_values.missing(self.register, row.values) if name != self.register.parent
        ]
        state, tone = "Complete", ""
        if corrected:
            state, tone = "Corrected since", "muted"
        elif open_fields:
            state, tone = f"{len(open_fields)} to fill in", "warning"
        elif self.register.has(PROOF) and not row.values.get(PROOF):
            state = judge.AWAITED
        elif row.frozen or self.register.frozen(row.values):
            state = "Kept as it is"
        return kit.Row(
            row.id, (kit.Cell(first.replace("\n", " "), second.replace("\n", " ")), kit.Cell(state, tone=tone))
        )

    # ---- one row
    def add(self) -> None:
        """A form for a new row."""
        self._show(None)

    def open(self, row_id: str) -> None:
        """The form of a row."""
        row = next((one for one in self.rows() if one.id == row_id), None)
        if row is not None:
            self.desk.look_at(row)
            self._show(row)

    def _open_draft(self) -> None:
        """A new row that was begun and not saved is opened again with what was typed."""
        where = f"{wizard.PLACE}.{self.register.id}{self._place()}"
        if self.desk.draft_of(where, NEW):
            self._show(None, focus=False)

    def _place(self) -> str:
        filters = ".".join(f"{name}={'|'.join(sorted(value))}" for name, value in sorted(self.shown.where.items()))
        return "".join(f".{part}" for part in (filters, self._parent_row) if part)

    def _show(self, row: RegisterRow | None, *, focus: bool = True) -> None:
        self.close_form(save=True)
        preset = preset_of(self.register, self.shown.where) if row is None else {}
        shown = list(self.shown.fields)
        if self._parent_row:
            preset[self.register.parent] = self._parent_row
            shown = [name for name in shown if name != self.register.parent]
        self.form = RowForm(self.desk, self.register, shown, row, preset=preset, place=self._place())
        self.form.saved.connect(self._saved)
        self._card(row)
        if focus:
            self.form.focus_first()

    def _card(self, row: RegisterRow | None) -> None:
        assert self.form is not None
        title = self.desk.summary(self.register, row) if row else f"New {self.register.one}"
        parts: list[QWidget] = [kit.h3(title)]
        if row is not None and (row.frozen or self.register.frozen(row.values)):
            parts.append(
                kit.NoticeBar("info", "This is kept as it is. What you change is saved as a correction beside it.")
            )
        elif self.register.append_only:
            parts.append(kit.muted(_once(self.register)))
        parts.append(self.form)
        words = "Save the correction" if row is not None and self.register.frozen(row.values) else "Save"
        save = kit.button(words, self.save, icon="done", name=f"Save: {title}")
        close = kit.button(
            "Close", lambda: self.close_form(save=True, focus=True), role="plain", name=f"Close: {title}"
        )
        buttons = [save, close]
        if row is None:
            drop = kit.button("Do not add", self._drop, role="plain", icon="bin", name=f"Do not add: {title}")
            buttons.append(drop)
        parts.append(kit.flow(*buttons))
        self.below = []
        if row is not None:
            for child in self._mine:
                view = self._child(child, row.id)
                view.changed.connect(self.changed)
                self.below.append(view)
                parts += [kit.rule(), view]
        elif self._mine:
            names = " and ".join(self.desk.ground.registers[one.register].many for one in self._mine)
            parts.append(kit.muted(f"Save first; then add {names} here."))
        self.card = kit.card(*parts, space=12, margins=(16, 12, 16, 12))
        self.slot.addWidget(self.card)

    def _child(self, shown: Shown, row_id: str) -> RowsBelow:
        made = self._make_child(self.desk, shown, row_id) if self._make_child else None
        return made or RegisterView(
            self.desk, shown, self._below, parent_row=row_id, depth=self.level + 1, make_child=self._make_child
        )

    def save(self) -> None:
        """Save the open row."""
        if self.form is not None:
            self.form.save()

    def _saved(self, row: RegisterRow) -> None:
        self.fill()
        self.table.choose(row.id)
        if self.form is not None and not self.below and self._mine:
            self._show(row, focus=False)
        self.changed.emit()

    def _drop(self) -> None:
        if self.form is not None:
            self.form.discard()
        self.close_form(focus=True)

    def close_form(self, *, save: bool = False, focus: bool = False) -> None:
        """Put the open row away; the keyboard goes back to the list."""
        if self.form is not None:
            if save:
                self.leave()
            self.form, self.below = None, []
            kit.clear(self.slot)
        if focus:
            (self.table if self.model.rowCount() else self.add_button).setFocus()

    def remove(self) -> None:
        """Remove the chosen row; the keyboard goes to the next one."""
        row = next((one for one in self.rows() if one.id == self.table.current_id()), None)
        if row is None:
            return
        at = self.model.find(row.id)

        def gone() -> None:
            if self.form is not None and self.form.row is not None and self.form.row.id == row.id:
                self.form.discard()
                self.close_form()
            self.fill()
            rows = self.rows()
            if rows:
                self.table.choose(rows[min(at, len(rows) - 1)].id)
                self.table.setFocus()
            else:
                self.add_button.setFocus()
            self.changed.emit()

        self.desk.remove_row(self.register, row, gone)

    # ---- coming and going
    def leave(self) -> None:
        """Save or keep what is typed here and beneath."""
        for view in self.below:
            view.leave()
        if self.form is not None:
            self.form.leave()

    def keep_now(self) -> None:
        """The same before the vault closes."""
        for view in self.below:
            view.keep_now()
        if self.form is not None:
            self.form.keep_now()

    def go_to(self, register: str, row_id: str, field: str) -> bool:
        """Open a row of this register, or of one beneath, and go to a field of it."""
        if register == self.register.id:
            if row_id:
                self.open(row_id)
            elif self.form is None:
                self.add()
            return self.form is not None and (not field or self.form.go_to(field) or True)
        child = next((one for one in self._mine if one.register == register), None)
        rows = self.desk.rows(register)
        row = next((one for one in rows if one.id == row_id), None)
        if child is None or row is None:
            return any(view.go_to(register, row_id, field) for view in self.below)
        self.open(str(row.values.get(self.desk.ground.registers[register].parent, "")))
        return any(view.go_to(register, row_id, field) for view in self.below)

    def place(self) -> dict[str, str]:
        """Which row is open."""
        if self.form is None or self.form.row is None:
            return {}
        return {"register": self.register.id, "row": self.form.row.id}


def _once(register: Register) -> str:
    if not register.freezes_when:
        return "It is kept as it is once it is saved; a later change is a correction beside it."
    when = register.field(register.freezes_when).label.lower()
    return f"It is kept as it is once “{when}” is filled in and saved; a later change is a correction beside it."


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79].rstrip() + "…"


def _a(words: str) -> str:
    if words in ("advice", "outside help", "terms of reference"):
        return words
    return f"an {words}" if words[:1].lower() in "aeio" or words.startswith(("un", "ur")) else f"a {words}"
