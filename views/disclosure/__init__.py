"""The disclosure index in the window: list and entry, worklist, issue, versions, proceedings, requests, owners' lists."""
