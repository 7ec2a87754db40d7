"""Whose name is it: titles, roles and first names beside a form that several people share.

Here: taking a title into the name it belongs to, and settling a shared form where the text decides (profiles, section
5). Where it does not, the hit keeps all its subjects and nobody guesses. Not here: neutral words (``wordings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from desktop.redaction.forms import FormKind, parse
from desktop.redaction.hits import Hit
from desktop.redaction.normalise import Normalised, key
from desktop.redaction.people import Cast, Subject
from desktop.redaction.tails import tail_end
from desktop.redaction.words import first_names, quiet_words

_NAMES = {
    FormKind.FULL,
    FormKind.GIVEN,
    FormKind.MIDDLE,
    FormKind.SURNAME,
    FormKind.HALF,
    FormKind.PLURAL,
    FormKind.GIVEN_INITIAL,
    FormKind.INITIALS,
}
_SEX = {"mr": "m", "sir": "m", "uncle": "m", "grandad": "m", "granddad": "m", "grandpa": "m",
        "mrs": "f", "ms": "f", "miss": "f", "dame": "f", "aunt": "f", "auntie": "f", "aunty": "f", "nan": "f",
        "nana": "f",
        "gran": "f", "granny": "f", "grandma": "f"}  # fmt: skip
_SEX_OF_ROLE = {
    "f": frozenset(
        [
            "mother",
            "stepmother",
            "grandmother",
            "aunt",
            "sister",
            "stepsister",
            "wife",
            "girlfriend",
            "daughter",
            "niece",
            "mum",
            "woman",
            "girl",
        ]
    ),
    "m": frozenset(
        [
            "father",
            "stepfather",
            "grandfather",
            "uncle",
            "brother",
            "stepbrother",
            "husband",
            "boyfriend",
            "son",
            "nephew",
            "dad",
            "man",
            "boy",
        ]
    ),
}
_DOCTORS = re.compile(
    r"\b(?:gp|doctor|dr|consultant|paediatrician|psychiatrist|psychologist|registrar|practitioner|pathologist|lead "
    r"reviewer)\b",
    re.IGNORECASE,
)
_POLICE = {
    "pc",
    "dc",
    "ds",
    "di",
    "dci",
    "dcs",
    "dsi",
    "sgt",
    "sergeant",
    "inspector",
    "constable",
    "supt",
    "superintendent",
    *("ps", "wpc", "pcso"),
}
_CALLINGS = {"nurse": "nurse", "midwife": "midwife", "matron": "matron", "judge": "judge", "officer": "officer"}
_TITLE = re.compile(
    r"(?<![^\W_])(?:(?P<both>(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s+(?:and|&)\s+(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s+)"
    r"|(?P<title>(?i:mr|mrs|ms|mx|dr|prof|cllr|revd?)\.?|Miss|MISS|miss|Doctor|Professor|Sir|Dame|Councillor|Judge|"
    r"(?:(?:Detective|Police|Chief|Acting|Staff|Charge|Student|Senior|School|District|Community|Practice|Ward|Prison|"
    r"Probation|Housing)\s+){0,3}"
    r"(?:Inspector|Sergeant|Constable|Superintendent|Nurse|Midwife|Matron|Officer)|Pastor|Imam|HHJ|Lady|Lord"
    r"|PC|PS|WPC|PCSO|DC|DS|DI|DCI|DCS|DSI|Sgt|Supt|Auntie?|Aunty|Uncle|Nana?|Gran|Granny|Grandma|Gran[d]?dad|Grandpa)\s+)$"
)
_TITLE_WORDS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "dr",
        "prof",
        "cllr",
        "rev",
        "revd",
        "doctor",
        "professor",
        "sir",
        "dame",
        "councillor",
        "judge",
        "inspector",
        "sergeant",
        "constable",
        "nurse",
        "midwife",
        "matron",
        "officer",
        "pastor",
        "imam",
        "pc",
        "dc",
        "ds",
        "di",
        "dci",
        "dcs",
        "dsi",
        "sgt",
        "supt",
        *("superintendent", "hhj", "lady", "lord", "ps", "wpc", "pcso"),
        "aunt",
        "auntie",
        "aunty",
        "uncle",
        "nan",
        "nana",
        "gran",
        "granny",
        "grandma",
        "grandad",
        "granddad",
        "grandpa",
    ]
)
_FAMILY_AFTER = re.compile(
    r"(?:(?:'s|’s|s'|s’)?\s+)(family|families|household|child|children|baby|babies|boys?|"
    r"girls?|twins?|siblings?|brothers?|sisters?|cousins?|relatives?|relations|parents?|home|house|flat)\b",
    re.IGNORECASE,
)
_CAPITAL_WORD = re.compile(r"(?<![^\W_])([A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)?) $")
_ROLE_WORDS = {
    "mother": {"mother", "mum", "mummy"}, "father": {"father", "dad", "daddy"}, "grandmother": {"grandmother", "nan",
    "gran", "grandma"},
    "grandfather": {"grandfather", "grandad", "grandpa"}, "sister": {"sister"}, "brother": {"brother"},
    "partner": {"partner"},
}  # fmt: skip


def settle(n: Normalised, hits: Iterable[Hit], register: Register) -> tuple[Hit, ...]:
    """Hits with titles taken in and shared forms settled where the text decides."""
    settled: list[Hit] = []
    text, floor = n.original, 0
    for hit in hits:
        if hit.kind in _NAMES:
            hit = _with_dot(text, _with_initials(text, _with_title(n, hit, register, floor), register))
        elif hit.kind in (FormKind.BODY, FormKind.SHORT_BODY, FormKind.INITIALS):
            hit = _with_tail(text, hit, register)
        if "(" in text[hit.start : hit.end] and text[hit.end : hit.end + 1] == ")":
            hit = replace(hit, end=hit.end + 1)
        floor = hit.end
        if settled and _one_name(text, settled[-1], hit, register):
            settled[-1] = replace(settled[-1], end=hit.end, kind=FormKind.FULL)
        else:
            settled.append(hit)
    return tuple(settled)


def _one_name(text: str, first: Hit, second: Hit, register: Register) -> bool:
    """Whether two hits side by side are one person's names in a row."""
    same = len(first.subjects) == 1 and first.subjects == second.subjects
    if (
        not same
        or first.kind not in _NAMES
        or second.kind not in _NAMES
        or FormKind.PLURAL in (first.kind, second.kind)
    ):
        return False
    if _BETWEEN.fullmatch(text, first.end, second.start):
        return True
    between = text[first.end : second.start] if second.start - first.end < 30 else ""
    # A name that is a word may stand between: "Hương Thị Thu Lê", with a day of the week in it.
    return _WITHIN.fullmatch(between) is not None and set(key(between).split()) <= register.words[first.subjects[0]]


_WITHIN = re.compile(r"[ -][^\W\d_][^.,;:!?\n]*[ -]")


_BETWEEN = re.compile(r"[ \u00a0\t\n-]{1,2}|[ \u00a0](?:[^\W\d_a-z]\.?[ \u00a0]){1,2}")
"""Nothing, or the initials of further names that nobody registered."""


def _with_dot(text: str, hit: Hit) -> Hit:
    """Initials with the full stop that belongs to them, where it cannot be the end of a sentence."""
    if text[hit.end : hit.end + 1] != "." or not re.search(r"(?<![^\W_])[^\W\d_]$", text[hit.start : hit.end]):
        return hit
    return replace(hit, end=hit.end + 1) if re.match(r"\.(?:\s*[a-z,;:)'’(]|-)", text[hit.end :]) else hit


_INITIALS_AFTER = re.compile(r"(?:[ \u00a0.-]{1,2}(?:[^\W\d_a-z]\.)*[^\W\d_a-z])+(?![^\W_])")


def _with_initials(text: str, hit: Hit, register: Register) -> Hit:
    """With further initials of that person after the name: ``Pemberton R M``, ``Ruby P.-O.``"""
    following = text[hit.end + 1 : hit.end + 3]
    after = _INITIALS_AFTER.match(text, hit.end) if following.lower() != following else None
    if not after or hit.kind in (FormKind.PLURAL, FormKind.INITIALS) or len(hit.subjects) != 1:
        return hit
    known = register.initials.get(hit.subjects[0], frozenset())
    letters = re.findall(r"[^\W\d_]", after[0].lower())
    # "A" and "I" alone are more often words.
    if not all(letter in known for letter in letters) or (len(letters) == 1 and letters[0] in "ai"):
        return hit
    return replace(hit, end=after.end())


def _with_tail(text: str, hit: Hit, register: Register) -> Hit:
    """A body's short name with the words of its kind after it: ``the Royal Infirmary``, ``St Bride's Primary``."""
    body = register.cast.get(hit.subjects[0]) if len(hit.subjects) == 1 else None
    return replace(hit, end=tail_end(text, hit.end, body.kind)) if body else hit


class Register:
    """First names and role words of a cast, worked out once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.sex = {subject.id: sex_of(subject) for subject in cast if not subject.is_body}
        self.given = {subject.id: _given(subject) for subject in cast if not subject.is_body}
        self.roles = {subject.id: _role_words(subject) for subject in cast if not subject.is_body}
        self.callings = {subject.id: key(f"{subject.role} {subject.name}") for subject in cast if not subject.is_body}
        self.words = {subject.id: _words(subject) for subject in cast if not subject.is_body}
        self.initials = {subject.id: _letters(subject) for subject in cast if not subject.is_body}


def _letters(subject: Subject) -> frozenset[str]:
    names = (parse(name) for name in (subject.name, *subject.aliases))
    return frozenset(word[0] for name in names for part in (*name.given, name.surname) for word in part.split())


def _words(subject: Subject) -> frozenset[str]:
    return frozenset(word for name in (subject.name, *subject.aliases) for word in key(name).split())


def _given(subject: Subject) -> frozenset[str]:
    names = (parse(name) for name in (subject.name, *subject.aliases))
    return frozenset(word for name in names for word in name.given)


def _role_words(subject: Subject) -> frozenset[str]:
    role = key(subject.role)
    if not role:
        return frozenset()
    return frozenset({role, *_ROLE_WORDS.get(role.split()[-1], set())})


def sex_of(subject: Subject) -> str:
    """``f``, ``m`` or empty: from the register, a title in the name, or a role that says it."""
    if subject.sex:
        return subject.sex[:1].lower()
    for name in (subject.name, *subject.aliases):
        title = key(name).split(" ")[0]
        if title in ("mr", "mrs", "ms", "miss"):
            return _SEX[title]
    head = key(subject.role).split(" ")[-1]
    return next((sex for sex, words in _SEX_OF_ROLE.items() if head in words), "")


_LAST_WORD = re.compile(r"([^\W_]+)[^\w\s]*$")


def _with_title(n: Normalised, hit: Hit, register: Register, floor: int) -> Hit:
    text = n.original
    low = max(floor, hit.start - 30)
    lead = text[low : hit.start]
    word = lead.split()[-1:] if lead[-1:].isspace() else []
    if word and not word[0].isalpha() and (last := _LAST_WORD.search(word[0])):
        word = [last[1]]
    match = _TITLE.search(lead) if word and word[0].lower() in _TITLE_WORDS else None
    if len(hit.pairs) == 1 and hit.kind is FormKind.FULL:  # somebody's whole name: nothing to settle
        if not match:
            return hit
        return replace(hit, start=low + match.start(), kind=FormKind.PLURAL if match["both"] else hit.kind)
    candidates = [subject for subject_id in hit.subjects if (subject := register.cast.get(subject_id))]
    title = ""
    if match:
        hit = replace(hit, start=low + match.start())
        if match["both"]:
            return replace(hit, kind=FormKind.PLURAL)
        title = match["title"].strip(" .\n").lower().split()[-1]
        if len(candidates) > 1:
            candidates = _by_title(title, candidates, register) or candidates
    elif (
        hit.kind in (FormKind.SURNAME, FormKind.HALF)
        and word
        and word[0][:1].isupper()
        and (stranger := _stranger(n, hit, candidates, register, floor)) is not None
    ):
        return replace(hit, start=stranger, stranger=True)
    if len(candidates) > 1:
        candidates = _by_role(n, hit, candidates, register) or candidates
    kept = {subject.id for subject in candidates}
    if all(pair[0] in kept for pair in hit.pairs):
        return hit
    return replace(hit, pairs=tuple(pair for pair in hit.pairs if pair[0] in kept))


def _by_title(title: str, candidates: list[Subject], register: Register) -> list[Subject]:
    adults = [subject for subject in candidates if subject.kind not in ("subject_child", "sibling")] or candidates
    if title in _CALLINGS:
        return [subject for subject in candidates if _CALLINGS[title] in register.callings.get(subject.id, "")]
    if title in _POLICE:
        return [
            subject
            for subject in candidates
            if re.search(
                r"police|detective|constable|officer|investigat", f"{subject.role} {subject.name}", re.IGNORECASE
            )
        ]
    if title in ("dr", "doctor", "prof", "professor"):
        return [
            subject
            for subject in candidates
            if _DOCTORS.search(subject.role) or re.match(r"(?:Dr|Prof)\b", subject.name)
        ]
    wanted = _SEX.get(title)
    if wanted is None:
        return adults
    return [subject for subject in adults if register.sex[subject.id] in ("", wanted)]


def _by_role(n: Normalised, hit: Hit, candidates: list[Subject], register: Register) -> list[Subject]:
    """The one whose role stands right before the name, or right after it between commas."""
    text = n.original
    lead = text[max(0, hit.start - 2) : hit.start]
    before = "" if any(mark in lead for mark in ".;:!?") else n.words[max(0, hit.view[0] - 60) : hit.view[0]].rstrip()
    following = text[hit.end : hit.end + 60]
    after = key(re.split(r"[.;]", following)[0]) if following[:2].strip()[:1] in (",", "(") else ""
    named = []
    for subject in candidates:
        words = register.roles.get(subject.id, frozenset())
        if (before and any(before.endswith(word) for word in words)) or (
            after and any(re.match(rf"(?:the |his |her |their |a )?{re.escape(word)}\b", after) for word in words)
        ):
            named.append(subject)
    return named if len(named) == 1 else []


def _stranger(n: Normalised, hit: Hit, candidates: list[Subject], register: Register, floor: int) -> int | None:
    """Where an unregistered first name begins before this surname: another member, or no relation at all."""
    low = max(floor, hit.start - 30)
    match = _CAPITAL_WORD.search(n.original[low : hit.start])
    if not match:
        return None
    word = key(match[1])
    if word in quiet_words() and word not in first_names():
        return None
    if any(word in register.given.get(subject.id, ()) for subject in candidates):
        return None
    lead = n.original[max(0, low + match.start() - 8) : low + match.start()].rstrip()
    opens = not lead or lead[-1] in ".!?:\n"
    return low + match.start() if word in first_names() or not opens else None


def family_word_after(text: str, end: int) -> re.Match[str] | None:
    """``family``, ``children`` … right after a surname, which can then be left out."""
    return _FAMILY_AFTER.match(text, end)
