//! Tests of the public interface, a module for each behaviour.

mod agreement;
mod comparing;
mod files;
mod properties;

use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}
