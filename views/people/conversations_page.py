"""Conversations and events of a case in one list: what is to come, who is no longer cleared, what lacks a note."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desktop.changes import ChangeSet
from desktop.markers import bookings
from desktop.markers.bookings import Booking, Listed
from desktop.qt.actions import Action
from desktop.wording import plural, uk_date, uk_moment
from storage.records import Case
from views import kit
from views.casework.base import CasePage
from views.page import Context

COLUMNS = (kit.Column("With", "with"), kit.Column("When", "when"), kit.Column("Stands at", "at"))
STATES = {"planned": "Planned", "held": "Held", "moved": "Moved", "cancelled": "Cancelled"}
MODES = {"in_person": "In person", "video": "By video", "telephone": "By telephone", "written": "In writing"}


class ConversationsPage(CasePage):
    """The list of both. Enter opens one."""

    TITLE = "Conversations and events"
    KINDS = frozenset({"RegisterRow", "Person"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted, self._arriving = "", False
        self._kinds: dict[str, str] = {}
        self.warned = kit.box(margins=(24, 12, 24, 12), space=6)
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name=self.TITLE, on_open=self.open, widths_em={0: 20, 1: 14, 2: 14}, lines=2, stretch=0
        )
        empty = kit.empty(
            "Conversations and events",
            "Whoever is spoken to is asked for first, told what becomes of their words, and heard. Each conversation "
            "has its plan, its account and what came of it here.",
            "Book a conversation", self.book,
        )  # fmt: skip
        self.list = kit.ListOrEmpty(self.table, empty)
        self.warned_band = kit.Band(self.warned)
        self.body.addWidget(self.warned_band)
        self.body.addWidget(self.list, 1)
        self.action(
            Action("conversations.book", "Book a conversation", self.book, "Ctrl+N", where=self.TITLE, icon="add")
        )
        self.action(
            Action("conversations.event", "Plan an event", self.plan, "Ctrl+Shift+N", where=self.TITLE, icon="people")
        )
        self._head(())

    def show_case(self, *, row: str = "", **_where: Any) -> None:
        self._wanted, self._arriving = row, True
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def place(self) -> dict[str, Any]:
        return {"row": self.table.current_id()}

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.list.empty.button or self.table).setFocus()

    def _load(self) -> None:
        case_id = self.context.case

        def read(store: Any) -> tuple[tuple[Listed, ...], tuple[Booking, ...]]:
            case = store.get(Case, case_id)
            return bookings.listed(store, case), bookings.recheck(store, case)

        self.look("List conversations", read, done=self._show)

    def _show(self, found: tuple[tuple[Listed, ...], tuple[Booking, ...]]) -> None:
        lines, unclear = found
        self._kinds = {one.row.id: one.register for one in lines}
        kept = self._wanted or self.table.current_id()
        self.model.set_rows([_row(one) for one in lines])
        if not self.table.choose(kept) and lines:
            self.table.choose(lines[0].row.id)
        self._wanted = ""
        self._head(lines)
        self._warn(unclear)
        self.list.show()
        if self._arriving:
            self._arriving = False
            self.focus_first()

    def _warn(self, unclear: tuple[Booking, ...]) -> None:
        """Bookings still to come with somebody who is not, or no longer, cleared: each with its reason."""
        kit.clear(self.warned.layout())
        for one in unclear:
            what = "event" if one.register == "event" else "conversation"
            words = f"The {what} on {uk_date(one.on)} is not cleared. {one.not_cleared[0].reason}"
            bar = kit.NoticeBar("warn", words, "Open it", lambda row=one.row_id: self.open(row))
            self.warned.layout().addWidget(bar)
        self.warned_band.setVisible(bool(unclear))

    def _head(self, lines: tuple[Listed, ...]) -> None:
        events = sum(one.register == "event" for one in lines)
        counted = f"{plural(len(lines) - events, 'conversation')} · {plural(events, 'event')}"
        plan = kit.button("Plan an event", self.plan, icon="people", key="Ctrl+Shift+N")
        book = kit.button("Book a conversation", self.book, role="main", icon="add", key="Ctrl+N")
        self.header.set(
            title=self.TITLE, facts=counted if lines else "",
            back=("People", lambda: self.context.navigate("people")), actions=[plan, book],
        )  # fmt: skip

    def open(self, row_id: str) -> None:
        """One of them."""
        kind = self._kinds.get(row_id, "conversation")
        self.context.navigate("group-event" if kind == "event" else kind, row=row_id)

    def book(self) -> None:
        """A new conversation."""
        self.context.navigate("conversation", row="")

    def plan(self) -> None:
        """A new event."""
        self.context.navigate("group-event", row="")


def _row(one: Listed) -> kit.Row:
    values = one.row.values
    who = ", ".join(code for code in one.who if code)
    what = MODES.get(str(values.get("mode", "")), "")
    first, second = (one.title or "Group event", plural(len(one.who), "person", "people")) if (
        one.register == "event"
    ) else (who or "Nobody yet", what)  # fmt: skip
    state = STATES.get(str(values.get("state", "")), "Planned")
    tone, below = "", one.missing
    if one.not_cleared:
        tone, below = "warning", f"{len(one.not_cleared)} not cleared"
    elif one.missing:
        tone = "warning"
    planned = str(values.get("planned_for", ""))
    return kit.Row(
        one.row.id,
        (
            kit.Cell(first, second, icon="people" if one.register == "event" else "account"),
            kit.Cell(uk_moment(datetime.fromisoformat(planned)) if planned else "No day yet", order=planned),
            kit.Cell(state, below, tone=tone),
        ),
    )
