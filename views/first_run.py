"""The first run: make a vault, keep its recovery words, or open what there is (interface checklist 9 and 18)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.qt.gate import Gate, asked_numbers, check_name, check_passphrase, wrong_words
from desktop.qt.jobs import Operation, Task
from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from views import kit
from views.recovery_words import Offer, WordTable, do_and_do_not
from views.start import Busy, default_folder, opening
from views.unlock import OpenPage, PackForm

if TYPE_CHECKING:
    from desktop.session import Session

STEPS = ("Where the vault is kept", "Your name and passphrase", "Recovery words", "Type some of them back")
NOTHING_YET = "Nothing is in the vault yet. You can stop here and start again."


class Step(QWidget):
    """One stage: a place line, a heading, a form that scrolls, a bar of buttons that stays in view."""

    def __init__(self, place: str, title: str, lead: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget()
        self.inner = kit.column(parent=inner, space=12, margins=(40, 24, 40, 24))
        self.title = kit.h1(title)
        self.inner.addWidget(kit.box(kit.muted(place), self.title, space=0))
        if lead:
            self.inner.addWidget(kit.label(lead, "lead"))
        self.layout_ = kit.column(parent=self, space=0)
        self.layout_.addWidget(kit.scroll(kit.measure(inner, 61)), 1)

    def end(self, *buttons: QWidget, before: QWidget | None = None) -> None:
        """Finish the form with the bar of buttons; ``before`` stands at its left."""
        self.inner.addStretch(1)
        bar = kit.frame("actionBar")
        layout = kit.row(parent=bar, space=8, margins=(40, 8, 40, 8))
        flow = kit.flow(*([before] if before is not None else []), *buttons)
        layout.addWidget(flow, 1)
        self.layout_.addWidget(bar)


class FirstRun(QWidget):
    """``opened(session)`` when a vault is ready; ``unlock(vault)`` when an existing one was chosen."""

    opened = Signal(object)
    unlock = Signal(object)

    def __init__(self, gate: Gate, *, start: str = "", notice: str = "") -> None:
        super().__init__()
        self._gate = gate
        self._session: Session | None = None
        self._words: tuple[str, ...] = ()
        self._asked: tuple[int, ...] = ()
        self._running: Operation[Session] | None = None
        self._notice = notice
        self._build()
        ways = {"create": self._begin, "restore": self.show_restore, "open": self.show_open, "pack": self.show_pack}
        ways.get(start, self.show_welcome)()

    # ---- frame
    def _build(self) -> None:
        self.steps = kit.TaskList("Steps")
        self.steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side = kit.frame("nav")
        name = kit.label("Caseward", "section", wrap=False)
        brand = kit.row(kit.Sign(), name, None, space=8, margins=(16, 0, 12, 12))
        side = kit.column(brand, self.steps, parent=self._side, space=8, margins=(0, 12, 0, 8))
        side.setStretch(1, 1)
        self.stack = kit.PageStack()
        self.status = kit.StatusLine()
        self.status.set(working=NOTHING_YET)
        right = QWidget()
        column = kit.column(self.stack, self.status, parent=right, space=0)
        column.setStretch(0, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._side)
        layout.addWidget(right, 1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self._side.setFixedWidth(round(17 * theme().em()))
        self._side.setVisible(self.width() / theme().em() >= tokens().layout["middle_em"])

    def _show(self, page: QWidget, step: int = -1) -> None:
        old = self.stack.currentWidget()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        theme().dress(page)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        self._mark(step)
        self.focus_first()

    def _mark(self, step: int) -> None:
        if step < 0:
            self.steps.set_entries([])
            return
        status = ["Done" if at < step else "Working on it" if at == step else "Not started" for at in range(len(STEPS))]
        self.steps.set_entries([kit.Entry(str(at), words, status=status[at]) for at, words in enumerate(STEPS)])
        self.steps.set_current(str(step))

    def focus_first(self) -> None:
        """The keyboard on the first control of the stage."""
        page = self.stack.currentWidget()
        for widget in page.findChildren(QWidget) if page is not None else []:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page) and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # ---- welcome
    def show_welcome(self) -> None:
        """What can be done first."""
        step = Step(
            "First run", "Welcome to Caseward",
            "Caseward keeps the record of a review in a vault: one encrypted folder on this computer. "
            "It never uses the network.",
        )  # fmt: skip
        if self._notice:
            step.inner.addWidget(kit.NoticeBar("warn", self._notice))
        step.inner.addSpacing(8)
        ways: list[tuple[str, str, Callable[[], None], str]] = [
            (
                "Make a vault",
                "You choose where it is kept and the passphrase. About five minutes.",
                self._begin,
                "shield",
            ),
            (
                "Open a vault",
                "A vault that is on this computer or on a disk you have plugged in.",
                self.show_open,
                "unlock",
            ),
            ("Open a pack", "From a file that the board gave you: it ends in .caseward-pack.", self.show_pack, "pack"),
            ("Restore a backup", "From a file whose name ends in .caseward-backup.", self.show_restore, "backup"),
            (
                "Open the demonstration",
                "An invented review, watermarked, to look around in. Remove it with one action.",
                self.show_demonstration,
                "eye",
            ),
        ]
        for at, (words, why, go, icon) in enumerate(ways):
            button = kit.button(words, go, role="main" if at == 0 else "", icon=icon)
            step.inner.addWidget(kit.box(kit.row_left(button), kit.label(why, role="muted"), space=2))
        step.inner.addStretch(1)
        self.status.set(working="Never uses the network. Everything stays on this computer.")
        self._show(step)

    # ---- step 1 and 2
    def _begin(self) -> None:
        self._name, self._parent_folder = "", str(default_folder())
        self.status.set(working=NOTHING_YET)
        self._show_where()

    def _show_where(self) -> None:
        step = Step("New vault · step 1 of 4", STEPS[0])
        name = kit.text_field(
            "Name of the vault", "It is the name of a folder and can be read by anyone: no person's name in it.",
            value=self._name or "Board vault", em=24,
        )  # fmt: skip
        folder = kit.FolderField(
            "Folder to keep it in",
            "On this computer's own disk: a folder that is copied to a network or cloud can damage it.",
            value=self._parent_folder,
        )  # fmt: skip
        form = kit.Form({"name": name, "folder": folder})
        for widget in (form.summary, name, folder):
            step.inner.addWidget(widget)

        def go() -> None:
            self._name, self._parent_folder = name.value(), folder.value()
            errors = {
                "name": check_name(self._name),
                "folder": self._gate.check_folder(self._parent_folder, self._name),
            }
            errors = {key: words for key, words in errors.items() if words}
            if errors:
                form.show_errors(errors)
            else:
                self._show_who()

        step.end(kit.button("Continue", go, role="main"), kit.button("Back", self.show_welcome))
        self._show(step, 0)

    def _show_who(self) -> None:
        step = Step("New vault · step 2 of 4", STEPS[1])
        who = kit.text_field(
            "Your name", "It stands in the record as who did what. It is kept inside the vault.", em=24
        )
        role = kit.text_field("Your role", value="Board manager", em=24)
        passphrase = kit.passphrase_field("Passphrase", "At least 12 characters, or four words.", clear_after=600)
        again = kit.passphrase_field("Passphrase again", clear_after=600)
        offer = Offer(lambda words: (passphrase.set_value(words), again.set_value("")))
        form = kit.Form({"name": who, "role": role, "passphrase": passphrase, "again": again})
        busy = Busy()
        for widget in (form.summary, who, role, passphrase, offer, again, busy):
            step.inner.addWidget(widget)

        def go() -> None:
            errors = _who_errors(who.value(), role.value(), passphrase.value(), again.value())
            if errors:
                form.show_errors(errors)
                return
            form.clear_errors()
            self._create(step, busy, form, who.value(), role.value(), passphrase.value())

        again.entered.connect(go)
        busy.cancelled.connect(self._cancel)
        step.end(kit.button("Make the vault", go, role="main"), kit.button("Back", self._show_where))
        self._show(step, 1)

    def _create(self, step: Step, busy: Busy, form: kit.Form, who: str, role: str, passphrase: str) -> None:
        parent, name = Path(self._parent_folder), self._name
        kept: list[tuple[str, ...]] = []

        def way(_task: Task) -> Session:
            session, words = self._gate.create(parent, name, who, role, passphrase)
            kept.append(words)
            return session

        def done(session: Session) -> None:
            self._session, self._words = session, kept[0]
            self._show_words()

        step.setEnabled(True)
        self._running = opening(
            self, busy, "Making the vault. This takes a few seconds.", way, done, form.show, lambda: None
        )

    # ---- step 3 and 4
    def _show_words(self) -> None:
        step = Step(
            "New vault · step 3 of 4", "Keep these 24 recovery words",
            "If every passphrase is lost, these words are the only way back into the vault. "
            "Nobody else holds a copy: not us, not your IT department.",
        )  # fmt: skip
        table = WordTable(self._words)
        hide = kit.button("Hide the words", role="plain", icon="eye-off")

        def toggle() -> None:
            table.set_hidden(not table.hidden)
            hide.setText("Show the words" if table.hidden else "Hide the words")
            hide.updateGeometry()

        hide.clicked.connect(toggle)
        sheet = kit.button("Print the recovery sheet", lambda: self._print(), icon="print")
        step.inner.addWidget(table)
        step.inner.addWidget(kit.flow(sheet, hide))
        step.inner.addWidget(kit.muted("The words are not copied to the clipboard and are not saved anywhere."))
        step.inner.addWidget(do_and_do_not())
        kept = kit.check("I have the 24 words on paper")

        def go() -> None:
            if kept.isChecked():
                self._asked = asked_numbers()
                self._show_check()
            else:
                kit.fields.set_bad(kept, True)
                bar.show()
                kept.setFocus()

        bar = kit.NoticeBar("error", "Tick the box when you have the 24 words on paper")
        bar.hide()
        step.inner.addWidget(bar)
        step.end(kit.button("Continue to the check", go, role="main"), before=kept)
        self._show(step, 2)

    def _print(self) -> None:
        from views.recovery_sheet import print_sheet

        print_sheet(self, self._name, self._words)

    def _show_check(self) -> None:
        step = Step(
            "New vault · step 4 of 4", STEPS[3],
            "From the paper, not from memory: it shows that the sheet can be read. Four letters of a word are enough.",
        )  # fmt: skip
        fields = {str(number): kit.text_field(f"Word {number}", em=16) for number in self._asked}
        form = kit.Form(fields)
        step.inner.addWidget(form.summary)
        for field in fields.values():
            step.inner.addWidget(field)

        def go() -> None:
            typed = [fields[str(number)].value() for number in self._asked]
            wrong = wrong_words(typed, self._words, self._asked)
            if wrong:
                form.show_errors({str(at): f"Enter word {at} as it stands on the sheet" for at in wrong})
            else:
                self._finish()

        list(fields.values())[-1].line.returnPressed.connect(go)
        step.end(
            kit.button("Check and open the vault", go, role="main"), kit.button("Back to the words", self._show_words)
        )
        self._show(step, 3)

    def _finish(self) -> None:
        session, self._session, self._words = self._session, None, ()
        assert session is not None
        self.opened.emit(session)

    # ---- the other ways
    def show_open(self) -> None:
        """Name the folder of a vault."""
        step = Step("Open a vault", "Where is the vault?")
        page = OpenPage()
        page.chosen.connect(self.unlock)
        step.inner.addWidget(page)
        step.end(kit.button("Back", self._leave))
        self._show(step)

    def show_restore(self) -> None:
        """Restore a backup into a new vault."""
        step = Step(
            "Restore a backup", "Restore a backup", "The backup is checked first. Your other vaults are left alone."
        )
        source = kit.FolderField("The backup", "Its name ends in .caseward-backup", files="Backups (*.caseward-backup)")
        name = kit.text_field("Name of the restored vault", value="Restored vault", em=24)
        folder = kit.FolderField("Folder to keep it in", value=str(default_folder()))
        passphrase = kit.passphrase_field(
            "Passphrase of the backup", "The one that opened the vault when it was backed up."
        )
        form = kit.Form({"source": source, "name": name, "folder": folder, "passphrase": passphrase})
        busy = Busy()
        busy.cancelled.connect(self._cancel)
        for widget in (form.summary, source, name, folder, passphrase, busy):
            step.inner.addWidget(widget)

        def go() -> None:
            errors = {
                "source": "" if source.value() else "Choose the backup",
                "name": check_name(name.value()),
                "folder": self._gate.check_folder(folder.value(), name.value()),
                "passphrase": "" if passphrase.value() else "Enter the passphrase of the backup",
            }
            if any(errors.values()):
                form.show_errors({key: words for key, words in errors.items() if words})
                return
            form.clear_errors()
            arguments = (Path(source.value()), Path(folder.value()), name.value(), passphrase.value())
            self._running = opening(
                self, busy, "Restoring the backup. Large ones take a few minutes.",
                lambda _task: self._gate.restore(*arguments), self.opened.emit, form.show, lambda: None,
            )  # fmt: skip

        step.end(kit.button("Restore the backup", go, role="main"), kit.button("Back", self._leave))
        self._show(step)

    def show_pack(self) -> None:
        """Unpack a pack that the board handed over."""
        step = Step("Open a pack", "Open a pack", "The file is unpacked once. Afterwards you open it like any vault.")
        form = PackForm()
        busy = Busy()
        busy.cancelled.connect(self._cancel)
        step.inner.addWidget(form)
        step.inner.addWidget(busy)

        def go() -> None:
            if self._running is not None and busy.isVisible():
                return
            arguments = form.checked(self._gate.check_folder)
            if arguments is None:
                return
            self._running = opening(
                self, busy, "Unpacking the pack and checking all of it.",
                lambda _task: self._gate.open_pack(*arguments), self.opened.emit, form.refused, lambda: None,
            )  # fmt: skip

        form.passphrase.entered.connect(go)
        step.end(kit.button("Open the pack", go, role="main", icon="unlock"), kit.button("Back", self._leave))
        self._show(step)

    def show_demonstration(self) -> None:
        """Build the demonstration and open it."""
        step = Step(
            "Demonstration",
            "Open the demonstration",
            "An invented review. It is built by the same steps that you would take.",
        )
        folder = kit.FolderField("Folder to keep it in", value=str(default_folder()))
        form = kit.Form({"folder": folder})
        busy = Busy()
        busy.cancelled.connect(self._cancel)
        for widget in (form.summary, folder, busy):
            step.inner.addWidget(widget)

        def go() -> None:
            wrong = self._gate.check_folder(folder.value(), "demo")
            if wrong:
                form.show_errors({"folder": wrong})
                return
            form.clear_errors()
            target = Path(folder.value())
            self._running = opening(
                self, busy, "Building the demonstration. About a minute.",
                lambda task: self._gate.build_demonstration(target, task.step), self.opened.emit, form.show, lambda:
                None,
            )  # fmt: skip

        step.end(kit.button("Build and open it", go, role="main"), kit.button("Back", self.show_welcome))
        self._show(step)

    def _leave(self) -> None:
        recent = [vault for vault in self._gate.recent() if vault.there]
        if recent:
            self.unlock.emit(recent[0])
        else:
            self.show_welcome()

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def let_go(self) -> None:
        """Close a vault that was made but not yet opened for work; called when the window goes."""
        if self._session is not None:
            self._session.close()
            self._session = None


def _who_errors(name: str, role: str, passphrase: str, again: str) -> dict[str, str]:
    errors = {
        "name": "" if name else "Enter your name",
        "role": "" if role else "Enter your role",
        "passphrase": check_passphrase(passphrase) if passphrase else "Enter a passphrase",
        "again": "" if again == passphrase else "Enter the same passphrase again",
    }
    return {key: words for key, words in errors.items() if words}
