//! Which rule made what: `explain WEIGHTS FILE` prints the quotes and the links of an article, each with the rules behind it.

#![allow(clippy::print_stdout)] // it is a command

use std::path::Path;
use std::sync::Arc;

use sayso::article::Article;
use sayso::frame::Frame;
use sayso::model::Model;
use sayso::pipeline::{Analysis, Extractor, Options};
use sayso::span::Tokens;
use sayso::stop::Stop;

/// Characters of a text that are shown.
const SHOWN: usize = 72;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [weights, file] = &args[..] else { return Err("usage: explain WEIGHTS FILE".into()) };
    let extractor = Extractor::new(Arc::new(Model::load(Path::new(weights))?), Options::default());
    let text = std::fs::read_to_string(file)?;
    let layers = extractor.analyse(&Article::new(text), &Stop::new(), &mut |_| ())?;
    println!("frames");
    layers.frames.iter().for_each(|f| println!("{}", line(&layers, f)));
    println!("\nframes that a rule dropped");
    layers.dropped.iter().for_each(|f| println!("{}", line(&layers, f)));
    println!("\nmentions that a rule linked");
    let found = &layers.entities;
    for m in found.mentions.ids() {
        let (Some(rule), Some(e)) = (found.linked_by[m], found.of[m]) else { continue };
        let here = found.mentions[m].tokens;
        let others = found.list[e].mentions.iter().map(|n| found.mentions[*n].tokens);
        let before = others.filter(|t| t.start < here.start).max_by_key(|t| t.start);
        let antecedent = before.map_or("-".to_owned(), |t| shown(&layers, t));
        println!("  {:24} {} -> {antecedent}", rule, shown(&layers, here));
    }
    Ok(())
}

fn line(layers: &Analysis, f: &Frame) -> String {
    let part = |t: Option<Tokens>| t.map_or("-".to_owned(), |t| shown(layers, t));
    let rules = if f.rules.is_empty() { "network".to_owned() } else { f.rules.join(", ") };
    let content: Vec<String> = f.content.iter().map(|c| shown(layers, *c)).collect();
    format!("  {} | {} | {}\n      by {rules}", part(f.source), part(f.cue.map(|c| c.tokens)), content.join(" ... "))
}

/// A stretch of the text on one line, cut if it is long.
fn shown(layers: &Analysis, run: Tokens) -> String {
    let words = layers.doc.slice(run).split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", &words[..at]),
        None => words,
    }
}
