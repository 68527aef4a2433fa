package io.github.paymentsuite.notify;

import io.github.paymentsuite.notify.PhoneKeyMapper.Kept;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Seals anew, with the first key, what is sealed with an old one; batch by batch, as one instance
 * of several that do the same. It goes on looking, as an instance that was not restarted yet still
 * seals with the old key.
 */
@Component
class PhoneRotation {
  private static final Logger log = LoggerFactory.getLogger(PhoneRotation.class);

  private final PhoneCipher cipher;
  private final int batch;
  private final List<Pass> passes;

  PhoneRotation(
      PhoneKeyMapper phones,
      PhoneKeys keys,
      PhoneCipher cipher,
      PhoneProperties properties,
      MeterRegistry measurements) {
    this.cipher = cipher;
    this.batch = properties.resealBatch();
    this.passes =
        keys.old().stream()
            .flatMap(
                key ->
                    Stream.of(
                        new Pass(key, phones::findContacts, phones::resealContact),
                        new Pass(key, phones::findNotifications, phones::resealNotification)))
            .toList();
    Gauge.builder("phones.under.old.keys", passes, PhoneRotation::found)
        .description("Phones that the last look found under other keys than the first")
        .register(measurements);
  }

  @Scheduled(fixedDelayString = "${phone.reseal-pause:1s}")
  void resealSome() {
    passes.forEach(Pass::step);
  }

  private static long found(List<Pass> passes) {
    return passes.stream().mapToLong(pass -> Math.max(pass.found, pass.foundByLast)).sum();
  }

  /** The way through one table's phones under one old key, again and again. */
  private class Pass {
    private final String key;
    private final Find find;
    private final Reseal reseal;
    private long after;
    private volatile long found;
    private volatile long foundByLast;
    private long resealed;
    private long unreadable;
    private long unreadableByLast;

    Pass(String key, Find find, Reseal reseal) {
      this.key = key;
      this.find = find;
      this.reseal = reseal;
    }

    void step() {
      List<Kept> some = find.find(key, after, batch);
      some.forEach(this::reseal);
      found += some.size();
      if (some.size() < batch) {
        end();
      } else {
        after = some.get(some.size() - 1).id();
      }
    }

    private void reseal(Kept kept) {
      try {
        SealedPhone anew = cipher.seal(cipher.open(kept.phone(), kept.userId()), kept.userId());
        // 0 where another instance, or a new phone of the user, came first.
        resealed += reseal.reseal(kept.id(), kept.phone(), anew);
      } catch (UnreadablePhone damaged) {
        unreadable++;
      }
    }

    private void end() {
      if (resealed > 0) {
        log.info("{} phones under the key {} sealed anew", resealed, key);
      }
      if (unreadable != unreadableByLast) {
        log.error("{} phones under the key {} cannot be opened", unreadable, key);
      }
      foundByLast = found;
      unreadableByLast = unreadable;
      found = 0;
      resealed = 0;
      unreadable = 0;
      after = 0;
    }
  }

  private interface Find {
    List<Kept> find(String key, long after, int limit);
  }

  private interface Reseal {
    int reseal(long id, SealedPhone sealed, SealedPhone anew);
  }
}
