"""Which class draws a stage."""

from __future__ import annotations

from desktop.markers.stages import Stage, StageKind
from views.markers import special
from views.markers.desk import Desk
from views.markers.stage_finish import CheckStage, DocumentsStage, SignOffStage
from views.markers.stage_questions import QuestionsStage
from views.markers.stage_read import EqualityStage, ObstaclesStage, ReadStage
from views.markers.stage_view import HoldingStage, StageView

VIEWS: dict[StageKind, type[StageView]] = {
    StageKind.READ: ReadStage,
    StageKind.FORM: HoldingStage,
    StageKind.REGISTER: HoldingStage,
    StageKind.PAGE: HoldingStage,
    StageKind.OBSTACLES: ObstaclesStage,
    StageKind.EQUALITY: EqualityStage,
    StageKind.QUESTIONS: QuestionsStage,
    StageKind.CHECK: CheckStage,
    StageKind.SIGN_OFF: SignOffStage,
    StageKind.DOCUMENTS: DocumentsStage,
}
PAGES: dict[str, type[StageView]] = {**special.STAGES}
"""Stages with a page of their own, by its id."""


def view_of(desk: Desk, stage: Stage) -> StageView:
    """Draw a stage; a page of its own that there is not is drawn from its registers."""
    return PAGES.get(stage.page, VIEWS[stage.kind])(desk, stage)
