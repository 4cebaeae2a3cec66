"""Every write of the parties' tables: people and organisations."""

from jiedao.foundation.parties.actions.organisations import (
    NewOrganisation,
    add_organisation,
    add_organisations,
    change_organisation,
    end_organisation,
)
from jiedao.foundation.parties.actions.people import (
    NewPerson,
    change_person,
    erase,
    find_or_add_people,
    find_or_add_person,
    reveal,
    reveal_fields,
    rewrap_people,
)

__all__ = [
    "NewOrganisation",
    "NewPerson",
    "add_organisation",
    "add_organisations",
    "change_organisation",
    "change_person",
    "end_organisation",
    "erase",
    "find_or_add_people",
    "find_or_add_person",
    "reveal",
    "reveal_fields",
    "rewrap_people",
]
