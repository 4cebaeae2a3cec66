"""A register of heritage trees, and the visits that look after them twice a year."""

from datetime import timedelta

from pydantic import BaseModel

from jiedao.engines.visits.options import VisitOptions
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

TREE, CHECK = "heritage_tree", "tree_check"


class Grade(Options):
    """Grades of protection (GB/T 51168-2016, 3.0.2: 500 and 300 years)."""

    FIRST = "first", "一级", "First grade"
    SECOND = "second", "二级", "Second grade"
    THIRD = "third", "三级", "Third grade"


class Tree(BaseModel):
    """A tree of 100 years or more, or one of note."""

    species: str = attribute(Title("树种", "Species"), listed=True, filterable=True, max_length=40)
    grade: Grade = attribute(Title("保护等级", "Grade"), listed=True, filterable=True)
    age: int | None = attribute(Title("估测树龄", "Estimated age"), None, listed=True, ge=0, le=5000,
                                unit=Title("年", "years"))  # fmt: skip
    girth: float | None = attribute(Title("胸围", "Girth"), None, unit=Title("厘米", "cm"), ge=0)


class Vigour(Options):
    """How the tree stands."""

    GOOD = "good", "正常", "Good"
    WEAK = "weak", "衰弱", "Weak"
    DYING = "dying", "濒危", "Dying"


class Check(BaseModel):
    """What is looked at twice a year."""

    vigour: Vigour | None = attribute(
        Title("长势", "Vigour"), None, later=True, listed=True, filterable=True
    )


KINDS = (
    Kind(TREE, "register", Title("古树", "Heritage tree"), "heritage_trees", attributes=Tree,
         icon="tree", map_style=MapStyle("square", "tree"), name=Title("树名", "Tree"),
         prefix="GS", without=("organisation", "capacity")),
    Kind(CHECK, "visit", Title("古树巡查", "Tree check"), "heritage_trees", attributes=Check,
         icon="walk", prefix="GX", about=(TREE,), without=("organisation",),
         options=VisitOptions(every=lambda tree: timedelta(days=182))),
)  # fmt: skip
