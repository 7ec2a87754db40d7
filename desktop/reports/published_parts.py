"""The report as the public would read it, part by part, for the check before publication.

The report is made for publication as it would leave (``overview_report``) and cut where a reader finds a new part, so
that whatever is printed is checked: sections, findings with what is asked, limits, views that differ, words explained.
Not here: what is looked for in the parts (``publication_check``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports import filling, templates
from desktop.reports.setting import Setting, setting

REPORT = "overview-report"
_FIRST = "First page"
_KEY = "published-parts"


@dataclass(frozen=True)
class Part:
    """A part of the report: the short name it goes by in tables, its heading, its texts as printed, in order, and those
    among them that are sentences (no labels, no cells)."""

    name: str
    heading: Released
    texts: tuple[Released, ...]
    prose: tuple[Released, ...]

    @property
    def words(self) -> Released:
        """Everything the part says, a text a paragraph."""
        return joined(self.texts, "\n\n")

    @property
    def title(self) -> Released:
        """The name with the heading, where it has one."""
        return joined((fixed(f"{self.name}: "), self.heading)) if self.heading else fixed(self.name)


@dataclass(frozen=True)
class Published:
    """The report made for publication and its parts."""

    made: Setting
    parts: tuple[Part, ...]


def published(made: Setting) -> Published:
    """The report of the case of ``made`` as the public would get it, whatever audience ``made`` itself is for."""
    if _KEY not in made.worked_out:
        made.worked_out[_KEY] = _make(made)
    found = made.worked_out[_KEY]
    assert isinstance(found, Published)
    return found


def _make(made: Setting) -> Published:
    template = templates.shipped()[REPORT]
    first = setting(made.store, made.case, "publication", book=made.book)
    filling.fill(template, first)
    # As in an export: letters and ordinals are settled by the first making.
    public = setting(made.store, made.case, "publication", book=made.book)
    public.releaser.prepare(first.heard)
    return Published(public, tuple(_parts(filling.fill(template, public).blocks)))


def _parts(blocks: tuple[doc.Block, ...]) -> Iterator[Part]:
    """Cut at headings of the first level and at findings; sections are numbered as in the table of contents."""
    name, heading, held, sections = _FIRST, fixed(""), list[doc.Block](), 0
    for block in blocks:
        if isinstance(block, doc.Finding) or (isinstance(block, doc.Heading) and block.level == 1):
            yield _part(name, heading, held)
            held = []
            if isinstance(block, doc.Finding):
                name, heading = block.label.text, _one(block.statement)
            else:
                sections += 1
                name, heading = f"Section {sections}", _one(block.text)
        elif not isinstance(block, doc.Contents):  # it says the headings once more
            held.append(block)
    yield _part(name, heading, held)


def _part(name: str, heading: Released, held: list[doc.Block]) -> Part:
    texts = [one for block in held for one in filling.released_in(block) if one]
    prose = [one for block in held for one in _prose(block)]
    return Part(name, heading, tuple([heading, *texts] if heading else texts), tuple(prose))


def _prose(block: doc.Block) -> Iterator[Released]:
    if isinstance(block, doc.Paragraph):
        yield _one(block.text)
    elif isinstance(block, (doc.Bullets, doc.Numbered)):
        yield from (_one(item) for item in block.items)
    elif isinstance(block, doc.Box):
        for inner in block.blocks:
            yield from _prose(inner)


def _one(text: doc.Text) -> Released:
    return joined(run.text for run in doc.runs_of(text))
