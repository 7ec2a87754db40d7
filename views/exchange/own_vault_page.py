"""Move case to a vault of its own: which case, where to, a passphrase; afterwards the new vault's recovery words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.exchange import offering, own_vault
from desktop.exchange.own_vault import OwnVault
from desktop.qt.gate import check_name, check_passphrase
from desktop.wording import uk_date
from views import kit
from views.casework.base import WorkPage
from views.casework.recovery_words import NewWords
from views.page import Context


class OwnVaultPage(WorkPage):
    """The form, and the words afterwards."""

    TITLE = "Move a case to a vault of its own"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.words = NewWords()
        self.case = kit.choice("Case", {}, combo=True)
        self.name = kit.text_field(
            "Name of the new vault", "It can be read by anyone: no person’s name in it.", em=24
        )
        self.folder = kit.FolderField("Folder to keep it in", "On this computer’s own disk")
        self.passphrase = kit.passphrase_field(
            "A passphrase for the new vault", "At least 12 characters, or four words.", clear_after=600
        )
        self.again = kit.passphrase_field("The passphrase again", clear_after=600)
        self.form = kit.Form({
            "case": self.case, "name": self.name, "folder": self.folder, "passphrase": self.passphrase,
            "again": self.again,
        })  # fmt: skip
        self.go = kit.button("Move the case", self.move, role="danger", icon="shield")
        self.progress, self.moved = kit.muted(""), kit.muted("")
        lead = kit.label(
            "Index, numbers, issued lists, packs and the whole audit go along as they are. The new vault is checked "
            "and compared before anything is taken out here. This cannot be undone, but a backup is made first; "
            "backups from before still hold the case."
        )
        inner = QWidget()
        parts = (self.words, lead, self.form.summary, *self.form.fields.values(), kit.row_left(self.go), self.progress,
                 self.moved)  # fmt: skip
        kit.column(*parts, None, parent=inner, space=14, margins=(24, 16, 24, 24))
        self.scroll = kit.scroll(kit.measure(inner, 50))
        self.body.addWidget(self.scroll, 1)
        self.header.set(title=self.TITLE, back=("Cases", lambda: context.navigate("cases")))
        self.again.entered.connect(self.move)

    # ---- visits
    def arrive(self, *, case: str = "", **_where: Any) -> None:
        self.new_turn()
        self.form.clear_errors()
        self.progress.setText("")
        for field in (self.name, self.folder, self.passphrase, self.again):
            field.set_value("")
        wanted = case or self.context.case

        def show(found: dict[str, str]) -> None:
            self.case.set_options(found)
            self.case.set_value(wanted)

        self.look("Load the cases", offering.cases, done=show)
        self.look("Load the cases that were moved", own_vault.moved, done=self._show_moved)

    def _show_moved(self, found: tuple[dict[str, str], ...]) -> None:
        said = [f"{one['code_name']}, {one['reference']}, on {uk_date(date.fromisoformat(one['on']))}" for one in found]
        self.moved.setText(f"Moved so far: {'; '.join(said)}" if said else "")

    def leave(self) -> None:
        self.words.forget()
        self.passphrase.forget()
        self.again.forget()

    # ---- moving
    def move(self) -> None:
        """Make the new vault, check it, and take the case out of this one."""
        self.form.clear_errors()
        errors = self._errors()
        if errors:
            self.form.show_errors(errors)
            return
        session, case, name = self.context.session, self.case.value(), self.name.value()
        folder, words = Path(self.folder.value()), self.passphrase.value()
        self.go.setEnabled(False)
        self.progress.setText("Backing up, writing the new vault, checking all of it. This takes a few minutes.")
        self.work(
            "Move a case to a vault of its own",
            lambda: own_vault.move(session, case, folder, name, words),
            done=self._moved,
            failed=self._refused,
        )

    def _errors(self) -> dict[str, str]:
        errors = {
            "case": "" if self.case.value() else "Choose the case that moves",
            "name": check_name(self.name.value()),
            "folder": "" if self.folder.value() else "Choose a folder for the new vault",
            "passphrase": check_passphrase(self.passphrase.value()) if self.passphrase.value() else
            "Enter a passphrase for the new vault",
            "again": "" if self.again.value() == self.passphrase.value() else "Enter the same passphrase again",
        }  # fmt: skip
        return {key: words for key, words in errors.items() if words}

    def _moved(self, done: OwnVault) -> None:
        self._end()
        for field in (self.passphrase, self.again):
            field.forget()
        if self.context.case:
            self.context.leave_case()
        self.look("Load the cases that were moved", own_vault.moved, done=self._show_moved)
        self.words.show_words(done.words, done.folder.name.removesuffix(".caseward"))
        self.scroll.verticalScrollBar().setValue(0)
        self.context.notice(f"The case is in {done.folder.name} now. Lock, and open that vault to go on with it.")

    def _refused(self, error: UserError) -> None:
        self._end()
        field = {"exists": "name", "weak-passphrase": "passphrase", "full": "folder", "network": "folder",
                 "no-permission": "folder"}.get(error.code, error.field)  # fmt: skip
        if field:
            self.form.show_errors({field: f"{error.what} {error.do}".strip()})
        else:
            self.form.show(error)
        self.scroll.verticalScrollBar().setValue(0)

    def _end(self) -> None:
        self.progress.setText("")
        self.go.setEnabled(True)
