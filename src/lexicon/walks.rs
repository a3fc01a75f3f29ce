//! Walks of life, by the nouns that a person's roles end in: two people of one name are told apart by them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lemmas;

/// Sets of walks of life, a bit each.
pub type Walks = u16;

static LIST: LazyLock<HashMap<&'static str, Walks>> = LazyLock::new(|| {
    let mut list = HashMap::new();
    for (i, mut row) in super::rows(include_str!("../../lexicons/walks.tsv")).enumerate() {
        for noun in row.nth(1).unwrap_or_default().split(' ') {
            *list.entry(noun).or_insert(0) |= 1 << i; // "captain" is of two
        }
    }
    list
});

/// The walks of life that a role speaks of ("former senator", "the Rovers' goalkeeper"); 0 of one that says nothing.
pub fn of(role: &str) -> Walks {
    let walk = |w: &str| {
        let word = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        LIST.get(lemmas::noun(&word)).copied()
    };
    // what follows "of", "for" or a comma names a body or a place
    let head = role.split([',', ';']).next().unwrap_or_default();
    let words = head.split_whitespace().take_while(|w| !matches!(*w, "of" | "for" | "at" | "in" | "from" | "to"));
    words.filter_map(walk).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_tells_by_its_head() {
        assert_eq!(of("former senator"), of("mayor of Norhaven"));
        assert_ne!(of("the Rovers’ goalkeeper"), of("senator"));
        assert_eq!(of("captain") & of("sergeant"), of("sergeant"));
        assert_eq!(of("spokesman for the senator"), 0);
        assert_eq!(of(""), 0);
    }
}
