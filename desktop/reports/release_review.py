"""Release review: a document before it leaves, with every replacement and everything a person must decide, in one list.

Here: building the document of a report, item or text for an audience; the list with places and reasons; deciding. What
is decided about words holds for the review, about places for one audience (profiles, 1 and 5). Not here: writing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.casework import cast as casts
from desktop.casework import marks, material
from desktop.errors import FieldErrors, UserError
from desktop.redaction.jigsaw import PublicItem, PublicMatch, public_matches
from desktop.redaction.profiles import CLASSES
from desktop.redaction.quasi import Combination
from desktop.redaction.release import Place, Replacement
from desktop.redaction.suggestions import Suggestion
from desktop.reports import export, public_sources, rare
from desktop.reports.export import Ready, as_ready, prepare
from desktop.reports.loose_texts import WHOLE, item_document, text_document
from desktop.reports.marked_lines import LIFT, explained
from desktop.reports.setting import Setting, setting
from desktop.session import Session
from storage.records import Case, Material, Request, WordDecision
from storage.store import Store, Work

WHY = {
    "name": "A name? Not registered",
    "near": "A name, misspelt?",
    "shared": "Several people share this",
    "perhaps": "Perhaps a name",
    "asked": "Somebody asked who this is",
    "address": "An address?",
    "number": "Somebody's number?",
    "born": "A date of birth?",
}
STATES = {
    "decide": "To decide",
    "blocked": "To reword",
    "replaced": "Replaced",
    "general": "Made general",
    "withheld": "Withheld",
    "kept": "Decided before",
    "public": "Public already",
    "noted": "To be known",
}
_STATE_OF = {"P": "replaced", "R": "replaced", "G": "general", "K": "replaced"}
_AROUND = 70


@dataclass(frozen=True)
class What:
    """What is to leave: ``report`` (id of a document), ``item`` (the words of a material) or ``text`` (any text)."""

    kind: str
    id: str

    @property
    def name(self) -> str:
        """As it stands in the audit and in the address of a page."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def called(cls, name: str) -> What:
        """The other way."""
        kind, _, rest = name.partition(":")
        return cls(kind, rest)


@dataclass(frozen=True)
class Line:
    """One line of the list. ``what`` and ``printed`` are words for people who hold the vault; ``can`` is what may be
    decided about it: ``this`` is somebody, ``withhold``, ``keep``, ``no`` name, ``lift`` the ``marks`` it is under.
    """

    key: str
    state: str
    where: str
    what: str
    printed: str
    why: str
    can: frozenset[str] = frozenset()
    word: str = ""
    places: tuple[tuple[str, int, int], ...] = ()
    keys: tuple[str, ...] = ()
    context: tuple[str, str, str] = ("", "", "")
    combination: Combination | None = None
    decision_id: str = ""
    marks: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """In how many places."""
        return len(self.places)


@dataclass(frozen=True)
class Review:
    """A document ready to be looked at, and the list."""

    what: What
    title: str
    ready: Ready
    lines: tuple[Line, ...]
    public: tuple[PublicMatch, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """How many lines wait for an answer."""
        return sum(one.state in ("decide", "blocked") for one in self.lines)


def review(
    store: Store, case: Case, what: What, profile: str, *, recipient_id: str = "", request_id: str = "", **more: Any
) -> Review:
    """Build the document and its list. Raises ``UserError`` for an audience it is not made for."""
    ready = build(store, case, what, profile, recipient_id=recipient_id, request_id=request_id, **more)
    told = "\n\n".join(said.text for _, said in ready.made.told)
    items = public_sources.items(ready.made) if ready.made.releaser.profile.published else ()
    public = public_matches(told, items) if items else ()
    shared = [_public(ready.made, one) for one in items if public_sources.shared(ready.made, one)]
    lines = (*explained(store, case, ready.made, _lines(store, case, ready)), *shared)
    counts = {state: sum(one.state == state for one in lines) for state in STATES}
    return Review(what, title_of(store, what), ready, lines, public, counts)


def build(
    store: Store, case: Case, what: What, profile: str, *, recipient_id: str = "", request_id: str = "", **more: Any
) -> Ready:
    """The document alone, with what stands in its way."""
    more |= scope_of(store, profile, recipient_id, request_id)
    if what.kind == "report":
        return prepare(store, case, what.id, profile, recipient_id=recipient_id, **more)
    make = item_document if what.kind == "item" else text_document
    first = setting(store, case, profile, recipient_id=recipient_id, **more)
    make(first, what.id)
    # Letters and ordinals are settled by the first making; what counts is the second, which knows them all.
    second = setting(store, case, profile, recipient_id=recipient_id, **more)
    second.releaser.prepare(first.heard)
    return as_ready(second, make(second, what.id))


def scope_of(store: Store, profile: str, recipient_id: str, request_id: str) -> dict[str, Any]:
    """What the engine needs for the audience. Raises ``UserError`` where a recipient or a request is missing."""
    chosen = casts.profile(store, profile)
    if chosen.recipient == "request":
        if not request_id:
            raise UserError(
                "A copy for police or a court needs a line of the requests register.",
                "Choose the request or order it answers.",
                field="request_id",
                code="request",
            )
        request = store.get(Request, request_id)
        return {"scope": request.scope_ids, "order": request.order_reference, "passages": request.entry_ids}
    person = any(one.code == "own" for one in chosen.treatments.values())
    if chosen.recipient == "required" and person and not recipient_id:
        raise UserError(
            "This document is made for one person.", "Name who it is for.", field="recipient_id", code="recipient"
        )
    return {}


def title_of(store: Store, what: What) -> str:
    """What is to leave, in words for those who hold the vault."""
    if what.kind == "report":
        from desktop.reports.catalogue import report

        return report(store, what.id).template.title
    if what.kind == "item":
        item = store.get(Material, what.id)
        return item.title or "Item without a title"
    place = marks.place_called(what.id)
    record = store.any_record(place.kind, place.record_id) if place else None
    return str(getattr(record, "title", "")) or (f"Text of a {place.kind.lower()}" if place else "Text")


# --- the list


def _lines(store: Store, case: Case, ready: Ready) -> Iterator[Line]:
    made = ready.made
    published = made.releaser.profile.published
    for one in (*ready.rare, *ready.noted):
        yield _rare(made, one)
    for one in ready.suggestions:
        yield _suggestion(made, one, published)
    waiting = {place.key for place in (*ready.blocked, *ready.to_decide)}
    for place in ready.blocked:
        yield _place(made, place, "blocked", frozenset())
    for place in ready.to_decide:
        can = frozenset({"keep"} if published else {"keep", "withhold"})
        yield _place(made, place, "decide", can)
    yield from _replaced(made, [one for one in made.releaser.replacements if _key(one) not in waiting])
    yield from _kept(store, case, made)


def _key(one: Replacement) -> str:
    return f"{one.where}:{one.start}:{one.end}:{one.class_id}"


def _rare(made: Setting, one: Combination) -> Line:
    person = made.people.get(one.subject_id)
    called = made.releaser.name(one.subject_id).text
    places = tuple((each.where, each.start, each.end) for each in one.aspects)
    first = next((said for name, said in made.told if places and name == places[0][0]), None)
    return Line(
        f"rare:{one.subject_id}",
        "decide" if one.stops else "noted",
        _where(made, places[0][0], places[0][1]) if places else "",
        f"{(person.code or person.role) if person else called}, told together: {rare.kinds_words(one)}",
        called,
        "Could be recognised by this",
        frozenset({"keep"} if one.stops else ()),
        places=places,
        combination=one,
        context=_around(first.text, places[0][1], places[0][2]) if first and places else ("", "", ""),
    )


def _public(made: Setting, item: PublicItem) -> Line:
    places = public_sources.shared(made, item)
    where, start, end = places[0]
    text = next(said.text for name, said in made.told if name == where)
    return Line(
        f"public:{item.source}",
        "public",
        _where(made, where, start),
        text[start:end],
        item.source,
        "Whoever holds both can put them together",
        places=places,
        context=_around(text, start, end),
    )


def _suggestion(made: Setting, one: Suggestion, published: bool) -> Line:
    where, start, end = one.places[0]
    can = {"this", "keep", "no"} | (set() if published else {"withhold"})
    if one.why in ("number", "born"):
        can -= {"this"}
    if one.why == "shared":
        can -= {"no", "keep"}
    keys = tuple(f"{name}:{first}:{last}:suggestion" for name, first, last in one.places)
    return Line(
        f"word:{one.word}:{one.why}",
        "decide",
        _where(made, where, start),
        one.word,
        WHY.get(one.why, "A name?"),
        WHY.get(one.why, ""),
        frozenset(can),
        one.word,
        one.places,
        keys,
        _context(made, where, start, end),
    )


def _place(made: Setting, place: Place, state: str, can: frozenset[str]) -> Line:
    words = _words(made, place.where, place.start, place.end)
    class_words = (
        "Withheld by a mark" if place.class_id == "mark" else _capital(CLASSES.get(place.class_id, place.class_id))
    )
    why = "Reword it: a published text withholds nothing" if state == "blocked" else "A person must decide"
    return Line(
        f"{state}:{place.key}",
        state,
        _where(made, place.where, place.start),
        words or class_words,
        class_words,
        why,
        can,
        words,
        ((place.where, place.start, place.end),),
        (place.key,),
        _context(made, place.where, place.start, place.end),
    )


def _replaced(made: Setting, replacements: list[Replacement]) -> Iterator[Line]:
    groups: dict[tuple[str, str, tuple[str, ...], str], list[Replacement]] = {}
    for one in replacements:
        same = one.subjects or (_words(made, one.where, one.start, one.end).casefold(),)
        groups.setdefault((one.class_id, one.printed.casefold(), same, one.code), []).append(one)
    for held in groups.values():
        one = held[0]
        state = _STATE_OF.get(one.code, "withheld")
        places = tuple((each.where, each.start, each.end) for each in held)
        keys = tuple(_key(each) for each in held)
        can = frozenset({"keep"}) if state != "withheld" else frozenset()
        yield Line(
            f"done:{keys[0]}",
            state,
            _where(made, one.where, one.start),
            _what(made, one),
            one.printed,
            _why(one),
            can,
            _words(made, one.where, one.start, one.end),
            places,
            keys,
            _context(made, one.where, one.start, one.end),
        )


def _what(made: Setting, one: Replacement) -> str:
    """What was replaced, without the name itself: a person is called by code, a date or word by itself."""
    if one.class_id == "mark":
        return "Words under a mark"
    person = made.people.get(one.subjects[0]) if len(one.subjects) == 1 else None
    class_words = CLASSES.get(one.class_id, one.class_id)
    if person is not None and one.class_id.endswith("_name"):
        return f"Name of {person.code or person.role or class_words.removeprefix('name of ')}"
    if one.class_id in ("event_date", "incident_date", "clock_time", "age"):
        return _words(made, one.where, one.start, one.end)
    return _capital(class_words)


def _why(one: Replacement) -> str:
    return "Marked" if one.class_id == "mark" else _capital(CLASSES.get(one.class_id, one.class_id))


def _kept(store: Store, case: Case, made: Setting) -> Iterator[Line]:
    """What was decided before and shows in this document."""
    for row in store.find(WordDecision, case_id=case.id):
        if row.profile not in ("", made.profile) or row.decision == casts.PARKED:
            continue
        where = row.place.rsplit(":", 3)[0] if row.place else ""
        if row.place and where not in made.texts:
            continue
        if not row.place and row.decision != rare.DECISION and not _stands(made, row.word):
            continue
        if row.decision == rare.DECISION and row.subject_id not in made.people:
            continue
        yield Line(
            f"kept:{row.id}",
            "kept",
            _where(made, where),
            row.word or "A place",
            decision_words(made.people, row),
            row.reason,
            frozenset({"undo"}),
            row.word,
            decision_id=row.id,
        )


def _stands(made: Setting, word: str) -> bool:
    wanted = word.casefold()
    return any(wanted in text.casefold() for _, text in made.texts.values())


def decision_words(people: Any, row: WordDecision) -> str:
    """What was decided, in words."""
    if row.decision == "this_is":
        person = people.get(row.subject_id)
        return f"This is {(person.code or person.role) if person else 'somebody registered'}"
    if row.decision == rare.DECISION:
        return "May stand together"
    said = {"not_a_name": "Not a name", "keep": "Kept as it is", "withhold": "Withheld", casts.PARKED: "Who is this?"}
    return said.get(row.decision, row.decision)


def _where(made: Setting, name: str, start: int = 0) -> str:
    words, text = made.texts.get(name, (name.partition("#")[0], ""))
    if words == WHOLE:
        return f"Paragraph {text.count(chr(10) * 2, 0, start) + 1}"
    return words or "Head or foot"


def _words(made: Setting, name: str, start: int, end: int) -> str:
    return made.texts.get(name, ("", ""))[1][start:end]


def _context(made: Setting, name: str, start: int, end: int) -> tuple[str, str, str]:
    return _around(made.texts.get(name, ("", ""))[1], start, end)


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while 0 < low < start and not text[low - 1].isspace():
        low += 1
    while end < high < len(text) and not text[high].isspace():
        high -= 1
    before, after = text[low:start], text[end:high]
    lead = "…" if low else ""
    tail = "…" if high < len(text) else ""
    return lead + before.replace("\n", " "), text[start:end], after.replace("\n", " ") + tail


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- deciding


def decide(
    work: Work, /, case_id: str, profile_id: str, line: Line, answer: str, *, subject_id: str = "", reason: str = ""
) -> None:
    """Answer a line: ``this`` (of ``subject_id``), ``withhold``, ``keep``, ``no``, or ``undo``.

    ``this`` and ``no`` hold for the whole review, and so does withholding a word; ``keep`` and withholding a place hold
    for these places and this audience. Raises ``UserError`` for an answer the line does not take.
    """
    if answer not in line.can:
        raise UserError("That cannot be decided here.", "Choose one of the answers beside the line.", code="answer")
    if answer == "undo":
        work.bin(work.get(WordDecision, line.decision_id))
    elif answer == LIFT:
        for mark_id in line.marks:
            marks.remove(work, mark_id)
    elif answer == "this":
        if not subject_id:
            raise FieldErrors({"subject_id": "Choose who it is"})
        casts.decide_word(work, case_id, line.word, "this_is", subject_id=subject_id, reason=reason)
    elif answer == "no":
        casts.decide_word(work, case_id, line.word, "not_a_name", reason=reason)
    elif line.combination is not None:
        rare.decide(work, case_id, profile_id, line.combination, reason)
    elif answer == "withhold" and line.key.startswith("word:"):
        casts.decide_word(work, case_id, line.word, "withhold", reason=reason)
    else:
        for key in line.keys:
            about = WordDecision(case_id=case_id, word=line.word, decision=answer, place=key, reason=reason)
            work.add(replace(about, profile=profile_id))


def decided(store: Store, case_id: str) -> tuple[WordDecision, ...]:
    """Everything that was decided in a review, newest first."""
    return store.find(WordDecision, case_id=case_id, order=["-created_at"])


def take_back(work: Work, /, decision_id: str) -> WordDecision:
    """Undo a decision: the word or place is asked about again."""
    return work.bin(work.get(WordDecision, decision_id))


# --- writing


def needs_second(store: Store, profile: str) -> bool:
    """Whether somebody else must have checked what leaves under a profile (profiles, section 4)."""
    return casts.profile(store, profile).second_person == "always"


def write(
    session: Session,
    case: Case,
    what: What,
    profile: str,
    out: Path,
    *,
    recipient_id: str = "",
    request_id: str = "",
    second_person: str = "",
    **more: Any,
) -> Path:
    """Write the document; a draft where nobody else is named and two people are needed (``UserError`` code ``draft``).

    ``more`` are passphrase, progress, cancelled and force of ``export.deliver``, and for a document what narrows it to
    one row, marker or pass. Raises ``UserError`` for anything open; then there is no file.
    """
    if what.kind == "report":
        scope = session.look(scope_of, profile, recipient_id, request_id)
        return export.export(
            session,
            case,
            what.id,
            profile,
            out,
            recipient_id=recipient_id,
            second_person=second_person,
            **scope,
            **more,
        )
    alone = second_person in ("", session.worker.id)
    draft = alone and session.look(needs_second, profile)
    extra = {"draft": "Draft: not checked by a second person"} if draft else {}

    def make(store: Store) -> Ready:
        return build(store, case, what, profile, recipient_id=recipient_id, request_id=request_id, **extra)

    path = export.deliver(session, make, out, what.name, draft=draft, second_person=second_person, **more)
    if what.kind == "item":
        session.do("Note that a copy left", note_copy, case.id, what.id, profile)
    return path


def note_copy(work: Work, /, case_id: str, item_id: str, profile: str, **facts: Any) -> None:
    """A copy of an item left: in its history, with the audience and the version of its profile."""
    version = casts.profile(work, profile).version
    facts.setdefault("why", f"{profile}, version {version}")
    material.happened(work, case_id, item_id, "exported", **facts)
