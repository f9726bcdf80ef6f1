//! The signature under a webhook of Stripe: who sent these bytes, and when.
//!
//! Source: Stripe, "Verify webhook signatures manually". The header is `t=…,v1=…[,v1=…]`; `v1` is the HMAC-SHA256 of
//! `{t}.{body}` under the endpoint's secret. While a secret is rolled over there are two, at our side or at theirs.
//! A signature says who wrote the bytes; it doesn't say that they are still true, so a webhook is only ever a hint.

use crate::base::clock::Timestamp;
use crate::base::secret::{Hidden, from_hex, same, sign};

/// How far the sender's clock and ours may be apart, and how long a webhook may be on its way.
pub const TOLERANCE_MS: i64 = 300_000;
/// Signatures in one header that are looked at.
const SIGNATURES_MAX: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    #[error("the Stripe-Signature header is missing or isn't t=…,v1=…")]
    Unreadable,
    #[error("no signature is right for this body; is [stripe] webhook_secret the secret of this endpoint?")]
    Wrong,
    #[error("the signature is older than five minutes or from the future")]
    Old,
}

/// Whether these bytes were signed with one of the secrets, not long ago.
///
/// # Errors
/// Says what is wrong with the signature.
pub fn verify(header: &str, body: &[u8], secrets: &[Hidden], now: Timestamp) -> Result<(), Forged> {
    let (time, signatures) = read(header).ok_or(Forged::Unreadable)?;
    let message = [time.as_bytes(), b".", body].concat();
    // Every pair is compared, so that the time taken says nothing about which one matched.
    let mut right = false;
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let expected = sign(secret.reveal().as_bytes(), &message);
        for signature in &signatures {
            right |= same(signature, &expected.0);
        }
    }
    if !right {
        return Err(Forged::Wrong);
    }
    let seconds: i64 = time.parse().map_err(|_| Forged::Unreadable)?;
    let apart = seconds.checked_mul(1_000).and_then(|sent| now.0.checked_sub(sent)).ok_or(Forged::Old)?;
    if apart.unsigned_abs() > TOLERANCE_MS.unsigned_abs() { Err(Forged::Old) } else { Ok(()) }
}

/// The time as it was signed, and the signatures of the scheme that we know.
fn read(header: &str) -> Option<(&str, Vec<[u8; 32]>)> {
    let mut time = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=')? {
            ("t", value) if time.is_none() && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => time = Some(value),
            ("t", _) => return None,
            ("v1", value) if signatures.len() < SIGNATURES_MAX => signatures.extend(from_hex(value)),
            _ => {}
        }
    }
    let time = time?;
    (!signatures.is_empty()).then_some((time, signatures))
}

#[cfg(test)]
mod tests {
    use super::{Forged, TOLERANCE_MS, verify};
    use crate::base::clock::Timestamp;
    use crate::base::secret::{Hidden, sign, to_hex};
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    const SECRET: &str = "whsec_test_secret";
    const BODY: &[u8] = br#"{"id":"evt_1","type":"payment_intent.succeeded"}"#;
    const SENT: i64 = 1_492_774_577;

    fn signed(secret: &str, seconds: i64, body: &[u8]) -> String {
        let message = [seconds.to_string().as_bytes(), b".", body].concat();
        to_hex(&sign(secret.as_bytes(), &message).0)
    }

    fn checks(header: &str, body: &[u8]) -> Result<(), Forged> {
        verify(header, body, &[Hidden::from(SECRET)], Timestamp(SENT * 1_000))
    }

    /// Computed with `printf '%s' '1492774577.{…}' | openssl dgst -sha256 -hmac whsec_test_secret`.
    #[test]
    fn a_signature_of_another_program_is_right() {
        let vector = "a0b379cac7b1fb483e6424514f123cb4f228c044797ea1d5714be1106c7bc422";
        assert_eq!(checks(&format!("t={SENT},v1={vector}"), BODY), Ok(()));
        assert_eq!(signed(SECRET, SENT, BODY), vector);
    }

    #[test]
    fn any_of_several_signatures_and_secrets_will_do() {
        let right = signed(SECRET, SENT, BODY);
        let other = signed("whsec_other", SENT, BODY);
        assert_eq!(checks(&format!("t={SENT},v1={other},v1={right},v0=abc"), BODY), Ok(()));
        assert_eq!(checks(&format!("t={SENT}, v1={right}"), BODY), Ok(()));
        assert_eq!(checks(&format!("t={SENT},v1={other}"), BODY), Err(Forged::Wrong));
        let both = [Hidden::from("whsec_other"), Hidden::from(SECRET)];
        assert_eq!(verify(&format!("t={SENT},v1={right}"), BODY, &both, Timestamp(SENT * 1_000)), Ok(()));
        assert_eq!(verify(&format!("t={SENT},v1={right}"), BODY, &[], Timestamp(SENT * 1_000)), Err(Forged::Wrong));
        let empty = signed("", SENT, BODY);
        assert_eq!(verify(&format!("t={SENT},v1={empty}"), BODY, &[Hidden::default()], Timestamp(SENT * 1_000)), Err(Forged::Wrong));
    }

    #[test]
    fn an_altered_body_or_time_is_not_what_was_signed() {
        let right = signed(SECRET, SENT, BODY);
        for place in 0..BODY.len() {
            let mut altered = BODY.to_vec();
            altered[place] ^= 1;
            assert_eq!(checks(&format!("t={SENT},v1={right}"), &altered), Err(Forged::Wrong));
        }
        assert_eq!(checks(&format!("t={},v1={right}", SENT + 1), BODY), Err(Forged::Wrong));
        assert_eq!(checks(&format!("t=0{SENT},v1={right}"), BODY), Err(Forged::Wrong), "the time is signed as it stands there");
    }

    #[test]
    fn five_minutes_are_allowed_in_both_directions_and_no_more() {
        let header = format!("t={SENT},v1={}", signed(SECRET, SENT, BODY));
        let at = |ms: i64| verify(&header, BODY, &[Hidden::from(SECRET)], Timestamp(SENT * 1_000 + ms));
        assert_eq!((at(TOLERANCE_MS), at(-TOLERANCE_MS)), (Ok(()), Ok(())));
        assert_eq!((at(TOLERANCE_MS + 1), at(-TOLERANCE_MS - 1)), (Err(Forged::Old), Err(Forged::Old)));
        let far = i64::MAX;
        assert_eq!(checks(&format!("t={far},v1={}", signed(SECRET, far, BODY)), BODY), Err(Forged::Old), "no sum overflows");
    }

    #[test]
    fn a_header_without_all_its_parts_is_refused() {
        let right = signed(SECRET, SENT, BODY);
        let cases = [
            String::new(),
            "t".to_owned(),
            format!("t={SENT}"),
            format!("v1={right}"),
            format!("t=,v1={right}"),
            format!("t=-1,v1={right}"),
            format!("t={SENT},t={SENT},v1={right}"),
            format!("t={SENT},v0={right}"),
            format!("t={SENT},v1={}", &right[..62]),
            "t=1,v1=é".to_owned(),
        ];
        for header in cases {
            assert_eq!(checks(&header, BODY), Err(Forged::Unreadable), "{header:?}");
        }
        let upper = right.to_uppercase();
        assert_eq!(checks(&format!("t={SENT},v1={upper}"), BODY), Ok(()), "digits are digits");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn nothing_made_up_passes(header in "(t=[0-9+-]{0,20}|v1=[0-9a-f+ ]{0,66}|.{0,12}|,){0,6}", body in proptest::collection::vec(0_u8.., 0..64)) {
            prop_assert!(checks(&header, &body).is_err());
        }
    }
}
