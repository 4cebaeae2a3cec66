"""Livelihood: micro livelihood projects from proposal to ledger, and the residents' service menu."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class LivelihoodConfig(Application):
    name = "jiedao.applications.livelihood"
    key = "livelihood"
    titles = Title("民生服务", "Livelihood")
    icon = "heart-handshake"
    order = 60
    report_section = "livelihood"
    uses = ("foundation.records", "foundation.things", "engines.projects", "engines.services")
