"""Pages of staff: organisation, accounts, roles, one's own account, notices, audit."""
