"""One item after the other that has come in: title, kind, date, and its description for the index, by keys alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.casework.material import FileResult
from desktop.disclosure import arrivals
from desktop.disclosure.arrivals import Arrival
from desktop.disclosure.overview import Lens
from desktop.wording import plural
from storage.records import MaterialKind, words
from views import kit
from views.casework.base import CasePage, options
from views.disclosure.description import DescriptionField
from views.kit.fields import Field

OPEN = "…"


class Describing(QWidget):
    """Asks for each item of a queue. ``emptied`` when the last one was answered or left for later."""

    emptied = Signal()

    def __init__(self, page: CasePage) -> None:
        super().__init__()
        self._page = page
        self._queue: list[tuple[str, str]] = []
        self._item = ""
        self._starter = ""
        self._build()
        self.hide()

    def _build(self) -> None:
        self.head = kit.h2("")
        self.file = kit.muted("")
        self.title = kit.text_field(
            "Title", "Your own words, for lists inside Caseward. The name of the file is not used."
        )
        self.kind = kit.choice("Kind", options(MaterialKind), "It makes the starter below", combo=True)
        self.date = kit.date_field("Date of the item", "As it stands on the item", optional=True)
        self.distressing = kit.CheckField("Distressing: keep it covered until somebody asks")
        self.description = DescriptionField(lines=3)
        self.description.hint.setText(
            "What the item holds, for police. People by code, no names. The open clause is marked."
        )
        self.description.hint.show()
        fields: Mapping[str, Field] = {
            "title": self.title, "kind": self.kind, "doc_date": self.date, "distressing": self.distressing,
            "description": self.description,
        }  # fmt: skip
        self.form = kit.Form(fields)
        self.accept = kit.button("Save and go on", self.save, role="main", icon="done", key="Ctrl+Return")
        self.later = kit.button("Leave it for later", self.skip, role="plain")
        key = QShortcut(QKeySequence("Ctrl+Return"), self)
        key.activated.connect(self.save)
        self.accept.setToolTip("")
        kit.column(
            kit.box(self.head, self.file, space=2), self.form.summary, self.title,
            kit.columns(self.kind, self.date, least_em=14, space=12), self.distressing, self.description,
            kit.flow(self.accept, self.later), None,
            parent=self, space=12, margins=(24, 16, 24, 24),
        )  # fmt: skip
        self.kind.changed.connect(self._rename)
        self.date.line.editingFinished.connect(self._rename)

    # ---- the queue
    def start(self) -> None:
        """A new batch."""
        self._queue.clear()
        self._item = ""
        self.hide()
        self._read_register()

    def _read_register(self) -> None:
        """What reads descriptions knows the people and the bodies that own items, those just brought in too."""
        self._page.look(
            "Load what reads descriptions",
            Lens,
            self._page.context.case,
            done=lambda lens: self.description.set_lens(lens.remarks),
        )

    def push(self, result: FileResult) -> None:
        """One more file is kept: ask about it and about what came with it."""
        if result.item is not None:
            self._queue.append((result.item.id, result.name))
            self._queue += [(one.id, f"attachment of {result.name}") for one in result.attachments]
        if not self._item:
            self._read_register()
            self._next()
        else:
            self._say_how_many()

    def drop(self, item_id: str) -> None:
        """An item was taken away again."""
        self._queue = [one for one in self._queue if one[0] != item_id]
        if self._item == item_id:
            self._next()

    def _next(self) -> None:
        self._item = ""
        if not self._queue:
            self.hide()
            self.emptied.emit()
            return
        self._item, name = self._queue.pop(0)
        self.file.setText(f"File as received: {name}")
        self._page.look("Load an item", arrivals.arrival, self._item, done=self._fill)

    def _say_how_many(self) -> None:
        left = f" · {plural(len(self._queue), 'more item')} to go" if self._queue else ""
        self.head.setText(f"Say what it is{left}")

    def _fill(self, found: Arrival) -> None:
        if found.item.id != self._item:
            return
        self.form.clear_errors()
        item = found.item
        self.title.set_value(item.title)
        self.kind.set_value(item.kind.value if item.kind is not MaterialKind.OTHER else "")
        self.date.set_value(item.doc_date)
        self.distressing.set_value(item.distressing)
        self._show_starter(found)
        self._say_how_many()
        self.show()
        self.title.focus()

    def _show_starter(self, found: Arrival) -> None:
        if found.description or (self.description.value() not in ("", self._starter) and self._starter):
            return
        self._starter = found.starter.text
        self.description.set_value(self._starter)
        if self.description.text.hasFocus():
            self.select_open()  # one is there already: what is typed next takes the place of the open clause

    # ---- one item
    def _facts(self) -> dict[str, Any]:
        kind = self.kind.value()
        return {
            "title": self.title.value(), "doc_date": self.date.value(), "distressing": self.distressing.value(),
            "kind": MaterialKind(kind) if kind else MaterialKind.OTHER,
        }  # fmt: skip

    def _rename(self) -> None:
        """Kind or date are known now: the starter follows."""
        if not self._item or self.date.mistake():
            return
        item, facts = self._item, self._facts()

        def named(found: Arrival) -> None:
            if item == self._item:
                self._show_starter(found)

        self._page.do("Say what an item is", arrivals.name, item, done=named, **facts)

    def save(self) -> None:
        """Save title, kind, date and description, and go on to the next."""
        if not self._item:
            return
        errors = self.form.check_dates()
        if not self.title.value():
            errors["title"] = "Enter a title in your own words"
        if not self.kind.value():
            errors["kind"] = "Choose what kind of item it is"
        text = self.description.value().strip()
        if text.endswith(OPEN):
            errors["description"] = "Finish the description: say what the item is about"
        if errors:
            self.form.show_errors(errors)
            if set(errors) == {"description"}:
                self.select_open()
            return
        self.form.clear_errors()
        item = self._item
        self._page.do(
            f"Describe {words(MaterialKind(self.kind.value())).lower()}",
            arrivals.describe,
            item,
            text,
            done=self._saved,
            failed=self.form.show,
            **self._facts(),
        )

    def _saved(self, _entry: Any) -> None:
        self._starter = ""
        self.description.set_value("")
        self._next()

    def skip(self) -> None:
        """Leave it for the worklist of items to describe."""
        self._starter = ""
        self.description.set_value("")
        self._next()

    def select_open(self) -> None:
        """Mark the open clause of the starter."""
        text = self.description.value()
        if OPEN in text:
            self.description.select(text.index(OPEN), text.index(OPEN) + 1)
