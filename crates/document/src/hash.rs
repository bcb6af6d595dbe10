//! The hash of what a document says.

use crate::document::Document;
use crate::record::blanks_folded;

/// Counts change with every visit and say nothing.
const COUNTERS: [&str; 1] = ["views"];

pub(crate) fn content_hash(document: &Document) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    let mut add = |name: &str, text: &str| {
        for part in [name, &blanks_folded(text)] {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    };
    for zone in &document.zones {
        add(&zone.field, document.text.get(zone.range.clone()).unwrap_or_default());
    }
    for field in document.record.iter().filter(|field| !COUNTERS.contains(&field.name.as_str())) {
        add(&field.name, &field.printed);
    }
    hasher.finalize().as_bytes().first_chunk().copied().unwrap_or_default()
}
