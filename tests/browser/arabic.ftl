# As much of a language that runs from right to left as a test needs.
add-to-cart = أضف إلى السلة
cart = السلة
your-cart = سلة التسوق الخاصة بك
track-order = تتبع الطلب
search-products = ابحث عن المنتجات
sign-in = تسجيل الدخول
in-stock = متوفر
only-left = لم يتبق سوى { $count }
products-count = { $count ->
    [zero] لا منتجات
    [one] منتج واحد
    [two] منتجان
    [few] { $count } منتجات
   *[other] { $count } منتجًا
}
sum = { $number }{"\u00A0"}{ $sign }
check-out = إتمام الشراء
arrival = يصل { $days }
reserved-until = محجوز حتى { $time }
hello = مرحبًا { $name }
