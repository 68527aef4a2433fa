package io.github.paymentsuite.starter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * Marks a controller that answers on the management port alone. It is an ordinary bean of the
 * service, found and injected like any other and mapped by {@code @PostMapping} and the like; what
 * it must not be is a {@code @RestController}, which the API port would show as well.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@ResponseBody
public @interface ManagementApi {}
