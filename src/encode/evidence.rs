//! Where single heads of attention look: some of an encoder's heads look from a pronoun or a noun at what it stands for, and
//! nobody taught them to (Clark et al. 2019). The resolver takes it as evidence.

use super::{Input, vector};

/// The tokens that a head looks at most; the rest is not kept.
const TOP: usize = 6;
/// Nor what gets less of its attention than this.
const LEAST: f32 = 0.01;

/// For each token (its first word piece) and chosen head, the tokens that get most of the attention, each over all its
/// pieces.
#[derive(Clone, Debug, Default)]
pub struct AttentionEvidence {
    heads: usize,
    /// Of the window under way, a token and its share: `TOP` for each kept token and head, the largest first, zeros at the
    /// end.
    open: Vec<(u32, f32)>,
    /// What is left of the windows before, in the order of the text: most heads look at few tokens.
    closed: Vec<Looks>,
}

/// What the tokens that a window keeps look at.
#[derive(Clone, Debug)]
struct Looks {
    /// The first of them.
    first: usize,
    /// Where what each of them looks at ends.
    ends: Box<[u32]>,
    looks: Box<[Look]>,
}

#[derive(Clone, Copy, Debug)]
struct Look {
    share: f32,
    /// The token that is looked at, counted from the one that looks: both are of one window.
    offset: i16,
    head: u8,
}

/// What one word piece gets at least of a token that counts.
pub(super) fn least(window: &Input) -> f32 {
    let longest = window.tokens.chunk_by(|a, b| a == b).map(<[_]>::len).max().unwrap_or(1);
    LEAST / longest as f32
}

impl AttentionEvidence {
    /// Nothing is looked at yet.
    pub fn new(heads: usize) -> Self {
        Self { heads, ..Self::default() }
    }

    /// Begins a window of so many kept tokens.
    pub(super) fn open(&mut self, kept: usize) {
        self.open.clear();
        self.open.resize(kept * self.heads * TOP, (0, 0.0));
    }

    /// Ends the window, of which `first` is the first kept token; windows ascend.
    pub(super) fn close(&mut self, first: usize) {
        let size = self.heads * TOP;
        let mut ends = Vec::with_capacity(self.open.len() / size.max(1));
        let mut looks = Vec::new();
        for (token, top) in (first..).zip(self.open.chunks_exact(size.max(1))) {
            for (k, (seen, share)) in top.iter().enumerate().filter(|(_, (_, share))| *share > 0.0) {
                let offset = (i64::from(*seen) - token as i64) as i16;
                looks.push(Look { share: *share, offset, head: (k / TOP) as u8 });
            }
            ends.push(looks.len() as u32);
        }
        self.closed.push(Looks { first, ends: ends.into(), looks: looks.into() });
    }

    /// Takes what one head does with the `k`th token that the window keeps: a share of each word piece. `least` is of
    /// [`least`].
    pub(super) fn take(&mut self, head: usize, window: &Input, least: f32, k: usize, shares: &[f32]) {
        let (token, at) = (window.kept[k].0, (k * self.heads + head) * TOP);
        let list = &mut self.open[at..at + TOP];
        let of = &window.tokens;
        let mut done = 0;
        while let Some(next) = vector::first_from(&shares[done..], least) {
            let seen = of[done + next];
            let start = (done..done + next).rev().take_while(|i| of[*i] == seen).last().unwrap_or(done + next);
            done += next + of[done + next..].iter().take_while(|t| **t == seen).count();
            let share: f32 = shares[start..done].iter().sum();
            if let Some(seen) = seen.filter(|t| *t as usize != token && share >= LEAST) {
                let k = list.partition_point(|(_, s)| *s >= share);
                if k < TOP {
                    list[k..].rotate_right(1);
                    list[k] = (seen, share);
                }
            }
        }
    }

    /// For tests: what tokens look at, one thing a head.
    #[cfg(test)]
    pub(crate) fn by_hand(tokens: usize, heads: usize, shares: &[(usize, usize, usize, f32)]) -> Self {
        let mut out = Self::new(heads);
        out.open(tokens);
        for (token, head, seen, share) in shares {
            out.open[(token * heads + head) * TOP] = (*seen as u32, *share);
        }
        out.close(0);
        out
    }

    /// What a token looks at: head, token, share.
    pub fn of(&self, token: usize) -> impl Iterator<Item = (usize, usize, f32)> + '_ {
        let window = self.closed.partition_point(|w| w.first <= token).checked_sub(1).map(|k| &self.closed[k]);
        let looks = window.and_then(|w| {
            let k = token - w.first;
            let start = k.checked_sub(1).map_or(0, |before| w.ends[before]);
            Some(&w.looks[start as usize..*w.ends.get(k)? as usize])
        });
        let seen = move |look: &Look| token.wrapping_add_signed(look.offset.into());
        looks.unwrap_or_default().iter().map(move |look| (look.head.into(), seen(look), look.share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_of_each_token_pieces_together() {
        // [CLS], token 4 in two pieces, tokens 5 and 6, [SEP]
        let tokens = vec![None, Some(4), Some(4), Some(5), Some(6), None];
        let window = Input { ids: vec![0; 6], features: vec![0; 6], tokens, kept: vec![(5, 3)] };
        let mut evidence = AttentionEvidence::new(2);
        evidence.open(1);
        evidence.take(1, &window, least(&window), 0, &[0.3, 0.15, 0.15, 0.2, 0.1, 0.1]);
        evidence.close(5);
        assert_eq!(evidence.of(5).collect::<Vec<_>>(), [(1, 4, 0.3), (1, 6, 0.1)]);
        assert_eq!([4, 6].map(|token| evidence.of(token).count()), [0, 0]);
    }

    #[test]
    fn no_more_than_so_many() {
        let tokens: Vec<Option<u32>> = (0..9).map(Some).collect();
        let window = Input { ids: vec![0; 9], features: vec![0; 9], tokens, kept: vec![(8, 8)] };
        let shares = [0.02, 0.3, 0.005, 0.2, 0.02, 0.2, 0.1, 0.1, 0.055];
        let mut evidence = AttentionEvidence::new(1);
        evidence.open(1);
        evidence.take(0, &window, least(&window), 0, &shares);
        evidence.close(8);
        let seen: Vec<usize> = evidence.of(8).map(|(_, seen, _)| seen).collect();
        assert_eq!(seen, [1, 3, 5, 6, 7, 0]);
    }
}
