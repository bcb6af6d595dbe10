//! Shows what the crate makes of files: `cargo run -p fiszka-document --example show -- FILE...`.

use std::error::Error;

use fiszka_document::{Limits, SiteShell, SourceFile, clean, parse};
use fiszka_schema::Schema;

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn Error>> {
    let schema = Schema::builtin();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        match parse(&SourceFile { path: &path, bytes: &bytes }, schema, &Limits::default()) {
            Err(failure) => println!("{path}: {failure}; {}", failure.hint()),
            Ok(parsed) => {
                println!("{path}: {} {:?}", parsed.format, parsed.diagnostics);
                for draft in &parsed.drafts {
                    println!("{:#?}", clean(draft, &SiteShell::default(), schema));
                }
            }
        }
    }
    Ok(())
}
