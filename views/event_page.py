"""Event mode: begin it, set the code of the day, see what it does; and end it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.qt.event_code import DIGITS, mistake
from desktop.qt.event_mode import COVER_MINUTES, TEXT_SCALE
from views import kit
from views.cover import KEY
from views.page import Context, Page

_LEAD = (
    "For a laptop among people: larger text, codes instead of names, the battery in sight, and a cover that one key "
    "brings down."
)
_WHY = (
    f"{KEY} covers the window at once and keeps your text going. This code takes the cover away, so that nobody has to "
    "type a passphrase in front of others. It is kept in memory only and is gone when Caseward locks or closes."
)


class EventPage(Page):
    """Where the code is asked for: when event mode begins, and first of all when an event pack is opened."""

    TITLE = "Event mode"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.code, self.again = _digits("Event code", f"{DIGITS} digits that nobody here can guess"), _digits("Again")
        self.form = kit.Form({"code": self.code, "again": self.again})
        self.begin = kit.button("Set the code and begin", self._begin, role="main", icon="done")
        self.skip = kit.button("Go on without a code", self._skip)
        self.end = kit.button("End event mode", self._end)
        self.kept = kit.state("An event code is set", icon="done")
        self.facts = kit.facts_list([], name_em=11)
        for one in (self.code, self.again):
            one.line.returnPressed.connect(self._begin)
        self._form_holder = kit.box(
            kit.label(_WHY), self.form.summary, self.code, self.again, kit.flow(self.begin, self.skip), space=12
        )
        inner = kit.box(
            kit.label(_LEAD), self._form_holder, self.kept, kit.section_head("What it does"), self.facts,
            kit.row_left(self.end), None, space=16, margins=(24, 16, 24, 24),
        )  # fmt: skip
        self.body.addWidget(kit.scroll(kit.measure(inner, 48)))

    def arrive(self, **where: Any) -> None:
        self.show_state()

    def leave(self) -> None:
        for one in (self.code, self.again):
            one.set_value("")
        self.form.clear_errors()

    def focus_first(self) -> None:
        (self.code if self._form_holder.isVisibleTo(self) else self).setFocus()
        if self._form_holder.isVisibleTo(self):
            self.code.focus()

    def show_state(self) -> None:
        """Say what is so now."""
        event = self.context.event
        self.header.set(title=self.TITLE, facts=_state(event.on, event.pack))
        has = event.code is not None
        self._form_holder.setVisible(not has)
        self.kept.setVisible(has)
        self.begin.setText("Set the code" if event.on else "Set the code and begin")
        self.begin.updateGeometry()
        self.end.setVisible(event.on and not event.pack)
        minutes = self.context.settings.get("event_idle_minutes")
        cover = f"{KEY}, or {COVER_MINUTES} minutes without use"
        self.facts.set_facts(
            [
                ("Names", "Codes stand instead of names everywhere in the window"),
                ("Text", f"{TEXT_SCALE} % at least"),
                ("Battery", "In the status line, with a warning at 25 % and at 10 %"),
                ("Cover", cover if has else f"{cover}. Without a code Caseward locks instead"),
                ("Lock", f"Ctrl+L, the lid, the screen lock, or {minutes} minutes without use"),
            ]
        )

    def _begin(self) -> None:
        errors = mistake(self.code.value(), self.again.value())
        if errors:
            self.form.show_errors(errors)
            return
        self.form.clear_errors()
        digits = self.code.value()
        for one in (self.code, self.again):
            one.set_value("")
        self._on(digits)

    def _skip(self) -> None:
        self._on("")

    def _on(self, digits: str) -> None:
        event, then = self.context.event, self.context.presence.take_then()
        if digits:
            event.set_code(digits)
        if not event.on:
            self.context.settings.set("event_mode", True)
            event.begin()
        if then is not None:
            then()
        else:
            self._show_again()

    def _end(self) -> None:
        self.context.settings.set("event_mode", False)
        self.context.event.end()
        self._show_again()

    def _show_again(self) -> None:
        """On the page that is there now: all are made anew when codes take the place of names."""
        page = self.context.page
        if isinstance(page, EventPage):
            page.show_state()


def _state(on: bool, pack: bool) -> str:
    if pack:
        return "On, because an event pack is open"
    return "On" if on else "Off"


def _digits(words: str, hint: str = "") -> kit.TextField:
    field = kit.text_field(words, hint, em=12)
    field.line.setEchoMode(QLineEdit.EchoMode.Password)
    field.line.setMaxLength(DIGITS)
    return field


