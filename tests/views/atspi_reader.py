"""Read a window as a screen reader does: run by a Python that has gi, in another process than the window.

Stays and answers lines: ``read`` with the tree as it shows, ``said`` with what was announced since it was last asked,
``focus`` with what has the keyboard: ``[role, name, text, focused]``. Each answer is one line of JSON; a row of the
tree is ``[depth, role, name, description, states]``.
"""

from __future__ import annotations

import json
import sys
from typing import Any

STATES = ("FOCUSABLE", "FOCUSED", "SHOWING")
MOST_CHILDREN = 60
"""Of the cells of a table or the lines of a list so many are read; they are all made by one model."""


class Reader:
    """One application on the bus."""

    def __init__(self, wanted: str) -> None:
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib

        self.atspi, self.context = Atspi, GLib.MainContext.default()
        self.wanted, self.heard = wanted, list[str]()
        self.at: Any = None
        Atspi.init()
        self.listener = Atspi.EventListener.new(lambda event: self.heard.append(str(event.any_data)))
        self.listener.register("object:announcement")
        self.follower = Atspi.EventListener.new(self.follow)
        self.follower.register("object:state-changed:focused")

    def follow(self, event: Any) -> None:
        """Keep what was given the keyboard last."""
        if event.detail1:
            self.at = event.source

    def settle(self) -> None:
        """Let what was told come in."""
        for _ in range(500):
            if not self.context.iteration(False):
                return

    def read(self) -> list[list[Any]]:
        """What shows now; nothing while the window changes under its eyes."""
        self.settle()
        desktop = self.atspi.get_desktop(0)
        rows: list[list[Any]] = []
        try:
            for at in range(desktop.get_child_count()):
                app = desktop.get_child_at_index(at)
                if app is not None and self.wanted in (app.get_name() or ""):
                    app.clear_cache()
                    self.walk(app, 0, rows)
        except Exception:
            return []
        return rows

    def walk(self, one: Any, depth: int, rows: list[list[Any]]) -> None:
        """What shows of ``one`` and below it; what is hidden is hidden from a reader too."""
        if one is None or depth > 40 or len(rows) > 4000:
            return
        states = one.get_state_set()
        kept = [name for name in STATES if states.contains(getattr(self.atspi.StateType, name))]
        rows.append([depth, one.get_role_name(), one.get_name() or "", one.get_description() or "", kept])
        if depth > 1 and "SHOWING" not in kept:
            return
        for at in range(min(one.get_child_count(), MOST_CHILDREN)):
            self.walk(one.get_child_at_index(at), depth + 1, rows)

    def focus(self) -> list[Any]:
        """What has the keyboard; nothing while it is on its way from one to another."""
        self.settle()
        try:
            self.at.clear_cache()
            text, written = self.atspi.Text, "Text" in self.at.get_interfaces()
            held = text.get_text(self.at, 0, text.get_character_count(self.at)) if written else ""
            focused = self.at.get_state_set().contains(self.atspi.StateType.FOCUSED)
            name, label = self.at.get_name() or "", self.label(self.at)
            role = self.at.get_role_name()
            return [role, label, name, focused] if role == "combo box" and label else [role, name, held, focused]
        except Exception:
            return []

    def label(self, one: Any) -> str:
        """The words of what labels it: Qt gives the choice made as the name of a box to choose from."""
        for relation in one.get_relation_set():
            if relation.get_relation_type() == self.atspi.RelationType.LABELLED_BY and relation.get_n_targets():
                return relation.get_target(0).get_name() or ""
        return ""

    def said(self) -> list[str]:
        """What was announced since the last time."""
        self.settle()
        heard, self.heard = self.heard, []
        return heard


def main(wanted: str) -> int:
    """Answer until there are no more lines."""
    reader = Reader(wanted)
    for line in sys.stdin:
        print(json.dumps(getattr(reader, line.strip())()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
