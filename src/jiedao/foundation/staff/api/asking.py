"""What the filters in an address ask for: words, numbers, units and areas by code or id."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.errors import Invalid
from jiedao.kernel.texts import clean


def text(query: QueryDict, name: str) -> str:
    """The parameter, cleaned; "" when it is not there."""
    return clean(query.get(name, "") or "")


def words(query: QueryDict, name: str) -> list[str]:
    """The words of a parameter that is repeated, or parted by commas."""
    parts = ",".join(query.getlist(name)).split(",")
    return [word for part in parts if (word := clean(part))][:50]


def number_of(word: str) -> int:
    """A word as a number that every reader of JSON holds exactly; -1 for any other word."""
    return int(word) if word.isdecimal() and len(word) < 16 else -1


def unit_id(town_id: int, word: str) -> int:
    """A unit by its code, for codes may be all digits, then by its id; Invalid for none."""
    units = structure_of(town_id).units
    found = next((unit.id for unit in units.values() if unit.code == word), None)
    if found is None and number_of(word) in units:
        found = number_of(word)
    if found is None:
        raise Invalid(_("没有这个单位。"), field="unit", code="unknown_unit")
    return found


def area_id(town_id: int, word: str) -> int | None:
    """An area by its code, then by its id; None for "", Invalid for one that is not there."""
    if not word:
        return None
    areas = Area.objects.filter(town_id=town_id)
    found = areas.filter(code=word).values_list("id", flat=True).first()
    if found is None and number_of(word) > 0:
        found = areas.filter(pk=number_of(word)).values_list("id", flat=True).first()
    if found is None:
        raise Invalid(_("没有这个区域。"), field="area", code="unknown_area")
    return found


def number(query: QueryDict, name: str) -> int | None:
    """A whole number; None when it is not asked for."""
    word = text(query, name)
    if not word:
        return None
    if number_of(word) < 0:
        raise Invalid(_("%(name)s 应是整数。") % {"name": name}, field=name, code="bad_number")
    return number_of(word)


def flag(query: QueryDict, name: str) -> bool | None:
    """Yes or no; None when it is not asked for."""
    word = text(query, name).lower()
    if not word:
        return None
    if word not in ("1", "0", "true", "false", "yes", "no"):
        raise Invalid(
            _("%(name)s 应是 true 或 false。") % {"name": name}, field=name, code="bad_flag"
        )
    return word in ("1", "true", "yes")
