//! What the declared rules do, for eval/rules.py. Rows are JSON, one a line; offsets are code points.
//!
//! `rules list` prints the stage and the name of each.
//! `rules fired WEIGHTS` reads {"id", "text"} and prints, of each text, {"id", "quotes", "dropped", "links"}: the quotes of all
//! kinds with "rules", the rules that made or changed them; content and rule of what a rule dropped; and of each
//! mention that a rule linked [rule, head, earlier]: its head word as [start, end], and the head words of the mentions of
//! its entity before it.
//! `rules without WEIGHTS OUT [all]` reads {"id", "text"} and writes OUT/RULE.jsonl, the extractions with one rule switched off, for each
//! rule that changes any of them, and OUT/all.jsonl, with all rules on; of the default options, or quotes of all kinds and
//! any confidence.

#![allow(clippy::print_stdout)] // it is a command

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use sayso::article::Article;
use sayso::extraction::Kinds;
use sayso::frame::Frame;
use sayso::model::Model;
use sayso::pipeline::{self, Analysis, Extractor, Options};
use sayso::rule::Rules;
use sayso::span::{CodePoints, Tokens};
use sayso::stop::Stop;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["list"] => {
            let stages: [(&str, Vec<_>); 4] = [
                ("text", sayso::text::rules().collect()),
                ("mention", sayso::mention::rules().collect()),
                ("frame", sayso::frame::rules().collect()),
                ("entity", sayso::entity::rules().collect()),
            ];
            stages.iter().for_each(|(stage, names)| names.iter().for_each(|name| println!("{stage} {name}")));
        }
        ["fired", weights] => {
            let extractor = extractor(weights, every_quote())?;
            for row in each_row(|article| fired(&extractor, article))? {
                println!("{row}");
            }
        }
        ["without", weights, out] => without(weights, Path::new(out), &Options::default())?,
        ["without", weights, out, "all"] => without(weights, Path::new(out), &every_quote())?,
        _ => return Err("usage: rules list | fired WEIGHTS | without WEIGHTS OUT [all]".into()),
    }
    Ok(())
}

/// As the figures on PolNeAR are measured: its annotators marked whatever is attributed to anybody.
fn every_quote() -> Options {
    Options { kinds: Kinds::ALL, min_confidence: 0.0, ..Options::default() }
}

fn extractor(weights: &str, options: Options) -> Result<Extractor, Failure> {
    Ok(Extractor::new(Arc::new(Model::load(Path::new(weights))?), options))
}

/// What a function makes of each article of standard input, on all cores, in order.
fn each_row<T: Send>(make: impl Fn(&Article) -> Result<T, Failure> + Sync) -> Result<Vec<T>, Failure> {
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let one = |line: &String| -> Result<T, Failure> {
        let row: Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().ok_or("a row without text")?;
        make(&Article { id: row["id"].as_str().map(str::to_owned), ..Article::new(text) })
    };
    let made: Vec<Result<T, String>> = lines.par_iter().map(|line| one(line).map_err(|e| e.to_string())).collect();
    Ok(made.into_iter().collect::<Result<Vec<T>, String>>()?)
}

fn fired(extractor: &Extractor, article: &Article) -> Result<Value, Failure> {
    let layers = extractor.analyse(article, &Stop::new(), &mut |_| ())?;
    let points = CodePoints::new(&article.text);
    let pair = |t: Tokens| points.pair(&article.text, layers.doc.reading.restore(layers.doc.span(t)));
    let word = |i: u32| pair(Tokens { start: i, end: i + 1 });
    let content = |f: &Frame| f.content.iter().map(|c| pair(*c)).collect::<Vec<_>>();
    let mut quotes = serde_json::to_value(extractor.assemble(article, &layers).record())?["quotes"].take();
    for quote in quotes.as_array_mut().into_iter().flatten() {
        let of = layers.frames.iter().find(|f| json!(content(f)) == quote["content"]);
        quote["rules"] = json!(of.map(|f| &f.rules));
    }
    let dropped: Vec<Value> =
        layers.dropped.iter().map(|f| json!({"content": content(f), "rule": f.rules.last()})).collect();
    Ok(json!({"id": article.id, "quotes": quotes, "dropped": dropped, "links": links(&layers, word)}))
}

fn links(layers: &Analysis, word: impl Fn(u32) -> [u32; 2]) -> Vec<Value> {
    let found = &layers.entities;
    let linked = found.mentions.ids().filter_map(|m| Some((m, found.linked_by[m]?, found.of[m]?)));
    let row = |(m, rule, e)| {
        let here = &found.mentions[m];
        let others = found.list[e].mentions.iter().map(|n| &found.mentions[*n]);
        let earlier = others.filter(|n| n.tokens.start < here.tokens.start);
        let earlier: Vec<[u32; 2]> = earlier.map(|n| word(n.head)).collect();
        json!([rule, word(here.head), earlier])
    };
    linked.map(row).collect()
}

fn without(weights: &str, out: &Path, options: &Options) -> Result<(), Failure> {
    let extractor = extractor(weights, options.clone())?;
    let names = pipeline::rules();
    let variants: Vec<Extractor> = std::iter::once(Rules::default())
        .chain(names.iter().map(|name| Rules::without([*name])))
        .map(|rules| extractor.with(Options { rules, ..options.clone() }))
        .collect();
    let rows = each_row(|article| {
        let layers = extractor.analyse(article, &Stop::new(), &mut |_| ())?;
        let one = |variant: &Extractor| -> Result<String, Failure> {
            let layers = variant.resolve(layers.doc.clone(), &Stop::new(), &mut |_| ())?;
            Ok(serde_json::to_string(&variant.assemble(article, &layers).record())?)
        };
        variants.iter().map(one).collect::<Result<Vec<String>, Failure>>()
    })?;
    std::fs::create_dir_all(out)?;
    for (k, name) in std::iter::once("all").chain(names).enumerate() {
        if k == 0 || rows.iter().any(|row| row[k] != row[0]) {
            let mut file = std::io::BufWriter::new(std::fs::File::create(out.join(name).with_extension("jsonl"))?);
            rows.iter().try_for_each(|row| writeln!(file, "{}", row[k]))?;
        }
    }
    Ok(())
}
