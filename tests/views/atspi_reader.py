"""Read a window as a screen reader does: run by a Python that has gi, in another process than the window.

Prints one JSON list of ``[depth, role, name, description, states]`` for the application called by ``argv[1]``.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def main(wanted: str) -> int:
    """Wait up to 20 s for the application, then walk it."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    Atspi.init()
    found: list[Any] = []
    for _ in range(100):
        desktop = Atspi.get_desktop(0)
        apps = [desktop.get_child_at_index(at) for at in range(desktop.get_child_count())]
        found = [app for app in apps if app is not None and wanted in (app.get_name() or "") and app.get_child_count()]
        if found:
            break
        time.sleep(0.2)
    rows: list[list[Any]] = []

    def walk(one: Any, depth: int) -> None:
        if one is None or depth > 40 or len(rows) > 3000:
            return
        states = one.get_state_set()
        kept = [name for name in ("FOCUSABLE", "FOCUSED", "SHOWING") if states.contains(getattr(Atspi.StateType, name))]
        rows.append([depth, one.get_role_name(), one.get_name() or "", one.get_description() or "", kept])
        for at in range(min(one.get_child_count(), 300)):
            walk(one.get_child_at_index(at), depth + 1)

    for app in found:
        walk(app, 0)
    print(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
