"""Archive and returns: plain copies outside the vault, written after a warning, open until somebody says what became of
them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.errors import FieldErrors, UserError
from desktop.exchange import archive
from desktop.exchange.archive import Plan, Written
from desktop.qt.jobs import Operation
from desktop.wording import plural, uk_date
from storage.records import Loan
from views import kit
from views.casework.base import CasePage
from views.kit import InlineForm
from views.kit.fields import Field
from views.page import Context

WARNING = (
    "These are plain copies outside the vault. Whoever has the folder can read all of it, with every name. Put it only "
    "on a disk that is encrypted or locked away, and record here what became of it."
)


class ArchivePage(CasePage):
    """Two forms and what is open."""

    TITLE = "Archive and returns"
    KINDS = frozenset({"Loan", "Material", "Pack", "Case"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open: tuple[Loan, ...] = ()
        self.running: Operation[Written] | None = None
        inner = QWidget()
        self.open_box, self.asking = kit.box(space=8), kit.Asking()
        warning = kit.NoticeBar("warn", WARNING)
        self.progress = kit.box()
        parts = (warning, self.open_box, self.asking, self._archive(), self.progress, self._returns())
        kit.column(*parts, None, parent=inner, space=16, margins=(24, 16, 24, 24))
        self.scroll = kit.scroll(kit.measure(inner, 52))
        self.body.addWidget(self.scroll, 1)
        self.header.set(title=self.TITLE, back=("Overview", lambda: context.navigate("overview")))

    def _archive(self) -> QWidget:
        self.plan = kit.muted("")
        self.known = kit.check("I know that this writes plain copies, and where they will be kept")
        fields: dict[str, Field] = {
            "folder": kit.FolderField("Folder for the archive"), "to": kit.text_field("Who receives it", em=28),
            "reason": kit.text_field("Why, and who authorised it", em=34),
        }  # fmt: skip
        self.archive_form = kit.Form(fields)
        self.write_button = kit.button("Write the archive", self.write, icon="export")
        lead = kit.label(
            "Originals under their references, the documents as PDF, every record as JSON and CSV, and sums that other "
            "tools can check. It is read back before it gets its name."
        )
        return kit.box(kit.section_head("Archive of the whole review"), lead, self.plan, self.archive_form.summary,
                       *fields.values(), self.known, kit.row_left(self.write_button), space=10)  # fmt: skip

    def _returns(self) -> QWidget:
        self.body_field = kit.choice("To whom they belong", {}, combo=True)
        fields: dict[str, Field] = {
            "body": self.body_field, "folder": kit.FolderField("Folder for the copies"),
            "to": kit.text_field("Who receives them", em=28), "reason": kit.text_field("Why", em=34),
        }  # fmt: skip
        self.return_form = kit.Form(fields)
        go = kit.button("Write the copies to return", self.give_back, icon="export")
        lead = kit.label("Every item that came from one body, byte for byte, under its reference.")
        return kit.box(kit.section_head("Return to an owner"), lead, self.return_form.summary, *fields.values(),
                       kit.row_left(go), space=10)  # fmt: skip

    # ---- visits
    def show_case(self, **_where: Any) -> None:
        if self.running is None:
            self.archive_form.clear_errors()
            self.return_form.clear_errors()
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def _load(self) -> None:
        case = self.context.case
        self.look("Load what an archive holds", archive.plan, case, done=self._show_plan)
        self.look("Load who lent items", archive.owners, case, done=self.body_field.set_options)
        self.look("Load what is open", archive.open_ones, case, done=self._show_open)

    def _show_plan(self, found: Plan) -> None:
        said = [f"{plural(found.items, 'original')}, {found.size / 1_000_000:,.1f} MB, "
                f"{plural(found.records, 'record')}."]  # fmt: skip
        said += [f"{plural(found.open_packs, 'pack')} still out: what is in them is not in the archive."
                 ] if found.open_packs else []  # fmt: skip
        said += ["A preservation hold stands: nothing may be destroyed."] if found.hold else []
        self.plan.setText(" ".join(said))

    def _show_open(self, found: tuple[Loan, ...]) -> None:
        self._open = found
        layout: Any = self.open_box.layout()
        kit.clear(layout)
        layout.addWidget(kit.section_head("Outside the vault"))
        if not found:
            layout.addWidget(kit.muted("Nothing: no archive or returned copy is open."))
            return
        for key, loans in _grouped(found).items():
            kind, to, day = key
            words = f"{kind}, for {to}, written on {day}"
            end = kit.button("Record what became of it", lambda _=False, some=loans: self.ask_end(some),
                             name=f"Record what became of it: {words}")  # fmt: skip
            layout.addWidget(kit.box(kit.label(words), kit.row_left(end), space=2))

    # ---- writing
    def write(self) -> None:
        """Write the archive."""
        if self.running is not None:
            return
        self.archive_form.clear_errors()
        values = {name: str(value) for name, value in self.archive_form.values().items()}
        if not self.known.isChecked():
            self.archive_form.show_errors({"": "Tick that you know where the plain copies will be kept"})
            return
        session, case = self.context.session, self.context.case
        operation: Operation[Written] = Operation(
            self, "Write an archive",
            lambda task: archive.write(
                session, case, Path(values["folder"]), values["to"], values["reason"], task.step
            ),
        )  # fmt: skip
        layout: Any = self.progress.layout()
        kit.clear(layout)
        panel = kit.ProgressPanel("Writing the archive", unit="File")
        panel.follow(operation)  # type: ignore[arg-type]
        layout.addWidget(panel)
        operation.on_done(self._written).on_failed(lambda error: self._refused(self.archive_form, error))
        operation.on_cancelled(self._ended)
        self.running = operation
        operation.run()

    def _ended(self) -> None:
        self.running = None
        layout: Any = self.progress.layout()
        kit.clear(layout)

    def _written(self, done: Written) -> None:
        self._ended()
        self.known.setChecked(False)
        self.context.notice(f"{done.folder.name} is written and was read back: {plural(done.files, 'file')}.")
        self._load()

    def _refused(self, form: kit.Form, error: UserError) -> None:
        self._ended()
        if error.code in ("exists", "backup") and not isinstance(error, FieldErrors):
            form.show_errors({"folder": f"{error.what} {error.do}".strip()})
        else:
            form.show(error)

    def give_back(self) -> None:
        """Write copies of what a body lent."""
        self.return_form.clear_errors()
        values = {name: str(value) for name, value in self.return_form.values().items()}
        session, case = self.context.session, self.context.case
        self.work(
            "Write copies to return",
            lambda: archive.give_back(
                session, case, values["body"], Path(values["folder"]), values["to"], values["reason"]
            ),
            done=self._written, failed=lambda error: self._refused(self.return_form, error),
        )  # fmt: skip

    # ---- what became of it
    def ask_end(self, loans: list[str]) -> None:
        """Handed over or destroyed, when, who signed."""
        hint = "Handed over or destroyed, when, and who signed for it."
        fields: dict[str, Field] = {"how": kit.text_field("What became of it", hint, em=36)}

        def end(form: InlineForm) -> None:
            self.do("Record what became of an archive", archive.end, loans, str(form.form.values()["how"]),
                    done=lambda _none: self._put_away(), failed=form.form.show)  # fmt: skip

        self.asking.ask(InlineForm("What became of it", fields, "Record it", end, self._put_away))

    def _put_away(self) -> None:
        self.asking.close_form()
        self._load()
        self.focus_first()


def _grouped(found: tuple[Loan, ...]) -> dict[tuple[str, str, str], list[str]]:
    """Loans of one writing together: its kind, receiver and day."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in found:
        kind = "Archive" if one.purpose == archive.ARCHIVE else "Copies to return"
        day = uk_date(one.lent_at.date()) if one.lent_at else ""
        groups.setdefault((kind, one.to, day), []).append(one.id)
    return groups
