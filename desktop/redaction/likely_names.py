"""Stretches of a text that look like a name of a person, whoever it is.

Here: runs of capitalised words, words in capitals, names typed in small letters; each judged by the shipped lists and
by the words around. Source: redaction design, section 2 (review list). Not here: near-misses of registered names,
addresses, grouping (``suggestions``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desktop.redaction.forms import TITLES
from desktop.redaction.normalise import key
from desktop.redaction.spans import Spans
from desktop.redaction.wordnames import PLACE_WORDS, starts_sentence
from desktop.redaction.words import (
    acronyms,
    first_names,
    given_names,
    is_known,
    listed,
    name_words,
    quiet_words,
    surname_words,
)

Found = tuple[int, int, str]
Sort = Literal["quiet", "word", "capitals", "first", "both", "unknown", "initial", "title"]

_CAPITAL = re.compile(r"(?<![^\W_])(?=[^\W\d_a-z])[^\W\d_](?:[^\W\d_]+|[-'’](?=[^\W\d_]))*")
_SMALL = re.compile(r"(?<![\w@./'’-])[a-zà-ÿāăąćčďđēęěğıłńňōőřśşšșțťůűźżž](?:[^\W\d_]|['’-](?=[^\W\d_]))+(?![\w@/])")
_MIXED = re.compile(r"[A-Z][a-z]*[A-Z]|[a-z]+[A-Z]")
_MIXED_NAME = re.compile(r"(?:Mc|Mac|O['’]|D['’]|De|Di|Da|Du|La|Le|Fitz|Van|Von|Al|El|Ap|Abd[a-z]*)[A-Z]")
_PARTICLES = r"van|von|de|der|den|al|el|bin|bint|ibn|da|do|dos|das|di|la|le|du|ap|ab|ní|nic|uí|mac"
_BETWEEN = re.compile(rf"(?: |\u00a0|\. ?|, (?=$))(?:(?:{_PARTICLES}) )*$")
_SMALL_BETWEEN = re.compile(rf" (?:(?:{_PARTICLES}) )?$")
_MONTHS = frozenset(["may", "april", "june", "july", "august", "march"])
_MONTH_BEFORE = frozenset(
    ["in", "of", "by", "since", "during", "early", "late", "mid", "every", "this", "last", "next", "end",
    "from", "to", "and", "before", "after", "between", "following", "previous", "coming", "until", "till", "around"]
)  # fmt: skip
_ORG = frozenset(["road", "street", "lane", "avenue", "close", "drive", "crescent", "terrace", "park"])
# Places that stand in the middle of a surname as often as at the end of a place: "May Church".
_PLACE_SURNAMES = frozenset(
    ["church", "wood", "woods", "hill", "hall", "green", "bridge", "field", "fields", "moor", "house", "farm", "court"]
)
_POLITE = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr"])
_SHORTENED = _POLITE - {"miss"} | {"prof", "rev", "revd", "fr", "sgt", "supt", "cllr", "pc", "dc", "ds", "di"}
_TITLES = (
    TITLES
    - {"officer", "constable", "inspector", "sergeant", "judge", "matron", "midwife", "sister", "lady", "lord",
    "master"}
) | {"mum", "dad", "mummy", "daddy", "nanny", "pastor", "father", "doctor", "professor", "nurse"}  # fmt: skip
_DOES = frozenset(
    ["said", "says", "told", "asked", "rang", "phoned", "texted", "replied", "stated", "reported", "refused",
    "cried", "laughed", "shouted", "screamed", "admitted", "denied", "explained", "disclosed", "attended", "arrived",
    "came", "went", "left", "lived", "lives", "moved", "slept", "woke", "ran", "hit", "kicked", "wrote", "wanted",
    "felt", "thought", "loves", "loved", "plays", "played", "telephoned", "confirmed"]
)  # fmt: skip
_ASKED = frozenset(["told", "asked", "met", "phoned", "texted", "named", "called", "hugged", "married"])
_ARTICLES = frozenset(["the", "a", "an", "this", "every", "each", "that", "our", "their", "its", "no", "any"])
_SEASONS = frozenset(["spring", "summer", "autumn", "winter", "christmas", "easter", "sunday"])
_NO_SURNAME = frozenset(["more", "may", "will", "just", "best", "good", "early", "long", "new", "old", "young"])
_OF_THE_FIELD = frozenset(["police", "court", "child", "nurse", "judge", "parent", "person", "law"])
_HOME = frozenset(
    ["household", "family", "families", "children", "siblings", "parents", "brothers", "sisters", "twins", "home",
    "boys", "girls"]
)  # fmt: skip
# A council, a police force or a board is named by its area, which every audience may read (profiles, section 2).
_AUTHORITY = re.compile(
    r" (?:(?:and|&) [^\W\d_a-z]\w+ )?(?:(?:City|County|Borough|Metropolitan|District|Unitary) )*"
    r"(?:Constabulary|Police|Council|LSCB|Safeguarding|Ambulance|Magistrates|Fire and)(?![^\W_])"
)
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:ve|re|ll|d|m))$", re.IGNORECASE)
_VOWEL = re.compile("[aeiouy]")


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    key: str
    sort: Sort


def likely_names(text: str, taken: Spans) -> Iterator[Found]:
    """Start, end and why of everything outside ``taken`` that may be a name of a person."""
    yield from _runs(text, taken)
    yield from _typed_small(text)


def _sort(word: str, shown: str) -> Sort:
    if len(word) == 1:
        return "initial"
    if word in _TITLES:
        return "title"
    if shown.isupper() and word in acronyms() and word not in first_names():
        return "quiet"
    if word in given_names() and not (shown.isupper() and len(shown) < 4 and word not in first_names()):
        return "both" if word in name_words() or is_known(word) else "first"
    if word in quiet_words() or _CONTRACTED.search(shown):
        return "quiet"
    if word in name_words() or is_known(word):
        return "word"
    if _MIXED.match(shown) and not shown.isupper() and not _MIXED_NAME.match(shown):
        return "unknown" if _inner_name(shown) else "quiet"
    return "capitals" if shown.removesuffix("s").isupper() and len(shown) < 7 else "unknown"


def _inner_name(shown: str) -> bool:
    """Whether one of the words written together in ``FireSetters`` or ``MaryAnn`` is a first name."""
    return any(part.lower() in given_names() for part in re.findall(r"[A-Z]?[a-z]+", shown))


def _runs(text: str, taken: Spans) -> Iterator[Found]:
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
        if run and not _goes_on(text, run, token):
            yield from _judged(text, run)
            run = []
        run.append(token)
    yield from _judged(text, run)


def _goes_on(text: str, run: list[_Token], token: _Token) -> bool:
    """Whether ``token`` belongs to the same name: "A. Price", "Bashir, Amina", but no list of first names."""
    last = run[-1]
    if not _BETWEEN.fullmatch(text[last.end : token.start]):
        return False
    mark = text[last.end]
    if mark == ",":
        turned = len(run) == 1 and last.sort != "first" and token.sort in ("first", "both", "initial")
        return turned and text[token.end : token.end + 2] not in (", ", " a")
    return mark != "." or last.sort == "initial" or last.key in _SHORTENED


def _judged(text: str, run: list[_Token]) -> Iterator[Found]:
    """The parts of a run of capitalised words that may be a name."""
    part: list[_Token] = []
    title = ""
    for at, token in enumerate(run):
        following = run[at + 1] if at + 1 < len(run) else None
        if token.sort == "title":
            yield from _part(text, part, title)
            part, title = [], token.key
        elif token.sort in ("quiet", "word", "capitals") and not _belongs(token, part, title, following):
            yield from _part(text, part, title)
            part, title = [], ""
            if token.sort != "capitals" and _alone(run) and _surname_alone(text, token):
                yield token.start, token.end, "name"
        else:
            part.append(token)
    yield from _part(text, part, title)


def _alone(run: list[_Token]) -> bool:
    """Whether a run is one word, an article before it aside: "The Day household"."""
    return len(run) == 1 or (len(run) == 2 and run[0].key in _ARTICLES)


def _belongs(token: _Token, part: list[_Token], title: str, following: _Token | None) -> bool:
    """Whether an ordinary word, or letters that may be an acronym, are part of a name here.

    "Sophie Palmer", "Mrs Brown", "Mr Long", "Crina Moldovan", "KOFI ASANTE"; "Munro Review" is none.
    """
    if token.sort == "capitals":
        return _spelt_large(token, part, title, following)
    if title and not part:
        likely = title in _POLITE or (title in TITLES and (token.sort == "word" or token.key in _also_surnames()))
        return likely and token.key not in _ORG
    before = part[-1].sort if part else "quiet"
    if token.key in listed("syllables"):
        beside = part or ([following] if following else [])
        return any(one.sort in ("first", "unknown", "capitals") for one in beside)
    if not part:
        return False
    if token.key in name_words():
        return token.key not in _ORG
    return token.sort == "word" and (before == "first" or (before != "both" and token.key in _also_surnames()))


def _also_surnames() -> frozenset[str]:
    return surname_words() | listed("places") | listed("peoples")


def _spelt_large(token: _Token, part: list[_Token], title: str, following: _Token | None) -> bool:
    """Whether short letters in capitals are a name: behind a title or a name, or two such words together."""
    if len(token.key) < 2 or not _VOWEL.search(token.key) or not token.key.replace(" ", "").isalpha():
        return False
    if title or any(one.sort in ("first", "unknown", "both") for one in part):
        return len(token.key) > 2
    pair = part[-1] if part else following
    if pair is None or pair.sort not in ("capitals", "unknown", "first", "initial") or not _VOWEL.search(pair.key):
        return False
    return len(token.key) + len(pair.key) > 5 and max(len(token.key), len(pair.key)) > 3


def _part(text: str, part: list[_Token], title: str) -> Iterator[Found]:
    while part and part[-1].sort == "initial":
        part = part[:-1]
    if len(part) > 1 and part[0].sort == "initial" and not _is_initial(text, part[0]):
        part = part[1:]
    if not part or all(token.sort == "initial" for token in part):
        return
    if len(part) < 3 and not title and (_is_phrase(text, part) or _is_area(text, part)):
        return
    sorts = {token.sort for token in part}
    telling = bool(title) or bool(sorts & {"first", "unknown", "capitals"})
    if not telling and len(part) > 1:
        # "Faith Brown", "A. Price": words each, a name together, unless the last says it is a place.
        place = part[-1].key in PLACE_WORDS - _PLACE_SURNAMES
        telling = not place and part[0].sort in ("both", "initial")
    if not telling and len(part) == 1 and part[0].sort == "both":
        telling = _first_alone(text, part[0])
    if telling:
        yield part[0].start, part[-1].end, "name"


def _is_phrase(text: str, part: list[_Token]) -> bool:
    """Whether the words are a phrase of two that names nobody: "Moses basket", "Clare's Law"."""
    second = part[1].key if len(part) == 2 else _after(text, part[0].end).removeprefix("s ")
    if text[part[0].end : part[0].end + 2] in ("'s", "’s"):
        second = _after(text, part[0].end + 2)
    return f"{part[0].key}_{second}" in listed("pairs") or f"{part[0].key}-{second}" in listed("phrases")


def _is_area(text: str, part: list[_Token]) -> bool:
    """Whether the words name an authority by a place that no list knows: "Fellmarsh Constabulary"."""
    return {token.sort for token in part} == {"unknown"} and _AUTHORITY.match(text, part[-1].end) is not None


def _is_initial(text: str, token: _Token) -> bool:
    """Whether one letter stands for a name: no article, and not the end of "N/A"."""
    if text[token.start - 1 : token.start] in ("/", "&", "-"):
        return False
    return text[token.end : token.end + 1] == "." or token.key not in "ai"


def _first_alone(text: str, token: _Token) -> bool:
    """A first name that is a word, alone, not registered: inside a sentence, or where it does what a person does."""
    if text[token.start : token.end].isupper():
        return False
    before, after = _before(text, token.start), _after(text, token.end)
    owns = text[token.end : token.end + 2] in ("'s", "’s")
    if starts_sentence(text, token.start):
        return after in _DOES or (owns and token.key not in _MONTHS | _SEASONS)
    if before in _ARTICLES:
        return False
    if token.key in _MONTHS and (before in _MONTH_BEFORE or before[:1].isdigit() or after[:1].isdigit()):
        return False
    if token.key in _MONTHS and re.match(r"[:,] ?\d", text[token.end : token.end + 3]):
        return False
    if token.key in _MONTHS and before in ("was", "is", "already", "nearly") and text[token.end : token.end + 1] == ".":
        return False
    return not after.startswith(tuple("0123456789")) and after not in _ORG


def _surname_alone(text: str, token: _Token) -> bool:
    """A surname that is a word, alone: "Frost refused", "told Glass", "the Day household"."""
    if token.key not in surname_words() or text[token.start : token.end].isupper() or token.key in _MONTHS | _SEASONS:
        return False
    before, after = _before(text, token.start), _after(text, token.end)
    opens = starts_sentence(text, token.start)
    of_the_field = token.sort == "quiet" and token.key in PLACE_WORDS | _OF_THE_FIELD
    name = token.key in name_words() and token.key not in _NO_SURNAME and not of_the_field
    if before in _ARTICLES or (before == "the" and opens):
        return before == "the" and after in _HOME and name
    if opens:
        owns = token.sort == "word" and text[token.end : token.end + 2] in ("'s", "’s")
        return name and token.key not in listed("places") and (after in _DOES or owns)
    if token.sort == "word":
        return name or before in _ASKED or after in _DOES
    return name and before in _ASKED


def _before(text: str, start: int) -> str:
    return key(text[max(0, start - 24) : start]).split(" ")[-1]


def _after(text: str, end: int) -> str:
    following = text[end : end + 16]
    return key(following).split(" ")[0] if following[:1] == " " or following[:1].isalnum() else ""


# --- typed in small letters


def _typed_small(text: str) -> Iterator[Found]:
    """Names typed without a capital: a first name with what follows it, a title or a deed with a word nobody knows."""
    odd = {word for word in set(_SMALL.findall(text)) if _is_odd(word)}
    if not odd:
        return
    run: tuple[int, int, bool] | None = None
    for match in _SMALL.finditer(text):
        if match[0] not in odd:
            continue
        start, end = match.span()
        if match[0].endswith(("'s", "’s")):
            end -= 2
        first = _is_first(match[0])
        if run and _SMALL_BETWEEN.fullmatch(text[run[1] : start]):
            run = run[0], end, run[2] or first
            continue
        yield from _small_name(text, run)
        run = start, end, first
    yield from _small_name(text, run)


def _is_first(word: str) -> bool:
    folded = key(word)
    return len(folded) > 3 and folded in given_names() and folded not in name_words() and not is_known(folded)


def _is_odd(word: str) -> bool:
    """Whether no list explains a word in small letters."""
    if _CONTRACTED.search(word):
        return False
    folded = key(word.removesuffix("'s").removesuffix("’s"))
    return len(folded) > 2 and not is_known(folded) and folded not in surname_words() | acronyms()


def _small_name(text: str, run: tuple[int, int, bool] | None) -> Iterator[Found]:
    if run is None:
        return
    start, end, first = run
    before = _before(text, start)
    titled = before in _POLITE or before in ("auntie", "aunty", "uncle", "nanny")
    if first or titled or before in _ASKED | listed("told") - {"called", "named"} or _after(text, end) in _DOES:
        yield start, end, "name"
