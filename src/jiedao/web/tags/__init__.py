"""Template tags, by subject; ``{% load web %}`` loads them all."""
