"""Take a pack back: its file, a verified backup first, the merge, and the board's changes to hand over with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.exchange import offering
from desktop.exchange.returning import Returned
from desktop.qt.jobs import Operation, Task
from desktop.wording import plural
from views import kit
from views.casework.base import WorkPage
from views.page import Context

STEPS = {
    "opened": "Open the pack and check all of it",
    "backup": "Back up this vault and check the backup",
    "merged": "Bring in what is new",
    "committed": "Save it",
    "update": "Write the board’s changes for the pack",
}
"""What is told when, in words; each is being done until its step has come."""
ASKS_REASON = frozenset({"expired", "closed"})


class PackBackPage(WorkPage):
    """The form, the progress, and what came of it."""

    TITLE = "Take a pack back"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.file = kit.FolderField("The file that came back", "Its name ends in .caseward-pack", files=offering.FILES)
        self.reason = kit.text_field("Why it is brought in all the same", "It is kept with the return.", em=34)
        self.passphrase = kit.passphrase_field(
            "Passphrase of the pack", "Its recovery words were changed out there. Ask whoever had it."
        )
        self.with_changes = kit.check("Write the board’s changes for the pack beside it, to hand over")
        self.with_changes.setChecked(True)
        self.form = kit.Form({"file": self.file, "reason": self.reason, "passphrase": self.passphrase})
        self.go = kit.button("Take the pack back", self.take_back, role="main", icon="import")
        for field in (self.passphrase.entered, self.file.line.returnPressed, self.reason.line.returnPressed):
            field.connect(self.take_back)
        lead = kit.muted(
            "A backup of this vault is made and checked first. New notes come in, each with its entry in the index; "
            "what only one side changed is taken; what both changed waits for you. The same file twice changes nothing."
        )
        inner = QWidget()
        self.result = kit.box(space=8)
        self.progress = kit.box()
        parts = (lead, self.form.summary, self.file, self.reason, self.passphrase, self.with_changes,
                 kit.row_left(self.go), self.progress, self.result)  # fmt: skip
        kit.column(*parts, None, parent=inner, space=12, margins=(24, 16, 24, 24))
        self.scroll = kit.scroll(kit.measure(inner, 50))
        self.body.addWidget(self.scroll, 1)
        self.header.set(title=self.TITLE, back=("Packs", lambda: context.navigate("packs")))
        self.running: Operation[Returned] | None = None

    # ---- visits
    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        if self.running is not None:
            return
        self.form.clear_errors()
        self._empty(self.result)
        self._empty(self.progress)
        for field in (self.file, self.reason, self.passphrase):
            field.set_value("")
        self.reason.hide()
        self.passphrase.hide()

    @staticmethod
    def _empty(box: QWidget) -> None:
        layout = box.layout()
        assert layout is not None
        kit.clear(layout)

    # ---- taking back
    def take_back(self) -> None:
        """Bring the file in."""
        if self.running is not None:
            return
        self.form.clear_errors()
        self._empty(self.result)
        if not self.file.value():
            self.form.show_errors({"file": "Choose the file that came back"})
            return
        session, file = self.context.session, Path(self.file.value())
        said = {"passphrase": self.passphrase.value(), "override": self.reason.value().strip()}
        changes = self.with_changes.isChecked()
        operation: Operation[Returned] = Operation(
            self,
            "Take a pack back",
            lambda task: offering.take_back(session, file, with_changes=changes, at=_teller(task), **said),
        )
        self._follow(operation)
        operation.on_done(self._taken).on_failed(self._refused).on_cancelled(self._ended)
        self.running = operation
        self.go.setEnabled(False)
        operation.run()

    def _follow(self, operation: Operation[Returned]) -> None:
        self._empty(self.progress)
        panel = kit.ProgressPanel("Taking the pack back", list(STEPS.values()))
        panel.follow(operation)  # type: ignore[arg-type]
        layout: Any = self.progress.layout()
        layout.addWidget(panel)
        panel.set_step(STEPS["opened"], "working")

    def _ended(self) -> None:
        self.running = None
        self.go.setEnabled(True)

    def _refused(self, error: UserError) -> None:
        self._ended()
        self._empty(self.progress)
        self.reason.setVisible(error.code in ASKS_REASON or bool(self.reason.value()))
        self.passphrase.setVisible(error.code == "wrong-passphrase" or bool(self.passphrase.value()))
        field = "reason" if error.code in ASKS_REASON else "passphrase" if error.code == "wrong-passphrase" else "file"
        self.form.show_errors({field: f"{error.what} {error.do}".strip()})
        self.scroll.verticalScrollBar().setValue(0)

    def _taken(self, done: Returned) -> None:
        self._ended()
        self._empty(self.progress)
        self.passphrase.forget()
        layout: Any = self.result.layout()
        for part in self._said(done):
            layout.addWidget(part)
        first = next((one for one in self.result.findChildren(QWidget) if isinstance(one, kit.Button)), None)
        if first is not None:
            first.setFocus()

    def _said(self, done: Returned) -> list[QWidget]:
        pack = done.pack.id
        if done.again:
            return [kit.state("This pack was taken back before. Nothing has changed.", icon="info"), self._to(pack)]
        what = [plural(done.new, "new record"), plural(done.changed, "record") + " changed"]
        parts: list[QWidget] = [
            kit.h2("The pack is back"),
            kit.state(f"{' and '.join(what)}. Each new record has its entry in the index.", icon="done"),
        ]
        if done.backup is not None:
            parts.append(kit.state(f"The backup made before is {done.backup.name}.", icon="backup"))
        parts += [kit.state(notice, icon="info") for notice in done.notices]
        if done.update is not None:
            parts.append(kit.state(f"Hand {done.update.name} over: it takes the board’s changes into the pack.",
                                   icon="export"))  # fmt: skip
        return [*parts, *self._left(done), self._to(pack)]

    def _left(self, done: Returned) -> list[QWidget]:
        pack, buttons = done.pack.id, list[QWidget]()
        if done.conflicts:
            words = f"Decide {plural(done.conflicts, 'difference')}"
            buttons.append(
                kit.button(words, lambda: self.context.navigate("merge", pack=pack), role="main", icon="merge")
            )
        if done.names:
            words = f"Settle {plural(done.names, 'name')}"
            buttons.append(kit.button(words, lambda: self.context.navigate("pack-names", pack=pack), icon="suggestion"))
        if not buttons:
            return [kit.state("Nothing is left to decide.", icon="done")]
        lead = kit.label("Until you decide, what the board had stands; nothing that came back is lost.")
        return [lead, kit.flow(*buttons)]

    def _to(self, pack_id: str) -> QWidget:
        go = kit.button("Go to the pack", lambda: self.context.navigate("pack", pack=pack_id), icon="pack")
        return kit.row_left(go)


def _teller(task: Task) -> Any:
    """What tells the window how far it is; up to the commit it also stops when somebody cancelled."""
    names = list(STEPS)

    def at(step: str) -> None:
        done = names.index(step) + 1
        following = STEPS[names[done]] if done < len(names) else ""
        if step in ("committed", "update"):
            if not task.cancelled:
                task.step(done, len(names), following)
            return
        task.step(done, len(names), following)

    return at
