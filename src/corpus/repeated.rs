//! The same statement in several articles: word for word, or nearly. Statements are compared by their pairs of words;
//! those that may be alike are found by MinHash in bands (Broder 1997, Leskovec et al. 2020), then compared in full.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

/// Rows of a band, and bands: of statements that share half of their pairs 98 % are found, of those that share a third 70 %.
const ROWS: usize = 3;
const BANDS: usize = 32;
/// Statements of one band that a new one is compared with.
const COMPARED: usize = 64;

/// Statements in the order in which they are given.
#[derive(Debug, Default)]
pub struct Statements {
    /// Hashes of the pairs of words of each that differs from those before, ascending.
    pairs: Vec<Vec<u32>>,
    by_words: HashMap<String, u32>,
    /// For each statement given: its place in `pairs` and its article; None if it is too short.
    given: Vec<Option<(u32, u32)>>,
}

/// What a statement repeats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// Number of the group, in the order of their first statements.
    pub group: u32,
    /// Share of the pairs of words that it has in common with the group's first statement, 0 to 1; 1 if it is the same.
    pub similarity: f32,
}

impl Statements {
    /// Adds a statement of an article; one of fewer words repeats nothing.
    pub fn add(&mut self, article: u32, text: &str, least_words: usize) {
        let lower = text.to_lowercase();
        let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        let words = lower.split(|c| !inner(c)).map(|w| w.trim_matches(['\'', '’']));
        let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
        if words.len() < least_words.max(1) {
            self.given.push(None);
            return;
        }
        let next = self.pairs.len() as u32;
        let own = *self.by_words.entry(words.join(" ")).or_insert(next);
        if own == next {
            self.pairs.push(pairs(&words));
        }
        self.given.push(Some((own, article)));
    }

    /// What each statement repeats, or is repeated by: those that are alike and stand in two articles or more.
    ///
    /// `similarity`: least share of the pairs of words in common with a group's first statement, 0 to 1.
    pub fn repeated(&self, similarity: f32) -> Vec<Option<Repeat>> {
        let firsts = self.firsts(similarity);
        let of = |given: &Option<(u32, u32)>| given.map(|(own, article)| (firsts[own as usize], article));
        let mut articles: HashMap<u32, (u32, bool)> = HashMap::new();
        for ((first, _), article) in self.given.iter().filter_map(of) {
            let (one, more) = articles.entry(first).or_insert((article, false));
            *more |= *one != article;
        }
        let mut groups: HashMap<u32, u32> = HashMap::new();
        let mut group = |given: &Option<(u32, u32)>| {
            let ((first, similarity), _) = of(given)?;
            let next = groups.len() as u32;
            articles[&first].1.then(|| Repeat { group: *groups.entry(first).or_insert(next), similarity })
        };
        self.given.iter().map(&mut group).collect()
    }

    /// For each different statement the first one that it is like, itself if there is none, and how much.
    fn firsts(&self, similarity: f32) -> Vec<(u32, f32)> {
        let bands: Vec<[u64; BANDS]> = self.pairs.par_iter().map(|pairs| bands(pairs)).collect();
        let mut seen: HashMap<(usize, u64), Vec<u32>> = HashMap::new();
        let mut out = Vec::with_capacity(self.pairs.len());
        for (own, bands) in bands.iter().enumerate() {
            let keys = || bands.iter().copied().enumerate();
            let mut able: Vec<u32> = keys().filter_map(|key| seen.get(&key)).flatten().copied().collect();
            able.sort_unstable();
            able.dedup();
            let alike = able.into_iter().map(|first| (common(&self.pairs[own], &self.pairs[first as usize]), first));
            let best = alike.filter(|(s, _)| *s >= similarity).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if best.is_none() {
                for key in keys() {
                    let list = seen.entry(key).or_default();
                    if list.len() < COMPARED {
                        list.push(own as u32);
                    }
                }
            }
            out.push(best.map_or((own as u32, 1.0), |(s, first)| (first, s)));
        }
        out
    }
}

/// Hashes of the pairs of words, ascending; of a lone word itself.
fn pairs(words: &[&str]) -> Vec<u32> {
    let hash = |words: &[&str]| {
        let mut hasher = DefaultHasher::new(); // the same in every process
        words.hash(&mut hasher);
        hasher.finish() as u32
    };
    let mut out: Vec<u32> = words.windows(2.min(words.len())).map(hash).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Share of the pairs of two statements that both have.
fn common(a: &[u32], b: &[u32]) -> f32 {
    let both = a.iter().filter(|pair| b.binary_search(pair).is_ok()).count();
    both as f32 / (a.len() + b.len() - both).max(1) as f32
}

/// What a statement is found by: the least of its hashes under many functions, a few of them a band.
fn bands(pairs: &[u32]) -> [u64; BANDS] {
    std::array::from_fn(|band| {
        (0..ROWS).fold(0, |key, row| {
            let seed = (band * ROWS + row) as u64;
            let least = pairs.iter().map(|pair| mixed(u64::from(*pair) ^ mixed(seed + 1))).min().unwrap_or(0);
            mixed(key ^ least)
        })
    })
}

/// The bits of a number, mixed (splitmix64).
fn mixed(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(texts: &[&str], similarity: f32) -> Vec<Option<(u32, bool)>> {
        let mut all = Statements::default();
        for (article, text) in texts.iter().enumerate() {
            all.add(article as u32, text, 4);
        }
        all.repeated(similarity).into_iter().map(|r| r.map(|r| (r.group, r.similarity == 1.0))).collect()
    }

    #[test]
    fn what_is_said_again_is_found() {
        let texts = [
            "“The ferry will run until March, whatever the weather brings.”",
            "the ferry will run until March whatever the weather brings",
            "that the ferry will run until March, whatever the weather",
            "nobody will be left on a cold pier this winter",
            "Yes.",
            "Yes.",
        ];
        let same = Some((0, true));
        assert_eq!(groups(&texts, 0.6), [same, same, Some((0, false)), None, None, None]);
        assert_eq!(groups(&texts, 0.95), [same, same, None, None, None, None]);
    }

    #[test]
    fn an_article_that_says_a_thing_twice_repeats_nothing() {
        let mut all = Statements::default();
        all.add(3, "the ferry will run until March", 4);
        all.add(3, "the ferry will run until March", 4);
        assert_eq!(all.repeated(0.6), [None, None]);
    }

    #[test]
    fn what_shares_half_of_its_pairs_is_found_among_many() {
        let mut all = Statements::default();
        for i in 0..2000 {
            let words: Vec<String> = (0..20).map(|k| format!("w{}", i * 20 + k)).collect();
            all.add(2 * i, &words.join(" "), 4);
            let changed: Vec<String> =
                words.iter().enumerate().map(|(k, w)| if k % 7 == 3 { format!("x{i}") } else { w.clone() }).collect();
            all.add(2 * i + 1, &changed.join(" "), 4);
        }
        let found = all.repeated(0.4).chunks(2).filter(|pair| pair[1].is_some()).count();
        assert!(found > 1900, "{found} of 2000");
    }
}
