"""The check before publication: who could be recognised, how easy it is to read, tone, abbreviations, public sources.

Everything is worked out on the words as the public would get them. It finds places to look at; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop import wording
from desktop.casework.cast import releaser
from desktop.paper import document as doc
from desktop.redaction import quasi
from desktop.redaction.quasi import ASPECTS
from desktop.redaction.released import Released, fixed, kept
from desktop.reports import public_sources, rare
from desktop.reports.filling import source
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import RegisterRow

_FINDING = ("title", "what", "in_case", "why_underlying", "prevalence_numbers", "relevance_now", "why_matters")
_FEW_WORDS = 30
"""Shorter texts than this (in words) have no meaningful reading age."""

TONE = {
    "lays blame": ("failed to", "failure to", "should have", "neglected to", "did not bother", "negligent", "at fault"),
    "blames the person harmed": (
        "chose to", "put herself at risk", "put himself at risk", "streetwise", "lifestyle choice", "hard to reach",
        "refused to engage", "non-compliant", "promiscuous", "attention-seeking",
    ),
    "speaks from hindsight": (
        "with hindsight", "it is now clear", "obvious that", "obviously", "inevitable", "warning signs",
    ),
    "makes less of it": ("only a", "merely", "minor incident", "a one-off", "just a"),
    "is sensational": ("horrific", "shocking", "tragic", "tragically", "monster", "evil", "harrowing", "brutal"),
    "is jargon": (
        "going forward", "robust", "holistic", "stakeholder", "step up", "step down", "toxic trio",
        "disguised compliance",
    ),
}  # fmt: skip
"""Words to look at, by what they may do to a reader."""

_ABBREVIATION = re.compile(r"(?<![\w-])(?:[A-Z]{2,6}s?|[A-Z](?:\.[A-Z]){1,4}\.?)(?![\w-])")


@dataclass(frozen=True)
class Part:
    """A part of the report as the public would get it."""

    name: str
    words: Released


def parts(made: Setting) -> tuple[Part, ...]:
    """Every section and finding of the report, released for publication whatever the audience of the check is."""
    public = releaser(made.store, made.case, "publication", made.book)
    told: list[Part] = []
    for row in made.rows(made.registers["report_section"]):
        told += _part(public, f"Section {row.values.get('position', '')}", row, ("heading", "words"))
    for row in made.rows(made.registers["finding"]):
        told += _part(public, f"Finding {row.values.get('number', '')}", row, _FINDING)
    return tuple(told)


def _part(public: object, name: str, row: RegisterRow, fields: tuple[str, ...]) -> Iterator[Part]:
    text = "\n\n".join(str(row.values[one]) for one in fields if row.values.get(one))
    if text:
        yield Part(name, public.release(text, where=f"{row.register}/{row.id}"))  # type: ignore[attr-defined]


@source("check-people")
def people(made: Setting, _section: Section) -> list[doc.Block]:
    """The matrix: each person of whom several kinds of detail are left, against those kinds."""
    told = parts(made)
    if not told:
        return [doc.Paragraph(fixed("No section or finding has been written yet."))]
    public = releaser(made.store, made.case, "publication", made.book)
    names = {one.id: public.name(one.id).text for one in public.cast if not one.is_body}
    released = [(one.name, one.words) for one in told]
    facts = rare.facts_of(made.store, made.case)
    found = quasi.count(released, public.cast, public.profile, names, facts, public.read)
    if not found:
        return [doc.Paragraph(fixed("Of nobody are four or more kinds of detail left."))]
    used = [one for one in ASPECTS if any(one in each.kinds for each in found)]
    rows = tuple((public.name(each.subject_id), *(fixed(_places(each.aspects, one)) for one in used)) for each in found)
    heads = (fixed("Person"), *(fixed(one.replace("_", " ").capitalize()) for one in used))
    return [
        doc.Paragraph(fixed("Details of one kind may be harmless; four or more together can tell who somebody is.")),
        doc.Table(heads, rows, (2, *(1.5 for _ in used))),
    ]


def _places(aspects: tuple[quasi.Aspect, ...], kind: str) -> str:
    found = dict.fromkeys(one.where for one in aspects if one.aspect == kind)
    return ", ".join(found)


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
    for part in parts(made):
        for match in quasi.public_matches(part.words.text, items):
            lines.append((fixed(part.name), fixed(match.source), fixed(str(len(match.places)))))
    if not lines:
        looked = wording.plural(len(items), "public source")
        return [doc.Paragraph(fixed(f"{looked} looked at; the report shares no detail with them."))]
    heads = (fixed("Part"), fixed("Public source"), fixed("Details in both"))
    return [doc.Table(heads, tuple(lines), (1, 2, 1), frozenset({2}))]


@source("check-reading")
def reading(made: Setting, _section: Section) -> list[doc.Block]:
    """Three measures for each part. They count letters and words; they cannot tell whether a text is clear."""
    # Here, because it takes seconds to import; only these four functions, because others ask the network for data.
    import textstat  # type: ignore[import-untyped]

    lines = []
    for part in parts(made):
        text = part.words.text
        if len(text.split()) < _FEW_WORDS:
            continue
        sentences = max(1, textstat.sentence_count(text))
        lines.append(
            tuple(fixed(one) for one in (
                part.name, f"{textstat.automated_readability_index(text):.0f}",
                f"{textstat.coleman_liau_index(text):.0f}", f"{textstat.lix(text):.0f}",
                f"{len(text.split()) / sentences:.0f}",
            ))
        )  # fmt: skip
    if not lines:
        return [doc.Paragraph(fixed("No part is long enough yet to be measured."))]
    names = ("Part", "ARI (school year)", "Coleman-Liau (school year)", "LIX", "Words a sentence")
    note = "School years are those of the United States; add five for an age. LIX under 40 is easy, over 50 hard."
    table = doc.Table(tuple(fixed(one) for one in names), tuple(lines), (2, 1, 1, 1, 1), frozenset({1, 2, 3, 4}))
    return [table, doc.Paragraph(fixed(note), style="note")]


@source("check-tone")
def tone(made: Setting, _section: Section) -> list[doc.Block]:
    """Words that may blame, belittle or dress up, with where they stand. Each may be right; somebody looks."""
    lines = []
    for part in parts(made):
        for effect, words in TONE.items():
            found = [
                one for one in words if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", part.words.text, re.IGNORECASE)
            ]
            lines += [(fixed(part.name), fixed(one), fixed(effect.capitalize())) for one in found]
    if not lines:
        return [doc.Paragraph(fixed("None of the words to look at occurs."))]
    return [doc.Table((fixed("Part"), fixed("Words"), fixed("What they may do")), tuple(lines), (1, 1.6, 1.6))]


@source("check-abbreviations")
def abbreviations(made: Setting, _section: Section) -> list[doc.Block]:
    """Every abbreviation, where it stands first, and whether the glossary explains it."""
    known = {str(row.values.get("term", "")).casefold() for row in made.rows(made.registers["glossary_term"])}
    first: dict[str, str] = {}
    for part in parts(made):
        for match in _ABBREVIATION.finditer(part.words.text):
            first.setdefault(match[0], part.name)
    if not first:
        return [doc.Paragraph(fixed("There are no abbreviations."))]
    rows = tuple(
        (kept(one), fixed(where), fixed("Yes" if one.casefold() in known else "No"))
        for one, where in sorted(first.items())
    )
    return [doc.Table((fixed("Abbreviation"), fixed("Stands first in"), fixed("Explained")), rows, (1, 1, 1))]
