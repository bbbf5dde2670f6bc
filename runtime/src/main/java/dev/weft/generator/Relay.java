package dev.weft.generator;

import dev.weft.Suspendable;
import dev.weft.abi.Throwing;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Delegation the long way: drives the other and yields each value again. The meaning of {@code
 * yield from} in PEP 380, word by word; used for plain iterators, and where another coroutine runs
 * between a generator and its {@code yieldFrom}, so that the child's frames cannot be linked in.
 */
@Suspendable
final class Relay {
  private Relay() {}

  static <Y, S, T> T yieldFrom(Yielder<Y, S> yielder, Generator<? extends Y, ? super S, T> child) {
    if (child.state() == Generator.State.CLOSED) {
      return null;
    }
    if (!child.hasNext()) {
      return child.result();
    }
    Y value = child.next();
    for (; ; ) {
      S sent = null;
      Throwable thrown = null;
      try {
        sent = yielder.yieldValue(value);
      } catch (GeneratorExit exit) {
        child.close();
        throw exit;
      } catch (Throwable exception) {
        thrown = exception;
      }
      boolean closed = child.state() == Generator.State.CLOSED;
      if (closed && thrown == null) {
        return null; // somebody else drove it to its end
      }
      try {
        value = thrown == null ? child.send(sent) : child.raise(thrown);
      } catch (NoSuchElementException end) {
        if (closed) {
          throw end; // the one that was raised
        }
        return child.result();
      }
    }
  }

  static <Y, S> void yieldAll(Yielder<Y, S> yielder, Iterator<? extends Y> values) {
    Objects.requireNonNull(values, "values");
    if (values instanceof Generator<? extends Y, ?, ?> generator) {
      yieldAllOf(yielder, generator);
      return;
    }
    while (values.hasNext()) {
      S sent;
      try {
        sent = yielder.yieldValue(values.next());
      } catch (GeneratorExit exit) {
        close(values);
        throw exit;
      }
      if (sent != null) {
        throw GeneratorErrors.cannotBeSentTo(values);
      }
    }
  }

  @SuppressWarnings("unchecked") // a generator is sent what its driver sends, wrong types included
  private static <Y, S> void yieldAllOf(Yielder<Y, S> yielder, Generator<? extends Y, ?, ?> child) {
    yielder.yieldFrom((Generator<? extends Y, ? super S, ?>) child);
  }

  private static void close(Iterator<?> values) {
    if (values instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw Throwing.sneaky(e);
      }
    }
  }
}
