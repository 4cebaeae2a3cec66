"""A town replayed: records made through the actions until they meet the figures of a report.

``towns/KEY.toml`` is the profile: populations of records as data. One builder reads any of them.
"""
