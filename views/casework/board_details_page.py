"""Board details: what stands on letters and lists, and the rules the board sets itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.casework import board, board_form
from desktop.casework.terminology import available as terminologies
from desktop.casework.terminology import load as terminology
from storage.records import Board
from views import kit
from views.casework.form_page import FormPage

NATIONS = {"england": "England", "wales": "Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland"}
PLAIN = (
    "name", "short_name", "nation", "terminology", "chair", "manager", "contact", "mailbox", "phone", "address",
    "letterhead_alt", "marking",
    "standing_statement", "two_people", "idle_minutes",
)  # fmt: skip


class BoardDetailsPage(FormPage):
    """The board's own record."""

    TITLE = "Board details"
    PLACE = "board-details"
    SAVE = "Save the details"

    def build(self) -> None:
        self._picture = False
        self.header.set(title=self.TITLE, facts="What stands on your letters and lists")
        self.add("name", kit.text_field("Name of the board", em=34))
        self.add("short_name", kit.text_field("Short name", optional=True, em=16))
        self.add("nation", kit.choice("Nation", NATIONS, "It decides which days are working days.", value="england"))
        self.add(
            "terminology",
            kit.choice("Words for new cases", {one: terminology(one).name for one in terminologies()}, combo=True),
        )
        self.section("Who speaks for it")
        self.add("chair", kit.text_field("Independent chair", optional=True, em=28))
        self.add("manager", kit.text_field("Board manager", optional=True, em=28))
        hint = "A post, such as Board manager: it is printed on every list"
        self.add("contact", kit.text_field("Contact for disclosure officers", hint, optional=True, em=28))
        self.add("mailbox", kit.text_field("Mailbox", optional=True, em=28))
        self.add("phone", kit.text_field("Telephone", optional=True, em=18))
        self.add("address", kit.long_text("Address", optional=True, lines=3))
        self.section("On paper")
        self.add(
            "picture",
            kit.FolderField(
                "Letterhead picture",
                "PNG or JPEG, at most 4 MB. Left empty, the one there is stays.",
                files="Pictures (*.png *.jpg *.jpeg)",
            ),
        )
        self.has_picture = kit.muted("")
        self.fields_column.addWidget(self.has_picture)
        self.add(
            "letterhead_alt",
            kit.text_field("What the picture shows", "Read out to people who cannot see it", optional=True, em=34),
        )
        self.add("marking", kit.text_field("Protective marking", "It stands on every page", em=20))
        self.add(
            "standing_statement",
            kit.long_text("Standing statement of the index", "It stands at the foot of every list", lines=4),
        )
        self.section("Rules")
        self.add("two_people", kit.CheckField("Two people for an issue: one prepares it, another authorises it"))
        self.add(
            "idle_minutes",
            kit.number_field("Lock after so many minutes without use", "From 1 to 60", low=1, high=60, value=10),
        )

    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        self.look("Load the board", board.board, done=self._show)

    def _show(self, found: Board) -> None:
        self.fill({name: getattr(found, name) for name in PLAIN} | {"picture": ""})
        self.has_picture.setText(
            "There is a letterhead picture." if found.letterhead_blob else "There is no letterhead picture yet."
        )
        self.drafting.begin("", case_id="")

    def save(self) -> None:
        self.form.clear_errors()
        values = self.values()
        if values is None:
            return
        path, session = values.pop("picture"), self.context.session

        def keep() -> Board:
            picture = board_form.read_picture(Path(path)) if path else b""
            return session.do("Change the board's details", board_form.keep_board, values, picture)

        self.work("Change the board's details", keep, done=self._saved, failed=self.refused)

    def _saved(self, saved: Board) -> None:
        self.drafting.drop()
        self.context.settings.set("idle_minutes", saved.idle_minutes)
        self._show(saved)
        self.context.notice("The details are saved.")

    def cancel(self) -> None:
        self.drafting.drop()
        self.arrive()
