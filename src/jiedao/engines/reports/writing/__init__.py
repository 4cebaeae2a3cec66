"""Writing a work report: prose in which every number is a reference that re-computes."""
