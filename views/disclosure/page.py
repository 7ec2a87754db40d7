"""The disclosure index: its lists, one entry beside them, and what stands before the next version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.casework import cast as casts
from desktop.changes import ChangeSet
from desktop.disclosure.overview import Lens
from desktop.qt.actions import Action
from desktop.wording import plural, uk_date
from storage.records import Series
from views import kit
from views.disclosure import picture as pictures
from views.disclosure.checks_panel import ChecksPanel
from views.disclosure.entry_pane import EntryPane
from views.disclosure.list_pane import ListPane
from views.disclosure.picture import SECTIONS, SENSITIVE, Picture
from views.page import Context, Page


class DisclosurePage(Page):
    """List, entry, checks."""

    TITLE = "Disclosure index"
    KINDS = frozenset(
        {
            "IndexEntry",
            "EntryEvent",
            "Issue",
            "Proceeding",
            "ProceedingContact",
            "Request",
            "Agency",
            "Person",
            "WordDecision",
            "NameForm",
            "Identifier",
            "Address",
            "Contact",
            "Board",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: Picture | None = None
        self._case = ""
        self._where: dict[str, Any] = {}
        self._generation = 0
        self._build()
        self._register()

    def _build(self) -> None:
        self.section = kit.Segmented(SECTIONS, "List")
        self.section.chosen.connect(self._to_section)
        self.describe_button = kit.button("Describe items", lambda: self.context.navigate("describe"), icon="edit")
        self.issue_button = kit.button("Issue version 1", self._to_issue, role="main", icon="disclosure")
        self.header.set(title=self.TITLE, facts=" ", actions=[self.section, self.describe_button, self.issue_button])
        self.list = ListPane(self.context)
        self.list.opened.connect(lambda entry_id: self.show_entry(entry_id, focus=True))
        self.list.current.connect(self._follow)
        self.list.filtered.connect(self._say_counts)
        self.list.loaded.connect(self._loaded)
        self.entry = EntryPane(self, self.context)
        self.entry.stepped.connect(self._step)
        self.checks = ChecksPanel()
        self.checks.went.connect(self.go_to)
        self.checks.decided.connect(self._decide_word)
        self.places = kit.NavList("Also about this index", ground="window")
        self.places.fit_height()
        self.places.went.connect(lambda page_id: self.context.navigate(page_id))
        self.trial_note = kit.muted("")
        side = kit.side_panel(
            self.checks,
            kit.box(kit.section_head("Also about this index"), self.places, space=4),
            self.trial_note,
            space=20,
        )
        self.panes = kit.Panes(
            list_=self.list, detail=self.entry, side=side, list_name="List", side_name="Checks", list_em=25, side_em=19
        )
        self.panes.arranged.connect(self._fit_header)
        self._fit_header(self.panes.mode, self.panes.shown)
        self.body.addWidget(self.panes, 1)

    def _fit_header(self, mode: str, shown: str) -> None:
        """Where one pane is in sight and it is not the list, its own head is enough."""
        self.header.setVisible(mode != "one" or shown == "list")
        self.describe_button.setVisible(mode != "one")  # it stands in the panel too, and room is short
        self.header.set(title=self.TITLE, facts=self.header.facts.text())

    def _register(self) -> None:
        here = "Disclosure index"

        def add(name: str, title: str, run: Callable[[], None], key: str) -> None:
            self.action(Action(f"disclosure.{name}", title, run, key, here))

        add("next", "Go to the next item", lambda: self._step(1), "Alt+Down")
        add("previous", "Go to the item before", lambda: self._step(-1), "Alt+Up")
        add("save", "Save the entry", self.entry.save_now, "Ctrl+S")
        add("accept", "Accept the item for the list", self._confirm, "Ctrl+Return")
        add("starter", "Use the suggested words", lambda: self.entry.use_suggestion("description"), "Alt+D")
        add("owner", "Use the suggested owner", lambda: self.entry.use_suggestion("owner"), "Alt+O")
        add("claim", "Use the suggested answer on sensitivity", lambda: self.entry.use_suggestion("claim"), "Alt+S")
        add("finding", "Go to the next finding of the checks", lambda: self.checks.next(1), "F7")
        add("finding_back", "Go to the finding before", lambda: self.checks.next(-1), "Shift+F7")
        add("filter", "Filter the list", self.list._open_menu, "Ctrl+F")

    def _confirm(self) -> None:
        if self.list.form_open:
            self.list.confirm()
        else:
            self.entry.confirm()

    # ---- coming and going
    def arrive(self, **where: Any) -> None:
        if "case" in where:
            self._case = str(where["case"])
        self._case = self.context.case or self._case
        self._where = dict(where)
        if "section" in where and where["section"] in SECTIONS:
            self.section.set_value(where["section"])
        if "filters" in where:
            self.list.filters = list(where["filters"])
        self._load()

    def focus_first(self) -> None:
        self.list.table.setFocus()

    def leave(self) -> None:
        self.entry.save_now(then=lambda: None)

    def draft(self) -> None:
        self.entry.draft_now()

    def place(self) -> Mapping[str, Any]:
        return {"section": self.section.value(), "entry": self.entry.entry_id, "filters": list(self.list.filters)}

    def refresh(self, change: ChangeSet) -> None:
        self._load(
            lens=bool(
                change.kinds & {"Agency", "Person", "WordDecision", "NameForm", "Identifier", "Address", "Contact"}
            )
        )
        if self.entry.entry_id in change.ids:
            self.entry.open(self.entry.entry_id)

    # ---- reading
    def _load(self, *, lens: bool = True) -> None:
        self._generation += 1
        generation, session, case_id = self._generation, self.context.session, self._case
        self.context.run(
            self,
            "Load the list",
            lambda _task: session.look(pictures.picture, case_id),
            lambda found: self._got(generation, found),
        )
        if lens or self.entry._lens is None:
            self.context.run(
                self,
                "Read the register",
                lambda _task: session.look(Lens, case_id),
                lambda made: self.entry.set_lens(made.remarks),
            )

    def _got(self, generation: int, found: Picture) -> None:
        if generation != self._generation:
            return
        before = self.found
        if before is not None and before.case.id == found.case.id:
            # Until the new checks are in, the old ones stand: nothing flickers.
            found = Picture(**{**vars(found), "overviews": before.overviews})
        self._take(found)
        session = self.context.session
        self.context.run(
            self,
            "Check the index",
            lambda _task: pictures.with_checks(session, found),
            lambda made: self._checked(generation, made),
        )

    def _checked(self, generation: int, found: Picture) -> None:
        if generation == self._generation:
            self._take(found)

    def _take(self, found: Picture) -> None:
        self.found = found
        wanted = self._where.get("entry", "")
        if wanted and (entry := found.by_id().get(wanted)) is not None:
            if not pictures.belongs(entry, self.section.value()):
                self.section.set_value(pictures.section_of(entry))
                self.list.filters = []
            self.list._kept = wanted
        self.entry.set_picture(found)
        self.list.show_picture(found, self.section.value())
        self._show_head()
        self._show_side()

    def _loaded(self) -> None:
        """The list is in: open what was asked for, or its first line."""
        where, self._where = self._where, {}
        if where.get("entry"):
            self.entry.open(where["entry"], where.get("field", ""))
            if self.panes.mode == "one":
                self.panes.show_detail()
        elif self.list.ids and self.entry.entry_id not in self.list.ids:
            self.list.choose(self.list.ids[0])
        if not self.list.ids:
            at = self.window().focusWidget()
            here = at is not None and self.entry.isAncestorOf(at)
            self.entry.show_nothing()
            if here:  # the keyboard is never lost to what is gone
                self.section.button(self.section.value()).setFocus()
        self._say_counts()

    # ---- what is shown
    @property
    def series(self) -> Series:
        """The series of the list in sight."""
        return Series.SENSITIVE if self.section.value() == SENSITIVE else Series.OPEN

    def _show_head(self) -> None:
        found = self.found
        assert found is not None
        counts = {name: len(pictures.chosen(found, name, [])) for name in SECTIONS}
        for name, words in SECTIONS.items():
            self.section.set_words(name, f"{words} {counts[name]}")
        last = found.last_issue(self.series)
        one = found.overviews.get(self.series.value)
        if last is None:
            said = f"{'Sensitive list' if self.series is Series.SENSITIVE else 'Open list'}: no version issued yet"
        else:
            to = next((c for c in found.contacts if c.id == last.recipient_id), None)
            whom = f" to {to.body or to.post}" if to else ""
            said = f"Version {last.version} issued {uk_date(last.issued_at.date())}{whom}" if last.issued_at else ""
            if one is not None:
                said += f" · {plural(len(one.changed), 'change')} since"
        self.describe_button.setText(f"Describe {found.to_describe}" if found.to_describe else "Describe items")
        version = last.version + 1 if last else 1
        words = f"Issue version {version}" if self.series is Series.OPEN else f"Issue sensitive version {version}"
        self.issue_button.setText(words)
        self.header.set(title=self.TITLE, facts=said)

    def _show_side(self) -> None:
        found = self.found
        assert found is not None
        self.checks.show_picture(found, self.series)
        stops, warns = self.checks.counts(found, self.series)
        said = ", ".join(part for part in (f"{stops} block" if stops else "", f"{warns} warn" if warns else "") if part)
        self.panes.set_side_words(said or "Checks")
        late = [one for one in found.requests if one.answered_on is None]
        self.places.set_entries(
            [
                kit.Entry("describe", "To describe", "edit", str(found.to_describe or "")),
                kit.Entry("issues", "Versions and logs", "pack", str(len(found.issues) or "")),
                kit.Entry("proceedings", "Proceedings and officers", "meeting", str(len(found.proceedings) or "")),
                kit.Entry("requests", "Requests", "clock", str(len(late) or "")),
                kit.Entry("owner-lists", "Owners’ lists", "agency"),
                kit.Entry("key", "Key to codes", "shield"),
                kit.Entry("internal-list", "Internal list", "eye"),
            ]
        )
        if not self.places.hasFocus():
            self.places.set_current("")  # one is on none of them

    def _say_counts(self) -> None:
        if self.found is None:
            return
        total = len(pictures.chosen(self.found, self.section.value(), []))
        self.panes.set_list_words(f"List, {len(self.list.ids)} of {total}")

    # ---- going
    def _to_section(self, section: str) -> None:
        self.list.filters = []
        if self.found is not None:
            self.list.show_picture(self.found, section)
            self._show_head()
            self._show_side()

    def _follow(self, entry_id: str) -> None:
        if entry_id != self.entry.entry_id:
            self.entry.open(entry_id)

    def _step(self, by: int) -> None:
        if not self.list.step(by):
            self.context.status("This is the last item of the list" if by > 0 else "This is the first item of the list")

    def show_entry(self, entry_id: str, *, field: str = "", focus: bool = False) -> None:
        """Show an entry; with ``focus`` the keyboard goes into it."""
        self.panes.show_detail()
        self.entry.open(entry_id, field or ("description" if focus else ""))

    def go_to(self, entry_id: str, field: str) -> None:
        """Go to the field of an entry that a finding is about."""
        if self.found is None or (entry := self.found.by_id().get(entry_id)) is None:
            return
        if entry_id not in self.list.ids:
            section = pictures.section_of(entry)
            self.section.set_value(section)
            self.list.filters = []
            self.list._kept = entry_id
            self.list.show_picture(self.found, section)
        else:
            self.list.choose(entry_id, quiet=True)
        self.show_entry(entry_id, field=field)

    def _to_issue(self) -> None:
        self.context.navigate("issue", series=self.series.value)

    def _decide_word(self, word: str, decision: str) -> None:
        case_id, session = self._case, self.context.session
        self.context.run(
            self,
            "Decide about a word",
            lambda _task: session.do("Decide about a word", casts.decide_word, case_id, word, decision),
            lambda _done: self.context.notice(
                "It is not taken for a name in this review.",
                "info",
                "Undo",
                lambda: self.context.actions.trigger("undo"),
            ),
        )
