//! JSON Lines: one object a line. A bad line is one bad row.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use sayso::article::Article;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Position, Source};
use crate::dataset::longest::{Longest, RECORD, record_is_longer};
use crate::dataset::rows::{NULL_TEXT, Names, Row};

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
    fn next(&mut self) -> Option<Row> {
        while !self.ended {
            match self.read() {
                Ok(false) => return None,
                Ok(true) => self.number += 1,
                Err(e) => {
                    self.ended = true;
                    self.number += 1;
                    return Some(Row::bad(None, format!("nothing can be read from here on: {e}")));
                }
            }
            let mut line = self.line.as_slice();
            if self.number == 1 {
                line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line); // outside the JSON, so no part of any text
            }
            if line.len() > RECORD {
                return Some(Row::bad(None, record_is_longer("line")));
            }
            if !line.trim_ascii().is_empty() {
                return Some(row(line, &self.names, self.longest));
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

fn row(line: &[u8], names: &Names, longest: Longest) -> Row {
    let line = match std::str::from_utf8(line) {
        Ok(line) => line,
        Err(e) => return Row::bad(None, format!("not UTF-8 at byte {} of the row", e.valid_up_to())),
    };
    let mut json = serde_json::Deserializer::from_str(line);
    let found = Wanted(names).deserialize(&mut json).and_then(|found| json.end().map(|()| found));
    let [text, id, title, date, url] = match found {
        Ok(found) => found.map(|value| value.map(RawValue::get)),
        Err(e) => return Row::bad(None, format!("not a JSON object: {e}")),
    };
    let within = |name: &str, value: String| longest.check(name, &value).map(|()| value);
    let id = match id.map(|id| identity(id)?.map(|id| within("id", id)).transpose()) {
        None | Some(Ok(None)) => None,
        Some(Ok(id)) => id,
        Some(Err(why)) => return Row::bad(None, why),
    };
    let optional = |name: &str, value: Option<&str>| match value {
        None | Some("null") => Ok(None),
        Some(value) => string(name, value).and_then(|value| within(name, value)).map(Some),
    };
    let article = || {
        let text = match text {
            None => return Err(format!("there is no {:?}", names.text)),
            Some("null") => return Err(NULL_TEXT.to_owned()),
            Some(value) => within("text", string("text", value)?)?,
        };
        let (title, url) = (optional("title", title)?, optional("url", url)?);
        let date = match date {
            Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => Some(within("date", number.to_owned())?), // 20260102
            other => optional("date", other)?,
        };
        Ok(Article { id: None, text, title, date, url })
    };
    let article = article();
    Row { id, article }
}

fn identity(value: &str) -> Result<Option<String>, String> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return if digits.len() <= 100 { Ok(Some(value.to_owned())) } else { Err("the id has too many digits".into()) };
    }
    match value.as_bytes()[0] {
        b'n' => Ok(None),
        b'"' => string("id", value).map(Some),
        _ => Err(format!("the id must be a string or an integer, not {}", kind(value))),
    }
}

fn string(name: &str, value: &str) -> Result<String, String> {
    if !value.starts_with('"') {
        return Err(format!("the {name} must be a string, not {}", kind(value)));
    }
    serde_json::from_str(value).map_err(|_| format!("the {name} has a lone surrogate, which is no character"))
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
struct Wanted<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = [Option<&'de RawValue>; 5];

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = [Option<&'de RawValue>; 5];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = [None; 5];
        while let Some(fields) = map.next_key_seed(Key(self.0))? {
            if fields.contains(&true) {
                let value: &RawValue = map.next_value()?;
                for (out, wanted) in out.iter_mut().zip(fields) {
                    if wanted {
                        *out = Some(value);
                    }
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(out)
    }
}

/// The fields that a key holds: one column may be both id and url.
struct Key<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = [bool; 5];

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<[bool; 5], D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = [bool; 5];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<[bool; 5], E> {
        Ok(self.0.all().map(|(name, _)| name == key))
    }
}
