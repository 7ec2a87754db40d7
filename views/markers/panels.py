"""Panels beside a stage that are computed from other records; a stage names them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.disclosure import coverage as coverage_service
from desktop.disclosure.coverage import Coverage
from desktop.markers import register_values, wizard
from desktop.markers.stages import Stage
from desktop.wording import plural
from views import kit
from views.markers.clocks_view import ClocksPanel
from views.markers.desk import Desk
from views.markers.worked_out import HeardPanel, HindsightPanel, StatementPanel, days, versions

Make = Callable[[Desk, Stage], QWidget]


def clocks(desk: Desk, _stage: Stage) -> QWidget:
    """The clocks that run or are late."""
    return ClocksPanel(desk.look, desk.ground.case, lambda: desk.context.navigate("clocks"))


def audiences(desk: Desk, _stage: Stage, *, about: str) -> QWidget:
    """Audience by audience, how many were told of one thing; those whom nobody has told stand out."""
    register = desk.ground.registers["communication"]
    rows = [row for row in wizard.current(desk.rows("communication")) if row.values.get("about") == about]
    parts: list[QWidget] = [kit.section_head("Audience by audience")]
    for key, words in register.field("audience").choices().items():
        told = [row for row in rows if row.values.get("audience") == key]
        sent = [row for row in told if row.values.get("sent_on")]
        reason = any(row.values.get("not_told_because") for row in told)
        said = plural(len(sent), "message") if sent else "not told, with a reason" if reason else "nobody told yet"
        parts.append(_line(words, said, open_=not sent and not reason))
    return kit.box(*parts, space=6)


def members(desk: Desk, _stage: Stage) -> QWidget:
    """Member by member, who was told; whoever was not stands out (question 3.1)."""
    rows = wizard.current(desk.rows("communication"))
    told = {str(row.values.get("person")): row for row in rows if row.values.get("audience") == "members"}
    parts: list[QWidget] = [kit.section_head("Member by member")]
    seats = [row for row in wizard.current(desk.rows("member")) if not row.values.get("until_on")]
    for seat in seats:
        person = str(seat.values.get("person", ""))
        body = desk.name("Agency", str(seat.values.get("agency", "")))
        row = told.get(person)
        missed = row is not None and row.values.get("not_reached") == "yes"
        sent = row is not None and bool(row.values.get("sent_on")) and not missed
        said = "told" if sent else "not reached" if missed else "not told yet"
        who = ", ".join(part for part in (desk.name("Person", person), body) if part)
        parts.append(_line(who, said, open_=not sent))
    if not seats:
        parts.append(kit.muted("The board's own record has no members yet."))
    return kit.box(*parts, space=6)


def returns(desk: Desk, _stage: Stage) -> QWidget:
    """The matrix of returns, body by body; members of the board that nobody has asked stand out (question 2.1)."""
    register = desk.ground.registers["agency_return"]
    rows = {str(row.values.get("agency", "")): row for row in wizard.current(desk.rows("agency_return"))}
    parts: list[QWidget] = [kit.section_head("Body by body")]
    members = (body.id for body in desk.ground.bodies if body.member and body.id != desk.ground.own)
    asked = [*rows, *(body for body in members if body not in rows)]
    for body in asked:
        row = rows.get(body)
        said = "not asked yet"
        if row is not None:
            told = {
                name: register_values.shown(register.field(name), row.values.get(name))
                for name in ("asked_on", "due", "received_on", "contact", "adequacy")
            }
            facts = [
                f"asked {told['asked_on']}" if told["asked_on"] else "",
                f"received {told['received_on']}" if told["received_on"] else f"due {told['due'] or 'on no day yet'}",
                f"contact: {told['contact'].lower()}" if told["contact"] else "",
                told["adequacy"].lower(),
            ]
            said = " · ".join(one for one in facts if one)
        parts.append(_line(desk.name("Agency", body) or "A body", said, open_=row is None))
    if not asked:
        parts.append(kit.muted("No body is a member of the board yet, and nobody has been asked."))
    return kit.box(*parts, space=6)


def sources(desk: Desk, _stage: Stage) -> QWidget:
    """Kind by kind, whether a source was thought of; those nobody has thought of stand out (question 10.3)."""
    register = desk.ground.registers["source"]
    rows = wizard.current(desk.rows("source"))
    used = register.field("used").choices()
    parts: list[QWidget] = [kit.section_head("Kind by kind")]
    for key, words in register.field("kind").choices().items():
        found = [row for row in rows if row.values.get("kind") == key]
        said = ", ".join(dict.fromkeys(used.get(str(row.values.get("used", "")), "begun").lower() for row in found))
        parts.append(_line(words, said or "not considered yet", open_=not found))
    return kit.box(*parts, space=6)


def _line(words: str, said: str, *, open_: bool) -> QWidget:
    line = QWidget()
    layout = kit.row(parent=line, space=8)
    sign = kit.icon_label("warning" if open_ else "done", "warning" if open_ else "text-muted", 17)
    layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(kit.box(kit.label(words), kit.muted(said), space=0), 1)
    return line


def factor_chart(desk: Desk, _stage: Stage) -> QWidget:
    """How often each kind of factor was found, the most frequent first: a table, not a score."""
    rows = wizard.current(desk.rows("contributory_factor"))
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row.values.get("code", ""))] = counts.get(str(row.values.get("code", "")), 0) + 1
    labels = desk.ground.registers["contributory_factor"].field("code").choices()
    order = sorted((key for key in counts if key in labels), key=lambda key: (-counts[key], labels[key]))
    pairs: list[tuple[str, str | QWidget]] = [(labels[key], str(counts[key])) for key in order]
    body = kit.facts_list(pairs, name_em=11) if pairs else kit.muted("No factor is recorded yet.")
    return kit.box(kit.section_head("Factors found"), body, space=6)


class _Coverage(QWidget):
    """Facts of the index that are read on a thread."""

    def __init__(self, desk: Desk, title: str, names: tuple[tuple[str, str], ...], page: str, words: str) -> None:
        super().__init__()
        self._names, self._page, self._words, self._desk = names, page, words, desk
        self.inside = kit.column(kit.section_head(title), parent=self, space=6)
        desk.look("Look at the index", coverage_service.coverage, desk.ground.case.id, done=self._show, owner=self)

    def _show(self, found: Coverage) -> None:
        pairs: list[tuple[str, str | QWidget]] = [(words, f"{getattr(found, name):,}") for name, words in self._names]
        self.inside.addWidget(kit.facts_list(pairs, name_em=10))
        if self._page in self._desk.context.pages():
            self.inside.addWidget(kit.link(self._words, lambda: self._desk.context.navigate(self._page)))


def index_coverage(desk: Desk, _stage: Stage) -> QWidget:
    """The index in four figures."""
    names = (
        ("records", "Entries"),
        ("missing", "Records without one"),
        ("candidates", "To decide"),
        ("since_last", "Not issued yet"),
    )
    return _Coverage(desk, "The index", names, "disclosure", "Go to the index")


def index_owners(desk: Desk, _stage: Stage) -> QWidget:
    """Owners of the index."""
    names = (("unowned", "Without an owner"), ("owners_unconfirmed", "Owner not confirmed"))
    return _Coverage(desk, "Owners of the index", names, "owner-lists", "Go to the owners’ lists")


PANELS: dict[str, Make] = {
    "clocks": clocks,
    "audiences-purpose": partial(audiences, about="purpose"),
    "audiences-delay": partial(audiences, about="delay"),
    "members": members,
    "sources": sources,
    "returns": returns,
    "factor-chart": factor_chart,
    "index-coverage": index_coverage,
    "index-owners": index_owners,
    "days": days,
    "versions": versions,
    "heard-agencies": partial(HeardPanel, by="agency"),
    "heard-tiers": partial(HeardPanel, by="tier"),
    "hindsight": HindsightPanel,
    "statement-in-papers": StatementPanel,
}
"""The panels that stages name, by id."""
