"""Letters as people type them in a search box: ``lukasz`` finds Łukasz, ``zoe`` Zoë, ``o'brien`` O’Brien."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart, and marks that keyboards vary.
_OWN = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŋ": "ng",
    "ŧ": "t", "ĸ": "k", "ſ": "s", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ŀ": "l",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u02bb": "'", "\u2032": "'", "\u2010": "-", "\u2011": "-",
    "\u2012": "-", "\u2013": "-", "\u00ad": "", "\u200b": "", "\u200d": "", "\u00a0": " ",
}  # fmt: skip


class _Folded(dict[int, str]):
    """A table for ``str.translate`` that works each letter out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        out = []
        for part in unicodedata.normalize("NFKD", letter.casefold()):
            if not unicodedata.combining(part):
                out.append(_OWN.get(part, part))
        self[code] = "".join(out)
        return self[code]


_TABLE = _Folded()


def fold(text: str) -> str:
    """``text`` in small letters without accents."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def fold_with_places(text: str) -> tuple[str, list[int] | None]:
    """The same, and for each of its letters the place in ``text`` it came from (None: the places are the same)."""
    folded = fold(text)
    if text.isascii():
        return folded, None
    parts = [_TABLE[ord(letter)] for letter in text]
    if all(len(part) == 1 for part in parts):
        return folded, None
    places = [place for place, part in enumerate(parts) for _ in part]
    return folded, places
