//! One page: its blocks, and where its links lead from and to.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::Block;

/// One page.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The name of its file in this folder.
    pub file: &'static str,
    /// What it says.
    pub text: &'static str,
}

impl Page {
    /// Its blocks of code, fenced or indented, from the top.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for (event, range) in parser(self.text).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let line = self.text.get(..range.start).unwrap_or_default().matches('\n').count() + 1;
                    let words = match kind {
                        CodeBlockKind::Fenced(words) => words.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    open = Some(Block::new(self.file, line, &words));
                }
                Event::Text(text) => {
                    if let Some(block) = &mut open {
                        block.text.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
                _ => {}
            }
        }
        blocks
    }

    /// The first block of text below this one: what a mistake leads to.
    pub fn text_below(&self, block: &Block) -> Option<Block> {
        self.blocks().into_iter().find(|below| below.line > block.line && below.language == "text")
    }

    /// What can stand behind the `#` of a link to it: its headings in lower case, with `-` for blanks, and without
    /// punctuation.
    pub fn anchors(&self) -> Vec<String> {
        let mut anchors = Vec::new();
        let mut heading: Option<String> = None;
        for event in parser(self.text) {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take().map(|heading| anchor(&heading))),
                _ => {}
            }
        }
        anchors
    }

    /// Where its links lead.
    pub fn links(&self) -> Vec<String> {
        let links = parser(self.text).filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        });
        links.collect()
    }

    /// The cells of each row of its tables, as they are written.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&'static str>> {
        let rows = self.text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
        rows.map(|row| row.split(" | ").collect())
    }
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
