//! Exit codes. Scripts rely on them, so they stay.

/// The command did what was asked; a search matched at least one document.
pub(crate) const FOUND: u8 = 0;
/// Nothing matches the query, or no document has the id.
pub(crate) const NOTHING_FOUND: u8 = 1;
/// A portal's own searches found something else than they must, or a metric is too low.
pub(crate) const FAILED: u8 = 1;
/// The arguments, or files that they name, cannot be used as they are.
pub(crate) const USAGE: u8 = 2;
/// No daemon answers on the socket.
pub(crate) const UNREACHABLE: u8 = 3;
/// The daemon, or the lock of an index, refused.
pub(crate) const REFUSED: u8 = 4;
/// A fault of the program or of the machine (`EX_SOFTWARE` of sysexits.h).
pub(crate) const INTERNAL: u8 = 70;
