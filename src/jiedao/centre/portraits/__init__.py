"""Portraits (精准画像): one page for an area, as of any date: who answers for it, what is registered
in it, what is open, its figures, what happened. A portrait is of a place, never of a person."""
