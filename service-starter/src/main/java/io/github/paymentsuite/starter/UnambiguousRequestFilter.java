package io.github.paymentsuite.starter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what two readers could understand in two ways: a header that is there twice and means one
 * thing, and a body that is not JSON in UTF-8 (RFC 8259 §8.1), where a JSON library guesses other
 * encodings from the zero bytes and forgives a byte order mark. Sits behind the {@link
 * BodyLimitFilter}, whose body can be read more than once.
 */
class UnambiguousRequestFilter extends OncePerRequestFilter {
  private static final List<String> SINGLE_HEADERS =
      List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, "Idempotency-Key");

  /**
   * Where Spring Boot tells what has failed. Whoever asks for it without a failure would be told
   * that the service has failed.
   */
  private static final String ERRORS = "/error";

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getServletPath().equals(ERRORS)) {
      Problem.write(response, HttpStatus.NOT_FOUND, "not_found", "there is nothing here");
      return;
    }
    for (String header : SINGLE_HEADERS) {
      if (Collections.list(request.getHeaders(header)).size() > 1) {
        refuse(response, "the header %s is there twice".formatted(header));
        return;
      }
    }
    byte[] body = request.getInputStream().readAllBytes();
    if (body.length > 0 && !isJson(request)) {
      Problem.write(
          response,
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_media_type",
          "a body must be application/json in UTF-8, as it is");
      return;
    }
    if (!isUtf8(body)) {
      refuse(response, "the body is not UTF-8");
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean isJson(HttpServletRequest request) {
    if (request.getContentType() == null
        || request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      return false;
    }
    try {
      MediaType type = MediaType.parseMediaType(request.getContentType());
      return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
          && type.getParameters().entrySet().stream().allMatch(UnambiguousRequestFilter::namesUtf8);
    } catch (InvalidMediaTypeException malformed) {
      return false;
    }
  }

  private static boolean namesUtf8(Map.Entry<String, String> parameter) {
    return parameter.getKey().equalsIgnoreCase("charset")
        && parameter.getValue().replace("\"", "").equalsIgnoreCase(StandardCharsets.UTF_8.name());
  }

  private static boolean isUtf8(byte[] body) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      // No JSON has a zero byte; what is UTF-16 or UTF-32 has many.
      return text.chars().noneMatch(letter -> letter == 0)
          && (text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK);
    } catch (CharacterCodingException other) {
      return false;
    }
  }

  private static void refuse(HttpServletResponse response, String detail) throws IOException {
    Problem.write(response, HttpStatus.BAD_REQUEST, "invalid_request", detail);
  }
}
