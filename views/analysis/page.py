"""Analysis: how each finding was reached, drawn as a chain or listed as a table; steps are linked here."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.markers import chain as chains
from desktop.markers import stages, warnings
from desktop.markers.chain import Chain, Passage, Step
from desktop.markers.flags import Flag
from desktop.markers.stages import Stages
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.wording import plural
from storage.records import Case
from views import kit
from views.analysis.board import ChainBoard
from views.casework.base import CasePage
from views.kit import InlineForm
from views.page import Context

WIDE_EM = 58
"""Below this the chain has no room for its columns, and the table is shown."""
REPORT = "how-we-got-here"
COLUMNS = (kit.Column("Step", "step"), kit.Column("Words", "words"), kit.Column("Rests on"), kit.Column("Leads to"))


class AnalysisPage(CasePage):
    """The chain of a case. Enter opens a step where it is written; nothing here is a score.

    Where it is narrow there is the list of steps alone: what the registers say of one stands where Enter leads.
    """

    TITLE = "Analysis"
    KINDS = frozenset({"RegisterRow", "Material", "Note", "IndexEntry"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._chain: Chain | None = None
        self._stages: Stages | None = None
        self._current = ""
        self.view = kit.Segmented({"chain": "Chain", "table": "Table"}, "Shown as")
        self.view.chosen.connect(lambda _key: self._arrange())
        self.add_link = kit.button("Add a link", self.start_link, icon="link", key="Ctrl+E")
        self.report = kit.button("How we got here", self.open_report, icon="reports")
        self.header.set(
            title=self.TITLE,
            facts="How each finding was reached, from what was said and written",
            actions=[self.view, self.add_link, self.report],
        )
        self.prompts = kit.column(space=0)
        self.body.addLayout(self.prompts)
        self.board = ChainBoard(self.open_step)
        self.board.chosen.connect(self.choose)
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Steps of the analysis", on_open=self.open_step, on_current=self.choose, lines=3,
            widths_em={0: 7, 1: 20, 2: 14, 3: 14}, stretch=1,
        )  # fmt: skip
        self.stack = kit.PageStack()
        self.stack.addWidget(kit.scroll(self.board))
        self.stack.addWidget(self.table)
        self.empty = kit.empty(
            "No analysis yet",
            "Episodes, factors and findings stand here with what they rest on, once the first is written.",
            "Go to the wizard of the analysis", self.open_wizard, icon="markers",
        )  # fmt: skip
        self.stack.addWidget(kit.scroll(self.empty))
        self.body.addWidget(self.stack, 1)
        self.below = QWidget()
        self.below_column = kit.column(parent=self.below, space=8, margins=(24, 8, 24, 12))
        self.panel = kit.box(kit.rule(), kit.scroll(self.below, ground="sideScrolled"), space=0)
        self.body.addWidget(self.panel)
        self.panel.hide()
        self._register()

    def _register(self) -> None:
        for name, words, run, key in (
            ("link", "Add a link to the chosen step", self.start_link, "Ctrl+E"),
            ("report", "Make the document How we got here", self.open_report, ""),
        ):
            self.action(Action(f"analysis.{name}", words, run, key, where=self.TITLE, icon="analysis"))

    # ---- showing
    def show_case(self, *, step: str = "", **_where: Any) -> None:
        self._current = step or self._current
        case_id = self.context.case

        def read(store: Any) -> tuple[Chain | None, Stages, tuple[Flag, ...]]:
            case = store.get(Case, case_id)
            found = chains.read(store, case_id)
            names = {one.register for one in found.plan.columns if one.register} if found else set()
            flags = tuple(one for one in warnings.warnings(store, case) if one.register in names)
            return found, stages.load(case.framework, case.terminology), flags

        self.look("Load the analysis", read, done=self._got)

    def refresh(self, _change: ChangeSet) -> None:
        self.show_case()

    def _got(self, found: tuple[Chain | None, Stages, tuple[Flag, ...]]) -> None:
        self._chain, self._stages, flags = found
        chain = self._chain
        if chain is not None:
            if chain.step(self._current) is None:
                self._current = next((step.id for step in chain.of("finding")), "")
            self.board.show_chain(chain, self._current)
            self.model.set_rows([_row(chain, step) for step in chain.steps])
            self.table.choose(self._current)
        self._show_prompts(flags)
        self._arrange()
        self._tell()

    def _show_prompts(self, flags: tuple[Flag, ...]) -> None:
        """The first thing that needs an answer, and how many more do."""
        kit.clear(self.prompts)
        if not flags:
            return
        first = flags[0]
        more = f" {plural(len(flags) - 1, 'more prompt')} in the list of markers." if len(flags) > 1 else ""
        words = f"{first.sentence} {first.do}{more}" if self._wide() else first.sentence
        self.prompts.addWidget(kit.NoticeBar("warn", words, "Answer it", lambda: self._answer(first)))

    def _answer(self, flag: Flag) -> None:
        self._open_row(flag.register, flag.row_id, flag.field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _wide(self) -> bool:
        return self.width() >= WIDE_EM * theme().em()

    def _arrange(self) -> None:
        wide = self._wide()
        self.panel.setMaximumHeight(theme().px(210))
        self.view.setVisible(wide)
        for column in (2, 3):
            self.table.setColumnHidden(column, not wide)
        some = self._chain is not None and bool(self._chain.steps)
        drawn = wide and self.view.value() == "chain"
        self.stack.setCurrentIndex(2 if not some else 0 if drawn else 1)
        self.add_link.setVisible(some)

    def focus_first(self) -> None:
        if self.stack.currentIndex() == 0:
            self.board.focus_step(self._current)
        elif self.stack.currentIndex() == 1:
            self.table.setFocus()
        elif self.empty.button is not None:
            self.empty.button.setFocus()

    # ---- one step
    def choose(self, step_id: str) -> None:
        """Tell below what the registers say of a step."""
        if step_id == self._current:
            return
        self._current = step_id
        self.board.choose(step_id)
        self._tell()

    def _tell(self) -> None:
        step = self._chain.step(self._current) if self._chain else None
        if step is None or not self._wide():
            self.panel.hide()
            return
        asked = step.id
        self.look("Count what a step holds", chains.told, self.context.case, step.id,
                  done=lambda passages: self._told(step, passages) if asked == self._current else None)  # fmt: skip

    def _told(self, step: Step, passages: tuple[Passage, ...]) -> None:
        assert self._chain is not None
        kit.clear(self.below_column)
        own = kit.box(
            kit.h3(self._chain.plan.column(step.column).title), kit.label(step.words, "reading"),
            *([kit.muted(step.second)] if step.second else []),
            kit.link("Open it where it is written", lambda: self.open_step(step.id)), space=4,
        )  # fmt: skip
        parts = [kit.box(kit.h3(one.title), *map(kit.label, one.texts), None, space=4) for one in passages]
        self.below_column.addWidget(kit.columns(own, *parts, least_em=16))
        if self._links(step):
            self.below_column.addWidget(self._links_line(step))
        self.below_column.addStretch(1)
        self.panel.show()

    def _links(self, step: Step) -> tuple[Step, ...]:
        assert self._chain is not None
        return (*self._chain.before(step.id), *self._chain.after(step.id))

    def _links_line(self, step: Step) -> QWidget:
        links: list[QWidget] = [kit.muted("Take a link away:")]
        for other in self._links(step):
            link = kit.link(other.words[:60], lambda other=other: self.unlink(other.id), kind="caption-link")
            link.setAccessibleName(f"Take away the link with {other.words}")
            links.append(link)
        return kit.flow(*links, space=12)

    # ---- linking
    def start_link(self) -> None:
        """Ask which step the chosen one is to be linked with."""
        chain = self._chain
        step = chain.step(self._current) if chain else None
        if chain is None or step is None:
            self.context.notice("Choose a step first.", "info")
            return
        partners = chain.partners(step.id)
        if not partners:
            self.context.notice("There is no step to link it with yet. Write one in its wizard first.", "info")
            return
        titles = {one.id: one.title for one in chain.plan.columns}
        options = {one.id: f"{titles[one.column]}: {one.words}" for one in partners}
        field = kit.choice("Link it with", options, "Steps of the columns that it rests on or leads to", combo=True)
        form = InlineForm(
            f"Link “{step.words}”", {"other": field}, "Link them", lambda made: self._link(made, step.id), self._tell
        )
        kit.clear(self.below_column)
        self.below_column.addWidget(form)
        self.panel.show()
        form.focus_first()

    def _link(self, form: InlineForm, step_id: str) -> None:
        other = str(form.form.fields["other"].value() or "")
        if not other:
            form.form.show_errors({"other": "Choose the step to link it with"})
            return
        self.do("Link two steps", chains.link, self.context.case, step_id, other,
                done=lambda _row: self._linked(), failed=form.form.show)  # fmt: skip

    def unlink(self, other_id: str) -> None:
        """Take the link of the chosen step with another away; undo brings it back."""
        self.do("Take a link away", chains.unlink, self.context.case, self._current, other_id,
                done=lambda _row: self._unlinked())  # fmt: skip

    def _linked(self) -> None:
        self.context.saved()
        self.focus_first()

    def _unlinked(self) -> None:
        self.context.saved()
        undo = self.context.actions
        self.context.notice("The link was taken away.", "info", "Undo", lambda: undo.trigger("undo"))

    # ---- elsewhere
    def open_step(self, step_id: str) -> None:
        """A step where it is written: its row in the wizard, or the paper or note."""
        step = self._chain.step(step_id) if self._chain else None
        if step is None or self._chain is None:
            return
        if step.kind != "RegisterRow":
            self.context.navigate("evidence", item=step.id)
            return
        self._open_row(self._chain.plan.column(step.column).register, step.id)

    def _open_row(self, register: str, row_id: str, field: str = "") -> None:
        stages = self._stages.where(register) if self._stages else ()
        if stages:
            where = {"register": register, "row": row_id, "field": field}
            self.context.navigate("marker", marker=stages[0].marker, stage=stages[0].id, **where)

    def open_wizard(self) -> None:
        """The wizard in which the first step is written; the list of markers where the framework has no chain."""
        register = next((one.register for one in self._chain.plan.columns if one.register), "") if self._chain else ""
        if register:
            self._open_row(register, "")
        else:
            self.context.navigate("markers")

    def open_report(self) -> None:
        """The release review of the annex that tells how each finding was reached."""
        self.context.navigate("release", what=f"report:{REPORT}")


def _row(chain: Chain, step: Step) -> kit.Row:
    column = chain.plan.column(step.column)
    before, after = ("; ".join(one.words for one in found) for found in (chain.before(step.id), chain.after(step.id)))
    cells = (
        kit.Cell(column.title, icon=column.icon),
        kit.Cell(step.words, step.second),
        kit.Cell(before or "Nothing yet", tone="" if before else "muted"),
        kit.Cell(after or "Nothing yet", tone="" if after else "muted"),
    )
    return kit.Row(step.id, cells)
