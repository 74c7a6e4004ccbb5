//! Markdown tables.

use std::fmt;

/// A title, a heading and rows of cells. The first column is text, the others are numbers.
#[derive(Debug)]
pub struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// With the heading of each column.
    pub fn new<'a>(title: impl Into<String>, heading: impl IntoIterator<Item = &'a str>) -> Self {
        Self { title: title.into(), rows: vec![heading.into_iter().map(str::to_owned).collect()] }
    }

    /// Adds a row. Cells that are missing stay empty.
    pub fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.rows[0].len(), String::new());
        self.rows.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}\n", self.title)?;
        for (number, cells) in self.rows.iter().enumerate() {
            writeln!(f, "| {} |", cells.join(" | "))?;
            if number == 0 {
                writeln!(f, "| --- |{}", " ---: |".repeat(cells.len() - 1))?;
            }
        }
        Ok(())
    }
}

/// Three digits that matter.
pub fn number(value: f64) -> String {
    match value.abs() {
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// From the smallest to the largest.
pub fn range((min, max): (f64, f64)) -> String {
    format!("{}–{}", number(min), number(max))
}
