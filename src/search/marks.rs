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
        self.0.iter().enumerate().for_each(|(number, marks)| each_bit(number, *marks, &mut visit));
    }

    /// The same, and takes them away.
    #[inline]
    pub fn take_each(&mut self, mut visit: impl FnMut(usize)) {
        self.0.iter_mut().enumerate().for_each(|(number, marks)| each_bit(number, std::mem::take(marks), &mut visit));
    }
}

#[inline]
fn each_bit(number: usize, mut marks: u64, visit: &mut impl FnMut(usize)) {
    while marks != 0 {
        visit(number * 64 + place(marks.trailing_zeros()));
        marks &= marks - 1;
    }
}
