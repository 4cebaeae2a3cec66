"""Which of the moves that are offered is due next: the one button that is filled."""

from collections.abc import Sequence

from jiedao.engines.cases import rules, workflow
from jiedao.engines.cases.actions.handling import unreported
from jiedao.engines.cases.work import Work
from jiedao.engines.cases.workflow import is_the_loops
from jiedao.foundation.records.rules import Offer
from jiedao.kernel.declarations import Move, Party


def due_next(work: Work, offers: Sequence[Offer]) -> str:
    """The key of the move that the case waits for from this actor; empty where it waits for
    none of theirs.

    What whoever reads may do anyway (a remark, urging) is never due.
    """
    allowed = [offer.move for offer in offers if offer.allowed]
    keys = {move.key for move in allowed if is_the_loops(move)}
    if "contact" in keys and "sign" not in keys and owes_contact(work):
        return "contact"
    due = [move for move in allowed if move.primary and not held_up(work, move)]
    due += [move for move in allowed if rules.waits_for_decision(work, move)]
    due += [move for move in allowed if move.party is Party.CO and _owes_part(work)]
    return due[0].key if due else ""


def owes_contact(work: Work) -> bool:
    """Whether somebody who asked has yet to be contacted, as rules demand before the work."""
    return any(row.kind == workflow.FIRST_CONTACT and row.stopped_at is None for row in work.clocks)


def held_up(work: Work, move: Move) -> str:
    """What of others' work the move waits for, in a sentence: nothing said in its form would
    let it through. Told without asking for files, for every page of a case asks."""
    waits = unreported(work) if move.key == "handle" and is_the_loops(move) else []
    return " ".join(want.sentence for want in waits)


def _owes_part(work: Work) -> bool:
    speaks_for = rules.spoken_for(work.actor.reach, "cases.handle", work.case.kind)
    return any(
        row.part == "co" and row.reported_at is None and row.unit_id in speaks_for
        for row in work.assignments
    )
