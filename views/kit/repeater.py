"""A field of several rows: names, numbers, addresses, children."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors
from views.kit.buttons import button
from views.kit.fields import DateField, Field
from views.kit.layout import column, columns, row, rule
from views.kit.notices import row_left
from views.kit.text import h3


class RepeatRow(QWidget):
    """One of several: its fields beside each other, and a button that takes it away."""

    def __init__(self, fields: Mapping[str, Field], name: str, on_remove: Callable[[RepeatRow], None]) -> None:
        super().__init__()
        self.fields = dict(fields)
        self.record_id = ""
        self.remove = button("Remove", lambda: on_remove(self), role="plain", icon="bin", name=f"Remove: {name}")
        line = row(h3(name), None, space=8)
        line.addWidget(self.remove)
        beside = list(self.fields.values())
        across = 3 if len(beside) == 3 else 2
        lines = [columns(*beside[at : at + across], least_em=12, space=12) for at in range(0, len(beside), across)]
        column(line, *lines, rule(), parent=self, space=6)


class Repeater(Field):
    """A field of several rows. Its value is a tuple of ``{"id": record id, name: value}``; rows with nothing in
    them count not.
    """

    def __init__(
        self,
        words: str,
        make: Callable[[], Mapping[str, Field]],
        add_words: str,
        *,
        row_name: str,
        hint: str = "",
        at_least: int = 0,
    ) -> None:
        self._make, self._row_name, self._at_least = make, row_name, at_least
        self.rows: list[RepeatRow] = []
        self.holder = QWidget()
        self._rows_column = column(parent=self.holder, space=8)
        self.add_button = button(add_words, lambda: self.add_row(focus=True), icon="add")
        self._rows_column.addWidget(row_left(self.add_button))
        super().__init__(words, self.holder, hint)
        self.holder.setAccessibleName(words)
        for _ in range(at_least):
            self.add_row()

    def add_row(self, values: Mapping[str, Any] | None = None, *, focus: bool = False) -> RepeatRow:
        """One more row, with ``values`` by field name and the record's ``id``."""
        fields = self._make()
        made = RepeatRow(fields, f"{self._row_name} {len(self.rows) + 1}", self.remove_row)
        for name, field in fields.items():
            if values is not None:
                field.set_value(values.get(name, ""))
            field.changed.connect(self.changed)
        made.record_id = str((values or {}).get("id", ""))
        self.rows.append(made)
        self._rows_column.insertWidget(len(self.rows) - 1, made)
        if focus:
            next(iter(fields.values())).focus()
            self.changed.emit()
        return made

    def remove_row(self, row: RepeatRow) -> None:
        """Take a row away; the keyboard goes to the row that takes its place, or to the button that adds one."""
        at = self.rows.index(row)
        self._drop(row)
        self.changed.emit()
        target = self.rows[min(at, len(self.rows) - 1)].remove if self.rows else self.add_button
        target.setFocus()

    def _drop(self, row: RepeatRow) -> None:
        self.rows.remove(row)
        self._rows_column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def value(self) -> tuple[dict[str, Any], ...]:
        """The rows that hold something. Raises ``FieldErrors`` for a date that cannot be read, said beside it too."""
        found = []
        for one in self.rows:
            values: dict[str, Any] = {"id": one.record_id}
            for name, field in one.fields.items():
                field.clear_error()
                values[name] = self._read(field)
            if any(said for name, said in values.items() if name not in ("id", "kind") and _says(said)):
                found.append(values)
        return tuple(found)

    def kept(self) -> list[dict[str, Any]]:
        return [
            {"id": one.record_id} | {name: field.kept() for name, field in one.fields.items()} for one in self.rows
        ]

    def _read(self, field: Field) -> Any:
        if isinstance(field, DateField) and field.line.text().strip() and field.mistake():
            field.set_error(field.mistake())
            raise FieldErrors({"": field.mistake()})
        return field.value()

    def set_value(self, value: Any) -> None:
        for one in list(self.rows):
            self._drop(one)
        given: Sequence[Mapping[str, Any]] = value or ()
        for values in given:
            self.add_row(values)
        while len(self.rows) < self._at_least:
            self.add_row()

    def focus(self) -> None:
        if self.rows:
            next(iter(self.rows[0].fields.values())).focus()
        else:
            self.add_button.setFocus()

    def controls(self) -> tuple[QWidget, ...]:
        return (self.holder,)


def _says(value: Any) -> bool:
    known = getattr(value, "known", None)
    return bool(value) if known is None else bool(known)


__all__ = ["RepeatRow", "Repeater"]
