//! Text that was read in a wrong encoding before it was saved. It is reported and stays as it is: what was meant can
//! be guessed, but not known.

use std::collections::BTreeMap;

use fiszka_schema::{Mojibake, Schema};

use crate::document::Diagnostic;

/// Fewest signs of one cause that are no accident.
const SIGNS_MIN: usize = 3;

/// A report if letters of the text look as if they were read in a wrong encoding.
pub(crate) fn mojibake(text: &str, schema: &Schema) -> Option<Diagnostic> {
    let mut causes: BTreeMap<&str, (usize, &Mojibake)> = BTreeMap::new();
    for sign in schema.mojibake().find(text) {
        causes.entry(&sign.cause).or_insert((0, sign)).0 += 1;
    }
    let (count, sign) = causes.into_values().max_by_key(|(count, _)| *count)?;
    let message = || {
        let Mojibake { seen, meant, cause, .. } = sign;
        format!(
            "{count} signs of a wrong encoding ({cause}), the first `{seen}` for {meant}; the text stays as it is"
        )
    };
    (count >= SIGNS_MIN).then(|| Diagnostic::new("mojibake", message()))
}
