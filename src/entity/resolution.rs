//! Mentions in the order of the text: the sieves where one is sure, else the ranker's choice among what was mentioned
//! before and the name just ahead.
//!
//! Multi-pass sieves after Raghunathan et al. 2010 and Lee et al. 2013, here in one pass over the text, so that each
//! mention sees what all before it came to; then mention ranking (Lee et al. 2017).

use super::discourse::{Antecedent, Discourse};
use super::entities::{Entities, Entity};
use super::features::{
    self, Attention, CandidateRank, Clauses, FeatureContext, Form, GrammaticalRole, MentionFeatures, New, Pair,
    Referring,
};
use super::ranker::{self, Asked, Ranker};
use super::sieves;
use super::speakers::Speaker;
use super::state::Known;
use crate::doc::Doc;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::ids::{EntityIdx, MentionId};
use crate::mention::{Person, person};
use crate::model::{Matrix, RankerWeights};
use crate::rule::{RuleName, Rules};

/// One choice: a mention, the entities that it may be of, and the evidence for each.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The mention.
    pub mention: MentionId,
    /// The candidates.
    pub candidates: Vec<EntityIdx>,
    /// The mention is "he" or "she", and of some person nothing is known that speaks against it: it is no new entity.
    pub must_link: bool,
    /// Of each candidate its latest mention, and its latest that is no pronoun.
    pub pairs: Vec<[MentionId; 2]>,
    /// A row of features for each candidate, and a last one for a new entity; none without a candidate.
    pub rows: Vec<f32>,
    /// The ranker's score of each row.
    pub scores: Vec<f32>,
}

/// Taken from a new entity's score; chosen on held-out training documents.
const EAGER: f32 = 0.4;

/// What the ranker links is linked by this.
pub const RANKER: RuleName = "ranker";

/// Chooses a candidate by its place in the list, or none for a new entity.
pub type Policy<'a> = &'a mut dyn FnMut(&Decision, &Entities) -> Option<usize>;

/// The shipped policy: the ranker's; "he" and "she" are no new entity, if anybody fits.
pub fn ranked(d: &Decision) -> Option<usize> {
    eager(d, EAGER)
}

/// The same, a new entity's score lowered: for mentions of which it is known that most have an antecedent.
pub fn eager(d: &Decision, by: f32) -> Option<usize> {
    ranker::best(&d.scores, d.must_link, by)
}

/// The learned part: the ranker, and attention as its evidence.
pub(super) struct Learned<'a> {
    pub ranker: Ranker<'a>,
    pub attention: Attention<'a>,
}

impl<'a> Learned<'a> {
    pub(super) fn new(weights: &'a RankerWeights, doc: &'a Doc, found: &Entities) -> Self {
        let mentions = &found.mentions;
        let tokens = mentions.ids().map(|m| (mentions[m].head, asked(doc, found, m))).collect();
        Self {
            ranker: Ranker::new(weights, &doc.vectors, tokens),
            attention: Attention::new(&doc.vectors.attention, mentions),
        }
    }
}

/// Who will be asked about a mention, if no sieve speaks: of an entity's names only the first is looked at.
fn asked(doc: &Doc, found: &Entities, m: MentionId) -> Asked {
    let mention = &found.mentions[m];
    match (mention.kind, person(doc.lower(mention.head as usize))) {
        (MentionKind::Name, _) if found.of[m].is_some_and(|e| found.list[e].mentions[0] != m) => Asked::Nobody,
        (MentionKind::Pronoun, Some(Person::He | Person::She)) => Asked::People,
        (MentionKind::Pronoun, Some(Person::I | Person::We | Person::You | Person::Who)) => Asked::Nobody,
        _ => Asked::Others,
    }
}

/// What was found for one mention, and by which rule.
type Link = (EntityIdx, Option<RuleName>);

/// Resolves all mentions that names left open.
pub(super) fn resolve(discourse: &mut Discourse<'_>, learned: &Learned<'_>, rules: &Rules, policy: Policy<'_>) {
    for m in discourse.found.mentions.in_order() {
        next(discourse, learned, rules, m, policy);
    }
}

/// Resolves the mention that comes next.
pub(super) fn next(
    discourse: &mut Discourse<'_>,
    learned: &Learned<'_>,
    rules: &Rules,
    m: MentionId,
    policy: Policy<'_>,
) {
    if let Some((e, rule)) = one(discourse, learned, rules, m, policy) {
        if rule.is_some() {
            discourse.found.linked_by[m] = rule;
        }
        discourse.link(m, e);
    }
}

/// The entity of a mention, a new one if need be.
fn one(
    discourse: &mut Discourse<'_>,
    learned: &Learned<'_>,
    rules: &Rules,
    m: MentionId,
    policy: Policy<'_>,
) -> Option<Link> {
    match discourse.features[m].form {
        Form::Name => return name(discourse, learned, rules, m, policy),
        Form::Pronoun(Person::I | Person::We | Person::You) => return None,
        Form::Pronoun(Person::Who) => {}
        _ if discourse.is_title(m) => return None,
        _ => {}
    }
    if let Some((antecedent, rule)) = sieves::first(sieves::REFERENCES, rules, |s| (s.resolve)(discourse, m)) {
        let e = match antecedent {
            Antecedent::Entity(e) => e,
            Antecedent::Coordination(k) => {
                let coordination = discourse.coordinations[k].clone();
                discourse.coordinate(&coordination.parts, coordination.tokens)
            }
        };
        return Some((e, Some(rule)));
    }
    if discourse.features[m].form == Form::Pronoun(Person::Who) {
        return None;
    }
    let d = decision(discourse, learned, m);
    if let Some(k) = policy(&d, &discourse.found) {
        return Some((d.candidates[k], Some(RANKER)));
    }
    if let Some((e, rule)) = sieves::first(sieves::AFTER_RANKER, rules, |s| (s.resolve)(discourse, m, &d.candidates)) {
        return Some((e, Some(rule)));
    }
    Some((discourse.begin(m), None))
}

/// The entity of a name; where it is named first, a sieve or the ranker says whether it was spoken of before.
fn name(
    discourse: &mut Discourse<'_>,
    learned: &Learned<'_>,
    rules: &Rules,
    m: MentionId,
    policy: Policy<'_>,
) -> Option<Link> {
    let e = discourse.found.of[m]?;
    if discourse.state.of(e).is_some() {
        return Some((e, None));
    }
    let announced = sieves::first(sieves::FIRST_NAMES, rules, |s| (s.resolve)(discourse, m));
    let before = announced.or_else(|| {
        let d = decision(discourse, learned, m);
        policy(&d, &discourse.found).map(|k| (d.candidates[k], RANKER))
    });
    if let Some((before, _)) = before {
        discourse.found.merge(before, e);
        discourse.state.rename(before, e);
    }
    Some((e, before.map(|(_, rule)| rule)))
}

/// The candidates for a mention and the evidence.
pub(super) fn decision(discourse: &Discourse<'_>, learned: &Learned<'_>, m: MentionId) -> Decision {
    let (found, state) = (&discourse.found, &discourse.state);
    let (mention, p) = discourse.mention(m);
    let head = mention.head as usize;
    let clauses = Clauses::over(discourse.doc, found, head);
    // "In his report, Ada Lund said": of whom the text has not spoken yet
    let ahead = clauses.ahead.filter(|_| p.is_pronoun()).and_then(|n| Some((n, found.of[n]?)));
    let ahead = ahead.filter(|(_, e)| state.of(*e).is_none());
    let ahead = ahead.map(|(n, e)| (e, Known::new(n, &discourse.features[n])));
    let remembered = state.candidates((!p.is_pronoun()).then_some(p.lemma));
    let known = remembered.into_iter().filter_map(|e| Some((e, state.of(e)?)));
    let candidates = Candidates::among(discourse, m, known.chain(ahead.as_ref().map(|(e, k)| (*e, k))));
    let he_or_she = p.form.is_he_or_she();
    let mut d = Decision {
        mention: m,
        candidates: candidates.list.iter().map(|(e, ..)| *e).collect(),
        must_link: he_or_she && candidates.fitting > 0,
        pairs: candidates
            .list
            .iter()
            .map(|(_, known, _)| [known.latest, known.nominal.unwrap_or(known.latest)])
            .collect(),
        rows: Vec::new(),
        scores: Vec::new(),
    };
    if d.candidates.is_empty() {
        return d;
    }
    let owner = p.owner.and_then(|i| found.mentions.headed(i)).and_then(|n| found.of[n]);
    let context = FeatureContext {
        found,
        features: &discourse.features,
        mention: m,
        clauses: &clauses,
        chain: state.chain(p.form),
        owner,
        shares: learned.attention.at(found, head),
    };
    let referring = Referring { features: p, speaks: discourse.attribution.speaks(m) };
    let rows = candidates.rows(&context, &referring);
    let evidence = Matrix { rows: d.candidates.len() + 1, cols: features::COUNT, data: rows };
    d.scores = learned.ranker.scores(m, he_or_she, &d.pairs, &evidence);
    d.rows = evidence.data;
    d
}

/// Sentences back in which somebody was spoken of just now.
const NEARBY: u32 = 2;

/// The entities that a mention may be of.
#[derive(Default)]
struct Candidates<'a> {
    list: Vec<(EntityIdx, &'a Known, CandidateRank)>,
    /// How many nothing speaks against, and how many are of the mention's kind.
    fitting: usize,
    alike: usize,
    /// Any has the mention's head noun; any has just its words.
    any_head: bool,
    any_exact: bool,
}

impl<'a> Candidates<'a> {
    fn among(discourse: &Discourse<'_>, m: MentionId, known: impl Iterator<Item = (EntityIdx, &'a Known)>) -> Self {
        let (mention, p) = discourse.mention(m);
        let context = discourse.speaker_context.at(mention.head as usize);
        let speaker = context.and_then(|frame| match discourse.speakers[frame] {
            Speaker::Mention(s) => discourse.found.of[s],
            _ => None,
        });
        let alike = |e: &Entity| p.kind.is_none_or(|k| k == e.kind);
        let mut out = Self::default();
        let mut most = 0;
        for (rank, (e, known)) in known.enumerate() {
            let entity = discourse.entity(e);
            let named = p.form == Form::Name && entity.named;
            if named || !known.agrees(p, entity) || discourse.own_words(m, e) || is_bound(discourse, m, known) {
                continue;
            }
            let latest = discourse.found.mentions[known.latest].head as usize;
            let fits = alike(entity)
                && (!p.form.is_he_or_she() || entity.kind == EntityType::Person)
                && !p.likely_gender().contradicts(known.likely)
                && !p.likely_gender().contradicts(known.gender(entity));
            let rank = CandidateRank {
                rank,
                rank_alike: out.alike,
                fits,
                rank_fit: out.fitting,
                fitting: 0,
                spoke: discourse.state.last_speaker.is_some_and(|(s, _)| s == e),
                own_voice: speaker == Some(e),
                same_voice: discourse.speaker_context.at(latest) == context,
                foremost: false,
            };
            out.list.push((e, known, rank));
            out.fitting += usize::from(fits);
            most = most.max(if alike(entity) { known.count } else { 0 });
            out.alike += usize::from(alike(entity));
            out.any_head |= !p.is_pronoun() && (known.heads.contains(&p.lemma) || known.roles.contains(&p.lemma));
            out.any_exact |= known.nominal.is_some_and(|n| discourse.features[n].words == p.words);
        }
        if p.form.is_he_or_she() {
            out.drop_contradicted(discourse, p);
        }
        for (_, known, rank) in &mut out.list {
            rank.fitting = out.fitting;
            rank.foremost = known.count == most && most > 1;
        }
        out
    }

    /// Of a man and a woman just spoken of, "she" is not the man: who was "he" before, or has a man's given name, is left out
    /// if another fits nearby.
    fn drop_contradicted(&mut self, discourse: &Discourse<'_>, p: &MentionFeatures) {
        let recent = |known: &Known| discourse.features[known.latest].sentence + NEARBY >= p.sentence;
        if self.list.iter().any(|(_, known, rank)| rank.fits && recent(known)) {
            // what the text calls somebody counts more than the given name
            let other = |e: EntityIdx, known: &Known| match known.gender(discourse.entity(e)) {
                Gender::Unknown => p.gender.contradicts(known.likely),
                called => called != p.gender && known.likely != p.gender,
            };
            self.list.retain(|(e, known, _)| !other(*e, known));
        }
    }

    /// A row of features for each, and one for a new entity.
    fn rows(&self, context: &FeatureContext<'_>, referring: &Referring<'_>) -> Vec<f32> {
        let size = features::COUNT;
        let mut rows = Vec::with_capacity((self.list.len() + 1) * size);
        for (e, known, rank) in &self.list {
            features::of_referring(referring, &mut rows);
            features::of_new(&New::NONE, &mut rows);
            features::of_pair(&Pair::new(context, *e, known, *rank), &mut rows);
        }
        // of a new entity nothing is known
        features::of_referring(referring, &mut rows);
        let (any_head, any_exact, alike) = (self.any_head, self.any_exact, self.alike);
        features::of_new(&New { is_new: true, any_head, any_exact, alike }, &mut rows);
        rows.resize((self.list.len() + 1) * size, 0.0);
        rows
    }
}

/// Grammar forbids it: one phrase inside the other, or subject and object of one verb ("Berg told her"). Nor does a
/// thing speak as "they", nor anybody of themselves as of another.
fn is_bound(discourse: &Discourse<'_>, m: MentionId, known: &Known) -> bool {
    let ((a, p), (b, q)) = (discourse.mention(m), discourse.mention(known.latest));
    let nested = b.tokens.has(a.head as usize) || a.tokens.has(b.head as usize);
    let clause = p.is_pronoun()
        && matches!(p.role, GrammaticalRole::Object | GrammaticalRole::Oblique)
        && q.role == GrammaticalRole::Subject
        && p.governor.is_some()
        && p.governor == q.governor;
    let mute = |e: EntityIdx| {
        let someone = matches!(p.form, Form::Pronoun(Person::He | Person::She | Person::They));
        let entity = discourse.entity(e);
        someone && discourse.attribution.speaks(m) && !entity.named && known.thing && entity.kind != EntityType::Person
    };
    let e = discourse.found.of[known.latest];
    nested
        || clause
        || e.is_some_and(|e| {
            let told = &discourse.attribution;
            let another = told.speaks_of(&discourse.found, m, e) || told.is_told_by(&discourse.found, m, e);
            discourse.owned_name(m) == Some(e) || mute(e) || another
        })
}
