//! Writes small dictionaries in the formats of Morfeusz 2 and Morfologik.

use std::collections::BTreeMap;

/// Form, lemma, tag, qualifier.
pub(crate) type Line = (&'static str, &'static str, &'static str, &'static str);

/// A trie with the data of its words.
#[derive(Default)]
struct Trie {
    data: Vec<Line>,
    accepting: bool,
    next: BTreeMap<u8, Trie>,
}

impl Trie {
    fn insert(&mut self, word: &[u8]) -> &mut Self {
        word.iter().fold(self, |trie, byte| trie.next.entry(*byte).or_default())
    }
}

fn shared_letters(left: &str, right: &str) -> usize {
    left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count()
}

/// A library that holds the words as the analyser's automaton of Morfeusz 2 does.
pub(crate) fn morfeusz(lines: &[Line]) -> Vec<u8> {
    let mut root = Trie::default();
    for line in lines {
        root.insert(line.0.as_bytes()).data.push(*line);
    }
    let (mut tags, mut qualifiers) = (vec![""], vec![""]);
    for line in lines {
        for (table, text) in [(&mut tags, line.2), (&mut qualifiers, line.3)] {
            if !table.contains(&text) {
                table.push(text);
            }
        }
    }
    // No byte is frequent, so that every label is written out.
    let mut automaton = vec![0; 257];
    automaton.extend(morfeusz_state(&root, &tags, &qualifiers));
    let mut library = b"some code in front".to_vec();
    library.extend(crate::sgjp::MAGIC);
    library.extend(u32::try_from(automaton.len()).expect("small").to_be_bytes());
    library.extend(automaton);
    library.extend([0; 4]);
    library.extend(b"test-2026\0copyright\0tagset\0");
    for table in [tags, vec![""], qualifiers] {
        library.extend(short(table.len()));
        for (number, text) in table.iter().enumerate() {
            library.extend(short(number));
            library.extend(text.as_bytes());
            library.push(0);
        }
    }
    library
}

fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).expect("small").to_be_bytes()
}

fn byte(number: usize) -> u8 {
    u8::try_from(number).expect("small")
}

/// A state, and behind it all the states that it leads to.
fn morfeusz_state(trie: &Trie, tags: &[&str], qualifiers: &[&str]) -> Vec<u8> {
    let accepting = if trie.data.is_empty() { 0 } else { 128 };
    let mut state = vec![accepting | byte(trie.next.len())];
    if accepting != 0 {
        let data = morfeusz_data(&trie.data, tags, qualifiers);
        state.extend(short(data.len()));
        state.extend(data);
    }
    let targets: Vec<Vec<u8>> =
        trie.next.values().map(|next| morfeusz_state(next, tags, qualifiers)).collect();
    // A transition: flags, label, two bytes of offset from the end of the transition.
    let mut offset = targets.len() * 4;
    for (label, target) in trie.next.keys().zip(&targets) {
        offset -= 4;
        state.extend([2, *label]);
        state.extend(short(offset));
        offset += target.len();
    }
    state.extend(targets.concat());
    state
}

/// One group of readings: forms in lower case, lemmas with a pattern of their capitals.
fn morfeusz_data(lines: &[Line], tags: &[&str], qualifiers: &[&str]) -> Vec<u8> {
    let mut group = vec![128];
    for (form, lemma, tag, qualifier) in lines {
        let lower = lemma.to_lowercase();
        let cut_front = if form.starts_with("nie") && !lower.starts_with("nie") { 3 } else { 0 };
        let rest: String = form.chars().skip(cut_front).collect();
        let shared = shared_letters(&rest, &lower);
        group.extend([byte(cut_front), byte(rest.chars().count() - shared)]);
        group[0] = 128 | 15;
        group.extend(lower.chars().skip(shared).collect::<String>().bytes());
        group.push(0);
        // The pattern counts from the start of the form: none, or the first letter.
        group.extend(if lemma.starts_with(char::is_uppercase) { vec![1, 1] } else { vec![0] });
        let number =
            |table: &[&str], text: &str| table.iter().position(|other| *other == text).expect("collected");
        group.extend(short(number(tags, tag)));
        group.push(0);
        group.extend(short(number(qualifiers, qualifier)));
    }
    let mut data = vec![1];
    data.extend(short(group.len()));
    data.extend(group);
    data
}

/// A dictionary in the format CFSA2.
pub(crate) fn cfsa2(lines: &[Line]) -> Vec<u8> {
    let mut root = Trie::default();
    for (form, lemma, tags, _) in lines {
        let shared: usize = form.chars().take(shared_letters(form, lemma)).map(char::len_utf8).sum();
        let mut sequence = form.as_bytes().to_vec();
        sequence.extend([crate::morfologik::SEPARATOR, b'A', b'A' + byte(form.len() - shared)]);
        sequence.extend(&lemma.as_bytes()[shared..]);
        sequence.push(crate::morfologik::SEPARATOR);
        sequence.extend(tags.as_bytes());
        root.insert(&sequence).accepting = true;
    }
    let mut dictionary = crate::morfologik::MAGIC.to_vec();
    dictionary.extend([0, 7]);
    dictionary.extend([2, 0, b'a']);
    // The arc to the root: the last of its state, its target right behind it.
    let mut arcs = vec![0b1100_0000, b'^'];
    cfsa2_state(&root, &mut arcs);
    dictionary.extend(arcs);
    dictionary
}

/// Writes the arcs of a state, each target address in three bytes, and then the states that they lead to.
fn cfsa2_state(trie: &Trie, arcs: &mut Vec<u8>) {
    let mut places = Vec::new();
    for (number, (label, target)) in trie.next.iter().enumerate() {
        let last = if number + 1 == trie.next.len() { 0b0100_0000 } else { 0 };
        let accepting = if target.accepting { 0b0010_0000 } else { 0 };
        // The one frequent label has the number 1.
        if *label == b'a' {
            arcs.push(last | accepting | 1);
        } else {
            arcs.extend([last | accepting, *label]);
        }
        places.push(arcs.len());
        arcs.extend([0x80, 0x80, 0]);
    }
    for (place, target) in places.into_iter().zip(trie.next.values()) {
        if target.next.is_empty() {
            continue;
        }
        let address = arcs.len();
        for (shift, byte_of_address) in arcs[place..place + 3].iter_mut().enumerate() {
            *byte_of_address |= byte(address >> (7 * shift) & 127);
        }
        cfsa2_state(target, arcs);
    }
}
