"""What `--json` prints."""

import json
import sys
from collections.abc import Mapping
from typing import Any

__all__ = ["tell_json"]


def tell_json(told: Mapping[str, Any]) -> None:
    """Print one JSON object: Chinese stays readable, and is escaped only where the stream cannot carry it."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(told, ensure_ascii=plain, indent=2))
