"""The kinds of this application, by what they are about."""

from jiedao.applications.space import companies, land, leasing, parks

KINDS = (*land.KINDS, *parks.KINDS, *leasing.KINDS, *companies.KINDS)
