"""A figure that asks for what its kind does not have stops the start with a sentence."""

from dataclasses import replace
from typing import Any

import pytest

from jiedao.engines.indicators import checks
from jiedao.kernel import registry
from jiedao.kernel.formulas import quotient, total


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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        ({"formula": quotient("land_prepared", "land_preparation_task")}, "'land_prepared'"),
        ({"formula": quotient("land_prepared_area", "a_task")}, "the indicator 'a_task'"),
        (
            {"formula": quotient("land_prepared_area", "industrial_land_task_ratio")},
            "is a quotient itself",
        ),
        (
            {
                "formula": quotient("park_upgrade_investment", "settled_projects_output"),
                "kind": "park_investment",
                "date_field": "day",
            },
            "in '万元' and '亿元'",
        ),
        ({"kind": "land_project"}, "kind and date field of 'land_prepared_area'"),
        ({"date_field": ""}, "kind and date field of 'land_prepared_area'"),
        ({"dimensions": ("use",)}, "no dimensions of its own"),
    ],
)
def test_a_quotient_is_of_two_figures_that_fit(changes: dict[str, Any], sentence: str) -> None:
    one = replace(registry.indicators.get("land_preparation_task_ratio"), **changes)
    # A date field that the wrong kind does not have is told as well.
    said = [line for line in checks._complaints(one) if "no column" not in line]
    assert len(said) == bool(sentence)
    assert sentence in "".join(said)
