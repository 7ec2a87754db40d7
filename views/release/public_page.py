"""What is public already: press, judgments, and the facts each tells; a published report is held against them."""

from __future__ import annotations

from typing import Any

from desktop.casework import public_facts
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.wording import plural
from storage.records import Extra
from views import kit
from views.casework.base import WorkPage
from views.page import Context

COLUMNS = (kit.Column("Where it was published", key="source"), kit.Column("What it tells"))


class PublicPage(WorkPage):
    """The board's own list."""

    TITLE = "What is public already"
    KINDS = frozenset({"Extra"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: dict[str, Extra] = {}
        self.add_button = kit.button("Add a source", lambda: self.ask(""), role="main", icon="add", key="Ctrl+N")
        self.remove_button = kit.button("Remove", self.remove, role="plain", icon="bin")
        self.header.set(
            title=self.TITLE,
            facts="A reader who holds these and the report can put them together: the release review says where",
            back=("Audiences", lambda: context.navigate("profiles")),
            actions=[self.remove_button, self.add_button],
        )
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Public sources", on_open=self.ask, lines=2, widths_em={0: 22, 1: 30}, stretch=1
        )
        empty = kit.empty(
            "No public source is listed",
            "Newspaper reports, judgments, inquest reports: list each with the facts it tells, one a line.",
            "Add a source",
            lambda: self.ask(""),
            icon="add",
        )
        self.list = kit.ListOrEmpty(self.table, empty)
        self.ask_box = kit.box(space=8, margins=(24, 8, 24, 12))
        inside = kit.box(self.list, kit.measure(self.ask_box, 48), space=0)
        inside.layout().setStretch(0, 1)
        self.body.addWidget(kit.scroll(inside), 1)
        self.action(
            Action("public.add", "Add a public source", lambda: self.ask(""), "Ctrl+N", where=self.TITLE, icon="add")
        )

    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        self.look("Load the public sources", lambda store: public_facts.sources(store), done=self._show)

    def refresh(self, change: ChangeSet) -> None:
        self.arrive()

    def focus_first(self) -> None:
        (self.table if self.found else self.add_button).setFocus()

    def _show(self, found: tuple[Extra, ...]) -> None:
        kept = self.table.current_id()
        self.found = {one.id: one for one in found}
        self.model.set_rows([_row(one) for one in found])
        self.remove_button.setEnabled(bool(found))
        if found and not self.table.choose(kept):
            self.table.setCurrentIndex(self.model.index(0, 0))

    def ask(self, source_id: str) -> None:
        """Add a source, or change one."""
        body = self.found[source_id].body if source_id in self.found else {}
        fields = {
            "source": kit.text_field(
                "Where it was published",
                "For example, Fellmarsh Gazette, 12 March 2016",
                em=34,
                value=str(body.get("source", "")),
            ),
            "facts": kit.LinesField(
                "What it tells",
                "One fact a line, as a reader would find it: a day, an age, a street, an injury",
                lines=4,
            ),
            "remarks": kit.text_field("Remarks", optional=True, em=34, value=str(body.get("remarks", ""))),
        }
        fields["facts"].set_value(tuple(body.get("facts", ())))

        def keep(form: kit.InlineForm) -> None:
            values = form.values()
            if source_id:
                self.do(
                    "Change a public source",
                    public_facts.change,
                    source_id,
                    done=lambda _row: self.close_ask(),
                    failed=form.form.show,
                    **values,
                )
            else:
                self.do(
                    "Add a public source",
                    public_facts.add,
                    done=lambda _row: self.close_ask(),
                    failed=form.form.show,
                    **values,
                )

        kit.clear(self.ask_box.layout())
        form = kit.InlineForm("Change a source" if source_id else "Add a source", fields, "Save", keep, self.close_ask)
        self.ask_box.layout().addWidget(form)
        theme().dress(self.ask_box)
        form.focus_first()

    def close_ask(self) -> None:
        """Put the form away."""
        kit.clear(self.ask_box.layout())
        self.focus_first()

    def remove(self) -> None:
        """Take the source one is on off the list."""
        if source := self.table.current_id():
            self.do("Remove a public source", public_facts.remove, source, done=self._removed, failed=self._refused)

    def _removed(self, _row: Extra) -> None:
        self.context.notice("The source was removed.", "info", "Undo", lambda: self.context.actions.trigger("undo"))

    def _refused(self, error: UserError) -> None:
        self.context.show_error(error)


def _row(one: Extra) -> kit.Row:
    facts = [str(each) for each in one.body.get("facts", ())]
    return kit.Row(
        one.id,
        (
            kit.Cell(str(one.body.get("source", "")), str(one.body.get("remarks", ""))),
            kit.Cell("; ".join(facts), plural(len(facts), "fact")),
        ),
    )
