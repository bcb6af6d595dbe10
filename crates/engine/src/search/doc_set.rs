//! A set of documents of one segment.

use tantivy::DocId;

/// One bit for each document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocSet {
    blocks: Vec<u64>,
}

const BITS: usize = u64::BITS as usize;

impl DocSet {
    /// No document of a segment of `documents`.
    pub(crate) fn none(documents: usize) -> Self {
        Self { blocks: vec![0; documents.div_ceil(BITS)] }
    }

    /// Every document, deleted ones too.
    pub(crate) fn all(documents: usize) -> Self {
        Self { blocks: vec![u64::MAX; documents.div_ceil(BITS)] }
    }

    pub(crate) fn insert(&mut self, doc: DocId) {
        if let Some(block) = self.blocks.get_mut(doc as usize / BITS) {
            *block |= 1 << (doc as usize % BITS);
        }
    }

    pub(crate) fn contains(&self, doc: DocId) -> bool {
        self.blocks.get(doc as usize / BITS).is_some_and(|block| block >> (doc as usize % BITS) & 1 == 1)
    }

    /// The documents, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> {
        self.blocks.iter().enumerate().flat_map(|(at, block)| {
            let mut bits = *block;
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                DocId::try_from(at * BITS + bit).ok()
            })
        })
    }

    /// Keeps what is in the other set too.
    pub(crate) fn intersect(&mut self, other: &Self) {
        self.blocks.iter_mut().zip(&other.blocks).for_each(|(block, other)| *block &= other);
    }

    /// Adds what is in the other set.
    pub(crate) fn unite(&mut self, other: &Self) {
        self.blocks.iter_mut().zip(&other.blocks).for_each(|(block, other)| *block |= other);
    }

    /// Removes what is in the other set.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.blocks.iter_mut().zip(&other.blocks).for_each(|(block, other)| *block &= !other);
    }
}

#[cfg(test)]
mod tests {
    use super::DocSet;

    fn set(docs: &[u32]) -> DocSet {
        let mut set = DocSet::none(130);
        docs.iter().for_each(|doc| set.insert(*doc));
        set
    }

    #[test]
    fn sets_are_joined_and_cut() {
        let (a, b) = (set(&[0, 63, 64, 129]), set(&[63, 129, 100]));
        let with = |change: fn(&mut DocSet, &DocSet)| {
            let mut changed = a.clone();
            change(&mut changed, &b);
            changed
        };
        assert_eq!(with(DocSet::intersect), set(&[63, 129]));
        assert_eq!(with(DocSet::unite), set(&[0, 63, 64, 100, 129]));
        assert_eq!(with(DocSet::remove), set(&[0, 64]));
        assert_eq!(a.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert!(a.contains(129) && !a.contains(1) && !a.contains(9_999));
        assert!((0..130).all(|doc| DocSet::all(130).contains(doc)));
    }
}
