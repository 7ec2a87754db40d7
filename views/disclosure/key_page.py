"""The key to codes (G): who the people of the index are, for one named officer; apart from every index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import key
from desktop.errors import FieldErrors, UserError
from desktop.paper.sealed import new_passphrase
from desktop.qt.theme import theme
from desktop.wording import plural, uk_date
from storage.records import Issue, Series
from views import kit
from views.disclosure import picture as pictures
from views.disclosure.picture import Picture
from views.kit import layout_of
from views.page import Context, Page


class KeyPage(Page):
    """One encrypted PDF, with its own version, recipient and receipt."""

    TITLE = "Key to codes"
    KINDS = frozenset({"Issue", "Proceeding", "ProceedingContact"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: Picture | None = None
        self._running = False
        self.header.set(title=self.TITLE, facts=" ", back=("Disclosure index", lambda: context.navigate("disclosure")))
        self.proceeding = kit.choice("For which proceeding", {}, combo=True)
        self.proceeding.changed.connect(self._holders)
        self.recipient = kit.choice("For which officer", {}, "One named officer in post", combo=True)
        self.folder = kit.FolderField("Folder for the file", "One that holds no index: the key is handed over apart")
        self.sure = kit.check("This officer may know who these people are")
        self.form = kit.Form({"proceeding_id": self.proceeding, "recipient_id": self.recipient, "folder": self.folder})
        self.result = kit.box(space=8)
        self.past = kit.box(space=6)
        self.write = kit.button("Issue the key", self.issue_now, role="main", icon="shield")
        rule = kit.NoticeBar(
            "warn",
            "It holds names and dates of birth. It never goes into the folder, bundle or message of an index, and its "
            "passphrase travels another way.",
        )
        inner = kit.box(
            rule,
            self.result,
            self.form.summary,
            self.proceeding,
            self.recipient,
            self.folder,
            self.sure,
            kit.flow(self.write),
            self.past,
            None,
            space=16,
            margins=(24, 16, 24, 24),
        )
        self.pane = kit.scroll(kit.measure(inner, 46))
        self.body.addWidget(self.pane, 1)

    def arrive(self, **_where: Any) -> None:
        kit.clear(layout_of(self.result))
        self._load()

    def leave(self) -> None:
        kit.clear(layout_of(self.result))

    def draft(self) -> None:
        self.leave()

    def refresh(self, _change: object) -> None:
        self._load()

    def _load(self) -> None:
        session, case_id = self.context.session, self.context.case
        self.context.run(self, "Load the key", lambda _task: session.look(pictures.picture, case_id), self._got)

    def _got(self, found: Picture) -> None:
        self.found = found
        open_ones = {one.id: one.name for one in found.proceedings if one.closed_on is None}
        self.proceeding.set_options(open_ones)
        if len(open_ones) == 1:
            self.proceeding.set_value(next(iter(open_ones)))
        self._holders()
        keys = [one for one in found.issues if one.series is Series.KEY]
        self.header.set_facts(f"{plural(len(keys), 'version')} issued" if keys else "Not issued yet")
        self._show_past(found, keys)

    def _show_past(self, found: Picture, keys: list[Issue]) -> None:
        kit.clear(layout_of(self.past))
        if not keys:
            return
        layout_of(self.past).addWidget(kit.section_head("Issued before"))
        posts = {one.id: ", ".join(p for p in (one.post, one.body) if p) for one in found.contacts}
        facts: list[tuple[str, str | QWidget]] = [
            (
                f"Version {one.version}",
                f"{uk_date(one.issued_at.date()) if one.issued_at else ''}, for "
                f"{posts.get(one.recipient_id, 'an officer')}",
            )
            for one in keys
        ]
        layout_of(self.past).addWidget(kit.facts_list(facts))
        layout_of(self.past).addWidget(
            kit.link("Record how it was handed over", lambda: self.context.navigate("issues", record=keys[0].id))
        )
        theme().dress(self.past)

    def _holders(self) -> None:
        if self.found is None:
            return
        holders = {
            one.id: f"{one.name}, {one.post}"
            for one in self.found.contacts
            if one.proceeding_id == self.proceeding.value() and one.receives and one.until is None
        }
        self.recipient.set_options(holders)

    def issue_now(self) -> None:
        """Write the key as an encrypted PDF; its passphrase is shown once."""
        if self._running or self.found is None:
            return
        self.form.clear_errors()
        errors: dict[str, str] = {}
        folder = Path(self.folder.value()).expanduser()
        if not self.proceeding.value():
            errors["proceeding_id"] = "Choose the proceeding"
        if not self.recipient.value():
            errors["recipient_id"] = "Choose the officer"
        elif not self.sure.isChecked():
            errors["recipient_id"] = "Confirm that this officer may know who these people are"
        if not self.folder.value() or not folder.is_absolute() or not folder.is_dir():
            errors["folder"] = "Choose a folder that is there"
        if errors:
            self.form.show(FieldErrors(errors))
            return
        version = max((one.version for one in self.found.issues if one.series is Series.KEY), default=0) + 1
        path = folder / f"{self.found.case.reference}-G{version}.pdf"
        secret, session, case_id = new_passphrase(), self.context.session, self.context.case
        proceeding, recipient = self.proceeding.value(), self.recipient.value()
        self._running = True
        self.context.run(
            self,
            "Issue the key to codes",
            lambda _task: key.issue_key(session, case_id, proceeding, recipient, path, secret),
            lambda record: self._issued(record, path, secret),
            self._failed,
        )

    def _failed(self, error: UserError) -> None:
        self._running = False
        if error.code == "key-beside-index":
            self.form.show(FieldErrors({"folder": f"{error.what} {error.do}"}))
        else:
            self.form.show(error)

    def _issued(self, record: Issue, path: Path, secret: str) -> None:
        self._running = False
        shown = kit.text_field(
            "Passphrase, shown once", "Hand it over another way than the file: by telephone, never in the same message"
        )
        shown.set_value(secret)
        shown.line.setReadOnly(True)
        title = kit.state(f"Key to codes, version {record.version}, is issued", kind="section", icon="done")
        kit.clear(layout_of(self.result))
        layout_of(self.result).addWidget(kit.card(title, kit.muted(f"Written to {path}"), shown))
        theme().dress(self.result)
        self.pane.verticalScrollBar().setValue(0)
        shown.focus()
        self.sure.setChecked(False)
        self.context.notice(f"Key to codes, version {record.version}, is issued.", "info")
