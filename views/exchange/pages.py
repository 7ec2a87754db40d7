"""The pages of packs, for the catalogue."""

from __future__ import annotations

from typing import Any

from views.page import PageSpec

_ROOM = "views.exchange"


def _spec(page_id: str, title: str, icon: str, make: str, **more: Any) -> PageSpec:
    return PageSpec(page_id, title, icon=icon, make=f"{_ROOM}.{make}", **more)


EXCHANGE: tuple[PageSpec, ...] = (
    _spec("packs", "Packs", "pack", "register_page:PacksPage", level="board", order=7),
    _spec("pack-out", "Hand out a pack", "export", "out_page:PackOutPage", under="packs"),
    _spec("pack-back", "Take a pack back", "import", "back_page:PackBackPage", under="packs"),
    _spec("pack", "Pack", "pack", "pack_page:PackPage", under="packs"),
    _spec("merge", "Differences that a pack brought back", "merge", "merge_page:MergePage", under="packs"),
    _spec("pack-names", "Names that a pack brought back", "suggestion", "names_page:PackNamesPage", under="packs"),
    _spec("own-vault", "Move a case to a vault of its own", "shield", "own_vault_page:OwnVaultPage", under="cases"),
    _spec("archive", "Archive and returns", "pack", "archive_page:ArchivePage", under="overview"),
    _spec("pack-here", "This pack", "pack", "here_page:PackHerePage", under="packs"),
)
