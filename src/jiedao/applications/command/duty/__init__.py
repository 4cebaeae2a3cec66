"""Duty: who is on now, call-outs, the event log's clocks, the report of a shift."""
