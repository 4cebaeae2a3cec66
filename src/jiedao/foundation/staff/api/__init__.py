"""The JSON API's callers, and what an address and an answer say of units, areas and history."""
