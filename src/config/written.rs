//! The settings as they stand in `shop.toml`: every section and key with its default.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::base::secret::Hidden;
use crate::domain::limits;

/// The settings as they are written: section by section, key by key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    pub shop: ShopSection,
    pub home: HomeSection,
    pub pwa: PwaSection,
    pub http: HttpSection,
    pub tax: TaxSection,
    pub shipping: ShippingSection,
    pub payments: PaymentsSection,
    pub stripe: StripeSection,
    pub mail: MailSection,
    pub reservation: ReservationSection,
    pub limits: LimitsSection,
    pub store: StoreSection,
    pub search: SearchSection,
    pub list: ListSection,
    pub reviews: ReviewsSection,
    pub returns: ReturnsSection,
    pub feeds: FeedsSection,
    pub log: LogSection,
}

macro_rules! sections {
    ($($section:ident { $($(#[$how:meta])* $key:ident: $kind:ty = $default:expr,)* })*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(default, deny_unknown_fields)]
            pub struct $section {
                $($(#[$how])* pub $key: $kind,)*
            }

            impl Default for $section {
                fn default() -> Self {
                    Self { $($key: $default,)* }
                }
            }
        )*
    };
}

sections! {
    ShopSection {
        name: String = "Ember & Oak".to_owned(),
        currency: String = "USD".to_owned(),
        url: String = String::new(),
        country: String = "US".to_owned(),
        recently_viewed: bool = true,
        locale: String = "en".to_owned(),
        messages: String = String::new(),
    }
    HomeSection {
        title: String = String::new(),
        text: String = String::new(),
        button: String = String::new(),
        link: String = "/search".to_owned(),
    }
    PwaSection {
        enabled: bool = true,
    }
    HttpSection {
        listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080)),
        insecure: bool = false,
        connections_max: u32 = 4096,
        connections_per_client_max: u32 = 64,
        trusted_proxies: Vec<String> = Vec::new(),
    }
    TaxSection {
        rate: String = "8%".to_owned(),
        inclusive: bool = false,
        shipping_taxed: bool = false,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        rates: Vec<LocalRateEntry> = Vec::new(),
    }
    ShippingSection {
        flat: String = "5.99".to_owned(),
        free_over: String = "50.00".to_owned(),
        days: String = "3-5".to_owned(),
        only_zones: bool = false,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        zones: Vec<ZoneEntry> = Vec::new(),
    }
    PaymentsSection {
        provider: String = "practice".to_owned(),
        manual: Vec<String> = Vec::new(),
        bank_details: String = String::new(),
        minutes: u32 = 60,
    }
    StripeSection {
        secret_key: Hidden = Hidden::default(),
        publishable_key: String = String::new(),
        webhook_secret: Hidden = Hidden::default(),
        element: bool = false,
        base_url: String = "https://api.stripe.com".to_owned(),
    }
    MailSection {
        transport: String = "folder".to_owned(),
        from: String = String::new(),
        host: String = String::new(),
        port: u16 = 587,
        security: String = "starttls".to_owned(),
        user: String = String::new(),
        password: Hidden = Hidden::default(),
    }
    ReservationSection {
        minutes: u32 = 30,
        cap_minutes: u32 = 120,
    }
    LimitsSection {
        enabled: bool = true,
        cart_lines_max: u32 = limits::CART_LINES_MAX,
        quantity_max: u32 = limits::QUANTITY_MAX,
        client_units_max: u32 = limits::CLIENT_UNITS_MAX,
    }
    StoreSection {
        cache_mb: u32 = 64,
        group_max: u32 = 512,
        queue_max: u32 = 1024,
    }
    SearchSection {
        language: String = "english".to_owned(),
        memory_mb: u32 = 50,
        facets: Vec<String> = Vec::new(),
        facets_hidden: Vec<String> = Vec::new(),
        synonyms: String = String::new(),
        log: bool = true,
    }
    ListSection {
        paging: String = "hybrid".to_owned(),
    }
    ReviewsSection {
        enabled: bool = true,
        publish: String = "at_once".to_owned(),
    }
    ReturnsSection {
        days: u16 = 30,
        instructions: String = String::new(),
    }
    FeedsSection {
        google: bool = true,
    }
    LogSection {
        level: String = "info".to_owned(),
        format: String = "text".to_owned(),
    }
}

/// One of `[[tax.rates]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalRateEntry {
    pub country: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub rate: String,
}

/// One of `[[shipping.zones]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneEntry {
    pub name: String,
    pub countries: Vec<String>,
    pub methods: Vec<MethodEntry>,
}

/// One of the methods of a zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodEntry {
    pub id: String,
    pub name: String,
    pub price: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_over: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<String>,
}
