"""The list of entries: filters in force and to choose, the paged table, and what may be set for several at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.disclosure import entries
from desktop.errors import UserError
from desktop.qt.presenting import shown
from desktop.qt.theme import theme
from desktop.session import Work
from desktop.wording import plural
from storage.records import IndexEntry, words
from views import kit
from views.disclosure.picture import CANDIDATES, FILTERS, OPEN, SENSITIVE, Picture, chosen, filter_words, row_of
from views.kit import DayField, InlineForm, TicksField, layout_of
from views.kit.fields import Field
from views.page import Context

COLUMNS = [kit.Column("Item", "item"), kit.Column("Description for issue", "what"), kit.Column("Stands at", "at")]
EMPTY = {
    OPEN: (
        "No items in the open list yet",
        "Accept candidates for the list, and decide whether sensitivity is claimed. Each then stands here.",
    ),
    SENSITIVE: (
        "No items are claimed as sensitive",
        "An item stands here when its claim is made with a reason. An issue of this list says positively that there "
        "are none.",
    ),
    CANDIDATES: (
        "No candidates wait",
        "Whatever is saved in this case (files, notes, minutes) comes here by itself, to be accepted or set not "
        "for listing.",
    ),
}


class ListPane(QWidget):
    """``opened(entry id)`` on Enter, ``current(entry id)`` on moving, ``filtered()`` when filters changed."""

    opened = Signal(str)
    current = Signal(str)
    filtered = Signal()
    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.found: Picture | None = None
        self.section = OPEN
        self.filters: list[str] = []
        self.ids: list[str] = []
        self._rows: dict[str, IndexEntry] = {}
        self._form: InlineForm | None = None
        self._kept = ""
        self._build()

    def _build(self) -> None:
        self.chips = kit.FilterChips()
        self.chips.removed.connect(lambda name: self.set_filters([one for one in self.filters if one != name]))
        self.filter_button = kit.button("Filter", self._open_menu, icon="filter")
        self.bulk_button = kit.button("Set for several", self._open_bulk, icon="edit")
        self.bulk_button.hide()
        self.model = kit.PagedModel(COLUMNS, lambda: len(self.ids), self._window, self)
        self.model.loaded.connect(self._again)
        self.table = kit.table(
            self.model,
            name="Entries",
            on_open=self.opened.emit,
            on_current=self.current.emit,
            widths_em={0: 4.6, 1: 12, 2: 7.6},
            lines=3,
            stretch=1,
        )
        self.setFocusProxy(self.table)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._chosen())
        self._empty = kit.Empty(*EMPTY[OPEN])
        self.stack = kit.ListOrEmpty(self.table, kit.scroll(self._empty))
        self.bulk = kit.box(space=0, margins=(16, 0, 16, 8))
        self.bulk.hide()
        top = kit.row(self.filter_button, self.chips, space=8, margins=(16, 8, 16, 6))
        top.setStretch(1, 1)
        several = kit.row(self.bulk_button, None, space=8, margins=(16, 0, 16, 6))
        self._several = QWidget()
        self._several.setLayout(several)
        self._several.hide()
        layout = kit.column(top, self._several, self.bulk, self.stack, parent=self, space=0)
        layout.setStretch(3, 1)

    def _window(self, first: int, how_many: int) -> Sequence[kit.Row]:
        found, section = self.found, self.section
        if found is None:
            return []
        return [
            row_of(found, self._rows[one], section) for one in self.ids[first : first + how_many] if one in self._rows
        ]

    # ---- what is shown
    def show_picture(self, found: Picture, section: str) -> None:
        """Show a list of the case; the current line stays current if it is still there."""
        self.found, self.section = found, section
        self._reload()

    def set_filters(self, filters: Sequence[str]) -> None:
        """Other filters."""
        self.filters = list(dict.fromkeys(filters))
        self._reload()
        self.filtered.emit()

    def _reload(self) -> None:
        found = self.found
        if found is None:
            return
        kept = self.table.current_id()
        picked = chosen(found, self.section, self.filters)
        self.ids = [entry.id for entry in picked]
        self._rows = {entry.id: entry for entry in picked}
        self.chips.show_filters({name: filter_words(found, name) for name in self.filters})
        self.chips.set_count(len(picked), len(chosen(found, self.section, [])))
        self._say_empty()
        self._kept = kept or self._kept
        self.model.reload()

    def _again(self, _total: int) -> None:
        record, self._kept = self._kept, ""
        if record and self.table.current_id() != record:
            self.choose(record, quiet=True)
        self.loaded.emit()

    def _say_empty(self) -> None:
        title, why = EMPTY[self.section]
        if self.filters:
            title, why = "Nothing meets these filters", "Take a filter off to see more."
        next(iter(self._empty.findChildren(kit.Label))).setText(title)
        self._empty.why.setText(why)

    def choose(self, entry_id: str, *, quiet: bool = False) -> bool:
        """Go to the line of an entry; whether it is in this list."""
        if entry_id not in self.ids:
            return False
        self.table.blockSignals(quiet)
        self.table.setCurrentIndex(self.model.index(self.ids.index(entry_id), 0))
        self.table.blockSignals(False)
        return True

    def step(self, by: int) -> str:
        """The entry before or after the current one; nothing at the ends."""
        at = self.table.currentIndex().row() + by
        if not 0 <= at < len(self.ids):
            return ""
        self.table.setCurrentIndex(self.model.index(at, 0))
        return self.ids[at]

    # ---- filters
    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """Filters to choose: states, then kinds and owners that occur in this list."""
        menu = QMenu("Filter", self)
        menu.setAccessibleName("Filter")
        for name, (said, _test) in FILTERS.items():
            self._add(menu, name, said)
        if self.found is not None:
            there = chosen(self.found, self.section, [])
            kinds, owners = menu.addMenu("Kind"), menu.addMenu("Owner")
            for value, said in sorted({(e.kind.value, words(e.kind)) for e in there}, key=lambda one: one[1]):
                self._add(kinds, f"kind:{value}", said)
            for body in sorted({e.owner_id for e in there if e.owner_id}, key=self.found.body):
                self._add(owners, f"owner:{body}", self.found.body(body))
        return menu

    def _add(self, menu: QMenu, name: str, said: str) -> None:
        action = QAction(shown(said), menu)
        action.setCheckable(True)
        action.setChecked(name in self.filters)
        action.toggled.connect(
            lambda on: self.set_filters([*self.filters, name] if on else [one for one in self.filters if one != name])
        )
        menu.addAction(action)

    # ---- several at once
    @property
    def form_open(self) -> bool:
        """Whether the keyboard is in the form for several items."""
        form, at = self._form, self.focusWidget()
        return form is not None and at is not None and form.isAncestorOf(at)

    def confirm(self) -> None:
        """Save that form."""
        if self._form is not None:
            self._form.save.click()

    def _chosen(self) -> None:
        many = len(self.table.selectionModel().selectedRows())
        self._several.setVisible(many > 1 or self._form is not None)
        self.bulk_button.setVisible(many > 1)
        self.bulk_button.setText(f"Set for {many} items")
        self.bulk_button.updateGeometry()

    def _open_bulk(self) -> None:
        if self.found is None:
            return
        count = len(self.table.chosen_ids())
        fields: dict[str, Field] = {
            "location": kit.text_field("Place to inspect", optional=True),
            "owner_contact": kit.text_field("Owner’s contact", optional=True),
            "retention_class": kit.text_field("Retention class", optional=True),
            "retain_until": DayField("Keep until", optional=True),
            "controller_ids": TicksField("Data controllers", self.found.owners()),
        }
        self._form = InlineForm(
            f"Set for {plural(count, 'item')}",
            fields,
            "Set for all of them",
            self._save_bulk,
            self._close_bulk,
            lead="What is left empty stays as it is. Owner and sensitivity are decided item by item.",
        )
        layout = layout_of(self.bulk)
        kit.clear(layout)
        layout.addWidget(kit.scroll(self._form))
        theme().dress(self._form)
        self.bulk.show()
        self._form.focus_first()

    def _close_bulk(self) -> None:
        self.bulk.hide()
        self._form = None
        self.table.setFocus()

    def _save_bulk(self, form: InlineForm) -> None:
        try:
            fields = {name: value for name, value in form.values().items() if value}
        except UserError as problem:
            form.form.show(problem)
            return
        if not fields:
            form.form.show_errors({"location": "Enter at least one of these"})
            return
        ids, session = self.table.chosen_ids(), self.context.session

        def service(work: Work) -> int:
            return entries.set_many(work, [work.get(IndexEntry, one) for one in ids], **fields)

        def done(count: int) -> None:
            self._close_bulk()
            self.context.notice(
                f"Set for {plural(count, 'item')}.", "info", "Undo", lambda: self.context.actions.trigger("undo")
            )

        self.context.run(
            self, "Set for several", lambda _task: session.do("Set for several items", service), done, form.form.show
        )
