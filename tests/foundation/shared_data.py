"""Real files that may lie beside the checkout: read by path, never copied."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("JIEDAO_DATA") or ROOT.parent / "shared" / "data")


def shared_file(*parts: str) -> Path:
    """The path of a real file; skips the test where there is none."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no real data at {'/'.join(parts)} (set JIEDAO_DATA)")
    return path
