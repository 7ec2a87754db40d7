"""The merge: each difference with its three sides, decided by one key; what was decided is kept and shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.exchange import deciding
from desktop.exchange.comparing import SAME, Piece
from desktop.exchange.deciding import JOINED, OURS, THEIRS, Conflict, Sides
from desktop.qt.actions import Action
from desktop.qt.announce import announce
from desktop.wording import plural, uk_moment
from views import kit
from views.casework.base import WorkPage
from views.exchange.parts import SideText
from views.page import Context

KEYS = {OURS: "1", THEIRS: "2", JOINED: "3"}
TITLES = {OURS: "Here", THEIRS: "In the pack", "base": "When the pack went out"}
DONE = {OURS: "The board’s stands.", THEIRS: "The pack’s was taken.", JOINED: "The joined words were taken."}


class Side(QFrame):
    """One side: what it is called, who and when, its text, and the button that takes it."""

    def __init__(self, key: str, take: Any = None) -> None:
        super().__init__()
        self.setObjectName("card")
        self.who = kit.muted("")
        self.text = SideText(TITLES[key])
        self.take = kit.button("Use this", take, key=KEYS[key], name=f"Use this: {TITLES[key]}") if take else None
        self.taken = kit.state("This was chosen", icon="done")
        parts: list[Any] = [kit.h3(TITLES[key]), self.who, kit.rule(), self.text, self.taken]
        if self.take is not None:
            parts.append(kit.row_left(self.take))
        kit.column(*parts, parent=self, space=6, margins=(12, 10, 12, 10))

    def show_side(self, pieces: tuple[Piece, ...], who: str, *, can: bool, taken: bool) -> None:
        """Show it; ``taken`` says that it is what was decided."""
        self.who.setText(who)
        self.text.show_pieces(pieces)
        self.taken.setVisible(taken)
        if self.take is not None:
            self.take.setVisible(can)


class MergePage(WorkPage):
    """The differences of a pack."""

    TITLE = "Differences"
    KINDS = frozenset({"MergeDecision"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pack, self._all, self._now = "", tuple[Conflict, ...](), ""
        self._sides: Sides | None = None
        self.list = kit.TaskList("Differences")
        self.list.went.connect(self.choose)
        self.panes = kit.Panes(list_=self.list, detail=self._detail(), list_name="All differences", list_em=19)
        self.body.addWidget(self.panes, 1)
        self.join = kit.button("Use the joined words", lambda: self.decide(JOINED), role="main", key="3")
        self.later = kit.button("Decide later", self.next, role="plain", key="F8")
        self.bar = kit.ActionBar(self.join, self.later)
        self.body.addWidget(self.bar)
        self._register()

    def _detail(self) -> QWidget:
        inner = QWidget()
        self.what, self.why = kit.h2(""), kit.muted("")
        self.base = Side("base")
        self.ours = Side(OURS, lambda: self.decide(OURS))
        self.theirs = Side(THEIRS, lambda: self.decide(THEIRS))
        self.joined = kit.long_text("Joined", "Starts with both changes. Edit it as you like.", lines=3)
        self.decided = kit.label("")
        self.columns = kit.columns(self.base, self.ours, self.theirs, least_em=15, space=12)
        parts = (self.what, self.why, self.columns, self.joined, self.decided)
        kit.column(*parts, None, parent=inner, space=10, margins=(24, 14, 24, 16))
        self.scroll = kit.scroll(inner)
        return self.scroll

    def _register(self) -> None:
        single = bool(self.context.settings.get("single_letter_keys"))
        acts = {OURS: "Keep the board’s", THEIRS: "Take the pack’s", JOINED: "Use the joined words"}
        for choice, words in acts.items():
            self.action(
                Action(
                    f"merge.{choice}", words, lambda one=choice: self.decide(one), KEYS[choice] if single else "",
                    where=self.TITLE, why_not=lambda one=choice: self._why_not(one),
                )
            )  # fmt: skip
        join = lambda: self.decide(JOINED)  # noqa: E731 -- the key that works while the joined words are typed
        self.action(Action("merge.join", "Use the joined words", join, "Ctrl+Return", where=self.TITLE, listed=False,
                           why_not=lambda: self._why_not(JOINED)))  # fmt: skip
        self.action(Action("merge.next", "Go to the next difference", self.next, "F8", where=self.TITLE, icon="next"))
        self.action(Action("merge.previous", "Go to the one before", self.previous, "Shift+F8", where=self.TITLE))

    def _why_not(self, choice: str) -> str:
        if self._sides is None or self._sides.conflict.state != "open":
            return "This difference is decided. Undo takes the decision back, or change the record itself."
        if choice == JOINED and not self._sides.conflict.joinable:
            return "These two cannot be joined: choose one."
        return ""

    # ---- visits
    def arrive(self, *, pack: str = "", conflict: str = "", decided: str = "", **_where: Any) -> None:
        self.new_turn()
        if pack != self._pack:
            self._now = ""
        self._pack, self._now = pack, conflict or self._now
        self._want_decided = bool(decided)
        where = {"pack": self._pack} if self._pack else {}
        back = ("Pack", lambda: self.context.navigate("pack", **where)) if pack else ("Packs", self._to_register)
        self.header.set(title=self.TITLE, back=back)
        self._load()

    def _to_register(self) -> None:
        self.context.navigate("packs")

    def place(self) -> dict[str, Any]:
        return {"pack": self._pack, "conflict": self._now}

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        self.look("Load the differences", deciding.conflicts, "", self._pack, open_only=False, done=self._show)

    # ---- the list
    def _show(self, found: tuple[Conflict, ...]) -> None:
        self._all = tuple(sorted(found, key=lambda one: one.state != "open"))
        left = sum(one.state == "open" for one in found)
        facts = f"{plural(len(found), 'difference')}, {left} to decide" if left else "Everything is decided"
        self.header.set_facts(facts if found else "Nothing was changed on both sides")
        self.list.set_entries([_entry(one) for one in self._all])
        ids = [one.id for one in self._all]
        if self._now not in ids:
            wanted = [one.id for one in self._all if (one.state == "open") is not self._want_decided]
            self._now = next(iter([*wanted, *ids]), "")
        self.list.set_current(self._now)
        self.scroll.setVisible(bool(found))
        self.bar.setVisible(bool(found))
        self._left = left
        if self._now:
            self._load_one()

    def choose(self, conflict_id: str) -> None:
        """Show one difference."""
        self._now = conflict_id
        self.list.set_current(conflict_id)
        self.panes.show_detail()
        self._load_one()

    def _load_one(self) -> None:
        wanted = self._now

        def done(found: Sides) -> None:
            if found.conflict.id == self._now == wanted:
                self._show_one(found)

        self.look("Load a difference", deciding.sides, wanted, done=done)

    def _show_one(self, found: Sides) -> None:
        one, self._sides = found.conflict, found
        still = one.state == "open"
        self.what.setText(f"{one.title}: {one.field_words[:1].lower()}{one.field_words[1:]}")
        ask = "Choose one, or join them. What you choose, and what you did not, is kept."
        self.why.setText(f"{one.kind_words}. {one.why_words} {ask if still else ''}".strip())
        plain = (Piece(SAME, one.base),) if one.base else ()
        self.base.show_side(plain, found.went_out, can=False, taken=False)
        self.ours.show_side(found.ours, found.here, can=still, taken=not still and one.choice == OURS)
        self.theirs.show_side(found.theirs, found.there, can=still, taken=not still and one.choice == THEIRS)
        self._show_join(found, still)
        self.later.setVisible(still)
        self.bar.words.setText(f"{self._left} left" if self._left else "Everything is decided")
        self.bar.words.setVisible(True)
        self.scroll.verticalScrollBar().setValue(0)

    def _show_join(self, found: Sides, still: bool) -> None:
        one = found.conflict
        self.joined.setVisible(still and one.joinable)
        self.join.setVisible(still and one.joinable)
        self.joined.set_value(found.joined.text if one.joinable else "")
        self.joined.set_echo("Both changed the same words: both stand one after the other." if found.joined.overlap
                             else "")  # fmt: skip
        said = ""
        if not still:
            when = f" on {uk_moment(one.decided_at)}" if one.decided_at else ""
            said = f"Decided by {one.decided_by or 'somebody'}{when}. {DONE[one.choice]}"
            said += f"\n{one.chosen}" if one.choice == JOINED else ""
        self.decided.setText(said)
        self.decided.setVisible(bool(said))

    # ---- deciding
    def decide(self, choice: str) -> None:
        """Decide the difference that is shown, and go on to the next."""
        reason = self._why_not(choice)
        if reason:
            self.context.notice(reason, "warn")
            return
        assert self._sides is not None
        words = self.joined.value() if choice == JOINED else ""
        self.do(
            "Decide a difference", deciding.decide, self._now, choice, words,
            done=lambda _row: self._went_on(choice), failed=self._refused,
        )  # fmt: skip

    def _refused(self, error: UserError) -> None:
        self.context.show_error(error)

    def _went_on(self, choice: str) -> None:
        following = [one.id for one in self._after(self._now) if one.state == "open"]
        left = len(following)
        said = f"{DONE[choice]} {plural(left, 'difference') + ' left' if left else 'Everything is decided'}."
        self._now = following[0] if following else self._now
        self._want_decided = not following
        announce(self, said)
        where = {"pack": self._pack} if self._pack else {}
        go = lambda: self.context.navigate("pack" if where else "packs", **where)  # noqa: E731 -- a link's end
        self.context.notice(said, "info", "" if left else "Go to the pack", go)
        self._load()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after(self, conflict_id: str) -> list[Conflict]:
        """The others, beginning with the one below."""
        at = next((at for at, one in enumerate(self._all) if one.id == conflict_id), -1)
        return [*self._all[at + 1 :], *self._all[: max(at, 0)]]

    def next(self) -> None:
        """The one below, round the end."""
        self._step(1)

    def previous(self) -> None:
        """The one above."""
        self._step(-1)

    def _step(self, by: int) -> None:
        ids = [one.id for one in self._all]
        if ids:
            self.choose(ids[(ids.index(self._now) + by) % len(ids)] if self._now in ids else ids[0])


def _entry(one: Conflict) -> kit.Entry:
    how = {OURS: "the board’s", THEIRS: "the pack’s", JOINED: "joined"}.get(one.choice, "")
    status = "to decide" if one.state == "open" else how
    words = f"{one.title}, {one.field_words[:1].lower()}{one.field_words[1:]}"
    icon = "merge" if one.state == "open" else "done"
    return kit.Entry(one.id, words, icon=icon, status=f"{one.kind_words} · {status}")
