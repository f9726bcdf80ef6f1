//! The account's pages on made-up data, in every state.

use super::account::{self, AccountPage, AddressesPage, OrdersPage};
use super::checkout::{self, CheckoutPage, Shown};
use super::personal::{self, PersonalPage};
use super::samples;
use super::sign_in::{self, Form, SignInPage};
use crate::base::messages::t;
use crate::base::password::{Cost, Password};
use crate::domain::address::TypedAddress;
use crate::domain::cart::CartId;
use crate::domain::checkout::Stage;
use crate::domain::customer::{AddressBook, Customer, CustomerId};
use crate::domain::order::Status;
use crate::domain::refusal::{FieldError, Refusal};
use crate::domain::wrong::Wrong;
use crate::web::ui::notice::{Notice, Tone};

fn customer() -> Customer {
    let mut book = AddressBook::default();
    let home = samples::shipping().address;
    let work = crate::domain::address::Address { line1: "1 Engine Yard".into(), ..home.clone() };
    for address in [home, work] {
        book.add(address, false).expect("there is room");
    }
    let cheap = Cost { memory_kib: 8, passes: 1 };
    Customer {
        id: CustomerId(1),
        email: samples::shipping().email,
        name: "Ada Lovelace".into(),
        password: cheap.hash(&Password::new("kettle on the hob"), &[7; 16]).expect("hashed"),
        cart: CartId(1),
        book,
        created_at: samples::NOW,
        password_changed_at: samples::NOW,
        resets: Vec::new(),
    }
}

/// Every page of an account, by the name of its file.
pub(super) fn pages() -> Vec<(&'static str, String)> {
    let mut all = forms();
    let customer = customer();
    let orders = [samples::order(Status::Shipped), samples::order(Status::Delivered)];
    let wrong = [FieldError::wrong("/current", Wrong::Said("wrong-password-today"))];
    let saved = Notice::new(Tone::Ok, t("password-saved"), "");
    let nobody = Customer { book: AddressBook::default(), ..customer.clone() };
    let overview = |page: AccountPage| account::page(&samples::layout("/account"), &page).into_string();
    let history = |page: OrdersPage| account::orders(&samples::layout("/account/orders"), &page).into_string();
    let addresses = |page: AddressesPage| account::addresses(&samples::layout("/account/addresses"), &page).into_string();
    let data = |page: PersonalPage| personal::page(&samples::layout("/account/data"), &page).into_string();
    let not_it = [FieldError::wrong("/password", Wrong::Said("wrong-password-today"))];
    let paying = Notice::new(Tone::Warn, t("data-paying"), t("data-paying-text"));
    let typed = samples::typed();
    let errors = TypedAddress { city: String::new(), ..samples::typed() }.check("/email", "").expect_err("a field is wrong");
    let countries = samples::countries();
    let book = AddressesPage { customer: &customer, typed: &typed, editing: None, default: false, errors: &[], notice: None, countries: &countries };
    all.extend([
        ("account", overview(AccountPage { customer: &customer, orders: &orders, errors: &[], notice: Some(&saved) })),
        ("account-new", overview(AccountPage { customer: &nobody, orders: &[], errors: &wrong, notice: None })),
        ("account-orders", history(OrdersPage { orders: &orders, later: true, next: Some("/account/orders?cursor=7") })),
        ("account-orders-none", history(OrdersPage { orders: &[], later: false, next: None })),
        ("account-addresses", addresses(book)),
        ("account-addresses-edit", addresses(AddressesPage { editing: Some(1), errors: &errors, ..book })),
        ("account-addresses-none", addresses(AddressesPage { customer: &nobody, ..book })),
        ("account-data", data(PersonalPage { customer: &customer, reviews: true, remove_reviews: false, errors: &[], notice: Some(&paying) })),
        ("account-data-wrong", data(PersonalPage { customer: &customer, reviews: true, remove_reviews: true, errors: &not_it, notice: None })),
        ("account-data-bare", data(PersonalPage { customer: &nobody, reviews: false, remove_reviews: false, errors: &[], notice: None })),
        ("checkout-account", checkout_html(&customer)),
    ]);
    all
}

fn checkout_html(customer: &Customer) -> String {
    let view = samples::checkout(Stage::Shipping { known: None });
    let page = CheckoutPage {
        view: &view,
        shown: Shown::Shipping,
        typed: &samples::typed(),
        errors: &[],
        ways: &[],
        notice: None,
        difference: None,
        element: None,
        customer: Some(customer),
        saved: Some(1),
        save: true,
        countries: &samples::countries(),
    };
    checkout::page(&samples::layout("/checkout"), &page).into_string()
}

fn forms() -> Vec<(&'static str, String)> {
    let form = |page: SignInPage| sign_in::page(&samples::layout("/account/login"), &page).into_string();
    let failed = Notice::new(Tone::Danger, "That didn't work", &Refusal::SignInFailed.said());
    let wrong = [FieldError::new("/email", "Enter a mail address"), FieldError::new("/name", "Enter your name")];
    vec![
        ("login", form(SignInPage { next: "/cart", ..SignInPage::empty(Form::Login) })),
        ("login-failed", form(SignInPage { notice: Some(&failed), email: "ada@example.com", ..SignInPage::empty(Form::Login) })),
        ("register", form(SignInPage { errors: &wrong, ..SignInPage::empty(Form::Register) })),
        ("reset", form(SignInPage::empty(Form::Reset))),
        ("reset-code", form(SignInPage::empty(Form::NewPassword))),
        ("reset-confirm", form(SignInPage { token: "abc", ..SignInPage::empty(Form::NewPassword) })),
    ]
}
