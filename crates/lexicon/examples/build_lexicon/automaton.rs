//! Builds automata that are as small as they can be.
//!
//! The builder of the crate `fst` keeps the states that it may meet again in a table of fixed size, so that of
//! our five million forms a third of the states would be written more than once. Here what it built is read again
//! and written anew, each state once. The result is in the second version of the format of `fst`, the last one
//! without a checksum of its own: the file that it becomes a part of has one.
//!
//! A state lies in front of its address, which is that of its last byte; the states that it leads to lie before it.
//! The last byte tells its kind:
//! - `11xxxxxx`: one transition without output, to the state right in front; `x` is its byte if that is a frequent
//!   one, else 0 and the byte in front is it;
//! - `10xxxxxx`: one transition; in front of the byte the lengths of address and output, the address as a
//!   distance, the output;
//! - `0fxxxxxx`: `f` accepting, `x` transitions (0: the byte in front is their number); in front the lengths, an index
//!   of 256 bytes if there are more than 32, then, each in reverse order, bytes, addresses, outputs, and the final output.

use std::collections::HashMap;

use fst::MapBuilder;
use fst::raw::{CompiledAddr, Fst, Node};

use crate::Result;

const FORMAT_VERSION: u64 = 2;
const FORMAT_BYTES_MIN: usize = 36;
/// A state of more transitions has an index.
const TRANSITIONS_WITHOUT_INDEX: usize = 32;
const ONE_TRANSITION: u8 = 0b1000_0000;
const TO_STATE_IN_FRONT: u8 = 0b1100_0000;
const ACCEPTING: u8 = 0b0100_0000;
const NUMBER_MASK: u8 = 0b0011_1111;
/// The state that accepts and leads nowhere.
const END: CompiledAddr = 0;

/// An automaton of keys that come in the order of their bytes.
pub(crate) fn build<'k>(pairs: impl Iterator<Item = Result<(&'k str, u64)>>) -> Result<Vec<u8>> {
    let mut builder = MapBuilder::memory();
    for pair in pairs {
        let (key, value) = pair?;
        builder.insert(key, value)?;
    }
    let built = Fst::new(builder.into_inner()?)?;
    let minimal = minimise(&built)?;
    // The reader wants room for a checksum even where there is none: a tiny automaton stays as it was built.
    Ok(if minimal.len() < FORMAT_BYTES_MIN { built.into_inner() } else { minimal })
}

/// What makes two states the same, their targets being states already written.
#[derive(PartialEq, Eq, Hash)]
struct Signature {
    final_output: Option<u64>,
    transitions: Vec<(u8, u64, CompiledAddr)>,
}

fn minimise(built: &Fst<Vec<u8>>) -> Result<Vec<u8>> {
    let mut written = Vec::new();
    written.extend(FORMAT_VERSION.to_le_bytes());
    written.extend(0_u64.to_le_bytes());
    let mut addresses = HashMap::from([(END, END)]);
    let mut known: HashMap<Signature, CompiledAddr> = HashMap::new();
    for address in states(built) {
        let node = built.node(address);
        let transitions: Vec<(u8, u64, CompiledAddr)> = node
            .transitions()
            .map(|transition| (transition.inp, transition.out.value(), addresses[&transition.addr]))
            .collect();
        let final_output = node.is_final().then(|| node.final_output().value());
        let signature = Signature { final_output, transitions };
        let new_address = match known.get(&signature) {
            Some(known) => *known,
            None => {
                write_state(&node, &signature, &mut written)?;
                known.insert(signature, written.len() - 1);
                written.len() - 1
            }
        };
        addresses.insert(address, new_address);
    }
    written.extend(u64::try_from(built.len())?.to_le_bytes());
    written.extend(u64::try_from(addresses[&built.root().addr()])?.to_le_bytes());
    Ok(written)
}

/// The addresses of all states but the end, in the order in which they were written: targets first.
fn states(built: &Fst<Vec<u8>>) -> Vec<CompiledAddr> {
    let mut met = std::collections::BTreeSet::new();
    let mut stack = vec![built.root().addr()];
    while let Some(address) = stack.pop() {
        if address != END && met.insert(address) {
            stack.extend(built.node(address).transitions().map(|transition| transition.addr));
        }
    }
    met.into_iter().collect()
}

fn write_state(node: &Node<'_>, signature: &Signature, written: &mut Vec<u8>) -> Result<()> {
    let start = written.len();
    let distance = |target: CompiledAddr| if target == END { 0 } else { (start - target) as u64 };
    let [(byte, output, target)] = signature.transitions[..] else {
        return write_branching(signature, &distance, written);
    };
    if signature.final_output.is_some() {
        return write_branching(signature, &distance, written);
    }
    // The number of a frequent byte is the same in what was built.
    let frequent = node.as_slice().last().copied().unwrap_or_default() & NUMBER_MASK;
    let in_front = output == 0 && target + 1 == start;
    if !in_front {
        let output_length = if output == 0 { 0 } else { packed_length(output) };
        pack(output, output_length, written);
        let address_length = packed_length(distance(target));
        pack(distance(target), address_length, written);
        written.push(address_length << 4 | output_length);
    }
    if frequent == 0 {
        written.push(byte);
    }
    written.push(frequent | if in_front { TO_STATE_IN_FRONT } else { ONE_TRANSITION });
    Ok(())
}

fn write_branching(
    signature: &Signature,
    distance: &dyn Fn(CompiledAddr) -> u64,
    written: &mut Vec<u8>,
) -> Result<()> {
    let transitions = &signature.transitions;
    let final_output = signature.final_output.unwrap_or(0);
    let outputs = || transitions.iter().map(|(_, output, _)| *output);
    let largest_output = outputs().max().unwrap_or(0).max(final_output);
    let output_length = if largest_output == 0 { 0 } else { packed_length(largest_output) };
    let address_length =
        transitions.iter().map(|(_, _, target)| packed_length(distance(*target))).max().unwrap_or(0);

    if signature.final_output.is_some() {
        pack(final_output, output_length, written);
    }
    for (_, output, _) in transitions.iter().rev() {
        pack(*output, output_length, written);
    }
    for (_, _, target) in transitions.iter().rev() {
        pack(distance(*target), address_length, written);
    }
    written.extend(transitions.iter().rev().map(|(byte, _, _)| *byte));
    if transitions.len() > TRANSITIONS_WITHOUT_INDEX {
        let mut index = [u8::MAX; 256];
        for (place, (byte, _, _)) in (0..).zip(transitions) {
            index[usize::from(*byte)] = place;
        }
        written.extend(index);
    }
    written.push(address_length << 4 | output_length);
    // Texts have fewer than 256 different bytes.
    let count = u8::try_from(transitions.len())?;
    let short_count = if count <= NUMBER_MASK { count } else { 0 };
    if short_count == 0 {
        written.push(count);
    }
    written.push(short_count | if signature.final_output.is_some() { ACCEPTING } else { 0 });
    Ok(())
}

/// The bytes that a number needs, at least one.
fn packed_length(number: u64) -> u8 {
    (1..8).find(|length| number >> (8 * length) == 0).unwrap_or(8)
}

fn pack(number: u64, length: u8, written: &mut Vec<u8>) {
    written.extend(number.to_le_bytes().iter().take(usize::from(length)));
}
