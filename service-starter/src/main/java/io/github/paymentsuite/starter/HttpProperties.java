package io.github.paymentsuite.starter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the HTTP side.
 *
 * @param maxBodySize largest request body on the API port, in bytes; a larger one is answered 413
 * @param maxManagementBodySize the same on the management port, where 500 payment numbers must fit
 */
@ConfigurationProperties("http")
record HttpProperties(
    @DefaultValue("16KB") DataSize maxBodySize,
    @DefaultValue("64KB") DataSize maxManagementBodySize) {}
