"""A figure that asks for what its kind does not have stops the start with a sentence."""

from dataclasses import replace
from typing import Any

import pytest

from jiedao.engines.indicators import checks
from jiedao.kernel import registry
from jiedao.kernel.formulas import total


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        ({"formula": total(lambda t: t.amount_aplied)}, "no column 'amount_aplied'"),
        ({"date_field": "dayx"}, "no column 'dayx'"),
        ({"dimensions": ("colour",)}, "no column 'colour'"),
        ({"kind": "nothing"}, "nobody declares the kind 'nothing'"),
        ({"sentence": "申报项目"}, "must hold {value}"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], sentence: str) -> None:
    one = replace(registry.indicators.get("micro_projects_applied_amount"), **changes)
    said = list(checks._complaints(one))
    assert len(said) == bool(sentence)
    assert sentence in "".join(said)
