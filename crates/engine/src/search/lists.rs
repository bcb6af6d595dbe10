//! The posting lists of one word, read together: a window of documents at a time, so that what is found of them stays
//! in the fastest memory.

use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;

/// What a posting is found as, with the weight of an occurrence.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Level {
    Exact(f32),
    Term(f32),
    Prefix,
}

/// A posting list that is read from left to right.
pub(crate) struct List {
    postings: BlockSegmentPostings,
    /// The next posting of the block.
    at: usize,
    level: Level,
}

impl List {
    pub(crate) fn new(postings: BlockSegmentPostings, level: Level) -> Self {
        Self { postings, at: 0, level }
    }

    /// How many documents it has.
    pub(crate) fn len(&self) -> usize {
        self.postings.doc_freq() as usize
    }

    /// The next document.
    fn doc(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    /// Shows the next documents below `end` with the frequencies in them.
    fn read_until(&mut self, end: DocId, mut show: impl FnMut(DocId, f32)) {
        loop {
            let docs = self.postings.docs();
            let ends_here = docs.last().is_none_or(|last| *last >= end);
            let stop = if ends_here { docs.partition_point(|doc| *doc < end) } else { docs.len() };
            let postings = docs.iter().zip(self.postings.freqs()).take(stop).skip(self.at);
            postings.for_each(|(doc, frequency)| show(*doc, *frequency as f32));
            if ends_here {
                self.at = stop;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// How often a phrase that stands for a word is in each document, and the weight of an occurrence.
pub(crate) struct Counted<'p> {
    pub(crate) weight: f32,
    /// What is left to be read. Documents rise.
    pub(crate) counts: &'p [(DocId, u32)],
}

/// What is found of a word in one document.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Cell {
    /// Weighted frequency of its forms.
    pub(crate) exact: f32,
    /// Weighted frequency of the best of its terms: a word with two readings stands once in the text, not twice.
    pub(crate) term: f32,
    /// The best of what stands for it.
    pub(crate) alternative: f32,
    /// Frequency of its prefix.
    pub(crate) prefix: f32,
}

/// Documents of a window. Their cells take half of the smallest cache of today's processors.
const DOCUMENTS: u32 = 1024;
const CELLS: usize = DOCUMENTS as usize;
const BITS: u32 = u64::BITS;

/// Some neighbouring documents.
pub(crate) struct Window {
    cells: Vec<Cell>,
    /// One bit for each document that something was found in.
    found: [u64; (DOCUMENTS / BITS) as usize],
}

impl Default for Window {
    fn default() -> Self {
        Self { cells: vec![Cell::default(); CELLS], found: Default::default() }
    }
}

impl Window {
    /// Reads lists to their ends and shows, in order, each document of any of them.
    pub(crate) fn read(
        &mut self,
        lists: &mut [List],
        phrases: &mut [Counted<'_>],
        mut show: impl FnMut(DocId, Cell),
    ) {
        loop {
            let docs = lists.iter().filter_map(List::doc);
            let phrase_docs = phrases.iter().filter_map(|phrase| phrase.counts.first().map(|(doc, _)| *doc));
            let Some(next) = docs.chain(phrase_docs).min() else { return };
            let start = next - next % DOCUMENTS;
            let end = start.saturating_add(DOCUMENTS);
            for list in lists.iter_mut() {
                match list.level {
                    Level::Exact(weight) => {
                        list.read_until(end, |doc, frequency| self.cell(doc).exact += weight * frequency);
                    }
                    Level::Term(weight) => list.read_until(end, |doc, frequency| {
                        let cell = self.cell(doc);
                        cell.term = cell.term.max(weight * frequency);
                    }),
                    Level::Prefix => list.read_until(end, |doc, frequency| self.cell(doc).prefix = frequency),
                }
            }
            for phrase in phrases.iter_mut() {
                let (here, rest) =
                    phrase.counts.split_at(phrase.counts.partition_point(|(doc, _)| *doc < end));
                for &(doc, count) in here {
                    let cell = self.cell(doc);
                    cell.alternative = cell.alternative.max(phrase.weight * count as f32);
                }
                phrase.counts = rest;
            }
            self.take(start, &mut show);
        }
    }

    fn cell(&mut self, doc: DocId) -> &mut Cell {
        let at = doc % DOCUMENTS;
        self.found[(at / BITS) as usize] |= 1 << (at % BITS);
        &mut self.cells[at as usize]
    }

    /// Shows what was found and forgets it.
    fn take(&mut self, start: DocId, show: &mut impl FnMut(DocId, Cell)) {
        for (block, bits) in (start..).step_by(BITS as usize).zip(&mut self.found) {
            while *bits != 0 {
                let doc = block + bits.trailing_zeros();
                *bits &= *bits - 1;
                show(doc, std::mem::take(&mut self.cells[(doc % DOCUMENTS) as usize]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{Schema, TEXT};
    use tantivy::{Index, TantivyDocument};

    use super::*;
    use crate::search::matching::postings;

    const DOCS: DocId = 3 * DOCUMENTS + 7;

    /// How often a term stands in a document: in all, in some, at the ends of windows.
    fn frequency(term: &str, doc: DocId) -> u32 {
        let times = doc % 3 + 1;
        match term {
            "all" => times,
            "some" if doc % 700 == 5 => times,
            "edges" if matches!(doc % DOCUMENTS, 0 | 1023) => times,
            "last" if doc == DOCS - 1 => times,
            _ => 0,
        }
    }

    #[test]
    fn windows_show_what_the_lists_hold() {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("terms", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 15_000_000).unwrap();
        for doc in 0..DOCS {
            let terms = ["all", "some", "edges", "last"];
            let text = terms.map(|term| format!("{term} ").repeat(frequency(term, doc) as usize)).concat();
            let mut document = TantivyDocument::default();
            document.add_text(field, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let reader = searcher.segment_reader(0);
        assert_eq!(reader.max_doc(), DOCS);

        let mut window = Window::default();
        for asked in [
            &[][..],
            &[("last", Level::Prefix)],
            &[("edges", Level::Term(0.5)), ("some", Level::Term(0.25))],
            &[("some", Level::Exact(2.0)), ("edges", Level::Exact(0.5)), ("none", Level::Prefix)],
            &[("all", Level::Prefix), ("edges", Level::Exact(1.0)), ("some", Level::Term(1.0))],
        ] {
            let open = |(term, level): &(&str, Level)| {
                Some(List::new(postings(reader, field, term).unwrap()?, *level))
            };
            let counts = [(1, 2), (DOCUMENTS, 1), (DOCS - 2, 4)];
            let phrases =
                || [Counted { weight: 0.5, counts: &counts }, Counted { weight: 0.75, counts: &counts[1..] }];
            let mut found = Vec::new();
            let mut lists: Vec<_> = asked.iter().filter_map(open).collect();
            window.read(&mut lists, &mut phrases(), |doc, cell| found.push((doc, cell)));

            let expected = (0..DOCS).filter_map(|doc| {
                let mut cell = Cell::default();
                for (term, level) in asked {
                    let frequency = frequency(term, doc) as f32;
                    match level {
                        Level::Exact(weight) => cell.exact += weight * frequency,
                        Level::Term(weight) => cell.term = cell.term.max(weight * frequency),
                        Level::Prefix => cell.prefix += frequency,
                    }
                }
                for phrase in phrases() {
                    let count =
                        phrase.counts.iter().find(|(known, _)| *known == doc).map_or(0, |(_, count)| *count);
                    cell.alternative = cell.alternative.max(phrase.weight * count as f32);
                }
                (cell != Cell::default()).then_some((doc, cell))
            });
            assert_eq!(found, expected.collect::<Vec<_>>(), "{asked:?}");
        }
    }
}
