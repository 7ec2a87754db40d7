"""What one audience could learn by holding two exports of one document: every place where they differ, in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.casework import shown
from desktop.errors import UserError
from desktop.qt.theme import theme
from desktop.reports import release_review as reviews
from desktop.reports.compared import Learned, learned
from desktop.reports.release_review import Review
from desktop.session import Store
from desktop.wording import plural
from views import kit
from views.release.audiences import SHORT

if TYPE_CHECKING:
    from views.release.review_page import ReleasePage

MOST = 200


class Comparison(QWidget):
    """A panel above the pages."""

    def __init__(self, page: ReleasePage) -> None:
        super().__init__()
        self._page = page
        self.other = kit.choice("Compare with", {}, combo=True)
        self.other.changed.connect(self._compare)
        self.result = kit.box(space=6)
        self._found: Review | None = None
        inner = kit.box(self.other, self.result, None, space=8, margins=(16, 8, 16, 8))
        close = kit.icon_button("close", "Close the comparison", self.close_panel)
        head = kit.row(kit.h2("What two exports tell together"), None, close, space=8, margins=(16, 8, 16, 0))
        self.scroll = kit.scroll(inner)
        self.column = kit.column(head, self.scroll, kit.rule(), parent=self, space=0)
        self.column.setStretch(1, 1)

    def open(self, found: Review, offered: tuple[str, ...]) -> None:
        """Offer the other audiences of this document."""
        self._found = found
        kit.clear(self.result.layout())
        self.other.set_options(
            {key: words for key, words in SHORT.items() if key in offered and key != found.ready.made.profile}
        )
        self._page.preview.hide()
        self.show()
        self.other.focus()

    def close_panel(self) -> None:
        """Back to the pages."""
        self.hide()
        self._page.compare_button.setFocus()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._page.preview.setVisible(True)

    def _compare(self) -> None:
        page, found, other = self._page, self._found, self.other.value()
        if found is None or not other:
            return
        case_id = page.context.case

        def ask(store: Store) -> tuple[Learned, ...]:
            case = shown.case_and_marking(store, case_id)[0]
            asked = {"recipient_id": page.recipient, "request_id": page.request, **page.only}
            second = reviews.build(store, case, found.what, other, **asked)
            return learned(found.ready.made, second.made)

        page.look("Compare two audiences", ask, done=lambda rows: self._show(rows, other), failed=self._cannot)

    def _cannot(self, error: UserError) -> None:
        kit.clear(self.result.layout())
        self.result.layout().addWidget(kit.NoticeBar("warn", f"{error.what} {error.do}"))
        theme().dress(self.result)

    def _show(self, rows: tuple[Learned, ...], other: str) -> None:
        layout = self.result.layout()
        kit.clear(layout)
        assert self._found is not None
        first = SHORT[self._found.ready.made.profile]
        if not rows:
            layout.addWidget(kit.label("They do not differ: holding both tells nothing more.", "strong"))
            theme().dress(self.result)
            return
        layout.addWidget(
            kit.label(
                f"They differ in {plural(len(rows), 'thing')}. Whoever holds both can read one off the other; it "
                f"cannot be forbidden.",
                "strong",
            )
        )
        for one in rows[:MOST]:
            layout.addWidget(
                kit.card(
                    kit.muted(_places(one.places)),
                    kit.facts_list([(first, one.first or "nothing"), (SHORT[other], one.second or "nothing")]),
                    space=4,
                )
            )
        if len(rows) > MOST:
            layout.addWidget(kit.muted(f"And {len(rows) - MOST} more."))
        theme().dress(self.result)


def _places(places: tuple[str, ...]) -> str:
    shown = ", ".join(places[:3])
    return f"{shown} and {len(places) - 3} more" if len(places) > 3 else shown
