//! Rows that make up products by their handle, for the formats with a row for each variant and each image.
//!
//! A product ends where the next handle begins. Of the products before it only a hash of the handle is kept, so that later
//! rows of theirs are known as such and added instead of replacing what was read.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::draft::Draft;
use super::field::Field;
use super::note::{Entries, RowNote};
use crate::base::text;

#[derive(Default)]
pub(super) struct Groups {
    current: Option<Group>,
    /// By the hash of the handle.
    past: HashMap<u64, Fate>,
}

struct Group {
    key: String,
    draft: Draft,
    /// Why nothing is known of the product, once its first row couldn't be read.
    lost: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Found,
    Refused,
}

/// How a row stands to the product it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    First,
    Further,
}

impl Groups {
    /// The product of this row: the current one, or a new one when the handle changes.
    ///
    /// # Errors
    /// Without handle and title nobody knows the product; and where its first row was refused, the others are too.
    pub fn product(&mut self, handle: Field<'_>, title: Field<'_>, out: &mut Entries) -> Result<(&mut Draft, Place), RowNote> {
        let place = self.enter(handle, title, out)?;
        let group = self.current_mut();
        if let Some(why) = &group.lost {
            return Err(handle.note(format!("{why}, so this row is too")));
        }
        if place == Place::First
            && let Err(note) = group.draft.set_handle(handle)
        {
            group.lose();
            return Err(note);
        }
        let other_title = place == Place::Further && title.given() && !group.draft.title.is_empty() && group.draft.title != text::tidy(title.text);
        if other_title {
            out.warn(title.note(format!("another row of this product calls it {:?}, and so do we", group.draft.title)));
        }
        Ok((&mut group.draft, place))
    }

    /// Notes a row that can't be read at all. When it is the first of its product, the others are refused with it.
    pub fn refuse(&mut self, handle: Field<'_>, title: Field<'_>, note: RowNote, out: &mut Entries) {
        if let Ok(place) = self.enter(handle, title, out) {
            let group = self.current_mut();
            group.draft.refuse(note, out);
            if place == Place::First {
                group.lose();
            }
        } else {
            out.refuse(note);
        }
    }

    /// Notes that the first row of the current product can't be read; its further rows are refused with it.
    pub fn refuse_product(&mut self, note: RowNote, out: &mut Entries) {
        if let Some(group) = &mut self.current {
            group.lose();
        }
        out.refuse(note);
    }

    /// Ends the current product, if there is one.
    pub fn close(&mut self, out: &mut Entries) {
        let Some(group) = self.current.take() else {
            return;
        };
        let hash = hash(&group.key);
        let before = self.past.get(&hash).copied();
        let found = group.lost.is_none() && group.draft.finish(before == Some(Fate::Found), out);
        let fate = if found || before == Some(Fate::Found) { Fate::Found } else { Fate::Refused };
        self.past.insert(hash, fate);
    }

    fn enter(&mut self, handle: Field<'_>, title: Field<'_>, out: &mut Entries) -> Result<Place, RowNote> {
        let key = if handle.given() { handle.text.to_lowercase() } else { text::tidy(title.text).to_lowercase() };
        if key.is_empty() {
            return Err(handle.missing("write the handle of the product this row belongs to, or a title"));
        }
        if self.current.as_ref().is_some_and(|group| group.key == key) {
            return Ok(Place::Further);
        }
        self.close(out);
        let refused = self.past.get(&hash(&key)) == Some(&Fate::Refused) && !title.given();
        let lost = refused.then(|| "this product was refused further up".to_owned());
        self.current = Some(Group { key, draft: Draft::new(handle.line), lost });
        Ok(Place::First)
    }

    fn current_mut(&mut self) -> &mut Group {
        self.current.as_mut().expect("`enter` has just made sure of a current product")
    }
}

impl Group {
    fn lose(&mut self) {
        self.lost = Some(format!("the first row of this product, line {}, was refused", self.draft.line));
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
