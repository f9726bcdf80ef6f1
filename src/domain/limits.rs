//! Every limit of the shop, in one place. Those a merchant may change stand in the settings and start from here.

/// Longest search text, in characters.
pub const QUERY_CHARS_MAX: usize = 256;
/// Most words of a search text that are looked up.
pub const QUERY_TERMS_MAX: usize = 16;
/// Synonyms a merchant keeps, in the file and in the books each; phrases of one, and words of a phrase.
pub const SYNONYMS_MAX: usize = 2_000;
pub const SYNONYM_PHRASES_MAX: usize = 16;
pub const SYNONYM_WORDS_MAX: usize = 4;
pub const SYNONYM_CHARS_MAX: usize = 500;
/// The largest file of synonyms.
pub const SYNONYM_FILE_BYTES_MAX: u64 = 1024 * 1024;
/// The largest file of a merchant's own messages.
pub const MESSAGES_FILE_BYTES_MAX: u64 = 1024 * 1024;
/// Synonyms one search text is widened by.
pub const SYNONYMS_MEANT_MAX: usize = 16;
/// Longest text that is written down as searched for, and digits it may have where it found nothing or is shown to others.
pub const SEARCH_LOG_CHARS_MAX: usize = 80;
pub const SEARCH_LOG_DIGITS_MAX: usize = 6;
/// Texts of one day that are counted, of one network a day, and texts that wait to be written.
pub const SEARCH_LOG_TEXTS_MAX: u64 = 5_000;
pub const SEARCH_LOG_NETWORK_MAX: usize = 100;
pub const SEARCH_LOG_WAITING_MAX: usize = 2_000;
/// What the log remembers of today, to count each network once; all of it is forgotten when it's more.
pub const SEARCH_LOG_SEEN_MAX: usize = 200_000;
/// Days that searches are kept, and days that suggestions are made from.
pub const SEARCH_LOG_DAYS: u64 = 90;
pub const SUGGESTED_DAYS: u64 = 30;
/// Searches before a text is shown to others, and how many such texts there are at most.
pub const SUGGESTED_SEARCHES_MIN: u32 = 3;
pub const SUGGESTED_TEXTS_MAX: usize = 5_000;
/// Rows of a report on searches.
pub const SEARCHES_LISTED_MAX: usize = 1_000;
/// Words of a text that are left out in turn where nothing has all of them, other texts that are offered, filters that are tried without.
pub const HELP_WORDS_MAX: usize = 6;
pub const HELP_TEXTS_MAX: usize = 3;
pub const HELP_FILTERS_MAX: usize = 8;
/// Rows that are suggested: texts, categories and products; never more than ten together.
pub const SUGGESTED_QUERIES: usize = 4;
pub const SUGGESTED_CATEGORIES: usize = 3;
pub const SUGGESTED_PRODUCTS: usize = 3;
/// Products on a page of results: the default and the most a client may ask for.
pub const PAGE_DEFAULT: usize = 60;
pub const PAGE_MAX: usize = 100;
/// Products that a list may have moved by between two of its pages, and products that say where it goes on.
pub const LIST_MOVED_MAX: usize = 12;
pub const LIST_AFTER_MAX: usize = 6;
/// How far paging goes, in products.
pub const PAGE_DEPTH_MAX: usize = 100_000;
/// How long the index may take for one question, and how long a scan of the books may take in its place.
pub const SEARCH_BUDGET_MS: u64 = 2_000;
pub const SCAN_BUDGET_MS: u64 = 250;
/// Products that such a scan looks at, and how far its pages go.
pub const SCAN_PRODUCTS_MAX: u64 = 100_000;
pub const SCAN_DEPTH_MAX: usize = 1_000;
/// Questions that may wait for a thread.
pub const SEARCHES_WAITING_MAX: usize = 128;
/// The largest file of posting lists that is held in memory.
pub const INDEX_FILE_HELD_BYTES_MAX: u64 = 1024 * 1024;
/// Documents in a segment that is merged with others: larger ones are left alone but for their deleted share.
pub const INDEX_MERGE_DOCUMENTS_MAX: usize = 1_000_000;
/// Lags of the index that are remembered for its figures.
pub const INDEX_LAGS_KEPT: usize = 2_048;
/// An index whose files are whole is built anew for a failed question once in so long.
pub const INDEX_SUSPECT_MS: i64 = 10 * 60 * 1000;
/// Values a facet shows, and values of one facet that may be selected.
pub const FACET_VALUES_MAX: usize = 20;
pub const FACET_SELECTED_MAX: usize = 50;
/// Attributes that are facets of one result, those that may be selected at once, and the longest value that is one, in characters.
pub const FACET_ATTRIBUTES_MAX: usize = 8;
pub const FACET_ATTRIBUTES_SELECTED_MAX: usize = 16;
pub const FACET_VALUE_CHARS_MAX: usize = 60;

/// Lines in a cart, and units on a line, unless the settings say otherwise.
pub const CART_LINES_MAX: u32 = 100;
pub const QUANTITY_MAX: u32 = 99;
/// The most that the settings can say, so that every sum of a cart can be represented.
pub const CART_LINES_CEILING: u32 = 1_000;
pub const QUANTITY_CEILING: u32 = 100_000;
/// Units of one SKU that one network address may hold in all its carts.
pub const CLIENT_UNITS_MAX: u32 = 200;
/// Different products that are saved for later.
pub const SAVED_MAX: usize = 100;
/// Answered requests a cart remembers, so that a lost answer can be asked for again.
pub const CART_RECENT_MAX: usize = 16;

/// What a product may carry.
pub const TITLE_CHARS_MAX: usize = 500;
pub const HANDLE_CHARS_MAX: usize = 200;
pub const DESCRIPTION_BYTES_MAX: usize = 256 * 1024;
pub const VARIANTS_MAX: usize = 2_000;
pub const OPTIONS_MAX: usize = 3;
pub const IMAGES_MAX: usize = 250;
pub const ATTRIBUTES_MAX: usize = 400;
pub const TAGS_MAX: usize = 250;
pub const CATEGORY_DEPTH_MAX: usize = 8;
pub const SKU_CHARS_MAX: usize = 128;
/// Largest stock of one variant, and largest price in minor units: the dearest cart the ceilings allow stays inside 64 bits.
pub const STOCK_MAX: u64 = 1_000_000_000_000;
pub const PRICE_MINOR_MAX: i64 = 10_000_000_000;

/// Largest picture that is copied; pixels of one that smaller ones are made of, and memory for its pixels.
pub const IMAGE_BYTES_MAX: u64 = 10 * 1024 * 1024;
pub const PICTURE_PIXELS_MAX: u64 = 40_000_000;
pub const PICTURE_BYTES_MAX: u64 = 400 * 1024 * 1024;

/// Longest line of an address, name or mail address, in characters.
pub const ADDRESS_CHARS_MAX: usize = 200;
pub const EMAIL_CHARS_MAX: usize = 254;

/// Declined attempts after which a payment is taken back, and a cart's hold isn't renewed any more.
pub const DECLINES_MAX: u32 = 5;
/// Refunds of one order, and the length of a note on it.
pub const REFUNDS_MAX: usize = 100;
pub const NOTE_CHARS_MAX: usize = 500;
/// Returns that one list at a terminal shows.
pub const RETURNS_LISTED_MAX: usize = 200;
/// Returns of one order, characters of what a customer says to one, of where it is to be sent, and days to ask for it.
pub const RETURNS_MAX: usize = 20;
pub const RETURN_COMMENT_CHARS_MAX: usize = 1_000;
pub const RETURN_INSTRUCTIONS_CHARS_MAX: usize = 2_000;
pub const RETURN_DAYS_MAX: u16 = 3_650;
/// Waits between tries to send a letter: they double from the first to the second. Then how long it's tried at all.
pub const MAIL_RETRY_MIN_MS: i64 = 30_000;
pub const MAIL_RETRY_MAX_MS: i64 = 60 * 60_000;
pub const MAIL_GIVE_UP_MS: i64 = 3 * 24 * 60 * 60_000;
/// A link to a new password is soon worth nothing.
pub const MAIL_RESET_GIVE_UP_MS: i64 = 60 * 60_000;
/// Letters that one run sends at most, and characters kept of what a mail server said.
pub const MAIL_RUN_MAX: usize = 100;
pub const MAIL_ERROR_CHARS_MAX: usize = 300;

/// `Idempotency-Key`: its shortest and longest form.
pub const KEY_CHARS_MIN: usize = 16;
pub const KEY_CHARS_MAX: usize = 64;

/// The longest way of a parcel.
pub const DELIVERY_DAYS_MAX: u16 = 365;

/// A coupon's code: its shortest and longest form; and how many coupons one list shows.
pub const CODE_CHARS_MIN: usize = 3;
pub const CODE_CHARS_MAX: usize = 40;
pub const COUPONS_LISTED_MAX: usize = 10_000;
/// Longest name that programs use for a shipping method; zones, methods of a zone, and local tax rates in the settings.
pub const METHOD_ID_CHARS_MAX: usize = 32;
pub const ZONES_MAX: usize = 300;
pub const METHODS_MAX: usize = 20;
pub const LOCAL_RATES_MAX: usize = 5_000;
/// The name of a card or a way to pay, in characters.
pub const PAYMENT_TOKEN_CHARS_MAX: usize = 128;
/// The largest answer of a payment provider that is read.
pub const PROVIDER_BODY_BYTES_MAX: usize = 1024 * 1024;
/// Hundreds of refunds of one payment that are looked through.
pub const REFUND_PAGES_MAX: u32 = 10;
/// Secrets of a webhook at the same time, while one is rolled over.
pub const WEBHOOK_SECRETS_MAX: usize = 8;
/// Accounts: the length of a password in characters, addresses in a book, browsers signed in at once, open links to a new password.
pub const PASSWORD_CHARS_MIN: usize = 8;
pub const PASSWORD_CHARS_MAX: usize = 128;
pub const CUSTOMER_ADDRESSES_MAX: usize = 20;
pub const CUSTOMER_SESSIONS_MAX: usize = 30;
pub const CUSTOMER_RESETS_MAX: usize = 3;
/// A visit ends when nothing was asked for so long, and at the latest after so long.
pub const SESSION_IDLE_MS: i64 = 30 * 24 * 60 * 60 * 1000;
pub const SESSION_LIFE_MS: i64 = 90 * 24 * 60 * 60 * 1000;
/// How exactly the shop knows when a browser was there last.
pub const SESSION_SEEN_MS: i64 = 10 * 60 * 1000;
/// How long a link to a new password works.
pub const RESET_LIFE_MS: i64 = 60 * 60 * 1000;
/// Wrong passwords of one network for one account that are free; from then on each wait is twice the one before, up to the longest.
pub const SIGN_IN_TRIES_FREE: u32 = 5;
pub const SIGN_IN_WAIT_MAX_MS: i64 = 5 * 60 * 1000;
/// Pairs of account and network that wrong passwords are remembered for.
pub const SIGN_IN_FAILURES_MAX: usize = 10_000;
/// Passwords that may wait to be hashed.
pub const PASSWORDS_WAITING_MAX: usize = 48;

/// Reviews: the length of a title, of the text and of the shop's reply, in characters.
pub const REVIEW_TITLE_CHARS_MAX: usize = 120;
pub const REVIEW_BODY_CHARS_MAX: usize = 5_000;
pub const REVIEW_REPLY_CHARS_MAX: usize = 2_000;
/// Reviews on a page: the default and the most; on the product's own page, where longer texts are cut.
pub const REVIEWS_PAGE_DEFAULT: usize = 10;
pub const REVIEWS_PAGE_MAX: usize = 50;
pub const REVIEWS_SHOWN: usize = 3;
pub const REVIEW_SHOWN_CHARS: usize = 600;
/// Reviews that one list at a terminal shows.
pub const REVIEWS_LISTED_MAX: usize = 200;

/// Live stock: SKUs one listener may watch, listeners of one network, and the longest message of a client.
pub const LIVE_SKUS_MAX: usize = 100;
pub const LIVE_NETWORK_MAX: u32 = 32;
pub const LIVE_MESSAGE_BYTES_MAX: usize = 16 * 1024;
/// Variants and carts that may wait to be told of; with more, everybody looks for themselves.
pub const LIVE_WAITING_MAX: usize = 10_000;

/// What search engines are told of a product: characters of its description, and variants.
pub const DESCRIBED_CHARS_MAX: usize = 600;
pub const DESCRIBED_VARIANTS_MAX: usize = 100;
/// Characters of a page's title, beside the shop's name, and of its description.
pub const HEAD_TITLE_CHARS_MAX: usize = 70;
pub const HEAD_DESCRIPTION_CHARS_MAX: usize = 155;
/// Addresses in one sitemap, as the protocol has it; the most bytes of one, and the longest address.
pub const SITEMAP_ADDRESSES_MAX: u64 = 50_000;
pub const SITEMAP_BYTES_MAX: usize = 50 * 1024 * 1024;
pub const SITEMAP_ADDRESS_CHARS_MAX: usize = 2_047;
/// Categories and collections that it names.
pub const SITEMAP_LISTS_MAX: usize = 40_000;
/// Products of the feed that are read at once; feeds and sitemaps that are made at the same time; how long one may take.
pub const FEED_PAGE: usize = 250;
pub const FEEDS_AT_ONCE_MAX: usize = 4;
pub const FEED_TIME_MAX_MS: u64 = 10 * 60_000;

/// Orders on a page of the history: the default and the most.
pub const ORDERS_PAGE_DEFAULT: usize = 20;
pub const ORDERS_PAGE_MAX: usize = 100;

/// What is bought together: lines of an order that are counted, orders that are looked back over, and different pairs of
/// products that are kept, at 16 bytes each.
pub const BASKET_LINES_MAX: usize = 1_000;
pub const ORDERS_COUNTED_MAX: u64 = 200_000;
pub const PAIRS_MAX: u64 = 5_000_000;
/// Products in a strip of recommendations, and how many one explanation goes through.
pub const ALSO_BOUGHT_MAX: usize = 12;
pub const EXPLAINED_MAX: usize = 100;
/// Products a browser remembers to have looked at.
pub const VIEWED_MAX: usize = 12;
/// Collections of a shop, products pinned in one, and the length of its saved query.
pub const COLLECTIONS_MAX: usize = 1_000;

/// Pages of text, and how long one can be.
pub const CONTENTS_MAX: usize = 100;
pub const CONTENT_BYTES_MAX: usize = 200_000;
pub const PINS_MAX: usize = 50;
pub const QUERY_TEXT_CHARS_MAX: usize = 2_000;
