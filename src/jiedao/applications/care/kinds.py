"""The kinds of care: adaptations, meals, facilities, and what is there for children."""

from jiedao.applications.care import adaptation, meals, places

KINDS = (adaptation.KIND, *meals.KINDS, *places.KINDS)
