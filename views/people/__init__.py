"""Pages about people at work and at home: conversations and events, the family one by one, feedback."""
