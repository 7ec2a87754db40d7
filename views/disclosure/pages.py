"""The pages of the disclosure index, for the catalogue; each module is loaded when its page is first shown."""

from __future__ import annotations

from views.disclosure import counting
from views.page import PageSpec

_HERE = "views.disclosure"


def _below(page_id: str, title: str, icon: str, make: str) -> PageSpec:
    return PageSpec(page_id, title, icon=icon, make=f"{_HERE}.{make}", under="disclosure")


DISCLOSURE: tuple[PageSpec, ...] = (
    PageSpec(
        "disclosure",
        "Disclosure",
        icon="disclosure",
        make=f"{_HERE}.page:DisclosurePage",
        level="case",
        order=6,
        shortcut="Ctrl+6",
        count=counting.to_do,
    ),
    _below("describe", "To describe", "edit", "describe_page:DescribePage"),
    _below("issue", "Issue of the index", "disclosure", "issue_page:IssuePage"),
    _below("issues", "Versions and logs", "pack", "issues_page:IssuesPage"),
    _below("proceedings", "Proceedings and officers", "meeting", "proceedings_page:ProceedingsPage"),
    _below("requests", "Requests for material", "clock", "requests_page:RequestsPage"),
    _below("owner-lists", "Owners’ lists", "agency", "owner_lists_page:OwnerListsPage"),
    _below("key", "Key to codes", "shield", "key_page:KeyPage"),
    _below("internal-list", "Internal list", "eye", "master_page:MasterPage"),
)
