"""Running the house: web processes, live events and worker under one supervisor."""
