"""``jiedao mirror``: what an administrator may do about the mirror."""

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.engines.mirror import store
from jiedao.foundation.records.actions import add
from jiedao.foundation.things.models import Thing
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.config.test_cli import run
from tests.engines.mirror.test_source import rows
from tests.foundation.records.test_actions import fig


def test_check_leaves_with_1_until_it_is_rebuilt(town: SmallTown) -> None:
    tree = add(town.id, TREE, fig(age=3), actor=SYSTEM)
    assert run("mirror", "refresh")[0] == 0
    assert [row["age"] for row in rows(town.id, TREE)] == [3]
    assert run("mirror", "check") == (
        0,
        "✓ 镜像与数据库一致。The mirror says what the database says.\n",
    )
    Thing.objects.filter(pk=tree.pk).update(attributes={"age": 4})
    code, text = run("mirror", "check")
    assert code == 1
    assert text.startswith("✗ 小城街道 古树，")
    code, text = run("mirror", "rebuild")
    assert code == 0
    assert text.endswith("镜像已重建，共 1 行。Built: 1 rows.\n")
    assert [row["age"] for row in rows(town.id, TREE)] == [4]
    assert run("mirror", "check")[0] == 0


def test_the_folder_is_the_owners_only(town: SmallTown) -> None:
    run("mirror", "refresh")
    modes = {path.stat().st_mode & 0o077 for path in store.root().rglob("*")}
    assert modes == {0}
