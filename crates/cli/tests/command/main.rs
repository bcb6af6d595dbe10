//! Tests of the program: real processes on folders of their own, a module for each behaviour.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod analyze;
mod contacts;
mod crash;
mod eval;
mod exit_codes;
mod output;
mod program;
mod round_trip;
mod show;
mod transcripts;
