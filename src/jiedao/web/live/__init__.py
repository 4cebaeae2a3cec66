"""Live events: a page learns within a second that a record it shows was changed by another.

``feed`` reads the history as it grows, ``server`` broadcasts it to open pages as server-sent
events (a small ASGI process of its own, no query per page), ``views`` answers pages that
must ask. An event says which record changed and nothing about anybody.
"""
