//! Parsing at the door: JSON bodies and Idempotency-Keys, with answers that say what is wrong and where.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::error::Problem;
use crate::base::secret::{Digest, digest};
use crate::domain::limits::{KEY_CHARS_MAX, KEY_CHARS_MIN};
use crate::domain::refusal::Refusal;
use crate::shop::cart::RequestKey;

/// A JSON body.
pub struct Body<T> {
    pub value: T,
}

impl<S, T> FromRequest<S> for Body<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        check_json(request.headers()).map_err(IntoResponse::into_response)?;
        let bytes = bytes(request, state).await?;
        parse(&bytes).map(|(value, _)| Self { value }).map_err(IntoResponse::into_response)
    }
}

/// A JSON body that may be left out altogether, with the digest of what it says.
pub struct OptionalBody<T>(pub Option<T>, pub Digest);

impl<S, T> FromRequest<S> for OptionalBody<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let json = check_json(request.headers());
        let bytes = bytes(request, state).await?;
        if bytes.trim_ascii().is_empty() {
            return Ok(Self(None, digest(b"")));
        }
        json.map_err(IntoResponse::into_response)?;
        parse(&bytes).map(|(value, sent)| Self(Some(value), sent)).map_err(IntoResponse::into_response)
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Response> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large().into_response(),
        _ => Problem::malformed("The body could not be read to its end.").into_response(),
    })
}

#[must_use]
pub fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", "The body is larger than 64 KiB.")
}

fn check_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let json = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    let refused = || Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
    json.then_some(()).ok_or_else(refused)
}

/// The value, and the digest of what it says; how it was spaced doesn't matter.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, Digest), Problem> {
    let said: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| Problem::malformed(format!("The body is not JSON: {error}")))?;
    if !said.is_object() {
        return Err(Refusal::invalid("", "Send a JSON object").into());
    }
    let sent = digest(said.to_string().as_bytes());
    let value = serde_path_to_error::deserialize(said).map_err(|error| {
        let detail = error.inner().to_string();
        let missing = detail.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let path = error.path().to_string();
        let above = if path == "." { String::new() } else { format!("/{}", path.replace('.', "/")) };
        let pointer = missing.map_or(above.clone(), |field| format!("{above}/{field}"));
        Problem::from(Refusal::invalid(&pointer, &detail))
    })?;
    Ok((value, sent))
}

/// The `Idempotency-Key` header, quoted or bare.
///
/// # Errors
/// When it is there and isn't one.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or("").trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let refused = || Problem::malformed("The Idempotency-Key must be 16 to 64 letters, digits, hyphens or underscores.");
    if usable_key(bare) { Ok(Some(bare.to_owned())) } else { Err(refused()) }
}

#[must_use]
pub fn usable_key(key: &str) -> bool {
    (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// A key for a cart change, with what the change asks.
///
/// # Errors
/// When the header isn't a key.
pub fn request_key(headers: &HeaderMap, request: &str) -> Result<Option<RequestKey>, Problem> {
    let key = idempotency_key(headers)?;
    Ok(key.map(|key| RequestKey { key: digest(key.as_bytes()).short(), request: digest(request.as_bytes()).short() }))
}

#[cfg(test)]
mod tests {
    use super::{idempotency_key, parse};
    use crate::domain::limits::KEY_CHARS_MIN;
    use axum::http::{HeaderMap, HeaderValue};

    fn read(text: &str) -> Result<Option<String>, u16> {
        let mut headers = HeaderMap::new();
        headers.insert("idempotency-key", HeaderValue::from_str(text).expect("a header"));
        idempotency_key(&headers).map_err(|problem| problem.status.as_u16())
    }

    #[test]
    fn keys_are_read_bare_or_quoted() {
        let key = "k".repeat(KEY_CHARS_MIN);
        assert_eq!(read(&key), Ok(Some(key.clone())));
        assert_eq!(read(&format!("\"{key}\"")), Ok(Some(key.clone())));
        assert_eq!(read("short"), Err(400));
        assert_eq!(read(&format!("{key} ;drop")), Err(400));
        assert_eq!(read(&"k".repeat(65)), Err(400));
        assert_eq!(idempotency_key(&HeaderMap::new()).map_err(|problem| problem.status), Ok(None));
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Outer {
        inner: Inner,
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Inner {
        quantity: u32,
    }

    #[test]
    fn a_wrong_field_is_named_by_its_pointer() {
        let problem = parse::<Outer>(br#"{"inner":{"quantity":-1}}"#).expect_err("negative");
        assert_eq!((problem.status.as_u16(), problem.facts["errors"][0]["pointer"].as_str()), (422, Some("/inner/quantity")));
        let missing = parse::<Outer>(br#"{"inner":{}}"#).expect_err("missing");
        assert_eq!(missing.facts["errors"][0]["pointer"].as_str(), Some("/inner/quantity"));
        assert_eq!(parse::<Outer>(br#"[{"quantity":1}]"#).expect_err("a list").status.as_u16(), 422);
        assert_eq!(parse::<Outer>(b"{").expect_err("cut").status.as_u16(), 400);
        assert_eq!(parse::<Outer>(br#"{"inner":{"quantity":1}} x"#).expect_err("more").status.as_u16(), 400);
    }
}
