"""Parts of documents for one person of the family."""

from __future__ import annotations

from desktop.paper import document as doc
from desktop.redaction.released import fixed
from desktop.reports.filling import source
from desktop.reports.filling_rows import said
from desktop.reports.setting import Setting
from desktop.reports.templates import Section


@source("family-comments")
def family_comments(made: Setting, _section: Section) -> list[doc.Block]:
    """Each comment the person made when the report was shared with them, the answer, and what was changed."""
    sharings = {
        row.id for row in made.rows(made.registers["report_sharing"]) if row.values.get("person") == made.recipient_id
    }
    register = made.registers["family_comment"]
    found = [row for row in made.rows(register) if row.values.get("sharing") in sharings]
    if not found:
        return [doc.Paragraph(fixed("You have made no comments, or none are written down yet."))]
    blocks: list[doc.Block] = []
    for row in found:
        # Their own words: whom they are about is the person who said them.
        words = made.say(
            str(row.values.get("comment", "")), f"{row.register}/{row.id}/comment", whole_class="family_words",
            about=(made.recipient_id,), marked=("RegisterRow", row.id, "comment"), spoken="Comment of the family",
        )  # fmt: skip
        blocks.append(doc.Paragraph(words, style="quote"))
        answers = [(fixed(register.field(one).label), said(made, register.field(one), row))
                   for one in ("response", "changed", "change", "answered_on")]  # fmt: skip
        told = tuple((label, value) for label, value in answers if value)
        blocks.append(doc.KeyFacts(told) if told else doc.Paragraph(fixed("You will be answered.")))
    return blocks
