//! The scan: which files stand under a root now. It is the truth that events only hint at.

use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::{ScanError, ScanErrorKind};
use crate::rules::Rules;
use crate::stamp::{Stamp, is_absence};

/// A file that a scan lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the root, `/` between components, letters exactly as the file system has them (a name in NFD
    /// stays in NFD).
    pub path: String,
    /// Size and time of the file; of its target when it is a link.
    pub stamp: Stamp,
}

/// Whether the root was there. A root that went away (a disk that is not mounted) is not an empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootState {
    /// A folder that could be listed, or was not asked to be.
    Present,
    /// Nothing is there.
    Missing,
    /// Something is there that is not a folder.
    NotAFolder,
    /// The system refused to look: see the report's errors.
    Unreadable,
}

/// What a scan came across beside the files.
#[derive(Debug)]
pub struct ScanReport {
    /// Files listed.
    pub files: usize,
    /// Places passed over, in the order of the scan; at most [`Rules::errors_max`].
    pub errors: Vec<ScanError>,
    /// Errors beyond those kept.
    pub errors_omitted: usize,
    /// Whether the root was there.
    pub root_state: RootState,
    /// The scan stopped at [`Rules::files_max`]: there are more files.
    pub truncated: bool,
}

impl ScanReport {
    /// Whether a file may stand at `path` (relative to the root) although the scan did not list it, because the
    /// root is away, a folder on the way could not be read, or the scan was cut short.
    ///
    /// A receiver that removes what is no longer listed keeps what is hidden.
    #[must_use]
    pub fn hides(&self, path: &str) -> bool {
        self.root_state != RootState::Present
            || self.truncated
            || self.errors_omitted > 0
            || self
                .errors
                .iter()
                .any(|error| error.kind.hides_files() && Path::new(path).starts_with(&error.path))
    }
}

/// Lists the files at or under `under` (relative to `root`; empty: everything), each with its stamp.
///
/// `under` may be a folder, a file, or gone: `visit` gets exactly the files that a scan of everything would list
/// there. So one rule follows any change: scan the place, and whatever was known at or under it and is neither
/// listed nor [hidden](ScanReport::hides) has gone.
///
/// The order is fixed: depth first, the names of one folder by their bytes. Links to regular files count as files, links to folders are reported and never followed, so no loop
/// and no folder outside the root is entered. Whatever cannot be listed is reported and the rest goes on.
pub fn scan(root: &Path, under: &Path, rules: &Rules, visit: &mut dyn FnMut(Entry)) -> ScanReport {
    let report = ScanReport {
        files: 0,
        errors: Vec::new(),
        errors_omitted: 0,
        root_state: RootState::Present,
        truncated: false,
    };
    let mut scan = Scan { root, rules, visit, report };
    match fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => scan.start(under),
        Ok(_) => scan.report.root_state = RootState::NotAFolder,
        Err(error) if is_absence(&error) => scan.report.root_state = RootState::Missing,
        Err(error) => scan.root_unreadable(error),
    }
    scan.report
}

struct Scan<'a> {
    root: &'a Path,
    rules: &'a Rules,
    visit: &'a mut dyn FnMut(Entry),
    report: ScanReport,
}

impl Scan<'_> {
    /// Walks down to `under` as a scan of everything would, entering no link and nothing that is ignored.
    fn start(&mut self, under: &Path) {
        let mut relative = PathBuf::new();
        let mut parts = under.components().peekable();
        if parts.peek().is_none() {
            return self.folder(&relative, 0);
        }
        let mut depth = 0;
        while let Some(part) = parts.next() {
            let Component::Normal(name) = part else { return };
            if self.rules.is_name_ignored(name) {
                return;
            }
            relative.push(name);
            depth += 1;
            if depth > self.rules.depth_max {
                return;
            }
            let kind = match fs::symlink_metadata(self.root.join(&relative)) {
                Ok(metadata) => metadata.file_type(),
                Err(error) if is_absence(&error) => return,
                Err(error) => return self.error(&relative, ScanErrorKind::UnreadableFile, Some(error)),
            };
            if parts.peek().is_none() {
                self.item(&relative, kind, depth);
            } else if !kind.is_dir() {
                return;
            }
        }
    }

    /// Lists a folder, `depth` components below the root.
    fn folder(&mut self, relative: &Path, depth: usize) {
        if depth >= self.rules.depth_max {
            return self.error(relative, ScanErrorKind::TooDeep, None);
        }
        let names = match self.names(relative) {
            Ok(names) => names,
            Err(error) if is_absence(&error) && depth > 0 => return, // removed while we looked
            Err(error) if is_absence(&error) => {
                self.report.root_state = RootState::Missing;
                return;
            }
            Err(error) if depth == 0 => return self.root_unreadable(error),
            Err(error) => return self.error(relative, ScanErrorKind::UnreadableFolder, Some(error)),
        };
        let is_cut = names.len() > self.rules.files_max;
        for (name, kind) in names {
            if self.report.truncated {
                return;
            }
            self.item(&relative.join(name), kind, depth + 1);
        }
        self.report.truncated |= is_cut;
    }

    /// The names of a folder that are not ignored, sorted. Their number is bounded as the files of the scan are.
    fn names(&mut self, relative: &Path) -> io::Result<Vec<(OsString, FileType)>> {
        let mut names = Vec::new();
        for item in fs::read_dir(self.root.join(relative))? {
            let item = item?;
            let name = item.file_name();
            if self.rules.is_name_ignored(&name) {
                continue;
            }
            if names.len() > self.rules.files_max {
                break; // one too many: the caller sees it
            }
            match item.file_type() {
                Ok(kind) => names.push((name, kind)),
                Err(error) if is_absence(&error) => {}
                Err(error) => {
                    self.error(&relative.join(name), ScanErrorKind::UnreadableFile, Some(error));
                }
            }
        }
        names.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(names)
    }

    /// One name of a folder, whatever it is.
    fn item(&mut self, relative: &Path, kind: FileType, depth: usize) {
        let Some(path) = slashed(relative) else {
            return self.error(relative, ScanErrorKind::NotUtf8, None);
        };
        if kind.is_dir() {
            self.folder(relative, depth);
        } else if kind.is_symlink() {
            self.link(relative, path);
        } else if !kind.is_file() {
            self.error(relative, ScanErrorKind::Special, None);
        } else {
            match fs::symlink_metadata(self.root.join(relative)) {
                // It may have become something else since it was listed; that has its own event.
                Ok(metadata) if metadata.is_file() => self.file(path, Stamp::of(&metadata)),
                Ok(_) => {}
                Err(error) if is_absence(&error) => {}
                Err(error) => self.error(relative, ScanErrorKind::UnreadableFile, Some(error)),
            }
        }
    }

    fn link(&mut self, relative: &Path, path: String) {
        match fs::metadata(self.root.join(relative)) {
            Ok(metadata) if metadata.is_file() => self.file(path, Stamp::of(&metadata)),
            Ok(metadata) if metadata.is_dir() => self.error(relative, ScanErrorKind::FolderLink, None),
            Ok(_) => self.error(relative, ScanErrorKind::Special, None),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.error(relative, ScanErrorKind::UnreadableFile, Some(error));
            }
            // Nothing there, or links in a circle.
            Err(error) => self.error(relative, ScanErrorKind::DanglingLink, Some(error)),
        }
    }

    fn file(&mut self, path: String, stamp: Stamp) {
        if self.report.files == self.rules.files_max {
            self.report.truncated = true;
            return;
        }
        self.report.files += 1;
        (self.visit)(Entry { path, stamp });
    }

    fn root_unreadable(&mut self, error: io::Error) {
        self.report.root_state = RootState::Unreadable;
        self.error(Path::new(""), ScanErrorKind::UnreadableFolder, Some(error));
    }

    fn error(&mut self, relative: &Path, kind: ScanErrorKind, source: Option<io::Error>) {
        if self.report.errors.len() < self.rules.errors_max {
            self.report.errors.push(ScanError { path: relative.to_owned(), kind, source });
        } else {
            self.report.errors_omitted += 1;
        }
    }
}

/// A relative path with `/` between its components; `None` when it is not UTF-8.
fn slashed(relative: &Path) -> Option<String> {
    let mut path = String::with_capacity(relative.as_os_str().len());
    for part in relative.components() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part.as_os_str().to_str()?);
    }
    Some(path)
}

/// Calls `enter` for `under` and every folder below it that a scan would list, each before it is listed: when
/// `enter` sets a watch, no folder slips through between listing and watching. Stops when `enter` says `false`.
pub(crate) fn folders(
    root: &Path,
    under: &Path,
    rules: &Rules,
    enter: &mut dyn FnMut(&Path) -> bool,
) -> bool {
    let folder = root.join(under);
    if under.components().count() >= rules.depth_max {
        return true;
    }
    if !enter(&folder) {
        return false;
    }
    // What cannot be listed is reported by the scan.
    let Ok(items) = fs::read_dir(&folder) else { return true };
    let names: Vec<_> = items
        .flatten()
        .filter(|item| item.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|item| item.file_name())
        .filter(|name| !rules.is_name_ignored(name) && name.to_str().is_some())
        .collect();
    names.iter().all(|name| folders(root, &under.join(name), rules, enter))
}
