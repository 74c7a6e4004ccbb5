//! A catalog for programs. A change that is more than another key is another version.

use std::io::{self, Write};

use lowcard_schema::record::{DomainRecord, LabelRecord, Record};
use lowcard_schema::{Number, Stability};
use serde_json::{Value, json};

use crate::catalog::{Catalog, Process};

const VERSION: u32 = 1;

pub(super) fn print(catalog: &Catalog, budget: Option<u64>, out: &mut dyn Write) -> io::Result<()> {
    let metrics: Vec<Value> = catalog.metrics.iter().map(metric).collect();
    let processes: Vec<Value> =
        catalog.processes.iter().map(|process| self::process(catalog, process, budget)).collect();
    let object = json!({ "version": VERSION, "metrics": metrics, "processes": processes });
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

fn metric(record: &Record) -> Value {
    let site = &record.site;
    json!({
        "name": record.name,
        "type": record.kind.word(),
        "number": number(record.number),
        "unit": record.unit,
        "help": record.help,
        "labels": record.labels.iter().map(label).collect::<Vec<_>>(),
        "buckets": record.buckets,
        "native": record.native.map(|native| json!({ "schema": native.schema, "max_buckets": native.max_buckets })),
        "category": record.category,
        "stability": record.stability.map(Stability::word),
        "deprecated": record.deprecated.as_ref().map(|deprecated| {
            json!({ "since": deprecated.since, "replaced_by": deprecated.replaced_by })
        }),
        "max_series": record.max_series,
        "series": record.worst_case,
        "package": site.package,
        "package_version": site.version,
        "module": site.module,
        "file": site.file,
        "line": site.line,
        "column": site.column,
    })
}

fn label(label: &LabelRecord) -> Value {
    let name = &label.name;
    match &label.domain {
        DomainRecord::Closed(values) => json!({ "name": name, "domain": "closed", "values": values }),
        DomainRecord::Capped { max, overflow } => {
            json!({ "name": name, "domain": "capped", "max": max, "overflow": overflow })
        }
        DomainRecord::Constant => json!({ "name": name, "domain": "constant" }),
    }
}

/// Metrics by their places in the list of all, as a name can be declared twice.
fn process(catalog: &Catalog, process: &Process, budget: Option<u64>) -> Value {
    json!({
        "name": process.name,
        "metrics": process.metrics,
        "series": catalog.series(process),
        "budget": budget,
    })
}

fn number(number: Number) -> &'static str {
    match number {
        Number::U64 => "u64",
        Number::I64 => "i64",
        Number::F64 => "f64",
    }
}
