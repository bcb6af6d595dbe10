//! What changed under a folder: a scan that is the truth, and file events that are hints.
//!
//! An index is a copy of a folder in another form, and has to stay one while people save, rename and delete. Events
//! of the file system come at once, but they lie: a queue runs over, a folder that is moved in keeps quiet about
//! what it holds, a disk is unmounted, a network drive says nothing at all. A scan never lies, but takes a while.
//! So this crate never says *what* happened. It says *where* to look, and guarantees that whoever looks there ends
//! with what is on the disk:
//!
//! - [`scan`](fn@scan) lists the files at or under any place with their [`Stamp`]s, always in the same order, and
//!   reports whatever it had to pass over.
//! - [`Watcher`] delivers [`Changes`]: places to look at. A lost event becomes a scan of everything, never silence.
//! - [`Gather`] stands between: it waits until a folder is quiet, but never for long. It is a pure state machine.
//! - [`Rules`] are one rule for both of what counts: no hidden files, no half-written downloads, no editor's backups.
//!
//! It knows nothing of documents and indexes, and reads no file.
//!
//! # Following a folder
//!
//! Start the watcher, *then* scan: what changes in between is delivered. After that one rule follows everything,
//! be it a file or a folder, new, changed, renamed or gone: **scan the place; what you knew at or under it and is
//! neither listed nor hidden, has gone.**
//!
//! ```
//! use fiszka_watch::{Config, Message, Rules, Stamp, Watcher, scan};
//! use std::collections::BTreeMap;
//! use std::path::Path;
//! use std::sync::mpsc;
//!
//! /// Brings `known` up to date at one place, relative to the root.
//! fn look(known: &mut BTreeMap<String, Stamp>, root: &Path, place: &Path) {
//!     let mut seen = BTreeMap::new();
//!     let report = scan(root, place, &Rules::default(), &mut |entry| {
//!         seen.insert(entry.path, entry.stamp);
//!     });
//!     for error in &report.errors {
//!         eprintln!("{error}; {}", error.kind.hint());
//!     }
//!     known.retain(|path, _| !Path::new(path).starts_with(place) || report.hides(path));
//!     known.extend(seen);
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let root = folder.path();
//! let mut known = BTreeMap::new();
//!
//! let (sender, messages) = mpsc::channel();
//! let deliver = move |message| drop(sender.send(message));
//! let watcher = Watcher::start(&[root.to_owned()], Config::default(), deliver)?;
//! look(&mut known, root, Path::new("")); // everything, once
//!
//! std::fs::write(root.join("uchwała.md"), "Rada uchwala, co następuje")?;
//! while !known.contains_key("uchwała.md") {
//!     match messages.recv()? {
//!         Message::Degraded(degraded) => eprintln!("{degraded}; {}", degraded.reason.hint()),
//!         Message::Changes(changes) if changes.rescan => look(&mut known, root, Path::new("")),
//!         Message::Changes(changes) => {
//!             for place in changes.paths.iter().chain(&changes.rescan_under) {
//!                 look(&mut known, root, place.strip_prefix(root)?);
//!             }
//!         }
//!     }
//! }
//! assert_eq!(known["uchwała.md"].size_bytes, 27);
//! # drop(watcher);
//! # Ok(())
//! # }
//! ```
//!
//! A file may be delivered while it is still being written. Take its [`stamp`](fn@stamp) before and after reading:
//! when they differ, put it aside; the next delivery names it again.
//!
//! # What is watched
//!
//! Each root with the folders below it that [`Rules`] cover, and the folder that holds the root, so that a root may be
//! deleted, replaced, switched by a link, or come later. Every [`Config::poll_interval_ms`] the watcher also checks
//! that each root is where it was, for what no event tells: a disk mounted or unmounted, a folder above renamed.
//! A root on a network or shared file system (known by `statfs`), or one that the system refuses to watch, is scanned
//! every so often instead: [`Message::Degraded`] says why and what to do, [`Watcher::mode`] tells it afterwards.
//!
//! # Known problems
//!
//! - **Equal stamps, other contents.** A file that is replaced by another of the same length and the same time
//!   (`cp -p`, `rsync --times`, two saves within one tick of the file system's clock, some 4 ms on Linux) has an equal
//!   stamp. A path in [`Changes::paths`] was touched: read it whatever its stamp. After a restart or a lost event only
//!   the stamp is left.
//! - **Links to files** are listed with the stamp of their target, but a change of a target outside the root sends no
//!   event. Links to folders are never followed: name the folder as a root of its own.
//! - **An unmounted disk leaves an empty folder** where it was mounted, which no scan can tell from an emptied one. A
//!   receiver should hesitate before it believes that every file of a root is gone.
//! - **inotify's limits.** Each folder takes one of `fs.inotify.max_user_watches`, each root one of
//!   `fs.inotify.max_user_instances` and one more for all. A root beyond them is polled until it is watched anew at the
//!   next start. Bind mounts of one folder at two places of a root share one watch.
//! - **A folder moved into a new folder** within the microseconds in which the new one gets its watches can lose them
//!   again, for notify knows a watch by its path. As with every watcher, a scan of everything now and then (an hour
//!   is a good pause) bounds what such a loss can cost.
//! - **Network drives** give new inode numbers at will and whole-second times at worst: two changes of equal length
//!   within one second are one.
//! - Unix only, as the rest of Fiszka: identities of folders are device and inode numbers.
#![warn(missing_docs)]

mod error;
mod event;
mod filesystem;
mod gather;
mod poll;
mod root;
mod rules;
mod scan;
mod stamp;
mod watcher;
mod worker;

pub use error::{Degraded, DegradedReason, Error, ScanError, ScanErrorKind};
pub use gather::{Changes, Gather, Hint};
pub use rules::Rules;
pub use scan::{Entry, RootState, ScanReport, scan};
pub use stamp::{Stamp, stamp};
pub use watcher::{Config, Message, WatchMode, Watcher};
