package io.github.paymentsuite.starter;

/** The service would not be safe as it is configured; the message says why in one sentence. */
public class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartRefused(String sentence) {
    super(sentence);
  }

  StartRefused(String sentence, Exception cause) {
    super(sentence, cause);
  }
}
