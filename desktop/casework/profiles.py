"""The board's own edition of an audience: a copy of a profile that ships, changed class by class, each version kept.

Source: profiles, section 2 (users can copy and edit one; the version used is kept). Not here: what a treatment does.
"""

from __future__ import annotations

from desktop.casework import cast as casts
from desktop.errors import UserError
from desktop.redaction.profiles import CLASSES, PROFILE_IDS, STRICTNESS, Profile, edited, from_toml, load
from storage.records import ProfileCopy
from storage.store import Store, Work

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


def choices(profile: Profile, class_id: str) -> tuple[str, ...]:
    """The treatments a class can be given: those that need no condition, and the one that it has now."""
    plain = [code for code in reversed(STRICTNESS) if code != "ref" and not (profile.published and code == "W")]
    now = profile.treatment(class_id).text
    return (now, *(code for code in plain if code != now))


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


def edit(work: Work, /, profile_id: str, changes: dict[str, str]) -> Profile:
    """Keep an edition with other treatments for some classes; the one before it stays readable.

    Raises ``UserError`` for a class or treatment there is not, and for withholding in a publication.
    """
    for class_id in changes:
        if class_id not in CLASSES:
            raise UserError("There is no such class.", "Choose one of the table.", code="class")
    now = casts.profile(work, profile_id)
    changes = {one: code for one, code in changes.items() if code != now.treatment(one).text}
    if not changes:
        return now
    known = [profile.version for _, profile in versions(work, profile_id)]
    text = edited(now, new_id=profile_id, title=load(profile_id).title, changes=changes).source
    number = max([now.version, *known]) + 1
    text = "\n".join(f"version = {number}" if line.startswith("version = ") else line for line in text.split("\n"))
    made = from_toml(text, f"{profile_id}.toml")
    _put_aside(work, profile_id)
    work.add(ProfileCopy(profile=profile_id, name=f"{profile_id}.toml", toml=text))
    work.audit("profile.edited", profile_id, version=made.version, profile_digest=made.digest, classes=sorted(changes))
    return made


def restore(work: Work, /, profile_id: str) -> Profile:
    """Go back to the profile that ships."""
    _put_aside(work, profile_id)
    work.audit("profile.restored", profile_id, profile_digest=load(profile_id).digest)
    return load(profile_id)


def _put_aside(work: Work, profile_id: str) -> None:
    for row in work.find(ProfileCopy, profile=profile_id):
        work.bin(row)
