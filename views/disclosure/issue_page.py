"""Issuing a version: for whom, as at when, who else authorised it, a trial with the true pages, then the files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.disclosure import checks, issue
from desktop.disclosure.files import STEPS
from desktop.disclosure.issue import Order, Trial
from desktop.errors import FieldErrors, UserError
from desktop.exchange import packs
from desktop.paper.sealed import new_passphrase
from desktop.qt.actions import Action
from desktop.qt.jobs import Operation, Task
from desktop.qt.theme import theme
from desktop.session import Store
from desktop.wording import plural, uk_moment
from storage.records import IndexEntry, Issue, Listing, Material, Person, PersonKind, Series, Worker
from views import kit
from views.disclosure import picture as pictures
from views.disclosure.parts import read_moment
from views.disclosure.picture import Picture
from views.disclosure.true_pages import TruePages
from views.kit import layout_of
from views.page import Context, Page

DRAFT_RULE = (
    "Your board asks for two people. Until somebody else has authorised this version and the proof is in the vault, "
    "only a draft can be written: marked on every page, without numbers given, kept nowhere."
)


def people_and_proofs(store: Store, case_id: str) -> tuple[dict[str, str], dict[str, str]]:
    """Who may authorise, and the items that may show it (newest first), by id."""
    others = {
        one.id: f"{one.role} ({one.code})"
        for one in store.find(Person, case_id=case_id)
        if one.kind is PersonKind.OFFICE_HOLDER
    }
    others |= {one.id: one.role or one.name for one in store.find(Worker) if one.until is None}
    entries = {one.record_id: one for one in store.find(IndexEntry, case_id=case_id)}
    proofs = {}
    for item in store.find(Material, case_id=case_id, order=["-created_at"], limit=200):
        entry = entries.get(item.id)
        ref = entry.working_ref if entry else ""
        out = ", not for listing" if entry and entry.listing is Listing.LEFT_OUT else ""
        proofs[item.id] = f"{ref} {item.title or (item.file_name and 'file without a title') or 'item'}{out}"
    return others, proofs


class IssuePage(Page):
    """One series at a time: N and S are two publications."""

    TITLE = "Issue of the index"
    KINDS = frozenset({"IndexEntry", "Proceeding", "ProceedingContact", "Issue", "Board"})
    finished = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.series = Series.OPEN
        self.found: Picture | None = None
        self.trial: Trial | None = None
        self._operation: Operation[Any] | None = None
        self._passphrase = ""
        self._build()
        self.action(Action("issue.trial", "Try the whole job out", self.try_out, "Ctrl+T", "Issue of the index"))
        self.action(Action("issue.write", "Issue this version", self.issue_now, "Ctrl+Return", "Issue of the index"))

    # ---- building
    def _build(self) -> None:
        self._build_head()
        self._build_fields()
        left = QWidget()
        self._fields_pane = kit.scroll(self._laid_out())
        column = kit.column(self.no_proceeding, self._fields_pane, parent=left, space=0)
        column.setStretch(1, 1)
        self.stands = kit.box(space=6)
        self.progress_holder = kit.box(space=0)
        self.panes = kit.Panes(
            list_=left,
            detail=self._build_pages(),
            side=kit.side_panel(self.stands, self.progress_holder, space=16),
            list_name="What is issued",
            side_name="How it stands",
            list_em=24,
            side_em=18,
        )
        self.panes.arranged.connect(lambda mode, shown: self.header.setVisible(mode != "one" or shown == "list"))
        self.body.addWidget(self.panes, 1)

    def _build_head(self) -> None:
        self.trial_button = kit.button("Try it out", self.try_out, icon="eye", key="Ctrl+T")
        self.issue_button = kit.button("Issue version 1", self.issue_now, role="main", icon="disclosure")
        self.which = kit.Segmented({"N": "Open list", "S": "Sensitive list"}, "List")
        self.which.chosen.connect(lambda key: self._to_series(Series(key)))
        self.header.set(
            title=self.TITLE,
            facts=" ",
            back=("Disclosure index", self._back),
            actions=[self.which, self.trial_button, self.issue_button],
        )

    def _build_fields(self) -> None:
        self.proceeding = kit.choice("For which proceeding", {}, combo=True)
        self.proceeding.changed.connect(self._proceeding_changed)
        self.recipient = kit.choice("To whom", {}, "Who holds a receiving post today", combo=True)
        self.as_at = kit.text_field(
            "Known as at",
            "The date and time printed on every page, such as 3 May 2017 or 3 May 2017 at 10:30. "
            "What came in later is left out. Empty: now",
            optional=True,
            em=20,
        )
        self.second = kit.choice("Who else authorised it", {}, "Somebody other than you", combo=True)
        self.proof = kit.choice(
            "What shows it", {}, "The item: a signed sheet scanned back, a mail, a minute", combo=True
        )
        self.packs = kit.number_field(
            "Packs out", "Notes in packs that are out are not listed yet; the list says how many", high=999
        )
        self.folder = kit.FolderField("Folder for the files", "Nothing in it is overwritten", value="")
        self.confirm = kit.check("This recipient may receive the sensitive list")
        self.form = kit.Form(
            {
                "proceeding_id": self.proceeding,
                "recipient_id": self.recipient,
                "as_at": self.as_at,
                "authorised_by": self.second,
                "proof_id": self.proof,
                "packs_out": self.packs,
                "folder": self.folder,
            }
        )
        self.draft_note = kit.NoticeBar("info", DRAFT_RULE)
        self.no_proceeding = kit.empty(
            "No proceeding is recorded yet",
            "An index is made for a proceeding (a trial, an inquest) and for the officer who receives it.",
            "Record the proceeding",
            lambda: self.context.navigate("proceedings"),
            icon="add",
        )
        self.no_proceeding.hide()

    def _laid_out(self) -> QWidget:
        """The fields below each other, with what came of an issue above them."""
        fields = kit.box(
            self.form.summary,
            kit.section_head("Who it is for"),
            self.proceeding,
            self.recipient,
            self.confirm,
            self.as_at,
            self.packs,
            kit.section_head("Who authorised it"),
            self.draft_note,
            self.second,
            self.proof,
            kit.section_head("Where it goes"),
            self.folder,
            space=14,
        )
        self.result = kit.box(space=12)
        return kit.box(self.result, fields, None, space=20, margins=(24, 16, 24, 24))

    def _build_pages(self) -> QWidget:
        """The pages of a trial, or what a trial is for."""
        self.pages = TruePages(self.context)
        self.pages_empty = kit.empty(
            "The true pages",
            "Try it out to see every page as the files will hold it. Nothing is numbered, kept or written by that.",
            "Try it out",
            self.try_out,
            icon="eye",
        )
        holder = QWidget()
        both = kit.column(self.pages, self.pages_empty, parent=holder, space=0)
        both.setStretch(0, 1)
        self.pages.hide()
        return holder

    # ---- coming and going
    def arrive(self, **where: Any) -> None:
        if where.get("series"):
            self.series = Series(where["series"])
            self.which.set_value(self.series.value)
        self._let_trial_go()
        kit.clear(layout_of(self.result))
        self._load()

    def leave(self) -> None:
        self.pages.let_go()
        kit.clear(layout_of(self.result))
        self._passphrase = ""

    def let_go(self) -> None:
        self.pages.let_go()
        super().let_go()

    def draft(self) -> None:
        self.leave()

    def place(self) -> Mapping[str, Any]:
        return {"series": self.series.value}

    def focus_first(self) -> None:
        self.proceeding.focus() if not self.no_proceeding.isVisibleTo(self) else super().focus_first()

    def refresh(self, change: ChangeSet) -> None:
        if self._operation is None:
            self._load(keep="Issue" in change.kinds)

    def _back(self) -> None:
        self.context.navigate("disclosure")

    def _to_series(self, series: Series) -> None:
        self.series = series
        self._let_trial_go()
        kit.clear(layout_of(self.result))
        self._load()

    def _let_trial_go(self) -> None:
        self.trial = None
        self.pages.let_go()
        self.pages.hide()
        self.pages_empty.show()
        kit.clear(layout_of(self.progress_holder))

    def _load(self, *, keep: bool = False) -> None:
        session, case_id = self.context.session, self.context.case
        if not keep:
            self._let_trial_go()

        def ask(_task: Task) -> tuple[Picture, dict[str, str], dict[str, str], int]:
            found = session.look(pictures.picture, case_id)
            known = session.look(people_and_proofs, case_id)
            return (pictures.with_checks(session, found), *known, session.look(packs.out_now, case_id))

        self.context.run(self, "Load the issue", ask, lambda got: self._got(*got))

    def _got(self, found: Picture, people: dict[str, str], proofs: dict[str, str], out: int) -> None:
        self.found = found
        self.packs.set_value(out)
        open_ones = {one.id: one.name for one in found.proceedings if one.closed_on is None}
        self.no_proceeding.setVisible(not open_ones)
        self._fields_pane.setVisible(bool(open_ones))
        self.proceeding.set_options(open_ones)
        if len(open_ones) == 1 and not self.proceeding.value():
            self.proceeding.set_value(next(iter(open_ones)))
        self._proceeding_changed()
        people.pop(self.context.session.worker.id, None)
        self.second.set_options(people)
        self.proof.set_options(proofs)
        self.draft_note.setVisible(found.board.two_people)
        self._show_head()
        self._show_stands()
        theme().dress(self)

    def _proceeding_changed(self) -> None:
        if self.found is None:
            return
        holders = {
            one.id: f"{one.post}, {one.body}" if one.body else one.post
            for one in self.found.contacts
            if one.proceeding_id == self.proceeding.value() and one.receives and one.until is None
        }
        self.recipient.set_options(holders)
        if len(holders) == 1:
            self.recipient.set_value(next(iter(holders)))

    @property
    def version(self) -> int:
        """The number of the version that would go out, in the chosen proceeding."""
        if self.found is None:
            return 1
        past = [
            one.version
            for one in self.found.issues
            if one.series is self.series and one.proceeding_id == self.proceeding.value()
        ]
        return max(past, default=0) + 1

    def _show_head(self) -> None:
        sensitive = self.series is Series.SENSITIVE
        name = f"{'Sensitive list' if sensitive else 'Open list'}, version {self.version}"
        self.issue_button.setText(f"Issue version {self.version}")
        self.confirm.setVisible(sensitive)
        self.packs.setVisible(not sensitive)
        facts = (
            "An encrypted PDF and a sealed bundle, in a folder of its own"
            if sensitive
            else "Lists A, C, F and the manifest, and one list D an owner"
        )
        self.header.set(title=name, facts=facts, back=("Disclosure index", self._back))

    # ---- how it stands
    def _show_stands(self) -> None:
        assert self.found is not None
        layout = layout_of(self.stands)
        kit.clear(layout)
        one = self.found.overviews[self.series.value]
        layout.addWidget(kit.section_head("How it stands"))
        stops = {f.entry_id for f in checks.stops(one.findings)}
        lines: list[QWidget] = [kit.label(f"{plural(one.listed, 'item')} would be listed")]
        if stops:
            lines.append(
                kit.state(
                    f"{plural(len(stops), 'item')} {'blocks' if len(stops) == 1 else 'block'} the issue",
                    icon="error",
                    tone="danger",
                )
            )
        if one.suggested:
            said = f"{plural(len(one.suggested), 'word')} {'looks' if len(one.suggested) == 1 else 'look'} like a name"
            lines.append(kit.state(said, icon="error", tone="danger"))
        if not one.stopped:
            lines.append(kit.state("Nothing stands in the way", icon="done"))
        else:
            lines.append(
                kit.link(
                    "Go to the checks",
                    lambda: self.context.navigate(
                        "disclosure", section="S" if self.series is Series.SENSITIVE else "N"
                    ),
                )
            )
        waiting = [e for e in self.found.entries if e.held_over_reason]
        if waiting:
            lines.append(kit.muted(f"{plural(len(waiting), 'item')} held over to the next version"))
        for line in lines:
            layout.addWidget(line)
        theme().dress(self.stands)

    # ---- the order
    def order(self) -> Order:
        """What is asked for. Raises ``FieldErrors``."""
        errors: dict[str, str] = {}
        as_at: datetime | None = None
        try:
            as_at = read_moment(self.as_at.value(), self.context.clock.now())
        except ValueError:
            errors["as_at"] = "Enter a date such as 3 May 2017, or a date and time such as 3 May 2017 at 10:30"
        if not self.proceeding.value():
            errors["proceeding_id"] = "Choose the proceeding"
        if not self.recipient.value():
            errors["recipient_id"] = "Choose who receives it, or record who holds the post"
        if self.series is Series.SENSITIVE and not self.confirm.isChecked():
            errors["recipient_id"] = "Confirm that this recipient may receive the sensitive list"
        if self.second.value() and not self.proof.value():
            errors["proof_id"] = "Choose the item that shows it"
        if errors:
            raise FieldErrors(errors)
        sensitive = self.series is Series.SENSITIVE
        self._passphrase = (self._passphrase or new_passphrase()) if sensitive else ""
        return Order(
            case_id=self.context.case,
            series=self.series,
            proceeding_id=self.proceeding.value(),
            recipient_id=self.recipient.value(),
            as_at=as_at,
            authorised_by=self.second.value(),
            proof_id=self.proof.value(),
            passphrase=self._passphrase,
            packs_out=0 if sensitive else self.packs.value(),
        )

    def _begin(self, title: str, note: str, work: Any, done: Any, failed: Any) -> None:
        panel = kit.ProgressPanel(title, STEPS[self.series], note=note)
        layout = layout_of(self.progress_holder)
        kit.clear(layout)
        layout.addWidget(kit.card(panel))
        theme().dress(self.progress_holder)
        operation: Operation[Any] = Operation(self, title, work)
        self._operation = operation
        panel.follow(operation)
        for words in STEPS[self.series]:
            operation.on_done(partial(_mark_done, panel, words))
        operation.on_done(lambda result: self._end(done, result)).on_failed(lambda error: self._end(failed, error))
        operation.on_cancelled(lambda: self._end(lambda _none: None, None))
        operation.run()

    def _end(self, then: Any, result: Any) -> None:
        self._operation = None
        then(result)

    def try_out(self) -> None:
        """The whole job with nothing kept; then the true pages."""
        if self._operation is not None:
            return
        self.form.clear_errors()
        try:
            order = self.order()
        except FieldErrors as problem:
            self._show_fields(problem)
            return
        session = self.context.session

        def work(task: Task) -> Trial:
            return issue.try_out(session, order, progress=task.step, cancelled=lambda: task.cancelled)

        self._begin("Trial issue", "The whole job, nothing kept", work, self._tried, self._failed)

    def _tried(self, trial: Trial) -> None:
        self.trial = trial
        self.pages_empty.hide()
        self.pages.show()
        self.panes.show_detail()
        self.pages.set_files(trial.files)
        self.pages.preview.sheet.setFocus()
        theme().dress(self.pages)
        stops = checks.stops(trial.findings)
        if stops or trial.suggestions:
            self.context.notice("These are the pages, but the version cannot go out yet: see how it stands.", "warn")
        elif trial.header.draft:
            self.context.notice("These are the pages of a draft: nobody else has authorised it yet.", "info")

    def issue_now(self) -> None:
        """Issue the version and write its files, or say what stands in the way."""
        if self._operation is not None:
            return
        self.form.clear_errors()
        try:
            order = self.order()
            folder = self.folder.folder()
        except FieldErrors as problem:
            self._show_fields(problem)
            return
        session, passphrase = self.context.session, self._passphrase

        def work(task: Task) -> tuple[Issue, tuple[Path, ...]]:
            return issue.issue(session, order, folder, progress=task.step, cancelled=lambda: task.cancelled)

        self._begin(
            f"Issue of version {self.version}",
            "Numbered, read back, kept and written",
            work,
            lambda got: self._issued(got[0], got[1], folder, passphrase),
            lambda error: self._not_issued(error, folder),
        )

    def _show_fields(self, problem: UserError) -> None:
        if self.panes.mode == "one":
            self.panes.show_list()
        self.form.show(problem)

    def _failed(self, error: UserError) -> None:
        self.context.show_error(error)

    def _not_issued(self, error: UserError, folder: Path) -> None:
        if error.code == "draft":
            names = sorted(str(one.relative_to(folder)) for one in (folder / "draft").rglob("*") if one.is_file())
            self._show_result("A draft was written", [error.what, error.do], names, folder)
            return
        self.context.show_error(error)

    def _issued(self, record: Issue, paths: tuple[Path, ...], folder: Path, passphrase: str) -> None:
        name = "Sensitive version" if record.series is Series.SENSITIVE else "Version"
        when = uk_moment(record.as_at) if record.as_at else ""
        lead = [f"As at {when}. It is frozen in the vault and can be printed again byte for byte."]
        names = sorted(str(one.relative_to(folder)) for one in paths)
        self._show_result(f"{name} {record.version} is issued", lead, names, folder, passphrase)
        self.finished.emit(record)
        self._load(keep=True)

    def _show_result(self, title: str, lead: list[str], names: list[str], folder: Path, passphrase: str = "") -> None:
        parts: list[QWidget] = [kit.state(title, kind="section", icon="done")]
        parts += [kit.label(words) for words in lead if words]
        if passphrase:
            secret = kit.text_field(
                "Passphrase of the sealed files, shown once",
                "Hand it over another way than the files: by telephone, never in the same message",
            )
            secret.set_value(passphrase)
            secret.line.setReadOnly(True)
            parts.append(secret)
            self._passphrase = ""
        parts.append(kit.muted(f"{plural(len(names), 'file')} written to {folder}"))
        parts.append(kit.box(*[kit.label(name, "caption") for name in names], space=0))
        parts.append(kit.link("Record that it was handed over", lambda: self.context.navigate("issues")))
        layout = layout_of(self.result)
        kit.clear(layout)
        layout.addWidget(kit.card(*parts, space=8))
        if self.panes.mode == "one":
            self.panes.show_list()
        self._fields_pane.verticalScrollBar().setValue(0)
        theme().dress(self.result)
        self.context.notice(f"{title}: {plural(len(names), 'file')} written.", "info")


def _mark_done(panel: kit.ProgressPanel, step: str, _result: object) -> None:
    panel.set_step(step, "done")
