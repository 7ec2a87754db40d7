"""Ages as they stand in a text, and the bands that stand for them when they are generalised.

Here: ages in figures and words, lists and ranges of them, birthdays, school years, weeks of a pregnancy (profiles,
section 3). An age that a law or a service sets ("under the age of 18", "aged 65 and over") is nobody's and stays. Not
here: whether an audience gets them exact (``calendar_words``).
"""

from __future__ import annotations

import re

from desktop.redaction.age_words import COUNT, LATER_UNITS, UNIT, FoundWords, count, years_of
from desktop.redaction.ages_of_people import PEOPLE, person
from desktop.redaction.bands import SAID, band, band_of
from desktop.redaction.dates import alternatives, number_words, ordinal_words
from desktop.redaction.normalise import Normalised

_COUNT_TH = rf"(?:\d{{1,3}} ?(?:st|nd|rd|th)|{alternatives(ordinal_words(number) for number in range(1, 100))})"
_AFTER = re.compile(
    rf" (?P<of>of )?(?:(?:about|around|just|only|nearly|almost|approximately|between|either|years|yrs|at death"
    rf"|at the time|"
    rf"now|then|is"
    rf"|was) )*(?P<n>{COUNT})(?![^ ])(?: and a half(?![^ ]))?(?: (?P<u>{UNIT}){LATER_UNITS}(?: old)?(?![^ ]))?"
)
_MORE = re.compile(rf" (?P<j>to |and |or |until )?(?P<n>{COUNT})(?![^ ])(?: (?:years?|yrs?)(?: old)?(?![^ ]))?")
_THRESHOLD = re.compile(
    r" (?:years? )?(?:and (?:over|under|above|below|older|younger|upwards?)|or (?:over|under|above|below|older"
    r"|younger|more|less)"
    r"|plus|percent|per cent|to date)(?![^ ])"
)
_LIMIT = re.compile(r"(?<![^ ])(?:under|over|below|above) the $")
_STATISTIC = re.compile(r"(?<![^ ])(?:minimum|maximum|average|mean|median|old|page|the new) $")
_GOES_ON = re.compile(
    r"\s*(?:[,.;:)\]!?\n]|$)|\s+(?:respectively|were|was|are|is|who|and|or|at|in|on|when|while|had|have|has|lived"
    r"|live|with|the|her|his|their|"
    r"to|from|but|because|as|by|she|he|they|that|this|then|now|so|last|next|before|after|years?|yrs?|months?|a|an)\b"
)
_OLD = re.compile(
    rf"(?<![^ ])(?P<a>an? )?(?:(?P<n0>{COUNT}) (?:(?:to|and|or) )?)?(?P<n>{COUNT})(?: and a half| 1 2| 3 4"
    rf"| 1 4)? ?(?P<u>{UNIT}|y|m)"
    rf"{LATER_UNITS} $"
)
_REST = re.compile(r"(?: o| \d{1,2} ?(?:m|mths?|months?))?(?![^ ])")
_NUMBER_BEFORE = re.compile(r"(?<![^ ])\d{1,2} $")
_TOOK_BEFORE = re.compile(
    r"(?<![^ ])(?:for|in|after|over|within|about|last|next|past|of|to|every|than|got|given|served|nearly|almost"
    r"|under|approx) $"
)
_TOOK_AFTER = re.compile(
    r" (?:ago|later|before|after|earlier|of|in|for|s|since|imprisonment|custody|prison|sentence|experience|service|"
    r"until|without|on|plus|old)(?![^ ])"
)
_FRACTION = re.compile(r"(\d+)\s?[¼½¾⅓⅔]")
_PER = re.compile(r"(?<![^ ])(?P<n>\d{1,2}) (?P<per>12|52|7) $")
_HAD = re.compile(r"(?<![^ ])(?P<v>had|has|have)(?: (?:just|recently|only))? $")
_OF_AGE = re.compile(rf"(?<![^ ])(?P<n>{COUNT})(?: and a half)? (?P<u>{UNIT}){LATER_UNITS} of $")
_THING = (
    r"(?:agreements?|assessments?|bruis\w+|buildings?|cars?|checks?|computers?|contracts?|data|development"
    r"|documents?|entitlement|"
    r"evidence|files?|fractures?|funding|guidance|health|houses?|injur\w+|law|laws?|legislation|nursery places?"
    r"|offers?|places?|"
    r"plans?|polic\w+|programmes?|projects?|protocols?|records?|reports?|reviews?|scars?|schools?|services?|strateg\w+|"
    r"systems?|vans?|vehicles?)"
)
_A_THING = re.compile(rf" (?:nursery |progress |review )?{_THING}(?![^ ])")
_THING_IS = re.compile(rf"(?<![^ ]){_THING} (?:is|are|was|were|about|nearly|over|some|now|then| )*$")
_BIRTHDAY = re.compile(rf"(?<![^ ])(?P<n>{_COUNT_TH}) $")
_OCCASION = re.compile(r"\s(?:party|parties|cards?|presents?|cakes?|gifts?|treat|celebrations?|tea|meal|outing)\b")
_YEARS = rf"(?:1[0-3]|[1-9]|{alternatives(number_words(number) for number in range(1, 14))})"
_SCHOOL_YEAR = re.compile(
    rf" (?:group )?(?P<n>{_YEARS})(?: (?P<j>and |or |to )?(?P<n2>{_YEARS}))?(?! of(?! school)(?![^ ]))(?![^ ])"
)
_IN_SCHOOL = re.compile(r"(?<![^ ])(?:in|into|entered|started|starting|joined|now|currently|left) $")
_PUPIL = re.compile(
    r"\s(?:pupils?|child(?:ren)?|girls?|boys?|students?|class(?:es)?|teachers?|tutors?|group|leaders?|head|learning"
    r"|form|transition)\b"
)
_PREGNANT = re.compile(
    rf"(?<![^ ])(?:(?:about|around|approximately|nearly|over|only) )?(?:(?P<n>{COUNT})(?: \d)?)(?: (?:to"
    rf"|or) {COUNT})? (?P<u>weeks?|wks?|months?|mths?|days?) $"
)
_GESTATION = re.compile(
    rf"(?<![^ ])(?P<at>(?:at )?)(?:(?:about|around) )?(?P<n>{COUNT})(?: \d)? (?P<u>weeks?|wks?) (?:s )?(?:of )?$"
)


def find(n: Normalised, kind: str, start: int, end: int) -> FoundWords | None:
    """The age that a word of ``n.words`` at ``start`` to ``end`` belongs to; ``kind`` names its rule."""
    return _RULES[kind](n, start, end)


def _after(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``aged 7``, ``age of seven``, ``turned 8``, ``aged 5, 7 and 9``; and ``7 years of age``."""
    words = n.words
    word = words[start:end]
    if word == "age" and words[start - 4 : start] == " of " and (told := _of_age(n, start, end)):
        return told
    match = _AFTER.match(words, end)
    if not match:
        return None
    stop, counted = match.end(), [_number(n, match, "n")]
    said = match["u"] if match["u"] and _adjoin(n, match.end("n"), match.start("u")) else ""
    if match["u"] and not said:
        stop = match.end("n")  # "aged 7. Years later"
    unit = said or "year"
    if counted[0] > 120 and not said:
        return None
    if not said or unit.startswith("y"):
        stop = _more(n, stop, counted)
    lead = words[max(0, start - 24) : start]
    if words[match.start("n") : stop] in SAID:
        return None
    if _THRESHOLD.match(words, stop) or (word == "age" and (_STATISTIC.search(lead) or _LIMIT.search(lead))):
        return None
    general = band_of([years_of(number, unit) for number in counted])
    exact = bool(said) and _exact(match)
    if word.startswith("turn"):
        return _turned(words, (start, end), stop, FoundWords(start, stop, general, exact))
    if word == "ages" and lead.endswith("between the "):
        return FoundWords(start - len("between the "), stop, f"at ages {general}", exact)
    if n.original[n.span(start, end)[1] : n.span(*match.span("n"))[0]].strip(_LETTERS):
        return FoundWords(match.start("n"), stop, general, exact)  # "Age (years): 7" keeps its heading
    return FoundWords(start, stop, f"{word} {match['of'] or ''}{general}", exact)


_LETTERS = "abcdefghijklmnopqrstuvwxyz \n\t\u00a0"


def _adjoin(n: Normalised, low: int, high: int) -> bool:
    """Whether only spaces and hyphens stand between two words of a view, and no end of a sentence."""
    between = n.original[n.span(low - 1, low)[1] : n.span(high, high + 1)[0]]
    return not between.removeprefix(" and a half").strip(" -\u2010\u2011\u2013\u00a0\u2009\n\r\t")


def _number(n: Normalised, match: re.Match[str], group: str) -> int:
    """A number; of ``7½``, which folds to more figures than it had, the whole part."""
    if match[group].isdigit():
        low, high = n.span(*match.span(group))
        if (shown := n.original[low:high]) and not shown.isdecimal():
            return int(re.match(r"\d*", shown)[0] or 0)  # type: ignore[index]
    return count(match[group])


def _more(n: Normalised, stop: int, counted: list[int]) -> int:
    """The end of a list or range of ages that begins before ``stop``; its numbers are added to ``counted``."""
    at, held = stop, len(counted)
    while match := _MORE.match(n.words, at):
        low = n.span(at - 1, at)[1]
        begin, high = n.span(*match.span("n"))
        between = n.original[low:begin]
        point = between.strip(" ") in (".", "(", "⁄")
        if not match["j"] and not (point or re.fullmatch(r"\s?[-–—/,&]\s?", between)):
            break
        at = match.end()
        if not point and not match[0].endswith(("old", "s", "r")):
            counted.append(count(match["n"]))
        if point or between.strip() not in (",",):
            # A list ends where it says so: "aged 7 and two siblings" goes on with other things.
            if not point and not _GOES_ON.match(n.original, high) and not match[0].endswith(("old", "years", "yrs")):
                break
            if not point and match[0].endswith(("old", "years", "yrs", "year", "yr")):
                counted.append(count(match["n"]))
            stop, held = at, len(counted)
    del counted[held:]
    return stop


def _turned(words: str, place: tuple[int, int], stop: int, aged: FoundWords) -> FoundWords:
    start = place[0]
    if had := _HAD.search(words[max(0, start - 16) : start]):
        verb = {"had": "was", "has": "is", "have": "are"}[had["v"]]
        return FoundWords(start - len(had[0]), stop, f"{verb} aged {aged.general}", aged.exact)
    verb = {"turning": "having", "turns": "has"}.get(words[slice(*place)], "had")
    return FoundWords(start, stop, f"{verb} a birthday (aged {aged.general})", aged.exact)


def _of_age(n: Normalised, start: int, end: int) -> FoundWords | None:
    floor = max(0, start - 70)
    match = _OF_AGE.search(n.words[floor:start])
    if not match or _THRESHOLD.match(n.words, end):
        return None
    years = years_of(count(match["n"]), match["u"])
    return FoundWords(floor + match.start(), end, f"aged {band(years)}", _exact(match))


def _old(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``7 years old``, ``an eight-year-old``, ``16-17 year olds``."""
    floor = max(0, start - 70)
    lead = n.words[floor:start]
    match = _OLD.search(lead)
    if not match:
        return _old_in_parts(n, floor, start, end)
    if _THING_IS.search(lead[: match.start()]) or _A_THING.match(n.words, end) or _THRESHOLD.match(n.words, end):
        return None
    first = floor + match.start()
    if _word_before(n.words, first) in ("under", "over") or n.words[first : start].removesuffix(" year ") in SAID:
        return None
    if fraction := _FRACTION.search(n.shown(first, start)):
        return FoundWords(
            first, end, f"{'a ' if match['a'] else ''}{band(int(fraction[1])).replace(' ', '-')}-year-old"
        )
    counted = [years_of(count(match["n"]), match["u"])]
    if match["n0"]:
        if _joined(n, floor + match.end("n0"), floor + match.start("n")) or match[0][match.end("n0") - match.start() :][
            :4
        ] in (" to ", " or ", " and"):
            counted.append(years_of(count(match["n0"]), match["u"]))
        else:
            first = floor + match.start("n")
    general = band_of(counted)
    plural = n.words[start:end] == "olds"
    unit = match["u"]
    if plural or match["a"] or (unit.endswith(("r", "h", "k", "y")) and count(match["n"]) != 1):
        general = f"{general.replace(' ', '-')}-year-old{'s' if plural else ''}"
        if match["a"] and first == floor + match.start():
            general = f"{'an' if general[0] in 'uo' or general.startswith('18') else 'a'} {general}"
    else:
        general = f"{'an age of' if _word_before(n.words, first) == 'at' else 'aged'} {general}"
    return FoundWords(first, end, general, _exact(match))


def _word_before(words: str, at: int) -> str:
    """The word of a view before ``at``."""
    return words[words.rfind(" ", 0, max(0, at - 1)) + 1 : max(0, at - 1)]


def _joined(n: Normalised, low: int, high: int) -> bool:
    return n.original[n.span(low - 1, low)[1] : n.span(high, high + 1)[0]].strip() in ("-", "–", "/")


def _old_in_parts(n: Normalised, floor: int, start: int, end: int) -> FoundWords | None:
    """``18/12 old``: twelfths, fifty-seconds or sevenths, as health staff write months, weeks and days."""
    match = _PER.search(n.words[floor:start])
    if not match or "/" not in n.shown(floor + match.start(), floor + match.end("per")):
        return None
    unit = {"12": "month", "52": "week", "7": "day"}[match["per"]]
    return FoundWords(floor + match.start(), end, f"aged {band(years_of(int(match['n']), unit))}", unit == "day")


def _exact(match: re.Match[str]) -> bool:
    """Whether the age is told to the day, so that with a date it gives the day of birth."""
    groups = match.groupdict()
    return any((groups.get(unit) or "").startswith(("day", "hour", "hr")) for unit in ("u", "u2", "u3"))


def _birthday(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``8th birthday``."""
    floor = max(0, start - 24)
    match = _BIRTHDAY.search(n.words[floor:start])
    if not match:
        return None
    aged = f"(aged {band(count(match['n']))})"
    if occasion := _OCCASION.match(n.words, end):
        return FoundWords(floor + match.start(), occasion.end(), f"birthday{occasion[0]} {aged}")
    return FoundWords(floor + match.start(), end, f"birthday {aged}")


def _school(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``Year 6``, ``Yr 6``, ``Years 5 and 6``, ``in year 6``."""
    match = _SCHOOL_YEAR.match(n.words, end)
    if not match:
        return None
    capital = n.original[n.span(start, end)[0]].isupper()
    if not capital and not _IN_SCHOOL.search(n.words[max(0, start - 10) : start]):
        return None
    counted, stop = [count(match["n"]) + 4], match.end("n")
    second = match["n2"] and (match["j"] or _joined(n, match.end("n"), match.start("n2")))
    if second and (
        _GOES_ON.match(n.original, n.span(*match.span("n2"))[1]) or _PUPIL.match(n.words, match.end("n2"))
    ):
        counted, stop = [*counted, count(match["n2"]) + 4], match.end("n2")
    return _school_words(n, start, stop, band_of(counted))


def _school_words(n: Normalised, start: int, stop: int, general: str) -> FoundWords:
    """Before a noun it is one (``a Year 6 pupil``); otherwise it stands alone (``in Year 6``)."""
    if pupil := _PUPIL.match(n.words, stop):
        noun = pupil[0].strip()
        return FoundWords(
            start,
            pupil.end(),
            f"{noun} {'aged' if noun[0] in 'pcgbs' and not noun.startswith('cl') else 'for ages'} {general}",
        )
    return FoundWords(start, stop, f"a school year for ages {general}")


def _short_year(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``Y6``, ``Y10``."""
    number = int(n.words[start + 1 : end])
    if not n.shown(start, end)[:1].isupper() or not n.shown(start, end)[1:].isdigit():
        return None
    return _school_words(n, start, end, band(number + 4))


def _reception(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``in Reception``: the first year of school."""
    if n.words[end : end + 6] in (" class", " year ") and not n.original[n.span(start, end)[0]].isupper():
        return _school_words(n, start, end + 5 * (n.words[end : end + 6] == " year "), band(4))
    if not n.original[n.span(start, end)[0]].isupper() or re.match(
        r" (?:desk|area|staff|room|centre|office|worker|order|on|at)(?![^ ])", n.words[end : end + 9]
    ):
        return None
    if not _IN_SCHOOL.search(n.words[max(0, start - 10) : start]) and not _PUPIL.match(n.words, end):
        return None
    found = _school_words(n, start, end, band(4))
    return (
        found
        if found.end > end or n.words[end : end + 6] not in (" year ",)
        else FoundWords(start, end + 5, found.general)
    )


def _pregnant(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``14 weeks pregnant``: how far on is an age too."""
    floor = max(0, start - 40)
    match = _PREGNANT.search(n.words[floor:start])
    return FoundWords(floor + match.start(), end, "pregnant") if match else None


def _gestation(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``at 14 weeks' gestation``, and no birth: that is ``during the pregnancy``."""
    floor = max(0, start - 40)
    match = _GESTATION.search(n.words[floor:start])
    if not match or re.search(
        r"(?<![^ ])(?:born|delivered|birth|arrived) $",
        n.words[max(0, floor + match.start() - 12) : floor + match.start()],
    ):
        return None
    return FoundWords(floor + match.start(), end, "during the pregnancy" if match["at"] else "before birth")


def _glued(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``34yo``, ``7yrs``, ``7y 3m``, ``7 y/o``, ``7 yrs``: told of somebody, and no time that something took."""
    words = n.words
    following = _REST.match(words, end)
    assert following is not None
    if words[start].isdigit():
        first, number = start, re.match(r"\d+", words[start:end])[0]  # type: ignore[index]
        if words[start:end].endswith("y") and not following[0]:
            return None
    else:
        lead = _NUMBER_BEFORE.search(words, max(0, start - 5), start)
        if not lead:
            return None
        first, number = lead.start(), lead[0].strip()
    if _TOOK_BEFORE.search(words[max(0, first - 16) : first]) or _TOOK_AFTER.match(words, following.end()):
        return None
    return FoundWords(first, following.end(), f"aged {band(int(number))}")


_RULES = {
    "after": _after, "old": _old, "birthday": _birthday, "school": _school, "short": _short_year,
    "reception": _reception, "glued": _glued, "person": person, "pregnant": _pregnant, "gestation": _gestation,
}  # fmt: skip

TRIGGERS = {
    "aged": "after", "age": "after", "ages": "after", "turned": "after", "turning": "after", "turns": "after",
    "old": "old", "olds": "old", "birthday": "birthday", "year": "school", "years": "school", "yr": "school",
    "reception": "reception", "gestation": "gestation", "pregnant": "pregnant",
    **{f"{number}{unit}": "glued" for number in range(100) for unit in ("y", "yo", "yr", "yrs")},
    **{f"{years}y{months}m": "glued" for years in range(20) for months in range(12)},
    "yo": "glued", "yrs": "glued", "y o": "glued", **dict.fromkeys(PEOPLE, "person"),
    **{f"y{number}": "short" for number in range(1, 14)},
}  # fmt: skip
"""Words that an age stands beside, each with its rule."""
