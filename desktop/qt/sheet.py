"""The one style sheet, by roles and dynamic properties (look, section 5).

No font size stands in it: sizes in a style sheet do not follow the text scale. Built anew at each switch; palette names are
not used, because a sheet and a palette do not update together.
"""

# ruff: noqa: E501 -- a rule of the sheet stands on one line, however many states it has

from __future__ import annotations

import re

from desktop.qt.tokens import Look, tokens

_SHEET = """
QMainWindow, QWidget#page, QWidget#stage, QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: {surface}; }
QWidget#stone, QWidget#sideScrolled { background: {window}; }
QWidget#well { background: {sunken}; }
QWidget#raisedGround { background: {raised}; }
QScrollArea { border: 0; }
QToolTip { background: {raised}; color: {text}; border: 1px solid {edge}; padding: @4; }

QFrame#rule { background: {line}; border: 0; max-height: 1px; min-height: 1px; }
QFrame#ruleUpright { background: {line}; border: 0; max-width: 1px; min-width: 1px; }
QFrame#edgeRule { background: {edge}; border: 0; max-height: 1px; min-height: 1px; }
QSplitter::handle { background: {line}; }
QSplitter::handle:hover { background: {accent}; }

QLabel { background: transparent; color: {text}; }
QLabel[role="muted"], QLabel[role="hint"] { color: {text-muted}; }
QLabel[role="off"] { color: {text-off}; }
QLabel[role="error"] { color: {danger}; }
QLabel[role="warning"] { color: {warning}; }
QLabel[role="accent"] { color: {accent}; }
QLabel[role="key"] { color: {text-muted}; background: {surface}; border: 1px solid {line}; border-bottom: 2px solid {line}; border-radius: 3px; padding: 0 @5; }

QFrame#nav { background: {window}; border: 0; border-right: 1px solid {line}; }
QListView#navList { background: {window}; color: {text}; border: 0; outline: 0; }
QListView#plainList { background: {surface}; color: {text}; border: 0; outline: 0; }
QListView#popupList { background: {raised}; color: {text}; border: 0; outline: 0; }
QFrame#header { background: {surface}; border: 0; border-bottom: 1px solid {line}; }
QFrame#statusLine { background: {window}; border: 0; border-top: 1px solid {line}; }
QFrame#actionBar { background: {surface}; border: 0; border-top: 1px solid {line}; }
QFrame#sidePanel { background: {window}; border: 0; border-left: 1px solid {line}; }
QFrame#card { background: {surface}; border: 1px solid {edge}; border-radius: 6px; }
QFrame#well { background: {raised}; border: 1px solid {edge}; border-radius: 6px; }
QFrame#popup { background: {raised}; border: 1px solid {edge}; border-radius: 6px; }

QFrame#field { background: transparent; border: 0; }
QFrame#field[bad="true"] { border: 0; border-left: 3px solid {danger}; }

QPushButton, QToolButton { background: {raised}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 0 @12; min-height: @control1; }
QPushButton:hover, QToolButton:hover { border-color: {accent}; }
QPushButton:focus, QToolButton:focus { border: 3px solid {focus}; padding: 0 @f12; min-height: @control3; }
QPushButton[role="main"] { background: {accent}; color: {accent-text}; border-color: {accent}; }
QPushButton[role="main"]:hover { background: {accent-hover}; border-color: {accent-hover}; }
QPushButton[role="main"]:focus { border: 3px solid {focus}; }
QPushButton[role="danger"] { color: {danger}; border-color: {danger}; }
QPushButton[role="danger"]:focus { border: 3px solid {focus}; }
QPushButton[role="plain"] { background: transparent; color: {accent}; border-color: transparent; padding: 0 @6; }
QPushButton[role="plain"]:hover { border-color: {accent}; }
QPushButton[role="plain"]:focus { border: 3px solid {focus}; padding: 0 @f6; }
QPushButton[role="icon"] { padding: 0; min-width: @control1; max-width: @control1; }
QPushButton[role="icon"]:focus { padding: 0; min-width: @control3; max-width: @control3; }
QPushButton[role="switch"] { min-height: @46; padding: 0 @8; }
QPushButton[role="switch"]:focus { min-height: @s46; padding: 0 @f8; }
QPushButton[role="link"], QPushButton[role="link"]:focus { background: transparent; border: 0; padding: 0; min-height: 0; color: {accent}; }
QPushButton[bad="true"] { border: 2px solid {danger}; padding: 0 @e12; min-height: @control2; }
QPushButton[chip="true"] { min-height: @26; padding: 0 @8; border-radius: 3px; }
QPushButton[chip="true"]:checked { border: 2px solid {accent}; color: {accent}; min-height: @g26; padding: 0 @e8; }
QPushButton[chip="true"]:focus { border: 3px solid {focus}; min-height: @s26; padding: 0 @f8; }
QPushButton[seg="first"], QPushButton[seg="middle"], QPushButton[seg="last"] { border-radius: 0; }
QPushButton[seg="middle"], QPushButton[seg="last"] { border-left: 0; }
QPushButton[seg="first"] { border-top-left-radius: 4px; border-bottom-left-radius: 4px; }
QPushButton[seg="last"] { border-top-right-radius: 4px; border-bottom-right-radius: 4px; }
QPushButton[seg]:checked { background: {accent}; color: {accent-text}; border-color: {accent}; }
QPushButton[seg]:focus { border: 3px solid {focus}; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox { background: {raised}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: @3 @6; selection-background-color: {selection}; selection-color: {selection-text}; }
QLineEdit, QComboBox, QSpinBox { min-height: @fieldInner; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 3px solid {focus}; padding: @f3 @f6; }
QLineEdit[bad="true"], QPlainTextEdit[bad="true"], QTextEdit[bad="true"], QComboBox[bad="true"], QSpinBox[bad="true"] { border: 2px solid {danger}; padding: @e3 @e6; }
QLineEdit[bad="true"]:focus, QPlainTextEdit[bad="true"]:focus, QTextEdit[bad="true"]:focus, QComboBox[bad="true"]:focus, QSpinBox[bad="true"]:focus { border: 3px solid {focus}; padding: @f3 @f6; }
QLineEdit:read-only { background: {sunken}; }
QTextEdit#reader { background: {surface}; border: 3px solid transparent; padding: 0; border-radius: 0; }
QFrame#accountPane { background: {surface}; border: 0; border-left: 3px solid {account}; }
QFrame#reflectionsPane { background: {reflection-ground}; border: 0; border-left: 4px double {reflection}; }
QFrame#reflectionsPane QTextEdit#reader { background: {reflection-ground}; }
QTextEdit#reader:focus { border: 3px solid {focus}; padding: 0; }
QComboBox::drop-down { border: 0; width: @28; }
QComboBox::down-arrow { image: url(:/theme-{THEME}/down.svg); width: @16; height: @16; }
QComboBox QAbstractItemView { background: {raised}; color: {text}; border: 1px solid {edge}; selection-background-color: {accent-soft}; selection-color: {text}; outline: 0; }
QSpinBox::up-button, QSpinBox::down-button { border: 0; width: @24; background: transparent; }
QSpinBox::up-arrow { image: url(:/theme-{THEME}/up.svg); width: @14; height: @14; }
QSpinBox::down-arrow { image: url(:/theme-{THEME}/down.svg); width: @14; height: @14; }

QCheckBox, QRadioButton { background: transparent; color: {text}; border: 3px solid transparent; border-radius: 4px; padding: @2; spacing: @8; min-height: @24; }
QCheckBox:focus, QRadioButton:focus { border: 3px solid {focus}; }
QCheckBox::indicator, QRadioButton::indicator { width: @18; height: @18; border: 1px solid {edge}; background: {raised}; }
QCheckBox::indicator { border-radius: 2px; }
QRadioButton::indicator { border-radius: @half18; }
QCheckBox::indicator:checked { image: url(:/theme-{THEME}/done.svg); }
QRadioButton::indicator:checked { image: url(:/theme-{THEME}/dot.svg); }
QCheckBox[bad="true"]::indicator, QRadioButton[bad="true"]::indicator { border: 2px solid {danger}; width: @16; height: @16; }

QFrame[notice="info"] { background: {info-soft}; border: 0; border-left: 3px solid {accent}; }
QFrame[notice="warn"] { background: {warning-soft}; border: 0; border-left: 3px solid {warning}; }
QFrame[notice="error"] { background: {danger-soft}; border: 0; border-left: 3px solid {danger}; }
QFrame[notice="error"]:focus { border: 3px solid {focus}; }
QFrame[notice="error"] QPushButton[role="link"] { color: {danger}; }

QTableView { background: {surface}; color: {text}; border: 0; outline: 0; selection-background-color: {accent-soft}; selection-color: {text}; }
QHeaderView { background: {sunken}; border: 0; }
QHeaderView::section { background: {sunken}; color: {text-muted}; border: 0; border-bottom: 1px solid {edge}; padding: @4 @8; text-align: left; font-weight: bold; }
QHeaderView::section:first { padding-left: @16; }
QTableCornerButton::section { background: {sunken}; border: 0; }

QProgressBar { background: {raised}; border: 1px solid {edge}; border-radius: 3px; min-height: @10; max-height: @10; }
QProgressBar::chunk { background: {accent}; }
QMenu { background: {raised}; color: {text}; border: 1px solid {edge}; padding: @4; }
QMenu::item { padding: @6 @24 @6 @12; border: 2px solid transparent; }
QMenu::item:selected { background: {accent-soft}; color: {text}; border: 2px solid {focus}; }
QMenu::separator { height: 1px; background: {line}; margin: @4; }
"""


def style_sheet(theme: Look) -> str:
    """The sheet for the theme, scale and density of ``theme``: ``{role}`` is a colour, ``@12`` is 12 px at 100 %."""
    text = _SHEET
    for role in sorted(tokens().colours[theme.name], key=len, reverse=True):
        text = text.replace("{" + role + "}", theme.hex(role))
    text = text.replace("{THEME}", theme.name)
    control = theme.control()
    named = {"fieldInner": control - 8, "half18": 9}
    for name, pixels in named.items():
        text = text.replace("@" + name, f"{theme.px(pixels)}px")
    for border in (1, 2, 3):  # the ring grows inwards: what the border gains the padding or the height gives up
        text = text.replace(f"@control{border}", f"{theme.px(control) - 2 * border}px")
    return re.sub(r"@([efgs]?)(\d+)", lambda found: f"{theme.px(int(found[2])) - _GIVEN_UP[found[1]]}px", text)


_GIVEN_UP = {"": 0, "e": 1, "f": 2, "g": 2, "s": 4}
# e and g: border 2 for 1, at one side and at both; f and s: border 3 for 1
