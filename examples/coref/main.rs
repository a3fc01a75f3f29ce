//! Coreference, for eval/coreference.py and training/links.py. Rows are JSON, one a line; offsets are code points.
//!
//! `coref clusters WEIGHTS` reads {"id", "text"} and prints {"id", "clusters"}, each cluster a list of [start, end];
//! where a row has "mentions", a list of [start, end], those are resolved in place of the engine's own. The engine's own are
//! widened to whole noun phrases, unless `--bare` is said.
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

use rayon::prelude::*;
use sayso::encode::{self, Vectors};
use sayso::entity::{self, Entities, Entity};
use sayso::frame::{self, Frame};
use sayso::mention::{self, Mention};
use sayso::model::Model;
use sayso::score::coref::{Coreference, Ratio};
use sayso::span::{CodePoints, Span};
use sayso::syntax::{self, Page, Syntax};
use sayso::text::{self, Text, Vocabulary};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["clusters", weights] => clusters(&Model::load(Path::new(weights))?, widened),
        ["clusters", weights, "--bare"] => clusters(&Model::load(Path::new(weights))?, bare),
        ["decisions", weights, out] => all_decisions(&Model::load(Path::new(weights))?, Path::new(out)),
        ["score"] => score(),
        _ => Err("usage: coref clusters WEIGHTS [--bare] | decisions WEIGHTS OUT | score".into()),
    }
}

/// An article through the layers below the entities.
struct Read {
    text: Text,
    vectors: Vectors,
    syntax: Syntax,
    mentions: Vec<Mention>,
    frames: Vec<Frame>,
    inputs: Vec<encode::Input>,
}

fn read(source: &str, model: &Model, vocabulary: &Vocabulary) -> Result<Read, Failure> {
    let go_on = || Ok(());
    let text = text::read(source);
    let vectors = encode::encode(source, &text, vocabulary, &model.encoder, &go_on)?;
    let syntax = syntax::parse(&text, &vectors, &model.syntax, &model.labels, &go_on)?;
    let mentions = mention::mentions(source, &text, &vectors, &syntax, model, &go_on)?;
    let frames = frame::frames(source, &text, &vectors, &syntax, model, &go_on)?;
    let inputs = encode::inputs(source, &text, vocabulary, model.encoder.position.rows);
    Ok(Read { inputs, text, vectors, syntax, mentions, frames })
}

/// Which clusters to print of the engine's entities.
type Form = fn(Page<'_>, &Entities) -> Vec<Vec<Span>>;

fn clusters(model: &Model, form: Form) -> Result<(), Failure> {
    let vocabulary = Vocabulary::new(&model.vocabulary);
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let printed: Vec<Result<String, String>> =
        lines.par_iter().map(|line| clusters_of(line, model, &vocabulary, form).map_err(|e| e.to_string())).collect();
    for line in printed {
        println!("{}", line?);
    }
    Ok(())
}

fn clusters_of(line: &str, model: &Model, vocabulary: &Vocabulary, form: Form) -> Result<String, Failure> {
    let row: serde_json::Value = serde_json::from_str(line)?;
    let source = row["text"].as_str().ok_or("a row without text")?;
    let r = read(source, model, vocabulary)?;
    let page = Page { source, text: &r.text, syntax: &r.syntax };
    let points = CodePoints::new(source);
    let found = if let Some(spans) = row["mentions"].as_array() {
        let spans = spans.iter().map(|s| serde_json::from_value(s.clone())).collect::<Result<Vec<_>, _>>()?;
        let (mentions, spans) = given::mentions(page, &points, &spans, &r.mentions);
        given::resolve(page, &r, mentions, &spans, &model.links)
    } else {
        let entities = entity::entities(source, &r.text, &r.vectors, &r.syntax, r.mentions, &r.frames, &model.links);
        let pair = |s: Span| points.pair(source, s);
        form(page, &entities).into_iter().map(|c| c.into_iter().map(pair).collect()).collect()
    };
    Ok(serde_json::json!({"id": row["id"], "clusters": found}).to_string())
}

/// All entities, their mentions as they are.
fn bare(page: Page<'_>, entities: &Entities) -> Vec<Vec<Span>> {
    let spans = |e: &Entity| e.mentions.iter().map(|m| page.span(entities.mentions[*m].tokens)).collect();
    entities.list.iter().map(spans).collect()
}

/// The entities of two mentions and more, each mention as the whole noun phrase around it; a phrase inside another of the
/// same entity is left out, and so are relative pronouns: they belong to the phrase. OntoNotes takes no adjective for a
/// mention ("Norwegian"), and equal numbers are not the same thing.
fn widened(page: Page<'_>, entities: &Entities) -> Vec<Vec<Span>> {
    let mut out = Vec::new();
    let mut taken = BTreeMap::new();
    for e in 0..entities.list.len() {
        let mut runs: Vec<_> = entities.list[e]
            .mentions
            .iter()
            .map(|m| &entities.mentions[*m])
            .filter(|m| !extent::unmarked(page, m))
            .map(|m| extent::phrase(page, m))
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
            out.push(kept.into_iter().map(|t| page.span(t)).collect());
        }
    }
    out
}

fn all_decisions(model: &Model, out: &Path) -> Result<(), Failure> {
    let vocabulary = Vocabulary::new(&model.vocabulary);
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let one = |line: &String| -> Result<decisions::Table, Failure> {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let source = row["text"].as_str().ok_or("a row without text")?;
        let gold: Vec<[u32; 3]> = serde_json::from_value(row["gold"].clone())?;
        let all = row["all"].as_bool().unwrap_or_default();
        Ok(decisions::decisions(source, read(source, model, &vocabulary)?, &gold, all, &model.links))
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
