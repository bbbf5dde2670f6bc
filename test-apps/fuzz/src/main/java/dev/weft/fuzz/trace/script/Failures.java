package dev.weft.fuzz.trace.script;

import dev.weft.continuation.PinnedException;
import dev.weft.fuzz.trace.script.Control.Kind;
import dev.weft.generator.GeneratorExit;
import dev.weft.greenlet.GreenletExit;
import java.util.Map;
import java.util.NoSuchElementException;

/** The exceptions of the scripts, and a word for each exception there is. */
public final class Failures {
  private static final String USER = "user#";

  /** A part of each message about a wrong use, and the word the model has for it. */
  private static final Map<String, String> WRONG_USES =
      Map.ofEntries(
          Map.entry(" is done; make a new continuation", "DONE"),
          Map.entry(" is running already; it cannot be run", "RUNNING"),
          Map.entry(" was suspended inside an outer continuation", "CAPTURED"),
          Map.entry("no continuation with this scope is running here", "NO_SCOPE"),
          Map.entry(" is done; only a suspended one can be copied", "COPY_DONE"),
          Map.entry(" is running; only a suspended one can be copied", "COPY_RUNNING"),
          Map.entry(" cannot be copied: ", "COPY_INNER"),
          Map.entry(": no values are left", "EXHAUSTED"),
          Map.entry("generator already executing: ", "EXECUTING"),
          Map.entry("cannot send a value to a just-started generator", "NOT_STARTED"),
          Map.entry(" would lose a value: hasNext() has run ", "UNREAD"),
          Map.entry("generator ignored GeneratorExit: ", "IGNORED_EXIT"),
          Map.entry(" has no result: ", "NO_RESULT"),
          Map.entry("yield outside its generator: ", "OUTSIDE"),
          Map.entry("which cannot receive it; use next()", "CANNOT_RECEIVE"),
          Map.entry("cannot switch to a different thread", "WRONG_THREAD"),
          Map.entry("cannot be closed by a different thread", "WRONG_THREAD"),
          Map.entry("its parent cannot be set by a different thread", "WRONG_THREAD"),
          Map.entry("cannot go on on a different thread", "WRONG_THREAD"),
          Map.entry("was suspended together with the coroutine around it", "GREENLET_CAPTURED"),
          Map.entry("run that coroutine in the main greenlet", "NOT_IN_MAIN"),
          Map.entry("caught GreenletExit and went on", "CAUGHT_EXIT"),
          Map.entry("cannot be closed: it ends with its thread", "CLOSE_MAIN"),
          Map.entry("cannot set the parent of a main greenlet", "PARENT_OF_MAIN"),
          Map.entry("parent cannot be on a different thread", "PARENT_ELSEWHERE"),
          Map.entry("cyclic parent chain", "CYCLE"));

  private Failures() {}

  /** A RuntimeException of the user's. */
  public static final class Unchecked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unchecked(int number) {
      super(USER + number);
    }
  }

  /** A checked exception of the user's. */
  public static final class Checked extends Exception {
    private static final long serialVersionUID = 1L;

    Checked(int number) {
      super(USER + number);
    }
  }

  static void raise(Kind kind, int number) throws Exception {
    Throwable failure = make(kind, number);
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  static Throwable make(Kind kind, int number) {
    return switch (kind) {
      case UNCHECKED -> new Unchecked(number);
      case CHECKED -> new Checked(number);
      case NO_SUCH_ELEMENT -> new NoSuchElementException(USER + number);
      case GREENLET_EXIT -> new GreenletExit(USER + number);
      case GENERATOR_EXIT -> new GeneratorExit();
    };
  }

  /** Whether its stack trace is compared: only that of exceptions the script throws itself. */
  public static boolean isTraced(Throwable failure) {
    return failure instanceof Unchecked || failure instanceof Checked;
  }

  /** A word that the model can know. */
  public static String describe(Throwable failure) {
    if (failure instanceof PinnedException pinned) {
      return "PINNED:" + pinned.reason();
    }
    if (failure instanceof GeneratorExit) {
      return "GENERATOR_EXIT";
    }
    if (failure instanceof NullPointerException) {
      return "NO_YIELDER"; // the body that would yield was never started
    }
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith(USER)) {
      return kindOf(failure) + message.substring(USER.length());
    }
    if (failure instanceof GreenletExit) {
      return "GREENLET_EXIT";
    }
    if (message.startsWith("generator raised NoSuchElementException")) {
      return "WRAPPED(" + describe(failure.getCause()) + ")";
    }
    for (Map.Entry<String, String> use : WRONG_USES.entrySet()) {
      if (message.contains(use.getKey())) {
        return use.getValue();
      }
    }
    return failure.toString();
  }

  private static Kind kindOf(Throwable failure) {
    if (failure instanceof Unchecked) {
      return Kind.UNCHECKED;
    }
    if (failure instanceof Checked) {
      return Kind.CHECKED;
    }
    return failure instanceof GreenletExit ? Kind.GREENLET_EXIT : Kind.NO_SUCH_ELEMENT;
  }
}
