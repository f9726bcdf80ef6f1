//! A return: units of an order that its customer wants to send back, from asking for it until they are here.
//!
//! - It goes only where [`ReturnState::leads_to`] says, and each step is appended.
//! - Nobody asks for more than was bought, less what came back and what is asked for already.
//! - It moves no money: when its units arrive, a refund of the order gives back what they are worth.
//!
//! The file is called in the plural because the language has taken the singular.

use minicbor::{Decode, Encode};

use super::limits::{RETURN_COMMENT_CHARS_MAX, RETURNS_MAX};
use super::money::Money;
use super::order::{Actor, Order, OrderLine, Status};
use super::product::VariantId;
use super::refund::{Returned, Wanted};
use super::refusal::{FieldError, Refusal};
use super::review::fits;
use super::wrong::Wrong;
use crate::base::clock::Timestamp;
use crate::base::text::{legible, tidy_lines};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Return {
    /// 1, 2, 3 … within its order.
    #[n(0)]
    pub number: u32,
    #[n(1)]
    pub lines: Vec<Returned>,
    #[n(2)]
    pub reason: ReturnReason,
    /// May be empty, and may have several lines.
    #[n(3)]
    pub comment: String,
    /// What happened to it; the last is where it stands.
    #[n(4)]
    pub steps: Vec<ReturnStep>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ReturnStep {
    #[n(0)]
    pub at: Timestamp,
    #[n(1)]
    pub by: Actor,
    #[n(2)]
    pub state: ReturnState,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ReturnState {
    /// The merchant has to look at it.
    #[n(0)]
    Requested,
    /// The customer has to send it.
    #[n(1)]
    Accepted {
        /// Where to, in the merchant's words.
        #[n(0)]
        instructions: String,
    },
    #[n(2)]
    Declined {
        #[n(0)]
        reason: String,
    },
    /// The customer thought better of it.
    #[n(3)]
    Withdrawn,
    #[n(4)]
    Received {
        /// Its number among the order's refunds; none where the units came back without money.
        #[n(0)]
        refund: Option<u32>,
    },
}

impl ReturnState {
    pub const NAMES: [&str; 5] = ["requested", "accepted", "declined", "withdrawn", "received"];

    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Received { .. } => "received",
        }
    }

    /// Whether a return may go from here to `next`. What was accepted is declined when it never arrives.
    #[must_use]
    pub fn leads_to(&self, next: &Self) -> bool {
        match self {
            Self::Requested => matches!(next, Self::Accepted { .. } | Self::Declined { .. } | Self::Withdrawn),
            Self::Accepted { .. } => matches!(next, Self::Declined { .. } | Self::Withdrawn | Self::Received { .. }),
            Self::Declined { .. } | Self::Withdrawn | Self::Received { .. } => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ReturnReason {
    #[n(0)]
    TooSmall,
    #[n(1)]
    TooLarge,
    #[n(2)]
    NotAsDescribed,
    #[n(3)]
    Damaged,
    #[n(4)]
    WrongItem,
    #[n(5)]
    ChangedMind,
    #[n(6)]
    Other,
}

impl ReturnReason {
    pub const ALL: [Self; 7] = [Self::TooSmall, Self::TooLarge, Self::NotAsDescribed, Self::Damaged, Self::WrongItem, Self::ChangedMind, Self::Other];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TooSmall => "too_small",
            Self::TooLarge => "too_large",
            Self::NotAsDescribed => "not_as_described",
            Self::Damaged => "damaged",
            Self::WrongItem => "wrong_item",
            Self::ChangedMind => "changed_mind",
            Self::Other => "other",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

impl Return {
    #[must_use]
    pub fn state(&self) -> &ReturnState {
        self.steps.last().map_or(&ReturnState::Requested, |step| &step.state)
    }

    /// Whether its units may still come.
    #[must_use]
    pub fn open(&self) -> bool {
        matches!(self.state(), ReturnState::Requested | ReturnState::Accepted { .. })
    }

    /// Where the merchant wants it sent.
    #[must_use]
    pub fn instructions(&self) -> Option<&str> {
        self.steps
            .iter()
            .rev()
            .find_map(|step| if let ReturnState::Accepted { instructions } = &step.state { Some(instructions.as_str()) } else { None })
    }

    #[must_use]
    pub fn units(&self, variant: VariantId) -> u32 {
        self.lines.iter().find(|line| line.variant == variant).map_or(0, |line| line.quantity)
    }

    /// Whether it went only where it may.
    #[must_use]
    pub fn sound(&self) -> bool {
        let begins = self.steps.first().is_some_and(|step| step.state == ReturnState::Requested);
        begins && self.steps.windows(2).all(|pair| matches!(pair, [from, to] if from.state.leads_to(&to.state)))
    }
}

/// What a customer wants to send back, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedReturn {
    /// The place among the order's returns that the form was for: sent twice, it makes one return.
    pub number: u32,
    /// The lines that are chosen, and how many of each.
    pub lines: Vec<(VariantId, String)>,
    pub reason: String,
    pub comment: String,
}

impl TypedReturn {
    /// The lines that can be read, and what is wrong with the others.
    fn units(&self) -> (Vec<Returned>, Vec<FieldError>) {
        let (mut lines, mut errors) = (Vec::<Returned>::new(), Vec::new());
        for (variant, units) in &self.lines {
            match units.trim().parse::<u32>().ok().filter(|units| *units > 0) {
                _ if lines.iter().any(|line| line.variant == *variant) => {}
                Some(quantity) => lines.push(Returned { variant: *variant, quantity }),
                None => errors.push(FieldError::wrong(&units_field(*variant), Wrong::Said("wrong-quantity"))),
            }
        }
        if self.lines.is_empty() {
            errors.push(FieldError::wrong("/lines", Wrong::Said("wrong-return-lines")));
        }
        (lines, errors)
    }

    fn words(&self) -> Result<(ReturnReason, String), Vec<FieldError>> {
        let reason = ReturnReason::parse(&self.reason).ok_or_else(|| FieldError::wrong("/reason", Wrong::Said("wrong-return-reason")));
        let comment = fits("/comment", tidy_lines(&legible(&self.comment)), RETURN_COMMENT_CHARS_MAX);
        match (reason, comment) {
            (Ok(reason), Ok(comment)) => Ok((reason, comment)),
            (reason, comment) => Err([reason.err(), comment.err()].into_iter().flatten().collect()),
        }
    }
}

/// The field of a form in which the units of a line are typed.
fn units_field(variant: VariantId) -> String {
    format!("/units-{variant}")
}

impl Order {
    /// What people call one of its returns: `1042-1`.
    #[must_use]
    pub fn return_name(&self, number: u32) -> String {
        format!("{}-{number}", self.number.map_or(self.id.0, |order| order.0))
    }

    #[must_use]
    pub fn return_of(&self, number: u32) -> Option<&Return> {
        self.returns.iter().find(|one| one.number == number)
    }

    /// Units of a line that can be asked for.
    #[must_use]
    pub fn returnable(&self, line: &OrderLine) -> u32 {
        let asked = self.returns.iter().filter(|one| one.open()).map(|one| one.units(line.variant));
        asked.fold(line.quantity.saturating_sub(line.returned), u32::saturating_sub)
    }

    /// The last day on which units can be asked for, where the order was sent.
    #[must_use]
    pub fn returnable_until(&self, days: u16) -> Option<Timestamp> {
        let reached = |status| self.timeline.iter().find(|moment| moment.status == status);
        let sent = reached(Status::Delivered).or_else(|| reached(Status::Shipped))?;
        Some(sent.at.plus_days(days))
    }

    /// Whether something of it can be asked for, and on which day for the last time.
    ///
    /// # Errors
    /// Says why not.
    pub fn may_return(&self, days: u16, now: Timestamp) -> Result<Timestamp, Wrong> {
        let until = self.returnable_until(days).filter(|_| matches!(self.status, Status::Shipped | Status::Delivered));
        let until = until.ok_or(Wrong::Said("wrong-return-status"))?;
        if now >= until.day_after() {
            return Err(Wrong::Said("wrong-return-late"));
        }
        if self.lines.iter().all(|line| self.returnable(line) == 0) {
            return Err(Wrong::Said("wrong-return-nothing"));
        }
        if self.returns.len() >= RETURNS_MAX {
            return Err(Wrong::Said("wrong-return-often"));
        }
        Ok(until)
    }

    /// Writes down what its customer asks for, and says under which number; nothing where the same form was sent before.
    ///
    /// # Errors
    /// Names each field that needs another look, or says why nothing of this order can be sent back.
    pub fn return_ask(&mut self, typed: &TypedReturn, days: u16, now: Timestamp) -> Result<Option<u32>, Refusal> {
        let ((lines, mut errors), words) = (typed.units(), typed.words());
        if let (true, Ok((reason, comment))) = (errors.is_empty(), &words) {
            match self.return_of(typed.number) {
                Some(same) if same.lines == lines && same.reason == *reason && same.comment == *comment => return Ok(None),
                None if typed.number == self.return_next() => {}
                _ => return Err(Refusal::wrong("/lines", Wrong::Said("wrong-return-meanwhile"))),
            }
        }
        self.may_return(days, now).map_err(|wrong| Refusal::wrong("/lines", wrong))?;
        errors.extend(lines.iter().filter_map(|wanted| self.too_many(wanted)));
        let (reason, comment) = match words {
            Ok(words) if errors.is_empty() => words,
            words => {
                errors.extend(words.err().into_iter().flatten());
                return Err(Refusal::Invalid { errors });
            }
        };
        let number = self.return_next();
        let steps = vec![ReturnStep { at: now, by: Actor::Customer, state: ReturnState::Requested }];
        self.returns.push(Return { number, lines, reason, comment, steps });
        Ok(Some(number))
    }

    /// More of a line than can be asked for.
    fn too_many(&self, wanted: &Returned) -> Option<FieldError> {
        match self.lines.iter().find(|line| line.variant == wanted.variant).map_or(0, |line| self.returnable(line)) {
            0 => Some(FieldError::wrong("/lines", Wrong::Said("wrong-return-line"))),
            max if wanted.quantity > max => Some(FieldError::wrong(&units_field(wanted.variant), Wrong::MoreThanBought { max })),
            _ => None,
        }
    }

    /// The number of the return that is asked for next.
    #[must_use]
    pub fn return_next(&self) -> u32 {
        u32::try_from(self.returns.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Takes a return one step further.
    ///
    /// # Errors
    /// When it can't go there.
    pub fn return_step(&mut self, number: u32, state: ReturnState, now: Timestamp, by: Actor) -> Result<(), Refusal> {
        self.return_going(number, &state)?;
        let steps = self.returns.iter_mut().filter(|one| one.number == number).map(|one| &mut one.steps);
        steps.for_each(|steps| steps.push(ReturnStep { at: now, by: by.clone(), state: state.clone() }));
        Ok(())
    }

    fn return_going(&self, number: u32, next: &ReturnState) -> Result<&Return, Refusal> {
        let one = self.return_of(number).ok_or(Refusal::NotFound)?;
        let (name, state) = (self.return_name(number), one.state());
        let refused = || Refusal::invalid("/number", &format!("Return {name} is {} and can't become {}", state.name(), next.name()));
        state.leads_to(next).then_some(one).ok_or_else(refused)
    }

    /// Units that are asked for are given back when they are here, and in no other way: a merchant who refunds units by hand
    /// meanwhile would pay for them twice.
    ///
    /// # Errors
    /// Names the return.
    pub fn check_not_asked(&self, wanted: &[(String, u32)]) -> Result<(), Refusal> {
        for line in &self.lines {
            let units: u64 = wanted.iter().filter(|(sku, _)| *sku == line.sku).map(|(_, units)| u64::from(*units)).sum();
            let asked = self.returns.iter().find(|one| one.open() && one.units(line.variant) > 0);
            if let Some(asked) = asked.filter(|_| units > u64::from(self.returnable(line))) {
                let (sku, name) = (&line.sku, self.return_name(asked.number));
                let problem = format!("{sku} is asked for in return {name}: `shop return receive {name}` gives it back when it is here");
                return Err(Refusal::invalid("/lines", &problem));
            }
        }
        Ok(())
    }

    /// The units of a return that didn't come back with all others meanwhile, by SKU.
    #[must_use]
    pub fn return_left(&self, wanted: &Return) -> Vec<(String, u32)> {
        let left = |line: &OrderLine| wanted.units(line.variant).min(line.quantity.saturating_sub(line.returned));
        self.lines.iter().map(|line| (line.sku.clone(), left(line))).filter(|(_, units)| *units > 0).collect()
    }

    /// What comes back for a return once all of it is here.
    #[must_use]
    pub fn return_worth(&self, wanted: &Return) -> Money {
        let wanted = Wanted { lines: self.return_left(wanted), amount: None };
        let planned = if wanted.lines.is_empty() { None } else { self.plan_refund(&wanted).ok() };
        planned.map_or(Money::zero(self.totals.total.currency), |planned| planned.amount)
    }

    /// What to give back when a return is here: all that is left of it, or what `came` says; nothing where nothing is left.
    ///
    /// # Errors
    /// When more came than was asked for.
    pub fn return_came(&self, number: u32, came: Wanted) -> Result<Option<Wanted>, Refusal> {
        let asked = self.return_going(number, &ReturnState::Received { refund: None })?;
        for (sku, units) in &came.lines {
            let max = self.lines.iter().find(|line| line.sku == *sku).map_or(0, |line| asked.units(line.variant));
            if *units > max {
                return Err(Refusal::invalid("/lines", &format!("Of {sku}, {max} were to come back")));
            }
        }
        let left = self.return_left(asked);
        match (left.is_empty(), came.lines.is_empty()) {
            (true, true) if came.amount.is_none() => Ok(None),
            (true, _) => Err(Refusal::invalid("/lines", "All of this return was given back before; say no units and no sum")),
            (false, true) => Ok(Some(Wanted { lines: left, ..came })),
            (false, false) => Ok(Some(came)),
        }
    }
}
