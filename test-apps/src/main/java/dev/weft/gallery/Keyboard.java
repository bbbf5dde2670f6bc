package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.hub.Task;
import java.util.ArrayDeque;
import java.util.List;

/** Somebody who types a line a second, as often as a program asks. */
final class Keyboard {
  private final ArrayDeque<String> lines;

  Keyboard(String... lines) {
    this.lines = new ArrayDeque<>(List.of(lines));
  }

  /** Waits for the next line and shows it behind {@code prompt}. */
  @Suspendable
  String ask(String prompt) throws InterruptedException {
    Task.sleep(Pace.seconds(1));
    String line = lines.remove();
    System.out.println(prompt + line);
    return line;
  }
}
