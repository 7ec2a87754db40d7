"""The questions of a marker in one pass: a list of them, one judged at a time, perspectives side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.markers import passes
from desktop.markers.framework import Question
from desktop.wording import plural, uk_date, uk_moment
from storage.records import Judgement
from views import kit
from views.markers.fields import RadioField
from views.markers.judgement_form import JudgementForm
from views.markers.stage_view import StageView


class QuestionsStage(StageView):
    """All questions, or one of them with its judgement."""

    SAVES = True

    def build(self) -> None:
        self.form: JudgementForm | None = None
        self.question: Question | None = None
        self.holder = QWidget()
        self.inside = kit.column(parent=self.holder, space=16)
        self.layout_.addWidget(self.holder)
        self.show_list()

    # ---- the list
    def show_list(self) -> None:
        """All questions with how each stands."""
        self._drop()
        if self.desk.now.chosen is None or self.desk.now.chosen.closed_on is not None:
            self.inside.addWidget(self._pass_words())
        self.list = kit.NavList("Questions of this marker", ground="surface")
        self.list.set_entries([self._entry(one) for one in self.desk.now.marker.questions])
        self.list.fit_height()
        self.list.went.connect(self.open)
        self.inside.addWidget(self.list)

    def _pass_words(self) -> QWidget:
        now = self.desk.now
        term = next(one for one in self.desk.ground.vocabulary.passes if one.id == self.desk.pass_kind)
        if now.chosen is not None and now.chosen.closed_on is not None:
            words = f"This pass was closed on {uk_date(now.chosen.closed_on)}. What was judged in it stays as it is."
            again = "Open another pass"
        else:
            words = f"The pass “{term.label}” is not open yet. {term.hint}"
            again = f"Open the pass “{term.label}”"
        self.open_button = kit.button(again, self._open_pass, role="", icon="add")
        return kit.box(kit.label(words), kit.row_left(self.open_button), space=8)

    def _open_pass(self) -> None:
        def done(_made: object) -> None:
            self.desk.reload(self._opened)

        self.desk.do("Open a pass", passes.open_pass, self.desk.ground.case.id, self.desk.pass_kind, done=done)

    def _opened(self) -> None:
        self.show_list()
        self.list.setFocus()
        self.changed.emit()

    def _entry(self, question: Question) -> kit.Entry:
        judged = self.desk.now.judgements.get(question.id, ())
        labels = {one.id: one.label for one in self.desk.ground.vocabulary.statuses}
        people = {one.id: one.label for one in self.desk.ground.vocabulary.perspectives}
        words = [
            f"{people.get(one.perspective, one.perspective)}: {labels.get(one.status, one.status)}" for one in judged
        ]
        differ = len({one.status for one in judged}) > 1
        status = ("Two views · " if differ else "") + " · ".join(words) if words else "Not considered"
        icon = self._sign(judged)
        return kit.Entry(question.id, f"{question.number} {question.text}", icon, status=status)

    def _sign(self, judged: tuple[Judgement, ...]) -> str:
        signs = {one.id: one.sign for one in self.desk.ground.vocabulary.statuses}
        found = {one.status for one in judged}
        return signs.get(next(iter(found)), "not-started") if len(found) == 1 else "compare" if found else "not-started"

    # ---- one question
    def open(self, question_id: str, perspective: str = "") -> None:
        """Judge one question."""
        self._drop()
        marker = self.desk.now.marker
        self.question = next(one for one in marker.questions if one.id == question_id)
        number = marker.questions.index(self.question)
        ways = [kit.button("All questions", self._to_list, role="plain", icon="back")]
        if number:
            before = marker.questions[number - 1].id
            ways.append(kit.button("Question before", lambda: self.open(before), role="plain", icon="up"))
        if number + 1 < len(marker.questions):
            after = marker.questions[number + 1].id
            ways.append(kit.button("Next question", lambda: self.open(after), role="plain", icon="down", key="F7"))
        self.inside.addWidget(kit.flow(*ways))
        self.inside.addWidget(kit.label(f"{self.question.number} {self.question.text}", "lead"))
        official = self.desk.now.published.questions.get(self.question.number) if self.desk.now.published else ""
        if official:
            self.inside.addWidget(kit.muted(f"As published: {official}"))
        self._views()
        if self.desk.now.chosen is None or self.desk.now.chosen.closed_on is not None:
            self.inside.addWidget(self._pass_words())
        else:
            self._judge(perspective)

    def _views(self) -> None:
        """What stands, one perspective beside the other."""
        assert self.question is not None
        judged = self.desk.now.judgements.get(self.question.id, ())
        if judged:
            cards = [self._card(one) for one in judged]
            self.inside.addWidget(kit.columns(*cards, least_em=16, space=12) if len(cards) > 1 else cards[0])
        history = [one for one in self.desk.now.history if one.question == self.question.id and one.superseded_by]
        if history:
            said = plural(len(history), "earlier judgement")
            self.inside.addWidget(kit.row_left(kit.link(f"History: {said}", lambda: self._history(history))))
        self.past = QWidget()
        self.past_column = kit.column(parent=self.past, space=8)
        self.inside.addWidget(self.past)

    def _card(self, one: Judgement) -> QWidget:
        labels = {each.id: each.label for each in self.desk.ground.vocabulary.statuses}
        people = {each.id: each.label for each in self.desk.ground.vocabulary.perspectives}
        parts: list[QWidget] = [
            kit.h3(people.get(one.perspective, one.perspective)),
            kit.state(labels.get(one.status, one.status)),
        ]
        if one.narrative:
            parts.append(kit.label(one.narrative if len(one.narrative) < 600 else one.narrative[:599].rstrip() + "…"))
        for name, words in (
            ("Declined", "considered and declined" if one.declined else ""),
            ("Not applicable because", one.not_applicable_because),
            ("No evidence because", one.no_evidence_because),
            ("Against", one.counter_evidence),
            ("Dissent", one.dissent),
            ("What follows", one.action),
            ("Again on", uk_date(one.revisit_on) if one.revisit_on else ""),
        ):
            if words:
                parts.append(kit.muted(f"{name}: {words}"))
        links = self.desk.now.evidence.get(one.id, ())
        facts = [plural(len(links), "link of evidence", "links of evidence") if links else "no evidence linked"]
        if one.considered_on:
            facts.append(f"considered {uk_date(one.considered_on)}")
        parts.append(kit.muted(" · ".join(facts)))
        return kit.card(*parts, space=6)

    def _history(self, judged: list[Judgement]) -> None:
        kit.clear(self.past_column)
        labels = {each.id: each.label for each in self.desk.ground.vocabulary.statuses}
        people = {each.id: each.label for each in self.desk.ground.vocabulary.perspectives}
        for one in reversed(judged):
            when = uk_moment(one.created_at) if one.created_at else ""
            head = f"{when} · {people.get(one.perspective, one.perspective)} · {labels.get(one.status, one.status)}"
            self.past_column.addWidget(
                kit.box(kit.muted(head), *([kit.label(one.narrative)] if one.narrative else []), space=0)
            )

    def _judge(self, perspective: str) -> None:
        assert self.question is not None
        terms = {one.id: one.label for one in self.desk.ground.vocabulary.perspectives}
        judged = self.desk.now.judgements.get(self.question.id, ())
        chosen = perspective or (judged[0].perspective if judged else next(iter(terms)))
        self.inside.addWidget(kit.section_head("Your judgement"))
        self.perspective = RadioField("From whose point of view", terms)
        self.perspective.set_value(chosen)
        self.perspective.changed.connect(self._other_view)
        self.inside.addWidget(self.perspective)
        self.form = JudgementForm(self.desk, self.question, chosen)
        self.form.saved.connect(self._saved)
        self.inside.addWidget(self.form)

    def _other_view(self) -> None:
        assert self.question is not None
        chosen = self.perspective.value()
        self.open(self.question.id, chosen)
        self.perspective.focus()

    def _saved(self) -> None:
        assert self.question is not None
        self.open(self.question.id, self.perspective.value())
        self.changed.emit()

    def _to_list(self) -> None:
        kept = self.question.id if self.question else ""
        self.show_list()
        self.list.set_current(kept)
        self.list.setFocus()

    def _drop(self) -> None:
        if self.form is not None:
            self.form.leave()
        self.form = self.question = None
        kit.clear(self.inside)

    # ---- coming and going
    def next_question(self) -> None:
        """Go to the next question."""
        questions = self.desk.now.marker.questions
        at = questions.index(self.question) + 1 if self.question else 0
        if at < len(questions):
            self.open(questions[at].id)

    def link_evidence(self) -> None:
        """Open the picker of evidence."""
        if self.form is not None:
            self.form.evidence.pick()

    def save(self, then: Any) -> None:
        if self.form is not None:
            self.form.save(then)
        else:
            then()

    def leave(self) -> None:
        if self.form is not None:
            self.form.leave()

    def keep_now(self) -> None:
        if self.form is not None:
            self.form.keep_now()

    def go_to(self, *, register: str = "", row: str = "", field: str = "", question: str = "") -> None:
        if question and any(one.id == question for one in self.desk.now.marker.questions):
            self.open(question)

    def place(self) -> dict[str, str]:
        return {"question": self.question.id} if self.question else {}

    def refresh(self) -> None:
        if self.question is None:
            self.show_list()
        elif self.form is not None and not self.form.dirty:
            self.open(self.question.id, self.form.perspective)

    def focus_first(self) -> None:
        if self.form is not None:
            self.form.status.focus()
        else:
            self.list.setFocus()
