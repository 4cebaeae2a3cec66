"""Files that belong to a move's step: which fields ask for them, and as what they are kept."""

from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.proofs import EVIDENCE, stages_of
from jiedao.engines.cases.work import Work
from jiedao.engines.cases.workflow import asks_as_the_loop
from jiedao.kernel.declarations import Move

FILE_STAGES = {
    "handle": Attachment.Stage.AFTER,
    "report_part": Attachment.Stage.AFTER,
    "check_pass": Attachment.Stage.CHECK,
    "check_fail": Attachment.Stage.CHECK,
}


def file_stages(move: Move) -> dict[str, Attachment.Stage]:
    """The fields of a move's form that take files, and the stage that these belong to."""
    if asks_as_the_loop(move):
        stage = FILE_STAGES.get(move.key)
        return {"before": Attachment.Stage.BEFORE, "files": stage} if stage else {}
    before = Attachment.Stage.BEFORE
    return {"before" if stage is before else "files": stage for stage in stages_of(move)}


def evidence_of(work: Work) -> tuple[str, ...]:
    """What the case's item asks to be attached."""
    item = work.catalogue.item(work.case.item_id) if work.case.item_id else None
    return tuple(name for name in (item.evidence if item else ()) if name in EVIDENCE)
