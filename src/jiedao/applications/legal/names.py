"""The keys of this application's kinds and its permission."""

from typing import Final

DISPUTE: Final = "admin_dispute"
DECISION: Final = "major_decision"
OPINION: Final = "legal_consultation"
DUTY: Final = "legal_duty"
EVENT: Final = "legal_event"
OUTPOST: Final = "legal_outpost"
ADVICE: Final = "outpost_service"

DECIDE: Final = "legal.decide"
"""To decide what was reviewed."""
OPINE: Final = "legal.opine"
"""To record what the adviser says."""
