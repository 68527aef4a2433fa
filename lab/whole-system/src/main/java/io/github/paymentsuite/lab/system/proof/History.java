package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the client asked and heard, and what was done to the system meanwhile. */
final class History {
  private final Workload workload;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<Incident> incidents = new ConcurrentLinkedQueue<>();

  History(Workload workload) {
    this.workload = workload;
  }

  /** Something done to the system, such as a kill. */
  record Incident(Instant at, String what) {}

  Workload workload() {
    return workload;
  }

  void add(Call call) {
    calls.add(call);
  }

  void add(Incident incident) {
    incidents.add(incident);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  List<Incident> incidents() {
    return List.copyOf(incidents);
  }

  /** All that concerns one order, and what happened to the system, in the order of time. */
  List<String> of(String orderId) {
    record Line(Instant at, String text) {}
    List<Line> lines = new ArrayList<>();
    for (Call call : calls) {
      if (orderId.equals(call.orderId())) {
        lines.add(
            new Line(
                call.at(),
                "%s at %s %s%s -> %s after %d ms %s"
                    .formatted(
                        call.operation(),
                        call.instance(),
                        call.request(),
                        call.key() == null ? "" : " key " + call.key(),
                        call.status() == Call.NO_ANSWER ? "no answer" : call.status(),
                        call.latency().toMillis(),
                        call.body())));
      }
    }
    if (lines.isEmpty()) {
      return List.of();
    }
    incidents.forEach(incident -> lines.add(new Line(incident.at(), "** " + incident.what())));
    lines.sort(Comparator.comparing(Line::at));
    return lines.stream().map(line -> line.at() + " " + line.text()).toList();
  }

  /** One JSON object a line: the workload, then the calls, then what was done to the system. */
  void writeTo(Path file) {
    List<String> lines = new ArrayList<>();
    workload.payments().forEach(planned -> lines.add(json(planned)));
    calls.forEach(call -> lines.add(json(call)));
    incidents.forEach(incident -> lines.add(json(incident)));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String json(Object value) {
    return JSON.toJSONString(value, JSONWriter.Feature.FieldBased);
  }
}
