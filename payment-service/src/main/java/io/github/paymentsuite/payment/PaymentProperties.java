package io.github.paymentsuite.payment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of paying.
 *
 * @param chargeWindow from the attempt to the deadline after which the provider refuses its charge
 * @param answerWithin after which a client is told PROCESSING, whatever is still under way
 * @param maxUnderWay payments that one instance makes at once; more are refused before the charge
 * @param batchSize attempts or records that are written together, of payments that come at the same
 *     time; nobody waits for more of them
 * @param shutdownWait how long a shutdown waits for the payments under way
 * @param keyLifetime how long an Idempotency-Key replays its answer
 * @param checkThreads of this instance that answer the broker's check-backs
 * @param checkQueue check-backs that may wait for them, the newest first; the broker asks again
 *     about what gives way
 */
@Validated
@ConfigurationProperties("payment")
record PaymentProperties(
    @DefaultValue("60s") Duration chargeWindow,
    @DefaultValue("9s") Duration answerWithin,
    @DefaultValue("100") @Min(1) int maxUnderWay,
    @DefaultValue("32") @Min(1) int batchSize,
    @DefaultValue("15s") Duration shutdownWait,
    @DefaultValue("24h") Duration keyLifetime,
    @DefaultValue("4") @Min(1) int checkThreads,
    @DefaultValue("2000") @Min(1) int checkQueue,
    @Valid @DefaultValue ResolverProperties resolver) {

  /**
   * Bounds of settling what is open.
   *
   * @param threads that ask at once
   * @param batch attempts claimed at once
   * @param lease how long a claimed attempt is left alone by others; longer than a batch takes
   * @param longestPause between two queries of one attempt
   * @param caseAfter age at which an attempt that is still open becomes a case; it goes on being
   *     asked about
   * @param closedWatch from the charge's deadline until a closed attempt is believed for good
   */
  record ResolverProperties(
      @DefaultValue("8") @Min(1) int threads,
      @DefaultValue("16") @Min(1) int batch,
      @DefaultValue("30s") Duration lease,
      @DefaultValue("1h") Duration longestPause,
      @DefaultValue("10m") Duration caseAfter,
      @DefaultValue("24h") Duration closedWatch) {}
}
