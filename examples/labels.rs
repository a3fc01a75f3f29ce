//! What a model says of every token, as soft labels for the training of a smaller one (`training/labels.py` reads them).
//!
//! `labels WEIGHTS FOLDER [COUNT] < ARTICLES.jsonl` reads {"id", "text"} and writes FOLDER/00000.labels and so on, of
//! `TOGETHER` articles each, of the first COUNT articles. A file that is there is left alone, so that a run goes on where it
//! was stopped.
//!
//! ```text
//! an article:  tokens, pieces, stretches, arcs, cues, scores: u32 each, then
//!   word pieces of each token u8; pieces u16; features u8
//!   stretches that are parsed together: end u32
//!   heads u32: 0 for the root of its sentence, else 1 + token
//!   cues: first token, end, and the tokens looked at, start and end, u32 each
//!   logarithms of probabilities (`step`) u8: cue [token, 3], names, upos, xpos, relation to the head of that parse;
//!     heads [dependent, 1 + head] a stretch after another; scores of the frames [token looked at, 5] a cue after another
//!   vectors: scale f32 a token, then i8 [token, d]
//! ```

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use sayso::article::Article;
use sayso::encode::features;
use sayso::encode::kernels::{self, Then};
use sayso::frame::arguments::Arguments;
use sayso::model::{Matrix, Model};
use sayso::pipeline::{Analysis, Extractor, Options};
use sayso::span::Tokens;
use sayso::stop::Stop;
use sayso::syntax;
use sayso::text::Vocabulary;

type Failure = Box<dyn std::error::Error>;

/// Articles in one file.
const TOGETHER: usize = 100;
/// Steps of a logarithm to the unit.
const STEPS: f32 = 16.0;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [weights, folder, rest @ ..] = &args[..] else { return Err("usage: labels WEIGHTS FOLDER [COUNT]".into()) };
    let count = rest.first().map_or(Ok(usize::MAX), |n| n.parse())?;
    let teacher = Teacher::new(Model::load(Path::new(weights))?);
    std::fs::create_dir_all(folder)?;
    let lines = std::io::stdin().lock().lines().take(count).collect::<Result<Vec<_>, _>>()?;
    for (k, lines) in lines.chunks(TOGETHER).enumerate() {
        let path = Path::new(folder).join(format!("{k:05}.labels"));
        if path.exists() {
            continue;
        }
        let articles: Vec<Vec<u8>> =
            lines.par_iter().map(|l| teacher.article(l).map_err(|e| e.to_string())).collect::<Result<_, _>>()?;
        let unfinished = path.with_extension("unfinished");
        let mut file = std::fs::File::create(&unfinished)?;
        articles.iter().try_for_each(|a| file.write_all(a))?;
        file.sync_all()?;
        std::fs::rename(unfinished, path)?;
    }
    Ok(())
}

struct Teacher {
    model: Arc<Model>,
    extractor: Extractor,
    vocabulary: Vocabulary,
}

impl Teacher {
    fn new(model: Model) -> Self {
        let model = Arc::new(model);
        let vocabulary = Vocabulary::new(&model.vocabulary);
        Self { extractor: Extractor::new(Arc::clone(&model), Options::default()), model, vocabulary }
    }

    fn article(&self, line: &str) -> Result<Vec<u8>, Failure> {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().ok_or("a row without text")?;
        let found = self.extractor.analyse(&Article::new(text), &Stop::new(), &mut |_| ())?;
        let (words, heads) = (self.words(&found), heads(&found));
        let (stretches, arcs) = self.arcs(&found);
        let (cues, frames) = self.frames(&found);
        let counts = [words.sizes.len(), words.pieces.len(), stretches.len(), arcs.len(), cues.len() / 4, frames.len()];
        let mut out: Vec<u8> = counts.into_iter().flat_map(|n| (n as u32).to_le_bytes()).collect();
        out.extend(&words.sizes);
        out.extend(words.pieces.iter().flat_map(|p| (*p as u16).to_le_bytes()));
        out.extend(&words.features);
        out.extend([stretches, heads, cues].concat().into_iter().flat_map(u32::to_le_bytes));
        out.extend(self.tags(&found));
        out.extend(arcs);
        out.extend(frames);
        out.extend(vectors(&found.doc.vectors.words));
        Ok(out)
    }

    fn words(&self, found: &Analysis) -> Words {
        let (doc, mut out) = (&found.doc, Words::default());
        for (i, token) in doc.tokens.iter().enumerate() {
            let before = out.pieces.len();
            self.vocabulary.pieces(doc.word(i), &mut out.pieces);
            out.pieces.truncate(before + usize::from(u8::MAX));
            out.sizes.push((out.pieces.len() - before) as u8);
            let opens = doc.paragraphs[doc.paragraph(i) as usize].tokens.start as usize == i;
            out.features.push(features::feature(doc.word(i), token.quoted, opens) as u8);
        }
        out
    }

    /// Cues, names, parts of speech, and the relation to the head that the parser chose.
    fn tags(&self, found: &Analysis) -> Vec<u8> {
        let (model, words) = (&*self.model, &found.doc.vectors.words);
        let linear = |map| steps(&kernels::linear(words, map, Then::Linear));
        let mut heads = Matrix::zeros(words.rows, words.cols);
        for i in 0..words.rows {
            let head = found.doc.syntax.head(i);
            heads.row_mut(i).copy_from_slice(head.map_or(&model.syntax.root[..], |h| words.row(h)));
        }
        let tags = [&model.cue, &model.names].map(|tagger| steps(&kernels::tags(words, tagger)));
        let relations = steps(&syntax::relation_scores(words, &heads, &model.syntax));
        [tags.concat(), linear(&model.syntax.upos), linear(&model.syntax.xpos), relations].concat()
    }

    /// Where the stretches that are parsed together end, and the scores of their heads.
    fn arcs(&self, found: &Analysis) -> (Vec<u32>, Vec<u8>) {
        let (mut ends, mut arcs) = (Vec::new(), Vec::new());
        let words = &found.doc.vectors.words;
        for sentence in &found.doc.sentences {
            for start in sentence.tokens.range().step_by(syntax::LONGEST) {
                let end = (start + syntax::LONGEST).min(sentence.tokens.end as usize);
                let data = words.data[start * words.cols..end * words.cols].to_vec();
                let rows = Matrix { rows: end - start, cols: words.cols, data };
                arcs.extend(steps(&syntax::arcs(&rows, &self.model.syntax)));
                ends.push(end as u32);
            }
        }
        (ends, arcs)
    }

    /// Four numbers a cue, and the scores of the tokens around it.
    fn frames(&self, found: &Analysis) -> (Vec<u32>, Vec<u8>) {
        let arguments = Arguments::new(&found.doc, &self.model);
        let mut cues: Vec<Tokens> = found.frames.iter().filter_map(|f| f.cue).map(|c| c.tokens).collect();
        cues.sort_unstable();
        cues.dedup();
        let (mut numbers, mut scores) = (Vec::new(), Vec::new());
        for cue in cues {
            let reach = arguments.reach(cue);
            numbers.extend([cue.start, cue.end, reach.start as u32, reach.end as u32]);
            scores.extend(steps(&arguments.scores(cue, reach.start, reach.end)));
        }
        (numbers, scores)
    }
}

#[derive(Default)]
struct Words {
    sizes: Vec<u8>,
    pieces: Vec<u32>,
    features: Vec<u8>,
}

fn heads(found: &Analysis) -> Vec<u32> {
    let syntax = &found.doc.syntax;
    (0..found.doc.tokens.len()).map(|i| syntax.head(i).map_or(0, |h| h as u32 + 1)).collect()
}

/// Logarithms of the probabilities of each row of scores, in steps down from 1.
fn steps(scores: &Matrix) -> Vec<u8> {
    let mut out = Vec::with_capacity(scores.data.len());
    for row in scores.data.chunks_exact(scores.cols) {
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total = most + row.iter().map(|v| (v - most).exp()).sum::<f32>().ln();
        out.extend(row.iter().map(|v| ((total - v) * STEPS).round().min(255.0) as u8));
    }
    out
}

/// Each row in steps of its own size.
fn vectors(words: &Matrix) -> Vec<u8> {
    let rows = words.data.chunks_exact(words.cols);
    let scale = |row: &[f32]| row.iter().fold(f32::MIN_POSITIVE, |m, v| m.max(v.abs())) / 127.0;
    let scales: Vec<f32> = rows.clone().map(scale).collect();
    let steps = rows.zip(&scales).flat_map(|(row, s)| row.iter().map(move |v| (v / s).round() as i8 as u8));
    scales.iter().flat_map(|s| s.to_le_bytes()).chain(steps).collect()
}
