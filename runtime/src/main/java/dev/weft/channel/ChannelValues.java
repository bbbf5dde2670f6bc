package dev.weft.channel;

import dev.weft.Suspendable;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The values of a channel, as they come, until it is closed. Used by one at a time. */
final class ChannelValues<T> implements Iterator<T> {
  private final Channel<T> channel;

  /** What was received and not given out; null when nothing was. */
  private Object next;

  ChannelValues(Channel<T> channel) {
    this.channel = channel;
  }

  @Override
  @Suspendable
  public boolean hasNext() {
    if (next == null) {
      next = channel.receiveUninterruptibly();
    }
    return next != Channel.CLOSED;
  }

  @Override
  @Suspendable
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(channel + " is closed");
    }
    T taken = channel.opened(next);
    next = null;
    return taken;
  }
}
