package dev.weft.generator;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** What the generators of this package say about themselves, and about wrong uses of them. */
final class GeneratorErrors {
  private GeneratorErrors() {}

  /** The generator by the class its body was written in, its state and place. */
  static String describe(GeneratorCoroutine generator) {
    return "Generator of "
        + bodyName(generator)
        + " "
        + ((Generator<?, ?, ?>) generator).state()
        + place(generator);
  }

  private static String bodyName(GeneratorCoroutine generator) {
    String name = generator.bodyType().getName();
    int lambda = name.indexOf("$$");
    return lambda > 0 ? name.substring(0, lambda) : name;
  }

  private static String place(GeneratorCoroutine generator) {
    StackTraceElement[] trace = generator.frames();
    return trace.length == 0
        ? ""
        : " at "
            + trace[0].getClassName()
            + "."
            + trace[0].getMethodName()
            + ":"
            + trace[0].getLineNumber();
  }

  static NoSuchElementException exhausted(GeneratorCoroutine generator) {
    return new NoSuchElementException(
        describe(generator)
            + ": no values are left"
            + (generator.hasReturned() ? "; result() has what the body returned" : ""));
  }

  static IllegalStateException alreadyExecuting(GeneratorCoroutine generator) {
    return new IllegalStateException(
        "generator already executing: "
            + describe(generator)
            + " can be driven again when its body has come to a yield; neither its own body nor a"
            + " second thread may drive it before, nor anybody while the coroutine that drives it"
            + " is suspended");
  }

  static IllegalStateException notStarted(GeneratorCoroutine generator) {
    return new IllegalStateException(
        "cannot send a value to a just-started generator: in "
            + describe(generator)
            + " no yield waits for it yet; call next() first");
  }

  static IllegalStateException unreadLookAhead(GeneratorCoroutine generator, String operation) {
    return new IllegalStateException(
        operation
            + " would lose a value: hasNext() has run "
            + describe(generator)
            + " to its next yield; read that value with next() first");
  }

  static IllegalStateException ignoredExit(GeneratorCoroutine generator) {
    return new IllegalStateException(
        "generator ignored GeneratorExit: "
            + describe(generator)
            + " yielded while it was being closed; let GeneratorExit pass, and do not yield in"
            + " finally blocks");
  }

  static IllegalStateException raisedNoSuchElement(
      GeneratorCoroutine generator, Throwable exception) {
    return new IllegalStateException(
        "generator raised NoSuchElementException: to its driver that would mean that "
            + describe(generator)
            + " was exhausted, so it is wrapped (PEP 479); catch it in the body, or return",
        exception);
  }

  static IllegalStateException noResult(GeneratorCoroutine generator) {
    return new IllegalStateException(
        describe(generator)
            + " has no result: "
            + (generator.isClosed()
                ? "it was closed, or its body ended with an exception"
                : "its body has not ended"));
  }

  static IllegalStateException outside(GeneratorCoroutine generator, String operation) {
    return new IllegalStateException(
        operation
            + ": yield outside its generator: "
            + describe(generator)
            + " does not run here; call it from the generator's own body, on the thread that drives"
            + " it");
  }

  static UnsupportedOperationException cannotBeSentTo(Iterator<?> values) {
    return new UnsupportedOperationException(
        "a value was sent to a generator that delegates to a "
            + values.getClass().getName()
            + ", which cannot receive it; use next(), or delegate to a Generator");
  }

  static IllegalStateException withSuppressed(IllegalStateException error, Throwable suppressed) {
    if (suppressed != null) {
      error.addSuppressed(suppressed);
    }
    return error;
  }
}
