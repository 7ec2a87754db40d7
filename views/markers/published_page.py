"""Load published wording: the board's own copy is read, reported marker by marker, and kept only when it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.markers import published_file, published_keeping, wizard
from desktop.markers.published import PublishedWording, Reading
from desktop.markers.wizard import Ground
from desktop.qt.jobs import Operation
from desktop.wording import plural
from views import kit
from views.casework.base import CasePage
from views.markers import files
from views.page import Context

KINDS = "Documents and text (*.pdf *.docx *.rtf *.txt);;All files (*)"


class PublishedPage(CasePage):
    """From a file of the board into the vault, beside our words."""

    TITLE = "Load published wording"
    KINDS = frozenset({"PublishedText"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reading: Reading | None = None
        self._ground: Ground | None = None
        self._name = ""
        self._operation: Operation[Any] | None = None
        self.header.set(title=self.TITLE, back=("Markers", lambda: context.navigate("markers")))
        self.now = kit.label("", role="muted")
        self.choose = kit.button("Choose the file", self.ask, icon="import")
        self.single = kit.choice(
            "The file is", {}, "One page of one marker may be loaded by itself", optional=True, combo=True
        )
        self.form = kit.Form({"file": self.single})
        self.progress = kit.ProgressPanel("Reading the file")
        self.progress.hide()
        inner = QWidget()
        self.result = QWidget()
        self.column = kit.column(parent=self.result, space=12)
        lead = kit.label(
            "The official words are the publisher’s. Load your board’s own copy, as PDF, Word or text: it is kept "
            "in this vault and shown beside our words. Nothing is loaded unless the whole of it was found."
        )
        kit.column(
            lead,
            self.now,
            self.form.summary,
            self.single,
            kit.row_left(self.choose),
            self.progress,
            self.result,
            None,
            parent=inner,
            space=16,
            margins=(24, 16, 24, 24),
        )
        self.body.addWidget(kit.scroll(kit.measure(inner, 50)), 1)
        self.keep_button = kit.button("Keep this wording", self.keep, role="main", icon="done")
        self.bar = kit.ActionBar(self.keep_button)
        self.body.addWidget(self.bar)
        self.bar.hide()

    def show_case(self, **_where: Any) -> None:
        case_id = self.context.case

        def read(store: Any) -> tuple[Ground, PublishedWording | None]:
            ground = wizard.ground(store, case_id)
            return ground, published_keeping.kept(store, ground.framework.id)

        self.look("Look at the published wording", read, done=self._got)

    def refresh(self, _change: ChangeSet) -> None:
        self.show_case()

    def _got(self, found: tuple[Ground, PublishedWording | None]) -> None:
        self._ground = found[0]
        there = len(found[1].markers) if found[1] else 0
        total = found[0].framework.marker_count
        self.now.setText(f"Loaded: {there} of {total} markers." if there else "Nothing is loaded yet.")
        options = {"": "All markers, or find out which"} | {
            one.id: f"{one.id} {one.short_name}" for one in found[0].framework.markers
        }
        self.single.set_options({key: words for key, words in options.items() if key})

    def focus_first(self) -> None:
        self.choose.setFocus()

    # ---- reading
    def ask(self) -> None:
        """Ask for the file."""
        files.ask_open(self, "Choose your board’s copy", KINDS, self.read)

    def read(self, path: Path) -> None:
        """Read a file and say what was found in it."""
        assert self._ground is not None
        self.form.clear_errors()
        kit.clear(self.column)
        self.bar.hide()
        self._name = path.suffix.removeprefix(".").upper() or "text"
        framework, marker = self._ground.framework, self.single.value()
        operation: Operation[Reading] = Operation(
            self,
            "Read the published wording",
            lambda task: published_file.read_copy(path, framework, marker_id=marker, cancelled=lambda: task.cancelled),
        )
        operation.on_done(self._show).on_failed(self._refused)
        self.progress.follow(operation)  # type: ignore[arg-type]
        self.progress.show()
        self._operation = operation
        operation.run()

    def _refused(self, error: UserError) -> None:
        self.progress.hide()
        self.form.show_errors({"": f"{error.what} {error.do}".strip()})

    def _show(self, reading: Reading) -> None:
        self.progress.hide()
        self.reading = reading
        whole = reading.wording is not None
        self.column.addWidget(kit.NoticeBar("info" if whole else "warn", reading.summary))
        for report in reading.reports:
            line = QWidget()
            layout = kit.row(parent=line, space=8)
            icon, role = (
                ("done", "text")
                if report.whole
                else ("warning", "warning")
                if report.found
                else ("not-started", "text-muted")
            )
            layout.addWidget(kit.icon_label(icon, role, 17))
            words = [kit.label(report.sentence), *(kit.muted(note) for note in report.notes)]
            layout.addWidget(kit.box(*words, space=0), 1)
            self.column.addWidget(line)
        self.bar.setVisible(whole)
        if whole:
            self.keep_button.setFocus()

    def keep(self) -> None:
        """Keep what was read."""
        if self.reading is None:
            return

        def kept(count: int) -> None:
            self.context.saved()
            self.context.notice(f"The published words of {plural(count, 'marker')} are kept and stand beside ours.")
            self.bar.hide()
            self.show_case()

        self.do(
            "Load published wording",
            published_keeping.keep,
            self.reading,
            f"{self._name} copy of the board",
            done=kept,
            failed=self._refused,
        )
