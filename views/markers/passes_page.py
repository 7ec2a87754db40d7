"""Two passes compared: every question whose judgement differs, from every perspective; nothing is added up."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.markers import overview, passes, wizard
from desktop.markers.wizard import Ground
from desktop.wording import plural, uk_date
from storage.records import MarkerPass
from views import kit
from views.casework.base import CasePage
from views.page import Context

Difference = tuple[str, str, str, str]


class PassesPage(CasePage):
    """What changed from one pass to another."""

    TITLE = "Compare passes"
    KINDS = frozenset({"Judgement", "MarkerPass"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ground: Ground | None = None
        self._passes: dict[str, MarkerPass] = {}
        self.header.set(title=self.TITLE, back=("Markers", lambda: context.navigate("markers")))
        self.earlier = kit.choice("Earlier pass", {}, combo=True)
        self.later = kit.choice("Later pass", {}, combo=True)
        for one in (self.earlier, self.later):
            one.changed.connect(self._compare)
        inner = QWidget()
        self.result = QWidget()
        self.column = kit.column(parent=self.result, space=16)
        kit.column(
            kit.columns(self.earlier, self.later, least_em=18),
            self.result,
            None,
            parent=inner,
            space=16,
            margins=(24, 16, 24, 24),
        )
        self.body.addWidget(kit.scroll(kit.measure(inner, 60)), 1)

    def show_case(self, **_where: Any) -> None:
        case_id = self.context.case
        self.look(
            "Load the passes",
            lambda store: (wizard.ground(store, case_id), passes.passes(store, case_id)),
            done=self._got,
        )

    def refresh(self, _change: Any) -> None:
        self.show_case()

    def _got(self, found: tuple[Ground, tuple[MarkerPass, ...]]) -> None:
        self._ground = found[0]
        self._passes = {one.id: one for one in found[1]}
        labels = {one.id: one.label for one in self._ground.vocabulary.passes}
        options = {
            one.id: f"{labels.get(one.kind, one.kind)}, opened {uk_date(one.opened_on)}"
            if one.opened_on
            else labels[one.kind]
            for one in found[1]
        }
        for field in (self.earlier, self.later):
            field.set_options(options)
        if len(options) < 2:
            kit.clear(self.column)
            self.column.addWidget(
                kit.empty(
                    "Nothing to compare yet",
                    "Once two passes have been opened, what was judged differently stands here.",
                )
            )
            return
        if not self.earlier.value() or not self.later.value():
            first, *_rest, last = options
            self.earlier.set_value(first)
            self.later.set_value(last)
        self._compare()

    def _compare(self) -> None:
        first, second = self._passes.get(self.earlier.value()), self._passes.get(self.later.value())
        if first is not None and second is not None:
            self.look("Compare the passes", overview.compare, first, second, done=self._show)

    def _show(self, found: tuple[Difference, ...]) -> None:
        assert self._ground is not None
        kit.clear(self.column)
        if not found:
            self.column.addWidget(kit.label("No judgement differs between these two passes."))
        else:
            self.column.addWidget(kit.muted(f"{plural(len(found), 'judgement differs', 'judgements differ')}"))
        vocabulary, framework = self._ground.vocabulary, self._ground.framework
        labels = {one.id: one.label for one in vocabulary.statuses}
        people = {one.id: one.label for one in vocabulary.perspectives}
        marker = ""
        for question_id, who, before, after in found:
            here = f"{framework.prefix}{question_id.split('.')[0]}"
            if here != marker:
                marker = here
                self.column.addWidget(kit.section_head(f"{marker} {framework.marker(marker).short_name}"))
            question = framework.question(question_id)
            words = f"{question.number} {question.text}"
            link = kit.link(
                words,
                partial(self.context.navigate, "marker", marker=marker, stage="questions", question=question_id),
            )
            change = f"{people.get(who, who)}: {labels.get(before, before)}, then {labels.get(after, after)}"
            self.column.addWidget(kit.box(link, kit.label(change), space=2))
        self.column.addStretch(1)
