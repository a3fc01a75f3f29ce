//! The footer of a Parquet file, looked at before the library reads it: that calls itself for each level of nested
//! columns, and makes room for as many children as a column says it has. It is walked through to its end, so that
//! nothing in it is read in another way than here.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::file::metadata::FooterTail;

use super::thrift::{BINARY, DAMAGED, I32, LEVELS, LIST, STOP, STRUCT, Thrift};

/// Levels of nested columns; a list or a map makes two or three of them.
const DEEPEST: usize = 200;

/// Bytes of a footer; the library makes some ten times as much of it.
const LONGEST: u64 = 48 << 20;

/// Checks how the columns of a Parquet file are nested.
///
/// # Errors
/// They are nested too deep, or not as they say.
pub(super) fn check(file: &File) -> Result<(), String> {
    match footer(file) {
        Some(bytes) if bytes.len() as u64 > LONGEST => Err(format!("its footer is longer than {} MB", LONGEST >> 20)),
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
    file.take(length.min(LONGEST + 1)).read_to_end(&mut bytes).ok()?;
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
        let children = children(&mut thrift)?;
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
    loop {
        match thrift.field(&mut id)? {
            STOP => return Ok(()),
            kind => thrift.skip(kind, LEVELS)?,
        }
    }
}

/// The number of children of a column, which is read to its end.
fn children(thrift: &mut Thrift) -> Result<u64, String> {
    let (mut id, mut children) = (0, 0);
    loop {
        let kind = thrift.field(&mut id)?;
        let wanted = match id {
            _ if kind == STOP => return Ok(children),
            4 => BINARY,  // its name
            10 => STRUCT, // what it means
            1..10 => I32,
            _ => kind,
        };
        match id {
            _ if kind != wanted => return Err(DAMAGED.into()),
            5 => children = thrift.size()? as u64,
            _ => thrift.skip(kind, LEVELS)?,
        }
    }
}
