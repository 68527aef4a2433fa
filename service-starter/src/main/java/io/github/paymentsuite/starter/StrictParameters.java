package io.github.paymentsuite.starter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.beans.PropertyEditorSupport;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What {@link StrictJson} is to bodies, for paths and queries: no parameter that the operation does
 * not know, none twice, and a number is written in decimal digits and in one way only.
 */
@ControllerAdvice
class StrictParameters implements WebMvcConfigurer, HandlerInterceptor {
  /** As many as there are operations; to find them is the larger part of the check. */
  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  /**
   * Spring's own would read hexadecimal digits, those of other scripts, blanks and signs. Not as
   * converters: where one of them refuses, Spring falls back to its own.
   */
  @InitBinder
  void decimalNumbers(WebDataBinder binder) {
    binder.registerCustomEditor(long.class, new DecimalEditor(Long::valueOf));
    binder.registerCustomEditor(Long.class, new DecimalEditor(Long::valueOf));
    binder.registerCustomEditor(int.class, new DecimalEditor(Integer::valueOf));
    binder.registerCustomEditor(Integer.class, new DecimalEditor(Integer::valueOf));
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod operation
        && request.getDispatcherType() == DispatcherType.REQUEST) {
      Set<String> parameters =
          known.computeIfAbsent(operation.getMethod(), StrictParameters::parametersOf);
      request
          .getParameterMap()
          .forEach(
              (name, values) -> {
                if (!parameters.contains(name)) {
                  throw refused("the query has a parameter that is unknown here");
                }
                if (values.length > 1) {
                  throw refused("the query has a parameter twice");
                }
              });
    }
    return true;
  }

  private static Set<String> parametersOf(Method operation) {
    return Arrays.stream(operation.getParameters())
        .filter(parameter -> AnnotatedElementUtils.hasAnnotation(parameter, RequestParam.class))
        .map(Parameter::getName)
        .collect(Collectors.toSet());
  }

  private static ErrorResponseException refused(String detail) {
    return new ErrorResponseException(
        HttpStatus.BAD_REQUEST,
        Problem.of(HttpStatus.BAD_REQUEST, "invalid_request", detail),
        null);
  }

  private static class DecimalEditor extends PropertyEditorSupport {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,18})");

    private final Function<String, Number> parser;

    DecimalEditor(Function<String, Number> parser) {
      this.parser = parser;
    }

    @Override
    public void setAsText(String text) {
      if (!DECIMAL.matcher(text).matches()) {
        throw new NumberFormatException("not a decimal number");
      }
      setValue(parser.apply(text));
    }
  }
}
