"""What the engine enters into the frame."""


def enter() -> None:
    """Called once, when the app is ready."""
