"""Names that do not stand as words: pulled apart, run together, glued to figures, in a hashtag, or turned round.

Here: what one pass over the word view cannot see. Source: redaction design, section 6, numbers 9, 12, 13 and 28. Not
here: names that stand as they are written (``matcher``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, product

import ahocorasick

from desktop.redaction.automata import everywhere
from desktop.redaction.form import Form, FormKind, Strength, form_key
from desktop.redaction.hits import Hit, pairs_of
from desktop.redaction.normalise import Normalised, key
from desktop.redaction.words import is_quiet

_SKELETON_KINDS = {FormKind.FULL: 8, FormKind.BODY: 10, FormKind.NUMBER: 7, FormKind.CONTACT: 8, FormKind.ADDRESS: 10}
# Begins with a space, which is found at once; the view is given one more in front.
_LETTER_SPACED = re.compile(r" (?P<all>(?:[^\W_] ){3,}[^\W_])(?![^ ])")
_WIDE_SCRIPT = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WITHOUT_EDGES = re.compile(f"{_WIDE_SCRIPT.pattern}|[\u0590-\u06ff]")
_PREFIXES = "\u05d5\u05dc\u05d4\u05d1\u05db\u05e9\u05de\u0648\u0644\u0628\u0641\u0643\u0627"
_GLUED = re.compile(r"(?<![^ ])(?:\d{1,4})?(?P<name>[^\W\d_]{3,})(?:\d{1,4})?(?![^ ])")
_TOUCHING = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
_MIXED = re.compile(r"(?<![^ ])(?:\d?[^\W\d_]+(?:\d{1,3}[^\W\d_]+)+\d?|\d[^\W\d_]{3,}|[^\W\d_]{3,}\d)(?![^ ])")
"""A word with figures inside, or one at an end: "LE14" and "MA11" are codes."""
_LIKE = {"0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "bg", "7": "t", "8": "b", "9": "g"}
"""Letters that a figure is written or read for."""
_HASHTAG = re.compile(r"#(?P<tag>[^\W_][\w-]{3,60})")
_SINGLE = {FormKind.GIVEN, FormKind.SURNAME, FormKind.HALF, FormKind.MIDDLE, FormKind.FULL, FormKind.SHORT_BODY}
_FILE_ENDS = (".doc", ".pdf", ".jp", ".png", ".xls", ".msg", ".eml", ".txt", ".mp", ".m4a", ".ppt")
_CAMEL = re.compile(r"[^\W\d_][a-zà-ÿ]+|[^\W\d_]+")
TURN = "\u202e"
"""The character after which a reader sees the letters from right to left."""
_TURNED = re.compile("\u202e([^\u202c\n]+)")
_INSIDE = 10
"""So long, a whole name is no accident in the middle of one word: ``IMG2KieranAshdownb``."""
Broken = Callable[[Normalised, tuple[int, int], str], bool]


class Pulled:
    """Finds them with the forms of a matcher: ``forms`` by key, ``automaton`` of their word views."""

    def __init__(self, forms: dict[str, tuple[Form, ...]], automaton: ahocorasick.Automaton) -> None:
        self._forms = forms
        self._automaton = automaton
        self._longest = max((len(form) for form in forms if " " not in form), default=0)
        self._skeleton = self._build_skeleton()
        self._wide = tuple(
            (_anywhere(form) if _WIDE_SCRIPT.search(form) else _with_prefix(form), held)
            for form, held in forms.items()
            if not form.isascii() and _WITHOUT_EDGES.search(form)
        )

    def hits(
        self, n: Normalised, found: list[Hit], windows: Iterable[tuple[int, int]], broken: Broken
    ) -> Iterator[Hit]:
        """What ``found`` lacks; ``windows`` are the stretches around figures, ``broken`` says where a sentence ends."""
        yield from self._letter_spaced(n)
        yield from self._wide_hits(n)
        yield from self._glued(n, windows)
        yield from self._in_hashtags(n)
        yield from self._in_file_names(n)
        yield from self._solid(n, found, broken)

    def _build_skeleton(self) -> ahocorasick.Automaton | None:
        automaton = ahocorasick.Automaton()
        for written, held in self._forms.items():
            solid = written.replace(" ", "")
            fits = [
                form
                for form in held
                if len(solid) >= _SKELETON_KINDS.get(form.kind, 999)
                and form.strength is Strength.HARD
                and (form.kind is not FormKind.FULL or " " in written)
            ]
            if fits and (solid not in automaton):
                automaton.add_word(solid, (len(solid), tuple(fits)))
        if not len(automaton):
            return None
        automaton.make_automaton()
        return automaton

    def _letter_spaced(self, n: Normalised) -> Iterator[Hit]:
        for match in _LETTER_SPACED.finditer(f" {n.words}"):
            solid = match["all"].replace(" ", "")
            spread = f" {solid} "
            for last, (length, forms, _) in self._automaton.iter(spread):
                if forms:
                    yield self._spread_hit(n, match.start(), last - length + 1, last - 1, forms)
            # "a T o b y": a letter that stands before or after is pulled in, and words run into one another.
            for start in range(len(solid) - 2):
                for end in range(start + 3, min(len(solid), start + self._longest) + 1):
                    held = self._forms.get(solid[start:end])
                    close = end - start > 3 or start == 0 or end == len(solid)
                    if held and close and held[0].kind is not FormKind.INITIALS:
                        yield self._spread_hit(n, match.start(), start, end, held)

    def _spread_hit(self, n: Normalised, base: int, start: int, end: int, forms: tuple[Form, ...]) -> Hit:
        view = base + 2 * start, base + 2 * end - 1
        return Hit(*n.span(*view), view, pairs_of(forms), forms[0].kind)

    def _wide_hits(self, n: Normalised) -> Iterator[Hit]:
        """Names in scripts that put no space between words, anywhere; in Hebrew and Arabic after a small word."""
        for pattern, forms in self._wide:
            for match in pattern.finditer(n.words):
                yield Hit(*n.span(*match.span()), match.span(), pairs_of(forms), forms[0].kind)

    def _glued(self, n: Normalised, windows: Iterable[tuple[int, int]]) -> Iterator[Hit]:
        """``kieran11``, ``2011ashdown``: no word of a language has figures at its end."""
        for start, end in windows:
            if not _TOUCHING.search(n.words, start, end):
                continue
            for match in _GLUED.finditer(n.words, start, end):
                forms = self._forms.get(match["name"])
                if forms and len(match["name"]) < len(match[0]):
                    single = [form for form in forms if form.kind in _SINGLE and form.strength > Strength.REVIEW]
                    if single:
                        yield Hit(*n.span(*match.span()), match.span(), pairs_of(single), single[0].kind)
            for match in _MIXED.finditer(n.words, start, end):
                if single := self._with_figures(match[0]):
                    yield Hit(*n.span(*match.span()), match.span(), pairs_of(single), single[0].kind)

    def _with_figures(self, word: str) -> list[Form]:
        """Forms of a single name that figures stand in for letters of: ``K1eran``, ``Kier4n``, ``Ashd0wn``."""
        figures = [figure for figure in word if figure.isdigit()]
        if len(figures) > min(4, len(word) * 0.6):
            return []
        readings = ("".join(letters) for letters in product(*(_LIKE.get(letter, letter) for letter in word)))
        return [
            form
            for reading in readings
            for form in self._forms.get(reading, ())
            if form.kind in _SINGLE and form.strength > Strength.REVIEW
        ]

    def _in_hashtags(self, n: Normalised) -> Iterator[Hit]:
        if "#" not in n.level:
            return
        for match in _HASHTAG.finditer(n.level):
            tag = key(match["tag"]).replace(" ", "")
            found: list[Form] = []
            for start in range(len(tag) - 2):
                for end in range(len(tag), start + 2, -1):
                    held = self._forms.get(tag[start:end], ())
                    longest = 4 if start > 0 or end < len(tag) else 3
                    found += [form for form in held if form.kind in _SINGLE and end - start >= longest]
            whole = [form for form in found if form.kind is FormKind.FULL] or found
            if whole:
                yield Hit(*n.level_span(match.start("tag"), match.end("tag")), (0, 0), pairs_of(whole), whole[0].kind)

    def _in_file_names(self, n: Normalised) -> Iterator[Hit]:
        """``EllieMaeCB.docx``: a name of several words written in one, each with its capital."""
        for ending in _FILE_ENDS:
            at = n.original.find(ending)
            while at >= 0:
                start = at
                while start and at - start < 80 and n.original[start - 1].isalnum():
                    start -= 1
                pieces = _CAMEL.findall(n.original, start, at)
                names = [self._forms.get(form_key(piece), ()) for piece in pieces if len(pieces) > 1 and len(piece) > 2]
                single = [form for held in names for form in held if form.kind in _SINGLE]
                if sure := [form for form in single if form.strength is Strength.HARD]:
                    yield Hit(start, at, (0, 0), pairs_of(sure), sure[0].kind)
                at = n.original.find(ending, at + 1)

    def _solid(self, n: Normalised, found: list[Hit], broken: Broken) -> Iterator[Hit]:
        """Full names and numbers whose letters stand in a row whatever is between them."""
        if self._skeleton is None:
            return
        found_at = everywhere(self._skeleton, n.skeleton)
        hits = [(last - length + 1, last + 1, forms) for last, (length, forms) in found_at]
        if not hits:
            return
        known = _in_letters(n.words, found)
        left = [(low, high, forms) for low, high, forms in hits if known.get(low, 0) < high - low]
        if not left:
            return
        letters = _Letters(n.words)
        for low, high, forms in left:
            start = letters.place(low)
            end = letters.place(high - 1) + 1
            inside = high - low >= _INSIDE and " " not in n.words[start:end]
            if not (inside or _at_edge(n.words, start, end)) or broken(n, n.span(start, end), "a b"):
                continue
            # Letters or figures glued to it ("…2011", "…file") go with it, unless they make it another word ("…hoped").
            low, high = n.words.rfind(" ", 0, start) + 1, (n.words.find(" ", end) + 1 or len(n.words) + 1) - 1
            if _another_word(n.words, (low, start)) or _another_word(n.words, (end, high)):
                continue
            start, end = low, high
            yield Hit(*n.span(start, end), (start, end), pairs_of(forms), forms[0].kind)


def _in_letters(words: str, found: Iterable[Hit]) -> dict[int, int]:
    """How many letters what was found covers, by the number of its first letter; spaces are counted on the way."""
    known: dict[int, int] = {}
    spaces = last = 0
    for start, end in sorted(hit.view for hit in found if not hit.review):
        spaces += words.count(" ", last, start)
        last = start
        known[start - spaces] = max(known.get(start - spaces, 0), end - start - words.count(" ", start, end))
    return known


class _Letters:
    """Where the letters of a word view stand, by their number; counted in short stretches, to cost no memory."""

    _STEP = 32

    def __init__(self, words: str) -> None:
        self._words = words
        step = self._STEP
        self._totals = list(
            accumulate(step - words.count(" ", at, at + step) for at in range(0, len(words), step))
        )

    def place(self, number: int) -> int:
        """The place in the word view of the letter with that number, from 0."""
        stretch = bisect_right(self._totals, number)
        left = number - (self._totals[stretch - 1] if stretch else 0)
        at = stretch * self._STEP
        while True:
            if self._words[at] != " ":
                if not left:
                    return at
                left -= 1
            at += 1


def _anywhere(key: str) -> re.Pattern[str]:
    return re.compile(" ?".join(map(re.escape, key.replace(" ", ""))))


def _with_prefix(key: str) -> re.Pattern[str]:
    """``and``, ``to``, ``in``, ``the`` are written together with the word that follows."""
    return re.compile(rf"(?<![^ ])[{_PREFIXES}]{{1,3}}{re.escape(key)}(?![^ ])")


def _another_word(words: str, glued: tuple[int, int]) -> bool:
    """Whether the letters in ``glued`` make an ordinary word of what stands beside them."""
    if glued[0] == glued[1] or not words[glued[0] : glued[1]].isalpha():
        return False
    first, last = words.rfind(" ", 0, glued[0]) + 1, (words.find(" ", glued[0]) + 1 or len(words) + 1) - 1
    return words[first:last].isalpha() and is_quiet(words[first:last])


def _at_edge(words: str, start: int, end: int) -> bool:
    """Whether a stretch of a word view begins or ends where a word does."""
    return start == 0 or words[start - 1] == " " or end == len(words) or words[end] == " "


def turned(n: Normalised, scan: Callable[[str], Iterable[Hit]]) -> Iterator[Hit]:
    """Names written backwards after a character that turns the line round, so that they are read forwards."""
    for match in _TURNED.finditer(n.original):
        for hit in scan(match[1][::-1]):
            yield replace(hit, start=match.start(), end=match.end(), view=(0, 0))
