"""One item: its head, its text with page numbers or its true pages, covered until asked for where it may hurt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop import intake
from desktop.casework import codes, evidence
from desktop.casework.evidence import Shown
from desktop.errors import UserError
from desktop.qt.jobs import Operation
from desktop.wording import partial_date
from storage.records import Material, Meeting, Note, words
from views import kit
from views.casework.covered import BLUR_PX, Covered
from views.page import Context
from views.release.marking import Marking

STAY_MS = 600
PAGED = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


class ItemPane(QWidget):
    """Shows one ``Shown``. It tells the store that an item was opened only when its words or pages are really shown."""

    def __init__(self, context: Context, on_opened: Callable[[str], None]) -> None:
        super().__init__()
        self._context, self._on_opened = context, on_opened
        self.shown: Shown | None = None
        self._viewing: Any = None
        self._starts: tuple[int, ...] = ()
        self.asked = False
        self._staying = QTimer(self)
        self._staying.setSingleShot(True)
        self._staying.setInterval(STAY_MS)
        self._staying.timeout.connect(self._opened)
        self._build()

    def _build(self) -> None:
        self.head = QWidget()
        self.head_column = kit.column(parent=self.head, space=4, margins=(24, 12, 16, 8))
        self.switch = kit.Segmented({"text": "Text", "pages": "Pages"}, "Show")
        self.switch.chosen.connect(lambda _key: self._show_inside())
        self.where = kit.label("", "caption", "muted", wrap=False)
        self.before = kit.icon_button("back", "Previous page of the text", lambda: self._page_by(-1))
        self.after = kit.icon_button("next", "Next page of the text", lambda: self._page_by(1))
        self.tools = kit.line(self.switch, self.before, self.where, self.after, None, margins=(24, 8, 16, 6))
        self.reader = kit.Reader("Text of the item")
        self.reader.verticalScrollBar().valueChanged.connect(lambda _at: self._say_page())
        self.marking = Marking(self._context, self.reader)
        self.preview = kit.Preview(note="Drawn from memory. No copy is written to the disk.")
        self.covered = Covered(self.uncover)
        self.plain = QWidget()
        self.plain_column = kit.column(parent=self.plain, space=12, margins=(24, 24, 24, 24))
        self.stack = kit.PageStack()
        self._plain_pane, self._covered_pane = kit.scroll(self.plain), kit.scroll(self.covered)
        for inside in (self._plain_pane, self.reader, self.preview, self._covered_pane):
            self.stack.addWidget(inside)
        layout = kit.column(self.head, kit.rule(), self.tools, self.marking, self.stack, parent=self, space=0)
        layout.setStretch(4, 1)
        self.stack.currentChanged.connect(
            lambda _at: self.marking.setVisible(self.stack.currentWidget() is self.reader)
        )
        self.marking.hide()
        self.show_nothing()

    # ---- what is shown
    def show_nothing(self) -> None:
        """No item is chosen."""
        self.shown = None
        self.close_pages()
        self.head.hide()
        self.tools.hide()
        self._say("Choose an item from the list to read it here.")

    def show_item(self, shown: Shown) -> None:
        """Another item; covered again if it may hurt, even if it was shown before."""
        same = self.shown is not None and self.shown.record.id == shown.record.id
        if not same:
            self.close_pages()
            self.asked = False
        self.shown = shown
        self._show_head(shown)
        record = shown.record
        self.switch.set_value("text" if self._text() else "pages")
        both = bool(self._text()) and self._paged()
        self.switch.setVisible(both)
        self._starts = shown.text.page_starts if shown.text else ()
        if self._must_ask(record) and not self.asked:
            self._cover(record)
        elif not self._text() and not self._paged():
            self._show_plain(record)
        else:
            self._show_inside()

    def _text(self) -> str:
        if self.shown is None:
            return ""
        record = self.shown.record
        if isinstance(record, Note):
            return record.text
        if isinstance(record, Meeting):
            return record.minutes
        return self.shown.text.text if self.shown.text else ""

    def _paged(self) -> bool:
        record = self.shown.record if self.shown else None
        return isinstance(record, Material) and bool(record.blob_id) and record.media_type in PAGED and record.readable

    @staticmethod
    def _must_ask(record: Any) -> bool:
        picture = isinstance(record, Material) and record.media_type.startswith("image/")
        return picture or bool(getattr(record, "distressing", False))

    def _show_head(self, shown: Shown) -> None:
        kit.clear(self.head_column)
        record, entry = shown.record, shown.entry
        title = kit.h2(
            codes.unwrap(record.title) or (words(record.kind) if isinstance(record, Note | Material) else "Meeting")
        )
        self.head_column.addWidget(title)
        signs: list[QWidget] = []
        if entry is not None and (entry.number_open or entry.number_sensitive):
            signs.append(kit.series("N" if entry.number_open else "S"))
        signs += [
            kit.chip(one.code, lambda who=one.id: self._context.navigate("people", person=who))
            for one in shown.speakers
        ]
        if signs:
            self.head_column.addWidget(kit.flow(*signs))
        said = [
            shown.reference, shown.source, partial_date(_date(record)), entry.extent if entry else "", _state(record),
        ]  # fmt: skip
        self.head_column.addWidget(kit.label(" · ".join(part for part in said if part), "caption", "muted"))
        self.head.show()

    def _cover(self, record: Any) -> None:
        self.tools.hide()
        picture = isinstance(record, Material) and record.media_type.startswith("image/")
        if record.distressing:
            self.covered.say(
                "This item is flagged as distressing", "It stays covered until you ask for it.", "Show the item"
            )
        else:
            self.covered.say("A picture", "Pictures stay covered until you ask for them.", "Show the picture")
        if picture:
            self._open_pages(self._blur)
        self.stack.setCurrentWidget(self._covered_pane)

    def uncover(self) -> None:
        """The person asked for it."""
        self.asked = True
        if self.shown is not None:
            if not self._text() and not self._paged():
                self._show_plain(self.shown.record)
            else:
                self._show_inside()
        self.take_keyboard()

    @property
    def is_covered(self) -> bool:
        """Whether what is chosen lies covered."""
        return self.stack.currentWidget() is self._covered_pane

    def take_keyboard(self) -> None:
        """The keyboard into what is shown: the words, the page, or the button that uncovers it."""
        inside = self.stack.currentWidget()
        target = {self._covered_pane: self.covered.button, self.preview: self.preview.sheet}.get(inside, self.reader)
        target.setFocus()

    def _show_plain(self, record: Any) -> None:
        self.tools.hide()
        if isinstance(record, Material) and record.blob_id:
            said = record.read_notes or (intake.UNREADABLE,)
            self._say(
                "\n".join(said) if not record.readable else "There are no words in this file. Type them under Details."
            )
        elif isinstance(record, Material):
            self._say(f"{words(record.medium)}. There is no file: the thing itself is kept elsewhere.")
        else:
            self._say("Nothing was written here.")
        self._tell_opened()

    def _say(self, sentence: str) -> None:
        kit.clear(self.plain_column)
        self.plain_column.addWidget(kit.label(sentence, role="muted"))
        self.plain_column.addStretch(1)
        self.stack.setCurrentWidget(self._plain_pane)

    def _show_inside(self) -> None:
        pages = self.switch.value() == "pages"
        both = bool(self._text()) and self._paged()
        for widget in (self.before, self.where, self.after):
            widget.setVisible(not pages and len(self._starts) > 1)
        self.tools.setVisible(both or (not pages and len(self._starts) > 1))
        if pages:
            self.stack.setCurrentWidget(self.preview)
            self._open_pages(self._draw)
        else:
            self._show_text()
        self._tell_opened()

    def _show_text(self) -> None:
        assert self.shown is not None
        place = evidence.text_place(self.shown.record, self.shown.text)
        self.marking.show_text(place, self._text(), self.shown.marks)
        self.stack.setCurrentWidget(self.reader)
        self._say_page()

    def _tell_opened(self) -> None:
        """It counts as opened when it stays in sight for a moment, not while one moves along the list."""
        self._staying.start()

    def _opened(self) -> None:
        shown = self.shown
        if shown is None or self.is_covered or not self.isVisible() or self._context.session.vault.read_only:
            return
        session, record = self._context.session, shown.record

        def tell(_task: Any) -> bool:
            return session.do("View an item", evidence.opened, record.case_id, record.id)

        told: Operation[bool] = Operation(self, "Note the viewing", tell)
        told.on_done(lambda first: self._on_opened(record.id) if first else None).on_failed(lambda _error: None).run()

    # ---- pages of the text
    def _page(self) -> int:
        at = self.reader.cursorForPosition(QPoint(4, 4)).position()
        return max(1, bisect_right(self._starts, at))

    def _say_page(self) -> None:
        if len(self._starts) > 1:
            self.where.setText(f"Page {self._page()} of {len(self._starts)}")

    def _page_by(self, by: int) -> None:
        wanted = min(max(1, self._page() + by), len(self._starts))
        cursor = self.reader.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.reader.setTextCursor(cursor)
        cursor.setPosition(min(self._starts[wanted - 1], len(self.reader.toPlainText())))
        self.reader.setTextCursor(cursor)
        self._say_page()

    # ---- the true pages
    def _open_pages(self, then: Any) -> None:
        if self._viewing is not None:
            then(self._viewing)
            return
        assert self.shown is not None
        record, session = self.shown.record, self._context.session
        assert isinstance(record, Material)

        def open_(_task: Any) -> Any:
            return intake.view(session.look(lambda store: store.blob(record.blob_id)))

        def done(viewing: Any) -> None:
            if self.shown is None or self.shown.record.id != record.id or self._viewing is not None:
                viewing.close()
                return
            self._viewing = viewing
            then(viewing)

        operation: Operation[Any] = Operation(self, "Draw the page", open_)
        operation.on_done(done).on_failed(self._cannot).run()

    def _cannot(self, error: UserError) -> None:
        self._say(f"{error.what} {error.do}".strip())

    def _draw(self, viewing: Any) -> None:
        self.preview.open(viewing.page_count, lambda page, width: image(viewing.render(page + 1, width)))

    def _blur(self, viewing: Any) -> None:
        operation: Operation[QImage] = Operation(self, "Draw the page", lambda _task: image(viewing.render(1, BLUR_PX)))
        operation.on_done(self.covered.blur.show_picture).on_failed(lambda _error: None).run()

    def close_pages(self) -> None:
        """End the child that draws, and forget what it drew."""
        viewing, self._viewing = self._viewing, None
        self.preview.sheet.show_picture(QImage())
        self.covered.blur.show_picture(QImage())
        if viewing is not None:
            with suppress(OSError):
                viewing.close()


def image(pixels: Any) -> QImage:
    """Pixels of the reading room as a picture of its own."""
    shape = QImage(pixels.data, pixels.width, pixels.height, pixels.width * 3, QImage.Format.Format_RGB888)
    return shape.copy()


def _date(record: Any) -> Any:
    return record.doc_date if isinstance(record, Material) else record.on


def _state(record: Any) -> str:
    if isinstance(record, Note) and record.frozen:
        return "Frozen: corrected by another note, never changed"
    if isinstance(record, Meeting):
        return f"version {record.version}" + (", circulated" if record.frozen else "")
    return ""
