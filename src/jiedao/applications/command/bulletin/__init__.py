"""Bulletins for the leaders: of a day, a week, a month."""
