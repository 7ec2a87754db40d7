"""Notice bars, the error summary, empty states, progress: what a pop-up is never used for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.qt.announce import announce
from desktop.qt.jobs import Operation, Progress
from desktop.qt.presenting import shown
from desktop.wording import plural
from views.kit.buttons import button, icon_button
from views.kit.fields import DateField, Field
from views.kit.layout import clear, column, row
from views.kit.order import laid_out, own_widgets
from views.kit.said import Said
from views.kit.text import IconLabel, Label, Link, h2, label, muted

_SIGNS = {"info": ("info", "accent"), "warn": ("warning", "warning"), "error": ("error", "danger")}


class NoticeBar(Said, QFrame):
    """One sentence on a soft ground with a sign, a link and a cross. No timer: it stays until it is put away."""

    def __init__(
        self,
        kind: str,
        words: str,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        *,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("notice", kind)
        self.kind, self.action = kind, action
        icon, role = _SIGNS[kind]
        self._sign = IconLabel(icon, role)
        self.label = label(words)
        layout = row(parent=self, space=10, margins=(16, 6, 12, 6))
        layout.addWidget(self._sign)
        layout.addWidget(self.label, 1)
        if action and on_action is not None:
            layout.addWidget(Link(action, on_action))
        if on_close is not None:
            layout.addWidget(icon_button("close", "Put this notice away", on_close))
        self.setAccessibleName({"info": "Notice", "warn": "Warning", "error": "Problem"}[kind])

    def set_words(self, words: str) -> None:
        """Other words in the same bar."""
        self.label.setText(words)


class ErrorSummary(Said, QFrame):
    """``There is a problem``: each error a link to its field, same words in both places; takes the keyboard when
    shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("notice", "error")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("There is a problem")
        outer = row(parent=self, space=10, margins=(12, 10, 12, 10))
        outer.addWidget(IconLabel("error", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        self._lines: QVBoxLayout = column(space=2)
        outer.addLayout(self._lines, 1)
        self.hide()

    def show_errors(self, errors: Sequence[tuple[str, Callable[[], None] | None]]) -> None:
        """Show sentences, each with what it leads to."""
        clear(self._lines)
        self._lines.addWidget(label("There is a problem", "strong"))
        for words, go in errors:
            if go is None:
                self._lines.addWidget(label(words))
            else:
                link = Link(words, go)
                link.setProperty("danger", True)
                self._lines.addWidget(link)
        self.setAccessibleDescription(". ".join(words for words, _ in errors))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"There is a problem. {self.accessibleDescription()}", urgent=True)


class Form:
    """Fields by name with one summary; what was typed is kept whatever happens."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = dict(fields)
        self.summary = ErrorSummary()

    def values(self) -> dict[str, object]:
        """Every field's value by name. Raises ValueError for a date that cannot be read (``check_dates`` first)."""
        return {name: field.value() for name, field in self.fields.items()}

    def check_dates(self) -> dict[str, str]:
        """Sentences for the dates that cannot be read."""
        dates = {name: field.mistake() for name, field in self.fields.items() if isinstance(field, DateField)}
        return {name: words for name, words in dates.items() if words}

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put each sentence beside its field and in the summary; one for no field stands in the summary alone."""
        self.clear_errors()
        listed: list[tuple[str, Callable[[], None] | None]] = []
        for name, words in errors.items():
            field = self.fields.get(name)
            if field is not None:
                field.set_error(words)
            listed.append((words, field.focus if field is not None else None))
        self.summary.show_errors(listed)

    def show(self, error: UserError) -> None:
        """The same for an error a service raised."""
        if isinstance(error, FieldErrors):
            self.show_errors(error.errors)
        else:
            self.show_errors({error.field: f"{error.what} {error.do}".strip()})

    def clear_errors(self) -> None:
        """Nothing to put right."""
        self.summary.hide()
        for field in self.fields.values():
            field.clear_error()


class Empty(QWidget):
    """What belongs here, why, and one button: never a blank list."""

    def __init__(
        self, title: str, why: str, action: str = "", on_action: Callable[[], None] | None = None, icon: str = "add"
    ) -> None:
        super().__init__()
        self.why = label(why, role="muted")
        layout = column(h2(title), self.why, parent=self, space=8, margins=(24, 24, 24, 24))
        self.button = None
        if action and on_action is not None:
            self.button = button(action, on_action, role="main", icon=icon)
            layout.addWidget(row_left(self.button))
        layout.addStretch(1)


def row_left(*widgets: QWidget) -> QWidget:
    """Widgets at the left, the rest of the line empty."""
    holder = QWidget()
    layout = row(*widgets, parent=holder)
    layout.addStretch(1)
    return holder


class ProgressPanel(QWidget):
    """A bar, ``Page 13 of 21``, time left when known, steps with signs, Cancel. Follows an operation."""

    def __init__(self, title: str, steps: Sequence[str] = (), *, unit: str = "Step", note: str = "") -> None:
        super().__init__()
        self._unit = unit
        self._operation: Operation[object] | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(shown(title))
        self.where = Label("", "caption")
        self.left = Label("", "caption", "muted")
        self.left.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._steps: dict[str, tuple[IconLabel, Label]] = {}
        self.cancel = button("Cancel", self._cancel, name=f"Cancel: {title}")
        self.note = muted("You can go on working")
        layout = column(h2(title), parent=self, space=6)
        if note:
            layout.addWidget(muted(note))
        layout.addWidget(self.bar)
        layout.addLayout(row(self.where, self.left))
        for words in steps:
            sign, text = IconLabel("not-started", "text-muted", 16), Label(words, "body", "muted")
            self._steps[words] = (sign, text)
            line = row(sign, space=8)
            line.addWidget(text, 1)
            layout.addLayout(line)
        last = row(self.cancel, space=8)
        last.addWidget(self.note, 1)
        layout.addLayout(last)

    def follow(self, operation: Operation[object]) -> None:
        """Show how ``operation`` goes; call before ``run``."""
        self._operation = operation
        operation.on_progress(self._on_progress).on_done(lambda _result: self.finish("Done"))
        operation.on_cancelled(lambda: self.finish("Cancelled. Nothing was left half done."))
        operation.on_failed(lambda error: self.finish(error.what))
        self.cancel.show()
        self.bar.setRange(0, 0 if not self._steps else 100)

    def set_step(self, words: str, status: str) -> None:
        """Mark a step: ``waiting``, ``working`` or ``done``."""
        sign, text = self._steps[words]
        icon = {"waiting": "not-started", "working": "working", "done": "done"}[status]
        sign.show_icon(icon, "text-muted" if status == "waiting" else "text")
        text.set_role("muted" if status == "waiting" else "")
        text.setAccessibleName(f"{words}: {status}")

    def finish(self, words: str) -> None:
        """It has ended; say how, here and to a screen reader."""
        self.cancel.hide()
        self.note.hide()
        self.left.setText("")
        self.bar.setRange(0, 100)
        self.bar.setValue(100 if words == "Done" else 0)
        self.where.setText(words)
        announce(self, words)

    def _on_progress(self, progress: Progress) -> None:
        if progress.total:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            self.where.setText(f"{self._unit} {progress.done:,} of {progress.total:,}")
        seconds = progress.seconds_left
        self.left.setText(f"about {plural(max(1, round(seconds)), 'second')}" if seconds is not None else "")
        if progress.words in self._steps:
            self._mark_until(progress.words)
        elif progress.words:
            self.where.setText(progress.words)

    def _mark_until(self, current: str) -> None:
        status = "done"
        for words in self._steps:
            status = "working" if words == current else "waiting" if status != "done" else "done"
            self.set_step(words, status)

    def _cancel(self) -> None:
        if self._operation is not None:
            self._operation.cancel()
            self.where.setText("Cancelling…")


class NoticeStack(QWidget):
    """The bars at the top of a page, newest first; at most three, errors stay longest. A step back goes one step: a
    bar that offers one takes the place of the bar that offered it before."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(parent=self, space=0)
        self.hide()

    def add(
        self, words: str, kind: str = "info", action: str = "", on_action: Callable[[], None] | None = None
    ) -> NoticeBar:
        """Show a bar and have it spoken."""
        for old in self.bars():
            same = old.label.text() == shown(words)
            if same or (action and old.kind == kind == "info" and old.action == action):
                self.remove(old)
        bar = NoticeBar(kind, words, action, on_action, on_close=lambda: self.remove(bar))
        self._layout.insertWidget(0, bar)
        while len(self.bars()) > 3:
            plain = [one for one in self.bars() if one.kind != "error"]
            self.remove((plain or self.bars())[-1])
        self.show()
        QTimer.singleShot(0, lambda: announce(self, words, urgent=kind == "error"))
        return bar

    def bars(self) -> list[NoticeBar]:
        """The bars that are shown."""
        return [one for one in laid_out(self._layout, own_widgets(self)) if isinstance(one, NoticeBar)]

    def remove(self, bar: NoticeBar) -> None:
        """Put a bar away."""
        if bar in self.bars():
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self.bars()))

    def clear(self) -> None:
        """Put all away."""
        for bar in self.bars():
            self.remove(bar)


def empty(
    title: str, why: str, action: str = "", on_action: Callable[[], None] | None = None, *, icon: str = "add"
) -> Empty:
    """An empty state."""
    return Empty(title, why, action, on_action, icon)
