package io.github.paymentsuite.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jazzer looks for bytes that the decoders neither understand nor refuse. */
class DecoderFuzzIT {
  @Test
  void noBytesAreAFailure() {
    long runs = Long.getLong("fuzz.decoder.runs");
    long seed = Long.getLong("fuzz.seed");
    Path directory = Path.of("target/jazzer");

    List<Jazzer.Result> results =
        Fuzz.DECODERS.parallelStream()
            .map(decoder -> Jazzer.run(decoder, runs, seed, directory))
            .toList();

    assertThat(results)
        .hasSize(Fuzz.DECODERS.size())
        .allSatisfy(result -> assertThat(result.isClean(runs)).as(result.output()).isTrue());
  }
}
