"""What was typed and not saved when Caseward, the computer or the power stopped: both versions beside each other.

A person decides: go on with what was typed, or keep what is saved. Neither is thrown away unseen (checklist 33).
"""

from __future__ import annotations

import difflib
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import drafts
from desktop.casework.drafts import Both
from desktop.qt.theme import theme
from desktop.wording import plural, uk_moment
from storage.records import Meeting, Note
from views import kit
from views.casework.base import WorkPage
from views.notes.field import words_of
from views.page import Context

PAGES = {
    "note": "note", "reflections": "note", "meeting": "meeting", "person": "person", "item": "item", "case": "case",
}  # fmt: skip
WHAT = {
    "note": "A note", "reflections": "Reflections", "meeting": "Minutes", "person": "A person of the register",
    "item": "Details of an item", "case": "Details of the case",
}  # fmt: skip
_MOST = 60_000


class KeptPage(WorkPage):
    """One card for each piece of writing that waits."""

    TITLE = "Kept while you typed"
    KINDS = frozenset({"Draft"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted = ""
        self.cards = kit.box(space=16, margins=(24, 16, 24, 24))
        self.body.addWidget(kit.scroll(self.cards), 1)
        self._found: tuple[Both, ...] = ()

    def arrive(self, *, draft: str = "", **_where: Any) -> None:
        self.new_turn()
        self._wanted = draft
        self.header.set(title=self.TITLE, back=("Back", self.context.back))
        self._load()

    def refresh(self, _change: Any) -> None:
        self._load()

    def _load(self) -> None:
        self.look("Load what was kept", drafts.both, self.context.session.worker.id, self._wanted, done=self._show)

    def _show(self, found: tuple[Both, ...]) -> None:
        self._found = found
        layout = self.cards.layout()
        assert layout is not None
        kit.clear(layout)
        if not found:
            self.header.set_facts("Everything you typed is saved.")
        else:
            many = "are" if len(found) > 1 else "is"
            self.header.set_facts(f"{plural(len(found), 'piece')} of writing {many} not saved yet.")
        for one in found:
            layout.addWidget(self._card(one))
        layout.addStretch(1)  # type: ignore[attr-defined]
        theme().dress(self.cards)
        self.focus_first()

    def _card(self, one: Both) -> QWidget:
        typed, saved = texts(one)
        when = uk_moment(one.draft.updated_at) if one.draft.updated_at else ""
        same = typed == saved
        head = kit.h2(f"{WHAT[one.draft.place]}, {one.case_name}" if one.case_name else WHAT[one.draft.place])
        on = kit.button("Go on with what I typed", lambda: self.go_on(one), role="main", icon="edit")
        off = kit.button(
            "Keep what is saved" if one.saved is not None else "Let it go", lambda: self.let_go_of(one), icon="bin"
        )
        if same:
            lead = "Both are the same."
        elif one.saved is None:
            lead = "None of it is saved yet."
        else:
            lead = "Lines that differ are lit."
        columns = kit.columns(
            self._version(f"As you typed it, {when}", typed, saved),
            self._version(self._saved_words(one), saved, typed) if one.saved is not None else kit.box(),
        )
        return kit.card(head, kit.muted(lead), columns, kit.flow(on, off), space=10)

    @staticmethod
    def _saved_words(one: Both) -> str:
        at = one.saved.updated_at if one.saved is not None else None
        return f"As it is saved, {uk_moment(at)}" if at else "As it is saved"

    @staticmethod
    def _version(title: str, text: str, other: str) -> QWidget:
        shown = text if len(text) <= _MOST else f"{text[:_MOST]}…"
        reader = kit.Reader(title)
        lines = different(shown, other) if other else []
        reader.show_text(shown, [kit.Mark(a, b, "highlight", id=str(a)) for a, b in lines])
        reader.setMinimumHeight(180)
        if lines:
            QTimer.singleShot(0, reader, lambda: _bring_up(reader, str(lines[0][0])))
        return kit.box(kit.h3(title), reader, space=4)

    def go_on(self, one: Both) -> None:
        """To the page it was typed on, with the typed version in its fields, not saved yet."""
        record = one.saved.id if one.saved is not None else ""
        page = PAGES[one.draft.place]
        where = {page: record} if record else {}
        case = {"case": one.draft.case_id} if one.draft.case_id else {}
        self.context.navigate(page, bring=one.draft.id, **case, **where)

    def let_go_of(self, one: Both) -> None:
        """Keep what is saved; the notice brings the draft back."""

        def back() -> None:
            self.do("Bring a draft back", drafts.take_back, one.draft.id)

        def gone(_draft: Any) -> None:
            self.context.notice("What you had typed was let go.", "info", "Bring it back", back)

        self.do("Let a draft go", drafts.let_go, one.draft.id, done=gone)


def _bring_up(reader: kit.Reader, mark_id: str) -> None:
    """The first line that differs, in sight and not selected: it is lit already."""
    reader.go_to(mark_id)
    cursor = reader.textCursor()
    cursor.clearSelection()
    reader.setTextCursor(cursor)


def texts(one: Both) -> tuple[str, str]:
    """What was typed, and what is saved, as words to compare."""
    field = "minutes" if one.draft.place == "meeting" else "text"
    body = one.draft.body
    if field in body:
        saved = getattr(one.saved, field, "") if isinstance(one.saved, Note | Meeting) else ""
        if one.draft.place == "reflections":
            saved = ""
        return words_of(body[field]), saved
    lines = [f"{name}: {value}" for name, value in body.items() if isinstance(value, str) and value]
    kept = [
        f"{name}: {getattr(one.saved, name)}"
        for name in body
        if one.saved is not None and isinstance(getattr(one.saved, name, None), str) and getattr(one.saved, name)
    ]
    return "\n".join(lines), "\n".join(kept)


def different(text: str, other: str) -> list[tuple[int, int]]:
    """The lines of ``text`` that ``other`` does not have, as places in it."""
    mine = text.split("\n")
    starts, at = [], 0
    for line in mine:
        starts.append(at)
        at += len(line) + 1
    found = []
    for tag, first, last, _, _ in difflib.SequenceMatcher(a=mine, b=other.split("\n"), autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            found += [(starts[n], starts[n] + len(mine[n])) for n in range(first, last) if mine[n]]
    return found
