"""Answers to the lines of a release review: by key or button, at once or after a small form below the list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.qt.theme import theme
from desktop.reports import release_review as reviews
from desktop.reports.release_review import Line
from views import kit
from views.casework.base import CasePage
from views.release.audiences import Around
from views.release.large_text import InSight


class Answering(CasePage):
    """What the page of the review does with an answer; the page itself knows the lines and shows them."""

    table: kit.Table
    pane: kit.Scroll
    below: kit.Scroll
    ask_box: QWidget
    answers: QWidget
    around: Around | None
    profile: str
    _answered: set[str]

    def line(self) -> Line | None:
        """The line one is on."""
        raise NotImplementedError

    def _fill(self) -> None:
        """Show the lines that are left."""
        raise NotImplementedError

    def _why_not(self, answer: str) -> str:
        line = self.line()
        if line is None or answer not in line.can:
            return "Not for this line: its answers stand below the list."
        return ""

    def answer(self, answer: str) -> None:
        """R, W, K or N on the line one is on."""
        line = self.line()
        if line is None or answer not in line.can:
            return
        if answer == "this":
            self._ask_who(line)
        elif answer == "keep" and (line.combination is not None or line.state in ("replaced", "general")):
            self._ask_why(line)
        else:
            self._decide(line, answer)

    def _decide(self, line: Line, answer: str, **more: str) -> None:
        names = {
            "this": "Say who a word means",
            "withhold": "Withhold a word",
            "keep": "Keep a word",
            "no": "Not a name",
            "lift": "Lift a mark",
            "undo": "Undo a decision",
        }
        self.do(
            names[answer],
            reviews.decide,
            self.context.case,
            self.profile,
            line,
            answer,
            done=lambda _none: self._taken(line),
            failed=self._refused,
            **more,
        )

    def _taken(self, line: Line) -> None:
        """The line is answered: on to the next, while the document is made again."""
        self._answered.add(line.key)
        self._fill()
        self.answered()

    def answered(self) -> None:
        """Put the form away; the keyboard goes back to the list."""
        self.close_ask()
        self.table.setFocus()

    def _refused(self, error: UserError) -> None:
        form = next(iter(self.ask_box.findChildren(kit.InlineForm)), None)
        form.form.show(error) if form is not None else self.context.show_error(error)

    def _ask_who(self, line: Line) -> None:
        assert self.around is not None
        fields = {
            "subject_id": kit.choice(
                "Who is it", self.around.everyone, "By code. It holds for the whole review.", combo=True
            )
        }

        def keep(form: kit.InlineForm) -> None:
            self._decide(line, "this", subject_id=str(form.values()["subject_id"]))

        self.ask_in_place(kit.InlineForm(f"“{line.word}” is …", fields, "This is who it is", keep, self.answered))
        link = kit.link(
            "Somebody new: add a person", lambda: self.context.navigate("person", called=line.word)
        )
        self.ask_box.layout().addWidget(link)

    def _ask_why(self, line: Line) -> None:
        lead = (
            "These facts about one person stand together on the page."
            if line.combination
            else "It stays as it is written, in these places, for this audience."
        )
        fields = {"reason": kit.text_field("Why it may stay", em=30)}

        def keep(form: kit.InlineForm) -> None:
            reason = str(form.values()["reason"]).strip()
            if not reason:
                form.form.show_errors({"reason": "Enter why it may stay"})
                return
            self._decide(line, "keep", reason=reason)

        self.ask_in_place(kit.InlineForm("Keep it", fields, "Keep it", keep, self.answered, lead=lead))

    def ask_in_place(self, form: kit.InlineForm) -> None:
        """A small form below the list."""
        self.close_ask()
        self.answers.hide()
        self.ask_box.layout().addWidget(form)
        theme().dress(self.ask_box)
        form.focus_first()
        if (field := form.focusWidget()) is not None:
            InSight(self.below, field, form)
            InSight(self.pane, field, self.below)

    def close_ask(self) -> None:
        """Put the form away."""
        kit.clear(self.ask_box.layout())
        self.answers.show()
