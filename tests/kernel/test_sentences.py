"""pydantic's complaints reach the reader as sentences."""

import pytest
from pydantic import BaseModel, ValidationError, model_validator

from jiedao.kernel.sentences import validation_errors


class Plan(BaseModel):
    days: int
    money: int = 0

    @model_validator(mode="after")
    def _money_for_long_plans(self) -> "Plan":
        if self.days > 30 and not self.money:
            raise ValueError("超过三十天的要写明资金。")
        return self


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"days": "请填写。"}),
        ({"days": 40}, {"data": "超过三十天的要写明资金。"}),
    ],
)
def test_a_models_own_sentence_is_told(given: dict[str, int], errors: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        Plan.model_validate(given)
    assert validation_errors(refused.value) == errors
