//! Declared rules: each has a name, by which what it made can be told and by which it can be switched off.

use std::collections::BTreeSet;

/// The name of a declared rule, one of its kind in the whole line.
pub type RuleName = &'static str;

/// Which of the declared rules are on; all of them, if nothing else is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    off: BTreeSet<String>,
}

impl Rules {
    /// All rules but these, to measure what they give.
    pub fn without<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self { off: names.into_iter().map(Into::into).collect() }
    }

    /// True unless the rule is switched off.
    pub fn has(&self, name: RuleName) -> bool {
        self.off.is_empty() || !self.off.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_switched_off_by_its_name() {
        assert!(Rules::default().has("apposition"));
        let rules = Rules::without(["apposition"]);
        assert!(!rules.has("apposition") && rules.has("epithet"));
    }
}
