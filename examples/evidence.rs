//! What each quote's confidence is fitted on, for training/confidence.py: `evidence names` prints what the evidence is called,
//! `evidence WEIGHTS < TEXTS.jsonl` for each {"id", "text"} the extraction, all kinds, and the evidence of its quotes.

#![allow(clippy::print_stdout)] // it is a command

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use sayso::article::Article;
use sayso::extraction::Kinds;
use sayso::model::Model;
use sayso::pipeline::{Extractor, Options};
use sayso::quote;
use sayso::stop::Stop;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let weights = std::env::args().nth(1).ok_or("usage: evidence names | evidence WEIGHTS")?;
    if weights == "names" {
        println!("{}", serde_json::to_string(quote::EVIDENCE)?);
        return Ok(());
    }
    let options = Options { kinds: Kinds::ALL, min_confidence: 0.0, ..Options::default() };
    let extractor = Extractor::new(Arc::new(Model::load(Path::new(&weights))?), options);
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let rows: Vec<String> = lines.par_iter().map(|l| row(&extractor, l).unwrap_or_else(|e| panic!("{e}"))).collect();
    rows.iter().for_each(|r| println!("{r}"));
    Ok(())
}

fn row(extractor: &Extractor, line: &str) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let given: serde_json::Value = serde_json::from_str(line)?;
    let mut article = Article::new(given["text"].as_str().ok_or("no text")?);
    article.id = given["id"].as_str().map(str::to_owned);
    let layers = extractor.analyse(&article, &Stop::new(), &mut |_| ())?;
    let evidence = quote::evidence(&layers.doc, &layers.frames, &layers.entities);
    let mut out = serde_json::to_value(extractor.assemble(&article, &layers).record())?;
    out["evidence"] = serde_json::to_value(evidence)?;
    Ok(out.to_string())
}
