package io.github.paymentsuite.starter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Asks for addresses, and waits no longer than a call may take. The system's own question ends when
 * it likes and hears no interrupt: it has a thread of its own, one for each name at most.
 */
final class NameLookup extends SystemDefaultDnsResolver {
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(daemons());

  private final Names names;
  private final Duration timeout;
  private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

  NameLookup(Names names, Duration timeout) {
    this.names = names;
    this.timeout = timeout;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    CompletableFuture<InetAddress[]> question = underWay.computeIfAbsent(host, this::ask);
    try {
      return question.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw unknown(host, late);
    } catch (ExecutionException failed) {
      throw unknown(host, failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unknown(host, interrupted);
    }
  }

  private CompletableFuture<InetAddress[]> ask(String host) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return names.addressesOf(host);
          } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
          } finally {
            // The JDK keeps answers, for as long as it is told to.
            underWay.remove(host);
          }
        },
        THREADS);
  }

  private static UnknownHostException unknown(String host, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }

  private static CustomizableThreadFactory daemons() {
    CustomizableThreadFactory daemons = new CustomizableThreadFactory("name-lookup-");
    daemons.setDaemon(true);
    return daemons;
  }

  /** Who knows the addresses of a name. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }
}
