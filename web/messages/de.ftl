# Was der Shop sagt, auf Deutsch: dieselben Namen und Angaben wie in en.ftl.

## Zahlen und Tage

mark-thousands = .
mark-decimal = ,
sum = { $number }{"\u00A0"}{ $sign }
percent = { $number }{"\u00A0"}%
date = { $day }. { $month } { $year }
date-near = { $weekday }, { $day }. { $month }
date-time = { $day }. { $month } { $year }, { $time }
time = { $time } Uhr (UTC)
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
month-1-short = Jan.
month-2-short = Feb.
month-3-short = März
month-4-short = Apr.
month-5-short = Mai
month-6-short = Juni
month-7-short = Juli
month-8-short = Aug.
month-9-short = Sept.
month-10-short = Okt.
month-11-short = Nov.
month-12-short = Dez.
weekday-1-short = Mo
weekday-2-short = Di
weekday-3-short = Mi
weekday-4-short = Do
weekday-5-short = Fr
weekday-6-short = Sa
weekday-7-short = So

## Preise und Bestand

price-from = ab
price-was = statt
sold-out = Ausverkauft
in-stock = Auf Lager
lost-not-sold = { $title } in Ihrem Warenkorb ist nicht mehr erhältlich
lost-sold-out = { $title } in Ihrem Warenkorb ist ausverkauft
lost-few = { $title } in Ihrem Warenkorb: nur noch { $count } verfügbar
only-left = Nur noch { $count } verfügbar
add-to-cart = In den Warenkorb
choose-options = Optionen wählen
rated = { $count ->
    [one] { $mean } von 5 Sternen, { $count } Bewertung
   *[other] { $mean } von 5 Sternen, { $count } Bewertungen
}
arrival = Lieferung { $days }

## Adressen und Formulare

address-line2 = Adresszusatz, Firma
address-phone-hint = Nur für den Zustelldienst.
address-phone = Telefon
address-name = Vor- und Nachname
address-country = Land
address-line1 = Straße und Hausnummer
address-other-country = Anderes Land gewählt?
address-show-fields = Felder anzeigen
address-city = Ort
address-region = Bundesland oder Region
address-postcode = Postleitzahl
field-choose = Bitte wählen
field-errors = { $count ->
    [one] Bitte prüfen Sie eine Angabe
   *[other] Bitte prüfen Sie { $count } Angaben
}
error-title = Fehler: { $title }
optional = (optional)

## Was ein Warenkorb kostet

coupon-nothing-off = Es wird nichts abgezogen.
remove = Entfernen
coupon-remove-what = (Code { $code })
coupon-add = Rabattcode eingeben
coupon-code = Rabattcode
coupon-apply = Einlösen
totals-estimate = Steuern und Versand sind geschätzt, bis Sie eine Adresse angeben.
refunded = Erstattet
subtotal = Zwischensumme
discount = Rabatt
shipping = Versand
free = Kostenlos
tax = MwSt.
total = Gesamtsumme
includes-tax = Enthaltene MwSt.
no-longer-sold = Nicht mehr erhältlich
not-enough-left = Nicht genug vorrätig
line-quantity = Menge { $quantity }
line-returned = { $count } zurückgesendet
quantity-of = Menge von { $title }
quantity-less = Eins weniger
quantity-more = Eins mehr
update = Aktualisieren
quantity-update-what = (Menge von { $title })
left-out-line = { $title }: { $fitted } von { $wanted }.
left-out-text = Mehr ist nicht vorrätig, oder mehr passt nicht in einen Warenkorb.
left-out-gone = { $title }: nicht mehr erhältlich.
repriced-title = Preise haben sich seit Ihrer Bestellung geändert
repriced-line = { $title }: jetzt { $now }, zuvor { $was }.
left-out-title = Nicht alles passte in Ihren Warenkorb

## Bestellungen

due-transfer = Bitte überweisen Sie { $sum }
due-where = Wohin, schreiben wir Ihnen.
due-reference = Geben Sie { $reference } als Verwendungszweck an, damit wir die Zahlung zuordnen können.
order-number = Bestellung { $number }
due-at-door = Zahlen Sie { $sum } bei der Lieferung
due-ready = Bitte halten Sie den Betrag bereit, wenn das Paket kommt.
refunds = Erstattungen
refund-pending = { $amount } sind auf dem Weg zurück zu Ihnen.
refund-done = { $amount } wurden auf Ihr Zahlungsmittel erstattet. Bis die Gutschrift erscheint, können bis zu zehn Tage vergehen.
refund-refused = { $amount } konnten nicht auf Ihr Zahlungsmittel erstattet werden. Wir zahlen den Betrag auf anderem Weg zurück.
status-pending = Bestellung eingegangen
status-confirmed = Bestätigt
status-packed = Verpackt
status-shipped = Unterwegs
status-delivered = Zugestellt
status-cancelled = Storniert
checkout-steps = Schritte zur Bestellung
step-done = erledigt

## Listen und Rezensionen

facet-any = Alle
price = Preis
facet-from = Von, { $sign }
facet-to = Bis, { $sign }
filters-chosen = Gewählte Filter
filter-remove = Filter entfernen:
clear-all = Alle entfernen
facet-more = { $count } weitere anzeigen
breadcrumb = Sie sind hier
pages = Seiten
previous-page = Vorherige Seite
next-page = Nächste Seite
show-more-products = Mehr Produkte anzeigen
suggest-searches = Suchvorschläge
categories = Kategorien
products = Produkte
suggest-in = in { $above }
reviews-mean = { $mean } von 5
reviews-by-stars = Rezensionen nach Sternen
reviews-count = { $count ->
    [one] { $count } Rezension
   *[other] { $count } Rezensionen
}
ratings-alone = { $count ->
    [one] { $count } Bewertung, bisher ohne Rezension
   *[other] { $count } Bewertungen, bisher keine mit Rezension
}
ratings-and-reviews = { $count ->
    [one] { $count } Bewertung, { $written } davon mit Rezension
   *[other] { $count } Bewertungen, { $written } davon mit Rezension
}
stars-count = { $count ->
    [one] { $count } Stern
   *[other] { $count } Sterne
}
reviews-word = Rezensionen
verified-buyer = Verifizierter Kauf
review-unnamed = Anonym
review-whole = Ganze Rezension lesen
review-answered = Antwort von { $shop }, { $date }
review-helped = { $count ->
    [one] { $count } Person fand das hilfreich
   *[other] { $count } Personen fanden das hilfreich
}
stars-of-five = { $count } von 5 Sternen

## Der Rahmen jeder Seite

skip = Zum Inhalt springen
practice-mode = Übungsmodus
practice-says = Übungsmodus: Probieren Sie alles aus, es fließt kein Geld.
cart = Warenkorb
cart-items-word = { $count ->
   *[other] Artikel
}
your-cart = Ihr Warenkorb
close = Schließen
cart-fetching = Ihr Warenkorb wird geladen …
words-added = Im Warenkorb: {"{}"}
words-see = Warenkorb ansehen
words-removed = Entfernt: {"{}"}
words-undo = Rückgängig
words-saved = Für später gemerkt: {"{}"}
words-failed = Fehlgeschlagen, bitte noch einmal
words-again = Noch einmal
words-expired = Abgelaufen, bitte noch einmal
words-hold = Wieder reservieren
words-soon = Ihre Artikel sind noch zwei Minuten reserviert
words-keep = Weiter reservieren
words-left = Reserviert für {"{}"}
words-suggestions = Suchvorschläge
words-found = Suchvorschläge: {"{}"}
track-order = Bestellstatus
back-to-cart = Zurück zum Warenkorb
search-products = Produkte suchen
search = Suchen
help = Hilfe
track-an-order = Bestellstatus
returns = Rückgabe
about-us = Über uns
privacy = Datenschutz
all-products = Alle Produkte
foot-note = Alle Preise gelten in der Währung des Shops, und was Sie als Bestand sehen, haben wir auch. Was in Ihrem Warenkorb liegt, ist für Sie reserviert.

## Startseite

home-categories = Nach Kategorie einkaufen
products-count = { $count ->
    [one] { $count } Produkt
   *[other] { $count } Produkte
}
home-promises = Darauf können Sie sich verlassen
see-all = Alle ansehen
best-selling = Meistverkauft
best-rated = Am besten bewertet
new-in = Neu eingetroffen
home-setting-up = Wir richten uns gerade ein. Schauen Sie bald wieder vorbei.
home-held = Was Sie in den Warenkorb legen, ist für Sie reserviert, während Sie sich weiter umsehen.
home-many = { $count } Produkte zur Auswahl. Was Sie in den Warenkorb legen, ist für Sie reserviert, während Sie sich weiter umsehen.
home-empty = Die Regale sind leer
home-empty-text = Füllen Sie sie mit: shop import products.csv. Oder sehen Sie sich erst um, mit: shop serve --demo, in einem anderen Verzeichnis --data.
promise-held = Für Sie reserviert
promise-held-text = Ihr Warenkorb bleibt { $minutes } Minuten reserviert, sodass Ihnen niemand etwas wegkauft.
promise-once = Nur einmal bezahlt
promise-once-text = Doppelt geklickt, neu geladen, Verbindung weg: eine Bestellung, eine Zahlung.
promise-shipping = Kostenloser Versand
promise-shipping-text = Bei jeder Bestellung über { $sum }.
recently-viewed = Zuletzt angesehen
account = Konto
sign-in = Anmelden

## Suche und Listen

sort-relevance = Relevanz
sort-price-asc = Preis aufsteigend
sort-price-desc = Preis absteigend
sort-newest = Neueste
at-shop = { $title } bei { $shop }
search-simple = Vereinfachte Suche
search-simple-text = Für einen Moment sind die Ergebnisse vielleicht weniger und ungenauer.
list-from = { $title }, ab Produkt { $number }
list-place = { $first }–{ $last } von { $total }
show-previous-products = Vorherige Produkte anzeigen
filters = Filter
sort-by = Sortieren nach
sort = Sortieren
show-results-count = { $count ->
    [one] { $count } Ergebnis anzeigen
   *[other] { $count } Ergebnisse anzeigen
}
show-results = Ergebnisse anzeigen
nothing-matches = Keine Treffer
nothing-spelling = Prüfen Sie die Schreibweise, oder versuchen Sie es mit weniger und allgemeineren Wörtern.
nothing-filters = Kein Produkt erfüllt alle Filter. Entfernen Sie einen, um mehr zu sehen.
did-you-mean = Meinten Sie
fewer-words = Mit weniger Wörtern
see-more = Mehr sehen
popular-categories = Beliebte Kategorien
see-all-products = Alle Produkte ansehen
clear-all-filters = Alle Filter entfernen
partial = Nichts passt ganz zu „{ $text }“
partial-text = Diese enthalten die meisten Wörter.
results-in = „{ $text }“ in { $category }
results-for = Ergebnisse für „{ $text }“
and-up = und mehr
rating = Bewertung
rating-mean = Bewertung (im Schnitt { $mean })
category = Kategorie
brand = Marke
availability = Verfügbarkeit
all-categories = Alle Kategorien
price-between = { $low } bis { $high }
price-at-least = Ab { $low }
price-at-most = Bis { $high }
price-and-over = { $low } und mehr
price-under = Unter { $high }
stars-and-up = Ab { $stars } Sternen
without-filter = Ohne „{ $filter }“ ({ $count })

## Produkt

pictures = Bilder
picture-of = Bild { $number } von { $count }
pictures-scroll = Bilder, seitlich scrollen
look-closer = Genauer ansehen:
larger = Größer
buy = Kaufen
quantity = Menge
not-for-sale = Nicht im Verkauf
held-in-cart = Im Warenkorb für Sie reserviert
how-returns-work = So funktioniert die Rückgabe
returns-within = { $count ->
    [one] Rückgabe innerhalb eines Tages
   *[other] Rückgabe innerhalb von { $count } Tagen
}
option-out = ausverkauft
about-product = Über dieses Produkt
details = Details
weight = Gewicht
item-number = Artikelnummer
grams = { $count }{"\u00A0"}g
reviews-title = Das sagen Kunden
write-review = Rezension schreiben
no-review-yet = Es gibt noch keine Rezension.
see-reviews = { $count ->
    [one] Zur Rezension
   *[other] Alle { $count } Rezensionen
}
also-bought = Wird oft dazu gekauft
also-like = Das könnte Ihnen auch gefallen
ships-free-over = Bestellungen über { $sum } versandkostenfrei

## Rezensionen

review-sort-helpful = Hilfreichste
review-sort-highest = Meiste Sterne
review-sort-lowest = Wenigste Sterne
meaning-5 = Sehr gut
meaning-4 = Gut
meaning-3 = Mittel
meaning-2 = Schlecht
meaning-1 = Sehr schlecht
reviews-of = Rezensionen zu { $title }
all-ratings = Alle Bewertungen
back-to-product = Zurück zum Produkt
reviews-description = Was Kunden über { $title } sagen.
reviews-with-stars = { $count ->
    [one] Mit { $count } Stern
   *[other] Mit { $count } Sternen
}
no-other-review = Sonst hat noch niemand eine Rezension geschrieben.
no-such-review = Keine andere Rezension passt dazu.
show-all = Alle anzeigen
order-and-filter = Sortieren und filtern
helpful = Hilfreich
sign-in-first = (bitte zuerst anmelden)
only-you = Das sehen nur Sie
your-review = Ihre Rezension
review-waiting = Wir sehen sie uns zuerst an; danach sehen sie auch andere.
review-hidden = Wir zeigen sie anderen nicht. { $reason }
review-change = Ändern
review-replace = Rezension ersetzen
review-remove = Entfernen
review-send = Rezension absenden
review-invite = Sagen Sie anderen, wie es ist. Dafür brauchen Sie ein Konto.
review-sign-in = Anmelden und schreiben
open-account = Konto eröffnen
review-title = Titel
review-hint = Was ist gut, was nicht, und für wen ist es?
review-signed = Mit Ihrem Vornamen: { $name }.
review-anew = Sie ersetzt, was jetzt hier steht, und die Stimmen beginnen von vorn.
your-stars = Ihre Sterne
review-signed-out = Sie sind nicht mehr angemeldet
review-signed-out-text = Melden Sie sich in einem anderen Fenster an und senden Sie dies noch einmal; Ihr Text steht noch unten.
review-public = Andere können Ihre Rezension jetzt lesen.
thank-you = Vielen Dank
review-gone = Ihre Rezension ist gelöscht
review-gone-text = Sie können jederzeit eine neue schreiben.

## Warenkorb

items-count = { $count } Artikel
cart-clear = Warenkorb leeren
offer-add = { $count } hinzufügen
offer-set = Auf { $count } ändern
offer-move = { $count } in den Warenkorb
save-for-later = Für später merken
saved-title = Für später gemerkt ({ $count })
saved-was = Kostete { $price }, als Sie es sich merkten
saved-move = In den Warenkorb
cart-keep-text = Was Sie nicht rechtzeitig kaufen, geht zurück ins Regal.
cart-keep = Weiter reservieren
updating = Wird aktualisiert …
summary = Übersicht
cart-blocked = Ändern oder entfernen Sie, was nicht gekauft werden kann; danach geht es zur Kasse.
check-out = Zur Kasse
cart-assurance = Ohne Konto möglich. Vor dem Bezahlen sehen Sie alles noch einmal.
each = je { $price }
reserved-until = Reserviert bis { $time }
released-few = Nicht mehr reserviert, nur noch { $count } verfügbar
released = Nicht mehr reserviert, noch verfügbar
hold-again = Wieder reservieren
free-shipping-missing = Noch { $sum } bis zum kostenlosen Versand
ships-free = Ihre Bestellung ist versandkostenfrei
cart-empty = Ihr Warenkorb ist leer
cart-empty-text = Was Sie hineinlegen, ist für Sie reserviert, während Sie sich umsehen.
start-shopping = Jetzt einkaufen
often-bought-with = Wird oft zusammen gekauft
advice-sold-out = Vielleicht hat jemand die letzten reserviert. Was nicht gekauft wird, ist innerhalb einer halben Stunde wieder verfügbar.
advice-placing = Ihre Bestellung wird gerade aufgegeben; sehen Sie gleich noch einmal nach.
advice-unchanged = Ihr Warenkorb ist unverändert.

## Konto und Anmeldung

your-account = Ihr Konto
hello = Guten Tag, { $name }
latest-orders = Ihre letzten Bestellungen
nothing-yet = Noch nichts.
all-orders = Alle Bestellungen
where-we-send = Lieferadresse
no-address = Noch ist keine Adresse gespeichert.
your-addresses = Ihre Adressen
signing-in = Anmeldung
signing-in-text = Mit { $email }. Mit einem neuen Passwort werden Sie überall sonst abgemeldet.
password-today = Jetziges Passwort
password-new = Neues Passwort
password-change = Passwort ändern
your-orders = Ihre Bestellungen
no-orders = Noch keine Bestellungen
no-orders-text = Was Sie kaufen, erscheint hier, mit dem Weg zu Ihnen.
address-change = Adresse ändern
address-save = Adresse speichern
address-add = Adresse hinzufügen
address-add-button = Adresse hinzufügen
address-first = Diese Adresse an der Kasse vorschlagen
leave-as-is = Nicht ändern
address-book-full = Ihr Adressbuch ist voll. Entfernen Sie eine Adresse, um eine neue hinzuzufügen.
address-preferred = Diese Adresse wird an der Kasse vorgeschlagen.
change = Ändern
overview = Übersicht
orders = Bestellungen
addresses = Adressen
sign-out = Abmelden
password-saved = Ihr neues Passwort ist gespeichert
signed-out-elsewhere = Überall sonst sind Sie abgemeldet.
password-hint = Mindestens 8 Zeichen. Ein paar Wörter sind leicht zu merken und schwer zu erraten.
open-my-account = Konto eröffnen
forgot-password = Passwort vergessen?
send-link = Link zusenden
choose-password = Neues Passwort wählen
save-password = Neues Passwort speichern
email = E-Mail-Adresse
code-from-letter = Code aus der E-Mail
your-name = Ihr Name
password = Passwort
new-here = Neu hier? { $link }. Sie können auch ohne Konto kaufen.
register-brings = Ihr Warenkorb kommt mit, ebenso die Bestellungen, die Sie in diesem Browser aufgegeben haben.
have-account = Sie haben schon ein Konto? { $link }.
reset-text = Wir senden Ihnen einen Link, der eine Stunde gilt.
back-to-signing-in = Zurück zur Anmeldung
signed-out-everywhere = Sie werden überall abgemeldet.
ask-another-link = Neuen Link anfordern
did-not-work = Das hat nicht geklappt
password-sign-in = Melden Sie sich damit an.
look-into-mailbox = Sehen Sie in Ihr Postfach
account-erased = Ihr Konto ist gelöscht
account-erased-text = Ihre Bestellungen laufen weiter. Sie öffnen sie mit dem Link, den Sie bekommen haben, oder mit Nummer und E-Mail-Adresse unter „Bestellstatus“.
look-into-mailbox-text = Wenn es ein Konto mit dieser Adresse gibt, ist ein Link unterwegs. Er gilt eine Stunde.

## Was über Kundinnen und Kunden gespeichert ist

your-data = Ihre Daten
your-data-text = Nehmen Sie mit, was wir über Sie speichern, oder löschen Sie Ihr Konto.
data-kept = Was wir speichern und warum
data-kept-account = Ihren Namen, Ihre E-Mail-Adresse und Ihr Passwort in einer Form, die niemand lesen kann: um Sie anzumelden und Ihnen zu schreiben.
data-kept-addresses = Ihre Adressen: damit Sie sie nicht noch einmal eingeben müssen.
data-kept-orders = Ihre Bestellungen, mit Lieferadresse, Zahlung und allem, was mit ihnen geschieht: um sie zu versenden, Ihnen dabei zu helfen und weil ein Shop seine Bücher aufbewahren muss.
data-kept-reviews = Ihre Rezensionen, die andere mit Ihrem Vornamen lesen, und welche Rezensionen Ihnen geholfen haben: damit jede Stimme einmal zählt.
data-kept-cart = Ihren Warenkorb und was Sie an der Kasse eingegeben haben: damit beides auf jedem Gerät da ist.
data-kept-sessions = Seit wann Sie angemeldet sind und wann Sie zuletzt da waren: damit Sie überall abgemeldet werden können. Von wo, speichern wir nicht.
data-kept-more = Mehr dazu: { $link }.
data-take = Mitnehmen
data-take-text = Alles in einer Datei, die Programme lesen können (JSON). Darin steht kein Passwort und nichts, was Ihr Konto oder Ihre Bestellungen öffnet.
data-download = Meine Daten herunterladen
data-delete = Konto löschen
data-goes = Das ist sofort und endgültig gelöscht
data-goes-account = Ihr Konto mit Ihrem Namen, Ihrem Passwort und Ihren Adressen.
data-goes-cart = Ihr Warenkorb. Was für Sie reserviert war, ist für andere wieder frei.
data-goes-sessions = Sie werden auf jedem Gerät abgemeldet, und Links zu einem neuen Passwort gelten nicht mehr.
data-goes-votes = Welche Rezensionen Ihnen geholfen haben, und Rezensionen von Ihnen, die nur Sie sehen.
data-stays = Das bleibt
data-stays-orders = Ihre Bestellungen, weil ein Shop seine Bücher aufbewahren muss. Was unterwegs ist, kommt noch an. Sie öffnen sie wie ein Gast: mit dem Link, den Sie bekommen haben, oder mit Nummer und E-Mail-Adresse unter { $link }.
data-stays-reviews = Ihre Rezensionen, ohne Ihren Namen, weil andere sich danach gerichtet haben.
data-reviews-too = Auch meine Rezensionen löschen
data-letter = Wir bestätigen es mit einer E-Mail an { $email }.
data-delete-button = Mein Konto löschen
data-paying = Eine Bestellung wird gerade bezahlt
data-paying-text = Sie können Ihr Konto löschen, sobald das beendet ist. Es wurde nichts gelöscht.

## Kasse

checkout-where = Wohin dürfen wir liefern?
checkout-shipping-title = Versand, Kasse
checkout-how-pay = Wie möchten Sie bezahlen?
checkout-payment-title = Zahlung, Kasse
checkout-last-look = Noch ein letzter Blick
checkout-review-title = Prüfen, Kasse
checkout-placing = Ihre Bestellung wird aufgegeben
payment = Zahlung
checkout-review = Prüfen
nothing-charged = Es wurde nichts abgebucht. Ihr Warenkorb und Ihre Adresse bleiben erhalten.
email-hint-mail = Für die Bestätigung und die Versandmeldung. Für nichts sonst.
email-hint = Damit und mit der Bestellnummer sehen Sie später Ihre Bestellung. Für nichts sonst.
checkout-sign-in = Sie haben ein Konto? { $link }, um Ihre Adressen zu nutzen. Zum Kaufen brauchen Sie keines.
checkout-sign-in-link = Melden Sie sich an
checkout-save-address = Diese Adresse in meinem Konto speichern
continue-to-payment = Weiter zur Zahlung
ship-to = Lieferadresse
another-address = Andere Adresse
pay-ready = Ihre Bestellung kann jetzt bezahlt werden.
pay-ready-text = Alles darin ist für Sie reserviert. Auf der nächsten Seite bezahlen Sie und kommen dann hierher zurück.
pay = Bezahlen
pay-sum = { $sum } bezahlen
pay-taking-back = Wir ziehen Ihre Zahlung zurück.
pay-taking-back-text = Sobald Ihre Bank es bestätigt, ist Ihr Warenkorb wie zuvor.
pay-waiting = Wir warten auf Ihre Bank.
pay-waiting-text = Das dauert ein paar Sekunden. Sie können hier bleiben oder später wiederkommen: Bestellt wird nur einmal, was auch immer mit dieser Seite geschieht.
look-again = Noch einmal nachsehen
change-order = Bestellung ändern
your-order = Ihre Bestellung
place-look-again = Es wurde nichts abgebucht. Sehen Sie sich Ihre Bestellung noch einmal an, bevor Sie sie aufgeben.
what-changed = Was sich geändert hat
was = Vorher
is-now = Jetzt
not-in-cart = Nicht im Warenkorb
needs-script = Dieses Formular braucht JavaScript
needs-script-text = Ohne JavaScript kann dieses Zahlungsformular nicht angezeigt werden. Schalten Sie es für diese Seite ein und laden Sie sie neu. Es wurde nichts abgebucht, und Ihr Warenkorb bleibt erhalten.
pay-not-loaded = Das Zahlungsformular konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und laden Sie diese Seite neu.
stripe-text = Stripe nimmt die Zahlung entgegen und bringt Sie hierher zurück. Ihre Karte sehen wir nie.
stripe-way = Karte und mehr, mit Stripe
practice-notice = Übungsmodus: Es fließt kein Geld
practice-choose = Wählen Sie eine dieser Karten, um zu sehen, was Ihre Kunden sähen.
cards-that-pay = Karten, die zahlen
cards-refused = Karten, die abgelehnt werden
pay-next-page = Sie bezahlen auf der nächsten Seite
card = Karte
pay-by-hand = Ohne Karte bezahlen
continue-to-review = Weiter zur Prüfung
back-to-shipping = Zurück zum Versand
how-ship = Wie sollen wir versenden?
arrives-days = Lieferung { $days }
change-payment = (Zahlung)
change-delivery = (Lieferung)
change-contact = (Kontakt)
change-address = (Adresse)
delivery = Lieferung
delivery-by = { $method }, an die Adresse oben.
delivery-arrives = Lieferung { $days }.
delivery-mail = Wir schreiben Ihnen, sobald es unterwegs ist.
delivery-page = Die Seite Ihrer Bestellung zeigt, wann es unterwegs ist.
order-for = Für { $sum } bestellen
press-twice = Doppelt klicken schadet nicht: Bestellt wird nur einmal.
stripe-method = Karte, über Stripe
contact = Kontakt

## Übung

card-visa = Visa mit Endziffern 4242
card-mastercard = Mastercard mit Endziffern 4444
card-amex = American Express mit Endziffern 8431
card-debit = Visa Debit mit Endziffern 5556
card-discover = Discover mit Endziffern 1117
card-asks = Karte, die nachfragt
card-asks-empty = Karte, die nachfragt und dann nicht gedeckt ist
card-declined = Karte, die abgelehnt wird
card-empty = Karte ohne Deckung
card-expired = Abgelaufene Karte
card-cvc = Karte mit falscher Prüfziffer
card-silent = Karte, deren Bank nicht antwortet
card-lost = Als verloren gemeldete Karte
card-stolen = Als gestohlen gemeldete Karte
practice-card = Übungskarte
bank-transfer = Überweisung
cash-on-delivery = Barzahlung bei Lieferung
by-hand = Ohne Karte
practice-bank = Übungsbank
practice-you = Sind Sie das?
practice-asks = { $shop } möchte { $sum }. Eine echte Bank würde Sie hier fragen; bei dieser wählen Sie selbst, was sie antwortet.
practice-yes = Ja, bezahlen
practice-no = Nein, ablehnen
practice-confirm = Bestätigen Sie, dass Sie es sind

## Bestellungen

buy-again = Noch einmal kaufen
where-it-is = Wo sie ist
what-you-bought = Ihr Einkauf
in-this-order = In dieser Bestellung
thank-you-name = Vielen Dank, { $name }
order-is-confirmed = { $order } ist bestätigt.
order-confirmation-sent = Eine Bestätigung geht an { $email }.
order-opens = Mit der Nummer und { $email } sehen Sie sie jederzeit unter { $link }.
that-address = dieser Adresse
continue-shopping = Weiter einkaufen
placed-on = Aufgegeben am { $date }.
stands-pending = Ihre Bank hat noch nicht geantwortet; sobald sie es tut, steht es hier.
stands-due = Sie ist bestätigt und noch zu bezahlen.
stands-confirmed = Wir bereiten sie vor.
stands-packed = Sie ist verpackt und geht bald auf den Weg.
stands-shipped = Sie ist auf dem Weg zu Ihnen.
stands-delivered = Sie ist angekommen.
stands-cancelled-unpaid = Sie ist storniert. Es wird nichts versendet, und Sie haben nichts zu bezahlen.
stands-cancelled = Sie ist storniert, und nichts davon wird versendet.
stands-refunded = Alles, was Sie bezahlt haben, wurde erstattet.
keep-orders = Passwort festlegen und Bestellungen behalten
keep-orders-text = Beim nächsten Mal ist Ihre Adresse schon da, auf jedem Gerät. Sie melden sich mit { $email } an.
tracking-number = Sendungsnummer { $number }
follow-parcel = Sendung verfolgen
still-to-pay = noch zu bezahlen
no-such-order = Diese Bestellung haben wir nicht gefunden
no-such-order-text = Prüfen Sie die Nummer und die E-Mail-Adresse, mit der bestellt wurde.
order-number-label = Bestellnummer
order-number-hint = Wie 1042
track-title = Bestellstatus
track-text = Die Nummer stand nach der Bestellung auf der Seite. Die Adresse ist die, die Sie angegeben haben.
track-text-mail = Die Nummer stand nach der Bestellung auf der Seite und steht in unserer E-Mail. Die Adresse ist die, die Sie angegeben haben.
find-order = Bestellung finden
track-description = Sehen Sie, wo Ihre Bestellung ist.

## Rückgaben

return-items = Artikel zurückgeben
return-until = Sie können eine Rückgabe bis { $date } anmelden.
return-not-now = Von dieser Bestellung kann nichts zurückgegeben werden
return-back = Zurück zur Bestellung
return-what = Was möchten Sie zurückgeben?
return-units = Wie viele von { $count }?
return-why = Warum?
return-comment = Sollten wir noch etwas wissen?
return-comment-hint = Was genau nicht stimmt oder was Ihnen helfen würde.
return-ask = Rückgabe anmelden
return-then = Behalten Sie alles, bis wir geantwortet haben; dann sagen wir Ihnen, wohin Sie es senden.
reason-too-small = Zu klein
reason-too-large = Zu groß
reason-not-as-described = Nicht wie beschrieben
reason-damaged = Beschädigt oder fehlerhaft
reason-wrong-item = Nicht das, was ich bestellt habe
reason-changed-mind = Ich habe es mir anders überlegt
reason-other = Etwas anderes
return-name = Rückgabe { $name }
return-requested = Angemeldet
return-accepted = Angenommen
return-declined = Abgelehnt
return-withdrawn = Zurückgezogen
return-received = Eingetroffen
return-wait = Wir sehen sie uns an und sagen Ihnen hier, wohin Sie alles senden. Bitte behalten Sie es bis dahin.
return-wait-mail = Wir sehen sie uns an und schreiben Ihnen, wohin Sie alles senden. Bitte behalten Sie es bis dahin.
return-send = Bitte senden Sie es hierhin
return-label = Schreiben Sie { $name } auf das Paket, damit wir es zuordnen können.
return-worth = Sie erhalten { $amount } zurück, wenn alles hier ist.
return-no-money = Es ist hier. Dafür war nichts mehr zu erstatten.
return-withdraw = Diese Rückgabe zurückziehen

## Wenn etwas im Weg ist

problem-too-large = Was gesendet wurde, ist zu groß.
problem-malformed = Diese Anfrage ist nicht verständlich.
error-not-found = Hier ist nichts
error-forbidden = Das kam von einer anderen Website
error-conflict = Das hat sich inzwischen geändert
error-invalid = Das hat noch nicht geklappt
error-too-many = Bitte etwas langsamer
error-fault = Bei uns ist etwas schiefgegangen
error-busy = Wir sind gerade ausgelastet
error-not-found-text = Vielleicht ist die Seite umgezogen, oder das Produkt wird nicht mehr verkauft. Versuchen Sie es mit der Suche.
error-forbidden-text = Zu Ihrer Sicherheit nehmen wir Änderungen nur von den Seiten dieses Shops an. Gehen Sie zurück und versuchen Sie es noch einmal.
error-fault-text = Ihr Warenkorb ist sicher. Versuchen Sie es noch einmal; wenn es wieder geschieht, nennen Sie uns die Nummer unten.
error-too-many-text = Aus Ihrem Netz kamen viele Anfragen. Versuchen Sie es in { $time } noch einmal.
error-busy-text = Ihr Warenkorb ist sicher. Versuchen Sie es in { $time } noch einmal.
looking-for = Was suchen Sie?
go-home = Zur Startseite
back-to-your-cart = Zurück zu Ihrem Warenkorb
look-at-cart = Zum Warenkorb
request-number = Anfrage { $number }
wait-second = einer Sekunde
wait-seconds = { $count } Sekunden
wait-minutes = { $count ->
    [one] einer Minute
   *[other] { $count } Minuten
}

## Wie Länder die Teile einer Adresse nennen

part-postal-code = Postleitzahl
part-province = Provinz
part-state = Bundesstaat
part-zip-code = ZIP-Code
part-island = Insel
part-district = Bezirk
part-department = Departamento
part-parish = Gemeinde
part-oblast = Oblast
part-county = County
part-city = Stadt
part-suburb-or-town = Vorort oder Stadt
part-prefecture = Präfektur
part-pin-code = PIN-Code
part-emirate = Emirat
part-eircode = Eircode
part-area = Gebiet
home-title = Gute Dinge, immer auf Lager
home-button = Alles ansehen

## Textseiten eines neuen Shops; sie sind HTML

about-description = Wer diesen Shop betreibt.
shipping-description = Wie und wann wir versenden.
returns-description = Wie Sie etwas zurückgeben.
privacy-description = Was dieser Shop über Sie speichert.
about-html = 
    <p>Wir wählen alles, was wir verkaufen, selbst aus, und was wir anzeigen, haben wir auch. Steht irgendwo „Auf Lager“, dann liegt es in unserem Regal; legen Sie es in den Warenkorb, ist es für Sie reserviert.</p>
shipping-html = 
    <p>Ihr Warenkorb zeigt die Versandkosten, bevor Sie etwas eingeben, und wie viel bis zum kostenlosen Versand fehlt.</p>
    <h2>Wann es ankommt</h2>
    <p>Die Seite Ihrer Bestellung zeigt, wann Ihr Paket auf den Weg geht, mit einer Nummer zur Sendungsverfolgung. Sie öffnen sie jederzeit mit Bestellnummer und E-Mail-Adresse unter <a href="/track">Bestellstatus</a>.</p>
shipping-mail-html = 
    <p>Ihr Warenkorb zeigt die Versandkosten, bevor Sie etwas eingeben, und wie viel bis zum kostenlosen Versand fehlt.</p>
    <h2>Wann es ankommt</h2>
    <p>Wir schreiben Ihnen, sobald Ihr Paket auf dem Weg ist, mit einer Nummer zur Sendungsverfolgung. Dasselbe zeigt die Seite Ihrer Bestellung: Sie öffnen sie jederzeit mit Bestellnummer und E-Mail-Adresse unter <a href="/track">Bestellstatus</a>.</p>
returns-html = 
    <p>Etwas stimmt nicht oder gefällt Ihnen nicht? Öffnen Sie Ihre Bestellung, in Ihrem Konto oder unter <a href="/track">Bestellstatus</a>, wählen Sie „Artikel zurückgeben“ und sagen Sie, was Sie zurückgeben möchten. Bis wann das geht, steht auf der Seite Ihrer Bestellung.</p>
    <h2>Wie es weitergeht</h2>
    <ol><li>Wir sehen uns das an und sagen Ihnen, wohin Sie es senden.</li><li>Sie senden die Ware zurück, so verpackt, dass sie heil ankommt.</li><li>Sobald sie hier ist, erstatten wir den Betrag auf Ihr Zahlungsmittel.</li></ol>
returns-none-html = 
    <p>Etwas stimmt nicht? Nennen Sie uns Ihre Bestellnummer und sagen Sie, was nicht stimmt; wir finden einen Weg.</p>
privacy-html = 
    <p>Wir speichern, was eine Bestellung braucht: Ihren Namen, Ihre Adresse, Ihre E-Mail-Adresse und was Sie gekauft haben. Kartennummern erreichen diesen Shop nie.</p>
privacy-reviews-html = 
    <h2>Rezensionen</h2>
    <p>Was Sie über ein Produkt schreiben, ist öffentlich, mit Ihrem Vornamen und der Angabe, ob Sie es hier gekauft haben. Sie können es auf derselben Seite ändern oder entfernen. Welche Rezensionen Sie hilfreich fanden, wird gespeichert, damit jede Stimme einmal zählt; andere sehen nur die Anzahl.</p>
privacy-more-html = 
    <h2>Cookies</h2>
    <p>Ein Cookie merkt sich Ihren Warenkorb, ein anderes, was Sie zuletzt angesehen haben, beide nur für diesen Shop. Keine Werbung, keine Messung durch andere, nichts von anderen Websites. Wonach gesucht wird, zählen wir nach Tag und Wörtern, ohne wer gesucht hat.</p>
    <h2>Ihre Daten</h2>
    <p>In Ihrem Konto finden Sie unter <a href="/account/data">Ihre Daten</a>, was wir speichern, bekommen eine Kopie davon und können Ihr Konto löschen. Sie haben ohne Konto gekauft? Fragen Sie uns.</p>

## Was der Shop ablehnt

refused-not-found = Unter diesem Namen gibt es hier nichts.
refused-sold-out = Das ist gerade ausverkauft.
refused-few = Nur noch { $count } verfügbar.
refused-not-for-sale = Dieses Produkt wird nicht verkauft.
refused-expired = Die Reservierung von { $sku } ist abgelaufen, und jemand anderes hat es gekauft.
refused-a-price = Ein Preis hat sich geändert.
refused-price = { $why } Die Gesamtsumme ist jetzt { $now }, zuvor { $was }. Bitte sehen Sie noch einmal nach.
refused-cart = Ihr Warenkorb hat sich geändert, seit Sie die Summe gesehen haben: Sie ist jetzt { $now }, zuvor { $was }. Bitte sehen Sie noch einmal nach.
refused-cart-empty = Ihr Warenkorb ist leer.
refused-step = Ihr Warenkorb ist an der Kasse: { $state }. Schließen Sie ab oder gehen Sie zuerst zurück.
step-shipping = Versand
step-payment = Zahlung
step-review = Prüfen
step-placing = wird bestellt
refused-lines = In einen Warenkorb passen höchstens { $max } verschiedene Produkte.
refused-saved = Sie können sich höchstens { $max } verschiedene Produkte merken.
refused-quantity = Von einem Produkt passen höchstens { $max } in den Warenkorb.
refused-hoarding = Aus Ihrem Netz sind zu viele Stück dieses Produkts reserviert. Kaufen Sie, was Sie reserviert haben, oder warten Sie, bis es wieder frei ist.
refused-payment = Die Zahlung wurde abgelehnt: { $why }
decline-funds = Die Karte ist nicht ausreichend gedeckt. Versuchen Sie es mit einer anderen.
decline-expired = Die Karte ist abgelaufen. Versuchen Sie es mit einer anderen.
decline-cvc = Die Prüfziffer stimmt nicht. Prüfen Sie sie und versuchen Sie es noch einmal.
decline-number = Die Kartennummer stimmt nicht. Prüfen Sie sie und versuchen Sie es noch einmal.
decline-refused = Die Bank hat die Karte abgelehnt. Versuchen Sie es mit einer anderen.
decline-confirm = Die Bank möchte bestätigen, dass Sie es sind. Versuchen Sie es mit einer anderen Karte.
decline-late = Sie kam nicht rechtzeitig. Ihr Warenkorb ist unverändert; versuchen Sie es noch einmal.
decline-withdrawn = Sie haben die Bestellung zurückgenommen. Ihr Warenkorb ist unverändert.
decline-unreachable = Die Bank war nicht erreichbar. Versuchen Sie es gleich noch einmal.
decline-other = Die Bank hat die Karte abgelehnt. Versuchen Sie es mit einer anderen Karte oder Zahlungsart.
refused-in-progress = Diese Bestellung wird gerade aufgegeben. Fragen Sie gleich noch einmal nach.
refused-invalid = Einiges, was Sie eingegeben haben, passt noch nicht.
refused-overloaded = Der Shop ist gerade stark ausgelastet. Bitte versuchen Sie es gleich noch einmal.
refused-sign-in-first = Bitte melden Sie sich zuerst an.
refused-sign-in = Mit dieser E-Mail-Adresse und diesem Passwort können wir Sie nicht anmelden. Prüfen Sie beides, oder fordern Sie ein neues Passwort an.
refused-sign-in-often = Das Passwort war mehrmals falsch. Versuchen Sie es in { $seconds } s noch einmal; das richtige gilt dann.
refused-no-payments = Zahlungen sind gerade nicht möglich. Es wurde nichts bestellt; bitte versuchen Sie es gleich noch einmal.
coupon-unknown = Den Code { $code } gibt es nicht. Prüfen Sie die Schreibweise.
coupon-ended = Der Code { $code } ist abgelaufen.
coupon-not-yet = Der Code { $code } gilt ab { $from }.
coupon-used-up = Der Code { $code } ist aufgebraucht.
coupon-used-by-you = Sie haben den Code { $code } so oft verwendet, wie er es erlaubt.
coupon-minimum = Der Code { $code } gilt ab einer Zwischensumme von { $sum }.
worth-off = { $worth } Rabatt
worth-shipping = kostenloser Versand

## Was ein Formularfeld noch braucht

wrong-email = Geben Sie eine E-Mail-Adresse ein, etwa ada@example.com
wrong-too-long = Kürzen Sie das auf { $max } Zeichen
wrong-too-long-by = Kürzen Sie das auf { $max } Zeichen; es sind { $count }
wrong-parcel-name = Geben Sie den Namen für das Paket ein
wrong-line1 = Geben Sie Straße und Hausnummer ein
wrong-country = Wählen Sie ein Land
wrong-country-unknown = Wählen Sie ein Land aus der Liste; in zwei Buchstaben, etwa US
wrong-city = Geben Sie einen Ort ein
wrong-postcode = Geben Sie eine Postleitzahl ein, etwa 94103
wrong-part = Geben Sie { $part } ein
wrong-part-like = Geben Sie { $part } ein, etwa { $example }
wrong-region-like = Wählen Sie { $part } ({ $country }), etwa { $example }
wrong-region-code = Wählen Sie { $part } ({ $country }), etwa { $code } für { $example }
wrong-not-shipped = In dieses Land liefern wir nicht. Wählen Sie ein anderes, oder schreiben Sie uns
wrong-name = Geben Sie Ihren Namen ein
wrong-password-short = Verwenden Sie mindestens 8 Zeichen; ein paar Wörter sind leicht zu merken
wrong-password-long = Verwenden Sie höchstens 128 Zeichen
wrong-password-mail = Wählen Sie ein Passwort, das nicht Ihre E-Mail-Adresse ist
wrong-password-common = Viele verwenden dieses Passwort, darum wird es zuerst probiert. Wählen Sie ein anderes; ein paar Wörter sind leicht zu merken
wrong-password-today = Das ist nicht Ihr jetziges Passwort
wrong-link = Dieser Link wurde schon benutzt oder ist abgelaufen. Fordern Sie einen neuen an
wrong-addresses = Ein Konto fasst höchstens { $max } Adressen. Entfernen Sie eine, die Sie nicht mehr brauchen.
wrong-stars = Wählen Sie 1 bis 5 Sterne
wrong-review = Sagen Sie in ein paar Worten, wie es ist
wrong-quantity = Geben Sie eine ganze Zahl ein, etwa 2
wrong-return-status = Was nicht versendet, storniert oder erstattet wurde, kann nicht zurückgegeben werden.
wrong-return-late = Die Frist für eine Rückgabe ist abgelaufen.
wrong-return-nothing = Alles wurde schon zurückgesendet oder angemeldet.
wrong-return-often = Es wurden schon sehr viele Rückgaben angemeldet. Bitte schreiben Sie uns.
wrong-return-lines = Wählen Sie, was Sie zurückgeben möchten
wrong-return-line = Etwas davon wurde schon zurückgesendet oder angemeldet; sehen Sie, was noch übrig ist
wrong-return-more = Geben Sie eine Zahl von 1 bis { $max } ein
wrong-return-reason = Wählen Sie den Grund, der am besten passt
wrong-return-meanwhile = Inzwischen wurde eine andere Rückgabe angemeldet; sehen Sie, was noch übrig ist, und senden Sie diese noch einmal ab, wenn Sie sie noch möchten
wrong-way = Wählen Sie, wie Sie bezahlen
page-too-old = Diese Seite ist zu alt, um von ihr zu bestellen. Bitte laden Sie sie neu.
a-town-or-city = einen Ort
a-postcode = eine Postleitzahl
a-postal-code = eine Postleitzahl
a-province = eine Provinz
a-state = einen Bundesstaat
a-zip-code = einen ZIP-Code
a-island = eine Insel
a-district = einen Bezirk
a-department = ein Departamento
a-parish = eine Gemeinde
a-oblast = eine Oblast
a-county = ein County
a-city = eine Stadt
a-suburb-or-town = einen Vorort oder eine Stadt
a-prefecture = eine Präfektur
a-pin-code = einen PIN-Code
a-emirate = ein Emirat
a-eircode = einen Eircode
a-area = ein Gebiet
a-region = eine Region

## E-Mails

letter-hello-name = Guten Tag { $name }
letter-hello = Guten Tag
letter-confirmed = { $hello }, vielen Dank für Ihre Bestellung. Sie ist bestätigt und hat die Nummer { $number }.
letter-goes = Lieferadresse
letter-confirmed-subject = Ihre Bestellung { $number } ist bestätigt
letter-shipped = { $hello }, Ihre Bestellung { $number } ist auf dem Weg zu Ihnen.
letter-in-it = Inhalt
letter-shipped-subject = Ihre Bestellung { $number } ist unterwegs
letter-refunded = { $hello }, wir haben Ihnen { $amount } für Ihre Bestellung { $number } erstattet.
letter-refunded-text = Der Betrag geht auf Ihr Zahlungsmittel zurück. Bis er erscheint, dauert es meist fünf bis zehn Tage.
letter-refunded-subject = Erstattung von { $amount } für Bestellung { $number }
letter-nothing-to-pay = Sie haben nichts zu bezahlen.
letter-give-back = Was Sie bezahlt haben, erstatten wir; wann, sagt Ihnen eine weitere E-Mail.
letter-cancelled = { $hello }, Ihre Bestellung { $number } ist storniert, und nichts davon wird versendet.
letter-was-in-it = Was darin war
letter-cancelled-subject = Ihre Bestellung { $number } ist storniert
letter-return-requested = { $hello }, wir haben Ihren Wunsch erhalten, etwas aus Ihrer Bestellung { $number } zurückzugeben.
letter-return-requested-subject = Ihre Rückgabe { $name } ist angemeldet
letter-return-what = Was Sie zurückgeben möchten
letter-return-wait = Wir sehen uns das an und schreiben Ihnen, wohin Sie es senden. Bitte behalten Sie es bis dahin.
letter-return-accepted = { $hello }, Sie können zurücksenden, was Sie aus Ihrer Bestellung { $number } zurückgeben möchten.
letter-return-accepted-subject = Ihre Rückgabe { $name } ist angenommen
letter-return-how = Wohin Sie es senden
letter-return-label = Bitte schreiben Sie { $name } auf das Paket, damit wir es zuordnen können.
letter-return-refund = Sobald es hier ist, erstatten wir den Betrag.
letter-return-declined = { $hello }, wir können nicht zurücknehmen, was Sie aus Ihrer Bestellung { $number } zurückgeben möchten:
letter-return-declined-subject = Ihre Rückgabe { $name } ist abgelehnt
letter-reset = { $hello }, jemand möchte ein neues Passwort für Ihr Konto bei { $shop } festlegen.
letter-reset-code = Öffnen Sie /account/reset/confirm auf unserer Website und geben Sie diesen Code ein. Er gilt einmal, eine Stunde lang.
letter-reset-link = Der Link gilt einmal, eine Stunde lang.
letter-set-password = Neues Passwort festlegen
letter-not-you = Das waren nicht Sie? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.
letter-reset-subject = Neues Passwort für { $shop } festlegen
letter-erased = { $hello }, Ihr Konto bei { $shop } ist gelöscht, mit Ihren Adressen und Ihrem Warenkorb. Sie sind überall abgemeldet.
letter-erased-orders = Ihre Bestellungen bleiben in unseren Büchern, und was unterwegs ist, kommt noch an. Um eine zu sehen, öffnen Sie auf unserer Website „Bestellstatus“ mit ihrer Nummer und dieser E-Mail-Adresse.
letter-erased-not-you = Das waren nicht Sie? Dann sagen Sie uns bitte Bescheid.
letter-erased-subject = Ihr Konto bei { $shop } ist gelöscht
letter-how-to-pay = So bezahlen Sie
letter-at-door = Sie bezahlen { $sum } an der Tür, wenn das Paket kommt.
letter-transfer = Bitte überweisen Sie { $sum } und geben Sie „Bestellung { $number }“ als Verwendungszweck an, damit wir die Zahlung zuordnen können.
letter-costs = Was es kostet
letter-track = Um zu sehen, wo sie ist, öffnen Sie auf unserer Website „Bestellstatus“ mit der Nummer { $number } und dieser E-Mail-Adresse.
letter-see-order = Bestellung ansehen
letter-keep = Behalten Sie den Link für sich: Er öffnet Ihre Bestellung.

## Ohne Netz

offline = Sie sind offline
offline-text = Der Shop ist gerade nicht erreichbar. Nichts geht verloren: Ihr Warenkorb ist auch bei uns gespeichert.
try-again = Noch einmal versuchen
offline-as-of = Stand: {"{}"}
offline-only-look = Nur zur Ansicht. Preise, Bestand und Reservierungen können sich seitdem geändert haben.
offline-quantity = Menge: {"{}"}
offline-title = Offline
