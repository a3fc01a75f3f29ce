//! Coreference, for eval/coreference.py and training/ranker.py. Rows are JSON, one a line; offsets are code points.
//!
//! `coref clusters WEIGHTS` reads {"id", "text"} and prints {"id", "clusters"}, each cluster a list of [start, end];
//! a row may have a "title"; where it has "mentions", a list of [start, end], those are resolved in place of the engine's own. The engine's own are
//! widened to whole noun phrases, unless `--bare` is said.
//! `coref without WEIGHTS` prints {"id", "rule", "clusters"} for each text as it is with one rule switched off, widened, and once
//! with all rules, "rule": null.
//! `coref decisions WEIGHTS OUT` reads {"text", "gold", "all"} and writes what the resolver chooses among, and what is right
//! (`decisions.rs`).
//! `coref score` reads {"gold", "found"}, two lists of clusters of any JSON values, and prints the figures of all rows
//! together.

#![allow(clippy::print_stdout)] // it is a command

mod decisions;
mod extent;
mod given;

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use sayso::article::Article;
use sayso::doc::Doc;
use sayso::entity::{Entities, Entity};
use sayso::model::Model;
use sayso::pipeline::{self, Extractor, Options};
use sayso::rule::Rules;
use sayso::score::coref::{Coreference, Ratio};
use sayso::span::{CodePoints, Span};
use sayso::stop::Stop;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["clusters", weights] => clusters(&extractor(weights)?, widened),
        ["clusters", weights, "--bare"] => clusters(&extractor(weights)?, bare),
        ["without", weights] => without(&extractor(weights)?),
        ["decisions", weights, out] => all_decisions(&extractor(weights)?, Path::new(out)),
        ["score"] => score(),
        _ => Err("usage: coref clusters WEIGHTS [--bare] | without WEIGHTS | decisions WEIGHTS OUT | score".into()),
    }
}

fn extractor(weights: &str) -> Result<Extractor, Failure> {
    Ok(Extractor::new(Arc::new(Model::load(Path::new(weights))?), Options::default()))
}

/// Which clusters to print of the engine's entities.
type Form = fn(&Doc, &Entities) -> Vec<Vec<Span>>;

fn clusters(extractor: &Extractor, form: Form) -> Result<(), Failure> {
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let printed: Vec<Result<String, String>> =
        lines.par_iter().map(|line| clusters_of(line, extractor, form).map_err(|e| e.to_string())).collect();
    for line in printed {
        println!("{}", line?);
    }
    Ok(())
}

fn clusters_of(line: &str, extractor: &Extractor, form: Form) -> Result<String, Failure> {
    let row: serde_json::Value = serde_json::from_str(line)?;
    let text = row["text"].as_str().ok_or("a row without text")?;
    let article = Article { title: row["title"].as_str().map(str::to_owned), ..Article::new(text) };
    let layers = extractor.analyse(&article, &Stop::new(), &mut |_| ())?;
    let (doc, points) = (&layers.doc, CodePoints::new(text));
    let pair = |s: Span| points.pair(text, doc.reading.restore(s));
    let found = if let Some(spans) = row["mentions"].as_array() {
        let spans = spans.iter().map(|s| serde_json::from_value(s.clone())).collect::<Result<Vec<_>, _>>()?;
        let (mentions, spans) = given::mentions(doc, pair, &spans, &layers.mentions);
        given::resolve(&layers, &mentions, &spans, &extractor.model().ranker)
    } else {
        form(doc, &layers.entities).into_iter().map(|c| c.into_iter().map(pair).collect()).collect()
    };
    Ok(serde_json::json!({"id": row["id"], "clusters": found}).to_string())
}

/// The clusters of each text with one rule switched off after the other.
fn without(extractor: &Extractor) -> Result<(), Failure> {
    let names = pipeline::rules();
    let variants = std::iter::once(None).chain(names.iter().map(Some));
    let variants: Vec<(Option<&&str>, Extractor)> = variants
        .map(|name| (name, Rules::without(name.copied())))
        .map(|(name, rules)| (name, extractor.with(Options { rules, ..Options::default() })))
        .collect();
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let one = |line: &String| -> Result<Vec<String>, Failure> {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().ok_or("a row without text")?;
        let doc = extractor.analyse(&Article::new(text), &Stop::new(), &mut |_| ())?.doc;
        let points = CodePoints::new(text);
        let pair = |s: Span| points.pair(text, doc.reading.restore(s));
        let mut out = Vec::new();
        for (name, variant) in &variants {
            let layers = variant.resolve(doc.clone(), &Stop::new(), &mut |_| ())?;
            let found = widened(&doc, &layers.entities);
            let found: Vec<Vec<[u32; 2]>> = found.into_iter().map(|c| c.into_iter().map(pair).collect()).collect();
            out.push(serde_json::json!({"id": row["id"], "rule": name, "clusters": found}).to_string());
        }
        Ok(out)
    };
    let printed: Vec<Result<Vec<String>, String>> =
        lines.par_iter().map(|line| one(line).map_err(|e| e.to_string())).collect();
    for lines in printed {
        lines?.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

/// All entities, their mentions as they are.
fn bare(doc: &Doc, entities: &Entities) -> Vec<Vec<Span>> {
    let spans = |e: &Entity| e.mentions.iter().map(|m| doc.span(entities.mentions[*m].tokens)).collect();
    entities.list.iter().map(spans).collect()
}

/// The entities of two mentions and more, each mention as the whole noun phrase around it; a phrase inside another of the
/// same entity is left out, and so are relative pronouns: they belong to the phrase. OntoNotes takes no adjective for a
/// mention ("Norwegian"), and equal numbers are not the same thing.
fn widened(doc: &Doc, entities: &Entities) -> Vec<Vec<Span>> {
    let mut out = Vec::new();
    let mut taken = BTreeMap::new();
    for e in entities.list.ids() {
        let mut runs: Vec<_> = entities.list[e]
            .mentions
            .iter()
            .map(|m| &entities.mentions[*m])
            .filter(|m| !extent::unmarked(doc, m))
            .map(|m| extent::phrase(doc, m))
            .collect();
        runs.sort_by_key(|t| (t.start, u32::MAX - t.end));
        runs.dedup();
        let mut kept: Vec<sayso::span::Tokens> = Vec::new();
        for run in runs {
            if !kept.iter().rev().take(8).any(|k| k.holds(run)) && *taken.entry(run).or_insert(e) == e {
                kept.push(run);
            }
        }
        if kept.len() > 1 {
            out.push(kept.into_iter().map(|t| doc.span(t)).collect());
        }
    }
    out
}

fn all_decisions(extractor: &Extractor, out: &Path) -> Result<(), Failure> {
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let one = |line: &String| -> Result<decisions::Table, Failure> {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().ok_or("a row without text")?;
        let gold: Vec<[u32; 3]> = serde_json::from_value(row["gold"].clone())?;
        let all = row["all"].as_bool().unwrap_or_default();
        let layers = extractor.analyse(&Article::new(text), &Stop::new(), &mut |_| ())?;
        Ok(decisions::decisions(layers, &gold, all, &extractor.model().ranker))
    };
    let tables: Vec<Result<decisions::Table, String>> =
        lines.par_iter().map(|line| one(line).map_err(|e| e.to_string())).collect();
    let mut whole = decisions::Table::default();
    for t in tables {
        whole.extend(t?);
    }
    whole.write(out)
}

fn score() -> Result<(), Failure> {
    let mut total = Coreference::default();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let side = |name: &str| -> Result<Vec<Vec<String>>, Failure> {
            let clusters: Vec<Vec<serde_json::Value>> = serde_json::from_value(row[name].clone())?;
            Ok(clusters.iter().map(|c| c.iter().map(ToString::to_string).collect()).collect())
        };
        total.add(Coreference::of(&side("gold")?, &side("found")?));
    }
    let figures = |r: Ratio| {
        let [p, r, f] = r.prf();
        serde_json::json!({"p": p, "r": r, "f": f})
    };
    let all = serde_json::json!({
        "muc": figures(total.muc), "b3": figures(total.b_cubed), "ceafe": figures(total.ceaf_e), "conll": total.conll()
    });
    println!("{all}");
    Ok(())
}
