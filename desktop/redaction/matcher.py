"""Finding people, bodies, numbers and dates of birth in a text.

Here: one automaton over the word view of a text, the rules that a form must meet where it stands, identifiers by
shape, and the choice of leftmost-longest. Source: redaction design, section 2. Not here: forms (``forms``), what is
printed instead (``release``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import ahocorasick

from desktop.redaction import clock, dates, houses, identifiers, pulled, torn, wordnames
from desktop.redaction.age_words import COUNT, FoundWords
from desktop.redaction.ages import TRIGGERS
from desktop.redaction.ages import find as age_at
from desktop.redaction.automata import everywhere
from desktop.redaction.digits import digit_windows
from desktop.redaction.form import form_key
from desktop.redaction.forms import PARTICLES, Form, FormKind, Strength, forms_of
from desktop.redaction.hits import Hit, Pairs, leftmost_longest, pairs_of
from desktop.redaction.normalise import Normalised, normalise
from desktop.redaction.people import NAME_CLASSES, Cast, Subject
from desktop.redaction.spans import in_order
from desktop.redaction.swapped import Swapped
from desktop.redaction.tails import is_alone
from desktop.redaction.words import is_quiet, ordinary_words

_TRIGGERS: dict[str, tuple[str, str]] = {
    **{word: ("context", class_id) for word, class_id in identifiers.CONTEXT_WORDS.items()},
    **{word: ("age", kind) for word, kind in TRIGGERS.items()},
    **dict.fromkeys(dates.MONTH_NUMBER, ("month", "")),
    **dict.fromkeys(dates.FEAST_NAMES, ("month", "")),
}
_SENTENCE_END = re.compile(r"[.!?;:]\s|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything found in one text. ``ages``, ``days`` and ``times`` are places that a profile may generalise."""

    text: Normalised
    hits: tuple[Hit, ...]
    reviews: tuple[Hit, ...]
    days: tuple[dates.FoundDate, ...]
    ages: tuple[FoundWords, ...]


class Matcher:
    """Finds the forms of a cast. Building it costs about a millisecond a person; scanning is one pass."""

    def __init__(self, cast: Cast, forms: Iterable[Form] | None = None) -> None:
        self.cast = cast
        by_key: dict[str, list[Form]] = {}
        for form in forms if forms is not None else (form for subject in cast for form in forms_of(subject)):
            by_key.setdefault(form.key, []).append(form)
        self._forms = {key: tuple(self._own_words(key, _people_first(key, held))) for key, held in by_key.items()}
        # Words that are somebody's name however they stand, with all that a hit of them says.
        self._sure: dict[int, tuple[Pairs, FormKind]] = {}
        for key, held in self._forms.items():
            if " " not in key and all(form.strength is Strength.HARD for form in held):
                self._sure[id(held)] = pairs_of(_strong(list(held))), _strong(list(held))[0].kind
        self._births: dict[date, list[str]] = {}
        for subject in cast:
            if subject.born.first_day and subject.born.first_day == subject.born.last_day and not subject.is_body:
                self._births.setdefault(subject.born.first_day, []).append(subject.id)
        # Every day of the year within two weeks of a birthday, and whose days those are (a year as 12 months of 31).
        self._close: dict[int, set[tuple[int, int]]] = {}
        for birth in self._births:
            for shift in range(-14, 15):
                place = (birth.month * 31 + birth.day + shift - 32) % 372 + 32
                self._close.setdefault(place, set()).add((birth.month, birth.day))
        self._phones = {
            identifiers.phone_digits(phone): (subject.id, subject.contact_class)
            for subject in cast for phone in subject.phones if len(identifiers.phone_digits(phone)) > 3
        }  # fmt: skip
        self._emails = {
            email.lower(): (subject.id, subject.contact_class) for subject in cast for email in subject.emails
        }
        self._automaton = self._build()
        self._pulled = pulled.Pulled(self._forms, self._automaton)
        self._halves = torn.Halves(self._forms)
        self._swapped = Swapped(self._forms)

    @staticmethod
    def _own_words(key: str, forms: list[Form]) -> Iterator[Form]:
        """A full name made of two ordinary words needs its capitals."""
        words = key.split()
        ordinary = len(words) > 1 and all(word in ordinary_words() or len(word) == 1 for word in words)
        for form in forms:
            weak = ordinary and form.kind is FormKind.FULL and form.strength is Strength.HARD
            yield replace(form, strength=Strength.CAPITAL) if weak else form

    def _build(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for key in {*self._forms, *_TRIGGERS}:
            automaton.add_word(f" {key} ", (len(key) + 2, self._forms.get(key), _TRIGGERS.get(key)))
        automaton.make_automaton()
        return automaton

    @cached_property
    def named_roles(self) -> dict[str, tuple[Hit, ...]]:
        """By subject: what its role says of somebody or something registered ("Kieran's mother", "Ashdown tutor")."""
        said = ((one.id, self.scan(one.role).hits) for one in self.cast if one.role)
        found = {subject_id: tuple(hit for hit in hits if hit.subjects) for subject_id, hits in said}
        return {subject_id: hits for subject_id, hits in found.items() if hits}

    def holds_name(self, words: str, own: Subject | None = None) -> bool:
        """Whether words to be printed hold a registered person's name; an alias of ``own`` alone may stand there."""
        aliases = {form_key(alias) for alias in own.aliases} if own else set()
        for hit in self.scan(words).hits:
            chosen = own is not None and hit.subjects == (own.id,) and (hit.start, hit.end) == (0, len(words))
            if hit.subjects and hit.class_id in NAME_CLASSES and not (chosen and form_key(words) in aliases):
                return True
        return False

    def keys(self) -> tuple[str, ...]:
        """Every form it looks for, as it stands in a word view."""
        return tuple(self._forms)

    def bare(self, n: Normalised) -> int:
        """The automaton and the identifier patterns alone over normalised text, as a count: a yardstick."""
        raw, months, ages, contexts = self._pass(n)
        windows = tuple(digit_windows(n.words))
        count = len(raw) + len(ages) + sum(1 for _ in dates.find(n, months, windows))
        count += sum(1 for _ in clock.times(n.original)) + sum(1 for _ in identifiers.in_text(n.level))
        for start, end in windows:
            if end - start >= 5:
                count += sum(1 for _ in identifiers.in_window(n.words, start, end, n.shown))
        return count + sum(
            identifiers.after_context(n.level, n.to_level(end), each) is not None for end, each in contexts
        )

    def scan(self, text: str | Normalised) -> Scan:
        """Everything in ``text``, hits in order and without overlap."""
        n = normalise(text) if isinstance(text, str) else text
        raw, months, ages, contexts = self._pass(n)
        windows = tuple(digit_windows(n.words))
        days = tuple(sorted(dates.find(n, months, windows), key=_in_order))
        found = self._accepted(n, raw)
        found += self._identifiers(n, windows, contexts)
        found += self._births_in(n, days, ages)
        found += self._short_birthdays(n, windows) if self._births else ()
        found += self._pulled.hits(n, found, windows, _broken)
        found += self._halves.hits(n, found)
        found += self._swapped.hits(n, windows)
        found = list(houses.widened(n, found, self.cast))
        if pulled.TURN in n.original:
            found += pulled.turned(n, lambda text: self.scan(text).hits)
        hits = leftmost_longest([hit for hit in found if not hit.review])
        return Scan(n, hits, tuple(hit for hit in found if hit.review), days, tuple(ages))

    def registered(self, n: Normalised) -> tuple[Hit, ...]:
        """Hits about somebody of the cast alone: what the gate asks for, without numbers that belong to nobody."""
        raw, months, ages, _ = self._pass(n)
        windows = tuple(digit_windows(n.words))
        found = self._accepted(n, raw) if raw else []
        if self._births:
            found += self._births_in(n, sorted(dates.find(n, months, windows), key=_in_order), ages)
            found += self._short_birthdays(n, windows)
        # Registered telephone numbers are forms like any other; numbers of nobody are no secret of the cast.
        found += self._pulled.hits(n, found, windows, _broken)
        found += self._halves.hits(n, found)
        found += self._swapped.hits(n, windows)
        found = list(houses.widened(n, found, self.cast))
        if pulled.TURN in n.original:
            found += pulled.turned(n, lambda text: self.scan(text).hits)
        return leftmost_longest([hit for hit in found if not hit.review and hit.subjects])

    def _pass(
        self, n: Normalised
    ) -> tuple[
        list[tuple[int, int, tuple[Form, ...]]], list[tuple[int, int]], list[FoundWords], list[tuple[int, str]]
    ]:
        raw: list[tuple[int, int, tuple[Form, ...]]] = []
        months: list[tuple[int, int]] = []
        ages: list[FoundWords] = []
        contexts: list[tuple[int, str]] = []
        words = n.words
        for last, (length, forms, trigger) in everywhere(self._automaton, words, edge=" "):
            start, end = last - length + 1, last - 1
            if forms:
                raw.append((start, end, forms))
            if trigger:
                kind, detail = trigger
                if kind == "month":
                    months.append((start, end))
                elif kind == "age":
                    if found := age_at(n, detail, start, end):
                        ages.append(found)
                else:
                    contexts.append((end, detail))
        for join in n.joins:
            raw += self._at_join(words, join)
        return raw, months, ages, contexts

    def _at_join(self, words: str, join: int) -> Iterator[tuple[int, int, tuple[Form, ...]]]:
        """Names on either side of a line-end hyphen that was not one word after all."""
        low, high = max(0, join - 60), min(len(words), join + 60)
        for last, (length, forms, _) in self._automaton.iter(f" {words[low:join]} {words[join:high]} "):
            start, end = last - length + 1 + low, last - 1 + low
            if forms:
                start, end = start - (start > join), end - (end > join)
                yield start, end, forms

    def _accepted(self, n: Normalised, raw: list[tuple[int, int, tuple[Form, ...]]]) -> list[Hit]:
        """Those that fit where they stand, without the parts of a whole that is sure."""
        found: list[Hit] = []
        reach = 0
        for start, end, forms in sorted(raw, key=lambda each: in_order(each[0], each[1])):
            if end <= reach:
                continue
            hit = self._accept(n, start, end, forms)
            if hit:
                found.append(hit)
                if not hit.review:
                    reach = max(reach, end)
        return found

    def _accept(self, n: Normalised, start: int, end: int, forms: tuple[Form, ...]) -> Hit | None:
        place = n.span(start, end)
        sure = self._sure.get(id(forms))
        if sure:
            return Hit(*place, (start, end), *sure)
        if len(forms) == 1 and forms[0].strength is Strength.HARD and forms[0].kind is FormKind.FULL:
            whole = not _broken(n, place, forms[0].key)
            return Hit(*place, (start, end), pairs_of(forms), FormKind.FULL) if whole else None
        kept, review = [], []
        for form in forms:
            verdict = self._fits(n, form, place, (start, end))
            if verdict:
                kept.append(form)
            elif verdict is None:
                review.append(form)
        chosen = _strong(kept) or review
        if not chosen:
            return None
        strength = max(form.strength for form in chosen)
        return Hit(*place, (start, end), pairs_of(chosen), chosen[0].kind, strength, review=not kept)

    def _fits(self, n: Normalised, form: Form, place: tuple[int, int], view: tuple[int, int]) -> bool | None:
        shown = n.original[place[0] : place[1]]
        first = shown[:1]
        if form.strength is Strength.WORD:
            verdict = wordnames.is_name(n.original, n.words, place, view)
            # "the Royal" with its capital is the hospital that is called so.
            if form.kind in (FormKind.BODY, FormKind.SHORT_BODY) and first.isupper() and verdict is not False:
                return True if is_alone(n.original, place[1]) else None
            return verdict
        if form.kind is FormKind.GIVEN_INITIAL and not _initial_fits(n.original, place):
            return False
        if form.kind is FormKind.SPLIT:
            if form.strength is Strength.HARD:
                return True
            # Two halves that are words each ("ash down") say nothing in small letters; "kie ran" does.
            return None if first.isupper() or any(not is_quiet(half) for half in form.key.split()) else False
        if form.strength is Strength.CODE:
            return _is_exhibit(n.original, place)
        if form.strength is Strength.REVIEW:
            if len(form.key) > 1:
                return None if shown.isupper() else False
            return wordnames.is_letter(n.original, n.words, place, view)
        if form.strength is Strength.INITIALS:
            if shown.isupper() and _initials_fit(n.original, place, form):
                return True
            # "A B" may be somebody of these letters, and may be none: a person looks.
            return None if form.kind is FormKind.INITIALS and _SPACED_CAPITALS.fullmatch(shown) else False
        if " " in form.key:
            if form.kind in (FormKind.FULL, FormKind.BODY) and _broken(n, place, form.key):
                return False
            if form.strength is Strength.CAPITAL:
                article = shown[:2] in ("A ", "I ") and wordnames.starts_sentence(n.original, place[0])
                return _capitals(shown) and not article
            return True
        if form.strength is Strength.CAPITAL:
            capital = first.isupper() or (first.isalpha() and first.lower() == first.upper())
            if capital or form.kind not in (FormKind.GIVEN, FormKind.SURNAME):
                return capital
            return wordnames.in_small(n.original, n.words, place, view)
        return True

    # Identifiers

    def _identifiers(
        self, n: Normalised, windows: Iterable[tuple[int, int]], contexts: Iterable[tuple[int, str]]
    ) -> Iterator[Hit]:
        for start, end in windows:
            if end - start < 5:
                continue
            for item in identifiers.in_window(n.words, start, end, n.shown):
                yield self._identified(n, item, n.span(item.start, item.end), (item.start, item.end))
        for item in identifiers.in_text(n.level):
            yield self._identified(n, item, n.level_span(item.start, item.end), (0, 0))
        for end, class_id in contexts:
            at = n.to_level(end)
            found = identifiers.after_context(n.level, at, class_id)
            if found:
                yield self._identified(n, found, n.level_span(found.start, found.end), (0, 0))

    def _identified(self, n: Normalised, item: identifiers.Found, place: tuple[int, int], view: tuple[int, int]) -> Hit:
        shown = n.original[place[0] : place[1]]
        owner = None
        if item.kind == "phone":
            owner = self._phones.get(identifiers.phone_digits(shown))
        elif item.kind == "email":
            owner = self._emails.get(shown.lower())
        pairs: Pairs = (owner,) if owner else (("", item.class_id),)
        # A CHI number opens with a birthday: with a registered one it is sure, whatever its check says.
        known = item.kind == "chi" and identifiers.chi_birthday(re.sub(r"\D", "", shown), self._births) is not None
        return Hit(*place, view, pairs, item.kind, review=not item.sure and not known)

    # Dates of birth

    def _births_in(self, n: Normalised, days: Iterable[dates.FoundDate], ages: list[FoundWords]) -> Iterator[Hit]:
        if not self._births:
            return
        for day in days:
            whose = [subject for reading in day.readings for subject in self._births.get(reading, ())]
            place = n.span(day.start, day.end)
            if not whose and (near := self._anniversary(n.words, day)):
                whose = [
                    subject
                    for birth, ids in self._births.items()
                    if (birth.month, birth.day) in near
                    for subject in ids
                ]
            if whose:
                pairs = tuple((subject, "dob") for subject in dict.fromkeys(whose))
                yield Hit(*place, (day.start, day.end), pairs, FormKind.DOB)
        told = [(age.start, age.end) for age in ages if age.exact]
        if "birthday" in n.words:
            told += [match.span() for match in _DAYS_TO_BIRTHDAY.finditer(n.words)]
        starts = [day.start for day in days]
        for start, end in told:
            first = bisect_left(starts, start - 160)
            if first < len(starts) and starts[first] < start + 160:
                yield Hit(*n.span(start, end), (start, end), (("", "dob"),), FormKind.DOB)

    def _short_birthdays(self, n: Normalised, windows: Iterable[tuple[int, int]]) -> Iterator[Hit]:
        """``2/11`` beside words about a birthday."""
        known = {(birth.day, birth.month) for birth in self._births}
        for start, end in windows:
            for match in _DAY_MONTH.finditer(n.words, start, end):
                day = int(match["d"]), int(match["m"])
                around = n.words[max(0, match.start() - 60) : match.end() + 60]
                if day in known and _ABOUT_BIRTH.search(around) and n.shown(*match.span())[len(match["d"])] in "/.-":
                    whose = [ids for birth, ids in self._births.items() if (birth.day, birth.month) == day]
                    pairs = tuple((subject, "dob") for ids in whose for subject in ids)
                    yield Hit(*n.span(*match.span()), match.span(), pairs, FormKind.DOB)

    def _anniversary(self, words: str, day: dates.FoundDate) -> set[tuple[int, int]]:
        """Birthdays that this day gives away because the words around speak of one ("two days before her birthday")."""
        place = day.month * 31 + day.day
        if place not in self._close:
            return set()
        around = words[max(0, day.start - 90) : day.end + 90]
        if "birthday" in around and _OFFSET.search(around):
            return self._close[place]
        today = (day.month, day.day)
        return {today} if today in self._close[place] and _ABOUT_BIRTH.search(around) else set()


_BIRTH_WORDS = re.compile(r"(?<![^ ])(?:birthdays?|born|dob|d o b|date of birth|turn(?:s|ed|ing)|birth)(?![^ ])")
_AGED = re.compile(
    r"(?<![^ ])(?:would (?:have been|be)|was|became|reached|is|be) "
    r"(?:(?:just|only|nearly|almost|exactly) )?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)(?: years old)? (?:on|this|that|next|last)(?![^ ])"
)
_ABOUT_BIRTH = re.compile(f"{_BIRTH_WORDS.pattern}|{_AGED.pattern}")
_DAY_MONTH = re.compile(r"(?<![^ ])(?P<d>[0-3]?\d) (?P<m>1[0-2]|0?[1-9])(?![^ ])")
_DAYS_TO_BIRTHDAY = re.compile(
    rf"(?<![^ ])(?:{COUNT}|an?) (?:days?|weeks?|wks?) (?:before|after|short of|from|to|past|following) "
    rf"(?:(?:his|her|their|the|my|our|its) )?(?:[\w ]{{3,24}} )?birthday(?![^ ])"
)
_OFFSET = re.compile(r"(?<![^ ])(?:before|after|following|prior|later|earlier|ahead|eve)(?![^ ])")


def _people_first(key: str, forms: list[Form]) -> list[Form]:
    """Without bodies that might be called by this one word for short, where it is the name of a registered person."""
    if " " in key or len(forms) < 2:
        return forms
    return [form for form in forms if form.kind is not FormKind.SHORT_BODY] or forms


def _strong(forms: list[Form]) -> list[Form]:
    """Without middle names where the word is somebody's first name."""
    firm = [form for form in forms if form.kind is not FormKind.MIDDLE]
    return firm or forms


def _capitals(shown: str) -> bool:
    """Whether every word begins with a capital, but for what goes on after one: "de la", "St Bride's"."""
    pieces = re.findall(r"(?<!['’`´])[^\W\d_]+|(?<=['’`´])[^\W\d_]{2,}", shown)
    first = pieces[0][0] if pieces else ""
    return (first.isupper() or first.lower() == first.upper()) and all(
        piece[0].isupper() or piece[0].lower() == piece[0].upper() or form_key(piece) in _SMALL for piece in pieces
    )


_SMALL = PARTICLES | {"of", "the", "and"}


def _initial_fits(text: str, place: tuple[int, int]) -> bool:
    shown = text[place[0] : place[1]]
    letter = shown[-1]
    if not letter.isupper() or not shown[0].isupper() or _QUOTED.match(text, place[1]) or "'" in shown or "’" in shown:
        return False
    if shown[-2:-1] == "(" and text[place[1] : place[1] + 1] != ")":
        return False
    return letter not in "AI" or text[place[1] : place[1] + 1] == "."


_QUOTED = re.compile(r"['’`´][^\W\d_]{2}")
"""``O'`` after a name begins another: "Ashdown; O'Brien"."""


def _initials_fit(text: str, place: tuple[int, int], form: Form) -> bool:
    shown = text[place[0] : place[1]]
    if " " in form.key and form.kind is FormKind.INITIALS:
        dotted = shown.count(".") >= len(form.key.split()) - 1
        return dotted or (
            re.fullmatch(r"[^\W\d_](?: [^\W\d_])+", shown) is not None and "A" not in shown and "I" not in shown
        )
    return shown.isupper()


def _in_order(day: dates.FoundDate) -> int:
    return in_order(day.start, day.end)


_SPACED_CAPITALS = re.compile(r"[^\W\d_a-z](?: [^\W\d_a-z])+")
_EXHIBIT = re.compile(r"\b(?:[Ee]xhibits?|EXHIBITS?|items?|ref)\.? $")


def _is_exhibit(text: str, place: tuple[int, int]) -> bool:
    """Whether capitals stand in a code such as ``KA/1``, which is made of the initials of whoever produced it."""
    after = text[place[1] : place[1] + 2]
    coded = after[:1] in ("/", "-") and after[1:].isdigit()
    return text[place[0] : place[1]].isupper() and coded and bool(
        after[:1] == "/" or _EXHIBIT.search(text, max(0, place[0] - 12), place[0])
    )


def _broken(n: Normalised, place: tuple[int, int], key: str) -> bool:
    """Whether a sentence ends inside these words of the original, so that they are not one name."""
    start, end = place
    names = key.split()
    for match in _SENTENCE_END.finditer(n.original, start, end):
        lead = re.search(r"[^\W\d_]+$", n.original[start : match.start()])
        # "Dr. Lee" and "Kier. Ashdown" go on after the full stop; a whole name ("Dr Lee. Hope came") ends there.
        word = lead[0].lower() if lead else ""
        whole = len(word) > 1 and word in names
        short = len(word) < 4 or (match[0][0] == "." and any(name.startswith(word) for name in names))
        if word and not whole and short:
            continue
        if match[0][0] in ".!?" or match[0].startswith("\n"):
            return True
    return False
