"""Bring in files: chosen, dropped, pasted or a whole folder; one result a file; then each is named and described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from desktop.casework import arriving, evidence
from desktop.casework.arriving import Source
from desktop.casework.material import FileResult
from desktop.errors import UserError
from desktop.qt.actions import Action
from desktop.qt.jobs import Operation, Task
from desktop.wording import listed, plural
from storage.records import Origin
from views import kit
from views.casework.base import CasePage, options
from views.casework.describing import Describing
from views.page import Context

COLUMNS = [kit.Column("File"), kit.Column("What became of it")]


class DropZone(QFrame):
    """Where files are dropped or pasted. ``given(list of (name, path or bytes))``."""

    given = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Drop files here, or paste them")
        words = kit.label(
            "Drop files here, or paste them with Ctrl+V. They are copied into the vault; the originals stay where "
            "they are."
        )
        self.choose = kit.button("Choose files", self._choose, icon="import")
        kit.column(words, kit.row_left(self.choose), parent=self, space=8, margins=(16, 16, 16, 16))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Take what is on the clipboard: files, a picture, or words."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> None:
        """Files of a drop or of the clipboard."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        found: list[Source] = [(path.name, path) for path in paths]
        if not found and data.hasImage():
            found = [("Pasted picture.png", _png(data.imageData()))]
        elif not found and data.hasText() and data.text().strip():
            found = [("Pasted words.txt", data.text().encode())]
        self.given.emit(found)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), "Choose files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.given.emit([(Path(one).name, Path(one)) for one in paths]))
        dialog.open()


def _png(picture: Any) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(picture).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class BringInPage(CasePage):
    """Where files come into a case."""

    TITLE = "Bring in files"
    arrived = Signal(int, object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title=self.TITLE,
            facts="Any file may come in. What Caseward cannot show is kept and indexed all the same.",
            back=("Evidence", lambda: context.navigate("evidence")),
        )
        self._rows: list[kit.Row] = []
        self._results: dict[str, FileResult] = {}
        self._operation: Operation[int] | None = None
        self._total = 0
        self.describing = Describing(self)
        self.describing.emptied.connect(self._all_described)
        self.panes = kit.Panes(
            list_=kit.scroll(self._left()), detail=kit.scroll(self._right()), list_name="Files", list_em=34
        )
        self.body.addWidget(self.panes, 1)
        self.arrived.connect(self._on_arrived)
        self.action(
            Action(
                "bring-in.paste",
                "Paste files into the case",
                self.zone.paste,
                "Ctrl+Shift+V",
                where=self.TITLE,
                icon="import",
            )
        )

    def _left(self) -> QWidget:
        self.source = kit.choice(
            "From which body",
            {},
            "The body that supplied these files. Leave it empty for the board's own.",
            optional=True,
            combo=True,
        )
        self.origin = kit.choice("Origin", options(Origin), combo=True, optional=True)
        self.received = kit.DayField("Received on", "Left empty, today", optional=True)
        self.form = kit.Form({"source": self.source, "origin": self.origin, "received": self.received})
        self.zone = DropZone()
        self.zone.given.connect(self.bring_in)
        self.folder = kit.FolderField("Or a whole folder", "Folders inside it come too")
        self.form.fields["folder"] = self.folder
        self.folder.line.returnPressed.connect(self._bring_folder)
        go = kit.button("Bring in the folder", self._bring_folder, icon="import")
        self.progress = kit.ProgressPanel("Bringing files in", unit="File")
        self.progress.hide()
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(self.model, name="Files that came in", widths_em={0: 12, 1: 18}, lines=3, stretch=1)
        self.table.hide()
        self.again = kit.button("Take this copy away again", self._take_away, icon="bin")
        self.again.hide()
        self.table.current.connect(lambda _id: self._offer_removal())
        inner = QWidget()
        kit.column(
            self.form.summary,
            self.source,
            kit.columns(self.origin, self.received, least_em=13, space=12),
            self.zone,
            self.progress,
            self.table,
            kit.row_left(self.again),
            self.folder,
            kit.row_left(go),
            None,
            parent=inner,
            space=12,
            margins=(24, 16, 24, 24),
        )
        return inner

    def _right(self) -> QWidget:
        self.waiting = kit.label(
            "Each file that comes in is named and described here, one after the other. You can leave it for later.",
            role="muted",
        )
        self._waits = kit.box(self.waiting, margins=(24, 24, 24, 0))
        return kit.box(self._waits, self.describing, None, space=0)

    # ---- visits
    def show_case(self, **_where: Any) -> None:
        self.look("Load the sources", evidence.bodies, self.context.case, done=self.source.set_options)
        if self._operation is None:
            self.describing.start()

    def focus_first(self) -> None:
        self.zone.choose.setFocus()

    # ---- bringing in
    def _bring_folder(self) -> None:
        if not self.folder.value():
            self.form.show_errors({"folder": "Choose a folder"})
            return
        self.work(
            "Look into the folder",
            lambda: arriving.files_in(Path(self.folder.value())),
            done=self.bring_in,
            failed=self.form.show,
        )

    def bring_in(self, files: Any) -> None:
        """Bring in files, each ``(name, path or bytes)``."""
        chosen = list(files)
        if not chosen:
            self.context.notice("There was nothing to bring in: no file, picture or words.", "warn")
            return
        if self._operation is not None:
            self.context.notice("Files are still coming in. Wait until they are done, or cancel.", "warn")
            return
        fields = self._fields()
        if fields is None:
            return
        self._rows, self._results, self._total = [], {}, len(chosen)
        self.model.set_rows([])
        self.table.hide()
        self._start(chosen, fields)

    def _fields(self) -> dict[str, Any] | None:
        self.form.clear_errors()
        try:
            received = self.received.day()
        except UserError as wrong:
            self.form.show_errors({"received": wrong.do})
            return None
        fields: dict[str, Any] = {"received_on": received} if received else {}
        if self.source.value():
            fields |= {"from_agency_id": self.source.value(), "origin": Origin.AGENCY}
        if self.origin.value():
            fields["origin"] = Origin(self.origin.value())
        return fields

    def _start(self, chosen: list[Source], fields: dict[str, Any]) -> None:
        session, case, total = self.context.session, self.context.case, len(chosen)

        def work(task: Task) -> int:
            def came(number: int, result: FileResult) -> None:
                self.arrived.emit(number, result)
                if not task.cancelled:
                    task.step(number, total, "")

            return arriving.bring_in(session, case, chosen, arrived=came, cancelled=lambda: task.cancelled, **fields)

        operation: Operation[int] = Operation(self, "Bring in files", work)
        self._operation = operation
        self.progress.follow(operation)  # type: ignore[arg-type]
        self.progress.bar.setRange(0, total)
        self.progress.bar.setValue(0)
        self.progress.where.setText(f"File 1 of {total:,}")
        self.progress.show()
        operation.on_done(self._finished).on_cancelled(lambda: self._finished(0)).on_failed(self._failed)
        operation.run()

    def _on_arrived(self, number: int, result: FileResult) -> None:
        self._results[str(number)] = result
        cell = kit.Cell(
            _became(result), "; ".join(result.notes), icon=_sign(result), tone="danger" if result.problem else ""
        )
        self._rows.append(kit.Row(str(number), (kit.Cell(result.name), cell)))
        kept = self.table.current_id()
        self.model.set_rows(self._rows)
        self.table.setMinimumHeight(self.table.rows_height(6))
        self.table.show()
        self.table.choose(kept)
        if result.same_as:
            self.look(
                "Load the references", arriving.references, result.same_as, done=lambda refs: self._same(number, refs)
            )
        self._waits.hide()
        self.describing.push(result)
        if number == 1:
            self.panes.show_detail()

    def _same(self, number: int, references: tuple[str, ...]) -> None:
        at = number - 1
        result = self._results[str(number)]
        said = f"Kept. The same bytes are here already as {listed(references)}"
        self._rows[at] = kit.Row(
            str(number),
            (
                kit.Cell(result.name),
                kit.Cell(said, "Choose the line to take this copy away", icon="copy", tone="warning"),
            ),
        )
        self.model.set_rows(self._rows)

    def _finished(self, tried: int) -> None:
        self._operation = None
        kept = sum(one.problem is None for one in self._results.values())
        attachments = sum(len(one.attachments) for one in self._results.values())
        more = f", with {plural(attachments, 'attachment')}" if attachments else ""
        ended = "" if tried >= self._total else f" Stopped after {tried} of {self._total}; those stay."
        failed = len(self._results) - kept
        trouble = f" {plural(failed, 'file')} could not be kept: the list says why." if failed else ""
        self.progress.finish("Done")
        self.progress.where.setText(f"{plural(kept, 'file')} kept{more}.{ended}{trouble}")

    def _failed(self, error: UserError) -> None:
        self._operation = None
        self.context.show_error(error)

    # ---- afterwards
    def _offer_removal(self) -> None:
        result = self._results.get(self.table.current_id())
        self.again.setVisible(bool(result and result.item and result.same_as))

    def _take_away(self) -> None:
        number = self.table.current_id()
        result = self._results.get(number)
        if result is None or result.item is None:
            return
        item = result.item

        def gone(_nothing: Any) -> None:
            self._rows[int(number) - 1] = kit.Row(
                number, (kit.Cell(result.name), kit.Cell("Taken away again", icon="bin", tone="muted"))
            )
            self._results[number] = FileResult(result.name)
            self.model.set_rows(self._rows)
            self.again.hide()
            self.describing.drop(item.id)
            self.table.setFocus()
            self.context.notice(
                "The copy was taken away.", "info", "Undo", lambda: self.context.actions.trigger("undo")
            )

        self.do("Take a copy away", evidence.remove, item.id, done=gone)

    def _all_described(self) -> None:
        self.waiting.setText(
            "Every file that came in has been asked about. What you left for later waits under Disclosure, to describe."
        )
        self._waits.show()
        self.zone.choose.setFocus()


def _became(result: FileResult) -> str:
    if result.problem is not None:
        return f"{result.problem.what} {result.problem.do}".strip()
    entry = f" as {result.entry.working_ref}" if result.entry else ""
    more = f", {plural(len(result.attachments), 'attachment')}" if result.attachments else ""
    return f"Kept{entry}{more}"


def _sign(result: FileResult) -> str:
    return "error" if result.problem else "copy" if result.same_as else "done"
