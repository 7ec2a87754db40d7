"""The one place where tokens become a palette, a style sheet, fonts and sizes; switched live.

Look, sections 1 to 3: roles not hex, points by text scale, spaces by the same scale. Widgets carry dynamic properties
(``type`` for their text, ``space`` and ``margins`` on layouts)
and this module dresses them at each change; a widget that paints itself has ``retheme()``.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

from PySide6.QtCore import QMargins, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from desktop.qt.icons import Icons
from desktop.qt.sheet import style_sheet
from desktop.qt.tokens import THEMES, tokens

_PALETTE = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection-text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text-muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "edge",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Shadow: "line",
}


class Theme(QObject):
    """What everything looks like now. ``changed`` follows each switch, after the widgets were dressed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wish = "light"
        self.scale = 1.0
        self.density = "regular"
        self.icons = Icons(self)
        self._fonts: dict[str, QFont] = {}
        self._families_loaded = False

    # ---- what it is
    @property
    def name(self) -> str:
        """The theme shown: the wish, or what the computer asks for when the wish is ``system``."""
        if self.wish != "system":
            return self.wish
        hints = QGuiApplication.styleHints()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        if _wants_contrast(hints):
            return "high-contrast" if dark else "high-contrast-light"
        return "dark" if dark else "light"

    def hex(self, role: str) -> str:
        """The colour of ``role`` as ``#RRGGBB``. Raises KeyError for a role that no token names."""
        return tokens().colours[self.name][role]

    def colour(self, role: str) -> QColor:
        """The colour of ``role``."""
        return QColor(self.hex(role))

    def font(self, kind: str = "body") -> QFont:
        """The font of one kind of text (``tokens.types``; ``link`` is body underlined, ``caption-strong`` bold
        caption).
        """
        if kind not in self._fonts:
            self._fonts[kind] = self._make_font(kind)
        return QFont(self._fonts[kind])

    def _make_font(self, kind: str) -> QFont:
        base, _, extra = kind.partition("-")
        if base == "link":
            base, extra = "body", "link"
        role = tokens().types[base]
        font = QFont([tokens().family_screen, tokens().family_document, "Noto Sans"])
        font.setPointSizeF(role.points * 96 / _dpi() * self.scale)
        font.setBold(role.bold or extra == "strong")
        font.setUnderline(extra == "link")
        font.setItalic(extra == "italic")
        return font

    def px(self, pixels: float) -> int:
        """Pixels at 100 % as pixels now."""
        return round(pixels * self.scale)

    def em(self) -> float:
        """Pixels of one em (16 at 100 %)."""
        return 16 * self.scale

    def control(self) -> int:
        """Height of a button or field at 100 %, by density."""
        return tokens().target["row_roomy" if self.density == "roomy" else "control"]

    def row(self) -> int:
        """Height of a list row now, in pixels."""
        return self.px(tokens().target["row_roomy" if self.density == "roomy" else "row"])

    def leading(self, kind: str) -> float:
        """Line height of one kind of text, as a factor."""
        return tokens().types[kind.partition("-")[0]].leading

    # ---- how it changes
    def set(self, *, wish: str = "", scale: int = 0, density: str = "") -> None:
        """Switch to a theme (or ``system``), a text scale in per cent (100 to 200), a density. No restart."""
        if wish and wish != "system" and wish not in THEMES:
            raise ValueError(wish)
        self.wish = wish or self.wish
        self.scale = min(200, max(100, scale)) / 100 if scale else self.scale
        self.density = density or self.density
        self.apply()

    def step(self, by: int) -> int:
        """One text size up (1), down (-1) or back to 100 % (0); gives the per cent now."""
        steps = tokens().scale_steps
        now = round(self.scale * 100)
        at = max((i for i, step in enumerate(steps) if step <= now), default=0)
        wanted = 100 if by == 0 else steps[min(len(steps) - 1, max(0, at + by))]
        self.set(scale=wanted)
        return wanted

    def apply(self) -> None:
        """Dress the whole application anew: palette, font, style sheet, every widget that is there."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._load_families()
        self._fonts.clear()
        self.icons.clear()
        if app.style().name().lower() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(self._palette())
        app.setFont(self.font("body"))
        app.setStyleSheet(style_sheet(self))
        for window in app.topLevelWidgets():
            self.dress(window)
        self.changed.emit()

    def follow(self) -> None:
        """Go along with the computer's own light, dark and contrast setting while the wish is ``system``."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._computer_changed)
        access = getattr(hints, "accessibility", None)
        if access is not None:
            access().contrastPreferenceChanged.connect(self._computer_changed)

    def _computer_changed(self, _how: object = None) -> None:
        if self.wish == "system":
            QTimer.singleShot(0, self.apply)

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text-off"))
        return palette

    def _load_families(self) -> None:
        if self._families_loaded:
            return
        for file in files("resources").joinpath("fonts").iterdir():
            if file.name.endswith(".ttf"):
                with as_file(file) as path:
                    QFontDatabase.addApplicationFont(str(path))
        self._families_loaded = True

    # ---- dressing widgets
    def dress(self, widget: QWidget) -> None:
        """Give ``widget`` and all below it the fonts, spaces and icons of now."""
        for one in (widget, *widget.findChildren(QWidget)):
            self.dress_one(one)
        for layout in widget.findChildren(QLayout):
            self.dress_layout(layout)

    def dress_one(self, widget: QWidget) -> None:
        """Fonts, icon and own painting of one widget."""
        kind = widget.property("type")
        if kind:
            widget.setFont(self.font(kind))
        retheme = getattr(widget, "retheme", None)
        if retheme is not None:
            retheme()

    def dress_layout(self, layout: QLayout) -> None:
        """Spaces of one layout, from its properties ``space`` and ``margins`` (left, top, right, bottom at 100 %)."""
        space, margins = layout.property("space"), layout.property("margins")
        if space is not None:
            layout.setSpacing(self.px(space))
        if margins is not None:
            layout.setContentsMargins(QMargins(*(self.px(side) for side in margins)))

    def text_width(self, words: str, kind: str = "body") -> float:
        """Pixels that ``words`` take in one line."""
        return QFontMetricsF(self.font(kind)).horizontalAdvance(words)


def _dpi() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInchY() if screen is not None else 96.0


def _wants_contrast(hints: Any) -> bool:
    access = getattr(hints, "accessibility", None)  # from Qt 6.10 on
    if access is None:
        return False
    return bool(access().contrastPreference() is Qt.ContrastPreference.HighContrast)


_theme: Theme | None = None


def theme() -> Theme:
    """The theme of this process; needs a QApplication before ``apply``."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme
