"""What the engine shows on the pages of cases."""
