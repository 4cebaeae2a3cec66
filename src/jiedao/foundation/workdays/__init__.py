"""Office hours, holidays and make-up days; the four units of time that limits are given in."""
