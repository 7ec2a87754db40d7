"""The words that templates fill in between braces, released to the audience of one document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop import wording
from desktop.casework import cases, terminology
from desktop.redaction.released import Released, fixed, joined
from storage.records import Address, Person, PersonKind

if TYPE_CHECKING:
    from desktop.reports.setting import Setting


def words_of(made: Setting) -> dict[str, Released]:
    """Every word of ``templates.WORDS`` for this document."""
    labels = terminology.load(made.case.terminology).labels
    recipient = made.recipient_id
    kind = "Person" if recipient in made.people else "Agency"
    board = made.board
    return {
        "board": made.name("Agency", board.body_id) or fixed("The board"),
        "review": fixed(made.case.code_name),
        "reference": fixed(made.case.reference),
        "today": fixed(wording.uk_date(made.store.circumstances.today())),
        "recipient": made.name(kind, recipient) if recipient else fixed(""),
        "children": listed([_called(made, child) for child in _children(made)]),
        "chair": _holder(made, "chair") or fixed(board.chair) or fixed("the independent chair"),
        "manager": _holder(made, "manager") or fixed(board.manager) or fixed("the board manager"),
        "reviewer": _reviewers(made) or fixed(f"the {labels.get('reviewer', 'lead reviewer')}"),
        "contact": _office(made),
        "reach": _reach(made) or fixed("by letter to the board"),
        "purpose": _purpose(made),
        "marking": fixed(board.marking),
        "kind": fixed(labels.get("review", "review")),
        "panel": fixed(labels.get("panel", "") or "the national panel"),
        "group": fixed(labels.get("group", "review group")),
        "member": fixed(labels.get("member", "member")),
        "subject": fixed(labels.get("subject", "child")),
        "period": _period(made),
    }


def listed(parts: list[Released]) -> Released:
    """``a, b and c`` of released parts; empty ones are left out."""
    told = [part for part in parts if part]
    if len(told) < 2:
        return told[0] if told else fixed("")
    told = [told[0], *(_inside(part) for part in told[1:])]
    return joined((joined(told[:-1], ", "), told[-1]), " and ")


def capital(words: Released) -> Released:
    """The same words at the head of a sentence."""
    if not words or not words.text[0].islower():
        return words
    return joined((fixed(words.text[0].upper()), words.part(1, len(words.text))))


def _inside(words: Released) -> Released:
    """The same words inside a sentence: ``the hospital``, where the engine began with a capital article."""
    if words.spans and words.text.startswith(("The ", "A ", "An ")):
        return joined((fixed(words.text[0].lower()), words.part(1, len(words.text))))
    return words


def own_address(made: Setting) -> tuple[Released, ...]:
    """The lines of the recipient's own present address; none where it is kept safe or not known."""
    if made.recipient_id not in made.people or made.people[made.recipient_id].safe_place:
        return ()
    found = [
        one for one in made.store.find(Address, subject_id=made.recipient_id) if not one.safe and not one.until.known
    ]
    if not found:
        return ()
    said = made.say(found[-1].text)
    if said.spans:
        return ()
    # Cut after it was released: a town or a postcode by itself is not known as theirs and would be withheld.
    return tuple(said.part(*match.span()) for match in re.finditer(r"[^,\s][^,]*", said.text))


def _children(made: Setting) -> tuple[Person, ...]:
    """The children the document is about; for a relative, those that person is entitled to read about."""
    found = cases.children(made.store, made.case.id)
    person = made.people.get(made.recipient_id)
    own = [one for one in found if person and (one.id in person.entitled or one.id == person.id)]
    return tuple(own) if own and made.profile == "family" else found


def children_named(made: Setting) -> tuple[tuple[str, Released], ...]:
    """The children that ``{children}`` stands for, and what this audience reads."""
    return tuple((child.id, _called(made, child)) for child in _children(made))


def _called(made: Setting, child: Person) -> Released:
    """A child as a letter speaks of them: by the first name alone to those who may read it, else as that audience."""
    name = made.name("Person", child.id)
    first = name.text.split(" ")[0]
    return name.part(0, len(first)) if made.profile == "family" and not name.spans and first else name


def _holder(made: Setting, post: str) -> Released:
    holders = [p for p in made.people.values() if p.kind is PersonKind.OFFICE_HOLDER and post in p.role.lower()]
    found = [p for p in holders if not p.left_on.known]
    return made.name("Person", found[0].id, inside=True) if found else fixed("")


def _reviewers(made: Setting) -> Released:
    if "reviewer" not in made.registers:
        return fixed("")
    ids = [str(row.values.get("person", "")) for row in made.rows(made.registers["reviewer"])]
    return listed([made.name("Person", one, inside=True) for one in dict.fromkeys(ids) if one])


def _reach(made: Setting) -> Released:
    """Telephone and mail of the board's office, from its settings."""
    return joined([fixed(one) for one in (made.board.phone, made.board.mailbox) if one], ", ")


def _office(made: Setting) -> Released:
    reach = _reach(made)
    return joined((fixed("the board's office ("), reach, fixed(")"))) if reach else fixed("the board's office")


def _period(made: Setting) -> Released:
    first, last = made.case.period_from, made.case.period_until
    if not first.known or not last.known:
        return fixed("the period that is looked at")
    return joined((made.say(wording.partial_date(first)), made.say(wording.partial_date(last))), " to ")


def _purpose(made: Setting) -> Released:
    """The purpose statement, word for word the same in every document that carries it."""
    if "purpose_statement" not in made.registers:
        return fixed("")
    found = made.rows(made.registers["purpose_statement"])
    if not found:
        return fixed("")
    return made.value(made.registers["purpose_statement"].field("text"), found[-1].values.get("text"), row=found[-1])
