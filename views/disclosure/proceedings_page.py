"""Proceedings an index is made for, and who held which post in them since when."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.disclosure import proceedings
from desktop.disclosure.header import KINDS as PROCEEDINGS
from desktop.session import Work
from desktop.wording import plural, uk_date
from storage.records import Proceeding, ProceedingContact
from views import kit
from views.disclosure.picture import Picture
from views.disclosure.register import RegisterPage
from views.kit import DayField
from views.kit.fields import Field

STAGES = {
    "investigation": "Investigation",
    "pre_charge": "Before charge",
    "charged": "Charged",
    "trial_listed": "Trial listed",
    "concluded": "Concluded",
    "appeal": "Appeal",
    "inquest": "Inquest",
}
REFERENCES = {
    "operation": "Operation name",
    "crime_number": "Crime number",
    "urn": "URN",
    "court_number": "Court number",
    "coroner_ref": "Coroner’s reference",
}


def fields_of(found: Picture, one: Proceeding | None) -> dict[str, Field]:
    """The form of a proceeding."""
    value = lambda name: getattr(one, name) if one is not None else ""  # noqa: E731
    fields: dict[str, Field] = {
        "name": kit.text_field("What it is called in this office", "It is not printed", value=value("name")),
        "kind": kit.choice("Kind", PROCEEDINGS, value=value("kind"), combo=True),
        "stage": kit.choice("Stage", STAGES, optional=True, value=value("stage"), combo=True),
    }
    for name, words in REFERENCES.items():
        fields[name] = kit.text_field(words, optional=True, value=value(name), em=20)
    fields["scope_note"] = kit.long_text(
        "Scope note",
        "What is listed and what is not, and why. It is printed",
        optional=True,
        value=value("scope_note"),
        lines=2,
    )
    fields["standing_statement"] = kit.long_text(
        "Standing statement",
        f"Empty: the board’s own. “{found.board.standing_statement[:80]}…”",
        optional=True,
        value=value("standing_statement"),
        lines=2,
    )
    fields["marking"] = kit.text_field(
        "Protective marking", f"Empty: {found.board.marking}", optional=True, value=value("marking"), em=20
    )
    return fields


class ProceedingsPage(RegisterPage):
    """Each with its officers; a change of hands ends the one before on that day."""

    TITLE = "Proceedings and officers"
    KINDS = frozenset({"Proceeding", "ProceedingContact", "Issue"})
    NAME = "Proceedings"
    COLUMNS = (kit.Column("Proceeding", "name"), kit.Column("Officers", "officers"))
    WIDTHS = {0: 16, 1: 9}  # noqa: RUF012 -- never changed
    LIST_EM = 27
    EMPTY = (
        "No proceeding is recorded",
        "An index is made for a trial, an inquest or a claim, and handed to the officer who holds the post.",
        "Record a proceeding",
    )

    def actions_(self) -> list[QWidget]:
        return [kit.button("Record a proceeding", self.add, role="main", icon="add")]

    def facts(self, found: Picture) -> str:
        return f"{plural(len(found.proceedings), 'proceeding')} · each has its own header, recipients and versions"

    def rows(self, found: Picture) -> list[kit.Row]:
        made = []
        for one in found.proceedings:
            here = [c for c in found.contacts if c.proceeding_id == one.id and c.until is None]
            closed = f", closed {uk_date(one.closed_on)}" if one.closed_on else ""
            cells = (
                kit.Cell(
                    one.name, f"{PROCEEDINGS.get(one.kind, one.kind)}{closed}", tone="muted" if one.closed_on else ""
                ),
                kit.Cell(f"{len(here)} in post", f"{sum(c.receives for c in here)} may receive"),
            )
            made.append(kit.Row(one.id, cells))
        return made

    def line(self, found: Picture, record_id: str) -> list[QWidget]:
        one = next(p for p in found.proceedings if p.id == record_id)
        facts = [("Kind", PROCEEDINGS.get(one.kind, one.kind)), ("Stage", STAGES.get(one.stage, one.stage))]
        facts += [(words, getattr(one, name)) for name, words in REFERENCES.items()]
        facts += [
            ("Scope note", one.scope_note),
            ("Statement", one.standing_statement or "The board’s own"),
            ("Marking", one.marking or found.board.marking),
        ]
        facts += [("Closed on", uk_date(one.closed_on) if one.closed_on else "")]
        head = kit.section_head(one.name, "Change", lambda: self._change(one))
        parts: list[QWidget] = [kit.box(head, kit.facts_list([(n, v) for n, v in facts if v], name_em=10), space=6)]
        parts.append(
            kit.box(
                kit.section_head("Who holds which post", "Record who took up a post", lambda: self._appoint(one)),
                self._posts(found, one),
                space=6,
            )
        )
        if one.closed_on is None:
            parts.append(kit.flow(kit.button("Close the proceeding", lambda: self._close(one))))
        return parts

    def _posts(self, found: Picture, one: Proceeding) -> QWidget:
        contacts = [c for c in found.contacts if c.proceeding_id == one.id]
        if not contacts:
            return kit.muted("Nobody is recorded yet. Say who receives the index before it is issued.")
        facts: list[tuple[str, str | QWidget]] = []
        for role, title in proceedings.ROLES.items():
            for contact in sorted(
                (c for c in contacts if c.role == role), key=lambda c: (c.until is None, str(c.since)), reverse=True
            ):
                facts.append((title, self._post(contact)))
        return kit.facts_list(facts, name_em=12)

    def _post(self, contact: ProceedingContact) -> QWidget:
        since = f"since {uk_date(contact.since)}" if contact.since and contact.until is None else ""
        if contact.until is not None:
            since = (
                f"{uk_date(contact.since)} to {uk_date(contact.until)}"
                if contact.since
                else f"until {uk_date(contact.until)}"
            )
        receives = "receives the index" if contact.receives else ""
        words = kit.label(f"{contact.name}, {contact.post}", role="muted" if contact.until is not None else "")
        return kit.box(
            words, kit.muted(" · ".join(p for p in (contact.body, since, contact.mailbox, receives) if p)), space=0
        )

    # ---- forms
    def add(self) -> None:
        if self.found is None:
            return
        case_id = self.context.case

        def service(work: Work, v: dict[str, Any]) -> Any:
            return proceedings.open_proceeding(work, case_id, **(v | {"kind": v["kind"] or "criminal"}))

        self.bring(
            "Record a proceeding",
            fields_of(self.found, None),
            "Record it",
            service,
            needed=("name", "kind"),
            done="The proceeding is recorded. Now say who holds which post.",
            read=lambda made: made.id,
        )

    def _change(self, one: Proceeding) -> None:
        assert self.found is not None
        self.bring(
            "Change the proceeding",
            fields_of(self.found, one),
            "Save",
            lambda work, v: work.change(work.get(Proceeding, one.id), **v),
            needed=("name", "kind"),
        )

    def _close(self, one: Proceeding) -> None:
        assert self.found is not None
        self.bring(
            "Close the proceeding",
            {"closed_on": DayField("Closed on", value=self.found.today)},
            "Close it",
            lambda work, v: work.change(work.get(Proceeding, one.id), **v),
            needed=("closed_on",),
            done="The proceeding is closed.",
            lead="Nothing can be issued for it any more; its versions stay.",
        )

    def _appoint(self, one: Proceeding) -> None:
        assert self.found is not None
        fields: dict[str, Field] = {
            "role": kit.choice("Which post", proceedings.ROLES, combo=True),
            "name": kit.text_field("Name", "It is not printed"),
            "post": kit.text_field("Post as it is printed", "For example, Disclosure officer"),
            "body": kit.text_field("Force, office or court", optional=True),
            "mailbox": kit.text_field("Secure e-mail", optional=True),
            "since": DayField("In post since", value=self.found.today),
            "receives": kit.choice("Receives the index?", {"yes": "Yes", "no": "No"}),
        }

        def service(work: Work, v: dict[str, Any]) -> Any:
            given = v | {"receives": v["receives"] == "yes"}
            return proceedings.appoint(work, work.get(Proceeding, one.id), **given)

        self.bring(
            "Record who took up a post",
            fields,
            "Record it",
            service,
            needed=("role", "name", "post", "since", "receives"),
            lead="Whoever held this post ends on that day and receives nothing from then on.",
        )
