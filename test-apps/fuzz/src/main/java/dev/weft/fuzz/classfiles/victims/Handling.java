package dev.weft.fuzz.classfiles.victims;

import dev.weft.Suspendable;
import java.util.ArrayList;
import java.util.List;

/** Handlers, monitors and objects under construction. */
@Suspendable
public class Handling implements AutoCloseable {
  private final List<String> log = new ArrayList<>();
  private final String name;

  Handling(String name, int depth) {
    this.name = name + depth;
  }

  /** What this class logs. */
  public static String run() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try (Handling handling = new Handling(text(i), depth(i))) {
        all.addAll(handling.work(i));
      } catch (IllegalStateException e) {
        all.add("caught " + e.getMessage() + e.getSuppressed().length);
      } finally {
        all.add(text(i));
      }
    }
    return String.join(",", all);
  }

  List<String> work(int i) {
    synchronized (log) {
      log.add(name + depth(i));
    }
    try {
      if (i == 3) {
        throw new IllegalArgumentException(text(i));
      }
      log.add(((Object) log).getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      log.add(i > 2 ? text(-i) : "early");
    }
    return log;
  }

  @SuppressWarnings("UnnecessaryStringBuilder") // an object under construction is wanted
  static String text(int i) {
    return i % 2 == 0 ? "even" + i : new StringBuilder("odd").append(depth(i)).toString();
  }

  static int depth(int i) {
    return i <= 0 ? 0 : 1 + depth(i - 1);
  }

  @Override
  public void close() {
    if (depth(log.size()) > 2) {
      throw new IllegalStateException("close " + log.size());
    }
  }
}
