//! Who of different articles is one person: by full name, by forms of it, by surname or given name alone.

use std::collections::BTreeMap;

use super::Why;
use super::cluster::Cluster;
use super::evidence::{Evidence, clash, weigh};
use super::gathered::Gathered;
use super::names::{Fit, family, fit};
use crate::extraction::EntityType;
use crate::lexicon::{given_names, walks};

/// Evidence that makes two of one name one in spite of roles or genders that do not go together.
const ONE: f32 = 4.0;
/// Evidence for an initial, and for two names alone being one; of given names, which many bear, more.
const LOOSE: f32 = 5.0;
const GIVEN: f32 = 7.0;
/// Evidence that a name alone needs, and with the logarithm of half the number of articles of whoever bears it.
const ALONE: [f32; 2] = [1.0, 3.5];
const GIVEN_ALONE: [f32; 2] = [3.0, GIVEN];
/// By how much it must be more than for anybody else.
const AHEAD: f32 = 1.0;
/// Somebody in so many articles, and in so many times those of all others of the surname, is who a surname alone means, if
/// anything speaks for it; if there are no others, or they are in very many articles, nothing need.
const KNOWN: usize = 4;
const MORE: usize = 4;
const FAMOUS: usize = 10;
const ANY: f32 = 0.5;
/// Clusters of a name alone that another is compared with.
const LATEST: usize = 50;

/// The people of all articles.
pub(super) fn clusters(all: &Gathered) -> Vec<Cluster> {
    let mut by_name: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, it) in all.rows.iter().enumerate() {
        if it.kind == EntityType::Person {
            by_name.entry(it.key).or_default().push(row);
        }
    }
    let (full, alone): (Vec<_>, Vec<_>) = by_name.into_iter().partition(|(key, _)| all.words(*key).len() > 1);
    let full = full.into_iter().flat_map(|(key, rows)| bearers(all, &rows).into_iter().map(move |c| (key, c)));
    let mut people = forms(all, full.collect());
    let found: Vec<(usize, Option<Found>)> = {
        let index = Index::new(all, &people);
        alone
            .iter()
            .flat_map(|(key, rows)| rows.iter().map(|row| (*row, *key)))
            .map(|(row, key)| (row, index.find(row, key)))
            .collect()
    };
    let mut left: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, found) in found {
        match found {
            Some(it) => people[it.who].add(all, row, it.why, it.evidence.words(all)),
            None => left.entry(all.rows[row].key).or_default().push(row),
        }
    }
    people.extend(left.values().flat_map(|rows| strangers(all, rows)));
    people
}

/// The bearers of one full name: one, unless their roles or genders do not go together and nothing else joins them.
fn bearers(all: &Gathered, rows: &[usize]) -> Vec<Cluster> {
    let walk = |row: usize| all.rows[row].roles.iter().fold(0, |w, r| w | walks::of(all.texts.get(*r)));
    // those whose roles tell first
    let (telling, silent): (Vec<usize>, Vec<usize>) = rows.iter().partition(|row| walk(**row) != 0);
    let mut out: Vec<Cluster> = Vec::new();
    for row in telling.into_iter().chain(silent) {
        let fits = |c: &Cluster| {
            let roles = c.walks & walk(row) != 0 || c.walks == 0 || walk(row) == 0;
            roles && !clash(c.gender(), all.rows[row].gender)
        };
        let score = |c: &Cluster| weigh(all, row, c).score;
        let best = match out.len() {
            1 if fits(&out[0]) => Some(0), // as nearly always
            _ => {
                let able = out.iter().enumerate().map(|(i, c)| (i, score(c), fits(c), c.articles.len()));
                let able = able.filter(|(_, score, fits, _)| *fits || *score >= ONE);
                able.max_by(|a, b| a.1.total_cmp(&b.1).then(a.3.cmp(&b.3)).then(b.0.cmp(&a.0))).map(|(i, ..)| i)
            }
        };
        let at = best.unwrap_or(out.len());
        if at == out.len() {
            out.push(Cluster::default());
        }
        out[at].add(all, row, Why::Name, String::new());
    }
    out
}

/// Joins forms of one person's full name.
fn forms(all: &Gathered, named: Vec<(u32, Cluster)>) -> Vec<Cluster> {
    let mut by_surname: BTreeMap<String, Vec<(Vec<String>, Cluster)>> = BTreeMap::new();
    for (key, cluster) in named {
        let words = all.words(key);
        by_surname.entry(family(&words).cloned().unwrap_or_default()).or_default().push((words, cluster));
    }
    let mut out = Vec::new();
    for mut bearers in by_surname.into_values() {
        // what a long name tells, a short one leaves open
        bearers.sort_by_key(|(words, c)| (std::cmp::Reverse((words.len(), c.articles.len())), c.first()));
        let mut kept: Vec<(Vec<Vec<String>>, Cluster)> = Vec::new();
        for (words, cluster) in bearers {
            match form_of(all, &words, &cluster, &kept) {
                Some((at, evidence)) => {
                    let (names, whole) = &mut kept[at];
                    names.push(words);
                    whole.take(all, cluster, Why::Form, &evidence.words(all));
                }
                None => kept.push((vec![words], cluster)),
            }
        }
        out.extend(kept.into_iter().map(|(_, cluster)| cluster));
    }
    out
}

/// Whose name it is a form of, if that is clear.
fn form_of(
    all: &Gathered,
    words: &[String],
    cluster: &Cluster,
    kept: &[(Vec<Vec<String>>, Cluster)],
) -> Option<(usize, Evidence)> {
    let together = |c: &Cluster| c.articles.iter().any(|a| cluster.articles.binary_search(a).is_ok());
    let mut able: Vec<(usize, Fit, Evidence)> = Vec::new();
    for (at, (names, other)) in kept.iter().enumerate() {
        let fit = names.iter().map(|name| fit(name, words)).min().unwrap_or(Fit::Other);
        // an article that names both knows them as two
        if fit == Fit::Other || together(other) {
            continue;
        }
        let evidence = weigh(all, cluster.first() as usize, other);
        let roles = other.walks & cluster.walks != 0 || other.walks == 0 || cluster.walks == 0;
        if (roles && !clash(other.gender(), cluster.gender())) || evidence.score >= ONE {
            able.push((at, fit, evidence));
        }
    }
    let close = able.iter().filter(|(_, fit, _)| *fit == Fit::Close).count();
    if close == 1 {
        return able.into_iter().find(|(_, fit, _)| *fit == Fit::Close).map(|(at, _, evidence)| (at, evidence));
    }
    able.retain(|(_, fit, _)| close == 0 || *fit == Fit::Close);
    clear(able.into_iter().map(|(at, _, evidence)| (at, 0.0, evidence)).collect(), [0.0, LOOSE])
}

/// The one with most evidence and prior odds, if both together and the evidence alone are enough, and well ahead.
fn clear(mut able: Vec<(usize, f32, Evidence)>, [alone, both]: [f32; 2]) -> Option<(usize, Evidence)> {
    let rank = |it: &(usize, f32, Evidence)| it.1 + it.2.score;
    able.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(a.0.cmp(&b.0)));
    let ahead = able.len() < 2 || rank(&able[0]) - rank(&able[1]) >= AHEAD;
    let best = able.into_iter().next().filter(|best| ahead && best.2.score >= alone && rank(best) >= both);
    best.map(|(who, _, evidence)| (who, evidence))
}

/// Whom a name alone means.
struct Found {
    who: usize,
    why: Why,
    evidence: Evidence,
}

/// The people by surname and by given name.
struct Index<'a> {
    all: &'a Gathered,
    people: &'a [Cluster],
    surnames: BTreeMap<String, Vec<usize>>,
    given: BTreeMap<String, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(all: &'a Gathered, people: &'a [Cluster]) -> Self {
        let (mut surnames, mut given) = (BTreeMap::<String, Vec<usize>>::new(), BTreeMap::<String, Vec<usize>>::new());
        for (who, cluster) in people.iter().enumerate() {
            let mut keys: Vec<u32> = cluster.rows.iter().map(|(row, ..)| all.rows[*row as usize].key).collect();
            keys.sort_unstable();
            keys.dedup();
            for words in keys.into_iter().map(|key| all.words(key)) {
                for (index, name) in [(&mut surnames, family(&words)), (&mut given, words.first())] {
                    let list = index.entry(name.cloned().unwrap_or_default()).or_default();
                    if list.last() != Some(&who) {
                        list.push(who);
                    }
                }
            }
        }
        Self { all, people, surnames, given }
    }

    fn find(&self, row: usize, key: u32) -> Option<Found> {
        let name = self.all.key(key);
        let surname = self.surnames.get(name).and_then(|who| self.choose(row, who, Why::Surname));
        surname.or_else(|| self.given.get(name).and_then(|who| self.choose(row, who, Why::Given)))
    }

    /// One of those whom a name alone may mean, if it is clear.
    fn choose(&self, row: usize, able: &[usize], why: Why) -> Option<Found> {
        let it = &self.all.rows[row];
        let fits = |who: &usize| !clash(self.people[*who].gender(), it.gender);
        let able: Vec<usize> = able.iter().copied().filter(fits).collect();
        // "Paul" is rather somebody's given name
        let doubtful = why == Why::Given || is_given(self.all.key(it.key));
        let known = if doubtful && why == Why::Surname { None } else { self.known(&able, why) };
        let here = |who: usize| self.people[who].articles.binary_search(&it.article).is_ok();
        let others_here = able.iter().any(|who| Some(*who) != known && here(*who));
        if let Some(who) = known.filter(|who| !others_here || !here(*who)) {
            let evidence = weigh(self.all, row, &self.people[who]);
            let enough = if able == [who] { 0.0 } else { ANY };
            if self.people[who].articles.len() >= FAMOUS || evidence.score >= enough {
                return Some(Found { who, why, evidence });
            }
        }
        // an article that names both knows them as two
        let away = able.into_iter().filter(|who| !here(*who));
        let odds = |who: usize| (self.people[who].articles.len() as f32 / 2.0).ln();
        let weighed = away.map(|who| (who, odds(who), weigh(self.all, row, &self.people[who]))).collect();
        let enough = if doubtful { GIVEN_ALONE } else { ALONE };
        clear(weighed, enough).map(|(who, evidence)| Found { who, why, evidence })
    }

    /// The one who is so much in the news, and so much more than all others of the name, that the name is enough.
    fn known(&self, able: &[usize], why: Why) -> Option<usize> {
        let articles = |who: usize| self.people[who].articles.len();
        let who = able.iter().copied().max_by_key(|who| (articles(*who), std::cmp::Reverse(*who)))?;
        let others: usize = able.iter().map(|who| articles(*who)).sum::<usize>() - articles(who);
        let (least, more) = if why == Why::Given { (FAMOUS, 2 * MORE) } else { (KNOWN, MORE) };
        (articles(who) >= least && articles(who) >= more * others).then_some(who)
    }
}

/// True of a given name that fewer people have as a surname.
fn is_given(name: &str) -> bool {
    given_names::share_female(name).is_some() && !given_names::is_surname(name)
}

/// Names alone that mean nobody known: one person where the articles tell of the same.
fn strangers(all: &Gathered, rows: &[usize]) -> Vec<Cluster> {
    let mut out: Vec<Cluster> = Vec::new();
    // a given name has many bearers
    let enough = match rows.first() {
        Some(row) if is_given(all.key(all.rows[*row].key)) => GIVEN,
        _ => LOOSE,
    };
    for row in rows {
        let near = out.iter().enumerate().rev().take(LATEST).filter(|(_, c)| !clash(c.gender(), all.rows[*row].gender));
        let weighed: Vec<(usize, Evidence)> = near.map(|(at, c)| (at, weigh(all, *row, c))).collect();
        match weighed.into_iter().max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0))) {
            Some((at, evidence)) if evidence.score >= enough => out[at].add(all, *row, Why::Name, evidence.words(all)),
            _ => {
                out.push(Cluster::default());
                let last = out.len() - 1;
                out[last].add(all, *row, Why::Name, String::new());
            }
        }
    }
    out
}
