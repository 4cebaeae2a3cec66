"""What is done to records, in words: for history, audit and the API."""

from collections.abc import Mapping
from typing import Final

from jiedao.foundation.records.schema import Schema
from jiedao.kernel.titles import Title

VERBS: Final[Mapping[str, Title]] = {
    "add": Title("登记", "Added"),
    "edit": Title("修改", "Changed"),
    "import": Title("导入", "Imported"),
    "attached": Title("添加附件", "Files added"),
    "visited": Title("走访", "Visited"),
}


def verbs_of(schema: Schema) -> dict[str, Title]:
    """Everything that history may say of records of the kind: verb → title."""
    return {**VERBS, **{move.key: move.titles for move in schema.workflow.moves}}
