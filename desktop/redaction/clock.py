"""Times of day as they stand in a text, and the words that stand for them when they are generalised.

Here: times in figures and in words, ranges of them, and what fits around them: morning, afternoon, evening, night
(profiles, section 3). Figures that only look like one (ratios, paragraphs, hours that something took) are none. Not
here: whether an audience gets them exact (``calendar_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD_HOUR = "|".join(_HOURS)
_MINUTES = r"(?:a )?quarter|half|five|ten|twenty(?:[ -]five)?|(?:[1-9]|1\d|2\d|five|ten|twenty|twenty[ -]five) minutes"
_HOURS_SAID = (*_HOURS, *"123456789")
_HOUR_STARTS = (*_HOURS_SAID, "about ", "around ")
_AFTER = frozenset(":.hHaApPoO")
_AFTER_SPACE = frozenset(("am", "pm", "a.", "p.", "hr", "ho", "h", "h ", "o'", "o’", "oc", "o "))
_SENTENCE_ENDS = re.compile(r"\s*(?:$|\n|\s[A-Z])")
_A_DATE = re.compile(r"(?:^|[\n\t|])\s*\d{1,2}([./-])\d{1,2}\1\d{2,4},? $")
_FIGURES = re.compile(r"\d{1,4}")
_HALF_DAY = r"\s?(?:[AaPp]\.\s?[Mm]\.|[AaPp]\.?[Mm]\b)"
_TIME = re.compile(
    rf"(?:(?P<h>[01]?\d|2[0-4])(?P<dot>[:.])(?P<m>[0-5]\d)(?:[:.][0-5]\d(?:\.\d{{1,6}})?)?(?!:?\d|[.,]\d)"
    rf"(?P<x>{_HALF_DAY}|\s?(?:hrs?|hours|h)\b)?"
    rf"|(?P<h2>1[0-2]|0?[1-9])(?P<x2>{_HALF_DAY})"
    rf"|(?P<h3>[01]?\d|2[0-3])[Hh](?P<m3>[0-5]\d)\b"
    rf"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)(?P<x4>\s?(?:hrs?|hours|h)\b)?(?![\w:/%]|[.,-]\d)"
    rf"|(?P<h5>1[0-2]|[1-9])(?P<x5>\s?[oO]['’]?\s?clock)\b)"
)
_ZONE = re.compile(r"\s?(?:Z\b|(?:UTC|GMT|BST)\b|[+-]\d\d:?\d\d\b(?:\s?\([A-Z]{3,4}\))?)")
_SAID = re.compile(
    rf"\b(?:(?P<past>{_MINUTES})[ -](?P<side>past|to) (?P<h>{_WORD_HOUR}|1[0-2]|[1-9])(?: o['’]?\s?clock)?"
    rf"|(?P<hc>{_WORD_HOUR}) ?o['’]?\s?clock|(?:(?:12|twelve) )?(?P<name>noon|midday|midnight))\b(?P<x>{_HALF_DAY})?",
    re.IGNORECASE,
)
_SAID_SIGNS = ("clock", "past ", "quarter", " to ", "noon", "midday", "midnight")
_AT = r"(?:at|@)(?: about| around| approximately| roughly| exactly| just)?"
_AT_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_AT}|(?:meeting|appointment|appt|visit|conference|call|time:?|starts|started) ?-?) $",
    re.IGNORECASE,
)
_HOUR_BEFORE = re.compile(r"(?<![\w.£$€-])(?:0?[7-9]|1\d|2[01])\.[0-5][05] ?[-–] ?$")
_OF_A_RANGE = re.compile(r"(?:0?[7-9]|1\d|2[01])\.[0-5][05] ?[-–] ?(?:0?[7-9]|1\d"
    r"|2[01])\.[0-5][05](?![\d%]|\.\d)(?! ?[a-z]{1,5}\b)")
_LEAD = re.compile(
    rf"(?<![^\W_])(?P<all>(?:(?:(?:just|shortly|soon|immediately|sometime|well|long) )?(?:before|after)|{_AT}"
    rf"|around|about|"
    r"approximately|circa|by|until|till|since|from|between))\s$",
    re.IGNORECASE,
)
_MERGE = ("before", "after", "at", "@", "around", "about", "approximately", "circa")
_DETERMINER = re.compile(
    r"(?<![^\W_])(?:the|an?|this|that|his|her|their|our|my|its|each|every|\w+['’]s)\s$", re.IGNORECASE
)
_RANGE = re.compile(r"\s?(?:-|–|—|to|and|until|till|,)\s?")
_HALF_RANGE = re.compile(r"(?<![\w.:/£$€-])(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s?(?:-|–|to|and)\s?$")
_AFTER_DIGIT = re.compile(r"(?<=\d),? +$")
_PART_AFTER = re.compile(
    r"\s(?:in the (?P<in>morning|afternoon|evening)|at (?P<at>night)|(?P<on>on) the (?:morning|afternoon|evening"
    r"|night) of"
    r"|(?P<that>last night|yesterday(?: \w+ing)?|(?:that|this|the same) (?:morning|afternoon|evening|night)))\b"
)
_PLAIN_HOUR = re.compile(
    rf"(?<![^\W_])at (?:about |around )?(?P<h>{_WORD_HOUR}|1[0-2]|[1-9])(?= (?:in the (?:morning|afternoon|evening)"
    rf"|at night|"
    r"(?:that|this|the same) (?:morning|afternoon|evening|night))\b)",
    re.IGNORECASE,
)
_ELSE_BEFORE = re.compile(
    r"(?:\b(?:ratios?|odds|scores?|scored|won|lost|beat|scale|staffing|mix(?:ed)?|diluted|verses?|chapter|psalms?"
    r"|genesis|"
    r"exodus|leviticus|deuteronomy|isaiah|jeremiah|matthew|mark|luke|john|acts|romans|corinthians|hebrews|proverbs|"
    r"section|paras?|paragraph|page|figure|table|version|v)\b(?: (?:of|was|is|at|about|by))*|[£$€])\s?$",
    re.IGNORECASE,
)
_ELSE_AFTER = re.compile(
    r"\s?(?:%|ratio\b|scale\b|odds\b|dilution\b|staffing\b|per\b|mg\b|ml\b|mcg\b|kg\b|g\b|km\b|k?m\b|cm\b|mm\b"
    r"|miles\b|of\b|"
    r"times\b|million\b|pounds\b|degrees\b|points?\b|above\b|below\b|and over\b)",
    re.IGNORECASE,
)
_SEEN_AT = re.compile(
    r"\b(?:see|seen|set out|noted|described|discussed|explained|stated|outlined|mentioned|referred to|summarised"
    r"|detailed|"
    r"listed|shown|found|addressed|covered|para\w*|sections?|points?|tables?|pages?|recommendations?)(?: \w+)? at $",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:[,.;:)\n—–]|$)|\s+-\s|\s+(?:on|in|and|but|when|while|as|because|he|she|they|it|we|i|his|her|their|the|a|an"
    r"|mother|father|"
    r"mum|dad|staff|police|that|this|there|to|from|with|by|after|before|child|sibling|parent|until)\b|\s+[A-Z\[]",
)  # fmt: skip
_AN_EVENT = re.compile(
    r"\s(?:am |pm )?(?:appointments?|visits?|meetings?|calls?|slots?|feeds?|bus|train|handover|check|session|lesson"
    r"|entry|"
    r"review|news|shift|start|finish)\b"
)
_TOOK = re.compile(r"\s(?:of|a|per|each|for|in total|were|was|in the week)\b|['’]")
_OPEN_HOURS = re.compile(
    r"\b(?:open|opens|closes|closed|opening (?:hours|times)|office hours|working hours|core hours|lines? (?:is|are)"
    r"|available|"
    r"Monday to (?:Friday|Saturday|Sunday)|Mon[-–]Fri)\b[^.\n]{0,60}$"
)


class _Time(NamedTuple):
    start: int
    end: int
    part: str


def times(text: str) -> Iterator[tuple[int, int, str]]:
    """Times of day in a text: where, and the words that stand for them, in order."""
    found = sorted((*_in_figures(text), *_in_words(text)))
    at = last = 0
    while at < len(found):
        first = found[at]
        at += 1
        if first.start < last:
            continue
        other = None
        while at < len(found) and _RANGE.fullmatch(text, (other or first).end, found[at].start):
            other = found[at]
            at += 1
        last = (other or first).end
        change = _fitted(text, first, other)
        if change:
            last = change[1]
            yield change


def _in_figures(text: str) -> Iterator[_Time]:
    last = 0
    for figures in _FIGURES.finditer(text):
        start, end = figures.span()
        # Most figures are dates and counts: the signs that follow tell at once.
        following = text[end : end + 3]
        if following[:1] == " ":
            telling = following[1:].lower() in _AFTER_SPACE
        else:
            telling = following[:1] in _AFTER and (end - start < 3 or following[:1] not in ":.")
        if not telling and not (end - start == 4 and _before_four(text, start)):
            continue
        if start < last or (
            start and (text[start - 1].isalnum() or text[start - 1] in "._-/£$€") and not _after_date(text, start)
        ):
            continue
        if start > 1 and text[start - 1] == ":" and text[start - 2].isdigit():
            continue
        match = _TIME.match(text, start)
        if match and _is_time(text, match):
            last = match.end()
            if zone := _ZONE.match(text, last):
                last = zone.end()
            if text[last - 1] == "." and _SENTENCE_ENDS.match(text, last):
                last -= 1  # the full stop of "3.05 a.m." is that of the sentence too
            yield _Time(start, last, _part_of(match))


def _before_four(text: str, start: int) -> bool:
    if text[start - 1 : start] == " " and text[max(0, start - 2) : start - 1].isdigit():
        return True
    return text[start - 1 : start] in "\n\t,|(\"" or text[max(0, start - 3) : start].lower() in (
        "at ",
        " @ ",
        "ut ",
        "nd ",
    )


def _after_date(text: str, start: int) -> bool:
    """``T14:35`` glued to a date as computers write it, or the second half of a range."""
    if text[start - 1] in "Tt":
        return start > 1 and text[start - 2].isdigit()
    return text[start - 1] == "-" and start > 1 and (text[start - 2].isdigit() or text[start - 2] in "mM ")


def _is_time(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if match["x2"] or match["x5"] or match["h3"]:
        return True
    lead = text[max(0, start - 40) : start]
    if match["h4"]:
        return _is_four_figures(text, match, lead)
    if match["x"]:
        return True
    if _ELSE_BEFORE.search(lead) or _ELSE_AFTER.match(text, end):
        return False
    if match["dot"] == ":":
        return not _stands_alone_as_ratio(lead, text, end)
    if _AN_EVENT.match(text, end):
        return _DETERMINER.search(lead) is not None
    said = _AT_BEFORE.search(lead)
    if said is None and _OF_A_RANGE.match(text, start):
        return True
    if said is None and (opened := _HOUR_BEFORE.search(lead)):
        return _OF_A_RANGE.match(text, start - len(opened[0])) is not None
    return said is not None and not _SEEN_AT.search(lead) and _GOES_ON.match(text, end) is not None


def _stands_alone_as_ratio(lead: str, text: str, end: int) -> bool:
    led = lead[-2:] == "1:" or lead.lower().endswith((" a ", "\na "))
    return led and _AN_EVENT.match(text, end) is None and not text[end : end + 1].isspace()


def _is_four_figures(text: str, match: re.Match[str], lead: str) -> bool:
    """``1435hrs``, ``at 1435``, or the first figures of a line; never the hours that something took, nor a year."""
    end = match.end()
    said = re.search(
        rf"(?<![^\W_])(?:{_AT}|by|until|from|around|about|approximately|between|since) $", lead, re.IGNORECASE
    )
    dated = _A_DATE.search(lead) is not None
    opens = dated or not lead.rpartition("\n")[2].strip(' \t,;|"(') or lead.endswith("\t")
    if match["x4"]:
        if _TOOK.match(text, end):
            return False
        return bool(said) or opens or match["m4"] != "00"
    if said and said[0].lower().startswith(("at", "@")):
        return _GOES_ON.match(text, end) is not None and not _SEEN_AT.search(lead)
    if dated or _is_cell(text, match):
        return True  # after a day, or all that stands in a cell
    if not opens or not re.match(r"\s*(?:[-–:|\t]|\s[A-Z])", text[end : end + 4]):
        return False
    return match["h4"] not in ("19", "20") and (
        match["h4"][0] == "0" or text[end : end + 3].strip()[:1] in ("-", "–", ":", "|", "")
    )


def _is_cell(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return text[start - 1 : start] in ',\t|"' and text[end : end + 1] in ',\t|"\n' and match["h4"] != "20"


def _part_of(match: re.Match[str]) -> str:
    shown = match["h"] or match["h2"] or match["h3"] or match["h4"] or match["h5"]
    hour, half = int(shown), (match["x"] or match["x2"] or "").strip().lower()[:1]
    if match["x5"]:
        return ""
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    elif half not in ("p", "a") and match["dot"] and len(shown) == 1 and 0 < hour < 7 and not match["x"]:
        return ""  # "at 2:35" is by day or by night
    return "night" if hour < 6 or hour >= 22 else "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"


def _in_words(text: str) -> Iterator[_Time]:
    lowered = text if text.islower() else text.lower()
    last = 0
    for sign in sorted(_signs(lowered)):
        for match in _SAID.finditer(text, max(last, sign - 24), sign + 24):
            if match.start() <= sign + len("midnight") and _is_said(text, match):
                last = match.end()
                yield _Time(*match.span(), _said_part(match))
    at = lowered.find("at ")
    while at >= 0:
        if lowered.startswith(_HOUR_STARTS, at + 3) and (hour := _PLAIN_HOUR.match(text, at)):
            yield _Time(hour.start("h"), hour.end(), "")
        at = lowered.find("at ", at + 3)


def _signs(lowered: str) -> Iterator[int]:
    """Where words stand that a time of day is told with; looked for one by one, which is far quicker than a pattern."""
    for sign in _SAID_SIGNS:
        at = lowered.find(sign)
        while at >= 0:
            if not sign.endswith(" ") or lowered.startswith(_HOURS_SAID, at + len(sign)):
                yield at
            at = lowered.find(sign, at + 1)


def _is_said(text: str, match: re.Match[str]) -> bool:
    lead = text[max(0, match.start() - 24) : match.start()]
    if match["name"]:
        return bool(_LEAD.search(lead) or match["name"] != match[0] or lead[-3:].lower() == "at ")
    if match["hc"]:
        return True
    minutes = match["past"].lower()
    if match["side"].lower() == "past" or minutes.endswith("quarter"):
        return True
    if minutes == "half":
        return False
    return (
        bool(_LEAD.search(lead))
        and not lead.lower().endswith(("from ", "between "))
        and bool(_GOES_ON.match(text, match.end()))
    )


def _said_part(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name:
        return "night" if name == "midnight" else "afternoon"
    half = (match["x"] or "").strip().lower()[:1]
    shown = (match["h"] or match["hc"] or "").lower()
    hour = _HOURS.index(shown) + 1 if shown in _HOURS else int(shown)
    if half == "p":
        return "afternoon" if hour == 12 or hour < 5 else "evening" if hour < 10 else "night"
    if half == "a":
        return "night" if hour == 12 or hour < 6 else "morning"
    return ""


# The words around


def _fitted(text: str, first: _Time, other: _Time | None) -> tuple[int, int, str] | None:
    start, end = first.start, (other or first).end
    lead = text[max(0, start - 60) : start]
    if other is None and (half := _HALF_RANGE.search(lead[-12:])):
        start -= len(half[0])
        lead = lead[: -len(half[0])]
        other = first
    if _OPEN_HOURS.search(lead):
        return None
    if text[start - 1 : start] in ("T", "t") and start > 1 and text[start - 2].isdigit():
        return start - 1, end, f", {first.part or 'that day'}"
    said = _LEAD.search(lead)
    after = _PART_AFTER.match(text, end)
    part = first.part or (after and (after["in"] or after["at"])) or ""
    last = other.part if other is not None and other.part != part else ""
    if after and (said is None or said["all"].split()[-1].lower() in (*_MERGE, "of")):
        return _before_part(text, (start, end), said, after)
    if said is None:
        return _bare(text, (start, end), part, last)
    word = (
        said["all"].split()[0].lower()
        if said["all"].lower().startswith(("at", "@"))
        else said["all"].split()[-1].lower()
    )
    begin = start - (len(said[0]))
    capital = said["all"][:1].isupper()
    if last and word in ("from", "between"):
        words = f"{word} the {part or 'day'} {'to' if word == 'from' else 'and'} the {last}"
    elif after and after["that"]:
        end, words = after.end(), f"{word} {after['that']}"
    elif other is not None or word in _MERGE or not part:
        words = _in_part(part)
    else:
        words = f"{word} the {part}"
    return begin, end, words.capitalize() if capital else words


def _in_part(part: str) -> str:
    return "at night" if part == "night" else f"in the {part}" if part else "that day"


def _before_part(
    text: str, place: tuple[int, int], said: re.Match[str] | None, after: re.Match[str]
) -> tuple[int, int, str]:
    """``at ten to nine that evening``: the words that follow stay."""
    start = place[0] - (len(said[0]) if said else 0)
    words = after["on"] or after["that"] or (f"in the {after['in']}" if after["in"] else "at night")
    capital = text[start].isupper()
    end = after.end("on") if after["on"] else after.end()
    return start, end, words[:1].upper() + words[1:] if capital else words


def _bare(text: str, place: tuple[int, int], part: str, last: str) -> tuple[int, int, str]:
    """A time without a word that leads to it: in a table, beside a date, or before what happened then."""
    start, end = place
    words = part or "that day"
    lead = text[max(0, start - 24) : start]
    if beside := _AFTER_DIGIT.search(lead):
        return start - len(beside[0]), end, f", {words}{f' to {last}' if last else ''}"
    if determiner := _DETERMINER.search(lead):
        article = determiner[0].strip().lower()
        if not part:
            return start, end + text[end : end + 1].isspace(), ""
        if article in ("a", "an"):
            shown = determiner[0].strip()
            right = "an" if words[0] in "ae" else "a"
            begin = start - len(determiner[0])
            return begin, end, f"{right.capitalize() if shown[0].isupper() else right} {words}"
        return start, end, words
    if last:
        words = f"{words} to {last}"
    line = lead.rpartition("\n")[2].strip(' \t,;|"(*•-')
    return (
        start,
        end,
        words[:1].upper() + words[1:] if not line and (start == 0 or "\n" in lead or len(lead) < 24) else words,
    )
