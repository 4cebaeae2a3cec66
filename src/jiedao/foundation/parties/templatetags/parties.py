"""``{% load parties %}``: people and numbers in templates, never in clear."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from jiedao.foundation.parties import masks
from jiedao.foundation.parties.display import shown
from jiedao.foundation.parties.models import Person
from jiedao.web.shell import may
from jiedao.web.tags.large import person as person_part

register = template.Library()
register.filter("masked_phone", masks.mask_phone)
register.filter("masked_name", masks.mask_name)
register.filter("masked_id_number", masks.mask_id_number)
register.filter("masked_address", masks.mask_address)
register.filter("masked_text", masks.mask_text)


@register.inclusion_tag("web/parts/person.html", takes_context=True)
def party(context: RequestContext, person: Person, note: object = "") -> dict[str, Any]:
    """A person's masked name and phone; with a “show” button for those who may ask."""
    view = shown(person)
    asks = not view.erased and may(context["request"], "parties.reveal")
    url = reverse("parties:reveal", args=[view.id]) if asks else ""
    return person_part(view.name, view.phone, reveal=url, note=note)
