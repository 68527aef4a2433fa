package io.github.paymentsuite.payment.provider;

import java.time.Duration;

/**
 * How a provider wants to be asked, and from when on its word is final.
 *
 * @param firstQueryAfter from an open outcome to the first query, and at least between two queries
 *     of one charge (Alipay 3 s, WeChat 5 s)
 * @param giveUpAfter from the charge until one that is still pending is reversed (Alipay 60 s,
 *     WeChat 45 s; WeChat refuses a reversal within the first 15 s)
 * @param lateMargin after the charge's deadline, by the provider's own clock, from when on a charge
 *     that is not found cannot land any more
 */
public record ProviderTerms(Duration firstQueryAfter, Duration giveUpAfter, Duration lateMargin) {}
