"""Bodies and places: agencies, schools, hospitals, once for all cases, with who decides for them today."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import board_form, shown
from desktop.changes import ChangeSet
from desktop.qt.actions import Action
from desktop.wording import partial_date, plural
from storage.records import Agency, BodyKind, words
from views import kit
from views.casework.base import WorkPage, options
from views.page import Context

COLUMNS = [kit.Column("Body", "body"), kit.Column("Kind", "kind"), kit.Column("Decides today", "decides")]
PLAIN = ("name", "type_words", "short_code", "contact_role", "mailbox", "phone", "address", "member")


class BodiesPage(WorkPage):
    """List on the left, the form of one on the right."""

    TITLE = "Bodies"
    KINDS = frozenset({"Agency", "Board"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._bodies: dict[str, Agency] = {}
        self._body = ""
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model,
            name="Bodies",
            on_open=self.edit,
            on_current=self._show,
            widths_em={0: 15, 1: 14, 2: 11},
            lines=2,
            stretch=0,
        )
        empty = kit.empty(
            "Bodies and places",
            "Agencies, schools, hospitals and places stand here once, for every case. The index asks who owns an item.",
            "Add a body",
            self.new,
        )
        self.list = kit.ListOrEmpty(self.table, empty)
        self.panes = kit.Panes(list_=self.list, detail=kit.scroll(self._form()), list_name="List of bodies", list_em=40)
        self.body.addWidget(self.panes, 1)
        self.action(Action("bodies.new", "Add a body", self.new, "Ctrl+N", where=self.TITLE, icon="add"))
        self.action(Action("bodies.save", "Save the body", self.save, "Ctrl+S", where=self.TITLE, listed=False))

    def _form(self) -> QWidget:
        self.title = kit.h2("Add a body")
        fields = {
            "name": kit.text_field("Name"),
            "kind": kit.choice("Kind", options(BodyKind), combo=True),
            "type_words": kit.text_field(
                "Words to print in its place", "Where its name is not printed, for example the hospital", optional=True
            ),
            "short_code": kit.text_field(
                "Short code",
                "It names files. Capital letters and digits, nothing of the name. Left empty, one is made.",
                optional=True,
                em=12,
            ),
            "contact_role": kit.text_field(
                "Post to write to", "For example, information governance lead", optional=True
            ),
            "mailbox": kit.text_field("Mailbox", optional=True),
            "phone": kit.text_field("Telephone", optional=True, em=16),
            "address": kit.text_field("Address", optional=True),
            "member": kit.CheckField("It sits on the board"),
            "successor_id": kit.choice(
                "Its successor",
                {},
                "The body that decides for it since it ended or was renamed",
                optional=True,
                combo=True,
            ),
            "succeeded_on": kit.date_field("Since when", optional=True),
        }
        self.form = kit.Form(fields)
        save = kit.button("Save the body", self.save, icon="done", key="Ctrl+S")
        self.remove_button = kit.button("Remove", self.remove, role="plain", icon="bin")
        inner = QWidget()
        kit.column(
            self.title,
            self.form.summary,
            *fields.values(),
            kit.flow(save, self.remove_button),
            None,
            parent=inner,
            space=12,
            margins=(24, 16, 24, 24),
        )
        return inner

    # ---- visits
    def arrive(self, *, body: str = "", **_where: Any) -> None:
        self.new_turn()
        self._body = body or self._body
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def focus_first(self) -> None:
        (self.table if self._bodies else self.list.empty.button or self.table).setFocus()

    def _load(self) -> None:
        self.look("Load the bodies", shown.bodies, done=self._loaded)

    def _loaded(self, found: tuple[Agency, ...]) -> None:
        kept = self._body or self.table.current_id()
        self._bodies = {one.id: one for one in found}
        self.model.set_rows([self._row(one) for one in found])
        button = kit.button("Add a body", self.new, role="main", icon="add", key="Ctrl+N")
        self.header.set(
            title="Bodies",
            facts=f"{plural(len(found), 'body', 'bodies')} and places, for every case" if found else "",
            actions=[button],
        )
        self.form.fields["successor_id"].set_options({one.id: one.name for one in found})
        if kept in self._bodies:
            self.table.choose(kept)
            self._fill(self._bodies[kept])
        elif found:
            self.table.choose(found[0].id)
        else:
            self._fill(None)

    def _row(self, body: Agency) -> kit.Row:
        decides, at = body, body
        while at.successor_id in self._bodies and at.successor_id != body.id:
            decides = at = self._bodies[at.successor_id]
        since = f"since {partial_date(body.succeeded_on)}" if body.succeeded_on.known else ""
        cell = kit.Cell("Itself", tone="muted") if decides is body else kit.Cell(decides.name, since)
        return kit.Row(
            body.id,
            (
                kit.Cell(body.name, f"{body.short_code}{' · on the board' if body.member else ''}"),
                kit.Cell(words(body.kind), body.type_words),
                cell,
            ),
        )

    # ---- one body
    def _show(self, body_id: str) -> None:
        if body_id != self._body:
            self._fill(self._bodies[body_id])

    def _fill(self, body: Agency | None) -> None:
        self._body = body.id if body else ""
        self.title.setText(body.name if body else "Add a body")
        self.remove_button.setVisible(body is not None)
        self.form.clear_errors()
        values: dict[str, Any] = {name: getattr(body, name) for name in PLAIN} if body else {}
        if body:
            values |= {"kind": body.kind.value, "successor_id": body.successor_id, "succeeded_on": body.succeeded_on}
        for name, field in self.form.fields.items():
            field.set_value(values.get(name, ""))

    def new(self) -> None:
        """An empty form."""
        self.table.clearSelection()
        self._fill(None)
        self.panes.show_detail()
        self.form.fields["name"].focus()

    def edit(self, body_id: str) -> None:
        """The keyboard into the form of one."""
        self._show(body_id)
        self.panes.show_detail()
        self.form.fields["name"].focus()

    def save(self) -> None:
        """Save the body in the form."""
        errors = self.form.check_dates()
        if errors:
            self.form.show_errors(errors)
            return
        self.form.clear_errors()
        values = self.form.values()
        successor, since = values.pop("successor_id"), values.pop("succeeded_on")
        if self._body and not values["short_code"]:
            values["short_code"] = self._bodies[self._body].short_code
        self.do(
            "Save a body",
            board_form.keep_body,
            self._body,
            values,
            successor,
            since,
            done=self._saved,
            failed=self.form.show,
        )

    def _saved(self, body: Agency) -> None:
        self._body = body.id
        self._load()
        self.context.notice(f"{body.name} is saved.", "info", "Undo", lambda: self.context.actions.trigger("undo"))

    def remove(self) -> None:
        """Put the body into the bin."""

        def gone(body: Agency) -> None:
            self._body = ""
            self._load()
            self.table.setFocus()
            self.context.notice(
                f"{body.name} was removed.", "info", "Undo", lambda: self.context.actions.trigger("undo")
            )

        self.do("Remove a body", board_form.remove_body, self._body, done=gone)
