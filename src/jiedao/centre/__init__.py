"""The command centre: one screen for the sub-district. It reads what is registered, knows no
application by name, and writes nothing but how a post arranges its screen."""
