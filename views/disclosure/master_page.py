"""The internal list (E): looked at in the window, written only on request, encrypted, its passphrase shown once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import master
from desktop.disclosure.files import Made
from desktop.errors import FieldErrors, UserError
from desktop.paper.sealed import new_passphrase
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.wording import plural
from storage.records import Case, IndexEntry, Listing
from views import kit
from views.disclosure.true_pages import TruePages
from views.kit import layout_of
from views.page import Context, Page


class MasterPage(Page):
    """Every entry with its reasons: its true pages at the right, the encrypted file on request at the left."""

    TITLE = "Internal list"
    KINDS = frozenset({"IndexEntry", "EntryEvent"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._running = False
        self._build()
        self.action(Action("master.show", "Show the pages of the internal list", self.show_pages, "Ctrl+T", self.TITLE))

    def _build(self) -> None:
        self.header.set(
            title=self.TITLE,
            facts=" ",
            back=("Disclosure index", lambda: self.context.navigate("disclosure")),
            actions=[kit.button("Show the pages", self.show_pages, icon="eye", key="Ctrl+T")],
        )
        self.folder = kit.FolderField("Folder for the file", "One that holds no index. Nothing in it is overwritten")
        self.sure = kit.check("It stays inside the business unit")
        self.form = kit.Form({"folder": self.folder})
        self.result = kit.box(space=8)
        self.write = kit.button("Write it encrypted", self.write_now, role="main", icon="shield")
        rule = kit.NoticeBar(
            "warn",
            "It names people and gives every reason: what is left out, held over or claimed as sensitive. No issue "
            "ever holds it. It never leaves the business unit.",
        )
        inner = kit.box(
            rule,
            self.result,
            self.form.summary,
            self.folder,
            self.sure,
            kit.flow(self.write),
            None,
            space=16,
            margins=(24, 16, 24, 24),
        )
        self.pane = kit.scroll(inner)
        self.pages = TruePages(self.context, "Seen here alone: nothing is written")
        self.pages_empty = kit.empty(
            "Every entry with its reasons",
            "The pages are drawn from memory. Looking at them is noted in the activity, and nothing is written.",
            "Show the pages",
            self.show_pages,
            icon="eye",
        )
        holder = QWidget()
        both = kit.column(self.pages, self.pages_empty, parent=holder, space=0)
        both.setStretch(0, 1)
        self.pages.hide()
        self.panes = kit.Panes(list_=self.pane, detail=holder, list_name="The file", list_em=26)
        self.panes.arranged.connect(lambda mode, shown: self.header.setVisible(mode != "one" or shown == "list"))
        self.body.addWidget(self.panes, 1)

    # ---- coming and going
    def arrive(self, **_where: Any) -> None:
        self._put_away()
        self._load()

    def leave(self) -> None:
        self._put_away()

    def let_go(self) -> None:
        self.pages.let_go()
        super().let_go()

    def draft(self) -> None:
        self._put_away()

    def focus_first(self) -> None:
        self.folder.focus()

    def refresh(self, _change: object) -> None:
        self._load()

    def _put_away(self) -> None:
        """Neither pages nor passphrase stay when one goes away."""
        self.pages.let_go()
        self.pages.hide()
        self.pages_empty.show()
        kit.clear(layout_of(self.result))

    def _load(self) -> None:
        session, case_id = self.context.session, self.context.case
        self.context.run(
            self,
            "Count the entries",
            lambda _task: session.look(lambda store: store.find(IndexEntry, case_id=case_id)),
            self._counted,
        )

    def _counted(self, found: tuple[IndexEntry, ...]) -> None:
        out = sum(one.listing is Listing.LEFT_OUT for one in found)
        held = sum(bool(one.held_over_reason) for one in found)
        self.header.set_facts(f"{plural(len(found), 'entry', 'entries')} · {out} not for listing · {held} held over")

    # ---- what can be done
    def show_pages(self) -> None:
        """Lay the list out in memory and show its true pages."""
        session, case_id = self.context.session, self.context.case
        self.context.run(
            self, "Show the internal list", lambda _task: master.pages(session, case_id), self._shown
        )

    def _shown(self, made: Made) -> None:
        self.pages_empty.hide()
        self.pages.show()
        self.panes.show_detail()
        self.pages.set_files((made,))
        self.pages.preview.sheet.setFocus()
        theme().dress(self.pages)

    def write_now(self) -> None:
        """Write it as an encrypted PDF, or say by the field what is missing."""
        if self._running:
            return
        self.form.clear_errors()
        folder = Path(self.folder.value()).expanduser()
        if not self.folder.value() or not folder.is_absolute() or not folder.is_dir():
            self.form.show(FieldErrors({"folder": "Choose a folder that is there"}))
            return
        if not self.sure.isChecked():
            self.form.show(FieldErrors({"folder": "Confirm that the list stays inside the business unit"}))
            return
        secret, session, case_id = new_passphrase(), self.context.session, self.context.case

        def work(_task: object) -> Path:
            case = session.look(lambda store: store.get(Case, case_id))
            return master.write_master(session, case_id, folder / master.name_of(case), secret)

        self._running = True
        self.context.run(self, "Write the internal list", work, lambda path: self._written(path, secret), self._failed)

    def _failed(self, error: UserError) -> None:
        self._running = False
        self.form.show(FieldErrors({"folder": f"{error.what} {error.do}"}))

    def _written(self, path: Path, secret: str) -> None:
        self._running = False
        shown = kit.text_field("Passphrase, shown once", "Keep it apart from the file")
        shown.set_value(secret)
        shown.line.setReadOnly(True)
        kit.clear(layout_of(self.result))
        layout_of(self.result).addWidget(
            kit.card(
                kit.state("The internal list is written", kind="section", icon="done"),
                kit.muted(f"Written to {path}"),
                shown,
            )
        )
        theme().dress(self.result)
        self.pane.verticalScrollBar().setValue(0)
        shown.focus()
        self.sure.setChecked(False)
        self.context.notice("The internal list is written, encrypted.", "info")
