"""What may be asked to be attached: the names in ``Move.evidence`` and in the catalogue."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.wanted import Want
from jiedao.kernel.declarations import Move


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is asked to be handed in: a kind of file of one of these stages."""

    title: str
    kind: str
    stages: tuple[Attachment.Stage, ...]

    @property
    def field(self) -> str:
        """The field of a move's form that takes it."""
        return "before" if self.stages[0] is Attachment.Stage.BEFORE else "files"

    def among(self, shown: Collection[tuple[str, str]]) -> bool:
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


def missing(
    names: Iterable[str], shown: Collection[tuple[str, str]], sentence: str, **words: object
) -> list[Want]:
    """What of the evidence of these names is not among the (stage, kind) of the files: one want
    for each field, with the titles in the sentence's ``what`` beside its other ``words``."""
    titles: dict[str, list[str]] = {}
    for one in (EVIDENCE[name] for name in names):
        if not one.among(shown):
            titles.setdefault(one.field, []).append(_(one.title))
    return [
        Want(field, sentence % {**words, "what": "、".join(those)}, "evidence_missing")
        for field, those in titles.items()
    ]
