"""From a place in a list to the text in which it stands."""

from __future__ import annotations

from desktop.casework import marks
from desktop.session import Store
from storage.records import MaterialText
from views.casework.base import WorkPage

_PAGES = {
    "Note": ("note", "note"),
    "Meeting": ("meeting", "meeting"),
    "Material": ("item", "item"),
}
_HERE = frozenset({"RegisterRow", "Judgement", "EvidenceLink", "IndexEntry", "SignOff"})
"""Kinds whose texts are read and marked on a page of their own, from which one goes on to where they are written."""


def go_to(page: WorkPage, place: tuple[str, int, int]) -> bool:
    """Go to the page on which a text can be changed; whether there is one."""
    text = marks.place_called(place[0].partition("#")[0])
    if text is None:
        return False
    if text.kind == "MaterialText":

        def item(store: Store) -> str:
            return store.get(MaterialText, text.record_id).material_id

        page.look("Find the item", item, done=lambda found: page.context.navigate("evidence", item=found))
        return True
    if text.kind in _HERE:
        page.context.navigate("text", place=text.name, start=str(place[1]), end=str(place[2]))
        return True
    target, key = _PAGES.get(text.kind, ("", ""))
    if target:
        page.context.navigate(target, **{key: text.record_id})
    return bool(target)
