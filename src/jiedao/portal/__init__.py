"""The public's face: report, follow, rate; and Open311. Reads PublicIntake, knows no application."""
