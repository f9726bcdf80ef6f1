//! Every table of the shop: its name in the file, its key, its row.

/// One table; `index` is its place in [`ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Table {
    pub index: usize,
    pub name: &'static str,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $constant:ident = $name:literal;)*) => {
        tables!(@number 0_usize; $($(#[$doc])* $constant = $name;)*);
        /// All tables, each at its index.
        pub const ALL: &[Table] = &[$($constant),*];
    };
    (@number $index:expr; $(#[$doc:meta])* $constant:ident = $name:literal; $($rest:tt)*) => {
        $(#[$doc])*
        pub const $constant: Table = Table { index: $index, name: $name };
        tables!(@number $index + 1_usize; $($rest)*);
    };
    (@number $index:expr;) => {};
}

tables! {
    /// `&str` → number: the schema's version, the next free ids, the shop's own secret.
    META = "meta";
    /// `ProductId` → `Product`
    PRODUCTS = "products";
    /// `ProductId` → `Details`: description and attributes
    DETAILS = "details";
    /// handle → `ProductId`
    HANDLES = "handles";
    /// handle → `ProductId`: what products were called before, as long as no other is called so
    OLD_HANDLES = "old_handles";
    /// SKU → `SkuOwner`
    SKUS = "skus";
    /// `VariantId` → `Stock`
    STOCK = "stock";
    /// category path → `Shelf`
    SHELVES = "shelves";
    /// `SessionId` → `Session`
    SESSIONS = "sessions";
    /// `CustomerId` → `Customer`
    CUSTOMERS = "customers";
    /// mail address in lower case → `CustomerId`
    CUSTOMER_EMAILS = "customer_emails";
    /// (`CustomerId`, `SessionId`) → nothing: the browsers that are signed in
    CUSTOMER_SESSIONS = "customer_sessions";
    /// (`CustomerId`, all ones minus `OrderId`) → nothing: the history, newest first
    CUSTOMER_ORDERS = "customer_orders";
    /// (`CustomerId`, key) → `PlacedKey`: the same as `placed_keys`, whatever browser the customer uses
    CUSTOMER_KEYS = "customer_keys";
    /// digest of a token → `Reset`: links to a new password
    PASSWORD_RESETS = "password_resets";
    /// `ReviewId` → `Review`
    REVIEWS = "reviews";
    /// (`CustomerId`, `ProductId`) → `ReviewId`
    CUSTOMER_REVIEWS = "customer_reviews";
    /// (`ProductId`, order, stars, all ones minus rank, all ones minus `ReviewId`) → nothing: those that are shown, as pages list them
    PRODUCT_REVIEWS = "product_reviews";
    /// (standing, all ones minus `ReviewId`) → nothing: all of them, newest first
    REVIEWS_BY_STANDING = "reviews_by_standing";
    /// (`ReviewId`, `CustomerId`) → number: the edition that somebody found helpful
    REVIEW_VOTES = "review_votes";
    /// (`CustomerId`, `ReviewId`) → nothing: the same, by who said so
    CUSTOMER_VOTES = "customer_votes";
    /// `CartId` → `Cart`
    CARTS = "carts";
    /// (`Timestamp`, `CartId`) → nothing: when the next hold of a cart runs out
    HOLDS_DUE = "holds_due";
    /// (client, `VariantId`) → units: what one network holds of one variant
    CLIENT_HOLDS = "client_holds";
    /// `CartId` → `Checkout`
    CHECKOUTS = "checkouts";
    /// `OrderId` → `Order`
    ORDERS = "orders";
    /// `OrderNumber` → `OrderId`
    ORDER_NUMBERS = "order_numbers";
    /// (`SessionId`, key) → `PlacedKey`: which order an Idempotency-Key made, for ever
    PLACED_KEYS = "placed_keys";
    /// `OrderId` → nothing: orders that a payment or a refund is still to be settled of
    UNSETTLED = "unsettled";
    /// `OrderId` → nothing: orders with a return that is asked for or on its way
    OPEN_RETURNS = "open_returns";
    /// `OrderId` → what was done with its practice payment, where its card asks
    PRACTICE = "practice";
    /// `LetterId` → `Owed`: letters to be sent
    OUTBOX = "outbox";
    /// `LetterId` → `Owed`: letters that were given up
    UNDELIVERED = "undelivered";
    /// code → `Coupon`
    COUPONS = "coupons";
    /// (code, digest of the mail address) → number: how many orders of one customer hold a use
    COUPON_USES = "coupon_uses";
    /// handle → `Collection`
    COLLECTIONS = "collections";
    /// handle → `Content`: pages of text
    CONTENTS = "contents";
    /// handle → title: the pages of text that each page links to
    FOOT = "foot";
    /// as it is written → `Synonym`
    SYNONYMS = "synonyms";
    /// (`Day`, text) → `SearchCount`: what was searched for
    SEARCH_LOG = "search_log";
    /// rising number → `Event`, without gaps
    EVENTS = "events";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn each_table_stands_at_its_index_under_its_own_name() {
        for (place, table) in ALL.iter().enumerate() {
            assert_eq!(place, table.index);
            assert_eq!(ALL.iter().filter(|other| other.name == table.name).count(), 1);
        }
    }
}
