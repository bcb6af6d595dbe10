//! The lines that the pages of one site share, counted as pages come and go.
//!
//! What is counted depends on the set of pages alone, not on their order: pages with the same lines count once, and
//! taking a page away undoes adding it. A page that names no host belongs to the pages that carry the same block of
//! short lines; which block that is follows from the counts over all such pages.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use fiszka_schema::Schema;
use serde::{Deserialize, Serialize};

use crate::draft::{Draft, Form, is_short_line, line_hash};
use crate::outline::switches;
use crate::page::Page;
use crate::shell::SiteShell;

/// The lines of one page that other pages of its site may share, as hashes: small enough to be kept with its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLines {
    site: Option<String>,
    lines: Vec<u64>,
}

impl PageLines {
    /// The lines of a draft without those that are content on every page: the content of a practice between its
    /// switches, and labels with their values. A record with named fields has no shell and so no lines.
    pub fn of(draft: &Draft, schema: &Schema) -> Self {
        let site = draft.site(schema);
        if draft.form == Form::Fields {
            return Self { site, lines: Vec::new() };
        }
        let page = Page::new(draft, schema);
        let frame = switches(&page).map_or(0..0, |(first, last)| first..last + 1);
        let outside = page.rows.iter().enumerate().filter(|(index, _)| !frame.contains(index));
        let unlabelled = outside.filter(|(_, row)| !row.is_labelled(schema));
        let mut lines: Vec<u64> = unlabelled.filter_map(|(_, row)| line_hash(&row.folded)).collect();
        lines.sort_unstable();
        lines.dedup();
        Self { site, lines }
    }

    /// Whether no line of the page can be shared, so that it has no shell.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The host that the page comes from, if its source names one.
    pub fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    fn key(&self) -> u64 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.site.as_deref().unwrap_or_default().as_bytes());
        for line in &self.lines {
            hasher.update(&line.to_le_bytes());
        }
        hasher.finalize().as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }
}

/// A map whose keys are hashes of lines already.
type ByLine<V> = HashMap<u64, V, BuildHasherDefault<LineHasher>>;

/// Takes a line's hash as it is.
#[derive(Clone, Copy, Debug, Default)]
struct LineHasher(u64);

impl Hasher for LineHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, line: u64) {
        // The lowest bit tells short lines from long ones; a map takes its buckets from the low bits.
        self.0 = line.rotate_right(1);
    }
}

/// On how many pages each line stands.
#[derive(Clone, Debug, Default)]
struct Counts {
    pages: u32,
    lines: ByLine<u32>,
}

/// Fewest pages of a site from which its shell can be told.
const PAGES_MIN: u32 = 5;

/// Fewest pages that share a line of the shell.
const SHARED_MIN: u32 = 3;

impl Counts {
    fn add(&mut self, lines: &[u64]) {
        self.pages += 1;
        for &line in lines {
            *self.lines.entry(line).or_default() += 1;
        }
    }

    fn remove(&mut self, lines: &[u64]) {
        self.pages = self.pages.saturating_sub(1);
        for line in lines {
            if let Some(count) = self.lines.get_mut(line) {
                *count -= 1;
                if *count == 0 {
                    self.lines.remove(line);
                }
            }
        }
    }

    /// A line on three of ten pages is shell.
    fn shares(&self, line: u64) -> bool {
        let count = self.lines.get(&line).copied().unwrap_or(0);
        self.pages >= PAGES_MIN && count >= SHARED_MIN && u64::from(count) * 10 >= u64::from(self.pages) * 3
    }
}

/// Counts the lines of all pages of a corpus, site by site.
///
/// ```
/// use fiszka_document::{Limits, PageLines, ShellCounts, SourceFile, clean, parse};
/// use fiszka_schema::Schema;
///
/// let schema = Schema::builtin();
/// let mut counts = ShellCounts::default();
/// let mut drafts = Vec::new();
/// for number in 0..6 {
///     let page = format!(
///         "<link rel=canonical href=https://gmina.example/{number}><p>Urząd Gminy w Przykładowie zaprasza codziennie\
///          <p>Wiadomość {}<p>Treść wiadomości jest za każdym razem inna.", "abcdef".get(number..).unwrap_or_default());
///     let file = SourceFile { path: &format!("{number}.html"), bytes: page.as_bytes() };
///     drafts.extend(parse(&file, schema, &Limits::default())?.drafts);
///     counts.add(&PageLines::of(&drafts[number], schema));
/// }
/// let shell = counts.shells().shell(&PageLines::of(&drafts[0], schema));
/// assert_eq!(clean(&drafts[0], &shell, schema).title(), "Wiadomość abcdef");
/// # Ok::<(), fiszka_document::Failure>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ShellCounts {
    /// How often each set of lines was added.
    copies: ByLine<u32>,
    sites: HashMap<String, Counts>,
    /// Pages without a host, by the key of their lines.
    homeless: BTreeMap<u64, Box<[u64]>>,
    homeless_counts: Counts,
}

impl ShellCounts {
    /// Counts a page. A page whose lines are those of another is counted once: copies prove no shell.
    pub fn add(&mut self, page: &PageLines) {
        if page.lines.is_empty() {
            return;
        }
        let copies = self.copies.entry(page.key()).or_default();
        *copies += 1;
        if *copies > 1 {
            return;
        }
        match &page.site {
            Some(site) => self.sites.entry(site.clone()).or_default().add(&page.lines),
            None => {
                self.homeless.insert(page.key(), page.lines.clone().into_boxed_slice());
                self.homeless_counts.add(&page.lines);
            }
        }
    }

    /// Takes away a page that was added; any other changes nothing.
    pub fn remove(&mut self, page: &PageLines) {
        let key = page.key();
        let Some(copies) = self.copies.get_mut(&key) else { return };
        *copies -= 1;
        if *copies > 0 {
            return;
        }
        self.copies.remove(&key);
        match &page.site {
            Some(site) => {
                if let Some(counts) = self.sites.get_mut(site) {
                    counts.remove(&page.lines);
                    if counts.pages == 0 {
                        self.sites.remove(site);
                    }
                }
            }
            None => {
                self.homeless.remove(&key);
                self.homeless_counts.remove(&page.lines);
            }
        }
    }

    /// The shells of all sites as they are now. Pages without a host are put together first, which takes time in the
    /// number of their lines.
    pub fn shells(&self) -> SiteShells<'_> {
        let mut shells = SiteShells { counts: self, homes: ByLine::default(), blocks: ByLine::default() };
        for (&page, lines) in &self.homeless {
            if let Some(block) = self.block(lines) {
                shells.homes.insert(page, block);
                shells.blocks.entry(block).or_default().add(lines);
            }
        }
        shells
    }

    /// Stands for the site of a page without a host: the line on most pages of the largest block of short lines that
    /// come about equally often. A menu is such a block; paragraphs that several pages quote are none.
    fn block(&self, lines: &[u64]) -> Option<u64> {
        const LINES_MIN: usize = 4;
        let count = |line: u64| self.homeless_counts.lines.get(&line).copied().unwrap_or(0);
        let short = lines.iter().filter(|&&line| is_short_line(line));
        let shared: Vec<_> =
            short.map(|&line| (line, count(line))).filter(|(_, count)| *count >= PAGES_MIN).collect();
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, count) in &shared {
            *sizes.entry(magnitude(*count)).or_default() += 1;
        }
        let (size, lines) = sizes.into_iter().max_by_key(|&(magnitude, lines)| (lines, magnitude))?;
        if lines < LINES_MIN {
            return None;
        }
        let of_block = shared.into_iter().filter(|&(_, count)| magnitude(count) == size);
        of_block.max_by_key(|&(line, count)| (count, std::cmp::Reverse(line))).map(|(line, _)| line)
    }
}

/// Counts of about the same size have one magnitude: its steps are a fourth of a power of two.
fn magnitude(count: u32) -> u32 {
    let power = 31_u32.saturating_sub(count.leading_zeros());
    let fourth = if power >= 2 { (count >> (power - 2)) & 3 } else { 0 };
    power * 4 + fourth
}

/// The shells of all sites at one moment.
#[derive(Debug)]
pub struct SiteShells<'a> {
    counts: &'a ShellCounts,
    /// The block of a page without a host, by the key of its lines.
    homes: ByLine<u64>,
    blocks: ByLine<Counts>,
}

impl SiteShells<'_> {
    /// The shared lines of a page that was added. It holds those lines only that stand on the page, so a page needs
    /// to be cleaned again only when its shell is not equal to the one before.
    pub fn shell(&self, page: &PageLines) -> SiteShell {
        let counts = match &page.site {
            Some(site) => self.counts.sites.get(site),
            None => self.homes.get(&page.key()).and_then(|block| self.blocks.get(block)),
        };
        let Some(counts) = counts else { return SiteShell::default() };
        SiteShell::of_lines(page.lines.iter().copied().filter(|&line| counts.shares(line)))
    }
}
