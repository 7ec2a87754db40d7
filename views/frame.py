"""What is seen while a vault is open: side navigation, page, status line; going and coming back, and what was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.changes import ChangeSet
from desktop.qt.actions import Action, Actions
from desktop.qt.changes import Bus
from desktop.qt.clipboard import CaseClipboard
from desktop.qt.jobs import Operation, jobs
from desktop.qt.presenting import presenting
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from desktop.wording import uk_time
from storage.circumstances import Circumstances, SystemCircumstances
from views import catalogue
from views.kit.header import StatusLine
from views.kit.layout import PageStack, column
from views.kit.notices import NoticeBar
from views.navigation import SideNavigation
from views.page import Context, Page, PageSpec
from views.palette import KeySheet, Palette
from views.presence import Presence

if TYPE_CHECKING:
    from desktop.session import Session

BACK_DEPTH = 50


@dataclass(frozen=True)
class Visit:
    """Where one was: a page and what it was given."""

    page_id: str
    where: Mapping[str, Any] = field(default_factory=dict)


class Frame(QWidget):
    """What is seen while a vault is open."""

    lock_wanted = Signal(str)
    cover_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        *,
        session: Session | None = None,
        circumstances: Circumstances | None = None,
        specs: Mapping[str, PageSpec] | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.session = session
        self.circumstances = circumstances or SystemCircumstances()
        self.specs: Mapping[str, PageSpec] = dict(specs) if specs is not None else catalogue.specs()
        self.case_id = ""
        self.bus = Bus(self)
        self.clipboard = CaseClipboard(self)
        self.registry = Actions(self)
        self.context = Context(self)
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, list[ChangeSet]] = {}
        self._visit = Visit("")
        self._past: list[Visit] = []
        self._held: Visit | None = None
        self._build()
        self._register_actions()
        self.presence: Presence | None = None
        self.bus.changed.connect(self._on_changed)
        jobs().failed.connect(self._on_job_failed)
        self.registry.refused.connect(lambda reason: self.notice(reason, "warn", "", None))
        if session is not None:
            presenting().attach(session)
            self.bus.attach(session.listeners)
            self.presence = Presence(self, parent=self)
            self.status_line.set(working=f"Working as {session.worker.role or session.worker.name}")

    # ---- building
    def _build(self) -> None:
        self.navigation = SideNavigation(self.specs)
        self.navigation.went.connect(self._go_from_navigation)
        self.navigation.board_wanted.connect(self._to_board)
        self.stack = PageStack()
        self.status_line = StatusLine()
        self.countdown = NoticeBar("warn", "", "Stay unlocked", lambda: None)
        self.countdown.hide()
        self.palette_box = Palette(self, self.registry)
        self.keys = KeySheet(self, self.registry)
        right = QWidget()
        column(self.countdown, self.stack, self.status_line, parent=right, space=0)
        right.layout().setStretch(1, 1)  # type: ignore[union-attr]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(right, 1)

    def _register_actions(self) -> None:
        def add(action_id: str, title: str, run: Callable[[], None], shortcut: str = "", icon: str = "") -> None:
            self.registry.register(Action(action_id, title, run, shortcut, icon=icon))

        for spec in self.specs.values():
            self.registry.register(
                Action(
                    f"go.{spec.id}", f"Go to {spec.title}", lambda to=spec.id: self.navigate(to),
                    spec.shortcut, icon=spec.icon, why_not=lambda of=spec: self._why_not(of),
                )
            )  # fmt: skip
        add("find", "Find anything", self.palette_box.open, "Ctrl+K", "search")
        add("back", "Go back", self.back, "Alt+Left", "back")
        add("keys", "Show the keys", self.keys.open, "F1", "help")
        add("lock", "Lock now", lambda: self.lock_now("asked"), "Ctrl+L", "lock")
        add("text.larger", "Make text larger", lambda: self._text(1), "Ctrl++")
        self.registry.register(Action("text.larger2", "", lambda: self._text(1), "Ctrl+=", listed=False))
        add("text.smaller", "Make text smaller", lambda: self._text(-1), "Ctrl+-")
        add("text.usual", "Make text 100 %", lambda: self._text(0), "Ctrl+0")
        if self.session is not None:
            add("undo", "Undo the last change", lambda: self._turn("undo"), "Ctrl+Z", "undo")
            add("redo", "Redo what was undone", lambda: self._turn("redo"), "Ctrl+Shift+Z", "redo")

    def _why_not(self, spec: PageSpec) -> str:
        above = self.specs.get(spec.under, spec)
        inside = "case" in (spec.level, above.level)
        return "Open a case first: this page is inside a case." if inside and not self.case_id else ""

    def _text(self, by: int) -> None:
        self.settings.set("text_scale", theme().step(by))

    def _turn(self, way: str) -> None:
        session = self.context.session
        name = session.undo_name if way == "undo" else session.redo_name
        if not name:
            self.notice(f"There is nothing to {way}.", "info", "", None)
            return
        done = {"undo": "Undone", "redo": "Done again"}[way]
        act = session.undo if way == "undo" else session.redo
        operation = Operation(self, name, lambda _task: act())
        operation.on_done(lambda step: self.notice(f"{done}: {step[:1].lower()}{step[1:]}", "info", "", None)).run()

    # ---- going and coming back
    def navigate(self, page_id: str, *, remember: bool = True, **where: Any) -> None:
        """Show a page; ``where`` is handed to its ``arrive``. Raises KeyError for a page that is not listed."""
        spec = self.specs[page_id]
        if self._held is not None:
            self._held = Visit(page_id, dict(where))
            return
        reason = self._why_not(spec)
        if reason and "case" not in where:
            self.notice(reason, "warn", "", None)
            return
        current = self.page
        if current is not None:
            current.leave()
        if remember and self._visit.page_id:
            self._past = [*self._past, self._visit][-BACK_DEPTH:]
        self._visit = Visit(page_id, dict(where))
        page = self._made(spec)
        self.stack.setCurrentWidget(page)
        self.navigation.set_current(spec.under or spec.id)
        self.status_line.set(facts="")
        page.arrive(**where)
        for change in self._stale.pop(page_id, []):
            page.refresh(change)
        if self.isVisible():
            page.focus_first()

    def hold(self) -> None:
        """Show no page yet; where somebody wants to go meanwhile is kept for ``release``."""
        self._held = Visit("")

    def release(self) -> Visit:
        """Pages may be shown; gives where somebody wanted to go meanwhile, with an empty name for nowhere."""
        wish, self._held = self._held, None
        return wish or Visit("")

    def back(self) -> None:
        """The page before this one."""
        if self._past:
            visit = self._past.pop()
            self.navigate(visit.page_id, remember=False, **visit.where)

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        return self._pages.get(self._visit.page_id)

    def _made(self, spec: PageSpec) -> Page:
        if spec.id not in self._pages:
            page = catalogue.load(spec)(self.context)
            self._pages[spec.id] = page
            self.stack.addWidget(page)
            theme().dress(page)
        return self._pages[spec.id]

    def _go_from_navigation(self, page_id: str) -> None:
        self.registry.trigger({"find": "find", "lock": "lock"}.get(page_id, f"go.{page_id}"))

    def _to_board(self) -> None:
        self.leave_case()
        first = next((spec.id for spec in self.specs.values() if spec.level == "board"), "")
        if first:
            self.navigate(first)

    # ---- the case
    def enter_case(self, case_id: str, name: str, reference: str, marking: str = "") -> None:
        """Inside a case: its switch shows code name and reference; pages of another case are thrown away."""
        if case_id != self.case_id:
            self._throw_away("case")
        self.case_id = case_id
        presenting().look_at(case_id)
        self.navigation.enter_case(name, reference)
        self.status_line.set(marking=marking)
        self.count()

    def leave_case(self) -> None:
        """On the first level."""
        self.case_id = ""
        presenting().look_at("")
        self._throw_away("case")
        self.navigation.leave_case()
        self.status_line.set(marking="")

    def _throw_away(self, level: str) -> None:
        gone = [key for key, page in self._pages.items() if self.specs[key].level == level and page is not self.page]
        for page_id in gone:
            page = self._pages.pop(page_id)
            page.let_go()
            self.stack.removeWidget(page)
            page.deleteLater()
            self._stale.pop(page_id, None)

    def make_anew(self) -> None:
        """Make the page in sight again, and throw the others away: names and codes have changed places. What was typed
        stands in its draft, as after a lock.
        """
        place = self.place()
        for page in self._pages.values():
            page.let_go()
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self._visit = Visit("")
        self.palette_box.close_popup()
        self.keys.close_popup()
        if place["page"]:
            self.go_to_place(place)

    def count(self) -> None:
        """Ask for the numbers beside the lines of the navigation."""
        session, case_id = self.session, self.case_id
        counts = {
            spec.id: spec.count for spec in self.specs.values() if spec.count is not None and spec.level == "case"
        }
        if session is None or not case_id or not counts:
            return

        def ask(_task: object) -> dict[str, str]:
            return {page_id: one(session, case_id) for page_id, one in counts.items()}

        Operation(self, "Count", ask).on_done(self.navigation.set_counts).on_failed(lambda _error: None).run()

    # ---- what happens
    def notice(self, words: str, kind: str, action: str, on_action: Callable[[], None] | None) -> None:
        """A bar at the top of the page in sight."""
        if self.page is not None:
            self.page.notices.add(words, kind, action, on_action)

    def saved(self) -> None:
        """``Saved at 10:32am``."""
        self.status_line.set_saved(f"Saved at {uk_time(self.circumstances.now())}")

    def say_pack(self, words: str, late: str) -> None:
        """That this vault is a pack, and until when, where it says who is working; nothing for any other vault."""
        if not words or self.session is None:
            return
        who = self.session.worker.role or self.session.worker.name
        self.status_line.set(working=f"Working as {who} · {words}")
        if late:
            self.notice(late, "warn", "Hand it back", lambda: self.navigate("packs"))

    def _on_changed(self, change: ChangeSet) -> None:
        draft = change.kinds == {"Draft"}  # kept every two seconds while somebody types: neither saved nor counted
        if not draft:
            self.saved()
        for page_id, page in self._pages.items():
            if page.KINDS & change.kinds:
                if page is self.page:
                    page.refresh(change)
                else:
                    self._stale.setdefault(page_id, []).append(change)
        if not draft:
            self.count()

    def _on_job_failed(self, _name: str, error: object) -> None:
        self.context.show_error(error)  # type: ignore[arg-type]

    # ---- locking
    def place(self) -> dict[str, Any]:
        """What brings the person back to this spot: page, where, and the page's own word on it."""
        page = self.page
        return {
            "page": self._visit.page_id,
            "where": dict(self._visit.where),
            "case": self.navigation.case_words(self.case_id),
            "inside": dict(page.place()) if page is not None else {},
        }

    def go_to_place(self, place: Mapping[str, Any]) -> bool:
        """Back to a kept place; whether it was still there."""
        case = place.get("case") or {}
        page_id = str(place.get("page", ""))
        if page_id not in self.specs:
            return False
        if case.get("id"):
            self.enter_case(case["id"], case["name"], case["reference"], case.get("marking", ""))
        self.navigate(page_id, **{**place.get("where", {}), **place.get("inside", {})})
        return True

    def keep_drafts(self) -> None:
        """Have every page write what is typed as an encrypted draft; one that cannot does not hold the lock."""
        for page in self._pages.values():
            page.draft()

    def let_go(self) -> None:
        """Every page lets go of what it holds outside itself: files open in a child, timers of drafts."""
        for page in self._pages.values():
            page.let_go()
        if self.presence is not None:
            self.presence.let_go()
            self.presence = None

    def lock_now(self, reason: str) -> None:
        """Ask for the lock: ``asked``, ``idle``, ``sleep``, ``clock`` or ``system``."""
        self.lock_wanted.emit(reason)

    def warn_of_lock(self, seconds: int) -> None:
        """The countdown: any key stays."""
        self.countdown.set_words(f"Caseward locks in {seconds} seconds. Press any key to stay.")
        self.countdown.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        self._fit()

    def _fit(self) -> None:
        em = self.width() / theme().em()
        self.navigation.set_rail(em < tokens().layout["wide_em"])
        self.palette_box.fit()
        self.keys.fit()
