"""Boxes for typing whose words can be marked: Ctrl+M withholds what is selected, and a line says what is withheld."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desktop.casework.marks import Place
from desktop.markers import texts
from desktop.session import Store
from desktop.wording import plural
from storage.records import Mark, Row
from views import kit
from views.kit.fields import Field
from views.page import Context


class MarkedFields:
    """The long texts of one form. ``record`` is the record that was saved last, or None; ``save(then)`` saves what is
    typed, where it can be saved without asking, and goes on with ``then``.
    """

    def __init__(
        self,
        context: Context,
        fields: Mapping[str, Field],
        record: Callable[[], Row | None],
        save: Callable[[Callable[[], None]], None] = lambda then: then(),
    ) -> None:
        self._context, self._record, self._save = context, record, save
        self._fields = {name: field for name, field in fields.items() if isinstance(field, kit.LongText)}
        for name, field in self._fields.items():
            field.mark_asked.connect(lambda start, end, one=name: self._asked(one, start, end))

    def _asked(self, name: str, start: int, end: int) -> None:
        typed = self._fields[name].value()

        def go() -> None:
            record = self._record()
            if record is None or not typed.strip() or texts.words_of(record, name).strip() != typed.strip():
                self._context.notice("Save it first: marks stand on words that are kept.", "info")
                return
            place = Place(type(record).__name__, record.id, name)
            where = {"start": str(start), "end": str(end), "selected": typed[start:end]}
            self._context.navigate("text", place=place.name, **where)

        self._save(go)

    def say(self) -> None:
        """Say under each box what is withheld in it."""
        record = self._record()
        if record is None or not self._fields:
            return

        def ask(store: Store) -> dict[str, tuple[Mark, ...]]:
            return texts.counted(store, record)

        session, form = self._context.session, next(iter(self._fields.values()))
        self._context.run(form, "Look for marks", lambda _task: session.look(ask), self._said)

    def _said(self, found: Mapping[str, Sequence[Mark]]) -> None:
        for name, field in self._fields.items():
            held = found.get(name, ())
            if held or field.marks_said:
                field.say_marks(_sentence(held))


def _sentence(held: Sequence[Mark]) -> str:
    if not held:
        return ""
    codes = ", ".join(sorted({one.reason for one in held}, key=lambda code: int(code[1:])))
    changed = sum(one.drifted for one in held)
    check = f" {plural(changed, 'mark')} to check: the words changed." if changed else ""
    return f"Withheld here: {plural(len(held), 'passage')} ({codes}).{check} Ctrl+M shows them."
