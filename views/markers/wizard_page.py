"""The wizard of one marker: its stages on the left, one of them in the middle, what needs an answer at the side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.changes import ChangeSet
from desktop.markers import warnings as warning_service
from desktop.markers import wizard
from desktop.markers.flags import Flag
from desktop.markers.stages import Stage, StageKind
from desktop.markers.wizard import Ground, Opened
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from storage.records import StageState
from views import kit
from views.casework.base import CasePage
from views.markers import kinds
from views.markers.desk import Desk
from views.markers.side_panel import SidePanel
from views.markers.stage_questions import QuestionsStage
from views.markers.stage_view import StageView
from views.page import Context

FINISH = frozenset({StageKind.CHECK, StageKind.SIGN_OFF, StageKind.DOCUMENTS})
SIGNS = {"not_started": "not-started", "working": "working", "complete": "done", "read": "info", "info": "info"}
FLAGS_AFTER_MS = 700
HEADING = "finish"


class StageList(kit.TaskList):
    """The stages; as wide and tall as its pane, so that nothing has to be measured for it."""

    def follow(self, on: bool) -> None:
        """Whether arrows show the stages they pass; where the list alone is in sight Enter shows the chosen one."""
        self._follow = on

    def sizeHint(self) -> QSize:
        return QSize(theme().px(180), theme().px(400))


class WizardPage(CasePage):
    """One marker in one pass. Stages are drawn from data and can be taken in any order."""

    TITLE = "Quality marker"
    KINDS = frozenset(
        {
            "RegisterRow",
            "Judgement",
            "EvidenceLink",
            "SignOff",
            "MarkerPass",
            "Person",
            "Agency",
            "Material",
            "Note",
            "Meeting",
            "PublishedText",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk: Desk | None = None
        self.stage: Stage | None = None
        self.view: StageView | None = None
        self._where: dict[str, Any] = {}
        self._pass = ""
        self._busy = False
        self.list = StageList("Stages")
        self.list.went.connect(self._chosen)
        self.holder = QWidget()
        self.holder_column = kit.column(parent=self.holder, space=8, margins=(24, 16, 24, 24))
        self.pane = kit.scroll(kit.measure(self.holder, 56))
        self.save_button = kit.button("Save and continue", self.save_and_continue, role="main", key="Ctrl+S")
        self.later_button = kit.button("Save and come back later", self.later, role="")
        self.bar = kit.ActionBar(self.save_button, self.later_button, words=" ")
        middle = QWidget()
        inside = kit.column(parent=middle, space=0)
        inside.addWidget(self.pane, 1)
        inside.addWidget(self.bar)
        self.side_slot = kit.column(space=0)
        side_holder = QWidget()
        side_holder.setLayout(self.side_slot)
        self.panes = kit.Panes(
            list_=self.list,
            detail=middle,
            side=kit.side_panel(side_holder),
            list_name="Stages",
            side_name="Needs an answer",
            list_em=15.5,
            side_em=17.5,
        )
        self.panes.show_detail()
        self.panes.arranged.connect(self._fit)
        self.body.addWidget(self.panes, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FLAGS_AFTER_MS)
        self._timer.timeout.connect(self._look_at_flags)
        self._place_timer = QTimer(self)
        self._place_timer.setSingleShot(True)
        self._place_timer.timeout.connect(self._remember)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._register()

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in sight, also when it was put there by a link or a button."""
        if now is not None and self.holder.isAncestorOf(now):
            QTimer.singleShot(60, self, self._show_focus)

    def _show_focus(self) -> None:
        now = self.focusWidget()
        if now is not None and self.holder.isAncestorOf(now):
            room = theme().px(80)
            self.pane.ensureWidgetVisible(now, 0, min(room, self.pane.viewport().height() // 3))

    def _register(self) -> None:
        def add(name: str, title: str, run: Any, key: str) -> None:
            self.action(Action(f"wizard.{name}", title, run, key, "Quality marker", listed=False))

        add("save", "Save and continue", self.save_and_continue, "Ctrl+S")
        add("next", "Go to the next stage", lambda: self._step(1), "Ctrl+PgDown")
        add("previous", "Go to the stage before", lambda: self._step(-1), "Ctrl+PgUp")
        add("question", "Go to the next question", self._next_question, "F7")
        add("evidence", "Link evidence", self._link_evidence, "Ctrl+E")

    # ---- arriving
    def show_case(self, *, marker: str = "", stage: str = "", pass_: str = "", **where: Any) -> None:
        self._keep()
        wanted = marker or (self.desk.now.marker.id if self.desk and self.desk.opened else "QM1")
        self._where = {"marker": wanted, "stage": stage, **where}
        case_id, worker = self.context.case, self.context.session.worker.id
        ground = self.desk.ground if self.desk and self.desk.ground.case.id == case_id else None
        asked = pass_ or self._pass

        def read(store: Any) -> tuple[Ground, Opened, str, StageState]:
            found = ground or wizard.ground(store, case_id)
            kind = asked or wizard.pass_to_open(found)
            opened = wizard.opened(store, found, wanted, kind, worker)
            return found, opened, kind, opened.states.get("", StageState())

        self.look("Open the marker", read, done=self._got)

    def _got(self, found: tuple[Ground, Opened, str, StageState]) -> None:
        ground, opened, kind, last = found
        if self.desk is None or self.desk.ground is not ground:
            self.desk = Desk(self, ground)
            self.desk.row_saved.connect(lambda _register: self._after_save())
            self.desk.stage_wanted.connect(lambda stage, place: self.go_to(stage, **place))
            self.desk.stage_changed.connect(self.refresh_stage)
            self.desk.framework_changed.connect(self.read_again)
            self.panel = SidePanel(self.desk, self.go_to)
            kit.clear(self.side_slot)
            self.side_slot.addWidget(self.panel)
        if self.desk.opened is None or self.desk.now.marker.id != opened.marker.id:
            self.panel.flags = ()
        self._pass = kind
        self.desk.open(opened, kind)
        self._head()
        kept = _cursor(last)
        wanted = self._where.get("stage") or self._stage_for(opened.marker.id) or kept.get("stage", "")
        known = [one.id for one in self.stages()]
        self._fill_list()
        more = {name: self._where.get(name, "") for name in ("register", "row", "field", "question")}
        if not any(more.values()) and wanted == kept.get("stage"):
            more |= {name: kept[name] for name in more if name in kept}
        self.show_stage(wanted if wanted in known else known[0], **more)
        self._timer.start()

    def _stage_for(self, marker: str) -> str:
        """The stage on which the field or register stands that one was sent to, or nothing."""
        assert self.desk is not None
        register, field = str(self._where.get("register") or ""), str(self._where.get("field") or "")
        if not register:
            return ""
        known = self.desk.ground.stages
        found = (known.where(register, field, marker=marker) if field else ()) or known.where(register, marker=marker)
        return found[0].id if found else ""

    def _head(self) -> None:
        assert self.desk is not None
        now, ground = self.desk.now, self.desk.ground
        passes = {one.id: one.label for one in ground.vocabulary.passes}
        switch = kit.Segmented(passes, "Pass", self._pass)
        switch.chosen.connect(self._other_pass)
        self.TITLE = f"{now.marker.id} {now.marker.short_name}"  # type: ignore[misc]
        self.setAccessibleName(self.TITLE)
        self._fit(self.panes.mode, "", [switch])

    def _fit(self, mode: str, _pane: str, actions: list[QWidget] | None = None) -> None:
        """Where there is one pane only, the room belongs to the stage: one button, no way back beside the rail's."""
        one = mode == "one"
        self.list.follow(not one)
        self.later_button.setVisible(not one)
        self.bar.words.setVisible(not one)
        if self.desk is None or self.desk.opened is None:
            return
        cluster = "" if one else self.desk.ground.framework.cluster_of(self.desk.now.marker.id).name
        back = None if one else ("Markers", lambda: self.context.navigate("markers"))
        self.header.set(title=self.TITLE, actions=actions, back=back, place=cluster)

    def _other_pass(self, kind: str) -> None:
        assert self.desk is not None
        stage = self.stage.id if self.stage else ""
        self.show_case(marker=self.desk.now.marker.id, stage=stage, pass_=kind)

    # ---- stages
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the marker that is open."""
        assert self.desk is not None
        return self.desk.ground.stages.of(self.desk.now.marker.id)

    def _fill_list(self) -> None:
        assert self.desk is not None
        entries: list[kit.Entry] = []
        found = wizard.progress(self.desk.ground, self.desk.now)
        for stage in self.stages():
            if stage.kind in FINISH and not any(one.heading for one in entries):
                entries.append(kit.Entry(HEADING, "Finish", heading=True))
            how = found[stage.id]
            entries.append(kit.Entry(stage.id, stage.title, SIGNS[how.status], status=how.words))
        if entries != self.list.entries():
            self.list.set_entries(entries)
        if self.stage is not None:
            self.list.set_current(self.stage.id)

    def _chosen(self, stage_id: str) -> None:
        if stage_id != HEADING:
            self.show_stage(stage_id)
            if self.panes.mode == "one" and self.view is not None:
                self.panes.show_detail()
                self.view.focus_first()

    def go_to(self, stage_id: str, **where: str) -> None:
        """Go to a place of a stage: register, row, field or question."""
        self.show_stage(stage_id, **where)
        self.panes.show_detail()
        if self.view is not None and not any(where.values()):
            self.view.focus_first()

    def show_stage(self, stage_id: str, **where: str) -> None:
        """Draw one stage; what was typed on the one before is saved."""
        assert self.desk is not None
        same = self.stage is not None and self.view is not None and self.view.stage.id == stage_id
        if (
            same
            and self.view is not None
            and self.view.stage is self._stage(stage_id)
            and self.view.desk is self.desk
            and any(where.values())
        ):
            self.view.go_to(**where)
            return
        self._keep()
        self.stage = self._stage(stage_id)
        kit.clear(self.holder_column)
        self.holder_column.addWidget(kit.h2(self.stage.title))
        self.holder_column.addWidget(kit.label(self.stage.about, role="muted"))
        self.holder_column.addSpacing(4)
        self.view = kinds.view_of(self.desk, self.stage)
        self.view.changed.connect(self._after_save)
        self.holder_column.addWidget(self.view)
        self.pane.verticalScrollBar().setValue(0)
        self.list.set_current(stage_id)
        self._words()
        self.panel.show_stage(self.stage)
        if any(where.values()):
            self.view.go_to(**where)
        self._place_timer.start()

    def _stage(self, stage_id: str) -> Stage:
        return next(one for one in self.stages() if one.id == stage_id)

    def read_again(self) -> None:
        """The pack was put right: read it again and come back to this place."""
        where = dict(self.place())
        self.desk = None
        self.show_case(**where)

    def refresh_stage(self) -> None:
        """What the stage shows is other than it was."""
        if self.view is not None:
            self.view.refresh()
        self._fill_list()

    def _words(self) -> None:
        assert self.stage is not None and self.view is not None
        known = list(self.stages())
        at = known.index(self.stage)
        self.bar.words.setText(f"Next: {known[at + 1].title}" if at + 1 < len(known) else "")
        self.save_button.setText("Save and continue" if self.view.SAVES else "Continue")
        self.save_button.updateGeometry()
        numbered = [one for one in known if one.kind not in FINISH]
        place = f"{numbered.index(self.stage) + 1} of {len(numbered)}" if self.stage in numbered else self.stage.title
        self.panes.set_list_words(f"Stages: {place}")

    # ---- saving
    def save_and_continue(self) -> None:
        """Save this stage and go to the next; errors keep one here."""
        if self.view is not None:
            self.view.save(lambda: self._step(1))

    def later(self) -> None:
        """Save and go back to the list of markers."""
        if self.view is not None:
            self.view.save(lambda: self.context.navigate("markers"))

    def _step(self, by: int) -> None:
        known = [one.id for one in self.stages()]
        at = known.index(self.stage.id) + by if self.stage else 0
        if 0 <= at < len(known):
            self.show_stage(known[at])
            if self.view is not None:
                self.view.focus_first()
        elif by > 0:
            self.context.navigate("markers")

    def _next_question(self) -> None:
        if isinstance(self.view, QuestionsStage):
            self.view.next_question()
        else:
            self.go_to("questions")

    def _link_evidence(self) -> None:
        if isinstance(self.view, QuestionsStage):
            self.view.link_evidence()

    def _after_save(self) -> None:
        self._fill_list()
        if self.stage is not None:
            self.panel.show_stage(self.stage)
        self._timer.start()

    def _keep(self) -> None:
        if self._place_timer.isActive():
            self._remember()
        if self.view is not None:
            self.view.leave()

    def _remember(self) -> None:
        """Which stage one is on, and that it was read; on a thread, once the stage stands on the screen."""
        assert self.desk is not None and self.stage is not None
        self._place_timer.stop()
        if self.context.session.vault.read_only:
            return
        now, stage = self.desk.now, self.stage
        read = stage.kind in (StageKind.READ, StageKind.OBSTACLES)
        where = (self.desk.ground.case.id, now.chosen.id if now.chosen else "", now.marker.id)
        cursor = json.dumps({"stage": stage.id})
        self.desk.do(
            "Remember the place",
            wizard.keep_place,
            *where,
            stage.id,
            cursor=cursor,
            read=read,
            done=lambda state: self._remembered(stage, state),
        )

    def _remembered(self, stage: Stage, state: StageState | None) -> None:
        if state is None or self.desk is None or self.desk.opened is None or self.desk.now.marker.id != state.marker:
            return
        self.desk.opened = Opened(**{**vars(self.desk.now), "states": {**self.desk.now.states, stage.id: state}})
        self._fill_list()

    # ---- warnings
    def _look_at_flags(self) -> None:
        if self.desk is None or self.desk.opened is None:
            return
        case, marker = self.desk.ground.case, self.desk.now.marker.id

        def got(found: tuple[Flag, ...]) -> None:
            if self.desk is None or self.desk.opened is None or self.desk.now.marker.id != marker:
                return
            same = self.panel.flags == found
            self.panel.flags = found
            self.panes.set_side_words(f"Needs an answer: {len(found)}" if found else "Judgement")
            if not same and self.stage is not None:
                self.panel.show_stage(self.stage)

        self.desk.look("Look at the warnings", warning_service.warnings, case, marker, done=got)

    # ---- the page's own duties
    def leave(self) -> None:
        self._keep()
        self._timer.stop()

    def draft(self) -> None:
        if self.view is not None:
            self.view.keep_now()

    def place(self) -> Mapping[str, Any]:
        if self.desk is None or self.desk.opened is None or self.stage is None:
            return {}
        inner = self.view.place() if self.view is not None else {}
        return {"marker": self.desk.now.marker.id, "stage": self.stage.id, "pass_": self._pass, **inner}

    def refresh(self, change: ChangeSet) -> None:
        if self.desk is None or self.desk.opened is None:
            return
        for kind in change.kinds & {"Material", "Note", "Meeting"}:
            self.desk.forget(kind)
        if change.name.startswith(("Undo", "Redo")) or not change.kinds <= {
            "RegisterRow",
            "Judgement",
            "EvidenceLink",
            "IndexEntry",
        }:
            self.desk.reload(self.refresh_stage)

    def focus_first(self) -> None:
        if self.view is not None:
            self.view.focus_first()
        else:
            self.list.setFocus()


def _cursor(state: StageState) -> dict[str, str]:
    try:
        found = json.loads(state.cursor or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
