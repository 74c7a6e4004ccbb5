//! Files as URIs.

use std::fmt::Write as _;
use std::path::Path;

/// The file as a URI of its own if its path is absolute, and as a relative reference otherwise.
pub(super) fn uri(file: &Path) -> String {
    let path = file.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    match file.is_absolute() {
        true if path.starts_with('/') => format!("file://{}", encoded(&path)),
        true => format!("file:///{}", encoded(&path)),
        false => encoded(&path),
    }
}

/// Everything but what RFC 3986 leaves unreserved, and the `/` between folders, in percent encoding.
fn encoded(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _infallible = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::uri;

    #[test]
    fn what_a_uri_can_not_hold_is_encoded() {
        assert_eq!(uri(Path::new("src/metrics.rs")), "src/metrics.rs");
        assert_eq!(uri(Path::new("a b/grö%ß#e?.rs")), "a%20b/gr%C3%B6%25%C3%9F%23e%3F.rs");
        assert_eq!(uri(Path::new("c:d/e")), "c%3Ad/e");
    }

    #[cfg(unix)]
    #[test]
    fn an_absolute_path_is_a_uri_of_its_own() {
        assert_eq!(uri(Path::new("/home/a b/lib.rs")), "file:///home/a%20b/lib.rs");
    }
}
