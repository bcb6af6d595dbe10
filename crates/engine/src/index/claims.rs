//! Which sources speak of each document.

use std::collections::{BTreeSet, HashMap};

/// The sources that claim each document, and the documents that have to be put together again.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    claimants: HashMap<String, BTreeSet<String>>,
    unsettled: BTreeSet<String>,
}

impl Claims {
    /// Notes what the index says of a source.
    pub(crate) fn load(&mut self, path: &str, ids: &[String]) {
        for id in ids {
            self.claimants.entry(id.clone()).or_default().insert(path.to_owned());
        }
    }

    /// Replaces the claims of a source. A document that several sources claim, or claimed until now, has to be
    /// settled.
    pub(crate) fn replace(&mut self, path: &str, known: &[String], ids: &[String]) {
        for id in known.iter().chain(ids) {
            let claimants = self.claimants.entry(id.clone()).or_default();
            let before = claimants.len();
            if ids.contains(id) {
                claimants.insert(path.to_owned());
            } else {
                claimants.remove(path);
            }
            if before > 1 || claimants.len() > 1 {
                self.unsettled.insert(id.clone());
            }
            if claimants.is_empty() {
                self.claimants.remove(id);
            }
        }
    }

    /// Whether several sources claim a document.
    pub(crate) fn is_shared(&self, id: &str) -> bool {
        self.claimants.get(id).is_some_and(|claimants| claimants.len() > 1)
    }

    pub(crate) fn is_claimed_by(&self, id: &str, path: &str) -> bool {
        self.claimants.get(id).is_some_and(|claimants| claimants.contains(path))
    }

    pub(crate) fn has_unsettled(&self) -> bool {
        !self.unsettled.is_empty()
    }

    /// Asks for these documents, and all that are shared, to be settled.
    pub(crate) fn unsettle(&mut self, ids: impl IntoIterator<Item = String>) {
        let shared = self.claimants.iter().filter(|(_, claimants)| claimants.len() > 1);
        self.unsettled.extend(shared.map(|(id, _)| id.clone()));
        self.unsettled.extend(ids);
    }

    pub(crate) fn take_unsettled(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.unsettled)
    }
}
