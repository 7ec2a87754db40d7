"""What stands on a screen that others can see, in place of everyone and everything registered in a vault.

A name becomes its person's code, a body the words for its type, and a number, an address or a date of birth the
withheld box: the profile of an event pack (``desktop.exchange.coding``), without a board's own changes to it; so do
words under a mark, wherever they are quoted. Everyone of every case counts, because lists of the first level show all
cases; the people of the case one is in are named first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from storage.records import Agency, Board, Case, Person, ProceedingContact, Worker

if TYPE_CHECKING:
    from desktop.redaction.people import Subject
    from desktop.redaction.release import Releaser
    from storage.store import Store

REGISTER = frozenset(
    {
        "Person", "NameForm", "Identifier", "Address", "Contact", "Agency", "Case", "WordDecision", "Worker",
        "ProceedingContact", "Board", "Mark",
    }
)  # fmt: skip
"""Kinds of records after whose change the words are made anew."""
BOX = "[withheld]"
JOINER = "\N{WORD JOINER}"
"""Takes no room and says nothing: what fills a place up to the length it had."""

StandIn = tuple[int, int, str]


class ScreenWords:
    """The words for one vault as it stands; made again when the register changes."""

    def __init__(self, store: Store) -> None:
        from desktop.casework import cast as casts
        from desktop.casework.quoted import Passages
        from desktop.exchange.coding import name_of_body

        self._passages = [Passages(store, case.id) for case in store.find(Case)]
        self._decisions = {case.id: casts.decisions(store, case.id) for case in store.find(Case)}
        self._given = {one.id: one.code for one in store.find(Person) if one.code}
        self._given |= {one.id: name_of_body(one) for one in store.find(Agency)}
        self._subjects = {
            case_id: tuple(one for one in casts.cast_of(store, case_id) if not self._is_coded(one))
            for case_id in (*self._decisions, "")
        }
        self._circumstances = store.circumstances
        self._subjects[""] += self._at_work(store)
        everyone = {one.id: one for subjects in self._subjects.values() for one in subjects}
        self._all = self._releaser(tuple(everyone.values()), "")
        self._clean_codes(everyone)
        self._edges = Edges(form for one in everyone.values() for form in _forms(one))
        self._of_case: dict[str, Releaser] = {}

    def _is_coded(self, subject: Subject) -> bool:
        """Whether somebody is known here by nothing but what stands for them, as in an event pack: nothing to hide."""
        given = self._given.get(subject.id, "").casefold()
        return bool(given) and {form.casefold() for form in _forms(subject)} == {given}

    def _at_work(self, store: Store) -> tuple[Subject, ...]:
        """Those who work in the vault, who deal with it for police or a court, and who are named as the board's own:
        not in a register of people, and people all the same. Their role stands for their name.
        """
        from desktop.redaction.people import Subject

        named = [(one.id, one.name, one.role) for one in store.find(Worker)]
        named += [(one.id, one.name, one.post or one.role) for one in store.find(ProceedingContact)]
        for board in store.find(Board):
            named.append((f"{board.id}:chair", board.chair, "the chair"))
            named.append((f"{board.id}:manager", board.manager, "the board manager"))
        found = [(an_id, " ".join(name.split()), role) for an_id, name, role in named if " " in name.strip()]
        self._given |= {an_id: role or "somebody at work" for an_id, _, role in found}
        return tuple(Subject(id=an_id, kind="professional", name=name, role=role) for an_id, name, role in found)

    def _releaser(self, subjects: Sequence[Subject], case_id: str) -> Releaser:
        from desktop.exchange.coding import PROFILE, Codes, coded_profile
        from desktop.redaction.people import Cast
        from desktop.redaction.profiles import edited, load
        from desktop.redaction.release import Releaser

        strict = edited(coded_profile(load(PROFILE)), new_id="screen", title="Screen", changes={"office_contact": "W"})
        decisions = self._decisions.get(case_id)
        return Releaser(
            Cast(tuple(subjects)), strict, pseudonyms=Codes(self._given), circumstances=self._circumstances,
            decisions=decisions,
        )  # fmt: skip

    def _clean_codes(self, everyone: dict[str, Subject]) -> None:
        """A code or a type that holds somebody's name would say it; the word for their kind stands there instead."""
        from desktop.redaction.people import DEFAULT_ROLE

        for subject_id, words in list(self._given.items()):
            if subject_id in everyone and self._all.known_places(words):
                self._given[subject_id] = DEFAULT_ROLE[everyone[subject_id].kind]

    def stand_ins(self, text: str, case_id: str = "") -> list[StandIn]:
        """The places in ``text`` and what stands there (code points, in order)."""
        found = list(self._case(case_id).stand_ins(text)) if case_id in self._decisions else []
        for start, end, words in self._all.stand_ins(text):
            if not _touching(found, start, end):
                found.append((start, end, words))
        for start, end, words in self._edges.found_in(text):
            touched = _touching(found, start, end)
            if any(one[0] <= start and end <= one[1] for one in touched):
                continue  # a whole form stands at the end
            found = [one for one in found if one not in touched]
            found.append((min([start, *(one[0] for one in touched)]), max([end, *(one[1] for one in touched)]), words))
        for mark in (one for passages in self._passages for one in passages.in_text(text)):
            touched = _touching(found, mark.start, mark.end)
            found = [one for one in found if one not in touched]
            ends = (mark.start, mark.end), *((one[0], one[1]) for one in touched)
            found.append((min(start for start, _ in ends), max(end for _, end in ends), BOX))
        return sorted(found)

    def _case(self, case_id: str) -> Releaser:
        if case_id not in self._of_case:
            self._of_case[case_id] = self._releaser(self._subjects[case_id], case_id)
        return self._of_case[case_id]


def _touching(found: Sequence[StandIn], start: int, end: int) -> list[StandIn]:
    return [one for one in found if start < one[1] and one[0] < end]


def _forms(subject: Subject) -> Iterator[str]:
    yield from (subject.name, *subject.aliases, *subject.addresses, *subject.phones, *subject.emails)
    yield from (one.value for one in subject.identifiers)


class Edges:
    """The first or last part of a form where a list or a search has cut a text short: half an address is no form that
    anybody registered, and says where somebody lives all the same.
    """

    LEAST = 4
    REACH = 60
    LONG = 40

    def __init__(self, forms: Iterable[str]) -> None:
        known = {" ".join(form.casefold().split()) for form in forms}
        self._begin = sorted(form for form in known if len(form) > self.LEAST)
        self._end = sorted(form[::-1] for form in known if len(form) > self.LEAST)

    def found_in(self, text: str) -> Iterator[StandIn]:
        """The cut forms at the end, where ``text`` is long or ends in an ellipsis, and at a beginning with one."""
        bare = text.rstrip("… .")
        if text.rstrip().endswith(("…", "...")) or len(text) >= self.LONG:
            for match in re.finditer(r"(?<!\w)\w", bare[-self.REACH :]):
                start = max(0, len(bare) - self.REACH) + match.start()
                if self._is_part(bare[start:], self._begin):
                    yield start, len(bare), "…"
                    break
        if text.lstrip().startswith("…"):
            skipped = len(text) - len(text.lstrip("… "))
            ends = [match.end() for match in re.finditer(r"\w(?!\w)", text[skipped : skipped + self.REACH])]
            for end in reversed(ends):
                if self._is_part(text[skipped : skipped + end][::-1], self._end):
                    yield skipped, skipped + end, "…"
                    break

    def _is_part(self, words: str, forms: Sequence[str]) -> bool:
        sought = " ".join(words.casefold().split())
        at = bisect_left(forms, sought)
        return len(sought) >= self.LEAST and at < len(forms) and forms[at].startswith(sought)


def replaced(text: str, found: Iterable[StandIn]) -> str:
    """``text`` with its stand-ins."""
    parts, last = [], 0
    for start, end, words in found:
        parts += [text[last:start], words]
        last = end
    return "".join([*parts, text[last:]])


def of_one_length(text: str, found: Iterable[StandIn]) -> str:
    """The same with every place as long as it was, so that offsets into the text hold: a long code is shortened to its
    first letters (``HV1`` for Health visitor 1), what is left over is filled with what takes no room."""
    return replaced(text, [(start, end, _fitted(words, end - start)) for start, end, words in found])


def _fitted(words: str, room: int) -> str:
    if len(words) > room:
        short = "".join(word if word.isdigit() else word[:1].upper() for word in words.strip("[]").split())
        words = short if len(short) <= room and len(short) > 1 else "•" * room
    return words + JOINER * (room - len(words))
