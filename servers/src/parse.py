"""Reads an exposition from stdin and writes its families to stdout, as the JSON that python.rs reads.

The argument names the format: text or openmetrics.
"""

import json
import sys

import prometheus_client.openmetrics.parser as openmetrics
import prometheus_client.parser as text

PARSERS = {
    "text": text.text_string_to_metric_families,
    "openmetrics": openmetrics.text_string_to_metric_families,
}


def seconds(timestamp):
    return None if timestamp is None else float(timestamp)


def exemplar(found):
    return found and {"labels": found.labels, "value": repr(float(found.value)), "timestamp": seconds(found.timestamp)}


def sample(found):
    return {
        "name": found.name,
        "labels": found.labels,
        "value": repr(float(found.value)),
        "timestamp": seconds(found.timestamp),
        "exemplar": exemplar(found.exemplar),
    }


def family(found):
    samples = [sample(each) for each in found.samples]
    return {"name": found.name, "kind": found.type, "help": found.documentation, "unit": found.unit, "samples": samples}


exposition = sys.stdin.buffer.read().decode("utf-8")
json.dump([family(found) for found in PARSERS[sys.argv[1]](exposition)], sys.stdout)
