"""Marks in a text that is read: withhold with a reason, highlight with a digit, go from mark to mark; and "shown as".

The text is a ``kit.Reader``; keys: Ctrl+M withholds what is selected, 1 to 9 highlight it, F8 and Shift+F8 go on,
Enter on
a mark opens it, Delete removes it. Not here: where marks are kept (``desktop.casework.marks``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.casework import marks, shown
from desktop.casework.marks import REASONS, Place
from desktop.errors import UserError
from desktop.qt.theme import theme
from desktop.redaction.released import Released, SpanKind
from desktop.session import Store
from desktop.wording import plural
from storage.records import Mark
from views import kit
from views.kit.nav import Entry, NavList
from views.page import Context
from views.release.audiences import SHORT, Around, around, split

_KINDS = {
    SpanKind.PSEUDONYM: ("code", "pseudonym"),
    SpanKind.ROLE: ("code", "role"),
    SpanKind.GENERAL: ("general", "made general"),
    SpanKind.WITHHELD: ("gone", "withheld"),
}


def as_shown(row: Mark) -> kit.Mark:
    """A mark of the vault as the reader draws and says it."""
    kind = "highlight" if not row.reason else "changed" if row.drifted else "withheld"
    said = ", ".join(part for part in (REASONS.get(row.reason, ""), row.memo) if part)
    return kit.Mark(row.start, row.end, kind, row.reason or row.code, said, row.id)


def spans_of(released: Released) -> list[kit.Mark]:
    """What the engine put into a text, as the reader draws it."""
    return [kit.Mark(one.start, one.end, *_as(one.kind)) for one in released.spans]


def _as(kind: SpanKind) -> tuple[str, str, str]:
    drawn, words = _KINDS[kind]
    return drawn, "", words


class ReasonList(QWidget):
    """The twelve reasons, by arrow keys or by typing R and the number; Enter takes one, Esc none."""

    taken = Signal(str)

    def __init__(self, on_cancel: Callable[[], None], least: int = 0) -> None:
        super().__init__()
        self._on_cancel, self._least = on_cancel, least
        self.list = NavList(
            "Why it is withheld", [Entry(code, f"{code}  {words}") for code, words in REASONS.items()], ground="raised"
        )
        self.list.went.connect(self.taken)
        close = kit.button("Cancel", on_cancel, role="plain", key="Esc")
        head = kit.row(kit.h3("Why is it withheld"), None, close, space=8)
        kit.column(
            kit.card(
                head, kit.muted("Arrow keys, or R and the number. Enter withholds the words."), self.list, space=6
            ),
            parent=self,
            space=0,
        )
        self.list.installEventFilter(self)
        self._typed = ""
        self.retheme()

    def retheme(self) -> None:
        """Half of the reasons in sight, so that the words stay in sight too."""
        whole = self.list.sizeHint().height()
        self.list.setMaximumHeight(whole // 2)
        self.list.setMinimumHeight(whole * self._least // len(REASONS))

    def open(self) -> None:
        """Ask; the reason that was chosen last is under the cursor."""
        self._typed = ""
        self.list.set_current(self.list.current_id() or "R1")
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._on_cancel()
                return True
            letter = event.text().upper()
            if letter and letter in "R0123456789":
                self._typed = letter if letter == "R" else f"{self._typed or 'R'}{letter}"
                if self._typed not in REASONS and self._typed != "R":
                    self._typed = f"R{letter}"
                self.list.set_current(self._typed)
                return True
        return super().eventFilter(watched, event)


class Marking(QWidget):
    """The bar above a reader, and what opens below it. ``least``: so many reasons are in sight, where the page scrolls.
    """

    def __init__(self, context: Context, reader: kit.Reader, *, least: int = 0) -> None:
        super().__init__()
        self._context, self.reader, self._least = context, reader, least
        self.place: Place | None = None
        self._text = ""
        self._rows: dict[str, Mark] = {}
        self._around: Around | None = None
        self._asked = (0, 0)
        self.withhold_button = kit.button("Withhold", self.ask_reason, icon="withheld", key="Ctrl+M")
        self.highlight_button = kit.button("Highlight", lambda: self.highlight("1"), icon="highlight", key="1–9")
        self.shown_as = kit.choice("Shown as", SHORT, combo=True, value="internal")
        self.shown_as.label.hide()
        self.shown_as.changed.connect(self._show_as)
        for one in self.shown_as.controls():
            one.setAccessibleName("Shown as")
        self.release_button = kit.button("Release review", self._release, icon="export", role="plain")
        self.note = kit.muted("")
        self.note.hide()
        bar = kit.flow(self.highlight_button, self.withhold_button, self.shown_as, self.release_button, space=8)
        self.holder = kit.box(space=6)
        kit.column(bar, self.note, self.holder, parent=self, space=4, margins=(24, 6, 16, 6))
        reader.installEventFilter(self)

    # ---- the text
    def show_text(self, place: Place, text: str, rows: Sequence[Mark]) -> None:
        """Another text, or the same with other marks."""
        same = self.place == place
        self.place, self._text = place, text
        self._rows = {one.id: one for one in rows}
        if not same:
            self._close()
            self.shown_as.set_value("internal")
        if self._around is None:
            self._load_audiences()
        if self.shown_as.value() not in ("", "internal"):
            self._show_as()
        else:
            self._show_internal()

    def _show_internal(self) -> None:
        drawn = [as_shown(one) for one in self._rows.values() if one.end <= len(self._text)]
        self.note.hide()
        self._enable(True)
        if self.reader.toPlainText() != self._text:
            self.reader.show_text(self._text, drawn)
            theme().dress(self.reader)
        else:
            self.reader.set_marks(drawn)

    def _enable(self, on: bool) -> None:
        self.withhold_button.setEnabled(on)
        self.highlight_button.setEnabled(on)

    def _load_audiences(self) -> None:
        session, case_id = self._context.session, self._context.case

        def done(found: Around) -> None:
            self._around = found
            self.shown_as.set_options(found.shown_as)
            self.shown_as.set_value(self.shown_as.value() or "internal")

        self._context.run(
            self, "Load the audiences", lambda _task: session.look(around, case_id, session.worker.id), done
        )

    # ---- shown as
    def _show_as(self) -> None:
        profile, person = split(self.shown_as.value() or "internal")
        if profile == "internal" or self.place is None:
            self._show_internal()
            return
        from desktop.reports import loose_texts

        place, session, case_id = self.place, self._context.session, self._context.case

        def ask(store: Store) -> tuple[Released, int, int, int]:
            case = shown.case_and_marking(store, case_id)[0]
            said, made = loose_texts.shown_as(store, case, place, profile, person)
            engine = made.releaser
            return (
                said,
                len(engine.blocked),
                len(engine.to_decide),
                sum(one.count for one in engine.suggestions if _here(one, place)),
            )

        def done(got: tuple[Released, int, int, int]) -> None:
            if place == self.place and split(self.shown_as.value())[0] == profile:
                self._show_released(*got)

        self._context.run(self, "Show it as an audience gets it", lambda _task: session.look(ask), done, self._cannot)

    def _cannot(self, error: UserError) -> None:
        self.shown_as.set_value("internal")
        self._show_internal()
        self._context.show_error(error)

    def _show_released(self, said: Released, blocked: int, undecided: int, suggested: int) -> None:
        self._close()
        self._enable(False)
        self.reader.show_text(said.text, spans_of(said))
        theme().dress(self.reader)
        notes = [
            f"{plural(blocked, 'place')} to reword" if blocked else "",
            f"{plural(undecided, 'place')} to decide" if undecided else "",
            f"{plural(suggested, 'word')} may be a name" if suggested else "",
        ]
        who = self._around.shown_as.get(self.shown_as.value(), "") if self._around else ""
        said_all = " · ".join(part for part in notes if part)
        self.note.setText(f"As this audience would get it: {who}." + (f" {said_all}." if said_all else ""))
        self.note.show()

    def _release(self) -> None:
        if self.place is None:
            return
        profile, person = split(self.shown_as.value() or "board")
        self._context.navigate("release", what=f"text:{self.place.name}", profile=profile, recipient=person)

    # ---- adding
    def _selected(self) -> tuple[int, int] | None:
        start, end = self.reader.selection()
        if start == end or not self.withhold_button.isEnabled():
            self._context.notice(
                "Select words with Shift and the arrow keys first; marks are made in the internal view.", "info"
            )
            return None
        return start, end

    def ask_reason(self) -> None:
        """Ctrl+M: which reason, then it is withheld."""
        chosen = self._selected()
        if chosen is None:
            return
        self._asked = chosen
        self._close()
        reasons = ReasonList(self._cancel, self._least)
        reasons.taken.connect(self._withhold)
        self.holder.layout().addWidget(reasons)
        theme().dress(self.holder)
        reasons.open()

    def _withhold(self, reason: str) -> None:
        place, (start, end) = self.place, self._asked
        self._close()
        self.reader.setFocus()
        self._do("Withhold words", marks.withhold, place, start, end, reason)

    def highlight(self, digit: str) -> None:
        """1 to 9 on the selected words; the same again takes it away."""
        chosen = self._selected()
        if chosen is not None:
            self._do("Highlight words", marks.highlight, self.place, *chosen, digit)

    # ---- one mark
    def at_cursor(self) -> str:
        """The mark under the cursor, the smallest where several are."""
        start, end = self.reader.selection()
        held = [one for one in self._rows.values() if one.start <= start and max(start, end) <= one.end]
        return min(held, key=lambda one: one.end - one.start).id if held else ""

    def open_mark(self, mark_id: str) -> None:
        """Its reason, memo and whom it is about, to be changed; remove, still right, checked."""
        row = self._rows.get(mark_id)
        if row is None:
            return
        self._close()
        self.reader.go_to(mark_id)
        people = self._around.everyone if self._around else {}
        fields: dict[str, Any] = {"memo": kit.text_field("Memo", optional=True, em=26, value=row.memo)}
        if row.reason:
            reasons = {code: f"{code} {words}" for code, words in REASONS.items()}
            reason = kit.choice("Why it is withheld", reasons, combo=True, value=row.reason)
            about = kit.choice("Whom it is about", people, optional=True, combo=True, value=row.code)
            fields = {"reason": reason, **fields, "about": about}

        def keep(form: kit.InlineForm) -> None:
            self._close()
            self.reader.setFocus()
            self._do("Change a mark", marks.change, row.id, **form.values())

        form = kit.InlineForm(
            "Withheld words" if row.reason else f"Highlight {row.code}", fields, "Save", keep, self._cancel
        )
        buttons = [kit.button("Remove the mark", lambda: self.remove(row.id), role="plain", icon="bin")]
        if row.drifted:
            buttons.append(kit.button("It covers the right words", lambda: self._look(row.id), icon="done"))
        if row.reason and row.created_by != self._context.session.worker.id and not row.checker_id:
            buttons.append(
                kit.button(
                    "I have checked it", lambda: self._do_and_close("Check a mark", marks.check, row.id), icon="done"
                )
            )
        self.holder.layout().addWidget(form)
        self.holder.layout().addWidget(kit.flow(*buttons))
        theme().dress(self.holder)
        form.focus_first()

    def remove(self, mark_id: str) -> None:
        """Take it away; the bar offers undo."""
        self._close()
        self.reader.setFocus()

        def removed(_row: Any) -> None:
            self._context.notice("The mark was removed.", "info", "Undo", lambda: self._context.actions.trigger("undo"))

        self._do("Remove a mark", marks.remove, mark_id, done=removed)

    def _look(self, mark_id: str) -> None:
        self._do_and_close("Look at a mark", marks.still_right, mark_id)

    def _do_and_close(self, name: str, service: Any, mark_id: str) -> None:
        self._close()
        self._do(name, service, mark_id)

    def _do(self, name: str, service: Any, *args: Any, done: Any = None, **more: Any) -> None:
        session = self._context.session
        self._context.run(
            self, name, lambda _task: session.do(name, service, *args, **more), done or (lambda _result: None)
        )

    def _cancel(self) -> None:
        self._close()
        self.reader.setFocus()

    def _close(self) -> None:
        kit.clear(self.holder.layout())

    # ---- keys in the text
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.reader and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.text() and event.text() in "123456789":
                self.highlight(event.text())
                return True
            mark_id = self.at_cursor() if self.withhold_button.isEnabled() else ""
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mark_id:
                self.open_mark(mark_id)
                return True
            if plain and event.key() == Qt.Key.Key_Delete and mark_id:
                self.remove(mark_id)
                return True
        return super().eventFilter(watched, event)


def _here(suggestion: Any, place: Place) -> bool:
    return any(where.partition("#")[0] in (place.name, "Text") for where, _start, _end in suggestion.places)


def margin(
    rows: Sequence[Mark], on_go: Callable[[str], None], on_open: Callable[[str], None], verb: str = "Change"
) -> list[QWidget]:
    """The list beside a text: each mark in reading order, as the keyboard and a screen reader use it."""
    cards: list[QWidget] = []
    for row in sorted(rows, key=lambda one: (one.start, one.end)):
        shown_ = as_shown(row)
        said = REASONS.get(row.reason, "highlight")
        title = kit.link(f"{row.reason or row.code} {said}", lambda one=row.id: on_go(one), kind="caption-link")
        title.setAccessibleName(f"{shown_.spoken()}: {row.quoted[:60]}")
        quoted = row.quoted if len(row.quoted) < 70 else row.quoted[:67].rstrip() + "…"
        lines: list[QWidget] = [title, kit.muted(f"“{quoted}”")]
        if row.drifted:
            lines.append(kit.state("The words changed", icon="warning", tone="warning"))
        if row.memo:
            lines.append(kit.muted(row.memo))
        lines.append(kit.link(verb, lambda one=row.id: on_open(one), kind="caption-link"))
        lines[-1].setAccessibleName(f"{verb} the mark: {shown_.spoken()}")
        cards.append(kit.card(*lines, space=2, margins=(10, 8, 10, 8)))
    return cards
