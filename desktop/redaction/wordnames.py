"""Names that are words: is this "Will" a person or the beginning of a question?

Here: one decision about one place in a text. In doubt a capitalised word that is a registered name counts as the name,
because a leaked name does more harm than a replaced word. Source: redaction design, section 2. Not here: which names
are words (``words``).
"""

from __future__ import annotations

import re

from desktop.redaction.words import listed

_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_MONTH_BEFORE = frozenset(
    [
        "in",
        "of",
        "by",
        "since",
        "until",
        "till",
        "during",
        "early",
        "late",
        "mid",
        "every",
        "this",
        "last",
        "next",
        "end",
        "beginning",
        "start",
        "throughout",
        "before",
        "after",
        "through",
        "both",
    ]
)
_MODALS = frozenset(["will", "may", "might"])
_SUBJECTS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "there",
        "his",
        "her",
        "their",
        "our",
        "your",
        "my",
        "its",
        "any",
        "all",
        "each",
        "every",
        "some",
        "no",
        "someone",
        "anyone",
        "somebody",
        "anybody",
        "everyone",
        "people",
        "children",
        "parents",
        "staff",
        "professionals",
        "agencies",
        "practitioners",
        "families",
        "not",
        "be",
        "have",
        "also",
    ]
)
_AFTER_VERB = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "that",
        "these",
        "those",
        "this",
        "your",
        "our",
        "my",
        "its",
        "all",
        "up",
        "out",
        "down",
        "off",
        "it",
        "them",
        "any",
        "each",
        "every",
    ]
)
PLACE_WORDS = frozenset(
    [
        "street",
        "road",
        "lane",
        "avenue",
        "close",
        "drive",
        "crescent",
        "terrace",
        "house",
        "hall",
        "school",
        "academy",
        "college",
        "hospital",
        "church",
        "court",
        "hill",
        "park",
        "green",
        "centre",
        "center",
        "surgery",
        "practice",
        "ward",
        "farm",
        "bridge",
        "wood",
        "woods",
        "gardens",
        "grove",
        "square",
        "way",
        "walk",
        "row",
        "place",
        "mews",
        "estate",
        "primary",
        "infant",
        "junior",
        "nursery",
        "lodge",
        "cottage",
        "fields",
        "field",
        "view",
        "rise",
        "police",
        "council",
        "station",
        "trust",
        "ambulance",
        "constabulary",
        "common",
        "moor",
    ]
)
_ORIGINS = frozenset(
    [
        "british",
        "african",
        "caribbean",
        "irish",
        "european",
        "asian",
        "american",
        "english",
        "welsh",
        "scottish",
        "minority",
        "ethnic",
        "other",
        "background",
        "paper",
        "paperwork",
        "working",
        "friday",
    ]
)
_PHRASES = frozenset(
    ("mark my", "grace period", "grace note", "will power", "mark scheme", "mark sheet", "faith school",
    "faith group", "faith leader", "faith communitie",
     "faith community", "art therapy", "art room", "art clas", "art teacher", "bill payer", "may queen", "rose bush",
     "joy rider", "hope value")
)  # fmt: skip
_SPEECH = frozenset(
    ["said", "says", "told", "asked", "replied", "phoned", "texted", "stated", "reported", "admitted", "explained"]
)
_BEFORE_TITLE = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "nurse",
        "auntie",
        "uncle",
        "nan",
        "nana",
        "pc",
        "dc",
        "ds",
        "di",
        "sgt",
    ]
)


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
    lead = text[max(0, start - 6) : start].rstrip(" \t\"'“‘(*•–-")
    if not lead.strip() or lead[-1] in ".!?:\n\r|\t":
        return True
    return lead[-1].isdigit() and _NUMBERED.search(text, max(0, start - 12), start) is not None


def is_question(text: str, end: int) -> bool:
    """Whether the sentence that goes on at ``end`` ends in a question mark."""
    stop = re.search(r"[.?!\n]", text[end : end + 300])
    return stop is not None and stop[0] == "?"


def is_name(text: str, words: str, place: tuple[int, int], view: tuple[int, int]) -> bool | None:
    """Whether the registered name at ``place`` of the original (``view`` in the word view) stands for the person.

    None: a person must look (``list of suggestions``); False: an ordinary word.
    """
    start, end = place
    shown, word = text[start:end], words[view[0] : view[1]]
    previous, following = before(words, view[0]), after(words, view[1])
    if text[end : end + 1] == "_" or text[start - 1 : start] == "_":
        return True
    if previous in _BEFORE_TITLE:
        return True
    if not shown[:1].isupper():
        return _small(text, word, previous, following, start)
    if shown.isupper() and len(shown) > 1 and _shouted(text, start, end):
        return None if following in _SPEECH else False
    if text[end : end + 2].lower() in ("'s", "’s"):
        return True
    opens = starts_sentence(text, start)
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].islower():
        return False
    if previous in _ARTICLES and (following == "of" or word in listed("callings")):
        return None
    if word in _MONTHS and _is_month(previous, following, opens):
        return False
    if f"{word} {following.removesuffix('s')}" in _PHRASES:
        return False
    if following in _ORIGINS or (following in PLACE_WORDS and text[end + 1 : end + 2].isupper()):
        return None if following in PLACE_WORDS else False
    if opens:
        return _at_start(text, word, following, end)
    if word in PLACE_WORDS and previous.isalpha() and _capital_before(text, start):
        return None
    return True


def _is_month(previous: str, following: str, opens: bool) -> bool:
    """Whether the words around say that this is the month; what stands before the sentence says nothing."""
    if following[:1].isdigit() or following in ("half", "bank", "term", "election", "elections"):
        return True
    return not opens and (previous[:1].isdigit() or previous in _MONTH_BEFORE)


def _at_start(text: str, word: str, following: str, end: int) -> bool:
    if word in _MODALS and (following in _SUBJECTS or is_question(text, end)):
        return False
    if word in listed("describing") and following in listed("described"):
        return False
    return following not in _AFTER_VERB


def is_letter(text: str, words: str, place: tuple[int, int], view: tuple[int, int]) -> bool | None:
    """Whether a capital letter alone is the person of that name: after a title; otherwise a person must look."""
    if before(words, view[0]) in _BEFORE_TITLE:
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
    return None if told or (following in listed("done") and starts_sentence(text, start)) else False


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
