//! The library as a program uses it: one module a behaviour.

mod filters;
mod life;
mod matching;
mod snippets;
mod support;
mod vocabulary;
