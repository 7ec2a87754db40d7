"""The pages of release, for the catalogue; each module is loaded when its page is first shown."""

from __future__ import annotations

from views.page import PageSpec

_HERE = "views.release"

RELEASE: tuple[PageSpec, ...] = (
    PageSpec(
        "reports",
        "Reports",
        icon="reports",
        make=f"{_HERE}.reports_page:ReportsPage",
        level="case",
        order=7,
        shortcut="Ctrl+7",
    ),
    PageSpec("release", "Release review", icon="export", make=f"{_HERE}.review_page:ReleasePage", under="reports"),
    PageSpec("words", "Words of a document", icon="edit", make=f"{_HERE}.words_page:WordsPage", under="reports"),
    PageSpec("drafts", "Copies of drafts", icon="copy", make=f"{_HERE}.drafts_page:DraftsPage", under="reports"),
    PageSpec("text", "Marks of a text", icon="withheld", make=f"{_HERE}.text_page:TextPage", under="reports"),
    PageSpec("decided", "Decided words", icon="done", make=f"{_HERE}.decided_page:DecidedPage", under="reports"),
    PageSpec("copy", "Copy of an item", icon="copy", make=f"{_HERE}.copy_page:CopyPage", under="evidence"),
    PageSpec("profiles", "Audiences", icon="eye", make=f"{_HERE}.profiles_page:ProfilesPage", level="board", order=7),
    PageSpec("public-facts", "What is public", icon="link", make=f"{_HERE}.public_page:PublicPage", under="profiles"),
)
