//! Real daemons in this process, each on temporary folders with a socket of its own.

mod bad_input;
mod changes;
mod contacts;
mod formats;
mod life;
mod portal;
mod query_log;
mod sample;
mod shell;
mod socket;
mod suggest;
mod support;
mod vocabulary;
