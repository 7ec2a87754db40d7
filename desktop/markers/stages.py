"""The stages of each marker's wizard as data: what is shown, in which order, of which registers.

A stage never locks another (markers design, section 2): the order is an offer. One store is seen from several markers:
a stage names registers, the fields to show here, and a filter. Stages that every marker has stand once, in
``frame.toml``, with what only some markers have marked there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from desktop.markers import registers
from desktop.markers.pack_text import PackText, pack_texts
from desktop.markers.registers import Registers
from desktop.pack_file import Folder


class StageKind(StrEnum):
    """How a stage is drawn."""

    READ = "read"
    FORM = "form"
    REGISTER = "register"
    PAGE = "page"
    OBSTACLES = "obstacles"
    EQUALITY = "equality"
    QUESTIONS = "questions"
    CHECK = "check"
    SIGN_OFF = "sign_off"
    DOCUMENTS = "documents"


HOLDING = frozenset({StageKind.FORM, StageKind.REGISTER, StageKind.PAGE, StageKind.EQUALITY})
"""Kinds that show registers."""


@dataclass(frozen=True)
class Shown:
    """A register on a stage: the ids of the fields shown here, and the filter, which also fills a new row."""

    register: str
    fields: tuple[str, ...]
    where: Mapping[str, frozenset[str]]
    note: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of one marker's wizard.

    ``page`` names a page of its own, ``panels`` what is computed beside it, ``records`` the kinds of records outside
    registers (``IndexEntry``, ``Note`` ...) whose facts are seen here.
    """

    marker: str
    id: str
    kind: StageKind
    title: str
    about: str
    shows: tuple[Shown, ...] = ()
    questions: tuple[str, ...] = ()
    page: str = ""
    panels: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stages:
    """All stages of a framework, by marker, in order."""

    framework: str
    by_marker: Mapping[str, tuple[Stage, ...]]

    @property
    def markers(self) -> tuple[str, ...]:
        """The markers that have a wizard, in order."""
        return tuple(self.by_marker)

    def __iter__(self) -> Iterator[Stage]:
        return (stage for stages in self.by_marker.values() for stage in stages)

    def of(self, marker: str) -> tuple[Stage, ...]:
        """The stages of ``marker``. Raises ``KeyError``."""
        return self.by_marker[marker]

    def stage(self, marker: str, stage_id: str) -> Stage:
        """One stage. Raises ``KeyError``."""
        for each in self.by_marker[marker]:
            if each.id == stage_id:
                return each
        raise KeyError(f"{marker}/{stage_id}")

    def documents(self, marker: str) -> tuple[str, ...]:
        """The ids of the documents that the marker's wizard yields."""
        return tuple(dict.fromkeys(name for stage in self.of(marker) for name in stage.documents))

    def where(self, register_id: str, field_id: str = "", *, marker: str = "") -> tuple[Stage, ...]:
        """The stages that show a register, or one field of it; of one marker, if it is named."""
        return tuple(
            stage
            for stage in self
            if marker in ("", stage.marker)
            and any(s.register == register_id and (not field_id or field_id in s.fields) for s in stage.shows)
        )


@lru_cache(maxsize=8)
def load(framework_id: str, terminology_id: str = "") -> Stages:
    """The stages of a framework that is delivered with Caseward, in the words of a terminology ("" is the pack's own).

    Raises ``UserError`` naming file and line when a stage names a register or field that there is not.
    """
    folder = files("resources") / "markers" / framework_id / "stages"
    known = registers.load(framework_id, terminology_id)
    return read(framework_id, folder, known, registers.labels_of(terminology_id))


def read(framework_id: str, folder: Folder, known: Registers, labels: Mapping[str, str] | None = None) -> Stages:
    """The stages in ``folder``, one file a marker beside ``frame.toml``. Raises ``UserError``."""
    texts = {file.name: file for file in pack_texts(folder, labels)}
    frame = texts.pop("frame.toml", None)
    found: dict[str, tuple[Stage, ...]] = {}
    for file in texts.values():
        marker = str(file.data.get("marker", ""))
        if not marker or marker in found:
            raise file.problem("a file of stages needs the id of one marker, used once", "marker")
        found[marker] = _assembled(marker, file, frame, known)
    order = sorted(found, key=lambda each: (len(each), each))
    return Stages(framework_id, {each: found[each] for each in order})


def describe(framework_id: str) -> list[dict[str, Any]]:
    """The stages as JSON values, for ``caseward markers --json``."""
    return [
        {
            "marker": each.marker, "id": each.id, "title": each.title, "kind": each.kind.value, "page": each.page,
            "shows": [{"register": one.register, "fields": list(one.fields)} for one in each.shows],
            "questions": list(each.questions), "documents": list(each.documents),
        }
        for each in load(framework_id)
    ]  # fmt: skip


def _assembled(marker: str, file: PackText, frame: PackText | None, known: Registers) -> tuple[Stage, ...]:
    """The frame's first stages, the marker's own, the frame's last.

    An ``only`` of the frame asks for a word in the file's ``has``; a stage of the same id and kind takes the place of
    the frame's.
    """
    has = frozenset(file.data.get("has", ()))
    documents = tuple(file.data.get("documents", ()))
    own = [_stage(marker, raw, file, known) for raw in file.tables("stage")]
    before: list[Stage] = []
    after: list[Stage] = []
    for raw in frame.tables("stage") if frame else ():
        if frame and raw.get("only", "") in ("", *has):
            side = before if raw.get("side") == "before" else after
            plain = {key: value for key, value in raw.items() if key not in ("only", "side")}
            if plain.get("kind") == StageKind.DOCUMENTS:
                plain["documents"] = documents
            side.append(_stage(marker, plain, frame, known))
    taken = {(each.id, each.kind) for each in own}
    free = [[s for s in side if (s.id, s.kind) not in taken] for side in (before, after)]
    stages = (*free[0], *own, *free[1])
    ids = [each.id for each in stages]
    for twice in {each for each in ids if ids.count(each) > 1}:
        raise file.problem(f"there are two stages called {twice!r}", f'id = "{twice}"')
    return stages


_STAGE_KEYS = {"id", "kind", "title", "about", "shows", "questions", "page", "panels", "records", "documents"}


def _stage(marker: str, raw: Mapping[str, Any], file: PackText, known: Registers) -> Stage:
    name = str(raw.get("id", "?"))
    near = f'id = "{name}"'
    missing, unknown = {"id", "kind", "title", "about"} - set(raw), set(raw) - _STAGE_KEYS
    if missing or unknown:
        word = f"has no {min(missing)!r}" if missing else f"has an unknown key {min(unknown)!r}"
        raise file.problem(f"stage {name!r} {word}", near)
    try:
        kind = StageKind(raw["kind"])
    except ValueError:
        raise file.problem(f"stage {name!r} has a kind {raw['kind']!r} that there is not", near) from None
    shows = tuple(_shown(each, file, near, known) for each in raw.get("shows", ()))
    if shows and kind not in HOLDING:
        raise file.problem(f"stage {name!r} of kind {kind.value!r} cannot show registers", near)
    if kind is StageKind.FORM and not all(known[each.register].singleton for each in shows):
        raise file.problem(f"stage {name!r} is a form, and shows a register with many rows", near)
    return Stage(
        marker=marker, id=name, kind=kind, title=raw["title"], about=raw["about"], shows=shows,
        questions=tuple(raw.get("questions", ())), page=raw.get("page", ""), panels=tuple(raw.get("panels", ())),
        records=tuple(raw.get("records", ())), documents=tuple(raw.get("documents", ())),
    )  # fmt: skip


def _shown(raw: Mapping[str, Any], file: PackText, near: str, known: Registers) -> Shown:
    name = str(raw.get("register", ""))
    if name not in known or set(raw) - {"register", "fields", "where", "note"}:
        raise file.problem(f"a stage shows a register {name!r} that there is not, or says more than is known", near)
    register = known[name]
    fields = tuple(raw.get("fields", [each.id for each in register.fields]))
    where = {key: frozenset(value) for key, value in raw.get("where", {}).items()}
    for field_id in (*fields, *where):
        if not register.has(field_id):
            raise file.problem(f"a stage shows {name}.{field_id}, a field that there is not", near)
        choices = register.field(field_id).choices()
        if choices and where.get(field_id, frozenset()) - set(choices):
            raise file.problem(f"a stage filters {name}.{field_id} by an answer that cannot be given", near)
    return Shown(name, fields, where, raw.get("note", ""))
