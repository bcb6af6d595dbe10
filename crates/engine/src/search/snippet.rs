//! The part of a document's text that answers best, with highlights in the original.

use std::ops::Range;

use fiszka_analysis::Analyzer;
use fiszka_document::Document;

use crate::search::answer::Snippet;
use crate::search::dependence::{Occurrence, Zone};

/// Longest snippet in characters.
const SNIPPET_CHARS_MAX: usize = 300;

/// A snippet shorter than this is continued with the next sentence.
const SNIPPET_CHARS_MIN: usize = 160;

/// A match in the text.
struct Match {
    range: Range<usize>,
    word: usize,
}

/// Highlights of a title and the best snippet of a text.
pub(crate) struct Highlighted {
    pub(crate) title: Vec<Range<usize>>,
    pub(crate) snippet: Snippet,
}

/// `zones` are the document's zones as positions, `values` the weights of the query's words.
pub(crate) fn highlight(
    document: &Document,
    zones: &[Zone],
    occurrences: &[Occurrence],
    values: &[f32],
    indexed: impl Fn(&str) -> bool,
    analyzer: &Analyzer,
) -> Highlighted {
    let mut highlighted = Highlighted { title: Vec::new(), snippet: Snippet::default() };
    let mut best_score = -1.0;
    // Zones of text come first and in the same order as when they were indexed.
    let text_zones = document.zones.iter().filter(|zone| indexed(&zone.field));
    for (text_zone, zone) in text_zones.zip(zones) {
        let text = document.text.get(text_zone.range.clone()).unwrap_or_default();
        let matches = matches(text, zone, occurrences, analyzer);
        if text_zone.field == "title" {
            highlighted.title = matches.into_iter().map(|found| found.range).collect();
            continue;
        }
        for sentence in sentences(text) {
            let score = coverage(&sentence, &matches, values);
            if score > best_score {
                best_score = score;
                let range = window(text, sentence, &matches);
                highlighted.snippet = cut(&document.text, text_zone.range.start, range, &matches);
            }
        }
    }
    highlighted
}

/// The matches of a zone as bytes of its text.
fn matches(text: &str, zone: &Zone, occurrences: &[Occurrence], analyzer: &Analyzer) -> Vec<Match> {
    let first = occurrences.partition_point(|occurrence| occurrence.position < zone.start);
    let mut wanted =
        occurrences.iter().skip(first).take_while(|occurrence| occurrence.position < zone.end).peekable();
    let mut matches: Vec<Match> = Vec::new();
    if wanted.peek().is_none() {
        return matches;
    }
    analyzer.positions(text, &mut |position, range| {
        let position = zone.start.saturating_add(u32::try_from(position).unwrap_or(u32::MAX));
        while let Some(occurrence) = wanted.next_if(|occurrence| occurrence.position <= position) {
            let overlaps = matches.last().is_some_and(|last| last.range.end > range.start);
            if occurrence.position == position && !overlaps {
                matches.push(Match { range: range.clone(), word: occurrence.word });
            }
        }
    });
    matches
}

/// The weight of the distinct words in a part of the text.
fn coverage(part: &Range<usize>, matches: &[Match], values: &[f32]) -> f32 {
    let mut words: Vec<usize> =
        matches.iter().filter(|found| part.contains(&found.range.start)).map(|found| found.word).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().filter_map(|word| values.get(word)).sum()
}

/// The sentences of a text as byte ranges without surrounding blanks, in order.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut letters = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '\n' => true,
            // A dot behind a short word is an abbreviation: ul., im., godz.
            '.' | '!' | '?' | '…' => {
                let next = chars.peek().map(|(_, next)| *next);
                (c != '.' || letters > 4) && next.is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        letters = if c.is_alphanumeric() { letters + 1 } else { 0 };
        if ends {
            let end = at + c.len_utf8();
            sentences.extend(trimmed(text, start..end));
            start = end;
        }
    }
    sentences.extend(trimmed(text, start..text.len()));
    sentences
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    (start < end).then_some(start..end)
}

/// A sentence brought to the length of a snippet: a long one is cut around its matches, a short one continued.
fn window(text: &str, sentence: Range<usize>, matches: &[Match]) -> Range<usize> {
    let chars = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
    let length = chars(sentence.clone());
    if length <= SNIPPET_CHARS_MAX {
        let mut end = sentence.end;
        let rest = text.get(sentence.end..).unwrap_or_default();
        for next in sentences(rest) {
            let longer = sentence.end + next.end;
            if chars(sentence.start..end) >= SNIPPET_CHARS_MIN
                || chars(sentence.start..longer) > SNIPPET_CHARS_MAX
            {
                break;
            }
            end = longer;
        }
        return sentence.start..end;
    }
    let in_sentence = |found: &&Match| sentence.contains(&found.range.start);
    let first = matches.iter().find(in_sentence).map_or(sentence.start, |found| found.range.start);
    // A few words of context before the first match.
    let before = text.get(sentence.start..first).unwrap_or_default();
    let context = before.char_indices().rev().nth(SNIPPET_CHARS_MAX / 5).map_or(0, |(at, _)| at);
    let start = sentence.start
        + before
            .get(context..)
            .and_then(|part| part.find(char::is_whitespace))
            .map_or(0, |blank| context + blank);
    let tail = text.get(start..sentence.end).unwrap_or_default();
    let end = tail.char_indices().nth(SNIPPET_CHARS_MAX).map_or(tail.len(), |(at, _)| at);
    let end = if end == tail.len() {
        end
    } else {
        tail.get(..end)
            .and_then(|part| part.rfind(char::is_whitespace))
            .filter(|blank| *blank > 0)
            .unwrap_or(end)
    };
    trimmed(text, start..start + end).unwrap_or(sentence)
}

fn cut(text: &str, zone_start: usize, range: Range<usize>, matches: &[Match]) -> Snippet {
    let inside =
        matches.iter().filter(|found| range.start <= found.range.start && found.range.end <= range.end);
    let highlights =
        inside.map(|found| found.range.start - range.start..found.range.end - range.start).collect();
    let range = zone_start + range.start..zone_start + range.end;
    Snippet { text: text.get(range.clone()).unwrap_or_default().to_owned(), range, highlights }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_dots_that_end_sentences() {
        let text = "Klub działa przy ul. Długiej 5. Zapisy do 3 maja! \n\nKto może przyjść?\u{a0}Każdy";
        let found: Vec<_> = sentences(text).into_iter().map(|range| text.get(range).unwrap()).collect();
        assert_eq!(
            found,
            ["Klub działa przy ul. Długiej 5. Zapisy do 3 maja!", "Kto może przyjść?", "Każdy"],
            "a number keeps its dot"
        );
    }

    #[test]
    fn a_long_sentence_is_cut_on_blanks_around_its_match() {
        let text = format!("{}świetlica {}", "wstęp ".repeat(100), "ciąg dalszy ".repeat(100));
        let at = text.find("świetlica").unwrap();
        let matches = [Match { range: at..at + "świetlica".len(), word: 0 }];
        let range = window(&text, 0..text.len(), &matches);
        let snippet = text.get(range).unwrap();
        assert!(snippet.contains("świetlica") && snippet.chars().count() <= SNIPPET_CHARS_MAX, "{snippet}");
        assert!(
            snippet.starts_with("wstęp") && (snippet.ends_with("ciąg") || snippet.ends_with("dalszy")),
            "{snippet}"
        );
    }
}
