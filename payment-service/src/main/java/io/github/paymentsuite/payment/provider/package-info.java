/**
 * Payment providers as the suite sees them: a port, and the adapters to it. The shapes hold for
 * Alipay's barcode pay, WeChat's codepay and Stripe's payment intents.
 */
package io.github.paymentsuite.payment.provider;
