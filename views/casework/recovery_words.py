"""New recovery words, shown once: written down or printed, then put away; never copied, never saved."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from views import kit
from views.first_run import WordTable
from views.recovery_sheet import print_sheet


class NewWords(QFrame):
    """A card with the words, until it is put away or the page is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = kit.column(parent=self, space=12, margins=(16, 12, 16, 16))
        self._words: tuple[str, ...] = ()
        self.hide()

    def show_words(self, words: tuple[str, ...], vault: str) -> None:
        """Show them."""
        self.forget()
        self._words = words
        lead = (
            "If every passphrase is lost, these words are the only way back into the vault. Seal the paper and put "
            "it in the board’s safe."
        )
        sheet = kit.button("Print the recovery sheet", lambda: print_sheet(self, vault, self._words), icon="print")
        away = kit.button("I have them on paper: put them away", self.forget, icon="done")
        parts: tuple[QWidget, ...] = (
            kit.h2("Keep these 24 recovery words"),
            kit.label(lead),
            WordTable(words),
            kit.flow(sheet, away),
        )
        for one in parts:
            self._column.addWidget(one)
        self.show()
        sheet.setFocus()

    def forget(self) -> None:
        """Put them away for good."""
        self._words = ()
        kit.clear(self._column)
        self.hide()
