//! The one hub: knows who listens to which products and to which cart, and wakes them.
//!
//! - A listener has a bell, not a queue: it wakes, reads what is true by now, and tells that. However slow it is, nothing piles up for it.
//! - Places are counted, in all and for each network.
//! - While nobody listens the feed of the books is closed, and a commit costs one look at a lock.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::domain::cart::CartId;
use crate::domain::product::ProductId;
use crate::store::feed::{Changed, Feed};

/// What a listener was woken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// A product it watches was changed itself, not only its stock.
    pub catalogue: bool,
    pub cart: bool,
}

const CATALOGUE: u8 = 1;
const CART: u8 = 2;

#[derive(Default)]
struct Bell {
    notify: Notify,
    reasons: AtomicU8,
}

impl Bell {
    fn ring(&self, reasons: u8) {
        self.reasons.fetch_or(reasons, Ordering::AcqRel);
        self.notify.notify_one();
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    pub all_max: u32,
    /// No limit where it is missing.
    pub network_max: Option<u32>,
}

/// Why nobody can listen in addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// This network listens enough.
    Network,
    /// The shop has as many listeners as it can have, or is closing.
    Shop,
}

pub struct Hub {
    feed: Arc<Feed>,
    places: Places,
    registry: Mutex<Registry>,
    closed: AtomicBool,
}

type Bells<K> = HashMap<K, HashMap<u64, Arc<Bell>>>;

#[derive(Default)]
struct Registry {
    newest: u64,
    all: HashMap<u64, Arc<Bell>>,
    networks: HashMap<u64, u32>,
    products: Bells<ProductId>,
    carts: Bells<CartId>,
}

/// The place of one listener; left when it is dropped.
pub struct Place {
    hub: Arc<Hub>,
    number: u64,
    network: u64,
    bell: Arc<Bell>,
    products: HashSet<ProductId>,
    cart: Option<CartId>,
}

impl Hub {
    #[must_use]
    pub fn new(feed: Arc<Feed>, places: Places) -> Self {
        Self { feed, places, registry: Mutex::default(), closed: AtomicBool::new(false) }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// Says what is full.
    pub fn enter(self: &Arc<Self>, network: u64) -> Result<Place, Full> {
        let mut registry = self.lock();
        let here = registry.networks.get(&network).copied().unwrap_or(0);
        if self.places.network_max.is_some_and(|max| here >= max) {
            return Err(Full::Network);
        }
        let full = u32::try_from(registry.all.len()).is_ok_and(|count| count >= self.places.all_max);
        if full || self.closed.load(Ordering::Acquire) {
            return Err(Full::Shop);
        }
        registry.networks.insert(network, here.saturating_add(1));
        registry.newest = registry.newest.wrapping_add(1);
        let (number, bell) = (registry.newest, Arc::<Bell>::default());
        registry.all.insert(number, Arc::clone(&bell));
        self.feed.open();
        drop(registry);
        Ok(Place { hub: Arc::clone(self), number, network, bell, products: HashSet::new(), cart: None })
    }

    /// Waits for the next change, and wakes those whom it concerns; returns how often a bell rang.
    pub async fn tell(&self) -> usize {
        self.feed.changed().await;
        self.wake(&self.feed.take())
    }

    fn wake(&self, changed: &Changed) -> usize {
        let registry = self.lock();
        if changed.everything {
            registry.all.values().for_each(|bell| bell.ring(CATALOGUE | CART));
            return registry.all.len();
        }
        let stocked = ring(&registry.products, &changed.stocked, 0);
        let saved = ring(&registry.products, &changed.saved, CATALOGUE);
        let carts = ring(&registry.carts, &changed.carts, CART);
        stocked.saturating_add(saved).saturating_add(carts)
    }

    /// Ends everybody's listening, because the shop stops.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.lock().all.values().for_each(|bell| bell.ring(0));
    }

    #[must_use]
    pub fn listeners(&self) -> usize {
        self.lock().all.len()
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks up from the smaller side: a commit may touch thousands of products while one is watched, and the other way round.
fn ring<K: Eq + Hash>(bells: &Bells<K>, changed: &HashSet<K>, reasons: u8) -> usize {
    let ring = |bells: &HashMap<u64, Arc<Bell>>| {
        bells.values().for_each(|bell| bell.ring(reasons));
        bells.len()
    };
    if changed.len() <= bells.len() {
        changed.iter().filter_map(|key| bells.get(key)).map(ring).sum()
    } else {
        bells.iter().filter(|(key, _)| changed.contains(key)).map(|(_, bells)| ring(bells)).sum()
    }
}

fn leave<K: Eq + Hash>(bells: &mut Bells<K>, key: K, number: u64) {
    if let Some(here) = bells.get_mut(&key) {
        here.remove(&number);
        if here.is_empty() {
            bells.remove(&key);
        }
    }
}

impl Place {
    /// Listens to these products and this cart from now on, and to no others.
    pub fn listen(&mut self, products: HashSet<ProductId>, cart: Option<CartId>) {
        let mut registry = self.hub.lock();
        for gone in self.products.difference(&products) {
            leave(&mut registry.products, *gone, self.number);
        }
        for new in products.difference(&self.products) {
            registry.products.entry(*new).or_default().insert(self.number, Arc::clone(&self.bell));
        }
        if self.cart != cart {
            if let Some(gone) = self.cart {
                leave(&mut registry.carts, gone, self.number);
            }
            if let Some(new) = cart {
                registry.carts.entry(new).or_default().insert(self.number, Arc::clone(&self.bell));
            }
        }
        drop(registry);
        (self.products, self.cart) = (products, cart);
    }

    /// Waits until something it listens to may have changed since it was last asked; nothing when the shop stops.
    pub async fn woken(&self) -> Option<Reasons> {
        if !self.hub.closed.load(Ordering::Acquire) {
            self.bell.notify.notified().await;
        }
        if self.hub.closed.load(Ordering::Acquire) {
            return None;
        }
        let reasons = self.bell.reasons.swap(0, Ordering::AcqRel);
        Some(Reasons { catalogue: reasons & CATALOGUE != 0, cart: reasons & CART != 0 })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.listen(HashSet::new(), None);
        let mut registry = self.hub.lock();
        registry.all.remove(&self.number);
        match registry.networks.get(&self.network).map(|here| here.saturating_sub(1)) {
            Some(left) if left > 0 => drop(registry.networks.insert(self.network, left)),
            _ => drop(registry.networks.remove(&self.network)),
        }
        if registry.all.is_empty() {
            self.hub.feed.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Full, Hub, Places, Reasons};
    use crate::domain::cart::CartId;
    use crate::domain::product::ProductId;
    use crate::store::feed::{Changed, Feed};

    fn hub(all_max: u32, network_max: u32) -> Arc<Hub> {
        Arc::new(Hub::new(Arc::new(Feed::default()), Places { all_max, network_max: Some(network_max) }))
    }

    fn stocked(product: u64) -> Changed {
        Changed { stocked: [ProductId(product)].into(), ..Changed::default() }
    }

    #[test]
    fn places_are_counted_and_given_back() {
        let hub = hub(3, 2);
        let (first, second) = (hub.enter(7).expect("a place"), hub.enter(7).expect("a place"));
        assert_eq!(hub.enter(7).err(), Some(Full::Network));
        let third = hub.enter(8).expect("another network");
        assert_eq!(hub.enter(9).err(), Some(Full::Shop));
        drop((first, third));
        assert_eq!(hub.listeners(), 1);
        drop((hub.enter(7).expect("a place"), second));
        assert_eq!(hub.listeners(), 0);
        let registry = hub.lock();
        assert!(registry.networks.is_empty() && registry.products.is_empty() && registry.carts.is_empty());
    }

    #[tokio::test]
    async fn only_those_it_concerns_are_woken_and_a_wake_waits_for_its_listener() {
        let hub = hub(9, 9);
        let (mut ada, mut bob) = (hub.enter(1).expect("a place"), hub.enter(1).expect("a place"));
        ada.listen([ProductId(1), ProductId(2)].into(), Some(CartId(5)));
        bob.listen([ProductId(3)].into(), None);
        hub.wake(&stocked(2));
        hub.wake(&stocked(1));
        assert_eq!(ada.woken().await, Some(Reasons::default()), "once, though it happened twice and before anybody waited");
        hub.wake(&Changed { carts: [CartId(5)].into(), saved: [ProductId(1)].into(), ..Changed::default() });
        assert_eq!(ada.woken().await, Some(Reasons { catalogue: true, cart: true }));
        hub.wake(&Changed { everything: true, ..Changed::default() });
        assert_eq!(bob.woken().await, Some(Reasons { catalogue: true, cart: true }), "the first that concerns Bob");
        bob.listen([].into(), None);
        hub.wake(&stocked(3));
        hub.close();
        assert_eq!((bob.woken().await, ada.woken().await), (None, None));
        assert_eq!(hub.enter(2).err(), Some(Full::Shop));
    }
}
