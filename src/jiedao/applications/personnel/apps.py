"""Personnel: the growth, postings and promotions of staff, and their training.

The scope calls it staff; that label belongs to the foundation of accounts and posts.
"""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class PersonnelConfig(Application):
    name = "jiedao.applications.personnel"
    key = "personnel"
    titles = Title("干部人事", "Personnel")
    icon = "id-badge-2"
    order = 260
    report_section = "self"
    uses = ("foundation.records",)
