"""What was learned as bytes: arrays and JSON in one NPZ, so that reading it runs nothing."""

import io
import json
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile

import numpy as np

from jiedao.kernel.errors import Invalid

_HEAD = "head"
_MADE_BY = "made_by"


def packed(made_by: int, head: Mapping[str, Any], arrays: Mapping[str, Any]) -> bytes:
    """``made_by`` numbers the way in which ``head`` (JSON) and ``arrays`` are laid out."""
    told = json.dumps({**head, _MADE_BY: made_by}).encode()
    out = io.BytesIO()
    np.savez_compressed(out, **{_HEAD: np.frombuffer(told, np.uint8), **arrays})
    return out.getvalue()


def unpacked(made_by: int, body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Head and arrays. Raises Invalid for what is damaged or laid out in another way."""
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as file:
            arrays = dict(file)
        head = json.loads(arrays.pop(_HEAD).tobytes())
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise Invalid("模型文件已损坏。 The model's file is damaged.") from error
    if head.get(_MADE_BY) != made_by:
        raise Invalid("这一版模型由别的版本写成，请重新学习。 Made by another version: learn anew.")
    return head, arrays
