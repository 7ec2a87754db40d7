"""A real event pack from the first page to the index: opened, typed in, closed, handed over and taken back, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.casework import entries
from desktop.exchange import names, returning
from desktop.markers import rows as registers
from desktop.qt import power
from desktop.qt.presenting import presenting
from desktop.qt.settings import Settings
from storage.records import Draft, Note, Pack, Person
from tests.screens import settle
from tests.views.casework.keys import CTRL, page_of, press, tab_to, type_
from tests.views.packed import PASSPHRASE, Packed, out
from tests.views.seen import everything
from views.application import Caseward
from views.notes.writer import Writer

CODE = "480217"


@pytest.fixture
def laptop(qtbot, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caseward]:
    """Caseward on a laptop that has no vault yet, at its first page."""
    monkeypatch.setattr(power, "battery", lambda _folder: power.from_folder(tmp_path / "power"))
    run = Caseward(QApplication.instance(), settings=settings, restart=lambda *_how: None)
    run.system.listen = lambda: False
    run.start()
    with qtbot.waitActive(run.window):
        run.window.activateWindow()
    yield run
    run.close()
    run.window.hide()
    QApplication.instance().aboutToQuit.disconnect(run.close)
    run.window.deleteLater()
    settle()


def event_pack(packed: Packed, folder: Path) -> tuple[Pack, Path]:
    """A pack for an event whose plan names people."""
    session, case = packed.world.session, packed.world.case
    child = session.look(lambda store: store.get(Person, packed.world.child.id))
    values = {
        "title": f"Event about {child.name}", "state": "planned", "attendees": [packed.world.visitor.id],
        "agenda": f"{packed.world.mother.name} is not to be named.",
    }  # fmt: skip
    row = session.do("event", registers.save, case, registers.registers_of(case)["event"], values)
    return out(packed.world, folder, "event", "given", event_id=row.id, expires=date.today() + timedelta(days=7))


def open_by_keys(qtbot, run: Caseward, file: Path, folder: Path) -> None:
    """From the first page to the first page of the pack."""
    tab_to(qtbot, "Open a pack")
    press(qtbot, Qt.Key.Key_Space)
    tab_to(qtbot, "The pack")
    type_(qtbot, str(file))
    for field, words in (("Name of the folder", "Event"), ("Folder to keep it in", str(folder))):
        tab_to(qtbot, field)
        press(qtbot, Qt.Key.Key_A, CTRL)
        type_(qtbot, words)
    tab_to(qtbot, "Passphrase of the pack")
    type_(qtbot, PASSPHRASE)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: run.window.frame() is not None and run.window.frame().page is not None)
    settle()
    type_(qtbot, CODE)
    press(qtbot, Qt.Key.Key_Tab)
    type_(qtbot, CODE)
    press(qtbot, Qt.Key.Key_Return)


def seen(run: Caseward) -> str:
    return "\n".join(words for _, words in everything(run.window) if words)


def test_an_event_pack_is_opened_typed_in_and_taken_back(
    qtbot, packed: Packed, laptop: Caseward, tmp_path: Path
) -> None:
    session, world = packed.world.session, packed.world
    pack, file = event_pack(packed, tmp_path)
    open_by_keys(qtbot, laptop, file, tmp_path)
    frame = laptop.window.frame()
    assert frame is not None and frame.presence is not None
    assert frame.presence.event_mode.on and frame.presence.event_mode.pack and presenting().on
    assert not frame.presence.event_mode.end(), "it lasts as long as the pack is open"
    frame.navigate("overview", case=world.case.id)
    settle()
    shown = [seen(laptop)]
    for page, where in (("people", {}), ("conversations", {}), ("note", {"kind": "account", "title": "Table 1"})):
        frame.navigate(page, **where)
        settle()
        shown.append(seen(laptop))
    assert world.visitor.code in shown[1]
    known = [form for one in (world.child, world.mother, world.visitor) for form in (one.name, *one.name.split())]
    assert [form for form in known if form.casefold() in "\n".join(shown).casefold()] == []
    box = next(one for one in frame.page.findChildren(Writer) if one.isVisible() and not one.isReadOnly())
    assert QApplication.focusWidget() is box
    type_(qtbot, f"[{world.visitor.code}] said that {world.mother.name} never rang.")
    press(qtbot, Qt.Key.Key_S, CTRL)
    note = frame.page.record
    type_(qtbot, " Typed last.")
    here = page_of(laptop.window, "packs")
    here.folder.set_value(str(tmp_path))
    tab_to(qtbot, "Write the file to hand over")
    press(qtbot, Qt.Key.Key_Space)
    assert "is written and was checked" in "\n".join(one.text() for one in here.findChildren(QLabel))
    laptop.close()
    (back,) = tmp_path.glob("Event back*.caseward-pack")
    done = returning.bring_in(session, back)
    assert (done.new, done.changed, done.conflicts, done.drafts) == (1, 0, 0, 1)
    came = session.look(lambda store: store.get(Note, note.id))
    entry = session.look(entries.entry_of, came)
    assert came.title == "Table 1" and entry is not None and entry.working_ref
    found = session.look(names.names_found, world.case.id, pack.id)
    assert {one.subject_id for one in found} == {world.mother.id}
    assert world.mother.name in " ".join(one.quoted for one in found)
    drafts = session.look(lambda store: store.find(Draft, place="note", record_id=note.id))
    assert "Typed last." in drafts[0].body["text"]["text"]
    assert session.look(lambda store: store.get(Pack, pack.id)).status == "closed"
    assert session.look(entries.without_entry, world.case.id) == ()
    before = session.look(lambda store: store.activity(limit=1))
    again = returning.bring_in(session, back)
    assert again.again and (again.new, again.changed, again.drafts) == (0, 0, 0)
    assert session.look(lambda store: store.activity(limit=1)) == before
