"""What the pages of casework have in common: looking and doing on threads, and knowing the case."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from desktop.casework import shown
from desktop.errors import UserError
from storage.records import Case, words
from views.page import Context, Page


def options(vocabulary: type[StrEnum], *, without: tuple[StrEnum, ...] = ()) -> dict[str, str]:
    """The members of a vocabulary as choices: value and words."""
    return {one.value: words(one) for one in vocabulary if one not in without and words(one)}


class WorkPage(Page):
    """A page that looks and does on threads; what comes back after another visit began is let go."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._turn = 0

    def look(
        self,
        name: str,
        service: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[UserError], None] | None = None,
        **more: Any,
    ) -> None:
        """Read the store; ``done(result)`` on the window's thread, unless the page went on to something else."""
        session = self.context.session
        self._run(name, lambda: session.look(service, *args, **more), done, failed)

    def do(
        self,
        name: str,
        service: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        **more: Any,
    ) -> None:
        """Save; ``name`` is what undo calls it."""
        session = self.context.session
        self._run(name, lambda: session.do(name, service, *args, **more), done, failed)

    def work(
        self,
        name: str,
        function: Callable[[], Any],
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Anything else that takes longer than a blink."""
        self._run(name, function, done, failed)

    def new_turn(self) -> None:
        """What was asked for so far is no longer wanted."""
        self._turn += 1

    def _run(
        self,
        name: str,
        function: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        turn = self._turn

        def back(result: Any) -> None:
            if done is not None and turn == self._turn:
                done(result)

        self.context.run(self, name, lambda _task: function(), back, failed)


class CasePage(WorkPage):
    """A page inside a case. ``show_case(**where)`` is called at each visit, once the window is in the right case."""

    def arrive(self, *, case: str = "", **where: Any) -> None:
        self.new_turn()
        if case and case != self.context.case:

            def entered(found: tuple[Case, str]) -> None:
                enter(self.context, *found)
                self.show_case(**where)

            self.look("Open the case", shown.case_and_marking, case, done=entered)
        else:
            self.show_case(**where)

    def show_case(self, **where: Any) -> None:
        """Show what ``where`` asks for in the case one is in."""


def enter(context: Context, case: Case, marking: str) -> None:
    """Take the window into a case: code name and reference alone."""
    context.enter_case(case.id, case.code_name, case.reference, marking)
