//! What speaks for an entity of one article being someone of others: who and what is named beside it, its roles, the
//! articles' dates. Each counts as the logarithm of how much more often it is met with that person than without.

use super::cluster::Cluster;
use super::gathered::Gathered;
use crate::extraction::Gender;

/// Companions that count, the best ones: those of one story come together.
const COMPANIONS: usize = 3;
/// Words of evidence name so many at most.
const SHOWN: usize = 3;
/// Weight of a role that the person has elsewhere, of dates within [`NEAR`] days, and of dates further apart than [`FAR`].
const ROLE: f32 = 2.0;
const DATE: f32 = 1.0;
const NEAR: i32 = 14;
const FAR: i32 = 2 * 365;
const SAMPLE: usize = 64;
/// Roles that everybody has.
const VAGUE: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sir", "man", "woman", "person", "spokesman", "spokeswoman"];

/// What speaks for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) score: f32,
    /// It has a role that the person has elsewhere.
    pub(super) role: Option<u32>,
    /// Keys named beside both.
    pub(super) shared: Vec<u32>,
}

impl Evidence {
    pub(super) fn words(&self, all: &Gathered) -> String {
        let role = self.role.map(|r| format!("also {}", all.texts.get(r)));
        let shared: Vec<&str> = self.shared.iter().take(SHOWN).map(|k| all.key(*k)).collect();
        let beside = (!shared.is_empty()).then(|| format!("beside {}", shared.join(", ")));
        [role, beside].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// Weighs an entity against a person; neither their own names nor what is met everywhere counts.
pub(super) fn weigh(all: &Gathered, row: usize, who: &Cluster) -> Evidence {
    let it = &all.rows[row];
    let mut out = Evidence::default();
    let own = |key: u32| key == it.key || who.rows.iter().take(8).any(|(r, ..)| all.rows[*r as usize].key == key);
    let mut met: Vec<(f32, u32)> =
        all.companions(row).iter().filter_map(|key| Some((lift(all, *key, who)?, *key))).collect();
    met.retain(|(_, key)| !own(*key));
    met.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    met.truncate(COMPANIONS);
    out.score += met.iter().map(|(lift, _)| lift).sum::<f32>();
    out.shared = met.into_iter().map(|(_, key)| key).collect();
    out.role = it.roles.iter().copied().find(|r| who.roles.contains_key(r) && !VAGUE.contains(&all.texts.get(*r)));
    if out.role.is_some() {
        out.score += ROLE;
    }
    if let Some(days) = apart(all, it.article, who) {
        out.score += if days <= NEAR { DATE } else { 0.0 } - if days > FAR { DATE } else { 0.0 };
    }
    out
}

/// Days between an article and the nearest of somebody's; None if they are not known.
fn apart(all: &Gathered, article: u32, who: &Cluster) -> Option<i32> {
    let day = all.days[article as usize]?;
    // a sample of many articles tells as well
    let step = who.articles.len().div_ceil(SAMPLE).max(1);
    let others = who.articles.iter().step_by(step).filter_map(|a| all.days[*a as usize]);
    others.map(|other| (other - day).abs()).min()
}

/// How much more often a key is named beside somebody than in all articles; None if it is no evidence.
fn lift(all: &Gathered, key: u32, who: &Cluster) -> Option<f32> {
    let with = *who.beside.get(&key)? as f32;
    let share = all.share(key);
    let lift = ((with + share) / (who.articles.len() as f32 + 1.0) / share).ln();
    (lift > 0.0).then_some(lift)
}

/// True if what texts say of two people's gender cannot be one person's.
pub(super) fn clash(a: Gender, b: Gender) -> bool {
    a != b && a != Gender::Unknown && b != Gender::Unknown
}
