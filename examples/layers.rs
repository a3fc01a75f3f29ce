//! The layers below the results, for eval/evaluate.py.
//!
//! `layers parse WEIGHTS FILE.conllu` tags and parses gold tokens and prints the counts as JSON;
//! `layers segment < TEXTS.jsonl` prints {"id", "tokens", "sentences"} for each {"id", "text"}, in code points;
//! `layers time WEIGHTS < TEXTS.jsonl` prints the seconds that each layer takes on one thread, for each text and all.

#![allow(clippy::print_stdout)] // it is a command

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use sayso::encode;
use sayso::entity;
use sayso::frame;
use sayso::mention;
use sayso::model::Model;
use sayso::score::{Attachment, GoldToken, attachment};
use sayso::span::{CodePoints, Span, Tokens};
use sayso::syntax;
use sayso::text::{self, Language, Paragraph, Sentence, Text, Token, Vocabulary};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["parse", weights, file] => parse(&Model::load(Path::new(weights))?, &std::fs::read_to_string(file)?),
        ["segment"] => segment(),
        ["time", weights] => time(&Model::load(Path::new(weights))?),
        _ => Err("usage: layers parse WEIGHTS FILE.conllu | layers segment | layers time WEIGHTS".into()),
    }
}

/// One document of a CoNLL-U file as the engine sees it, and its gold parse.
#[derive(Default)]
struct Document {
    source: String,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    paragraphs: Vec<Paragraph>,
    gold: Vec<GoldToken>,
}

impl Document {
    fn push(&mut self, sentence: &[(String, GoldToken)], opens_paragraph: bool) {
        if sentence.is_empty() {
            return;
        }
        let (first, k) = (self.tokens.len(), self.sentences.len() as u32);
        for (word, gold) in sentence {
            if !self.source.is_empty() {
                self.source.push(' ');
            }
            let start = self.source.len();
            self.source.push_str(word);
            let span = Span::new(start, self.source.len());
            self.tokens.push(Token { span, sentence: k, quoted: false, spaced: true, joined: false });
            let head = gold.head.map(|h| h + first as u32);
            self.gold.push(GoldToken { head, ..gold.clone() });
        }
        let tokens = Tokens::new(first, self.tokens.len());
        match self.paragraphs.last_mut().filter(|_| !opens_paragraph) {
            Some(p) => {
                p.tokens.end = tokens.end;
                p.sentences.end = k + 1;
            }
            None => self.paragraphs.push(Paragraph { tokens, sentences: k..k + 1 }),
        }
        self.sentences.push(Sentence { tokens, paragraph: self.paragraphs.len() as u32 - 1 });
    }

    fn score(mut self, model: &Model, vocabulary: &Vocabulary) -> Result<Attachment, Failure> {
        let mut inside = false;
        for t in &mut self.tokens {
            let mark = t.span.of(&self.source);
            t.quoted = inside || matches!(mark, "\"" | "“" | "”");
            inside ^= matches!(mark, "\"") || matches!((mark, inside), ("“", false) | ("”", true));
        }
        let text = Text {
            repeats: vec![None; self.paragraphs.len()],
            tokens: self.tokens,
            sentences: self.sentences,
            paragraphs: self.paragraphs,
            quotations: Vec::new(),
            language: Language::English,
        };
        let go_on = || Ok(());
        let vectors = encode::encode(&self.source, &text, vocabulary, &model.encoder, &go_on)?;
        let parse = syntax::parse(&text, &vectors, &model.syntax, &model.labels, &go_on)?;
        Ok(attachment(&parse, &self.gold))
    }
}

fn parse(model: &Model, file: &str) -> Result<(), Failure> {
    let vocabulary = Vocabulary::new(&model.vocabulary);
    let (mut total, mut document) = (Attachment::default(), Document::default());
    let (mut sentence, mut paragraph) = (Vec::new(), true);
    for line in file.lines().chain(["", "# newdoc"]) {
        if line.starts_with("# newdoc") {
            let a = std::mem::take(&mut document).score(model, &vocabulary)?;
            total.tokens += a.tokens;
            total.upos += a.upos;
            total.head += a.head;
            total.labelled += a.labelled;
            paragraph = true;
        } else if line.starts_with("# newpar") {
            paragraph = true;
        } else if line.is_empty() {
            document.push(&sentence, paragraph);
            paragraph = paragraph && sentence.is_empty();
            sentence.clear();
        } else if !line.starts_with('#') {
            let field: Vec<&str> = line.split('\t').collect();
            if field[0].bytes().all(|b| b.is_ascii_digit()) {
                let head = field[6].parse::<u32>()?.checked_sub(1);
                let relation = field[7].split(':').next().unwrap_or_default().to_owned();
                sentence.push((field[1].to_owned(), GoldToken { upos: field[3].to_owned(), head, relation }));
            }
        }
    }
    let counts = serde_json::json!({
        "tokens": total.tokens, "upos": total.upos, "head": total.head, "labelled": total.labelled
    });
    println!("{counts}");
    Ok(())
}

fn segment() -> Result<(), Failure> {
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let source = row["text"].as_str().ok_or("a row without text")?;
        let read = text::read(source);
        let points = CodePoints::new(source);
        let pair = |s: Span| [points.of(source, s.start), points.of(source, s.end)];
        let mut surface: Vec<Span> = Vec::new();
        for t in &read.tokens {
            match surface.last_mut().filter(|_| t.joined) {
                Some(last) => *last = last.cover(t.span),
                None => surface.push(t.span),
            }
        }
        let whole = |t: Tokens| read.tokens[t.start as usize].span.cover(read.tokens[t.end as usize - 1].span);
        let tokens: Vec<[u32; 2]> = surface.into_iter().map(pair).collect();
        let sentences: Vec<[u32; 2]> = read.sentences.iter().map(|s| pair(whole(s.tokens))).collect();
        println!("{}", serde_json::json!({"id": row["id"], "tokens": tokens, "sentences": sentences}));
    }
    Ok(())
}

fn time(model: &Model) -> Result<(), Failure> {
    let vocabulary = Vocabulary::new(&model.vocabulary);
    let go_on = || Ok(());
    let names = ["text", "encode", "syntax", "mention", "frame", "entity"];
    let mut all = [0.0; 6];
    let print = |id: &str, bytes: usize, seconds: [f64; 6]| {
        let each: serde_json::Map<_, _> = names.iter().map(|n| n.to_string()).zip(seconds.map(Into::into)).collect();
        println!("{}", serde_json::json!({"id": id, "bytes": bytes, "seconds": each}));
    };
    let mut total = 0;
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let source = row["text"].as_str().ok_or("a row without text")?;
        let mut clock = Instant::now();
        let mut lap = || std::mem::replace(&mut clock, Instant::now()).elapsed().as_secs_f64();
        let text = text::read(source);
        let a = lap();
        let vectors = encode::encode(source, &text, &vocabulary, &model.encoder, &go_on)?;
        let b = lap();
        let syntax = syntax::parse(&text, &vectors, &model.syntax, &model.labels, &go_on)?;
        let c = lap();
        let mentions = mention::mentions(source, &text, &vectors, &syntax, model, &go_on)?;
        let d = lap();
        let frames = frame::frames(source, &text, &vectors, &syntax, model, &go_on)?;
        let e = lap();
        entity::entities(source, &text, &vectors, &syntax, mentions, &frames, &model.links);
        let seconds = [a, b, c, d, e, lap()];
        all.iter_mut().zip(seconds).for_each(|(sum, s)| *sum += s);
        total += source.len();
        print(row["id"].as_str().unwrap_or_default(), source.len(), seconds);
    }
    print("all", total, all);
    Ok(())
}
