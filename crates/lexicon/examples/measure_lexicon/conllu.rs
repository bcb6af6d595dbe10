//! Words of a treebank.

use crate::Result;

/// A written word of running text.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) is_content: bool,
    pub(crate) before_dot: bool,
    pub(crate) before_hyphen: bool,
}

impl Word {
    pub(crate) fn is_capitalised(&self) -> bool {
        self.form.starts_with(char::is_uppercase)
    }
}

/// The words of a file in CoNLL-U, without punctuation and digits. Words that the treebank divides (*czytał* +
/// *em*) are joined again; the lemma is that of the first part.
pub(crate) fn read(text: &str) -> Result<Vec<Word>> {
    let mut words: Vec<Word> = Vec::new();
    // The written form of a divided word, and the number of its last part.
    let mut joined: Option<(String, usize)> = None;
    let mut skip_to = 0;
    for line in text.lines() {
        if line.is_empty() {
            skip_to = 0;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, class, ..] = fields[..] else { continue };
        if let Some((_, last)) = id.split_once('-') {
            joined = Some((form.to_owned(), last.parse()?));
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        if number <= skip_to {
            continue;
        }
        let mut form = form.to_owned();
        if let Some((whole, last)) = joined.take() {
            form = whole;
            skip_to = last;
        }
        if let Some(previous) = words.last_mut()
            && matches!(form.as_str(), "." | "-")
        {
            previous.before_dot |= form == "." && number > 1;
            previous.before_hyphen |= form == "-" && number > 1;
        }
        let is_content = matches!(class, "NOUN" | "PROPN" | "ADJ" | "VERB" | "ADV");
        // The treebank writes the blanks of a phrase as underscores.
        let lemma = lemma.replace('_', " ");
        words.push(Word { form, lemma, is_content, before_dot: false, before_hyphen: false });
    }
    words.retain(|word| {
        word.form.contains(char::is_alphabetic) && !word.form.contains(|c: char| c.is_ascii_digit())
    });
    Ok(words)
}
