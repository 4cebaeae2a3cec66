"""What an upgrade brings to towns that are there already."""

import pytest

from jiedao.config.cli import migrate
from jiedao.foundation.staff.models import Role
from tests.cast import SmallTown


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_adds_new_roles_and_leaves_the_others(town: SmallTown) -> None:
    Role.objects.filter(town=town.town, key="livelihood_office").delete()
    Role.objects.filter(town=town.town, key="reader").update(permissions=["staff.see"])
    migrate._add_new_roles()
    added = Role.objects.get(town=town.town, key="livelihood_office")
    assert "livelihood.approve" in added.permissions
    assert Role.objects.get(town=town.town, key="reader").permissions == ["staff.see"]
