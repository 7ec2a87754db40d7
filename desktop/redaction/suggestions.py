"""What looks like a name and nobody registered: shown to a person, grouped by word, never applied alone.

Here: capitalised words and runs that are no quiet words, common first names, words after a title, near-misses of
registered names, addresses by their shape. Source: redaction design, section 2 (review list). Not here: names that are
registered (``matcher``); decisions are passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from desktop.redaction.forms import TITLES, parse
from desktop.redaction.normalise import key, normalise
from desktop.redaction.people import Cast
from desktop.redaction.spans import Spans
from desktop.redaction.wordnames import PLACE_WORDS, starts_sentence
from desktop.redaction.words import acronyms, first_names, is_derived, is_quiet, name_words, quiet_words

_WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])|\u0301)*")
_CAPITAL = re.compile(r"(?<![^\W_])(?=[^\W\d_a-z])[^\W\d_](?:[^\W\d_]+|[-'’](?=[^\W\d_]))*")
_ADDRESS = re.compile(
    r"(?<![^\W_])\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'’]+ "
    r"){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Crescent|Terrace|Gardens|Grove|Way|Court"
    r"|Mews|Place|Row|Walk|Hill|Square|Rise|View|Park)\b"
)
_MIXED = re.compile(r"^(?!Mc|Mac|O['’]|D['’]|De|Di|La|Le|Fitz|Van)[A-Z][a-z]{1,2}[A-Z]")
_BETWEEN = re.compile(r"(?: |\u00a0|\. ?|, (?=$))(?:(?:van|von|de|der|den|al|el|bin|da|dos|di|la|le|du) )*$")
_MONTHS = frozenset(["may", "april", "june", "july", "august", "march"])
_MONTH_BEFORE = frozenset(
    [
        "in",
        "of",
        "by",
        "since",
        "until",
        "during",
        "early",
        "late",
        "mid",
        "every",
        "this",
        "last",
        "next",
        "end",
        "from",
        "to",
        "and",
        "before",
        "after",
        "between",
    ]
)
_ORG = frozenset(["road", "street", "lane", "avenue", "close", "drive", "crescent", "terrace", "park"])
_SHORTEST_NEAR = 5
_PEOPLE_TITLES = TITLES - {"officer", "constable", "inspector", "sergeant", "judge", "nurse", "matron", "midwife",
    "sister", "lady", "lord", "master",
                           "mum", "dad", "mummy", "daddy", "nanny", "pastor", "father", "doctor",
                           "professor"}  # fmt: skip
_TITLES = frozenset({*_PEOPLE_TITLES, "nurse"})


@dataclass(frozen=True, slots=True)
class Word:
    """One place: the words as they stand, where, and why they are shown."""

    words: str
    where: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One word or name with all its places. ``why``: name, near, shared, perhaps, address,
    asked."""

    word: str
    count: int
    places: tuple[tuple[str, int, int], ...]
    why: str


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    key: str
    sort: str  # quiet, first, both, unknown, initial, title


def names_in(text: str, covered: Sequence[tuple[int, int]], cast: Cast, where: str) -> Iterator[Word]:
    """Words that look like names outside the covered stretches (code points of ``text``)."""
    taken = Spans(covered)
    shown = Spans()
    for start, end, why in (*_addresses(text), *_near(text, cast), *_runs(text, taken), *_lower_case(text)):
        if not taken.meets(start, end) and not shown.meets(start, end):
            shown.add(start, end)
            yield Word(text[start:end], where, start, end, why)


def asked_in(
    text: str, covered: Sequence[tuple[int, int]], asked: Iterable[str], where: str
) -> Iterator[Word]:
    """Words of which somebody asked who they mean, wherever they stand outside the covered stretches."""
    taken = Spans(covered)
    for word in sorted(asked):
        spaced = r"\s+".join(map(re.escape, word.split()))
        for match in re.finditer(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE) if spaced else ():
            if not taken.meets(*match.span()):
                yield Word(match[0], where, *match.span(), "asked")


def _sort(word: str, shown: str) -> str:
    if len(word) == 1:
        return "initial"
    if word in _TITLES:
        return "title"
    if word not in first_names() and ((shown.removesuffix("s").isupper() and len(shown) < 7) or _MIXED.search(shown)):
        return "quiet"
    if shown.isupper() and (len(shown) < 6 or word in acronyms()) and word not in first_names():
        return "quiet"
    if word in first_names():
        return "both" if word in name_words() or word in quiet_words() else "first"
    return "quiet" if is_quiet(word) else "unknown"


def _runs(text: str, taken: Spans) -> Iterator[tuple[int, int, str]]:
    run: list[_Token] = []
    for match in _CAPITAL.finditer(text):
        shown = match[0]
        if not shown[0].isupper():
            continue
        start, end = match.span()
        if shown.endswith(("'s", "’s")):
            end, shown = end - 2, shown[:-2]
        if not shown or taken.meets(start, end):
            yield from _judged(text, run)
            run = []
            continue
        word = key(shown)
        token = _Token(start, end, word, _sort(word, shown))
        if run and not (
            _BETWEEN.fullmatch(text[run[-1].end : start])
            and (text[run[-1].end] != "." or run[-1].sort in ("initial", "title"))
        ):
            yield from _judged(text, run)
            run = []
        run.append(token)
    yield from _judged(text, run)


def _judged(text: str, run: list[_Token]) -> Iterator[tuple[int, int, str]]:
    """The parts of a run of capitalised words that may be a name."""
    part: list[_Token] = []
    titled = False
    for token in run:
        if token.sort == "title":
            yield from _part(text, part, titled)
            part, titled = [], True
        elif token.sort == "quiet" and not ((part or titled) and _surname(text, token)):
            yield from _part(text, part, titled)
            part, titled = [], False
        else:
            part.append(token)
    yield from _part(text, part, titled)


def _surname(text: str, token: _Token) -> bool:
    """Whether a quiet word may be somebody's surname behind a first name or a title: "Sophie Palmer", "Mrs Brown".

    A word that only an ending makes ordinary ("palm-er") counts; one of the list itself ("Munro Review") does not.
    """
    if token.key in name_words():
        return token.key not in _ORG
    return is_derived(token.key) and not text[token.start : token.end].isupper()


def _part(text: str, part: list[_Token], titled: bool) -> Iterator[tuple[int, int, str]]:
    while part and part[-1].sort == "initial":
        part = part[:-1]
    if not part or (all(token.sort == "initial" for token in part)):
        return
    sorts = {token.sort for token in part}
    telling = titled or bool(sorts & {"first", "unknown"})
    if not telling and len(part) > 1:
        # "Faith Brown", "A. Price": words each, a name together, unless the last says it is a place.
        initial = part[0].sort == "initial" and (text[part[0].end : part[0].end + 1] == "." or part[0].key not in "ai")
        telling = part[-1].key not in PLACE_WORDS and (part[0].sort == "both" or initial)
    if not telling and len(part) == 1 and part[0].sort == "both":
        telling = _single(text, part[0])
    if telling:
        yield part[0].start, part[-1].end, "name"


def _single(text: str, token: _Token) -> bool:
    """A first name that is a word, alone, not registered: only inside a sentence, and not a month."""
    if starts_sentence(text, token.start) or text[token.start : token.end].isupper():
        return False
    before = key(text[max(0, token.start - 24) : token.start]).split(" ")[-1]
    after = key(text[token.end : token.end + 12]).split(" ")[0]
    if before in ("the", "a", "an", "this", "every", "each"):
        return False
    if token.key in _MONTHS and (before in _MONTH_BEFORE or before[:1].isdigit() or after[:1].isdigit()):
        return False
    if token.key in _MONTHS and before in ("was", "is", "already", "nearly") and text[token.end : token.end + 1] == ".":
        return False
    return not after.startswith(tuple("0123456789")) and after not in _ORG


def _near(text: str, cast: Cast) -> Iterator[tuple[int, int, str]]:
    """Words one letter away from a registered name."""
    names = sorted(
        {word for subject in cast if not subject.is_body for word in _single_names(subject.name, subject.aliases)}
    )
    if not names:
        return
    known = {word for subject in cast if not subject.is_body for word in _all_names(subject.name, subject.aliases)}
    words = {
        word
        for word in normalise(text).words.split()
        if len(word) >= _SHORTEST_NEAR - 1 and word.isalpha() and word not in known and not is_quiet(word)
    }
    near = {
        word
        for word in words
        if word not in names
        and any(abs(len(name) - len(word)) < 2 and OSA.distance(word, name, score_cutoff=1) <= 1 for name in names)
    }
    if near:
        for match in _WORD.finditer(text):
            if key(match[0]).replace(" ", "") in near or key(match[0]).split(" ")[0] in near:
                end = match.end() - (2 if match[0].endswith(("'s", "’s")) else 0)
                yield match.start(), end, "near"


@lru_cache(maxsize=8192)
def _single_names(name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for each in (name, *aliases):
        parts = parse(each)
        found += [word for word in (*parts.given, parts.surname.replace(" ", "")) if len(word) >= _SHORTEST_NEAR]
    return tuple(found)


@lru_cache(maxsize=8192)
def _all_names(name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    parts = [parse(each) for each in (name, *aliases)]
    return tuple(word for each in parts for part in (*each.given, each.surname) for word in (part, *part.split()))


def _lower_case(text: str) -> Iterator[tuple[int, int, str]]:
    """Common first names typed without a capital."""
    words = set(text.split())
    found = {
        bare
        for word in words
        if (bare := word.strip(".,;:!?()'\"")) in first_names()
        and bare not in quiet_words()
        and bare not in name_words()
        and len(bare) > 3
    }
    for word in sorted(found):
        for match in re.finditer(rf"(?<![\w@./-]){word}(?![\w@/])", text):
            yield match.start(), match.end(), "name"


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ADDRESS.finditer(text):
        yield *match.span(), "address"


def gather(words: Iterable[Word], not_names: frozenset[str]) -> tuple[Suggestion, ...]:
    """Grouped by word, most frequent first, without those a person has called no names."""
    groups: dict[tuple[str, str], list[Word]] = {}
    for word in words:
        folded = key(word.words)
        if folded not in not_names:
            groups.setdefault((folded, word.why), []).append(word)
    made = [
        Suggestion(held[0].words, len(held), tuple((each.where, each.start, each.end) for each in held), why)
        for (_, why), held in groups.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.count, each.word)))
