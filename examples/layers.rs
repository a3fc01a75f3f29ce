//! The layers below the results, for eval/evaluate.py.
//!
//! `layers parse WEIGHTS FILE.conllu` tags and parses gold tokens and prints the counts as JSON;
//! `layers segment < TEXTS.jsonl` prints {"id", "tokens", "sentences"} for each {"id", "text"}, in code points;
//! `layers time WEIGHTS < TEXTS.jsonl` prints the seconds that each layer takes on one thread, for each text and all.

#![allow(clippy::print_stdout)] // it is a command

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use sayso::article::Article;
use sayso::error::Stage;
use sayso::model::Model;
use sayso::pipeline::{Extractor, Options};
use sayso::rule::Rules;
use sayso::score::{Attachment, GoldToken, attachment};
use sayso::span::{CodePoints, Span, Tokens};
use sayso::stop::Stop;
use sayso::text::{self, Language, Paragraph, Reading, Segmentation, Sentence, Token, Vocabulary};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["parse", weights, file] => parse(&extractor(weights)?, &std::fs::read_to_string(file)?),
        ["segment"] => segment(),
        ["time", weights] => time(&extractor(weights)?),
        _ => Err("usage: layers parse WEIGHTS FILE.conllu | layers segment | layers time WEIGHTS".into()),
    }
}

fn extractor(weights: &str) -> Result<Extractor, Failure> {
    Ok(Extractor::new(Arc::new(Model::load(Path::new(weights))?), Options::default()))
}

/// One document of a CoNLL-U file as the engine sees it, and its gold parse.
#[derive(Default)]
struct Document {
    text: String,
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
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            let start = self.text.len();
            self.text.push_str(word);
            let span = Span::new(start, self.text.len());
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

    fn score(mut self, extractor: &Extractor) -> Result<Attachment, Failure> {
        let mut inside = false;
        for t in &mut self.tokens {
            let mark = t.span.of(&self.text);
            t.quoted = inside || matches!(mark, "\"" | "“" | "”");
            inside ^= matches!(mark, "\"") || matches!((mark, inside), ("“", false) | ("”", true));
        }
        let segmentation = Segmentation {
            title: 0,
            repeats: vec![None; self.paragraphs.len()],
            tokens: self.tokens,
            sentences: self.sentences,
            paragraphs: self.paragraphs,
            quotations: Vec::new(),
            language: Language::English,
        };
        let doc = extractor.document(Reading::as_given(self.text.into()), segmentation, &Stop::new(), &mut |_| ())?;
        Ok(attachment(&doc.syntax, &self.gold))
    }
}

fn parse(extractor: &Extractor, file: &str) -> Result<(), Failure> {
    let (mut total, mut document) = (Attachment::default(), Document::default());
    let (mut sentence, mut paragraph) = (Vec::new(), true);
    for line in file.lines().chain(["", "# newdoc"]) {
        if line.starts_with("# newdoc") {
            let a = std::mem::take(&mut document).score(extractor)?;
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
    let no_words = Vocabulary::new::<&str>(&[]);
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().ok_or("a row without text")?;
        let reading = Reading::new(text.into(), &no_words, &Rules::default());
        let read = text::read(&reading.text);
        let points = CodePoints::new(text);
        let pair = |s: Span| points.pair(text, reading.restore(s));
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

fn time(extractor: &Extractor) -> Result<(), Failure> {
    let stages = [Stage::Text, Stage::Encode, Stage::Syntax, Stage::Mention, Stage::Frame, Stage::Entity];
    let print = |id: &str, bytes: usize, seconds: &[f64; 6]| {
        let each: serde_json::Map<_, _> =
            stages.iter().map(|s| s.name().to_owned()).zip(seconds.map(Into::into)).collect();
        println!("{}", serde_json::json!({"id": id, "bytes": bytes, "seconds": each}));
    };
    let (mut all, mut total) = ([0.0; 6], 0);
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().ok_or("a row without text")?;
        let mut began = Vec::with_capacity(stages.len() + 1);
        extractor.analyse(&Article::new(text), &Stop::new(), &mut |_| began.push(Instant::now()))?;
        began.push(Instant::now());
        let mut seconds = [0.0; 6];
        for (k, pair) in began.windows(2).enumerate() {
            seconds[k] = (pair[1] - pair[0]).as_secs_f64();
            all[k] += seconds[k];
        }
        total += text.len();
        print(row["id"].as_str().unwrap_or_default(), text.len(), &seconds);
    }
    print("all", total, &all);
    Ok(())
}
