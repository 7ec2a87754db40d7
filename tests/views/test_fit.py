"""Nothing is larger than its place: the window keeps its size, rows are as high as their words, columns give way; and
what does not fit is found.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.qt.theme import theme
from tests.screens import settle
from tests.views.screens_fit import clipped
from views import kit
from views.page import Page
from views.window import Window

LONG = "Chair decides whether to hold a review, and says why to every member of the board"


@pytest.fixture
def window(qtbot, settings):
    made = Window(settings)
    qtbot.addWidget(made)
    made.setMinimumSize(0, 0)
    made.resize(1280, 720)
    made.show()
    return made


def listed(*words: str, second: str = "", lines: int = 2) -> kit.Table:
    model = kit.ListModel([kit.Column("Case"), kit.Column("What is due"), kit.Column("Holds")])
    cells = [(kit.Cell("Plover"), kit.Cell(one, second), kit.Cell("8")) for one in words]
    rows = [kit.Row(str(at), one) for at, one in enumerate(cells)]
    model.set_rows(rows)
    return kit.table(model, name="Cases", widths_em={0: 12, 1: 20, 2: 12}, lines=lines, stretch=1)


def heights(table: kit.Table) -> list[int]:
    return [table.verticalHeader().sectionSize(at) for at in range(table.model().rowCount())]


def test_the_window_keeps_its_size_whatever_a_page_asks_for(window) -> None:
    page = QWidget()
    page.setMinimumSize(300, 200)
    holder = kit.box(page)
    window.show_widget(holder)
    assert clipped(window) == []
    page.setMinimumSize(3000, 2000)
    settle()
    assert (window.width(), window.height()) == (1280, 720)
    assert clipped(window)[0].startswith("needs 3000 × 2000 px")


def test_a_stack_asks_for_the_room_of_the_page_in_sight() -> None:
    stack = kit.PageStack()
    small, large = QWidget(), QWidget()
    large.setMinimumSize(900, 900)
    for one in (small, large):
        stack.addWidget(one)
    stack.setCurrentWidget(small)
    assert stack.minimumSizeHint().height() < 900


def test_a_row_is_as_high_as_its_words_need(window) -> None:
    table = listed("Short", LONG, lines=3)
    window.show_widget(table)
    window.resize(700, 400)
    settle()
    short, long = heights(table)
    assert short == theme().row()
    assert long > short
    table.model().set_rows([kit.Row("0", (kit.Cell("Plover"), kit.Cell("Short"), kit.Cell("8")))])
    assert heights(table) == [theme().row()]
    assert table.rows_height(5) < 3 * theme().row()


def test_a_long_list_has_rows_of_one_height(window) -> None:
    table = listed(*[LONG] * 201)
    window.show_widget(table)
    settle()
    assert not table.fitted
    assert len(set(heights(table))) == 1


def test_columns_give_way_in_large_text_before_the_table_scrolls_sideways(window) -> None:
    table = listed(LONG, second="3,895 days late: say why")
    window.show_widget(table)
    settle()
    wide = [table.columnWidth(at) for at in range(3)]
    theme().set(scale=200)
    window.resize(900, 600)
    settle()
    assert sum(wide) <= 1280
    assert table.horizontalScrollBar().maximum() == 0
    assert table.columnWidth(0) < 12 * theme().em()
    assert clipped(window) == []


def test_a_column_that_gives_way_keeps_room_for_its_longest_word(window) -> None:
    theme().set(scale=200)
    table = listed("Pseudonymisation")
    table.model().set_rows([kit.Row("0", (kit.Cell("Pseudonymisation"), kit.Cell(LONG), kit.Cell("8")))])
    window.show_widget(table)
    window.resize(500, 600)
    settle()
    assert table.delegate.squeezed
    assert table.columnWidth(0) > theme().text_width("Pseudonymisation", "body") + theme().px(24)
    assert table.columnWidth(2) < table.columnWidth(0)


def test_the_detail_has_the_room_of_the_head_where_there_is_one_pane(window) -> None:
    head = kit.label("Evidence")
    panes = kit.Panes(list_=kit.label("List"), detail=kit.label("Detail"), head=head)
    window.show_widget(kit.box(head, panes))
    settle()
    panes.show_detail()
    assert head.isVisible()
    theme().set(scale=200)
    settle()
    assert not head.isVisible()
    panes.show_list()
    assert head.isVisible()


def test_a_choice_too_long_for_its_box_is_read_whole_in_its_tool_tip(window) -> None:
    field = kit.choice("Pass", {"one": LONG, "two": "Short"}, combo=True, value="one")
    window.show_widget(field)
    window.resize(300, 200)
    settle()
    assert clipped(window) == []
    assert field.box.toolTip() == LONG


def test_the_status_of_a_stage_follows_its_words_and_is_read_whole(window) -> None:
    status = "1 decision of the independent chair recorded, proof awaited"
    nav = kit.TaskList("Stages", [kit.Entry("one", "Is there enough?", status=status)])
    window.show_widget(nav)
    window.resize(250, 400)
    settle()
    words, below = nav.lines_of(nav.entries()[0])
    assert words == 1
    assert below > 1


def test_what_lies_over_something_else_and_what_is_too_low_is_found(window) -> None:
    holder = kit.box(kit.label("First"), kit.label("Second"))
    window.show_widget(holder)
    settle()
    first, second = holder.findChildren(QLabel)
    second.move(first.pos())
    assert clipped(window) == ["lie over each other: First | Second"]
    pane = kit.scroll(kit.box(*(kit.label(f"Line {at}") for at in range(40))))
    pane.setFixedHeight(20)
    window.show_widget(pane)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    settle()
    assert any(one.startswith("Scroll low") for one in clipped(window))


def headed(window: Window, facts: str) -> kit.PageHeader:
    """The head of a page, with a way back and two actions."""
    page = Page(None)
    page.body.addWidget(kit.scroll(kit.label("The list")), 1)
    head = page.header
    actions = [kit.button("Import people.csv", lambda: None), kit.button("Add a person", lambda: None)]
    head.set(title="People", facts=facts, back=("Cases", lambda: None), actions=actions)
    window.show_widget(page)
    settle()
    return head


def test_facts_that_do_not_fit_beside_the_actions_have_a_line_of_their_own(window) -> None:
    window.resize(700, 720)
    head = headed(window, "5 people · 2 children of the review · listed by code, or by the day they were added")
    assert head.facts.height() < 1.5 * head.facts.fontMetrics().lineSpacing()
    assert head.facts.width() > 600
    assert clipped(window) == []


def test_the_head_of_a_page_takes_few_lines_in_a_window_that_is_low_for_its_text(window) -> None:
    head = headed(window, "5 people")
    middle = [widget.geometry().center().y() for widget in (head.title, head.facts)]
    assert middle[1] - middle[0] > head.title.height() / 2, "facts below the title where there is room"
    theme().set(scale=200)
    settle()
    low = head.height() / theme().em()
    window.resize(1280, 1200)
    settle()
    assert low < head.height() / theme().em() - 1, "and beside it where there is little"
    assert clipped(window) == []


def test_what_stands_above_a_list_is_as_high_as_its_words_and_gives_way(window) -> None:
    words = kit.label(f"{LONG}. " * 4)
    band, below = kit.Band(kit.box(words)), kit.scroll(kit.label("The list"))
    holder = kit.box(band, below, space=0)
    holder.layout().setStretch(1, 1)
    window.show_widget(holder)
    settle()
    assert band.height() == words.heightForWidth(words.width())
    words.setText("Short")
    settle()
    assert band.height() == words.heightForWidth(words.width())
    words.setText(f"{LONG}. " * 60)
    window.resize(700, 300)
    settle()
    assert band.height() < words.height()
    assert below.height() >= theme().px(80)


def test_buttons_below_a_stage_are_words_alone_where_that_spares_a_line_in_a_low_window(window) -> None:
    save = kit.button("Save the note", lambda: None, role="main", icon="done", key="Ctrl+S")
    more = [kit.button(words, lambda: None, icon="account") for words in ("Cancel", "About it", "Save as an account")]
    bar = kit.ActionBar(save, *more)
    window.show_widget(kit.box(kit.scroll(kit.label("The note")), bar, space=0))
    settle()
    usual, one_line = save.width(), bar.height()
    theme().set(scale=200)
    window.resize(1200, 720)
    settle()
    assert save.width() < 2 * usual - theme().px(20)
    assert bar.height() < 2.5 * one_line
    assert "Ctrl+S" in save.toolTip() and clipped(window) == []
    window.resize(1200, 1200)
    settle()
    assert save.width() >= 2 * usual - theme().px(4), "with all of it where the window is high enough"
