package io.github.paymentsuite.lab.system;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Texts to be looked for in anything, in each form that somebody could read them from. */
final class Needles {
  private static final int CHUNK = 1 << 20;
  private static final int HEAD = 4;

  private final Map<Integer, List<Needle>> byHead = new HashMap<>();
  private final BitSet heads = new BitSet(1 << 16);
  private int longest = HEAD;

  /**
   * As it is, in UTF-16, in hexadecimal digits and in Base64.
   *
   * @param text of 8 characters or more
   */
  Needles add(String name, String text) {
    byte[] plain = text.getBytes(UTF_8);
    add(name, "plain", plain);
    add(name, "UTF-16BE", text.getBytes(UTF_16BE));
    add(name, "UTF-16LE", text.getBytes(UTF_16LE));
    addHex(name, "hex", plain);
    for (int before = 0; before < 3; before++) {
      addBase64(name, plain, before);
    }
    return this;
  }

  /** The same, and digests: of a number that has few digits they give it away. */
  Needles addGuessable(String name, String text) {
    add(name, text);
    for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
      try {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        add(name, algorithm, digest);
        addHex(name, algorithm + " hex", digest);
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return this;
  }

  /** Which of them are there, and as what. */
  Set<String> in(byte[] hay) {
    Set<String> found = new TreeSet<>();
    search(hay, hay.length, found);
    return found;
  }

  Set<String> in(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    byte[] chunk = new byte[CHUNK + longest];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int count;
      while ((count = in.readNBytes(chunk, kept, CHUNK)) > 0) {
        int filled = kept + count;
        search(chunk, filled, found);
        kept = Math.min(filled, longest - 1);
        System.arraycopy(chunk, filled - kept, chunk, 0, kept);
      }
    }
    return found;
  }

  private void search(byte[] hay, int length, Set<String> found) {
    for (int at = 0; at <= length - HEAD; at++) {
      if (heads.get((hay[at] & 0xff) << 8 | hay[at + 1] & 0xff)) {
        for (Needle needle :
            byHead.getOrDefault(ByteBuffer.wrap(hay, at, HEAD).getInt(), List.of())) {
          int end = at + needle.bytes.length;
          if (end <= length && Arrays.equals(hay, at, end, needle.bytes, 0, needle.bytes.length)) {
            found.add(needle.name);
          }
        }
      }
    }
  }

  private void addHex(String name, String form, byte[] bytes) {
    String digits = HexFormat.of().formatHex(bytes);
    add(name, form, digits.getBytes(UTF_8));
    add(name, form, digits.toUpperCase(Locale.ROOT).getBytes(UTF_8));
  }

  /** The digits that depend on this text alone, where so many bytes stand before it. */
  private void addBase64(String name, byte[] text, int before) {
    byte[] padded = new byte[before + text.length];
    System.arraycopy(text, 0, padded, before, text.length);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String digits = encoder.withoutPadding().encodeToString(padded);
      int from = before == 0 ? 0 : before + 1;
      int to = padded.length * 8 / 6;
      add(name, "Base64", digits.substring(from, to).getBytes(UTF_8));
    }
  }

  private void add(String name, String form, byte[] bytes) {
    if (bytes.length < 8) {
      throw new IllegalArgumentException(name + " is too short to be looked for as " + form);
    }
    heads.set((bytes[0] & 0xff) << 8 | bytes[1] & 0xff);
    byHead
        .computeIfAbsent(ByteBuffer.wrap(bytes).getInt(), head -> new ArrayList<>())
        .add(new Needle(name + " (" + form + ")", bytes));
    longest = Math.max(longest, bytes.length);
  }

  private record Needle(String name, byte[] bytes) {}
}
