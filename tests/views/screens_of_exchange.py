"""Screens of packs: the register, handing out, taking back, the merge, names, the pack's own page."""

from __future__ import annotations

from typing import Any

from tests.screens import Stage, screen, settle
from tests.views.packed import Packed, pack_up
from tests.views.screens_casework import world
from views.frame import Frame

_PACKED: dict[int, Packed] = {}


def packed(stage: Stage) -> Packed:
    """Packs that came back, made once for a stage."""
    if id(stage) not in _PACKED:
        _PACKED[id(stage)] = pack_up(world(stage), stage.folder / "packs")
    return _PACKED[id(stage)]


def shown(stage: Stage, page: str, **where: Any) -> Frame:
    """A page of packs on the board's vault."""
    found = packed(stage)
    frame = stage.frame(session=found.world.session)
    frame.navigate(page, **where)
    settle()
    frame.status_line.set(working="Working as board manager", backup="Backed up 3 days ago")
    return frame


@screen("packs-register")
def register(stage: Stage) -> None:
    shown(stage, "packs")


@screen("packs-out")
def hand_out(stage: Stage) -> None:
    frame = shown(stage, "pack-out", case=packed(stage).world.case.id, kind="working")
    assert frame.page is not None
    settle()


@screen("packs-out-event")
def hand_out_event(stage: Stage) -> None:
    shown(stage, "pack-out", case=packed(stage).world.case.id, kind="event")


@screen("packs-back")
def take_back(stage: Stage) -> None:
    found = packed(stage)
    page: Any = shown(stage, "pack-back").page
    page._taken(found.returned)
    settle()


@screen("packs-pack")
def pack(stage: Stage) -> None:
    shown(stage, "pack", pack=packed(stage).working.id)


@screen("packs-close")
def close(stage: Stage) -> None:
    page: Any = shown(stage, "pack", pack=packed(stage).working.id).page
    page.ask_close()
    settle()


@screen("packs-merge")
def merge(stage: Stage) -> None:
    frame = shown(stage, "merge", pack=packed(stage).working.id)
    page: Any = frame.page
    text = next(one.id for one in page._all if one.field == "text")
    page.choose(text)
    settle()


@screen("packs-names")
def names(stage: Stage) -> None:
    shown(stage, "pack-names", pack=packed(stage).event.id)


@screen("packs-here")
def here(stage: Stage) -> None:
    found = packed(stage)
    frame = stage.frame(session=found.reviewer)
    frame.navigate("pack-here")
    settle()
    frame.say_pack("Working pack, due back on 30 June 2016", "")
