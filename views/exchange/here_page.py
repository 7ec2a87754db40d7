"""What a pack says of itself to whoever has it: until when, handing it back, taking the board's changes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.exchange import borrowing, offering
from desktop.exchange.borrowing import PackHere, Taken
from desktop.exchange.offering import KINDS
from desktop.wording import plural, uk_date
from views import kit
from views.casework.base import WorkPage
from views.page import Context


class PackHerePage(WorkPage):
    """The borrower's page."""

    TITLE = "This pack"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        inner = QWidget()
        self.said = kit.box(space=8)
        parts = (self.said, self._give(), self._take())
        kit.column(*parts, None, parent=inner, space=18, margins=(24, 16, 24, 24))
        self.body.addWidget(kit.scroll(kit.measure(inner, 50)), 1)
        self.header.set(title=self.TITLE)

    def _give(self) -> QWidget:
        self.folder = kit.FolderField("Folder for the file", "A stick, or a folder from which you send it")
        self.give_form = kit.Form({"folder": self.folder})
        self.give = kit.button("Write the file to hand over", self.give_back, role="main", icon="export")
        self.given = kit.muted("")
        lead = kit.muted(
            "One encrypted file with all of the pack, checked. The board takes it back; you can go on working here, "
            "and hand it over again."
        )
        return kit.box(kit.section_head("Hand it back"), lead, self.give_form.summary, self.folder,
                       kit.row_left(self.give), self.given, space=10)  # fmt: skip

    def _take(self) -> QWidget:
        self.file = kit.FolderField("The file that the board wrote", files=offering.FILES)
        self.take_form = kit.Form({"file": self.file})
        self.take = kit.button("Take the board’s changes in", self.take_changes, icon="import")
        self.took = kit.muted("")
        lead = kit.muted("What you changed meanwhile stays as it is; the board will ask about it.")
        self.take_box = kit.box(kit.section_head("The board’s changes"), lead, self.take_form.summary, self.file,
                                kit.row_left(self.take), self.took, space=10)  # fmt: skip
        return self.take_box

    # ---- visits
    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        self.given.setText("")
        self.took.setText("")
        self.look("Load what this pack is", borrowing.here, done=self._show)

    def _show(self, here: PackHere | None) -> None:
        if here is None:
            self.context.navigate("packs", remember=False)
            return
        layout: Any = self.said.layout()
        kit.clear(layout)
        kind = KINDS[here.kind]
        self.header.set(title=self.TITLE, facts=f"{kind} · due back on {uk_date(here.expires)}")
        if here.expired:
            layout.addWidget(kit.state(
                f"This pack was due back on {uk_date(here.expires)}. You can go on working; hand it back soon, or ask "
                "the board to renew it.", icon="warning", tone="warning",
            ))  # fmt: skip
        facts: list[tuple[str, str | QWidget]] = [
            ("Kind", kind), ("With whom", here.borrower or "You"), ("Due back", uk_date(here.expires)),
        ]  # fmt: skip
        layout.addWidget(kit.facts_list(facts))
        layout.addWidget(kit.label(_RULES[here.kind]))
        self.take_box.setVisible(here.kind == "working")

    # ---- handing back
    def give_back(self) -> None:
        """Write the file."""
        self.give_form.clear_errors()
        if not self.folder.value():
            self.give_form.show_errors({"folder": "Choose a folder for the file"})
            return
        session, folder = self.context.session, Path(self.folder.value())
        self.given.setText("Writing the file. Each page is read again before it gets its name.")

        def failed(error: UserError) -> None:
            self.given.setText("")
            self.give_form.show_errors({"folder": f"{error.what} {error.do}".strip()})

        self.work(
            "Give the pack back", lambda: offering.give_back(session, folder), done=self._written, failed=failed
        )

    def _written(self, target: Path) -> None:
        self.given.setText(f"{target.name} is written and was checked. Hand it to the board.")
        self.context.notice("The file is written. The board can take the pack back.")

    # ---- the board's changes
    def take_changes(self) -> None:
        """Take the board's file in."""
        self.take_form.clear_errors()
        if not self.file.value():
            self.take_form.show_errors({"file": "Choose the file that the board wrote"})
            return
        session, file = self.context.session, Path(self.file.value())
        self.took.setText("Taking the changes in.")

        def failed(error: UserError) -> None:
            self.took.setText("")
            self.take_form.show_errors({"file": f"{error.what} {error.do}".strip()})

        self.work(
            "Take the board’s changes", lambda: borrowing.take_update(session, file), done=self._taken, failed=failed
        )

    def _taken(self, taken: Taken) -> None:
        self.took.setText(_took(taken))
        self.context.notice("The board’s changes are in.")
        self.look("Load what this pack is", borrowing.here, done=self._show)


def _took(taken: Taken) -> str:
    if taken.again:
        return "These changes were taken before. Nothing has changed."
    said = f"{plural(taken.new, 'record')} new, {plural(taken.changed, 'record')} changed."
    if taken.left:
        said += f" {plural(taken.left, 'change')} left alone because you changed the same: the board will ask."
    return said


_RULES = {
    "working": "It holds one whole review with its names. Nothing is sent anywhere: what you write comes to the board "
    "when you hand the pack back. Indexes are issued, numbers given and packs handed out by the board alone.",
    "event": "It holds codes instead of names. Type codes, in square brackets; a name that slips in is found when the "
    "pack comes back.",
}
