"""Work reports: read in, tracked and written."""
