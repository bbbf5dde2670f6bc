package dev.weft.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.gallery.Pace;
import dev.weft.greenlet.Greenlet;
import dev.weft.harness.Program;
import dev.weft.hub.TaskEvent;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one run of a program did, in order: what its hubs did with tasks, its switches between
 * greenlets, and what it printed, unless it prints how long something took.
 *
 * @param lines the events; times are those since the first one, and objects without a name are
 *     numbered as they appear
 */
public record Interleaving(List<String> lines) {
  /** How long a second of the programs is; so short that those that count do it seldom. */
  private static final String SCALE = "0.0001";

  /** An object without a name, as {@code Blocker.describe} writes it. */
  private static final Pattern UNNAMED = Pattern.compile("@[0-9a-f]+");

  /** Runs {@code program} on this thread, on a clock that jumps. */
  public static Interleaving of(Program program) throws Exception {
    Recorder recorder = new Recorder();
    PrintStream out = System.out;
    boolean timed =
        program.transcript().lines().stream().anyMatch(line -> line.text().contains("{number}"));
    System.setProperty("gallery.scale", SCALE);
    System.setProperty("gallery.clock", "manual");
    Pace.trace(recorder::task);
    Greenlet.setTracer((event, from, to) -> recorder.greenlet(event.name(), from, to));
    try (PrintStream capture =
        new PrintStream(timed ? OutputStream.nullOutputStream() : recorder, true, ISO_8859_1)) {
      System.setOut(capture);
      Class.forName(program.mainClass())
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(out);
      Greenlet.clearTracer();
      Pace.trace(null);
      System.clearProperty("gallery.scale");
      System.clearProperty("gallery.clock");
    }
    return new Interleaving(List.of(recorder.text.toString().split("\n")));
  }

  /** A short number for all of it: 16 hexadecimal digits of its SHA-256. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        digest.update(line.getBytes(UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** Where {@code other} differs from this for the first time. */
  public String difference(Interleaving other) {
    int at = 0;
    while (at < Math.min(lines.size(), other.lines.size())
        && lines.get(at).equals(other.lines.get(at))) {
      at++;
    }
    return "event " + at + " is " + lineOrEnd(at) + " once, and then " + other.lineOrEnd(at);
  }

  private String lineOrEnd(int at) {
    return at < lines.size() ? "'" + lines.get(at) + "'" : "the end";
  }

  /** Collects the events; those that come from other threads too, one after the other. */
  private static final class Recorder extends OutputStream {
    final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, Integer> unnamed = new HashMap<>();
    private final IdentityHashMap<Greenlet, Integer> greenlets = new IdentityHashMap<>();
    private long start = Long.MIN_VALUE;

    synchronized void task(TaskEvent event) {
      if (start == Long.MIN_VALUE) {
        start = event.nanos();
      }
      text.append(event.nanos() - start).append(' ').append(event.kind()).append(' ');
      text.append(event.task()).append(' ').append(numbered(event.name())).append(' ');
      text.append(numbered(event.detail())).append('\n');
    }

    synchronized void greenlet(String event, Greenlet from, Greenlet to) {
      text.append(event).append(' ').append(number(from)).append(" to ").append(number(to));
      text.append('\n');
    }

    private int number(Greenlet greenlet) {
      return greenlets.computeIfAbsent(greenlet, g -> greenlets.size());
    }

    private String numbered(String detail) {
      return UNNAMED
          .matcher(detail)
          .replaceAll(
              match -> "#" + unnamed.computeIfAbsent(match.group(), name -> unnamed.size() + 1));
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        text.append("prints ").append(line.toString(ISO_8859_1).stripTrailing()).append('\n');
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
