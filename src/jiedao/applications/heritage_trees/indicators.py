"""Figures of heritage trees, as plain functions of the kind's table; ``t`` holds a row a record."""

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("heritage_trees", Title("在册古树", "Trees in the register"), "株", TREE, "",
              count(lambda t: t.state == "in_use")),
    Indicator("heritage_tree_checks", Title("古树巡查次数", "Checks made"), "次", CHECK, "day",
              count(lambda t: t.state == "done"), 1),
    Indicator("heritage_trees_weak", Title("衰弱、濒危株次", "Weak or dying"), "株次", CHECK, "day",
              count(lambda t: t.vigour.isin(["weak", "dying"])), -1),
)  # fmt: skip
