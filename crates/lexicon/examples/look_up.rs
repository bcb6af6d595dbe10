//! Prints what the embedded dictionary knows of words.
//!
//! ```text
//! cargo run -p fiszka-lexicon --example look_up -- ludzie krasnymstawie zolw
//! ```
#![expect(clippy::print_stdout, reason = "a program that prints answers")]

use fiszka_lexicon::{Lexicon, Readings};

fn print_readings(title: &str, readings: Readings<'_>) {
    for reading in readings {
        let classes: Vec<&str> = reading.classes().iter().map(|class| class.name()).collect();
        println!(
            "  {title:<10} {:<20} {:.4} {}{}",
            reading.lemma(),
            reading.share().value(),
            classes.join(", "),
            if reading.is_name() { " (name)" } else { "" }
        );
    }
}

fn main() {
    let lexicon = Lexicon::embedded();
    let mut restored = Vec::new();
    for word in std::env::args().skip(1) {
        let form = word.to_lowercase();
        println!("{word}");
        if lexicon.contains(&form) {
            print_readings("reading", lexicon.readings(&form));
        } else {
            print_readings("guess", lexicon.guess(&form));
        }
        for abbreviation in lexicon.abbreviation(&word) {
            let dot = if abbreviation.needs_dot { "." } else { "" };
            println!("  {word}{dot:<9} {:<20} {:.4}", abbreviation.expansion, abbreviation.share.value());
        }
        lexicon.restore(&form, &mut restored);
        for restoration in &restored {
            println!("  {:<10} {:<20} {:.4}", "look-alike", restoration.form, restoration.share.value());
        }
    }
}
