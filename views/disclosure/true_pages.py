"""The pages of a trial as the files will hold them, drawn from the bytes themselves; nothing touches a disk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop import intake
from desktop.disclosure.files import Made
from desktop.intake.viewing import Viewing
from desktop.qt.jobs import Task
from views import kit
from views.disclosure.item_view import picture as drawn
from views.page import Context

LETTERS = {
    "A": "A open list",
    "B": "B sensitive list",
    "C": "C changes",
    "D": "D owner’s list",
    "E": "E internal list",
    "F": "F transcription list",
}


class TruePages(QWidget):
    """The pages of the files of a trial, drawn from the bytes themselves in a child process; nothing touches a disk."""

    def __init__(self, context: Context, note: str = "The true page: this is what the file will hold") -> None:
        super().__init__()
        self.context = context
        self._viewing: Viewing | None = None
        self._made: dict[str, Made] = {}
        self._wanted = ""
        self.which = kit.choice("Which file", {}, combo=True)
        self.which.label.hide()  # the choice says itself what it is; its name is still spoken
        self.which.changed.connect(lambda: self.show_file(self.which.value()))
        self.preview = kit.Preview(note=note)
        kit.column(kit.box(self.which, margins=(16, 8, 16, 4)), self.preview, parent=self, space=0)

    def set_files(self, made: tuple[Made, ...]) -> None:
        """The files of a trial; those with pages can be looked at."""
        pages = [one for one in made if one.name.endswith(".pdf")]
        self._made = {one.name: one for one in pages}
        self.which.set_options({one.name: _said(one.name) for one in pages})
        self.which.setVisible(len(pages) != 1)  # nothing to choose
        if pages:
            self.which.set_value(pages[0].name)
            self.show_file(pages[0].name)

    def show_file(self, name: str) -> None:
        """Draw one file from its first page."""
        made = self._made.get(name)
        if made is None:
            return
        self._wanted = name

        def start(_task: Task) -> tuple[Viewing, int]:
            viewing = intake.view(made.clear or made.data)
            try:
                return viewing, viewing.page_count
            except BaseException:
                viewing.close()
                raise

        self.context.run(self, "Draw the pages", start, lambda got: self._ready(name, *got))

    def _ready(self, name: str, viewing: Viewing, pages: int) -> None:
        if name != self._wanted:
            viewing.close()
            return
        self.let_go()
        self._wanted = name
        self._viewing = viewing
        self.preview.open(pages, lambda page, width: drawn(viewing, page, width))

    def let_go(self) -> None:
        """End the child that draws."""
        self._wanted = ""
        viewing, self._viewing = self._viewing, None
        if viewing is not None:
            viewing.close()


def _said(name: str) -> str:
    letter = name.removesuffix(".pdf").split("-")
    found = next((LETTERS[part] for part in letter if part in LETTERS), "")
    return f"{found}: {name}" if found else name
