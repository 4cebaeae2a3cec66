"""Tags that draw a case the way lists do: ``{% load cases %}``."""

from django import template

from jiedao.engines.cases.pages import cells
from jiedao.kernel import history

register = template.Library()
register.simple_tag(cells.what, name="case_what")
register.simple_tag(cells.state, name="case_state")
register.simple_tag(cells.left, name="case_clock")
register.filter("scrubbed", history.scrub)
