package io.github.paymentsuite.starter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who calls, by the access token: a client app, for one user, for all users, or for none. An
 * endpoint gets it as a parameter.
 *
 * @param client the client app's id at the issuer
 * @param user the customer whom the token was issued for; empty in an app's own token
 * @param scopes what the token allows
 */
public record Caller(String client, Optional<Long> user, Set<String> scopes) {
  /**
   * Of a token that acts for every user. A token that names no user and lacks this scope acts for
   * nobody: an issuer that forgets the user's claim opens nothing.
   */
  static final String ANY_USER = "users:any";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** The caller of the request that this thread handles; empty if it showed no token. */
  static Optional<Caller> current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** The scopes, as the rules for addresses ask for them. */
  List<GrantedAuthority> authorities() {
    return AuthorityUtils.createAuthorityList(scopes);
  }

  boolean hasScope(String scope) {
    return scopes.contains(scope);
  }

  /** A customer's token never acts for anybody else, whatever its scopes. */
  public boolean mayActFor(long userId) {
    return user.map(own -> own == userId).orElseGet(this::actsForAnybody);
  }

  /** Whether this is an app's own token, which may know of every user. */
  public boolean actsForAnybody() {
    return user.isEmpty() && hasScope(ANY_USER);
  }

  /**
   * @throws AccessDeniedException if the user is another's, whether there is such a user or not
   */
  public void requireUser(long userId) {
    if (!mayActFor(userId)) {
      throw refused();
    }
  }

  /** What is answered to whoever asks for something of another user's. */
  public static AccessDeniedException refused() {
    return new AccessDeniedException("the access token does not act for this user");
  }

  /** One name for each client and user, at most 120 visible ASCII characters long. */
  public String name() {
    return client + user.map(own -> "/" + own).orElse("");
  }
}
