"""One pack: where it is, its crossings, what it left to a person; renewing and closing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.errors import FieldErrors
from desktop.exchange import offering, packs
from desktop.exchange.deciding import Conflict
from desktop.exchange.offering import PackShown
from desktop.exchange.packs import EVENT, WORKING
from desktop.wording import plural, uk_date, uk_moment
from views import kit
from views.casework.base import WorkPage
from views.kit import DayField, InlineForm, read_days
from views.kit.fields import Field
from views.page import Context

CHOICES = {"ours": "the board’s", "theirs": "the pack’s", "joined": "joined"}


class PackPage(WorkPage):
    """Facts, what to do, and history of a pack."""

    TITLE = "Pack"
    KINDS = frozenset({"Pack", "PackTrip", "MergeDecision", "NameFound", "WordDecision", "Loan"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pack = ""
        self._shown: PackShown | None = None
        inner = QWidget()
        self.asking = kit.Asking()
        self.shown = kit.box(space=12)
        kit.column(self.asking, self.shown, None, parent=inner, space=16, margins=(24, 16, 24, 24))
        self.body.addWidget(kit.scroll(kit.measure(inner, 56)), 1)
        self._head("")

    def _head(self, title: str, facts: str = "") -> None:
        back = ("Packs", lambda: self.context.navigate("packs"))
        self.header.set(title=title or self.TITLE, facts=facts, back=back, actions=[])

    # ---- visits
    def arrive(self, *, pack: str = "", **_where: Any) -> None:
        self.new_turn()
        if pack and pack != self._pack:
            self.asking.close_form()
            self._pack = pack
        if self._pack:
            self._load()
        else:  # asked for by name, not from a list
            QTimer.singleShot(0, self, lambda: self.context.navigate("packs", remember=False))

    def place(self) -> dict[str, Any]:
        return {"pack": self._pack}

    def leave(self) -> None:
        self.asking.close_form()

    def refresh(self, _change: ChangeSet) -> None:
        if self._pack:
            self._load()

    def _load(self) -> None:
        self.look("Load a pack", offering.pack_shown, self._pack, done=self._show)

    # ---- what is shown
    def _show(self, found: PackShown) -> None:
        self._shown = found
        held = self.shown.isAncestorOf(self.focusWidget()) if self.focusWidget() else True
        layout: Any = self.shown.layout()
        kit.clear(layout)
        pack = found.line.pack
        self._head(found.what, f"With {pack.borrower}" if found.line.out else "Closed")
        for part in (*self._todo(found), *self._facts(found), *self._history(found)):
            layout.addWidget(part)
        if held and not self.asking.isVisible():
            self.focus_first()

    def _todo(self, found: PackShown) -> list[QWidget]:
        line = found.line
        buttons: list[QWidget] = []
        if line.conflicts:
            words = f"Decide {plural(line.conflicts, 'difference')}"
            buttons.append(kit.button(words, lambda: self._to("merge"), role="main", icon="merge"))
        if line.names:
            words = f"Settle {plural(line.names, 'name')}"
            buttons.append(kit.button(words, lambda: self._to("pack-names"), icon="suggestion"))
        if line.out:
            buttons.append(
                kit.button("Take it back", lambda: self.context.navigate("pack-back"), icon="import")
            )
            buttons.append(kit.button("Renew it", self.ask_renew, icon="clock"))
            buttons.append(kit.button("Close it", self.ask_close, icon="done"))
        if line.out and line.pack.kind == WORKING and line.pack.returns:
            buttons.append(kit.button("Write the board’s changes again", self.ask_changes, icon="export"))
        return [kit.flow(*buttons)] if buttons else []

    def _to(self, page_id: str) -> None:
        self.context.navigate(page_id, pack=self._pack)

    def _facts(self, found: PackShown) -> list[QWidget]:
        pack, line = found.line.pack, found.line
        state = "Closed" if not line.out else "Out"
        if line.overdue:
            state = "Out and overdue"
        facts: list[tuple[str, str | QWidget]] = [
            ("With whom", pack.borrower), ("What for", pack.purpose or "Not said"),
            ("Handed out", uk_moment(pack.out_at) if pack.out_at else ""), ("State", state),
            ("Due back", uk_date(pack.expires) if pack.expires else "Not said"),
            ("Came back", f"{plural(pack.returns, 'time')}" if pack.returns else "Not yet"),
        ]  # fmt: skip
        if pack.kind == WORKING:
            facts.append(("Went along ticked", "; ".join(found.ticked) or "No legal advice, nobody else’s reflections"))
        if pack.closed_at:
            facts.append(("Closed on", uk_moment(pack.closed_at)))
        if pack.declaration:
            facts.append(("Declaration", pack.declaration))
        return [kit.facts_list(facts, name_em=10)]

    def _history(self, found: PackShown) -> list[QWidget]:
        parts: list[QWidget] = [kit.section_head("Crossings"), *(kit.label(one) for one in found.crossings)]
        if found.decided:
            go = ("See each with its three sides", lambda: self.context.navigate("merge", pack=self._pack, decided="1"))
            parts.append(kit.section_head("What was decided", *go))
            parts += [kit.label(_decision(one)) for one in found.decided]
        return parts

    # ---- asking
    def _put_away(self) -> None:
        self.asking.close_form()
        self.focus_first()

    def ask_renew(self) -> None:
        """Until when it may stay out."""
        fields: dict[str, Field] = {
            "expires": DayField("Due back on", "The pack learns of it with the board’s next changes"),
            "reason": kit.text_field("Why", optional=True, em=34),
        }

        def renew(form: InlineForm) -> None:
            try:
                values = read_days(fields, needed=("expires",))
            except FieldErrors as wrong:
                form.form.show(wrong)
                return
            self.do(
                "Let a pack stay out longer", packs.renew, self._pack, values["expires"], str(values["reason"]),
                done=lambda _pack: self._put_away(), failed=form.form.show,
            )  # fmt: skip

        self.asking.ask(InlineForm("Let it stay out longer", fields, "Renew the pack", renew, self._put_away))

    def ask_close(self) -> None:
        """The declaration of originals lodged."""
        left = self._shown.left if self._shown else ()
        lead = " ".join([*left, "A closed pack comes in only with a reason. Undo opens it again."])
        hint = "Notebooks, recordings and papers, and where they are now; or that none were made; and who signed it."
        fields: dict[str, Field] = {"declaration": kit.long_text("Originals lodged", hint, lines=3)}

        def close(form: InlineForm) -> None:
            self.do(
                "Close a pack", packs.close, self._pack, str(form.form.values()["declaration"]),
                done=lambda _pack: self._put_away(), failed=form.form.show,
            )  # fmt: skip

        event = self._shown is not None and self._shown.line.pack.kind == EVENT
        title = "Close a pack that has not come back" if event else "Close the pack at the end of the contract"
        self.asking.ask(InlineForm(title, fields, "Close the pack", close, self._put_away, lead=lead))

    def ask_changes(self) -> None:
        """The file that came back last, once more."""
        fields: dict[str, Field] = {
            "file": kit.FolderField("The file that came back last", files=offering.FILES),
        }

        def write(form: InlineForm) -> None:
            typed, session = str(form.form.values()["file"]), self.context.session
            if not typed:
                form.form.show_errors({"file": "Choose the file that came back last"})
                return

            def done(made: Path | None) -> None:
                self._put_away()
                what = f"{made.name} is written." if made else "The pack has everything already. No file was written."
                self.context.notice(what)

            def failed(error: Any) -> None:
                form.form.show_errors({"file": f"{error.what} {error.do}".strip()})

            self.work(
                "Write the board’s changes for a pack",
                lambda: offering.changes_again(session, Path(typed)),
                done=done,
                failed=failed,
            )

        lead = "What was decided since is in it too. It is written beside that file, for the pack alone to read."
        title = "Write the board’s changes again"
        self.asking.ask(InlineForm(title, fields, "Write them", write, self._put_away, lead=lead))


def _decision(one: Conflict) -> str:
    when = uk_date(one.decided_at.date()) if one.decided_at else ""
    how = CHOICES.get(one.choice, one.choice)
    by = " · ".join(part for part in (one.decided_by, when) if part)
    return f"{one.kind_words} “{one.title}”, {one.field_words[:1].lower()}{one.field_words[1:]}: {how} · {by}"
