"""The parts by real keys: fields, dates, choices, tables, chips, summary, reader, progress."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QMainWindow
from shiboken6 import getAllValidWrappers

from desktop.errors import FieldErrors, UserError
from desktop.qt.jobs import Operation, jobs
from desktop.qt.models import CELL
from storage.partial_date import PartialDate, Precision
from tests.screens import settle
from tests.views.conftest import accessible_problems
from views import kit
from views.kit.order import in_order
from views.window import Window


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def spoken(widget) -> tuple[str, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Description)


def test_a_field_is_named_and_described(qtbot) -> None:
    field = shown(qtbot, kit.text_field("Code name", "No surname", optional=True))
    assert spoken(field.line) == ("Code name (optional)", "No surname")
    field.set_error("Enter a code name")
    assert spoken(field.line)[1] == "No surname. Enter a code name"
    assert field.line.property("bad") == "true"
    field.clear_error()
    assert spoken(field.line)[1] == "No surname"
    assert field.error == ""


def test_a_date_is_read_back_in_full(qtbot) -> None:
    field = shown(qtbot, kit.date_field("Date of the meeting"))
    qtbot.keyClicks(field.line, "about 20 jan 17")
    assert field.echo.text() == "Read as: about 20 January 2017"
    assert field.value() == PartialDate(Precision.ABOUT, "2017-01-20")
    field.line.clear()
    assert field.mistake() == "Enter the date of the meeting"
    qtbot.keyClicks(field.line, "soon")
    assert "Not yet a date" in field.echo.text()
    assert field.mistake().startswith("Enter a date such as")


def test_nothing_is_chosen_for_the_person_and_many_choices_are_a_combo_box(qtbot) -> None:
    few = shown(qtbot, kit.choice("How it was held", {"p": "In person", "t": "By phone"}))
    assert few.value() == ""
    few.focus()
    qtbot.keyClick(few.controls()[0], Qt.Key.Key_Space)
    assert few.value() == "p"
    assert spoken(few.controls()[1])[0] == "How it was held: By phone"
    many = shown(qtbot, kit.choice("Kind", {str(at): f"Kind {at}" for at in range(9)}))
    assert many.value() == ""
    with qtbot.waitSignal(many.changed):
        many.box.setFocus()
        qtbot.keyClick(many.box, Qt.Key.Key_Down)
        many.box.activated.emit(1)
    assert many.value() == "0"


def test_long_text_grows_and_tab_goes_on(qtbot) -> None:
    first, second = kit.long_text("Reasons", limit=40), kit.text_field("Name")
    holder = shown(qtbot, kit.box(first, second, None))
    before = first.text.sizeHint().height()
    first.text.setFocus()
    for _ in range(6):
        qtbot.keyClicks(first.text, "line")
        qtbot.keyClick(first.text, Qt.Key.Key_Return)
    assert first.text.sizeHint().height() > before
    qtbot.keyClicks(first.text, "a good many words")
    assert "of 40 characters" in first.echo.text()
    qtbot.keyClick(first.text, Qt.Key.Key_Tab)
    assert holder.window().focusWidget() is second.line


def test_the_summary_takes_the_keyboard_and_leads_to_the_field(qtbot) -> None:
    name, date = kit.text_field("Name"), kit.date_field("Date")
    form = kit.Form({"name": name, "date": date})
    holder = shown(qtbot, kit.box(form.summary, name, date))
    form.show(FieldErrors({"name": "Enter the name", "date": "Date must be in the past"}))
    assert form.summary.hasFocus()
    links = form.summary.findChildren(kit.Link)
    assert [link.text() for link in links] == ["Enter the name", "Date must be in the past"]
    assert date.error == "Date must be in the past"
    qtbot.keyClick(links[1], Qt.Key.Key_Space)
    assert date.line.hasFocus()
    form.show(UserError("The disk is full.", "Free some space."))
    assert name.error == ""
    assert not form.summary.isHidden()
    holder.hide()


def test_caps_lock_is_noticed_and_show_is_a_labelled_toggle(qtbot) -> None:
    field = shown(qtbot, kit.passphrase_field())
    field.focus()
    qtbot.keyClicks(field.line, "abc")
    assert field.caps.isHidden()
    qtbot.keyClick(field.line, "A")
    assert not field.caps.isHidden()
    assert field.line.displayText() != field.value()
    field.show_button.click()
    assert field.line.displayText() == field.value()
    assert field.show_button.text() == "Hide"
    assert spoken(field.show_button)[0] == "Show the passphrase"


def test_a_passphrase_is_taken_back_when_nobody_goes_on_and_when_hidden(qtbot) -> None:
    field = shown(qtbot, kit.passphrase_field(clear_after=60))
    qtbot.keyClicks(field.line, "secret")
    assert field._timer.isActive() and field._timer.interval() == 60_000
    field._timer.timeout.emit()
    assert field.value() == ""
    qtbot.keyClicks(field.line, "secret")
    field.hide()
    assert field.value() == ""


def make_table(count: int = 3):
    columns = [kit.Column("Item", "item"), kit.Column("What it is", "what")]
    rows = [
        kit.Row(
            f"r{at}",
            (kit.Cell(f"{count - at:04}", series="S" if at else "N"), kit.Cell(f"Letter {at}", "Police", chip="HV 1")),
        )
        for at in range(count)
    ]
    model = kit.ListModel(columns, rows)
    made = kit.table(model, name="Evidence", lines=2)
    made.resize(600, 300)
    return made, model


def table(qtbot):
    made, model = make_table()
    return shown(qtbot, made), model


def test_a_table_speaks_heads_and_cells_and_opens_with_enter(qtbot) -> None:
    made, model = table(qtbot)
    interface = QAccessible.queryAccessibleInterface(made)
    assert interface.text(QAccessible.Text.Name) == "Evidence"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "What it is"
    cell = made.model().index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert cell == "Letter 1, code HV 1, Police"
    assert made.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "sensitive series, 0002"
    made.setFocus()
    made.choose("r0")
    qtbot.keyClick(made, Qt.Key.Key_Down)
    with qtbot.waitSignal(made.opened) as told:
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert told.args == ["r1"]
    assert accessible_problems(made) == []


def test_a_table_sorts_and_stays_on_its_record(qtbot) -> None:
    made, model = table(qtbot)
    made.choose("r0")
    made.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    made._sort(0)
    assert [model.row_at(at).id for at in range(3)] == ["r2", "r1", "r0"]
    assert made.current_id() == "r0"


def test_shift_and_arrows_choose_several(qtbot) -> None:
    made, _model = table(qtbot)
    made.setFocus()
    made.choose("r0")
    qtbot.keyClick(made, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert made.chosen_ids() == ["r0", "r1"]


def test_a_hundred_thousand_rows_are_not_all_loaded(qtbot) -> None:
    asked: list[tuple[int, int]] = []
    main = threading.get_ident()

    def window(first: int, many: int) -> list[kit.Row]:
        assert threading.get_ident() != main
        asked.append((first, many))
        return [kit.Row(str(at), (kit.Cell(f"N{at:06}"),)) for at in range(first, min(first + many, 100_000))]

    model = kit.PagedModel([kit.Column("Item")], lambda: 100_000, window)
    made = kit.table(model, name="Entries")
    made.resize(400, 400)
    shown(qtbot, made)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert model.rowCount() == 100_000
    settle()
    assert model.rows_in_memory == 200
    with qtbot.waitSignal(model.fetched):
        made.verticalScrollBar().setValue(made.verticalScrollBar().maximum())
        settle(1)
    settle()
    assert model.index(99_999, 0).data(CELL).text == "N099999"
    for part in range(0, 100, 2):
        made.verticalScrollBar().setValue(made.verticalScrollBar().maximum() * part // 100)
        settle(1)
    settle()
    assert model.rows_in_memory <= 25 * 200
    assert len(asked) < 150  # of 500 pages: two at most for each place looked at


def test_a_list_with_nothing_says_what_belongs_there(qtbot) -> None:
    pressed: list[bool] = []
    made, model = make_table()
    empty = kit.empty("People", "Children, family and professionals.", "Add a person", lambda: pressed.append(True))
    holder = shown(qtbot, kit.ListOrEmpty(made, empty))
    model.set_rows([])
    assert not empty.isHidden()
    qtbot.keyClick(empty.button, Qt.Key.Key_Return)
    assert pressed == [True]
    holder.hide()


def test_segments_move_by_arrow_and_tell(qtbot) -> None:
    made = shown(qtbot, kit.Segmented({"N": "Open", "S": "Sensitive"}, "Series"))
    made.button("N").setFocus()
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.keyClick(made.button("N"), Qt.Key.Key_Right)
    assert told.args == ["S"]
    assert made.button("S").hasFocus()


def test_filters_are_taken_off_one_by_one(qtbot) -> None:
    made = shown(qtbot, kit.FilterChips())
    made.show_filters({"kind": "Kind: letter"})
    made.set_count(12, 1214)
    (one,) = made._chips.values()
    assert spoken(one)[0] == "Take off the filter Kind: letter"
    with qtbot.waitSignal(made.removed) as told:
        qtbot.keyClick(one, Qt.Key.Key_Space)
    assert told.args == ["kind"]
    assert made._count.text() == "12 of 1,214"


def test_marks_stand_on_their_words_beyond_the_first_plane(qtbot) -> None:
    text = "😀😀 the clinic on Fridays"
    start = text.index("the clinic")
    made = shown(qtbot, kit.Reader())
    made.show_text(text, [kit.Mark(start, start + 10, "withheld", "R3", "place that identifies", "m1")])
    made.go_to("m1")
    assert made.textCursor().selectedText() == "the clinic"
    assert made.selection() == (start, start + 10)
    assert made.toPlainText() == text
    assert kit.Mark(0, 1, "withheld", words="place that identifies").spoken() == "withheld, place that identifies"


def test_f8_goes_from_mark_to_mark_and_round(qtbot) -> None:
    made = shown(qtbot, kit.Reader())
    made.show_text("one two three", [kit.Mark(0, 3, "highlight", "4", id="a"), kit.Mark(8, 13, "suggestion", id="b")])
    made.setFocus()
    made.moveCursor(made.textCursor().MoveOperation.Start)
    qtbot.keyClick(made, Qt.Key.Key_F8)
    assert made.textCursor().selectedText() == "three"
    qtbot.keyClick(made, Qt.Key.Key_F8)
    assert made.textCursor().selectedText() == "one"
    qtbot.keyClick(made, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert made.textCursor().selectedText() == "three"


def test_every_kind_of_mark_is_painted_apart_in_grey(qtbot) -> None:
    from PySide6.QtGui import QImage

    pictures = set()
    for kind in ("highlight", "withheld", "changed", "suggestion", "code"):
        made = kit.Reader()
        qtbot.addWidget(made)
        made.resize(400, 120)
        made.show_text("Some words that are marked here", [kit.Mark(5, 10, kind, "4")])
        made.show()
        settle(2)
        grey = made.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pictures.add(bytes(grey.constBits()))
        made.hide()
    assert len(pictures) == 5


def test_progress_follows_and_cancels(qtbot) -> None:
    made = shown(qtbot, kit.ProgressPanel("Trial issue", ["Open list", "Changes"], unit="Page"))
    going, reached = threading.Event(), threading.Event()

    def work(task) -> None:
        task.step(1, 3, "Open list")
        reached.set()
        going.wait(5)
        task.check()

    operation = Operation(made, "Trial issue", work)
    made.follow(operation)
    operation.run()
    assert reached.wait(5)
    qtbot.waitUntil(lambda: made.where.text() == "Page 1 of 3")
    qtbot.keyClick(made.cancel, Qt.Key.Key_Space)
    going.set()
    qtbot.waitUntil(lambda: not jobs().running)
    assert made.where.text() == "Cancelled. Nothing was left half done."


def test_a_notice_stays_until_it_is_put_away(qtbot) -> None:
    stack = kit.NoticeStack()
    holder = shown(qtbot, kit.box(kit.label("Page"), stack))
    pressed: list[int] = []
    stack.add("One item was withdrawn", "info", "Undo", lambda: pressed.append(1))
    stack.add("The disk is full", "error")
    stack.add("The disk is full", "error")
    assert [bar.label.text() for bar in stack.bars()] == ["The disk is full", "One item was withdrawn"]
    qtbot.keyClick(stack.bars()[1].findChild(kit.Link), Qt.Key.Key_Space)
    assert pressed == [1]
    stack.bars()[1].findChild(kit.Button).click()
    assert len(stack.bars()) == 1
    holder.hide()


def test_unknown_marks_are_refused(qtbot) -> None:
    made = kit.Reader()
    qtbot.addWidget(made)
    with pytest.raises(ValueError, match="sparkle"):
        made.show_text("one", [kit.Mark(0, 1, "sparkle")])


def test_when_what_has_the_keyboard_is_hidden_its_neighbour_takes_it(qtbot, settings) -> None:
    window = Window(settings)
    first, second, third = (kit.button(words, lambda: None) for words in ("First", "Second", "Third"))
    window.show_widget(kit.box(first, kit.box(second), third))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    second.setFocus()
    second.parentWidget().hide()
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Tab)
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Backtab)
    assert third.hasFocus()
    window.hide()
    window.deleteLater()


def test_looking_for_the_next_stop_keeps_nothing_that_qt_may_throw_away(qtbot) -> None:
    def kept() -> int:
        return sum(isinstance(one, QLayoutItem) and not isinstance(one, QLayout) for one in getAllValidWrappers())

    window, before = QMainWindow(), kept()
    fields = [QLineEdit() for _ in range(3)]
    window.setCentralWidget(kit.box(kit.line(*fields[1:]), fields[0]))
    assert [one for one in in_order(window, hidden=True) if one in fields] == [*fields[1:], fields[0]]
    assert kept() == before
    window.deleteLater()


@pytest.mark.parametrize("kind", ["tick", "choice"])
def test_words_of_a_box_that_is_too_narrow_go_on_in_the_next_line(qtbot, kind: str) -> None:
    words = "Minutes of the meeting of the panel about the timetable of the review and who is told of it"
    made = kit.Check(words) if kind == "tick" else kit.choice("Which", {"one": words, "two": "No"}).controls()[0]
    one_line = made.sizeHint()
    holder = shown(qtbot, kit.box(made, None))
    holder.resize(one_line.width() // 3, 400)
    settle()
    narrow = made.grab().toImage()
    assert made.height() >= one_line.height() + 2 * made.fontMetrics().lineSpacing() > one_line.height()
    assert made.width() <= holder.width() and made.minimumSizeHint().width() < one_line.width() / 3
    holder.resize(one_line.width() + 40, 400)
    settle()
    assert made.height() == one_line.height()
    assert made.grab().toImage() != narrow


def test_enter_follows_a_link_and_so_does_space(qtbot) -> None:
    followed: list[str] = []
    link = kit.link("Change", lambda: followed.append("followed"))
    qtbot.addWidget(link)
    link.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(link, key)
    assert len(followed) == 3


def test_only_the_last_step_offers_to_be_taken_back(qtbot) -> None:
    stack = kit.NoticeStack()
    qtbot.addWidget(stack)
    for words in ("W0001 is accepted", "W0002 is accepted"):
        stack.add(words, "info", "Undo", lambda: None)
    stack.add("The disk is nearly full", "warn")
    assert [bar.label.text() for bar in stack.bars()] == ["The disk is nearly full", "W0002 is accepted"]


def test_a_draft_keeps_what_stands_in_a_field_and_never_a_passphrase() -> None:
    date, ticks = kit.date_field("Born"), kit.TicksField("Which", {"a": "A", "b": "B"})
    secret = kit.passphrase_field("Passphrase")
    date.line.setText("the day bef")
    ticks.set_value(("b",))
    secret.set_value("orchard lamp gentle river")
    kept = [one.kept() for one in (date, ticks, secret)]
    assert kept == ["the day bef", ["b"], ""]
    for one in (date, ticks, secret):
        one.set_value("")
    for one, value in zip((date, ticks, secret), kept, strict=True):
        one.put_kept(value)
    assert (date.line.text(), ticks.value(), secret.value()) == ("the day bef", ("b",), "")
