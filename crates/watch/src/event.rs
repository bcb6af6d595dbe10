//! From an event of `notify` to hints. Pure: what the disk shows is asked through an argument.

use std::path::Path;

use notify::EventKind;
use notify::event::{AccessKind, AccessMode, ModifyKind};

use crate::gather::Hint;
use crate::rules::Rules;

/// What an event means for one root.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Something below the root.
    Hint(Hint),
    /// The root itself: `replaced` when it was created, moved or removed, else only its attributes.
    Root { replaced: bool },
}

/// Whether the event can mean a change. Reading files is none, else our own reading would wake us.
pub(crate) fn matters(event: &notify::Event) -> bool {
    event.need_rescan()
        || match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        }
}

/// Whether only times, rights or owners changed.
pub(crate) fn is_of_attributes(event: &notify::Event) -> bool {
    matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)))
}

/// The findings of one event under the root `given`, whose events carry paths under `real`.
///
/// Lost events come first: such an event has possibly no path, and its paths say nothing.
pub(crate) fn findings(
    event: &notify::Event,
    given: &Path,
    real: &Path,
    rules: &Rules,
    is_folder: &dyn Fn(&Path) -> bool,
) -> Vec<Finding> {
    if event.need_rescan() || (event.paths.is_empty() && matters(event)) {
        return vec![Finding::Hint(Hint::Lost)];
    }
    if !matters(event) {
        return Vec::new();
    }
    let finding = |path: &Path| {
        let relative = path.strip_prefix(real).ok()?;
        if relative.as_os_str().is_empty() {
            return Some(Finding::Root { replaced: !is_of_attributes(event) });
        }
        if !rules.covers(relative) {
            return None;
        }
        let path = given.join(relative);
        Some(Finding::Hint(if is_folder(&path) { Hint::Folder(path) } else { Hint::Path(path) }))
    };
    event.paths.iter().filter_map(|path| finding(path)).collect()
}
