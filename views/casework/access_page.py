"""Who can open the vault: people with a passphrase of their own, what they can read, recovery words, keyring, the
key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import access, board_form
from desktop.casework.board_form import Ways
from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.gate import check_passphrase
from desktop.wording import plural, uk_date
from storage.records import Worker
from views import kit
from views.casework.base import WorkPage
from views.casework.recovery_words import NewWords
from views.kit.fields import Field
from views.page import Context


class AccessPage(WorkPage):
    """People and other ways into the vault."""

    TITLE = "Who can open it"
    KINDS = frozenset({"Worker"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ways: Ways | None = None
        inner = QWidget()
        self.words = NewWords()
        self.asking = kit.Asking()
        self.list = QWidget()
        self.list_column = kit.column(parent=self.list, space=12)
        kit.column(self.words, self.asking, self.list, None, parent=inner, space=16, margins=(24, 16, 24, 24))
        self.body.addWidget(kit.scroll(kit.measure(inner, 56)), 1)
        self.header.set(
            title="Who can open it", actions=[kit.button("Add a person", self.ask_add, role="main", icon="add")]
        )

    # ---- visits
    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        self._load()

    def leave(self) -> None:
        self.words.forget()
        self.asking.close_form()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def _load(self) -> None:
        session = self.context.session
        self.work("Load who can open the vault", lambda: board_form.ways(session), done=self._show)

    def _show(self, ways: Ways) -> None:
        self._ways = ways
        kit.clear(self.list_column)
        here = [one for one in ways.workers if one.until is None]
        self.header.set_facts(f"{plural(len(here), 'person', 'people')} with a passphrase of their own")
        self.list_column.addWidget(kit.section_head("People"))
        for worker in ways.workers:
            self.list_column.addWidget(self._person(worker))
        self._reach(ways)
        self._other_ways(ways)

    def _person(self, worker: Worker) -> QWidget:
        me = worker.id == self.context.session.worker.id
        since = f"since {uk_date(worker.since)}" if worker.since else ""
        until = f"until {uk_date(worker.until)}" if worker.until else ""
        facts = " · ".join(part for part in (worker.role, since, until, "you" if me else "") if part)
        buttons: list[QWidget] = []
        if me:
            buttons.append(kit.button("Change my passphrase", self.ask_change, icon="edit"))
        elif worker.until is None:
            buttons.append(
                kit.button("Remove", lambda: self.ask_remove(worker), icon="bin", name=f"Remove {worker.name}")
            )
        return kit.card(kit.h3(worker.name), kit.muted(facts), *([kit.flow(*buttons)] if buttons else []), space=4)

    def _reach(self, ways: Ways) -> None:
        self.list_column.addWidget(kit.section_head("What each of them can read"))
        if not ways.reach:
            self.list_column.addWidget(
                kit.muted("There is no case yet. Everybody here will be able to read every case of this vault.")
            )
            return
        self.list_column.addWidget(kit.muted("Everybody here reads every case of this vault, whole:"))
        self.list_column.addWidget(kit.facts_list(self._reach_lines(ways), name_em=9))
        self.list_column.addWidget(
            kit.muted("A lead reviewer is given a working pack of one case instead, never a passphrase of this vault.")
        )
        own = kit.link("Move a case to a vault of its own", lambda: self.context.navigate("own-vault"))
        self.list_column.addWidget(kit.row_left(own))

    @staticmethod
    def _reach_lines(ways: Ways) -> list[tuple[str, str | QWidget]]:
        return [
            (
                one.code_name,
                f"{one.stage}: {plural(one.people, 'person', 'people')} by name, {plural(one.items, 'item')}, the "
                "whole index",
            )
            for one in ways.reach
        ]

    def _other_ways(self, ways: Ways) -> None:
        self.list_column.addWidget(kit.section_head("Other ways in"))
        said = "24 recovery words on paper open the vault." if ways.recovery else "There are no recovery words."
        self.list_column.addWidget(
            kit.box(
                kit.label(said),
                kit.row_left(kit.button("Make new recovery words", self.ask_words, icon="print")),
                space=6,
            )
        )
        if ways.keyring_id:
            self.list_column.addWidget(
                kit.box(
                    kit.label("This computer's keyring opens the vault for whoever is signed in to the computer."),
                    kit.row_left(kit.button("Take the keyring away", self.drop_keyring)),
                    space=6,
                )
            )
        else:
            self.list_column.addWidget(
                kit.box(
                    kit.label("This computer's keyring does not open the vault."),
                    kit.row_left(kit.button("Let the keyring open it", self.ask_keyring)),
                    space=6,
                )
            )
        lead = (
            "If somebody may have had a copy of the vault and a passphrase: a new key for everything, new recovery "
            "words. Backups made before keep the old key."
        )
        self.list_column.addWidget(
            kit.box(
                kit.label(lead),
                kit.row_left(kit.button("Change the key of the vault", self.ask_rotate, icon="lock")),
                space=6,
            )
        )

    # ---- asking
    def _ask(
        self,
        title: str,
        fields: dict[str, Field],
        save: str,
        on_save: Callable[[kit.InlineForm], None],
        lead: str,
        *,
        danger: bool = False,
    ) -> None:
        close = self.asking.close_form
        self.asking.ask(kit.InlineForm(title, fields, save, on_save, close, lead=lead, danger=danger))

    def ask_add(self) -> None:
        """Name, role and a passphrase, with what they will be able to read, case by case."""
        reach = "; ".join(f"{name}: {said}" for name, said in self._reach_lines(self._ways)) if self._ways else ""
        lead = (
            "They will be able to read everything in this vault. "
            f"{reach or 'There is no case yet; they will read each that is opened.'}"
        )
        fields: dict[str, Field] = {
            "name": kit.text_field("Their name", em=26), "role": kit.text_field("Their role", em=26),
            "passphrase": kit.passphrase_field("Their passphrase", "They type it themselves. At least 12 "
                                                                   "characters, or four words.", clear_after=600),
            "again": kit.passphrase_field("Their passphrase again", clear_after=600),
        }  # fmt: skip
        self._ask("Add a person", fields, "Add the person", self._add, lead)

    def _add(self, form: kit.InlineForm) -> None:
        values = form.form.values()
        errors = _passphrase_errors(values["passphrase"], values["again"])
        errors |= {} if str(values["name"]).strip() else {"name": "Enter the person's name"}
        if errors:
            form.form.show_errors(errors)
            return
        session = self.context.session
        name, role, typed = str(values["name"]), str(values["role"]), str(values["passphrase"])
        self._change(
            "Add a person to the vault",
            lambda: access.add_worker(session, name, role, typed),
            form,
            f"{name} can open the vault now.",
        )

    def ask_remove(self, worker: Worker) -> None:
        """Say what removing does and does not do."""
        lead = (
            "Their passphrase no longer opens this vault. A copy or backup they already have still opens with it: "
            "change the key as well if that matters. What they did stays in the record."
        )
        session = self.context.session
        self._ask(
            f"Remove {worker.name}",
            {},
            "Remove the person",
            lambda form: self._change(
                "Remove a person from the vault",
                lambda: access.remove_worker(session, worker),
                form,
                f"{worker.name} can no longer open the vault.",
            ),
            lead,
            danger=True,
        )

    def ask_change(self) -> None:
        """The old passphrase and the new one twice."""
        fields: dict[str, Field] = {
            "old": kit.passphrase_field("Your passphrase now", clear_after=600),
            "passphrase": kit.passphrase_field(
                "Your new passphrase", "At least 12 characters, or four words.", clear_after=600
            ),
            "again": kit.passphrase_field("Your new passphrase again", clear_after=600),
        }

        def change(form: kit.InlineForm) -> None:
            values = form.form.values()
            errors = _passphrase_errors(values["passphrase"], values["again"])
            if errors:
                form.form.show_errors(errors)
                return
            session, old, new = self.context.session, str(values["old"]), str(values["passphrase"])
            self._change(
                "Change my passphrase",
                lambda: access.change_passphrase(session, old, new),
                form,
                "Your passphrase is changed. Backups made before still open with the old one.",
            )

        self._ask("Change my passphrase", fields, "Change it", change, "")

    def ask_words(self) -> None:
        """New recovery words take the place of the old."""
        session = self.context.session

        def make(form: kit.InlineForm) -> None:
            self.work(
                "Make new recovery words",
                lambda: access.new_recovery_words(session),
                done=self._show_words,
                failed=form.form.show,
            )

        self._ask(
            "Make new recovery words",
            {},
            "Make new words",
            make,
            "The old words no longer open the vault, only backups made before. Have paper ready: the new ones are "
            "shown once.",
        )

    def _show_words(self, words: tuple[str, ...]) -> None:
        self.asking.close_form()
        self.words.show_words(words, self.context.session.vault.folder.name.removesuffix(".caseward"))
        self._load()

    def ask_keyring(self) -> None:
        """Say who else could then open it."""
        session = self.context.session
        lead = (
            "Whoever is signed in to this computer as you can then open the vault without a passphrase. Do this "
            "only on a computer of your own with a disk that is encrypted."
        )
        self._ask(
            "Let the keyring open it",
            {},
            "Let the keyring open it",
            lambda form: self._change(
                "Let the keyring open the vault",
                lambda: access.add_keyring(session),
                form,
                "The keyring of this computer opens the vault now.",
            ),
            lead,
        )

    def drop_keyring(self) -> None:
        """Take the keyring's way in away."""
        session, slot = self.context.session, self._ways.keyring_id if self._ways else ""
        self.work(
            "Take the keyring away",
            lambda: access.drop_keyring(session, slot),
            done=lambda _none: self._load(),
        )

    def ask_rotate(self) -> None:
        """A passphrase of everybody who shall still open the vault."""
        here = [one for one in self._ways.workers if one.until is None and one.slot_id] if self._ways else []
        fields: dict[str, Field] = {
            one.slot_id: kit.passphrase_field(
                f"Passphrase of {one.name}",
                "" if one.id == self.context.session.worker.id else "Left empty, they can no longer open the vault.",
                clear_after=600,
            )
            for one in here
        }
        mine = self.context.session.worker.slot_id

        def rotate(form: kit.InlineForm) -> None:
            typed = {slot: str(words) for slot, words in form.form.values().items() if words}
            if mine in fields and mine not in typed:
                form.form.show_errors({mine: "Type your own passphrase, so that you can still open the vault"})
                return
            session = self.context.session
            self.work(
                "Change the key of the vault",
                lambda: access.rotate(session, typed),
                done=lambda result: self._show_words(result.words),
                failed=form.form.show,
            )

        self._ask(
            "Change the key of the vault",
            fields,
            "Change the key",
            rotate,
            "Everybody who shall still open it types their passphrase here. The keyring and the old recovery words "
            "no longer open it; new words are shown once.",
            danger=True,
        )

    def _change(self, name: str, act: Callable[[], Any], form: kit.InlineForm, said: str) -> None:
        def done(_result: Any) -> None:
            self.asking.close_form()
            self._load()
            self.context.notice(said)

        def failed(error: UserError) -> None:
            field = {"wrong-passphrase": "old", "weak-passphrase": "passphrase"}.get(error.code, error.field)
            form.form.show_errors({field: f"{error.what} {error.do}".strip()})

        self.work(name, act, done=done, failed=failed)


def _passphrase_errors(typed: Any, again: Any) -> dict[str, str]:
    errors = {
        "passphrase": check_passphrase(str(typed)) if typed else "Enter a passphrase",
        "again": "" if typed == again else "Enter the same passphrase again",
    }
    return {name: words for name, words in errors.items() if words}
