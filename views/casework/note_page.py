"""A note: who, when, how, what was said. Kept as an encrypted draft while it is typed; frozen when saved as an
account.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.casework import codes as bracketed
from desktop.casework import note_form
from desktop.casework.marks import Place
from desktop.casework.note_form import NoteShown
from desktop.qt.actions import Action
from desktop.wording import listed, partial_date, uk_date, uk_moment
from storage.records import Note, NoteKind, words
from views import kit
from views.casework.base import FormPage, options
from views.casework.parts import CheckField
from views.disclosure.parts import InlineForm, TicksField
from views.page import Context
from views.release.editing import EditorMarks

PLAIN = ("title", "on", "mode", "place", "present", "told", "text", "author_role", "distressing")
MODES = {"person": "In person", "phone": "By telephone", "video": "By video", "writing": "In writing"}
FORMS = {"typed": "Typed", "handwritten": "Handwritten", "audio": "Audio", "transcript": "Transcript"}
EXPLAIN = {
    NoteKind.ACCOUNT: "What somebody said. Saved as an account it can never be changed, only corrected beside the "
    "original.",
    NoteKind.REFLECTIONS: "Your own thoughts. A separate record, never part of the account.",
    NoteKind.LEGAL_ADVICE: "Its index entry is marked as privileged; nobody but you decides about listing it.",
    NoteKind.LIAISON: "Contact with police, prosecutor, coroner or another process.",
    NoteKind.NEVER_MADE: "Say which conversation it was, and that no note was made. That is an entry of the index too.",
}


class NotePage(FormPage):
    """Write a note, or go on with one."""

    TITLE = "Note"
    PLACE = "note"
    SAVE = "Save the note"

    def __init__(self, context: Context) -> None:
        self._note: Note | None = None
        self._parent = ""
        super().__init__(context)
        self.freeze_button = kit.button("Save as an account", self.ask_freeze, icon="account")
        self.bar.layout().itemAt(0).widget().layout().addWidget(self.freeze_button)
        self.action(
            Action(
                "note.reflect",
                "Write reflections on this note",
                self.reflect,
                "F9",
                where=self.TITLE,
                icon="reflection",
                why_not=self._why_not_reflect,
            )
        )

    def build(self) -> None:
        self.explain = kit.label("", role="muted")
        self.add("kind", kit.choice("What it is", options(NoteKind), combo=True))
        self.fields_column.addWidget(self.explain)
        self.form.fields["kind"].changed.connect(self._kind_changed)
        self.add(
            "title",
            kit.text_field(
                "Title",
                "For lists inside Caseward. People by code, in square brackets, such as [Health visitor 1].",
                em=34,
            ),
        )
        self.add("on", kit.date_field("When", "For example, 3/5/17 or about May 2017", optional=True))
        self._who_column = kit.column(space=0)
        self.fields_column.addLayout(self._who_column)
        self._offer_people({})
        self.add(
            "present",
            kit.text_field(
                "Who else was there",
                "Supporters, note takers, interpreters. By code where they have one.",
                optional=True,
                em=34,
            ),
        )
        self.add("mode", kit.choice("How", MODES, optional=True))
        self.add("place", kit.text_field("Where", optional=True, em=24))
        self.add(
            "form",
            kit.choice(
                "The note itself is",
                FORMS,
                "If there is a handwritten or recorded original, bring it in as an item of its own too.",
                value="typed",
            ),
        )
        self.add(
            "author_role",
            kit.text_field("Written by", "The role of whoever wrote it, such as lead reviewer", optional=True, em=24),
        )
        self.add(
            "told",
            kit.long_text(
                "What the person was told about how this may be used",
                "Word for word, or the name of the sheet they were given",
                optional=True,
                lines=2,
            ),
        )
        self.add(
            "text",
            kit.long_text("What was said", "It is kept as you type, encrypted, every few seconds.", lines=10, limit=0),
        )
        box = self.form.fields["text"].text  # type: ignore[attr-defined]
        self.marks = EditorMarks(self, box, lambda then: self._save(lambda note: (self._saved(note), then())))
        self.fields_column.addWidget(self.marks.panel)
        withhold = ("note.withhold", "Withhold the selected words", self.marks.ask_reason, "Ctrl+M")
        self.action(Action(*withhold, where=self.TITLE, icon="withheld"))
        self.add("distressing", CheckField("Distressing: keep it covered until somebody asks"))
        self.frozen_box = QWidget()
        self.frozen_column = kit.column(parent=self.frozen_box, space=12)
        self.fields_column.addWidget(self.frozen_box)
        self.ask_box = QWidget()
        self.ask_column = kit.column(parent=self.ask_box, space=8)
        self.fields_column.addWidget(self.ask_box)

    def _offer_people(self, codes: dict[str, str]) -> None:
        kit.clear(self._who_column)
        self._codes = codes
        self.with_whom = TicksField(
            "With whom", codes, "By code. What they said becomes an account of theirs in the index."
        )
        self.form.fields["speaker_ids"] = self.with_whom
        self.with_whom.changed.connect(self.touched)
        self._who_column.addWidget(self.with_whom)
        self.with_whom.setVisible(bool(codes))

    def _kind_changed(self) -> None:
        kind = self.form.fields["kind"].value()
        said = EXPLAIN.get(NoteKind(kind), "") if kind else ""
        self.explain.setText(said)
        self.explain.setVisible(bool(said))
        never = kind == NoteKind.NEVER_MADE.value
        self.form.fields["text"].label.setText(
            "Which conversation, and that no note was made" if never else "What was said"
        )
        self.freeze_button.setVisible(
            kind in (NoteKind.ACCOUNT.value, NoteKind.NOTE.value, NoteKind.FAMILY_CONTACT.value)
        )

    # ---- visits
    def show_case(self, *, note: str = "", about: str = "", kind: str = "", **_where: Any) -> None:
        self._note, self._parent = None, about
        self._close_ask()
        self.header.set(title="Note" if note else "New note", back=("Evidence", self.back))
        self.look(
            "Load the codes", note_form.codes, self.context.case, done=lambda codes: self._start(codes, note, kind)
        )

    def _start(self, codes: dict[str, str], note_id: str, kind: str) -> None:
        self._offer_people(codes)
        if note_id:
            self.look("Load a note", note_form.note, note_id, done=self._show)
            return
        role = self.context.session.worker.role
        self._set_frozen(None)
        self.marks.show(None)
        self.fill({"kind": kind or NoteKind.NOTE.value, "form": "typed", "author_role": role})
        self._kind_changed()
        self.drafting.begin("")
        QTimer.singleShot(0, self.form.fields["title"].focus)

    def _show(self, shown: NoteShown) -> None:
        note = shown.note
        self._note, self._parent = note, note.parent_id
        values: dict[str, Any] = {name: getattr(note, name) for name in PLAIN}
        values |= {
            "kind": note.kind.value,
            "form": note.form if note.form in FORMS else "typed",
            "speaker_ids": note.speaker_ids,
        }
        self.fill(values)
        self._kind_changed()
        facts = [words(note.kind), partial_date(note.on)]
        facts.append(
            f"Reflections on: {shown.parent.title}" if shown.parent and note.kind is NoteKind.REFLECTIONS else ""
        )
        self.header.set(
            title=bracketed.unwrap(note.title) or words(note.kind),
            facts=" · ".join(part for part in facts if part),
            back=("Evidence", self.back),
        )
        self._set_frozen(shown if note.frozen else None)
        self.marks.show(None if note.frozen else Place("Note", note.id, "text"))
        if not note.frozen:
            self.drafting.begin(note.id)
            QTimer.singleShot(0, self.form.fields["text"].focus)

    def _set_frozen(self, shown: NoteShown | None) -> None:
        for field in self.form.fields.values():
            field.setVisible(shown is None)
        self.with_whom.setVisible(shown is None and bool(self._codes))
        self.explain.setVisible(shown is None and bool(self.explain.text()))
        self.save_button.setVisible(shown is None)
        self.freeze_button.setVisible(shown is None and self.freeze_button.isVisibleTo(self.bar))
        self.cancel_button.setText("Cancel" if shown is None else "Back to the evidence")
        self.frozen_box.setVisible(shown is not None)
        if shown is not None:
            self._fill_frozen(shown)
        else:
            self._kind_changed()

    def _fill_frozen(self, shown: NoteShown) -> None:
        kit.clear(self.frozen_column)
        note = shown.note
        when = uk_moment(note.frozen_at) if note.frozen_at else ""
        self.frozen_column.addWidget(
            kit.NoticeBar(
                "info", f"Saved as an account on {when}. It can be corrected beside the original, never changed."
            )
        )
        facts = [
            ("With", listed([shown.codes[one] for one in note.speaker_ids if one in shown.codes])), ("How",
            MODES.get(note.mode, "")),
            ("Where", note.place), ("Also there", note.present), ("They were told", note.told), ("Written by",
            note.author_role),
        ]  # fmt: skip
        self.frozen_column.addWidget(kit.facts_list([(name, said) for name, said in facts if said]))
        self.frozen_column.addWidget(kit.label(note.text, "reading"))
        for one in shown.beside:
            title = "Reflections, a separate record" if one.kind is NoteKind.REFLECTIONS else "Correction"
            made = f", {uk_date(one.created_at.date())}" if one.created_at else ""
            agreed = f"Agreed by: {one.present}" if one.present else ""
            self.frozen_column.addWidget(
                kit.card(kit.h3(f"{title}{made}"), kit.label(one.text, "reading"), kit.muted(agreed))
            )
        correct = kit.button("Put a correction beside it", self.ask_correction, icon="edit")
        reflect = kit.button("Write reflections", self.reflect, icon="reflection", key="F9")
        self.frozen_column.addWidget(kit.flow(correct, reflect))

    # ---- saving
    def save(self) -> None:
        self._save(self._saved)

    def _save(self, then: Any) -> None:
        if self._note is not None and self._note.frozen:
            return
        self.form.clear_errors()
        values = self.values()
        if values is None:
            return
        if not values["kind"]:
            self.form.show_errors({"kind": "Choose what it is"})
            return
        values["kind"] = NoteKind(values["kind"])
        values["form"] = values["form"] or "typed"
        if self._parent and self._note is None:
            values["parent_id"] = self._parent
        note_id = self._note.id if self._note else ""
        self.do(
            "Change a note" if note_id else "Write a note",
            note_form.keep_note,
            self.context.case,
            note_id,
            values,
            done=then,
            failed=self.refused,
        )

    def _saved(self, note: Note) -> None:
        self._note = note
        self.marks.show(Place("Note", note.id, "text"))
        self.drafting.drop()
        self.drafting.begin(note.id, offer=False)
        self.header.set(
            title=bracketed.unwrap(note.title) or words(note.kind), facts=words(note.kind), back=("Evidence", self.back)
        )
        self.context.saved()

    def ask_freeze(self) -> None:
        """Say what it means before it is done."""
        self._close_ask()
        lead = (
            "From then on nothing in it can be changed, and it cannot be undone. What turns out wrong is corrected "
            "beside it, so that everybody can see both."
        )
        form = InlineForm(
            "Save as an account",
            {},
            "Save as an account now",
            lambda _form: self._save(self._freeze),
            self._close_ask,
            lead=lead,
        )
        self.ask_column.addWidget(form)
        self.ask_box.show()
        form.focus_first()

    def _freeze(self, note: Note) -> None:
        self._note = note
        self.drafting.drop()
        self.do("Save as an account", note_form.freeze, note.id, done=self._frozen, failed=self.refused)

    def _frozen(self, note: Note) -> None:
        self._close_ask()
        self.look("Load a note", note_form.note, note.id, done=self._show)
        self.context.notice("Saved as an account. It is frozen now.")

    # ---- beside it
    def ask_correction(self) -> None:
        """A form for a correction; the original stays as it is."""
        self._close_ask()
        fields = {
            "text": kit.long_text("The correction", "What should be read differently, and how", lines=4),
            "agreed": kit.text_field("Agreed by", "Whose account it is, and when they agreed", optional=True, em=30),
        }

        def keep(form: InlineForm) -> None:
            values = form.values()
            assert self._note is not None
            self.do(
                "Correct an account",
                note_form.correct,
                self._note.id,
                values["text"],
                values["agreed"],
                done=self._corrected,
                failed=form.form.show,
            )

        form = InlineForm("Put a correction beside it", fields, "Save the correction", keep, self._close_ask)
        self.ask_column.addWidget(form)
        self.ask_box.show()
        form.focus_first()

    def _corrected(self, correction: Note) -> None:
        self._close_ask()
        self.context.notice("The correction stands beside the original and has its own index entry.")
        self.look("Load a note", note_form.note, correction.parent_id, done=self._show)

    def _why_not_reflect(self) -> str:
        return "" if self._note is not None else "Save the note first: reflections are a separate record beside it."

    def reflect(self) -> None:
        """A note of one's own thoughts on this one: a separate record from the first key stroke."""
        if self._note is not None:
            self.context.navigate("note", about=self._note.id, kind=NoteKind.REFLECTIONS.value)

    def _close_ask(self) -> None:
        kit.clear(self.ask_column)
        self.ask_box.hide()

    def back(self) -> None:
        """To the list, at this note."""
        self.context.navigate("evidence", **({"item": self._note.id} if self._note else {}))

    def cancel(self) -> None:
        self.drafting.drop()
        self.back()
