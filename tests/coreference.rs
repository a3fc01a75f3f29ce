//! The coreference metrics against an independent implementation, whose figures tests/data/coref_cases.json holds
//! (tests/data/coref_cases.py writes it); and the resolver's evidence against its weights.

use std::path::Path;
use std::sync::Arc;

use sayso::article::Article;
use sayso::entity::{self, Decision, Entities, Resolver};
use sayso::model::Model;
use sayso::pipeline::{Extractor, Options};
use sayso::rule::Rules;
use sayso::score::coref::Coreference;
use sayso::stop::Stop;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    gold: Vec<Vec<u32>>,
    found: Vec<Vec<u32>>,
    muc: [f64; 3],
    b3: [f64; 3],
    ceafe: [f64; 3],
}

#[test]
fn figures_of_another_implementation() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/coref_cases.json")).expect("the cases");
    assert_eq!(cases.len(), 40);
    for (n, c) in cases.iter().enumerate() {
        let mine = Coreference::of(&c.gold, &c.found);
        for (name, ours, theirs) in
            [("muc", mine.muc, c.muc), ("b3", mine.b_cubed, c.b3), ("ceafe", mine.ceaf_e, c.ceafe)]
        {
            for (a, b) in ours.prf().iter().zip(theirs) {
                assert!((a - b).abs() < 1e-9, "case {n}, {name}: {a} here, {b} there");
            }
        }
    }
}

/// The decisions on a text with the tiny model: rows of evidence of each.
fn decisions(text: &str) -> Vec<usize> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny.sayso");
    let extractor = Extractor::new(Arc::new(Model::load(&path).expect("the tiny model")), Options::default());
    let layers = extractor.analyse(&Article::new(text), &Stop::new(), &mut |_| ()).expect("the layers");
    let mut rows = Vec::new();
    let mut count = |d: &Decision, _: &Entities| {
        rows.push(d.candidates.len() + 1);
        entity::ranked(d)
    };
    let rules = Rules::default();
    let resolver = Resolver::new(&extractor.model().ranker, &rules);
    resolver.entities_by(&layers.doc, &layers.mentions, &layers.frames, &mut count);
    rows
}

const STORY: &str = "Ada Lund opened the pier on Monday. She said it was the finest on the coast, and that the board had \
                     paid for it. Tom Berg, who builds boats, told her that his crew would use the pier. ";

#[test]
fn the_weights_are_for_these_features() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/base.sayso");
    let wanted = Model::load(&path).expect("the shipped weights").labels.evidence;
    assert_eq!(entity::features().map(|(name, _)| name).collect::<Vec<_>>(), wanted);
}

/// 64 entities mentioned last, three older ones of the same noun, a new one.
const MOST_ROWS: usize = 64 + 3 + 1;

#[test]
fn work_is_linear_in_the_text() {
    let [short, long] = [100, 400].map(|n| decisions(&STORY.repeat(n)));
    assert!(short.len() > 100, "only {} decisions: is the test blind?", short.len());
    assert!(long.len() <= 4 * short.len() + 8, "{} decisions, then {}", short.len(), long.len());
    assert!(long.iter().all(|rows| *rows <= MOST_ROWS), "{:?} rows for one mention", long.iter().max());
}
