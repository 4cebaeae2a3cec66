"""``{% load web %}``: every tag and filter of the house."""

from django import template

from jiedao.web.tags import large, small

register = template.Library()
for _library in (small.register, large.register):
    register.tags.update(_library.tags)
    register.filters.update(_library.filters)
