"""Figures of schools and health centres, as plain functions of the kind's table."""

from jiedao.applications.health_education.kinds import SCHOOL, WORKS
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count, total
from jiedao.kernel.titles import Title

_OF_SCHOOLS = ("school", "stage", "ownership", "construction")

INDICATORS = (
    Indicator("school_places_added", Title("新增学位数", "School places added"), "个", SCHOOL,
              "opened_on", total(lambda t: t.places), 1, sentence="新增学位{value}",
              dimensions=_OF_SCHOOLS),
    Indicator("school_classes_added", Title("新增班数", "Classes added"), "个", SCHOOL, "opened_on",
              total(lambda t: t.classes), 1, sentence="新增公办班级{value}", dimensions=_OF_SCHOOLS),
    Indicator("schools_built", Title("新建、改扩建学校数", "Schools built or enlarged"), "所", SCHOOL,
              "opened_on", count(), 1, sentence="新建、改扩建学校{value}", dimensions=_OF_SCHOOLS),
    Indicator("health_centres_enlarged", Title("扩容提升社康中心数", "Health centres enlarged"), "家",
              WORKS, "finished_on",
              count(lambda t: (t.state == "accepted") & (t.construction == "enlarge")), 1,
              sentence="扩容提升社康中心{value}"),
)  # fmt: skip
