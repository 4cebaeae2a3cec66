"""Study sessions and lectures: who held them, about what, how many were due and how many came.

Attendance is that of every activity: whoever is enrolled and did not come is missing.
"""

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.work import Work
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

SESSION = "study_session"
PERSONS = Title("人", "persons")


class Sort(Options):
    """What is held."""

    FIRST_TOPIC = "first_topic", "“第一议题”学习", "First topic"
    CENTRE_GROUP = "centre_group", "理论学习中心组学习", "Centre group"
    THEORY = "theory", "理论学习", "Theory study"
    DISCIPLINE = "discipline", "党纪学习", "Discipline study"
    PARTY_LECTURE = "party_lecture", "党课", "Party lecture"
    LECTURE = "lecture", "理论宣讲", "Lecture"


class Lecturer(Options):
    """Who speaks."""

    SECRETARY = "secretary", "党组织书记", "Secretary"
    MEMBER = "member", "班子成员", "Member of the leadership"
    EXPERT = "expert", "专家学者", "Expert"
    SPEAKER = "speaker", "宣讲员", "Speaker"


class Session(BaseModel):
    """A session, a committee's first topic, or a lecture."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    topic: str = attribute(
        Title("学习主题", "Topic"), listed=True, filterable=True, min_length=2, max_length=120
    )
    programme: str = attribute(
        Title("专题", "Programme"), "", filterable=True, max_length=60,
        help=Title("主题教育、党纪学习教育等", "A campaign of study that it belongs to"),
    )  # fmt: skip
    held_by: str = attribute(
        Title("党组织", "Party organisation"), listed=True, filterable=True, min_length=2,
        max_length=80,
    )  # fmt: skip
    lecturer: Lecturer | None = attribute(Title("主讲", "Lecturer"), None, filterable=True)
    discipline: bool = attribute(Title("讲纪律", "About discipline"), False, filterable=True)
    persons_due: int | None = attribute(
        Title("应到人数", "Persons due"), None, unit=PERSONS, listed=True, ge=0, le=1_000_000
    )


def has_lecturer(work: Work) -> str:
    """A lecture is given by somebody."""
    lecture = work.values.get("sort") in (Sort.PARTY_LECTURE, Sort.LECTURE)
    return _("党课、宣讲要写明主讲。") if lecture and not work.values.get("lecturer") else ""


def within_due(work: Work) -> str:
    """Coverage is never above the whole."""
    due, came = work.values.get("persons_due"), getattr(work.record, "attended", 0)
    return _("到场多于应到人数，请核对。") if due is not None and came > due else ""


KINDS = (
    Kind(SESSION, "activity", Title("学习宣讲", "Study and lectures"), "party", attributes=Session,
         icon="book", prefix="PTA", rules=(has_lecturer, within_due)),
)  # fmt: skip
