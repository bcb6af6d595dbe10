//! Which lines the pages of each site share, kept up to date as sources come and go.

use std::collections::{BTreeMap, BTreeSet};

use fiszka_document::{PageLines, ShellCounts, SiteShells};

use crate::index::records::Source;

/// The lines of the pages of all sources. What is shared follows from the set of pages, not from their order.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    counts: ShellCounts,
    /// The pages of a source; none of a source without lines.
    pages: BTreeMap<String, Vec<PageLines>>,
    /// Sites whose pages changed since the last check; none stands for the pages that name no host.
    changed: BTreeSet<Option<String>>,
}

impl Sites {
    /// The pages of a source as they were counted last.
    pub(crate) fn pages(&self, path: &str) -> &[PageLines] {
        self.pages.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// Counts the pages of a source in place of those that were known.
    pub(crate) fn set(&mut self, path: &str, pages: &[PageLines]) {
        if self.pages(path) == pages {
            return;
        }
        for page in self.pages.remove(path).unwrap_or_default() {
            self.note(&page);
            self.counts.remove(&page);
        }
        for page in pages {
            self.note(page);
            self.counts.add(page);
        }
        if pages.iter().any(|page| !page.is_empty()) {
            self.pages.insert(path.to_owned(), pages.to_vec());
        }
    }

    fn note(&mut self, page: &PageLines) {
        let site = page.site().map(str::to_owned);
        if !page.is_empty() {
            self.changed.insert(site);
        }
    }

    /// The shells as they are now.
    pub(crate) fn shells(&self) -> SiteShells<'_> {
        self.counts.shells()
    }

    /// The sources that were cleaned with another shell than their site has now, among those of the sites that
    /// changed since this was asked last.
    pub(crate) fn take_outdated(&mut self, sources: &BTreeMap<String, Source>) -> Vec<String> {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return Vec::new();
        }
        let shells = self.counts.shells();
        let is_outdated = |source: &Source, pages: &[PageLines]| {
            let affected = pages
                .iter()
                .enumerate()
                .filter(|(_, page)| !page.is_empty() && changed.contains(&page.site().map(str::to_owned)));
            affected.into_iter().any(|(at, page)| {
                source.shells.get(at).is_none_or(|cleaned| *cleaned != shells.shell(page).fingerprint())
            })
        };
        let outdated = self
            .pages
            .iter()
            .filter(|(path, pages)| sources.get(*path).is_some_and(|source| is_outdated(source, pages)));
        outdated.map(|(path, _)| path.clone()).collect()
    }
}
