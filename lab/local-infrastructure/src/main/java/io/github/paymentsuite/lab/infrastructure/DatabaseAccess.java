package io.github.paymentsuite.lab.infrastructure;

/** What a service needs to reach its own schema. */
public record DatabaseAccess(String url, String user, String password) {

  @Override
  public String toString() {
    return "DatabaseAccess[url=%s, user=%s]".formatted(url, user);
  }
}
