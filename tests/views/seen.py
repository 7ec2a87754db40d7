"""Everything a window shows or says, by every way a person or a program could read it.

Texts of controls (every property that holds text), models in every role, lists of completions, menus, what a screen
reader is told, and the words that painters really draw, taken from a paint device that keeps them: a delegate that
draws something else than its model says is caught too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QPaintDevice, QPaintEngine, QRegion
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QCompleter, QLineEdit, QWidget
from shiboken6 import getCppPointer

ROLES = (0, 2, 3, 4, 5, 11, 12, *range(256, 264))
"""Of models: words, edited words, tool tip, status tip, what's this, spoken words and description, and our own."""
ROWS = 400
_NO_WORDS = frozenset({"objectName", "styleSheet", "html", "markdown", "inputMask", "windowFilePath"})
_TOLD = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
_PROPERTIES: dict[str, tuple[str, ...]] = {}


class _Engine(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.words: list[str] = []

    def begin(self, _device: Any) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: Any) -> None:
        return

    def drawTextItem(self, _at: Any, item: Any) -> None:
        self.words.append(item.text())

    def _nothing(self, *_what: Any) -> None:
        return

    drawPixmap = drawImage = drawTiledPixmap = drawPath = drawPolygon = drawRects = drawLines = drawEllipse = _nothing


class Paper(QPaintDevice):
    """A device on which words are kept and nothing is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = _Engine()

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, wanted: QPaintDevice.PaintDeviceMetric) -> int:
        known = QPaintDevice.PaintDeviceMetric
        size = {known.PdmWidth: 4000, known.PdmHeight: 4000, known.PdmWidthMM: 1000, known.PdmHeightMM: 1000}
        dots = dict.fromkeys((known.PdmDpiX, known.PdmDpiY, known.PdmPhysicalDpiX, known.PdmPhysicalDpiY), 96)
        return (size | dots | {known.PdmDepth: 32, known.PdmNumColors: 1 << 24}).get(wanted, 1)


def drawn(widget: QWidget) -> list[str]:
    """The words that are painted in ``widget`` and what lies in it, whether in sight or scrolled away."""
    paper = Paper()
    widget.render(paper, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return paper.engine.words


def everything(*widgets: QWidget) -> Iterator[tuple[str, str]]:
    """Pairs of where and what, of these widgets and of every other window that the program has."""
    models: set[int] = set()
    own = {one.window() for one in widgets}
    roots = [*widgets, *(one for one in QApplication.topLevelWidgets() if one not in own)]
    for root in roots:
        for one in (root, *root.findChildren(QObject)):
            yield from _of_object(one, models)
        yield from (("spoken", words) for words in spoken(root))
        if root.isVisible():
            yield from (("drawn", words) for words in drawn(root))


def _text_properties(one: QObject) -> tuple[str, ...]:
    meta = one.metaObject()
    kind = meta.className()
    if kind not in _PROPERTIES:
        all_of_it = [meta.property(at) for at in range(meta.propertyCount())]
        texts = [one.name() for one in all_of_it if one.typeName() in ("QString", "QStringList")]
        _PROPERTIES[kind] = tuple(name for name in texts if name not in _NO_WORDS)
    return _PROPERTIES[kind]


def _of_object(one: QObject, models: set[int]) -> Iterator[tuple[str, str]]:
    for name in _text_properties(one):
        value = one.property(name)
        for words in value if isinstance(value, list) else [value]:
            if words:
                yield f"{type(one).__name__}.{name}", words
    model = one.model() if isinstance(one, QAbstractItemView | QComboBox | QCompleter) else None
    if isinstance(one, QLineEdit) and one.completer() is not None:
        model = one.completer().model()
    known = getCppPointer(model)[0] if model is not None else 0
    if known and known not in models:
        models.add(known)
        yield from _of_model(type(one).__name__, model)


def _of_model(owner: str, model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for column in range(columns):
        for role in ROLES:
            value = model.headerData(column, Qt.Orientation.Horizontal, role)
            if value is not None:
                yield f"{owner}.head", str(value)
    for row in range(min(model.rowCount(QModelIndex()), ROWS)):
        for column in range(columns):
            at = model.index(row, column)
            for role in ROLES:
                value = model.data(at, role)
                if value is not None and not isinstance(value, int | bool):
                    yield f"{owner}.{role}", repr(value)


def spoken(root: QWidget) -> Iterator[str]:
    """What a screen reader can ask for."""
    seen = 0

    def walk(interface: Any, depth: int) -> Iterator[str]:
        nonlocal seen
        seen += 1
        if interface is None or not interface.isValid() or depth > 40 or seen > 6000:
            return
        for kind in _TOLD:
            if words := interface.text(kind):
                yield words
        text = interface.textInterface()
        if text is not None:
            yield text.text(0, text.characterCount())
        for at in range(min(interface.childCount(), ROWS)):
            yield from walk(interface.child(at), depth + 1)

    yield from walk(QAccessible.queryAccessibleInterface(root), 0)
