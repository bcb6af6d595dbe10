//! Forms that an automaton accepts.

use crate::lexicon::Lexicon;

impl Lexicon {
    /// Shows every form that an automaton over bytes accepts, in the order of bytes. `accept` gives the state behind a
    /// byte, or none where no form can follow; whoever bounds the work does so there.
    ///
    /// ```
    /// # use fiszka_lexicon::Lexicon;
    /// // All forms of the letters m, a and o that have four of them.
    /// let mut found = Vec::new();
    /// let accept = |letters: &usize, byte: u8| (*letters < 4 && b"mao".contains(&byte)).then(|| letters + 1);
    /// Lexicon::embedded().search(0, accept, |letters| *letters == 4, |form| found.push(form.to_owned()));
    /// assert!(found.contains(&"mama".to_owned()));
    /// ```
    pub fn search<S>(
        &self,
        start: S,
        mut accept: impl FnMut(&S, u8) -> Option<S>,
        is_match: impl Fn(&S) -> bool,
        mut visit: impl FnMut(&str),
    ) {
        let forms = self.forms();
        let mut form: Vec<u8> = Vec::new();
        // Address of a state, bytes before it, and what the automaton says of them.
        let mut stack = vec![(forms.root().addr(), 0, None, start)];
        while let Some((address, depth, byte, state)) = stack.pop() {
            form.truncate(depth);
            form.extend(byte);
            let node = forms.node(address);
            if node.is_final()
                && is_match(&state)
                && let Ok(form) = std::str::from_utf8(&form)
            {
                visit(form);
            }
            for transition in (0..node.len()).rev().map(|index| node.transition(index)) {
                if let Some(next) = accept(&state, transition.inp) {
                    stack.push((transition.addr, form.len(), Some(transition.inp), next));
                }
            }
        }
    }
}
