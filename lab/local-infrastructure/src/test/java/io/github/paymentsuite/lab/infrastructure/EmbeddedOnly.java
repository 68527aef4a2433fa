package io.github.paymentsuite.lab.infrastructure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Of the embedded servers alone: their files, and that their processes end. Containers keep neither
 * within reach. Each of these tests has an infrastructure of its own, beside the others'.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = LocalInfrastructure.MODE_PROPERTY,
    matches = "containers",
    disabledReason = "It is about files and processes of the embedded servers")
@Execution(ExecutionMode.CONCURRENT)
@interface EmbeddedOnly {}
