"""A page that is one form, whose drafts are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.qt.actions import Action
from views import kit
from views.casework.base import CasePage
from views.casework.drafting import Drafting
from views.kit.fields import Field
from views.page import Context


class FormPage(CasePage):
    """A page that is one form: sections of fields that scroll, a bar with Save and Cancel that stays in view.

    What is typed is kept as an encrypted draft every few seconds and at lock, and offered again at the next visit.
    """

    SAVE = "Save"
    PLACE = ""
    WIDE_EM = 46
    compare: Callable[[str], None] | None = None

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form = kit.Form({})
        self._inner = QWidget()
        self.fields_column: QVBoxLayout = kit.column(parent=self._inner, space=12, margins=(24, 16, 24, 24))
        self.fields_column.addWidget(self.form.summary)
        self.drafting = Drafting(self, self.PLACE, self.typed, self.type_again, self.compare)
        self.save_button = kit.button(self.SAVE, self.save, role="main", icon="done", key="Ctrl+S")
        self.cancel_button = kit.button("Cancel", self.cancel, role="plain")
        self.bar = kit.ActionBar(self.save_button, self.cancel_button)
        self.scroll = kit.scroll(kit.measure(self._inner, self.WIDE_EM))
        self.body.addWidget(self.scroll, 1)
        self.body.addWidget(self.bar)
        self.action(Action(f"{self.PLACE}.save", self.SAVE, self.save, "Ctrl+S", where=self.TITLE, listed=False))
        self.build()
        self.fields_column.addStretch(1)

    def build(self) -> None:
        """Put the fields together."""

    def section(self, title: str, lead: str = "") -> None:
        """A heading between fields."""
        self.fields_column.addSpacing(8)
        self.fields_column.addWidget(kit.section_head(title))
        if lead:
            self.fields_column.addWidget(kit.muted(lead))

    def add(self, name: str, field: Field) -> Any:
        """A field of the form."""
        self.form.fields[name] = field
        self.fields_column.addWidget(field)
        field.changed.connect(self.touched)
        return field

    def touched(self) -> None:
        """Something was typed."""
        self.drafting.touched()

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show values by name; fields not named are emptied."""
        self.form.clear_errors()
        for name, field in self.form.fields.items():
            field.set_value(values.get(name, ""))

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, as it can be kept in a draft."""
        return {name: field.kept() for name, field in self.form.fields.items()}

    def type_again(self, body: Mapping[str, Any]) -> None:
        """Put a draft back into the fields."""
        for name, field in self.form.fields.items():
            if name in body:
                field.put_kept(body[name])

    def values(self) -> dict[str, Any] | None:
        """Every value by name; None when something cannot be read, which is then said beside it."""
        errors = self.form.check_dates()
        values: dict[str, Any] = {}
        for name, field in self.form.fields.items():
            try:
                values[name] = field.value() if name not in errors else None
            except FieldErrors as wrong:
                errors[name] = wrong.errors[""]
        if errors:
            self.form.show_errors(errors)
            return None
        return values

    def save(self) -> None:
        """Save what was typed."""

    def refused(self, error: UserError) -> None:
        """A service did not take it: beside the fields; what was typed stays."""
        if isinstance(error, FieldErrors):
            order = [*self.form.fields, *error.errors]
            self.form.show_errors({name: error.errors[name] for name in order if name in error.errors})
        else:
            self.form.show(error)
        self.scroll.verticalScrollBar().setValue(0)

    def cancel(self) -> None:
        """Back to where one came from; the draft is let go."""
        self.drafting.drop()
        self.context.back()

    def leave(self) -> None:
        self.drafting.keep()

    def draft(self) -> None:
        self.drafting.keep_now()

    def let_go(self) -> None:
        self.drafting.stop()
        super().let_go()
