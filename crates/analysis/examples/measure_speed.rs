//! Measures how fast running text is analysed, on one core.
//!
//! ```text
//! cargo run --release -p fiszka-analysis --example measure_speed -- corpus.jsonl
//! ```
//!
//! The file holds one JSON object a line with `title` and `text`. It is read before the clock starts.
#![expect(clippy::print_stdout, reason = "a program that prints measurements")]

use std::time::Instant;

use fiszka_analysis::{Analyzer, Language, Side};

#[derive(serde::Deserialize)]
struct Document {
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give a file of JSON Lines with title and text")?;
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let document: Document = serde_json::from_str(line)?;
        texts.push(format!("{}\n{}", document.title, document.text));
    }
    let bytes: usize = texts.iter().map(String::len).sum();

    let started = Instant::now();
    let analyzer = Analyzer::new();
    println!("start-up: {:.2} ms", started.elapsed().as_secs_f64() * 1e3);

    let started = Instant::now();
    let mut tokens = 0_u32;
    for text in &texts {
        analyzer.positions(text, &mut |_, _| tokens += 1);
    }
    report("positions only", tokens, bytes, started);
    // The second round finds the memory of the first.
    for round in ["index, first round", "index, second round"] {
        let started = Instant::now();
        let (mut tokens, mut terms) = (0_u32, 0);
        for text in &texts {
            analyzer.analyze(text, Language::Polish, Side::Index, &mut |token| {
                tokens += 1;
                terms += token.terms.len();
            });
        }
        report(round, tokens, bytes, started);
        println!("    {terms} terms");
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "sizes of a corpus")]
fn report(title: &str, tokens: u32, bytes: usize, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{title}: {tokens} tokens, {:.2} MB in {seconds:.2} s: {:.2} million tokens/s, {:.1} MB/s",
        bytes as f64 / 1e6,
        f64::from(tokens) / 1e6 / seconds,
        bytes as f64 / 1e6 / seconds
    );
}
