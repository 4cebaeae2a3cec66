"""Heritage trees: the example of an application that is one small folder."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class HeritageTreesConfig(Application):
    name = "jiedao.applications.heritage_trees"
    key = "heritage_trees"
    titles = Title("古树名木", "Heritage trees")
    icon = "tree"
    order = 900
    uses = ("engines.visits",)
