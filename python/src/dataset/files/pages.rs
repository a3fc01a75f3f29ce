//! The pages of a Parquet file, looked at before the library decodes them: a few bytes may stand for gigabytes. Sizes
//! that pages give of themselves are believed where the library holds itself to them, and measured where it does not.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};

use super::thrift::{DAMAGED, FALSE, I32, LEVELS, STOP, STRUCT, Thrift};

/// Most bytes of a page; writers cut them at one megabyte, few at a hundred.
const PAGE: usize = 100 << 20;
/// Most bytes of the dictionaries of a row group's columns together, and of the columns beside the first.
const DICTIONARIES: usize = 32 << 20;
const BESIDE: usize = 32 << 20;
/// Rows that are decoded at a time, at most, and bytes that they may take.
const ROWS: usize = 256;
const BATCH: usize = 64 << 20;
/// Bytes of a page's head that are read at first; where they do not suffice, ever more.
const HEAD: usize = 1 << 10;
const LONGEST_HEAD: usize = 16 << 20;

// kinds of pages
const DATA: usize = 0;
const DICTIONARY: usize = 2;
const DATA_2: usize = 3;
/// The encoding whose values repeat the beginning of those before them.
const DELTA_BYTE_ARRAY: usize = 7;

/// How a row group can be read.
pub(super) struct Plan {
    /// Rows to decode at a time.
    pub(super) rows: usize,
    /// Rows that cannot be read, in order, and why.
    pub(super) bad: Vec<(Range<usize>, String)>,
}

/// What is known of a page before it is decoded.
#[derive(Default)]
struct Page {
    kind: usize,
    compressed: usize,
    plain: usize,
    rows: usize,
    encoding: usize,
    /// Bytes of it that are never compressed: levels of the second version.
    levels: usize,
    is_compressed: bool,
}

/// What the pages of a column come to.
#[derive(Default)]
struct Column {
    dictionary: usize,
    /// Bytes that a single value may take although its page has fewer for it.
    repeated: usize,
    /// Rows and bytes of each page.
    pages: Vec<(usize, usize)>,
    bad: Vec<(Range<usize>, String)>,
}

/// Looks at the columns of a row group that are to be read, the first of which may have the largest pages.
///
/// # Errors
/// The file cannot be read.
pub(super) fn plan(file: &File, group: &RowGroupMetaData, columns: &[usize]) -> io::Result<Plan> {
    let total = usize::try_from(group.num_rows()).unwrap_or(0);
    let found = columns.iter().enumerate().map(|(k, column)| {
        let most = if k == 0 { PAGE } else { BESIDE };
        read(file, group.column(*column), most, total)
    });
    let found: Vec<Column> = found.collect::<io::Result<_>>()?;
    let dictionaries: usize = found.iter().map(|column| column.dictionary).sum();
    if dictionaries > DICTIONARIES {
        let why = format!("dictionaries of {} MB are more than can be read", dictionaries >> 20);
        return Ok(Plan { rows: 1, bad: vec![(0..total, why)] });
    }
    let fits = |rows: &usize| found.iter().map(|column| column.largest(*rows)).sum::<usize>() <= BATCH;
    let rows = [ROWS, ROWS / 4, ROWS / 16, 4].into_iter().find(fits).unwrap_or(1);
    Ok(Plan { rows, bad: joined(found.into_iter().flat_map(|column| column.bad).collect()) })
}

/// Checks that every column of a file can be decoded, some rows at a time.
///
/// # Errors
/// A page that is too large, or the file cannot be read.
pub(super) fn check(file: &File, groups: &[RowGroupMetaData]) -> Result<(), String> {
    for group in groups {
        let read = |k| read(file, group.column(k), PAGE, usize::MAX).map_err(|e| e.to_string());
        let columns = (0..group.num_columns()).map(read).collect::<Result<Vec<_>, _>>()?;
        if columns.iter().map(|column| column.dictionary.max(column.repeated)).sum::<usize>() > DICTIONARIES {
            return Err(format!("dictionaries of more than {} MB", DICTIONARIES >> 20));
        }
        if let Some((_, why)) = columns.into_iter().flat_map(|column| column.bad).next() {
            return Err(why);
        }
    }
    Ok(())
}

/// Ranges in order, none over another.
fn joined(mut bad: Vec<(Range<usize>, String)>) -> Vec<(Range<usize>, String)> {
    bad.sort_by_key(|(rows, _)| (rows.start, rows.end));
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    for (mut rows, why) in bad {
        rows.start = rows.start.max(out.last().map_or(0, |(last, _)| last.end));
        if rows.start < rows.end {
            out.push((rows, why));
        }
    }
    out
}

impl Column {
    /// Bytes that so many rows on end may take.
    fn largest(&self, rows: usize) -> usize {
        let (mut most, mut first, mut held, mut bytes) = (0, 0, 0, 0);
        for (k, (count, size)) in self.pages.iter().enumerate() {
            held += count;
            bytes += size;
            // of the first and the last page it may be one row each
            while first < k && held - self.pages[first].0 - count + 2 > rows {
                held -= self.pages[first].0;
                bytes -= self.pages[first].1;
                first += 1;
            }
            most = most.max(bytes);
        }
        most + rows.saturating_mul(self.dictionary.max(self.repeated))
    }
}

fn read(file: &File, chunk: &ColumnChunkMetaData, most: usize, total: usize) -> io::Result<Column> {
    let (start, length) = chunk.byte_range();
    let (mut at, end) = (start, start.saturating_add(length));
    let (mut out, mut row) = (Column::default(), 0);
    while at < end && row < total {
        let Some((page, head)) = head(file, at, end)? else {
            out.bad.push((row..total, DAMAGED.to_owned()));
            break;
        };
        let data = at + head as u64;
        let fits = page.plain <= most && is_honest(file, &page, data, chunk.compression())?;
        let bytes = if fits { page.plain } else { 0 };
        match page.kind {
            DICTIONARY if fits => out.dictionary = out.dictionary.max(page.plain),
            DICTIONARY => out.bad.push((row..total, too_large(&page, most))),
            DATA | DATA_2 => {
                if !fits {
                    out.bad.push((row..total.min(row + page.rows), too_large(&page, most)));
                } else if page.encoding == DELTA_BYTE_ARRAY {
                    out.repeated = out.repeated.max(page.plain);
                }
                out.pages.push((page.rows, bytes));
                row += page.rows;
            }
            _ => {}
        }
        at = data + page.compressed as u64;
    }
    Ok(out)
}

fn too_large(page: &Page, most: usize) -> String {
    match page.plain > most {
        true => format!("it stands in a page of {} MB, more than {}", page.plain >> 20, most >> 20),
        false => "damaged: a page is larger than it says".into(),
    }
}

/// The head of a page, and its length; none if it cannot be read.
fn head(mut file: &File, at: u64, end: u64) -> io::Result<Option<(Page, usize)>> {
    let mut size = HEAD;
    loop {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(at))?;
        file.take((end - at).min(size as u64)).read_to_end(&mut bytes)?;
        let mut thrift = Thrift(&bytes);
        match page(&mut thrift) {
            Ok(page) => return Ok(Some((page, bytes.len() - thrift.0.len()))),
            Err(_) if size < LONGEST_HEAD && bytes.len() == size => size *= 16,
            Err(_) => return Ok(None),
        }
    }
}

fn page(thrift: &mut Thrift) -> Result<Page, String> {
    let (mut page, mut id, mut sizes) = (Page { is_compressed: true, ..Page::default() }, 0, 0);
    loop {
        match (thrift.field(&mut id)?, id) {
            (STOP, _) if sizes == 3 => return Ok(page),
            (I32, 1..=3) => {
                *[&mut page.kind, &mut page.plain, &mut page.compressed][id as usize - 1] = thrift.size()?;
                sizes += 1;
            }
            (STRUCT, 5 | 7 | 8) => detail(thrift, id, &mut page)?,
            (kind, 4 | 6 | 9..) if kind != STOP => thrift.skip(kind, LEVELS)?,
            _ => return Err(DAMAGED.into()),
        }
    }
}

/// What is said of a page of one kind: 5 is data, 7 a dictionary, 8 data of the second version.
fn detail(thrift: &mut Thrift, kind: u64, page: &mut Page) -> Result<(), String> {
    let mut id = 0;
    loop {
        match (kind, thrift.field(&mut id)?, id) {
            (_, STOP, _) => return Ok(()),
            (5, I32, 1) | (8, I32, 3) => page.rows = thrift.size()?,
            (5, I32, 2) | (8, I32, 4) => page.encoding = thrift.size()?,
            (8, I32, 5 | 6) => page.levels = page.levels.saturating_add(thrift.size()?),
            (8, FALSE, 7) => page.is_compressed = false,
            (_, it, _) => thrift.skip(it, LEVELS)?,
        }
    }
}

/// A page is no larger than it says: the library trusts streams of these two kinds to end.
fn is_honest(mut file: &File, page: &Page, at: u64, compression: Compression) -> io::Result<bool> {
    if !matches!(compression, Compression::GZIP(_) | Compression::BROTLI(_)) || !page.is_compressed {
        return Ok(true);
    }
    let (Some(packed), Some(plain)) = (page.compressed.checked_sub(page.levels), page.plain.checked_sub(page.levels))
    else {
        return Ok(false);
    };
    file.seek(SeekFrom::Start(at + page.levels as u64))?;
    let packed = io::BufReader::new(file.take(packed as u64));
    let unpacked: Box<dyn Read> = match compression {
        Compression::GZIP(_) => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        _ => Box::new(brotli::Decompressor::new(packed, 1 << 16)),
    };
    // what is broken otherwise, the library says
    let size = io::copy(&mut unpacked.take(plain as u64 + 1), &mut io::sink());
    Ok(size.map_or(true, |size| size <= plain as u64))
}
