"""Staff pages of the loop: every kind of case of every application is worked on here."""
