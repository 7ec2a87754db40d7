"""The register of a case as the redaction engine reads it, and what the case has decided about names and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop.casework import board as boards
from desktop.casework import people
from desktop.casework.quoted import Passages
from desktop.redaction.normalise import key
from desktop.redaction.people import Cast, Subject
from desktop.redaction.people import Identifier as Number
from desktop.redaction.profiles import Profile, from_toml, load
from desktop.redaction.release import Decisions, Releaser
from storage.records import (
    Address,
    Agency,
    BodyKind,
    Case,
    Contact,
    FormKind,
    Identifier,
    NameForm,
    Person,
    PersonKind,
    Proceeding,
    ProceedingContact,
    ProfileCopy,
    Pseudonym,
    WordDecision,
)
from storage.store import Store, Work

PARKED = "who"
"""A decision that is still to be made: who do these words mean?"""


def cast_of(store: Store, case_id: str) -> Cast:
    """Everyone and every body of a case, with all their forms."""
    belongings = _Belongings(store, case_id)
    subjects = [belongings.subject(person) for person in store.find(Person, case_id=case_id)]
    subjects += [belongings.body(agency) for agency in boards.bodies(store, case_id)]
    return Cast(tuple(subjects), boards.board(store).body_id)


class _Belongings:
    """Names, numbers and addresses of a case, gathered once."""

    def __init__(self, store: Store, case_id: str) -> None:
        self.names = people.belongings(store, NameForm, case_id)
        self.numbers = people.belongings(store, Identifier, case_id)
        self.addresses = people.belongings(store, Address, case_id)
        self.contacts = people.belongings(store, Contact, case_id)

    def common(self, subject_id: str) -> dict[str, Any]:
        contacts = self.contacts.get(subject_id, [])
        numbers = [Number(one.kind, one.value) for one in self.numbers.get(subject_id, [])]
        numbers += [Number("social", one.value) for one in contacts if one.kind == "social"]
        return {
            "aliases": tuple(form.text for form in self.names.get(subject_id, [])),
            "identifiers": tuple(numbers),
            "addresses": tuple(one.text for one in self.addresses.get(subject_id, [])),
            "phones": tuple(one.value for one in contacts if one.kind == "phone"),
            "emails": tuple(one.value for one in contacts if one.kind == "email"),
        }

    def subject(self, person: Person) -> Subject:
        kept = self.common(person.id)
        safe = any(one.safe for one in self.addresses.get(person.id, [])) or any(
            one.safe for one in self.contacts.get(person.id, [])
        )
        return Subject(
            id=person.id,
            kind=person.kind.value,
            name=person.name,
            role=person.role,
            pseudonym=person.chosen_name,
            born=person.born,
            died=person.died,
            household=person.household,
            entitled=person.entitled,
            safe_place=person.safe_place or safe,
            public_fact=person.public_fact,
            sex=person.sex,
            **kept,
        )

    def body(self, agency: Agency) -> Subject:
        kept = self.common(agency.id)
        kept["addresses"] = tuple(filter(None, (*kept["addresses"], agency.address)))
        kept["phones"] = tuple(filter(None, (*kept["phones"], agency.phone)))
        kept["emails"] = tuple(filter(None, (*kept["emails"], agency.mailbox)))
        return Subject(id=agency.id, kind=agency.kind.value, name=agency.name, role=agency.type_words, **kept)


class CasePseudonyms:
    """What each profile calls the people of a case: read from the store, new draws kept until they are saved."""

    def __init__(self, store: Store, case_id: str) -> None:
        self._case_id = case_id
        self._given = {(row.subject_id, row.profile): row.words for row in store.find(Pseudonym, case_id=case_id)}
        self.drawn: list[Pseudonym] = []

    def given(self, subject_id: str, profile_id: str) -> str | None:
        """The words drawn earlier, or None."""
        return self._given.get((subject_id, profile_id))

    def keep(self, subject_id: str, profile_id: str, words: str) -> None:
        """Remember a new draw."""
        self._given[subject_id, profile_id] = words
        self.drawn.append(Pseudonym(case_id=self._case_id, subject_id=subject_id, profile=profile_id, words=words))

    def save(self, work: Work) -> None:
        """Write the new draws into the store."""
        for row in self.drawn:
            if not work.one(Pseudonym, case_id=row.case_id, subject_id=row.subject_id, profile=row.profile):
                work.add(row)
        self.drawn.clear()


def decisions(store: Store, case_id: str, profile_id: str = "") -> Decisions:
    """What was decided about words of this case (not a name, this is somebody) and, for one profile, about places."""
    rows = [row for row in store.find(WordDecision, case_id=case_id) if row.profile in ("", profile_id)]
    settled = {row.word for row in rows if row.decision == "not_a_name"} | set(_posts(store, case_id))
    return Decisions(
        not_names=frozenset(key(word) for word in settled),
        this_is={row.word.lower(): row.subject_id for row in rows if row.decision == "this_is"},
        keep=frozenset(row.place for row in rows if row.decision == "keep" and row.place),
        withhold=frozenset(row.place for row in rows if row.decision == "withhold" and row.place),
        asked=frozenset(row.word for row in rows if row.decision == PARKED),
    )


def _posts(store: Store, case_id: str) -> Iterator[str]:
    """Code name, posts, bodies and references of a proceeding: typed as such by a person, so nobody asks about them."""
    for case in store.find(Case, id=case_id):
        yield from (case.code_name, case.reference)
    for contact in store.find(ProceedingContact, case_id=case_id):
        yield contact.body
        yield contact.post
    for proceeding in store.find(Proceeding, case_id=case_id):
        yield proceeding.operation


def decide_word(
    work: Work, case_id: str, word: str, decision: str, *, subject_id: str = "", reason: str = ""
) -> WordDecision:
    """Decide for the whole review that a word is ``not_a_name`` or that it ``this_is`` somebody; can be undone."""
    for earlier in work.find(WordDecision, case_id=case_id):
        if earlier.word.casefold() == word.casefold() and not earlier.place:
            work.bin(earlier)
    return work.add(WordDecision(case_id=case_id, word=word, decision=decision, subject_id=subject_id, reason=reason))


def profile(store: Store, profile_id: str) -> Profile:
    """A profile by id: the board's edited copy of that id where there is one, else the one that ships."""
    copy = store.one(ProfileCopy, profile=profile_id)
    return from_toml(copy.toml, copy.name) if copy else load(profile_id)


def releaser(store: Store, case: Case, profile_id: str, book: CasePseudonyms, **more: Any) -> Releaser:
    """The engine for one document of a case; what is withheld anywhere in it is withheld wherever it is quoted."""
    chosen = profile(store, profile_id)
    quoted = None if chosen.marks == "K" else Passages(store, case.id).in_words
    return Releaser(
        cast_of(store, case.id),
        chosen,
        quoted=quoted,
        pseudonyms=book,
        circumstances=store.circumstances,
        decisions=decisions(store, case.id, profile_id),
        **more,
    )


_PERSON_KINDS = {kind.value: kind for kind in PersonKind}
_BODY_KINDS = {kind.value: kind for kind in BodyKind}


def import_cast(work: Work, case_id: str, cast: Cast, *, anyway: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Bring a people file into a case; gives how many people and bodies were added.

    Somebody of the same kind and name who is already there is left alone (duplicates are offered, never merged), but
    for the people whose ids in the file are in ``anyway``: a person decided that they are somebody else.
    """
    there = {(p.kind.value, p.name.casefold()) for p in work.find(Person, case_id=case_id)}
    there |= {(a.kind.value, a.name.casefold()) for a in boards.bodies(work, case_id)}
    ids: dict[str, str] = {}
    added, drawn = [0, 0], people.Codes(work, case_id)
    for subject in cast:
        is_person = subject.kind in _PERSON_KINDS
        if (subject.kind, subject.name.casefold()) in there and not (is_person and subject.id in anyway):
            continue
        row = _add_person(work, case_id, subject, drawn) if is_person else _add_body(work, subject)
        _add_belongings(work, row, subject)
        ids[subject.id] = row.id
        added[0 if is_person else 1] += 1
    _entitle(work, cast, ids)
    return added[0], added[1]


def _add_person(work: Work, case_id: str, subject: Subject, drawn: people.Codes) -> Person:
    kind = _PERSON_KINDS[subject.kind]
    return people.add_person(
        work,
        case_id,
        subject.name,
        kind,
        code=drawn.draw(subject.role.strip() or people.ROLE_OF_KIND[kind], kind),
        role=subject.role,
        born=subject.born,
        died=subject.died,
        chosen_name=subject.pseudonym,
        household=subject.household,
        safe_place=subject.safe_place,
        public_fact=subject.public_fact,
    )


def _add_body(work: Work, subject: Subject) -> Agency:
    return boards.add_body(work, subject.name, _BODY_KINDS[subject.kind], type_words=subject.role)


def _add_belongings(work: Work, row: Person | Agency, subject: Subject) -> None:
    for alias in subject.aliases:
        people.add_name(work, row, FormKind.ALIAS, alias)
    for number in subject.identifiers:
        people.add_identifier(work, row, number.kind, number.value)
    for text in subject.addresses:
        people.add_address(work, row, text, safe=subject.safe_place)
    for kind, values in (("phone", subject.phones), ("email", subject.emails)):
        for value in values:
            people.add_contact(work, row, kind, value, safe=subject.safe_place)


def _entitle(work: Work, cast: Cast, ids: dict[str, str]) -> None:
    for subject in cast:
        named = tuple(ids[one] for one in subject.entitled if one in ids)
        if named and subject.id in ids:
            work.change(work.get(Person, ids[subject.id]), entitled=named)
