"""Hand out a pack: which kind, to whom, until when, what goes in; then its passphrase, shown once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.exchange import offering
from desktop.exchange.offering import Offered
from desktop.exchange.packs import EVENT, WORKING, PackOrder
from desktop.qt.gate import offered_words
from desktop.wording import uk_date
from storage.records import Pack
from views import kit
from views.casework.base import WorkPage
from views.exchange.parts import ShownOnce
from views.kit import DayField, read_days
from views.kit.fields import Field
from views.page import Context

KINDS = {
    WORKING: "Working pack: the whole review with its names, for months",
    EVENT: "Event pack: codes only, for one event",
}
GOES = {
    WORKING: "The whole record of this review goes in, with its names. What stays with the board: the register of "
    "requests, issues of the index, other cases. Legal advice and what others wrote for themselves goes only when it "
    "is ticked.",
    EVENT: "The people of the case as codes, the bodies by their type, and what is chosen below with every name as a "
    "code. No names, numbers, addresses or files.",
}
OTHER = "other"


class PackOutPage(WorkPage):
    """The form, and what came of it."""

    TITLE = "Hand out a pack"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        inner = QWidget()
        self.secret = ShownOnce()
        self.form = kit.Form({})
        self.column = kit.column(parent=inner, space=14, margins=(24, 16, 24, 24))
        self.column.addWidget(self.secret)
        self.column.addWidget(self.form.summary)
        self._build()
        self.column.addStretch(1)
        self.scroll = kit.scroll(kit.measure(inner, 50))
        self.body.addWidget(self.scroll, 1)
        self.go = kit.button("Write the pack", self.write, role="main", icon="export")
        self.bar = kit.ActionBar(self.go, kit.button("Cancel", context.back, role="plain"))
        self.body.addWidget(self.bar)
        self.progress = kit.muted("")
        self.column.insertWidget(2, self.progress)
        self.progress.hide()
        self.header.set(title=self.TITLE, back=("Packs", lambda: context.navigate("packs")))

    def _build(self) -> None:
        self.add("case", kit.choice("Case", {}, combo=True)).changed.connect(self._reload)
        self.add("kind", kit.choice("Kind of pack", KINDS)).changed.connect(self._kind_changed)
        self.goes = kit.muted("")
        self.column.addWidget(self.goes)
        self.add("person", kit.choice("Who takes it", {}, combo=True)).changed.connect(self._person_changed)
        self.add("borrower", kit.text_field("Their name", em=26))
        self.add("purpose", kit.text_field("What it is for", optional=True, em=34))
        self.add("expires", DayField("Due back on", "For example, 30/6/16. A pack that is out can be renewed."))
        self.which_event = self.add("event", kit.choice("Which event or conversation", {}, optional=True, combo=True))
        self.choices = kit.box(space=14)
        self.column.addWidget(self.choices)
        self.ticks: kit.TicksField | None = None
        self.add("folder", kit.FolderField(
            "Folder for the file", "A stick, or a folder from which you send it. The file is encrypted, and its name "
            "holds no person’s name.",
        ))  # fmt: skip

    def add(self, name: str, field: Field) -> Any:
        """A field of the form."""
        self.form.fields[name] = field
        self.column.addWidget(field)
        return field

    # ---- visits
    def arrive(self, *, case: str = "", kind: str = "", **_where: Any) -> None:
        self.new_turn()
        self._due_shown = ""
        self.form.clear_errors()
        for name in ("person", "borrower", "purpose", "expires", "event"):
            self.form.fields[name].set_value("")
        self.form.fields["kind"].set_value(kind)
        wanted = case or self.context.case
        self.look("Load the cases", offering.cases, done=lambda found: self._show_cases(found, wanted))

    def leave(self) -> None:
        self.secret.forget()

    def focus_first(self) -> None:
        if self.secret.isVisible():
            return
        self.form.fields["kind" if self.form.fields["case"].value() else "case"].focus()

    def _show_cases(self, found: dict[str, str], wanted: str) -> None:
        self._field("case").set_options(found)
        self._field("case").set_value(wanted or (next(iter(found)) if len(found) == 1 else ""))
        self._kind_changed()

    def _field(self, name: str) -> Any:
        return self.form.fields[name]

    # ---- what depends on what
    def _kind_changed(self) -> None:
        kind = self._field("kind").value()
        self.goes.setText(GOES.get(kind, ""))
        self.goes.setVisible(bool(kind))
        self.which_event.setVisible(kind == EVENT)
        if kind and self._field("expires").line.text() in ("", self._due_shown):
            self._due_shown = uk_date(offering.due(kind, self.context.clock.today()))
            self._field("expires").line.setText(self._due_shown)
        self._reload()

    def _person_changed(self) -> None:
        self._field("borrower").setVisible(self._field("person").value() in ("", OTHER))
        self._reload()

    def _order(self) -> PackOrder:
        person = self._field("person").value()
        kind = self._field("kind").value()
        return PackOrder(
            self._field("case").value(), kind, self._field("borrower").value(), self.context.clock.today(),
            "" if person == OTHER else person, self._field("purpose").value(),
        )  # fmt: skip

    def _reload(self) -> None:
        order = self._order()
        if not order.case_id:
            self._show_offered(Offered({}, {}, (), ()))
            return
        self.look("Load what can go into a pack", offering.offered, order, done=self._show_offered)

    def _show_offered(self, found: Offered) -> None:
        self._people = found.people
        self._field("person").set_options({**found.people, OTHER: "Somebody who is not in the register"})
        self._field("borrower").setVisible(self._field("person").value() in ("", OTHER))
        self.which_event.set_options(found.events)
        kept = self.ticks.value() if self.ticks else ()
        layout: Any = self.choices.layout()
        kit.clear(layout)
        self.ticks = None
        if found.private:
            self.ticks = kit.TicksField(
                "Goes only if you tick it",
                {one.record_id: _words(one.reference, one.title, one.why) for one in found.private},
                "Each is a decision of its own. Ask the legal adviser about advice.",
                below=True,
            )
        elif found.texts:
            self.ticks = kit.TicksField(
                "Notes and minutes that the event needs",
                {f"{one.record_kind} {one.record_id}": _words(one.reference, one.title) for one in found.texts},
                "Each goes in with codes for names.",
                below=True,
            )
        if self.ticks is not None:
            self.ticks.set_value(kept)
            layout.addWidget(self.ticks)

    # ---- writing
    def write(self) -> None:
        """Write the file and enter it in the register."""
        self.secret.forget()
        self.form.clear_errors()
        try:
            order, folder = self._checked()
        except FieldErrors as wrong:
            self._refused(wrong)
            return
        session, words = self.context.session, offered_words()
        self.progress.setText("Writing the pack. It is opened again and checked before it gets its name.")
        self.progress.show()
        self.go.setEnabled(False)

        self.work(
            "Hand out a pack",
            lambda: offering.write(session, order, folder, words),
            done=lambda made: self._made(made, words),
            failed=self._refused,
        )

    def _checked(self) -> tuple[PackOrder, Path]:
        order, errors = self._order(), dict[str, str]()
        if not order.case_id:
            errors["case"] = "Choose a case"
        if not order.kind:
            errors["kind"] = "Choose a working pack or an event pack"
        name = self._people.get(order.borrower_id, "").split(", ")[0] if order.borrower_id else order.borrower
        if not name:
            errors["borrower"] = "Enter who takes the pack"
        folder = self._field("folder").value()
        if not folder:
            errors["folder"] = "Choose a folder for the file"
        day: Any = None
        try:
            day = read_days({"expires": self._field("expires")}, needed=("expires",))["expires"]
        except FieldErrors as wrong:
            errors |= wrong.errors
        if errors:
            raise FieldErrors({key: errors[key] for key in self.form.fields if key in errors})
        chosen = self.ticks.value() if self.ticks else ()
        records = tuple((kind, key) for kind, _, key in (one.partition(" ") for one in chosen))
        event = order.kind == EVENT
        return PackOrder(
            order.case_id, order.kind, name, day, order.borrower_id, order.purpose, () if event else chosen,
            self.which_event.value() if event else "", records if event else (),
        ), Path(folder)  # fmt: skip

    def _made(self, made: tuple[Pack, Path], words: str) -> None:
        pack, target = made
        self._end()
        due = f" It is due back on {uk_date(pack.expires)}." if pack.expires else ""
        self.secret.show_secret(
            "The passphrase of this pack", words,
            f"{target.name} is written and was opened again to check it.{due} Tell the borrower these words yourself, "
            "never together with the file. They are shown this once; the board does not need them to take the pack "
            "back.",
        )  # fmt: skip
        self.scroll.verticalScrollBar().setValue(0)
        self.context.notice(
            "The pack is in the register.", "info", "Go to it", lambda: self.context.navigate("pack", pack=pack.id)
        )

    def _refused(self, error: UserError) -> None:
        self._end()
        field = {"full": "folder", "exists": "folder", "backup": "folder"}.get(error.code, error.field)
        if field and not isinstance(error, FieldErrors):
            self.form.show_errors({field: f"{error.what} {error.do}".strip()})
        else:
            self.form.show(error)
        self.scroll.verticalScrollBar().setValue(0)

    def _end(self) -> None:
        self.progress.hide()
        self.go.setEnabled(True)


def _words(reference: str, title: str, why: str = "") -> str:
    named = " ".join(part for part in (reference, title or "without a title") if part)
    return f"{named}: {why}" if why else named
