package io.github.paymentsuite.starter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the HTTP side.
 *
 * @param maxBodySize largest request body, in bytes; a larger one is answered 413
 */
@ConfigurationProperties("http")
record HttpProperties(@DefaultValue("16KB") DataSize maxBodySize) {}
