"""Which class the words of a whole item have: by its kind, by what is claimed about it, and whose words they are.

Source: profiles, sections 2 and 5 (known from registers and kinds of record, never guessed from words). Not here: what
an audience gets of a class (``desktop.redaction.treatment``).
"""

from __future__ import annotations

from desktop.casework import entries
from desktop.redaction.profiles import STRICTNESS
from desktop.redaction.treatment import Audience
from storage.records import Material, MaterialKind, Note, NoteKind, Privilege, Row, SensitivityClaim
from storage.store import Store

_OF_NOTES = {
    NoteKind.REFLECTIONS: "reflection",
    NoteKind.ANALYSIS: "reflection",
    NoteKind.LEGAL_ADVICE: "legal_advice",
    NoteKind.ACCOUNT: "account",
    NoteKind.FAMILY_CONTACT: "family_words",
}
_OF_ITEMS = {
    MaterialKind.LEGAL_ADVICE: "legal_advice",
    MaterialKind.COURT_DOCUMENT: "family_court",
    MaterialKind.ANALYSIS: "reflection",
    MaterialKind.FAMILY_CONTACT: "family_words",
}
_LIFTED_BY_ORDER = frozenset({"sensitive_text", "family_court"})
_OPEN = frozenset({SensitivityClaim.NOT_CONSIDERED, SensitivityClaim.NONE})


def class_of(store: Store, record: Row, audience: Audience, *also: str) -> str:
    """The class that all words of a record have by its kind and by what its entry claims, or nothing.

    Where it has several it is the one this audience gets least of (profiles, sections 1 and 5). An item claimed as
    sensitive, or still being considered, is sensitive text; one that is privileged is legal advice. An order that names
    the item lifts what it can lift: the claim and the proceedings (notes f and h), never privilege (note g). ``also``
    are classes that it has by where it stands.
    """
    classes = set(also)
    if isinstance(record, Note):
        classes.add(_OF_NOTES.get(record.kind, ""))
    if isinstance(record, Material):
        classes.add(_OF_ITEMS.get(record.kind, ""))
    entry = entries.entry_of(store, record)
    if entry is not None:
        classes.add("sensitive_text" if entry.claim not in _OPEN else "")
        classes.add("legal_advice" if entry.privilege is not Privilege.NONE else "")
        if audience.order and entry.id in audience.passages:
            classes -= _LIFTED_BY_ORDER
    return min(classes - {""}, key=lambda one: (STRICTNESS.index(audience.code(one)), one), default="")


def about_whom(store: Store, record: Row) -> tuple[str, ...]:
    """Whose words an item holds: those who speak in it, or the person it came from."""
    entry = entries.entry_of(store, record)
    speakers = tuple(getattr(record, "speaker_ids", ())) or (entry.speaker_ids if entry else ())
    giver = getattr(record, "from_person_id", "")
    return speakers or ((giver,) if giver else ())
