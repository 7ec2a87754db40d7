"""The words of a document: every place of its template that the board can put into words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import drafts, shown, terminology
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.reports import catalogue, choosing, template_words
from desktop.reports.template_words import Words
from desktop.reports.templates import WORDS, Template
from desktop.session import Store
from views import kit
from views.casework.base import CasePage
from views.page import Context

HINT = "An empty line begins a new paragraph."
PLACE = "words"


class WordsPage(CasePage):
    """A form of all places; saved as a whole. What is typed is kept as a draft when one leaves."""

    TITLE = "Words of a document"
    KINDS = frozenset({"Extra"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._report = ""
        self.places: tuple[Words, ...] = ()
        self.fields: dict[str, Any] = {}
        self.dirty = False
        self.form = kit.Form({})
        inner = QWidget()
        self.inside = kit.column(parent=inner, space=14, margins=(24, 16, 24, 24))
        self.body.addWidget(kit.scroll(kit.measure(inner, 56)), 1)
        self.save_button = kit.button("Save the words", self.save, role="main", icon="done", key="Ctrl+S")
        self.restore_button = kit.button("Use the words that ship", self.restore, role="plain", icon="undo")
        self.body.addWidget(kit.ActionBar(self.save_button, self.restore_button))
        self.action(Action("words.save", "Save the words", self.save, "Ctrl+S", where=self.TITLE, icon="done"))
        self.action(Action("words.restore", "Use the words that ship", self.restore, "", where=self.TITLE, icon="undo"))

    # ---- visits
    def show_case(self, *, report: str = "", **_where: Any) -> None:
        self.leave()
        self._report = report or self._report
        self.look("Load the words", _load, *self._of(), done=self._show)

    def _of(self) -> tuple[str, str, str]:
        return self.context.case, self._report, self.context.session.worker.id

    def place(self) -> Mapping[str, Any]:
        return {"report": self._report}

    def focus_first(self) -> None:
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.focus()

    def refresh(self, change: ChangeSet) -> None:
        if not self.dirty:
            self.look("Load the words", _load, *self._of(), done=self._show)

    def leave(self) -> None:
        """Keep what is typed and not saved."""
        if self.dirty:
            self.dirty = False
            self.do("Keep a draft", drafts.keep, self.context.case, PLACE, self.values(), self._report)

    def draft(self) -> None:
        """The same before the vault closes: blocks."""
        if self.dirty:
            self.dirty = False
            self.context.session.do("Keep a draft", drafts.keep, self.context.case, PLACE, self.values(), self._report)

    # ---- the form
    def _show(self, found: tuple[str, Template, Template, Mapping[str, str]]) -> None:
        title, template, shipped, typed = found
        self.places = template_words.places(template, shipped)
        self.header.set(
            title=self.TITLE,
            facts=title,
            back=("Reports", lambda: self.context.navigate("reports", report=self._report)),
        )
        kit.clear(self.inside)
        self.fields = {one.place: _field(one) for one in self.places}
        self.form = kit.Form(self.fields)
        known = ", ".join(f"{{{word}}}" for word in sorted(WORDS))
        self.inside.addWidget(kit.label(
            "These words go out as they stand, to every reader. A name that is typed here stops the file: what differs "
            "from case to case stands between braces and is filled in."
        ))  # fmt: skip
        self.inside.addWidget(kit.muted(f"Filled in: {known}"))
        self.inside.addWidget(self.form.summary)
        for one in self.places:
            field = self.fields[one.place]
            field.set_value(typed.get(one.place, one.text))
            field.changed.connect(self._touched)
            self.inside.addWidget(field)
            if one.lost:
                gone = " and ".join(f"{{{word}}}" for word in one.lost)
                self.inside.addWidget(kit.NoticeBar("warn", f"These words no longer fill in {gone}."))
        self.inside.addStretch(1)
        self.dirty = bool(typed)
        self.restore_button.setVisible(any(one.edited for one in self.places))
        theme().dress(self)

    def _touched(self) -> None:
        self.dirty = True

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {place: str(field.value()) for place, field in self.fields.items()}

    def save(self) -> None:
        """Keep them for this vault: documents made from now on have them."""
        values, report_id, case_id = self.values(), self._report, self.context.case

        def keep(work: Any) -> None:
            catalogue.edit(work, report_id, values)
            drafts.drop_place(work, case_id, PLACE, report_id)

        def done(_none: object) -> None:
            self.dirty = False
            self.form.clear_errors()
            self.context.saved()
            self.context.notice("The words are kept. Documents made before keep the words they had.")

        self.do("Change the words of a document", keep, done=done, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self.form.show(error)

    def restore(self) -> None:
        """Back to the words that ship."""
        self.dirty = False
        report_id, case_id = self._report, self.context.case

        def back(work: Any) -> None:
            catalogue.restore(work, report_id)
            drafts.drop_place(work, case_id, PLACE, report_id)

        self.do("Use the words that ship", back, done=lambda _none: self.context.saved())


def _field(one: Words) -> Any:
    if one.place.endswith((".text", "to", "from")):
        return kit.long_text(one.label, HINT if one.place.endswith(".text") else "One line each", lines=3)
    return kit.text_field(one.label, em=40)


def _load(store: Store, case_id: str, report_id: str, worker: str) -> tuple[str, Template, Template, Mapping[str, str]]:
    case = shown.case_and_marking(store, case_id)[0]
    template = catalogue.report(store, report_id).template
    shipped = catalogue.reports()[report_id].template
    typed = next(iter(drafts.all_of_place(store, worker, case_id, PLACE, report_id)), None)
    title = choosing.title_of(shipped, terminology.load(case.terminology).labels)
    return title, template, shipped, {str(k): str(v) for k, v in typed.body.items()} if typed else {}
