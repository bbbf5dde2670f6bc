package dev.weft.gallery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.harness.PrintedLine;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines that are written to it, and when each one ended. */
final class Printed extends OutputStream {
  private final StringBuilder line = new StringBuilder();
  private final List<PrintedLine> lines = new ArrayList<>();

  @Override
  public void write(int b) {
    if (b == '\n') {
      lines.add(new PrintedLine(line.toString().stripTrailing(), Pace.nanoTime()));
      line.setLength(0);
    } else {
      line.append((char) b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    new String(bytes, offset, length, ISO_8859_1).chars().forEach(this::write);
  }

  List<PrintedLine> lines() {
    return List.copyOf(lines);
  }
}
