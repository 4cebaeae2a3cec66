"""What may be asked to be attached: the names in ``Move.evidence`` and in the catalogue."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from jiedao.engines.cases.models import Attachment
from jiedao.kernel.declarations import Move


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is asked to be handed in: a kind of file of one of these stages."""

    title: str
    kind: str
    stages: tuple[Attachment.Stage, ...]

    def among(self, shown: set[tuple[str, str]]) -> bool:
        """Whether there is one among the (stage, kind) of the files."""
        return any((stage, self.kind) in shown for stage in self.stages)


_STAGE, _KIND = Attachment.Stage, Attachment.Kind
EVIDENCE = {
    # What the requester's own picture shows is how it was before.
    "before_photo": Evidence(
        gettext_noop("处置前照片"), _KIND.PHOTO, (_STAGE.BEFORE, _STAGE.REPORT)
    ),
    "after_photo": Evidence(gettext_noop("处置后照片"), _KIND.PHOTO, (_STAGE.AFTER,)),
    "document": Evidence(gettext_noop("处置文书"), _KIND.DOCUMENT, (_STAGE.AFTER,)),
    "check_photo": Evidence(gettext_noop("核查照片"), _KIND.PHOTO, (_STAGE.CHECK,)),
    "check_document": Evidence(gettext_noop("核查材料"), _KIND.DOCUMENT, (_STAGE.CHECK,)),
}


def stages_of(move: Move) -> list[Attachment.Stage]:
    """The stages at which a move asks for files, in the order named."""
    return list(dict.fromkeys(EVIDENCE[name].stages[0] for name in move.evidence))
