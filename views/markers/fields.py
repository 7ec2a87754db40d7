"""A control for every kind of field that a register can have; each gives what was typed as a draft can keep it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from desktop.markers import register_values
from desktop.markers.registers import LINK_TARGETS, FieldKind
from desktop.markers.registers import Field as Declared
from desktop.wording import uk_moment
from views import kit
from views.kit.fields import ChoiceField, Field, TextField
from views.markers.links import Choices, LinkField, LinksField

READ = frozenset(
    {FieldKind.PARTIAL_DATE, FieldKind.DATE, FieldKind.MOMENT, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DAYS}
)
"""Kinds that are typed and read, with what was understood under the box."""

EXAMPLES = {
    FieldKind.PARTIAL_DATE: "For example, 3/5/17 or about 2017",
    FieldKind.DATE: "For example, 3/5/17",
    FieldKind.MOMENT: "For example, 3/5/17 at 10:30am",
    FieldKind.DAYS: "For example, 5 or 2.5",
    FieldKind.MONEY: "In pounds, for example 1,250",
}
SEARCHED = frozenset({"Material", "Note"})
"""Kinds of records of which there are too many to look through."""


class Offers(Protocol):
    """Where link fields get their lists from."""

    def choices(self, kind: str, register: str = "") -> Choices:
        """The records of a kind; of one register for ``RegisterRow``; ``Question`` for the numbered questions."""
        ...


class ReadField(TextField):
    """Text that is read as a date, a time, a number or an amount; the reading stands under it."""

    def __init__(self, declared: Declared, words: str, hint: str, *, optional: bool) -> None:
        self._declared = declared
        wide = 18 if declared.kind in (FieldKind.PARTIAL_DATE, FieldKind.DATE, FieldKind.MOMENT) else 9
        super().__init__(words, hint or EXAMPLES.get(declared.kind, ""), optional=optional, em=wide)
        self.line.textChanged.connect(self._read)

    def value(self) -> str:
        return " ".join(self.line.text().split())

    def set_value(self, value: Any) -> None:
        self.line.setText(_as_typed(self._declared, value))

    def _read(self, typed: str) -> None:
        if not typed.strip():
            self.set_echo("")
            return
        try:
            kept = register_values.normalise(self._declared, typed)
        except ValueError:
            self.set_echo("")
            return
        words = register_values.shown(self._declared, kept)
        self.set_echo(f"Read as: {words}" if words.casefold() != typed.strip().casefold() else "")


def _as_typed(declared: Declared, value: Any) -> str:
    """A kept value as a person would type it; what is no kept value stays as it was typed."""
    if value in (None, ""):
        return ""
    if declared.kind is FieldKind.MOMENT and isinstance(value, str) and "T" in value:
        return uk_moment(datetime.fromisoformat(value))
    if declared.kind in (FieldKind.PARTIAL_DATE, FieldKind.DATE) and register_values.day_of(value) is not None:
        return register_values.shown(declared, value)
    return str(value)


class RadioField(ChoiceField):
    """One of several as radio buttons however many there are, each in sight; an optional answer can be taken back."""

    def __init__(self, words: str, options: Mapping[str, str], hint: str = "", *, optional: bool = False) -> None:
        super().__init__(words, options, hint, optional=optional)
        self._clear: kit.Link | None = None
        if optional:
            self._clear = kit.link("Clear", self._cleared, kind="caption-link")
            self._clear.setAccessibleName(f"Clear the answer: {words}")
            inside = self.box.layout()
            assert inside is not None
            inside.addWidget(self._clear)
            self._clear.hide()
            self.changed.connect(self._fit)

    def _make_combo(self) -> Any:
        return self._make_radios()

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._fit()

    def _fit(self) -> None:
        if self._clear is not None and self._clear.parent() is not None:
            self._clear.setVisible(bool(self.value()))

    def _cleared(self) -> None:
        self.set_value("")
        self.focus()
        self.changed.emit()


def make(declared: Declared, offers: Offers) -> Field:
    """The control of a field. What it gives can be kept as JSON and read by ``register_values.validate``."""
    words, hint, optional = declared.label, declared.hint, not declared.required
    kind = declared.kind
    if kind is FieldKind.LONG_TEXT:
        return kit.long_text(words, hint, optional=optional, lines=2)
    if kind in READ:
        return ReadField(declared, words, hint, optional=optional)
    if kind is FieldKind.MULTI_CHOICE:
        return kit.TicksField(words, declared.choices(), hint, optional=optional)
    if kind in (FieldKind.CHOICE, FieldKind.YES_NO_UNKNOWN):
        few = len(declared.choices()) <= 4
        make_it = RadioField if few else kit.choice
        return make_it(words, declared.choices(), hint, optional=optional)
    if kind in LINK_TARGETS or kind is FieldKind.QUESTION_LINKS:
        target = LINK_TARGETS.get(kind, "Question")
        link = LinksField if declared.many else LinkField
        return link(
            words, offers.choices(target, declared.register), hint, optional=optional, search=target in SEARCHED
        )
    return kit.text_field(words, hint, optional=optional)


def short(declared: Declared) -> bool:
    """Whether the field needs little room, so that two of them can stand beside each other."""
    return declared.kind in READ or declared.kind in (FieldKind.PERSON, FieldKind.AGENCY)
