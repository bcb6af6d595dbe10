use super::*;
use crate::ranking::Ranking;

/// Words `a`, `b`, `c` with weights 1, 2 and 4; `title` and `text` hold them among dots.
fn features(title: &str, text: &str) -> Features {
    let values = [1.0, 2.0, 4.0];
    let mut occurrences = Vec::new();
    let mut place = |words: &str, start: u32| {
        let mut end = start;
        for (position, word) in (start..).zip(words.split_whitespace()) {
            end = position + 1;
            if let Some(word) = ["a", "b", "c"].iter().position(|known| *known == word) {
                occurrences.push(Occurrence { position, word });
            }
        }
        end
    };
    let title_end = place(title, 0);
    let text_start = title_end + 100;
    let text_end = place(text, text_start);
    let zones = [
        Zone { start: 0, end: title_end, weight: 3.0, field: 0 },
        Zone { start: text_start, end: text_end, weight: 1.0, field: 1 },
    ];
    Features::new(&occurrences, &values, &zones, &Ranking::shipped().dependence)
}

#[test]
fn title_and_lead_count_what_they_cover_once() {
    let found = features("a . a", ". b .");
    assert_eq!(found.title, 1.0);
    assert_eq!(found.lead, 3.0);
    let far = features(".", &format!("{} c", ". ".repeat(30)));
    assert_eq!((far.title, far.lead), (0.0, 0.0), "the 31st word is no lead");
}

#[test]
fn what_stands_early_counts_more() {
    assert_eq!(features("a", ". a").early, 1.0, "the title is earliest");
    assert_eq!(features("", "a a").early, 1.0, "a word counts once");
    let tenth = features("", &format!("{} b", ". ".repeat(10))).early;
    assert!((tenth - 2.0 / (1.0 + 2.0_f32.ln())).abs() < 1e-6, "{tenth}");
    assert_eq!(features("", ".").early, 0.0);
}

#[test]
fn a_window_is_the_heaviest_set_of_words_that_stand_together() {
    assert_eq!(features("", "b a b").window, 3.0, "a word counts once");
    assert_eq!(features("", "c . . . . . . . . a").window, 5.0);
    assert_eq!(features("", "c . . . . . . . . . a").window, 4.0, "the eleventh word is outside");
    assert_eq!(features("", "a c . . . . . . . . . b a").window, 5.0);
    assert_eq!(features("a", "b").window, 2.0, "no window spans two zones");
}

#[test]
fn pairs_fall_with_distance() {
    assert_eq!(features("", "a b").pairs, 1.5);
    assert_eq!(features("", "b . a").pairs, 0.75);
    assert_eq!(features("", "a").pairs, 0.0);
}

#[test]
fn a_run_is_the_heaviest_chain_in_order() {
    assert_eq!(features("", "a b c").run, 7.0);
    assert_eq!(features("", "a . c b c").run, 7.0);
    assert_eq!(features("", "c b a").run, 0.0);
    assert_eq!(features("", "a b . . . . b c").run, 6.0);
}
