/** Words of offers, folded as `foldWords` folds; whole words only. */
export const SHOP_WORDS: ReadonlySet<string> = new Set(
  [
    'buy|shop|shopping|sale|discount|discounts|discounted|cheap|cheapest|wholesale|coupon|coupons|clearance|bargain|msrp|dropship|dropshipping',
    'kaufen|günstig|günstige|günstiger|billig|angebot|angebote|rabatt|versandkostenfrei|bestellen|onlineshop|sonderpreis|schnäppchen',
    'acheter|achat|soldes|promo|promotion|boutique|remise|livraison|comprar|compra|oferta|ofertas|descuento|descuentos|barato|baratos|barata|baratas|tienda|rebajas',
    'acquista|acquisto|offerta|offerte|sconto|sconti|desconto|promoção|loja|kopen|korting|aanbieding|goedkoop|goedkope|webshop',
    'kup|kupić|sklep|tanio|tanie|promocja|wyprzedaż|rabat|купить|цена|цены|скидка|скидки|магазин|недорого|распродажа|купити|ціна|знижка',
    'satın|indirim|indirimli|fiyat|fiyatı|fiyatları|ucuz|kampanya|köp|köpa|rea|billigt|erbjudande|koupit|sleva|levně|výprodej|eshop|køb|tilbud|udsalg|kjøp|salg',
    'شراء|اشتري|تخفيض|تخفيضات|خصم|سعر|عروض|متجر',
  ].flatMap((list) => list.split('|')),
)

/** Phrases of offers: whole words in spaced scripts. */
export const SHOP_PHRASES: readonly string[] = [
  'for sale|free shipping|free delivery|best price|low price|lowest price|in stock|add to cart|on sale|best deal|best deals|hot sale|special offer|limited offer|fast shipping|price in',
  'kostenloser versand|kostenlose lieferung|auf lager|zum verkauf|pas cher|livraison gratuite|en stock|à vendre|meilleur prix|envío gratis|envio gratis|en venta|mejor precio|precio de',
  'spedizione gratuita|spedizione gratis|in vendita|miglior prezzo|frete grátis|à venda|melhor preço|gratis verzending|te koop|op voorraad|darmowa dostawa|na sprzedaż|бесплатная доставка|с доставкой',
  'satın al|ücretsiz kargo|en ucuz|fri frakt|till salu|doprava zdarma|na prodej|skladem|شحن مجاني|للبيع|أفضل سعر',
].flatMap((list) => list.split('|'))

/** Offers in scripts without spaces: anywhere in the text. */
export const SHOP_PARTS: readonly string[] =
  '送料無料|通販|激安|格安|販売|最安|割引|セール|楽天市場|包邮|包郵|特价|特價|批发|批發|购买|購買|促销|促銷|优惠|優惠|折扣|免運|正品|무료배송|할인|구매|최저가|특가|쇼핑몰'.split(
    '|',
  )
