# What the shop says. Each message has a name, and a setting may say it otherwise: [shop] messages.
# The other languages have the same names with the same facts ($count, $name …) in them.

## Figures and days

mark-thousands = ,
mark-decimal = .
sum = { $sign }{ $number }
percent = { $number }%
date = { $day } { $month } { $year }
date-near = { $weekday } { $day } { $month }
date-time = { $day } { $month } { $year }, { $time }
time = { $time } UTC
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-1-short = Jan
month-2-short = Feb
month-3-short = Mar
month-4-short = Apr
month-5-short = May
month-6-short = Jun
month-7-short = Jul
month-8-short = Aug
month-9-short = Sep
month-10-short = Oct
month-11-short = Nov
month-12-short = Dec
weekday-1-short = Mon
weekday-2-short = Tue
weekday-3-short = Wed
weekday-4-short = Thu
weekday-5-short = Fri
weekday-6-short = Sat
weekday-7-short = Sun

## Parts: prices and stock

price-from = From
price-was = was
sold-out = Sold out
in-stock = In stock
lost-not-sold = { $title }, in your cart, is no longer sold
lost-sold-out = { $title }, in your cart, is sold out
lost-few = { $title }, in your cart: only { $count } left
only-left = Only { $count } left
add-to-cart = Add to cart
choose-options = Choose options
rated = { $count ->
    [one] Rated { $mean } out of 5 by { $count } person
   *[other] Rated { $mean } out of 5 by { $count } people
}
arrival = Arrives { $days }

## Parts: addresses and forms

address-line2 = Flat, floor, company
address-phone-hint = Only the courier sees it.
address-phone = Phone
address-name = Full name
address-country = Country
address-line1 = Street and number
address-other-country = You chose another country?
address-show-fields = Show its fields
address-city = Town or city
address-region = State or region
address-postcode = Postcode
field-choose = Choose…
field-errors = { $count ->
    [one] One thing needs another look
   *[other] { $count } things need another look
}
error-title = Error: { $title }
optional = (optional)

## Parts: what a cart costs

coupon-nothing-off = Nothing is taken off.
remove = Remove
coupon-remove-what = the code { $code }
coupon-add = Add a discount code
coupon-code = Discount code
coupon-apply = Apply
totals-estimate = Tax and shipping are estimated until you give an address.
refunded = Refunded
subtotal = Subtotal
discount = Discount
shipping = Shipping
free = Free
tax = Tax
total = Total
includes-tax = Includes tax
no-longer-sold = No longer sold
not-enough-left = Not enough left
line-quantity = Quantity { $quantity }
line-returned = { $count } came back
quantity-of = Quantity of { $title }
quantity-less = One less
quantity-more = One more
update = Update
quantity-update-what = quantity of { $title }
left-out-line = { $title }: { $fitted } of { $wanted }.
left-out-text = There aren't more, or one cart can't hold more.
left-out-gone = { $title }: no longer sold.
repriced-title = Prices changed since your order
repriced-line = { $title }: now { $now }, was { $was }.
left-out-title = Not everything fit into your cart

## Parts: orders

due-transfer = Please transfer { $sum }
due-where = We write to you where to.
due-reference = Write { $reference } on the transfer, so that we know it's yours.
order-number = Order { $number }
due-at-door = Pay { $sum } at the door
due-ready = Have the money ready when the parcel comes.
refunds = Refunds
refund-pending = { $amount } is on its way back to you.
refund-done = { $amount } went back the way you paid. Banks take up to ten days to show it.
refund-refused = { $amount } couldn't go back the way you paid. We return it in another way.
status-pending = Order placed
status-confirmed = Confirmed
status-packed = Packed
status-shipped = On its way
status-delivered = Delivered
status-cancelled = Cancelled
checkout-steps = Checkout steps
step-done = done

## Parts: lists and reviews

facet-any = Any
price = Price
facet-from = From, { $sign }
facet-to = To, { $sign }
filters-chosen = Chosen filters
filter-remove = Remove filter:
clear-all = Clear all
facet-more = Show { $count } more
breadcrumb = Breadcrumb
pages = Pages
previous-page = Previous page
next-page = Next page
show-more-products = Show more products
suggest-searches = Searches
categories = Categories
products = Products
suggest-in = in { $above }
reviews-mean = { $mean } out of 5
reviews-by-stars = Reviews by stars
reviews-count = { $count ->
    [one] { $count } review
   *[other] { $count } reviews
}
ratings-alone = { $count ->
    [one] { $count } rating, without a review so far
   *[other] { $count } ratings, none with a review so far
}
ratings-and-reviews = { $count ->
    [one] { $count } rating, { $written } of them with a review
   *[other] { $count } ratings, { $written } of them with a review
}
stars-count = { $count ->
    [one] { $count } star
   *[other] { $count } stars
}
reviews-word = reviews
verified-buyer = Verified buyer
review-unnamed = A customer
review-whole = Read the whole review
review-answered = { $shop } answered, { $date }
review-helped = { $count ->
    [one] { $count } person found this helpful
   *[other] { $count } people found this helpful
}
stars-of-five = { $count ->
    [one] { $count } star out of 5
   *[other] { $count } stars out of 5
}

## The frame of each page

skip = Skip to content
practice-mode = Practice mode
practice-says = Practice mode: try everything, no money moves.
cart = Cart
cart-items-word = { $count ->
    [one] item
   *[other] items
}
your-cart = Your cart
close = Close
cart-fetching = Fetching your cart…
words-added = In your cart: {"{}"}
words-see = View cart
words-removed = Removed: {"{}"}
words-undo = Undo
words-saved = Saved for later: {"{}"}
words-failed = Failed, try again
words-again = Try again
words-expired = Expired, try again
words-hold = Hold them again
words-soon = Your items are held for two more minutes
words-keep = Keep my items
words-left = Held for {"{}"}
words-suggestions = Suggestions
words-found = Suggestions: {"{}"}
track-order = Track order
back-to-cart = Back to cart
search-products = Search products
search = Search
help = Help
track-an-order = Track an order
returns = Returns
about-us = About us
privacy = Privacy
all-products = All products
foot-note = Prices are in the shop's currency and the stock you see is the stock we have. What you put in your cart is held for you.

## Home

home-categories = Shop by category
products-count = { $count ->
    [one] { $count } product
   *[other] { $count } products
}
home-promises = What you can count on
see-all = See all
best-selling = Best selling
best-rated = Best rated
new-in = New in
home-setting-up = We are just setting up. Come back soon.
home-held = What you put in your cart is held for you while you look around.
home-many = { $count } products to choose from. What you put in your cart is held for you while you look around.
home-empty = The shelves are empty
home-empty-text = Fill them with: shop import products.csv. Or look around first with: shop serve --demo, on another --data directory.
promise-held = Held for you
promise-held-text = Your cart keeps its stock for { $minutes } minutes, so nobody buys it from under you.
promise-once = Charged once
promise-once-text = Press twice, reload, lose the signal: one order, one payment.
promise-shipping = Free shipping
promise-shipping-text = On every order over { $sum }.
recently-viewed = Recently viewed
account = Account
sign-in = Sign in

## Search and lists

sort-relevance = Most relevant
sort-price-asc = Price, low to high
sort-price-desc = Price, high to low
sort-newest = Newest
at-shop = { $title } at { $shop }
search-simple = Simplified search
search-simple-text = Results may be fewer and less exact for a moment.
list-from = { $title }, from product { $number }
list-place = { $first }–{ $last } of { $total }
show-previous-products = Show previous products
filters = Filters
sort-by = Sort by
sort = Sort
show-results-count = { $count ->
    [one] Show { $count } result
   *[other] Show { $count } results
}
show-results = Show results
nothing-matches = Nothing matches
nothing-spelling = Check the spelling, or try fewer and more general words.
nothing-filters = No product has all of this. Take a filter away to see more.
did-you-mean = Did you mean
fewer-words = With fewer words
see-more = See more
popular-categories = Popular categories
see-all-products = See all products
clear-all-filters = Clear all filters
partial = Nothing has all of “{ $text }”
partial-text = These have most of the words.
results-in = “{ $text }” in { $category }
results-for = Results for “{ $text }”
and-up = and up
rating = Rating
rating-mean = Rating ({ $mean } on average)
category = Category
brand = Brand
availability = Availability
all-categories = All categories
price-between = { $low } to { $high }
price-at-least = From { $low }
price-at-most = Up to { $high }
price-and-over = { $low } and over
price-under = Under { $high }
stars-and-up = { $stars } stars and up
without-filter = Without “{ $filter }” ({ $count })

## Product

pictures = Pictures
picture-of = Picture { $number } of { $count }
pictures-scroll = Pictures, scroll sideways
look-closer = Look closer:
larger = Larger
buy = Buy
quantity = Quantity
not-for-sale = Not for sale
held-in-cart = Held for you while it is in your cart
how-returns-work = How returns work
returns-within = { $count ->
    [one] Send it back within a day
   *[other] Send it back within { $count } days
}
option-out = sold out
about-product = About this product
details = Details
weight = Weight
item-number = Item number
grams = { $count } g
reviews-title = What customers say
write-review = Write a review
no-review-yet = Nobody has written a review yet.
see-reviews = { $count ->
    [one] See the review
   *[other] All { $count } reviews
}
also-bought = Also bought
also-like = You may also like
ships-free-over = Orders over { $sum } ship free

## Reviews

review-sort-helpful = Most helpful
review-sort-highest = Most stars
review-sort-lowest = Fewest stars
meaning-5 = Very good
meaning-4 = Good
meaning-3 = Fair
meaning-2 = Poor
meaning-1 = Very poor
reviews-of = Reviews of { $title }
all-ratings = All ratings
back-to-product = Back to the product
reviews-description = What customers say about { $title }.
reviews-with-stars = { $count ->
    [one] With { $count } star
   *[other] With { $count } stars
}
no-other-review = Nobody else has written a review yet.
no-such-review = No other review is like this.
show-all = Show all
order-and-filter = Order and filter
helpful = Helpful
sign-in-first = (sign in first)
only-you = Only you see this
your-review = Your review
review-waiting = We look at it first; then others see it too.
review-hidden = We don't show it to others. { $reason }
review-change = Change it
review-replace = Replace my review
review-remove = Remove it
review-send = Send my review
review-invite = Say how it is, so that others know. You need an account for it.
review-sign-in = Sign in to write
open-account = Open an account
review-title = Title
review-hint = What is good, what isn't, and for whom it is.
review-signed = Signed with your first name: { $name }.
review-anew = It replaces what stands here now, and votes start anew.
your-stars = Your stars
review-signed-out = You aren't signed in any more
review-signed-out-text = Sign in in another window, then send this again; what you wrote is still below.
review-public = Others can read your review now.
thank-you = Thank you
review-gone = Your review is gone
review-gone-text = You can write another at any time.

## Cart

items-count = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
cart-clear = Empty the cart
offer-add = Add { $count }
offer-set = Make it { $count }
offer-move = Move { $count }
save-for-later = Save for later
saved-title = Saved for later ({ $count })
saved-was = Was { $price } when you saved it
saved-move = Move to cart
cart-keep-text = What you don't buy in time goes back on the shelf.
cart-keep = Keep my items
updating = Updating…
summary = Summary
cart-blocked = Change or remove what can't be bought, then check out.
check-out = Check out
cart-assurance = No account needed. You see everything once more before you pay.
each = { $price } each
reserved-until = Reserved until { $time }
released-few = No longer held, only { $count } left
released = No longer held, still available
hold-again = Hold it again
free-shipping-missing = Spend { $sum } more for free shipping
ships-free = Your order ships free
cart-empty = Your cart is empty
cart-empty-text = What you add is held for you while you look around.
start-shopping = Start shopping
often-bought-with = Often bought with these
advice-sold-out = Somebody else may hold the last ones. Held things come back within half an hour if they aren't bought.
advice-placing = Your order is being placed; look at it in a moment.
advice-unchanged = Your cart is as it was.

## Account and signing in

your-account = Your account
hello = Hello, { $name }
latest-orders = Your latest orders
nothing-yet = Nothing yet.
all-orders = All orders
where-we-send = Where we send to
no-address = No address is saved yet.
your-addresses = Your addresses
signing-in = Signing in
signing-in-text = With { $email }. Changing the password signs you out everywhere else.
password-today = Password of today
password-new = New password
password-change = Change the password
your-orders = Your orders
no-orders = No orders yet
no-orders-text = What you buy appears here, with its way to you.
address-change = Change this address
address-save = Save the address
address-add = Add an address
address-add-button = Add the address
address-first = Start with this address at the till
leave-as-is = Leave it as it is
address-book-full = Your address book is full. Remove an address to add another.
address-preferred = The till starts with this one.
change = Change
overview = Overview
orders = Orders
addresses = Addresses
sign-out = Sign out
password-saved = Your new password is saved
signed-out-elsewhere = You are signed out everywhere else.
password-hint = At least 8 characters. A few words are easy to remember and hard to guess.
open-my-account = Open my account
forgot-password = Forgot your password?
send-link = Send me a link
choose-password = Choose a new password
save-password = Save the new password
email = E-mail
code-from-letter = Code from the letter
your-name = Your name
password = Password
new-here = New here? { $link }. You can also buy without one.
register-brings = What is in your cart comes along, and so do the orders you placed in this browser.
have-account = You have an account? { $link }.
reset-text = We send a link that works for an hour.
back-to-signing-in = Back to signing in
signed-out-everywhere = You'll be signed out everywhere.
ask-another-link = Ask for another link
did-not-work = That didn't work
password-sign-in = Sign in with it.
look-into-mailbox = Look into your mailbox
account-erased = Your account is deleted
account-erased-text = Your orders go on. Open them with the link you got, or by number and e-mail address under “Track order”.
look-into-mailbox-text = If there is an account with this address, a link is on its way. It works for an hour.

## What is kept about a customer

your-data = Your data
your-data-text = Take along what we keep about you, or delete your account.
data-kept = What we keep, and why
data-kept-account = Your name, your e-mail address and your password in a form that nobody can read: to sign you in and to write to you.
data-kept-addresses = Your addresses: so that you needn't type them again.
data-kept-orders = Your orders, with where they go, how they are paid and what happens to them: to send them, to help you with them, and because a shop has to keep its books.
data-kept-reviews = Your reviews, which others read with your first name, and which reviews helped you: so that each counts once.
data-kept-cart = Your cart and what you entered at the till: so that it is there on every device.
data-kept-sessions = Since when you are signed in and when you were last there: so that you can be signed out everywhere. From where isn't kept.
data-kept-more = More about it: { $link }.
data-take = Take it along
data-take-text = All of it in one file that programs can read (JSON). It has no password in it, and nothing that opens your account or your orders.
data-download = Download my data
data-delete = Delete your account
data-goes = This goes at once, for good
data-goes-account = Your account with your name, your password and your addresses.
data-goes-cart = Your cart. What it held for you is free for others again.
data-goes-sessions = You are signed out on every device, and links to a new password stop working.
data-goes-votes = Which reviews helped you, and reviews of yours that only you see.
data-stays = This stays
data-stays-orders = Your orders, because a shop has to keep its books. Those on their way still arrive. You open them as a guest does: with the link you got, or by number and e-mail address under { $link }.
data-stays-reviews = Your reviews, without your name, because others chose by them.
data-reviews-too = Delete my reviews too
data-letter = We confirm it by a letter to { $email }.
data-delete-button = Delete my account
data-paying = An order is being paid for right now
data-paying-text = You can delete your account as soon as that has ended. Nothing was deleted.

## Checkout

checkout-where = Where should it go?
checkout-shipping-title = Shipping, checkout
checkout-how-pay = How would you like to pay?
checkout-payment-title = Payment, checkout
checkout-last-look = One last look
checkout-review-title = Review, checkout
checkout-placing = Placing your order
payment = Payment
checkout-review = Review
nothing-charged = Nothing was charged. Your cart and your address are kept.
email-hint-mail = For the confirmation and word of your parcel. Nothing else.
email-hint = It opens your order later, together with the order number. Nothing else.
checkout-sign-in = You have an account? { $link } to use your addresses. You don't need one to buy.
checkout-sign-in-link = Sign in
checkout-save-address = Save this address to my account
continue-to-payment = Continue to payment
ship-to = Ship to
another-address = Another address
pay-ready = Your order is ready to be paid.
pay-ready-text = Everything in it is held for you. The next page takes the payment and brings you back here.
pay = Pay
pay-sum = Pay { $sum }
pay-taking-back = We are taking your payment back.
pay-taking-back-text = As soon as your bank says so, your cart is as it was.
pay-waiting = We are waiting for your bank.
pay-waiting-text = This takes a few seconds. You can stay here or come back later: the order is placed once, whatever happens to this page.
look-again = Look again
change-order = Change my order
your-order = Your order
place-look-again = Nothing was charged. Look at your order once more before you place it.
what-changed = What changed
was = Was
is-now = Is now
not-in-cart = Not in the cart
needs-script = This form needs JavaScript
needs-script-text = Without JavaScript this payment form can't be shown. Switch it on for this page and reload it. Nothing was charged, and your cart is kept.
pay-not-loaded = The payment form couldn't be loaded. Check your connection and reload this page.
stripe-text = Stripe takes the payment and brings you back here. We never see your card.
stripe-way = Card and more, with Stripe
practice-notice = Practice mode: no money moves
practice-choose = Choose one of these cards to see what a shopper would see.
cards-that-pay = Cards that pay
cards-refused = Cards that are refused
pay-next-page = You pay on the next page
card = Card
pay-by-hand = Pay by hand
continue-to-review = Continue to review
back-to-shipping = Back to shipping
how-ship = How should we ship it?
arrives-days = arrives { $days }
change-payment = payment
change-delivery = delivery
change-contact = contact
change-address = address
delivery = Delivery
delivery-by = { $method }, to the address above.
delivery-arrives = Arrives { $days }.
delivery-mail = We write to you when it leaves.
delivery-page = Your order's page shows when it leaves.
order-for = Order for { $sum }
press-twice = Pressing twice is safe: the order is placed once.
stripe-method = Card, through Stripe
contact = Contact

## Practice

card-visa = Visa ending 4242
card-mastercard = Mastercard ending 4444
card-amex = American Express ending 8431
card-debit = Visa debit ending 5556
card-discover = Discover ending 1117
card-asks = Card that asks you to confirm
card-asks-empty = Card that asks, and has no money then
card-declined = Card that is declined
card-empty = Card without enough money
card-expired = Card that has expired
card-cvc = Card with a wrong security code
card-silent = Card whose bank doesn't answer
card-lost = Card reported lost
card-stolen = Card reported stolen
practice-card = Practice card
bank-transfer = Bank transfer
cash-on-delivery = Cash on delivery
by-hand = By hand
practice-bank = Practice bank
practice-you = Is this you?
practice-asks = { $shop } asks for { $sum }. A real bank would ask you here; this one lets you choose what it says.
practice-yes = Yes, pay
practice-no = No, refuse
practice-confirm = Confirm it's you

## Orders

buy-again = Buy it again
where-it-is = Where it is
what-you-bought = What you bought
in-this-order = In this order
thank-you-name = Thank you, { $name }
order-is-confirmed = { $order } is confirmed.
order-confirmation-sent = We are sending a confirmation to { $email }.
order-opens = The number and { $email } open it at any time on { $link }.
that-address = that address
continue-shopping = Continue shopping
placed-on = Placed on { $date }.
stands-pending = Your bank hasn't answered yet; this page shows it as soon as it does.
stands-due = It is confirmed and still to be paid.
stands-confirmed = We are getting it ready.
stands-packed = It is packed and leaves soon.
stands-shipped = It is on its way to you.
stands-delivered = It has arrived.
stands-cancelled-unpaid = It is cancelled. Nothing will be sent, and you have nothing to pay.
stands-cancelled = It is cancelled, and nothing of it will be sent.
stands-refunded = Everything you paid went back to you.
keep-orders = Set a password to keep your orders
keep-orders-text = Next time your address is there already, on every device. You sign in with { $email }.
tracking-number = Tracking number { $number }
follow-parcel = Follow the parcel
still-to-pay = still to be paid
no-such-order = We found no such order
no-such-order-text = Check the number and the mail address it was placed with.
order-number-label = Order number
order-number-hint = Like 1042
track-title = Track your order
track-text = The number stood on the page after you ordered. The address is the one you gave.
track-text-mail = The number stood on the page after you ordered and stands in our letter. The address is the one you gave.
find-order = Find my order
track-description = See where your order is.

## Returns

return-items = Return items
return-until = You can ask for a return until { $date }.
return-not-now = Nothing of this order can be returned
return-back = Back to the order
return-what = What do you want to send back?
return-units = How many of { $count }?
return-why = Why?
return-comment = Anything we should know?
return-comment-hint = What exactly is wrong, or what would help.
return-ask = Ask for the return
return-then = Keep everything until we have answered; then we tell you where to send it.
reason-too-small = Too small
reason-too-large = Too large
reason-not-as-described = Not as described
reason-damaged = Damaged or faulty
reason-wrong-item = Not what I ordered
reason-changed-mind = I changed my mind
reason-other = Something else
return-name = Return { $name }
return-requested = Asked for
return-accepted = Accepted
return-declined = Declined
return-withdrawn = Withdrawn
return-received = Received
return-wait = We look at it and tell you here where to send it. Please keep it until then.
return-wait-mail = We look at it and write to you where to send it. Please keep it until then.
return-send = Please send it here
return-label = Write { $name } on the parcel, so that we know it's yours.
return-worth = You get { $amount } back when all of it is here.
return-no-money = It is here. No money was left to give back for it.
return-withdraw = Withdraw this return

## When something is in the way

problem-too-large = What was sent is too large.
problem-malformed = This request can't be understood.
error-not-found = There is nothing here
error-forbidden = That came from another site
error-conflict = That has changed meanwhile
error-invalid = That didn't work yet
error-too-many = A little slower, please
error-fault = Something broke on our side
error-busy = We are busy right now
error-not-found-text = The page may have moved, or the product is no longer sold. Try a search.
error-forbidden-text = For your safety, changes are only taken from this shop's own pages. Go back and try again.
error-fault-text = Your cart is safe. Try again; if it keeps happening, tell us the number below.
error-too-many-text = Many requests came from your network. Try again in { $time }.
error-busy-text = Your cart is safe. Try again in { $time }.
looking-for = What are you looking for?
go-home = Go to the front page
back-to-your-cart = Back to your cart
look-at-cart = Look at your cart
request-number = Request { $number }
wait-second = a second
wait-seconds = { $count } seconds
wait-minutes = { $count } minutes

## What countries call the parts of an address

part-postal-code = Postal code
part-province = Province
part-state = State
part-zip-code = ZIP code
part-island = Island
part-district = District
part-department = Department
part-parish = Parish
part-oblast = Oblast
part-county = County
part-city = City
part-suburb-or-town = Suburb or town
part-prefecture = Prefecture
part-pin-code = PIN code
part-emirate = Emirate
part-eircode = Eircode
part-area = Area
home-title = Good things, kept in stock
home-button = See everything

## Pages of text that a new shop has; they are HTML

about-description = Who runs this shop.
shipping-description = How and when orders are sent.
returns-description = How to send something back.
privacy-description = What this shop stores about you.
about-html = 
    <p>We choose each thing we sell ourselves, and we keep the stock we show. When something says “In stock”, it is on our shelf; when you put it in your cart, it is held for you.</p>
shipping-html = 
    <p>Your cart shows what shipping costs before you enter anything, and how much is missing until it is free.</p>
    <h2>When it arrives</h2>
    <p>Your order's page shows when your parcel leaves, with a number to follow it. Open it at any time with your order number and e-mail address on <a href="/track">Track your order</a>.</p>
shipping-mail-html = 
    <p>Your cart shows what shipping costs before you enter anything, and how much is missing until it is free.</p>
    <h2>When it arrives</h2>
    <p>We write to you when your parcel leaves, with a number to follow it. Your order's page shows the same: open it at any time with your order number and e-mail address on <a href="/track">Track your order</a>.</p>
returns-html = 
    <p>Something isn't right, or isn't for you? Open your order, in your account or on <a href="/track">Track your order</a>, choose “Return items”, and say what you would like to send back. Your order's page says until when you can.</p>
    <h2>What happens then</h2>
    <ol><li>We look at it and tell you where to send it.</li><li>You send it back, packed so that it arrives whole.</li><li>We refund you the way you paid, as soon as it is here.</li></ol>
returns-none-html = 
    <p>Something isn't right? Tell us your order number and what is wrong, and we find a way.</p>
privacy-html = 
    <p>We store what an order needs: your name, address, e-mail, and what you bought. Card numbers never reach this shop.</p>
privacy-reviews-html = 
    <h2>Reviews</h2>
    <p>What you write about a product is public, with your first name and whether you bought it here. You can change or remove it on the same page. Which reviews you found helpful is stored so that each counts once; others see only the number.</p>
privacy-more-html = 
    <h2>Cookies</h2>
    <p>One cookie remembers your cart, another what you looked at last, for this shop alone. No advertising, no measuring by others, nothing loaded from other sites. What is searched for is counted by day and words, without who searched.</p>
    <h2>Your data</h2>
    <p>In your account, under <a href="/account/data">Your data</a>, you find what we keep, get a copy of it, and can delete your account. You bought without one? Ask us.</p>

## What the shop refuses

refused-not-found = There is nothing here by that name.
refused-sold-out = This is sold out right now.
refused-few = Only { $count } available.
refused-not-for-sale = This product isn't for sale.
refused-expired = The reservation of { $sku } ran out and somebody else bought it.
refused-a-price = A price changed.
refused-price = { $why } The total is now { $now }, it was { $was }. Please look at it once more.
refused-cart = Your cart changed since you looked at the total: it is now { $now }, it was { $was }. Please look at it once more.
refused-cart-empty = Your cart is empty.
refused-step = Your cart is at checkout: { $state }. Finish or go back first.
step-shipping = shipping
step-payment = payment
step-review = review
step-placing = placing
refused-lines = A cart holds at most { $max } different products.
refused-saved = Your saved list holds at most { $max } different products.
refused-quantity = At most { $max } of one product fit in a cart.
refused-hoarding = Too many of this product are held from your network. Buy what you hold, or wait until it is released.
refused-payment = The payment was declined: { $why }
decline-funds = there is not enough money on the card. Try another card.
decline-expired = the card has expired. Try another card.
decline-cvc = the security code is not right. Check it and try again.
decline-number = the card number is not right. Check it and try again.
decline-refused = the bank refused the card. Try another card.
decline-confirm = the bank wants to confirm it's you. Try another card.
decline-late = it wasn't paid in time. Your cart is as it was; try again.
decline-withdrawn = you took the order back. Your cart is as it was.
decline-unreachable = the bank could not be reached. Try again in a moment.
decline-other = the bank refused the card. Try another card or another way to pay.
refused-in-progress = This order is being placed right now. Ask again in a moment.
refused-invalid = Some of what you entered can't be used yet.
refused-overloaded = The shop is very busy. Please try again in a second.
refused-sign-in-first = Please sign in first.
refused-sign-in = We can't sign you in with this mail address and password. Check both, or ask for a new password.
refused-sign-in-often = The password was wrong several times. Try again in { $seconds } s; the right one works then.
refused-no-payments = Payments can't be taken right now. Nothing was ordered; please try again in a moment.
coupon-unknown = There is no code { $code }. Check how it is spelled.
coupon-ended = The code { $code } has ended.
coupon-not-yet = The code { $code } works from { $from } on.
coupon-used-up = The code { $code } has been used up.
coupon-used-by-you = You have used the code { $code } as often as it allows.
coupon-minimum = The code { $code } needs a subtotal of { $sum } or more.
worth-off = { $worth } off
worth-shipping = free shipping

## What a field of a form still needs

wrong-email = Enter a mail address, like ada@example.com
wrong-too-long = Shorten this to { $max } characters
wrong-too-long-by = Shorten this to { $max } characters; it has { $count }
wrong-parcel-name = Enter the name for the parcel
wrong-line1 = Enter a street and number
wrong-country = Choose a country
wrong-country-unknown = Choose a country from the list; in two letters, like US
wrong-city = Enter a town or city
wrong-postcode = Enter a postcode, like 94103
wrong-part = Enter { $part }
wrong-part-like = Enter { $part }, like { $example }
wrong-region-like = Choose { $part } of { $country }, like { $example }
wrong-region-code = Choose { $part } of { $country }, like { $code } for { $example }
wrong-not-shipped = We don't ship to this country. Choose another one, or write to us
wrong-name = Enter your name
wrong-password-short = Use at least 8 characters; a few words are easy to remember
wrong-password-long = Use at most 128 characters
wrong-password-mail = Choose a password that isn't your mail address
wrong-password-common = Many people use this password, so it is tried first. Choose another; a few words are easy to remember
wrong-password-today = This isn't your password of today
wrong-link = This link was used or has run out. Ask for a new one
wrong-addresses = An account holds at most { $max } addresses. Remove one that you don't need any more.
wrong-stars = Choose 1 to 5 stars
wrong-review = Say in a few words how it is
wrong-quantity = Enter a whole number, like 2
wrong-return-status = What wasn't sent, or was cancelled or refunded, can't be returned.
wrong-return-late = The time to ask for a return is over.
wrong-return-nothing = All of it came back or is asked for already.
wrong-return-often = Returns were asked for very often. Please write to us.
wrong-return-lines = Choose what you want to send back
wrong-return-line = Something you chose came back or is asked for already; look at what is left
wrong-return-more = Enter a number from 1 to { $max }
wrong-return-reason = Choose the reason that fits best
wrong-return-meanwhile = Another return was asked for meanwhile; look at what is left and send this again if you still want it
wrong-way = Choose how to pay
page-too-old = This page is too old to order from. Please reload it.
a-town-or-city = a town or city
a-postcode = a postcode
a-postal-code = a postal code
a-province = a province
a-state = a state
a-zip-code = a ZIP code
a-island = an island
a-district = a district
a-department = a department
a-parish = a parish
a-oblast = an oblast
a-county = a county
a-city = a city
a-suburb-or-town = a suburb or town
a-prefecture = a prefecture
a-pin-code = a PIN code
a-emirate = an emirate
a-eircode = an Eircode
a-area = an area
a-region = a region

## Letters

letter-hello-name = Hello { $name }
letter-hello = Hello
letter-confirmed = { $hello }, thank you for your order. It's confirmed, and its number is { $number }.
letter-goes = Where it goes
letter-confirmed-subject = Your order { $number } is confirmed
letter-shipped = { $hello }, your order { $number } is on its way to you.
letter-in-it = What is in it
letter-shipped-subject = Your order { $number } is on its way
letter-refunded = { $hello }, we have refunded { $amount } for your order { $number }.
letter-refunded-text = It goes back the way you paid. Banks usually take five to ten days to show it.
letter-refunded-subject = We refunded { $amount } for order { $number }
letter-nothing-to-pay = You have nothing to pay.
letter-give-back = What you paid for it, we give back; another letter says when.
letter-cancelled = { $hello }, your order { $number } is cancelled, and nothing of it will be sent.
letter-was-in-it = What was in it
letter-cancelled-subject = Your order { $number } is cancelled
letter-return-requested = { $hello }, we have your request to return something of your order { $number }.
letter-return-requested-subject = We have your request for return { $name }
letter-return-what = What you want to return
letter-return-wait = We look at it and write to you where to send it. Please keep it until then.
letter-return-accepted = { $hello }, you can send back what you wanted to return of your order { $number }.
letter-return-accepted-subject = Your return { $name } is accepted
letter-return-how = Where to send it
letter-return-label = Please write { $name } on the parcel, so that we know it's yours.
letter-return-refund = We refund you as soon as it is here.
letter-return-declined = { $hello }, we can't take back what you wanted to return of your order { $number }:
letter-return-declined-subject = Your return { $name } is declined
letter-reset = { $hello }, somebody asked to set a new password for your account at { $shop }.
letter-reset-code = Open /account/reset/confirm on our site and enter this code. It works once, for an hour.
letter-reset-link = The link works once, for an hour.
letter-set-password = Set a new password
letter-not-you = It wasn't you? Then do nothing: your password stays as it is.
letter-reset-subject = Set a new password for { $shop }
letter-erased = { $hello }, your account at { $shop } is deleted, with your addresses and your cart. You are signed out everywhere.
letter-erased-orders = Your orders stay in our books, and those on their way still arrive. To see one, open “Track order” on our site with its number and this mail address.
letter-erased-not-you = It wasn't you? Then please tell us.
letter-erased-subject = Your account at { $shop } is deleted
letter-how-to-pay = How to pay
letter-at-door = You pay { $sum } at the door, when the parcel comes.
letter-transfer = Please transfer { $sum }, and write “Order { $number }” on the transfer, so that we know it's yours.
letter-costs = What it costs
letter-track = To see where it is, open “Track order” on our site with the number { $number } and this mail address.
letter-see-order = See your order
letter-keep = Keep the link to yourself: it opens your order.

## Without a network

offline = You are offline
offline-text = The shop can't be reached right now. Nothing is lost: what is in your cart is kept on our side, too.
try-again = Try again
offline-as-of = As of {"{}"}
offline-only-look = To look at only. Prices, stock and what is held for you may have changed since.
offline-quantity = Quantity: {"{}"}
offline-title = Offline
