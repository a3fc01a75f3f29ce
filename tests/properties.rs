//! What holds for every text, checked with the tiny random model: spans lie on character boundaries inside the text, a
//! batch equals one by one, threads do not matter, and nothing panics.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::{collection, sample};
use sayso::article::Article;
use sayso::batch::extract_batch;
use sayso::error::Error;
use sayso::extraction::Extraction;
use sayso::model::Model;
use sayso::pipeline::{self, Extractor, Options};
use sayso::rule::Rules;
use sayso::span::Span;
use sayso::stop::Stop;

fn extractor(options: Options) -> Extractor {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny.sayso");
    Extractor::new(Arc::new(Model::load(&path).expect("the tiny model")), options)
}

fn odd_texts() -> Vec<String> {
    let mut out: Vec<String> = [
        "x",
        "\u{feff}\"Stop,\" she said.\r\n\r\n\"Now!\"",
        "“Open and never closed, said Lund. ‘Inner “innermost",
        "e\u{301}a\u{300} “naïve” 👩‍👩‍👧 said 😀 \u{200b}\u{ad} was told",
        "שלום \"said\" مرحبا, according to the ministry",
        "\0\0 said \0 that \0",
        "A told B that C had said that D would deny that E asked F to go, G said, according to H.",
        "... --- ''' \"\"\" ``'' (said) [he] {she} 50% of $3.2 million on 3 May 2021 at 10:30 p.m.",
        "\n\n\n- said\n- told\n* \"yes\"\n",
    ]
    .map(str::to_owned)
    .to_vec();
    out.push("said ".repeat(3000));
    out.push("\"".repeat(5000));
    out.push("a".repeat(20_000));
    out
}

/// Words and signs that the stages look for, and some that they do not.
const PIECES: &[&str] = &[
    "said",
    " told ",
    " he",
    "She ",
    "Lund",
    "Ada ",
    " according to ",
    ", as ",
    "BERG: ",
    " who ",
    "that",
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    " ",
    ".",
    ". ",
    ",",
    ";",
    ":",
    "!",
    "?",
    "-",
    "—",
    "\n",
    "\n\n",
    "\r",
    "\t",
    "\u{a0}",
    "\u{301}",
    "é",
    "漢",
    "😀",
    "0",
    "%",
    "$",
    "\0",
];

fn odd_text() -> impl Strategy<Value = String> {
    collection::vec(sample::select(PIECES), 1..200).prop_map(|pieces| pieces.concat())
}

fn check(x: &Extraction) {
    let inside = |s: Span| {
        assert!(s.start < s.end && s.end as usize <= x.text.len(), "{s:?} of {} bytes", x.text.len());
        assert!(x.text.is_char_boundary(s.start as usize) && x.text.is_char_boundary(s.end as usize), "{s:?}");
    };
    for e in &x.entities {
        assert!(!e.mentions.is_empty() && !e.name.is_empty());
        e.mentions.iter().for_each(|m| inside(m.span));
    }
    for (i, q) in x.quotes.iter().enumerate() {
        assert!(!q.content.is_empty());
        q.content.iter().chain(&q.cue).chain(&q.source).for_each(|s| inside(*s));
        assert!(q.content.windows(2).all(|w| w[0].end <= w[1].start));
        assert!((0.0..=1.0).contains(&q.confidence));
        for e in [q.speaker, q.addressee].into_iter().flatten() {
            assert!((e.0 as usize) < x.entities.len());
        }
        if let Some(outer) = q.relayed_by {
            assert!((outer.0 as usize) < x.quotes.len() && outer.0 as usize != i);
        }
    }
    // code points of the JSON form slice the same texts
    let chars: Vec<char> = x.text.chars().collect();
    for m in x.record().entities.iter().flat_map(|e| &e.mentions) {
        assert_eq!(chars[m.start as usize..m.end as usize].iter().collect::<String>(), m.text);
    }
}

#[test]
fn spans_are_sound_and_results_do_not_depend_on_threads_or_batches() {
    let extractor = extractor(Options::default());
    let articles: Vec<Article> = odd_texts().into_iter().map(Article::new).collect();
    let alone: Vec<_> = articles.iter().map(|a| extractor.extract(a, &Stop::new())).collect();
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let batch = pool.install(|| extract_batch(&extractor, &articles, &Stop::new()));
        assert_eq!(batch, alone);
    }
    for x in alone {
        check(&x.expect("an extraction"));
    }
}

static PLAIN: LazyLock<Extractor> = LazyLock::new(|| extractor(Options::default()));

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_batch_equals_one_by_one(texts in collection::vec(odd_text(), 1..4)) {
        let extractor = &*PLAIN;
        let articles: Vec<Article> = texts.into_iter().map(Article::new).collect();
        let alone: Vec<_> = articles.iter().map(|a| extractor.extract(a, &Stop::new())).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
        prop_assert_eq!(pool.install(|| extract_batch(extractor, &articles, &Stop::new())), alone.clone());
        for (article, x) in articles.iter().zip(alone) {
            match x {
                Ok(x) => check(&x),
                Err(e) => prop_assert!(article.text.trim().is_empty(), "{}", e),
            }
        }
    }

    #[test]
    fn any_rules_may_be_off(text in odd_text(), off in sample::subsequence(pipeline::rules(), 0..12)) {
        prop_assume!(!text.trim().is_empty());
        let extractor = PLAIN.with(Options { rules: Rules::without(off), ..Options::default() });
        match extractor.extract(&Article::new(text), &Stop::new()) {
            Ok(x) => check(&x),
            Err(e) => prop_assert!(false, "{}", e),
        }
    }
}

#[test]
fn a_bad_article_is_an_error_that_names_it() {
    let extractor = extractor(Options { max_chars: Some(10), ..Options::default() });
    for (text, cause) in [("", "empty"), (" \n\u{a0}", "empty"), ("a text of many characters", "max_chars = 10")] {
        let article = Article { id: Some("a7".into()), ..Article::new(text) };
        let Err(Error::Article(e)) = extractor.extract(&article, &Stop::new()) else { panic!("{text:?} was read") };
        assert_eq!(e.id.as_deref(), Some("a7"));
        assert!(e.message.contains(cause), "{e}");
    }
}

#[test]
fn a_raised_flag_stops_it() {
    let stop = Stop::new();
    stop.stop();
    assert_eq!(extractor(Options::default()).extract(&Article::new("She said so."), &stop), Err(Error::Stopped));
}

#[test]
fn a_broken_weights_file_is_an_error_never_a_panic() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny.sayso");
    let good = std::fs::read(path).expect("the tiny model");
    assert!(Model::read(&good).is_ok());
    for n in [0, 7, 8, 15, 16, 60, 95, 96, 1000, good.len() / 2, good.len() - 1] {
        assert!(Model::read(&good[..n]).is_err(), "cut to {n} bytes");
    }
    for at in (0..good.len()).step_by(good.len() / 300) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        let _ = Model::read(&bad); // padding between sections may change; all else is found out
    }
    let mut bad = good.clone();
    bad[8] = 9;
    assert!(Model::read(&bad).expect_err("a later version").0.contains("format version 9"));
}
