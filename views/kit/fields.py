"""Form fields: label, hint, error, control and echo, always together and always named for a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from desktop.qt.presenting import CANNOT, shown
from desktop.qt.theme import theme
from desktop.wording import partial_date, read_date
from storage.partial_date import PartialDate
from views.kit.layout import FlowLayout, column, row
from views.kit.said import Said, TypedLine, TypedText
from views.kit.text import Label, hint, icon_label
from views.kit.ticks import Check, Radio

RADIOS_AT_MOST = 5


def set_bad(widget: QWidget, bad: bool) -> None:
    """Mark a control as holding something to put right."""
    widget.setProperty("bad", "true" if bad else "false")
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Field(Said, QFrame):
    """Label above, hint below it, then the error, then the control, the echo under it (look, section 5).

    The label is the control's buddy; its accessible name is the label, its description hint and error. ``changed`` when
    the person changes the value.
    """

    changed = Signal()

    def __init__(self, words: str, box: QWidget, hint_words: str = "", *, optional: bool = False) -> None:
        super().__init__()
        self.setObjectName("field")
        self.words = words
        self.box = box
        self._hint_words = hint_words
        said = f"{words} (optional)" if optional else words
        self.label = Label(said, "strong")
        self.label.setBuddy(box)
        self.hint = hint(hint_words)
        if not hint_words:
            self.hint.hide()  # never shown before it has a parent: that would be a window of its own
        self._error: Label | None = None  # made when there is something to say: most fields never need them
        self._error_row: QWidget | None = None
        self._echo: Label | None = None
        self._column = column(self.label, self.hint, box, parent=self, space=2)
        box.setAccessibleName(shown(said))
        self._describe()

    def value(self) -> Any:
        """What the person has entered."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show ``value``, without telling."""
        raise NotImplementedError

    def kept(self) -> Any:
        """What stands in it, whether or not it can be read, as a draft in JSON keeps it."""
        value = self.value()
        return list(value) if isinstance(value, tuple) else value

    def put_kept(self, value: Any) -> None:
        """Show what a draft kept."""
        self.set_value(value)

    def set_error(self, words: str) -> None:
        """Say what to do; the same words stand in the summary."""
        said, line = self._error_line()
        said.setText(words)
        line.show()
        set_bad(self, True)
        self._column.setProperty("margins", [12, 0, 0, 0])
        theme().dress_layout(self._column)
        for control in self.controls():
            set_bad(control, True)
        self._describe()

    def _error_line(self) -> tuple[Label, QWidget]:
        """The words of the error and the line they stand on, between hint and control."""
        if self._error is None or self._error_row is None:
            self._error, self._error_row = Label("", "strong", "error"), QWidget(self)
            sign = icon_label("error", "danger", 17)
            inner = row(sign, parent=self._error_row, space=6)
            inner.addWidget(self._error, 1)
            inner.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            self._column.insertWidget(2, self._error_row)
        return self._error, self._error_row

    def clear_error(self) -> None:
        """It is right now."""
        if self._error is None or self._error_row is None or self._error_row.isHidden():
            return
        self._error.setText("")
        self._error_row.hide()
        set_bad(self, False)
        self._column.setProperty("margins", [0, 0, 0, 0])
        theme().dress_layout(self._column)
        for control in self.controls():
            set_bad(control, False)
        self._describe()

    @property
    def error(self) -> str:
        """The error that is shown, or nothing."""
        return self._error.text() if self._error is not None else ""

    def controls(self) -> tuple[QWidget, ...]:
        """What carries the error's border."""
        return (self.box,)

    def focus(self) -> None:
        """Put the keyboard here."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def echo(self) -> Label:
        """The line under the control that says what was understood."""
        if self._echo is None:
            self._echo = hint("")
            self._column.addWidget(self._echo)
            self._echo.hide()
        return self._echo

    def set_echo(self, words: str) -> None:
        """Say under the control what was understood."""
        if words or self._echo is not None:
            self.echo.setText(words)
            self.echo.setVisible(bool(words))

    def say_withheld(self, withheld: bool) -> None:
        """Say under the control that what it holds names people and cannot be changed while presenting."""
        if withheld:
            self.set_echo(CANNOT)
        elif self._echo is not None and self._echo.text() == CANNOT:
            self.set_echo("")

    def _describe(self) -> None:
        said = ". ".join(part for part in (self._hint_words, self.error) if part)
        for control in self.controls():
            control.setAccessibleDescription(shown(said))


class TextField(Field):
    """One line of text."""

    def __init__(
        self, words: str, hint_words: str = "", *, optional: bool = False, value: str = "", em: float = 0
    ) -> None:
        self.line = TypedLine(value)
        super().__init__(words, self.line, hint_words, optional=optional)
        self._em = em
        self.say_withheld(self.line.withheld)
        self.line.on_withheld = self.say_withheld
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.retheme()

    def value(self) -> str:
        return " ".join(self.line.text().split())

    def set_value(self, value: Any) -> None:
        self.line.setText(str(value or ""))

    def kept(self) -> str:
        return self.line.text()

    def put_kept(self, value: Any) -> None:
        self.line.setText(str(value))

    def retheme(self) -> None:
        if self._em:
            self.line.setMaximumWidth(round(self._em * theme().em()))


class NumberField(Field):
    """A whole number within bounds."""

    def __init__(self, words: str, hint_words: str = "", *, low: int = 0, high: int = 99, value: int = 0) -> None:
        self.spin = QSpinBox()
        self.spin.setRange(low, high)
        self.spin.setValue(value)
        super().__init__(words, self.spin, hint_words)
        self.spin.valueChanged.connect(lambda _value: self.changed.emit())
        self.retheme()

    def value(self) -> int:
        return self.spin.value()

    def set_value(self, value: Any) -> None:
        self.spin.blockSignals(True)
        self.spin.setValue(int(value))
        self.spin.blockSignals(False)

    def retheme(self) -> None:
        self.spin.setMaximumWidth(round(8 * theme().em()))
        self.spin.lineEdit().setTextMargins(theme().px(6), 0, 0, 0)  # the padding of the sheet is not for its words


class DateField(TextField):
    """A date as people type it, with what was read under it: ``about 20 jan 17`` is about 20 January 2017."""

    def __init__(
        self, words: str, hint_words: str = "", *, optional: bool = False, value: PartialDate | None = None
    ) -> None:
        super().__init__(words, hint_words, optional=optional, em=16)
        self.line.setAccessibleDescription(hint_words or "For example, 3/5/17 or about May 2017")
        self._optional = optional
        self.line.textChanged.connect(self._read)
        if value is not None:
            self.set_value(value)

    def value(self) -> PartialDate:
        """The date; undated when nothing is typed. Raises ValueError when it cannot be read (``mistake`` says so
        first).
        """
        return read_date(self.line.text())

    def set_value(self, value: Any) -> None:
        words = partial_date(value) if isinstance(value, PartialDate) else str(value or "")
        self.line.setText("" if words == "undated" else words)

    def mistake(self) -> str:
        """What to put right, or nothing."""
        typed = self.line.text().strip()
        if not typed:
            return "" if self._optional else f"Enter the {_small(self.words)}"
        try:
            read_date(typed)
        except ValueError:
            return "Enter a date such as 3 May 2017, May 2017 or about 2017"
        return ""

    def _read(self, _typed: str) -> None:
        typed = self.line.text()
        if not typed.strip():
            self.set_echo("")
            return
        try:
            self.set_echo(f"Read as: {partial_date(read_date(typed))}")
        except ValueError:
            self.set_echo("Not yet a date. For example, 3/5/17, May 2017 or about 2017")


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


class _Growing(TypedText):
    """A box that grows with its text up to a number of lines; Tab goes on to the next control, Ctrl+M asks to mark."""

    mark_asked = Signal()

    def __init__(self, lines: int, most: int) -> None:
        super().__init__()
        self._lines, self._most = lines, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def sizeHint(self) -> QSize:
        needed = round(self.document().size().height())
        lines = min(self._most, max(self._lines, needed))
        fits = needed <= self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        edge = round(self.document().documentMargin() * 2) + 2 + 2 * theme().px(3) + 4
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + edge)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def retheme(self) -> None:
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Tab and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.insertPlainText("\t")
            return
        if event.key() == Qt.Key.Key_M and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.mark_asked.emit()
            return
        super().keyPressEvent(event)


class LongText(Field):
    """Text of several lines; a count appears near the limit, if there is one. ``mark_asked(start, end)`` when the
    selected words are to be marked, in code points; start equals end where nothing is selected.
    """

    mark_asked = Signal(int, int)

    def __init__(
        self,
        words: str,
        hint_words: str = "",
        *,
        optional: bool = False,
        value: str = "",
        lines: int = 3,
        most: int = 12,
        limit: int = 0,
    ) -> None:
        self.text = _Growing(lines, most)
        self._limit = limit
        super().__init__(words, self.text, hint_words, optional=optional)
        self.text.on_withheld = self.say_withheld
        self.set_value(value)
        self.text.textChanged.connect(self._changed)
        self.text.mark_asked.connect(self._mark)
        self.marks_said = ""

    def _mark(self) -> None:
        cursor = self.text.textCursor()
        units = self.value().encode("utf-16-le", "surrogatepass")
        ends = (cursor.selectionStart(), cursor.selectionEnd())
        start, end = (len(units[: 2 * at].decode("utf-16-le", "ignore")) for at in ends)
        self.mark_asked.emit(start, end)

    def say_marks(self, words: str) -> None:
        """Say under the box what is withheld in it, or nothing."""
        if not self.text.withheld:
            self.marks_said = words
            self.set_echo(words)

    def value(self) -> str:
        return self.text.toPlainText()

    def set_value(self, value: Any) -> None:
        self.text.blockSignals(True)
        self.text.setPlainText(str(value or ""))
        self.text.blockSignals(False)

    def _changed(self) -> None:
        length = len(self.value())
        if self._limit and length > self._limit * 3 // 4:
            self.set_echo(f"{length:,} of {self._limit:,} characters")
        elif self._limit:
            self.set_echo("")
        self.changed.emit()


class ChoiceField(Field):
    """One of several: up to five as radio buttons, more as a combo box. Nothing is chosen for the person."""

    def __init__(
        self,
        words: str,
        options: Mapping[str, str],
        hint_words: str = "",
        *,
        optional: bool = False,
        value: str = "",
        combo: bool = False,
    ) -> None:
        self._options = dict(options)
        self._combo: QComboBox | None = None
        self._radios: dict[str, Radio] = {}
        holder = self._make_combo() if combo or len(options) > RADIOS_AT_MOST else self._make_radios()
        super().__init__(words, holder, hint_words, optional=optional)
        for key, radio in self._radios.items():
            radio.setAccessibleName(shown(f"{words}: {self._options[key]}"))
        if value:
            self.set_value(value)

    def _make_combo(self) -> QComboBox:
        self._combo = QComboBox()
        self._combo.addItem("Choose one", "")
        for key, words in self._options.items():
            self._combo.addItem(shown(words), key)
        self._combo.activated.connect(lambda _row: self.changed.emit())
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.currentTextChanged.connect(self._combo.setToolTip)  # where it is too narrow for its words
        self._combo.setMinimumContentsLength(12)
        self._combo.view().setAccessibleName("Choices")
        return self._combo

    def _make_radios(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 12)
        self._group = QButtonGroup(holder)
        for key, words in self._options.items():
            radio = Radio(words)
            self._radios[key] = radio
            self._group.addButton(radio)
            flow.addWidget(radio)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def controls(self) -> tuple[QWidget, ...]:
        return tuple(self._radios.values()) or (self.box,)

    def focus(self) -> None:
        chosen = next((radio for radio in self._radios.values() if radio.isChecked()), None)
        first = chosen or next(iter(self._radios.values()), self.box)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> str:
        """The key chosen, or an empty string."""
        if self._combo is not None:
            return str(self._combo.currentData() or "")
        return next((key for key, radio in self._radios.items() if radio.isChecked()), "")

    def set_value(self, value: Any) -> None:
        if self._combo is not None:
            self._combo.setCurrentIndex(max(0, self._combo.findData(value)))
            return
        if value in self._radios:
            self._radios[value].setChecked(True)
        else:
            self._group.setExclusive(False)  # otherwise the last one chosen cannot be let go
            for radio in self._radios.values():
                radio.setChecked(False)
            self._group.setExclusive(True)
        for key, radio in self._radios.items():  # Tab comes to the one chosen, as after a choice by keys
            by_tab = value not in self._radios or key == value
            radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus if by_tab else Qt.FocusPolicy.ClickFocus)

    def set_options(self, options: Mapping[str, str]) -> None:
        """Other choices in a combo box; keeps the chosen one if it is still there. Raises TypeError for radio
        buttons.
        """
        if self._combo is None:
            raise TypeError("radio buttons are made once")
        kept = self.value()
        self._combo.clear()
        self._combo.addItem("Choose one", "")
        for key, words in options.items():
            self._combo.addItem(shown(words), key)
        self.set_value(kept)


def text_field(words: str, hint: str = "", *, optional: bool = False, value: str = "", em: float = 0) -> TextField:
    """One line; ``em`` limits its width where the length of the answer is known."""
    return TextField(words, hint, optional=optional, value=value, em=em)


def number_field(words: str, hint: str = "", *, low: int = 0, high: int = 99, value: int = 0) -> NumberField:
    """A whole number."""
    return NumberField(words, hint, low=low, high=high, value=value)


def date_field(words: str, hint: str = "", *, optional: bool = False, value: PartialDate | None = None) -> DateField:
    """A date with its reading under it."""
    return DateField(words, hint, optional=optional, value=value)


def long_text(
    words: str, hint: str = "", *, optional: bool = False, value: str = "", lines: int = 3, limit: int = 0
) -> LongText:
    """Several lines, growing to twelve."""
    return LongText(words, hint, optional=optional, value=value, lines=lines, limit=limit)


def choice(
    words: str,
    options: Mapping[str, str],
    hint: str = "",
    *,
    optional: bool = False,
    value: str = "",
    combo: bool = False,
) -> ChoiceField:
    """One of ``{key: words}``."""
    return ChoiceField(words, options, hint, optional=optional, value=value, combo=combo)


def check(words: str, on_change: Callable[[bool], None] | None = None) -> Check:
    """A box to tick."""
    return Check(words, on_change)
