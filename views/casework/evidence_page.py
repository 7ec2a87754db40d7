"""Evidence: everything a case holds, found by words and filters, read in place from the encrypted store."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from desktop.casework import evidence
from desktop.casework.evidence import Filters, Shown
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.wording import partial_date, plural
from storage.partial_date import PartialDate
from storage.records import Material, MaterialKind, Meeting, Note, words
from views import kit
from views.casework.base import CasePage, options
from views.casework.evidence_rows import COLUMNS, row_of
from views.casework.item_pane import ItemPane
from views.casework.item_side import ItemSide
from views.page import Context

LEAST_LIST = 90  # px: with large text on a small screen two rows still show


class EvidencePage(CasePage):
    """The list, one item, and what is known about it."""

    TITLE = "Evidence"
    KINDS = frozenset(
        {"Material", "MaterialText", "Note", "Meeting", "IndexEntry", "Loan", "Mark", "Continuity", "Agency", "Person"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.filters = Filters()
        self._total = 0
        self._wanted = ""
        self._sources: dict[str, str] = {}
        self.model = kit.PagedModel(COLUMNS, self._count, self._window, self)
        self.model.loaded.connect(self._loaded)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.table = kit.table(
            self.model,
            name="Evidence",
            on_open=self.read,
            on_current=self._chosen,
            widths_em={0: 5.5, 1: 14, 2: 8.75},
            lines=2,
            stretch=1,
        )
        self.pane = ItemPane(context, self._opened)
        self.side = ItemSide(context, self.pane.marking, lambda item: self.show_case(item=item))
        self.panes = kit.Panes(
            list_=self._list(),
            detail=kit.scroll(self.pane),  # in large text its head alone may be taller than the pane
            side=self.side,
            list_name="List",
            side_name="About this item",
            list_em=31,
            side_em=13.5,
            head=self.header,
        )
        self.body.addWidget(self.panes, 1)
        self._head()
        self._keys()

    # ---- put together
    def _list(self) -> QWidget:
        self.search = kit.text_field("Words in these items")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(250)
        self._waiting.timeout.connect(self._narrow)
        self.search.line.textChanged.connect(lambda _words: self._waiting.start())
        self.filter_button = kit.button("Filter", self.toggle_filter, icon="filter")
        self.filter_button.setCheckable(True)
        top = kit.row(self.search, space=8)
        top.setStretch(0, 1)
        top.addWidget(self.filter_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.chips = kit.FilterChips()
        self.chips.removed.connect(self._take_off)
        self.filter_form = self._filter_form()
        self.filter_band = kit.Band(self.filter_form)
        self.filter_band.hide()
        self.none = kit.label("", role="muted")
        self.none.hide()
        empty = kit.empty(
            "What the review holds",
            "Files, notes and minutes stand here. Each gets its own entry in the disclosure index, so that nothing "
            "has to be remembered.",
            "Bring in files",
            lambda: self.context.navigate("bring-in"),
            icon="import",
        )
        self.list = kit.ListOrEmpty(self.table, empty)
        self.list.setMinimumHeight(LEAST_LIST)
        self.tools = kit.box(top, self.filter_band, self.chips, self.none, space=8, margins=(24, 12, 16, 8))
        keys = kit.box(kit.muted("↑ ↓ to move · Enter to read"), margins=(24, 4, 16, 6))
        left = kit.box(self.tools, self.list, keys, space=0)
        left.layout().setStretch(1, 1)
        self._keys_line = keys
        keys.hide()
        return left

    def _filter_form(self) -> QFrame:
        self.by_kind = kit.choice("Kind", options(MaterialKind), optional=True, combo=True)
        self.by_source = kit.choice("From", {}, optional=True, combo=True)
        self.by_since = kit.date_field("Dated from", optional=True)
        self.by_until = kit.date_field("Dated until", optional=True)
        self.by_distressing = kit.check("Only items flagged as distressing")
        self.by_unread = kit.check("Only items I have not read")
        apply = kit.button("Filter the list", self._filter, icon="filter")
        dates = kit.columns(self.by_since, self.by_until, least_em=9, space=8)
        which = kit.columns(self.by_kind, self.by_source, least_em=9, space=8)
        return kit.card(which, dates, self.by_distressing, self.by_unread, kit.row_left(apply), space=6)

    def _keys(self) -> None:
        def add(action_id: str, title: str, run: Any, key: str, icon: str = "") -> None:
            self.action(Action(f"evidence.{action_id}", title, run, key, where=self.TITLE, icon=icon))

        add("note", "Write a note", lambda: self.context.navigate("note"), "Ctrl+N", "note")
        add("meeting", "Record a meeting", lambda: self.context.navigate("meeting"), "", "meeting")
        add("bring-in", "Bring in files", lambda: self.context.navigate("bring-in"), "Ctrl+I", "import")
        add("find", "Find words in these items", self.search.focus, "Ctrl+F", "search")
        add("details", "Change the details of this item", self.details, "Ctrl+D", "edit")
        add("withhold", "Withhold the selected words", lambda: self.pane.marking.ask_reason(), "Ctrl+M", "withheld")
        add("clear", "Show every item again", self.clear_filters, "", "filter")

    def _head(self) -> None:
        facts = f"{plural(self._total, 'item')} · each one has its own index entry" if self._total else ""
        actions = [
            kit.button("Bring in files", lambda: self.context.navigate("bring-in"), icon="import"),
            kit.button("Record a meeting", lambda: self.context.navigate("meeting"), icon="meeting"),
            kit.button("New note", lambda: self.context.navigate("note"), icon="note", key="Ctrl+N"),
        ]
        self.header.set(title="Evidence", facts=facts, actions=actions)

    # ---- visits
    def show_case(self, *, item: str = "", search: str = "", filters: str = "", **_where: Any) -> None:
        self._wanted = item
        if search:
            self.search.set_value(search)
        if filters == "unread":
            self.by_unread.setChecked(True)
        self._waiting.stop()
        self.filters = self._read_filters() or Filters()
        self.look("Load the sources", evidence.sources, self.context.case, done=self._offer_sources)
        self.reload()
        if item:
            self._chosen(item)
            self.panes.show_detail()

    def leave(self) -> None:
        self.pane.close_pages()

    def let_go(self) -> None:
        self.pane.close_pages()
        super().let_go()

    def place(self) -> dict[str, Any]:
        shown = self.pane.shown
        return {"item": shown.record.id if shown else "", "search": self.search.value()}

    def refresh(self, change: ChangeSet) -> None:
        shown = self.pane.shown
        kept = shown.record.id if shown else ""
        if change.kinds <= {"Continuity"}:
            return
        self.reload()
        if kept:
            self._chosen(kept)

    def focus_first(self) -> None:
        if self._total or not self.filters.plain:
            self.table.setFocus()
        else:
            super().focus_first()

    # ---- the list
    def reload(self) -> None:
        """Ask for the list again."""
        self.model.reload()

    def _count(self) -> int:
        session = self.context.session
        return session.look(evidence.count, self.context.case, self.filters, session.worker.id)

    def _window(self, first: int, how_many: int) -> list[kit.Row]:
        session = self.context.session
        lines = session.look(evidence.window, self.context.case, self.filters, session.worker.id, first, how_many)
        return [row_of(line) for line in lines]

    def _loaded(self, shown: int) -> None:
        if self.filters == Filters():
            self._total = shown
            self._head()
        narrowed = self.filters != Filters()
        self.list.setVisible((bool(shown) or not narrowed) and not self._filter_alone())
        self.tools.setVisible(bool(self._total) or narrowed)
        self._keys_line.setVisible(bool(shown) and theme().scale <= 1.5)  # no room to spare in large text
        self.none.setText(self._nothing())
        self.none.setVisible(narrowed and not shown)
        self.chips.set_count(shown, max(self._total, shown))
        self.panes.set_list_words(f"List, {shown} of {max(self._total, shown)}")
        self._choose()

    def _remember(self) -> None:
        """The row one is on when the list comes afresh, which may be another than when it was asked for."""
        self._wanted = self._wanted or self.table.current_id()

    def _choose(self) -> None:
        kept, self._wanted = self._wanted, ""
        if kept and self.table.choose(kept):
            QTimer.singleShot(
                0, lambda: self.table.scrollTo(self.table.currentIndex())
            )  # once the lines around it are laid
            return
        if not self.model.rowCount():
            self.pane.show_nothing()
            self.side.show_nothing()

    def _nothing(self) -> str:
        if self.filters.words:
            return (
                f"No results for “{self.filters.words}”. Looked in titles, words of items, notes, minutes and "
                "descriptions."
            )
        return "No item fits these filters."

    # ---- narrowing
    def toggle_filter(self) -> None:
        """Show the filters or put them away."""
        show = self.filter_band.isHidden()
        self.filter_band.setVisible(show)
        self.filter_button.setChecked(show)
        self.list.setVisible(not self._filter_alone())
        self.chips.setVisible(not self._filter_alone())
        if show:
            self.by_kind.focus()

    def _filter_alone(self) -> bool:
        """Where there is one pane only there is no room for the filters and the list."""
        return not self.filter_band.isHidden() and self.panes.mode == "one"

    def _filter(self) -> None:
        self._narrow()
        if self.list.isHidden():
            self.toggle_filter()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_sources(self, found: dict[str, str]) -> None:
        self._sources = found
        self.by_source.set_options(found)

    def _read_filters(self) -> Filters | None:
        for field in (self.by_since, self.by_until):
            field.clear_error()
            if field.mistake():
                field.set_error(field.mistake())
                return None
        return Filters(
            self.search.value(),
            self.by_kind.value(),
            self.by_source.value(),
            self.by_since.value(),
            self.by_until.value(),
            self.by_distressing.isChecked(),
            self.by_unread.isChecked(),
        )

    def _narrow(self) -> None:
        wanted = self._read_filters()
        if wanted is None or wanted == self.filters:
            return
        self.filters = wanted
        self.chips.show_filters(self._filter_words())
        self.reload()

    def _filter_words(self) -> dict[str, str]:
        wanted = self.filters
        said = {
            "kind": f"Kind: {words(MaterialKind(wanted.kind)).lower()}" if wanted.kind else "",
            "source": f"From: {self._sources.get(wanted.source, '')}" if wanted.source else "",
            "since": f"From {partial_date(wanted.since)}" if wanted.since.known else "",
            "until": f"Until {partial_date(wanted.until)}" if wanted.until.known else "",
            "distressing": "Distressing" if wanted.distressing else "",
            "unread": "Not read" if wanted.unread else "",
        }
        return {key: value for key, value in said.items() if value}

    def _take_off(self, key: str) -> None:
        undated = PartialDate()
        {
            "kind": lambda: self.by_kind.set_value(""),
            "source": lambda: self.by_source.set_value(""),
            "since": lambda: self.by_since.set_value(undated),
            "until": lambda: self.by_until.set_value(undated),
            "distressing": lambda: self.by_distressing.setChecked(False),
            "unread": lambda: self.by_unread.setChecked(False),
        }[key]()
        self._narrow()
        self.filter_button.setFocus()

    def clear_filters(self) -> None:
        """Every item again."""
        self.search.set_value("")
        for key in self._filter_words():
            self._take_off(key)
        self._narrow()

    # ---- one item
    def read(self, record_id: str) -> None:
        """Go and read an item: the keyboard goes into its text."""
        self.panes.show_detail()
        if self.pane.shown is not None and self.pane.shown.record.id == record_id:
            self.pane.take_keyboard()

    def _chosen(self, record_id: str) -> None:
        self.look("Load an item", evidence.item, record_id, done=self._show, failed=self._gone)

    def _gone(self, error: UserError) -> None:
        if error.code == "gone":
            self.pane.show_nothing()
            self.side.show_nothing()
        else:
            self.context.show_error(error)

    def _show(self, shown: Shown) -> None:
        current = self.table.current_id()
        if current and current != shown.record.id and not self._wanted:
            return
        self.pane.show_item(shown)
        self.side.show_item(shown, self._buttons(shown))

    def _buttons(self, shown: Shown) -> list[QWidget]:
        record = shown.record
        verb = {Material: "Details", Note: "Open the note", Meeting: "Open the minutes"}[type(record)]
        first = kit.button(verb, self.details, icon="edit", key="Ctrl+D" if isinstance(record, Material) else "")
        first.setToolTip(f"{verb} (Ctrl+D)")  # with its key a longer verb is wider than the panel
        found: list[QWidget] = [first]
        if isinstance(record, Material) and record.blob_id and record.media_type == "application/pdf":
            item_id = record.id
            found.append(
                kit.button("Copy for others", lambda: self.context.navigate("copy", item=item_id), icon="copy")
            )
        if not record.frozen:
            found.append(kit.button("Remove", lambda: self._remove(shown), role="plain", icon="bin"))
        return found

    def _opened(self, _record_id: str) -> None:
        """It was read for the first time: the list says so."""
        self.reload()

    def details(self) -> None:
        """The page on which this item can be changed."""
        if self.pane.shown is None:
            return
        record = self.pane.shown.record
        page, key = {Material: ("item", "item"), Note: ("note", "note"), Meeting: ("meeting", "meeting")}[type(record)]
        self.context.navigate(page, **{key: record.id})

    def _remove(self, shown: Shown) -> None:
        def gone(_result: Any) -> None:
            self.pane.show_nothing()
            self.table.setFocus()
            self.context.notice("The item was removed.", "info", "Undo", lambda: self.context.actions.trigger("undo"))

        self.do("Remove an item", evidence.remove, shown.record.id, done=gone)
