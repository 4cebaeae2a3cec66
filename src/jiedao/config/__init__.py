"""The top floor: settings, addresses, command line. Imports everybody; nobody imports it."""
