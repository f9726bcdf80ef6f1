//! The numbers of a few thousand neighbouring documents while their words are added up.

use tantivy::DocId;

use super::lists::Lists;
use super::marks::Marks;
use super::rows::place;

/// Documents of a window: its numbers fit into the processor's nearest memory but one.
pub const WINDOW: u32 = 8_192;
const SIZE: usize = 8_192;
/// What a word's other fields add to its best one.
const OTHER_FIELDS: f32 = 0.1;
/// With so few documents left, the next word looks each of them up.
const LOOKED_UP_MAX: usize = 64;

/// How a document fits a text.
#[derive(Clone, Copy, Default)]
pub struct Fit {
    /// The sum of its words.
    pub score: f32,
    /// What it is worth by its code; 0 without.
    pub coded: f32,
    /// Words that it has, and that its name has.
    pub words: u8,
    pub names: u8,
}

/// One word of a document, while its fields are added up.
#[derive(Clone, Copy, Default)]
struct Word {
    best: f32,
    sum: f32,
    named: bool,
}

pub struct Window {
    pub start: DocId,
    words: Vec<Word>,
    /// Who has the word at hand.
    hit: Marks,
    fits: Vec<Fit>,
    /// Whose fit says something.
    seen: Marks,
}

impl Default for Window {
    fn default() -> Self {
        Self { start: 0, words: vec![Word::default(); SIZE], hit: Marks::new(SIZE), fits: vec![Fit::default(); SIZE], seen: Marks::new(SIZE) }
    }
}

impl Window {
    fn end(&self) -> DocId {
        self.start.saturating_add(WINDOW)
    }

    /// One more word.
    pub fn add(&mut self, word: &mut Lists) {
        self.read(word, |_| true);
        self.fold(&mut |_| ());
    }

    /// All words, as long as anybody is left who has them.
    pub fn add_all(&mut self, words: &mut [Lists]) {
        let mut left: Option<Marks> = None;
        for word in words {
            word.seek(self.start);
            match &left {
                None => self.read(word, |_| true),
                Some(left) if left.count() > LOOKED_UP_MAX => self.read(word, |at| left.has(at)),
                Some(left) => self.look_up(word, left.clone()),
            }
            let mut next = Marks::new(SIZE);
            self.fold(&mut |at| next.set(at));
            if next.count() == 0 {
                return;
            }
            left = Some(next);
        }
    }

    pub fn add_code(&mut self, code: &mut Lists) {
        code.seek(self.start);
        code.below(self.end(), |doc, score, _| {
            let at = place(doc - self.start);
            self.fits[at].coded += score;
            self.seen.set(at);
        });
    }

    /// Hands out what was added up and is ready for the next window.
    pub fn settle(&mut self, mut take: impl FnMut(DocId, Fit)) {
        let (start, fits) = (self.start, &mut self.fits);
        self.seen.take_each(|at| {
            let doc = u32::try_from(at).expect("a window is small");
            take(start + doc, std::mem::take(&mut fits[at]));
        });
    }

    fn read(&mut self, word: &mut Lists, wanted: impl Fn(usize) -> bool) {
        let (start, end) = (self.start, self.end());
        word.below(end, |doc, score, named| {
            let at = place(doc - start);
            if wanted(at) {
                self.words[at].add(score, named);
                self.hit.set(at);
            }
        });
    }

    fn look_up(&mut self, word: &mut Lists, mut left: Marks) {
        let start = self.start;
        left.take_each(|at| {
            let doc = u32::try_from(at).expect("a window is small");
            word.look_up(start + doc, |_, score, named| {
                self.words[at].add(score, named);
                self.hit.set(at);
            });
        });
    }

    /// Puts the word at hand into the fits.
    fn fold(&mut self, had: &mut impl FnMut(usize)) {
        let (words, fits, seen) = (&mut self.words, &mut self.fits, &mut self.seen);
        self.hit.take_each(|at| {
            let word = std::mem::take(&mut words[at]);
            let fit = &mut fits[at];
            fit.score += word.best + OTHER_FIELDS * (word.sum - word.best);
            fit.words += 1;
            fit.names += u8::from(word.named);
            seen.set(at);
            had(at);
        });
    }
}

impl Word {
    fn add(&mut self, score: f32, named: bool) {
        self.sum += score;
        self.best = self.best.max(score);
        self.named |= named;
    }
}
