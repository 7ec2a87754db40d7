"""Details of an item of material: what it is, from whom, how long it is kept, words typed from a scan, loans,
history.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop import wording
from desktop.casework import evidence, item_form, material
from desktop.casework.evidence import Shown
from desktop.errors import FieldErrors, UserError
from storage.records import Loan, Material, MaterialKind, Medium, Origin
from views import kit
from views.casework.base import options
from views.casework.form_page import FormPage
from views.casework.item_side import HAPPENED, history_words
from views.page import Context

PLAIN = (
    "title",
    "doc_date",
    "from_agency_id",
    "from_person_id",
    "extent_note",
    "received_on",
    "retention_class",
    "retain_until",
    "distressing",
    "remarks",
)
RETENTION = {
    "case": "With the case record", "legal": "Until proceedings end", "seven": "7 years", "permanent": "Permanently",
    "return": "To be returned to its owner",
}  # fmt: skip


class ItemPage(FormPage):
    """Everything about one item that a person can put right. Bytes and hash never change."""

    TITLE = "Item details"
    PLACE = "item"

    def __init__(self, context: Context) -> None:
        self._shown: Shown | None = None
        super().__init__(context)

    def build(self) -> None:
        self.add("title", kit.text_field("Title", "Your own words, for lists inside Caseward", em=34))
        self.add("kind", kit.choice("Kind", options(MaterialKind), combo=True))
        self.add(
            "doc_date",
            kit.date_field(
                "Date of the item", "As it stands on the item. For example, 3/5/17 or about May 2017", optional=True
            ),
        )
        self.add("origin", kit.choice("Origin", options(Origin), combo=True))
        self.add("from_agency_id", kit.choice("From which body", {}, optional=True, combo=True))
        self.add("from_person_id", kit.choice("From which person", {}, "By code", optional=True, combo=True))
        self.add("medium", kit.choice("Form", options(Medium), combo=True))
        self.add(
            "extent_note",
            kit.text_field(
                "How much there is of it",
                "Only if the count of pages or rows is not right, for example 2 notebooks",
                optional=True,
                em=20,
            ),
        )
        self.add("received_on", kit.DayField("Received on", optional=True))
        self.add("distressing", kit.CheckField("Distressing: keep it covered until somebody asks"))
        self.section("Keeping it")
        self.add("retention_class", kit.choice("Kept for how long", RETENTION, optional=True, combo=True))
        self.add("retain_until", kit.DayField("Not to be destroyed before", optional=True))
        self.hold = kit.label("", role="muted")
        self.fields_column.addWidget(self.hold)
        self.section("Its words")
        self.add(
            "typed",
            kit.long_text(
                "Words typed from a scan or picture",
                "They are searched, and shown in place of what was taken out. What was taken out stays beside them.",
                optional=True,
                lines=4,
            ),
        )
        self.add("remarks", kit.long_text("Remarks", "For the business unit. Never printed.", optional=True, lines=2))
        self._below()

    def _below(self) -> None:
        self.section(
            "Loans",
            "Caseward shows PDF, pictures and text itself. For anything else a copy can leave the vault, as a loan "
            "that stays open until its end is recorded.",
        )
        self.loans = kit.column(space=8)
        self.fields_column.addLayout(self.loans)
        self.section(
            "Destroying it",
            "The entry in the index stays and reads “Destroyed”, with how and on whose authority, by role.",
        )
        self.disposal = kit.column(space=8)
        self.fields_column.addLayout(self.disposal)
        self.section("History", "Who had it, when and why. Lines are added, never changed.")
        self.history = kit.column(space=4)
        self.fields_column.addLayout(self.history)
        self.history_form = kit.column(space=4)
        self.fields_column.addLayout(self.history_form)

    # ---- visits
    def show_case(self, *, item: str = "", part: str = "", **_where: Any) -> None:
        self.header.set(title=self.TITLE, back=("Evidence", self.cancel))

        def offered(found: item_form.Choices) -> None:
            self.form.fields["from_agency_id"].set_options(found.bodies)
            self.form.fields["from_person_id"].set_options(found.people)
            self.hold.setText(
                f"A preservation hold stands on this case since {wording.uk_date(found.hold)}: nothing may be "
                "destroyed."
                if found.hold
                else "No preservation hold stands on this case."
            )
            self.look("Load an item", evidence.item, item, done=lambda shown: self._show(shown, part))

        self.look("Load the choices", item_form.choices, self.context.case, done=offered)

    def _show(self, shown: Shown, part: str) -> None:
        record = shown.record
        assert isinstance(record, Material)
        self._shown = shown
        entry = shown.entry.working_ref if shown.entry else ""
        self.header.set(
            title=record.title or "Item details",
            facts=" · ".join(p for p in (entry, record.file_name and f"received as {record.file_name}") if p),
            back=("Evidence", self.cancel),
        )
        values: dict[str, Any] = {name: getattr(record, name) for name in PLAIN}
        values |= {"kind": record.kind.value, "origin": record.origin.value, "medium": record.medium.value}
        values["typed"] = shown.text.text if shown.text and shown.text.method == "typed" else ""
        for name in ("received_on", "retain_until"):
            values[name] = wording.uk_date(values[name]) if values[name] else ""
        self.fill(values)
        self._show_loans(shown, ask=part == "loans")
        self._offer_disposal()
        self._show_history(shown)
        self.drafting.begin(record.id)

    # ---- saving
    def values(self) -> dict[str, Any] | None:
        found = super().values()
        errors: dict[str, str] = {}
        for name in ("received_on", "retain_until"):
            try:
                day = self.form.fields[name].day()
                if found is not None:
                    found[name] = day
            except FieldErrors as wrong:
                errors[name] = wrong.errors[""]
        if errors:
            self.form.show_errors(errors)
            return None
        return found

    def save(self) -> None:
        self.form.clear_errors()
        values = self.values()
        if values is None or self._shown is None:
            return
        typed = values.pop("typed")
        values |= {
            "kind": MaterialKind(values["kind"] or "other"),
            "origin": Origin(values["origin"] or "generated"),
            "medium": Medium(values["medium"] or "electronic"),
        }
        self.do(
            "Change an item",
            item_form.keep_item,
            self._shown.record.id,
            values,
            typed,
            done=self._saved,
            failed=self.refused,
        )

    def _saved(self, record: Material) -> None:
        self.drafting.drop()
        self.context.navigate("evidence", item=record.id)

    # ---- loans
    def _show_loans(self, shown: Shown, *, ask: bool) -> None:
        kit.clear(self.loans)
        for loan in shown.loans:
            since = wording.uk_date(loan.lent_at.date()) if loan.lent_at else ""
            if loan.ended_at is None:
                self.loans.addWidget(
                    kit.state(f"Lent to {loan.to} on {since}: {loan.reason}", icon="warning", tone="warning")
                )
                self.loans.addWidget(self._end_form(loan, focus=ask))
            else:
                self.loans.addWidget(kit.muted(f"Lent to {loan.to} on {since}; ended: {loan.ended_how}"))
        record = shown.record
        if isinstance(record, Material) and record.blob_id:
            self.loans.addWidget(kit.row_left(kit.button("Lend this item", self._ask_lend, icon="export")))
        elif not shown.loans:
            self.loans.addWidget(kit.muted("There is no file to lend."))

    def _ask_lend(self) -> None:
        kit.clear(self.loans)
        fields = {
            "to": kit.text_field("To whom", em=26),
            "reason": kit.long_text("With what program it is opened, and why", lines=2),
            "folder": kit.FolderField(
                "Folder for the copy", "The copy is not encrypted. It is named by the item's reference."
            ),
        }
        lead = (
            "A copy leaves the vault without encryption. Whoever opens that folder can read it. The loan stays "
            "open on the overview until you record that the copy came back or was destroyed."
        )
        form = kit.InlineForm(
            "Lend this item",
            fields,
            "Write the copy and open the loan",
            self._lend,
            self._again,
            lead=lead,
            danger=True,
        )
        self.loans.addWidget(form)
        form.focus_first()

    def _lend(self, form: kit.InlineForm) -> None:
        shown, values = self._shown, form.values()
        assert shown is not None and isinstance(shown.record, Material)
        record, session = shown.record, self.context.session
        errors = {
            "to": "" if values["to"] else "Enter to whom it is lent",
            "reason": "" if values["reason"].strip() else "Enter who will open it, with what, and why",
            "folder": "" if values["folder"] else "Choose a folder",
        }
        errors = {name: words for name, words in errors.items() if words}
        if errors:
            form.form.show_errors(errors)
            return

        def lent(result: tuple[Loan, Path]) -> None:
            self.context.notice(
                f"The copy is {result[1].name}. Record its end here when it is back or destroyed.", "warn"
            )
            self._again()

        self.work(
            "Lend an item",
            lambda: material.lend(session, record, Path(values["folder"]), values["reason"], values["to"]),
            done=lent,
            failed=form.form.show,
        )

    def _end_form(self, loan: Loan, *, focus: bool) -> kit.InlineForm:
        how = kit.text_field("How it ended", "For example, deleted from the laptop by me, or disk returned", em=30)

        def end(form: kit.InlineForm) -> None:
            self.do(
                "End a loan",
                material.end_loan,
                loan,
                how.value(),
                done=lambda _loan: self._again(),
                failed=form.form.show,
            )

        form = kit.InlineForm(
            "Record the end of this loan", {"ended_how": how}, "Record the end", end, lambda: how.set_value("")
        )
        if focus:
            form.focus_first()
        return form

    # ---- destroying
    def _offer_disposal(self) -> None:
        kit.clear(self.disposal)
        ask = kit.button("Record that it was destroyed", self._ask_disposal, icon="bin")
        self.disposal.addWidget(kit.row_left(ask))

    def _ask_disposal(self) -> None:
        kit.clear(self.disposal)
        fields = {
            "authority": kit.text_field("Who authorised it", "A role, such as independent chair", em=26),
            "method": kit.text_field("How it was destroyed", "For example, cross-cut shredded with a witness", em=30),
        }
        form = kit.InlineForm(
            "Record that it was destroyed", fields, "Record it and erase it here", self._dispose,
            self._offer_disposal, danger=True,
            lead="The file and its words are erased from this vault, and nothing brings them back. Backups made before "
            "still hold them.",
        )  # fmt: skip
        self.disposal.addWidget(form)
        form.focus_first()

    def _dispose(self, form: kit.InlineForm) -> None:
        assert self._shown is not None
        values = form.values()

        def gone(_nothing: Any) -> None:
            self.drafting.drop()
            self.context.navigate("evidence")
            self.context.notice("It is destroyed, here too. Its entry stays in the index.", "info")

        self.do(
            "Record a disposal",
            item_form.dispose,
            self._shown.record.id,
            values["authority"],
            values["method"],
            done=gone,
            failed=form.form.show,
        )

    # ---- history
    def _show_history(self, shown: Shown) -> None:
        kit.clear(self.history)
        kit.clear(self.history_form)
        for one in shown.history:
            self.history.addWidget(kit.label(history_words(one, shown.names)))
        self.history_form.addWidget(
            kit.row_left(kit.button("Add a line", self._ask_line, icon="add", name="Add a line to the history"))
        )

    def _ask_line(self) -> None:
        kit.clear(self.history_form)
        kinds = {key: HAPPENED[key] for key in ("scanned", "moved", "checked", "exported")}
        fields = {
            "happened": kit.choice("What happened", kinds, combo=True),
            "where": kit.text_field("Where", optional=True, em=24),
            "why": kit.text_field("Why", optional=True, em=30),
            "condition": kit.text_field("Condition", "Sealed, torn, complete and so on", optional=True, em=24),
        }
        form = kit.InlineForm("Add a line", fields, "Add the line", self._add_line, self._again)
        self.history_form.addWidget(form)
        form.focus_first()

    def _add_line(self, form: kit.InlineForm) -> None:
        values = form.values()
        if not values["happened"]:
            form.form.show_errors({"happened": "Choose what happened"})
            return
        assert self._shown is not None
        what, record = values.pop("happened"), self._shown.record
        self.do(
            "Add to the history",
            item_form.add_line,
            record.case_id,
            record.id,
            what,
            values,
            done=lambda _line: self._again(),
            failed=self._not_added,
        )

    def _not_added(self, error: UserError) -> None:
        self.context.show_error(error)

    def _again(self) -> None:
        """Loans and history afresh; what is typed in the form stays."""
        if self._shown is None:
            return

        def show(shown: Shown) -> None:
            self._shown = shown
            self._show_loans(shown, ask=False)
            self._show_history(shown)

        self.look("Load an item", evidence.item, self._shown.record.id, done=show)
