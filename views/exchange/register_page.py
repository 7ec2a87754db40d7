"""The register of packs: out, due and back, and what each has left to a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.changes import ChangeSet
from desktop.exchange import offering
from desktop.exchange.offering import Register
from desktop.exchange.packs import PackLine
from desktop.qt.actions import Action
from desktop.wording import plural, uk_date
from views import kit
from views.casework.base import WorkPage
from views.page import Context

COLUMNS = [
    kit.Column("Pack", "pack"),
    kit.Column("With whom", "whom"),
    kit.Column("Where it is", "state"),
    kit.Column("Left to do", "todo"),
]


class PacksPage(WorkPage):
    """The register."""

    TITLE = "Packs"
    KINDS = frozenset({"Pack", "PackTrip", "MergeDecision", "NameFound", "WordDecision"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._any = False
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Packs", on_open=self.open, widths_em={0: 11, 1: 13, 2: 15, 3: 16}, lines=2,
            stretch=3,
        )  # fmt: skip
        empty = kit.empty(
            "Packs that leave the office",
            "A working pack takes one whole review to the lead reviewer’s laptop. An event pack takes what one event "
            "needs, in codes. Each is one encrypted file, and stays in this register until it is back.",
            "Hand out a pack", self.hand_out, icon="export",
        )  # fmt: skip
        self.list = kit.ListOrEmpty(self.table, empty)
        self.list.hide()
        self.body.addWidget(self.list, 1)
        self.hint = kit.box(kit.muted("↑ ↓ to move · Enter opens the pack"), margins=(24, 6, 24, 6))
        self.body.addWidget(self.hint)
        self.header.set(title=self.TITLE, actions=self._buttons())
        self.action(Action("packs.out", "Hand out a pack", self.hand_out, "Ctrl+N", where=self.TITLE, icon="export"))
        self.action(Action("packs.back", "Take a pack back", self.take_back, where=self.TITLE, icon="import"))

    def _buttons(self) -> list[kit.Button]:
        return [
            kit.button("Take a pack back", self.take_back, icon="import"),
            kit.button("Hand out a pack", self.hand_out, role="main", icon="export", key="Ctrl+N"),
        ]

    # ---- visits
    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def focus_first(self) -> None:
        if self._any:
            self.table.setFocus()
        else:
            super().focus_first()

    def _load(self) -> None:
        self.look("Load the register of packs", offering.register, done=self._show)

    def _show(self, found: Register) -> None:
        if found.here is not None:
            self.context.navigate("pack-here", remember=False)
            return
        lines, today = found.lines, found.today
        kept, had_focus = self.table.current_id(), self.table.hasFocus()
        self._any = bool(lines)
        self.model.set_rows([_row(line, called, today) for line, called in lines])
        self.list.show()
        self.list.look()
        self.hint.setVisible(self._any)
        self.header.set_facts(_facts([line for line, _ in lines]))
        if lines:
            self.table.choose(kept) or self.table.choose(lines[0][0].pack.id)
        if had_focus or self.focusWidget() is None:
            self.focus_first()

    # ---- what a person does
    def hand_out(self) -> None:
        """The form for a new pack."""
        self.context.navigate("pack-out")

    def take_back(self) -> None:
        """The form for one that came back."""
        self.context.navigate("pack-back")

    def open(self, pack_id: str) -> None:
        """One pack."""
        self.context.navigate("pack", pack=pack_id)


def _facts(lines: list[PackLine]) -> str:
    if not lines:
        return "Nothing of any case is out"
    out = sum(line.out for line in lines)
    late = sum(line.overdue for line in lines)
    left = sum(line.conflicts + line.names for line in lines)
    facts = [plural(out, "pack") + " out" if out else "Nothing is out"]
    facts += [f"{late} overdue"] if late else []
    facts += [f"{plural(left, 'thing')} to decide"] if left else []
    return " · ".join(facts)


def _row(line: PackLine, called: str, today: date) -> kit.Row:
    pack = line.pack
    out = f"Out since {uk_date(pack.out_at.date())}" if pack.out_at else ""
    last = f"on {uk_date(pack.last_return_at.date())}" if pack.last_return_at else "once"
    back = f"Came back {plural(pack.returns, 'time')}, last {last}" if pack.returns > 1 else f"Came back {last}"
    back = back if pack.returns else "Not back yet"
    todo = [
        plural(line.conflicts, "difference") if line.conflicts else "",
        plural(line.names, "name") if line.names else "",
    ]
    kind, _, case = called.partition(", ")
    return kit.Row(
        pack.id,
        (
            kit.Cell(kind, case, icon="pack", bold=line.out),
            kit.Cell(pack.borrower, pack.purpose),
            _state(line, today, out),
            kit.Cell(" and ".join(part for part in todo if part) or "Nothing", back, tone="" if any(todo) else "muted",
                     icon="merge" if any(todo) else "", order=line.conflicts + line.names),
        ),
    )  # fmt: skip


def _state(line: PackLine, today: date, out: str) -> kit.Cell:
    if not line.out:
        closed = line.pack.closed_at
        return kit.Cell("Closed", f"on {uk_date(closed.date())}" if closed else "", icon="done", order="9")
    if line.due is None:
        return kit.Cell("Out", out, icon="clock", order="8")
    days = (line.due - today).days
    if line.overdue:
        return kit.Cell(f"Due back {plural(-days, 'day')} ago", out, icon="warning", tone="warning",
                        order=line.due.isoformat())  # fmt: skip
    return kit.Cell(f"Due back {uk_date(line.due)}", out, icon="clock", order=line.due.isoformat())
