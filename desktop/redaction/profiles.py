"""Profiles: for each audience, how each class of thing is treated.

Here: reading ``resources/profiles/*.toml`` and a board's edited copies, with every class checked, and the words of a
withheld box. Source: profiles, sections 1, 2 and 4. Not here: finding the things (``matcher``), replacing them
(``release``).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from desktop.errors import UserError

PROFILE_IDS = ("publication", "board", "police-index", "court", "family", "event", "internal")
CLASSES = {
    "child_name": "name of a child of the review",
    "sibling_name": "name of a brother or sister",
    "parent_name": "name of a parent or carer",
    "wider_family_name": "name of a relative",
    "other_adult_name": "name of another adult",
    "professional_name": "name of a professional",
    "professional_role": "role of a professional",
    "rare_role": "a post only one person holds",
    "office_name": "name of an office holder",
    "agency_name": "name of a body",
    "unit_name": "team, ward, site or children's home",
    "school": "school, nursery or college",
    "health_place": "practice, hospital or clinic",
    "place": "place",
    "area_authority": "council, police force or board",
    "address": "address",
    "safe_place": "a place under a safety rule",
    "locator": "postcode or map reference",
    "contact": "telephone, e-mail or handle",
    "office_contact": "functional contact of a body",
    "event_date": "exact day in the life of the case",
    "incident_date": "day of death or incident",
    "clock_time": "time of day",
    "process_date": "day of a meeting, letter or law",
    "dob": "date of birth",
    "age": "age",
    "sibling_pattern": "number, order or sex of children",
    "health": "health",
    "identity": "ethnicity, faith, nationality or similar",
    "offence": "allegation, caution or conviction",
    "public_fact": "lawfully public",
    "employment": "employment of a professional",
    "third_party": "somebody who is not part of this",
    "legal_advice": "legal advice",
    "family_court": "family proceedings",
    "sensitive_text": "text of a sensitive item",
    "reflection": "reviewer's reflection",
    "account": "what a participant said",
    "family_words": "words of a family member",
    "case_number": "number of a person or case",
    "proceeding_ref": "reference of a proceeding",
    "file_name": "original file name",
    "picture": "picture",
    "public_link": "press or web address",
    "suggestion": "looks like a name or identifier, nobody has decided",
}
# Strictest first (profiles, head of the page); what is resolved before (own, scope, owner) does not stand here.
STRICTNESS = ("X", "W", "ref", "E", "D", "R", "P", "G", "K")
_CONDITIONS = ("K*", "own", "owner")

_SETTINGS = {
    "groups": ("never", "none", "letter", "words", "code"),
    "recipient": ("none", "optional", "required", "request", "event"),
    "second_person": ("always", "issue", "no"),
    "encrypted": ("no", "offered", "always"),
    "rare": ("stop", "warn"),
    "marks": ("X", "W", "K"),
}
FEWEST_RARE, MOST_RARE = 2, 11
"""How many kinds of facts about one person are a rare combination: at least two, and no more than there are kinds."""
_LISTS = ("lifted_by_scope", "lifted_by_order", "lifted_by_passage")
GROUP_WORDS = {"P": "personal information", "L": "restricted by law", "O": "other"}
EXISTENCE = {
    "legal_advice": "Correspondence with a legal adviser",
    "family_court": "A document of family court proceedings",
    "reflection": "Notes of a reviewer",
    "account": "A record of what a participant said",
    "family_words": "A record of the words of a family member",
}


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a profile does with a class: ``code``, or where that is a condition that is not met, ``otherwise``."""

    code: str
    otherwise: str = ""

    @property
    def text(self) -> str:
        """As it stands in a profile file."""
        return f"{self.code}/{self.otherwise}" if self.otherwise else self.code


@dataclass(frozen=True)
class Profile:
    """One audience. ``digest`` is the SHA-256 of its file, kept with each export; ``version`` is its number."""

    id: str
    title: str
    who: str
    version: int
    published: bool
    marks: str
    groups: str
    recipient: str
    second_person: str
    encrypted: str
    rare_limit: int
    rare: str
    lifted_by_scope: frozenset[str]
    lifted_by_order: frozenset[str]
    lifted_by_passage: frozenset[str]
    treatments: dict[str, Treatment] = field(repr=False)
    digest: str
    source: str = field(repr=False)

    @property
    def class_ids(self) -> tuple[str, ...]:
        """Every class the profile knows."""
        return tuple(self.treatments)

    def treatment(self, class_id: str) -> Treatment:
        """The treatment of a class; one the profile does not know is withheld, in a publication blocked."""
        return self.treatments.get(class_id) or Treatment("X" if self.published else "W")

    def box(self, group: str = "P") -> str:
        """The words of a withheld box for a group P, L or O (DESIGN section 5)."""
        if self.groups == "letter":
            return f"[withheld {group}]"
        return f"[withheld: {GROUP_WORDS[group]}]" if self.groups == "words" else "[withheld]"

    def sign(self, group: str = "P") -> str:
        """What is written into a box of pixels for a group P, L or O: its letter, its words, or nothing (section 4)."""
        if self.groups == "letter":
            return group
        return GROUP_WORDS.get(group, "") if self.groups == "words" else ""


def strictest(codes: list[str]) -> str:
    """The strictest of several codes; the empty list keeps."""
    return min(codes, key=STRICTNESS.index, default="K")


@cache
def load(profile_id: str) -> Profile:
    """The shipped profile of that id. Raises ``UserError`` (status 2) for another."""
    if profile_id not in PROFILE_IDS:
        raise UserError(
            "There is no profile of that name.", f"Use one of: {', '.join(PROFILE_IDS)}.", field="profile", status=2
        )
    name = f"{profile_id}.toml"
    return from_toml(files("resources").joinpath("profiles", name).read_text("utf-8"), name=name)


def all_profiles() -> tuple[Profile, ...]:
    """The seven, in the order people see them."""
    return tuple(load(profile_id) for profile_id in PROFILE_IDS)


def from_toml(text: str, name: str = "profile") -> Profile:
    """Read a profile file; ``name`` is the file name used in errors.

    Raises ``UserError`` (status 2) with name and line for an unknown or missing class, treatment or setting.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+)", str(problem))
        raise _refused(name, int(found[1]) if found else 1, "cannot be read as TOML") from None
    classes = data.get("classes")
    if not isinstance(classes, dict):
        raise _refused(name, _line(text, "[classes]"), "has no [classes]")
    for class_id in classes:
        if class_id not in CLASSES:
            raise _refused(name, _line(text, class_id), f"names a class Caseward does not know: {class_id}")
    for class_id in CLASSES:
        if class_id not in classes:
            raise _refused(name, _line(text, "[classes]"), f"leaves out the class {class_id}")
    treatments = {class_id: _treatment(name, text, class_id, value) for class_id, value in classes.items()}
    _check_settings(name, text, data)
    return Profile(
        id=data["id"], title=data["title"], who=data["who"], version=data["version"], published=data["published"],
        marks=data["marks"], groups=data["groups"], recipient=data["recipient"], second_person=data["second_person"],
        encrypted=data["encrypted"], rare_limit=data["rare_limit"], rare=data["rare"],
        lifted_by_scope=frozenset(data["lifted_by_scope"]), lifted_by_order=frozenset(data["lifted_by_order"]),
        lifted_by_passage=frozenset(data["lifted_by_passage"]), treatments=treatments,
        digest=hashlib.sha256(text.encode()).hexdigest(), source=text,
    )  # fmt: skip


def edited(
    profile: Profile, *, new_id: str, title: str, changes: dict[str, str], rare_limit: int | None = None
) -> Profile:
    """A copy under another id and title with some treatments, or the number of rare facts, changed; version one higher
    than its source.
    """
    text = profile.source
    text = re.sub(r'(?m)^id = ".*"$', f'id = "{new_id}"', text)
    text = re.sub(r'(?m)^title = ".*"$', lambda _: f'title = "{_quoted(title)}"', text)
    text = re.sub(r"(?m)^version = \d+$", f"version = {profile.version + 1}", text)
    if rare_limit is not None:
        text = re.sub(r"(?m)^rare_limit = \d+$", f"rare_limit = {rare_limit}", text)
    for class_id, code in changes.items():
        text = re.sub(
            rf'(?m)^{re.escape(class_id)} = "[^"]*".*$', f'{class_id} = "{_quoted(code)}"'.replace("\\", r"\\"), text
        )
    return from_toml(text, name=f"{new_id}.toml")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _line(text: str, beginning: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf'\s*"?{re.escape(beginning)}"?(\s*=|\s*$)', line):
            return number
    return 1


def _refused(name: str, line: int, what: str) -> UserError:
    return UserError(
        f"The profile {name}, line {line}, {what}.", "Put it right and load it again.", field="profile", status=2
    )


def _treatment(name: str, text: str, class_id: str, value: object) -> Treatment:
    code, _, otherwise = value.partition("/") if isinstance(value, str) else ("", "", "")
    plain = code in STRICTNESS and not otherwise
    conditional = code in _CONDITIONS and (otherwise in STRICTNESS or (code == "K*" and not otherwise))
    if not plain and not conditional:
        raise _refused(name, _line(text, class_id), f"gives the class {class_id} a treatment Caseward does not know")
    return Treatment(code, otherwise or ("P" if code == "K*" else ""))


def _check_settings(name: str, text: str, data: dict[str, object]) -> None:
    kinds: dict[str, type] = {"id": str, "title": str, "who": str, "version": int, "published": bool, "rare_limit": int}
    for setting, kind in kinds.items():
        if not isinstance(data.get(setting), kind):
            raise _refused(name, _line(text, setting), f"needs the setting {setting}")
    for setting, values in _SETTINGS.items():
        if data.get(setting) not in values:
            raise _refused(name, _line(text, setting), f"needs {setting} to be one of {', '.join(values)}")
    for setting in _LISTS:
        value = data.get(setting)
        if not isinstance(value, list) or any(not re.fullmatch(r"R([1-9]|1[0-2])", str(item)) for item in value):
            raise _refused(name, _line(text, setting), f"needs {setting} to be a list of reasons R1 to R12")
    known = {*kinds, *_SETTINGS, *_LISTS, "classes"}
    for setting in data:
        if setting not in known:
            raise _refused(name, _line(text, setting), f"has a setting Caseward does not know: {setting}")
    if data["published"] and any(str(value).split("/")[-1] == "W" for value in data["classes"].values()):  # type: ignore[attr-defined]
        raise _refused(name, _line(text, "published"), "is for publication, which may withhold nothing: use X")
    if data["published"] and (data["marks"] != "X" or data["groups"] != "never"):
        raise _refused(name, _line(text, "marks"), "is for publication, where every mark blocks")
    if not FEWEST_RARE <= int(str(data["rare_limit"])) <= MOST_RARE:
        raise _refused(name, _line(text, "rare_limit"), f"needs rare_limit to be {FEWEST_RARE} to {MOST_RARE}")
