"""Every form a name can take, and how sure one may be of it.

Here: forms of people and bodies (full, reversed, initials, plural, former, nickname, halves of a double name, joined,
other spellings of accents), of addresses, contacts and numbers. Source: redaction design, sections 2
and 5, step 1. Titles and possessives are added, and dates
of birth found, where they stand (``matcher``). Not here: looking for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop.redaction.form import Form, FormKind, Strength, form_key, single_strength
from desktop.redaction.forms_reach import numbers, reach
from desktop.redaction.people import Subject
from desktop.redaction.words import acronyms, is_quiet, name_words, ordinary_words

__all__ = ["TITLES", "Form", "FormKind", "Name", "Strength", "forms_of", "parse", "single_strength"]

TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "dame", "lady", "lord", "master",
    "rev", "reverend", "revd", "fr", "pastor", "imam", "rabbi", "pc", "dc", "ds", "di", "dci", "dcs", "dsi", "sgt",
    "sergeant", "inspector", "constable", "supt", "superintendent", "cllr", "councillor", "judge", "hhj", "sister",
    "nurse", "matron", "midwife", "aunt", "auntie", "aunty", "uncle", "nan", "nana", "nanny", "gran", "granny",
    "grandma", "grandad", "granddad", "grandpa", "mummy", "daddy", "mum", "dad", "social", "worker"]
) - {"social", "worker"}  # fmt: skip
_PREFIXES = TITLES - {"nanny", "sister", "lord", "lady", "master", "judge", "nan", "mum", "dad"} | {"sister"}
_SUFFIXES = frozenset(
    ["jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "qc", "kc", "obe", "mbe", "cbe", "phd", "md",
    "rgn", "rmn"]
)  # fmt: skip
PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "la", "le", "du", "di", "da", "do", "das", "dos", "del", "della", "dello",
    "degli", "dei", "ter", "ten", "te", "zu", "zum", "zur", "af", "av", "bin", "binti", "bint", "bte", "ibn",
    "ben", "bat", "al", "el", "ul", "ur", "ud", "us", "abu", "abd", "st", "saint", "san", "santa", "mac", "mc",
    "o", "ni", "nic", "ui", "mhic", "giolla", "mag", "ap", "ab", "ferch", "verch", "fitz", "los", "las", "y", "e",
    "i", "lo", "op", "het", "t", "d", "l", "dal", "dela"]
)  # fmt: skip
"""Words inside a surname that belong to the name after them."""
_WRITTEN_SMALL = frozenset(
    ["ben", "do", "e", "i", "y", "t", "d", "l", "us", "ud", "ab", "abd", "san", "ten", "te", "lo", "op", "bat",
    "st"]
)  # fmt: skip
"""Of these, those that are particles only where the name is written with a small letter (or before another)."""
_DIGRAPHS = {"ö": "oe", "ü": "ue", "ä": "ae", "å": "aa", "ø": "oe", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "dj"}
_TAILS = frozenset(
    ["primary", "infant", "infants", "junior", "secondary", "high", "grammar", "comprehensive", "community", "school",
    "academy", "college", "nursery", "preschool", "pre", "surgery", "practice", "medical", "health", "centre",
    "center", "clinic", "hospital", "general", "infirmary", "hospice", "ward", "team", "unit", "home", "house",
    "lodge", "childminder", "playgroup", "church", "catholic", "ce", "rc", "of", "england", "the", "st", "first",
    "middle", "special", "sixth", "form", "c", "e", "r", "v", "a"]
)  # fmt: skip
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_EAST_TITLES = (
    "先生", "女士", "小姐", "太太", "老师", "老師", "医生", "醫生", "护士", "氏", "さん", "様", "씨", "님", "선생님",
)  # fmt: skip
_EAST_SURNAMES = ("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "皇甫")
_COLLAR = re.compile(r"\b(?:PC|PS|DC|DS|WPC|PCSO|Sgt|DI) ?\d{2,5}\b")
_WELSH_SON = re.compile(r" (a[bp]) ")
_COLLARS = ("collar", "collar no", "collar number", "shoulder number", "warrant number", "warrant no")
_ACCENTED = re.compile("[" + "".join(_DIGRAPHS) + "]")


@lru_cache(maxsize=4096)
def forms_of(subject: Subject) -> tuple[Form, ...]:
    """All forms of one subject, each key once per kind. Kept, because every document asks for the same people twice."""
    made: dict[tuple[str, str], Form] = {}
    for form in (*_names(subject), *reach(subject), *numbers(subject)):
        held = made.get((form.key, form.class_id))
        if form.key and (held is None or form.strength > held.strength):
            made[form.key, form.class_id] = form
    return tuple(made.values())


def _names(subject: Subject) -> Iterator[Form]:
    names = [spelling for name in (subject.name, *subject.aliases) for spelling in _spellings(name)]
    if subject.is_body:
        return _body(subject, names)
    return _person(subject, names)


def _spellings(name: str) -> tuple[str, ...]:
    """The name, and the same with two letters for each accented one where that is a custom."""
    lowered = name.lower()
    if welsh := _WELSH_SON.search(lowered):
        return name, f"{name[: welsh.start()]} {'ap' if welsh[1] == 'ab' else 'ab'} {name[welsh.end() :]}"
    if name.isascii() or not _ACCENTED.search(lowered):
        return (name,)
    return name, _ACCENTED.sub(lambda match: _DIGRAPHS[match[0]], lowered).title()


# People


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts, as keys. ``surname`` may be several words; ``given`` holds first and middle names."""

    given: tuple[str, ...]
    surname: str
    raw_given: tuple[str, ...] = ()
    raw_surname: str = ""


def parse(name: str) -> Name:
    """Take a written name apart: title, given names, surname; ``Surname, Given`` too. A single word is a given name."""
    if name.count(",") == 1:
        surname, given = (part.strip() for part in name.split(","))
        if surname and given and form_key(given) not in _SUFFIXES:
            name = f"{given} {surname}"
    words = name.replace("(", " ").replace(")", " ").replace("“", " ").replace("”", " ").replace('"', " ").split()
    while len(words) > 1 and form_key(words[0]) in _PREFIXES:
        words = words[1:]
    while len(words) > 1 and form_key(words[-1]) in _SUFFIXES:
        words = words[:-1]
    words = [word.strip(",;") for word in words if form_key(word)]
    # The collar number of an officer is no name.
    words = [word for word in words if not word.isdigit()] or words
    if len(words) < 2:
        return Name(tuple(form_key(word) for word in words), "", tuple(words), "")
    groups = _with_particles(words)
    firsts, last = groups[:-1], groups[-1]
    return Name(tuple(form_key(word) for word in firsts), form_key(last), tuple(firsts), last)


def _with_particles(words: list[str]) -> list[str]:
    """Words of a name, each particle in one with what follows: "Maria", "da Conceição", "dos Santos". Two at least."""
    groups = [words[-1]]
    for at in range(len(words) - 2, -1, -1):
        word = words[at]
        if at and _is_particle(word, words[-1]):
            groups[0] = f"{word} {groups[0]}"
        else:
            groups.insert(0, word)
    return groups


def _is_particle(word: str, last: str) -> bool:
    """Whether a word belongs to the one after it: "van", "Ní", "ap"; any short word written small does."""
    key = form_key(word)
    small = word[:1].islower() and last[:1].isupper() and len(key) < 6
    return small or (key in PARTICLES and key not in _WRITTEN_SMALL and not word.endswith("."))


def _person(subject: Subject, names: list[str]) -> Iterator[Form]:
    class_id = subject.class_id
    firsts: dict[str, None] = {}
    surnames: dict[str, None] = {}
    middles: dict[str, None] = {}
    for index, name in enumerate(names):
        if _is_initials(name):
            yield from _initials_forms(subject, form_key(name).replace(" ", ""), said=True)
            continue
        parts = parse(name)
        if collar := _COLLAR.search(name):
            collars = dict.fromkeys((form_key(collar[0]), form_key(collar[0]).replace(" ", "")))
            rank, number = re.split(r"(?<=[^\W\d]) ?(?=\d)", form_key(collar[0]))
            collars |= dict.fromkeys((f"{' '.join(rank)} {number}", *(f"{said} {number}" for said in _COLLARS)))
            for key in collars:
                yield Form(key, subject.id, FormKind.NUMBER, Strength.HARD, class_id)
            if surname := parse(name).surname:
                for key in (f"{surname} {number}", f"{number} {surname}"):
                    yield Form(key, subject.id, FormKind.FULL, Strength.HARD, class_id)
        if not parts.given:
            continue
        if not parts.surname:
            yield from _single_alias(subject, parts.given[0], surnames, name, index)
            firsts[parts.given[0]] = None
            continue
        firsts[parts.given[0]] = None
        surnames[parts.surname] = None
        middles |= dict.fromkeys(parts.given[1:])
        yield from _whole(subject, parts)
    for surname in surnames:
        yield from _surname(subject, surname)
    for first in firsts:
        yield from _given(subject, first, FormKind.GIVEN)
        for middle in middles:
            if first != middle and len(first) > 1 < len(middle):
                yield Form(f"{first} {middle}", subject.id, FormKind.FULL, Strength.CAPITAL, class_id)
        for surname in surnames:
            for last in dict.fromkeys((surname, *_halves(surname))):
                if first != last:
                    yield from _pair(subject.id, class_id, first, last)
            for letter in dict.fromkeys((surname[0], _letter(surname))):
                if _EAST_ASIAN.fullmatch(letter):
                    continue
                yield Form(f"{first} {letter}", subject.id, FormKind.GIVEN_INITIAL, Strength.CAPITAL, class_id)


def _single_alias(subject: Subject, word: str, surnames: dict[str, None], name: str, index: int) -> Iterator[Form]:
    """A name of one word may be a nickname or a former surname: it is both."""
    if index and len(word) > 1 and surnames:
        yield Form(_plural(word), subject.id, FormKind.PLURAL, _plural_strength(word), subject.class_id)
        for first in dict.fromkeys(parse(subject.name).given[:1]):
            if first != word:
                yield from _pair(subject.id, subject.class_id, first, word)
    if name.strip().lower().startswith(("mr ", "mrs ", "ms ", "miss ")):
        yield Form(form_key(name), subject.id, FormKind.FULL, Strength.HARD, subject.class_id)


def _is_initials(name: str) -> bool:
    letters = re.sub(r"[\s.]", "", name)
    return 2 <= len(letters) <= 5 and letters.isalpha() and letters.isupper() and (len(letters) <= 4 or "." in name)


def _initials_forms(subject: Subject, letters: str, *, said: bool = False) -> Iterator[Form]:
    """``said``: the register gives these capitals, so that even a common abbreviation must be looked at."""
    if _EAST_ASIAN.search(letters):  # a sign of such scripts is no initial of a name
        return
    weak = letters in acronyms() or letters in ordinary_words() or len(letters) < 2
    solid = Strength.INITIALS if not weak else Strength.REVIEW if said else Strength.CODE
    yield Form(letters, subject.id, FormKind.INITIALS, solid, subject.class_id)
    yield Form(" ".join(letters), subject.id, FormKind.INITIALS, Strength.INITIALS, subject.class_id)


def _whole(subject: Subject, parts: Name) -> Iterator[Form]:
    """Forms that need all the given names of one written name."""
    first, *middles = parts.given
    surname, who, class_id = parts.surname, subject.id, subject.class_id
    for middle in middles:
        if len(middle) > 1:
            yield from _given(subject, middle, FormKind.MIDDLE)
            yield from _pair(who, class_id, middle, surname)
            # In many countries the second name is what others use for a surname.
            yield Form(f"{first[0]} {middle}", who, FormKind.FULL, Strength.CAPITAL, class_id)
    yield from _initials_with_halves(subject, parts)
    if middles:
        everything = " ".join(parts.given)
        initials = " ".join(map(_letter, middles))
        for given in (
            everything,
            f"{first} {initials}",
            f"{first[0]} {initials}",
            f"{first[0]}{initials.replace(' ', '')}",
        ):
            yield Form(f"{given} {surname}", who, FormKind.FULL, Strength.HARD, class_id)
            yield Form(f"{surname} {given}", who, FormKind.FULL, Strength.HARD, class_id)
        # Where the surname comes first and is written last here: "Thị Thu Hương Lê".
        yield Form(" ".join((*middles, surname, first)), who, FormKind.FULL, Strength.HARD, class_id)
        yield Form(everything, who, FormKind.FULL, Strength.HARD if len(everything) > 5 else Strength.CAPITAL, class_id)
        for letters in dict.fromkeys(
            (
                "".join(word[0] for word in (*parts.given, surname)),
                "".join(map(_letter, (*parts.given, surname))),
                "".join(word[0] for part in (*parts.given, surname) for word in part.split()),
            )
        ):
            yield from _initials_forms(subject, letters)
    yield from _initials_forms(subject, first[0] + _letter(surname))


def _letter(name: str) -> str:
    """The first letter of a name without its particles."""
    return next((word[0] for word in name.split() if word not in PARTICLES), name[0])


def _initials_with_halves(subject: Subject, parts: Name) -> Iterator[Form]:
    """Initials of a double first name or surname, alone and beside the other name: R-M Pemberton, Ruby P.-O., RMPO."""
    first = parts.given[0]
    letters = " ".join(word[0] for word in first.split())
    halves = " ".join(word[0] for word in parts.surname.split())
    if " " in letters:
        for last in (parts.surname, *_halves(parts.surname)):
            for given in (letters, letters.replace(" ", "")):
                for key in (f"{given} {last}", f"{last} {given}"):
                    yield Form(key, subject.id, FormKind.FULL, Strength.CAPITAL, subject.class_id)
    if " " in halves:
        for given in (first, *first.split()):
            for last in (halves, halves.replace(" ", "")):
                yield Form(f"{given} {last}", subject.id, FormKind.GIVEN_INITIAL, Strength.CAPITAL, subject.class_id)
    given = letters.replace(" ", "")
    if parts.surname.startswith("o ") and len(halves) > 2:  # DO'H
        yield Form(f"{given}o {halves[2]}", subject.id, FormKind.FULL, Strength.INITIALS, subject.class_id)
    for last in (halves.replace(" ", ""), halves[0], halves[-1]):
        for both in dict.fromkeys((given + last, first[0] + last)):
            yield from _initials_forms(subject, both)


def _pair(who: str, class_id: str, first: str, surname: str) -> Iterator[Form]:
    joined_first, joined_last = first.replace(" ", ""), surname.replace(" ", "")
    for given in dict.fromkeys((first, joined_first)):
        for last in dict.fromkeys((surname, joined_last)):
            if len(given) + len(last) < 3:
                continue
            yield Form(f"{given} {last}", who, FormKind.FULL, Strength.HARD, class_id)
            yield Form(f"{last} {given}", who, FormKind.FULL, Strength.HARD, class_id)
    strength = Strength.HARD if len(joined_first + joined_last) > 5 else Strength.REVIEW
    yield Form(joined_first + joined_last, who, FormKind.FULL, strength, class_id)
    yield Form(joined_last + joined_first, who, FormKind.FULL, strength, class_id)
    letter = first[0]
    if _EAST_ASIAN.search(joined_first):
        return
    initial = Strength.CAPITAL if len(joined_last) > 1 else Strength.REVIEW
    yield Form(f"{letter} {surname}", who, FormKind.FULL, initial, class_id)
    yield Form(f"{surname} {letter}", who, FormKind.GIVEN_INITIAL, initial, class_id)
    for user in (letter + joined_last, joined_last + letter) if len(joined_last) > 3 else ():
        if user not in name_words() and not (len(joined_last) < 6 and is_quiet(user)):
            yield Form(user, who, FormKind.USER_NAME, Strength.HARD, class_id)


def _given(subject: Subject, word: str, kind: FormKind) -> Iterator[Form]:
    if len(word) == 1 and word.isascii():
        if " " not in subject.name.strip():
            yield Form(word, subject.id, kind, Strength.REVIEW, subject.class_id)
        return
    if 1 < len(word) < 5 and _EAST_ASIAN.fullmatch(word):
        cut = 2 if word.startswith(_EAST_SURNAMES) else 1
        if len(word) - cut > 1:
            yield Form(word[cut:], subject.id, kind, Strength.HARD, subject.class_id)
        for title in _EAST_TITLES:
            yield Form(f"{word[:cut]}{title}", subject.id, kind, Strength.HARD, subject.class_id)
    for form in dict.fromkeys((word, word.replace(" ", ""))):
        yield Form(form, subject.id, kind, single_strength(form), subject.class_id)
    yield from _split(subject, word)
    if len(word) > 2:
        for form in dict.fromkeys((word, word.replace(" ", ""))):
            yield Form(f"{form}s", subject.id, kind, _plural_strength(word), subject.class_id)
    halves = word.split()
    if len(halves) > 1:
        for half in halves:
            if len(half) > 2 and half not in PARTICLES:
                yield Form(half, subject.id, FormKind.HALF, _half_strength(half), subject.class_id)


def _surname(subject: Subject, surname: str) -> Iterator[Form]:
    joined = surname.replace(" ", "")
    if len(joined) == 1 and joined.isascii():
        return
    for form in dict.fromkeys((surname, joined)):
        yield Form(form, subject.id, FormKind.SURNAME, single_strength(form), subject.class_id)
        yield Form(_plural(form), subject.id, FormKind.PLURAL, _plural_strength(form), subject.class_id)
        if form.startswith(("mc", "mac")) and len(form) > 5:
            stem = form.removeprefix("mac") if form.startswith("mac") else form.removeprefix("mc")
            for other in (f"mc{stem}", f"mac{stem}", f"mc {stem}", f"mac {stem}"):
                yield Form(other.replace("  ", " "), subject.id, FormKind.SURNAME, Strength.HARD, subject.class_id)
    yield from _split(subject, surname)
    for half in _halves(surname):
        yield from _split(subject, half)
        yield Form(_plural(half), subject.id, FormKind.PLURAL, _plural_strength(half), subject.class_id)
        yield Form(half, subject.id, FormKind.HALF, _half_strength(half), subject.class_id)
        yield Form(half.replace(" ", ""), subject.id, FormKind.HALF, _half_strength(half), subject.class_id)


def _split(subject: Subject, word: str) -> Iterator[Form]:
    """A name torn in two ("Pember ton"), by hand or by a reader of PDF; short ones are only shown."""
    if len(word) < 6 or " " in word or word in ordinary_words():
        return
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        plain = left in ordinary_words() and right in ordinary_words()
        strength = Strength.HARD if len(word) > 7 and not plain else Strength.REVIEW
        yield Form(f"{left} {right}", subject.id, FormKind.SPLIT, strength, subject.class_id)


def _half_strength(half: str) -> Strength:
    """A part of a double name in small letters too, unless it is short."""
    strength = single_strength(half)
    return strength if len(half) > 4 else min(strength, Strength.CAPITAL)


def _halves(surname: str) -> tuple[str, ...]:
    """The names a double surname is made of; a particle stays with what follows it."""
    found: list[str] = []
    for word in surname.split():
        if found and found[-1].split()[-1] in PARTICLES:
            found[-1] += f" {word}"
        else:
            found.append(word)
    halves = tuple(half for half in found if len(half) > 2)
    last = tuple(
        half.split()[-1]
        for half in halves
        if half.count(" ") > 1 or (" " in half and not half.startswith(("o ", "mc ", "mac ", "st ")))
    )
    last += tuple(half.split(" ", 1)[1] for half in halves if half.count(" ") > 1)
    irish = tuple(half[2:] for half in halves if half.startswith("o ") and len(half) > 6)
    last += tuple(half for half in irish if half not in ordinary_words())
    return (*halves, *last) if len(found) > 1 or last else ()


def _plural(word: str) -> str:
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _plural_strength(word: str) -> Strength:
    plural = _plural(word.replace(" ", ""))
    ordinary = plural in ordinary_words() or word in ordinary_words()
    return Strength.WORD if ordinary else Strength.HARD if len(word) > 3 else Strength.CAPITAL


# Bodies and places


def _body(subject: Subject, names: Iterable[str]) -> Iterator[Form]:
    for name in names:
        whole = form_key(name).removeprefix("the ")
        if not whole:
            continue
        capitals = re.sub(r"[\s.&]", "", name)
        if capitals.isupper() and capitals.isalpha() and len(capitals) <= 6:
            yield from _initials_forms(subject, capitals.lower(), said=True)
            continue
        single = " " not in whole
        strength = _half_strength(whole) if single else Strength.HARD
        yield Form(whole, subject.id, FormKind.BODY, strength, subject.class_id)
        if not single:
            yield Form(whole.replace(" ", ""), subject.id, FormKind.BODY, Strength.HARD, subject.class_id)
        for written in _body_spellings(whole):
            if written != whole and " " in written:
                yield Form(written, subject.id, FormKind.BODY, Strength.HARD, subject.class_id)
            yield from _short_body(subject, written)


def _body_spellings(whole: str) -> tuple[str, ...]:
    """``st bride s school`` is also written Brides or Bride, Saint or St, and with & for and."""
    spellings = dict.fromkeys(
        (whole, re.sub(r"(?<=[a-z]) s(?= |$)", "s", whole), re.sub(r"(?<=[a-z]{2})(?: s|s)(?= |$)", "", whole, count=1))
        if re.search(r"[a-z] s(?: |$)", whole)
        else (whole,)
    )
    if whole.startswith(("st ", "saint ")):
        tails = [one.split(" ", 1)[1] for one in spellings]
        spellings |= dict.fromkeys(f"{saint} {tail}" for tail in tails for saint in ("st", "saint"))
    if " and " in whole:
        spellings |= dict.fromkeys(one.replace(" and ", " ") for one in tuple(spellings))
    return tuple(spellings)


def _short_body(subject: Subject, whole: str) -> Iterator[Form]:
    """A school or practice called by its first words alone ("Sallow Lane"); capitals of three or more words."""
    words = whole.split()
    if subject.kind in ("school", "health_place", "unit") and len(words) > 1:
        head = list(words)
        while len(head) > 1 and head[-1] in _TAILS:
            head.pop()
            short = " ".join(head)
            fits = len(head) > 1 or (len(short) > 3 and short not in _TAILS and not _plain(short))
            if fits and len(short.replace(" ", "")) > 3:
                # "sallow lane" in small letters is the school too, "first response" is not the team.
                plain = all(word in ordinary_words() or word in _TAILS or len(word) < 3 for word in head)
                strength = single_strength(short) if len(head) == 1 else Strength.HARD
                strength = min(strength, Strength.CAPITAL) if plain else strength
                yield Form(short, subject.id, FormKind.SHORT_BODY, strength, subject.class_id)
                if len(head) > 1 and len(short) > 7 and not plain:
                    yield Form(short.replace(" ", ""), subject.id, FormKind.SHORT_BODY, strength, subject.class_id)
    initials = "".join(word[0] for word in words if word not in ("of", "and", "the", "s"))
    if (
        len(initials) > 2
        and subject.kind in ("school", "health_place", "unit", "agency")
        and initials not in acronyms()
    ):
        yield Form(initials, subject.id, FormKind.INITIALS, Strength.INITIALS, subject.class_id)


def _plain(word: str) -> bool:
    """An ordinary word that is nobody's name: "Duty" of a duty team."""
    return word in ordinary_words() and word not in name_words()
