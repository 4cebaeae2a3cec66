"""``{% load figures %}``: periods in words."""

from django import template

from jiedao.engines.indicators.periods import words_of

register = template.Library()


@register.filter
def period_words(key: object) -> str:
    """``2026H1`` as 2026年上半年; what is no period as it stands."""
    return words_of(str(key))
