"""The incident rooms: what was reported is raised, commanded, concluded, and reviewed."""
