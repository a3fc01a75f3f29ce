//! Files of articles, read row by row on a thread of their own, in parts of fixed size.

mod csv;
mod footer;
mod jsonl;
mod pages;
pub(super) mod parquet;
mod records;
mod text;
mod thrift;

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sayso::article::Article;
use sayso::error::ArticleError;

use super::longest::Longest;
use super::names::{Names, Search};
use super::rows::{self, Id, IdAssigner, Row};

/// The longest distance that a .zst file may look back, as a power of two: 128 MB, zstd's own bound, and so much memory.
const WINDOW: u32 = 27;

/// A file to read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it is; "-" is the standard input.
    pub(crate) path: PathBuf,
    /// How messages and ids name it.
    pub(crate) name: String,
    /// "jsonl", "csv", "tsv", "parquet" or "txt".
    pub(crate) kind: String,
    /// "", "gz", "zst" or "bz2".
    pub(crate) compression: String,
}

/// Rows of one file.
trait Source: Send {
    /// The next row; an unreadable one is bad, and the last if nothing after it can be read.
    ///
    /// `search` is told what fields a record has, where each has its own.
    fn next(&mut self, search: &mut Search) -> Option<Row>;
    /// Number of the row last given, from 1.
    fn number(&self) -> u64;
    /// The part of the file that was read, 0 to 1.
    fn progress(&self) -> f64;
}

/// So many rows of the input, in order.
pub(crate) struct Part {
    /// One a row.
    pub(crate) articles: Vec<Result<Article, ArticleError>>,
    /// The part of the whole input that was read when it was full, 0 to 1.
    pub(crate) progress: f64,
}

/// When a part is full.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) articles: usize,
    /// Bytes of text, titles and the like.
    pub(crate) bytes: usize,
    /// What a row may hold.
    pub(crate) longest: Longest,
}

/// A file, or the standard input, with its bytes counted.
struct Counted {
    file: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// How far into a file of so many bytes its reader is.
struct Position {
    read: Arc<AtomicU64>,
    size: u64,
}

impl Position {
    fn progress(&self) -> f64 {
        if self.size == 0 { 0.0 } else { (self.read.load(Ordering::Relaxed) as f64 / self.size as f64).min(1.0) }
    }
}

/// The decompressed bytes of a file.
fn bytes(input: &Input) -> io::Result<(Box<dyn Read + Send>, Position)> {
    let read = Arc::new(AtomicU64::new(0));
    let (file, size): (Box<dyn Read + Send>, u64) = if input.path == Path::new("-") {
        (Box::new(io::stdin()), 0)
    } else {
        let file = File::open(&input.path)?;
        let size = file.metadata()?.len();
        (Box::new(file), size)
    };
    let counted = io::BufReader::with_capacity(1 << 16, Counted { file, read: read.clone() });
    let plain: Box<dyn Read + Send> = match input.compression.as_str() {
        "gz" => Box::new(flate2::bufread::MultiGzDecoder::new(counted)),
        "bz2" => Box::new(bzip2::bufread::MultiBzDecoder::new(counted)),
        "zst" => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(counted)?;
            decoder.window_log_max(WINDOW)?;
            Box::new(decoder)
        }
        _ => Box::new(counted),
    };
    Ok((plain, Position { read, size }))
}

/// Why a file in UTF-16 is not read.
const UTF_16: &str = "this is UTF-16, and sayso reads UTF-8: iconv -f UTF-16 -t UTF-8 makes it that";
/// Why a JSON array is not read.
const JSON_ARRAY: &str = "this is a JSON array, and sayso reads JSON Lines, one object a line: jq -c '.[]' makes it that \
                          (pandas: to_json(..., orient=\"records\", lines=True))";

/// Whether these are the first bytes of a text in UTF-16.
fn utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.chunks_exact(2).take(8);
    let latin = |k: usize| pairs.len() > 1 && pairs.clone().all(|pair| pair[k] == 0 && pair[1 - k] != 0);
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || latin(0) || latin(1)
}

/// A file of rows, whose first bytes were looked at.
fn plain(input: &Input) -> Result<(Box<dyn Read + Send>, Position), String> {
    let (mut plain, position) = bytes(input).map_err(|e| e.to_string())?;
    let mut first = vec![0; 64];
    let read = plain.read(&mut first);
    first.truncate(*read.as_ref().unwrap_or(&0));
    if utf16(&first) {
        return Err(UTF_16.into());
    }
    let json = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first).trim_ascii_start();
    if input.kind == "jsonl" && json.starts_with(b"[") {
        return Err(JSON_ARRAY.into());
    }
    let rest: Box<dyn Read + Send> = match read {
        Ok(_) => plain,
        Err(e) => Box::new(Broken(Some(e))), // to be told by the row that cannot be read
    };
    Ok((Box::new(io::Cursor::new(first).chain(rest)), position))
}

/// What is left of a file that cannot be read: why.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Opens a file; its columns are there.
///
/// # Errors
/// Why it cannot be read.
fn open(input: &Input, names: &Names, longest: Longest) -> Result<Box<dyn Source>, String> {
    let said = |e: io::Error| e.to_string();
    Ok(match input.kind.as_str() {
        "jsonl" => {
            let (plain, position) = plain(input)?;
            Box::new(jsonl::Jsonl::new(plain, position, names.clone(), longest))
        }
        "csv" | "tsv" => {
            let (plain, position) = plain(input)?;
            let delimiter = if input.kind == "tsv" { b'\t' } else { b',' };
            Box::new(csv::Csv::new(plain, position, names, delimiter, longest)?)
        }
        "parquet" => Box::new(parquet::Parquet::new(&input.path, names.clone(), longest)?),
        "txt" => Box::new(text::Text::new(bytes(input).map_err(said)?.0, &input.name, longest)),
        other => return Err(format!("no reader for files of kind {other:?}")),
    })
}

/// Checks that every file can be opened and has its columns, so that no run begins in vain.
///
/// # Errors
/// The first file that has not, and why.
pub(crate) fn check(inputs: &[Input], names: &Names) -> Result<(), String> {
    let plain = |i: &&Input| i.kind != "txt" && std::fs::metadata(&i.path).is_ok_and(|m| m.is_file());
    inputs.iter().filter(plain).try_for_each(|input| match open(input, names, Longest::of(None)) {
        Ok(_) => Ok(()),
        Err(why) => Err(format!("{}: {why}", input.name)),
    })
}

/// What the reading thread sends; without an [`Feed::End`] it came to no good end.
pub(crate) enum Feed {
    Part(Part),
    /// No row of the first part has a field that the user named.
    Refused(String),
    End,
}

/// Starts the reading thread. It ends when nobody receives any more.
pub(crate) fn start(inputs: Vec<Input>, names: Names, limits: Limits, unique: bool) -> io::Result<Receiver<Feed>> {
    let (sender, receiver) = sync_channel(1);
    std::thread::Builder::new().name("sayso-worker-reader".into()).spawn(move || {
        let mut reading = Reading {
            sizes: inputs.iter().map(|i| std::fs::metadata(&i.path).map_or(0, |m| m.len()) as f64).collect(),
            names: if inputs.len() > 1 { inputs.iter().map(|i| i.name.clone()).collect() } else { Vec::new() },
            ids: IdAssigner::new(unique),
            search: Search::new(&names),
            part: Vec::new(),
            bytes: 0,
            limits,
            sender,
        };
        let all = inputs.iter().enumerate().all(|(i, input)| reading.file(i, input, &names));
        if all && reading.decide() && (reading.part.is_empty() || reading.send(1.0)) {
            let _ = reading.sender.send(Feed::End);
        }
    })?;
    Ok(receiver)
}

struct Reading {
    sizes: Vec<f64>,
    /// Names of the files, if there are several.
    names: Vec<String>,
    ids: IdAssigner,
    search: Search,
    part: Vec<Result<Article, ArticleError>>,
    bytes: usize,
    limits: Limits,
    sender: SyncSender<Feed>,
}

impl Reading {
    /// Reads a file to its end; false if nobody receives any more.
    fn file(&mut self, index: usize, input: &Input, names: &Names) -> bool {
        let mut source = match open(input, names, self.limits.longest) {
            Ok(source) => source,
            Err(why) => {
                let id = Id::Own(input.name.clone());
                return self.row(Row::bad(id, why), index, 0, 1.0);
            }
        };
        match input.kind.as_str() {
            "jsonl" => self.search.place.clone_from(&input.name),
            _ => self.search.close(), // its columns are there
        }
        loop {
            // a library may panic over a damaged file
            match catch_unwind(AssertUnwindSafe(|| source.next(&mut self.search))) {
                Ok(None) => return true,
                Ok(Some(row)) => {
                    let (number, progress) = (source.number(), source.progress());
                    if !self.row(row, index, number, progress) {
                        return false;
                    }
                }
                Err(_) => {
                    let number = source.number() + 1;
                    let row = Row::bad(Id::Null, "damaged: nothing can be read from here on");
                    return self.row(row, index, number, 1.0);
                }
            }
        }
    }

    fn row(&mut self, row: Row, file: usize, number: u64, progress: f64) -> bool {
        let article = self.ids.take(row, &self.names, file, number);
        self.bytes += rows::size(&article);
        self.part.push(article);
        if self.part.len() < self.limits.articles && self.bytes < self.limits.bytes {
            return true;
        }
        let done: f64 = self.sizes[..file].iter().sum::<f64>() + progress * self.sizes[file];
        let all: f64 = self.sizes.iter().sum();
        self.send(if all > 0.0 { (done / all).min(1.0) } else { 0.0 })
    }

    /// Whether the first part has the fields that the user named; false ends the reading.
    fn decide(&mut self) -> bool {
        match self.search.decide() {
            Ok(()) => true,
            Err(why) => {
                let _ = self.sender.send(Feed::Refused(why));
                false
            }
        }
    }

    fn send(&mut self, progress: f64) -> bool {
        if !self.decide() {
            return false;
        }
        let articles = std::mem::take(&mut self.part);
        self.bytes = 0;
        self.sender.send(Feed::Part(Part { articles, progress })).is_ok()
    }
}
