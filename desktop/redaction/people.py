"""The cast: everyone and everything whose name or identifier must be treated before an audience reads.

Here: ``Subject`` and ``Cast``, and the reading of ``people.csv`` (profiles, section 5). Not here: the forms a name can
take (``forms``), the store's own register.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop.errors import UserError
from storage.partial_date import PartialDate

CLASS_OF_KIND = {
    "subject_child": "child_name",
    "sibling": "sibling_name",
    "parent": "parent_name",
    "wider_family": "wider_family_name",
    "other_adult": "other_adult_name",
    "professional": "professional_name",
    "office_holder": "office_name",
    "third_party": "third_party",
    "agency": "agency_name",
    "unit": "unit_name",
    "school": "school",
    "health_place": "health_place",
    "place": "place",
    "area_authority": "area_authority",
}
FAMILY_KINDS = frozenset({"subject_child", "sibling", "parent", "wider_family"})
PERSON_KINDS = FAMILY_KINDS | {"other_adult", "professional", "office_holder", "third_party"}
BODY_KINDS = frozenset(CLASS_OF_KIND) - PERSON_KINDS
NAME_CLASSES = frozenset({*(CLASS_OF_KIND[kind] for kind in PERSON_KINDS), "public_fact"})
DEFAULT_ROLE = {
    "subject_child": "the child",
    "sibling": "a sibling",
    "parent": "a parent",
    "wider_family": "a relative",
    "other_adult": "an adult",
    "professional": "a professional",
    "office_holder": "an officer",
    "third_party": "a person",
    "agency": "an agency",
    "unit": "a team",
    "school": "a school",
    "health_place": "a health service",
    "place": "the area",
    "area_authority": "an authority",
}
IDENTIFIER_CLASSES = {
    "nhs": "case_number",
    "nino": "case_number",
    "chi": "case_number",
    "upn": "case_number",
    "case": "case_number",
    "crime": "case_number",
    "vehicle": "case_number",
    "passport": "case_number",
    "urn": "proceeding_ref",
    "court": "proceeding_ref",
    "operation": "proceeding_ref",
    "social": "contact",
    "map": "locator",
    "w3w": "locator",
    "post": "rare_role",
}
_BOARD = re.compile(r"\b(?:boards?|lscb|lscp|safeguarding (?:children|adults)? ?partnership)\b", re.IGNORECASE)
LONGEST_NAME = 500
_UNDATED = PartialDate()


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or handle: ``kind`` is a key of ``IDENTIFIER_CLASSES``."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A person, body or place of the register, with everything that could give them away.

    ``kind`` is a key of ``CLASS_OF_KIND``; ``class_id`` follows from it when empty. ``sex`` is ``f``, ``m`` or empty
    and serves only to tell two people of one surname apart by a title.
    """

    id: str
    name: str
    kind: str
    role: str = ""
    pseudonym: str = ""
    aliases: tuple[str, ...] = ()
    born: PartialDate = _UNDATED
    died: PartialDate = _UNDATED
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    household: str = ""
    entitled: tuple[str, ...] = ()
    safe_place: bool = False
    public_fact: bool = False
    sex: str = ""
    class_id: str = ""

    def __post_init__(self) -> None:
        if not self.class_id:
            object.__setattr__(self, "class_id", "public_fact" if self.public_fact else CLASS_OF_KIND[self.kind])

    def __repr__(self) -> str:
        return f"Subject({self.kind})"

    @property
    def is_body(self) -> bool:
        """Whether this is a body or place rather than a person."""
        return self.kind in BODY_KINDS

    @property
    def role_words(self) -> str:
        """Words printed where a profile says role."""
        return self.role or DEFAULT_ROLE[self.kind]

    @property
    def address_class(self) -> str:
        """Class of the addresses of this subject (profiles, section 5)."""
        return self._reachable("address")

    @property
    def contact_class(self) -> str:
        """Class of telephone numbers, e-mail addresses and handles."""
        return self._reachable("contact")

    def _reachable(self, private: str) -> str:
        if self.safe_place:
            return "safe_place"
        return "office_contact" if self.is_body or self.kind == "office_holder" else private


def is_board(subject: Subject) -> bool:
    """Whether this authority is a safeguarding board, by what it is called or its kind of body."""
    return subject.kind == "area_authority" and _BOARD.search(f"{subject.name} {subject.role}") is not None


@dataclass(frozen=True)
class Cast:
    """All subjects of one review or one ``people.csv``. Ids are unique; ``ValueError`` otherwise. ``publisher`` is the
    id of the board whose review it is, where that is known."""

    subjects: tuple[Subject, ...] = ()
    publisher: str = ""
    _by_id: dict[str, Subject] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __init__(self, subjects: Iterable[Subject] = (), publisher: str = "") -> None:
        object.__setattr__(self, "subjects", tuple(subjects))
        object.__setattr__(self, "publisher", publisher)
        object.__setattr__(self, "_by_id", {subject.id: subject for subject in self.subjects})
        if len(self._by_id) != len(self.subjects):
            raise ValueError("two subjects share one id")

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.subjects)

    def __len__(self) -> int:
        return len(self.subjects)

    def get(self, subject_id: str) -> Subject | None:
        """The subject with that id."""
        return self._by_id.get(subject_id)


COLUMNS = (
    "id", "name", "kind", "role", "aliases", "born", "died", "nhs_number", "address", "phone", "email", "pseudonym",
    "identifiers", "household", "entitled", "safe_place", "public_fact",
)  # fmt: skip
_YES = {"yes": True, "y": True, "true": True, "1": True, "": False, "no": False, "n": False, "false": False, "0": False}


def cast_from_csv(data: bytes) -> Cast:
    """Read ``people.csv`` as profiles, section 5, says.

    Raises ``UserError`` (status 2) that names the row and column and never repeats the cell.
    """
    rows = _rows(_decoded(data))
    header = _header(rows[0] if rows else [])
    subjects: list[Subject] = []
    first_row: dict[str, int] = {}
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise _wrong(number, "", "has more cells than the header has columns", "Put a cell with a comma in quotes.")
        values = {column: _clean(cell) for column, cell in zip(header, cells, strict=False)}
        subject = _subject(number, values)
        if subject.id in first_row:
            raise _wrong(number, "id", f"has the same id as row {first_row[subject.id]}", "Give each row its own id.")
        first_row[subject.id] = number
        same = tuple(values.get(column, "").casefold() for column in COLUMNS if column != "id")
        person = (subject.name.casefold(), subject.kind, subject.born.iso, *_telling(subject))
        for tried in (same, person):
            if tried in seen:
                raise _wrong(number, "name", f"repeats row {seen[tried]}", "Keep one row for each person or body.")
        seen[same] = seen[person] = number
        subjects.append(subject)
    if not subjects:
        raise UserError("The people file has no rows.", "Add one row for each person, body or place.", status=2)
    _check_entitled(subjects, first_row)
    return Cast(subjects)


def _telling(subject: Subject) -> tuple[str, ...]:
    """What may rightly tell two people of one name and kind apart."""
    numbers = sorted(f"{item.kind}:{item.value}" for item in subject.identifiers)
    return (subject.role.casefold(), subject.pseudonym.casefold(), ";".join(numbers))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError(
            "The people file is saved as UTF-16.", "Save it as “CSV UTF-8” and try again.", code="encoding", status=2
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = data[: problem.start].count(b"\n") + 1
        raise UserError(
            f"The people file is not UTF-8: row {row} cannot be read.",
            "Save it as “CSV UTF-8” and try again.",
            code="encoding",
            status=2,
        ) from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise UserError(
            f"The people file is not a text file: row {row} holds a zero byte.", "Save it as “CSV UTF-8”.", status=2
        )
    return text


def _rows(text: str) -> list[list[str]]:
    if text.startswith("sep="):
        text = text.split("\n", 1)[-1]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise UserError(
            "The people file cannot be read as CSV: a quotation mark is left open or stands in the wrong place.",
            "Check the quotation marks, or save the sheet as “CSV UTF-8” again.",
            status=2,
        ) from None


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if len(names) == 1 and ";" in names[0]:
        raise UserError(
            "The columns of the people file are separated by semicolons.",
            "Save it with commas between columns.",
            status=2,
        )
    if not names or not any(names):
        raise UserError("The people file has no header row.", "Its first row names the columns.", status=2)
    for name in names:
        if name not in COLUMNS:
            shown = (
                name
                if name.isascii() and name.isidentifier() and len(name) <= 30
                else f"number {names.index(name) + 1}"
            )
            raise UserError(
                f"The people file has a column Caseward does not know: {shown}.",
                f"Use these columns: {', '.join(COLUMNS)}.",
                field=name,
                status=2,
            )
    for name, count in Counter(names).items():
        if count > 1:
            raise UserError(f"The column {name} stands twice in the people file.", "Keep one of them.", status=2)
    for name in ("name", "kind"):
        if name not in names:
            raise UserError(f"The people file has no column {name}.", "Add it and fill it in each row.", status=2)
    return names


def _wrong(row: int, column: str, what: str, do: str) -> UserError:
    where = f"Row {row}, column {column}," if column else f"Row {row}"
    return UserError(f"{where} {what}.", do, field=column, status=2)


def _clean(cell: str) -> str:
    return " ".join(cell.split())


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in cell.split(";")) if part)


def _subject(row: int, values: dict[str, str]) -> Subject:
    name, kind = values.get("name", ""), values.get("kind", "").lower()
    if not any(character.isalnum() for character in name):
        raise _wrong(row, "name", "is blank", "Give the name, or delete the row.")
    if len(name) > LONGEST_NAME:
        raise _wrong(row, "name", f"is longer than {LONGEST_NAME} characters", "Give the name alone.")
    if not kind:
        raise _wrong(row, "kind", "is blank", f"Use one of: {', '.join(CLASS_OF_KIND)}.")
    if kind not in CLASS_OF_KIND:
        raise _wrong(row, "kind", "is not a kind Caseward knows", f"Use one of: {', '.join(CLASS_OF_KIND)}.")
    return Subject(
        id=values.get("id", "") or str(row - 1),
        name=name,
        kind=kind,
        role=values.get("role", ""),
        pseudonym=values.get("pseudonym", ""),
        aliases=_many(values.get("aliases", "")),
        born=_date(row, "born", values),
        died=_date(row, "died", values),
        identifiers=_identifiers(row, values),
        addresses=_many(values.get("address", "")),
        phones=_many(values.get("phone", "")),
        emails=_many(values.get("email", "")),
        household=values.get("household", ""),
        entitled=_many(values.get("entitled", "")),
        safe_place=_flag(row, "safe_place", values),
        public_fact=_flag(row, "public_fact", values),
    )


def _date(row: int, column: str, values: dict[str, str]) -> PartialDate:
    try:
        return PartialDate.from_iso(values.get(column, ""))
    except (ValueError, KeyError):
        raise _wrong(
            row, column, "is not a date Caseward can read", "Write 2011-03-14, 2011-03, 2011 or “about 2011”."
        ) from None


def _flag(row: int, column: str, values: dict[str, str]) -> bool:
    try:
        return _YES[values.get(column, "").lower()]
    except KeyError:
        raise _wrong(row, column, "is neither yes nor empty", "Write yes, or leave it empty.") from None


def _identifiers(row: int, values: dict[str, str]) -> tuple[Identifier, ...]:
    found = []
    for number in _many(values.get("nhs_number", "")):
        digits = number.replace(" ", "").replace("-", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
            raise _wrong(row, "nhs_number", "is not 10 digits", "Check the number, or leave the cell empty.")
        found.append(Identifier("nhs", digits))
    for pair in _many(values.get("identifiers", "")):
        kind, colon, value = pair.partition(":")
        kind = kind.strip().lower()
        if not colon or not value.strip():
            raise _wrong(row, "identifiers", "holds something without a type", "Write type:value, for example upn:….")
        if kind not in IDENTIFIER_CLASSES or kind == "nhs":
            known = ", ".join(sorted(set(IDENTIFIER_CLASSES) - {"nhs"}))
            shown = f" “{kind}”" if kind.isascii() and kind.isalpha() and len(kind) <= 20 else ""
            raise _wrong(row, "identifiers", f"names a type Caseward does not know{shown}", f"Use one of: {known}.")
        found.append(Identifier(kind, value.strip()))
    return tuple(found)


def _check_entitled(subjects: list[Subject], rows: dict[str, int]) -> None:
    for subject in subjects:
        for child in subject.entitled:
            if child not in rows:
                raise _wrong(rows[subject.id], "entitled", "names an id that no row has", "Use ids of the id column.")
