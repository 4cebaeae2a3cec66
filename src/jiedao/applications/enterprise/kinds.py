"""The kinds of this application."""

from jiedao.applications.enterprise import serving, technology

KINDS = (*serving.KINDS, *technology.KINDS)
