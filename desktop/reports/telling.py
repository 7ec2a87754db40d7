"""What people are told: reasons told or held back, a changed timetable, feedback in which nobody is recognised."""

from __future__ import annotations

from desktop import wording
from desktop.markers import feedback as rule
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, said, shown, told_paragraphs
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import RegisterRow

_AUDIENCES = {
    "board": ("members", "leaders", "reviewers", "justice", "national", "noncore"),
    "event": ("practitioners", "noncore"),
    "family": ("family",),
    "publication": ("media", "national"),
}


@source("reasons-told")
def reasons_told(made: Setting, _section: Section) -> list[doc.Block]:
    """Every reason of the latest decision: told in the words agreed for it, or held back with the ground alone."""
    decisions = made.rows(made.registers["chair_decision"])[-1:]
    reasons = made.registers["decision_reason"]
    found = [row for row in made.rows(reasons) if decisions and row.values.get("decision") == decisions[0].id]
    if not found:
        return [doc.Paragraph(fixed("No reasons are recorded yet."))]
    told: list[Released] = []
    held: list[Released] = []
    for row in found:
        how = _treatment(made, row)
        if how is None or how.values.get("treatment") != "told":
            held.append(_held(made, how))
        else:
            words = said(made, made.registers["reason_told"].field("words"), how)
            told.append(words or said(made, reasons.field("reason"), row))
    blocks: list[doc.Block] = [doc.Bullets(tuple(told))] if told else []
    if held:
        several = len(held) > 1
        count = wording.plural(len(held), "reason") if several else "One reason"
        kept = "They are kept, and told when they can be." if several else "It is kept, and told when it can be."
        blocks.append(doc.Paragraph(fixed(f"{count} cannot be told now. {kept}")))
        blocks.append(doc.Bullets(tuple(held)))
    return blocks


def _treatment(made: Setting, reason: RegisterRow) -> RegisterRow | None:
    found = [row for row in made.rows(made.registers["reason_told"]) if row.values.get("reason") == reason.id]
    return found[-1] if found else None


def _held(made: Setting, how: RegisterRow | None) -> Released:
    """Why a reason is held back, and until when; never a word of the reason."""
    if how is None:
        return fixed("Held back: nobody has yet decided whether it can be told.")
    register = made.registers["reason_told"]
    why = said(made, register.field("held_because"), how) or fixed("no ground is given")
    until = said(made, register.field("held_until"), how)
    parts = [fixed("Held back because of: "), why]
    return joined([*parts, fixed(", until "), until] if until else parts)


@source("delay-notice")
def delay_notice(made: Setting, _section: Section) -> list[doc.Block]:
    """What this audience is told of a delay: the messages agreed for it, or those sent to this person."""
    wanted = _AUDIENCES.get(made.profile, ())
    register, messages = made.registers["communication"], made.registers["message"]
    found = [
        row
        for row in made.rows(register, {"about": "delay"})
        if row.values.get("audience") in wanted and made.recipient_id in ("", row.values.get("person"))
    ]
    ids = [str(row.values.get("message", "")) for row in found]
    agreed = [row for row in made.rows(messages, {"about": "delay"}) if row.id in ids]
    if not agreed:
        return [doc.Paragraph(fixed("No words about a change to the timetable have been agreed for this audience."))]
    blocks = told_paragraphs(said(made, messages.field("text"), agreed[-1]))
    return [*blocks, *_why(made)]


def _why(made: Setting) -> list[doc.Block]:
    """The delays in days; causes stay with the board, because they may tell of people."""
    delays = made.rows(made.registers["delay"])
    if not delays or made.profile != "board":
        return []
    shape = Shape(made.registers["delay"], ("phase", "days", "legitimate", "cause"), "table")
    return [doc.Heading(fixed("What took longer, and why")), *shown(made, shape, delays)]


@source("feedback")
def feedback(made: Setting, _section: Section) -> list[doc.Block]:
    """Figures and themes by group of people, under the rule of small numbers (``markers.feedback``)."""
    register = made.registers["feedback"]
    found = made.rows(register)
    if not found:
        return [doc.Paragraph(fixed("No feedback has been asked for yet."))]
    blocks: list[doc.Block] = []
    groups = register.field("audience").choices()
    for audience, label in groups.items():
        rounds = [row for row in found if row.values.get("audience") == audience]
        if not rounds:
            continue
        told = rule.summary(made.store, made.case, rounds)
        blocks.append(doc.Heading(fixed(label), level=2))
        blocks.append(doc.Paragraph(fixed(told.rate)))
        blocks += _statements(told)
        blocks += _themes([_theme(made, one) for one in told.themes])
    return blocks


def _statements(told: rule.Summary) -> list[doc.Block]:
    if not told.statements:
        return []
    rows = tuple((fixed(one.words), fixed(one.agree or "–"), fixed(one.not_agree or "–")) for one in told.statements)
    heads = (fixed("Statement"), fixed("Mostly or fully"), fixed("Less than that"))
    return [doc.Table(heads, rows, (4, 1.5, 1.5), frozenset({1, 2}))]


def _theme(made: Setting, one: rule.Theme) -> tuple[Released, Released, Released]:
    register = made.registers["feedback_theme"]
    theme, action = (said(made, register.field(field), one.row) for field in ("theme", "action"))
    return theme, fixed(one.mentions), action or fixed("Nothing decided yet")


def _themes(lines: list[tuple[Released, Released, Released]]) -> list[doc.Block]:
    if not lines:
        return [doc.Paragraph(fixed("No themes have been drawn from it yet."))]
    heads = (fixed("Theme"), fixed("Said by"), fixed("What was done"))
    if any(number for _, number, _ in lines):
        return [doc.Table(heads, tuple(lines), (4, 1.5, 4), frozenset({1}))]
    return [doc.Table((heads[0], heads[2]), tuple((one, done) for one, _, done in lines), (1, 1))]


@source("feedback-form")
def feedback_form(made: Setting, _section: Section) -> list[doc.Block]:
    """The statements of the form, each with a box to tick for each answer."""
    register = made.registers["feedback_form"]
    answers = list(register.field(rule.SCALE[0]).choices().values())
    heads = (fixed("Tick one box in each line"), *(fixed(one) for one in answers))
    empty = fixed("[  ]")
    lines = tuple((fixed(register.field(one).label), *(empty for _ in answers)) for one in rule.SCALE)
    return [doc.Table(heads, lines, (4, *(1.3 for _ in answers)))]


@source("feedback-room")
def feedback_room(_made: Setting, _section: Section) -> list[doc.Block]:
    """An empty box to write in by hand."""
    return [doc.Box((doc.Lines((fixed("\u00a0"),) * 9),))]


_COLUMNS = (
    ("Date", "The day, or what is known of it: March 2015, about 2014"),
    ("Time", "If the record gives it"),
    ("Source", "The record the line comes from, and where in it. Never empty"),
    ("Event", "What the record says happened"),
    ("People", "By role and number: health visitor 1"),
    ("Response", "What was done, and what came of it"),
    ("Child seen", "Whether the child was seen or heard, and what the child said"),
    ("Comment", "Your own view, apart from the record"),
)


@source("chronology-columns")
def chronology_columns(_made: Setting, _section: Section) -> list[doc.Block]:
    """The columns of a chronology and what goes into each."""
    rows = tuple((fixed(name), fixed(what)) for name, what in _COLUMNS)
    return [doc.Table((fixed("Column"), fixed("What goes into it")), rows, (1, 4))]


@source("runbook-facts")
def runbook_facts(made: Setting, _section: Section) -> list[doc.Block]:
    """The decision that stands and whatever stands in its way."""
    decided = made.rows(made.registers["publication_decision"])[-1:]
    shape = Shape(made.registers["publication_decision"], ("how", "planned_on", "decided_on", "decided_by"))
    blocks = shown(made, shape, decided) or [doc.Paragraph(fixed("No decision on publication is recorded yet."))]
    standing = [row for row in made.rows(made.registers["constraint"]) if not row.values.get("ended_on")]
    if standing:
        fields = ("kind", "source", "expires_on")
        blocks += shown(made, Shape(made.registers["constraint"], fields, "table"), standing)
    else:
        blocks.append(doc.Paragraph(fixed("Nothing stands in the way.")))
    return blocks
