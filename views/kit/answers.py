"""Fields that forms of several rooms share: a box to tick, several of them, one fact a line, one whole day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors
from desktop.wording import read_date, uk_date
from storage.partial_date import PartialDate
from views.kit.fields import DateField, Field, LongText
from views.kit.layout import box, flow
from views.kit.ticks import Check


class CheckField(Field):
    """A box to tick that is a field of a form."""

    def __init__(self, words: str, hint: str = "") -> None:
        self.check = Check(words)
        super().__init__(words, self.check, hint)
        self.label.hide()
        self.check.setAccessibleName(words)
        self.check.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.check.isChecked()

    def set_value(self, value: Any) -> None:
        self.check.blockSignals(True)
        self.check.setChecked(bool(value))
        self.check.blockSignals(False)


class TicksField(Field):
    """Any number of ``{key: words}``: boxes beside each other that wrap, or ``below`` each other for long words."""

    def __init__(
        self,
        words: str,
        options: Mapping[str, str],
        hint: str = "",
        *,
        optional: bool = True,
        value: Iterable[str] = (),
        below: bool = False,
    ) -> None:
        self._boxes = {key: Check(said) for key, said in options.items()}
        boxes = self._boxes.values()
        super().__init__(words, box(*boxes, space=2) if below else flow(*boxes, space=12), hint, optional=optional)
        self.set_value(value)
        for key, one in self._boxes.items():
            one.setAccessibleName(f"{words}: {options[key]}")
            one.toggled.connect(lambda _on: self.changed.emit())

    def controls(self) -> tuple[QWidget, ...]:
        return tuple(self._boxes.values()) or (self.box,)

    def focus(self) -> None:
        next(iter(self._boxes.values()), self.box).setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> tuple[str, ...]:
        return tuple(key for key, one in self._boxes.items() if one.isChecked())

    def set_value(self, value: Any) -> None:
        for key, one in self._boxes.items():
            one.blockSignals(True)
            one.setChecked(key in (value or ()))
            one.blockSignals(False)


class LinesField(LongText):
    """One fact a line."""

    def value(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(line.strip() for line in super().value().splitlines() if line.strip())

    def set_value(self, value: Any) -> None:
        super().set_value("\n".join(value) if isinstance(value, tuple | list) else value)


class DayField(DateField):
    """One whole day, such as the day of a decision."""

    def __init__(self, words: str, hint: str = "", *, optional: bool = False, value: date | None = None) -> None:
        super().__init__(words, hint, optional=optional, value=PartialDate.exact(value) if value else None)

    def day(self) -> date | None:
        """The day, or None when nothing is typed. Raises ``FieldErrors`` under no name for what is no whole day."""
        typed = self.line.text().strip()
        if not typed:
            return None
        try:
            found = read_date(typed)
        except ValueError:
            found = PartialDate()
        if found.precision.value != "exact" or found.first_day is None:
            what = f"{self.words[:1].lower()}{self.words[1:]}"
            raise FieldErrors({"": f"Enter the {what} as a whole day, such as {uk_date(date(2017, 5, 3))}"})
        return found.first_day


def read_days(fields: Mapping[str, Field], *, needed: Iterable[str] = ()) -> dict[str, Any]:
    """The values of a form, days as dates. Raises ``FieldErrors`` naming the fields with a day that cannot be read, or
    with none although it is ``needed``."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    wanted = set(needed)
    for name, one in fields.items():
        try:
            values[name] = one.day() if isinstance(one, DayField) else one.value()
        except FieldErrors as problem:
            errors[name] = problem.errors[""]
        except ValueError:
            errors[name] = "Enter a date such as 3 May 2017, May 2017 or about 2017"
        if name in wanted and name not in errors and not values.get(name):
            errors[name] = f"Enter the {one.words[:1].lower()}{one.words[1:]}"
    if errors:
        raise FieldErrors(errors)
    return values


__all__ = ["CheckField", "DayField", "LinesField", "TicksField", "read_days"]
