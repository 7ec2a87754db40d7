"""What somebody could learn who holds one document as two audiences get it: every difference, in both, once.

Here: texts that both hold, compared; texts that only one holds; what the same person or body is called in each, so that
two pseudonyms can be joined (redaction design, section 6, numbers 24 and 66; profiles, section 6). Not here: comparing
two texts (``desktop.redaction.compare``), showing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.redaction.compare import compare
from desktop.redaction.released import Released
from desktop.reports.setting import Setting

NAMES = "Names"
_LONG = 240


@dataclass(frozen=True)
class Learned:
    """One difference: the words of each (empty where one has nothing there) and every place where it stands."""

    first: str
    second: str
    places: tuple[str, ...]


def learned(first: Setting, second: Setting) -> tuple[Learned, ...]:
    """Every difference of two makings of one document, in order, the same difference once with all its places."""
    found: dict[tuple[str, str], list[str]] = {}
    for where, one, other in (*_texts(first, second), *_names(first, second)):
        places = found.setdefault((one, other), [])
        if where not in places:
            places.append(where)
    return tuple(Learned(one, other, tuple(places)) for (one, other), places in found.items())


def _texts(first: Setting, second: Setting) -> Iterator[tuple[str, str, str]]:
    others = dict(second.told)
    for name, said in dict(first.told).items():
        other = others.pop(name, None)
        where = _where(first, name)
        if other is None:
            yield where, _short(said.text), ""
            continue
        for one in compare(said, other):
            yield where, _whole(said, one.start, one.end), _whole(other, one.other_start, one.other_end)
    for name, other in others.items():
        yield _where(second, name), "", _short(other.text)


def _names(first: Setting, second: Setting) -> Iterator[tuple[str, str, str]]:
    """Whoever either document names, and is called otherwise in the other."""
    for subject in dict.fromkeys((*_subjects(first), *_subjects(second))):
        if first.releaser.cast.get(subject) is None or second.releaser.cast.get(subject) is None:
            continue
        one, other = (made.releaser.name(subject).text for made in (first, second))
        if one != other:
            yield NAMES, one, other


def _subjects(made: Setting) -> Iterator[str]:
    yield from (subject for subject, _ in made.named)
    yield from (one.subjects[0] for one in made.releaser.replacements if len(one.subjects) == 1)


def _whole(said: Released, start: int, end: int) -> str:
    """These words, with the whole of whatever the engine put there: ``Child A``, not the letter alone."""
    met = [one for one in said.spans if one.start < end and start < one.end]
    return said.text[min([start, *(one.start for one in met)]) : max([end, *(one.end for one in met)])]


def _where(made: Setting, name: str) -> str:
    return made.texts.get(name, (name.partition("#")[0], ""))[0]


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()}…"
