package io.github.paymentsuite.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {

  record Entry(String text) {}

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void chooseAFileInADirectoryThatIsNotThereYet() {
    path = directory.resolve("new").resolve("ledger.jsonl");
  }

  @Test
  void remembersWhatWasAppended() {
    append("first", "zweite Zeile, ü", "third\nwith a line break");

    assertThat(replayed()).containsExactly("first", "zweite Zeile, ü", "third\nwith a line break");
  }

  @Test
  void cutsOffATornLastLineAndGoesOnBehindTheLastWholeOne() throws IOException {
    append("first", "second");
    write("{\"text\":\"tor");

    append("third");

    assertThat(replayed()).containsExactly("first", "second", "third");
  }

  @Test
  void forgetsALineThatLacksOnlyItsEnd() throws IOException {
    append("first");
    write("{\"text\":\"never answered for\"}");

    assertThat(replayed()).containsExactly("first");
  }

  @Test
  void refusesToGuessAtAnyOtherDamage() throws IOException {
    append("first");
    write("{\"text\":13800138000\n");
    write("{\"text\":\"third\"}\n");

    assertThatExceptionOfType(UnusableLedger.class)
        .isThrownBy(this::replayed)
        .withMessageContaining("ledger.jsonl is damaged at line 2")
        .withNoCause()
        .withMessageNotContaining("13800138000");
  }

  @Test
  void belongsToOneSimulatorAtATime() {
    try (LedgerFile<Entry> first = open()) {
      first.replay(entry -> {});

      assertThatExceptionOfType(UnusableLedger.class)
          .isThrownBy(this::open)
          .withMessageContaining("in use by another simulator");
    }
    assertThat(replayed()).isEmpty();
  }

  @Test
  void takesEventsFromDecisionsOnly() {
    try (LedgerFile<Entry> ledger = open()) {
      ledger.replay(entry -> {});

      assertThatIllegalStateException().isThrownBy(() -> ledger.append(new Entry("on its own")));
    }
  }

  @Test
  void answersNothingMoreOnceItFailed() {
    LedgerFile<Entry> ledger = open();
    ledger.replay(entry -> {});
    ledger.close();
    assertThatException().isThrownBy(() -> appendTo(ledger, "lost"));

    assertThatExceptionOfType(UnusableLedger.class)
        .isThrownBy(() -> ledger.decide(() -> "an answer"))
        .withMessageContaining("restart the simulator");
  }

  @Test
  void keepsEveryLineWholeUnder64Writers() throws InterruptedException {
    try (LedgerFile<Entry> ledger = open()) {
      ledger.replay(entry -> {});
      ExecutorService writers = Executors.newFixedThreadPool(64);
      IntStream.range(0, 640).forEach(i -> writers.execute(() -> appendTo(ledger, "line " + i)));
      writers.shutdown();
      assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(replayed())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 640).mapToObj(i -> "line " + i).toList());
  }

  private LedgerFile<Entry> open() {
    return new LedgerFile<>(path, Entry.class);
  }

  private void append(String... texts) {
    try (LedgerFile<Entry> ledger = open()) {
      ledger.replay(entry -> {});
      List.of(texts).forEach(text -> appendTo(ledger, text));
    }
  }

  private static void appendTo(LedgerFile<Entry> ledger, String text) {
    ledger.decide(
        () -> {
          ledger.append(new Entry(text));
          return text;
        });
  }

  private List<String> replayed() {
    List<String> texts = new ArrayList<>();
    try (LedgerFile<Entry> ledger = open()) {
      ledger.replay(entry -> texts.add(entry.text()));
    }
    return texts;
  }

  private void write(String raw) throws IOException {
    Files.writeString(path, raw, StandardOpenOption.APPEND);
  }
}
