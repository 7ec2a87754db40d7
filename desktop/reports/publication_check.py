"""The check before publication: who could be recognised, how easy it is to read, tone, abbreviations, public sources.

Everything is worked out on the report as the public would get it (``published_parts``). It finds places to look at; a
person decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from desktop import wording
from desktop.paper import document as doc
from desktop.redaction import jigsaw, quasi
from desktop.redaction.aspects import ASPECTS
from desktop.redaction.quasi import Combination
from desktop.redaction.released import Released, fixed
from desktop.reports import public_sources, rare
from desktop.reports.filling import source
from desktop.reports.published_parts import Part, published
from desktop.reports.setting import Setting
from desktop.reports.templates import Section

_FEW_WORDS = 30
"""Shorter texts than this (in words) have no meaningful reading age."""
_LONG = 35
"""A sentence of more words than this is listed (GOV.UK style asks for 25 at most)."""
_HARD = 50
"""From this LIX on a text is hard to read for somebody who does not read for work."""
_COLUMNS = 4
_EXCERPT = 160
_SENTENCE = re.compile(r"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]*[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?<![\w&-])(?:[A-Z]{2,7}\d{0,2}[A-Z]?|[A-Z]+&[A-Z]+|[A-Z][a-z]?[A-Z]{1,5}|[A-Z](?:\.[A-Z]){1,5}\.?)s?(?![\w&-])"
)


def _written(made: Setting) -> tuple[Part, ...]:
    """The parts, or none as long as nobody has written a section or a finding."""
    kinds = ("report_section", "finding")
    return published(made).parts if any(made.rows(made.registers[one]) for one in kinds) else ()


_NOTHING = "No section or finding has been written yet."


@source("check-second")
def second(made: Setting, _section: Section) -> list[doc.Block]:
    """What is wrong with who checked: the author is no second person."""
    found = made.rows(made.registers["publication_check"])[-1:]
    if not found or not found[0].values.get("author") or found[0].values["author"] != found[0].values.get("checker"):
        return []
    said = "The author and the second person are the same. Somebody who did not write the report has to check and sign."
    return [doc.Paragraph((doc.Run(fixed(said), doc.Look.STRONG),))]


# Who could be recognised


@source("check-people")
def people(made: Setting, _section: Section) -> list[doc.Block]:
    """The matrix: kinds of detail that are left against the people they are left of, with where each stands."""
    told = _written(made)
    if not told:
        return [doc.Paragraph(fixed(_NOTHING))]
    public = published(made).made.releaser
    names = {one.id: public.name(one.id).text for one in public.cast if not one.is_body}
    limit = public.profile.rare_limit
    found = quasi.count(
        [(one.name, one.words) for one in told], public.cast, replace(public.profile, rare_limit=2), names,
        rare.facts_of(made.store, made.case), public.read,
    )  # fmt: skip
    if not found:
        return [doc.Paragraph(fixed("Of nobody are two or more kinds of detail left."))]
    note = (
        f"Details of one kind may be harmless; {limit} or more together can tell who somebody is, and stop the "
        "publication until a person has decided. Of those not named here fewer than two kinds are left."
    )
    decided = rare.decided(made.store, made.case, "publication")
    ordered = sorted(found, key=lambda one: -len(one.kinds))
    tables: list[doc.Block] = [
        _matrix([(public.name(one.subject_id), one, decided.get(one.subject_id, frozenset())) for one in some], limit)
        for some in (ordered[at : at + _COLUMNS] for at in range(0, len(ordered), _COLUMNS))
    ]
    return [doc.Paragraph(fixed(note)), *tables]


def _matrix(people_: list[tuple[Released, Combination, frozenset[str]]], limit: int) -> doc.Block:
    kinds = [one for one in ASPECTS if any(one in each.kinds for _, each, _ in people_)]
    rows = [
        (fixed(kind.replace("_", " ").capitalize()), *(fixed(_places(each, kind)) for _, each, _ in people_))
        for kind in kinds
    ]
    rows.append((fixed("Kinds together"), *(fixed(_together(each, done, limit)) for _, each, done in people_)))
    heads = (fixed("Detail"), *(name for name, _, _ in people_))
    return doc.Table(heads, tuple(rows), (1.4, *(2 for _ in people_)))


def _together(found: Combination, decided: frozenset[str], limit: int) -> str:
    count = len(found.kinds)
    if count < limit:
        return str(count)
    return f"{count}: decided that they may stand" if set(found.kinds) <= decided else f"{count}: to be decided"


def _places(found: Combination, kind: str) -> str:
    return ", ".join(dict.fromkeys(one.where for one in found.aspects if one.aspect == kind)) or "–"


# What is public already


@source("check-public")
def public(made: Setting, _section: Section) -> list[doc.Block]:
    """Sources that are public already and what they share with the report: whoever holds both can put them together."""
    items = public_sources.items(made)
    if not items:
        return [
            doc.Paragraph(
                fixed("No public sources are listed. Search press, judgments and inquests and list what they say.")
            )
        ]
    lines = []
    for part in _written(made):
        words = part.words
        for match in jigsaw.public_matches(words.text, items):
            shared = {words.text[start:end].casefold(): words.part(start, end) for start, end in match.places}
            lines += [(fixed(part.name), fixed(match.source), one) for one in shared.values()]
    if not lines:
        looked = wording.plural(len(items), "public source")
        return [doc.Paragraph(fixed(f"{looked} looked at; the report shares no detail with them."))]
    heads = (fixed("Part"), fixed("Public source"), fixed("What both tell"))
    return [doc.Table(heads, tuple(lines), (1, 2, 2))]


# How easy it is to read


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a part as released, and how many words it has."""

    part: str
    words: Released

    @property
    def count(self) -> int:
        return len(self.words.text.split())


def _sentences(part: Part) -> Iterator[_Sentence]:
    for text in part.prose:
        at = 0
        for match in (*_SENTENCE.finditer(text.text), None):
            end = match.start() if match else len(text.text)
            if text.text[at:end].strip():
                yield _Sentence(part.name, text.part(at, end))
            at = match.end() if match else end


@source("check-reading")
def reading(made: Setting, _section: Section) -> list[doc.Block]:
    """Three measures for each part, then every long sentence. They count; they cannot tell whether a text is clear."""
    told = _written(made)
    long = [part for part in told if _count(part) >= _FEW_WORDS]
    if not long:
        return [doc.Paragraph(fixed("No part is long enough yet to be measured."))]
    names = ("Part", "ARI (school year)", "Coleman-Liau (school year)", "LIX", "Words a sentence", "Longest", "Look at")
    right = frozenset(range(1, 6))
    table = doc.Table(
        tuple(fixed(one) for one in names), tuple(_measured(one) for one in long), (4, 1.2, 1.8, 1, 1.3, 1.2, 2), right
    )
    note = (
        "Parts are numbered as in the table of contents. School years are those of the United States; add five for an "
        f"age. LIX under 40 is easy, {_HARD} and over hard. Parts of fewer than {_FEW_WORDS} words are not measured."
    )
    return [table, doc.Paragraph(fixed(note), style="note"), *_long_sentences(told)]


def _count(part: Part) -> int:
    return sum(len(text.text.split()) for text in part.prose)


def _measured(part: Part) -> tuple[Released, ...]:
    # Here, because it takes seconds to import; only these four functions, because others ask the network for data.
    import textstat  # type: ignore[import-untyped]

    # Items of a list may have no full stop; each is a sentence all the same.
    text = "\n".join(one.text if one.text.rstrip()[-1:] in ".!?" else f"{one.text}." for one in part.prose)
    lix, sentences = textstat.lix(text), max(1, textstat.sentence_count(text))
    longest = max(one.count for one in _sentences(part))
    look = [words for words, wrong in (("Hard to read", lix >= _HARD), ("Long sentence", longest > _LONG)) if wrong]
    figures = (textstat.automated_readability_index(text), textstat.coleman_liau_index(text), lix,
               len(text.split()) / sentences)  # fmt: skip
    told = (*(f"{one:.0f}" for one in figures), str(longest), ", ".join(look))
    return (part.title, *(fixed(one) for one in told))


def _long_sentences(told: Iterable[Part]) -> list[doc.Block]:
    found = [one for part in told for one in _sentences(part) if one.count > _LONG]
    if not found:
        return [doc.Paragraph(fixed(f"No sentence has more than {_LONG} words."))]
    rows = tuple((fixed(one.part), fixed(str(one.count)), one.words) for one in found)
    heads = (fixed("Part"), fixed("Words"), fixed("Sentence"))
    return [
        doc.Heading(fixed(f"Sentences of more than {_LONG} words"), level=3),
        doc.Table(heads, rows, (1.2, 0.8, 6), frozenset({1})),
    ]


# Tone


@cache
def _tone() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words to look at, by what they may do to a reader (``resources/terminology/tone.toml``)."""
    text = files("resources").joinpath("terminology", "tone.toml").read_text("utf-8")
    return tuple((effect, _whole(words)) for effect, words in tomllib.loads(text).items())


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in longest)})(?!\w)", re.IGNORECASE)


@source("check-tone")
def tone(made: Setting, _section: Section) -> list[doc.Block]:
    """Words that may blame, belittle or dress up, each with its sentence. Each may be right; somebody looks."""
    told = _written(made)
    if not told:
        return [doc.Paragraph(fixed(_NOTHING))]
    lines = []
    for part in told:
        for text in part.texts:
            for effect, pattern in _tone():
                for match in pattern.finditer(text.text):
                    found = text.part(*match.span())
                    lines.append((fixed(part.name), found, fixed(effect), _around(text, *match.span())))
    if not lines:
        return [doc.Paragraph(fixed("None of the words to look at occurs."))]
    heads = tuple(fixed(one) for one in ("Part", "Words", "What they may do", "Where"))
    return [doc.Table(heads, tuple(lines), (1.1, 1.3, 1.8, 4))]


def _around(text: Released, start: int, end: int) -> Released:
    """The sentence of a place, or as much of it as a table holds; nothing that the engine put there is cut."""
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text.text)), len(text.text)]
    low = max(at for at in ends if at <= start)
    high = min(at for at in ends if at >= end)
    if high - low > _EXCERPT:
        low = max(low, text.text.rfind(" ", 0, max(0, start - _EXCERPT // 2)) + 1)
        cut = text.text.find(" ", end + _EXCERPT // 2)
        high = min(high, cut if cut > 0 else high)
        for span in text.spans:
            low = span.start if span.start < low < span.end else low
            high = span.end if span.start < high < span.end else high
    return text.part(low, high - len(text.text[low:high]) + len(text.text[low:high].rstrip()))


# Abbreviations


@source("check-abbreviations")
def abbreviations(made: Setting, _section: Section) -> list[doc.Block]:
    """Every abbreviation, where it stands first, and where it is explained: there, or among the words explained."""
    told = _written(made)
    if not told:
        return [doc.Paragraph(fixed(_NOTHING))]
    terms = {str(row.values.get("term", "")).casefold() for row in
             made.rows(made.registers["glossary_term"], {"used_in": "report"})}  # fmt: skip
    first: dict[str, tuple[str, Released, str]] = {}
    for part in told:
        for text in part.texts:
            for match in _ABBREVIATION.finditer(text.text):
                key = match[0].rstrip("s").replace(".", "")
                first.setdefault(key, (part.name, text.part(*match.span()), _explained(text.text, match, key, terms)))
    if not first:
        return [doc.Paragraph(fixed("There are no abbreviations."))]
    rows = tuple(
        (words, fixed(where), fixed(explained))
        for where, words, explained in sorted(first.values(), key=lambda one: one[1].text)
    )
    return [doc.Table((fixed("Abbreviation"), fixed("Stands first in"), fixed("Explained")), rows, (1, 1, 2))]


def _explained(text: str, match: re.Match[str], key: str, terms: set[str]) -> str:
    """Where a reader who meets it first is told what it means: ``child in need (CIN)`` or ``CIN (child in need)``."""
    before, after = text[: match.start()], text[match.end() :]
    if (before.endswith("(") and after.startswith(")")) or re.match(r"\s\([^)]*[a-z]{3}", after):
        return "Where it stands first"
    if {match[0].casefold(), key.casefold()} & terms:
        return "Among the words that are used"
    return "No: write it out, or explain it"
