//! Sockets: opened so that nobody else can enter, removed by the one who made them.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use fiszka_protocol::limits::SOCKET_PATH_BYTES_MAX;

use crate::error::Error;

/// Mode of a folder that is made for a socket.
const FOLDER_MODE: u32 = 0o700;

/// A socket that is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Socket {
    path: PathBuf,
}

impl Drop for Socket {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %self.path.display(), %error, "cannot remove the socket");
        }
    }
}

/// Listens on a socket of this mode and group. A socket that nobody answers on is replaced.
pub(crate) fn listen(path: &Path, mode: u32, group: Option<u32>) -> Result<(Socket, UnixListener), Error> {
    let failed = |source| Error::Listen { address: path.display().to_string(), source };
    if path.as_os_str().len() > SOCKET_PATH_BYTES_MAX {
        let reason = format!("the path {} is longer than {SOCKET_PATH_BYTES_MAX} bytes", path.display());
        return Err(Error::Setting { name: "socket", reason });
    }
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder).map_err(failed)?;
    }
    if UnixStream::connect(path).is_ok() {
        return Err(Error::SocketInUse { path: path.to_owned() });
    }
    // The socket gets its mode under another name, so that nobody can enter before.
    let draft = path.with_extension("new");
    for stale in [path, &draft] {
        match fs::symlink_metadata(stale) {
            Ok(metadata) if is_socket(&metadata) => fs::remove_file(stale).map_err(failed)?,
            Ok(_) => {
                return Err(failed(io::Error::new(io::ErrorKind::AlreadyExists, "something else is there")));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let listener = UnixListener::bind(&draft).map_err(failed)?;
    let finish = || {
        fs::set_permissions(&draft, fs::Permissions::from_mode(mode))?;
        if let Some(group) = group {
            chown(&draft, None, Some(group))?;
        }
        listener.set_nonblocking(true)?;
        fs::rename(&draft, path)
    };
    finish().map_err(failed)?;
    Ok((Socket { path: path.to_owned() }, listener))
}

fn is_socket(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    metadata.file_type().is_socket()
}

/// The mode written in octal.
pub(crate) fn parse_mode(text: &str) -> Result<u32, Error> {
    u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o777).ok_or_else(|| Error::Setting {
        name: "socket_mode",
        reason: format!("`{text}` is no mode; write three octal digits, such as 660"),
    })
}

/// The number of a group given by number or by its name in /etc/group.
pub(crate) fn parse_group(name: &str) -> Result<u32, Error> {
    if let Ok(number) = name.parse() {
        return Ok(number);
    }
    let table = fs::read_to_string("/etc/group").unwrap_or_default();
    let number = table.lines().find_map(|line| {
        let mut cells = line.split(':');
        (cells.next()? == name).then(|| cells.nth(1)?.parse().ok()).flatten()
    });
    number
        .ok_or_else(|| Error::Setting { name: "socket_group", reason: format!("there is no group `{name}`") })
}
