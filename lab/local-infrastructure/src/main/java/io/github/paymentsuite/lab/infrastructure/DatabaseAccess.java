package io.github.paymentsuite.lab.infrastructure;

/** What it takes to reach a schema as one of its users. */
public record DatabaseAccess(String url, String user, String password) {

  @Override
  public String toString() {
    return "DatabaseAccess[url=%s, user=%s]".formatted(url, user);
  }
}
