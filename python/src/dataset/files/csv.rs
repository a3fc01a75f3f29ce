//! CSV and TSV with a header, as RFC 4180 has it: fields in quotation marks may hold newlines. A bad record is one bad
//! row.

use std::io::{self, Read};

use csv::{ByteRecord, Reader, ReaderBuilder};
use sayso::article::Article;

use super::{Position, Source};
use crate::dataset::longest::{Longest, RECORD, record_is_longer};
use crate::dataset::rows::{Names, Row};

pub(super) struct Csv {
    records: Reader<Limited<Box<dyn Read + Send>>>,
    position: Position,
    /// Column of text, id, title, date, url.
    columns: [Option<usize>; 5],
    width: usize,
    record: ByteRecord,
    number: u64,
    ended: bool,
    longest: Longest,
}

impl Csv {
    pub(super) fn new(
        plain: Box<dyn Read + Send>,
        position: Position,
        names: &Names,
        delimiter: u8,
        longest: Longest,
    ) -> Result<Self, String> {
        let mut records = ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(Limited { plain, left: RECORD });
        let header = records.byte_headers().map_err(|e| e.to_string())?;
        let mut header: Vec<String> = header.iter().map(|h| String::from_utf8_lossy(h).into_owned()).collect();
        if let Some(first) = header.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        let columns = names.find(&header)?;
        let width = header.len();
        Ok(Self { records, position, columns, width, record: ByteRecord::new(), number: 0, ended: false, longest })
    }

    fn field(&self, k: usize) -> Result<Option<String>, String> {
        let Some(bytes) = self.columns[k].and_then(|c| self.record.get(c)) else { return Ok(None) };
        let name = ["text", "id", "title", "date", "url"][k];
        let text =
            std::str::from_utf8(bytes).map_err(|e| format!("the {name} is not UTF-8 at byte {}", e.valid_up_to()));
        let text = text?;
        self.longest.check(name, text).map(|()| Some(text.to_owned()))
    }

    fn row(&self) -> Row {
        if self.record.len() != self.width {
            return Row::bad(None, format!("the row has {} fields, the header {}", self.record.len(), self.width));
        }
        let present = |k: usize| Ok::<_, String>(self.field(k)?.filter(|v| !v.is_empty())); // an empty field is a missing one
        let id = match present(1) {
            Ok(id) => id,
            Err(why) => return Row::bad(None, why),
        };
        let article = || {
            let text = self.field(0)?.unwrap_or_default();
            Ok(Article { id: None, text, title: present(2)?, date: present(3)?, url: present(4)? })
        };
        Row { id, article: article() }
    }
}

impl Source for Csv {
    fn next(&mut self) -> Option<Row> {
        if self.ended {
            return None;
        }
        self.records.get_mut().left = RECORD;
        match self.records.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                self.number += 1;
                Some(self.row())
            }
            Err(e) => {
                self.ended = true;
                self.number += 1;
                Some(Row::bad(None, format!("nothing can be read from here on: {e}")))
            }
        }
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn progress(&self) -> f64 {
        self.position.progress()
    }
}

/// A file of which one record takes so much and no more.
struct Limited<R> {
    plain: R,
    left: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.plain.read(buffer)?;
        match self.left.checked_sub(n) {
            Some(left) => {
                self.left = left;
                Ok(n)
            }
            None => Err(io::Error::other(record_is_longer("record"))),
        }
    }
}
