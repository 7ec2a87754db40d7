"""The design tokens as data: colours of four themes, type, space, targets, layout.

Everything on screen takes its colours and sizes from here; nothing else names one (look, sections 1 to 3).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

THEMES = ("light", "dark", "high-contrast", "high-contrast-light")


class Look(Protocol):
    """What the style sheet and the icons ask of the theme that is on."""

    @property
    def name(self) -> str:
        """Which of ``THEMES`` it is."""

    def hex(self, role: str) -> str:
        """The colour of ``role`` as ``#RRGGBB``."""

    def px(self, pixels: float) -> int:
        """Pixels at 100 % as pixels now."""

    def control(self) -> int:
        """Height of a button or field at 100 %."""


@dataclass(frozen=True)
class TypeRole:
    """One kind of text on screen: size in points at 96 dpi and 100 %, leading as a factor, bold or not."""

    points: float
    leading: float
    bold: bool


@dataclass(frozen=True)
class Tokens:
    """The whole of ``tokens.toml``: ``colours[theme][role]`` is ``#RRGGBB``; spaces and targets are pixels at 100 %."""

    colours: Mapping[str, Mapping[str, str]]
    types: Mapping[str, TypeRole]
    scale_steps: tuple[int, ...]
    family_screen: str
    family_document: str
    space: Mapping[str, int]
    target: Mapping[str, int]
    layout: Mapping[str, Any]
    text_pairs: tuple[str, ...]
    edge_pairs: tuple[str, ...]


@cache
def tokens() -> Tokens:
    """Read the tokens once."""
    raw = tomllib.loads(files("resources").joinpath("theme/tokens.toml").read_text("utf-8"))
    screen = raw["type"]["screen"]
    types = {
        name: TypeRole(float(value[0]), float(value[1]), value[2] >= 600)
        for name, value in screen.items()
        if isinstance(value, list) and name != "scale_steps"
    }
    return Tokens(
        colours=raw["colour"],
        types=types,
        scale_steps=tuple(screen["scale_steps"]),
        family_screen=raw["type"]["family_screen"],
        family_document=raw["type"]["family_document"],
        space=raw["space"],
        target=raw["target"],
        layout=raw["layout"],
        text_pairs=tuple(raw["pairs"]["text_4_5"]),
        edge_pairs=tuple(raw["pairs"]["edge_3_0"]),
    )


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2, definition of relative luminance)."""

    def channel(two: str) -> float:
        part = int(two, 16) / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (channel(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
