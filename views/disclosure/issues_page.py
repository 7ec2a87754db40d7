"""Versions that went out: print one again byte for byte; how each was handed over, what came back, the answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import issue, proceedings
from desktop.errors import FieldErrors
from desktop.session import Session, Store, Work
from desktop.wording import plural, uk_date, uk_moment
from storage.records import Issue, IssueFile, IssueLog, Series, words
from views import kit
from views.disclosure.picture import Picture
from views.disclosure.register import RegisterPage
from views.kit import DayField, InlineForm
from views.kit.fields import Field
from views.page import Context

METHODS = {
    "secure_email": "Secure e-mail",
    "encrypted_media": "Encrypted media",
    "by_hand": "By hand",
    "portal": "Secure portal",
    "post": "Tracked post",
}
STATUS = {"issued": "Issued", "superseded": "Superseded", "withdrawn": "Withdrawn"}


class IssuesPage(RegisterPage):
    """Newest first; each with its files, hashes and log."""

    TITLE = "Versions and logs"
    KINDS = frozenset({"Issue", "IssueLog"})
    NAME = "Versions"
    COLUMNS = (kit.Column("Version", "version"), kit.Column("For", "for"), kit.Column("Handed over", "sent"))
    WIDTHS = {0: 10, 1: 14, 2: 9}  # noqa: RUF012 -- never changed
    LIST_EM = 36
    EMPTY = (
        "Nothing was issued yet",
        "Each version stands here with its files, how it was handed over and what came back.",
        "Issue a version",
    )

    def __init__(self, context: Context) -> None:
        self.log: tuple[IssueLog, ...] = ()
        self.files: dict[str, list[IssueFile]] = {}
        super().__init__(context)

    def add(self) -> None:
        self.context.navigate("issue")

    def facts(self, found: Picture) -> str:
        out = sum(not self._sent(one) for one in found.issues)
        back = sum(line.direction == "back" and line.answered_on is None for line in self.log)
        parts = [plural(len(found.issues), "version")]
        if out:
            parts.append(f"{out} not recorded as handed over")
        if back:
            parts.append(f"{plural(back, 'return')} to answer")
        return " · ".join(parts)

    def read(self, session: Session, case_id: str) -> Picture:
        def look(store: Store) -> tuple[tuple[IssueLog, ...], list[IssueFile]]:
            return proceedings.log(store, case_id), list(store.find(IssueFile, case_id=case_id))

        self.log, files = session.look(look)
        self.files = {}
        for one in files:
            self.files.setdefault(one.issue_id, []).append(one)
        return super().read(session, case_id)

    def _sent(self, one: Issue) -> IssueLog | None:
        return next(
            (line for line in self.log if line.issue_id == one.id and line.direction == "out" and line.method), None
        )

    def rows(self, found: Picture) -> list[kit.Row]:
        made = []
        for one in found.issues:
            sent = self._sent(one)
            to = self._to(found, one)
            when = uk_date(one.issued_at.date()) if one.issued_at else ""
            series = "" if one.series is Series.KEY else one.series.value
            name = f"Key {one.version}" if one.series is Series.KEY else f"Version {one.version}"
            cells = (
                kit.Cell(name, when, series=series, icon="shield" if one.series is Series.KEY else ""),
                kit.Cell(to[0], to[1]),
                kit.Cell("Handed over", uk_date(sent.on) if sent.on else "", icon="done")
                if sent
                else kit.Cell("Not recorded", icon="clock", tone="muted"),
            )
            made.append(kit.Row(one.id, cells))
        return made

    def _to(self, found: Picture, one: Issue) -> tuple[str, str]:
        contact = next((c for c in found.contacts if c.id == one.recipient_id), None)
        return (contact.post, contact.body) if contact else ("", "")

    def line(self, found: Picture, record_id: str) -> list[QWidget]:
        one = next(i for i in found.issues if i.id == record_id)
        proceeding = next((p.name for p in found.proceedings if p.id == one.proceeding_id), "")
        facts = [
            ("List", words(one.series)),
            ("Proceeding", proceeding),
            ("As at", uk_moment(one.as_at) if one.as_at else ""),
            ("Issued", uk_moment(one.issued_at) if one.issued_at else ""),
            ("For", ", ".join(p for p in self._to(found, one) if p)),
            ("Prepared by", found.who(one.prepared_by)),
            ("Authorised by", found.who(one.authorised_by)),
            ("Status", STATUS.get(one.status, one.status)),
        ]
        title = (
            f"Key to codes, version {one.version}"
            if one.series is Series.KEY
            else f"{found.case.reference}-{one.series.value}{one.version}"
        )
        parts: list[QWidget] = [
            kit.box(kit.section_head(title), kit.facts_list([(n, v) for n, v in facts if v]), space=6)
        ]
        parts.append(
            kit.flow(
                kit.button("Print again", lambda: self._again(one), icon="print"),
                kit.button("Handed over", lambda: self._sent_form(found, one), icon="done"),
                kit.button("Came back", lambda: self._back_form(one), icon="back"),
            )
        )
        parts.append(kit.box(kit.section_head("Log"), self._log_of(found, one), space=6))
        files = [
            (f"{f.folder}/{f.name}", f"{plural(f.size, 'byte')}, SHA-256 {f.sha256[:12]}…{f.sha256[-12:]}")
            for f in self.files.get(one.id, [])
        ]
        listed = [kit.box(kit.label(name), kit.muted(said), space=0) for name, said in files]
        parts.append(kit.box(kit.section_head(f"{plural(len(files), 'file')}"), *listed, space=6))
        return parts

    def _log_of(self, found: Picture, one: Issue) -> QWidget:
        lines = [line for line in self.log if line.issue_id == one.id and (line.direction == "back" or line.method)]
        if not lines:
            return kit.muted("Not yet recorded as handed over.")
        facts: list[tuple[str, str | QWidget]] = []
        for line in lines:
            when = uk_date(line.on) if line.on else ""
            if line.direction == "out":
                to = next((c.post for c in found.contacts if c.id == line.recipient), line.recipient)
                said = f"Handed over to {to}: {METHODS.get(line.method, line.method).lower()}"
                facts.append((when, f"{said}. Receipt: {line.receipt}" if line.receipt else said))
                continue
            words_ = f"Came back{f' ({line.numbers})' if line.numbers else ''}: {line.reason}"
            if line.answered_on:
                facts.append((when, f"{words_}. Answered {uk_date(line.answered_on)}: {line.response}"))
            else:
                facts.append(
                    (
                        when,
                        kit.box(
                            kit.label(words_),
                            kit.link("Record the answer", partial(self._answer, line), kind="caption-link"),
                            space=0,
                        ),
                    )
                )
        return kit.facts_list(facts, name_em=9)

    # ---- forms
    def _again(self, one: Issue) -> None:
        session = self.context.session
        field = kit.FolderField("Folder for the files", "Nothing in it is overwritten")

        def save(form: InlineForm) -> None:
            typed = field.value()
            if not typed or not Path(typed).expanduser().is_absolute() or not Path(typed).expanduser().parent.is_dir():
                form.form.show(FieldErrors({"folder": "Choose a folder that is there, or one inside it"}))
                return
            self.context.run(
                self,
                "Print a past version",
                lambda _task: issue.print_again(session, one, Path(typed).expanduser()),
                lambda paths: self._printed(one, paths, typed),
                form.form.show,
            )

        form = self.bring(
            "Print again",
            {"folder": field},
            "Write the files",
            lambda _work, _v: None,
            lead="Byte for byte as they were issued.",
        )
        form.save.clicked.disconnect()
        form.save.clicked.connect(lambda: save(form))
        form._on_save = save

    def _printed(self, one: Issue, paths: tuple[Path, ...], folder: str) -> None:
        self.put_away()
        self.context.notice(
            f"Version {one.version} was written again: {plural(len(paths), 'file')} in {folder}.", "info"
        )

    def _sent_form(self, found: Picture, one: Issue) -> None:
        holders = {
            c.id: ", ".join(p for p in (c.post, c.body) if p)
            for c in found.contacts
            if c.proceeding_id == one.proceeding_id
        }
        fields: dict[str, Field] = {
            "recipient": kit.choice("To whom", holders, value=one.recipient_id, combo=True),
            "method": kit.choice("How", METHODS, combo=True),
            "on": DayField("On", value=found.today),
            "receipt": kit.text_field("Receipt", "Who signed, or the reference of the receipt", optional=True),
        }

        def service(work: Work, v: dict[str, Any]) -> Any:
            return proceedings.went_out(
                work, work.get(Issue, one.id), v["recipient"], v["method"], v["on"], v["receipt"]
            )

        self.bring(
            "Record that it was handed over",
            fields,
            "Record it",
            service,
            needed=("recipient", "method", "on"),
            done="Recorded in the log.",
        )

    def _back_form(self, one: Issue) -> None:
        assert self.found is not None
        fields: dict[str, Field] = {
            "numbers": kit.text_field(
                "Items", "Numbers, such as N0003 and N0017. Empty: the whole list", optional=True
            ),
            "reason": kit.long_text("Why it came back, or what is asked", lines=2),
            "on": DayField("On", value=self.found.today),
        }

        def service(work: Work, v: dict[str, Any]) -> Any:
            return proceedings.came_back(work, work.get(Issue, one.id), v["numbers"], v["reason"].strip(), v["on"])

        self.bring(
            "Record that it came back",
            fields,
            "Record it",
            service,
            needed=("reason", "on"),
            done="Recorded in the log.",
        )

    def _answer(self, line: IssueLog) -> None:
        assert self.found is not None
        fields: dict[str, Field] = {
            "response": kit.long_text("What was done or answered", lines=2),
            "on": DayField("Answered on", value=self.found.today),
        }

        def service(work: Work, v: dict[str, Any]) -> Any:
            return proceedings.answer_return(work, work.get(IssueLog, line.id), v["response"].strip(), v["on"])

        self.bring(
            "Record the answer", fields, "Record it", service, needed=("response", "on"), done="The answer is recorded."
        )
