"""What is not shown until somebody asks: a picture as a blur of colours, words as lines that cannot be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.qt.theme import theme
from views import kit
from views.kit.reader import hatch

BLUR_PX = 6
"""A picture is drawn this many pixels wide before it is blown up: nothing in it can be made out."""


class Blur(QWidget):
    """A picture of a few colours, or hatching where there is no picture."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setAccessibleName("Covered")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QImage) -> None:
        """Blow up ``picture``, which is no more than ``BLUR_PX`` wide."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(150))

    def retheme(self) -> None:
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = QRect(0, 0, min(self.width(), theme().px(360)), self.height())
        painter.fillRect(room, theme().colour("sunken"))
        if self._picture.isNull():
            painter.fillRect(room, hatch())
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            painter.drawImage(room, self._picture.scaled(room.size(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        painter.setPen(theme().colour("line"))
        painter.drawRect(room.adjusted(0, 0, -1, -1))


class Covered(QWidget):
    """The blur, why it is covered, and the button that shows what lies beneath."""

    def __init__(self, on_show: Callable[[], None]) -> None:
        super().__init__()
        self.blur = Blur()
        self.title = kit.h2("")
        self.why = kit.label("", role="muted")
        self.button = kit.button("Show it", on_show, icon="eye")
        kit.column(
            self.blur,
            self.title,
            self.why,
            kit.row_left(self.button),
            None,
            parent=self,
            space=8,
            margins=(24, 24, 24, 24),
        )

    def say(self, title: str, why: str, button: str) -> None:
        """What is covered, why, and the words on the button."""
        self.blur.show_picture(QImage())
        self.title.setText(title)
        self.why.setText(why)
        self.button.setText(button)
        self.button.updateGeometry()
