"""Parts that several pages of the index use: boxes to tick, lines of text, days, a suggestion with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import FieldErrors
from desktop.wording import LONDON, read_date, uk_date
from storage.partial_date import PartialDate
from views import kit
from views.kit.fields import DateField, Field


class TicksField(Field):
    """Any number of ``{key: words}``: boxes that wrap."""

    def __init__(self, words: str, options: Mapping[str, str], hint: str = "", *, value: Iterable[str] = ()) -> None:
        self._boxes = {key: kit.check(said) for key, said in options.items()}
        holder = kit.flow(*self._boxes.values(), space=12)
        super().__init__(words, holder, hint, optional=True)
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
            one.setChecked(key in value)
            one.blockSignals(False)


class LinesField(kit.LongText):
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


class Suggestion(QWidget):
    """``Suggested: …`` beside an empty field, with one key to accept; it counts only when a person does."""

    def __init__(self, on_accept: Callable[[], None], key: str, what: str) -> None:
        super().__init__()
        self._what = what
        self.words = kit.label("", "caption", "muted")
        self.accept = kit.button("Use it", on_accept, icon="done", key=key)
        self._line = kit.row(self.words, parent=self, space=8)
        self._line.setStretch(0, 1)
        self._line.addWidget(self.accept)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show what is suggested, or nothing."""
        self.words.setText(f"Suggested: {words}")
        self.accept.setAccessibleName(f"Use the suggested {self._what}: {words}")
        self.setVisible(bool(words))


class InlineForm(QWidget):
    """A small form in place: heading, errors, fields, Save and Cancel. Ctrl+Return saves, Esc puts it away."""

    def __init__(
        self,
        title: str,
        fields: Mapping[str, Field],
        save: str,
        on_save: Callable[[InlineForm], None],
        on_cancel: Callable[[], None],
        *,
        lead: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__()
        self.form = kit.Form(fields)
        self._on_save, self._on_cancel = on_save, on_cancel
        self.save = kit.button(
            save, lambda: on_save(self), role="danger" if danger else "", icon="done", key="Ctrl+Return"
        )
        self.save.setToolTip("")
        self.cancel = kit.button("Cancel", on_cancel, role="plain", key="Esc")
        items: list[Any] = [kit.h3(title)]
        if lead:
            items.append(kit.muted(lead))
        items += [self.form.summary, *fields.values(), kit.flow(self.save, self.cancel)]
        kit.column(kit.card(*items, space=10), parent=self, space=0)
        self.setAccessibleName(title)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._on_save(self)
            return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        first = next(iter(self.form.fields.values()), None)
        if first is not None:
            first.focus()
        else:
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self, *, needed: Iterable[str] = ()) -> dict[str, Any]:
        """The values; errors of dates are raised as ``FieldErrors``."""
        return read_days(self.form.fields, needed=needed)


def layout_of(widget: QWidget) -> Any:
    """The layout of a widget that has one."""
    layout = widget.layout()
    assert layout is not None
    return layout


def fill(holder: QWidget, parts: Iterable[QWidget]) -> None:
    """Put other things into a box of ours; in a line they stand at the left."""
    layout = layout_of(holder)
    kit.clear(layout)
    for one in parts:
        layout.addWidget(one)
    if isinstance(layout, QHBoxLayout):
        layout.addStretch(1)


def read_moment(typed: str, now: datetime) -> datetime | None:
    """``3 May 2017`` (the end of that day in the UK) or ``3 May 2017 at 10:30``; nothing typed is None. Raises
    ValueError for anything else and for what lies ahead of ``now``."""
    if not typed.strip():
        return None
    day_words, _, time_words = typed.partition(" at ")
    day = read_date(day_words)
    if day.precision.value != "exact" or day.first_day is None:
        raise ValueError(typed)
    clock = time.fromisoformat(time_words.strip().zfill(5)) if time_words.strip() else time(23, 59, 59)
    moment = datetime.combine(day.first_day, clock, ZoneInfo(LONDON))
    if day.first_day > now.astimezone(ZoneInfo(LONDON)).date():
        raise ValueError(typed)
    return min(moment, now.astimezone(ZoneInfo(LONDON)))
