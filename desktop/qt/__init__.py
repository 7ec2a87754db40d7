"""Qt without widgets' content: jobs, change bus, actions, idle lock, theme, settings.

Here: what every page needs from Qt. Not here: pages (``views``), rules, SQL.
"""
