//! A made-up shop to look at: every read model a page shows, with plausible values. For the storybook and for tests.

use crate::base::clock::Timestamp;
use crate::domain::address::{Shipping, TypedAddress};
use crate::domain::cart::CartId;
use crate::domain::category::Category;
use crate::domain::checkout::Stage;
use crate::domain::country::{self, Country};
use crate::domain::coupon::{AppliedCoupon, CouponCode, CouponTrouble, Worth};
use crate::domain::customer::CustomerId;
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Actor, LedgerEntry, Moment, Movement, Order, OrderId, OrderLine, OrderNumber, SessionId, Status, Tracking};
use crate::domain::payment::{Method, Payment, PaymentState, ProviderName};
use crate::domain::pricing::{Terms, Totals, totals};
use crate::domain::product::{Attribute, Details, Image, Product, ProductId, Rating, Status as Shown, Variant, VariantId};
use crate::domain::quote::{Difference, LineChange, Quote};
use crate::domain::rate::Rate;
use crate::domain::refund::{Refund, RefundState, Returned};
use crate::domain::returns::{Return, ReturnReason, ReturnState, ReturnStep};
use crate::domain::review::{Reply, Review, ReviewId, Standing, StarCounts, Stars, Words};
use crate::domain::shipping::{DeliveryDays, ShippingMethod, ShippingMethodId};
use crate::domain::tax::Tax;
use crate::shop::cart::{CartCoupon, CartView, LineView};
use crate::shop::checkout::CheckoutView;
use crate::shop::product::{Card, ProductView};
use crate::shop::review::ReviewsView;
use crate::shop::saved::SavedView;
use crate::web::ui::layout::Layout;
use crate::web::ui::link::Link;

/// 23 November 2026, 14:05 UTC.
pub const NOW: Timestamp = Timestamp(1_795_442_700_000);

/// Where made-up pages look for their styles.
pub const STYLESHEET: &str = "/assets/shop.css";

const HOUR_MS: i64 = 3_600_000;

/// Title, brand, category, picture.
const THINGS: [(&str, &str, &str, &str); 12] = [
    ("Stoneware mug, petrol", "Kiln House", "Kitchen > Mugs", "mug:petrol"),
    ("Linen table lamp, sage", "Nordlys", "Lighting > Table lamps", "lamp:sage"),
    ("Studio headphones, charcoal", "Tallis Audio", "Audio > Headphones", "headphones:charcoal"),
    ("Day backpack, ochre", "Fernway", "Bags > Backpacks", "backpack:ochre"),
    ("Potted agave in terracotta", "Harrow & Pine", "Garden > Plants", "plant:terracotta"),
    ("Pour-over kettle, forest", "Kiln House", "Kitchen > Kettles", "kettle:forest"),
    ("Reading chair with a woven seat, walnut", "Ostra", "Furniture > Chairs", "chair:walnut"),
    ("Shelf speaker, cobalt", "Tallis Audio", "Audio > Speakers", "speaker:cobalt"),
    ("Field watch, midnight", "Meridian", "Wear > Watches", "watch:midnight"),
    ("Soy candle, rose", "Bluebird", "Home > Candles", "candle:rose"),
    ("Wool throw, brick", "Ostra", "Home > Textiles", "throw:brick"),
    ("Notebook, dotted, plum", "Bluebird", "Desk > Paper", "notebook:plum"),
];

const MUG_FACTS: [(&str, &str); 4] =
    [("Material", "Stoneware, lead-free glaze"), ("Holds", "320 ml, large 450 ml"), ("Care", "Dishwasher and microwave"), ("Made in", "Portugal")];

#[must_use]
pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

#[must_use]
pub fn layout(path: &str) -> Layout {
    let names = ["Kitchen", "Lighting", "Furniture", "Home", "Audio", "Bags", "Garden", "Desk", "Wear"];
    Layout {
        shop: "Ember & Oak".to_owned(),
        cart_count: 4,
        account: Some(Link::new("Sign in", "/account/login")),
        categories: names.iter().map(|name| Link::new(name, &format!("/collections/{}", name.to_lowercase()))).collect(),
        practice: true,
        mail: true,
        stylesheet: STYLESHEET.to_owned(),
        path: path.to_owned(),
        ..Layout::default()
    }
}

/// Card number `place` of an endless catalogue: some low in stock, reduced, without brand, rating or picture.
#[must_use]
pub fn card(place: u32) -> Card {
    let (title, brand, category, picture) = thing(place);
    let price = 1_200 + i64::from(place) * 7_919 % 18_800;
    let several = place % 4 == 3;
    let available = [40, 3, 12, 0, 999, 25, 1][seat(place, 7)];
    Card {
        id: ProductId(u64::from(place) + 1),
        handle: format!("sample-{place}"),
        title: title.to_owned(),
        brand: (place % 11 != 10).then(|| brand.to_owned()),
        category: Category::parse(category),
        price: usd(price),
        price_max: usd(if several { price + 2_000 } else { price }),
        compare_at_price: (place % 5 == 2).then(|| usd(price * 5 / 4)),
        rating: (place % 9 != 8)
            .then(|| Rating { average_hundredths: 300 + u16::try_from(place * 37 % 200).unwrap_or(0), count: place * 37 % 900 + 1 }),
        available,
        for_sale: true,
        image: (place % 13 != 12).then(|| image(picture, 0)),
        only_sku: (!several).then(|| format!("SAMPLE-{place}")),
        variant_count: if several { 4 } else { 1 },
    }
}

#[must_use]
pub fn cards(count: u32) -> Vec<Card> {
    (0..count).map(card).collect()
}

/// A mug in three colours and two sizes; one combination sold out, one that doesn't exist.
#[must_use]
pub fn product() -> ProductView {
    let combinations = [("Petrol", "Small", 14), ("Petrol", "Large", 3), ("Ochre", "Small", 0), ("Ochre", "Large", 8), ("Brick", "Small", 20)];
    let variants: Vec<Variant> = (1_u64..).zip(combinations).map(|(id, (colour, size, _))| mug_variant(id, colour, size)).collect();
    let product = Product {
        id: ProductId(1),
        handle: "stoneware-mug".to_owned(),
        title: "Stoneware mug".to_owned(),
        brand: Some("Kiln House".to_owned()),
        category: Category::parse("Kitchen > Mugs"),
        tags: vec!["stoneware".to_owned()],
        option_names: vec!["Colour".to_owned(), "Size".to_owned()],
        images: vec![image("mug:petrol", 0), image("mug:petrol", 1), image("mug:petrol", 2)],
        status: Shown::Active,
        listed_rating: Some(Rating { average_hundredths: 462, count: 199 }),
        variants,
        created_at: NOW,
        updated_at: NOW,
        version: 1,
        stars: star_counts(),
    };
    let details = Details {
        description: "<p>Thrown by hand and glazed inside and out. It keeps coffee warm for about forty minutes, \
                      fits under any machine and goes into the dishwasher.</p>\
                      <ul><li>Each one differs a little in height and shade.</li><li>The foot is left raw and sanded smooth.</li></ul>"
            .to_owned(),
        attributes: attributes(&MUG_FACTS),
    };
    let available = combinations.iter().map(|(_, _, stock)| *stock).collect();
    ProductView { card: card(0), product, details, available }
}

fn star_counts() -> StarCounts {
    let mut counts = StarCounts::default();
    [5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 3, 3, 1].into_iter().filter_map(Stars::new).for_each(|stars| counts.add(stars));
    counts
}

/// A short review with an answer, and a long one without a title in another script.
#[must_use]
pub fn reviews() -> ReviewsView {
    let product = product().product;
    let said = |id: u64, stars: u64, (title, body): (&str, &str), helpful| Review {
        id: ReviewId(id),
        product: product.id,
        customer: Some(CustomerId(id)),
        author: if id == 1 { "Ada".to_owned() } else { "شيرين".to_owned() },
        words: Words { stars: Stars::new(stars).expect("1 to 5"), title: title.to_owned(), body: body.to_owned() },
        verified: id == 1,
        standing: Standing::Shown,
        written_at: NOW,
        edition: 0,
        helpful,
        reply: (id == 1).then(|| Reply { text: "Thank you, Ada. The next batch has a wider handle.".to_owned(), at: NOW }),
    };
    let first = said(1, 4, ("Warm to the last sip", "Keeps coffee warm while I read.\n\nThe handle is small for <big> hands."), 12);
    let second = said(2, 5, ("", &"كوب جميل جدا. ".repeat(60)), 0);
    let rating = product.rating();
    ReviewsView { handle: product.handle, title: product.title, rating, listed: 199, stars: product.stars, reviews: vec![first, second], next: None }
}

#[must_use]
pub fn cart() -> CartView {
    let held = Some(NOW.plus_ms(HOUR_MS / 2));
    let lines = vec![
        LineView { options: options(&[("Colour", "Petrol"), ("Size", "Large")]), ..line(0, 2, 3, held) },
        line(9, 1, 12, None),
        LineView { available: 0, ..line(6, 1, 0, None) },
    ];
    cart_of(lines, 4)
}

/// A line in each state there is: held for long and for minutes, let go with enough left, with too few, with nothing left, not sold any more.
#[must_use]
pub fn troubled_cart() -> CartView {
    let until = |minutes: i64| Some(NOW.plus_ms(minutes * HOUR_MS / 60));
    let lines = vec![
        line(0, 2, 3, until(25)),
        line(1, 1, 9, until(2)),
        line(9, 1, 12, None),
        line(3, 4, 2, None),
        line(6, 1, 0, None),
        LineView { for_sale: false, ..line(7, 1, 0, None) },
    ];
    cart_of(lines, 10)
}

/// A cart below the sum that ships free, without trouble.
#[must_use]
pub fn small_cart() -> CartView {
    let lines = vec![line(0, 2, 12, Some(NOW.plus_ms(HOUR_MS / 2)))];
    cart_of(lines, 2)
}

/// Saved for later: there, sold out, cheaper, dearer, and no longer sold.
#[must_use]
pub fn saved() -> Vec<SavedView> {
    let saved = |thing, quantity, available, was: Option<i64>| SavedView { line: line(thing, quantity, available, None), was: was.map(usd) };
    let gone = SavedView { line: LineView { for_sale: false, ..line(7, 1, 0, None) }, was: None };
    vec![saved(1, 2, 12, None), saved(2, 1, 0, None), saved(4, 1, 3, Some(15_900)), saved(5, 3, 40, Some(2_750)), gone]
}

#[must_use]
pub fn empty_cart() -> CartView {
    CartView { id: None, version: 0, ..cart_of(Vec::new(), 0) }
}

#[must_use]
pub fn checkout(stage: Stage) -> CheckoutView {
    let cart = CartView { estimated: stage.shipping().is_none(), ..small_cart() };
    CheckoutView { stage, cart, key: "2f6cbb3f0e6a4c1d9b7e5a1c8d3f4b20".to_owned(), order: None, shipping_methods: vec![standard(), express()] }
}

/// # Panics
/// Never: the address is complete.
#[must_use]
pub fn shipping() -> Shipping {
    typed().check("/email", "").expect("the sample address is complete")
}

/// All of them: a shop that ships everywhere.
pub fn countries() -> Vec<&'static Country> {
    country::all().iter().collect()
}

#[must_use]
pub fn typed() -> TypedAddress {
    let text = |value: &str| value.to_owned();
    TypedAddress {
        email: text("ada@example.com"),
        name: text("Ada Lovelace"),
        line1: text("12 Analytical Row"),
        line2: String::new(),
        city: text("San Francisco"),
        region: text("CA"),
        postal_code: text("94103"),
        country: text("US"),
        phone: String::new(),
    }
}

#[must_use]
pub fn method(token: &str) -> Method {
    Method { provider: ProviderName::Practice, token: token.to_owned() }
}

/// An order as far as `status`, an hour for each step.
#[must_use]
pub fn order(status: Status) -> Order {
    let way = [
        (Status::Pending, ""),
        (Status::Confirmed, ""),
        (Status::Packed, ""),
        (Status::Shipped, "Handed to the courier in Oakland"),
        (Status::Delivered, ""),
    ];
    let reached = way.iter().position(|(known, _)| *known == status);
    let mut timeline: Vec<Moment> = (0_i64..)
        .zip(way.iter().take(reached.map_or(2, |place| place + 1)))
        .map(|(hour, (status, note))| Moment { at: NOW.plus_ms(hour * HOUR_MS), status: *status, note: (*note).to_owned(), by: Actor::Shop })
        .collect();
    if reached.is_none() {
        timeline.push(Moment { at: NOW.plus_ms(9 * HOUR_MS), status, note: "You asked us to".to_owned(), by: Actor::Customer });
    }
    let cart = small_cart();
    Order {
        id: OrderId(1),
        number: (status != Status::Pending).then_some(OrderNumber(1042)),
        session: SessionId(1),
        cart: CartId(1),
        status,
        placed_at: NOW,
        shipping: shipping(),
        lines: cart.lines.iter().map(order_line).collect(),
        totals: cart.totals,
        terms: cart.terms,
        payment: Payment { method: method("pm_card_visa"), pay_until: NOW, state: PaymentState::Paid { reference: "practice_1".to_owned() } },
        timeline,
        tracking: matches!(status, Status::Shipped | Status::Delivered)
            .then(|| Tracking { number: "1Z 999 AA1 0123".to_owned(), url: Some("https://example.com/track/1Z".to_owned()) }),
        customer: None,
        ledger: vec![LedgerEntry { at: NOW, kind: Movement::Captured, amount: cart.totals.total, reference: "practice_1".to_owned() }],
        refunds: Vec::new(),
        returns: Vec::new(),
    }
}

/// One that money went back for: done, on its way, and not possible.
#[must_use]
pub fn refunded() -> Order {
    let mut order = order(Status::Refunded);
    let lines: Vec<Returned> = order.lines.iter().map(|line| Returned { variant: line.variant, quantity: 1 }).collect();
    let refund = |number, lines, state| Refund { number, amount: usd(1_944), lines, reason: "Too small".to_owned(), by: Actor::Shop, at: NOW, state };
    order.refunds = vec![
        refund(1, lines, RefundState::Done { reference: "practice_2".to_owned() }),
        refund(2, Vec::new(), RefundState::Pending),
        refund(3, Vec::new(), RefundState::Refused { reason: "The card is closed".to_owned() }),
    ];
    order
}

/// One that is still to be paid by hand.
#[must_use]
pub fn to_pay(token: &str) -> Order {
    let order = order(Status::Confirmed);
    let method = Method { provider: ProviderName::Manual, token: token.to_owned() };
    Order { payment: Payment { method, state: PaymentState::Due { reference: "manual_1".to_owned() }, ..order.payment }, ..order }
}

/// An order that came, with a return in each state; the newest is the one that is still to be answered.
#[must_use]
pub fn returned_order() -> Order {
    let mut order = order(Status::Delivered);
    let accepted = ReturnState::Accepted { instructions: "Ember & Oak, Returns\n12 Mill Lane\nPortland, OR 97201".to_owned() };
    let declined = ReturnState::Declined { reason: "It was worn for a month.".to_owned() };
    let ends = [Some(declined), Some(ReturnState::Withdrawn), Some(ReturnState::Received { refund: None }), Some(accepted.clone()), None];
    for (end, number) in ends.into_iter().zip(1_u32..) {
        let sent = matches!(end, Some(ReturnState::Received { .. })).then(|| accepted.clone());
        let states = std::iter::once(ReturnState::Requested).chain(sent).chain(end);
        let steps = states.zip(1_i64..).map(|(state, day)| ReturnStep { at: NOW.plus_ms(day * 24 * HOUR_MS), by: Actor::Shop, state });
        let lines = order.lines.iter().map(|line| Returned { variant: line.variant, quantity: 1 }).collect();
        let comment = if number == 5 { "The handle has a crack.\nThe box was fine.".to_owned() } else { String::new() };
        order.returns.push(Return { number, lines, reason: ReturnReason::Damaged, comment, steps: steps.collect() });
    }
    order
}

/// A drawn picture: `mug:petrol`, seen from one of three sides.
#[must_use]
pub fn image(picture: &str, view: u8) -> Image {
    Image { src: format!("demo:{picture}:{view}"), alt: picture.replace(':', ", ") }
}

fn mug_variant(id: u64, colour: &str, size: &str) -> Variant {
    Variant {
        id: VariantId(id),
        sku: format!("MUG-{}-{}", colour.to_uppercase(), size.to_uppercase()),
        options: vec![colour.to_owned(), size.to_owned()],
        price: usd(if size == "Large" { 2_400 } else { 1_800 }),
        compare_at_price: (size == "Large").then(|| usd(3_000)),
        barcode: None,
        mpn: None,
        weight_grams: Some(380),
        image: Some(format!("demo:mug:{}:0", colour.to_lowercase())),
        free: false,
    }
}

fn line(place: u32, quantity: u32, available: u64, reserved_until: Option<Timestamp>) -> LineView {
    let card = card(place);
    LineView {
        product: card.id,
        variant: VariantId(u64::from(place) + 1),
        sku: format!("SAMPLE-{place}"),
        handle: card.handle,
        title: card.title,
        options: Vec::new(),
        image: card.image,
        quantity,
        unit_price: card.price,
        line_total: usd(card.price.minor * i64::from(quantity)),
        available,
        reserved_until,
        for_sale: true,
    }
}

fn order_line(line: &LineView) -> OrderLine {
    OrderLine {
        product: line.product,
        variant: line.variant,
        sku: line.sku.clone(),
        handle: line.handle.clone(),
        title: line.title.clone(),
        options: String::new(),
        image: line.image.as_ref().map(|image| image.src.clone()),
        unit_price: line.unit_price,
        quantity: line.quantity,
        line_total: line.line_total,
        returned: 0,
        restocked: 0,
    }
}

fn cart_of(lines: Vec<LineView>, item_count: u64) -> CartView {
    let tax = Tax { rate: Rate(80_000), ..Tax::default() };
    let terms = Terms { currency: Currency::USD, tax, shipping: Some(standard()), coupon: None };
    let sums: Vec<_> = lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
    let totals = totals(&terms, &sums).expect("samples are small");
    CartView {
        id: Some(CartId(1)),
        version: item_count,
        lines,
        totals,
        terms,
        estimated: true,
        coupon: None,
        item_count,
        keepable: true,
        at: NOW,
        left_out: Vec::new(),
        saved: Vec::new(),
    }
}

#[must_use]
pub fn standard() -> ShippingMethod {
    ShippingMethod::standard(usd(599), Some(usd(5_000)), DeliveryDays::parse("3-5"))
}

fn express() -> ShippingMethod {
    let id = ShippingMethodId::parse("express").expect("small letters");
    ShippingMethod { id, name: "Express".to_owned(), price: usd(1_499), free_over: None, days: DeliveryDays::parse("1") }
}

/// The same cart with a code that takes something off, or with one that doesn't any more.
#[must_use]
pub fn cart_with_code(works: bool) -> CartView {
    let cart = small_cart();
    let code = CouponCode::parse("WELCOME10").expect("capitals and digits");
    let applied = works.then(|| AppliedCoupon { code: code.clone(), worth: Worth::Percent(Rate(100_000)) });
    let terms = Terms { coupon: applied, ..cart.terms };
    let sums: Vec<_> = cart.lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
    let trouble = (!works).then(|| CouponTrouble::UsedUp { code: code.clone() });
    CartView { totals: totals(&terms, &sums).expect("samples are small"), terms, coupon: Some(CartCoupon { code, trouble }), ..cart }
}

/// A price that rose, a line that came in another tab, and one that went.
#[must_use]
pub fn difference() -> Difference {
    let cart = small_cart();
    let change = |title: &str, was: Option<i64>, now: Option<i64>, quantity_was, quantity_now| LineChange {
        sku: title.to_uppercase(),
        title: title.to_owned(),
        was: was.map(usd),
        now: now.map(usd),
        quantity_was,
        quantity_now,
    };
    let changes = vec![
        change("Stoneware mug, petrol", Some(1_100), Some(1_200), 2, 2),
        change("Soy candle, rose", None, Some(900), 0, 1),
        change("Wool throw, brick", Some(7_900), None, 1, 0),
    ];
    let totals_was = Totals { subtotal: usd(2_200), tax: usd(176), total: usd(2_975), ..cart.totals };
    let now = Quote { lines: Vec::new(), totals: cart.totals, cart_version: 2 };
    let coupon = CouponCode::parse("WELCOME10").map(|code| CouponTrouble::UsedUp { code });
    Difference { was: usd(2_975), totals_was: Some(totals_was), now, changes, coupon }
}

fn attributes(pairs: &[(&str, &str)]) -> Vec<Attribute> {
    pairs.iter().map(|(name, value)| Attribute { name: (*name).to_owned(), value: (*value).to_owned() }).collect()
}

fn options(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn thing(place: u32) -> (&'static str, &'static str, &'static str, &'static str) {
    THINGS[seat(place, THINGS.len())]
}

fn seat(place: u32, seats: usize) -> usize {
    usize::try_from(place).unwrap_or(0) % seats
}
