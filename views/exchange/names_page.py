"""Names in what a pack brought back: recognised in coded text, or asked about while typing; settled one by one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import naming
from desktop.changes import ChangeSet
from desktop.exchange import names, offering
from desktop.exchange.comparing import SAME, Piece
from desktop.exchange.names import NameLine
from desktop.exchange.offering import NamesShown
from desktop.qt.actions import Action
from desktop.qt.announce import announce
from desktop.wording import plural
from views import kit
from views.casework.base import WorkPage
from views.exchange.parts import NAMED, SideText
from views.kit import InlineForm
from views.kit.fields import Field
from views.page import Context

WHY = {
    "registered": "A registered name or number stands in text that was typed in codes.",
    "asked": "Somebody typing asked who this is.",
}


class PackNamesPage(WorkPage):
    """The names of a pack that wait."""

    TITLE = "Names to settle"
    KINDS = frozenset({"NameFound", "Person", "WordDecision"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pack, self._now, self._found = "", "", NamesShown((), {})
        self.list = kit.TaskList("Names to settle")
        self.list.went.connect(self.choose)
        self.panes = kit.Panes(list_=self.list, detail=self._detail(), list_name="All names", list_em=19)
        self.body.addWidget(self.panes, 1)
        self.keep = kit.button("Keep the words", lambda: self.settle("keep"), key="2")
        self.code = kit.button("Put the code there", lambda: self.settle("code"), role="main", key="1")
        self.register = kit.button("Register somebody new", self.ask_register, icon="add", key="3")
        self.bar = kit.ActionBar(self.code, self.keep, self.register)
        self.body.addWidget(self.bar)
        self._keys()

    def _detail(self) -> QWidget:
        inner = QWidget()
        self.what, self.why = kit.h2(""), kit.muted("")
        self.text = SideText("The words where they stand")
        self.person = kit.choice("Whose it is", {}, "Caseward fills it in where it can tell.", combo=True)
        self.asking = kit.Asking()
        self.nothing = kit.label("Everything is settled.")
        self.nothing.hide()
        parts = (self.what, self.why, self.text, self.person, self.asking, self.nothing)
        kit.column(*parts, None, parent=inner, space=12, margins=(24, 14, 24, 16))
        self.scroll = kit.scroll(kit.measure(inner, 50))
        return self.scroll

    def _keys(self) -> None:
        single = bool(self.context.settings.get("single_letter_keys"))
        acts: tuple[tuple[str, str, Any, str], ...] = (
            ("code", "Put the code there", lambda: self.settle("code"), "1"),
            ("keep", "Keep the words", lambda: self.settle("keep"), "2"),
            ("register", "Register somebody new", self.ask_register, "3"),
        )
        for name, title, act, key in acts:
            self.action(Action(f"names.{name}", title, act, key if single else "", where=self.TITLE))

    # ---- visits
    def arrive(self, *, pack: str = "", **_where: Any) -> None:
        self.new_turn()
        self._pack = pack or self._pack
        self.asking.close_form()
        self.header.set(title=self.TITLE, back=("Pack", lambda: self.context.navigate("pack", pack=self._pack)))
        if self._pack:
            self._load()
        else:  # asked for by name, not from a pack
            QTimer.singleShot(0, self, lambda: self.context.navigate("packs", remember=False))

    def place(self) -> dict[str, Any]:
        return {"pack": self._pack}

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        self.look("Load the names to settle", offering.names_shown, self._pack, done=self._show)

    def _show(self, found: NamesShown) -> None:
        self._found = found
        left = len(found.lines)
        self.header.set_facts(f"{plural(left, 'name')} to settle" if left else "Everything is settled")
        self.list.set_entries([_entry(one) for one in found.lines])
        ids = [one.id for one in found.lines]
        self._now = self._now if self._now in ids else next(iter(ids), "")
        self.list.set_current(self._now)
        for widget in (self.text, self.person, self.bar, self.what, self.why):
            widget.setVisible(bool(left))
        self.nothing.setVisible(not left)
        self.person.set_options(found.people)
        if self._now:
            self._show_one()

    def choose(self, found_id: str) -> None:
        """Show one."""
        self._now = found_id
        self.asking.close_form()
        self.panes.show_detail()
        self._show_one()

    @property
    def line(self) -> NameLine | None:
        """The name that is shown."""
        return next((one for one in self._found.lines if one.id == self._now), None)

    def _show_one(self) -> None:
        line = self.line
        if line is None:
            return
        self.what.setText(f"{line.title}: {line.field_words[:1].lower()}{line.field_words[1:]}")
        self.why.setText(WHY[line.why])
        around = [Piece(SAME, line.before), Piece(NAMED, line.quoted), Piece(SAME, line.after)]
        self.text.show_pieces([one for one in around if one.text])
        asked = line.why == "asked"
        for button, words in ((self.code, "That is who it means" if asked else "Put the code there"),
                              (self.keep, "It is no name" if asked else "Keep the words")):  # fmt: skip
            button.setText(words)
            button.setAccessibleName(words)
            button.updateGeometry()
        self.person.clear_error()
        self.person.set_value(line.subject_id)

    # ---- settling
    def settle(self, how: str) -> None:
        """Put the code there, or keep the words."""
        line = self.line
        if line is None:
            return
        person = self.person.value()
        if how == "code" and not person:
            self.person.set_error("Choose whose it is")
            self.person.focus()
            announce(self, "Choose whose it is", urgent=True)
            return
        self.do(
            "Settle a name", names.settle, line, how, person if how == "code" else "",
            done=lambda _none: self._settled(how, asked=line.why == "asked"), failed=self.context.show_error,
        )  # fmt: skip

    def _settled(self, how: str, *, asked: bool = False) -> None:
        left = len(self._found.lines) - 1
        did = "The code stands there now." if how == "code" else "The words were kept."
        if asked:
            did = "It is kept who is meant." if how == "code" else "It is kept that this is no name."
        self.context.notice(f"{did} {plural(left, 'name')} left." if left else f"{did} Everything is settled.")
        self._go_on()

    def _go_on(self) -> None:
        ids = [one.id for one in self._found.lines]
        at = ids.index(self._now) if self._now in ids else -1
        rest = [*ids[at + 1 :], *ids[: max(at, 0)]]
        self._now = rest[0] if rest else ""
        self.asking.close_form()
        self._load()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_register(self) -> None:
        """The name and what they are; their code then stands in the text."""
        line = self.line
        if line is None:
            return
        fields: dict[str, Field] = {
            "name": kit.text_field("Name", value=line.quoted, em=26),
            "kind": kit.choice("What they are", naming.kinds(), combo=True),
            "role": kit.text_field("Role, or type of body", "A person’s code is drawn from it", optional=True, em=26),
        }

        def register(form: InlineForm) -> None:
            values = {name: str(value) for name, value in form.form.values().items()}
            self.do(
                "Register somebody who was named", names.register, line, values["name"], values["kind"],
                values["role"], done=lambda _none: self._settled("code", asked=line.why == "asked"),
                failed=form.form.show,
            )  # fmt: skip

        self.asking.ask(InlineForm("Register somebody new", fields, "Register", register, self._put_away))

    def _put_away(self) -> None:
        self.asking.close_form()
        self.focus_first()


def _entry(line: NameLine) -> kit.Entry:
    whose = line.code or ("asked about" if line.why == "asked" else "whose is not clear")
    return kit.Entry(line.id, line.quoted, icon="suggestion", status=f"{line.title} · {whose}")
