"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): the standard that civic apps speak.

Everybody reads; what is read tells nothing of persons, nothing of secret matters, and of places
only the neighbourhood. Who sends needs an API key (a token), unless the town's ``public_api`` is
open.
"""
