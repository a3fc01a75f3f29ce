//! The bytes of a CSV record after another. A quotation mark that is not closed costs the lines up to its own, not the
//! rest of the file: no library says where it opened, and most go on as if nothing were.

use std::io::{self, BufRead};

use crate::dataset::longest::{RECORD, record_is_longer};

/// What some tools put before the first field, no part of it.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What comes next.
pub(super) enum Record {
    /// A whole record.
    Whole(Vec<u8>),
    /// One that cannot be read, and why.
    Bad(String),
}

/// Reads records from a file.
pub(super) struct Records<R> {
    file: R,
    delimiter: u8,
    /// Bytes that were read; those before `start` are done with.
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// Number of the line in which the next record begins, from 1.
    line: u64,
}

/// Where a look at a record stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a field.
    Field,
    /// In a field without quotation marks around it.
    Plain,
    /// Between two quotation marks.
    Quoted,
    /// After a quotation mark that closes, or is the first of two.
    Closed,
}

/// A quotation mark that opened.
#[derive(Clone, Copy, Default)]
struct Opened {
    /// Where, in bytes from the start of the record.
    at: usize,
    /// Its line, and the first byte after that.
    line: u64,
    after: Option<usize>,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(file: R, delimiter: u8) -> Self {
        Self { file, delimiter, buffer: Vec::new(), start: 0, ended: false, line: 1 }
    }

    /// Reads more; false at the end of the file.
    fn more(&mut self) -> io::Result<bool> {
        if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let block = self.file.fill_buf()?;
        let n = block.len();
        self.buffer.extend_from_slice(block);
        self.file.consume(n);
        self.ended = n == 0;
        Ok(n > 0)
    }

    /// The byte so many after the start of the record, if there is one.
    fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        while self.start + at >= self.buffer.len() {
            if self.ended || !self.more()? {
                return Ok(None);
            }
        }
        Ok(Some(self.buffer[self.start + at]))
    }

    /// Bytes of the line end at a place: 0 if there is none, 2 for a carriage return with a line feed.
    fn line_end(&mut self, at: usize) -> io::Result<usize> {
        Ok(match self.byte(at)? {
            Some(b'\n') => 1,
            Some(b'\r') => 1 + usize::from(self.byte(at + 1)? == Some(b'\n')),
            _ => 0,
        })
    }

    /// Takes so many bytes of so many lines.
    fn take(&mut self, length: usize, lines: u64) -> Vec<u8> {
        let bytes = self.buffer[self.start..self.start + length].to_vec();
        self.start += length;
        self.line += lines;
        bytes
    }

    /// The next record, empty lines left out, or None after the last.
    ///
    /// # Errors
    /// The file cannot be read any further.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        if self.line == 1 && self.start == 0 && self.byte(2)?.is_some() && self.buffer.starts_with(BOM) {
            self.start = BOM.len();
        }
        while let length @ 1.. = self.line_end(0)? {
            self.take(length, 1);
        }
        let (mut at, mut lines, mut state) = (0, 0, State::Field);
        let mut opened = Opened::default();
        loop {
            let Some(byte) = self.byte(at)? else {
                return Ok(match state {
                    State::Quoted => Some(self.unclosed(opened, "and is never closed")?),
                    _ if at == 0 => None,
                    _ => Some(Record::Whole(self.take(at, lines + 1))),
                });
            };
            let end = if matches!(byte, b'\n' | b'\r') { self.line_end(at)? } else { 0 };
            if end > 0 && state != State::Quoted {
                return Ok(Some(Record::Whole(self.take(at + end, lines + 1))));
            }
            if at > RECORD {
                return Ok(Some(match state {
                    State::Quoted | State::Closed => {
                        self.unclosed(opened, &format!("and is not closed within {} MB", RECORD >> 20))?
                    }
                    _ => self.too_long(at)?,
                }));
            }
            state = match (state, byte) {
                (State::Field, b'"') => {
                    opened = Opened { at, line: self.line + lines, after: None };
                    State::Quoted
                }
                (State::Quoted, b'"') => State::Closed,
                (State::Closed, b'"') | (State::Quoted, _) => State::Quoted,
                (_, byte) if byte == self.delimiter => State::Field,
                (State::Closed, _) => {
                    let next = self.line + lines;
                    let why = format!("and is never closed: the next one, in line {next}, does not end a field");
                    return Ok(Some(self.unclosed(opened, &why)?));
                }
                (State::Field | State::Plain, _) => State::Plain,
            };
            at += end.max(1);
            if end > 0 {
                lines += 1;
                opened.after = opened.after.or(Some(at));
            }
        }
    }

    /// The record up to the end of the line in which a quotation mark opened that is not closed.
    fn unclosed(&mut self, opened: Opened, what: &str) -> io::Result<Record> {
        let length = match opened.after {
            Some(after) => after,
            None => self.line_after(opened.at)?,
        };
        let why = format!("a quotation mark opens in line {} {what}", opened.line);
        self.take(length, opened.line + 1 - self.line);
        Ok(Record::Bad(why))
    }

    /// Where the line after that of a byte begins. Quotation marks count for nothing.
    fn line_after(&mut self, mut at: usize) -> io::Result<usize> {
        loop {
            match (self.byte(at)?, self.line_end(at)?) {
                (None, _) => return Ok(at),
                (_, 0) => at += 1,
                (_, end) => return Ok(at + end),
            }
        }
    }

    /// Goes on after a line that is too long, without keeping it.
    fn too_long(&mut self, read: usize) -> io::Result<Record> {
        self.start += read;
        while self.line_end(0)? == 0 && self.byte(0)?.is_some() {
            self.start = self.buffer[self.start..]
                .iter()
                .position(|b| matches!(b, b'\n' | b'\r'))
                .map_or(self.buffer.len(), |n| self.start + n);
        }
        let end = self.line_end(0)?;
        self.take(end, 1);
        Ok(Record::Bad(record_is_longer("record")))
    }
}
