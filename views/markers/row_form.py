"""One row of a register as a form: fields that come and go with the answers, drafts, sentences beside fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.markers import register_values, wizard
from desktop.markers.registers import Field as Declared
from desktop.markers.registers import Register
from storage.records import RegisterRow
from views import kit
from views.kit.fields import Field
from views.markers import fields as controls
from views.markers.desk import Desk
from views.release.marked_fields import MarkedFields

SECONDS = 4
NEW = "new"


class RowForm(QWidget):
    """The fields of one row. ``saved(row)`` after each save; ``touched`` when something is typed.

    What is typed is kept as an encrypted draft every few seconds and put back as it was typed at the next visit, until
    it is saved. Rows of a register that freezes at the first save are saved only when a person asks for it.
    """

    saved = Signal(object)
    touched = Signal()

    def __init__(
        self,
        desk: Desk,
        register: Register,
        shown: Sequence[str],
        row: RegisterRow | None = None,
        *,
        preset: Mapping[str, Any] | None = None,
        place: str = "",
    ) -> None:
        super().__init__()
        self.desk, self.register, self.row = desk, register, row
        self.place = f"{wizard.PLACE}.{register.id}{place}"
        self._preset = dict(preset or {})
        self._declared = [one for one in register.fields if one.id in set(shown) and one.id not in self._preset]
        self.fields: dict[str, Field] = {one.id: controls.make(one, desk) for one in self._declared}
        self.form = kit.Form(self.fields)
        self.dirty = self._saving = False
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_draft)
        self._lay()
        self._fill()
        self.marked = MarkedFields(desk.context, self.fields, lambda: self.row, self._save_to_mark)
        self.marked.say()
        for field in self.fields.values():
            field.changed.connect(self._touched)

    def _save_to_mark(self, then: Callable[[], None]) -> None:
        """What is typed is saved first, where that needs no asking: marks stand on words that are kept."""
        if self.by_hand and self.dirty:
            self.desk.context.notice("Save it first: marks stand on words that are kept.", "info")
        else:
            self.save(then)

    @property
    def by_hand(self) -> bool:
        """Whether it is saved only when a person asks: what is saved now stays as it is from then on."""
        if self.row is not None and (self.row.frozen or self.register.frozen(self.row.values)):
            return True
        when = self.register.freezes_when
        return self.register.append_only and (not when or bool(self.values().get(when)))

    def _lay(self) -> None:
        """Short fields two by two, long ones below each other, in the order of the register."""
        layout = kit.column(self.form.summary, parent=self, space=12)
        pair: list[Field] = []
        for declared in [*self._declared, None]:
            field = self.fields[declared.id] if declared else None
            if declared is not None and field is not None and _pairs(declared):
                pair.append(field)
            if pair and (len(pair) == 2 or declared is None or not _pairs(declared)):
                layout.addWidget(kit.columns(*pair, least_em=14) if len(pair) == 2 else pair[0])
                pair = []
            if declared is not None and field is not None and not _pairs(declared):
                layout.addWidget(field)

    def _fill(self) -> None:
        values = self.row.values if self.row else {}
        draft = self.desk.draft_of(self.place, self._record) or {}
        for name, field in self.fields.items():
            field.set_value(draft.get(name, values.get(name, "")))
        self.dirty = bool(draft)
        self._ask()

    def take(self, row: RegisterRow) -> None:
        """The row was saved elsewhere: show it, unless something is being typed here."""
        if not self.dirty and not self._saving:
            self.row = row
            self._fill()

    @property
    def _record(self) -> str:
        return self.row.id if self.row else NEW

    def typed(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {name: field.kept() for name, field in self.fields.items()}

    def values(self) -> dict[str, Any]:
        """What a save takes: what was typed, and what the place fills in."""
        return {**self._preset, **self.typed()}

    def _ask(self) -> None:
        """Show the fields that are asked for with the answers given so far."""
        now = {**(self.row.values if self.row else {}), **self.values()}
        for declared in self._declared:
            if declared.only_if is not None:
                self.fields[declared.id].setVisible(register_values.asked(declared, now))

    def _touched(self) -> None:
        self.dirty = True
        self._ask()
        if not self._timer.isActive():
            self._timer.start()
        self.touched.emit()

    # ---- keeping
    def keep_draft(self) -> None:
        """Keep what is typed."""
        self._timer.stop()
        if self.dirty:
            self.desk.keep_draft(self.place, self._record, self.typed())

    def keep_now(self) -> None:
        """Before the vault closes: save what can be saved, keep the rest as a draft."""
        self._timer.stop()
        if not self.dirty:
            return
        self.dirty = False
        if self.desk.draft_of(self.place, self._record) != self.typed():
            self.desk.keep_draft_now(self.place, self._record, self.typed())

    def save(self, then: Callable[[], None] | None = None, *, require: bool = False) -> None:
        """Save; errors stand beside their fields, and what was typed stays."""
        self._timer.stop()
        if self._saving:
            return
        if not self.dirty and not require and (self.row is not None or not self.by_hand):
            if then is not None:
                then()
            return
        self._saving = True
        record = self._record
        taken = self.typed()

        def done(row: RegisterRow) -> None:
            self._saving = False
            self.row = row
            self.dirty = self.typed() != taken
            self.form.clear_errors()
            self.desk.drop_draft(self.place, record)
            self.saved.emit(row)
            self.marked.say()
            if then is not None:
                then()

        def failed(error: UserError) -> None:
            self._saving = False
            self.show_error(error)
            self.desk.keep_draft(self.place, record, self.typed())

        self.desk.save_row(self.register, self.values(), self.row, done, failed, require=require)

    def leave(self) -> None:
        """Another place is shown: save, or keep a draft where saving is for a person to ask."""
        self._timer.stop()
        if not self.dirty:
            return
        if self.by_hand:
            self.desk.keep_draft(self.place, self._record, self.typed())
            return
        record, typed = self._record, self.typed()
        self.dirty = False
        desk, place = self.desk, self.place

        def failed(_error: UserError) -> None:
            desk.keep_draft(place, record, typed)
            desk.context.notice(
                f"The {self.register.one} is not saved yet: there is an answer to put right. What you typed is kept.",
                "warn",
            )

        desk.save_row(self.register, self.values(), self.row, lambda _row: desk.drop_draft(place, record), failed)

    def discard(self) -> None:
        """Let go of what was typed."""
        self._timer.stop()
        self.dirty = False
        self.desk.drop_draft(self.place, self._record)

    def show_error(self, error: UserError) -> None:
        """Say beside the fields what to do; a field that is not shown here stands in the summary alone."""
        self.form.show(error)
        self.desk.context.status("Not saved: there is an answer to put right. What you typed is kept")
        if isinstance(error, FieldErrors):
            for name in error.errors:
                if name in self.fields:
                    self.fields[name].show()

    def go_to(self, field: str) -> bool:
        """Put the keyboard into a field."""
        if field not in self.fields:
            return False
        self.fields[field].show()
        self.fields[field].focus()
        return True

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        for field in self.fields.values():
            if field.isVisibleTo(self):
                field.focus()
                return


def _pairs(declared: Declared) -> bool:
    return controls.short(declared) and declared.only_if is None
