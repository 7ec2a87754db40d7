"""Numbers and addresses that are recognised by their shape, each with its validator.

Here: NHS and CHI numbers, National Insurance, UPN, telephone, postcode, e-mail, URN, vehicle, passport, case and
crime references, what3words, map references. Patterns run over small windows of a word view, or around a character that
cannot be missed, never over the whole text. Source: redaction design, section 2. Not here: who they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import phonenumbers


@dataclass(frozen=True, slots=True)
class Found:
    """``start`` to ``end`` of the view it was found in; ``sure`` is False for what only looks like one."""

    start: int
    end: int
    kind: str
    class_id: str
    sure: bool = True


def nhs_valid(digits: str) -> bool:
    """Modulus 11 of an NHS, CHI or H&C number of 10 digits."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == int(digits[9])


def chi_birthday(digits: str, known: Container[date] | None = None) -> date | None:
    """The day of birth that a CHI number opens with, or None: one of ``known`` days, or any (read as 20xx)."""
    for century in (2000, 1900):
        try:
            day = date(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
        except ValueError:
            continue
        if known is None or day in known:
            return day
    return None


_NINO_NEVER = {"bg", "gb", "kn", "nk", "nt", "tn", "zz"}


def nino_valid(solid: str) -> bool:
    """Prefix rules of a National Insurance number of 9 characters, lower-case."""
    first, second = solid[0], solid[1]
    return first not in "dfiquv" and second not in "dfiquvo" and solid[:2] not in _NINO_NEVER


_UPN_LETTERS = "abcdefghjklmnpqrtuvwxyz"


def upn_valid(solid: str) -> bool:
    """Check letter of a unique pupil number of 13 characters, lower-case."""
    digits = solid[1:]
    if digits[-1].isalpha():  # a temporary number ends in a letter, which counts by its place in the alphabet
        digits = digits[:-1] + str(_UPN_LETTERS.find(digits[-1]) % 10)
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(2, 14), strict=False))
    return _UPN_LETTERS[total % 23] == solid[0]


_NHS = re.compile(r"(?<![^ ])\d{3} ?\d{3} ?\d{4}(?![^ ])|(?<![^ ])\d{6} \d{4}(?![^ ])|(?<![^ ])(?:\d ){9}\d(?![^ ])")
_NINO = re.compile(
    r"(?<![^ ])[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![^ ])|(?<![^ ])(?:[a-z] ){2}(?:\d ){6}[a-d](?![^ ])"
)
_UPN = re.compile(
    r"(?<![^ ])[a-hj-np-rt-z] ?\d{3} ?\d{4} ?\d{4}[\da-z](?![^ ])|(?<![^ ])[a-hj-np-rt-z]\d{11}[\da-z](?![^ ])"
)
_POSTCODE = re.compile(
    r"(?<![^ ])(?:(?:[a-z]{1,2}\d[\da-z]?|gir) ?[\do][abd-hjlnp-uw-z]{2}|[a-z]{1,2}o[\da-z]? "
    r"?\d[abd-hjlnp-uw-z]{2})(?![^ ])"
)
_URN = re.compile(r"(?<![^ ])\d{2} ?[a-z][a-z\d] ?\d{5,7} ?\d{2}(?![^ ])")
# Age identifiers of registrations from 2001 on: the year, or the year and fifty.
_VEHICLE_YEARS = frozenset(f"{year:02d}" for base in (0, 50) for year in range(base + 1, base + 35))
_VEHICLE = re.compile(r"(?<![^ ])[a-z]{2}\d{2} ?[a-z]{3}(?![^ ])")
_OLD_VEHICLE = re.compile(r"(?<![^ ])(?:[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z])(?![^ ])")
_MIXED = re.compile(r"\d[oil]|[oil]\d")
_LIKE_DIGITS = str.maketrans("oil", "011")
_BFPO = re.compile(r"(?<![^ ])bfpo ?\d{1,4}(?![^ ])")
_ORDINAL_INWARD = re.compile(r"(?:1st|2nd|3rd|\dth)$")
_PHONE = re.compile(r"(?<![^ ])(?:00 ?44|44|0)(?: ?0)? ?\d(?: ?\d){6,10}(?![^ ])")
_LETTERS_IN = re.compile(r"(?<=\d)[oil]+(?![a-z])|(?<![a-z])[oil]+(?=\d)|(?<=\d)[oil]+(?=\d)")
_EXTENSION = re.compile(r"(?<=\d)[\s,;(]*(?:extension|extn?|x)\b\.?\s*(?=\d)|(?<=\d)\s*x(?=\d)")
_EXTENSION_AFTER = re.compile(r" (?:extension|extn|ext|x) ?\d{1,5}(?![^ ])|x\d{1,5}(?![^ ])")
_INTERNATIONAL = re.compile(r"\+\s?\d(?:[\s().-]{0,2}\d){7,14}(?!\d)")


def in_window(words: str, start: int, end: int, shown: Callable[[int, int], str]) -> Iterator[Found]:
    """Identifiers in ``start`` to ``end`` of a word view; ``shown`` gives a stretch of it as it was written."""
    window = words[start:end]
    digits = sum(map(str.isdigit, window))
    if digits >= 9:
        yield from _long_numbers(words, start, end, shown)
    letters = any(map(str.isalpha, window))
    if not letters:
        return
    if digits >= 6 and _MIXED.search(window):
        flat = window.translate(_LIKE_DIGITS)
        for found in _long_numbers(flat, 0, len(flat), lambda low, high: shown(start + low, start + high)):
            if found.sure and not window[found.start : found.end].replace(" ", "").isdigit():
                yield Found(start + found.start, start + found.end, found.kind, found.class_id)
    for match in _POSTCODE.finditer(words, start, end):
        if _postcode_fits(match[0], shown(*match.span())):
            yield Found(*match.span(), "postcode", "locator")
    if "bfpo" in window:
        for match in _BFPO.finditer(words, start, end):
            yield Found(*match.span(), "postcode", "locator")
    if digits >= 4:
        for match in _VEHICLE.finditer(words, start, end):
            if shown(*match.span()).isupper() or (match[0][2:4] in _VEHICLE_YEARS and " " not in match[0]):
                yield Found(*match.span(), "vehicle", "case_number")
    if digits >= 6:
        for match in _NINO.finditer(words, start, end):
            if nino_valid(match[0].replace(" ", "")):
                yield Found(*match.span(), "nino", "case_number")
        for match in _GRID.finditer(words, start, end):
            if shown(*match.span())[:2].isupper():
                yield Found(*match.span(), "map", "locator")
    if digits >= 9:
        for match in _UPN.finditer(words, start, end):
            yield Found(*match.span(), "upn", "case_number", upn_valid(match[0].replace(" ", "")))
        for match in _URN.finditer(words, start, end):
            yield Found(*match.span(), "urn", "proceeding_ref")


def _long_numbers(words: str, start: int, end: int, shown: Callable[[int, int], str]) -> Iterator[Found]:
    for match in _NHS.finditer(words, start, end):
        solid = match[0].replace(" ", "")
        if " " in match[0] and not _one_number(words, match.start(), shown(*match.span())):
            continue
        if nhs_valid(solid):
            yield Found(*match.span(), "nhs", "case_number")
        elif chi_birthday(solid) is None and solid[0] != "0":
            yield Found(*match.span(), "nhs", "case_number", sure=False)
        elif chi_birthday(solid) is not None:
            yield Found(*match.span(), "chi", "case_number", sure=False)
    at = start
    while number := _PHONE.search(words, at, end):
        # Numbers stand in a row as often as alone: the longest stretch that is one number, not the longest of all.
        low, high = number.span()
        stops = [high] + [low + cut for cut in range(len(number[0]) - 1, 9, -1) if number[0][cut] == " "]
        stop = next((place for place in stops if _phone_fits(words[low:place].replace(" ", ""))), 0)
        if stop and _one_number(words, low, shown(low, stop)):
            if extension := _EXTENSION_AFTER.match(words, stop):
                stop = extension.end()
            yield Found(low, stop, "phone", "contact")
        at = stop or words.find(" ", low, end) + 1 or end


_GROUPS = re.compile(r"\d+")
_LIKE_FIGURES = str.maketrans("oilOIL", "011011")
_BOOK = re.compile(r"(?:isbn(?: 1[03])?|issn|97[89]) $")


def _one_number(words: str, start: int, shown: str) -> bool:
    """Whether figures are written as one number: cells of a table, decimals in a row and an ISBN are none."""
    groups = _GROUPS.findall(shown.translate(_LIKE_FIGURES))
    signs = {sign.strip() for sign in _GROUPS.split(shown.translate(_LIKE_FIGURES))[1:-1]}
    if any(set(sign) & set("|,;:") for sign in signs) or (signs & {".", "/"} and len(signs) > 1):
        return False
    if shown.startswith("0."):
        return False
    if len(groups) > 4 and all(len(group) == 2 for group in groups):
        return False
    if groups[0] == "0" and len(groups) > 1 and len(groups[1]) == 2:
        return False
    return _BOOK.search(words, max(0, start - 14), start) is None


@lru_cache(maxsize=16384)
def _phone_fits(solid: str) -> bool:
    national = solid.removeprefix("00") if solid.startswith("0044") else solid
    if national.startswith("44"):
        national = "0" + national[2:].removeprefix("0")
    if len(national) not in (10, 11) or national[1] not in "1257":  # 03 and 08 are services
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(national, "GB"))
    except phonenumbers.NumberParseException:
        return False


def phone_digits(text: str) -> str:
    """A telephone number as its national digits without the leading 0 and without an extension, for comparing."""
    text = _EXTENSION.split(text.lower(), maxsplit=1)[0]
    text = _LETTERS_IN.sub(lambda letters: letters[0].translate(_LIKE_DIGITS), text)
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    digits = digits.removeprefix("0044").removeprefix("00") if digits.startswith("00") else digits
    if digits.startswith("44") and len(digits) > 10:
        digits = digits[2:]
    return digits.removeprefix("0")


def _postcode_fits(view: str, capitals: str) -> bool:
    solid = view.replace(" ", "")
    if sum(character.isdigit() for character in solid) < 2 and not capitals.isupper():
        return False
    if "o" in (solid[-3], solid[1:2]) and not capitals.isupper():
        return False
    if _ORDINAL_INWARD.search(solid) and not capitals.isupper():
        return False
    return " " in view or len(solid) >= 5


# Around a character that cannot be missed (on folded text with its punctuation)

_LOCAL = re.compile(r"[A-Za-z0-9._%+'-]+$")
_DOMAIN = re.compile(r"@\n?[A-Za-z0-9-]+(?:-\n[A-Za-z0-9-]+)?(?:\.\n?[A-Za-z0-9-]+)+")
_HANDLE = re.compile(r"@[A-Za-z_][A-Za-z0-9_.]{2,29}")
_SPELT_MAIL = re.compile(
    r"[A-Za-z0-9._%+-]+?\s?(?:[\[({<]\s?(?:at|@)\s?[\])}>]|_at_)\s?[A-Za-z0-9-]+"
    r"(?:\s?(?:\.|[\[({<]\s?dot\s?[\])}>]|_dot_|\sdot\s)\s?[A-Za-z0-9-]+)+",
    re.IGNORECASE,
)
_SPELT_SIGNS = ("[at]", "(at)", "{at}", "<at>", "[ at ]", "( at )", "_at_", "[@]", "(@)")
_SAID_MAIL = re.compile(
    r"[A-Za-z0-9._+-]+(?: dot [A-Za-z0-9._+-]+){0,2} at [A-Za-z0-9-]+(?: dot [A-Za-z0-9-]+)* "
    r"dot (?:com|org|net|uk|co|gov|nhs|info|example)\b",
    re.IGNORECASE,
)
_W3W = re.compile(r"\.[a-z]{3,}\.(?=[a-z]{3})")
_LATLONG = re.compile(r"-?\d{1,2}\.\d{3,}[°]?(?:\s?[NnSs])?\s?[,; ]\s?-?\d{1,3}\.\d{3,}[°]?(?:\s?[EeWw](?![A-Za-z]))?")
_DEGREES = re.compile(r"\d{1,2}°[^A-Za-z\n]{0,14}[NnSs][ ,]{1,3}\d{1,3}°[^A-Za-z\n]{0,14}[EeWw](?![A-Za-z])")
_GRID = re.compile(
    r"(?<![^ ])(?:s[cdehjkmnoprstuvwxyz]|t[afglmqrv]|n[a-df-hj-or-uw-z]|h[ptuwxyz]) ?"
    r"(?:\d{3} ?\d{3}|\d{4} ?\d{4}|\d{5} ?\d{5})(?![^ ])"
)
_DECIMALS = re.compile(r"\.\d{3}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
_KNOWN_ENDS = ("com", "org", "net", "gov", "nhs", "police", "uk", "html", "php", "pdf", "sch", "ac", "info", "eu")


def in_text(level: str) -> Iterator[Found]:
    """E-mail, handles, what3words, map references and web addresses in folded text with its punctuation."""
    at = level.find("@")
    while at >= 0:
        yield from _around_at(level, at)
        at = level.find("@", at + 1)
    lowered = level.lower()
    if any(map(lowered.__contains__, _SPELT_SIGNS)):
        for match in _SPELT_MAIL.finditer(level):
            yield Found(*match.span(), "email", "contact")
    if " dot " in lowered:
        for match in _SAID_MAIL.finditer(level):
            yield Found(*match.span(), "email", "contact")
    yield from _read_aloud(lowered)
    for match in _W3W.finditer(level):
        yield from _what_three_words(level, match)
    if "+" in level:
        for match in _INTERNATIONAL.finditer(level):
            yield Found(*match.span(), "phone", "contact")
    at = 0
    while decimals := _DECIMALS.search(level, at):
        at = decimals.end()
        place = _LATLONG.match(level, _number_start(level, decimals.start()))
        if place:
            yield Found(*place.span(), "map", "locator")
            at = place.end()
    if "°" in level:
        for match in _DEGREES.finditer(level):
            yield Found(*match.span(), "map", "locator")
    for opening in ("http", "www."):
        if opening in level:
            for match in _URL.finditer(level):
                yield Found(
                    match.start(), match.end() - len(match[0]) + len(match[0].rstrip(".,;:)]'")), "url", "public_link"
                )
            break


_DIGITS_SAID = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ALOUD = {word: str(digit) for digit, word in enumerate(_DIGITS_SAID)} | dict.fromkeys(("oh", "nought", "o"), "0")
_ALOUD_SIGNS = ("zero ", "oh ", "nought ", "double ", "zero,", "oh,", "nought,", "zero-")
_SAID_DIGITS = re.compile(
    rf"(?<![^\W_])(?:(?:(?:double|triple)[ -])?(?:{'|'.join(_ALOUD)})(?:[ ,.-]+|\b)){{5,}}(?<=[a-z])", re.IGNORECASE
)


def _read_aloud(lowered: str) -> Iterator[Found]:
    """``oh double seven double oh …``: a telephone number told in words."""
    done = 0
    for sign in _ALOUD_SIGNS:
        at = lowered.find(sign)
        while at >= 0:
            match = _SAID_DIGITS.match(lowered, at) if at >= done else None
            if match and _phone_fits(_digits_said(match[0])):
                done = match.end()
                yield Found(*match.span(), "phone", "contact")
            at = lowered.find(sign, at + 1)


def _digits_said(text: str) -> str:
    digits, times = "", 1
    for word in re.findall(r"[a-z]+", text):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
        else:
            digits, times = digits + _ALOUD[word] * times, 1
    return digits


def _number_start(level: str, at: int) -> int:
    while at and (level[at - 1].isdigit() or level[at - 1] == "-"):
        at -= 1
    return at


def _around_at(level: str, at: int) -> Iterator[Found]:
    before = _LOCAL.search(level, max(0, at - 80), at)
    domain = _DOMAIN.match(level, at)
    if before and domain:
        yield Found(before.start(), domain.end(), "email", "contact")
    elif not before and (handle := _HANDLE.match(level, at)):
        yield Found(at, handle.end() - (handle[0].endswith(".")), "social", "contact", sure=True)


def _what_three_words(level: str, match: re.Match[str]) -> Iterator[Found]:
    start, end = match.span()
    if not level[start - 1 : start].islower():
        return
    while start and level[start - 1].islower():
        start -= 1
    while end < len(level) and level[end].islower():
        end += 1
    words = level[start:end].split(".")
    marked = level[max(0, start - 3) : start] == "///"
    outside = level[start - 1 : start] + level[end : end + 1]
    plain = not any(character in "@/.:-_" or character.isalnum() for character in outside)
    if marked or (plain and len(words) == 3 and not set(words) & set(_KNOWN_ENDS) and min(map(len, words)) > 2):
        yield Found(start - 3 if marked else start, end, "w3w", "locator")


# After a word that says what follows

_CONTEXT_VALUE = re.compile(
    r"\s*(?:(?:no|nos|num|number|ref|reference|id|code)\b\.?\s*)*(?:is|was|:|#|=|-)?\s*"
    r"(?P<v>(?=[A-Za-z/.-]{0,8}\d)[A-Za-z0-9][A-Za-z0-9/.-]*[A-Za-z0-9]"
    r"(?: ?[/-] ?\d+|(?<=\d) \d{3,5}(?![^\s.,;:)]))*)",
    re.IGNORECASE,
)
CONTEXT_WORDS = {
    "crime": "case_number", "case": "case_number", "incident": "case_number", "log": "case_number",
    "cad": "case_number",
    "occurrence": "case_number", "niche": "case_number", "custody": "case_number", "passport": "case_number",
    "upn": "case_number",
    "nino": "case_number", "nhs": "case_number", "chi": "case_number", "hospital": "case_number",
    "patient": "case_number",
    "insurance": "case_number", "licence": "case_number", "mosaic": "case_number", "pnc": "case_number",
    "urn": "proceeding_ref",
    "court": "proceeding_ref", "claim": "proceeding_ref", "indictment": "proceeding_ref", "registration": "vehicle",
    "reg": "vehicle",
    "vehicle": "vehicle", "car": "vehicle", "van": "vehicle", "visa": "case_number", "warrant": "proceeding_ref",
}  # fmt: skip
_NEEDS_REF = re.compile(r"\s*(?:no|nos|num|number|ref|reference|id|urn)\b|\s*(?:#|:)", re.IGNORECASE)
_SHAPED = re.compile(
    r"(?=.*\d)(?:[A-Za-z]{1,4}\d{2}[A-Za-z]\d{4,6}|\d{1,3}[A-Za-z]{0,3}/\d{3,}.*|[A-Za-z]+/\d+/\d+.*|\d{9})$"
)


def after_context(level: str, end: int, class_id: str) -> Found | None:
    """A reference after a word such as ``crime`` or ``passport``; ``end`` is the end of that word in folded text."""
    match = _CONTEXT_VALUE.match(level, end, min(len(level), end + 60))
    if not match:
        return None
    value = match["v"]
    digits = sum(character.isdigit() for character in value)
    if class_id == "vehicle":
        solid = re.sub(r"[^a-z0-9]", "", level[match.start("v") : match.start("v") + 9].lower())
        old = _OLD_VEHICLE.match(
            level[match.start("v") : match.start("v") + 8].lower().replace(".", " ").replace(",", " ")
        )
        if old and any(character.isalpha() for character in solid):
            return Found(match.start("v"), match.start("v") + len(old[0]), "vehicle", "case_number")
        return None
    named = _NEEDS_REF.match(level, end) is not None or level[max(0, end - 3) : end].lower() in ("cad", "pnc")
    if digits >= 3 and (named or _SHAPED.match(value)):
        return Found(match.start("v"), match.end("v"), "reference", class_id)
    return None
