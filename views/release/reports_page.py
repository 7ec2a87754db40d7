"""Reports: every document a review can have, what each is for, and what it asks before it is looked at and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import shown, terminology
from desktop.changes import ChangeSet
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.reports import catalogue, choosing
from desktop.reports.choosing import Offer
from desktop.session import Store
from storage.records import Case
from views import kit
from views.casework.base import CasePage
from views.page import Context
from views.release.audiences import SHORT
from views.release.statements import Statements

COLUMNS = (kit.Column("Document"), kit.Column("Made for"))
CHOICES = ("profile", "recipient", "record", "marker", "pass_id")


class ReportsPage(CasePage):
    """The list of documents, and beside it what the chosen one asks: audience, person, record, marker, pass."""

    TITLE = "Reports"
    KINDS = frozenset({"Extra", "Person", "Agency", "MarkerPass", "RegisterRow"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.offer: Offer | None = None
        self._wanted: dict[str, str] = {}
        self._report = ""
        self._filling = False
        self.header.set(
            title="Reports",
            facts="Each is made from what the registers hold, for one audience, and checked before it leaves",
            actions=[
                kit.button("Copies of drafts", lambda: context.navigate("drafts"), icon="copy"),
                kit.button("Decided words", lambda: context.navigate("decided"), icon="done"),
            ],
        )
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model,
            name="Documents",
            on_open=self.open,
            on_current=self._chosen,
            lines=2,
            widths_em={0: 22, 1: 14},
            stretch=0,
        )
        keys = kit.box(kit.muted("↑ ↓ to move · Enter to look at it before it leaves"), margins=(24, 4, 16, 6))
        left = kit.box(self.table, keys, space=0)
        left.layout().setStretch(0, 1)
        self.detail = QWidget()
        self.inside = kit.column(parent=self.detail, space=12, margins=(24, 16, 24, 24))
        self.fields: dict[str, Any] = {}
        self.panes = kit.Panes(
            list_=left, detail=kit.scroll(kit.measure(self.detail, 44)), list_name="Documents", list_em=34
        )
        self.body.addWidget(self.panes, 1)
        self._register()

    def _register(self) -> None:
        def add(name: str, title: str, run: Any, icon: str) -> None:
            self.action(Action(f"reports.{name}", title, run, "", where=self.TITLE, icon=icon))

        add("decided", "See the decided words", lambda: self.context.navigate("decided"), "done")
        add("drafts", "See who holds copies of drafts", lambda: self.context.navigate("drafts"), "copy")
        add("look", "Look at the document before it leaves", lambda: self.open(self._report), "eye")
        add("words", "Change the words of the document", self._words, "edit")

    # ---- visits
    def show_case(self, *, report: str = "", **where: Any) -> None:
        """The list; ``report`` chooses a document, and ``profile``, ``recipient``, ``record``, ``marker`` and
        ``pass_id`` fill what it asks."""
        if report:
            self._report, self.offer = report, None
            self._wanted = {name: str(where[name]) for name in CHOICES if where.get(name)}
            self.panes.show_detail()
        self.look("Load the documents", _documents, self.context.case, done=self._show)

    def place(self) -> Mapping[str, Any]:
        return {"report": self._report, **{name: value for name, value in self.values().items() if value}}

    def refresh(self, change: ChangeSet) -> None:
        if self.offer is not None:
            self._wanted = self.values()
        self.show_case()

    def focus_first(self) -> None:
        first = next(iter(self.fields.values()), None)
        if self._wanted and first is not None:
            first.focus()
        else:
            self.table.setFocus()

    def _show(self, rows: list[kit.Row]) -> None:
        wanted = self._report or self.table.current_id()
        self._filling = True  # the list passes other lines on its way to the chosen one
        self.model.set_rows(rows)
        if not self.table.choose(wanted) and rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._filling = False
        self._load(self.table.current_id())

    # ---- one document
    def _chosen(self, report_id: str) -> None:
        if report_id and report_id != self._report and not self._filling:
            self._wanted = {}
            self._load(report_id)

    def _load(self, report_id: str) -> None:
        self._report = report_id

        def found(offer: Offer) -> None:
            if offer.id == self._report:
                self._draw(offer)

        if report_id:
            self.look("Load the document", _offer, self.context.case, report_id, done=found)

    def _draw(self, offer: Offer) -> None:
        self.offer = offer
        kit.clear(self.inside)
        self.fields = self._make_fields(offer)
        self.inside.addWidget(kit.h2(offer.title))
        self.inside.addWidget(kit.label(offer.about, role="muted"))
        for field in self.fields.values():
            self.inside.addWidget(field)
        look = kit.button("Look at it before it leaves", lambda: self.open(offer.id), role="main", icon="eye")
        words = kit.button(
            "Change its words", self._words, role="plain", icon="edit", name=f"Change its words: {offer.title}"
        )
        if offer.statements:
            self.inside.addWidget(Statements(self, offer.statements))
        self.inside.addWidget(kit.flow(look, words))
        if offer.edited:
            self.inside.addWidget(kit.muted("The board has its own words for this document."))
        self.inside.addStretch(1)
        self._fit()
        theme().dress(self.detail)

    def _make_fields(self, offer: Offer) -> dict[str, Any]:
        audiences = {one: SHORT[one] for one in offer.audiences}
        made: dict[str, Any] = {"profile": kit.choice("Shown to", audiences, value=offer.audiences[0])}
        if offer.people or "family" in offer.audiences:
            made["recipient"] = kit.choice("For whom", offer.people or offer.family, combo=True)
        if offer.records:
            made["record"] = kit.choice(
                f"Which {offer.record}", offer.records, "Left open: the latest", optional=True, combo=True
            )
        if offer.markers:
            made["marker"] = kit.choice("Which marker", offer.markers, "Left open: all", optional=True, combo=True)
            made["pass_id"] = kit.choice("Which pass", offer.passes, "Left open: all", optional=True, combo=True)
        for name, value in self._wanted.items():
            if name in made:
                made[name].set_value(value)
        for field in made.values():
            field.changed.connect(self._fit)
        return made

    def _fit(self) -> None:
        """Whom it is for is asked where the document or the audience is made for one."""
        field = self.fields.get("recipient")
        if field is not None and self.offer is not None:
            field.setVisible(self.offer.recipient != "none" or self.fields["profile"].value() == "family")

    def values(self) -> dict[str, str]:
        """What is chosen."""
        found = {name: str(field.value() or "") for name, field in self.fields.items()}
        field = self.fields.get("recipient")
        return found if field is None or not field.isHidden() else {**found, "recipient": ""}

    def open(self, report_id: str) -> None:
        """Its release review, with what is chosen."""
        same = self.offer is not None and self.offer.id == report_id
        self.context.navigate("release", what=f"report:{report_id}", **(self.values() if same else {}))

    def _words(self) -> None:
        self.context.navigate("words", report=self._report)


def _offer(store: Store, case_id: str, report_id: str) -> Offer:
    return choosing.offer(store, shown.case_and_marking(store, case_id)[0], report_id)


def _documents(store: Store, case_id: str) -> list[kit.Row]:
    case: Case = shown.case_and_marking(store, case_id)[0]
    labels = terminology.load(case.terminology).labels
    found = []
    for report_id in catalogue.reports():
        template = catalogue.report(store, report_id).template
        made_for = ", ".join(SHORT.get(one, one) for one in template.profiles)
        need = {"person": "for one person", "agency": "for one body"}.get(template.recipient, "")
        title = choosing.title_of(template, labels)
        found.append(kit.Row(report_id, (kit.Cell(title, template.about), kit.Cell(made_for, need))))
    return found
