"""A note: who, when, how, what was said, and what one thinks of it in a record of its own. Kept as encrypted drafts
while it is typed; frozen when it is saved as an account.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.casework import codes as bracketed
from desktop.casework import note_form, turns, written
from desktop.casework.met import Met
from desktop.casework.note_form import NoteShown
from desktop.casework.written import NoteKept, NoteOpened
from desktop.qt.actions import Action
from desktop.wording import listed, partial_date, uk_date, uk_moment
from storage.records import Note, NoteKind, words
from views import kit
from views.casework.base import options
from views.casework.drafting import Drafting
from views.casework.parts import MET
from views.kit import CheckField, InlineForm, LinesField, TicksField
from views.notes.base import ABOUT, WRITE, WrittenPage
from views.notes.field import Written
from views.notes.surface import Pane
from views.page import Context

PLAIN = (
    "title", "on", "started", "mode", "place", "present", "told", "told_version", "script", "topics", "shown_words",
    "originals_words", "author_role", "distressing",
)  # fmt: skip
MODES = {"person": "In person", "phone": "By telephone", "video": "By video", "writing": "In writing"}
FORMS = {"typed": "Typed", "handwritten": "Handwritten", "audio": "Audio", "transcript": "Transcript"}
ORIGINALS = {
    "none": "This is the original: nothing else was made",
    "lodged": "A notebook or recording, lodged as an item",
    "held": "A notebook or recording, still with the writer",
    "never_made": "It should have been made and was not",
}
EXPLAIN = {
    NoteKind.ACCOUNT: "What somebody said. Saved as an account it can never be changed, only corrected beside the "
    "original.",
    NoteKind.REFLECTIONS: "Your own thoughts. A separate record, never part of the account.",
    NoteKind.LEGAL_ADVICE: "Its index entry is marked as privileged; nobody but you decides about listing it.",
    NoteKind.LIAISON: "Contact with police, prosecutor, coroner or another process.",
    NoteKind.NEVER_MADE: "Say which conversation it was, and that no note was made. That is an entry of the index too.",
}
AS_YOU_TYPE = "Kept encrypted as you type"
WRITING = {
    NoteKind.ACCOUNT: "What was said. Frozen when you finish",
    NoteKind.REFLECTIONS: "Your own thoughts, a separate record",
    NoteKind.NEVER_MADE: "Which conversation, and that no note was made",
}
WITH_REFLECTIONS = frozenset({NoteKind.ACCOUNT, NoteKind.NOTE, NoteKind.FAMILY_CONTACT, NoteKind.LIAISON})


class NotePage(WrittenPage):
    """Write a note, or go on with one."""

    TITLE = "Note"
    PLACE = "note"
    SAVE = "Save the note"

    def __init__(self, context: Context) -> None:
        self._parent = self._conversation = ""
        self._codes: dict[str, str] = {}
        self._met: Met | None = None
        super().__init__(context)
        self.reflecting = Drafting(self, "reflections", self._reflections_typed, self._reflections_again, self.compare)
        self.reflections.changed.connect(self.reflecting.touched)
        title = "Go between account and reflections"
        self.action(Action("note.reflect", title, self.reflect, "F9", where="Writing", icon="reflection"))

    def make_pane(self) -> Pane:
        return Pane("accountPane", "Account", "account", AS_YOU_TYPE, self.field)

    def make_beside(self) -> Pane:
        self.reflections = Written("Reflections, separate record", self.context.clock.new_id)
        lead = "A record of its own"
        return Pane("reflectionsPane", "Reflections", "reflection", lead, self.reflections)

    def build_fields(self) -> None:
        self.explain = kit.label("", role="muted")
        self.add("kind", kit.choice("What it is", options(NoteKind), combo=True))
        self.fields_column.addWidget(self.explain)
        self.form.fields["kind"].changed.connect(self._kind_changed)
        by_code = "For lists inside Caseward. People by code, in square brackets, such as [Health visitor 1]."
        self.add("title", kit.text_field("Title", by_code, em=34))
        self.add("on", kit.date_field("When", "For example, 3/5/17 or about May 2017", optional=True))
        self.add("started", kit.text_field("Time it began", "For example, 10:15am", optional=True, em=10))
        self._who_column = kit.column(space=0)
        self.fields_column.addLayout(self._who_column)
        self._offer_people({})
        here = "Supporters, note takers, interpreters. By code, in square brackets, where they have one."
        self.add("present", kit.text_field("Who else was there", here, optional=True, em=34))
        self.add("mode", kit.choice("How", MODES, optional=True))
        self.add("place", kit.text_field("Where", optional=True, em=24))
        self._build_before()
        self._build_originals()
        self.add("distressing", CheckField("Distressing: keep it covered until somebody asks"))

    def _build_before(self) -> None:
        self.section("Before it began")
        script = "Which version was read out, such as version 2 of 14 March 2016"
        self.add("script", kit.text_field("Opening script read", script, optional=True, em=30))
        told = "Word for word, or the name of the sheet they were given"
        self.add(
            "told", kit.long_text("What the person was told about how this may be used", told, optional=True, lines=2)
        )
        self.add("told_version", kit.text_field("Version of the information sheet", optional=True, em=20))
        guide = "One question a line. F7 asks the next one, Alt and its number asks any of the first nine."
        self.add("topics", LinesField("Topic guide", guide, optional=True, lines=3))
        shown = "References of items, such as W0012, and what each was"
        self.add("shown_words", kit.text_field("Documents shown", shown, optional=True, em=34))

    def _build_originals(self) -> None:
        self.section("The note and its original")
        self.add("form", kit.choice("The note itself is", FORMS, value="typed"))
        role = "The role of whoever wrote it, such as lead reviewer"
        self.add("author_role", kit.text_field("Written by", role, optional=True, em=24))
        lodge = "A handwritten or recorded original is an item of its own too: bring it in, and name it here."
        self.add("originals", kit.choice("Notebook or recording", ORIGINALS, lodge, optional=True, combo=True))
        where = "References of the items lodged, who holds it, or why it was not made"
        self.add("originals_words", kit.text_field("Which, and where it is", where, optional=True, em=34))

    def _offer_people(self, codes: dict[str, str]) -> None:
        kit.clear(self._who_column)
        self._codes = codes
        self.with_whom = TicksField(
            "With whom", codes, "By code. What they said becomes an account of theirs in the index."
        )
        self.form.fields["speaker_ids"] = self.with_whom
        self.with_whom.changed.connect(self.touched)
        self.with_whom.changed.connect(self.facts_shown)
        self._who_column.addWidget(self.with_whom)
        self.with_whom.setVisible(bool(codes))

    def _kind_changed(self) -> None:
        kind = self.form.fields["kind"].value()
        said = EXPLAIN.get(NoteKind(kind), "") if kind else ""
        self.explain.setText(said)
        self.explain.setVisible(bool(said) and not self.frozen_box.isVisibleTo(self))
        never, own = kind == NoteKind.NEVER_MADE.value, kind == NoteKind.REFLECTIONS.value
        title = "Declaration" if never else "Reflections, separate record" if own else "Account"
        if kind and not own and not never and kind != NoteKind.ACCOUNT.value:
            title = words(NoteKind(kind))
        pane = self.surface.main
        pane.title.setText(title)
        pane.lead.setText(WRITING.get(NoteKind(kind), AS_YOU_TYPE) if kind else AS_YOU_TYPE)
        pane.setObjectName("reflectionsPane" if own else "accountPane")
        pane.style().unpolish(pane)
        pane.style().polish(pane)
        self.field.writer.setAccessibleName(
            "Which conversation, and that no note was made" if never else title if own else "What was said"
        )
        self.surface.set_two(bool(kind) and NoteKind(kind) in WITH_REFLECTIONS)
        self.finish_button.setVisible(
            kind in (NoteKind.ACCOUNT.value, NoteKind.NOTE.value, NoteKind.FAMILY_CONTACT.value)
            and not (self.record is not None and self.record.frozen)
        )
        self.facts_shown()

    def facts_shown(self) -> None:
        """Those who speak have keys, in order; codes in square brackets among those who were there too."""
        chosen = [self._codes[one] for one in self.with_whom.value() if one in self._codes]
        present = self.form.fields["present"].value() if "present" in self.form.fields else ""
        known = {code.casefold(): code for code in self._codes.values()}
        more = [known.get(present[a + 1 : b - 1].casefold(), "") for a, b in turns.codes_in(present)]
        self.keys.speakers = tuple(dict.fromkeys(one for one in (*chosen, *more) if one))
        self.keys.topics = tuple(self.form.fields["topics"].value()) if "topics" in self.form.fields else ()
        role = self.context.session.worker.role or "reviewer"
        self.keys.asker = role[:1].upper() + role[1:]
        self.keys.show_keys()
        self.keys.bring_up_to_date()
        if self.record is None or not self.record.frozen:
            self._say_head(chosen)

    def _say_head(self, codes: list[str]) -> None:
        """Title and facts of what is being written, as they stand in the fields."""
        fields = self.form.fields
        if "script" not in fields:
            return
        kind, title = fields["kind"].value(), bracketed.unwrap(fields["title"].value())
        what = words(NoteKind(kind)) if kind else "Note"
        script, on = fields["script"].value(), fields["on"].line.text().strip()  # type: ignore[attr-defined]
        facts = [
            what if title else "", on, f"with {listed(codes)}" if codes else "",
            f"opening script read: {script}" if script else "",
        ]  # fmt: skip
        plain = "New note" if self.record is None else what
        self.header.set(
            title=title or plain, facts=" · ".join(part for part in facts if part), back=self._back_to()
        )

    def _back_to(self) -> tuple[str, Callable[[], None]]:
        """To the conversation or event that it came out of, else to the evidence."""
        if (met := self._met) is None:
            return "Evidence", self.back
        return bracketed.unwrap(met.words), lambda: self.context.navigate(MET[met.register], row=met.row_id)

    # ---- visits
    def show_case(
        self, *, note: str = "", about: str = "", kind: str = "", bring: str = "", conversation: str = "", **given: Any
    ) -> None:
        self._parent, self._conversation, self.record, self._met = about, conversation, None, None
        self._close_ask()
        self.header.set(title="Note" if note else "New note", back=self._back_to())
        self.look(
            "Load the codes", note_form.codes, self.context.case,
            done=lambda codes: self._start(codes, note, kind, bring, given),
        )  # fmt: skip

    def _start(self, codes: dict[str, str], note_id: str, kind: str, bring: str, given: Mapping[str, Any]) -> None:
        self._offer_people(codes)
        if note_id:
            self.look(
                "Load a note", written.opened, note_id, self.context.session.worker.id,
                done=lambda found: self._show(found, bring),
            )  # fmt: skip
            return
        role = self.context.session.worker.role
        values = {"kind": kind or NoteKind.NOTE.value, "form": "typed", "author_role": role}
        values |= {name: value for name, value in given.items() if name in self.form.fields}
        self.reflections.show_text("")
        self.begin_new(values, bring=bring)
        self._kind_changed()
        self.reflecting.begin("", bring=bring)

    def _show(self, found: NoteOpened, bring: str = "") -> None:
        note, shown = found.shown.note, found.shown
        self.record, self._parent, self._conversation = note, note.parent_id, note.conversation_id
        values: dict[str, Any] = {name: getattr(note, name) for name in PLAIN}
        values |= {
            "kind": note.kind.value, "form": note.form if note.form in FORMS else "typed",
            "speaker_ids": note.speaker_ids, "originals": note.originals,
        }  # fmt: skip
        self.fill(values)
        self.field.show_text(note.text, found.marks, note.id)
        self.reflections.show_text(
            found.reflections.text if found.reflections else "", found.reflection_marks,
            found.reflections.id if found.reflections else "",
        )  # fmt: skip
        self._met = shown.met
        self._head(note, shown.parent)
        self.set_frozen(shown if note.frozen else None)
        self._kind_changed()
        self.begin_with(note, bring=bring)
        if not note.frozen:
            self.reflecting.begin(note.id, bring=bring)

    def _head(self, note: Note, parent: Note | None = None) -> None:
        facts = [words(note.kind), partial_date(note.on)]
        facts.append(f"Reflections on: {parent.title}" if parent and note.kind is NoteKind.REFLECTIONS else "")
        facts.append(f"Opening script read: {note.script}" if note.script else "")
        self.header.set(
            title=bracketed.unwrap(note.title) or words(note.kind),
            facts=" · ".join(part for part in facts if part),
            back=self._back_to(),
        )

    def fill_frozen(self, shown: NoteShown) -> None:
        note = shown.note
        when = uk_moment(note.frozen_at) if note.frozen_at else ""
        self.frozen_head(
            f"Saved as an account on {when}. It can be corrected beside the original, never changed.",
            [
                ("With", listed([shown.codes[one] for one in note.speaker_ids if one in shown.codes])),
                ("How", MODES.get(note.mode, "")), ("Where", note.place), ("Also there", note.present),
                ("Opening script read", note.script), ("They were told", note.told),
                ("Sheet", note.told_version), ("Topics", listed(note.topics)), ("Shown", note.shown_words),
                ("Written by", note.author_role),
                ("Notebook or recording", ": ".join(filter(None, (ORIGINALS.get(note.originals, ""),
                                                                  note.originals_words)))),
            ],
            note.text,
        )  # fmt: skip
        for one in shown.beside:
            title = "Reflections, a separate record" if one.kind is NoteKind.REFLECTIONS else "Correction"
            made = f", {uk_date(one.created_at.date())}" if one.created_at else ""
            agreed = f"Agreed by: {one.present}" if one.present and one.form == "correction" else ""
            self.frozen_column.addWidget(
                kit.card(kit.h3(f"{title}{made}"), kit.label(one.text, "reading"), kit.muted(agreed))
            )
        correct = kit.button("Put a correction beside it", self.ask_correction, icon="edit")
        reflect = kit.button("Write reflections", self.reflect, icon="reflection", key="F9")
        self.frozen_column.addWidget(kit.flow(correct, reflect))

    def type_again(self, body: Mapping[str, Any]) -> None:
        super().type_again(body)
        self._kind_changed()

    # ---- drafts of the reflections: a record of their own from the first key
    def _reflections_typed(self) -> dict[str, Any]:
        return {"text": self.reflections.kept()}

    def _reflections_again(self, body: Mapping[str, Any]) -> None:
        self.reflections.put_kept(body.get("text", ""))

    def kept_ids(self) -> list[str]:
        return [*super().kept_ids(), self.reflecting.kept_id]

    def leave(self) -> None:
        super().leave()
        self.reflecting.keep()

    def draft(self) -> None:
        super().draft()
        self.reflecting.keep_now()

    def let_go(self) -> None:
        self.reflecting.stop()
        super().let_go()

    def cancel(self) -> None:
        self.reflecting.drop()
        super().cancel()

    # ---- saving
    def save_values(self, values: dict[str, Any], then: Callable[[Any], None]) -> None:
        if not values["kind"]:
            self.show_view(ABOUT)
            self.form.show_errors({"kind": "Choose what it is"})
            return
        values["kind"] = NoteKind(values["kind"])
        values["form"] = values["form"] or "typed"
        if self.record is None:
            values |= {"parent_id": self._parent} if self._parent else {}
            values |= {"conversation_id": self._conversation} if self._conversation else {}
        note_id = self.record.id if self.record else ""
        beside = self.reflections.text_kept() if self.surface.two else None
        self.do(
            "Change a note" if note_id else "Write a note", written.keep_note, self.context.case, note_id, values,
            self.field.text_kept(), beside, done=then, failed=self.refused,
        )  # fmt: skip

    def _saved(self, kept: NoteKept) -> None:
        self.went_on(kept.note, kept.marks)
        self.reflecting.drop()
        if kept.reflections is not None:
            self.reflections.saved(kept.reflection_marks, kept.reflections.id)
        self.reflecting.begin(kept.note.id, offer=False)
        if self.reflections.value() != (kept.reflections.text if kept.reflections else ""):
            self.reflecting.touched()
        self._head(kept.note)

    def ask_freeze(self) -> None:
        """Say what it means before it is done, and what is not recorded yet."""
        lead = (
            "From then on nothing in it can be changed, and it cannot be undone. What turns out wrong is corrected "
            "beside it, so that everybody can see both."
        )
        missing = {
            "script": "the opening script", "told": "what they were told", "originals": "a notebook or recording",
        }  # fmt: skip
        left = [said for name, said in missing.items() if not self.form.fields[name].value()]
        if left and self.form.fields["kind"].value() == NoteKind.ACCOUNT.value:
            lead += f" Nothing is recorded about {listed(left)}: Ctrl+D shows where."
        self.ask_for_good("Save as an account", lead, self._freeze)

    ask_finish = ask_freeze

    def _freeze(self, kept: NoteKept) -> None:
        self._saved(kept)
        self.do("Save as an account", note_form.freeze, kept.note.id, done=self._frozen, failed=self.refused)

    def _frozen(self, note: Note) -> None:
        self._close_ask()
        self._load(note.id)
        self.context.notice("Saved as an account. It is frozen now.")

    def _load(self, note_id: str) -> None:
        self.look("Load a note", written.opened, note_id, self.context.session.worker.id, done=self._show)

    # ---- beside it
    def ask_correction(self) -> None:
        """A form for a correction; the original stays as it is."""
        fields = {
            "text": kit.long_text("The correction", "What should be read differently, and how", lines=4),
            "agreed": kit.text_field("Agreed by", "Whose account it is, and when they agreed", optional=True, em=30),
        }

        def keep(form: InlineForm) -> None:
            values = form.values()
            self.do(
                "Correct an account", note_form.correct, self.record.id, values["text"], values["agreed"],
                done=self._corrected, failed=form.form.show,
            )  # fmt: skip

        self.ask(InlineForm("Put a correction beside it", fields, "Save the correction", keep, self._close_ask))

    def _corrected(self, correction: Note) -> None:
        self._close_ask()
        self.context.notice("The correction stands beside the original and has its own index entry.")
        self._load(correction.parent_id)

    def reflect(self) -> None:
        """From the account to the reflections and back; on a frozen account reflections are a new record beside it."""
        if self.record is not None and self.record.frozen:
            self.context.navigate("note", about=self.record.id, kind=NoteKind.REFLECTIONS.value)
        elif self.surface.two:
            self.show_view(WRITE)
            self.surface.swap()
            self.keys.bring_up_to_date()
        else:
            self.context.notice("This note is not one that reflections are written beside.", "info")


