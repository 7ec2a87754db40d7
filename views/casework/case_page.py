"""Details of a case: its code name, stage, dates and period; the preservation hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import case_form, due, shown
from desktop.casework.due import DueLine
from desktop.wording import uk_moment
from storage.records import Case, CaseStage
from views import kit
from views.casework.base import enter, options
from views.casework.form_page import FormPage
from views.kit.fields import TextField

PLAIN = ("code_name", "reference", "referred_on", "incident_on", "decided_on", "period_from", "period_until", "summary")


class CaseDetailsPage(FormPage):
    """Change what is known about a case."""

    TITLE = "Case details"
    PLACE = "case"

    def build(self) -> None:
        self._case: Case | None = None
        self.add(
            "code_name", kit.text_field("Code name", "Neutral words: it stands on every page and in file names.", em=20)
        )
        self.add(
            "reference", kit.text_field("Reference", "Letters, digits and hyphens, for example SCR-2016-03", em=16)
        )
        self.add("stage", kit.choice("Stage", options(CaseStage), combo=True))
        self.add("referred_on", kit.date_field("Date of the referral", optional=True))
        self.add(
            "incident_on",
            kit.date_field("Date of the incident", "A day, a month, a year, or about then", optional=True),
        )
        self.add("decided_on", kit.date_field("Date of the chair's decision", optional=True))
        self.section("Period under review")
        self.add("period_from", kit.date_field("From", optional=True))
        self.add("period_until", kit.date_field("Until", optional=True))
        self.add(
            "summary",
            kit.long_text(
                "What happened, in short", "Kept in the vault and searched; not printed.", optional=True, lines=4
            ),
        )
        self.late_box = QWidget()
        self.late_column = kit.column(parent=self.late_box, space=8)
        self.fields_column.addWidget(self.late_box)
        self.section(
            "Preservation hold",
            "While a hold stands, nothing of this case may be destroyed and the case cannot be closed.",
        )
        self.hold_box = QWidget()
        self.hold_column = kit.column(parent=self.hold_box, space=8)
        self.fields_column.addWidget(self.hold_box)
        self.section("Leaving this vault")
        for words, page in (("Archive and returns", "archive"), ("Move a case to a vault of its own", "own-vault")):
            link = kit.link(words, lambda to=page: self.context.navigate(to))
            self.fields_column.addWidget(kit.row_left(link))

    def show_case(self, **_where: Any) -> None:
        self.header.set(title=self.TITLE, back=("Overview", self.cancel))
        self.look("Load the case", shown.case_and_marking, self.context.case, done=self._show)

    def _show(self, found: tuple[Case, str]) -> None:
        case = found[0]
        self._case = case
        self.fill({name: getattr(case, name) for name in PLAIN} | {"stage": case.stage.value})
        self.drafting.begin(case.id)
        self._show_hold(case)
        self.look("Load what is due", due.due_in, case, done=self._show_late)

    def save(self) -> None:
        self.form.clear_errors()
        values = self.values()
        if values is None:
            return
        values["stage"] = CaseStage(values["stage"] or "referral")
        self.do(
            "Change the case", case_form.keep_case, self.context.case, values, done=self._saved, failed=self.refused
        )

    def _saved(self, case: Case) -> None:
        self.drafting.drop()

        def entered(found: tuple[Case, str]) -> None:
            enter(self.context, *found)
            self.context.navigate("overview" if "overview" in self.context.pages() else "people")

        self.look("Open the case", shown.case_and_marking, case.id, done=entered)

    def cancel(self) -> None:
        self.drafting.drop()
        self.context.navigate("overview")

    # ---- dates that were missed
    def _show_late(self, lines: tuple[DueLine, ...]) -> None:
        kit.clear(self.late_column)
        late = [one for one in lines if one.late and one.kind == "clock"]
        if late:
            self.late_column.addWidget(kit.section_head("Dates that were missed"))
        for one in late:
            why = kit.text_field("Why", "One sentence for the record; nobody is blamed by it", value=one.why, em=40)
            save = self._explains(one.record_id, why)
            form = kit.InlineForm(
                f"{one.what}: {one.when}",
                {"late": why},
                "Save why",
                save,
                lambda why=why, one=one: why.set_value(one.why),
                lead=one.where,
            )
            self.late_column.addWidget(form)

    def _explains(self, clock: str, why: TextField) -> Callable[[kit.InlineForm], None]:
        def save(form: kit.InlineForm) -> None:
            self.do(
                "Explain a missed date",
                due.explain,
                self.context.case,
                clock,
                why.value(),
                done=self._explained,
                failed=form.form.show,
            )

        return save

    def _explained(self, _kept: Any) -> None:
        self.context.saved()
        if self._case is not None:
            self.look("Load what is due", due.due_in, self._case, done=self._show_late)

    # ---- the hold
    def _show_hold(self, case: Case) -> None:
        kit.clear(self.hold_column)
        if case.hold:
            since = uk_moment(case.hold_since) if case.hold_since else ""
            self.hold_column.addWidget(kit.state(f"A hold stands since {since}: {case.hold_reason}", icon="lock"))
            self.hold_column.addWidget(kit.row_left(kit.button("Release the hold", self._ask_release)))
            return
        if case.hold_released_at:
            self.hold_column.addWidget(
                kit.muted(
                    f"The last hold was released on {uk_moment(case.hold_released_at)} by {case.hold_released_by}: "
                    f"{case.hold_authority}"
                )
            )
        self.hold_column.addWidget(kit.row_left(kit.button("Place a hold", self._ask_hold, icon="lock")))

    def _ask_hold(self) -> None:
        fields = {
            "hold_reason": kit.long_text(
                "Why everything must be kept", "For example, a letter from police with its date", lines=2
            )
        }
        self._ask(
            kit.InlineForm(
                "Place a hold",
                fields,
                "Place the hold",
                lambda form: self._do_hold(form, "Place a hold", case_form.hold),
                self._again,
            )
        )

    def _ask_release(self) -> None:
        fields = {
            "by": kit.text_field("Who released it", em=26),
            "hold_authority": kit.text_field("On what authority", em=34),
        }
        self._ask(
            kit.InlineForm(
                "Release the hold",
                fields,
                "Release the hold now",
                lambda form: self._do_hold(form, "Release the hold", case_form.release),
                self._again,
            )
        )

    def _ask(self, form: kit.InlineForm) -> None:
        kit.clear(self.hold_column)
        self.hold_column.addWidget(form)
        form.focus_first()

    def _do_hold(self, form: kit.InlineForm, name: str, service: Any) -> None:
        self.do(name, service, self.context.case, form.values(), done=self._held, failed=form.form.show)

    def _held(self, case: Case) -> None:
        self._case = case
        self._show_hold(case)

    def _again(self) -> None:
        if self._case is not None:
            self._show_hold(self._case)
