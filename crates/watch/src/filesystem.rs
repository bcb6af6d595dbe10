//! Which file systems send no events for changes made elsewhere.

use std::path::Path;

/// Magic numbers of `statfs(2)` and the names of `mount(8)`. A change made by another machine, by the host of a
/// virtual machine or behind a FUSE program raises no inotify event (`inotify(7)`, "Limitations and caveats").
#[cfg(target_os = "linux")]
const WITHOUT_EVENTS: [(u32, &str); 14] = [
    (0x0000_6969, "nfs"),
    (0xFF53_4D42, "cifs"),
    (0xFE53_4D42, "smb2"),
    (0x0000_517B, "smb"),
    (0x0102_1997, "9p"),
    (0x6573_5546, "fuse"),
    (0x786F_4256, "vboxsf"),
    (0x00C3_6400, "ceph"),
    (0x0BD0_0BD0, "lustre"),
    (0x4750_4653, "gpfs"),
    (0x5346_414F, "afs"),
    (0x7375_7245, "coda"),
    (0x7461_636F, "ocfs2"),
    (0x0116_1970, "gfs2"),
];

/// The name of the file system that holds `path` when it cannot be trusted to send events.
#[cfg(target_os = "linux")]
pub(crate) fn without_events(path: &Path) -> Option<&'static str> {
    let magic = u32::try_from(rustix::fs::statfs(path).ok()?.f_type).ok()?;
    name_without_events(magic)
}

/// Other systems are trusted.
#[cfg(not(target_os = "linux"))]
pub(crate) fn without_events(_path: &Path) -> Option<&'static str> {
    None
}

#[cfg(target_os = "linux")]
fn name_without_events(magic: u32) -> Option<&'static str> {
    WITHOUT_EVENTS.iter().find(|(known, _)| *known == magic).map(|(_, name)| *name)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_remote_file_systems_are_distrusted() {
        for (magic, name) in [
            (0x6969, Some("nfs")),
            (0xFF53_4D42, Some("cifs")),
            (0x0102_1997, Some("9p")),
            (0xEF53, None),      // ext4
            (0x9123_683E, None), // btrfs
            (0x0102_1994, None), // tmpfs
            (0x794C_7630, None), // overlayfs
        ] {
            assert_eq!(name_without_events(magic), name, "{magic:#x}");
        }
        assert_eq!(without_events(Path::new("/proc")), None);
        assert_eq!(without_events(Path::new("/nothing/is/here")), None);
    }
}
