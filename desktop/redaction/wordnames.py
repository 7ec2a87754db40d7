"""Names that are words: is this "Will" a person or the beginning of a question?

Here: one decision about one place in a text. In doubt a capitalised word that is a registered name counts as the name,
because a leaked name does more harm than a replaced word. Source: redaction design, section 2. Not here: which names
are words (``words``).
"""

from __future__ import annotations

import re
from functools import cache

from desktop.redaction.words import first_names, listed, ordinary_words

_MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "spring",
    "summer", "autumn", "winter", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"]
)  # fmt: skip
_WEEKDAYS = frozenset(
    f"{day}day{plural}" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun") for plural in ("", "s")
)
_DAY_AFTER = frozenset(
    ["morning", "afternoon", "evening", "night", "nights", "lunchtime", "teatime", "am", "pm", "to", "and", "or",
    "the", "of"]
)  # fmt: skip
_DAY_BEFORE = frozenset(
    ["on", "late", "early", "last", "next", "this", "every", "each", "by", "since", "until", "till", "from",
    "before", "after", "between", "through", "to", "or", "of", "for", "the", "that", "a", "holiday", "good",
    "easter", "black", "following", "previous", "same", "past", "all", "come", "bank", "week", "over", "later",
    "earlier", "weekend"]
)  # fmt: skip
_MONTH_BEFORE = frozenset(
    ["in", "of", "by", "since", "until", "till", "during", "early", "late", "mid", "every", "this", "last", "next",
    "end", "beginning", "start", "throughout", "before", "after", "through", "both"]
)  # fmt: skip
_MODALS = frozenset(["will", "may", "might"])
_SUBJECTS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "it", "he", "she", "they", "we", "you", "i", "there",
    "his", "her", "their", "our", "your", "my", "its", "any", "all", "each", "every", "some", "no", "someone",
    "anyone", "somebody", "anybody", "everyone", "people", "children", "parents", "staff", "professionals",
    "agencies", "practitioners", "families", "not", "be", "have", "also"]
)  # fmt: skip
_AFTER_VERB = frozenset(
    ["the", "a", "an", "of", "that", "these", "those", "this", "your", "our", "my", "its", "all", "up", "out",
    "down", "off", "it", "them", "any", "each", "every"]
)  # fmt: skip
PLACE_WORDS = frozenset(
    ["street", "road", "lane", "avenue", "close", "drive", "crescent", "terrace", "house", "hall", "school",
    "academy", "college", "hospital", "church", "court", "hill", "park", "green", "centre", "center", "surgery",
    "practice", "ward", "farm", "bridge", "wood", "woods", "gardens", "grove", "square", "way", "walk", "row",
    "place", "mews", "estate", "primary", "infant", "junior", "nursery", "lodge", "cottage", "fields", "field",
    "view", "rise", "police", "council", "station", "trust", "ambulance", "constabulary", "common", "moor"]
)  # fmt: skip
_ORIGINS = frozenset(
    ["british", "african", "caribbean", "irish", "european", "asian", "american", "english", "welsh", "scottish",
    "minority", "ethnic", "other", "background", "paper", "paperwork", "working", "friday"]
)  # fmt: skip
_COUNTED = frozenset(
    ["page", "pages", "note", "notes", "form", "forms", "table", "part", "box", "line", "item", "row", "step",
    "stage", "level", "field", "case", "clause", "rule", "plate", "grade", "band", "bay", "room", "day", "week",
    "year"]
)  # fmt: skip
"""Words that a number behind them counts: "Page 3 of 9" is nobody called Page."""
_SPEECH = frozenset(
    ["said", "says", "told", "asked", "replied", "phoned", "texted", "stated", "reported", "admitted", "explained"]
)  # fmt: skip
_BEFORE_TITLE = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "pc", "dc", "ds", "di", "sgt", "ps", "wpc", "pcso",
    "dci", "dcs", "dsi", "supt", "hhj", "rev", "revd", "cllr"]
)  # fmt: skip
_RELATIONS = frozenset(
    ["auntie", "aunty", "aunt", "uncle", "nan", "nana", "gran", "granny", "grandma", "grandad", "grandpa"]
)  # fmt: skip
"""Titles of small letters: "nan rose", but "nan will come"."""
_CALLINGS = frozenset(
    ["nurse", "midwife", "matron", "officer", "constable", "sergeant", "inspector", "superintendent", "doctor",
    "professor", "judge", "councillor", "dame", "lady", "lord", "pastor", "imam", "sheikh", "rabbi"]
)  # fmt: skip
"""Words that are titles before a capital."""
_LABELS = frozenset(
    ["page", "pages", "day", "days", "case", "cases", "order", "orders", "ward", "law", "laws", "bill", "rule",
    "field", "week", "term", "level", "key", "point", "place", "house", "block", "wing", "bay", "bed", "lot",
    "note", "item", "form", "box", "line", "band", "grade", "stage", "court", "price", "prices", "part", "step",
    "room", "long", "best", "bishop", "young", "street", "lane", "road", "gate", "key", "unit", "class", "set",
    "group", "no", "art", "mark"]
)  # fmt: skip
"""Words that a number follows: "Page 4", "Ward 7"."""
_FAMILY = frozenset(
    ["family", "household", "children", "siblings", "brothers", "sisters", "parents", "boys", "girls", "twins"]
)  # fmt: skip
_INVERTING = frozenset(
    ["so", "such", "never", "even", "ever", "still", "here", "there", "who", "what", "how", "where", "now", "then",
    "it", "nor", "only", "not", "thus", "no", "neither", "once"]
)  # fmt: skip
"""Small words after which a verb may come at once: "So was the school"."""


_ARTICLES = frozenset(["a", "an", "the"])
_DETERMINERS = _ARTICLES | {
    *("his", "her", "their", "our", "my", "your", "its", "this", "that", "no", "any", "some", "in", "of", "with"),
    *("great", "little"),
}


def before(words: str, start: int) -> str:
    """The word of the view that ends before ``start``."""
    return (
        words[:start].rstrip().rsplit(" ", 1)[-1]
        if start < 40
        else words[start - 40 : start].rstrip().rsplit(" ", 1)[-1]
    )


def after(words: str, end: int) -> str:
    """The word of the view that begins after ``end``."""
    return words[end : end + 40].lstrip().split(" ", 1)[0]


_NUMBERED = re.compile(r"(?:^|\n)[ \t]*\d{1,3}(?:\.\d{1,3}){0,3}[ \t]+$")


def starts_sentence(text: str, start: int) -> bool:
    """Whether ``start`` (code points of the original) opens a sentence, a line or a quotation."""
    lead = text[max(0, start - 6) : start].rstrip(" \t\"'“‘(*•–-[")
    if not lead.strip() or lead[-1] in ".!?:;\n\r|\t":
        return True
    return lead[-1].isdigit() and _NUMBERED.search(text, max(0, start - 12), start) is not None


_SENTENCE_END = re.compile(r"[.?!]|\n(?![ \t]*[a-z])")
"""A line that goes on with a small letter was broken for want of room."""


def is_question(text: str, end: int) -> bool:
    """Whether the sentence that goes on at ``end`` ends in a question mark, perhaps some lines below."""
    stop = _SENTENCE_END.search(text, end, end + 300)
    return stop is not None and stop[0] == "?"


def is_name(text: str, words: str, place: tuple[int, int], view: tuple[int, int]) -> bool | None:
    """Whether the registered name at ``place`` of the original (``view`` in the word view) stands for the person.

    None: a person must look (``list of suggestions``); False: an ordinary word.
    """
    start, end = place
    shown, word = text[start:end], words[view[0] : view[1]]
    if is_contracted(text, end):
        return False
    previous, following = before(words, view[0]), after(words, view[1])
    capital = shown[:1].isupper()
    small_word = word in listed("function_words")
    if text[end : end + 1] == "_" or text[start - 1 : start] == "_":
        return capital or not small_word
    if previous in _BEFORE_TITLE or (capital and previous in _CALLINGS):
        return True
    if previous in _RELATIONS and (capital or not (small_word or word in _MODALS)):
        return True
    if not capital:
        return False if small_word else _small(text, word, previous, following, start)
    if shown.isupper() and len(shown) > 1:
        if small_word:
            return False
        if _shouted(text, start, end):
            return _loud(text, word, previous, following, start)
    if text[end : end + 2].lower() in ("'s", "’s"):
        return None if word in _WEEKDAYS else True
    dated = _DAY_BEFORE_MONTH.search(text, max(0, start - 9), start) is not None
    if not (small_word and word not in _MONTHS) and not dated and _TELEPHONE_AFTER.match(text, end):
        return True  # "May 07700 900123" is in a list of people, and no month
    if word in _COUNTED and following[:1].isdigit():
        return False
    opens = starts_sentence(text, start)
    if small_word and word not in _MONTHS:
        return _function_word(text, word, previous, following, place, opens)
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].islower():
        return False
    if previous in _ARTICLES and following not in _FAMILY and (following == "of" or word in listed("callings")):
        return None
    if word in _WEEKDAYS:
        return _weekday(previous, following)
    if word in _MONTHS and _is_month(text, start, previous, following, opens):
        return False
    if _in_phrase(text, words, place, view, word, opens):
        return False
    if word in _LABELS and following[:1].isdigit() and not _CLOCK.match(text, end):
        return False
    if following in _ORIGINS or (following in PLACE_WORDS and text[end + 1 : end + 2].isupper()):
        return None if following in PLACE_WORDS else False
    if opens:
        return _at_start(text, word, following, end)
    if word in PLACE_WORDS and previous.isalpha() and _capital_before(text, start):
        return None
    return True


_TELEPHONE_AFTER = re.compile(r"[ \t,:–-]{1,3}\(?(?:\+44|00 ?44|0[127]\d{3}|0[127]\d\d? \d)")
_CLOCK = re.compile(r"\s+\d{1,2}[:.]\d\d(?!\d)")
_CONTRACTED = re.compile(r"(?<=[nN])['’`´][tT](?![^\W_])")


def is_contracted(text: str, end: int) -> bool:
    """Whether the word that ends at ``end`` goes on with 't: "Don't" is nobody called Don."""
    return _CONTRACTED.match(text, end) is not None


def _weekday(previous: str, following: str) -> bool | None:
    """Of a person called Sunday: a person must look wherever nothing says that it is the day."""
    if previous in _DAY_BEFORE or following in _DAY_AFTER or following[:1].isdigit():
        return False
    return True if following in _SPEECH else None


def _function_word(
    text: str, word: str, previous: str, following: str, place: tuple[int, int], opens: bool
) -> bool | None:
    """Of somebody called An, Do or So, with a capital: inside a sentence it is the name, at its beginning a word."""
    start, end = place
    lead = text[max(0, start - 3) : start].rstrip(" \t\"'“‘(*")
    if opens or not lead or not (lead[-1].isalpha() or lead[-1] == ","):
        if following in _SPEECH or following in listed("done"):
            return None if word in _INVERTING else True
        # A line that goes on: nothing says whether this begins a sentence.
        return None if lead[-1:] == "\n" and re.search(r"[a-z,] ?\n$", text[max(0, start - 3) : start]) else False
    if following in _SPEECH or following in listed("done"):
        return True
    if previous in _SPEECH or text[end + 1 : end + 2].isupper() or _capital_before(text, start):
        return None
    return True


@cache
def _phrases(name: str) -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """By each word of the phrases of a list: what stands before it and after it."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for phrase in listed(name):
        parts = tuple(phrase.split("-"))
        for at, part in enumerate(parts):
            found.setdefault(part, []).append((parts[:at], parts[at + 1 :]))
    return {word: tuple(held) for word, held in found.items()}


_TOUCHES = re.compile(r"['’]?[ \u00a0\n-]['’]?\w|['’]s ")
_TOUCHED = re.compile(r"\w['’]?[ \u00a0\n-]$|\ws['’] $")


def _in_phrase(
    text: str, words: str, place: tuple[int, int], view: tuple[int, int], word: str, opens: bool
) -> bool:
    """Whether the word is part of a fixed phrase here: "Care Order", "Boxing Day", "Serious Case Review"."""
    held = [*_phrases("phrases").get(word, ()), *_phrases("phrases").get(word.removesuffix("s"), ())]
    if opens:
        held += _phrases("opening_phrases").get(word, ())
    if not held:
        return False
    earlier = words[max(0, view[0] - 40) : view[0]].split()
    if not _TOUCHED.search(text, max(0, place[0] - 4), place[0]):
        earlier.clear()
    later = words[view[1] : view[1] + 40].split() if _TOUCHES.match(text, place[1]) else []
    return any(
        _same(earlier[len(earlier) - len(lead) :], lead) and _same(later[: len(rest)], rest)
        for lead, rest in held
        if len(lead) <= len(earlier) and len(rest) <= len(later)
    )


def _same(written: list[str], listed_words: tuple[str, ...]) -> bool:
    return all(one in (other, f"{other}s") for one, other in zip(written, listed_words, strict=True))


def _is_month(text: str, start: int, previous: str, following: str, opens: bool) -> bool:
    """Whether the words around say that this is the month; what stands before the sentence says nothing."""
    if following[:1].isdigit() or following in ("half", "bank", "term", "election", "elections"):
        return True
    if opens:
        return False
    if previous[:1].isdigit():
        return following not in _SPEECH and _DAY_BEFORE_MONTH.search(text, max(0, start - 9), start) is not None
    return previous in _MONTH_BEFORE


_DAY_BEFORE_MONTH = re.compile(r"(?<![\d:.])\d{1,2}(?:st|nd|rd|th)?[ \u00a0./-]$")
"""A day, and no time of the clock: "3 May", "the 4th of" stands in the words before."""


def _at_start(text: str, word: str, following: str, end: int) -> bool | None:
    if word in _MODALS and (following in _SUBJECTS or following in listed("after_modals") or is_question(text, end)):
        return False
    if word in listed("describing"):
        if following in listed("described"):
            return False
        goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
        acts = following in listed("done") or following in _GOES_ON or following.endswith("ed")
        acts = acts or (following.endswith("s") and following.removesuffix("s") in listed("after_modals"))
        if goes_on and not acts:
            return None  # "Early discussion" and "Small groups" describe; "Small attended" acts
    if word.endswith("s") and word[:-1] in ordinary_words() and following not in _SPEECH:
        # "Marks coat" is Mark's, "Marks were seen" is not.
        return False if following in _AFTER_PLURAL or following[:1].isdigit() else None
    return following not in _AFTER_VERB


_GOES_ON = frozenset(
    ["and", "or", "then", "also", "again", "never", "always", "still", "later", "now", "only", "often", "who",
    "whose", "would", "could", "should", "will", "can", "may", "must", "might", "to", "at", "with", "in", "on",
    "from", "by", "for", "as"]
)  # fmt: skip
"""Words that may follow somebody's name as well as any other noun."""
_AFTER_PLURAL = frozenset(
    ["of", "on", "in", "to", "and", "or", "are", "were", "have", "later", "before", "after", "from", "for", "with",
    "at", "by", "which", "that", "will", "may", "can", "should", "must", "do", "rose", "fell"]
)  # fmt: skip


def _loud(text: str, word: str, previous: str, following: str, start: int) -> bool | None:
    """A name that is a word, in a line of capitals: the words around decide, and in doubt a person looks."""
    if word in _MODALS or word in _WEEKDAYS or word in _MONTHS:
        return following in _SPEECH
    if following in _SPEECH or following in listed("done") or previous in listed("told"):
        return True
    if starts_sentence(text, start):
        return None if word in first_names() and following not in _AFTER_VERB and following not in _SUBJECTS else False
    return None if previous in ("with", "by", "from", "and", "that") else False


def in_small(text: str, words: str, place: tuple[int, int], view: tuple[int, int]) -> bool | None:
    """Whether a name too short to be sure of in small letters ("ed") stands for somebody: a person looks, or nobody."""
    start, word = place[0], words[view[0] : view[1]]
    if word in listed("function_words"):
        return False
    return _small(text, word, before(words, view[0]), after(words, view[1]), start)


def is_letter(text: str, words: str, place: tuple[int, int], view: tuple[int, int]) -> bool | None:
    """Whether a capital letter alone is the person of that name: after a title; otherwise a person must look."""
    if before(words, view[0]) in _BEFORE_TITLE | _RELATIONS | _CALLINGS:
        return True
    shown, following = text[place[0] : place[1]], text[place[1] : place[1] + 1]
    return None if shown.isupper() and shown not in "AI" and following not in ("-", "/") else False


def _small(text: str, word: str, previous: str, following: str, start: int) -> bool | None:
    """A name that is a word, in small letters: shown to a person where the words around speak of somebody."""
    if previous in _DETERMINERS or word in _MODALS:
        return None if following in _SPEECH and previous in listed("told") else False
    if following in _SPEECH and previous not in ("it", "that", "as", "he", "she", "they", "was", "is"):
        return None
    told = previous in listed("told") and following not in ("of", "about", "up", "out")
    begins = starts_sentence(text, start) or text[start - 2 : start] == ", " or previous in _CLAUSE
    acts = following in listed("done") or (following.endswith("ing") and word in first_names())
    return None if told or (acts and begins) else False


_CLAUSE = frozenset(
    ["and", "but", "then", "when", "because", "if", "while", "until", "after", "before", "since", "cos"]
)  # fmt: skip


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether the words around are capitals too, as in a heading."""
    line_start = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line = text[max(line_start, start - 60) : (stop if stop >= 0 else len(text))][:160]
    others = re.findall(r"[^\W\d_]{2,}", line.replace(text[start:end], " ", 1))
    return bool(others) and all(piece.isupper() for piece in others)


def _capital_before(text: str, start: int) -> bool:
    match = re.search(r"([^\W\d_]\S*) $", text[max(0, start - 40) : start])
    return match is not None and match[1][0].isupper()
