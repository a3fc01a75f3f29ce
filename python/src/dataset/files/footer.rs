//! The footer of a Parquet file, looked at before the library reads it: that calls itself for each level of nested
//! columns, and makes room for as many children as a column says it has.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::file::metadata::FooterTail;

/// Levels of nested columns; a list or a map makes two or three of them.
const DEEPEST: usize = 200;

const DAMAGED: &str = "damaged: its footer cannot be read";

// what a field holds, in Thrift's compact protocol
const STOP: u8 = 0;
const I32: u8 = 5;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Checks how the columns of a Parquet file are nested.
///
/// # Errors
/// They are nested too deep, or not as they say.
pub(super) fn check(file: &File) -> Result<(), String> {
    match footer(file) {
        Some(bytes) => check_columns(&bytes),
        None => Ok(()), // the library says why
    }
}

/// The bytes of a file's footer, if it has one.
fn footer(mut file: &File) -> Option<Vec<u8>> {
    let mut tail = [0; 8];
    file.seek(SeekFrom::End(-8)).ok()?;
    file.read_exact(&mut tail).ok()?;
    let tail = FooterTail::try_new(&tail).ok().filter(|tail| !tail.is_encrypted_footer())?;
    let length = u64::try_from(tail.metadata_length()).ok()?;
    let start = file.metadata().ok()?.len().checked_sub(length + 8)?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The same, of the bytes of a footer: a version, then the columns, depth first.
fn check_columns(bytes: &[u8]) -> Result<(), String> {
    let (mut thrift, mut id) = (Thrift(bytes), 0);
    let first = (thrift.field(&mut id)?, id);
    thrift.number()?;
    let second = (thrift.field(&mut id)?, id);
    let (kind, size) = thrift.list()?;
    if (first, second, kind) != ((I32, 1), (LIST, 2), STRUCT) {
        return Err(DAMAGED.into());
    }
    let mut left = Vec::new(); // the children still to come, of each level
    for _ in 0..size {
        let children = thrift.children()?;
        if children > size {
            return Err(DAMAGED.into());
        }
        if let Some(parent) = left.last_mut() {
            *parent -= 1;
        }
        if children > 0 {
            left.push(children);
        }
        if left.len() > DEEPEST {
            return Err(format!("its columns are nested more than {DEEPEST} levels deep"));
        }
        while children == 0 && left.last() == Some(&0) {
            left.pop();
        }
    }
    Ok(())
}

/// What is left of a structure in Thrift's compact protocol.
struct Thrift<'a>(&'a [u8]);

impl Thrift<'_> {
    fn byte(&mut self) -> Result<u8, String> {
        let (first, rest) = self.0.split_first().ok_or(DAMAGED)?;
        self.0 = rest;
        Ok(*first)
    }

    fn skip_bytes(&mut self, count: u64) -> Result<(), String> {
        let count = usize::try_from(count).map_err(|_| DAMAGED)?;
        self.0 = self.0.get(count..).ok_or(DAMAGED)?;
        Ok(())
    }

    fn number(&mut self) -> Result<u64, String> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(DAMAGED.into())
    }

    /// What the next field holds; its id takes the place of the last one's.
    fn field(&mut self, id: &mut u64) -> Result<u8, String> {
        let head = self.byte()?;
        match (head & 0xF, head >> 4) {
            (STOP, _) => return Ok(STOP),
            (_, 0) => *id = self.number()? >> 1, // signed: its lowest bit is the sign
            (_, step) => *id += u64::from(step),
        }
        Ok(head & 0xF)
    }

    /// What a list holds, and how many of them.
    fn list(&mut self) -> Result<(u8, u64), String> {
        let head = self.byte()?;
        let size = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
        // each takes a byte or more
        if size <= self.0.len() as u64 { Ok((head & 0xF, size)) } else { Err(DAMAGED.into()) }
    }

    /// The number of children of a column, which is read to its end.
    fn children(&mut self) -> Result<u64, String> {
        let (mut id, mut children) = (0, 0);
        loop {
            let kind = self.field(&mut id)?;
            let wanted = match id {
                _ if kind == STOP => return Ok(children),
                4 => BINARY,  // its name
                10 => STRUCT, // what it means
                1..10 => I32,
                _ => kind,
            };
            match id {
                _ if kind != wanted => return Err(DAMAGED.into()),
                5 => children = self.number()? >> 1, // signed too; the library refuses what is below 0
                _ => self.skip(kind, 8)?,
            }
        }
    }

    /// Goes on after a value, in which others may be nested so many levels deep.
    fn skip(&mut self, kind: u8, levels: u8) -> Result<(), String> {
        match kind {
            1 | 2 => Ok(()), // a boolean is all in its head
            3 => self.skip_bytes(1),
            4..=6 => self.number().map(drop),
            7 => self.skip_bytes(8),
            BINARY => {
                let length = self.number()?;
                self.skip_bytes(length)
            }
            LIST if levels > 0 => {
                let (kind, size) = self.list()?;
                (0..size).try_for_each(|_| self.skip(kind, levels - 1))
            }
            STRUCT if levels > 0 => loop {
                match self.field(&mut 0)? {
                    STOP => return Ok(()),
                    kind => self.skip(kind, levels - 1)?,
                }
            },
            _ => Err(DAMAGED.into()),
        }
    }
}
