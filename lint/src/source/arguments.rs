//! Reads what the arguments of a call say of a metric and its labels.

use proc_macro2::{Delimiter, Span, TokenTree};

use super::libraries::Form;
use super::text::Text;
use super::token::{is_punct, is_word, split};
use super::value;

/// What the arguments say.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub(super) name: Text,
    pub(super) made_name: Option<String>,
    pub(super) labels: Vec<(Text, Span)>,
    /// Values that are made here: of which label, by what, from where to where.
    pub(super) made: Vec<(Text, String, (Span, Span))>,
}

/// The arguments of a call in this form; nothing if they are about something else, or tell nothing.
pub(super) fn read(form: Form, tokens: &[TokenTree]) -> Option<Arguments> {
    let mut read = Arguments::default();
    let arguments = split(tokens);
    match form {
        Form::Metric(_) => read.metric(&arguments),
        Form::Static(_) => read.metric(arguments.get(1..).unwrap_or_default()),
        Form::Registration => {
            let [name, help, _metric, ..] = arguments.as_slice() else { return None };
            read.name = Text::of(name);
            // Other registries have three arguments as well: those of mio are a source of events, a token and interests.
            if [&read.name, &Text::of(help)].contains(&&Text::Unknown) {
                return None;
            }
        }
        Form::Pairs => arguments.iter().for_each(|argument| read.arrow(argument)),
        Form::Pair => read.pair(&arguments),
        Form::Attributes => {
            for attribute in arguments.iter().skip(1).filter_map(|argument| list(argument)).flatten() {
                read.attribute(&attribute);
            }
        }
        Form::Values => {
            for value in arguments.iter().filter_map(|argument| list(argument)).flatten() {
                read.value(Text::Unknown, &value);
            }
        }
    }
    (form.makes() || !read.labels.is_empty() || !read.made.is_empty()).then_some(read)
}

impl Arguments {
    /// `"name", "help", &["label"]`, `Opts::new("name", "help"), …` or `target: "…", "name", "label" => value`.
    fn metric(&mut self, arguments: &[&[TokenTree]]) {
        let arguments: Vec<&[TokenTree]> = arguments.iter().copied().filter(|argument| !is_named(argument)).collect();
        let Some((first, rest)) = arguments.split_first() else { return };
        self.name = match Text::of(first) {
            Text::Unknown => of_options(first),
            name => name,
        };
        if self.name == Text::Unknown {
            self.made_name = value::made_by(first);
        }
        for argument in rest {
            self.arrow(argument);
            for element in list(argument).unwrap_or_default() {
                match element.as_slice() {
                    [TokenTree::Group(pair)] if pair.delimiter() == Delimiter::Parenthesis => {
                        self.pair(&split(&pair.stream().into_iter().collect::<Vec<_>>()));
                    }
                    name => self.label(name),
                }
            }
        }
    }

    /// `"label" => value`
    fn arrow(&mut self, argument: &[TokenTree]) {
        let arrow = argument.windows(2).position(|pair| is_punct(&pair[0], '=') && is_punct(&pair[1], '>'));
        if let Some(arrow) = arrow {
            self.pair(&[&argument[..arrow], &argument[arrow + 2..]]);
        }
    }

    fn pair(&mut self, pair: &[&[TokenTree]]) {
        if let [label, value] = pair {
            self.label(label);
            self.value(Text::of(label), value);
        }
    }

    /// `KeyValue::new("label", value)`
    fn attribute(&mut self, tokens: &[TokenTree]) {
        if let [.., owner, _, _, new, TokenTree::Group(pair)] = tokens
            && is_word(owner, "KeyValue")
            && is_word(new, "new")
        {
            self.pair(&split(&pair.stream().into_iter().collect::<Vec<_>>()));
        }
    }

    fn label(&mut self, tokens: &[TokenTree]) {
        let text = Text::of(tokens);
        if let Some(first) = tokens.first().filter(|_| text != Text::Unknown) {
            self.labels.push((text, first.span()));
        }
    }

    fn value(&mut self, label: Text, tokens: &[TokenTree]) {
        if let (Some(by), Some(first), Some(last)) = (value::made_by(tokens), tokens.first(), tokens.last()) {
            self.made.push((label, by, (first.span(), last.span())));
        }
    }
}

/// `target: "…"` and `level: …`, which come before a name.
fn is_named(argument: &[TokenTree]) -> bool {
    matches!(argument, [TokenTree::Ident(_), colon, next, ..] if is_punct(colon, ':') && !is_punct(next, ':'))
}

/// `Opts::new("name", "help").namespace("…")`, `opts!("name", "help")` and those of histograms.
fn of_options(argument: &[TokenTree]) -> Text {
    let opened = argument.windows(2).enumerate().find_map(|(at, pair)| match pair {
        [before, TokenTree::Group(group)] if is_word(before, "new") || is_punct(before, '!') => Some((at, group)),
        _ => None,
    });
    let Some((at, group)) = opened else { return Text::Unknown };
    let options = if is_punct(&argument[at], '!') { at.checked_sub(1) } else { at.checked_sub(3) };
    let known = ["HistogramOpts", "Opts", "histogram_opts", "opts"];
    if !options.is_some_and(|at| known.iter().any(|name| is_word(&argument[at], name))) {
        return Text::Unknown;
    }
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    let name = split(&inner).first().map(|name| Text::of(name)).unwrap_or_default();
    let after = &argument[at + 2..];
    let [namespace, subsystem] = ["namespace", "subsystem"].map(|method| set_by(after, method));
    match (namespace, subsystem, name) {
        (None, None, name) => name,
        (namespace, subsystem, Text::Known(name)) => {
            let before: Vec<Text> = [namespace, subsystem].into_iter().flatten().collect();
            let known: Option<Vec<&str>> = before.iter().map(Text::known).collect();
            known.map_or_else(
                || Text::Ending(name.clone()),
                |known| Text::Known([&known[..], &[&name]].concat().join("_")),
            )
        }
        _ => Text::Unknown,
    }
}

/// The argument of a method that is called in a chain.
fn set_by(chain: &[TokenTree], method: &str) -> Option<Text> {
    chain.windows(2).find_map(|pair| match pair {
        [name, TokenTree::Group(argument)] if is_word(name, method) => {
            Some(Text::of(&argument.stream().into_iter().collect::<Vec<_>>()))
        }
        _ => None,
    })
}

/// The elements of `&[…]` or `vec![…]`.
fn list(argument: &[TokenTree]) -> Option<Vec<Vec<TokenTree>>> {
    let [.., TokenTree::Group(group)] = value::core(argument) else { return None };
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    (group.delimiter() == Delimiter::Bracket).then(|| split(&inner).into_iter().map(<[TokenTree]>::to_vec).collect())
}
