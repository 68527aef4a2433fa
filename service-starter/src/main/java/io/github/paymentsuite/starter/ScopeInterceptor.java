package io.github.paymentsuite.starter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Lets a request through to its endpoint only with the scope that the endpoint asks for, before
 * anything of the request is read. Where there is no endpoint, nothing is given away.
 */
class ScopeInterceptor implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    // Which methods an address takes is in the interface's description; no endpoint handles
    // OPTIONS.
    if (handler instanceof ResourceHttpRequestHandler
        || request.getMethod().equals(HttpMethod.OPTIONS.name())) {
      return true;
    }
    RequiresScope required =
        handler instanceof HandlerMethod endpoint
            ? endpoint.getMethodAnnotation(RequiresScope.class)
            : null;
    if (required == null
        || Caller.current().filter(caller -> caller.hasScope(required.value())).isEmpty()) {
      throw new AccessDeniedException("the access token lacks the scope of this endpoint");
    }
    return true;
  }
}
