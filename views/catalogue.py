"""Every page there is. A page that is not listed is shown nowhere; one line is enough."""

from __future__ import annotations

from importlib import import_module

from views.analysis.pages import ANALYSIS
from views.casework.pages import CASEWORK
from views.disclosure.pages import DISCLOSURE
from views.exchange.pages import EXCHANGE
from views.markers.pages import MARKERS
from views.page import Page, PageSpec
from views.people.pages import PEOPLE
from views.release.pages import RELEASE

PAGES: tuple[PageSpec, ...] = (
    *CASEWORK,
    *PEOPLE,
    *MARKERS,
    *ANALYSIS,
    *DISCLOSURE,
    *RELEASE,
    *EXCHANGE,
    PageSpec("manual", "Manual", icon="help", make="views.manual.page:ManualPage", shortcut="Shift+F1"),
    PageSpec("event-mode", "Event mode", icon="present", make="views.event_page:EventPage"),
    PageSpec("settings", "Settings", icon="settings", make="views.settings_page:SettingsPage"),
)


def specs() -> dict[str, PageSpec]:
    """The pages by id, in order."""
    return {spec.id: spec for spec in sorted(PAGES, key=lambda spec: (spec.level, spec.order))}


def load(spec: PageSpec) -> type[Page]:
    """The page's class, imported now."""
    module, _, name = spec.make.partition(":")
    found = getattr(import_module(module), name)
    assert issubclass(found, Page)
    return found  # type: ignore[no-any-return]
