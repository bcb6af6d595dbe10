//! What can go wrong: refused settings, places a scan could not read, roots that send no events.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

/// Why a [`Watcher`](crate::Watcher) could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A root is relative; libraries do not ask for the current folder.
    #[error("corpus folder is not an absolute path: {}", path.display())]
    NotAbsolute {
        /// The root as it was given.
        path: PathBuf,
    },
    /// A setting of [`Config`](crate::Config) is out of its range.
    #[error("setting {name} is {value}, allowed is {allowed}")]
    Setting {
        /// Name of the field.
        name: &'static str,
        /// The value that was given.
        value: u64,
        /// The range, for people.
        allowed: &'static str,
    },
    /// The system refused a thread.
    #[error("cannot start the watching thread")]
    Thread {
        /// What the system answered.
        source: io::Error,
    },
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAbsolute { .. } => "give the path from the root of the file system on",
            Self::Setting { .. } => "correct the setting or leave it out to get the default",
            Self::Thread { .. } => "raise the limit of processes for this user",
        }
    }
}

/// A place that a [`scan`](fn@crate::scan) passed over. The rest of the scan is not affected.
#[derive(Debug, thiserror::Error)]
#[error("{kind}: {}", path.display())]
pub struct ScanError {
    /// Relative to the root; empty when the root itself is meant.
    pub path: PathBuf,
    /// What stands there or what failed.
    pub kind: ScanErrorKind,
    /// What the system answered, when it was asked.
    pub source: Option<io::Error>,
}

/// The ways a place can be passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ScanErrorKind {
    /// The folder cannot be listed: what it holds is not known.
    #[error("folder cannot be read")]
    UnreadableFolder,
    /// The file or link cannot be asked for its size and time.
    #[error("file cannot be read")]
    UnreadableFile,
    /// A symbolic link that leads nowhere.
    #[error("link leads nowhere")]
    DanglingLink,
    /// A symbolic link to a folder; it is never followed.
    #[error("link to a folder is not followed")]
    FolderLink,
    /// Neither file, folder nor link: a socket, pipe or device.
    #[error("not a regular file")]
    Special,
    /// The name is not UTF-8, so the file could not be named in an answer.
    #[error("name is not utf-8")]
    NotUtf8,
    /// The folder lies deeper than [`Rules::depth_max`](crate::Rules::depth_max).
    #[error("folder lies too deep")]
    TooDeep,
}

impl ScanErrorKind {
    /// Whether files may stand there that the scan could not see: nothing can be concluded from their absence.
    #[must_use]
    pub fn hides_files(self) -> bool {
        matches!(self, Self::UnreadableFolder | Self::UnreadableFile)
    }

    /// What a person can do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::UnreadableFolder => "give the user of the program the right to read and enter the folder",
            Self::UnreadableFile => "give the user of the program the right to read the file",
            Self::DanglingLink => "remove the link or restore what it points to",
            Self::FolderLink => "name the folder it points to as a corpus folder of its own",
            Self::Special => "move it out of the corpus folder",
            Self::NotUtf8 => "rename it, for instance with convmv -f iso-8859-2 -t utf-8 --notest",
            Self::TooDeep => "move the folder up or raise the greatest depth",
        }
    }
}

/// A root whose changes do not come as events any more: it is polled instead.
#[derive(Debug, thiserror::Error)]
#[error("no file events from {}", root.display())]
pub struct Degraded {
    /// The root as it was given to [`Watcher::start`](crate::Watcher::start).
    pub root: PathBuf,
    /// Why.
    #[source]
    pub reason: DegradedReason,
}

/// Why a root is polled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DegradedReason {
    /// The file system does not tell about changes that other machines make.
    #[error("file system {file_system} does not report changes")]
    FileSystem {
        /// Its usual name, such as `nfs`.
        file_system: &'static str,
    },
    /// The kernel's limit of watched folders is reached.
    #[error("too many watched folders")]
    WatchLimit,
    /// The kernel's limit of watching programs, or of open files, is reached.
    #[error("too many watchers or open files")]
    WatcherLimit,
    /// Anything else the system's event service answered.
    #[error("the event service failed")]
    Service {
        /// What it answered.
        source: Box<dyn StdError + Send + Sync>,
    },
}

impl DegradedReason {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::FileSystem { .. } => {
                "nothing is lost, changes are found by polling; a corpus on a local disk shows them at once"
            }
            Self::WatchLimit => {
                "raise fs.inotify.max_user_watches (sysctl) above the number of folders, then restart"
            }
            Self::WatcherLimit => {
                "raise fs.inotify.max_user_instances (sysctl) or the limit of open files, then restart"
            }
            Self::Service { .. } => "nothing is lost, changes are found by polling; see the log",
        }
    }
}
