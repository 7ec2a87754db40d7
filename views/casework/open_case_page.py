"""Open a case: the referral form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.casework import referral, shown
from desktop.casework.referral import Child, Referral, Referrer
from storage.records import BodyKind, Case
from views import kit
from views.casework.base import enter
from views.casework.form_page import FormPage
from views.kit.fields import Field


class OpenCasePage(FormPage):
    """A new case from what the referral says."""

    TITLE = "Open a case"
    SAVE = "Open the case"
    PLACE = "open-case"

    def build(self) -> None:
        self.header.set(
            title=self.TITLE, facts="It starts as a referral. Whether there is a review is decided later.",
            back=("Cases", self.cancel),
        )  # fmt: skip
        self.add(
            "code_name",
            kit.text_field(
                "Code name",
                "One or two neutral words. No name, street or date: it stands on every page and in file names.",
                em=20,
            ),
        )
        self.add(
            "reference", kit.text_field("Reference", "Letters, digits and hyphens, for example SCR-2016-03", em=16)
        )
        self._children()
        self._referral()

    def _children(self) -> None:
        self.section("The children it is about")
        self.add("children", kit.Repeater("Children", self._child, "Add another child", row_name="Child", at_least=1))
        self.add(
            "household",
            kit.text_field(
                "Household",
                "A label of your own for those who live together, such as House 1. People with one label share an "
                "address.",
                optional=True,
                em=16,
            ),
        )

    def _referral(self) -> None:
        self.section("The referral")
        self.add(
            "referrer",
            kit.text_field(
                "Who referred",
                "Full name. They join the register of people, so that their name is never printed by accident.",
                optional=True,
                em=26,
            ),
        )
        self.add("referrer_role", kit.text_field("Their post", "For example, service manager", optional=True, em=26))
        self.add(
            "referrer_body",
            kit.choice("Where they work", {}, "Bodies are kept on the page Bodies.", optional=True, combo=True),
        )
        self.add(
            "referred_on",
            kit.date_field("Date of the referral", "For example, 3/5/17 or about May 2017", optional=True),
        )
        self.add(
            "incident_on",
            kit.date_field(
                "Date of the incident", "As far as it is known: a day, a month, a year, or about then", optional=True
            ),
        )
        self.add(
            "summary",
            kit.long_text(
                "What happened, in short",
                "A few sentences. It is kept in the vault and searched; it is not printed.",
                optional=True,
                lines=4,
            ),
        )

    @staticmethod
    def _child() -> Mapping[str, Field]:
        return {
            "name": kit.text_field("Full name"),
            "born": kit.date_field("Born", optional=True),
            "died": kit.date_field("Died", optional=True),
        }

    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        if self.context.case:
            self.context.leave_case()
        if not self.drafting.dirty:
            self.fill({})
        self.drafting.begin("", case_id="")
        self.look("Load the bodies", shown.bodies, done=self._offer_bodies)

    def _offer_bodies(self, bodies: Any) -> None:
        kinds = (BodyKind.AGENCY, BodyKind.SCHOOL, BodyKind.HEALTH_PLACE, BodyKind.AREA_AUTHORITY, BodyKind.UNIT)
        self.form.fields["referrer_body"].set_options({one.id: one.name for one in bodies if one.kind in kinds})

    def save(self) -> None:
        values = self.values()
        if values is None:
            return
        children = tuple(Child(one["name"], one["born"], one["died"]) for one in values["children"])
        form = Referral(
            values["code_name"], values["reference"], children, values["household"],
            Referrer(values["referrer"], values["referrer_role"], values["referrer_body"]),
            values["referred_on"], values["incident_on"], values["summary"],
        )  # fmt: skip
        self.form.clear_errors()
        self.do("Open a case", referral.open_from, form, done=self._opened, failed=self.refused)

    def _opened(self, case: Case) -> None:
        self.drafting.drop()
        self.fill({})

        def entered(found: Any) -> None:
            enter(self.context, *found)
            self.context.navigate("people")
            self.context.notice(
                f"{case.code_name} is open, as a referral. Its people stand here; bring its files in under Evidence."
            )

        self.look("Open the case", shown.case_and_marking, case.id, done=entered)
