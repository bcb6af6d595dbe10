//! Running text with its gold words.

use std::ops::Range;

/// A written word of a sentence.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) range: Range<usize>,
    pub(crate) lemma: String,
    pub(crate) is_content: bool,
    /// Letters, and no digit.
    pub(crate) is_word: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) words: Vec<Word>,
}

/// The sentences of a file in CoNLL-U. Words that the treebank divides (*czytał* + *em*) are joined again; lemma
/// and class are those of the first part.
pub(crate) fn read(file: &str) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut at = 0;
    // The written form of a divided word, and the number of its last part.
    let mut divided: Option<(&str, usize)> = None;
    let mut skip_to = 0;
    for line in file.lines() {
        if let Some(text) = line.strip_prefix("# text = ") {
            sentences.push(Sentence { text: text.to_owned(), words: Vec::new() });
            (at, skip_to) = (0, 0);
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, written, lemma, class, ..] = fields[..] else { continue };
        if let Some((_, last)) = id.split_once('-') {
            divided = last.parse().ok().map(|last| (written, last));
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        if number <= skip_to {
            continue;
        }
        let mut written = written;
        if let Some((whole, last)) = divided.take() {
            (written, skip_to) = (whole, last);
        }
        let Some(sentence) = sentences.last_mut() else { continue };
        let Some(found) = sentence.text.get(at..).and_then(|rest| rest.find(written)) else { continue };
        let range = at + found..at + found + written.len();
        at = range.end;
        sentence.words.push(Word {
            range,
            lemma: lemma.to_owned(),
            is_content: matches!(class, "NOUN" | "PROPN" | "ADJ" | "VERB" | "ADV"),
            is_word: written.contains(char::is_alphabetic) && !written.contains(|c: char| c.is_ascii_digit()),
        });
    }
    sentences
}
