//! The library as a program uses it: one module a behaviour.

mod any_query;
mod contacts;
mod duplicates;
mod filters;
mod language;
mod life;
mod matching;
mod paging;
mod sample;
mod sites;
mod snippets;
mod suggestions;
mod support;
mod typos;
mod vocabulary;
