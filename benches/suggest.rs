//! Suggestions for as many titles as a large portal has.
//!
//! ```text
//! cargo bench -p fiszka-benches --bench suggest [-- TITLES]
//! ```
//!
//! The titles (default 100,000) are made of the words of the sample corpus, five to nine each, the common words more often;
//! one phrase in ten of their neighbours is suggested too. Everything follows from a fixed seed.

use std::error::Error;
use std::io::Write as _;
use std::time::{Duration, Instant};

use fiszka::{Suggester, Suggestion, SuggestionKind};
use fiszka_benches::{median, sample, texts};

const QUESTIONS: usize = 4_000;
/// Times that each is asked; the median counts, so that other programs on the machine do not.
const ROUNDS: usize = 5;
const SUGGESTIONS: usize = 10;

/// A generator of numbers that are the same on every machine: Knuth's MMIX constants.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    /// A word of a list, those at its beginning more often.
    fn word<'w>(&mut self, words: &'w [String]) -> &'w str {
        let bound = self.below(words.len()) + 1;
        words.get(self.below(bound)).map_or("", String::as_str)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds flags of its own, such as `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let titles: usize = arguments.next().map_or(Ok(100_000), |titles| titles.parse())?;
    let words = words()?;
    let mut numbers = Numbers(1);
    let mut suggestions = Vec::with_capacity(titles + titles / 10);
    for _ in 0..titles {
        let length = 5 + numbers.below(5);
        let title = (0..length).map(|_| numbers.word(&words)).collect::<Vec<_>>().join(" ");
        if numbers.below(10) == 0 {
            let text = title.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ");
            let count = 3 + u32::try_from(numbers.below(500))?;
            suggestions.push(Suggestion { text, kind: SuggestionKind::Phrase, count });
        }
        suggestions.push(Suggestion { text: title, kind: SuggestionKind::Title, count: 1 });
    }
    let start = Instant::now();
    let suggester = Suggester::from_suggestions(suggestions.clone());
    let making = start.elapsed();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} suggestions, made in {:.0} ms from memory, {:.1} MB",
        suggester.len(),
        making.as_secs_f64() * 1e3,
        suggester.memory_bytes() as f64 / 1e6
    )?;
    writeln!(out, "{:<34} {:>9} {:>9} {:>9} {:>7}", "typed", "p50 µs", "p99 µs", "most µs", "found")?;
    let letters_of = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
    for letters in [1, 2, 3, 4, 6, 8, 12, 20] {
        let typed = questions(&suggestions, &mut numbers, |text, _| letters_of(text, letters));
        writeln!(out, "{}", row(&format!("{letters} letters"), &typed, &suggester))?;
    }
    for letters in [4, 6, 8, 12, 20] {
        let typed = questions(&suggestions, &mut numbers, |text, numbers| {
            let mut typed: Vec<char> = letters_of(text, letters).chars().collect();
            let at = 1 + numbers.below(typed.len().saturating_sub(1));
            if let Some(letter) = typed.get_mut(at) {
                *letter = 'x';
            }
            typed.into_iter().collect()
        });
        writeln!(out, "{}", row(&format!("{letters} letters, one of them wrong"), &typed, &suggester))?;
    }
    let typed = questions(&suggestions, &mut numbers, |text, _| {
        let words: Vec<&str> = text.split(' ').collect();
        let last = letters_of(words.first().copied().unwrap_or_default(), 3);
        format!("{} {last}", words.last().copied().unwrap_or_default())
    });
    writeln!(out, "{}", row("two words in another order", &typed, &suggester))?;
    Ok(())
}

/// The words of the sample corpus, the most frequent first.
fn words() -> std::io::Result<Vec<String>> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for text in texts(&sample())? {
        for word in text.content.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    Ok(words.into_iter().map(|(word, _)| word).collect())
}

fn questions(
    suggestions: &[Suggestion],
    numbers: &mut Numbers,
    typed: impl Fn(&str, &mut Numbers) -> String,
) -> Vec<String> {
    let question = |_| {
        let chosen = numbers.below(suggestions.len());
        suggestions.get(chosen).map(|suggestion| typed(&suggestion.text, numbers)).unwrap_or_default()
    };
    (0..QUESTIONS).map(question).collect()
}

/// The times of all questions.
fn row(name: &str, typed: &[String], suggester: &Suggester) -> String {
    let mut found = 0;
    let mut times: Vec<Duration> = typed
        .iter()
        .map(|typed| {
            found += usize::from(!suggester.suggest(typed, 1).is_empty());
            median(ROUNDS, || drop(suggester.suggest(typed, SUGGESTIONS)))
        })
        .collect();
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len() * share / 100).or(times.last()).copied().unwrap_or_default();
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let most = times.last().copied().unwrap_or_default();
    let share = 100 * found / typed.len().max(1);
    format!("{name:<34} {:>9.1} {:>9.1} {:>9.1} {share:>5} %", micros(at(50)), micros(at(99)), micros(most))
}
