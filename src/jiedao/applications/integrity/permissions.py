"""Who verifies what was put right, and the roles of a new town."""

from jiedao.applications.integrity.checks import VERIFY
from jiedao.applications.integrity.kinds import AUDIENCE, KINDS, SESSION, SITE
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (Permission(VERIFY, Title("核实监督问题整改", "Verify findings")),)
_WORK = ("records.see", "records.add", "records.edit", "records.import", "records.export")
ROLES = (
    RoleSuggestion(
        "discipline_office", Title("纪检监察", "Discipline office"), "town", (*_WORK, VERIFY),
        tuple(kind.key for kind in KINDS),
    ),
    RoleSuggestion(
        "integrity_educator", Title("廉政教育专员", "Integrity educator"), "town", _WORK,
        (SITE, AUDIENCE, SESSION),
    ),
)  # fmt: skip
