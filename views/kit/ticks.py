"""Boxes to tick and round buttons whose words go on in the next line where there is too little room for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton

from desktop.qt.presenting import shown
from views.kit.said import Said, without_mnemonic

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TALL = 10_000

_Button = QAbstractButton if TYPE_CHECKING else object


class _Wrapping(Said, _Button):
    """Stands before the Qt class, whose words stay as they are: only how they are drawn and measured differs."""

    CONTROL: QStyle.ControlElement
    CONTENTS: QStyle.SubElement

    def _let_wrap(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _option(self, width: int) -> tuple[QStyleOptionButton, QRect]:
        """How the control is drawn when it is so wide, without its words, and the place of those."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, width, self.height())
        room = self.style().subElementRect(self.CONTENTS, option, self)
        option.text = ""
        return option, room

    def _plain(self) -> str:
        return without_mnemonic(self.text())

    def _fits(self, room: QRect) -> bool:
        return self.fontMetrics().horizontalAdvance(self._plain()) <= room.width()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        one = self.sizeHint().height()
        _, room = self._option(width)
        if self._fits(room):
            return one
        metrics = self.fontMetrics()
        asked = metrics.boundingRect(QRect(0, 0, max(1, room.width()), _TALL), _WRAP.value, self._plain())
        return max(one, one - metrics.height() + asked.height())

    def minimumSizeHint(self) -> QSize:
        """As wide as the box and the longest word."""
        hint, metrics = self.sizeHint(), self.fontMetrics()
        beside = hint.width() - metrics.horizontalAdvance(self._plain())
        longest = max((metrics.horizontalAdvance(word) for word in self._plain().split()), default=0)
        return QSize(min(hint.width(), beside + longest), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option, room = self._option(self.width())
        if self._fits(room):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawControl(self.CONTROL, option, painter, self)
        self.style().drawItemText(
            painter, room, _WRAP.value, option.palette, self.isEnabled(), self._plain(), self.foregroundRole()
        )


class Check(_Wrapping, QCheckBox):
    """A box to tick, with its words."""

    CONTROL, CONTENTS = QStyle.ControlElement.CE_CheckBox, QStyle.SubElement.SE_CheckBoxContents

    def __init__(self, words: str, on_change: Callable[[bool], None] | None = None) -> None:
        super().__init__(shown(words))
        self._let_wrap()
        if on_change is not None:
            self.toggled.connect(on_change)


class Radio(_Wrapping, QRadioButton):
    """One choice of several, with its words."""

    CONTROL, CONTENTS = QStyle.ControlElement.CE_RadioButton, QStyle.SubElement.SE_RadioButtonContents

    def __init__(self, words: str) -> None:
        super().__init__(shown(words))
        self._let_wrap()
