"""The requests register: who asked for what, by when an answer is due, and what was answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import requests
from desktop.session import Work
from desktop.wording import plural, uk_date
from storage.records import Request
from views import kit
from views.disclosure.picture import Picture
from views.disclosure.register import RegisterPage
from views.kit import DayField
from views.kit.fields import Field


class RequestsPage(RegisterPage):
    """The unanswered first, by their dates; a clock says how long there is, never more than that."""

    TITLE = "Requests for material"
    KINDS = frozenset({"Request"})
    NAME = "Requests"
    COLUMNS = (kit.Column("Request", "what"), kit.Column("Due", "due"))
    WIDTHS = {0: 16, 1: 12}  # noqa: RUF012 -- never changed
    LIST_EM = 30
    EMPTY = (
        "No requests are recorded",
        "Requests of police, prosecutor, court, coroner and under data protection are logged here with their dates.",
        "Log a request",
    )

    def actions_(self) -> list[QWidget]:
        return [kit.button("Log a request", self.add, role="main", icon="add")]

    def facts(self, found: Picture) -> str:
        waiting = [one for one in found.requests if one.answered_on is None]
        late = [one for one in waiting if one.due_on and one.due_on < found.today]
        said = f"{plural(len(waiting), 'request')} to answer"
        return f"{said} · {len(late)} late" if late else said

    def rows(self, found: Picture) -> list[kit.Row]:
        made = []
        for one in found.requests:
            clock = requests.stands(one, found.today)
            due = uk_date(one.due_on) if one.due_on else "No date set"
            if one.answered_on is not None:
                cell = kit.Cell("Answered", uk_date(one.answered_on), icon="done")
            else:
                late = "say why" in clock
                said = clock[:1].upper() + clock[1:] if not clock[0].isdigit() else clock
                cell = kit.Cell(
                    said, due if one.due_on else "", icon="warning" if late else "clock", tone="warning" if late else ""
                )
            form = requests.FORMS.get(one.form, one.form)
            made.append(kit.Row(one.id, (kit.Cell(f"{one.reference}  {form}", one.requester), cell)))
        return made

    def line(self, found: Picture, record_id: str) -> list[QWidget]:
        one = next(r for r in found.requests if r.id == record_id)
        entries = found.by_id()
        items = ", ".join(found.short(entries[e]) for e in one.entry_ids if e in entries)
        known = found.codes() | found.owners()
        named = ", ".join(known[who] for who in one.scope_ids if who in known)
        facts = [
            ("Who asked", one.requester),
            ("Body", one.body),
            ("Received", uk_date(one.received_on) if one.received_on else ""),
            ("Due", f"{uk_date(one.due_on)} ({requests.stands(one, found.today)})" if one.due_on else "No date set"),
            ("What for", one.scope),
            ("In scope", named or "Nobody: a copy for it replaces every name"),
            ("Items", items),
            ("Order", one.order_reference),
            ("Answered", uk_date(one.answered_on) if one.answered_on else ""),
            ("Answer", one.response),
            ("Left out", one.redactions),
            ("Why it is late", one.late_reason),
        ]
        head = kit.section_head(f"{one.reference}  {requests.FORMS.get(one.form, one.form)}")
        parts: list[QWidget] = [kit.box(head, kit.facts_list([(n, v) for n, v in facts if v], name_em=9), space=6)]
        if one.answered_on is None:
            buttons = [
                kit.button("Record the answer", lambda: self._answer(one), icon="done"),
                kit.button("Who and what it names", lambda: self._scope(one, items), icon="people"),
                kit.button("Change the date", lambda: self._date(one)),
            ]
            if one.due_on and one.due_on < found.today and not one.late_reason:
                buttons.insert(1, kit.button("Say why it is late", lambda: self._late(one)))
            parts.append(kit.flow(*buttons))
        return parts

    # ---- forms
    def add(self) -> None:
        if self.found is None:
            return
        fields: dict[str, Field] = {
            "form": kit.choice("What kind of request", requests.FORMS, combo=True),
            "requester": kit.text_field("Who asked", "Post and body"),
            "received_on": DayField("Received on", value=self.found.today),
            "due_on": DayField(
                "Answer due on",
                "Empty: 14 days for Annex C, D and police, 30 for a subject access request",
                optional=True,
            ),
            "scope": kit.long_text("What they ask for", lines=2),
            "order_reference": kit.text_field("Reference of the order or letter", optional=True),
        }
        case_id = self.context.case

        def service(work: Work, v: dict[str, Any]) -> Any:
            due = {"due_on": v["due_on"]} if v["due_on"] else {}
            return requests.receive(
                work,
                case_id,
                v["form"],
                v["requester"],
                v["received_on"],
                scope=v["scope"].strip(),
                order_reference=v["order_reference"],
                **due,
            )

        self.bring(
            "Log a request",
            fields,
            "Log it",
            service,
            needed=("form", "requester", "received_on"),
            done="The request is logged.",
            read=lambda one: one.id,
        )

    def _scope(self, one: Request, items: str) -> None:
        assert self.found is not None
        fields: dict[str, Field] = {
            "scope_ids": kit.TicksField(
                "Who and what is in scope",
                self.found.codes() | self.found.owners(),
                "A copy that answers this keeps these names and replaces others",
                value=one.scope_ids,
            ),
            "order_reference": kit.text_field(
                "Reference of the order or letter", optional=True, value=one.order_reference
            ),
            "items": kit.text_field(
                "Items that the order names",
                "N0012, S0003. What is sensitive or from family proceedings leaves only if an order names it",
                optional=True,
                value=items,
            ),
        }

        def service(work: Work, v: dict[str, Any]) -> Any:
            return requests.name(work, one.id, v["scope_ids"], v["items"], v["order_reference"])

        self.bring("Who and what it names", fields, "Save", service, done="The scope is kept.")

    def _answer(self, one: Request) -> None:
        assert self.found is not None
        late = one.due_on is not None and one.due_on < self.found.today
        fields: dict[str, Field] = {
            "response": kit.long_text("What was answered", lines=2),
            "on": DayField("Answered on", value=self.found.today),
            "redactions": kit.text_field("What was left out or redacted", optional=True),
        }
        if late:
            fields["late_reason"] = kit.long_text("Why it is later than its date", value=one.late_reason, lines=2)

        def service(work: Work, v: dict[str, Any]) -> Any:
            more = {name: v[name].strip() for name in ("redactions", "late_reason") if name in v}
            return requests.answer(work, work.get(Request, one.id), v["response"].strip(), v["on"], **more)

        self.bring(
            "Record the answer",
            fields,
            "Record the answer",
            service,
            needed=("response", "on"),
            done="The answer is recorded.",
        )

    def _late(self, one: Request) -> None:
        self.bring(
            "Say why it is late",
            {"late_reason": kit.long_text("Why it is later than its date", lines=2)},
            "Keep the reason",
            lambda work, v: work.change(work.get(Request, one.id), late_reason=v["late_reason"].strip()),
            needed=("late_reason",),
        )

    def _date(self, one: Request) -> None:
        assert self.found is not None
        given = one.due_on or self.found.today + timedelta(days=14)
        self.bring(
            "Change the date",
            {"due_on": DayField("Answer due on", value=given)},
            "Save",
            lambda work, v: work.change(work.get(Request, one.id), due_on=v["due_on"]),
            needed=("due_on",),
        )
