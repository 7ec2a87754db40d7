"""Whether this computer's clock can be right: compared with the latest work in the vault, and said before times are
typed.

Nothing is refused for a wrong clock: what is written is kept, in order, whatever the clock says. Only a person can say
what time it is.
"""

from __future__ import annotations

from datetime import timedelta

from desktop.wording import uk_date
from storage.store import Store

BEHIND = timedelta(hours=12)
AHEAD = timedelta(days=500)


def doubt(store: Store) -> str:
    """A sentence about a clock that is before the latest work in the vault or long after it, or nothing."""
    latest = next(iter(store.activity(limit=1)), None)
    if latest is None:
        return ""
    now = store.circumstances.now()
    if -BEHIND < now - latest.at < AHEAD:
        return ""
    return (
        f"This computer says that today is {uk_date(now.date())}, but the latest work in this vault is of "
        f"{uk_date(latest.at.date())}. Put the clock right, or type the date and the times of this note yourself. "
        "Nothing is lost either way."
    )
