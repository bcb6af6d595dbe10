//! Counts forms in texts, for the ranking of readings.
//!
//! ```text
//! cargo run --release -p fiszka-lexicon --example count_forms -- \
//!     5 letters.jsonl 4 novels.jsonl 1 manuals.jsonl | gzip -9n > data/counts.tsv.gz
//! ```
//!
//! Each file holds JSON Lines with a field `text`; the number in front is its weight, so that a big file does not
//! drown a small one. Prints the tab-separated columns form, count in lower case or at the start of a sentence,
//! and count with a capital letter inside a sentence, scaled to ten million tokens altogether.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use unicode_normalization::UnicodeNormalization;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Tokens that the counts are scaled to.
const TOKENS: f64 = 10_000_000.0;
/// A rarer form says nothing; on the scale of [`TOKENS`].
const COUNT_MIN: f64 = 2.0;

#[derive(Default, Clone, Copy)]
struct Count {
    lower: f64,
    capital: f64,
}

fn count_file(path: &str) -> Result<HashMap<String, Count>> {
    let mut counts: HashMap<String, Count> = HashMap::new();
    for line in BufReader::new(File::open(path).map_err(|error| format!("{path}: {error}"))?).lines() {
        let document: serde_json::Value = serde_json::from_str(&line?)?;
        let text: String = document["text"].as_str().unwrap_or_default().nfc().collect();
        count_text(&text, &mut counts);
    }
    Ok(counts)
}

fn count_text(text: &str, counts: &mut HashMap<String, Count>) {
    let mut at_start = true;
    for piece in text.split(|c: char| c.is_whitespace() || c == '\u{a0}') {
        for word in piece.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let count = counts.entry(word.to_lowercase()).or_default();
            if !at_start && word.starts_with(char::is_uppercase) {
                count.capital += 1.0;
            } else {
                count.lower += 1.0;
            }
            at_start = false;
        }
        // Dialogue begins with a dash, lists with a number or a letter.
        at_start |= !piece.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '\'');
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut files = Vec::new();
    for pair in arguments.chunks(2) {
        let [weight, path] = pair else { return Err("give a weight and a file, as often as needed".into()) };
        files.push((weight.parse::<f64>()?, path));
    }
    let all_weights: f64 = files.iter().map(|(weight, _)| weight).sum();
    let mut scaled: BTreeMap<String, Count> = BTreeMap::new();
    for (weight, path) in files {
        let counts = count_file(path)?;
        let tokens: f64 = counts.values().map(|count| count.lower + count.capital).sum();
        let factor = weight / all_weights * TOKENS / tokens;
        for (form, count) in counts {
            // A word that occurs once in all may be a misprint.
            if count.lower + count.capital >= 2.0 {
                let sum = scaled.entry(form).or_default();
                sum.lower += count.lower * factor;
                sum.capital += count.capital * factor;
            }
        }
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "# tokens\t{TOKENS}")?;
    for (form, count) in scaled {
        if count.lower + count.capital >= COUNT_MIN {
            writeln!(out, "{form}\t{:.0}\t{:.0}", count.lower, count.capital)?;
        }
    }
    Ok(())
}
