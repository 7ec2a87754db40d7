"""Every document a review can have, by id: those from templates and those with a module of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.errors import UserError
from desktop.paper.document import Document
from desktop.reports import (
    analysis,
    audit_page,
    chair_page,
    family,
    filling,
    findings,
    handing_over,
    interview,
    marker_record,
    overview_report,
    publication_check,
    response,
    telling,
    template_words,
    templates,
)
from desktop.reports.setting import Setting
from desktop.reports.templates import Template
from storage.records import Extra
from storage.store import Store, Work

Build = Callable[[Setting], Document]
Data = Callable[[Setting], bytes]
COMPUTED = (
    analysis, audit_page, chair_page, family, findings, handing_over, interview, marker_record, overview_report,
    publication_check, response, telling,
)  # fmt: skip
"""Modules whose computed parts enter themselves in ``filling.SOURCES``."""
DATA: Mapping[str, Data] = {"findings-extract": findings.as_json}
"""Documents that are also written as data (JSON), through the same release."""


@dataclass(frozen=True)
class Entry:
    """A document on offer: its template, what builds it, and what makes its data where it has any."""

    template: Template
    build: Build
    data: Data | None = None

    @property
    def id(self) -> str:
        """Its id on the command line and in stages."""
        return self.template.id


def _from(template: Template) -> Entry:
    return Entry(template, lambda made: filling.fill(template, made), DATA.get(template.id))


def reports() -> Mapping[str, Entry]:
    """Every document that ships."""
    return {template.id: _from(template) for template in templates.shipped().values()}


def report(store: Store, report_id: str) -> Entry:
    """A document by id, with the board's own words where it has edited the template.

    Raises ``UserError`` status 2 for an id that there is not.
    """
    found = reports().get(report_id)
    if found is None:
        raise UserError("There is no document of that name.", "List them with: report list", status=2)
    own = edited(store, report_id)
    return _from(template_words.changed(found.template, own)) if own else found


def edited(store: Store, report_id: str) -> Mapping[str, str] | None:
    """The board's own words for a document by place (``template_words.places``), or None where it has none."""
    kept = store.one(Extra, key=_key(report_id))
    return dict(kept.body["words"]) if kept else None


def edit(work: Work, report_id: str, words: Mapping[str, str]) -> Template:
    """Keep the board's own words for a document, by place; places that are not named keep the words they have.

    Raises ``FieldErrors`` by place for words that cannot be used.
    """
    shipped = reports()[report_id].template
    earlier = work.one(Extra, key=_key(report_id))
    wanted = {**(earlier.body["words"] if earlier else {}), **words}
    template = template_words.changed(shipped, wanted)
    body = {"words": {one.place: one.text for one in template_words.places(template, shipped) if one.edited}}
    if earlier:
        work.change(earlier, body=body)
    elif body["words"]:
        work.add(Extra(key=_key(report_id), body=body))
    return template


def restore(work: Work, report_id: str) -> None:
    """Go back to the words that ship."""
    earlier = work.one(Extra, key=_key(report_id))
    if earlier:
        work.bin(earlier)


def _key(report_id: str) -> str:
    return f"template:{report_id}"
