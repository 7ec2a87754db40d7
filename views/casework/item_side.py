"""What is known about an item, beside it: its index entry, attachments, equal files, loans, history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from desktop.casework.evidence import Shown
from desktop.wording import plural, uk_date, uk_moment
from storage.records import Continuity, Listing, Material, Note, OwnerPosition, words
from views import kit
from views.casework.parts import to_met
from views.page import Context
from views.release.marking import Marking, margin

HAPPENED = {
    "received": "Received", "viewed": "Opened", "lent": "Lent", "returned": "Loan ended", "destroyed": "Destroyed",
    "scanned": "Scanned", "moved": "Moved", "exported": "Exported", "checked": "Checked against its hash",
}  # fmt: skip


class ItemSide(QFrame):
    """Cards about one item. ``open_item(id)`` goes to another one; ``marking`` shows the marks of this one."""

    def __init__(self, context: Context, marking: Marking, open_item: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("sidePanel")
        self._context, self._marking, self._open_item = context, marking, open_item
        inner = QWidget()
        self._column = kit.column(parent=inner, space=12, margins=(14, 12, 14, 16))
        kit.column(kit.scroll(inner, ground="sideScrolled"), parent=self, space=0)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No item."""
        kit.clear(self._column)
        self._column.addStretch(1)

    def show_item(self, shown: Shown, actions: list[QWidget]) -> None:
        """Everything around one item, and what can be done with it."""
        kit.clear(self._column)
        if actions:
            self._column.addWidget(kit.flow(*actions))
        self._marks(shown)
        self._index(shown)
        self._related(shown)
        self._loans(shown)
        self._history(shown)
        self._column.addStretch(1)

    def _card(self, title: str, *widgets: QWidget) -> None:
        self._column.addWidget(kit.card(kit.h3(title), *widgets, space=4))

    def _marks(self, shown: Shown) -> None:
        if shown.marks:
            self._column.addWidget(kit.section_head(f"{plural(len(shown.marks), 'mark')} in the text"))
            for one in margin(shown.marks, self._marking.reader.go_to, self._marking.open_mark):
                self._column.addWidget(one)

    def _index(self, shown: Shown) -> None:
        entry = shown.entry
        if entry is None:
            return
        lines: list[QWidget] = [
            kit.state("Described", icon="done")
            if entry.description
            else kit.state("Not described yet", icon="warning", tone="warning")
        ]
        if not entry.owner_id:
            lines.append(kit.state("No owner yet", icon="warning", tone="warning"))
        elif entry.owner_confirmed_on is None:
            lines.append(kit.muted("Owner not confirmed yet"))
        if entry.owner_position is not OwnerPosition.AWAITING:
            lines.append(kit.muted(f"Owner: {words(entry.owner_position).lower()}"))
        lines.append(kit.muted(words(Listing(entry.listing))))
        if "disclosure" in self._context.pages():
            where = entry.id
            lines.append(kit.link("Open its index entry", lambda: self._context.navigate("disclosure", entry=where)))
        self._card("Index entry", *lines)

    def _related(self, shown: Shown) -> None:
        links: list[QWidget] = []
        if (met := shown.met) is not None:
            links.append(to_met(self._context, met, kind="caption-link"))
        if shown.parent is not None:
            links.append(self._to(shown.parent.id, f"Belongs to: {shown.parent.title or 'another item'}"))
        links += [self._to(one.id, one.title or f"Attachment, {words(one.kind).lower()}") for one in shown.attachments]
        links += [
            self._to(one.id, f"Correction of {uk_date(one.created_at.date())}" if one.created_at else "Correction")
            for one in shown.corrections
        ]
        if links:
            self._card("Belongs together", *links)
        if shown.same:
            same = [self._to(one.id, one.title or "The other copy") for one in shown.same]
            self._card("The same bytes", kit.muted("Kept twice, as received. Nothing was merged."), *same)

    def _to(self, record_id: str, words_: str) -> QWidget:
        return kit.link(words_, lambda: self._open_item(record_id), kind="caption-link")

    def _loans(self, shown: Shown) -> None:
        still_out = [one for one in shown.loans if one.ended_at is None]
        if still_out:
            lines = [
                kit.state(f"Out since {uk_date(one.lent_at.date())}", icon="warning", tone="warning")
                for one in still_out
                if one.lent_at
            ]
            record_id = shown.record.id
            link = kit.link("Record its end", lambda: self._context.navigate("item", item=record_id, part="loans"))
            self._card("Loan", *lines, link)

    def _history(self, shown: Shown) -> None:
        lines: list[QWidget] = [kit.muted(history_words(one, shown.names)) for one in shown.history[-4:]]
        record = shown.record
        if isinstance(record, Material) and record.sha256:
            lines.append(kit.muted(f"SHA-256 …{record.sha256[-12:]} · {plural(record.size, 'byte')}"))
        if isinstance(record, Note) and record.told:
            lines.append(kit.muted(f"They were told: {record.told}"))
        if lines:
            self._card("History", *lines)


def history_words(one: Continuity, names: dict[str, str]) -> str:
    """``Received 3 March 2016 at 10:32am, by Ruth Ellerby: from the hospital``."""
    what = HAPPENED.get(one.happened, one.happened.replace("_", " ").capitalize())
    when = uk_moment(one.at) if one.at else ""
    who = f", by {names[one.who]}" if one.who in names else ""
    more = ", ".join(part for part in (one.where, one.why, one.condition) if part)
    return f"{what} {when}{who}{': ' + more if more else ''}"
