"""Line icons recoloured from the tokens, cached per theme and scale.

The files hold one colour, black; it is replaced in the bytes before they are drawn, because Qt's SVG knows no current
colour (look, section 7). For the style sheet the recoloured copies are Qt resources in memory, ``:/theme-NAME/``: no
file is written.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from desktop.qt.in_memory import register
from desktop.qt.tokens import Look

_DOT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 18 18">'
    b'<circle cx="9" cy="9" r="4.5" fill="#000000"/></svg>'
)
_SHEET_ICONS = {"done": "accent", "down": "text-muted", "up": "text-muted", "dot": "accent"}


@cache
def _source(name: str) -> bytes:
    if name == "dot":
        return _DOT
    return files("resources").joinpath(f"icons/{name}.svg").read_bytes()


class Icons:
    """Icons of the theme now. ``clear`` after each switch."""

    def __init__(self, theme: Look) -> None:
        self._theme = theme
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._registered: set[str] = set()

    def clear(self) -> None:
        """Forget what was drawn and have the style sheet's icons ready in the new colours."""
        self._pixmaps.clear()
        folder = f"theme-{self._theme.name}"
        if folder not in self._registered:
            self._registered.add(folder)
            register(folder, {f"{name}.svg": self.svg(name, role) for name, role in _SHEET_ICONS.items()})

    def svg(self, name: str, role: str) -> bytes:
        """The icon's file in the colour of ``role``."""
        return _source(name).replace(b"#000000", self._theme.hex(role).encode())

    def pixmap(self, name: str, role: str = "text", size: int = 20) -> QPixmap:
        """The icon drawn ``size`` px wide at 100 %, scaled with the text and the screen."""
        pixels = self._theme.px(size)
        key = (name, role, pixels)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, role, pixels)
        return self._pixmaps[key]

    def icon(self, name: str, role: str = "text", size: int = 20) -> QIcon:
        """The same as a QIcon."""
        return QIcon(self.pixmap(name, role, size))

    def _draw(self, name: str, role: str, pixels: int) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer  # here: loading it costs start-up time and unlock needs few icons

        screen = QGuiApplication.primaryScreen()
        ratio = max(1.0, screen.devicePixelRatio() if screen is not None else 1.0)
        picture = QPixmap(round(pixels * ratio), round(pixels * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(self.svg(name, role)).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        return picture
