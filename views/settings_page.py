"""Settings: made from their schema; each says what it is by default and how to go back (interface checklist 52)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.qt.settings import SCHEMA, Setting, Settings
from views import kit
from views.kit.fields import ChoiceField, Field, NumberField
from views.page import Context, Page


class SettingRow(QWidget):
    """One setting: its control, its default and a way back to it."""

    def __init__(self, setting: Setting, settings: Settings, on_change: Callable[[str], None]) -> None:
        super().__init__()
        self.setting = setting
        self._settings = settings
        self._on_change = on_change
        self._values = {str(value): value for value, _ in setting.values}
        self.field = self._make()
        self._note = kit.label("", "caption", "muted", wrap=False)
        self._reset = kit.link("Back to the default", self.reset, kind="caption-link")
        self._reset.setAccessibleName(f"Back to the default: {setting.title}")
        parts: list[QWidget] = [self.field]
        if setting.risky:
            parts.append(kit.state(setting.risky, kind="caption", icon="warning", tone="warning"))
        under = kit.row(self._note, space=12)
        under.addWidget(self._reset)
        under.addStretch(1)
        kit.column(*parts, under, parent=self, space=2)
        self.field.changed.connect(self._changed)
        self._show()

    def _make(self) -> Field:
        setting, value = self.setting, self._settings.get(self.setting.key)
        if setting.values:
            words = {str(one): text for one, text in setting.values}
            field: Field = ChoiceField(setting.title, words, setting.explain, value=str(value))
        else:
            field = NumberField(setting.title, setting.explain, low=setting.low, high=setting.high, value=value)
        return field

    def matches(self, words: str) -> bool:
        """Whether the words stand in this setting."""
        text = " ".join((self.setting.title, self.setting.explain, *(words for _, words in self.setting.values)))
        return words.strip().lower() in text.lower()

    def reset(self) -> None:
        """Back to the default."""
        self._settings.reset(self.setting.key)
        self.read()
        self._on_change(self.setting.key)
        self.field.focus()

    def read(self) -> None:
        """Show what is kept."""
        value = self._settings.get(self.setting.key)
        self.field.set_value(str(value) if self.setting.values else value)
        self._show()

    def _changed(self) -> None:
        typed = self.field.value()
        self._settings.set(self.setting.key, self._values[typed] if self.setting.values else typed)
        self._show()
        self._on_change(self.setting.key)

    def _show(self) -> None:
        default = self.setting.default
        words = next((text for value, text in self.setting.values if value == default), str(default))
        self._note.setText(f"Default: {words}")
        self._reset.setVisible(self._settings.get(self.setting.key) != default)


class SettingsPage(Page):
    """All settings of this computer, with a search box."""

    TITLE = "Settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title="Settings",
            facts="Kept on this computer, outside the vault. Never case material.",
            actions=[kit.button("Manual", lambda: context.navigate("manual"), icon="help", key="Shift+F1")],
        )
        self.search = kit.text_field("Find a setting", em=24)
        self.search.line.textChanged.connect(self._find)
        self.none = kit.label("", role="muted")
        self.none.hide()
        inner = QWidget()
        layout = kit.column(self.search, self.none, parent=inner, space=16, margins=(24, 16, 24, 24))
        self.rows: list[SettingRow] = []
        self._heads: dict[str, QWidget] = {}
        for setting in SCHEMA:
            if not setting.section:
                continue
            if setting.section not in self._heads:
                head = kit.section_head(setting.section)
                self._heads[setting.section] = head
                layout.addWidget(head)
            one = SettingRow(setting, context.settings, self._changed)
            self.rows.append(one)
            layout.addWidget(one)
        layout.addStretch(1)
        self.body.addWidget(kit.scroll(kit.measure(inner, 52)))

    def arrive(self, **where: object) -> None:
        for one in self.rows:
            one.read()
        if context_notice := self.context.settings.notice:
            self.context.notice(context_notice, "warn")

    def _changed(self, _key: str) -> None:
        self.context.status("Settings saved on this computer")

    def _find(self, words: str) -> None:
        shown = [one for one in self.rows if one.matches(words)]
        for one in self.rows:
            one.setVisible(one in shown)
        for section, head in self._heads.items():
            head.setVisible(any(one.setting.section == section for one in shown))
        self.none.setText(f"No results for “{words}”. Looked in the names and explanations of the settings.")
        self.none.setVisible(not shown)
