"""The pages of conversations, family and feedback, for the catalogue."""

from __future__ import annotations

from views.page import PageSpec

_ROOM = "views.people"


def _spec(page_id: str, title: str, icon: str, make: str) -> PageSpec:
    return PageSpec(page_id, title, icon=icon, make=f"{_ROOM}.{make}", under="people")


PEOPLE: tuple[PageSpec, ...] = (
    _spec("conversations", "Conversations and events", "account", "conversations_page:ConversationsPage"),
    _spec("conversation", "Conversation", "account", "conversation_page:ConversationPage"),
    _spec("group-event", "Group event", "people", "event_page:EventPage"),
    _spec("family", "Family", "person", "family_page:FamilyPage"),
    _spec("feedback", "Feedback", "sheet", "feedback_page:FeedbackPage"),
)
"""Reached from People, and by the keys on that page."""
