"""Reads a text exposition from stdin and writes its families to stdout, as the JSON that python.rs reads."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families


def family(found):
    samples = [{"name": s.name, "labels": s.labels, "value": repr(s.value)} for s in found.samples]
    return {"name": found.name, "kind": found.type, "help": found.documentation, "samples": samples}


text = sys.stdin.buffer.read().decode("utf-8")
json.dump([family(found) for found in text_string_to_metric_families(text)], sys.stdout)
