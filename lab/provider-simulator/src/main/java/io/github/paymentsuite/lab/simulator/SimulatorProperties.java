package io.github.paymentsuite.lab.simulator;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the ledgers lie and how slowly the simulated world moves.
 *
 * @param directory holds the ledger files; created when absent, used by one simulator at a time
 * @param lateChargeLandsAfter how long a {@code sim-charged-late} charge stays unseen
 * @param pendingSettlesAfter how long a pending charge waits for its user
 * @param silence how long a request that is never answered keeps its connection, to within a second
 * @param answerDelay how long the answer to a charge is held back after the charge is on record
 * @param smsDeduplicates whether a repeated out-id is the same message instead of a second one
 */
@Validated
@ConfigurationProperties("simulator")
record SimulatorProperties(
    @NotNull @DefaultValue("./.data/provider-simulator") Path directory,
    @NotNull @DurationMin @DefaultValue("4s") Duration lateChargeLandsAfter,
    @NotNull @DurationMin @DefaultValue("3s") Duration pendingSettlesAfter,
    @NotNull @DurationMin(millis = 1) @DefaultValue("60s") Duration silence,
    @NotNull @DurationMin @DefaultValue("0s") Duration answerDelay,
    boolean smsDeduplicates) {}
