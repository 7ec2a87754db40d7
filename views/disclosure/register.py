"""What the registers of the index share: a short list, what is known of its current line, and small forms in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.theme import theme
from desktop.session import Session, Work
from views import kit
from views.disclosure import picture as pictures
from views.disclosure.picture import Picture
from views.kit import InlineForm, layout_of
from views.kit.fields import Field
from views.page import Context, Page

Service = Callable[[Work, dict[str, Any]], Any]


class RegisterPage(Page):
    """A list at the left, its line in full at the right. Subclasses give rows, detail and what to read."""

    COLUMNS: ClassVar[Sequence[kit.Column]] = ()
    WIDTHS: ClassVar[Mapping[int, float]] = {}
    NAME: ClassVar[str] = "List"
    EMPTY: ClassVar[tuple[str, str, str]] = ("", "", "")
    LINES: ClassVar[int] = 2
    LIST_EM: ClassVar[float] = 34

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: Picture | None = None
        self._wanted = ""
        self._form: InlineForm | None = None
        self.header.set(
            title=self.TITLE,
            facts=" ",
            back=("Disclosure index", lambda: context.navigate("disclosure")),
            actions=self.actions_(),
        )
        self.model = kit.ListModel(self.COLUMNS, [], self)
        self.table = kit.table(
            self.model,
            name=self.NAME,
            on_current=self._show_line,
            on_open=self._open_line,
            widths_em=self.WIDTHS,
            lines=self.LINES,
        )
        title, why, button = self.EMPTY
        self.nothing = kit.empty(title, why, button, self.add if button else None)
        self.list = kit.ListOrEmpty(self.table, self.nothing)
        self.list.setFocusProxy(self.table)
        self.detail = kit.box(space=16)
        self.detail_pane = kit.scroll(kit.box(self.detail, None, margins=(20, 16, 20, 20)))
        self.panes = kit.Panes(list_=self.list, detail=self.detail_pane, list_name=self.NAME, list_em=self.LIST_EM)
        self.panes.arranged.connect(self._fit_header)
        self.body.addWidget(self.panes, 1)

    def _fit_header(self, mode: str, shown: str) -> None:
        """Where one pane is in sight and it is not the list, there is a button back to it, and room is short."""
        self.header.setVisible(mode != "one" or shown == "list")

    # ---- for subclasses
    def actions_(self) -> list[QWidget]:
        """Buttons of the header."""
        return []

    def rows(self, found: Picture) -> list[kit.Row]:
        """The lines."""
        raise NotImplementedError

    def line(self, found: Picture, record_id: str) -> list[QWidget]:
        """Everything about one line."""
        raise NotImplementedError

    def facts(self, found: Picture) -> str:
        """The line of facts in the header."""
        raise NotImplementedError

    def add(self) -> None:
        """Open the form for a new line."""

    def read(self, session: Session, case_id: str) -> Picture:
        """What the page shows; runs on a thread."""
        return session.look(pictures.picture, case_id)

    # ---- coming and going
    def arrive(self, **where: Any) -> None:
        self._wanted = str(where.get("record", ""))
        self.put_away()
        self._load()

    def place(self) -> Mapping[str, Any]:
        return {"record": self.table.current_id()}

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.nothing.button or self.table).setFocus()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def _load(self) -> None:
        session, case_id = self.context.session, self.context.case
        self.context.run(self, f"Load: {self.TITLE}", lambda _task: self.read(session, case_id), self._got)

    def _got(self, found: Picture) -> None:
        self.found = found
        wanted = self._wanted or self.table.current_id()
        self._wanted = ""
        self.model.set_rows(self.rows(found))
        self.list.look()
        self.header.set_facts(self.facts(found))
        if not self.table.choose(wanted) and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        if not self.model.rowCount() and self._form is None:
            kit.clear(layout_of(self.detail))

    def _show_line(self, record_id: str) -> None:
        if self.found is None or self._form is not None:
            return
        kit.clear(layout_of(self.detail))
        for one in self.line(self.found, record_id):
            layout_of(self.detail).addWidget(one)
        theme().dress(self.detail)

    def _open_line(self, record_id: str) -> None:
        self._show_line(record_id)
        self.panes.show_detail()
        first = next(iter([*self.detail.findChildren(kit.Button), *self.detail.findChildren(kit.Link)]), None)
        if first is not None:
            first.setFocus()

    # ---- forms
    def bring(
        self,
        title: str,
        fields: Mapping[str, Field],
        save: str,
        service: Service,
        *,
        needed: Iterable[str] = (),
        done: str = "",
        lead: str = "",
        undo: bool = True,
        read: Callable[[Any], str] | None = None,
    ) -> InlineForm:
        """Show a form in place of the line. ``service(work, values)`` keeps it; ``read(result)`` is the next line."""
        kept = tuple(needed)
        form = InlineForm(
            title,
            fields,
            save,
            lambda one: self._save(one, title, service, kept, done, undo, read),
            self.put_away,
            lead=lead,
        )
        kit.clear(layout_of(self.detail))
        layout_of(self.detail).addWidget(form)
        self._form = form
        theme().dress(form)
        self.panes.show_detail()
        self.detail_pane.verticalScrollBar().setValue(0)
        form.focus_first()
        return form

    def put_away(self) -> None:
        """Back from the form to the line."""
        if self._form is None:
            return
        self._form = None
        kit.clear(layout_of(self.detail))
        if self.table.current_id():
            self._show_line(self.table.current_id())
        if self.panes.mode == "one" and not self.table.current_id():
            self.panes.show_list()
        self.table.setFocus()

    def _save(
        self,
        form: InlineForm,
        name: str,
        service: Service,
        needed: tuple[str, ...],
        done: str,
        undo: bool,
        read: Callable[[Any], str] | None,
    ) -> None:
        try:
            values = form.values(needed=needed)
        except UserError as problem:
            form.form.show(problem)
            return
        session = self.context.session

        def kept(result: Any) -> None:
            if read is not None:
                self._wanted = read(result)
            self.put_away()
            if done:
                can = undo and session.undo_name == name
                self.context.notice(
                    done, "info", "Undo" if can else "", (lambda: self.context.actions.trigger("undo")) if can else None
                )
            self._load()

        self.context.run(
            self, name, lambda _task: session.do(name, lambda work: service(work, values)), kept, form.form.show
        )
