"""What PyYAML's safe loader, cloud-init's reader, understands of texts: a JSON list of texts in, a JSON list of answers out,
each {"error"} or {"documents"}. What JSON has no word for is told by its kind."""
import json
import math
import sys

import yaml


def plain(value):
    if isinstance(value, dict):
        return {key if isinstance(key, str) else f"{type(key).__name__} {key}": plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    known = value is None or isinstance(value, (bool, int, str)) or isinstance(value, float) and math.isfinite(value)
    return value if known else {"is": f"{type(value).__name__} {value}"}


def read(text):
    try:
        return {"documents": [plain(document) for document in yaml.safe_load_all(text)]}
    except Exception as error:
        return {"error": str(error)}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
