//! CSV and TSV with a header, as RFC 4180 has it: fields in quotation marks may hold newlines. A bad record is one bad
//! row.

use std::io::{BufReader, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use sayso::article::Article;

use super::records::{Record, Records};
use super::{Position, Source};
use crate::dataset::longest::Longest;
use crate::dataset::names::{FIELDS, Found, Names, Search};
use crate::dataset::rows::{Id, Row, left_out};

pub(super) struct Csv {
    records: Records<BufReader<Box<dyn Read + Send>>>,
    fields: Fields,
    position: Position,
    columns: Found,
    /// Names of the columns that are carried along.
    keep: Vec<String>,
    width: usize,
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
        let mut records = Records::new(BufReader::with_capacity(1 << 16, plain), delimiter);
        let mut fields = Fields::new(delimiter);
        match records.next().map_err(|e| e.to_string())? {
            Some(Record::Whole(header)) => {
                fields.read(&header).map_err(|why| format!("the header {why}"))?;
            }
            Some(Record::Bad(why)) => return Err(why),
            None => {}
        }
        let header: Vec<String> = fields.iter().map(|h| String::from_utf8_lossy(h).into_owned()).collect();
        let columns = names.find(&header)?;
        let (keep, width) = (names.keep.0.clone(), header.len());
        Ok(Self { records, fields, position, columns, keep, width, number: 0, ended: false, longest })
    }

    /// What a row without an id has in its place.
    fn no_id(&self) -> Id {
        Id::missing(self.columns.fields[1].is_some())
    }

    /// The text of a field that the header has.
    fn field(&self, column: usize, is_text: bool) -> Result<String, String> {
        let text = std::str::from_utf8(self.fields.get(column));
        let text = text.map_err(|e| format!("is not UTF-8 at byte {}", e.valid_up_to()))?;
        self.longest.check(is_text, text).map(|()| text.to_owned())
    }

    fn row(&self) -> Row {
        if self.fields.len() != self.width {
            let why = format!("the row has {} fields, the header {}", self.fields.len(), self.width);
            return Row::bad(self.no_id(), why);
        }
        let read = |k: usize| self.columns.fields[k].map(|column| self.field(column, k == 0)).transpose();
        let field = |k: usize| read(k).map_err(|why| format!("the {} {why}", FIELDS[k]));
        let present = |k: usize| Ok::<_, String>(field(k)?.filter(|v| !v.is_empty())); // an empty field is a missing one
        let id = match present(1) {
            Ok(id) => id.map_or_else(|| self.no_id(), Id::Own),
            Err(why) => return Row::bad(self.no_id(), why),
        };
        let text = match field(0) {
            Ok(text) => text.unwrap_or_default(),
            Err(why) => return Row::bad(id, why),
        };
        let mut notes = Vec::new();
        let mut optional = |k: usize| present(k).unwrap_or_else(|why| left_out(why, &mut notes));
        let [title, date, url] = [2, 3, 4].map(&mut optional);
        let mut along = |(column, name): (&usize, &String)| match self.field(*column, false) {
            Ok(text) => Some(text).filter(|v| !v.is_empty()),
            Err(why) => left_out(format!("{name:?} {why}"), &mut notes),
        };
        let kept = self.columns.kept.iter().zip(&self.keep).map(&mut along).collect();
        Row { id, article: Ok(Article { id: None, text, title, date, url, kept, notes }) }
    }
}

impl Source for Csv {
    fn next(&mut self, _: &mut Search) -> Option<Row> {
        if self.ended {
            return None;
        }
        let record = self.records.next().transpose()?;
        self.number += 1;
        Some(match record {
            Ok(Record::Whole(record)) => match self.fields.read(&record) {
                Ok(()) => self.row(),
                Err(why) => Row::bad(self.no_id(), format!("the row {why}")),
            },
            Ok(Record::Bad(why)) => Row::bad(self.no_id(), why),
            Err(e) => {
                self.ended = true;
                Row::bad(self.no_id(), format!("nothing can be read from here on: {e}"))
            }
        })
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn progress(&self) -> f64 {
        self.position.progress()
    }
}

/// The most fields of a record: a comma is one byte, a field takes many.
const MOST: usize = 1 << 20;

/// The fields of a record.
struct Fields {
    reader: Reader,
    bytes: Vec<u8>,
    /// Where each field ends.
    ends: Vec<usize>,
}

impl Fields {
    fn new(delimiter: u8) -> Self {
        Self { reader: ReaderBuilder::new().delimiter(delimiter).build(), bytes: Vec::new(), ends: Vec::new() }
    }

    /// Reads the fields of a whole record.
    ///
    /// # Errors
    /// They are too many.
    fn read(&mut self, record: &[u8]) -> Result<(), String> {
        self.reader.reset();
        self.bytes.resize(record.len(), 0);
        let (mut bytes, mut fields, mut rest) = (0, 0, record);
        loop {
            if fields == MOST {
                return Err(format!("has more than {MOST} fields"));
            }
            self.ends.resize((2 * fields).clamp(64, MOST), 0);
            let (result, read, wrote, ended) =
                self.reader.read_record(rest, &mut self.bytes[bytes..], &mut self.ends[fields..]);
            (bytes, fields, rest) = (bytes + wrote, fields + ended, &rest[read..]);
            // the end of the input is an empty one
            if matches!(result, ReadRecordResult::Record | ReadRecordResult::End) {
                break;
            }
        }
        self.bytes.truncate(bytes);
        self.ends.truncate(fields);
        Ok(())
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, field: usize) -> &[u8] {
        let start = if field == 0 { 0 } else { self.ends[field - 1] };
        &self.bytes[start..self.ends[field]]
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|field| self.get(field))
    }
}
