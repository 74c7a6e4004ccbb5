//! Turns the names of variants into label values.

use lowcard_schema::{Rule, nearest};

use crate::attribute::Stated;
use crate::diagnostics::Diagnostics;

/// How `rename_all` writes a variant's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const ALL: [(&str, Case); 8] = [
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
];

impl Case {
    /// The case that `rename_all` states; snake case if it states none.
    pub(crate) fn stated(diagnostics: &Diagnostics, stated: Option<&Stated<String>>) -> Self {
        let Some(Stated { value, tokens }) = stated else { return Self::Snake };
        if let Some(&(_, case)) = ALL.iter().find(|(name, _)| name == value) {
            return case;
        }
        let names = ALL.iter().map(|&(name, _)| name);
        let help = match nearest(value, names.clone()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("the cases are: {}", names.collect::<Vec<_>>().join(", ")),
        };
        let message = format!("`{value}` is not a case");
        diagnostics.error_with_help(tokens, Rule::AttributeInvalidValue, message, help);
        Self::Snake
    }

    /// The name of a variant, which Rust writes in Pascal case, in this case.
    pub(crate) fn apply(self, variant: &str) -> String {
        let words = words(variant);
        let lower = || words.iter().map(|word| word.to_lowercase());
        let upper = || words.iter().map(|word| word.to_uppercase());
        match self {
            Self::Lower => lower().collect(),
            Self::Upper => upper().collect(),
            Self::Pascal => lower().map(|word| capitalized(&word)).collect(),
            Self::Camel => {
                lower().enumerate().map(|(i, word)| if i == 0 { word } else { capitalized(&word) }).collect()
            }
            Self::Snake => lower().collect::<Vec<_>>().join("_"),
            Self::ScreamingSnake => upper().collect::<Vec<_>>().join("_"),
            Self::Kebab => lower().collect::<Vec<_>>().join("-"),
            Self::ScreamingKebab => upper().collect::<Vec<_>>().join("-"),
        }
    }
}

/// `HttpError` is `Http`, `Error`; so is `HTTPError`, with `HTTP`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (i, &letter) in letters.iter().enumerate() {
        let after_lower = i > 0 && !letters[i - 1].is_uppercase() && letters[i - 1] != '_';
        let before_lower = letters.get(i + 1).is_some_and(|next| next.is_lowercase());
        let starts = i > 0 && letter.is_uppercase() && (after_lower || before_lower) || letter == '_';
        if starts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.push(letter);
        }
    }
    words
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{ALL, Case, words};

    #[test]
    fn acronyms_are_words() {
        assert_eq!(words("HTTPServerError"), ["HTTP", "Server", "Error"]);
        assert_eq!(words("Http2Error"), ["Http2", "Error"]);
        assert_eq!(words("NOT_FOUND"), ["NOT", "FOUND"]);
    }

    #[test]
    fn every_case_writes_two_words_its_own_way() {
        let written: Vec<String> = ALL.iter().map(|(_, case)| case.apply("NotFound")).collect();
        let expected =
            ["not_found", "NOT_FOUND", "not-found", "NOT-FOUND", "notfound", "NOTFOUND", "notFound", "NotFound"];
        assert_eq!(written, expected);
        assert_eq!(Case::Snake.apply("Ok"), "ok");
    }
}
