//! Stripe's test cards, by the names of their payment methods. Source: Stripe, "Testing", PaymentMethods columns.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    Pays,
    Declines {
        code: &'static str,
        decline_code: &'static str,
    },
    /// The bank wants to see the shopper first, and may then still decline.
    Challenges(Option<&'static str>),
    /// A bank account: the answer comes days later.
    TakesTime,
    RefundsSlowly,
    FailsRefunds,
}

pub fn card(token: &str) -> Option<Card> {
    let declines = |code, decline_code| Some(Card::Declines { code, decline_code });
    match token {
        "pm_card_visa" | "pm_card_mastercard" | "pm_card_amex" | "pm_card_visa_debit" | "pm_card_discover" => Some(Card::Pays),
        "pm_card_chargeDeclined" | "pm_card_visa_chargeDeclined" | "pm_card_chargeCustomerFail" => declines("card_declined", "generic_decline"),
        "pm_card_chargeDeclinedInsufficientFunds" | "pm_card_visa_chargeDeclinedInsufficientFunds" => declines("card_declined", "insufficient_funds"),
        "pm_card_visa_chargeDeclinedLostCard" => declines("card_declined", "lost_card"),
        "pm_card_visa_chargeDeclinedStolenCard" => declines("card_declined", "stolen_card"),
        "pm_card_chargeDeclinedExpiredCard" => declines("expired_card", ""),
        "pm_card_chargeDeclinedIncorrectCvc" => declines("incorrect_cvc", ""),
        "pm_card_chargeDeclinedProcessingError" => declines("processing_error", ""),
        "pm_card_authenticationRequired" | "pm_card_threeDSecure2Required" => Some(Card::Challenges(None)),
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds" => Some(Card::Challenges(Some("insufficient_funds"))),
        "pm_usBankAccount_success" => Some(Card::TakesTime),
        "pm_card_pendingRefund" => Some(Card::RefundsSlowly),
        "pm_card_refundFail" => Some(Card::FailsRefunds),
        _ => None,
    }
}
