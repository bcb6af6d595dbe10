//! Corpus folders and their names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A corpus folder: where it is, and under which name its files appear in answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Corpus {
    /// First step of its files' paths.
    pub(crate) name: String,
    /// Absolute.
    pub(crate) root: PathBuf,
}

impl Corpus {
    /// Names the folders: each by its last component, a repeated name with a number behind it.
    pub(crate) fn name_all(roots: &[PathBuf]) -> Vec<Self> {
        let mut taken = BTreeSet::new();
        let named = roots.iter().map(|root| {
            let last = root.file_name().map_or("corpus".into(), |name| name.to_string_lossy().into_owned());
            let numbered = (2_usize..).map(|number| format!("{last}-{number}"));
            let name = std::iter::once(last.clone()).chain(numbered).find(|name| !taken.contains(name));
            let name = name.unwrap_or(last);
            taken.insert(name.clone());
            Self { name, root: root.clone() }
        });
        named.collect()
    }

    /// The path under which the index knows a file of the corpus; of the root itself the name.
    pub(crate) fn source_path(&self, relative: &str) -> String {
        if relative.is_empty() { self.name.clone() } else { format!("{}/{relative}", self.name) }
    }

    /// What lies below the root, relative to it.
    pub(crate) fn relative<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.strip_prefix(&self.root).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_stable() {
        let roots = ["/srv/gmina", "/home/gmina", "/srv/bip", "/"].map(PathBuf::from);
        let names: Vec<_> = Corpus::name_all(&roots).into_iter().map(|corpus| corpus.name).collect();
        assert_eq!(names, ["gmina", "gmina-2", "bip", "corpus"]);
    }
}
