"""Evidence of a judgement: any record of the case and the place in it, for or against."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.markers.citing import KINDS
from desktop.markers.judge import Cited
from storage.records import EvidenceLink
from views import kit
from views.markers.desk import Desk
from views.markers.fields import RadioField
from views.markers.links import LinkField

STRENGTHS = {"strong": "Strong", "moderate": "Moderate", "weak": "Weak"}
NO_LONGER = "no longer here"
NOT_HELD = "A record that this copy does not hold"
ICONS = {"Material": "sheet", "Note": "note", "Meeting": "meeting", "Person": "person", "IndexEntry": "disclosure"}


class EvidencePicker(QWidget):
    """Chooses a record, a place in it, and what it shows. ``on_take(cited)`` when it is complete."""

    def __init__(self, desk: Desk, on_take: Callable[[Cited], None], on_close: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._on_take, self._on_close = desk, on_take, on_close
        registers = desk.ground.registers
        here = {one.register for stage in desk.ground.stages.of(desk.now.marker.id) for one in stage.shows}
        order = sorted(registers, key=lambda one: (one.id not in here, one.title))
        self.kind = kit.choice("What it is", KINDS, "Any record of this case can be evidence")
        self.register = kit.choice(
            "Register", {one.id: one.title for one in order}, "Registers of this marker stand first", combo=True
        )
        self._record_slot = kit.column(space=0)
        self.record: LinkField | None = None
        self.part = kit.choice("Part of the row", {}, optional=True, combo=True)
        self.place = kit.text_field("Place in it", "Page, paragraph or time", optional=True)
        self.shows = kit.long_text("What it shows", optional=True, lines=2)
        self.strength = RadioField("Strength", STRENGTHS, optional=True)
        self.counter = kit.CheckField("It speaks against the judgement")
        self.confidential = kit.CheckField("Confidential: not for other bodies")
        self.publishable = kit.CheckField("May be used in what is published")
        self.form = kit.Form({"kind": self.kind, "shows": self.shows})
        take = kit.button("Link it", self._take, role="", icon="link")
        close = kit.button("Do not link", on_close, role="plain")
        inner = kit.box(
            kit.h3("Link evidence"),
            self.form.summary,
            self.kind,
            self.register,
            kit.box(self._slot()),
            self.part,
            self.place,
            self.shows,
            self.strength,
            kit.box(self.counter, self.confidential, self.publishable, space=4),
            kit.flow(take, close),
        )
        kit.column(kit.card(inner), parent=self, space=0)
        self.kind.changed.connect(self._kind_chosen)
        self.register.changed.connect(self._register_chosen)
        for field in (self.register, self.part, self.place):
            field.hide()

    def _slot(self) -> QWidget:
        holder = QWidget()
        holder.setLayout(self._record_slot)
        return holder

    def choose(self, kind: str, register: str = "", record: str = "") -> None:
        """Choose for the person, when the place they come from says what."""
        self.kind.set_value(kind)
        self._kind_chosen()
        if register:
            self.register.set_value(register)
            self._register_chosen()
        if record and self.record is not None:
            self.record.set_value(record)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        self.kind.focus()

    def _kind_chosen(self) -> None:
        rows = self.kind.value() == "RegisterRow"
        self.register.setVisible(rows)
        self.part.setVisible(rows and bool(self.register.value()))
        self.place.setVisible(not rows)
        if rows:
            self._register_chosen()
        else:
            self._offer(self.kind.value(), "")

    def _register_chosen(self) -> None:
        chosen = self.register.value()
        if not chosen:
            self._clear_record()
            return
        known = self._desk.ground.registers[chosen]
        self.part.set_options({one.id: one.label for one in known.fields})
        self.part.show()
        self._offer("RegisterRow", chosen)

    def _clear_record(self) -> None:
        kit.clear(self._record_slot)
        self.record = None

    def _offer(self, kind: str, register: str) -> None:
        self._clear_record()
        words = KINDS[kind].removeprefix("An ").removeprefix("A ")
        self.record = LinkField(words[:1].upper() + words[1:], self._desk.choices(kind, register), search=True)
        self._record_slot.addWidget(self.record)
        self.form.fields["record"] = self.record

    def _take(self) -> None:
        record = self.record.value() if self.record is not None else ""
        if not record:
            self.form.show_errors(
                {"record" if self.record is not None else "kind": "Choose the record that is the evidence"}
            )
            return
        kind = self.kind.value()
        self._on_take(
            Cited(
                kind,
                record,
                self.part.value() if kind == "RegisterRow" else self.place.value(),
                self.shows.value(),
                self.strength.value(),
                self.counter.value(),
                self.confidential.value(),
                self.publishable.value(),
            )
        )


class EvidenceList(QWidget):
    """What a judgement rests on, what speaks against it, and what is to be linked with the next save."""

    def __init__(self, desk: Desk, on_change: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._on_change = desk, on_change
        self.pending: list[Cited] = []
        self.links: tuple[EvidenceLink, ...] = ()
        self._picker: EvidencePicker | None = None
        self._lines = kit.column(space=6)
        self._slot = kit.column(space=0)
        self.button = kit.button("Link evidence", self.pick, icon="link", key="Ctrl+E")
        kit.column(
            kit.section_head("Evidence"), self._lines, kit.row_left(self.button), self._slot, parent=self, space=8
        )

    def show_links(self, links: Sequence[EvidenceLink], pending: Sequence[Cited] = ()) -> None:
        """Show other evidence."""
        self.links, self.pending = tuple(links), list(pending)
        self._close()
        self._draw()

    def raw(self) -> list[dict[str, Any]]:
        """What waits to be linked, for a draft."""
        return [dataclasses.asdict(one) for one in self.pending]

    def pick(self) -> None:
        """Choose evidence."""
        self._close()
        self._picker = EvidencePicker(self._desk, self._taken, lambda: self._close(focus=True))
        self._slot.addWidget(self._picker)
        self._picker.focus_first()

    @property
    def picker(self) -> EvidencePicker | None:
        """The picker while it is open."""
        return self._picker

    def _close(self, *, focus: bool = False) -> None:
        kit.clear(self._slot)
        self._picker = None
        if focus:
            self.button.setFocus()

    def _taken(self, cited: Cited) -> None:
        self.pending.append(cited)
        self._close(focus=True)
        self._draw()
        self._on_change()

    def _draw(self) -> None:
        kit.clear(self._lines)
        if not self.links and not self.pending:
            self._lines.addWidget(kit.muted("Nothing is linked yet"))
        for link in self.links:
            again = Cited(
                link.record_kind,
                link.record_id,
                link.place,
                link.shows,
                link.strength,
                link.counter,
                link.confidential,
                link.publishable,
            )
            words = NO_LONGER if link.record_gone else "" if link.record_id in self._desk.now.cited else NOT_HELD
            self._lines.addWidget(self._line(again, words, partial(self._uncite, link), ""))
        for at, cited in enumerate(self.pending):
            self._lines.addWidget(self._line(cited, "", partial(self._forget, at), "linked when you save"))

    def _line(self, cited: Cited, instead: str, on_remove: Callable[[], None], note: str) -> QWidget:
        """One piece of evidence; ``instead`` is said where the record itself cannot be named."""
        gone = instead == NO_LONGER
        words = instead or self._desk.cited_words(cited.record_kind, cited.record_id)
        place = cited.place
        if cited.record_kind == "RegisterRow":
            place = self._desk.part_words(cited.record_id, cited.place)
        facts = [
            "against" if cited.counter else "", place, cited.shows, STRENGTHS.get(cited.strength, "").lower(),
            "confidential" if cited.confidential else "", "may be published" if cited.publishable else "", note,
        ]  # fmt: skip
        holder = QWidget()
        line = kit.row(parent=holder, space=8)
        icon = ICONS.get(cited.record_kind, "link")
        line.addWidget(kit.icon_label("warning" if gone else icon, "warning" if gone else "text-muted", 17))
        said = " · ".join(one for one in facts if one)
        line.addWidget(kit.box(kit.label(words), *([kit.muted(said)] if said else []), space=0), 1)
        line.addWidget(kit.icon_button("close", f"Take away: {words}", on_remove))
        return holder

    def _forget(self, at: int) -> None:
        del self.pending[at]
        self._draw()
        self._on_change()
        self.button.setFocus()

    def _uncite(self, link: EvidenceLink) -> None:
        self._desk.uncite(link)


def cited_from(raw: Sequence[Any]) -> list[Cited]:
    """Evidence out of a draft."""
    return [Cited(**one) for one in raw if isinstance(one, dict)]
