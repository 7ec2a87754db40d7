"""Audiences: the seven, class by class, in words; a board's own edition, changed by choices; every version readable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.casework import profiles
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.redaction.profiles import CLASSES, PROFILE_IDS, Profile
from desktop.session import Store
from desktop.wording import uk_moment
from views import kit
from views.casework.base import WorkPage
from views.page import Context
from views.release.audiences import SHORT, WIDEST
from views.release.large_text import InSight, is_large, of_height, place_head

CODES = {
    "never": "never printed",
    "none": "none",
    "letter": "letter, with the key",
    "words": "in words",
    "code": "code of each mark",
    "no": "no",
    "offered": "offered",
    "always": "always",
    "issue": "to issue",
    "stop": "stops the export",
    "warn": "warns",
    "required": "required",
    "optional": "optional",
    "request": "a request or order",
    "event": "the event",
}


class ProfilesPage(WorkPage):
    """A table of classes and audiences; the one chosen can be edited below."""

    TITLE = "Audiences"
    KINDS = frozenset({"ProfileCopy"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: tuple[Profile, ...] = ()
        self.edited: frozenset[str] = frozenset()
        self.chosen = PROFILE_IDS[0]
        self.restore_button = kit.button("Use as shipped", self.restore, icon="undo")
        self.header.set(
            title=self.TITLE,
            facts=" ",
            actions=[
                kit.button("Public sources", lambda: context.navigate("public-facts"), icon="link"),
                self.restore_button,
            ],
        )
        self.which = kit.Segmented({one: SHORT[one] for one in PROFILE_IDS}, "Audience")
        self.which.chosen.connect(self.choose)
        self.about = kit.label("", role="muted")
        self.which_box = kit.choice("Audience", {one: SHORT[one] for one in PROFILE_IDS}, combo=True)
        self.which_box.changed.connect(lambda: self.choose(self.which_box.value() or self.chosen))
        tools = kit.box(self.which_box, kit.flow(self.which, space=12), self.about, space=6, margins=(24, 10, 24, 8))
        self.model = kit.ListModel([kit.Column("What"), *(kit.Column(SHORT[one]) for one in PROFILE_IDS)])
        self.table = kit.table(
            self.model,
            name="How each class of thing is treated",
            on_open=self.change,
            on_current=self._moved,
            lines=2,
            widths_em={0: 16, **dict.fromkeys(range(1, 8), 7.3)},
            stretch=0,
        )
        self.ask_box = kit.box(space=8, margins=(24, 8, 24, 12))
        self.rules = kit.box(space=8)
        self.versions = kit.box(space=4)
        side = kit.side_panel(self.rules, self.versions, space=16)
        keys = kit.box(
            kit.muted("↑ ↓ to move · Enter to change how the chosen audience gets it"), margins=(24, 4, 16, 6)
        )
        left = kit.box(tools, self.table, keys, self.ask_box, space=0)
        left.layout().setStretch(1, 1)
        self.panes = kit.Panes(detail=left, side=side, side_name="Rules and versions", side_em=14)
        self.inside = kit.box(self.panes, space=0)
        self.pane = kit.scroll(self.inside)  # in large text the rules alone are taller than the window
        self.body.addWidget(self.pane, 1)
        InSight(self.pane, self.table)
        self.retheme()
        self.action(
            Action("profiles.restore", "Use the audience that ships", self.restore, "", where=self.TITLE, icon="undo")
        )

    def retheme(self) -> None:
        """Seven audiences side by side where they fit, else in a list; in large text the one chosen has the table."""
        large = is_large()
        wide = not large and self.which.sizeHint().width() < WIDEST
        place_head(self, self.inside)
        of_height(self.table, 160)
        self._show_columns()
        self.which.setVisible(wide)
        self.which_box.setVisible(not wide)

    def _show_columns(self) -> None:
        for at, one in enumerate(PROFILE_IDS, 1):
            self.table.setColumnHidden(at, is_large() and one != self.chosen)
        self.table.retheme()

    # ---- visits
    def arrive(self, *, profile: str = "", **_where: Any) -> None:
        self.new_turn()
        if profile in PROFILE_IDS:
            self.chosen = profile
        self.look("Load the audiences", _load, done=lambda got: self._show(*got))

    def place(self) -> Mapping[str, Any]:
        return {"profile": self.chosen}

    def refresh(self, change: ChangeSet) -> None:
        self.arrive()

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, found: tuple[Profile, ...], edited: frozenset[str], history: dict[str, list[str]]) -> None:
        self.found, self.edited, self._history = found, edited, history
        kept = self.table.current_id()
        self.model.set_rows([self._row(class_id) for class_id in CLASSES])
        if not self.table.choose(kept):
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.choose(self.chosen)

    def _row(self, class_id: str) -> kit.Row:
        cells = [_named(CLASSES[class_id])]
        for one in self.found:
            treatment = one.treatment(class_id)
            first, _, second = profiles.treatment_words(treatment.text).partition(", else ")
            tone = "danger" if treatment.code == "X" else "warning" if treatment.code == "D" else ""
            cells.append(kit.Cell(first, f"else {second}" if second else "", tone=tone))
        return kit.Row(class_id, tuple(cells))

    # ---- the one chosen
    def choose(self, profile_id: str) -> None:
        """Look at one audience."""
        self.chosen = profile_id
        self.which.set_value(profile_id)
        self.which_box.set_value(profile_id)
        self._show_columns()
        if not self.found:
            return
        one = self.profile()
        own = "your board’s edition" if profile_id in self.edited else "as it ships"
        self.about.setText(f"{one.who} Version {one.version}, {own}.")
        self.restore_button.setEnabled(profile_id in self.edited)
        kit.clear(self.rules.layout())
        self.rules.layout().addWidget(kit.section_head("Rules"))
        marks = {"X": "block, until reworded", "W": "withheld", "K": "shown, with the code beside"}[one.marks]
        facts = [
            ("Marks", marks),
            ("Reason printed", CODES[one.groups]),
            ("Made for", CODES[one.recipient]),
            ("Second person", CODES[one.second_person]),
            ("Sealed file", CODES[one.encrypted]),
            ("Rare facts", f"{one.rare_limit} about one person: {CODES[one.rare]}"),
        ]
        self.rules.layout().addWidget(kit.facts_list(facts, name_em=6.5))
        self.rules.layout().addWidget(kit.flow(kit.button("Change how many", self.change_number)))
        self.rules.layout().addWidget(kit.muted(f"SHA-256 …{one.digest[-12:]}, kept with each export"))
        kit.clear(self.versions.layout())
        self.versions.layout().addWidget(kit.section_head("Versions"))
        for said in self._history[profile_id]:
            self.versions.layout().addWidget(kit.muted(said))
        self.close_ask()
        theme().dress(self)

    def profile(self) -> Profile:
        """The audience that is chosen."""
        return next(one for one in self.found if one.id == self.chosen)

    def _moved(self, _class: str) -> None:
        self.close_ask()

    def close_ask(self) -> None:
        """Put the form away."""
        kit.clear(self.ask_box.layout())
        self.ask_box.hide()

    def change(self, class_id: str) -> None:
        """Another treatment for the class one is on."""
        one = self.profile()
        options = {code: _capital(profiles.treatment_words(code)) for code in profiles.choices(one, class_id)}
        if len(options) == 1:
            self.context.notice("This is the same in every edition: nobody can change it.", "info")
            return
        fields = {
            "code": kit.choice(
                f"{SHORT[one.id]}: {CLASSES[class_id]}", options, combo=True, value=one.treatment(class_id).text
            )
        }
        self._ask("Change the treatment", fields, lambda values: ({class_id: values["code"]}, None))

    def change_number(self) -> None:
        """Another number of facts about one person that are too many together."""
        if not self.found:
            return
        words = f"{SHORT[self.chosen]}: how many kinds of facts about one person are too many"
        low, high = profiles.FEWEST_RARE, profiles.MOST_RARE
        number = kit.number_field(words, "As it ships: 4", low=low, high=high, value=self.profile().rare_limit)
        self._ask("Change the number of rare facts", {"number": number}, lambda values: ({}, int(values["number"])))

    def _ask(
        self, title: str, fields: dict[str, Any], read: Callable[[dict[str, Any]], tuple[dict[str, str], int | None]]
    ) -> None:
        lead = (
            "A copy of your board’s own, with the next version number. What has left already keeps the version "
            "it left with."
        )
        profile_id = self.profile().id

        def keep(form: kit.InlineForm) -> None:
            changes, number = read(form.values())
            self.do(
                "Change an audience",
                profiles.edit,
                profile_id,
                changes,
                number,
                done=self._changed,
                failed=form.form.show,
            )

        kit.clear(self.ask_box.layout())
        form = kit.InlineForm(title, fields, "Change it", keep, self._put_away, lead=lead)
        self.ask_box.layout().addWidget(form)
        self.ask_box.show()
        theme().dress(self.ask_box)
        form.focus_first()
        if (field := form.focusWidget()) is not None:
            InSight(self.pane, field, form)

    def _put_away(self) -> None:
        self.close_ask()
        self.table.setFocus()

    def _changed(self, made: Profile) -> None:
        self._put_away()
        self.context.notice(f"Version {made.version} of this audience holds from now on.")

    def restore(self) -> None:
        """Go back to the one that ships."""
        if self.chosen in self.edited:
            self.do("Use the audience that ships", profiles.restore, self.chosen, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self.context.show_error(error)


def _load(store: Store) -> tuple[tuple[Profile, ...], frozenset[str], dict[str, list[str]]]:
    found = profiles.current(store)
    edited = frozenset(one for one in PROFILE_IDS if profiles.is_edited(store, one))
    return found, edited, {one: list(_said(store, one)) for one in PROFILE_IDS}


def _said(store: Store, profile_id: str) -> list[str]:
    lines = []
    for row, made in profiles.versions(store, profile_id):
        when = uk_moment(row.created_at) if row.created_at else ""
        now = "" if row.deleted else ", holds now"
        lines.append(f"Version {made.version}, {when}{now}")
    return [
        *lines,
        "Version 1, ships with Caseward" + ("" if any(line.endswith("now") for line in lines) else ", holds now"),
    ]


def _named(words: str) -> kit.Cell:
    """A long name on two lines."""
    first = words if len(words) < 20 else words[: words.rfind(" ", 0, 20)]
    return kit.Cell(_capital(first), words[len(first) :].strip(), speak=_capital(words))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
