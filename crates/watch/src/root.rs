//! One watched root: where it is now, and where its changes come from.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use notify::{ErrorKind, EventHandler, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};
use tracing::debug;

use crate::error::DegradedReason;
use crate::filesystem;
use crate::poll::Poller;
use crate::rules::Rules;
use crate::scan::folders;
use crate::watcher::Config;

/// What the root's path leads to. Two equal places are the same folder: a folder that was removed and made anew
/// often gets the same inode number, but not the same time of birth.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Without links: events carry paths below this one (macOS tells real paths whatever was watched).
    pub(crate) real: PathBuf,
    device: u64,
    inode: u64,
    created: Option<SystemTime>,
}

impl Place {
    fn of(given: &Path) -> Option<Self> {
        let real = fs::canonicalize(given).ok()?;
        let metadata = fs::metadata(&real).ok().filter(fs::Metadata::is_dir)?;
        let (device, inode, created) = (metadata.dev(), metadata.ino(), metadata.created().ok());
        Some(Self { real, device, inode, created })
    }
}

enum Source {
    /// The root is not there.
    Nothing,
    /// One watcher for each root: replacing a root drops it with all its watches.
    Events(RecommendedWatcher),
    Poll(Poller),
}

pub(crate) struct Root {
    /// As the user named it; all reported paths begin with it.
    pub(crate) given: PathBuf,
    pub(crate) place: Option<Place>,
    source: Source,
}

impl Root {
    pub(crate) fn new(given: PathBuf) -> Self {
        Self { given, place: None, source: Source::Nothing }
    }

    /// Whether the path leads to another place than when it was opened.
    ///
    /// Network file systems may give a folder another inode number from time to time; polling does not mind.
    pub(crate) fn was_replaced(&self) -> bool {
        let now = Place::of(&self.given);
        match (&now, &self.place) {
            (Some(now), Some(place)) if self.is_polled() => {
                (&now.real, now.device) != (&place.real, place.device)
            }
            _ => now != self.place,
        }
    }

    /// Whether changes are found by polling.
    pub(crate) fn is_polled(&self) -> bool {
        matches!(self.source, Source::Poll(_))
    }

    /// Starts watching what the path leads to now. Returns why the root is polled when that was not asked for.
    pub(crate) fn open(&mut self, config: &Config, handler: impl EventHandler) -> Option<DegradedReason> {
        self.source = Source::Nothing;
        self.place = Place::of(&self.given);
        let place = self.place.as_ref()?;
        if config.always_poll {
            self.poll(config);
            return None;
        }
        match watch(&place.real, &config.rules, handler) {
            Ok(watcher) => self.source = Source::Events(watcher),
            Err(reason) => {
                self.poll(config);
                return Some(reason);
            }
        }
        None
    }

    /// Sets watches on a folder and those below it, before they are scanned. Returns why this failed, if it did:
    /// the root is polled then.
    pub(crate) fn watch_under(&mut self, folder: &Path, config: &Config) -> Option<DegradedReason> {
        let (Source::Events(watcher), Some(place)) = (&mut self.source, &self.place) else { return None };
        let under = folder.strip_prefix(&self.given).ok()?;
        let error = watch_folders(watcher, &place.real, under, &config.rules).err()?;
        self.poll(config);
        Some(reason_of(error))
    }

    /// Gives up events.
    fn poll(&mut self, config: &Config) {
        let interval = Duration::from_millis(config.poll_interval_ms);
        self.source = Source::Poll(Poller::new(&self.given, &config.rules, interval));
    }

    /// When the next look is due, for a polled root.
    pub(crate) fn next_look(&self) -> Option<Instant> {
        match &self.source {
            Source::Poll(poller) => Some(poller.next()),
            Source::Nothing | Source::Events(_) => None,
        }
    }

    /// Looks when a look is due at `now`; returns the absolute paths that changed.
    pub(crate) fn look(&mut self, now: Instant, rules: &Rules) -> Vec<PathBuf> {
        match &mut self.source {
            Source::Poll(poller) if poller.next() <= now => poller.look(&self.given, rules),
            Source::Poll(_) | Source::Nothing | Source::Events(_) => Vec::new(),
        }
    }
}

fn watch(
    real: &Path,
    rules: &Rules,
    handler: impl EventHandler,
) -> Result<RecommendedWatcher, DegradedReason> {
    if let Some(file_system) = filesystem::without_events(real) {
        return Err(DegradedReason::FileSystem { file_system });
    }
    let config = notify::Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handler, config).map_err(reason_of)?;
    watch_folders(&mut watcher, real, Path::new(""), rules).map_err(reason_of)?;
    Ok(watcher)
}

/// With inotify every folder has a watch of its own, and we set them ourselves: notify's recursive mode gives up
/// the whole tree when one folder cannot be read, and watches what is ignored.
fn watch_folders(
    watcher: &mut RecommendedWatcher,
    real: &Path,
    under: &Path,
    rules: &Rules,
) -> Result<(), notify::Error> {
    if RecommendedWatcher::kind() != WatcherKind::Inotify {
        return if under.as_os_str().is_empty() {
            watcher.watch(real, RecursiveMode::Recursive)
        } else {
            Ok(())
        };
    }
    let mut failure = None;
    folders(real, under, rules, &mut |folder| match watcher.watch(folder, RecursiveMode::NonRecursive) {
        Ok(()) => true,
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
            failure = Some(error);
            false
        }
        // Gone again, or not readable: the scan tells.
        Err(error) => {
            debug!(folder = %folder.display(), %error, "folder is not watched");
            true
        }
    });
    failure.map_or(Ok(()), Err)
}

/// Why events cannot be had, in our words.
fn reason_of(error: notify::Error) -> DegradedReason {
    /// `EMFILE` and `ENFILE`, the same numbers on Linux and macOS.
    const TOO_MANY_OPEN_FILES: [i32; 2] = [24, 23];
    match &error.kind {
        ErrorKind::MaxFilesWatch => DegradedReason::WatchLimit,
        ErrorKind::Io(io) if io.raw_os_error().is_some_and(|code| TOO_MANY_OPEN_FILES.contains(&code)) => {
            DegradedReason::WatcherLimit
        }
        _ => DegradedReason::Service { source: Box::new(error) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn limits_are_named_with_the_remedy() {
        for (error, message, hint) in [
            (notify::Error::new(ErrorKind::MaxFilesWatch), "too many watched folders", "max_user_watches"),
            (
                notify::Error::io(io::Error::from_raw_os_error(24)),
                "too many watchers or open files",
                "max_user_instances",
            ),
            (notify::Error::generic("?"), "the event service failed", "log"),
        ] {
            let reason = reason_of(error);
            assert_eq!(reason.to_string(), message);
            assert!(reason.hint().contains(hint), "{}", reason.hint());
        }
    }
}
