"""What is grouped, and what is found: plain data, no database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One report. The first line of ``text`` is its title, if more follows.

    ``person``: who reported, any stable key; empty: unknown, taken for somebody new. ``place`` and
    ``item``: what is known besides the text, a name or a key. ``support``: how many joined in
    (likes, joined reports). ``lon``, ``lat``: degrees, both in one coordinate system.
    """

    id: int | str
    text: str
    at: datetime
    person: str = ""
    place: str = ""
    item: str = ""
    support: int = 0
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A class of matters: at least two reports, in the order given.

    ``likeness``: of each member to the group's centre, 0 to 1. ``words``: what sets it apart from
    the other reports, the strongest first. ``title``: the title of the member nearest the centre.
    ``key``: lasts as long as the group keeps its oldest member.
    """

    key: int
    ids: tuple[int | str, ...]
    likeness: tuple[float, ...]
    words: tuple[str, ...]
    title: str
