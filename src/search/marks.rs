//! A mark for each of many documents.

use super::rows::place;

/// Marks by the place of a document, one bit each.
#[derive(Clone, Default)]
pub struct Marks(Vec<u64>);

impl Marks {
    pub fn new(documents: usize) -> Self {
        Self(vec![0; documents.div_ceil(64)])
    }

    #[inline]
    pub fn set(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    #[inline]
    pub fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|marks| place(marks.count_ones())).sum()
    }

    /// Visits the marks, rising.
    #[inline]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        for (number, marks) in self.0.iter().enumerate() {
            let mut rest = *marks;
            while rest != 0 {
                visit(number * 64 + place(rest.trailing_zeros()));
                rest &= rest - 1;
            }
        }
    }

    /// The same, and takes them away.
    #[inline]
    pub fn take_each(&mut self, mut visit: impl FnMut(usize)) {
        for (number, marks) in self.0.iter_mut().enumerate() {
            let mut rest = std::mem::take(marks);
            while rest != 0 {
                visit(number * 64 + place(rest.trailing_zeros()));
                rest &= rest - 1;
            }
        }
    }
}
