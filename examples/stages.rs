//! CPU time of each stage, one thread: `cargo run --release --example stages -- WEIGHTS ARTICLES.jsonl
//! [articles] [rounds]`.

#![allow(clippy::print_stdout)] // it is what it is for

use std::fs;
use std::path::Path;
use std::time::Duration;

use sayso::article::Article;
use sayso::encode;
use sayso::error::Error;
use sayso::model::{Block, Encoder, Model, maps};
use sayso::pipeline::{Extractor, Options};
use sayso::stop::Stop;
use sayso::text::{self, Vocabulary};

/// CPU time of this thread, as Linux counts it.
fn now() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// A stage begins, or the last one ends: here callgrind writes down what it has counted (`benches/counts.py`).
#[inline(never)]
fn mark(laps: &mut Vec<Duration>) {
    laps.push(std::hint::black_box(now()));
}

#[derive(serde::Deserialize)]
struct Line {
    text: String,
}

/// Seconds of each stage over all articles, the last being the rest of the line; and a checksum of the results.
fn round(extractor: &Extractor, articles: &[Article]) -> Result<([f64; 7], u32), Error> {
    let mut results = crc32fast::Hasher::new();
    let mut times = [0.0; 7];
    for article in articles {
        let mut laps = Vec::with_capacity(8);
        let layers = extractor.analyse(article, &Stop::new(), &mut |_| mark(&mut laps))?;
        mark(&mut laps);
        let extraction = extractor.assemble(article, &layers);
        mark(&mut laps);
        for (time, lap) in times.iter_mut().zip(laps.windows(2)) {
            *time += (lap[1] - lap[0]).as_secs_f64();
        }
        results.update(format!("{extraction:?}").as_bytes());
    }
    Ok((times, results.finalize()))
}

/// Multiply-adds of the encoder's linear maps over an article.
fn multiply_adds(model: &Model, vocabulary: &Vocabulary, article: &Article) -> usize {
    let text = text::read(&article.text);
    let size = |map: &maps::Map| map.inputs() * map.outputs();
    let weights = match &model.encoder {
        Encoder::Transformer(weights) => weights,
        Encoder::Convolution(weights) => {
            return text.tokens.len()
                * (size(&weights.word) + weights.layers.iter().map(|l| size(&l.map)).sum::<usize>());
        }
    };
    let of = |w: &encode::Input| -> usize {
        let rows = |l: usize| if l + 1 == weights.layers.len() { w.kept.len() } else { w.ids.len() };
        let layer = |(l, b): (usize, &Block)| {
            w.ids.len() * size(&b.qkv) + rows(l) * [&b.o, &b.up, &b.down].map(size).iter().sum::<usize>()
        };
        weights.layers.iter().enumerate().map(layer).sum()
    };
    encode::inputs(&article.text, &text, vocabulary, weights.position.rows).map(|w| of(&w)).sum()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [weights, file, rest @ ..] = &arguments[..] else {
        eprintln!("stages WEIGHTS ARTICLES.jsonl [articles] [rounds]");
        std::process::exit(2);
    };
    let number = |k: usize, or: usize| rest.get(k).and_then(|n| n.parse().ok()).unwrap_or(or);
    let lines = fs::read_to_string(file).expect("the articles");
    let articles: Vec<Article> = lines
        .lines()
        .take(number(0, 100))
        .map(|l| serde_json::from_str::<Line>(l).expect("a line with a text"))
        .map(|l| Article { text: l.text, ..Article::default() })
        .collect();
    let words: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();
    let model = std::sync::Arc::new(Model::load(Path::new(weights)).expect("the weights"));
    let extractor = Extractor::new(model.clone(), Options::default());
    let vocabulary = Vocabulary::new(&model.vocabulary);
    let multiply_adds: usize = articles.iter().map(|a| multiply_adds(&model, &vocabulary, a)).sum();
    println!("{} articles, {words} words, int8 kernel {}", articles.len(), maps::kernel());
    for _ in 0..number(1, 1) {
        let (times, results) = round(&extractor, &articles).expect("no article fails");
        let total: f64 = times.iter().sum();
        print!("{:7.0} words/s ", words as f64 / total);
        for (name, t) in ["text", "encode", "syntax", "mention", "frame", "entity", "quote"].iter().zip(times) {
            print!(" {name} {:.1} us ({:.1} %)", t * 1e6 / words as f64, 100.0 * t / total);
        }
        let speed = multiply_adds as f64 / times[1] / 1e9;
        println!("  encoder {speed:.0} G multiply-adds/s of its linear maps  results {results:08x}");
    }
}
