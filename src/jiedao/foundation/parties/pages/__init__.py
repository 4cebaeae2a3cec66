"""Pages of parties: organisations, and a person, masked."""
