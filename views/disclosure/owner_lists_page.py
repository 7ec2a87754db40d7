"""List D, outside an issue: one file an owner, to confirm ownership and position; how far each has answered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import issue
from desktop.disclosure.issue import Order
from desktop.errors import FieldErrors
from desktop.wording import plural
from storage.records import IndexEntry, Listing, OwnerPosition, Series, words
from views import kit
from views.disclosure.picture import Picture
from views.disclosure.register import RegisterPage
from views.kit import InlineForm


def owned(found: Picture, body_id: str) -> list[IndexEntry]:
    """The accepted items of an owner."""
    return [one for one in found.entries if one.owner_id == body_id and one.listing is Listing.ACCEPTED]


class OwnerListsPage(RegisterPage):
    """Each owner with what it has confirmed and what is awaited."""

    TITLE = "Owners’ lists"
    KINDS = frozenset({"IndexEntry", "Agency"})
    NAME = "Owners"
    COLUMNS = (kit.Column("Owner", "owner"), kit.Column("Answered", "answered"))
    WIDTHS = {0: 18, 1: 11}  # noqa: RUF012 -- never changed
    LIST_EM = 31
    EMPTY = (
        "No accepted item has an owner yet",
        "Set the owner of each item, one by one. Each owner then has a list to confirm.",
        "Go to the index",
    )

    def actions_(self) -> list[QWidget]:
        return [kit.button("Write the lists", self._write, role="main", icon="export")]

    def add(self) -> None:
        self.context.navigate("disclosure", filters=["unowned"])

    def facts(self, found: Picture) -> str:
        mine = [one for one in found.entries if one.owner_id and one.listing is Listing.ACCEPTED]
        waiting = sum(one.owner_confirmed_on is None for one in mine)
        return f"{plural(len(self.rows(found)), 'owner')} · {plural(waiting, 'item')} not yet confirmed"

    def rows(self, found: Picture) -> list[kit.Row]:
        made = []
        for body_id, name in found.owners().items():
            items = owned(found, body_id)
            if not items:
                continue
            sure = sum(one.owner_confirmed_on is not None for one in items)
            awaited = sum(one.owner_position is OwnerPosition.AWAITING for one in items)
            cell = kit.Cell(
                f"{sure} of {len(items)} confirmed",
                f"{plural(awaited, 'position')} awaited" if awaited else "All positions known",
                icon="done" if sure == len(items) else "working",
            )
            made.append(kit.Row(body_id, (kit.Cell(name, found.bodies[body_id].short_code), cell)))
        return made

    def line(self, found: Picture, record_id: str) -> list[QWidget]:
        facts: list[tuple[str, str | QWidget]] = []
        for one in owned(found, record_id):
            confirmed = "owner confirmed" if one.owner_confirmed_on else "owner not yet confirmed"
            said = kit.label(one.description or one.title)
            open_it = kit.link(
                "Open",
                partial(self._open_entry, one),
                kind="caption-link",
            )
            open_it.setAccessibleName(f"Open {found.short(one)}")
            about = kit.muted(f"{words(one.owner_position)}, {confirmed}")
            facts.append((found.short(one), kit.box(said, about, open_it, space=0)))
        body = found.bodies[record_id]
        contact = ", ".join(part for part in (body.contact_role, body.mailbox, body.phone) if part)
        head = kit.box(kit.section_head(found.body(record_id)), kit.muted(contact or "No contact is recorded"), space=4)
        return [head, kit.facts_list(facts, name_em=5)]

    def _open_entry(self, one: IndexEntry) -> None:
        field = "owner_confirmed_on" if one.owner_confirmed_on is None else "owner_position"
        self.context.navigate("disclosure", entry=one.id, field=field)

    def _write(self) -> None:
        if self.found is None:
            return
        field = kit.FolderField(
            "Folder for the lists", "One PDF and one spreadsheet an owner. Nothing in it is overwritten"
        )
        form = self.bring(
            "Write the owners’ lists",
            {"folder": field},
            "Write the files",
            lambda _work, _v: None,
            lead="Each owner sees its own items alone, with room for its answer. Nothing is issued by this.",
        )
        form.save.clicked.disconnect()
        form.save.clicked.connect(lambda: self._save_lists(form, field))
        form._on_save = lambda one: self._save_lists(one, field)

    def _save_lists(self, form: InlineForm, field: kit.FolderField) -> None:
        path = Path(field.value()).expanduser()
        if not field.value() or not path.is_absolute() or not path.parent.is_dir():
            form.form.show(FieldErrors({"folder": "Choose a folder that is there, or one inside it"}))
            return
        session, order = self.context.session, Order(self.context.case, Series.OPEN)

        def done(paths: Any) -> None:
            self.put_away()
            self.context.notice(f"{plural(len(paths), 'file')} written to {path / 'owners'}.", "info")

        self.context.run(
            self,
            "Write the owners’ lists",
            lambda _task: issue.write_owner_lists(session, order, path),
            done,
            form.form.show,
        )
