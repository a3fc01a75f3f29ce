//! JSON Lines: one object a line. A bad line is one bad row.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use sayso::article::Article;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Position, Source};
use crate::dataset::cells::whole;
use crate::dataset::longest::{Longest, RECORD, record_is_longer};
use crate::dataset::names::{FIELDS, Names, Search, missing};
use crate::dataset::rows::{Id, NULL_TEXT, Row, left_out};

pub(super) struct Jsonl {
    lines: BufReader<Box<dyn Read + Send>>,
    position: Position,
    names: Names,
    number: u64,
    line: Vec<u8>,
    longest: Longest,
    ended: bool,
}

impl Jsonl {
    pub(super) fn new(plain: Box<dyn Read + Send>, position: Position, names: Names, longest: Longest) -> Self {
        let lines = BufReader::with_capacity(1 << 16, plain);
        Self { lines, position, names, number: 0, line: Vec::new(), longest, ended: false }
    }

    /// Reads a line; false at the end of the file.
    fn read(&mut self) -> io::Result<bool> {
        self.line.clear();
        let n = (&mut self.lines).take(RECORD as u64 + 1).read_until(b'\n', &mut self.line)?;
        if n > RECORD {
            loop {
                let buffer = self.lines.fill_buf()?;
                let end = buffer.iter().position(|b| *b == b'\n');
                let (n, last) = (end.map_or(buffer.len(), |e| e + 1), end.is_some() || buffer.is_empty());
                self.lines.consume(n);
                if last {
                    break;
                }
            }
        }
        Ok(n > 0)
    }
}

impl Source for Jsonl {
    fn next(&mut self, search: &mut Search) -> Option<Row> {
        while !self.ended {
            match self.read() {
                Ok(false) => return None,
                Ok(true) => self.number += 1,
                Err(e) => {
                    self.ended = true;
                    self.number += 1;
                    return Some(Row::bad(Id::Absent, format!("nothing can be read from here on: {e}")));
                }
            }
            let mut line = self.line.as_slice();
            if self.number == 1 {
                line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line); // outside the JSON, so no part of any text
            }
            if line.len() > RECORD {
                return Some(Row::bad(Id::Absent, record_is_longer("line")));
            }
            if !line.trim_ascii().is_empty() {
                return Some(row(line, &self.names, self.longest, search));
            }
        }
        None
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn progress(&self) -> f64 {
        self.position.progress()
    }
}

fn row(line: &[u8], names: &Names, longest: Longest, search: &mut Search) -> Row {
    let line = match std::str::from_utf8(line) {
        Ok(line) => line,
        Err(e) => return Row::bad(Id::Absent, format!("not UTF-8 at byte {} of the row", e.valid_up_to())),
    };
    match object(line, names, longest, search) {
        Ok(row) => row,
        // Python writes NaN where JSON has nothing of the kind
        Err(why) => match without_nan(line).map(|line| object(&line, names, longest, search)) {
            Some(Ok(row)) => row,
            _ => Row::bad(Id::Absent, format!("not a JSON object: {why}")),
        },
    }
}

/// The row of a JSON object.
///
/// # Errors
/// It is none.
fn object(line: &str, names: &Names, longest: Longest, search: &mut Search) -> Result<Row, serde_json::Error> {
    let wanted = names.all().map(|(name, _)| name).into_iter().chain(names.keep.0.iter().map(String::as_str));
    let wanted: Vec<&str> = wanted.collect();
    let mut json = serde_json::Deserializer::from_str(line);
    let found = Wanted(&wanted).deserialize(&mut json)?;
    json.end()?;
    let found: Vec<Option<&str>> = found.into_iter().map(|value| value.map(RawValue::get)).collect();
    let has = |name: &str| wanted.iter().zip(&found).any(|(own, value)| *own == name && value.is_some());
    search.record(|| keys(line), has);
    let within = |what: &str, is_text, value: Option<String>| match value {
        Some(value) => longest.check(is_text, &value).map(|()| Some(value)).map_err(|why| format!("{what} {why}")),
        None => Ok(None),
    };
    let id = match found[1].map(|value| identity(value).and_then(|id| within("the id", false, id))) {
        None => Id::Absent,
        Some(Ok(id)) => id.map_or(Id::Null, Id::Own),
        Some(Err(why)) => return Ok(Row::bad(Id::Null, why)),
    };
    let text = match found[0] {
        None => Err(missing("field", wanted[0], &keys(line))),
        Some("null") => Err(NULL_TEXT.to_owned()),
        Some(value) => string("text", value).and_then(|text| within("the text", true, Some(text))),
    };
    let text = match text {
        Ok(text) => text.unwrap_or_default(),
        Err(why) => return Ok(Row::bad(id, why)),
    };
    let mut notes = Vec::new();
    let mut optional = |k: usize| {
        let value = shown(k, found[k]).and_then(|value| within(&format!("the {}", FIELDS[k]), false, value));
        value.unwrap_or_else(|why| left_out(why, &mut notes))
    };
    let [title, date, url] = [2, 3, 4].map(&mut optional);
    let mut along = |(name, value): (&String, &Option<&str>)| {
        let value = value.map_or(Ok(None), |value| kept(name, value));
        let value = value.and_then(|value| within(&format!("{name:?}"), false, value));
        value.unwrap_or_else(|why| left_out(why, &mut notes))
    };
    let kept = names.keep.0.iter().zip(&found[FIELDS.len()..]).map(&mut along).collect();
    Ok(Row { id, article: Ok(Article { id: None, text, title, date, url, kept, notes }) })
}

/// A field that is text for people.
fn shown(k: usize, value: Option<&str>) -> Result<Option<String>, String> {
    match value {
        None | Some("null") => Ok(None),
        Some(number) if k == 3 && number.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(number.to_owned())), // 20260102
        Some(value) => string(FIELDS[k], value).map(Some),
    }
}

/// A value that is carried along, as text: as it is written, if it is no string.
fn kept(name: &str, value: &str) -> Result<Option<String>, String> {
    match value.as_bytes()[0] {
        b'n' => Ok(None),
        b'"' => text(&format!("{name:?}"), value).map(Some),
        _ => Ok(Some(value.to_owned())),
    }
}

/// Names of the first fields of an object.
fn keys(line: &str) -> Vec<String> {
    Keys.deserialize(&mut serde_json::Deserializer::from_str(line)).unwrap_or_default()
}

/// A line with null for what JSON has no word for; None if there is nothing of the kind.
fn without_nan(line: &str) -> Option<String> {
    let (mut out, mut rest, mut quoted) = (String::with_capacity(line.len()), line, false);
    while let Some(first) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| !quoted && rest.starts_with(word));
        let length = match (word, first) {
            (Some(word), _) => word.len(),
            (None, '\\') if quoted => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            (None, first) => first.len_utf8(),
        };
        quoted ^= first == '"';
        out.push_str(if word.is_some() { "null" } else { &rest[..length] });
        rest = &rest[length..];
    }
    if out == line { None } else { Some(out) }
}

fn identity(value: &str) -> Result<Option<String>, String> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return if digits.len() <= 100 { Ok(Some(value.to_owned())) } else { Err("the id has too many digits".into()) };
    }
    match value.as_bytes()[0] {
        b'n' => Ok(None),
        b'"' => string("id", value).map(Some),
        b'-' | b'0'..=b'9' => whole(value.parse().ok()).map_err(|why| format!("the id {why}")),
        _ => Err(format!("the id must be a string or a whole number, not {}", kind(value))),
    }
}

fn string(name: &str, value: &str) -> Result<String, String> {
    if !value.starts_with('"') {
        return Err(format!("the {name} must be a string, not {}", kind(value)));
    }
    text(&format!("the {name}"), value)
}

/// The text of a JSON string.
fn text(what: &str, value: &str) -> Result<String, String> {
    serde_json::from_str(value).map_err(|_| format!("{what} has a lone surrogate, which is no character"))
}

fn kind(value: &str) -> &'static str {
    match value.as_bytes()[0] {
        b'"' => "a string",
        b'{' => "an object",
        b'[' => "an array",
        b't' | b'f' => "a boolean",
        b'n' => "null",
        _ => "a number",
    }
}

/// Reads the values of the wanted keys of an object as they are written.
struct Wanted<'n>(&'n [&'n str]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = vec![None; self.0.len()];
        while let Some(fields) = map.next_key_seed(Key(self.0))? {
            if fields.is_empty() {
                map.next_value::<IgnoredAny>()?;
            } else {
                let value: &RawValue = map.next_value()?;
                fields.into_iter().for_each(|k| out[k] = Some(value));
            }
        }
        Ok(out)
    }
}

/// The fields that a key holds: one column may be both id and url.
struct Key<'n>(&'n [&'n str]);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Vec<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Vec<usize>, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Vec<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Vec<usize>, E> {
        Ok(self.0.iter().enumerate().filter(|(_, name)| **name == key).map(|(k, _)| k).collect())
    }
}

/// Names that an object may have for [`keys`]: a line may hold millions.
const MOST: usize = 1000;

/// Reads the names of an object's first fields, each once.
struct Keys;

impl<'de> DeserializeSeed<'de> for Keys {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Vec<String>, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Keys {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut out: Vec<String> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            map.next_value::<IgnoredAny>()?;
            if out.len() < MOST && !out.contains(&name) {
                out.push(name);
            }
        }
        Ok(out)
    }
}
