"""Pseudonyms that are somebody's name, or that stand in the text as other words: these stop everything.

Source: redaction design, section 6, number 22. Not here: choosing them (``wordings``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.redaction.hits import Hit
from desktop.redaction.matcher import Matcher, Scan
from desktop.redaction.normalise import normalise
from desktop.redaction.people import Cast
from desktop.redaction.treatment import Audience
from desktop.redaction.wordings import Naming
from desktop.redaction.words import ordinary_words


class Collisions:
    """Looks for them in one text after another, for the pseudonyms that ``naming`` has given by then."""

    def __init__(self, cast: Cast, matcher: Matcher, naming: Naming) -> None:
        self.cast = cast
        self._matcher = matcher
        self._naming = naming
        self._checked: set[str] = set()

    def check(self, scan: Scan, hits: Sequence[Hit]) -> None:
        """Raises ``UserError`` for a pseudonym that is somebody's name or stands in the text as other words."""
        holders: dict[str, str] = {}
        for subject_id, words in self._naming.pseudonyms.items():
            key = normalise(words).words.strip()
            shared = holders.setdefault(key, subject_id) != subject_id
            if words not in self._checked or shared:
                self._checked.add(words)
                if shared or self._matcher.holds_name(words, self.cast.get(subject_id)):
                    raise self._naming.collision(self.cast.get(subject_id), words, scan.text.words, with_name=True)
            at = scan.text.words.find(key)
            while at >= 0:
                if self._stands_alone(scan, hits, subject_id, at, key):
                    raise self._naming.collision(self.cast.get(subject_id), words, scan.text.words, with_name=False)
                at = scan.text.words.find(key, at + 1)

    def _stands_alone(self, scan: Scan, hits: Sequence[Hit], subject_id: str, at: int, key: str) -> bool:
        words = scan.text.words
        whole = (at == 0 or words[at - 1] == " ") and words[at + len(key) : at + len(key) + 1] in ("", " ")
        if not whole:
            return False
        start, end = scan.text.span(at, at + len(key))
        if not _reads_as(scan.text.original[start:end], key):
            return False
        if any(hit.start <= start and end <= hit.end for hit in hits):
            return False
        own = self.cast.get(subject_id)
        return own is None or not any(normalise(alias).words.strip() == key for alias in own.aliases)


def without_named_roles(cast: Cast, matcher: Matcher, audience: Audience) -> Cast:
    """The cast with no role that names somebody this audience does not get: "Kieran's mother" is a parent."""
    bare = {
        subject_id
        for subject_id, hits in matcher.named_roles.items()
        if any(audience.codes(hit.pairs) != "K" for hit in hits)
    }
    return Cast(replace(one, role="") if one.id in bare else one for one in cast) if bare else cast


_APART = re.compile(r"[.,;:!?'’\"”)(\n]")


def _reads_as(shown: str, key: str) -> bool:
    """Whether these words would be read as the pseudonym: "each child a chance" and "child's" are no Child A or S."""
    if _APART.search(shown.strip()):
        return False
    words = re.findall(r"[^\W_]+", shown)
    if not words:
        return False
    if len(words[-1]) == 1 < len(words):
        # Typed in small letters a label is still one ("child b"), an article is none.
        return words[-1] not in ("a", "i")
    folded = key.split()
    return any(word[:1].isupper() or one not in ordinary_words() for word, one in zip(words, folded, strict=False))
