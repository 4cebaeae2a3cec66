"""What is said with the moves of any family: a reason, or a word beside a step."""

from pydantic import BaseModel

from jiedao.kernel.attributes import attribute
from jiedao.kernel.titles import Title


class Reason(BaseModel, extra="forbid"):
    """Why something is done or not done."""

    reason: str = attribute(
        Title("原因", "Reason"), widget="textarea", min_length=2, max_length=500
    )


class Note(BaseModel, extra="forbid"):
    """A word beside a step."""

    note: str = attribute(Title("说明", "Note"), "", widget="textarea", max_length=500)
