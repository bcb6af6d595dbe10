//! Which paths count: transient and hidden names do not.

use std::ffi::OsStr;
use std::path::{Component, Path};

/// Endings of files that editors, browsers and copying programs write on the way to the real name.
const TRANSIENT_ENDINGS: [&str; 11] = [
    "~",
    ".swp",
    ".swo",
    ".swx",
    ".part",
    ".partial",
    ".filepart",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
];

/// Names that systems put into every folder or disk.
const SYSTEM_NAMES: [&str; 4] = ["lost+found", "Thumbs.db", "desktop.ini", "__MACOSX"];

/// What a scan and a watcher look at, and how much at most.
///
/// Ignored are, as file or folder and with everything below: names that begin with a dot, names that end like
/// something transient (`~`, `.swp`, `.part`, `.tmp`, `.crdownload` and their like, in any case), autosaves
/// (`#name#`), locks of office programs (`~$name`) and what systems leave about (`Thumbs.db`, `lost+found`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Most files one scan lists; beyond it the scan stops and says so. Default 1,000,000.
    pub files_max: usize,
    /// Most components of a relative path: 1 sees only the files of the root itself. Default 64.
    pub depth_max: usize,
    /// Most errors one scan keeps; the others are counted. Default 1,000.
    pub errors_max: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { files_max: 1_000_000, depth_max: 64, errors_max: 1_000 }
    }
}

impl Rules {
    /// Whether the path, relative to its root, has a component that is ignored.
    #[must_use]
    pub fn is_ignored(&self, relative: &Path) -> bool {
        relative
            .components()
            .any(|part| matches!(part, Component::Normal(name) if self.is_name_ignored(name)))
    }

    /// Whether a scan would look at the path, relative to its root: not ignored, not too deep, not outside.
    #[must_use]
    pub fn covers(&self, relative: &Path) -> bool {
        relative.components().all(|part| matches!(part, Component::Normal(_)))
            && relative.components().count() <= self.depth_max
            && !self.is_ignored(relative)
    }

    /// Whether one file or folder of this name is ignored.
    pub(crate) fn is_name_ignored(&self, name: &OsStr) -> bool {
        let name = name.as_encoded_bytes();
        let ends_with = |ending: &str| {
            name.len()
                .checked_sub(ending.len())
                .and_then(|at| name.get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
        };
        name.starts_with(b".")
            || name.starts_with(b"~$")
            || (name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#"))
            || TRANSIENT_ENDINGS.iter().any(|ending| ends_with(ending))
            || SYSTEM_NAMES.iter().any(|system| name.eq_ignore_ascii_case(system.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt as _;

    #[test]
    fn names_that_are_ignored() {
        let rules = Rules::default();
        for (path, ignored) in [
            ("kot.md", false),
            ("Łódź/uchwała.html", false),
            ("4913", false), // vim's probe looks like an article's number, and is gone before anyone looks
            ("raport.tmpl", false),
            ("C#", false),
            ("#", false),
            ("wersja~robocza.md", false),
            ("", false),
            (".git/config", true),
            ("a/.ukryty/b.md", true),
            ("kot.md~", true),
            (".kot.md.swp", true),
            ("kot.SWX", true),
            ("pobrane.html.crdownload", true),
            ("pobrane.html.part", true),
            ("wgrywane.tmp/a.md", true),
            ("a/#kot.md#", true),
            ("~$gminy.docx", true),
            ("lost+found", true),
            ("a/thumbs.db", true),
        ] {
            assert_eq!(rules.is_ignored(Path::new(path)), ignored, "{path}");
        }
        assert!(rules.is_ignored(Path::new(OsStr::from_bytes(b"\xb3\xf3d\x9f.TMP"))));
        assert!(!rules.is_ignored(Path::new(OsStr::from_bytes(b"\xb3\xf3d\x9f.md"))));
    }

    #[test]
    fn paths_that_are_covered() {
        let rules = Rules { depth_max: 2, ..Rules::default() };
        for (path, covered) in [
            ("", true),
            ("a", true),
            ("a/b", true),
            ("a/b/c", false),
            ("../a", false),
            ("/a", false),
            ("a/.b", false),
        ] {
            assert_eq!(rules.covers(Path::new(path)), covered, "{path}");
        }
    }
}
