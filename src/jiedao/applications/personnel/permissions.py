"""The roles of a new town: one sees the files, the other the training alone."""

from jiedao.applications.personnel.kinds import COURSE, KINDS, TRAINING
from jiedao.kernel.declarations import RoleSuggestion
from jiedao.kernel.titles import Title

_WORK = ("records.see", "records.add", "records.edit", "records.import", "records.export")
ROLES = (
    RoleSuggestion(
        "personnel_office", Title("组织人事", "Personnel office"), "town", _WORK,
        tuple(kind.key for kind in KINDS),
    ),
    RoleSuggestion(
        "training_officer", Title("干部培训专员", "Training officer"), "town", _WORK,
        (COURSE, TRAINING),
    ),
)  # fmt: skip
