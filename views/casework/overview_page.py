"""Overview: where each marker stands in three passes, what is due, what needs an answer, the index, what was worked
on.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.casework.activity import Worked
from desktop.casework.due import DueLine
from desktop.changes import ChangeSet
from desktop.markers.flags import Flag
from desktop.qt.actions import Action
from desktop.wording import listed, partial_date, plural, uk_date, uk_time
from storage.records import Case, words
from views import kit
from views.casework import overview_facts
from views.casework.base import CasePage
from views.casework.marker_table import MarkerTable
from views.casework.overview_facts import Facts
from views.page import Context

SHOWN = 5
ICONS = {"Note": "note", "Material": "sheet", "Meeting": "meeting", "Person": "person", "Judgement": "markers"}


class OverviewPage(CasePage):
    """The first page of a case."""

    TITLE = "Overview"
    KINDS = frozenset(
        {"Case", "Person", "Material", "Note", "Meeting", "IndexEntry", "Issue", "Judgement", "SignOff", "MarkerPass",
         "RegisterRow", "Request", "Loan", "Agency"}
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.markers = MarkerTable(context)
        self.side = QWidget()
        self.side_column = kit.column(parent=self.side, space=20, margins=(20, 16, 20, 16))
        panel = kit.frame("sidePanel")
        kit.column(kit.scroll(self.side, ground="sideScrolled"), parent=panel, space=0)
        self.panes = kit.Panes(detail=kit.scroll(self.markers), side=panel, side_name="What is due", side_em=22)
        self.body.addWidget(self.panes, 1)
        self.action(
            Action(
                "overview.note",
                "Write a note",
                lambda: context.navigate("note"),
                "Ctrl+N",
                where=self.TITLE,
                icon="note",
            )
        )
        self.action(
            Action(
                "overview.case",
                "Change the details of the case",
                lambda: context.navigate("case"),
                "Ctrl+D",
                where=self.TITLE,
                icon="edit",
            )
        )
        self._actions_shown = False
        self.header.set(title="Overview", actions=self._buttons())

    def _buttons(self) -> list[QWidget]:
        go = self.context.navigate
        return [
            kit.button("Case details", lambda: go("case"), icon="edit", key="Ctrl+D"),
            kit.button("Bring in files", lambda: go("bring-in"), icon="import"),
            kit.button("New note", lambda: go("note"), icon="note", key="Ctrl+N"),
        ]

    # ---- visits
    def show_case(self, **_where: Any) -> None:
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def focus_first(self) -> None:
        self.markers.focus_first() or super().focus_first()

    def _load(self) -> None:
        self.look("Load the overview", overview_facts.facts, self.context.case, done=self._show)

    def _show(self, facts: Facts) -> None:
        had = self.side.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.header.set(title="Overview", facts=_line(facts))
        self.markers.show_facts(facts)
        kit.clear(self.side_column)
        self._due(facts)
        self._needs(facts)
        self._index(facts)
        self._figures(facts)
        self._worked(facts.worked)
        self.side_column.addStretch(1)
        waiting = len(facts.due) + len(facts.flags)
        self.panes.set_side_words(
            f"{len(facts.due)} due, {len(facts.flags)} to answer" if waiting else "Nothing is due"
        )
        if had:
            self.markers.focus_first()

    # ---- the side
    def _section(self, title: str, *lines: QWidget, action: str = "", on_action: Any = None) -> None:
        head = kit.section_head(title, action, on_action)
        self.side_column.addWidget(kit.box(head, *lines, space=8))

    def _due(self, facts: Facts) -> None:
        if not facts.due:
            self._section("Due", kit.muted("Nothing is due."))
            return
        self._section("Due", *(self._due_line(one) for one in facts.due[:SHOWN]), *self._more(len(facts.due)))

    def _due_line(self, one: DueLine) -> QWidget:
        page, where = {
            "request": ("disclosure", {"part": "requests"}), "loan": ("item", {"item": one.record_id, "part": "loans"}),
            "archive": ("archive", {}), "lent": ("family", {"person": one.record_id, "tab": "lent"}),
            "clock": ("clocks", {}),
        }.get(one.kind, ("case", {}))  # fmt: skip
        when = kit.label(one.when, "caption", "warning" if one.late else "muted")
        sign = kit.icon_label("warning" if one.late else "clock", "warning" if one.late else "text-muted", 17)
        line = kit.row(sign, space=8)
        link: QWidget = (
            kit.link(one.what, lambda: self.context.navigate(page, **where))
            if page in self.context.pages()
            else kit.label(one.what)
        )
        why = [kit.muted(f"Why: {one.why}")] if one.why else []
        beside = kit.box(link, when, *why, space=0)
        line.addWidget(beside, 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    @staticmethod
    def _more(total: int) -> list[QWidget]:
        return [kit.muted(f"and {total - SHOWN} more")] if total > SHOWN else []

    def _needs(self, facts: Facts) -> None:
        lines: list[QWidget] = []
        cover = facts.coverage
        index = self._to("disclosure")
        if cover.undescribed:
            lines.append(
                self._ask(
                    f"{plural(cover.undescribed, 'listed item has', 'listed items have')} no description",
                    "Disclosure",
                    index,
                )
            )
        if cover.unowned:
            lines.append(
                self._ask(
                    f"{plural(cover.unowned, 'listed item has', 'listed items have')} no owner", "Disclosure", index
                )
            )
        if cover.missing:
            lines.append(
                self._ask(
                    f"{plural(cover.missing, 'record has', 'records have')} no index entry",
                    "Run the check of the vault",
                    self._to("backup"),
                )
            )
        for flag in facts.flags[:SHOWN]:
            lines.append(self._ask(flag.sentence, f"{flag.marker} · {flag.do}", self._answers(flag)))
        if len(facts.flags) > SHOWN:
            more = f"and {len(facts.flags) - SHOWN} more, marker by marker"
            go = self._to("markers")
            lines.append(kit.link(more, go, kind="caption-link") if go else kit.muted(more))
        self._section("Needs an answer", *(lines or [kit.muted("Nothing waits for an answer.")]))

    def _ask(self, sentence: str, where: str, go: Any) -> QWidget:
        sign = kit.icon_label("warning", "warning", 17)
        words_ = kit.link(sentence, go) if go is not None else kit.label(sentence)
        line = kit.row(sign, space=8)
        line.addWidget(kit.box(words_, kit.muted(where), space=0), 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _index(self, facts: Facts) -> None:
        cover, go = facts.coverage, self._to("disclosure")
        last = cover.last_open
        issued = (
            f"Version {last.version} issued {uk_date(last.issued_at.date())}"
            if last and last.issued_at
            else "Not issued yet"
        )
        second = [
            f"{plural(cover.since_last, 'item')} not listed yet" if cover.since_last else "",
            f"{plural(cover.candidates, 'candidate')} to decide" if cover.candidates else "",
            f"{plural(cover.owners_unconfirmed, 'owner')} not confirmed" if cover.owners_unconfirmed else "",
        ]
        lines: list[QWidget] = [kit.label(issued), kit.muted(" · ".join(part for part in second if part))]
        lines.append(
            kit.state("Every record has an entry", icon="done")
            if not cover.missing
            else kit.state(f"{cover.missing} without an entry", icon="warning", tone="warning")
        )
        self._section("Disclosure index", *lines, action="Open" if go else "", on_action=go)

    def _figures(self, facts: Facts) -> None:
        pairs = [
            (plural(facts.people, "person", "people"), "people"), (plural(facts.items, "item"), "evidence"),
            (plural(facts.coverage.records, "index entry", "index entries"), "disclosure"),
        ]  # fmt: skip
        links = [
            kit.link(said, self._to(page) or (lambda: None), kind="caption-link")
            for said, page in pairs
            if page in self.context.pages()
        ]
        self._section("Holds", kit.flow(*links, space=16))

    def _worked(self, worked: tuple[Worked, ...]) -> None:
        if not worked:
            return
        today = self.context.clock.today()
        self._section(
            "Last worked on", *(self._worked_line(one, today) for one in worked),
            action="Activity" if "activity" in self.context.pages() else "",
            on_action=self._to("activity"),
        )  # fmt: skip

    def _worked_line(self, one: Worked, today: date) -> QWidget:
        page, key = {"Person": ("people", "person"), "Judgement": ("marker", "marker")}.get(
            one.kind, ("evidence", "item")
        )
        where = {key: one.record_id}
        link: QWidget
        if page in self.context.pages() and one.kind != "Judgement":
            link = kit.link(one.words, lambda: self.context.navigate(page, **where))
        else:
            link = kit.label(one.words)
        sign = kit.icon_label(ICONS[one.kind], "text-muted", 17)
        line = kit.row(sign, space=8)
        line.addWidget(kit.box(link, kit.muted(_when(one.at, today)), space=0), 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    # ---- where lines lead
    def _to(self, page: str) -> Any:
        return (lambda: self.context.navigate(page)) if page in self.context.pages() else None

    def _answers(self, flag: Flag) -> Any:
        """The way to the place that answers a warning: the row and field of a wizard, or the entry of the index."""
        go = self.context.navigate
        if flag.record:
            return (lambda: go("disclosure", entry=flag.subject_id)) if "disclosure" in self.context.pages() else None
        if "marker" not in self.context.pages():
            return None
        return lambda: go("marker", marker=flag.marker, register=flag.register, row=flag.row_id, field=flag.field)


def _line(facts: Facts) -> str:
    case: Case = facts.case
    began = f"Referred {partial_date(case.referred_on)}" if case.referred_on.known else ""
    decided = f"decided {partial_date(case.decided_on)}" if case.decided_on.known else ""
    who = (
        listed(
            [
                plural(facts.bodies, "body supplied items", "bodies supplied items"),
                plural(facts.children, "child", "children"),
            ],
            ",",
        )
        if facts.bodies
        else plural(facts.children, "child", "children")
    )
    hold = "a preservation hold stands" if case.hold else ""
    return " · ".join(part for part in (words(case.stage), began, decided, who.replace(" ,", ","), hold) if part)


def _when(at: datetime, today: date) -> str:
    days = (today - at.date()).days
    return uk_time(at) if days == 0 else "Yesterday" if days == 1 else uk_date(at.date())
