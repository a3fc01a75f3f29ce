//! Names of one and the same gathered into entities: aliases, acronyms, countries under their names; then what the
//! text says beside a name: roles, affiliation, metonymy.

pub(crate) mod aliases;
pub(super) mod metonymy;
pub(super) mod roles;

use std::collections::HashMap;

pub(super) use aliases::key;
use aliases::{alike, clash, is_acronym, is_suffix, same_person, surname};

use super::{Entities, Entity, Mentions};
use crate::doc::Doc;
use crate::extraction::{EntityType, Gender};
use crate::ids::{EntityIdx, IdVec, MentionId};
use crate::lexicon::{given_names, kinds, nouns, places, titles};
use crate::mention::Mention;

/// Clusters that a new name is compared with, and forms of each.
const NEAR: usize = 100;
const FORMS: usize = 4;
/// Tokens back at which a person was named just now.
const JUST_NOW: u32 = 60;

/// What a cluster of names is known by.
struct Cluster {
    kind: EntityType,
    keys: Vec<Vec<String>>,
    /// By the titles before its names.
    gender: Gender,
    seen: Seen,
}

/// Where a cluster was named: first tokens, ascending, by full name and otherwise.
#[derive(Default)]
struct Seen([Vec<u32>; 2]);

impl Seen {
    fn before(&self, at: u32) -> Option<u32> {
        self.0.iter().filter_map(|s| s[..s.partition_point(|p| *p < at)].last().copied()).max()
    }

    /// How often it was named before, not in full.
    fn called(&self, at: u32) -> usize {
        self.0[1].partition_point(|p| *p < at)
    }

    fn after(&self, at: u32) -> Option<u32> {
        self.0.iter().filter_map(|s| s.get(s.partition_point(|p| *p < at)).copied()).min()
    }
}

/// One name, and what is looked at to find its cluster.
struct Name<'a> {
    key: &'a [String],
    kind: EntityType,
    gender: Gender,
    at: u32,
    /// Where the paragraph before its own begins.
    near: u32,
    /// "the" stands before it or in it.
    article: bool,
}

/// The clusters so far; each is the entity of the same index.
#[derive(Default)]
struct Clusters {
    list: IdVec<EntityIdx, Cluster>,
    /// By all words; people apart from the rest.
    exact: HashMap<(bool, Vec<String>), EntityIdx>,
    /// People by each word of their names.
    surnames: HashMap<String, Vec<EntityIdx>>,
}

/// Gathers the name mentions into entities.
pub(super) fn cluster(doc: &Doc, mentions: &[Mention]) -> Entities {
    let mut out = Entities::new(Mentions::new(mentions));
    let keys: IdVec<MentionId, Vec<String>> =
        mentions.iter().map(|m| if m.is_name() { key(doc, m.tokens) } else { Vec::new() }).collect();
    // full names of people first, then all other names, so that a headline's surname finds its holder below
    let order = out.mentions.ids().filter(|m| !keys[*m].is_empty());
    let (full, other): (Vec<MentionId>, Vec<MentionId>) = order.partition(|m| {
        let words = keys[*m].iter().filter(|w| !is_suffix(w)).count();
        out.mentions[*m].entity == Some(EntityType::Person) && words > 1
    });
    let mut clusters = Clusters::default();
    let turns = full.into_iter().map(|m| (m, 0)).chain(other.into_iter().map(|m| (m, 1)));
    for (m, turn) in turns {
        let mention = out.mentions[m];
        let kind = mention.entity.unwrap_or(EntityType::Person);
        let at = mention.tokens.start;
        let title = at.checked_sub(1).map(|i| doc.word(i as usize));
        let gender = title.filter(|_| kind == EntityType::Person).map_or(Gender::Unknown, titles::gender);
        let the = |i: u32| doc.lower(i as usize) == "the";
        let article = the(at) || at > 0 && the(at - 1);
        let near = doc.paragraphs[(doc.paragraph(at as usize) as usize).saturating_sub(1)].tokens.start;
        let name = Name { key: &keys[m], kind, gender, at, near, article };
        let home = clusters.home(&name).unwrap_or_else(|| {
            out.list.push(Entity::new(kind, true));
            clusters.list.push(Cluster { kind, keys: Vec::new(), gender, seen: Seen::default() })
        });
        clusters.take(home, &name, turn);
        out.join(m, home);
    }
    let mentions = &out.mentions;
    for e in out.list.iter_mut() {
        e.mentions.sort_unstable();
        e.kind = majority(mentions, e);
    }
    out
}

/// The type that most of an entity's names have; PERSON and the first break ties.
fn majority(mentions: &Mentions, e: &Entity) -> EntityType {
    if e.kind == EntityType::Person {
        return e.kind;
    }
    let mut count = [0usize; EntityType::ALL.len()];
    for kind in e.mentions.iter().filter_map(|m| mentions[*m].entity) {
        count[kind as usize] += 1;
    }
    EntityType::ALL
        .iter()
        .copied()
        .fold(e.kind, |best, k| if count[k as usize] > count[best as usize] { k } else { best })
}

impl Clusters {
    /// The cluster of a name, if there is one.
    fn home(&self, name: &Name<'_>) -> Option<EntityIdx> {
        if name.kind == EntityType::Person {
            return self.person(name);
        }
        // a bare surname that was taken for something else
        // "U.N." is no Kim Jong Un
        let bare = name.key.len() == 1
            && name.key[0].chars().count() > 2
            && matches!(name.kind, EntityType::Org | EntityType::Product | EntityType::WorkOfArt);
        let person = || self.of_surname(&name.key[0], name, |_| true);
        bare.then(person).flatten().or_else(|| self.thing(name))
    }

    /// The person of a name: equal, or of the same surname with no other first name.
    fn person(&self, name: &Name<'_>) -> Option<EntityIdx> {
        if let [word] = name.key {
            // "Mr Pryce" is not Helen Pryce
            let fits = |c: &Cluster| {
                let same = !name.gender.contradicts(c.gender);
                same && !c.keys.iter().take(FORMS).any(|other| clash(name.gender, other))
            };
            return self
                .of_surname(word, name, fits)
                .or_else(|| self.of_short_form(word).filter(|_| name.gender == Gender::Unknown));
        }
        let bearers = self.surnames.get(surname(name.key)?)?;
        bearers.iter().rev().take(NEAR).copied().find(|c| {
            let c = &self.list[*c];
            c.kind == EntityType::Person && c.keys.iter().take(FORMS).any(|other| same_person(name.key, other))
        })
    }

    /// The only person of whose given name this is a short form: "Gabby" of "Gabrielle Lund".
    fn of_short_form(&self, word: &str) -> Option<EntityIdx> {
        let short = |k: &Vec<String>| k.len() > 1 && given_names::short_for(word, &k[0]) && word.len() < k[0].len();
        let fits = |c: &Cluster| c.kind == EntityType::Person && c.keys.iter().take(FORMS).any(short);
        let mut all = self.list.enumerated().rev().take(NEAR).filter(|(_, c)| fits(c)).map(|(c, _)| c);
        all.next().filter(|_| all.next().is_none())
    }

    /// The person of a single name: the one named last before, else the first named after. One named a while ago gives way to
    /// whom the article calls so most: Ada Lund is "Lund" though her brother Piet Lund was named in between.
    fn of_surname(&self, word: &str, name: &Name<'_>, fits: impl Fn(&Cluster) -> bool) -> Option<EntityIdx> {
        let at = name.at;
        let all = self.surnames.get(word)?;
        let near = all[all.len().saturating_sub(NEAR)..].iter().copied();
        let candidates: Vec<EntityIdx> = near.filter(|c| fits(&self.list[*c])).collect();
        let seen = |c: EntityIdx| &self.list[c].seen;
        let latest = candidates.iter().copied().filter_map(|c| seen(c).before(at).map(|s| (s, c))).max();
        let first = candidates.iter().copied().filter_map(|c| seen(c).after(at).map(|s| (s, c))).min();
        let called = |c: EntityIdx| seen(c).called(at);
        let most = candidates.iter().copied().max_by_key(|c| called(*c));
        let alone = |c: &EntityIdx| candidates.iter().all(|other| other == c || called(*other) < called(*c));
        let usual = most.filter(|_| latest.is_some_and(|(s, _)| s + JUST_NOW < at && s < name.near)).filter(alone);
        usual.or(latest.or(first).map(|(_, c)| c))
    }

    /// The organisation, place ... of a name: equal, another name of the country, an acronym, with or without "Inc.".
    fn thing(&self, name: &Name<'_>) -> Option<EntityIdx> {
        let (k, kind) = (name.key, name.kind);
        if let Some(c) = self.exact.get(&(false, k.to_vec())) {
            return Some(*c);
        }
        let country = places::country(&k.join(" "));
        if let Some(c) = country.and_then(|name| self.exact.get(&(false, vec![name.to_lowercase()]))) {
            return Some(*c);
        }
        // a short name such as "the U.N." may be taken for a place
        let place = kind == EntityType::Gpe && k.len() == 1;
        let body = matches!(kind, EntityType::Org | EntityType::Law | EntityType::Event | EntityType::Fac);
        if !place && !body || country.is_some() {
            return None;
        }
        if let Some(c) = self.short(name).or_else(|| self.begun(name)) {
            return Some(c);
        }
        // the latest entities and the first forms of each: linear time whatever the text
        self.list.enumerated().rev().take(NEAR).find_map(|(c, cluster)| {
            let same = |other: &Vec<String>| {
                cluster.kind == kind && !place && alike(k, other)
                    || place && cluster.kind == EntityType::Org && is_acronym(&k[0], other)
            };
            cluster.keys.iter().take(FORMS).any(same).then_some(c)
        })
    }

    /// The body of which a name is the last word, if that says what the body is or "the" stands before it, and no other ends
    /// in it: "Gazette", "the Monitor".
    fn short(&self, name: &Name<'_>) -> Option<EntityIdx> {
        let [word] = name.key else { return None };
        if name.kind != EntityType::Org || !name.article && !kinds::is_kind(word) && !nouns::is_body(word) {
            return None;
        }
        let ends = |c: &Cluster| {
            c.kind == EntityType::Org && c.keys.iter().take(FORMS).any(|k| k.len() > 1 && k.last() == Some(word))
        };
        let mut all = self.list.enumerated().rev().take(NEAR).filter(|(_, c)| ends(c)).map(|(c, _)| c);
        all.next().filter(|_| all.next().is_none())
    }

    /// The one body whose name begins with this word, if the word is no kind of body: "Halden" of "Halden Foods".
    fn begun(&self, name: &Name<'_>) -> Option<EntityIdx> {
        let [word] = name.key else { return None };
        if name.kind != EntityType::Org || kinds::is_kind(word) || nouns::is_body(word) || kinds::stands_alone(word) {
            return None;
        }
        let own = |k: &[String]| k.len() > 1 && k[0] == *word && !k.last().is_some_and(|w| kinds::bears_a_name(w));
        let begins = |c: &Cluster| c.kind == EntityType::Org && c.keys.iter().take(FORMS).any(|k| own(k));
        let mut all = self.list.enumerated().rev().take(NEAR).filter(|(_, c)| begins(c)).map(|(c, _)| c);
        all.next().filter(|_| all.next().is_none())
    }

    /// Adds a name to its cluster; `turn`: 0 for a person's full name, 1 for all else.
    fn take(&mut self, home: EntityIdx, name: &Name<'_>, turn: usize) {
        let c = &mut self.list[home];
        c.gender = c.gender.or(name.gender);
        c.seen.0[turn].push(name.at);
        let person = c.kind == EntityType::Person;
        if c.keys.iter().any(|k| k == name.key) {
            return;
        }
        c.keys.push(name.key.to_vec());
        self.exact.entry((person, name.key.to_vec())).or_insert(home);
        if person {
            for word in name.key.iter().filter(|w| !is_suffix(w)) {
                self.surnames.entry(word.clone()).or_default().push(home);
            }
        } else if let Some(country) = places::country(&name.key.join(" ")) {
            self.exact.entry((false, vec![country.to_lowercase()])).or_insert(home);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// The names of each entity.
    fn clusters(lines: &str) -> Vec<Vec<String>> {
        let f = Fixture::new(lines);
        let found = cluster(&f.doc, &f.mentions());
        let name = |m: &MentionId| f.doc.slice(found.mentions[*m].tokens).to_owned();
        found.list.iter().map(|e| e.mentions.iter().map(name).collect()).collect()
    }

    #[test]
    fn a_surname_is_of_its_holder_and_an_acronym_of_its_long_form() {
        let lines = "1 Lund PROPN _ 2 nsubj Name=(PERSON)
            2 left VERB _ 0 root SpaceAfter=No
            3 . PUNCT _ 2 punct _

            1 Ada PROPN _ 3 nsubj Name=(PERSON
            2 Lund PROPN _ 1 flat Name=)
            3 runs VERB _ 0 root _
            4 Norhaven PROPN _ 6 compound Name=(ORG
            5 Port PROPN _ 6 compound _
            6 Authority PROPN _ 3 obj Name=)|SpaceAfter=No
            7 . PUNCT _ 3 punct _

            1 NPA PROPN _ 2 nsubj Name=(ORG)
            2 grew VERB _ 0 root SpaceAfter=No
            3 . PUNCT _ 2 punct _";
        assert_eq!(clusters(lines), [vec!["Lund", "Ada Lund"], vec!["Norhaven Port Authority", "NPA"]]);
    }

    #[test]
    fn the_gazette_is_the_only_one_that_ends_so() {
        let lines = |second: &str| {
            format!(
                "1 Tarvis PROPN _ 3 nsubj Name=(ORG
                2 Gazette PROPN _ 1 flat Name=)
                3 met VERB _ 0 root _
                4 Corrin PROPN _ 3 obj Name=(ORG
                5 {second} PROPN _ 4 flat Name=)|SpaceAfter=No
                6 . PUNCT _ 3 punct _

                1 Gazette PROPN _ 2 nsubj Name=(ORG)
                2 grew VERB _ 0 root SpaceAfter=No
                3 . PUNCT _ 2 punct _"
            )
        };
        assert_eq!(clusters(&lines("Mail"))[0], ["Tarvis Gazette", "Gazette"]);
        assert_eq!(clusters(&lines("Gazette"))[0], ["Tarvis Gazette"]);
    }

    #[test]
    fn a_brother_named_a_while_ago_is_not_whom_the_article_calls_so() {
        let article = |n: usize| {
            let between = "# newpar\n1 Waves NOUN _ 0 root _\n\n".repeat(n);
            format!(
                "1 Ada PROPN _ 3 nsubj Name=(PERSON
                2 Lund PROPN _ 1 flat Name=)
                3 met VERB _ 0 root _
                4 us PRON _ 3 obj SpaceAfter=No
                5 . PUNCT _ 3 punct _

                1 Lund PROPN _ 2 nsubj Name=(PERSON)
                2 left VERB _ 0 root _
                3 Piet PROPN _ 2 obj Name=(PERSON
                4 Lund PROPN _ 3 flat Name=)

                {between}
                # newpar
                1 Lund PROPN _ 2 nsubj Name=(PERSON)
                2 spoke VERB _ 0 root _"
            )
        };
        assert_eq!(clusters(&article(80)), [vec!["Ada Lund", "Lund", "Lund"], vec!["Piet Lund"]]);
        assert_eq!(clusters(&article(8)), [vec!["Ada Lund", "Lund"], vec!["Piet Lund", "Lund"]]);
    }

    #[test]
    fn mr_pryce_is_not_helen_pryce() {
        let lines = "1 Helen PROPN _ 3 nsubj Name=(PERSON
            2 Pryce PROPN _ 1 flat Name=)
            3 met VERB _ 0 root _
            4 Mr. PROPN _ 5 compound _
            5 Pryce PROPN _ 3 obj Name=(PERSON)|SpaceAfter=No
            6 . PUNCT _ 3 punct _";
        assert_eq!(clusters(lines), [["Helen Pryce"], ["Pryce"]]);
    }
}
