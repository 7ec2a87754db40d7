"""Backup and checks: a verified backup in one action, a rehearsal of restoring, the check of the whole vault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.exchange import backups
from desktop.exchange.backups import Checked
from desktop.qt.jobs import Operation, Task
from desktop.wording import plural, uk_moment
from views import kit
from views.casework.base import WorkPage
from views.page import Context


class BackupPage(WorkPage):
    """Three things, each with its own button."""

    TITLE = "Backup and checks"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title=self.TITLE, facts="A backup is one encrypted file. It opens with the passphrases of its day."
        )
        inner = QWidget()
        column = kit.column(parent=inner, space=16, margins=(24, 16, 24, 24))
        for part in (self._backup(), self._rehearsal(), self._check()):
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(kit.scroll(kit.measure(inner, 50)), 1)

    def _backup(self) -> QWidget:
        self.last = kit.label("")
        where = "On another disk, one that you can take away and lock up"
        self.folder = kit.FolderField("Folder for the backup", where)
        self.backup_form = kit.Form({"folder": self.folder})
        self.backup_button = kit.button("Back up now", self.back_up, role="main", icon="backup")
        self.folder.line.returnPressed.connect(self.back_up)
        self.made = kit.label("", role="muted")
        return kit.box(
            kit.section_head("Backup"),
            self.last,
            self.backup_form.summary,
            self.folder,
            kit.row_left(self.backup_button),
            self.made,
            space=10,
        )

    def _rehearsal(self) -> QWidget:
        self.source = kit.FolderField(
            "The backup", f"Its name ends in {backups.SUFFIX}", files=f"Backups (*{backups.SUFFIX})"
        )
        self.passphrase = kit.passphrase_field(
            "Passphrase of the backup", "The one that opened the vault when it was made"
        )
        self.rehearsal_form = kit.Form({"source": self.source, "passphrase": self.passphrase})
        go = kit.button("Rehearse restoring it", self.rehearse, icon="version")
        self.passphrase.entered.connect(self.rehearse)
        self.rehearsed = kit.label("", role="muted")
        lead = kit.muted(
            "The backup is opened as a restore would open it, every page, file and line of the audit is checked, "
            "and nothing is kept."
        )
        return kit.box(
            kit.section_head("Rehearse a restore"),
            lead,
            self.rehearsal_form.summary,
            self.source,
            self.passphrase,
            kit.row_left(go),
            self.rehearsed,
            space=10,
        )

    def _check(self) -> QWidget:
        go = kit.button("Check the vault", self.check, icon="shield")
        self.progress = kit.ProgressPanel("Checking the vault")
        self.progress.hide()
        self.checked = QWidget()
        self.checked_column = kit.column(parent=self.checked, space=4)
        lead = kit.muted(
            "Pages, structure, references, files against their hashes, the audit from its first line, search, and "
            "that every record has its index entry."
        )
        return kit.box(
            kit.section_head("Check the vault"), lead, kit.row_left(go), self.progress, self.checked, space=10
        )

    # ---- visits
    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        session = self.context.session
        self.work("Load the last backup", lambda: backups.last(session), done=self._show_last)

    def _show_last(self, when: Any) -> None:
        if when is None:
            self.last.setText("This vault has never been backed up.")
            return
        days = (self.context.clock.now() - when).days
        ago = "today" if days == 0 else "yesterday" if days == 1 else f"{plural(days, 'day')} ago"
        self.last.setText(f"Backed up {ago}, on {uk_moment(when)}.")
        self.context.backed_up(f"Backed up {ago}")

    # ---- backup
    def back_up(self) -> None:
        """Write a verified backup."""
        self.backup_form.clear_errors()
        if not self.folder.value():
            self.backup_form.show_errors({"folder": "Choose a folder for the backup"})
            return
        session, folder = self.context.session, Path(self.folder.value())
        self.made.setText("Backing up. Each page is read again before the file gets its name.")
        self.work("Back up", lambda: backups.make(session, folder), done=self._made, failed=self._not_made)

    def _made(self, report: Any) -> None:
        size = f"{report.size / 1_000_000:,.1f} MB"
        self.made.setText(f"{report.path.name} is written and was opened again to check it: {size}.")
        self.context.notice("The backup is written and checked.")
        self._show_last(self.context.clock.now())

    def _not_made(self, error: UserError) -> None:
        self.made.setText("")
        self.backup_form.show_errors({"folder": f"{error.what} {error.do}".strip()})

    # ---- rehearsal
    def rehearse(self) -> None:
        """Open a backup as a restore would."""
        self.rehearsal_form.clear_errors()
        errors = {
            "source": "" if self.source.value() else "Choose the backup",
            "passphrase": "" if self.passphrase.value() else "Enter the passphrase of the backup",
        }
        errors = {name: words for name, words in errors.items() if words}
        if errors:
            self.rehearsal_form.show_errors(errors)
            return
        source, passphrase = Path(self.source.value()), self.passphrase.value()
        self.rehearsed.setText("Opening the backup and checking all of it.")
        self.work(
            "Rehearse a restore",
            lambda: backups.rehearse(source, passphrase),
            done=self._rehearsed,
            failed=self._not_rehearsed,
        )

    def _rehearsed(self, report: Any) -> None:
        self.passphrase.forget()
        rows = plural(sum(report.counts.values()), "row")
        self.rehearsed.setText(f"This backup can be restored: {rows} and every file were read. Nothing was kept.")
        self.context.notice("The rehearsal worked: this backup can be restored.")

    def _not_rehearsed(self, error: UserError) -> None:
        self.rehearsed.setText("")
        field = "passphrase" if error.code == "wrong-passphrase" else "source"
        self.rehearsal_form.show_errors({field: f"{error.what} {error.do}".strip()})

    # ---- check
    def check(self) -> None:
        """Check the open vault."""
        kit.clear(self.checked_column)
        session = self.context.session

        def verify(task: Task) -> Checked:
            return backups.verify(session, lambda done, total: task.step(done, total, ""))

        operation: Operation[Checked] = Operation(self, "Check the vault", verify)
        self.progress.follow(operation)  # type: ignore[arg-type]
        self.progress.show()
        operation.on_done(self._checked).on_failed(self.context.show_error).run()

    def _checked(self, found: Checked) -> None:
        kit.clear(self.checked_column)
        if found.sound:
            self.checked_column.addWidget(
                kit.state(f"The vault is sound. {plural(found.records, 'row')} were read.", icon="done")
            )
            return
        if found.without_entry:
            self.checked_column.addWidget(
                kit.state(
                    f"{plural(found.without_entry, 'record')} without an index entry", icon="warning", tone="warning"
                )
            )
        for words in found.findings:
            self.checked_column.addWidget(kit.state(words, icon="error", tone="danger"))
        self.checked_column.addWidget(
            kit.muted("Make no changes. Restore the last backup into a new folder and compare.")
        )
