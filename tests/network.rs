//! The engine computes what PyTorch computes: stored inputs and outputs of the shipped weights, and of small random ones with
//! convolutions (`training/export.py --cases` writes them), equal within `TOLERANCE`.

use sayso::doc::Doc;
use sayso::encode::kernels::{self, Then};
use sayso::encode::{AttentionEvidence, Input, Vectors, Words, convolve, window};
use sayso::entity::{Asked, Ranker};
use sayso::frame::arguments::Arguments;
use sayso::ids::{Id, MentionId};
use sayso::model::{ATTENTION_HEADS, Arithmetic, Encoder, Matrix, Model};
use sayso::span::Tokens;
use sayso::stop::Stop;
use sayso::syntax;
use sayso::text::{self, Reading};
use serde::Deserialize;

/// Largest difference of any output, vectors and scores alike.
const TOLERANCE: f32 = 2e-3;
/// Largest relative error of the vectors, and of scores, that int8 may make.
const VECTORS: f32 = 0.05;
const SCORES: f32 = 0.03;

#[derive(Deserialize)]
struct Case {
    words: Vec<String>,
    quoted: Vec<bool>,
    pieces: Vec<u32>,
    features: Vec<usize>,
    first: Vec<usize>,
    vectors: Vec<Vec<f32>>,
    cue: Vec<Vec<f32>>,
    names: Vec<Vec<f32>>,
    upos: Vec<Vec<f32>>,
    xpos: Vec<Vec<f32>>,
    arcs: Vec<Vec<f32>>,
    head: usize,
    relation: Vec<Vec<f32>>,
    frame: Vec<Vec<f32>>,
    /// Token, head of attention, the token that it looks at most, its share.
    looks: Vec<(usize, usize, usize, f32)>,
    links: Vec<Vec<f32>>,
}

fn close(what: &str, got: &Matrix, want: &[Vec<f32>]) {
    assert_eq!(got.rows, want.len(), "{what}");
    for (i, row) in want.iter().enumerate() {
        for (k, v) in row.iter().enumerate() {
            let d = (got.row(i)[k] - v).abs();
            assert!(d < TOLERANCE, "{what}[{i}][{k}]: {} here, {v} in PyTorch", got.row(i)[k]);
        }
    }
}

/// Weights and the cases of them.
const BASE: [&str; 2] = ["models/base.sayso", "tests/data/base_cases.json"];
const CONVOLUTION: [&str; 2] = ["tests/data/tiny_convolution.sayso", "tests/data/tiny_convolution_cases.json"];

fn read([weights, cases]: [&str; 2], arithmetic: Arithmetic) -> (Model, Vec<Case>) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(root.join(weights)).expect("the weights");
    let file = std::fs::read_to_string(root.join(cases)).expect("the stored cases");
    let cases: Vec<Case> = serde_json::from_str(&file).expect("the stored cases");
    assert!(!cases.is_empty());
    (Model::read_in(&bytes, arithmetic).expect("the weights"), cases)
}

fn encode(model: &Model, c: &Case) -> Vectors {
    match &model.encoder {
        Encoder::Transformer(weights) => {
            let word = |piece| c.first.partition_point(|first| *first <= piece).checked_sub(1).map(|i| i as u32);
            let input = Input {
                tokens: (0..c.pieces.len()).map(|p| word(p).filter(|_| p + 1 < c.pieces.len())).collect(),
                ids: c.pieces.clone(),
                features: c.features.clone(),
                kept: c.first.iter().copied().enumerate().collect(),
            };
            let mut attention = AttentionEvidence::new(ATTENTION_HEADS);
            Vectors { words: window(&input, weights, &mut attention), attention }
        }
        Encoder::Convolution(weights) => {
            let starts = c.first.iter().copied().chain([c.pieces.len()]).collect();
            let words = Words { pieces: c.pieces.clone(), starts, features: c.features.clone() };
            let words = convolve(&words, weights, &Stop::new()).expect("vectors");
            Vectors { attention: AttentionEvidence::new(0), words }
        }
    }
}

/// Root mean square of the differences, by that of the values.
fn error(got: &Matrix, want: &Matrix) -> f32 {
    let squares = |values: &mut dyn Iterator<Item = f32>| values.map(|v| v * v).sum::<f32>();
    let differences = squares(&mut got.data.iter().zip(&want.data).map(|(a, b)| a - b));
    (differences / squares(&mut want.data.iter().copied())).sqrt()
}

#[test]
fn int8_is_near_f32() {
    let [(exact, cases), (int8, _)] = [Arithmetic::Exact, Arithmetic::Int8].map(|a| read(BASE, a));
    for c in cases {
        let [want, got] = [&exact, &int8].map(|model| encode(model, &c).words);
        let worst = error(&got, &want);
        assert!(worst < VECTORS, "vectors: {worst}");
        for (name, [int8, exact]) in [("cue", [&int8.cue, &exact.cue]), ("names", [&int8.names, &exact.names])] {
            let worst = error(&kernels::tags(&got, int8), &kernels::tags(&want, exact));
            assert!(worst < SCORES, "{name}: {worst}");
        }
    }
}

#[test]
fn equals_pytorch() {
    for files in [BASE, CONVOLUTION] {
        let (model, cases) = read(files, Arithmetic::Exact);
        for c in cases {
            let vectors = encode(&model, &c);
            close("vectors", &vectors.words, &c.vectors);
            for (token, head, seen, share) in &c.looks {
                let (_, at, got) =
                    vectors.attention.of(*token).find(|(k, ..)| k == head).expect("something is looked at");
                let same = at == *seen && (got - share).abs() < TOLERANCE;
                assert!(same, "looks[{token}][{head}]: {at} {got}, {seen} {share}");
            }
            heads_equal(&model, &vectors.words, &c);
            ranker_equals(&model, &vectors, &c);
            frames_equal(&model, vectors, &c);
        }
    }
}

/// Cues, names and syntax.
fn heads_equal(model: &Model, vectors: &Matrix, c: &Case) {
    close("cue", &kernels::tags(vectors, &model.cue), &c.cue);
    close("names", &kernels::tags(vectors, &model.names), &c.names);
    close("upos", &kernels::linear(vectors, &model.syntax.upos, Then::Linear), &c.upos);
    close("xpos", &kernels::linear(vectors, &model.syntax.xpos, Then::Linear), &c.xpos);
    close("arcs", &syntax::arcs(vectors, &model.syntax), &c.arcs);
    let mut heads = Matrix::zeros(c.words.len(), vectors.cols);
    for i in 0..c.words.len() {
        heads.row_mut(i).copy_from_slice(vectors.row(c.head));
    }
    close("relation", &syntax::relation_scores(vectors, &heads, &model.syntax), &c.relation);
}

fn ranker_equals(model: &Model, vectors: &Vectors, c: &Case) {
    let tokens = vec![(0, Asked::Nobody), (1, Asked::Others), (2, Asked::Nobody)];
    let ranker = Ranker::new(&model.ranker, vectors, tokens);
    let names = model.labels.evidence.len();
    let evidence = (0..3).flat_map(|row| (0..names).map(move |k| ((k * 7 + row) % 3) as f32 / 2.0)).collect();
    let evidence = Matrix { rows: 3, cols: names, data: evidence };
    let id = MentionId::at;
    let scores = [true, false].map(|people| ranker.scores(id(1), people, &[[id(0), id(2)], [id(2), id(0)]], &evidence));
    close("links", &Matrix { rows: 2, cols: 3, data: scores.concat() }, &c.links);
}

/// The frame head reads quotation flags and paragraphs from the text.
fn frames_equal(model: &Model, vectors: Vectors, c: &Case) {
    let words = c.words.join(" ");
    let mut segmentation = text::read(&words);
    assert_eq!(segmentation.tokens.len(), c.words.len(), "one token a word of the case");
    for (t, q) in segmentation.tokens.iter_mut().zip(&c.quoted) {
        t.quoted = *q;
    }
    let parse = syntax::parse(&segmentation, &vectors, &model.syntax, &model.labels, &Stop::new()).expect("a parse");
    let doc = Doc::new(Reading::as_given(words.into()), segmentation, vectors, parse);
    let scores = Arguments::new(&doc, model).scores(Tokens::new(c.head, c.head + 1), 0, c.words.len());
    close("frame", &scores, &c.frame);
}
