//! What each target of the engine does with its bytes; `tests/fuzzed.rs` does the same with the corpora.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use sayso::article::Article;
use sayso::model::Model;
use sayso::pipeline::{Extractor, Options};
use sayso::rule::Rules;
use sayso::stop::Stop;
use sayso::text::{self, Reading, Vocabulary};

/// Bytes of a row in the table of a weights file, and of what stands before the table (`src/model/format.rs`).
const ROW: usize = 80;
const HEAD: usize = 16;

static TINY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find_map(|folder| {
        let path = folder.join("tests/data/tiny.sayso");
        path.is_file().then_some(path)
    });
    std::fs::read(path.expect("a tiny model")).expect("the tiny model")
});

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let options = Options { min_confidence: 0.0, ..Options::default() };
    Extractor::new(Arc::new(Model::read(&TINY).expect("the tiny model")), options)
});

/// Reading and cutting a text: spans lie inside it, in order.
pub(crate) fn text(data: &[u8]) {
    static NOBODY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new::<&str>(&[]));
    let Ok(given) = std::str::from_utf8(data) else { return };
    let reading = Reading::new(given.into(), &NOBODY, &Rules::default());
    let parts = text::read(&reading.text);
    let mut before = 0;
    for token in &parts.tokens {
        assert!(token.span.start >= before && !token.span.of(&reading.text).is_empty());
        before = token.span.end;
        let meant = reading.restore(token.span);
        assert!(given.get(meant.start as usize..meant.end as usize).is_some_and(|words| !words.is_empty()));
    }
}

/// A weights file: raw bytes, or the tiny one with bytes changed and its checksums put right. What is read also runs.
pub(crate) fn model(data: &[u8]) {
    let Some((way, data)) = data.split_first() else { return };
    let mut file = TINY.clone();
    match way % 3 {
        0 => file = data.to_vec(),
        1 => {
            // the table and the manifest, where sizes and names are
            for patch in data.chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([patch[0], patch[1]])) % file.len();
                file[at] = patch[2];
            }
        }
        _ => put_manifest(&mut file, data),
    }
    put_right(&mut file);
    if let Ok(model) = Model::read(&file) {
        let extractor = Extractor::new(Arc::new(model), Options::default());
        let _ = extractor.extract(&Article::new("Ada Lund said no. “It hails,” he said."), &Stop::new());
    }
}

fn number(file: &[u8], at: usize) -> Option<usize> {
    Some(u64::from_le_bytes(file.get(at..at + 8)?.try_into().ok()?) as usize)
}

/// Puts these bytes at the file's end, and has the manifest be there.
fn put_manifest(file: &mut Vec<u8>, manifest: &[u8]) {
    let rows = (HEAD..file.len()).step_by(ROW);
    let Some(at) = rows.into_iter().find(|at| file[*at..].starts_with(b"manifest\0")) else { return };
    let end = file.len() as u64;
    file[at + 64..at + 72].copy_from_slice(&end.to_le_bytes());
    file[at + 72..at + 80].copy_from_slice(&(manifest.len() as u64).to_le_bytes());
    file.extend_from_slice(manifest);
}

/// Computes the checksums of all sections anew, so that damage gets past them.
fn put_right(file: &mut [u8]) {
    let mut at = HEAD;
    while at + ROW <= file.len().min(HEAD + ROW * 512) {
        if let (Some(start), Some(size)) = (number(file, at + 64), number(file, at + 72))
            && let Some(section) = start.checked_add(size).and_then(|end| file.get(start..end))
        {
            let sum = crc32fast::hash(section).to_le_bytes();
            file[at + 60..at + 64].copy_from_slice(&sum);
        }
        at += ROW;
    }
}

/// The whole line with the tiny model: every span is a stretch of the text, and the JSON form is made.
pub(crate) fn line(data: &[u8]) {
    let Ok(given) = std::str::from_utf8(data) else { return };
    let Ok(it) = EXTRACTOR.extract(&Article::new(given), &Stop::new()) else {
        assert!(given.trim().is_empty(), "an article failed");
        return;
    };
    let whole =
        |s: sayso::span::Span| given.get(s.start as usize..s.end as usize).is_some_and(|words| !words.is_empty());
    assert!(it.entities.iter().flat_map(|e| &e.mentions).all(|m| whole(m.span)));
    for quote in &it.quotes {
        let spans = quote.content.iter().copied().chain(quote.cue).chain(quote.source);
        assert!(!quote.content.is_empty() && spans.chain([quote.sentence]).all(whole));
    }
    let _ = serde_json::to_string(&it.record()).expect("JSON");
}
