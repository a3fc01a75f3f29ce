//! The resolver's decisions on annotated texts, for training/ranker.py.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use sayso::doc::Doc;
use sayso::entity::{self, Decision, Entities, Resolver};
use sayso::ids::{EntityIdx, MentionId};
use sayso::mention::Mention;
use sayso::model::{Matrix, RankerWeights};
use sayso::pipeline::Analysis;
use sayso::rule::Rules;
use sayso::span::CodePoints;

use crate::Failure;

/// The decisions of one text, as the files hold them.
#[derive(Default)]
pub(crate) struct Table {
    /// Rows of each decision, a new entity's included.
    sizes: Vec<u32>,
    /// One number a row: 1 where it is right.
    labels: Vec<u8>,
    rows: Vec<f32>,
    /// Three numbers a row: which of the vectors are those of the heads of the mention, of the candidate's latest mention and
    /// of its latest that is no pronoun.
    heads: Vec<u32>,
    /// Vectors of the tokens that are anybody's head, one after another.
    vectors: Vec<f32>,
    /// How many.
    count: u32,
}

impl Table {
    pub(crate) fn extend(&mut self, other: Self) {
        self.heads.extend(other.heads.iter().map(|row| row + self.count));
        self.vectors.extend(other.vectors);
        self.count += other.count;
        self.sizes.extend(other.sizes);
        self.labels.extend(other.labels);
        self.rows.extend(other.rows);
    }

    /// The heads, which are tokens, as rows of their vectors.
    fn hear(&mut self, vectors: &Matrix) {
        let mut rows = BTreeMap::new();
        for head in &mut self.heads {
            let token = *head as usize;
            *head = *rows.entry(token).or_insert_with(|| {
                self.vectors.extend_from_slice(vectors.row(token));
                self.count += 1;
                self.count - 1
            });
        }
    }

    /// Writes OUT.names, OUT.labels (u8), OUT.rows and OUT.vectors (f32) and the rest (u32), little-endian.
    pub(crate) fn write(&self, out: &Path) -> Result<(), Failure> {
        let file = |end: &str| std::fs::File::create(out.with_extension(end)).map(std::io::BufWriter::new);
        file("names")?.write_all(entity::features().map(|(name, _)| name).collect::<Vec<_>>().join("\n").as_bytes())?;
        file("labels")?.write_all(&self.labels)?;
        for (end, list) in [("sizes", &self.sizes), ("heads", &self.heads)] {
            let mut f = file(end)?;
            list.iter().try_for_each(|n| f.write_all(&n.to_le_bytes()))?;
        }
        for (end, list) in [("rows", &self.rows), ("vectors", &self.vectors)] {
            let mut f = file(end)?;
            list.iter().try_for_each(|x| f.write_all(&x.to_le_bytes()))?;
        }
        Ok(())
    }
}

/// Gold spans [start, end, cluster]; `all`: what is not among them has no antecedent. Each decision follows the gold
/// where it says something, else (`all` is false) the shipped ranker, and is left out.
pub(crate) fn decisions(layers: Analysis, gold: &[[u32; 3]], all: bool, weights: &RankerWeights) -> Table {
    let doc = &layers.doc;
    let clusters = by_head(doc, gold);
    let mut table = Table::default();
    let mut follow = |d: &Decision, found: &Entities| {
        let of = |m: &Mention| clusters.get(&m.head).copied();
        let mine = of(&found.mentions[d.mention]);
        if mine.is_none() && !all {
            return entity::ranked(d);
        }
        if d.candidates.is_empty() {
            return None;
        }
        let theirs = |e: &EntityIdx| {
            let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
            for c in found.list[*e].mentions.iter().filter_map(|m| of(&found.mentions[*m])) {
                *votes.entry(c).or_default() += 1;
            }
            votes.into_iter().max_by_key(|(c, n)| (*n, u32::MAX - c)).map(|(c, _)| c)
        };
        let right: Vec<bool> = d.candidates.iter().map(|e| mine.is_some() && theirs(e) == mine).collect();
        let head = |m: MentionId| found.mentions[m].head;
        table.sizes.push(right.len() as u32 + 1);
        table.labels.extend(right.iter().map(|x| u8::from(*x)));
        table.labels.push(u8::from(!right.contains(&true)));
        table.rows.extend(&d.rows);
        table.heads.extend(d.pairs.iter().flat_map(|[a, b]| [d.mention, *a, *b]).map(head));
        table.heads.extend([head(d.mention); 3]);
        right.iter().position(|x| *x)
    };
    let rules = Rules::default();
    Resolver::new(weights, &rules).entities_by(doc, &layers.mentions, &layers.frames, &mut follow);
    table.hear(&doc.vectors.words);
    table
}

/// The cluster of each head word; of two phrases with one head the shorter counts.
fn by_head(doc: &Doc, gold: &[[u32; 3]]) -> BTreeMap<u32, u32> {
    let points = CodePoints::new(&doc.text);
    let tokens = &doc.tokens;
    let starts: Vec<u32> = tokens.iter().map(|t| points.of(&doc.text, t.span.start)).collect();
    let ends: Vec<u32> = tokens.iter().map(|t| points.of(&doc.text, t.span.end)).collect();
    let mut gold = gold.to_vec();
    gold.sort_by_key(|[s, e, _]| (e - s, *s));
    let mut out = BTreeMap::new();
    for [start, end, cluster] in gold {
        let run = ends.partition_point(|e| *e <= start)..starts.partition_point(|s| *s < end);
        let top = run.clone().find(|i| doc.syntax.head(*i).is_none_or(|h| !run.contains(&h)));
        if let Some(head) = top {
            out.entry(head as u32).or_insert(cluster);
        }
    }
    out
}
