"""What the pages of this room share: the case's registers at hand, forms and lists of their rows, one column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.markers import wizard
from desktop.markers.stages import Shown
from desktop.markers.wizard import Ground, Opened
from storage.records import RegisterRow
from views import kit
from views.casework.base import CasePage
from views.kit import InlineForm, layout_of
from views.markers.desk import Desk
from views.markers.register_view import RegisterView
from views.markers.row_form import RowForm
from views.page import Context

Read = tuple[Ground, Opened, Any]


class RoomDesk(Desk):
    """A desk for a page that is no marker's: it reads the registers of the page again."""

    def __init__(self, page: RoomPage, ground: Ground) -> None:
        super().__init__(page, ground)
        self._room = page

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the rows again."""
        self._room.read_again(then)


class RoomPage(CasePage):
    """A page on registers. ``REGISTERS`` are read at each visit; ``facts(store, ground, where)`` gives what else is.

    A subclass puts the page together in ``build()``, and draws what changes without typing in ``redraw()``.
    """

    REGISTERS: tuple[str, ...] = ()
    KINDS = frozenset({"RegisterRow", "Note", "Material", "Person"})
    WIDE_EM = 56

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: RoomDesk | None = None
        self.found: Any = None
        self.forms: list[RowForm] = []
        self.views: list[RegisterView] = []
        self._where: dict[str, Any] = {}
        self._inner = QWidget()
        self.column: QVBoxLayout = kit.column(parent=self._inner, space=16, margins=(24, 16, 24, 24))
        self.scroll = kit.scroll(kit.measure(self._inner, self.WIDE_EM))
        self.lay_body()

    def lay_body(self) -> None:
        """Where the column stands."""
        self.body.addWidget(self.scroll, 1)

    @staticmethod
    def facts(_store: Any, _ground: Ground, _where: Mapping[str, Any]) -> Any:
        """What the page shows beside rows; runs on a thread."""
        return None

    def build(self) -> None:
        """Put the page together in ``column``, from ``found`` and ``desk``."""

    def redraw(self) -> None:
        """Draw what follows from records that were saved since; forms that are being typed in stay."""

    # ---- visits
    def show_case(self, **where: Any) -> None:
        self._put_away()
        self._where = where
        self._read(self._opened)

    def _read(self, done: Callable[[Read], None]) -> None:
        facts, names, where = self.facts, self.REGISTERS, dict(self._where)
        case, worker = self.context.case, self.context.session.worker.id

        def read(store: Any) -> Read:
            ground = wizard.ground(store, case)
            names_here = [one for one in names if one in ground.registers]
            linked = {f.register for one in names_here for f in ground.registers[one].fields if f.register}
            rows = wizard.gathered(store, ground, sorted({*names_here, *linked}), worker)
            return ground, rows, facts(store, ground, where)

        self.look("Read the page", read, done=done)

    def _opened(self, read: Read) -> None:
        ground, rows, self.found = read
        if self.desk is not None:
            self.desk.deleteLater()
        self.desk = RoomDesk(self, ground)
        self.desk.open(rows, "")
        self.forms, self.views = [], []
        kit.clear(self.column)
        self.build()
        self.redraw()
        self.column.addStretch(1)
        self.focus_first()

    def read_again(self, then: Callable[[], None] | None = None) -> None:
        """Read rows and facts again; what is being typed stays."""

        def got(read: Read) -> None:
            _ground, rows, self.found = read
            if self.desk is None:
                return
            self.desk.open(rows, "")
            for view in self.all_views():
                view.fill()
            for form in self.forms:
                shown = form.row.id if form.row else ""
                row = next((one for one in self.desk.rows(form.register.id) if one.id == shown), None)
                if row is not None:
                    form.take(row)
            self.redraw()
            if then is not None:
                then()

        self._read(got)

    def refresh(self, _change: ChangeSet) -> None:
        if self.desk is not None:
            self.read_again()

    def leave(self) -> None:
        for one in (*self.forms, *self.views):
            one.leave()

    def draft(self) -> None:
        for one in (*self.forms, *self.views):
            one.keep_now()

    def _put_away(self) -> None:
        self.leave()
        self.forms, self.views = [], []

    def place(self) -> dict[str, Any]:
        return {key: value for key, value in self._where.items() if isinstance(value, str)}

    # ---- parts
    def all_views(self) -> list[RegisterView]:
        """The lists here, with those under open rows."""
        found: list[Any] = []
        left: list[Any] = list(self.views)
        while left:
            found.append(left.pop(0))
            left += list(found[-1].below)
        return found

    def add_form(
        self, register: str, fields: tuple[str, ...], row: RegisterRow | None, into: QVBoxLayout | None = None,
        **preset: Any,
    ) -> RowForm:  # fmt: skip
        """A form of some fields of a row."""
        assert self.desk is not None
        form = RowForm(self.desk, self.desk.ground.registers[register], fields, row, preset=preset)
        self.forms.append(form)
        (into or self.column).addWidget(form)
        return form

    def add_list(
        self, register: str, into: QVBoxLayout | None = None, *, without: tuple[str, ...] = (), note: str = "",
        children: tuple[str, ...] = (), **where: str,
    ) -> RegisterView:  # fmt: skip
        """A list of the rows in which each field of ``where`` holds its value, which also fills a new row."""
        assert self.desk is not None
        known = self.desk.ground.registers
        left_out = {*without, *where}
        fields = tuple(one.id for one in known[register].fields if one.id not in left_out)
        shown = Shown(register, fields, {key: frozenset({value}) for key, value in where.items()}, note)
        below = [Shown(one, tuple(f.id for f in known[one].fields), {}) for one in children]
        view = RegisterView(self.desk, shown, below, depth=1)
        self.views.append(view)
        (into or self.column).addWidget(view)
        return view

    def codes(self) -> dict[str, str]:
        """Codes of people by id."""
        assert self.desk is not None
        return {one.id: one.code for one in self.desk.ground.people}


class RowPage(RoomPage):
    """A page on one row of a register, to which something is done: a small form asks for what that needs.

    ``build`` makes ``ask``, the box in which such a form stands.
    """

    ask: QWidget

    @property
    def row(self) -> RegisterRow | None:
        """The row, or None while a new one is made."""
        return None

    def _act(self, name: str, service: Any, *args: Any, form: InlineForm | None = None, **more: Any) -> None:
        """Do something to the row; what stands in the way is said in the form that asked for it."""
        assert self.row is not None and self.desk is not None

        def failed(error: UserError) -> None:
            form.form.show(error) if form else self.context.show_error(error)

        case = self.desk.ground.case
        self.do(name, service, case, self.row.id, *args, done=lambda _made: self._done(), failed=failed, **more)

    def _done(self) -> None:
        """It was done: the page is put together anew."""
        self._close_ask()
        self.context.saved()
        self._again()

    def _again(self) -> None:
        """After it was begun, held or moved a page stands in another order."""
        self.show_case(**self._where)

    def _show_ask(self, form: InlineForm) -> None:
        self._close_ask()
        layout_of(self.ask).addWidget(form)
        self.ask.show()
        self.scroll.verticalScrollBar().setValue(0)
        form.focus_first()

    def _close_ask(self) -> None:
        kit.clear(layout_of(self.ask))
        self.ask.hide()
