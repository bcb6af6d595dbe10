//! The dictionary and the analysis: look-ups, guesses, restored letters, the whole chain by kind of text.
//!
//! ```text
//! cargo bench -p fiszka-benches --bench analysis [-- FILE.jsonl]
//! ```
//!
//! Measures on the sample corpus, and on the `text` members of a JSON Lines file if one is given. One thread.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::time::Duration;

use fiszka::Analyzer;
use fiszka::analysis::{Language, Side, WordClass, fold};
use fiszka_benches::{median, sample, texts};
use fiszka_lexicon::Lexicon;

const ROUNDS: usize = 7;

/// A long text is measured on its beginning.
const KIND_BYTES_MAX: usize = 20 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in texts(&sample())? {
        let kind = text.path.split('/').next().unwrap_or_default().to_owned();
        kinds.entry(kind).or_default().push(text.content);
    }
    // Cargo adds flags of its own, such as `--bench`.
    if let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        let mut bytes = 0;
        for line in std::fs::read_to_string(&file)?.lines() {
            let record: serde_json::Value = serde_json::from_str(line)?;
            let text = record.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
            bytes += text.len();
            if bytes > KIND_BYTES_MAX {
                break;
            }
            kinds.entry(file.clone()).or_default().push(text.to_owned());
        }
    }

    let analyzer = Analyzer::new();
    let lexicon = Lexicon::embedded();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<44} {:>10} {:>12} {:>8}", "chain", "tokens", "M tokens/s", "MB/s")?;
    for (kind, texts) in &kinds {
        let bytes: usize = texts.iter().map(String::len).sum();
        let mut tokens = 0_usize;
        let time = median(ROUNDS, || {
            tokens = 0;
            for text in texts {
                analyzer.analyze(text, Language::Polish, Side::Index, &mut |_| tokens += 1);
            }
        });
        let seconds = time.as_secs_f64();
        let (rate, megabytes) = (tokens as f64 / seconds / 1e6, bytes as f64 / seconds / 1e6);
        writeln!(out, "{kind:<44} {tokens:>10} {rate:>12.2} {megabytes:>8.1}")?;
    }

    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for text in kinds.values().flatten() {
        analyzer.analyze(text, Language::Polish, Side::Index, &mut |token| match token.class {
            WordClass::Number => {}
            WordClass::Unknown => unknown.push(token.form.to_owned()),
            _ => known.push(token.form.to_owned()),
        });
    }
    known.truncate(200_000);
    unknown.truncate(20_000);
    let plain: Vec<String> = known.iter().take(20_000).map(|form| fold(form)).collect();
    let mut row = |name: &str, words: &[String], time: Duration| {
        let each = time.as_secs_f64() * 1e9 / words.len().max(1) as f64;
        writeln!(out, "{name:<44} {:>10} words {each:>9.0} ns each", words.len())
    };
    let mut lemma = String::new();
    let time = median(ROUNDS, || {
        known.iter().for_each(|form| {
            std::hint::black_box(lexicon.contains(form));
        })
    });
    row("look-up", &known, time)?;
    let time = median(ROUNDS, || {
        known
            .iter()
            .flat_map(|form| lexicon.readings(form))
            .for_each(|reading| reading.lemma_into(&mut lemma));
    });
    row("look-up with every lemma", &known, time)?;
    let time = median(ROUNDS, || {
        unknown.iter().flat_map(|form| lexicon.guess(form)).for_each(|guess| guess.lemma_into(&mut lemma));
    });
    row("guesses for unknown words", &unknown, time)?;
    let mut found = Vec::new();
    let time = median(ROUNDS, || plain.iter().for_each(|word| lexicon.restore(word, &mut found)));
    row("restored letters", &plain, time)?;
    Ok(())
}
