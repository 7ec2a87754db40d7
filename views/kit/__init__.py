"""The parts that pages are put together from: every one with name, role, focus ring, theme and text scale.

A page takes everything from here and names no colour, no size and no style sheet of its own.
"""

from desktop.qt.models import Cell, Column, ListModel, PagedModel, Row
from views.kit.buttons import Button, FilterChips, Segmented, button, icon_button
from views.kit.fields import (
    Check,
    ChoiceField,
    DateField,
    Field,
    LongText,
    NumberField,
    PassphraseField,
    TextField,
    check,
    choice,
    date_field,
    long_text,
    number_field,
    passphrase_field,
    text_field,
)
from views.kit.header import ActionBar, FactsList, PageHeader, StatusLine, facts_list, section_head
from views.kit.layout import (
    FlowLayout,
    Scroll,
    box,
    card,
    clear,
    column,
    flow,
    frame,
    line,
    row,
    rule,
    scroll,
    side_panel,
    spaced,
)
from views.kit.nav import Entry, NavList, TaskList
from views.kit.notices import Empty, ErrorSummary, Form, NoticeBar, NoticeStack, ProgressPanel, empty, row_left
from views.kit.panes import Panes
from views.kit.preview import Preview
from views.kit.reader import Mark, Reader
from views.kit.tables import ListOrEmpty, Table, table
from views.kit.text import (
    Chip,
    IconLabel,
    Label,
    Link,
    chip,
    h1,
    h2,
    h3,
    hint,
    icon_label,
    key,
    label,
    link,
    muted,
    series,
    state,
)

__all__ = [name for name in dir() if not name.startswith("_")]
