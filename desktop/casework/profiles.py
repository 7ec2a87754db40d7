"""The board's own edition of an audience: a copy of a profile that ships, changed class by class, each version kept.

Source: profiles, section 2 (users can copy and edit one; the version used is kept). Not here: what a treatment does.
"""

from __future__ import annotations

from desktop.casework import cast as casts
from desktop.errors import UserError
from desktop.redaction.profiles import (
    CLASSES,
    FEWEST_RARE,
    MOST_RARE,
    PROFILE_IDS,
    STRICTNESS,
    Profile,
    edited,
    from_toml,
    load,
)
from storage.records import ProfileCopy
from storage.store import Store, Work

__all__ = ["FEWEST_RARE", "FIXED", "MOST_RARE", "choices", "current", "edit", "is_edited", "restore", "versions"]
WORDS = {
    "K": "kept",
    "K*": "kept in scope",
    "own": "kept if own",
    "owner": "kept for its owner",
    "P": "pseudonym",
    "R": "role",
    "G": "made general",
    "D": "decided",
    "W": "withheld",
    "E": "existence only",
    "X": "blocks",
    "ref": "item reference",
}


def treatment_words(text: str) -> str:
    """A treatment in words: ``kept in scope, else pseudonym``."""
    code, _, otherwise = text.partition("/")
    return WORDS[code] + (f", else {WORDS[otherwise]}" if otherwise else "")


_NAMES = frozenset(
    {
        "child_name", "sibling_name", "parent_name", "wider_family_name", "other_adult_name", "professional_name",
        "office_name", "third_party", "agency_name", "unit_name", "school", "health_place", "area_authority",
    }
)  # fmt: skip
_WHOLE = frozenset(
    {"legal_advice", "family_court", "sensitive_text", "reflection", "account", "family_words", "health", "identity",
     "offence", "employment"}
)  # fmt: skip
FIXED = frozenset({"safe_place", "suggestion", "file_name", "professional_role"})
"""Classes that no edition changes: where somebody is kept safe, what nobody has decided, and what is always printed."""


def choices(profile: Profile, class_id: str) -> tuple[str, ...]:
    """The treatments a class can be given: the one that it has now, and those that need no condition, mean something
    for it and tell no more than an edition may.
    """
    now = profile.treatment(class_id).text
    if class_id in FIXED:
        return (now,)
    plain = [code for code in reversed(STRICTNESS) if code != "ref" and not (profile.published and code == "W")]
    if class_id not in _NAMES:
        plain = [code for code in plain if code != "P" and (code != "R" or class_id == "account")]
    if class_id not in _WHOLE:
        plain.remove("E")
    return (now, *(code for code in plain if code != now and not _tells_too_much(profile.id, class_id, code)))


def _tells_too_much(profile_id: str, class_id: str, code: str) -> bool:
    """Whether a treatment softens what blocks a publication as it ships (marker 14)."""
    shipped = load(profile_id)
    return shipped.published and shipped.treatment(class_id).code == "X" and code != "X"


def current(store: Store) -> tuple[Profile, ...]:
    """The seven as they hold in this vault, in the order people see them."""
    return tuple(casts.profile(store, one) for one in PROFILE_IDS)


def is_edited(store: Store, profile_id: str) -> bool:
    """Whether the board has its own edition."""
    return store.one(ProfileCopy, profile=profile_id) is not None


def versions(store: Store, profile_id: str) -> tuple[tuple[ProfileCopy, Profile], ...]:
    """Every edition the board ever had of a profile, newest first; those that no longer hold too."""
    rows = store.find(ProfileCopy, profile=profile_id, deleted=None)
    read = [(row, from_toml(row.toml, row.name)) for row in rows]
    return tuple(sorted(read, key=lambda pair: -pair[1].version))


def edit(work: Work, /, profile_id: str, changes: dict[str, str], rare_limit: int | None = None) -> Profile:
    """Keep an edition with other treatments for some classes, or another number of rare facts; the one before it stays
    readable.

    Raises ``UserError`` for a class or treatment there is not, for withholding in a publication, and for what no
    edition may soften.
    """
    for class_id in changes:
        if class_id not in CLASSES:
            raise UserError("There is no such class.", "Choose one of the table.", code="class")
    now = casts.profile(work, profile_id)
    changes = {one: code for one, code in changes.items() if code != now.treatment(one).text}
    number = rare_limit if rare_limit != now.rare_limit else None
    if not changes and number is None:
        return now
    for class_id, code in changes.items():
        shipped = load(profile_id).treatment(class_id).text
        if code != shipped and (class_id in FIXED or _tells_too_much(profile_id, class_id, code)):
            raise UserError(
                "No edition may change that.",
                "A place of safety stays withheld, and what blocks a publication goes on blocking.",
                code="fixed",
            )
    known = [profile.version for _, profile in versions(work, profile_id)]
    title = load(profile_id).title
    text = edited(now, new_id=profile_id, title=title, changes=changes, rare_limit=number).source
    version = max([now.version, *known]) + 1
    text = "\n".join(f"version = {version}" if line.startswith("version = ") else line for line in text.split("\n"))
    made = from_toml(text, f"{profile_id}.toml")
    _put_aside(work, profile_id)
    work.add(ProfileCopy(profile=profile_id, name=f"{profile_id}.toml", toml=text))
    facts = {} if number is None else {"rare_limit": number}
    work.audit(
        "profile.edited", profile_id, version=made.version, profile_digest=made.digest, classes=sorted(changes), **facts
    )
    return made


def restore(work: Work, /, profile_id: str) -> Profile:
    """Go back to the profile that ships."""
    _put_aside(work, profile_id)
    work.audit("profile.restored", profile_id, profile_digest=load(profile_id).digest)
    return load(profile_id)


def _put_aside(work: Work, profile_id: str) -> None:
    for row in work.find(ProfileCopy, profile=profile_id):
        work.bin(row)
