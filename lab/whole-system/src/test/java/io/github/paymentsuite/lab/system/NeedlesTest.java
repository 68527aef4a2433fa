package io.github.paymentsuite.lab.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedlesTest {
  private static final String PHONE = "13812345678";

  private final Needles needles =
      new Needles().addGuessable("phone", PHONE).add("other", "not-there-at-all");

  @Test
  void aTextIsFoundInEachOfItsForms() throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(PHONE.getBytes(UTF_8));
    for (byte[] form :
        List.of(
            PHONE.getBytes(UTF_8),
            PHONE.getBytes(UTF_16LE),
            HexFormat.of().formatHex(PHONE.getBytes(UTF_8)).getBytes(UTF_8),
            HexFormat.of().withUpperCase().formatHex(digest).getBytes(UTF_8),
            digest)) {
      String hay = "before " + new String(form, ISO_8859_1) + " after";
      assertThat(needles.in(hay.getBytes(ISO_8859_1)))
          .isNotEmpty()
          .allMatch(found -> found.startsWith("phone"));
    }
  }

  @Test
  void aTextIsFoundInBase64WhateverStandsAroundIt() {
    for (String before : List.of("", "a", "ab", "abc", "abcd")) {
      for (String after : List.of("", "x", "xy", "xyz")) {
        byte[] hay = (before + PHONE + after).getBytes(UTF_8);
        assertThat(needles.in(Base64.getEncoder().encode(hay))).containsExactly("phone (Base64)");
      }
    }
  }

  @Test
  void aTextIsFoundAcrossTheChunksOfAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("hay");
    for (int at = (1 << 20) - 12; at < (1 << 20) + 2; at++) {
      Files.writeString(file, "x".repeat(at) + PHONE + "x".repeat(99));
      assertThat(needles.in(file)).containsExactly("phone (plain)");
    }
  }

  @Test
  void nothingElseIsFound() {
    assertThat(needles.in("13812345670 12345678 138****5678 MTM4".getBytes(UTF_8))).isEmpty();
  }
}
