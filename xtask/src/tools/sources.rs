//! The machine's own package sources, asked for another suite.

use std::fs;
use std::path::Path;

const MACHINES: &str = "/etc/apt";
/// The part of the archive that Prometheus is in.
const COMPONENT: &str = "main";

/// Package sources in a file for apt.
#[derive(Debug, PartialEq)]
pub(crate) struct Sources {
    /// apt tells the form by the end of the name.
    pub(crate) file_name: &'static str,
    pub(crate) text: String,
}

/// Each archive that this machine takes `released` from, with its mirror and its key, but for the suite `newer`.
pub(crate) fn of_suite(newer: &str) -> Vec<Sources> {
    let released = fs::read_to_string("/etc/os-release").ok().and_then(|release| codename(&release));
    let Some(released) = released else { return Vec::new() };
    let files = files().into_iter().filter_map(|file| Some((fs::read_to_string(&file).ok()?, file)));
    files
        .flat_map(|(text, file)| match file.extension().and_then(|extension| extension.to_str()) {
            Some("list") => lines(&text, &released, newer),
            Some("sources") => stanzas(&text, &released, newer),
            _ => Vec::new(),
        })
        .collect()
}

/// The files that apt reads, in its order.
fn files() -> Vec<Box<Path>> {
    let parts = fs::read_dir(Path::new(MACHINES).join("sources.list.d"));
    let mut files: Vec<Box<Path>> =
        parts.into_iter().flatten().filter_map(|part| Some(part.ok()?.path().into_boxed_path())).collect();
    files.sort();
    files.insert(0, Path::new(MACHINES).join("sources.list").into_boxed_path());
    files
}

/// What the machine's release is called in an archive: `bookworm`.
fn codename(os_release: &str) -> Option<String> {
    let name = os_release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="))?;
    Some(name.trim_matches('"').to_owned())
}

/// The form `deb [options] mirror suite component…`, one source a line.
fn lines(text: &str, released: &str, newer: &str) -> Vec<Sources> {
    let active = text.lines().map(|line| line.split_once('#').map_or(line, |(before_comment, _)| before_comment));
    let sources = active.filter_map(|line| {
        let entry = line.trim().strip_prefix("deb")?.strip_prefix([' ', '\t'])?.trim_start();
        let (options, words) = match entry.strip_prefix('[').and_then(|entry| entry.split_once(']')) {
            Some((options, words)) => (format!("[{options}] "), words),
            None => (String::new(), entry),
        };
        let mut words = words.split_whitespace();
        let (mirror, suite) = (words.next()?, words.next()?);
        let wanted = suite == released && words.any(|component| component == COMPONENT);
        wanted
            .then(|| Sources { file_name: "newer.list", text: format!("deb {options}{mirror} {newer} {COMPONENT}\n") })
    });
    sources.collect()
}

/// The form of fields, one source a paragraph.
fn stanzas(text: &str, released: &str, newer: &str) -> Vec<Sources> {
    let active: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let stanzas = active.split(|line| line.trim().is_empty()).filter_map(|stanza| {
        let fields = fields(stanza);
        let lists = |name, word| fields.iter().any(|field| field.is(name) && field.words().any(|found| found == word));
        let off = lists("Enabled", "no") || lists("Enabled", "false");
        let wanted = !off && lists("Types", "deb") && lists("Suites", released) && lists("Components", COMPONENT);
        let replaced = |field: &&Field<'_>| ["Types", "Suites", "Components"].iter().any(|name| field.is(name));
        let kept: Vec<_> =
            fields.iter().filter(|field| !replaced(field)).flat_map(|field| &field.lines).copied().collect();
        wanted.then(|| Sources {
            file_name: "newer.sources",
            text: format!("Types: deb\nSuites: {newer}\nComponents: {COMPONENT}\n{}\n", kept.join("\n")),
        })
    });
    stanzas.collect()
}

/// One field of a paragraph, with its name in the first line. Further lines start with a blank: those of a key do.
struct Field<'a> {
    name: &'a str,
    lines: Vec<&'a str>,
}

fn fields<'a>(stanza: &[&'a str]) -> Vec<Field<'a>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    for &line in stanza {
        match fields.last_mut() {
            Some(field) if line.starts_with([' ', '\t']) => field.lines.push(line),
            _ => fields.push(Field { name: line.split(':').next().unwrap_or_default(), lines: vec![line] }),
        }
    }
    fields
}

impl Field<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The words of the value, and the name.
    fn words(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flat_map(|line| line.split([' ', '\t', ':']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_named_by_the_system() {
        assert_eq!(codename("ID=debian\nVERSION_CODENAME=bookworm\n").as_deref(), Some("bookworm"));
        assert_eq!(codename("VERSION_CODENAME=\"noble\"").as_deref(), Some("noble"));
        assert_eq!(codename("PRETTY_NAME=\"Debian GNU/Linux trixie/sid\""), None);
    }

    #[test]
    fn a_line_keeps_its_options_and_mirror() {
        let text = "# deb http://old.example/debian bookworm main
deb [arch=amd64 signed-by=/key.gpg] https://mirror.example/debian bookworm contrib main # ours
deb\thttp://mirror.example/debian bookworm main
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/security bookworm-security main
deb http://vendor.example/apt bookworm stable
deb http://flat.example/ ./
deb
";
        let newer: Vec<_> = lines(text, "bookworm", "sid").into_iter().map(|sources| sources.text).collect();
        assert_eq!(
            newer,
            [
                "deb [arch=amd64 signed-by=/key.gpg] https://mirror.example/debian sid main\n",
                "deb http://mirror.example/debian sid main\n",
            ]
        );
    }

    #[test]
    fn a_paragraph_keeps_its_mirror_and_a_key_of_many_lines() {
        let text = "Types: deb deb-src
# a snapshot
URIs: http://mirror.example/debian
suites: bookworm
  bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 AAAA

Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://vendor.example/debian
Suites: bookworm
Components: main
";
        let newer: Vec<_> = stanzas(text, "bookworm", "sid").into_iter().map(|sources| sources.text).collect();
        assert_eq!(
            newer,
            ["Types: deb
Suites: sid
Components: main
URIs: http://mirror.example/debian
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 AAAA
"]
        );
    }

    #[test]
    fn nothing_comes_of_an_empty_file() {
        assert_eq!(lines("", "bookworm", "sid"), []);
        assert_eq!(stanzas("\n\n# only a comment\n", "bookworm", "sid"), []);
    }
}
