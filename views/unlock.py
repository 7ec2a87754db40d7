"""Unlock the vault: one field, the keyboard in it, no word about which part was wrong (interface checklist 1 to 10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.qt.announce import announce
from desktop.qt.gate import Gate, RecentVault, check_name
from desktop.qt.jobs import Operation
from views import kit
from views.start import Busy, TwoGrounds, default_folder, opening

if TYPE_CHECKING:
    from desktop.session import Session

REASONS = {
    "asked": "by you",
    "idle": "after a time without use",
    "sleep": "because this computer went to sleep",
    "clock": "because this computer's clock was changed",
    "system": "because this computer was locked",
    "code": "after three wrong event codes",
    "minimised": "because the window was minimised",
}


class UnlockPage(TwoGrounds):
    """``opened(session)`` after unlocking; ``first_run(kind)`` for ``pack``, ``restore``, ``open`` or ``create``."""

    opened = Signal(object)
    first_run = Signal(str)

    def __init__(self, gate: Gate, vault: RecentVault | None, *, reason: str = "", notice: str = "") -> None:
        super().__init__()
        self._gate = gate
        self._reason = reason
        self._running: Operation[Session] | None = None
        self._vaults = [one for one in gate.recent() if one.there]
        self.vault = vault or (self._vaults[0] if self._vaults else None)
        self._by_words = False
        self._build(notice)
        self._show_facts()

    def _build(self, notice: str) -> None:
        brand = kit.row(kit.Sign(), kit.label("Caseward", "section"), space=8)
        brand.setStretch(1, 1)
        self.inner.addLayout(brand)
        self.inner.addSpacing(16)
        self.title = kit.h1("Unlock the vault")
        self.inner.addWidget(self.title)
        self.notices = kit.NoticeStack()
        self.inner.addWidget(self.notices)
        if notice:
            self.notices.add(notice, "warn")
        self.choice = kit.choice("Vault", {str(one.folder): one.name for one in self._vaults}, combo=True)
        self.choice.set_value(str(self.vault.folder) if self.vault else "")
        self.choice.changed.connect(self._other_vault)
        self.choice.setVisible(len(self._vaults) > 1)
        self.passphrase = kit.passphrase_field("Passphrase")
        self.passphrase.entered.connect(self.unlock)
        self.words = kit.long_text(
            "The 24 recovery words", "In order, with a space between them. Four letters of each are enough."
        )
        self.words.hide()
        self.without = kit.muted(
            "Without a passphrase and without the words nobody can open the vault, or a backup of it: not us, not your "
            "IT department. Ask the others who can open it, and look for the sealed sheet in the board’s safe."
        )
        self.without.hide()
        self.busy = Busy()
        self.busy.cancelled.connect(self._cancel)
        self.button = kit.button("Unlock", self.unlock, role="main", icon="unlock")
        self.button.setSizePolicy(self.words.sizePolicy().horizontalPolicy(), self.button.sizePolicy().verticalPolicy())
        self.other_way = kit.link("Use the recovery words", self._swap)
        for widget in (self.choice, self.passphrase, self.words, self.without, self.button, self.busy):
            self.inner.addWidget(widget)
        self.inner.addSpacing(8)
        for link in (
            self.other_way,
            kit.link("Open another vault", lambda: self.first_run.emit("open")),
            kit.link("Open a pack", lambda: self.first_run.emit("pack")),
            kit.link("Restore a backup", lambda: self.first_run.emit("restore")),
            kit.link("Make a new vault", lambda: self.first_run.emit("create")),
        ):
            self.inner.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.inner.addStretch(1)
        self.inner.addWidget(kit.muted("Several wrong attempts make the wait longer. Nothing is ever erased."))

    def _show_facts(self) -> None:
        layout = self.right.layout()
        assert layout is not None
        kit.clear(layout)
        layout.addStretch(1)  # type: ignore[attr-defined]
        layout.addWidget(kit.Sign(280, "line"), 0, Qt.AlignmentFlag.AlignHCenter)  # type: ignore[call-arg]
        layout.addStretch(1)  # type: ignore[attr-defined]
        facts: list[tuple[str, str | QWidget]] = [("Vault", self.vault.name if self.vault else "None chosen")]
        if self._reason:
            facts.append(("Locked", REASONS.get(self._reason, "")))
            facts.append(("Unsaved work", "Kept as a draft, encrypted, when it locked"))
        facts.append(("Network", "Never used. Everything stays on this computer"))
        layout.addWidget(kit.facts_list(facts))

    # ---- what a person does
    def unlock(self) -> None:
        """Try what is typed."""
        if self.vault is None or self.busy.isVisible():
            return
        typed = self.words.value().strip() if self._by_words else self.passphrase.value()
        if not typed:
            self._say("Enter the recovery words" if self._by_words else "Enter your passphrase")
            return
        self._clear()
        self._enable(False)
        vault, by_words = self.vault, self._by_words

        def way(_task: object) -> Session:
            if by_words:
                return self._gate.recover(vault.folder, typed)
            return self._gate.unlock(vault.folder, typed, vault_id=vault.vault_id)

        words = "Opening the vault. This takes a moment."
        self._running = opening(self, self.busy, words, way, self._open, self._failed, lambda: self._enable(True))

    def _open(self, session: Session) -> None:
        self.passphrase.forget()
        self.words.set_value("")
        self.opened.emit(session)

    def _failed(self, error: UserError) -> None:
        self._say(f"{error.what} {error.do}".strip())

    def _say(self, words: str) -> None:
        field = self.words if self._by_words else self.passphrase
        field.set_error(words)
        field.focus()
        announce(self, words, urgent=True)

    def _clear(self) -> None:
        for field in (self.passphrase, self.words):
            field.clear_error()

    def _enable(self, on: bool) -> None:
        for widget in (self.passphrase, self.words, self.button, self.choice):
            widget.setEnabled(on)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self.busy.hide()
            self._enable(True)
            self.focus_first()

    def _swap(self) -> None:
        self._by_words = not self._by_words
        self._clear()
        self.passphrase.setVisible(not self._by_words)
        self.words.setVisible(self._by_words)
        self.without.setVisible(self._by_words)
        self.other_way.setText("Use the passphrase" if self._by_words else "Use the recovery words")
        self.focus_first()

    def _other_vault(self) -> None:
        chosen = self.choice.value()
        self.vault = next((one for one in self._vaults if str(one.folder) == chosen), self.vault)
        self._reason = ""
        self._show_facts()

    def focus_first(self) -> None:
        """The keyboard in the field."""
        (self.words if self._by_words else self.passphrase).focus()


class OpenPage(QWidget):
    """The form that names a vault's folder; ``chosen(path)``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.folder = kit.FolderField("Folder of the vault", "Its name ends in .caseward")
        self.form = kit.Form({"folder": self.folder})
        go = kit.button("Open this vault", self._go, role="main")
        self.folder.line.returnPressed.connect(self._go)
        kit.column(self.form.summary, self.folder, kit.row_left(go), parent=self, space=12)

    def _go(self) -> None:
        vault = RecentVault("", Path(self.folder.value()))
        if not self.folder.value() or not vault.there:
            self.form.show_errors({"folder": "Choose a folder whose name ends in .caseward and that holds a vault"})
            return
        self.form.clear_errors()
        self.chosen.emit(vault)


class PackForm(QWidget):
    """The form that names a pack's file, where it is unpacked, and its passphrase."""

    def __init__(self) -> None:
        super().__init__()
        self.source = kit.FolderField("The pack", "Its name ends in .caseward-pack", files="Packs (*.caseward-pack)")
        self.name = kit.text_field(
            "Name of the folder",
            "It can be read by anyone: no person’s name in it.",
            value="Working pack",
            em=24,
        )
        self.folder = kit.FolderField(
            "Folder to keep it in", "On this computer’s own disk, one that is encrypted.", value=str(default_folder())
        )
        self.passphrase = kit.passphrase_field("Passphrase of the pack", "The board tells you, not in the same message")
        fields = {"source": self.source, "name": self.name, "folder": self.folder, "passphrase": self.passphrase}
        self.form = kit.Form(fields)
        kit.column(self.form.summary, *fields.values(), parent=self, space=12)

    def checked(self, check_folder: Callable[[str, str], str]) -> tuple[Path, Path, str, str] | None:
        """File, folder, name and passphrase; None when something is to be put right, which is then said."""
        errors = {
            "source": "" if self.source.value() else "Choose the pack",
            "name": check_name(self.name.value()),
            "folder": check_folder(self.folder.value(), self.name.value()),
            "passphrase": "" if self.passphrase.value() else "Enter the passphrase of the pack",
        }
        if any(errors.values()):
            self.form.show_errors({key: words for key, words in errors.items() if words})
            return None
        self.form.clear_errors()
        return Path(self.source.value()), Path(self.folder.value()), self.name.value(), self.passphrase.value()

    def refused(self, error: UserError) -> None:
        """Why it could not be opened, beside the field that it is about."""
        field = {"wrong-passphrase": "passphrase", "exists": "name", "full": "folder"}.get(error.code, "source")
        self.form.show_errors({field: f"{error.what} {error.do}".strip()})
