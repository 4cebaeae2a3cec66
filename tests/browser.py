"""Finds the browser of the journeys: JIEDAO_CHROMIUM, or the system's own Chromium."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """The path of the browser, or an empty string."""
    chosen = os.environ.get("JIEDAO_CHROMIUM", "")
    return chosen or next(filter(None, map(shutil.which, NAMES)), "")


if __name__ == "__main__":
    sys.exit(0 if find() else 1)
