"""Values of register rows: pasted text cleaned, typed values read, sentences beside fields, words for lists and search.

Values are kept as JSON: dates as ISO text (partial dates as ``PartialDate.iso``), moments as ISO text in UTC, money as
a decimal in text, links as ids, lists as lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from desktop import wording
from desktop.errors import FieldErrors
from desktop.markers.registers import LINK_TARGETS, Field, FieldKind, Register, RowLike
from storage.partial_date import PartialDate, Precision

Name = Callable[[str, str], str]
"""Given a record kind and an id, the words to show for it."""

_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"), " ")
_BREAKS = dict.fromkeys(map(ord, "\u000b\u000c\u0085\u2028\u2029"), "\n")
_SYMBOL_BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0d8\uf076\uf0fc"), "\u2022")
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
_PASTED = {**_WINDOWS, **_DROPPED, **_SPACES, **_BREAKS, **_SYMBOL_BULLETS}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
QUESTION = re.compile(r"\d{1,2}\.\d{1,2}")


@dataclass(frozen=True)
class Link:
    """A field of a row that points at another record. ``register`` is set when that record is a register row."""

    field: str
    kind: str
    id: str
    register: str = ""


def clean(text: str, *, one_line: bool = False) -> str:
    """Typed or pasted text as it is kept.

    Odd spaces become spaces, the line breaks of word processors become line breaks, symbol-font bullets become bullets
    and Windows code points become the letters that were meant; letters, quotation marks and dashes stay as typed.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_PASTED))
    text = _CONTROL.sub("", text)
    if one_line:
        return " ".join(text.split())
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def validate(
    register: Register,
    values: Mapping[str, Any],
    *,
    require: bool = False,
    incident: PartialDate | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """The values of a row as they are kept, from what was typed or chosen.

    A stage may be left half filled, so required fields are asked for only with ``require`` (at check your answers and
    at sign-off). ``incident`` is the date of the incident of the case, ``today`` the day against which "in the past" is
    judged. Unknown fields are kept as they are (a row of a newer pack). Fields whose condition does not hold are kept
    too, and not asked for: typed text is never lost.

    Raises ``FieldErrors`` with a sentence for each field that must be mended.
    """
    kept: dict[str, Any] = {key: value for key, value in values.items() if not register.has(key)}
    errors: dict[str, str] = {}
    for field in register.fields:
        try:
            value = normalise(field, values.get(field.id))
        except ValueError as problem:
            errors[field.id] = str(problem)
        else:
            if value not in (None, "", []):
                kept[field.id] = value
    for field in register.fields:
        if field.id in kept and field.id not in errors and (limit := _limit(register, field, kept, incident, today)):
            errors[field.id] = limit
    if require:
        errors = {**{name: ask(register.field(name)) for name in missing(register, kept)}, **errors}
    if errors:
        raise FieldErrors({field.id: errors[field.id] for field in register.fields if field.id in errors})
    return kept


def missing(register: Register, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of required fields, asked for in this row, that hold nothing yet."""
    return tuple(
        field.id
        for field in register.fields
        if field.required and asked(field, values) and values.get(field.id) in (None, "", [])
    )


def asked(field: Field, values: Mapping[str, Any]) -> bool:
    """Whether the field is asked for in a row with these values."""
    return field.only_if is None or field.only_if.holds(values)


def ask(field: Field) -> str:
    """The sentence beside a field that is empty: ``Enter the date of the incident``."""
    words = _lower(field.label.rstrip("?"))
    if words.split()[0] in _NO_NOUN or words.split()[-1] in _NO_NOUN or words == "why":
        chosen = field.choices() or field.kind in LINK_TARGETS
        what = "the date" if field.kind in _DATES else "an answer"
        return f"{'Select' if chosen else 'Enter'} {what}: {words}"
    if field.choices() or field.kind in LINK_TARGETS or field.kind is FieldKind.QUESTION_LINKS:
        return f"Select an answer: {words}" if field.label.endswith("?") else f"Select {_with_the(words)}"
    return f"Enter {_with_the(words)}"


_DATES = frozenset({FieldKind.DATE, FieldKind.PARTIAL_DATE, FieldKind.MOMENT})
_NO_NOUN = frozenset(
    {
        "added", "bears", "by", "changed", "decided", "for", "from", "given", "held", "in", "it", "on", "sent",
        "shared", "to", "with",
    }
)  # fmt: skip
"""Labels that begin or end so name no thing, so that an article before them would be odd."""
_NO_ARTICLE = (
    "the ",
    "a ",
    "an ",
    "who ",
    "what ",
    "why ",
    "when ",
    "where ",
    "how ",
    "which ",
    "whether ",
    "is ",
    "was ",
)


def _with_the(words: str) -> str:
    return words if words.lower().startswith(_NO_ARTICLE) else f"the {words}"


def _lower(words: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def normalise(field: Field, value: Any) -> Any:
    """One value as it is kept, or None when it is empty. Raises ``ValueError`` with the sentence for the person."""
    if value is None or value == "" or value == [] or value == ():
        return None
    if field.many:
        items = [value] if isinstance(value, str) else list(value)
        return list(dict.fromkeys(_READERS[field.kind](field, each) for each in items if each not in (None, "")))
    return _READERS[field.kind](field, value)


def _text(_field: Field, value: Any) -> str:
    return clean(str(value), one_line=True)


def _long_text(_field: Field, value: Any) -> str:
    return clean(str(value))


def _choice(field: Field, value: Any) -> str:
    if str(value) not in field.choices():
        raise ValueError(f"Select one of the answers offered: {_lower(field.label.rstrip('?'))}")
    return str(value)


def _yes_no(field: Field, value: Any) -> str:
    return _choice(field, {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value)


def _partial(field: Field, value: Any) -> str:
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date):
        return value.isoformat()[:10]
    typed = clean(str(value), one_line=True)
    for reader in (PartialDate.from_iso, wording.read_date):
        try:
            return reader(typed).iso
        except ValueError:
            continue
    raise ValueError(f"{field.label} must be a date, like 3 March 2016, March 2016 or about 2016")


def _date(field: Field, value: Any) -> str:
    try:
        iso = _partial(field, value)
        if PartialDate.from_iso(iso).precision is Precision.EXACT:
            return iso
    except ValueError:
        pass
    raise ValueError(f"{field.label} must be a whole date, like 3 March 2016")


def _moment(field: Field, value: Any) -> str:
    moment = value if isinstance(value, datetime) else _read_moment(field, clean(str(value), one_line=True))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(wording.LONDON))
    return aware.astimezone(UTC).isoformat(timespec="minutes")


_TIME = re.compile(r"^(.*?),?(?: at)? (\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$", re.IGNORECASE)


def _read_moment(field: Field, typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        pass
    match = _TIME.match(typed)
    try:
        if match and (match[3] or match[4]):
            day = date.fromisoformat(_date(field, match[1]))
            hour = int(match[2]) % 12 + (12 if match[4].lower() == "pm" else 0) if match[4] else int(match[2])
            return datetime(day.year, day.month, day.day, hour, int(match[3] or 0))
        day = date.fromisoformat(_date(field, typed))
        return datetime(day.year, day.month, day.day)
    except ValueError:
        raise ValueError(f"{field.label} must be a date and time, like 3 March 2016 at 10:30am") from None


def _decimal(field: Field, value: Any, words: str) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").replace("£", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{field.label} must be {words}")
    return number


def _number(field: Field, value: Any) -> int | float:
    number = _decimal(field, value, "a number, like 12")
    return int(number) if number == number.to_integral_value() else float(number)


def _days(field: Field, value: Any) -> int | float:
    typed = re.sub(r"\s*days?$", "", str(value).strip(), flags=re.IGNORECASE)
    number = _decimal(field, typed, "a number of days, like 5 or 2.5")
    return int(number) if number == number.to_integral_value() else float(number)


def _money(field: Field, value: Any) -> str:
    number = _decimal(field, value, "an amount in pounds, like 1,250 or 99.50")
    return str(number.quantize(Decimal("0.01")))


def _link(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"Select {_with_the(_lower(field.label.rstrip('?')))}")
    return value.strip()


def _question(field: Field, value: Any) -> str:
    if not isinstance(value, str) or not QUESTION.fullmatch(value.strip()):
        raise ValueError(f"{field.label}: name questions by number, like 9.5")
    return value.strip()


_READERS: Mapping[FieldKind, Callable[[Field, Any], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.CHOICE: _choice,
    FieldKind.MULTI_CHOICE: _choice,
    FieldKind.YES_NO_UNKNOWN: _yes_no,
    FieldKind.PARTIAL_DATE: _partial,
    FieldKind.DATE: _date,
    FieldKind.MOMENT: _moment,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DAYS: _days,
    FieldKind.QUESTION_LINKS: _question,
    **dict.fromkeys(LINK_TARGETS, _link),
}


def _limit(
    register: Register, field: Field, kept: Mapping[str, Any], incident: PartialDate | None, today: date | None
) -> str:
    if field.kind not in (FieldKind.DATE, FieldKind.PARTIAL_DATE, FieldKind.MOMENT):
        return ""
    value = day_of(kept[field.id])
    if value is None:
        return ""
    if field.past and today and value.first_day and value.first_day > today:
        return f"{field.label} must be today or in the past"
    if field.not_before and (other := day_of(kept.get(field.not_before))) and _before(value, other):
        return f"{field.label} must be the same as or after the {_lower(register.field(field.not_before).label)}"
    if field.after_incident and incident and _before(value, incident):
        return f"{field.label} must be the same as or after the incident, {wording.partial_date(incident)}"
    return ""


def _before(value: PartialDate, other: PartialDate) -> bool:
    """Whether ``value`` is certainly before ``other``; what is not known for sure is not an error."""
    return bool(value.last_day and other.first_day and value.last_day < other.first_day and not _about(value, other))


def _about(*values: PartialDate) -> bool:
    return any(each.precision is Precision.ABOUT for each in values)


def day_of(value: Any) -> PartialDate | None:
    """The date kept in a value of any date field; None when it is empty or cannot be read."""
    if not isinstance(value, str) or not value:
        return None
    try:
        if "T" in value:
            return PartialDate.exact(datetime.fromisoformat(value).astimezone(ZoneInfo(wording.LONDON)).date())
        return PartialDate.from_iso(value)
    except ValueError:
        return None


def shown(field: Field, value: Any, name: Name | None = None) -> str:
    """A kept value in words for a list, a check-your-answers page or a document; "" when empty.

    ``name`` gives the words for a linked record; without it a link is shown as nothing.
    """
    if value in (None, "", []):
        return ""
    if field.many:
        one = Field(field.id, field.label, _SINGLE.get(field.kind, FieldKind.TEXT), options=field.options)
        return wording.listed([words for each in value if (words := shown(one, each, name))])
    if field.choices():
        return field.choices().get(str(value), str(value))
    if field.kind in LINK_TARGETS:
        return name(LINK_TARGETS[field.kind], str(value)) if name else ""
    return _plain_words(field.kind, value)


_SINGLE = {
    FieldKind.MULTI_CHOICE: FieldKind.CHOICE,
    FieldKind.PEOPLE: FieldKind.PERSON,
    FieldKind.AGENCIES: FieldKind.AGENCY,
    FieldKind.MATERIALS: FieldKind.MATERIAL,
    FieldKind.MEETINGS: FieldKind.MEETING,
    FieldKind.NOTES: FieldKind.NOTE,
    FieldKind.RECORDS_LINK: FieldKind.RECORD_LINK,
}


def _plain_words(kind: FieldKind, value: Any) -> str:
    if kind is FieldKind.MOMENT:
        return wording.uk_moment(datetime.fromisoformat(str(value)))
    if kind in (FieldKind.DATE, FieldKind.PARTIAL_DATE):
        day = day_of(value)
        return wording.partial_date(day) if day else str(value)
    if kind is FieldKind.MONEY:
        return f"£{Decimal(str(value)):,.2f}"
    if kind is FieldKind.DAYS:
        return f"{value} {'day' if value == 1 else 'days'}"
    return str(value)


def summary(register: Register, values: Mapping[str, Any], name: Name | None = None) -> str:
    """One line that tells the row from others in a list; the register's singular word when nothing is filled yet."""
    parts = [shown(register.field(each), values.get(each), name) for each in register.summary]
    short = [part if len(part) <= 80 else part[:79].rstrip() + "…" for part in parts if part]
    line = " · ".join([*(part.removesuffix(".") for part in short[:-1]), *short[-1:]])
    return line.replace("\n", " ") or register.one[:1].upper() + register.one[1:]


def search_text(register: Register, values: Mapping[str, Any]) -> str:
    """The words of a row that the search finds: text as typed and the labels of what was chosen."""
    found = []
    for field in register.fields:
        if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.CHOICE, FieldKind.MULTI_CHOICE):
            found.append(shown(field, values.get(field.id)))
    return "\n".join(words for words in found if words)


def links(register: Register, values: Mapping[str, Any]) -> tuple[Link, ...]:
    """Every record that a row points at, so that a caller can see which of them are gone."""
    found = []
    for field in register.fields:
        if field.kind in LINK_TARGETS:
            value = values.get(field.id) or []
            for each in value if isinstance(value, list) else [value]:
                found.append(Link(field.id, LINK_TARGETS[field.kind], str(each), field.register))
    return tuple(found)


def matches(row: RowLike, where: Mapping[str, frozenset[str]]) -> bool:
    """Whether a row passes the filter of a stage: every named field holds one of the values."""
    for field_id, wanted in where.items():
        value = row.values.get(field_id)
        held = set(value) if isinstance(value, list) else {str(value)}
        if not held & wanted:
            return False
    return True
