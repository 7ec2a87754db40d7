"""The disclosure index in the window: list, entry, worklist, issue, versions, proceedings, requests, owners' lists."""
