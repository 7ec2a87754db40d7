"""Import people.csv: looked at first, each row that cannot be read is named, duplicates are offered and never
merged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import cast as casts
from desktop.casework import people_file
from desktop.casework.people_file import Duplicate, PeopleFile
from desktop.errors import UserError
from desktop.redaction.people import COLUMNS
from desktop.wording import plural
from views import kit
from views.casework.base import CasePage
from views.page import Context

SHOWN = 20


class PeopleImportPage(CasePage):
    """From a file into the register of a case."""

    TITLE = "Import people.csv"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title=self.TITLE,
            facts="People and bodies from a table that you keep elsewhere",
            back=("People", lambda: context.navigate("people")),
        )
        self._found: PeopleFile | None = None
        self.file = kit.FolderField(
            "The file", "Saved as CSV UTF-8, with a header row. It is read, not kept.", files="Tables (*.csv)"
        )
        self.form = kit.Form({"file": self.file})
        check = kit.button("Look at the file", self.check, icon="eye")
        self.file.line.returnPressed.connect(self.check)
        inner = QWidget()
        self.result = QWidget()
        self.result_column = kit.column(parent=self.result, space=12)
        columns = kit.muted(f"Columns, in any order: {', '.join(COLUMNS)}. Only name and kind have to be filled.")
        kit.column(
            self.form.summary,
            self.file,
            columns,
            kit.row_left(check),
            self.result,
            None,
            parent=inner,
            space=12,
            margins=(24, 16, 24, 24),
        )
        self.body.addWidget(kit.scroll(kit.measure(inner, 50)), 1)
        self.import_button = kit.button("Import", self.bring_in, role="main", icon="import")
        self.bar = kit.ActionBar(
            self.import_button, kit.button("Cancel", lambda: context.navigate("people"), role="plain")
        )
        self.body.addWidget(self.bar)
        self.import_button.hide()
        self.anyway = kit.TicksField("", {})

    def show_case(self, **_where: Any) -> None:
        self._found = None
        kit.clear(self.result_column)
        self.import_button.hide()

    def focus_first(self) -> None:
        self.file.focus()

    def check(self) -> None:
        """Read it and say what it holds."""
        self.form.clear_errors()
        kit.clear(self.result_column)
        self.import_button.hide()
        if not self.file.value():
            self.form.show_errors({"file": "Choose the people file"})
            return
        path, session, case = Path(self.file.value()), self.context.session, self.context.case

        def look() -> tuple[PeopleFile, tuple[Duplicate, ...]]:
            found = people_file.check(people_file.read(path))
            return found, session.look(people_file.duplicates, case, found.cast)

        self.work("Look at the people file", look, done=lambda both: self._show(*both), failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self.form.show_errors({"file": f"{error.what} {error.do}".strip()})

    def _show(self, found: PeopleFile, duplicates: tuple[Duplicate, ...]) -> None:
        self._found = found
        column = self.result_column
        new = len(found.cast) - len(duplicates)
        column.addWidget(kit.section_head("What the file holds"))
        column.addWidget(kit.state(f"{plural(new, 'row')} can come in", icon="done"))
        if found.problems:
            self._show_problems(found)
        people = [one for one in duplicates if not one.is_body]
        bodies = len(duplicates) - len(people)
        if bodies:
            column.addWidget(
                kit.muted(f"{plural(bodies, 'body is', 'bodies are')} in the register already and stay as they are.")
            )
        options = {one.subject.id: f"{one.subject.name}: {one.code} has this name" for one in people}
        self.anyway = kit.TicksField(
            f"{plural(len(people), 'person is', 'people are')} in the register already", options,
            "They stay as they are. Tick those who are somebody else of the same name: they are added too.",
        )  # fmt: skip
        if people:
            column.addWidget(self.anyway)
        words = f"Import {plural(new, 'row')}" if new else "Import the ticked ones"
        self.import_button.setText(words)
        self.import_button.updateGeometry()
        self.import_button.setVisible(bool(len(found.cast)) and bool(new or people))
        (self.import_button if self.import_button.isVisible() else self.file.line).setFocus()

    def _show_problems(self, found: PeopleFile) -> None:
        lines = [kit.label(words) for words in found.problems[:SHOWN]]
        left = len(found.problems) - SHOWN
        if left > 0 or found.more:
            lines.append(kit.muted(f"and {'more than ' if found.more else ''}{max(left, 0)} more"))
        title = f"{plural(len(found.problems), 'row')} cannot be read"
        self.result_column.addWidget(kit.state(title, icon="warning", tone="warning"))
        self.result_column.addWidget(kit.card(*lines, space=4))
        self.result_column.addWidget(kit.muted("Mend them in the file and look at it again, or import the others now."))

    def bring_in(self) -> None:
        """Import what can come in."""
        if self._found is None:
            return
        anyway = frozenset(self.anyway.value())
        self.do(
            "Import people",
            casts.import_cast,
            self.context.case,
            self._found.cast,
            anyway=anyway,
            done=self._imported,
            failed=self._refused,
        )

    def _imported(self, added: tuple[int, int]) -> None:
        self.context.navigate("people")
        people, bodies = plural(added[0], "person", "people"), plural(added[1], "body", "bodies")
        self.context.notice(
            f"{people} and {bodies} were added.", "info", "Undo", lambda: self.context.actions.trigger("undo")
        )
