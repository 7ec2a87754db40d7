"""What the stages of a wizard share: the case's ground, the marker that is open, lists to link from, saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.casework import drafts
from desktop.errors import UserError
from desktop.markers import citing, judge, register_values, wizard
from desktop.markers.citing import Choice
from desktop.markers.registers import FieldKind, Register
from desktop.markers.wizard import Ground, Opened
from desktop.wording import uk_time
from storage.records import Draft, EvidenceLink, RegisterRow
from views.markers.links import Choices
from views.page import Page

KEEP_DRAFT = "Keep a draft"


class Desk(QObject):
    """One case's wizards, for the page that shows them.

    ``row_saved(register id)`` when a row was saved or removed here; ``stage_wanted(stage id, place)`` to go to a
    register, row, field or question; ``stage_changed`` when what the stage shows is other than it was;
    ``framework_changed`` when the framework itself was put right.
    """

    row_saved = Signal(str)
    stage_wanted = Signal(str, object)
    stage_changed = Signal()
    framework_changed = Signal()

    def __init__(self, page: Page, ground: Ground) -> None:
        super().__init__(page)
        self.page, self.context, self.ground = page, page.context, ground
        self.opened: Opened | None = None
        self.pass_kind = ""
        self._choices: dict[tuple[str, str], Choices] = {}
        self._codes = {one.id: one.code or one.name for one in ground.people} | {
            one.id: one.name for one in ground.bodies
        }
        self.drafts: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._keeping: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._letting_go: set[tuple[str, str]] = set()
        self._seen: dict[str, RegisterRow] = {}

    @property
    def now(self) -> Opened:
        """The marker that is open."""
        assert self.opened is not None
        return self.opened

    def open(self, found: Opened, pass_kind: str) -> None:
        """Another marker or pass, or the same one read again."""
        self.opened, self.pass_kind = found, pass_kind
        stored = {place: draft.body for place, draft in found.drafts.items() if place not in self._letting_go}
        self.drafts = {**stored, **self._keeping}
        for kind, register in list(self._choices):
            if kind == "RegisterRow" and register in found.rows:
                self._choices[kind, register].set_choices(self._row_choices(register))

    # ---- lists to link from
    def choices(self, kind: str, register: str = "") -> Choices:
        """The list of one kind of record, shared by every box that offers it."""
        wanted = (kind, register if kind == "RegisterRow" else "")
        if wanted not in self._choices:
            self._choices[wanted] = Choices(self._found(kind, register), self)
            if kind in citing.FETCHED:
                self._fetch(kind)
            elif kind == "RegisterRow" and register not in self.now.rows:
                self._fetch_rows(register)
        return self._choices[wanted]

    def _found(self, kind: str, register: str) -> list[Choice] | None:
        if kind == "Person":
            return [Choice(one.id, wizard.person_words(one), one.role) for one in self.ground.people]
        if kind == "Agency":
            return [Choice(one.id, one.name) for one in self.ground.bodies]
        if kind == "Question":
            return [
                Choice(q.id, f"{q.id} {q.text}") for marker in self.ground.framework.markers for q in marker.questions
            ]
        return self._row_choices(register) if kind == "RegisterRow" and register in self.now.rows else None

    def _row_choices(self, register: str) -> list[Choice]:
        known = self.ground.registers[register]
        return [Choice(one.id, self.summary(known, one)) for one in self.rows(register)]

    def _fetch(self, kind: str) -> None:
        session, case_id = self.context.session, self.ground.case.id
        self.context.run(
            self.page,
            "List what can be linked",
            lambda _task: session.look(citing.choices, kind, case_id),
            lambda found: self._choices[kind, ""].set_choices(found),
        )

    def _fetch_rows(self, register: str) -> None:
        known = self.ground.registers[register]

        def found(rows: tuple[RegisterRow, ...]) -> None:
            self._choices["RegisterRow", register].set_choices(
                [Choice(one.id, self.summary(known, one)) for one in rows]
            )

        self.look("List rows", wizard.register_rows, self.ground, register, done=found)

    def forget(self, kind: str) -> None:
        """Records of a kind changed elsewhere: read their list again."""
        if (kind, "") in self._choices:
            self._fetch(kind)

    # ---- words
    def name(self, kind: str, record_id: str) -> str:
        """The words for a linked record in a list: people by their code."""
        if kind in ("Person", "Agency"):
            return self._codes.get(record_id, "")
        if kind == "RegisterRow":
            for register, rows in self.now.rows.items():
                for row in rows:
                    if row.id == record_id:
                        return register_values.summary(self.ground.registers[register], row.values)
            return ""
        return self.choices(kind).words(record_id)

    def summary(self, register: Register, row: RegisterRow) -> str:
        """One line for a row."""
        return register_values.summary(register, row.values, self.name)

    def _row(self, row_id: str) -> RegisterRow | None:
        cited = self.now.cited.get(row_id)
        if isinstance(cited, RegisterRow):
            return cited
        return next((row for rows in self.now.rows.values() for row in rows if row.id == row_id), None)

    def cited_words(self, kind: str, record_id: str) -> str:
        """What a piece of evidence is called."""
        row = self._row(record_id) if kind == "RegisterRow" else None
        if row is not None:
            known = self.ground.registers[row.register]
            return f"{known.title}: {self.summary(known, row)}"
        cited = self.now.cited.get(record_id)
        return (citing.words(cited) if cited else "") or self.name(kind, record_id) or "A record"

    def part_words(self, row_id: str, part: str) -> str:
        """The label of the field of a row that is cited."""
        row = self._row(row_id)
        if row is None or not part:
            return part
        known = self.ground.registers[row.register]
        return known.field(part).label if known.has(part) else part

    # ---- rows
    def look_at(self, row: RegisterRow) -> None:
        """A row was opened: a document written next is about it, and for the person it is about."""
        self._seen.pop(row.register, None)
        self._seen[row.register] = row

    def seen(self, register: str) -> str:
        """The row of a register that was opened last, or an empty string."""
        return self._seen[register].id if register in self._seen else ""

    def about(self, kind: FieldKind) -> str:
        """The person or body that the row opened last is about, or an empty string."""
        for row in reversed(self._seen.values()):
            for field in self.ground.registers[row.register].fields:
                if field.kind is kind and row.values.get(field.id):
                    return str(row.values[field.id])
        return ""

    def rows(self, register: str) -> tuple[RegisterRow, ...]:
        """The rows of a register, with those that a later row corrects."""
        return self.now.rows.get(register, ())

    def _take(self, register: Register, row: RegisterRow, *, gone: bool = False) -> None:
        kept = [one for one in self.rows(register.id) if one.id != row.id]
        found = wizard.in_order(register, kept if gone else [*kept, row])
        self.opened = _with_rows(self.now, register.id, found)
        if ("RegisterRow", register.id) in self._choices:
            self._choices["RegisterRow", register.id].set_choices(self._row_choices(register.id))

    def save_row(
        self,
        register: Register,
        values: Mapping[str, Any],
        row: RegisterRow | None,
        done: Callable[[RegisterRow], None],
        failed: Callable[[UserError], None],
        *,
        require: bool = False,
    ) -> None:
        """Save a row on a thread and take it up here."""
        case, session = self.ground.case, self.context.session
        name = f"Save {register.one}"

        def saved(made: RegisterRow) -> None:
            self.context.saved()
            if self.opened is not None and register.id in self.opened.rows:
                self._take(register, made)
            done(made)
            self.row_saved.emit(register.id)

        self.context.run(
            self.page,
            name,
            lambda _task: session.do(name, wizard.save_row, case, register, values, row, require=require),
            saved,
            failed,
        )

    def remove_row(self, register: Register, row: RegisterRow, done: Callable[[], None]) -> None:
        """Put a row aside; a notice offers to bring it back, and says when evidence points at it."""
        session, name = self.context.session, f"Remove {register.one}"

        def removed(pointing: int) -> None:
            self._take(register, row, gone=True)
            self.opened = _without(self.now, row.id)
            done()
            self.row_saved.emit(register.id)
            said = f"The {register.one} was removed."
            if pointing:
                said += f" {wizard.pointing_words(pointing)}"
            self.context.notice(
                said, "warn" if pointing else "info", "Undo", lambda: self.context.actions.trigger("undo")
            )

        self.context.run(self.page, name, lambda _task: session.do(name, wizard.remove_row, row), removed)

    # ---- drafts
    def draft_of(self, place: str, record: str) -> Mapping[str, Any] | None:
        """What was typed at a place and not saved."""
        return self.drafts.get((place, record))

    def keep_draft(self, place: str, record: str, body: dict[str, Any]) -> None:
        """Keep what is typed, on a thread."""
        where = (place, record)
        self.drafts[where] = self._keeping[where] = body
        self._letting_go.discard(where)
        session, case_id = self.context.session, self.ground.case.id

        def kept(_draft: Draft) -> None:
            if self._keeping.get(where) is body:
                del self._keeping[where]
            self.context.status(f"Draft kept at {uk_time(self.context.clock.now())}, encrypted")

        self.context.run(
            self.page, KEEP_DRAFT, lambda _task: session.do(KEEP_DRAFT, drafts.keep, case_id, place, body, record), kept
        )

    def keep_draft_now(self, place: str, record: str, body: dict[str, Any]) -> None:
        """Keep what is typed before the vault closes: blocks."""
        self.context.session.do(KEEP_DRAFT, drafts.keep, self.ground.case.id, place, body, record)

    def drop_draft(self, place: str, record: str) -> None:
        """What was typed is saved, or was let go."""
        where = (place, record)
        if self.drafts.pop(where, None) is None:
            return
        self._keeping.pop(where, None)
        self._letting_go.add(where)
        session, case_id, name = self.context.session, self.ground.case.id, "Let the draft go"

        def gone(_result: object) -> None:
            self._letting_go.discard(where)

        self.context.run(
            self.page, name, lambda _task: session.do(name, drafts.drop_place, case_id, place, record), gone
        )

    # ---- judgements
    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the marker again."""
        marker, kind = self.now.marker.id, self.pass_kind

        def got(found: Opened) -> None:
            if self.opened is not None and self.now.marker.id == marker and self.pass_kind == kind:
                self.open(found, kind)
                if then is not None:
                    then()

        worker = self.context.session.worker.id
        self.look("Read the marker", wizard.opened, self.ground, marker, kind, worker, done=got)

    def uncite(self, link: EvidenceLink) -> None:
        """Take evidence away from a judgement."""

        def gone(_result: object) -> None:
            self.reload(self.stage_changed.emit)
            self.context.notice(
                "The link was taken away.", "info", "Undo", lambda: self.context.actions.trigger("undo")
            )

        self.do("Take evidence away", judge.uncite, link, done=gone)

    # ---- anything else
    def go_to(self, stage_id: str, **place: str) -> None:
        """Go to a place of a stage: register, row, field or question."""
        self.stage_wanted.emit(stage_id, place)

    def do(
        self,
        name: str,
        service: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[UserError], None] | None = None,
        **more: Any,
    ) -> None:
        """Run a service that writes, on a thread."""
        session = self.context.session
        self.context.run(self.page, name, lambda _task: session.do(name, service, *args, **more), done, failed)

    def look(
        self,
        name: str,
        service: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        owner: QWidget | None = None,
        **more: Any,
    ) -> None:
        """Run a service that reads, on a thread; nothing comes back once ``owner`` is gone (else the page)."""
        session = self.context.session
        self.context.run(owner or self.page, name, lambda _task: session.look(service, *args, **more), done)


def _with_rows(now: Opened, register: str, rows: tuple[RegisterRow, ...]) -> Opened:
    return Opened(**{**vars(now), "rows": {**now.rows, register: rows}})


def _without(now: Opened, row_id: str) -> Opened:
    """What is open, its evidence on a row that was taken away marked as gone."""
    evidence = {
        key: tuple(replace(link, record_gone=True) if link.record_id == row_id else link for link in links)
        for key, links in now.evidence.items()
    }
    return Opened(**{**vars(now), "evidence": evidence})
